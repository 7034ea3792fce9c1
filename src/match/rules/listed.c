/*
 * listed.c - lists that write only the last digits of their numbers, and ranges.
 *
 * Promises: where the number a list begins with is named and all of the list is
 * the money to the cent, all of it is paid. What is exactly what is named in full is
 * paid as it is.
 * Refuses: to put any of the money on the numbers written in full when a list was
 * meant and its sum is another: that is asked about. Somebody else's invoices are
 * none of the list.
 */
#include "../rules.h"

#include <stdio.h>

static bool covers(struct aq_slice text, struct aq_slice part)
{
	return (uintptr_t)part.start >= (uintptr_t)text.start &&
	       (uintptr_t)part.start < (uintptr_t)text.start + text.length;
}

/* All digits of one stand where the other's do: 4711 for 4713, and not INV4711. */
static bool is_alike(struct aq_slice one, struct aq_slice other)
{
	if (one.length != other.length)
		return false;
	for (size_t i = 0; i < one.length; i++)
		if (one.start[i] != other.start[i] &&
		    !(aq_is_digit(one.start[i]) && aq_is_digit(other.start[i])))
			return false;
	return true;
}

static bool goes_on_from(const struct aq_token *token, const struct named *base)
{
	return covers(token->run, base->token->written) &&
	       is_alike(token->normal, base->token->normal);
}

/* The number written in full that this one goes on from; NULL: it is not named. */
static const struct named *base_of(const struct facts *facts, const struct aq_token *token)
{
	for (size_t i = 0; i < facts->item_count; i++)
		if (goes_on_from(token, facts->items[i]))
			return facts->items[i];
	return NULL;
}

/* What stands there is all of a longer number that is known. */
static bool is_in_longer(const struct facts *facts, const struct aq_token *token)
{
	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		if (!named->is_dropped && named->token->written.length > token->written.length &&
		    covers(named->token->written, token->written))
			return true;
	}
	return false;
}

static bool is_in(const struct basket *basket, const struct aq_item *item)
{
	for (size_t i = 0; i < basket->count; i++)
		if (basket->items[i] == item)
			return true;
	return false;
}

/* Puts the owner's open invoices of the list that goes on from `base` into the basket. */
static void add_listed(struct desk *desk, const struct named *base)
{
	const struct facts *facts = &desk->facts;

	for (size_t i = 0; i < facts->listed_count; i++) {
		const struct named *listed = &facts->listed[i];
		const struct aq_item *item = listed->item;

		if (item->open > 0 && item->customer_no == base->item->customer_no &&
		    item->currency == facts->currency && !match_is_apart(facts, item->item_no) &&
		    goes_on_from(listed->token, base) && !is_in(&desk->other, item) &&
		    !is_in_longer(facts, listed->token))
			(void)match_basket_add(facts, &desk->other, item);
	}
}

/* What a range goes over is one proof: it is written once. */
static void prove_listed(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	const char *before = NULL;

	for (size_t i = 0; i < facts->listed_count; i++) {
		const struct named *listed = &facts->listed[i];

		if (!is_in(&desk->other, listed->item) || listed->token->written.start == before)
			continue;
		match_prove(&desk->answer, listed);
		before = listed->token->written.start;
	}
}

/* Nobody bears the payer's name but somebody else. */
static bool is_named_other(const struct facts *facts, uint64_t owner)
{
	if (facts->payer_by >= KNOWN_BY_ACCOUNT && facts->payer == owner)
		return false;
	match_view_want_names(facts->view);
	return facts->by_name != 0 && facts->by_name != owner;
}

static bool may_be_owner(const struct facts *facts, uint64_t owner)
{
	return !match_is_stranger(facts, owner) && !is_named_other(facts, owner);
}

static void pay_basket(struct desk *desk, enum amount_class amount)
{
	uint64_t owner = desk->other.customer_no;

	prove_listed(desk);
	match_basket_pay(&desk->facts, &desk->answer, &desk->other, amount);
	match_note_payer(&desk->facts, &desk->answer, owner);
	match_apply(&desk->facts, &desk->answer, AQ_RULE_INVOICE_LIST, owner);
}

static void ask_list(struct desk *desk, const struct named *base)
{
	const struct facts *facts = &desk->facts;
	uint64_t owner = base->item->customer_no;
	char paid[MONEY_WORDS_BYTES];

	match_money_words(facts->money, facts->currency, paid);
	if (is_named_other(facts, owner)) {
		match_ask(facts, &desk->answer, AQ_AMBIGUOUS_ITEMS, 0);
		match_explain(&desk->answer,
			      "a list written short seems to go on from %.*s, and somebody else "
			      "bears the payer's name",
			      AQ_SLICE_ARGS(base->item->number));
	} else {
		match_ask(facts, &desk->answer, AQ_AMBIGUOUS_ITEMS,
			  match_account_for(facts, owner));
		match_explain(&desk->answer,
			      "a list written short seems to go on from %.*s, but %s is neither "
			      "what is written in full nor all of the list",
			      AQ_SLICE_ARGS(base->item->number), paid);
	}
	for (size_t i = 0; i < desk->other.count; i++)
		match_suggest_item(facts, &desk->answer, desk->other.items[i],
				   i < facts->item_count ? "its number is named"
							 : "the list seems to name it");
}

