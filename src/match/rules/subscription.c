/*
 * subscription.c - a subscription number and a whole number of instalments.
 *
 * Promises: the oldest open ones first, then those not due yet, each at the
 * price of the day the money has value: reduced until promo_until, full later.
 * Refuses: an amount that is no whole number of instalments.
 */
#include <stdio.h>

#include "../rules.h"

#define WHAT_BYTES 160

static const struct named *find_subscription(const struct facts *facts, bool *is_several)
{
	const struct named *found = NULL;

	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		if (named->is_dropped || named->is_contested || !named->subscription)
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

static void suggest_instalments(struct desk *desk, const struct aq_subscription *subscription)
{
	struct aq_suggestion suggestion = {
		.kind = AQ_TARGET_SUBSCRIPTION,
		.target = subscription->number,
		.customer = match_view_customer_number(desk->facts.view, subscription->customer_no),
		.amount = subscription->full - (is_promoted(subscription, desk->facts.paid_on)
							? subscription->discount
							: 0),
		.reason = AQ_SLICE("its number is named; one instalment on the day of payment"),
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

static void ask_short(struct desk *desk, const struct aq_subscription *subscription)
{
	const struct facts *facts = &desk->facts;
	char paid[MONEY_WORDS_BYTES];
	char price[MONEY_WORDS_BYTES];
	char what[WHAT_BYTES];
	int64_t reduction = is_promoted(subscription, facts->paid_on) ? subscription->discount : 0;

	const struct aq_item *own = match_own_by_name(facts, subscription->customer_no);

	match_money_words(facts->money, facts->currency, paid);
	match_money_words(subscription->full - reduction, subscription->currency, price);
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
		match_explain(&desk->answer,
			      is_too_many(desk, subscription)
				      ? "%s is more instalments of %s than subscription %.*s still "
					"owes"
				      : "%s is no whole number of the instalments of %s that "
					"subscription %.*s still owes",
			      paid, price, AQ_SLICE_ARGS(subscription->number));
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

bool match_subscription(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	const struct aq_subscription *subscription;
	const struct named *named;
	bool is_several = false;
	int64_t left;

	if (!(facts->seen & SEEN(AQ_HIT_SUBSCRIPTION)))
		return false;
	named = find_subscription(facts, &is_several);
	if (!named)
		return false;
	subscription = named->subscription;
	match_prove(answer, named);
	if (is_several) {
		match_ask(facts, answer, AQ_AMBIGUOUS_ITEMS,
			  match_account_for(facts, subscription->customer_no));
		match_explain(answer, "subscription %.*s and another one are both named",
			      AQ_SLICE_ARGS(subscription->number));
		suggest_instalments(desk, subscription);
		return true;
	}
	if (ask_before(desk, subscription))
		return true;
	left = pay_open(desk, subscription, facts->money);
	if (left > 0)
		left = pay_ahead(desk, subscription, left);
	if (left != 0) {
		answer->share_count = 0;
		ask_short(desk, subscription);
		return true;
	}
	answer->amount = answer->notes & NOTE_PROMOTION ? AMOUNT_REDUCED : AMOUNT_EXACT;
	match_note_payer(facts, answer, subscription->customer_no);
	match_apply(facts, answer, AQ_RULE_SUBSCRIPTION, subscription->customer_no);
	return true;
}
