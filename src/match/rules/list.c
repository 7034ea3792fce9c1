/*
 * list.c - several invoice numbers.
 *
 * Promises: exact sums are paid whole; a list longer than the money is paid in
 * the order listed, the last one partly; a shorter one leaves the rest on the
 * customer's account. Credit notes named are netted.
 * Refuses: several owners (a paid item's too) or a payer who is somebody else,
 * unless the sum is exact, or the first of two items is; and to choose between the order listed and the one item whose amount
 * it is.
 */
#include "../rules.h"

#include <stdio.h>

#define WHAT_BYTES 160

bool match_basket_of_named(struct desk *desk, uint64_t owner)
{
	const struct facts *facts = &desk->facts;

	match_basket_begin(&desk->basket);
	for (size_t i = 0; i < facts->item_count; i++) {
		const struct aq_item *item = facts->items[i]->item;

		if (item->customer_no != owner || item->currency != facts->currency ||
		    item->open <= 0 || match_is_apart(facts, item->item_no) ||
		    !match_basket_add(facts, &desk->basket, item))
			return false;
	}
	return desk->basket.count > 0;
}

void match_prove_items(struct desk *desk)
{
	for (size_t i = 0; i < desk->facts.item_count; i++)
		match_prove(&desk->answer, desk->facts.items[i]);
}

struct list {
	const struct named *first_open;
	const struct named *first_closed;
	const struct named *first; /* the open one, where there is one */
	const struct named *second_owner; /* open or closed: a paid item is somebody's too */
};

static void find_owners(const struct facts *facts, struct list *list)
{
	list->first = list->first_open ? list->first_open : list->first_closed;
	for (size_t i = 0; i < facts->item_count && !list->second_owner; i++)
		if (facts->items[i]->item->customer_no != list->first->item->customer_no)
			list->second_owner = facts->items[i];
}

/* False when a question was asked on the way. */
static bool fill(struct desk *desk, struct list *list)
{
	struct facts *facts = &desk->facts;

	match_basket_begin(&desk->basket);
	for (size_t i = 0; i < facts->item_count; i++) {
		const struct named *named = facts->items[i];
		const struct aq_item *item = named->item;

		match_prove(&desk->answer, named);
		if (match_ask_currency(facts, &desk->answer, item) ||
		    match_ask_apart(facts, &desk->answer, item))
			return false;
		if (item->open == 0) {
			if (!list->first_closed)
				list->first_closed = named;
			continue;
		}
		if (!list->first_open)
			list->first_open = named;
		(void)match_basket_add(facts, &desk->basket, item);
	}
	find_owners(facts, list);
	return true;
}

/* The order listed says the first; the amount says another, and only it. */
static const struct aq_item *sole_exact(const struct desk *desk)
{
	const struct basket *basket = &desk->basket;
	const struct aq_item *found = NULL;
	int64_t sum = 0;

	if (basket->credits != 0)
		return NULL;
	for (size_t i = 0; i < basket->count; i++) {
		const struct aq_item *item = basket->items[i];

		sum += item->open;
		if (sum == desk->facts.money)
			return NULL;
		if (i > 0 && !found && match_fits(match_amount(&desk->facts, item)))
			found = item;
	}
	return found;
}

static void ask_order(struct desk *desk, const struct aq_item *exact)
{
	const struct aq_item *first = desk->basket.items[0];
	char paid[MONEY_WORDS_BYTES];

	match_ask(&desk->facts, &desk->answer, AQ_AMBIGUOUS_ITEMS,
		  match_account_for(&desk->facts, first->customer_no));
	match_explain(&desk->answer, "%s is what %.*s has open, but the list begins with %.*s",
		      match_money_words(desk->facts.money, desk->facts.currency, paid),
		      AQ_SLICE_ARGS(exact->number), AQ_SLICE_ARGS(first->number));
	match_suggest_item(&desk->facts, &desk->answer, exact, "named; amount equals open");
	match_suggest_item(&desk->facts, &desk->answer, first, "named first");
}

/* Of two owners' items the first alone is the money, to the cent: whether the second
 * is only mentioned or was to be paid too, the first is paid. Unless who pays is
 * known to be somebody else. */
