/*
 * subscription.c - a subscription number and a whole number of instalments.
 *
 * Promises: the oldest open ones first, then those not due yet, each at the
 * price of the day the money has value: reduced until promo_until, full later.
 * Invoices named beside it are paid with it where the sum is exact, and so is one
 * instalment of each of several subscriptions of one customer.
 * Refuses: an amount that is no whole number of instalments.
 */
#include <stdio.h>

#include "../rules.h"

#define WHAT_BYTES 160

static bool counts(const struct named *named)
{
	return !named->is_dropped && !named->is_contested && named->subscription;
}

/* By an earlier of its numbers. */
static bool is_named_before(const struct facts *facts, size_t place)
{
	for (size_t i = 0; i < place; i++)
		if (counts(&facts->named[i]) &&
		    facts->named[i].subscription == facts->named[place].subscription)
			return true;
	return false;
}

static const struct named *find_subscription(const struct facts *facts, bool *is_several)
{
	const struct named *found = NULL;

	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		if (!counts(named))
			continue;
		if (found && found->subscription != named->subscription)
			*is_several = true;
		if (!found)
			found = named;
	}
	return found;
}

static bool is_promoted(const struct aq_subscription *subscription, struct aq_date paid_on)
{
	return !aq_date_is_set(subscription->promo_until) ||
	       (aq_date_is_set(paid_on) &&
		aq_date_compare(paid_on, subscription->promo_until) <= 0);
}

/* Open instalments, oldest first, while the money lasts for whole ones. */
static int64_t pay_open(struct desk *desk, const struct aq_subscription *subscription,
			int64_t money)
{
	const struct facts *facts = &desk->facts;

	for (size_t i = 0; i < subscription->instalment_count && money > 0; i++) {
		const struct aq_item *item = &subscription->instalments[i];
		int64_t due = match_due(facts, item);

		if (item->open <= 0)
			continue;
		if (due > money || match_is_apart(facts, item->item_no) ||
		    item->currency != facts->currency ||
		    !match_put_item(&desk->answer, item, due, item->open - due))
			return -1;
		money -= due;
	}
	return money;
}

/* Then the next cycles, made by this payment. */
static int64_t pay_ahead(struct desk *desk, const struct aq_subscription *subscription,
			 int64_t money)
{
	int64_t reduction =
		is_promoted(subscription, desk->facts.paid_on) ? subscription->discount : 0;
	int64_t price = subscription->full - reduction;

	if (price <= 0)
		return money;
	for (int32_t cycle = subscription->made; cycle < subscription->cycles && money >= price;
	     cycle++) {
		struct share share = {.no = subscription->subscription_no,
				      .customer_no = subscription->customer_no,
				      .amount = price,
				      .deduction = reduction,
				      .open = subscription->full,
				      .target = subscription->number,
				      .cycle = (uint32_t)cycle,
				      .kind = AQ_TARGET_SUBSCRIPTION,
				      .is_to_make = true};

		if (!match_put_share(&desk->answer, &share))
			return money;
		desk->answer.notes |= NOTE_AHEAD | (reduction > 0 ? (uint32_t)NOTE_PROMOTION : 0);
		money -= price;
	}
	return money;
}

/* What the next instalment costs on the day of payment. */
static int64_t price_of_next(const struct desk *desk, const struct aq_subscription *subscription)
{
	struct aq_date paid_on = desk->facts.paid_on;

	for (size_t i = 0; i < subscription->instalment_count; i++)
		if (subscription->instalments[i].open > 0)
			return match_due(&desk->facts, &subscription->instalments[i]);
	return subscription->full -
	       (is_promoted(subscription, paid_on) ? subscription->discount : 0);
}

static void suggest_instalments(struct desk *desk, const struct aq_subscription *subscription)
{
	struct aq_suggestion suggestion = {
		.kind = AQ_TARGET_SUBSCRIPTION,
		.target = subscription->number,
		.customer = match_view_customer_number(desk->facts.view, subscription->customer_no),
		.amount = price_of_next(desk, subscription),
		.reason =
			AQ_SLICE("its number is named; the next instalment on the day of payment"),
	};

	match_suggest(&desk->answer, &suggestion);
}

