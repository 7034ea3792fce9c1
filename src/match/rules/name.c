/*
 * name.c - nobody is known by number or account, but one customer bears the
 * payer's name, or payments by this name were certainly one customer's before.
 *
 * Promises: one open item of exactly the amount, or all that is open.
 * Refuses: a name of two customers, an account of others, a number in the text
 * that nobody knows, and any other set of items.
 */
#include "../rules.h"

bool match_has_strange_number(const struct facts *facts)
{
	for (size_t i = 0; i < facts->waiting->token_count; i++) {
		const struct aq_token *token = &facts->waiting->tokens[i];

		if (token->offset != UINT32_MAX && !token->is_joined && !match_is_doubtful(token) &&
		    !match_names(facts, token))
			return true;
	}
	return match_unknown_number(facts) != NULL;
}

uint64_t match_by_name(struct facts *facts)
{
	if (facts->is_balance || facts->by_number != 0 || facts->is_number_tied ||
	    facts->by_account != 0 || facts->account_count > 0)
		return 0;
	match_view_want_names(facts->view);
	if (facts->waiting->customer_no != 0 && facts->waiting->customer_no != facts->by_name)
		return 0;
	return facts->by_name;
}

bool match_name_item(struct desk *desk)
{
	struct known known = {.rule = match_account_rule(&desk->facts, AQ_RULE_NAME_ITEM)};

	known.customer_no = match_by_name(&desk->facts);
	if (known.customer_no == 0 || match_has_strange_number(&desk->facts))
		return false;
	desk->answer.notes |= desk->facts.is_learned ? NOTE_LEARNED_NAME : NOTE_NAME;
	return match_exact_item(desk, &known);
}

bool match_name_set(struct desk *desk)
{
	struct known known = {.rule = match_account_rule(&desk->facts, AQ_RULE_NAME_SET),
			      .is_all_only = true};

	known.customer_no = match_by_name(&desk->facts);
	if (known.customer_no == 0 || match_has_strange_number(&desk->facts))
		return false;
	desk->answer.notes |= desk->facts.is_learned ? NOTE_LEARNED_NAME : NOTE_NAME;
	return match_canonical_set(desk, &known);
}
