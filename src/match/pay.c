/*
 * pay.c - exact, reduced, short, over: what happens to money and items that
 * belong together, and the questions that stand in the way.
 *
 * Promises: no item takes more than it has open; what no item takes goes to
 * the owner's account; credit notes are used up before money is.
 * Refuses: another currency, what a person took apart, and somebody else's
 * item with an amount that is not its own, but is that of an item of who bears
 * the payer's name.
 */
#include "rules.h"

#include "tolerance.h"

#include <stdio.h>

#define WHAT_BYTES 160

void match_basket_begin(struct basket *basket)
{
	basket->count = 0;
	basket->is_overfull = false;
	basket->is_mixed = false;
	basket->customer_no = 0;
	basket->total = 0;
	basket->reduced = 0;
	basket->credits = 0;
}

/* While its promotion holds, an instalment is owed at the reduced price and at
 * no other; an invoice may be paid with its discount or without. */
static int64_t deduction_always(const struct facts *facts, const struct aq_item *item)
{
	return item->kind == AQ_ITEM_INSTALMENT ? match_deduction(facts, item) : 0;
}

bool match_basket_add(const struct facts *facts, struct basket *basket, const struct aq_item *item)
{
	int64_t total;
	int64_t reduced;
	int64_t credits = basket->credits;

	/* The negation below is safe: the least int64 is no amount. */
	if (basket->count == SHARES_MAX - 1 || item->open == INT64_MIN ||
	    !aq_minor_add(basket->total, item->open - deduction_always(facts, item), &total) ||
	    !aq_minor_add(basket->reduced, match_due(facts, item), &reduced) ||
	    (item->open < 0 && !aq_minor_add(credits, -item->open, &credits))) {
		basket->is_overfull = true;
		return false;
	}
	if (basket->count == 0)
		basket->customer_no = item->customer_no;
	basket->is_mixed |= item->customer_no != basket->customer_no;
	basket->total = total;
	basket->reduced = reduced;
	basket->credits = credits;
	basket->items[basket->count++] = item;
	return true;
}

enum amount_class match_basket_amount(const struct basket *basket, int64_t money)
{
	if (basket->count == 0 || basket->is_overfull || basket->total <= 0)
		return AMOUNT_NONE;
	if (money == basket->total)
		return AMOUNT_EXACT;
	if (basket->reduced < basket->total && money == basket->reduced)
		return AMOUNT_REDUCED;
	return money < basket->total ? AMOUNT_SHORT : AMOUNT_OVER;
}

static void pay_whole(const struct facts *facts, struct answer *answer, const struct basket *basket,
		      bool is_reduced)
{
	for (size_t i = 0; i < basket->count; i++) {
		const struct aq_item *item = basket->items[i];
		int64_t deduction =
			is_reduced ? match_deduction(facts, item) : deduction_always(facts, item);

		(void)match_put_item(answer, item, item->open - deduction, deduction);
	}
}

/* Does the money end exactly behind one of the first items, each reduced? */
static size_t reduced_prefix(const struct facts *facts, const struct basket *basket)
{
	int64_t sum = 0;

	for (size_t i = 0; i < basket->count; i++) {
		/* Partial sums stay between the sums of credits and of items, both checked. */
		sum += match_due(facts, basket->items[i]);
		if (sum == facts->money)
			return i + 1;
	}
	return 0;
}

static void pay_in_order(const struct facts *facts, struct answer *answer,
			 const struct basket *basket)
{
	/* Short means money < total = items - credits, so this cannot overflow. */
	int64_t pool = facts->money + basket->credits;
	size_t whole = basket->credits == 0 ? reduced_prefix(facts, basket) : 0;

	for (size_t i = 0; i < basket->count; i++) {
		const struct aq_item *item = basket->items[i];
		int64_t deduction = i < whole ? match_deduction(facts, item) : 0;
		int64_t amount = item->open - deduction;

		if (item->open > 0) {
			if (amount > pool)
				amount = pool;
			pool -= amount;
		}
		if (amount != 0)
			(void)match_put_item(answer, item, amount, deduction);
	}
}

void match_basket_pay(const struct facts *facts, struct answer *answer, const struct basket *basket,
		      enum amount_class amount)
{
	answer->amount = amount;
	if (amount == AMOUNT_SHORT)
		pay_in_order(facts, answer, basket);
	else
		pay_whole(facts, answer, basket, amount == AMOUNT_REDUCED);
}

