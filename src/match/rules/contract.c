/*
 * contract.c - contract number and notification number belong together.
 *
 * Promises: a signed contract is paid by its amount, or by one of its options,
 * and with the invoices named beside it where the sum is exact;
 * the item of an option is made by the payment. Unsigned, or another amount:
 * the money is held for the contract and tried again every night. Money of a
 * customer who is known, that names nothing and fits nothing open, pays the
 * one contract it is an amount of.
 * Refuses: a pair that does not belong together, and half a pair when nothing
 * else says who pays.
 */
#include "../rules.h"

#include <stdio.h>

#define WHAT_BYTES 160

struct pair {
	const struct named *contract; /* first contract number, and the one of the pair */
	const struct named *notification; /* likewise */
	bool is_pair;
	bool is_several;
};

static void find_pair(const struct facts *facts, struct pair *pair)
{
	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *one = &facts->named[i];

		if (one->is_dropped || one->is_contested || !one->contract)
			continue;
		if (one->kind == AQ_HIT_NOTIFICATION) {
			if (!pair->notification)
				pair->notification = one;
			continue;
		}
		if (!pair->contract)
			pair->contract = one;
		for (size_t k = 0; k < facts->named_count; k++) {
			const struct named *other = &facts->named[k];

			if (other->is_dropped || other->is_contested ||
			    other->kind != AQ_HIT_NOTIFICATION ||
			    other->contract != one->contract || other->token == one->token)
				continue;
			if (pair->is_pair && pair->contract->contract != one->contract)
				pair->is_several = true;
			if (!pair->is_pair) {
				pair->contract = one;
				pair->notification = other;
			}
			pair->is_pair = true;
		}
	}
}

/* The amount that is left to pay on a contract without options; 0: none told. */
static int64_t amount_of(const struct aq_contract *contract, const struct aq_item *item)
{
	if (item)
		return item->open;
	return contract->has_amount ? contract->amount : 0;
}

static bool is_option(const struct aq_contract *contract, int64_t money)
{
	for (size_t i = 0; i < contract->option_count; i++)
		if (contract->options[i].amount == money)
			return true;
	return false;
}

static const struct aq_item *item_of(const struct facts *facts, const struct aq_contract *contract)
{
	return contract->item_no ? match_view_item(facts->view, contract->item_no) : NULL;
}

static bool is_amount(const struct facts *facts, const struct aq_contract *contract, int64_t money)
{
	const struct aq_item *item = item_of(facts, contract);

	if (contract->currency != facts->currency || contract->is_paid)
		return false;
	/* An option once chosen has its item, and that is what is owed. */
	if (!item && contract->option_count > 0)
		return is_option(contract, money);
	return amount_of(contract, item) == money;
}

static bool is_right(const struct facts *facts, const struct aq_contract *contract)
{
	return is_amount(facts, contract, facts->money);
}

/* What is signed on a day to come is not signed. */
static bool is_signed(const struct facts *facts, const struct aq_contract *contract)
{
	return aq_date_is_set(contract->signed_on) &&
	       aq_date_compare(contract->signed_on, facts->view->settings->business_date) <= 0;
}

/* The contract's part of money that pays the invoices named beside it too; 0: it does not. */
static int64_t part_beside_items(struct desk *desk, const struct aq_contract *contract)
{
	int64_t part;

	if (desk->facts.item_count == 0 || !match_basket_of_named(desk, contract->customer_no))
		return 0;
	part = desk->facts.money - desk->basket.total;
	return part > 0 && is_amount(&desk->facts, contract, part) ? part : 0;
}

static void suggest_contract(struct desk *desk, const struct aq_contract *contract, int64_t amount,
			     struct aq_slice reason)
{
	struct aq_suggestion suggestion = {
		.kind = AQ_TARGET_CONTRACT,
		.target = contract->number,
		.customer = match_view_customer_number(desk->facts.view, contract->customer_no),
		.amount = amount,
		.reason = reason,
	};
	char later[WHAT_BYTES + 32];

