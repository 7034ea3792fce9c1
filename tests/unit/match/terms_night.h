/*
 * terms_night.h - nights of sites that give up, grant or ask more than others.
 */
#ifndef TEST_MATCH_TERMS_NIGHT_H
#define TEST_MATCH_TERMS_NIGHT_H

#include "stand_in.h"

#define AMOUNTS(list) .tolerance = (list), .tolerance_count = sizeof(list) / sizeof((list)[0])

static inline struct builder *night_with(const struct aq_terms *terms, size_t count)
{
	struct builder *b = night_begin();

	b->settings.terms = terms;
	b->settings.terms_count = count;
	night_again(b);
	return b;
}

#define NIGHT(terms) night_with((terms), sizeof(terms) / sizeof((terms)[0]))

/* A payment that names F1001, which has 100.00 open. */
static inline size_t pays_f1001(struct builder *b, int64_t amount)
{
	size_t p;

	invoice(b, customer(b, "C1001"), "F1001", 10000);
	p = pays(b, amount);
	says(b, p, "F1001");
	return p;
}

#endif
