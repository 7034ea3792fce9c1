/*
 * tolerance.h - when so little is missing that the site gives it up.
 */
#ifndef MATCH_TOLERANCE_H
#define MATCH_TOLERANCE_H

#include "terms.h"

/* Items that a rule found named, and the money that is meant for them. */
struct owing {
	const struct aq_item *const *items;
	size_t count;
	int64_t money;
	enum aq_rule rule;
};

struct tolerated {
	int64_t difference; /* positive */
	bool is_reduced; /* of the price less discounts */
	struct limit limit;
};

/* False: it is not to be given up, and a short payment is what it is. */
bool match_find_tolerated(const struct facts *facts, const struct owing *owing,
			  struct tolerated *out);
/* Writes it off on the share. */
void match_write_off(const struct facts *facts, struct answer *answer, struct share *share,
		     const struct tolerated *tolerated);
/* Closes all the items where it is; the last one takes the difference. */
bool match_pay_tolerated(const struct facts *facts, struct answer *answer,
			 const struct owing *owing);

#endif
