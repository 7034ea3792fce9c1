/*
 * limit.h - what a person may decide, and what wants a second one.
 */
#ifndef ACQUIT_LIMIT_H
#define ACQUIT_LIMIT_H

#include "acquit/money.h"
#include "acquit/slice.h"

struct aq_person_limit {
	struct aq_slice person; /* empty: whoever has no limit of their own */
	struct aq_money money;
	uint64_t line; /* where the settings say so */
};

/* Borrowed. A list that names any currency allows nothing in those it leaves out. */
struct aq_limits {
	const struct aq_money *approve_above; /* more than that wants a second person */
	size_t approve_above_count; /* 0: nothing does */
	const struct aq_person_limit *persons;
	size_t person_count;
	struct aq_slice path; /* of the settings */
};

#endif
