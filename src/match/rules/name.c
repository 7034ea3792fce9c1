/*
 * name.c - nobody is known by number or account, but one customer bears the
 * payer's name, or payments by this name were certainly one customer's before.
 *
 * Promises: one open item of exactly the amount, or all that is open. Where a
 * number names somebody else's and the amount does not fit it, that item is
 * the other answer: both are asked about.
 * Refuses: a name of two customers, an account of others, a number in the text
 * that nobody knows, unless it is nearly that of the one item, and any other set of
 * items.
 */
#include "../doubt.h"
#include "../rules.h"

#include <stdio.h>

#define WHAT_BYTES 160

static bool is_strange(const struct facts *facts, const struct aq_token *token)
{
	return token->offset != UINT32_MAX && !token->is_joined && !match_is_doubtful(token) &&
	       !match_names(facts, token);
}

bool match_has_strange_number(const struct facts *facts)
{
	for (size_t i = 0; i < facts->waiting->token_count; i++)
		if (is_strange(facts, &facts->waiting->tokens[i]))
			return true;
	return match_unknown_number(facts) != NULL;
}

/* The one item of the amount that the customer has; NULL: none, or several. */
static const struct aq_item *sole_exact_of(const struct facts *facts, uint64_t customer_no)
{
	struct open_items open = match_view_open(facts->view, customer_no);
	const struct aq_item *found = NULL;

	for (size_t i = 0; i < open.count; i++) {
		if (open.items[i]->open <= 0 || !match_is_usable(facts, open.items[i]) ||
		    !match_fits(match_amount(facts, open.items[i])))
			continue;
		if (found)
			return NULL;
		found = open.items[i];
	}
	return open.is_cut || !found || match_is_apart(facts, found->item_no) ? NULL : found;
}

/* Another number that nobody knows, and not the same one read in another way: with
 * other ends, or a piece of it. */
static bool speaks_against(const struct facts *facts, const struct aq_token *token,
			   const struct aq_token *mistyped)
{
	if (!is_strange(facts, token) &&
	    (!match_is_typed(token->kind) || match_names(facts, token)))
		return false;
	return !match_shares_place(token, mistyped);
}

/* The last digit may be off; more often the number is one of those that come after it. */
#define NEXT_MAX 9

/* A number that nobody knows, mistyped or cut, of the one item of this amount that the
 * customer of this name has; NULL: there is none, or another says otherwise. */
static const struct aq_token *mistyped(const struct facts *facts, uint64_t customer_no)
{
	const struct aq_item *own = facts->is_learned ? NULL : sole_exact_of(facts, customer_no);
	const struct aq_token *found = NULL;

	for (size_t i = 0; own && !found && i < facts->waiting->token_count; i++) {
		const struct aq_token *token = &facts->waiting->tokens[i];

		if ((is_strange(facts, token) || match_is_typed(token->kind)) &&
		    !match_names(facts, token) && match_is_nearly(facts, token, own) &&
		    !match_is_next(facts, token, own, NEXT_MAX))
			found = token;
	}
	for (size_t i = 0; found && i < facts->waiting->token_count; i++)
		if (speaks_against(facts, &facts->waiting->tokens[i], found))
			return NULL;
	return found;
}

/* Nothing better says who pays. */
static bool is_name_heard(const struct facts *facts)
{
	return !facts->is_balance && facts->by_number == 0 && !facts->is_number_tied &&
	       facts->by_account == 0 && facts->account_count == 0;
}

unsigned match_name_notes(const struct facts *facts)
{
	if (facts->is_learned)
		return NOTE_LEARNED_NAME;
	return facts->is_spelled ? NOTE_NAME | NOTE_SPELLED : NOTE_NAME;
}

uint64_t match_by_name(const struct facts *facts)
{
	if (!is_name_heard(facts))
		return 0;
	match_view_want_names(facts->view);
	if (facts->waiting->customer_no != 0 && facts->waiting->customer_no != facts->by_name)
		return 0;
	return facts->by_name;
}

const struct aq_item *match_exact_of(const struct facts *facts, uint64_t customer_no)
{
	struct open_items open = match_view_open(facts->view, customer_no);

	for (size_t i = 0; i < open.count; i++)
		if (open.items[i]->open > 0 && match_is_usable(facts, open.items[i]) &&
		    !match_is_apart(facts, open.items[i]->item_no) &&
		    match_fits(match_amount(facts, open.items[i])))
			return open.items[i];
	return NULL;
}