/* Written short, and none of the owner's; a word behind it may be what it counts. */
static bool is_unknown(const struct facts *facts, const struct aq_token *token,
		       const struct named *base)
{
	if (token->is_between || token->is_weak || is_in_longer(facts, token))
		return false;
	for (size_t k = 0; k < facts->listed_count; k++)
		if (covers(facts->listed[k].token->written, token->written) &&
		    facts->listed[k].customer_no == base->item->customer_no)
			return false;
	return true;
}

/* `only`: of its list alone; NULL: of all that is named. */
static bool has_unknown(const struct facts *facts, const struct named *only)
{
	for (size_t i = 0; i < facts->waiting->token_count; i++) {
		const struct aq_token *token = &facts->waiting->tokens[i];
		const struct named *base = NULL;

		if (token->is_short && !only)
			base = base_of(facts, token);
		else if (token->is_short && goes_on_from(token, only))
			base = only;
		if (base && is_unknown(facts, token, base))
			return true;
	}
	return false;
}

static bool names_invoices(enum aq_rule rule)
{
	return rule == AQ_RULE_INVOICE || rule == AQ_RULE_INVOICE_LIST ||
	       rule == AQ_RULE_INVOICE_CUSTOMER;
}

static size_t open_count(const struct facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->item_count; i++)
		count += facts->items[i]->item->open != 0;
	return count;
}

static void fill(struct desk *desk)
{
	const struct facts *facts = &desk->facts;

	match_basket_begin(&desk->other);
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->item->open != 0)
			(void)match_basket_add(facts, &desk->other, facts->items[i]->item);
	for (size_t i = 0; i < facts->item_count; i++)
		add_listed(desk, facts->items[i]);
}

/* The number the list begins with is paid already: all else of it is to be paid. */
static bool is_rest_of(const struct facts *facts, const struct named *base)
{
	return base->item->open == 0 && base->item->amount != facts->money &&
	       !has_unknown(facts, base);
}

/* All that is open of the list is the money, and may be its owner's. */
static bool fits_list(struct desk *desk, const struct named *base, enum amount_class *amount)
{
	const struct facts *facts = &desk->facts;

	match_basket_begin(&desk->other);
	if (base->item->open > 0)
		(void)match_basket_add(facts, &desk->other, base->item);
	add_listed(desk, base);
	*amount = match_basket_amount(&desk->other, facts->money);
	return desk->other.count > (base->item->open > 0 ? 1 : 0) && match_fits(*amount) &&
	       !desk->other.is_mixed && may_be_owner(facts, base->item->customer_no);
}

static void pay_rest_of_list(struct desk *desk)
{
	const struct named *base = desk->facts.items[0];
	enum amount_class amount;

	if (!is_rest_of(&desk->facts, base) || !fits_list(desk, base, &amount))
		return;
	match_answer_begin(&desk->answer);
	match_prove_items(desk);
	pay_basket(desk, amount);
}

static bool has_listed(const struct facts *facts)
{
	size_t count = facts->waiting->token_count;

	/* What is written short stands last among the tokens. */
	return count > 0 && facts->waiting->tokens[count - 1].is_short;
}

void match_judge_listed(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	enum amount_class amount;
	size_t in_full;

	if (!has_listed(facts))
		return;
	if (answer->exception == AQ_ALREADY_PAID && facts->item_count == 1) {
		pay_rest_of_list(desk);
		return;
	}
	if (answer->outcome != AQ_OUTCOME_APPLY || !names_invoices(answer->rule) ||
	    match_fits(answer->amount))
		return;
	fill(desk);
	in_full = open_count(facts);
	if (desk->other.count == in_full &&
	    !(answer->amount == AMOUNT_OVER && has_unknown(facts, NULL)))
		return;
	amount = match_basket_amount(&desk->other, facts->money);
	match_answer_begin(answer);
	match_prove_items(desk);
	if (desk->other.count > in_full && match_fits(amount) && !desk->other.is_mixed &&
	    may_be_owner(facts, desk->other.customer_no))
		pay_basket(desk, amount);
	else
		ask_list(desk, facts->items[0]);
}

/* Named, and not heard since it is a piece of more: the list it is a part of. */
static bool is_base(const struct facts *facts, const struct named *named)
{
	return named->item && (named->item->open > 0 || is_rest_of(facts, named)) &&
	       named->kind == AQ_HIT_INVOICE && named->item->currency == facts->currency &&
	       !named->is_contested && !named->token->is_weak && !match_is_contradicted(named) &&
	       !match_is_apart(facts, named->item->item_no) && !is_in_longer(facts, named->token);
}

bool match_listed_alone(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	enum amount_class amount;

	if (facts->listed_count == 0 || facts->contested)
		return false;
	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *base = &facts->named[i];

		if (!is_base(facts, base) || !fits_list(desk, base, &amount))
			continue;
		match_prove(&desk->answer, base);
		pay_basket(desk, amount);
		return true;
	}
	return false;
}
