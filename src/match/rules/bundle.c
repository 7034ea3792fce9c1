/*
 * bundle.c - a bundle number stands for its invoices.
 *
 * Promises: exactly their sum pays them all; less pays the oldest first, the
 * last one partly; more leaves the rest on the customer's account, but pays the
 * invoices named beside it where the sum is exact. Credit notes are netted.
 * Refuses: a bundle of several owners (a paid invoice's too), or of somebody
 * else than the payer, unless the sum is exact; and to take one of several
 * owners for the one whose account takes the money.
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
		  match_account_for(&desk->facts, named->customer_no));
	match_explain(answer, "bundle %.*s is named, but %s", AQ_SLICE_ARGS(named->bundle->number),
		      why);
	for (size_t i = 0; i < desk->basket.count; i++)
		match_suggest_item(&desk->facts, answer, desk->basket.items[i], "in the bundle");
}

/* An item that cannot be paid like this; one of several owners is not the bundle's. */
static bool ask_item(struct desk *desk, const struct named *named, const struct aq_item *item)
{
	const struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;

	if (!match_ask_currency(facts, answer, item) && !match_ask_apart(facts, answer, item))
		return false;
	if (named->customer_no == 0)
		match_ask(facts, answer, answer->exception, match_account_for(facts, 0));
	return true;
}

/* What a bundle holds beside its basket, told by content and not by the order of rows:
 * the oldest of each. */
struct beside {
	const struct aq_item *closed;
	const struct aq_item *odd; /* cannot be paid like this; another currency before others */
	bool is_unknown, is_full;
};

static bool is_before(const struct facts *facts, const struct aq_item *one,
		      const struct aq_item *other)
{
	bool one_differs = one->currency != facts->currency;

	if (!other || one_differs != (other->currency != facts->currency))
		return !other || one_differs;
	return match_age_compare(one, other) < 0;
}

static void fill(struct desk *desk, const struct aq_bundle *bundle, struct beside *out)
{
	const struct facts *facts = &desk->facts;

	*out = (struct beside){.closed = NULL};
	match_basket_begin(&desk->basket);
	for (size_t i = 0; i < bundle->item_count; i++) {
		const struct aq_item *item = match_view_item(facts->view, bundle->item_nos[i]);

		if (!item)
			out->is_unknown = true;
		else if (item->open == 0)
			out->closed = is_before(facts, item, out->closed) ? item : out->closed;
		else if (item->currency != facts->currency || match_is_apart(facts, item->item_no))
			out->odd = is_before(facts, item, out->odd) ? item : out->odd;
		else if (!match_basket_add(facts, &desk->basket, item))
			out->is_full = true;
	}
	qsort(desk->basket.items, desk->basket.count, sizeof(desk->basket.items[0]), by_age);
}

/* False when a question was asked on the way. */
static bool fill_or_ask(struct desk *desk, const struct named *named, const struct aq_item **closed)
{
	struct beside beside;

	fill(desk, named->bundle, &beside);
	*closed = beside.closed;
	if (beside.is_unknown) {
		ask_bundle(desk, named, "one of its invoices is not known yet");
		return false;
	}
	if (beside.odd && ask_item(desk, named, beside.odd))
		return false;
	if (beside.is_full) {
		ask_bundle(desk, named, "it holds more than one payment may pay");
		desk->answer.exception = AQ_SEARCH_BOUND;
		return false;
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
	if (named->customer_no != 0) {
		match_ask_already_paid(&desk->facts, &desk->answer, named->customer_no,
				       aq_slice_of(what));
		return true;
	}
	match_ask(&desk->facts, &desk->answer, AQ_ALREADY_PAID, match_account_for(&desk->facts, 0));
	match_explain(&desk->answer, "%s is already paid; its invoices are of several customers",
		      what);
	return true;
}

static bool is_in(const struct basket *basket, const struct aq_item *item)
{
	for (size_t i = 0; i < basket->count; i++)
		if (basket->items[i] == item)
			return true;
	return false;
}

/* Invoices named beside the bundle are paid with it, where the sum is exact. */
static void add_beside(struct desk *desk, const struct named *named)
{
	const struct facts *facts = &desk->facts;
	int64_t sum = desk->basket.total;

	for (size_t i = 0; i < facts->item_count; i++) {
		const struct aq_item *item = facts->items[i]->item;

		if (is_in(&desk->basket, item))
			continue;
		if (item->customer_no != named->customer_no || item->currency != facts->currency ||
		    item->open <= 0 || match_is_apart(facts, item->item_no) ||
		    !aq_minor_add(sum, item->open, &sum))
			return;
	}
	if (sum != facts->money)
		return;
	for (size_t i = 0; i < facts->item_count; i++)
		if (!is_in(&desk->basket, facts->items[i]->item)) {
			match_prove(&desk->answer, facts->items[i]);
			(void)match_basket_add(facts, &desk->basket, facts->items[i]->item);
		}
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
	if (!fill_or_ask(desk, named, &closed))
		return true;
	if (is_several) {
		ask_bundle(desk, named, "another bundle is named too");
		return true;
	}
	if (basket->count == 0)
		return ask_closed(desk, named, closed);
	add_beside(desk, named);
	amount = match_basket_amount(basket, facts->money);
	if (!match_fits(amount) && (amount == AMOUNT_NONE || named->customer_no == 0 ||
				    match_is_stranger(facts, named->customer_no))) {
		ask_bundle(desk, named,
			   "the amount is not its sum, and it is not the payer's alone");
		if (match_is_stranger(facts, named->customer_no))
			desk->answer.exception = AQ_REFERENCE_CONFLICT;
		return true;
	}
	if (!match_fits(amount) && match_ask_own_or_item(facts, &desk->answer, basket->items[0]))
		return true;
	qsort(basket->items, basket->count, sizeof(basket->items[0]), by_age);
	match_basket_pay_named(facts, &desk->answer, basket,
			       (struct called){amount, AQ_RULE_BUNDLE});
	match_note_payer(facts, &desk->answer, named->customer_no);
	match_apply(facts, &desk->answer, AQ_RULE_BUNDLE, named->customer_no);
	return true;
}
