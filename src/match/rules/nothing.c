/*
 * nothing.c - what is said and suggested when no rule has an answer.
 *
 * Promises: nothing is said that is not true: what was not looked at is told.
 * What a person might mean is suggested from what is known: the customer, the
 * customers of the account or of the name, numbers that did not count.
 */
#include "../rules.h"

static void explain_unfit(struct desk *desk, uint64_t customer_no)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	struct aq_slice number = match_view_customer_number(facts->view, customer_no);
	const struct aq_token *unknown = match_unknown_number(facts);
	char paid[MONEY_WORDS_BYTES];

	match_money_words(facts->money, facts->currency, paid);
	if (unknown) {
		match_explain(answer, "customer %.*s is known, but nobody knows the number %.*s",
			      AQ_SLICE_ARGS(number), AQ_SLICE_ARGS(unknown->written));
		return;
	}
	switch (desk->sets_seen) {
	case SETS_NOT:
		match_explain(answer, "customer %.*s is known, but no open item is %s",
			      AQ_SLICE_ARGS(number), paid);
		break;
	case SETS_NONE:
		match_explain(answer,
			      "customer %.*s is known, but no open item and no set of at most "
			      "three is %s",
			      AQ_SLICE_ARGS(number), paid);
		break;
	case SETS_CHANCE:
		match_explain(answer,
			      "customer %.*s is known, and no open item is %s; a set of them is, "
			      "but others are too, or may be by chance",
			      AQ_SLICE_ARGS(number), paid);
		break;
	case SETS_UNSURE:
		match_explain(answer,
			      "customer %.*s is known, and no open item is %s; sets of them were "
			      "not looked at, for discounts that may be taken",
			      AQ_SLICE_ARGS(number), paid);
		break;
	case SETS_BOUND:
		answer->exception = AQ_SEARCH_BOUND;
		match_explain(answer,
			      "customer %.*s is known, and no open item is %s; so many are open "
			      "that not every set of them was looked at",
			      AQ_SLICE_ARGS(number), paid);
		break;
	}
}

static void suggest_owed(struct desk *desk, uint64_t customer_no)
{
	struct contracts_of all = match_view_contracts(desk->facts.view, customer_no);

	for (size_t i = 0; i < all.count; i++)
		if (match_is_owed(&desk->facts, all.contracts[i]))
			match_suggest_options(desk, all.contracts[i]);
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

static void ask_unfit(struct desk *desk, uint64_t customer_no)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;

	match_ask(facts, answer, AQ_NO_ITEM_FITS, customer_no);
	explain_unfit(desk, customer_no);
	for (size_t i = 0; i < desk->set_count; i++)
		match_suggest_item(facts, answer, desk->set[i], "one of a set of this sum");
	match_suggest_open(facts, answer, customer_no);
	suggest_owed(desk, customer_no);
}

static void ask_name(struct desk *desk, uint64_t customer_no)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	char paid[MONEY_WORDS_BYTES];

	match_ask(facts, answer, AQ_NO_ITEM_FITS, customer_no);
	match_explain(answer,
		      "only customer %.*s bears the payer's name, but %s is neither one open item "
		      "nor all that is open, or a number in the text says otherwise",
		      AQ_SLICE_ARGS(match_view_customer_number(facts->view, customer_no)),
		      match_money_words(facts->money, facts->currency, paid));
	answer->notes |= match_name_notes(facts);
	/* Others bear a name like this: what is exactly the amount is likelier than what is not. */
	match_suggest_strangers(facts, answer);
	match_suggest_open(facts, answer, customer_no);
	suggest_owed(desk, customer_no);
	suggest_doubtful(desk);
}

static void ask_unknown(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	struct crowd of_account = {facts->accounts, facts->account_count,
				   "the account is registered for this customer and others"};
	struct crowd of_name = {facts->names, facts->name_count,
				"the customer bears the payer's name"};
	struct crowd of_alike = {facts->alike, facts->alike_count,
				 "the customer bears the name with another legal form"};
	struct crowd of_cut = {facts->cut, facts->cut_count,
			       "the payer's name was cut off from the customer's"};
	struct crowd of_learned = {facts->learned, facts->learned_count,
				   "the payer has paid for this customer before"};

	match_view_want_names(facts->view);
	match_ask(facts, answer, AQ_UNKNOWN_PAYER, 0);
	if (facts->account_count > 1)
		answer->explanation = AQ_SLICE("the account that paid is registered for several "
					       "customers, and no number says which");
	else if (facts->is_learned_doubtful)
		answer->explanation =
			AQ_SLICE("what earlier payments taught of this payer speaks for several "
				 "customers, and no number says which");
	else if (facts->name_count > 1)
		answer->explanation = AQ_SLICE("several customers bear the payer's name, and no "
					       "number or account says which");
	else if (facts->name_count == 0 && facts->alike_count > 0)
		answer->explanation =
			AQ_SLICE("who is known by the payer's name has another legal form, and is "
				 "another company; no number or account says who paid");
	else
		answer->explanation =
			AQ_SLICE("nobody knows who paid: its text names no number that "
				 "is known, and its account is registered for nobody");
	match_suggest_near(facts, answer);
	match_suggest_crowd(facts, answer, &of_account);
	match_suggest_crowd(facts, answer, &of_learned);
	match_suggest_crowd(facts, answer, &of_name);
	match_suggest_crowd(facts, answer, &of_alike);
	match_suggest_strangers(facts, answer);
	match_suggest_crowd(facts, answer, &of_cut);
	suggest_doubtful(desk);
}

void match_nothing_fits(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	char payer[PAYER_WORDS_BYTES];
	uint64_t by_name;

	if (facts->is_number_tied) {
		const uint64_t both[] = {facts->number->customer_no,
					 facts->number_other->customer_no};
		const struct crowd of_both = {both, 2, NULL};

		match_ask(facts, answer, AQ_REFERENCE_CONFLICT, match_account_for(facts, 0));
		match_explain(answer, "the payer may be %s", match_payer_words(facts, payer));
		match_suggest_crowd(facts, answer, &of_both);
		return;
	}
	by_name = match_by_name(facts);
	if (by_name != 0)
		ask_name(desk, by_name);
	else if (facts->payer != 0)
		ask_unfit(desk, facts->payer);
	else
		ask_unknown(desk);
}

void match_still_rests(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	char open[MONEY_WORDS_BYTES];
	char paid[MONEY_WORDS_BYTES];
	const struct aq_item *item = NULL;

	match_answer_begin(answer);
	for (size_t i = 0; i < facts->item_count && !item; i++)
		if (facts->items[i]->item->open > 0 &&
		    !match_is_apart(facts, facts->items[i]->item->item_no))
			item = facts->items[i]->item;
	if (facts->view->settings->use_balance || !item) {
		answer->outcome = AQ_OUTCOME_STAY;
		return;
	}
	answer->exception = AQ_ALREADY_PAID;
	answer->amount = AMOUNT_NONE;
	answer->customer_no = facts->waiting->customer_no;
	match_ask_in(facts, answer, AQ_BUCKET_ON_ACCOUNT);
	answer->rule = AQ_RULE_ALREADY_PAID;
	match_explain(answer,
		      "%.*s" AQ_SAYS_OPEN_AGAIN "%s; %s is on the account "
		      "of customer %.*s",
		      AQ_SLICE_ARGS(item->number),
		      match_money_words(item->open, item->currency, open),
		      match_money_words(facts->money, facts->currency, paid),
		      AQ_SLICE_ARGS(match_view_customer_number(facts->view, answer->customer_no)));
	match_suggest_item(facts, answer, item, "its number is named, and it is open again");
}
