/*
 * balance.c - money on a customer's account pays what that customer owes, the
 * oldest first, where the site says so; and what is said when nothing fits.
 *
 * Refuses: contracts, which are paid by their pair alone, and parts of an
 * instalment.
 */
#include "../rules.h"

bool match_balance(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct open_items open;
	int64_t money = facts->money;

	if (!facts->is_balance || !facts->view->settings->use_balance)
		return false;
	open = match_view_open(facts->view, facts->waiting->customer_no);
	for (size_t i = 0; i < open.count && money > 0; i++) {
		const struct aq_item *item = open.items[i];
		int64_t due = match_due(item, facts->paid_on);
		int64_t deduction = due <= money ? item->open - due : 0;
		int64_t amount = due <= money ? due : money;

		if (item->open <= 0 || item->currency != facts->currency ||
		    item->kind == AQ_ITEM_CONTRACT || match_is_apart(facts, item->item_no))
			continue;
		if (item->kind == AQ_ITEM_INSTALMENT && due > money)
			break;
		if (!match_put_item(&desk->answer, item, amount, deduction))
			break;
		money -= amount;
	}
	if (money == facts->money)
		return false;
	desk->answer.amount = money == 0 ? AMOUNT_EXACT : AMOUNT_OVER;
	desk->answer.notes |= NOTE_BALANCE;
	match_apply(facts, &desk->answer, AQ_RULE_BALANCE, facts->waiting->customer_no);
	return true;
}

static void explain_unfit(struct desk *desk, uint64_t customer_no)
{
	struct facts *facts = &desk->facts;
	struct aq_slice number = match_view_customer_number(facts->view, customer_no);
	const struct aq_token *unknown = match_unknown_number(facts);
	char paid[MONEY_WORDS_BYTES];

	match_money_words(facts->money, facts->currency, paid);
	if (unknown)
		match_explain(&desk->answer,
			      "customer %.*s is known, but nobody knows the number %.*s",
			      AQ_SLICE_ARGS(number), AQ_SLICE_ARGS(unknown->written));
	else
		match_explain(&desk->answer,
			      "customer %.*s is known, but no open item or set of them is %s",
			      AQ_SLICE_ARGS(number), paid);
}

/* A number that did not count may still be what a person looks for. */
static void suggest_doubtful(struct desk *desk)
{
	struct facts *facts = &desk->facts;

	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		if (named->is_dropped && named->is_doubtful && named->item &&
		    named->item->open > 0 && !named->token->is_weak)
			match_suggest_item(facts, &desk->answer, named->item,
					   named->token->is_part
						   ? "its number is a piece of what is written"
						   : "its number is also a date, an amount or a "
						     "telephone number");
	}
}

static void suggest_owed(struct desk *desk, uint64_t customer_no)
{
	struct contracts_of all = match_view_contracts(desk->facts.view, customer_no);

	for (size_t i = 0; i < all.count; i++)
		if (match_is_owed(&desk->facts, all.contracts[i]))
			match_suggest_options(desk, all.contracts[i]);
}

void match_nothing_fits(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	char payer[PAYER_WORDS_BYTES];

	if (facts->is_number_tied) {
		match_ask(facts, answer, AQ_REFERENCE_CONFLICT, match_account_for(facts, 0));
		match_explain(answer, "the payer may be %s", match_payer_words(facts, payer));
		match_suggest_open(facts, answer, facts->number->customer_no);
		match_suggest_open(facts, answer, facts->number_other->customer_no);
	} else if (facts->payer != 0) {
		match_ask(facts, answer, AQ_NO_ITEM_FITS, facts->payer);
		explain_unfit(desk, facts->payer);
		match_suggest_open(facts, answer, facts->payer);
		suggest_owed(desk, facts->payer);
	} else {
		match_ask(facts, answer, AQ_UNKNOWN_PAYER, 0);
		answer->explanation = AQ_SLICE("nobody knows who paid: no number in it and no "
					       "account of it is registered");
		match_view_want_names(facts->view);
		match_suggest_open(facts, answer, facts->by_name);
		suggest_doubtful(desk);
	}
}
