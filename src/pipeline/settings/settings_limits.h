/*
 * settings_limits.h - what one person may decide alone; private.
 */
#ifndef ACQUIT_PIPELINE_SETTINGS_LIMITS_H
#define ACQUIT_PIPELINE_SETTINGS_LIMITS_H

#include "acquit/arena.h"
#include "acquit/limit.h"

/* "5000.00 EUR 6000.00 USD" becomes a list; false: that is no such list, or
 * memory ran out. Setting a list again replaces it. */
bool settings_approve_above(struct aq_arena *arena, struct aq_slice value, struct aq_limits *out);
struct limit_line {
	struct aq_slice person; /* empty: of all who have none of their own */
	struct aq_slice value;
	uint64_t line;
};
bool settings_person_limit(struct aq_arena *arena, const struct limit_line *said,
			   struct aq_limits *out);

#endif
