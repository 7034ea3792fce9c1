/*
 * x12.h - segments and elements of ANSI X12, as far as remittance needs them.
 */
#ifndef NACHA_X12_H
#define NACHA_X12_H

#include "acquit/slice.h"

/* The thirteenth of an ISA is its control number; nothing further is read. */
#define X12_ELEMENTS_MAX 14

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

/* x12_envelope.c. What lies in the envelopes that are open; borrows the segments'
 * text. Zero-initialised is before the first segment. */
struct x12_envelope {
	uint64_t segments; /* since the ST, itself included */
	uint64_t sets;
	uint64_t groups;
	struct aq_slice control, group, set; /* control numbers of ISA, GS, ST */
	bool is_open, is_group_open, is_set_open;
	const char *miscount; /* the first, in words; NULL: none */
	const char *mismatch; /* of control numbers */
};
/* Each segment in its order, and then the end of the text. */
void x12_envelope_take(struct x12_envelope *envelope, const struct x12_segment *segment);
void x12_envelope_end(struct x12_envelope *envelope);

#endif
