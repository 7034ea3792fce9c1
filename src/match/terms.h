/*
 * terms.h - what the site puts up with: grace, small differences, short payments.
 */
#ifndef MATCH_TERMS_H
#define MATCH_TERMS_H

#include "answer.h"

/* The most that may be given up of what is owed, and who says so. */
struct limit {
	int64_t minor;
	const struct aq_terms *terms;
	bool is_percent;
};

/* "tolerance of [match]", "tolerance_percent of [customer.C1001]" */
#define TERMS_WORDS_BYTES 160
const char *match_limit_words(const struct limit *limit, char out[TERMS_WORDS_BYTES]);

/* The strictest of all that say something; false: no amount is given up here. */
struct limit_of {
	enum aq_rule rule;
	uint64_t customer_no;
	int64_t owed; /* positive */
};
bool match_limit(const struct facts *facts, const struct limit_of *of, struct limit *out);
enum aq_short match_when_short(const struct facts *facts, uint64_t customer_no);

/* The item's discount has ended, but not so long ago that this customer's is refused. */
bool match_is_in_grace(const struct facts *facts, const struct aq_item *item);
/* Tells by whose word discounts are granted that had ended. */
void match_tell_grace(const struct facts *facts, struct answer *answer);

#endif