/* A whole number of instalments, but fewer are left. */
static bool is_too_many(const struct desk *desk, const struct aq_subscription *subscription)
{
	int64_t price =
		subscription->full -
		(is_promoted(subscription, desk->facts.paid_on) ? subscription->discount : 0);

	return price > 0 && desk->facts.money % price == 0 &&
	       desk->facts.money / price > (int64_t)subscription->instalment_count +
						   subscription->cycles - subscription->made;
}

/* After a price has changed the open ones cost what they were billed with. */
static void explain_short(struct desk *desk, const struct aq_subscription *subscription)
{
	int64_t price =
		subscription->full -
		(is_promoted(subscription, desk->facts.paid_on) ? subscription->discount : 0);
	int64_t next = price_of_next(desk, subscription);
	char paid[MONEY_WORDS_BYTES];
	char later[MONEY_WORDS_BYTES];
	char first[MONEY_WORDS_BYTES];

	match_money_words(desk->facts.money, desk->facts.currency, paid);
	match_money_words(price, subscription->currency, later);
	match_money_words(next, subscription->currency, first);
	if (next != price)
		match_explain(&desk->answer,
			      "%s is no whole number of instalments: the oldest that subscription "
			      "%.*s still owes is %s, and those to come are %s",
			      paid, AQ_SLICE_ARGS(subscription->number), first, later);
	else
		match_explain(&desk->answer,
			      is_too_many(desk, subscription)
				      ? "%s is more instalments of %s than subscription %.*s still "
					"owes"
				      : "%s is no whole number of the instalments of %s that "
					"subscription %.*s still owes",
			      paid, later, AQ_SLICE_ARGS(subscription->number));
}

static void ask_short(struct desk *desk, const struct aq_subscription *subscription)
{
	const struct facts *facts = &desk->facts;
	char what[WHAT_BYTES];
	const struct aq_item *own = match_own_by_name(facts, subscription->customer_no);

	if (own) {
		(void)snprintf(what, sizeof(what), "subscription %.*s",
			       AQ_SLICE_ARGS(subscription->number));
		match_ask_own(facts, &desk->answer, own,
			      &(struct other){what, subscription->customer_no});
	} else if (match_is_stranger(facts, subscription->customer_no)) {
		(void)snprintf(what, sizeof(what), "subscription %.*s",
			       AQ_SLICE_ARGS(subscription->number));
		match_ask_conflict(facts, &desk->answer, subscription->customer_no, what,
				   "the amount is no whole number of instalments");
	} else {
		match_ask(facts, &desk->answer, AQ_AMOUNT_SHORT,
			  match_account_for(facts, subscription->customer_no));
		explain_short(desk, subscription);
	}
	suggest_instalments(desk, subscription);
}

static bool ask_before(struct desk *desk, const struct aq_subscription *subscription)
{
	const struct facts *facts = &desk->facts;
	char paid[MONEY_WORDS_BYTES];
	char what[WHAT_BYTES];

	if (subscription->currency != facts->currency) {
		match_ask(facts, &desk->answer, AQ_CURRENCY_DIFFERS,
			  match_account_for(facts, subscription->customer_no));
		match_explain(&desk->answer, "%s is paid, but subscription %.*s is in %s",
			      match_money_words(facts->money, facts->currency, paid),
			      AQ_SLICE_ARGS(subscription->number),
			      aq_currency_code(subscription->currency));
		suggest_instalments(desk, subscription);
		return true;
	}
	if (subscription->instalment_count > 0 || subscription->made < subscription->cycles)
		return false;
	(void)snprintf(what, sizeof(what), "subscription %.*s",
		       AQ_SLICE_ARGS(subscription->number));
	match_ask_already_paid(facts, &desk->answer, subscription->customer_no, aq_slice_of(what));
	return true;
}

/* Puts instalments for exactly this money; false: it is no whole number of them. */
static bool pay_whole_ones(struct desk *desk, const struct aq_subscription *subscription,
			   int64_t money)
{
	int64_t left = pay_open(desk, subscription, money);

	if (left > 0)
		left = pay_ahead(desk, subscription, left);
	return left == 0;
}

