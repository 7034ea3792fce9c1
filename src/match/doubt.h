/*
 * doubt.h - what doubt.c and second.c share: owners that are sure, and which
 * meanings a second fact speaks for.
 */
#ifndef MATCH_DOUBT_H
#define MATCH_DOUBT_H

#include "facts.h"

struct owners {
	uint64_t customer_nos[OWNERS_MAX];
	size_t count;
};

static inline bool match_owns(const struct owners *owners, uint64_t customer_no)
{
	for (size_t i = 0; i < owners->count; i++)
		if (owners->customer_nos[i] == customer_no)
			return true;
	return false;
}

/* The amount is exactly what the meaning has open. */
bool match_named_fits(const struct facts *facts, const struct named *named);
/* Two meanings that lead to the same thing are one. */
bool match_is_same_target(const struct named *one, const struct named *other);
/* Was the shorter token read from the same place as the longer? */
bool match_shares_place(const struct aq_token *shorter, const struct aq_token *longer);

/* second.c: drops doubtful meanings that no second fact speaks for. */
void match_drop_doubtful(struct facts *facts, const struct owners *sure);
/* Marks numbers that stand side by side and are one number too. */
bool match_is_rival(const struct named *shorter, const struct named *longer);
/* Keeps the reading a second fact speaks for, else marks both as contested. */
void match_settle_rivals(struct facts *facts, const struct owners *sure);

#endif