void match_basket_pay_named(const struct facts *facts, struct answer *answer,
			    const struct basket *basket, struct called called)
{
	struct owing owing = {basket->items, basket->count, facts->money, called.rule};

	if (called.amount == AMOUNT_SHORT && match_pay_tolerated(facts, answer, &owing))
		return;
	match_basket_pay(facts, answer, basket, called.amount);
}

void match_note_account(const struct facts *facts, struct answer *answer)
{
	answer->notes |= facts->is_learned ? NOTE_LEARNED_ACCOUNT : NOTE_ACCOUNT;
}

void match_note_payer(const struct facts *facts, struct answer *answer, uint64_t owner)
{
	if (facts->by_account != 0 && facts->by_account == owner)
		match_note_account(facts, answer);
	if (facts->by_number != 0 && facts->by_number == owner) {
		answer->notes |= NOTE_SAME_OWNER;
		match_prove(answer, facts->number);
	}
	if (match_is_stranger(facts, owner))
		answer->notes |= NOTE_STRANGER;
}

const char *match_payer_words(const struct facts *facts, char out[PAYER_WORDS_BYTES])
{
	static const char *const how[] = {
		[KNOWN_NOT] = "unknown",
		[KNOWN_BY_BUCKET] = "whose account the money waits on",
		[KNOWN_BY_ACCOUNT] = "registered payer account",
		[KNOWN_BY_NUMBER] = "named by number",
	};

	if (facts->is_number_tied) {
		struct aq_slice one =
			match_view_customer_number(facts->view, facts->number->customer_no);
		struct aq_slice other =
			match_view_customer_number(facts->view, facts->number_other->customer_no);

		(void)snprintf(out, PAYER_WORDS_BYTES,
			       "customer %.*s or customer %.*s (both named)", AQ_SLICE_ARGS(one),
			       AQ_SLICE_ARGS(other));
		return out;
	}
	if (facts->payer_by == KNOWN_NOT) {
		(void)snprintf(out, PAYER_WORDS_BYTES, "%s", how[KNOWN_NOT]);
		return out;
	}
	(void)snprintf(out, PAYER_WORDS_BYTES, "customer %.*s (%s)",
		       AQ_SLICE_ARGS(match_view_customer_number(facts->view, facts->payer)),
		       facts->payer_by == KNOWN_BY_ACCOUNT && facts->is_learned
			       ? "learned payer account"
			       : how[facts->payer_by]);
	return out;
}

static const char *item_words(const struct aq_item *item, char out[WHAT_BYTES])
{
	(void)snprintf(out, WHAT_BYTES, "%s %.*s", match_item_word(item),
		       AQ_SLICE_ARGS(item->number));
	return out;
}

/* What the payer, who is known, has open of exactly this: the number may be mistyped. */
static void suggest_own_exact(const struct facts *facts, struct answer *answer)
{
	const struct aq_item *own = NULL;

	if (facts->payer_by >= KNOWN_BY_ACCOUNT)
		own = match_exact_of(facts, facts->payer);
	if (own)
		match_suggest_item(facts, answer, own, "the payer's own; amount equals open");
}

bool match_ask_currency(const struct facts *facts, struct answer *answer,
			const struct aq_item *item)
{
	char paid[MONEY_WORDS_BYTES];
	char open[MONEY_WORDS_BYTES];
	char what[WHAT_BYTES];

	if (item->currency == facts->currency)
		return false;
	/* Somebody else bears the payer's name and has an item that fits: two answers. */
	if (match_ask_own_or_item(facts, answer, item))
		return true;
	match_ask(facts, answer, AQ_CURRENCY_DIFFERS, match_account_for(facts, item->customer_no));
	match_explain(answer, "%s is paid, but %s has %s open",
		      match_money_words(facts->money, facts->currency, paid),
		      item_words(item, what), match_money_words(item->open, item->currency, open));
	suggest_own_exact(facts, answer);
	match_suggest_item(facts, answer, item, "named, but in another currency");
	return true;
}

bool match_ask_apart(const struct facts *facts, struct answer *answer, const struct aq_item *item)
{
	char what[WHAT_BYTES];

	if (!match_is_apart(facts, item->item_no))
		return false;
	match_ask(facts, answer, AQ_NO_ITEM_FITS, match_account_for(facts, item->customer_no));
	match_explain(answer,
		      "a person took this payment off %s; it is not put there again by itself",
		      item_words(item, what));
	match_suggest_item(facts, answer, item, "named; a person took this payment off it before");
	return true;
}