static void apply(struct desk *desk, const struct aq_subscription *subscription,
		  enum amount_class amount)
{
	struct answer *answer = &desk->answer;

	answer->amount = answer->notes & NOTE_PROMOTION ? AMOUNT_REDUCED : amount;
	match_note_payer(&desk->facts, answer, subscription->customer_no);
	match_apply(&desk->facts, answer, AQ_RULE_SUBSCRIPTION, subscription->customer_no);
}

/* The invoices named beside it and a whole number of instalments are the money. */
static bool pay_with_items(struct desk *desk, const struct aq_subscription *subscription)
{
	uint32_t notes = desk->answer.notes;

	if (!match_basket_of_named(desk, subscription->customer_no))
		return false;
	for (int is_reduced = 0; is_reduced < 2; is_reduced++) {
		int64_t rest = desk->facts.money -
			       (is_reduced ? desk->basket.reduced : desk->basket.total);
		enum amount_class amount = is_reduced ? AMOUNT_REDUCED : AMOUNT_EXACT;

		if (rest > 0 && pay_whole_ones(desk, subscription, rest)) {
			match_basket_pay(&desk->facts, &desk->answer, &desk->basket, amount);
			match_prove_items(desk);
			apply(desk, subscription, amount);
			return true;
		}
		desk->answer.share_count = 0;
		desk->answer.notes = notes;
	}
	return false;
}

/* One instalment of each that is named, and all invoices named, are the money. */
static bool pay_each(struct desk *desk, const struct aq_subscription *first)
{
	const struct facts *facts = &desk->facts;
	const struct aq_subscription *last = NULL;
	int64_t left = facts->money;

	if (facts->item_count > 0) {
		if (!match_basket_of_named(desk, first->customer_no))
			return false;
		left -= desk->basket.total;
		match_basket_pay(facts, &desk->answer, &desk->basket, AMOUNT_EXACT);
	}
	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];
		int64_t price;

		if (!counts(named) || is_named_before(facts, i))
			continue;
		last = named->subscription;
		price = price_of_next(desk, last);
		if (last->customer_no != first->customer_no || last->currency != facts->currency ||
		    price <= 0 || price > left || !pay_whole_ones(desk, last, price))
			return false;
		if (last != first)
			match_prove(&desk->answer, named);
		left -= price;
	}
	if (left != 0)
		return false;
	match_prove_items(desk);
	apply(desk, first, AMOUNT_EXACT);
	return true;
}

static void ask_several(struct desk *desk, const struct aq_subscription *first)
{
	const struct facts *facts = &desk->facts;

	match_ask(facts, &desk->answer, AQ_AMBIGUOUS_ITEMS,
		  match_account_for(facts, first->customer_no));
	match_explain(&desk->answer,
		      "subscription %.*s and another one are both named, and the amount is not one "
		      "instalment of each",
		      AQ_SLICE_ARGS(first->number));
	for (size_t i = 0; i < facts->named_count; i++)
		if (counts(&facts->named[i]))
			suggest_instalments(desk, facts->named[i].subscription);
}

bool match_subscription(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	const struct aq_subscription *subscription;
	const struct named *named;
	bool is_several = false;

	if (!(facts->seen & SEEN(AQ_HIT_SUBSCRIPTION)))
		return false;
	named = find_subscription(facts, &is_several);
	if (!named)
		return false;
	subscription = named->subscription;
	match_prove(&desk->answer, named);
	if (is_several) {
		if (!pay_each(desk, subscription)) {
			desk->answer.notes = 0;
			ask_several(desk, subscription);
		}
		return true;
	}
	if (ask_before(desk, subscription))
		return true;
	if (facts->item_count > 0 && pay_with_items(desk, subscription))
		return true;
	if (pay_whole_ones(desk, subscription, facts->money)) {
		apply(desk, subscription, AMOUNT_EXACT);
		return true;
	}
	desk->answer.share_count = 0;
	ask_short(desk, subscription);
	return true;
}
