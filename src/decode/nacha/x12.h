/*
 * x12.h - segments and elements of ANSI X12, as far as remittance needs them.
 */
#ifndef NACHA_X12_H
#define NACHA_X12_H

#include "acquit/slice.h"

/* BPR has 21 elements behind its name; nothing further is read. */
#define X12_ELEMENTS_MAX 12

/* Marks are one character of UTF-8 each; banks use the broken bar too. */
struct x12 {
	struct aq_slice rest; /* what was not read yet */
	struct aq_slice separator;
	struct aq_slice terminator; /* empty: the rest is one segment */
};

/* elements[0] is the segment's name; elements beyond `count` are empty. */
struct x12_segment {
	struct aq_slice elements[X12_ELEMENTS_MAX];
	size_t count;
};

/* Finds the marks: those an ISA declares, else those in use. False when the
 * text does not begin like X12. */
bool x12_begin(struct x12 *out, struct aq_slice text);
/* False at the end. Blanks around a segment and around elements are cut. */
bool x12_next(struct x12 *x12, struct x12_segment *out);
/* The same, but only the segment's name. */
bool x12_next_name(struct x12 *x12, struct aq_slice *out);

#endif