	/* Nobody may pay it before, by hand either. */
	if (!is_signed(&desk->facts, contract)) {
		(void)snprintf(later, sizeof(later), "%.*s; once it is signed",
			       AQ_SLICE_ARGS(reason));
		suggestion.reason = aq_slice_of(later);
	}
	match_suggest(&desk->answer, &suggestion);
}

void match_suggest_options(struct desk *desk, const struct aq_contract *contract)
{
	for (size_t i = 0; i < contract->option_count; i++) {
		char reason[WHAT_BYTES];
		char amount[MONEY_WORDS_BYTES];

		match_money_words(contract->options[i].amount, contract->currency, amount);
		(void)snprintf(reason, sizeof(reason), "option %.*s%s%.*s: %s",
			       AQ_SLICE_ARGS(contract->options[i].option),
			       contract->options[i].label.length > 0 ? " " : "",
			       AQ_SLICE_ARGS(contract->options[i].label), amount);
		suggest_contract(desk, contract, contract->options[i].amount, aq_slice_of(reason));
	}
}

bool match_is_owed(const struct facts *facts, const struct aq_contract *contract)
{
	return !contract->is_paid && !item_of(facts, contract) &&
	       contract->currency == facts->currency && is_signed(facts, contract) &&
	       contract->option_count > 0;
}

static void hold(struct desk *desk, const struct aq_contract *contract, enum aq_code code)
{
	struct answer *answer = &desk->answer;

	answer->exception = code;
	answer->amount = AMOUNT_NONE;
	answer->customer_no = contract->customer_no;
	match_ask_in(&desk->facts, answer, AQ_BUCKET_HELD);
	answer->contract_no = contract->contract_no;
	answer->rule = AQ_RULE_CONTRACT_HELD;
}

/* Invoices named beside the contract may be what is meant. */
static void suggest_items(struct desk *desk)
{
	for (size_t i = 0; i < desk->facts.item_count; i++)
		if (desk->facts.items[i]->item->open > 0)
			match_suggest_item(&desk->facts, &desk->answer, desk->facts.items[i]->item,
					   "its number is named");
}

struct held { /* what of the money is the contract's, and why */
	int64_t part;
	const char *reason;
};

static void hold_unsigned(struct desk *desk, const struct aq_contract *contract,
			  const struct held *held)
{
	char paid[MONEY_WORDS_BYTES];

	hold(desk, contract, AQ_CONTRACT_UNSIGNED);
	match_explain(&desk->answer, "contract %.*s is not signed yet; %s is held for it",
		      AQ_SLICE_ARGS(contract->number),
		      match_money_words(desk->facts.money, desk->facts.currency, paid));
	suggest_contract(desk, contract, held->part, aq_slice_of(held->reason));
	suggest_items(desk);
}

static void hold_option(struct desk *desk, const struct aq_contract *contract)
{
	const struct aq_item *item = item_of(&desk->facts, contract);
	int64_t owed = amount_of(contract, item);
	char paid[MONEY_WORDS_BYTES];
	char open[MONEY_WORDS_BYTES];

	hold(desk, contract, AQ_CONTRACT_OPTION);
	match_money_words(desk->facts.money, desk->facts.currency, paid);
	if (!item && contract->option_count > 0)
		match_explain(&desk->answer, "%s is none of the %zu options of contract %.*s", paid,
			      contract->option_count, AQ_SLICE_ARGS(contract->number));
	else if (owed == 0)
		match_explain(&desk->answer, "contract %.*s tells no amount; %s is held for it",
			      AQ_SLICE_ARGS(contract->number), paid);
	else
		match_explain(&desk->answer, "%s is not the %s of contract %.*s", paid,
			      match_money_words(owed, contract->currency, open),
			      AQ_SLICE_ARGS(contract->number));
	if (!item)
		match_suggest_options(desk, contract);
	if ((item || contract->option_count == 0) && owed > 0)
		suggest_contract(desk, contract, owed, AQ_SLICE("the amount of the contract"));
	suggest_items(desk);
}