static bool is_first_alone(const struct facts *facts)
{
	const struct named *first = facts->items[0];
	const struct named *second = facts->item_count == 2 ? facts->items[1] : NULL;
	uint64_t owner = first->item->customer_no;
	uint64_t by_name;

	if (!second || first->item->open <= 0 || second->item->open <= 0 ||
	    first->item->open != facts->money || second->item->customer_no == owner ||
	    match_fits(match_amount(facts, second->item)) || match_is_stranger(facts, owner))
		return false;
	by_name = match_by_name(facts);
	return by_name == 0 || by_name == owner;
}

/* The payer's own item, and exactly its amount: no stranger's goes before it. */
static bool is_own_exact(const struct facts *facts, const struct aq_item *item)
{
	return facts->payer_by >= KNOWN_BY_ACCOUNT && facts->payer == item->customer_no &&
	       item->currency == facts->currency && item->open == facts->money;
}

static void ask_owners(struct desk *desk, const struct list *list)
{
	struct answer *answer = &desk->answer;
	const struct aq_item *one = list->first->item;
	const struct aq_item *other = list->second_owner ? list->second_owner->item : one;
	char what[WHAT_BYTES];
	char why[WHAT_BYTES];

	(void)snprintf(what, sizeof(what), "%.*s", AQ_SLICE_ARGS(one->number));
	if (list->second_owner)
		(void)snprintf(why, sizeof(why), "%.*s belongs to customer %.*s; %s",
			       AQ_SLICE_ARGS(other->number),
			       AQ_SLICE_ARGS(match_view_customer_number(desk->facts.view,
									other->customer_no)),
			       list->first_open ? "the amount is not their sum"
						: "both are paid already");
	else
		(void)snprintf(why, sizeof(why), "the amount is not the sum of what is named");
	match_ask_conflict(&desk->facts, answer, one->customer_no, what, why);
	/* Two owners and nobody who pays: the money is nobody's yet. */
	if (list->second_owner && desk->facts.payer_by < KNOWN_BY_ACCOUNT)
		match_ask(&desk->facts, answer, AQ_REFERENCE_CONFLICT, 0);
	if (is_own_exact(&desk->facts, other))
		match_suggest_item(&desk->facts, answer, other, "named; amount equals open");
	if (one->open != 0)
		match_suggest_item(&desk->facts, answer, one, "its number is named");
	if (other != one && other->open != 0)
		match_suggest_item(&desk->facts, answer, other, "its number is named");
}

static void pay_list(struct desk *desk, const struct list *list, enum amount_class amount)
{
	struct answer *answer = &desk->answer;
	uint64_t owner = desk->basket.customer_no;

	match_basket_pay_named(&desk->facts, answer, &desk->basket,
			       (struct called){amount, AQ_RULE_INVOICE_LIST});
	match_note_payer(&desk->facts, answer, owner);
	match_apply(&desk->facts, answer, AQ_RULE_INVOICE_LIST, owner);
	if (answer->left > 0 && list->first_closed)
		match_ask_paid_too(answer, list->first_closed->item);
}

bool match_invoice_list(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct list list = {NULL, NULL, NULL, NULL};
	enum amount_class amount;
	const struct aq_item *exact;

	if (facts->item_count == 0)
		return match_listed_alone(desk);
	if (facts->item_count < 2)
		return false;
	if (!fill(desk, &list))
		return true;
	if (!list.first_open && list.second_owner) {
		ask_owners(desk, &list);
		return true;
	}
	if (!list.first_open) {
		desk->answer.paid_item_no = list.first_closed->item->item_no;
		match_ask_already_paid(facts, &desk->answer, list.first_closed->item->customer_no,
				       list.first_closed->item->number);
		return true;
	}
	if (is_first_alone(facts)) {
		match_answer_begin(&desk->answer);
		match_pay_named(facts, &desk->answer, facts->items[0], AQ_RULE_INVOICE);
		return true;
	}
	amount = match_basket_amount(&desk->basket, facts->money);
	if (!match_fits(amount) && (amount == AMOUNT_NONE || list.second_owner ||
				    match_is_stranger(facts, desk->basket.customer_no))) {
		ask_owners(desk, &list);
		return true;
	}
	if (!match_fits(amount) &&
	    match_ask_own_or_item(facts, &desk->answer, list.first_open->item))
		return true;
	exact = amount == AMOUNT_SHORT ? sole_exact(desk) : NULL;
	if (exact)
		ask_order(desk, exact);
	else
		pay_list(desk, &list, amount);
	return true;
}
