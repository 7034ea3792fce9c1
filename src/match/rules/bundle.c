/*
 * bundle.c - a bundle number stands for its invoices.
 *
 * Promises: exactly their sum pays them all; less pays the oldest first, the
 * last one partly; more leaves the rest on the customer's account. Credit
 * notes among them are netted.
 * Refuses: a bundle of several owners, or of somebody else than the payer,
 * unless the sum is exact.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../rules.h"

#define WHAT_BYTES 160

static const struct named *find_bundle(const struct facts *facts, bool *is_several)
{
	const struct named *found = NULL;

	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		if (named->is_dropped || named->is_contested || !named->bundle)
			continue;
		if (found && found->bundle != named->bundle)
			*is_several = true;
		if (!found)
			found = named;
	}
	return found;
}

static int by_age(const void *one, const void *other)
{
	return match_age_compare(*(const struct aq_item *const *)one,
				 *(const struct aq_item *const *)other);
}

static void ask_bundle(struct desk *desk, const struct named *named, const char *why)
{
	struct answer *answer = &desk->answer;

	match_ask(&desk->facts, answer, AQ_NO_ITEM_FITS,
		  desk->basket.is_mixed && desk->facts.payer_by < KNOWN_BY_ACCOUNT
			  ? 0
			  : match_account_for(&desk->facts, named->customer_no));
	match_explain(answer, "bundle %.*s is named, but %s", AQ_SLICE_ARGS(named->bundle->number),
		      why);
	for (size_t i = 0; i < desk->basket.count; i++)
		match_suggest_item(&desk->facts, answer, desk->basket.items[i], "in the bundle");
}

/* False when a question was asked on the way. */
static bool fill(struct desk *desk, const struct named *named, const struct aq_item **closed)
{
	const struct aq_bundle *bundle = named->bundle;

	match_basket_begin(&desk->basket);
	for (size_t i = 0; i < bundle->item_count; i++) {
		const struct aq_item *item = match_view_item(desk->facts.view, bundle->item_nos[i]);

		if (!item) {
			ask_bundle(desk, named, "one of its invoices is not known yet");
			return false;
		}
		if (item->open == 0) {
			*closed = item;
			continue;
		}
		if (match_ask_currency(&desk->facts, &desk->answer, item) ||
		    match_ask_apart(&desk->facts, &desk->answer, item))
			return false;
		if (!match_basket_add(&desk->basket, item, desk->facts.paid_on)) {
			ask_bundle(desk, named, "it holds more than one payment may pay");
			desk->answer.exception = AQ_SEARCH_BOUND;
			return false;
		}
	}
	return true;
}

static bool ask_closed(struct desk *desk, const struct named *named, const struct aq_item *closed)
{
	char what[WHAT_BYTES];

	if (desk->facts.is_rest || desk->facts.is_balance)
		return false;
	(void)snprintf(what, sizeof(what), "bundle %.*s", AQ_SLICE_ARGS(named->bundle->number));
	desk->answer.paid_item_no = closed->item_no;
	match_ask_already_paid(&desk->facts, &desk->answer, closed->customer_no, aq_slice_of(what));
	return true;
}

bool match_bundle(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	struct basket *basket = &desk->basket;
	const struct aq_item *closed = NULL;
	bool is_several = false;
	const struct named *named;
	enum amount_class amount;

	if (!(facts->seen & SEEN(AQ_HIT_BUNDLE)))
		return false;
	named = find_bundle(facts, &is_several);
	if (!named || named->bundle->item_count == 0)
		return false;
	match_prove(&desk->answer, named);
	if (!fill(desk, named, &closed))
		return true;
	if (is_several) {
		ask_bundle(desk, named, "another bundle is named too");
		return true;
	}
	if (basket->count == 0)
		return ask_closed(desk, named, closed);
	amount = match_basket_amount(basket, facts->money);
	if (!match_fits(amount) && (amount == AMOUNT_NONE || basket->is_mixed ||
				    match_is_stranger(facts, basket->customer_no))) {
		ask_bundle(desk, named,
			   "the amount is not its sum, and it is not the payer's alone");
		if (match_is_stranger(facts, basket->customer_no))
			desk->answer.exception = AQ_REFERENCE_CONFLICT;
		return true;
	}
	qsort(basket->items, basket->count, sizeof(basket->items[0]), by_age);
	match_basket_pay(facts, &desk->answer, basket, amount);
	match_note_payer(facts, &desk->answer, basket->customer_no);
	match_apply(facts, &desk->answer, AQ_RULE_BUNDLE, basket->customer_no);
	return true;
}