static void put_contract(struct desk *desk, const struct aq_contract *contract, int64_t money)
{
	const struct aq_item *item = item_of(&desk->facts, contract);
	struct share share = {.no = contract->contract_no,
			      .customer_no = contract->customer_no,
			      .amount = money,
			      .open = money,
			      .target = contract->number,
			      .kind = AQ_TARGET_CONTRACT,
			      .is_to_make = true};

	if (item)
		(void)match_put_item(&desk->answer, item, item->open, 0);
	else
		(void)match_put_share(&desk->answer, &share);
	if (!item && contract->option_count > 0)
		desk->answer.notes |= NOTE_OPTION;
}

static void apply(struct desk *desk, const struct aq_contract *contract, enum aq_rule rule)
{
	desk->answer.amount = AMOUNT_EXACT;
	match_note_payer(&desk->facts, &desk->answer, contract->customer_no);
	match_apply(&desk->facts, &desk->answer, rule, contract->customer_no);
}

static void pay_contract(struct desk *desk, const struct aq_contract *contract, enum aq_rule rule)
{
	put_contract(desk, contract, desk->facts.money);
	apply(desk, contract, rule);
}

/* The contract, and the invoices that are in the basket. */
static void pay_beside_items(struct desk *desk, const struct aq_contract *contract, int64_t part)
{
	put_contract(desk, contract, part);
	match_basket_pay(&desk->facts, &desk->answer, &desk->basket, AMOUNT_EXACT);
	match_prove_items(desk);
	apply(desk, contract, AQ_RULE_CONTRACT_PAIR);
}

/* A contract's number proves nothing alone: only a payer who is known has an account.
 * Two of one customer's numbers leave the customer known, unless others bear the
 * payer's name. */
static uint64_t account_for_pair(const struct facts *facts, const struct pair *pair)
{
	uint64_t owner = pair->contract ? pair->contract->customer_no : 0;

	if (facts->payer_by >= KNOWN_BY_ACCOUNT || owner == 0 || !pair->notification)
		return facts->payer_by >= KNOWN_BY_ACCOUNT ? facts->payer : 0;
	for (size_t i = 0; i < facts->named_count; i++)
		if (!facts->named[i].is_dropped && facts->named[i].contract &&
		    facts->named[i].customer_no != owner)
			return 0;
	match_view_want_names(facts->view);
	if (facts->by_name != 0 && facts->by_name != owner)
		return 0;
	return match_account_for(facts, owner);
}

static void ask_pair(struct desk *desk, const struct pair *pair)
{
	const struct facts *facts = &desk->facts;
	const struct named *one = pair->contract ? pair->contract : pair->notification;
	const struct aq_token *unknown = match_unknown_number(facts);

	match_ask(facts, &desk->answer, AQ_CONTRACT_PAIR, account_for_pair(facts, pair));
	if (pair->contract && pair->notification)
		match_explain(&desk->answer,
			      "contract %.*s and notification %.*s (of contract %.*s) do not "
			      "belong together",
			      AQ_SLICE_ARGS(pair->contract->contract->number),
			      AQ_SLICE_ARGS(pair->notification->token->written),
			      AQ_SLICE_ARGS(pair->notification->contract->number));
	else if (unknown)
		match_explain(&desk->answer,
			      "contract %.*s is named, but nobody knows the number %.*s beside it",
			      AQ_SLICE_ARGS(one->contract->number),
			      AQ_SLICE_ARGS(unknown->written));
	else
		match_explain(&desk->answer, "contract %.*s is named without its %s number",
			      AQ_SLICE_ARGS(one->contract->number),
			      pair->contract ? "notification" : "contract");
	suggest_contract(desk, one->contract, facts->money, AQ_SLICE("its number is named"));
	if (pair->notification && pair->notification->contract != one->contract)
		suggest_contract(desk, pair->notification->contract, facts->money,
				 AQ_SLICE("its notification number is named"));
}