void match_ask_already_paid(const struct facts *facts, struct answer *answer, uint64_t owner,
			    struct aq_slice target)
{
	char paid[MONEY_WORDS_BYTES];
	char what[WHAT_BYTES];

	(void)snprintf(what, sizeof(what), "%.*s", AQ_SLICE_ARGS(target));
	match_money_words(facts->money, facts->currency, paid);
	if (match_is_stranger(facts, owner)) {
		match_ask_conflict(facts, answer, owner, what, "it is already paid");
		return;
	}
	answer->exception = AQ_ALREADY_PAID;
	answer->amount = AMOUNT_NONE;
	answer->customer_no = owner;
	match_ask_in(facts, answer, AQ_BUCKET_ON_ACCOUNT);
	answer->rule = AQ_RULE_ALREADY_PAID;
	match_explain(answer, "%s" AQ_SAYS_PAID "; %s is on the account of customer %.*s", what,
		      paid, AQ_SLICE_ARGS(match_view_customer_number(facts->view, owner)));
	match_suggest_open(facts, answer, facts->payer);
}

void match_ask_paid_too(struct answer *answer, const struct aq_item *item)
{
	answer->exception = AQ_ALREADY_PAID;
	answer->paid_item_no = item->item_no;
	match_explain(answer, "%.*s" AQ_SAYS_PAID_TOO "; the rest is on the account",
		      AQ_SLICE_ARGS(item->number));
}

void match_ask_conflict(const struct facts *facts, struct answer *answer, uint64_t owner,
			const char *what, const char *why)
{
	char payer[PAYER_WORDS_BYTES];

	match_ask(facts, answer, AQ_REFERENCE_CONFLICT, match_account_for(facts, owner));
	match_explain(answer, "%s belongs to customer %.*s, the payer is %s, and %s", what,
		      AQ_SLICE_ARGS(match_view_customer_number(facts->view, owner)),
		      match_payer_words(facts, payer), why);
}

static void ask_item_conflict(const struct facts *facts, struct answer *answer,
			      const struct aq_item *item)
{
	char what[WHAT_BYTES];
	char why[2 * MONEY_WORDS_BYTES + 32];
	char paid[MONEY_WORDS_BYTES];
	char open[MONEY_WORDS_BYTES];

	(void)snprintf(why, sizeof(why), "%s is not the %s it has open",
		       match_money_words(facts->money, facts->currency, paid),
		       match_money_words(item->open, item->currency, open));
	match_ask_conflict(facts, answer, item->customer_no, item_words(item, what), why);
	match_suggest_item(facts, answer, item, "its number is named");
	match_suggest_open(facts, answer, facts->by_number);
	match_suggest_open(facts, answer, facts->by_account);
}

/* The customer whose number stands beside it has an item of exactly this amount as well:
 * a third party's payment and a wrong number look the same. */
static bool ask_own_of_number(const struct facts *facts, struct answer *answer,
			      const struct aq_item *item)
{
	const struct aq_item *own = NULL;
	char what[WHAT_BYTES];
	char why[WHAT_BYTES + MONEY_WORDS_BYTES + 32];
	char paid[MONEY_WORDS_BYTES];
	char other[WHAT_BYTES];

	if (facts->by_number != 0 && facts->by_number != item->customer_no)
		own = match_exact_of(facts, facts->by_number);
	if (!own)
		return false;
	(void)snprintf(why, sizeof(why), "%s is what both it and %s have open",
		       match_money_words(facts->money, facts->currency, paid),
		       item_words(own, other));
	match_ask_conflict(facts, answer, item->customer_no, item_words(item, what), why);
	match_suggest_item(facts, answer, own, "the customer's who is named; amount equals open");
	match_suggest_item(facts, answer, item, "its number is named; amount equals open");
	return true;
}

static void ask_credit_note(const struct facts *facts, struct answer *answer,
			    const struct aq_item *item)
{
	match_ask(facts, answer, AQ_NO_ITEM_FITS, match_account_for(facts, item->customer_no));
	match_explain(answer, "%.*s is a credit note: money cannot pay it alone",
		      AQ_SLICE_ARGS(item->number));
	match_suggest_open(facts, answer, facts->payer);
}

