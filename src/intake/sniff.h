/*
 * sniff.h - knows by its first bytes what intake does not take.
 */
#ifndef AQ_INTAKE_SNIFF_H
#define AQ_INTAKE_SNIFF_H

#include "acquit/codes.h"
#include "acquit/slice.h"

/* The end of tar's mark, the farthest of all. */
#define AQ_SNIFF_BYTES 262

struct aq_sniffed {
	enum aq_code code; /* AQ_CODE_NONE: nothing against it */
	const char *what; /* "a zip archive" */
};

bool aq_sniff_is_gzip(struct aq_slice head);
/* `head` is AQ_SNIFF_BYTES of the file or more, or all of it. */
struct aq_sniffed aq_sniff(struct aq_slice head);

#endif