static void ask_several(struct desk *desk, const struct pair *pair)
{
	match_ask(&desk->facts, &desk->answer, AQ_AMBIGUOUS_ITEMS,
		  match_account_for(&desk->facts, pair->contract->customer_no));
	match_explain(&desk->answer,
		      "contract %.*s and another contract are named with their notifications",
		      AQ_SLICE_ARGS(pair->contract->contract->number));
	suggest_contract(desk, pair->contract->contract, desk->facts.money,
			 AQ_SLICE("named with its notification number"));
}

static void ask_currency(struct desk *desk, const struct aq_contract *contract)
{
	char paid[MONEY_WORDS_BYTES];

	match_ask(&desk->facts, &desk->answer, AQ_CURRENCY_DIFFERS,
		  match_account_for(&desk->facts, contract->customer_no));
	match_explain(&desk->answer, "%s is paid, but contract %.*s is in %s",
		      match_money_words(desk->facts.money, desk->facts.currency, paid),
		      AQ_SLICE_ARGS(contract->number), aq_currency_code(contract->currency));
	suggest_contract(desk, contract, desk->facts.money,
			 AQ_SLICE("named, but in another currency"));
}

/* Before it is looked at how much is paid; false: nothing is in the way. */
static bool ask_before(struct desk *desk, const struct aq_contract *contract, const char *what)
{
	const struct facts *facts = &desk->facts;
	const struct aq_item *item = item_of(facts, contract);

	if (contract->is_paid) {
		desk->answer.paid_item_no = contract->item_no;
		match_ask_already_paid(facts, &desk->answer, contract->customer_no,
				       aq_slice_of(what));
		return true;
	}
	if (contract->currency != facts->currency) {
		ask_currency(desk, contract);
		return true;
	}
	return item && match_ask_apart(facts, &desk->answer, item);
}

/* Its amount is another, and who pays is somebody else; false: it is not so. */
static bool ask_stranger(struct desk *desk, const struct aq_contract *contract, const char *what)
{
	const struct facts *facts = &desk->facts;
	const struct aq_item *own = match_own_by_name(facts, contract->customer_no);

	if (match_is_stranger(facts, contract->customer_no))
		match_ask_conflict(facts, &desk->answer, contract->customer_no, what,
				   "the amount is not the contract's");
	else if (own)
		match_ask_own(facts, &desk->answer, own,
			      &(struct other){what, contract->customer_no});
	else
		return false;
	suggest_contract(desk, contract, facts->money,
			 AQ_SLICE("named with its notification number"));
	return true;
}

static bool settle_pair(struct desk *desk, const struct pair *pair)
{
	const struct facts *facts = &desk->facts;
	const struct aq_contract *contract = pair->contract->contract;
	bool is_alone = is_right(facts, contract);
	int64_t part = is_alone ? facts->money : part_beside_items(desk, contract);
	char what[WHAT_BYTES];

	match_prove(&desk->answer, pair->contract);
	match_prove(&desk->answer, pair->notification);
	desk->answer.notes |= NOTE_PAIR;
	(void)snprintf(what, sizeof(what), "contract %.*s", AQ_SLICE_ARGS(contract->number));
	if (contract->is_paid && (facts->is_rest || facts->is_balance))
		return false;
	if (ask_before(desk, contract, what) || (part == 0 && ask_stranger(desk, contract, what)))
		return true;
	if (!is_signed(facts, contract))
		hold_unsigned(desk, contract,
			      &(struct held){part > 0 ? part : facts->money,
					     "named with its notification number"});
	else if (part == 0)
		hold_option(desk, contract);
	else if (is_alone)
		pay_contract(desk, contract, AQ_RULE_CONTRACT_PAIR);
	else
		pay_beside_items(desk, contract, part);
	return true;
}

