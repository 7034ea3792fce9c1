/*
 * settings_terms.h - what the site puts up with: [match], [rule.X], [customer.X]; private.
 */
#ifndef ACQUIT_PIPELINE_SETTINGS_TERMS_H
#define ACQUIT_PIPELINE_SETTINGS_TERMS_H

#include "acquit/arena.h"
#include "acquit/match.h"

struct terms_list { /* as they are read; room for one each setting */
	struct aq_terms *terms;
	size_t count;
};

/* Of one level, made where it is new, of the section in that line. */
struct aq_terms *settings_terms(struct terms_list *list, enum aq_rule rule,
				struct aq_slice customer, uint64_t line);
/* "0.50 EUR 1.00 USD"; nothing says nothing. Each false on what is no value. */
bool settings_tolerance(struct aq_arena *arena, struct aq_slice value, struct aq_terms *out);
/* "1.5" or "1.5%", with at most four digits behind the point. */
bool settings_tolerance_percent(struct aq_slice value, struct aq_terms *out);
bool settings_grace(struct aq_slice value, struct aq_terms *out);
bool settings_short(struct aq_slice value, struct aq_terms *out);
/* In the order that matching looks them up by. */
void settings_terms_sort(struct terms_list *list);

#endif