/* Of the owner, who pays: another item of exactly this amount, whose number is nearly
 * what is written. */
static const struct aq_item *near_own(const struct facts *facts, const struct named *named)
{
	const uint64_t owner = named->item->customer_no;
	struct open_items open;

	if (facts->is_rest ||
	    (facts->payer_by >= KNOWN_BY_ACCOUNT ? facts->payer : match_by_name(facts)) != owner)
		return NULL;
	open = match_view_open(facts->view, owner);
	for (size_t i = 0; i < open.count; i++)
		if (open.items[i] != named->item && open.items[i]->open > 0 &&
		    match_is_usable(facts, open.items[i]) &&
		    !match_is_apart(facts, open.items[i]->item_no) &&
		    match_fits(match_amount(facts, open.items[i])) &&
		    match_is_nearly(facts, named->token, open.items[i]))
			return open.items[i];
	return NULL;
}

/* Nothing says that the owner pays, and somebody has an item of exactly this amount whose
 * number is nearly what is written. */
static const struct aq_item *near_stranger(const struct facts *facts, const struct named *named)
{
	/* Of a list that is written short the amount is another's sum. */
	if (facts->is_rest || facts->is_balance || facts->payer_by != KNOWN_NOT ||
	    facts->listed_count > 0)
		return NULL;
	match_view_want_names(facts->view);
	if (match_by_name(facts) == named->item->customer_no)
		return NULL;
	return match_stranger_by_number(facts, named->token, named->item);
}

/* Two swapped digits may be the number of another invoice. */
static bool ask_near(const struct facts *facts, struct answer *answer, const struct named *named)
{
	const struct aq_item *own = near_own(facts, named);
	char paid[MONEY_WORDS_BYTES];
	char what[WHAT_BYTES];

	if (!own)
		own = near_stranger(facts, named);
	if (!own)
		return false;
	match_ask(facts, answer, AQ_AMBIGUOUS_ITEMS,
		  own->customer_no == named->item->customer_no ? own->customer_no : 0);
	match_explain(answer, "%.*s is named, but %s is %s, and their numbers are nearly the same",
		      AQ_SLICE_ARGS(named->item->number),
		      match_money_words(facts->money, facts->currency, paid),
		      item_words(own, what));
	match_suggest_item(facts, answer, own, "amount equals open; its number is nearly named");
	match_suggest_item(facts, answer, named->item, "its number is named");
	return true;
}

void match_pay_named(const struct facts *facts, struct answer *answer, const struct named *named,
		     enum aq_rule rule)
{
	const struct aq_item *item = named->item;
	int64_t deduction = 0;
	int64_t amount;

	match_prove(answer, named);
	if (match_ask_currency(facts, answer, item) || match_ask_apart(facts, answer, item))
		return;
	if (item->open == 0) {
		if (item->amount != facts->money && match_ask_own_or_item(facts, answer, item))
			return;
		answer->paid_item_no = item->item_no;
		match_ask_already_paid(facts, answer, item->customer_no, item->number);
		return;
	}
	if (item->open < 0) {
		ask_credit_note(facts, answer, item);
		return;
	}
	answer->amount = match_amount(facts, item);
	if (!match_fits(answer->amount) &&
	    (match_is_stranger(facts, item->customer_no) || answer->amount == AMOUNT_NONE)) {
		ask_item_conflict(facts, answer, item);
		return;
	}
	if (match_fits(answer->amount) && ask_own_of_number(facts, answer, item))
		return;
	if (!match_fits(answer->amount) &&
	    (match_ask_own_or_item(facts, answer, item) || ask_near(facts, answer, named)))
		return;
	if (answer->amount == AMOUNT_SHORT &&
	    match_pay_tolerated(facts, answer, &(struct owing){&item, 1, facts->money, rule})) {
		match_note_payer(facts, answer, item->customer_no);
		match_apply(facts, answer, rule, item->customer_no);
		return;
	}
	amount = facts->money < item->open ? facts->money : item->open;
	if (answer->amount == AMOUNT_REDUCED)
		deduction = item->open - amount;
	(void)match_put_item(answer, item, amount, deduction);
	match_note_payer(facts, answer, item->customer_no);
	match_apply(facts, answer, rule, item->customer_no);
}