/* Half a pair, but the payer is the contract's customer and the amount its own. */
static bool settle_half(struct desk *desk, const struct pair *pair)
{
	const struct facts *facts = &desk->facts;
	const struct named *one = pair->contract ? pair->contract : pair->notification;
	const struct aq_contract *contract = one->contract;
	const struct aq_item *item = item_of(facts, contract);

	if ((pair->contract && pair->notification) || match_unknown_number(facts) ||
	    facts->payer_by < KNOWN_BY_ACCOUNT || facts->payer != contract->customer_no ||
	    match_is_stranger(facts, contract->customer_no))
		return false;
	if (!item || !is_signed(facts, contract) || !is_right(facts, contract) ||
	    match_is_apart(facts, item->item_no))
		return false;
	match_prove(&desk->answer, one);
	pay_contract(desk, contract,
		     facts->payer_by == KNOWN_BY_NUMBER
			     ? AQ_RULE_CUSTOMER_ITEM
			     : match_account_rule(facts, AQ_RULE_ACCOUNT_ITEM));
	return true;
}

bool match_contract(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	struct pair pair = {NULL, NULL, false, false};

	if (!(facts->seen & (SEEN(AQ_HIT_CONTRACT) | SEEN(AQ_HIT_NOTIFICATION))))
		return false;
	find_pair(facts, &pair);
	if (!pair.contract && !pair.notification)
		return false;
	if (pair.is_several) {
		ask_several(desk, &pair);
		return true;
	}
	if (pair.is_pair)
		return settle_pair(desk, &pair);
	/* The number of a contract beside an invoice's only says what the invoice is about. */
	if (facts->item_count > 0 ||
	    (facts->seen & (SEEN(AQ_HIT_BUNDLE) | SEEN(AQ_HIT_SUBSCRIPTION))))
		return false;
	if (!settle_half(desk, &pair))
		ask_pair(desk, &pair);
	return true;
}

/* May money that names nothing mean this contract? What has an item is an open item. */
static bool may_mean(const struct facts *facts, const struct aq_contract *contract)
{
	return !contract->is_paid && !item_of(facts, contract) && is_right(facts, contract);
}

static void ask_which(struct desk *desk, const struct aq_contract *one,
		      const struct aq_contract *other)
{
	char paid[MONEY_WORDS_BYTES];

	match_ask(&desk->facts, &desk->answer, AQ_AMBIGUOUS_ITEMS, one->customer_no);
	match_explain(&desk->answer, "%s fits contract %.*s and contract %.*s",
		      match_money_words(desk->facts.money, desk->facts.currency, paid),
		      AQ_SLICE_ARGS(one->number), AQ_SLICE_ARGS(other->number));
	suggest_contract(desk, one, desk->facts.money,
			 AQ_SLICE("amount equals one of its options"));
	suggest_contract(desk, other, desk->facts.money,
			 AQ_SLICE("amount equals one of its options"));
}

bool match_contract_option(struct desk *desk, const struct known *known)
{
	const struct facts *facts = &desk->facts;
	const struct aq_contract *found = NULL;
	struct contracts_of all;

	if (facts->is_balance || facts->waiting->apart_count > 0 || match_unknown_number(facts))
		return false;
	all = match_view_contracts(facts->view, known->customer_no);
	for (size_t i = 0; i < all.count; i++) {
		if (!may_mean(facts, all.contracts[i]))
			continue;
		if (found) {
			ask_which(desk, found, all.contracts[i]);
			return true;
		}
		found = all.contracts[i];
	}
	if (!found)
		return false;
	if (facts->by_number == known->customer_no)
		match_prove(&desk->answer, facts->number);
	if (!is_signed(facts, found))
		hold_unsigned(desk, found, &(struct held){facts->money, "one of its amounts"});
	else
		pay_contract(desk, found, known->rule);
	return true;
}