/* Of one of those who bear the payer's name, or whose names begin like it where it was
 * cut off; which of several does not matter to a doubt. */
static const struct aq_item *own_of_several(const struct facts *facts)
{
	const struct aq_item *own = NULL;

	for (size_t i = 0; i < facts->name_count && !own; i++)
		own = match_exact_of(facts, facts->names[i]);
	for (size_t i = 0; i < facts->cut_count && !own; i++)
		own = match_exact_of(facts, facts->cut[i]);
	return own ? own : match_stranger_by_cut_name(facts);
}

const struct aq_item *match_own_by_name(const struct facts *facts, uint64_t owner)
{
	const struct aq_item *own = NULL;
	uint64_t by_name;

	if (facts->is_rest || !is_name_heard(facts))
		return NULL;
	by_name = match_by_name(facts);
	if (by_name != 0)
		own = match_exact_of(facts, by_name);
	else if (facts->waiting->customer_no == 0)
		own = own_of_several(facts);
	return own && own->customer_no != owner ? own : NULL;
}

/* Where several bear the name, or begin like it, each of them may have such an item. */
static void suggest_others(const struct facts *facts, struct answer *answer,
			   const struct aq_item *own)
{
	const uint64_t *const lists[] = {facts->names, facts->cut};
	const size_t counts[] = {facts->name_count, facts->cut_count};

	for (size_t list = 0; list < sizeof(lists) / sizeof(lists[0]); list++)
		for (size_t i = 0; i < counts[list]; i++) {
			const struct aq_item *other = match_exact_of(facts, lists[list][i]);

			if (other && other->customer_no != own->customer_no)
				match_suggest_item(facts, answer, other,
						   "amount equals open; its customer may bear "
						   "the payer's name");
		}
}

void match_ask_own(const struct facts *facts, struct answer *answer, const struct aq_item *own,
		   const struct other *other)
{
	char paid[MONEY_WORDS_BYTES];

	match_ask(facts, answer, AQ_REFERENCE_CONFLICT, 0);
	match_explain(answer,
		      "%s is not what %s of customer %.*s has open, but it is %s %.*s of customer "
		      "%.*s, who bears the payer's name",
		      match_money_words(facts->money, facts->currency, paid), other->what,
		      AQ_SLICE_ARGS(match_view_customer_number(facts->view, other->owner)),
		      match_item_word(own), AQ_SLICE_ARGS(own->number),
		      AQ_SLICE_ARGS(match_view_customer_number(facts->view, own->customer_no)));
	answer->notes |= match_name_notes(facts);
	match_suggest_item(facts, answer, own,
			   "amount equals open; its customer bears the payer's name");
	suggest_others(facts, answer, own);
}

bool match_ask_own_or_item(const struct facts *facts, struct answer *answer,
			   const struct aq_item *item)
{
	const struct aq_item *own = match_own_by_name(facts, item->customer_no);
	char what[WHAT_BYTES];

	if (!own)
		return false;
	(void)snprintf(what, sizeof(what), "%s %.*s", match_item_word(item),
		       AQ_SLICE_ARGS(item->number));
	match_ask_own(facts, answer, own, &(struct other){what, item->customer_no});
	if (item->open > 0)
		match_suggest_item(facts, answer, item, "its number is named");
	return true;
}

bool match_name_item(struct desk *desk)
{
	struct known known = {.rule = match_account_rule(&desk->facts, AQ_RULE_NAME_ITEM)};
	const struct aq_token *token = NULL;

	known.customer_no = match_by_name(&desk->facts);
	if (known.customer_no == 0)
		return false;
	if (match_has_strange_number(&desk->facts)) {
		token = mistyped(&desk->facts, known.customer_no);
		if (!token)
			return false;
	}
	desk->answer.notes |= match_name_notes(&desk->facts);
	if (!match_exact_item(desk, &known))
		return false;
	if (token && desk->answer.outcome == AQ_OUTCOME_APPLY)
		match_tell(&desk->answer, "its number is nearly %.*s",
			   AQ_SLICE_ARGS(token->written));
	return true;
}

bool match_name_set(struct desk *desk)
{
	struct known known = {.rule = match_account_rule(&desk->facts, AQ_RULE_NAME_SET),
			      .is_all_only = true};

	known.customer_no = match_by_name(&desk->facts);
	if (known.customer_no == 0 || match_has_strange_number(&desk->facts))
		return false;
	desk->answer.notes |= match_name_notes(&desk->facts);
	return match_canonical_set(desk, &known);
}
