/*
 * terms.c - which word of the settings holds for one payment of one customer.
 *
 * Promises: of a tolerance the least amount that any level says, and of the
 * days of grace and of short payments the customer's own word before the
 * general one. A level that says nothing has no say.
 * Refuses: a percentage alone, without an amount in the currency: it has no
 * upper end. And a customer whose number is not at hand while customers have
 * words of their own.
 */
#include "terms.h"

#include <stdio.h>

#define MILLION 1000000

static bool has_customers(const struct aq_match_settings *settings)
{
	size_t count = settings->terms_count;

	return count > 0 && settings->terms[count - 1].customer.length > 0;
}

/* Rows of customers stand last, by number. */
static const struct aq_terms *find_customer(const struct aq_match_settings *settings,
					    struct aq_slice number)
{
	size_t low = 0;
	size_t high = settings->terms_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct aq_terms *terms = &settings->terms[middle];

		if (terms->customer.length == 0 || aq_slice_compare(terms->customer, number) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == settings->terms_count || !aq_slice_equals(settings->terms[low].customer, number))
		return NULL;
	return &settings->terms[low];
}

static const struct aq_terms *of_customer(const struct facts *facts, uint64_t customer_no)
{
	struct aq_slice number;

	if (!has_customers(facts->view->settings))
		return NULL;
	number = match_view_customer_number(facts->view, customer_no);
	return number.length > 0 ? find_customer(facts->view->settings, number) : NULL;
}

static bool is_general(const struct aq_terms *terms)
{
	return terms->rule == AQ_RULE_NONE && terms->customer.length == 0;
}

static const struct aq_terms *general(const struct facts *facts)
{
	const struct aq_match_settings *settings = facts->view->settings;

	return settings->terms_count > 0 && is_general(&settings->terms[0]) ? &settings->terms[0]
									    : NULL;
}

const char *match_limit_words(const struct limit *limit, char out[TERMS_WORDS_BYTES])
{
	const char *key = limit->is_percent ? "tolerance_percent" : "tolerance";

	if (limit->terms->customer.length > 0)
		(void)snprintf(out, TERMS_WORDS_BYTES, "%s of [customer.%.*s]", key,
			       AQ_SLICE_ARGS(limit->terms->customer));
	else if (limit->terms->rule != AQ_RULE_NONE)
		(void)snprintf(out, TERMS_WORDS_BYTES, "%s of [rule.%s]", key,
			       aq_rule_name(limit->terms->rule));
	else
		(void)snprintf(out, TERMS_WORDS_BYTES, "%s of [match]", key);
	return out;
}

struct strictest {
	struct limit limit;
	bool has_amount;
	bool is_set;
};

static void take(struct strictest *strictest, const struct limit *limit)
{
	if (strictest->is_set && strictest->limit.minor <= limit->minor)
		return;
	strictest->limit = *limit;
	strictest->is_set = true;
}

static void hear(struct strictest *strictest, const struct aq_terms *terms, aq_currency currency,
		 int64_t owed)
{
	for (size_t i = 0; i < terms->tolerance_count; i++)
		if (terms->tolerance[i].currency == currency) {
			strictest->has_amount = true;
			take(strictest, &(struct limit){terms->tolerance[i].minor, terms, false});
		}
	if (terms->has_percent)
		take(strictest, &(struct limit){(int64_t)((aq_int128)owed *
							  terms->percent_millionths / MILLION),
						terms, true});
}

bool match_limit(const struct facts *facts, const struct limit_of *of, struct limit *out)
{
	const struct aq_match_settings *settings = facts->view->settings;
	const struct aq_terms *own = of_customer(facts, of->customer_no);
	struct strictest strictest = {.has_amount = false};

	if (has_customers(settings) &&
	    match_view_customer_number(facts->view, of->customer_no).length == 0)
		return false;
	for (size_t i = 0; i < settings->terms_count; i++) {
		const struct aq_terms *terms = &settings->terms[i];

		if (terms->customer.length > 0)
			break;
		if (is_general(terms) || terms->rule == of->rule)
			hear(&strictest, terms, facts->currency, of->owed);
	}
	if (own)
		hear(&strictest, own, facts->currency, of->owed);
	*out = strictest.limit;
	return strictest.has_amount;
}

enum aq_short match_when_short(const struct facts *facts, uint64_t customer_no)
{
	const struct aq_terms *all = general(facts);
	const struct aq_terms *own = of_customer(facts, customer_no);

	if (own && own->when_short != AQ_SHORT_UNSAID)
		return own->when_short;
	return all && all->when_short != AQ_SHORT_UNSAID ? all->when_short : AQ_SHORT_PARTIAL;
}

/* Whose word says how many days; NULL: nobody's. */
static const struct aq_terms *who_grants(const struct facts *facts, uint64_t customer_no)
{
	const struct aq_terms *own;
	const struct aq_terms *all;

	if (facts->view->settings->terms_count == 0)
		return NULL;
	own = of_customer(facts, customer_no);
	if (own && own->has_grace)
		return own;
	all = general(facts);
	return all && all->has_grace ? all : NULL;
}

bool match_is_in_grace(const struct facts *facts, const struct aq_item *item)
{
	const struct aq_terms *terms;

	if (item->kind != AQ_ITEM_INVOICE)
		return false;
	terms = who_grants(facts, item->customer_no);
	return terms && facts->paid_on.day - item->discount_until.day <= terms->grace_days;
}

void match_tell_grace(const struct facts *facts, struct answer *answer)
{
	if (facts->view->settings->terms_count == 0)
		return;
	for (size_t i = 0; i < answer->share_count; i++) {
		const struct share *share = &answer->shares[i];
		const struct aq_item *item = NULL;
		const struct aq_terms *terms;

		if (share->kind == AQ_TARGET_INVOICE && share->deduction > 0)
			item = match_view_item(facts->view, share->no);
		if (!item || aq_date_compare(facts->paid_on, item->discount_until) <= 0)
			continue;
		terms = who_grants(facts, item->customer_no);
		if (!terms)
			continue;
		answer->notes |= NOTE_GRACE;
		match_tell(answer,
			   "the discount had ended and is granted in grace: at most %d days by "
			   "discount_grace of [%s%.*s]",
			   (int)terms->grace_days,
			   terms->customer.length > 0 ? "customer." : "match",
			   AQ_SLICE_ARGS(terms->customer));
		return;
	}
}
