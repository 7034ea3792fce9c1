/*
 * customer.c - customer or billing account number, no item named.
 *
 * Promises: the one open item of this amount is paid, or a canonical set;
 * else a billing account's balance grows, and so does the account of a
 * customer with nothing open.
 * Refuses: to let the balance grow when items are open and none fits, or when
 * somebody else's account paid.
 */
#include "../rules.h"

bool match_customer_item(struct desk *desk)
{
	struct known known = {.customer_no = desk->facts.by_number, .rule = AQ_RULE_CUSTOMER_ITEM};

	return known.customer_no != 0 && match_exact_item(desk, &known);
}

bool match_customer_set(struct desk *desk)
{
	struct known known = {.customer_no = desk->facts.by_number, .rule = AQ_RULE_CUSTOMER_SET};

	if (known.customer_no == 0)
		return false;
	if (match_canonical_set(desk, &known))
		return true;
	known.rule = AQ_RULE_CUSTOMER_ITEM;
	return (desk->facts.by_account == 0 || desk->facts.by_account == known.customer_no) &&
	       match_contract_option(desk, &known);
}

/* The customer owes in other currencies only: the payer means one of them. */
static const struct aq_item *other_currency(const struct facts *facts,
					    const struct open_items *open)
{
	for (size_t i = 0; i < open->count; i++)
		if (open->items[i]->currency == facts->currency)
			return NULL;
	return open->count > 0 ? open->items[0] : NULL;
}

static bool is_nothing_open(const struct open_items *open)
{
	/* Credit notes are ours to pay, not the customer's. */
	for (size_t i = 0; i < open->count; i++)
		if (open->items[i]->open > 0)
			return false;
	return open->is_known;
}

/* A contract that is signed and not paid, though its item is made by the payment. */
static bool owes_contract(struct facts *facts, uint64_t customer_no)
{
	struct contracts_of all = match_view_contracts(facts->view, customer_no);

	for (size_t i = 0; i < all.count; i++)
		if (match_is_owed(facts, all.contracts[i]))
			return true;
	return false;
}

/* The payer's own item of this amount, the balance that is named, and what both have open. */
static void suggest_either(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	const uint64_t both[] = {facts->by_number, facts->by_account};
	const struct crowd crowd = {both, 2, NULL};
	const struct aq_item *own = match_exact_of(facts, facts->by_account);
	const struct aq_suggestion account = {
		.kind = AQ_TARGET_ACCOUNT,
		.target = match_view_customer_number(facts->view, facts->by_number),
		.customer = match_view_customer_number(facts->view, facts->by_number),
		.amount = facts->money,
		.reason = AQ_SLICE("the customer is named by number"),
	};

	if (own)
		match_suggest_item(facts, &desk->answer, own, "amount equals open");
	match_suggest(&desk->answer, &account);
	match_suggest_crowd(facts, &desk->answer, &crowd);
}

/* The money stays with who paid, as it does where an invoice says otherwise. */
static void ask_account(struct desk *desk)
{
	struct facts *facts = &desk->facts;

	match_ask(facts, &desk->answer, AQ_REFERENCE_CONFLICT, facts->by_account);
	match_explain(
		&desk->answer,
		"customer %.*s is named by number, but the account that paid is customer %.*s's",
		AQ_SLICE_ARGS(match_view_customer_number(facts->view, facts->by_number)),
		AQ_SLICE_ARGS(match_view_customer_number(facts->view, facts->by_account)));
	suggest_either(desk);
}

bool match_top_up(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct open_items open;
	const struct aq_item *other;

	if (facts->by_number == 0)
		return false;
	match_prove(&desk->answer, facts->number);
	if (facts->by_account != 0 && facts->by_account != facts->by_number) {
		ask_account(desk);
		return true;
	}
	open = match_view_open(facts->view, facts->by_number);
	if (!open.is_known || match_unknown_number(facts) || facts->waiting->apart_count > 0)
		return false;
	if (!facts->has_billing) {
		other = other_currency(facts, &open);
		if (other)
			return match_ask_currency(facts, &desk->answer, other);
		if (!is_nothing_open(&open) || owes_contract(facts, facts->by_number))
			return false;
		desk->answer.notes |= NOTE_NOTHING_OPEN;
	}
	match_apply(facts, &desk->answer, AQ_RULE_TOP_UP, facts->by_number);
	return true;
}

/* What was learned is not enough where a number in the text says something else. */
static bool is_by_account(const struct facts *facts)
{
	return facts->by_account != 0 && facts->by_number == 0 && !facts->is_number_tied &&
	       !(facts->is_learned && match_has_strange_number(facts));
}

bool match_account_item(struct desk *desk)
{
	struct known known = {.customer_no = desk->facts.by_account,
			      .rule = match_account_rule(&desk->facts, AQ_RULE_ACCOUNT_ITEM)};

	return is_by_account(&desk->facts) && match_exact_item(desk, &known);
}

bool match_account_set(struct desk *desk)
{
	struct known known = {.customer_no = desk->facts.by_account,
			      .rule = match_account_rule(&desk->facts, AQ_RULE_ACCOUNT_SET)};

	if (!is_by_account(&desk->facts))
		return false;
	if (match_canonical_set(desk, &known))
		return true;
	known.rule = match_account_rule(&desk->facts, AQ_RULE_ACCOUNT_ITEM);
	return match_contract_option(desk, &known);
}

bool match_account_top_up(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct open_items open;

	if (!is_by_account(facts))
		return false;
	open = match_view_open(facts->view, facts->by_account);
	if (!is_nothing_open(&open) || match_unknown_number(facts) ||
	    facts->waiting->apart_count > 0 || owes_contract(facts, facts->by_account))
		return false;
	match_note_account(facts, &desk->answer);
	desk->answer.notes |= NOTE_NOTHING_OPEN;
	match_apply(facts, &desk->answer, match_account_rule(facts, AQ_RULE_ACCOUNT_TOP_UP),
		    facts->by_account);
	return true;
}
