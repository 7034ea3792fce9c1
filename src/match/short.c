/*
 * short.c - what is named costs more than what came: what the site wants done.
 *
 * Reads: a rule's application. Promises: a deduction that the remittance tells
 * is told with its reason code, whatever the site wants; free words stay where
 * the payment's texts are.
 * Refuses: to judge balances and what names no invoice.
 */
#include "rules.h"

#include <stdio.h>

#include "terms.h"

#define REASON_BYTES_MAX 35
#define CODE_BYTES_MAX	 4 /* where words follow it: as ISO 20022 has them */
#define TOLD_MAX	 3
#define WHAT_BYTES	 160
#define TOO_MUCH	 "named; more is open than what is paid"

static bool is_short(const struct share *share)
{
	return share->kind == AQ_TARGET_INVOICE && share->open > 0 &&
	       share->amount + share->deduction + share->write_off < share->open;
}

static const struct share *first_short(const struct answer *answer)
{
	for (size_t i = 0; i < answer->share_count; i++)
		if (is_short(&answer->shares[i]))
			return &answer->shares[i];
	return NULL;
}

static const struct named *named_of(const struct facts *facts, const struct share *share)
{
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->item->item_no == share->no)
			return facts->items[i];
	return NULL;
}

/* What the remittance tells of the item; NULL: nothing. */
static const struct aq_remittance *line_of(const struct facts *facts, const struct share *share)
{
	const struct aq_payment *payment = &facts->waiting->payment;
	const struct named *named = named_of(facts, share);

	if (!named)
		return NULL;
	if (named->token->remittance_index < payment->remittance_count)
		return &payment->remittances[named->token->remittance_index];
	for (size_t i = 0; i < payment->remittance_count; i++)
		if (aq_slice_equals_any_case(aq_slice_trim(payment->remittances[i].document),
					     aq_slice_trim(named->token->written)))
			return &payment->remittances[i];
	return NULL;
}

/* A code, and no words: those may name somebody, and evidence is hashed. */
static bool is_code(struct aq_slice reason)
{
	if (reason.length == 0 || reason.length > REASON_BYTES_MAX)
		return false;
	for (size_t i = 0; i < reason.length; i++) {
		char byte = reason.start[i];

		if (!aq_is_digit(byte) && !(byte >= 'A' && byte <= 'Z') &&
		    !(byte >= 'a' && byte <= 'z') && byte != '-' && byte != '_' && byte != '.')
			return false;
	}
	return true;
}

/* "DAMG broken in transit": the code that stands first; none: an empty one. */
static struct aq_slice code_of(struct aq_slice reason)
{
	struct aq_slice rest = reason;
	struct aq_slice first = aq_slice_cut(&rest, ' ');

	if (is_code(reason))
		return reason;
	for (size_t i = 0; i < first.length; i++)
		if (first.start[i] >= 'a' && first.start[i] <= 'z')
			return (struct aq_slice){NULL, 0};
	return first.length <= CODE_BYTES_MAX && is_code(first) ? first
								: (struct aq_slice){NULL, 0};
}

static bool is_told(const struct aq_decimal *number)
{
	return number->is_present && !aq_decimal_is_zero(*number);
}

static void tell_deduction(const struct facts *facts, struct answer *answer,
			   const struct share *share, const struct aq_remittance *line)
{
	bool is_adjusted = is_told(&line->adjustment);
	struct aq_slice reason = aq_slice_trim(line->reason);
	struct aq_slice code;
	char text[AQ_DECIMAL_TEXT_BYTES];

	if (!is_adjusted && !is_told(&line->discount) && reason.length == 0)
		return;
	aq_decimal_print(aq_decimal_absolute(is_adjusted ? line->adjustment : line->discount),
			 aq_currency_digits(facts->currency), text);
	if (!is_adjusted && !is_told(&line->discount))
		match_tell(answer, "the remittance gives a reason for what %.*s is short",
			   AQ_SLICE_ARGS(share->target));
	else
		match_tell(answer, "the remittance takes %s of %s %s off %.*s",
			   is_adjusted ? "an adjustment" : "a discount", text,
			   aq_currency_code(facts->currency), AQ_SLICE_ARGS(share->target));
	code = code_of(reason);
	if (code.length > 0)
		match_tell(answer, "reason code %.*s", AQ_SLICE_ARGS(code));
	else if (reason.length > 0)
		match_tell(answer, "its reason is in words: see the payment");
}

static void tell_deductions(const struct facts *facts, struct answer *answer)
{
	size_t told = 0;

	if (facts->waiting->payment.remittance_count == 0)
		return;
	for (size_t i = 0; i < answer->share_count && told < TOLD_MAX; i++) {
		const struct aq_remittance *line = NULL;

		if (is_short(&answer->shares[i]))
			line = line_of(facts, &answer->shares[i]);
		if (!line)
			continue;
		tell_deduction(facts, answer, &answer->shares[i], line);
		told++;
	}
}

/* "invoice F101 is short by 3.00 EUR" */
static void say_missing(const struct desk *desk, const struct share *share, char out[WHAT_BYTES])
{
	char missing[MONEY_WORDS_BYTES];

	if (share)
		(void)snprintf(out, WHAT_BYTES, "invoice %.*s is short by %s",
			       AQ_SLICE_ARGS(share->target),
			       match_money_words(share->open - share->amount - share->deduction -
							 share->write_off,
						 desk->facts.currency, missing));
	else
		(void)snprintf(out, WHAT_BYTES, "what is named comes to more than what is paid");
}

/* What is missing is what the payer would have had earlier. */
static void say_late(const struct facts *facts, const struct share *share, char out[WHAT_BYTES])
{
	const struct aq_item *item = share ? match_view_item(facts->view, share->no) : NULL;
	char until[AQ_DATE_TEXT_BYTES];

	out[0] = '\0';
	if (!item || item->discount <= 0 || !aq_date_is_set(item->discount_until) ||
	    match_deduction(facts, item) != 0 ||
	    item->discount != share->open - share->amount - share->write_off)
		return;
	aq_date_print(item->discount_until, until);
	(void)snprintf(out, WHAT_BYTES, ", the discount that ended on %s", until);
}

static void ask_residual(struct desk *desk, const struct share *share)
{
	struct answer *answer = &desk->answer;
	char what[WHAT_BYTES];
	char late[WHAT_BYTES];

	if (answer->exception != AQ_CODE_NONE)
		return;
	say_missing(desk, share, what);
	say_late(&desk->facts, share, late);
	answer->exception = AQ_DEDUCTION;
	match_explain(answer, "%s%s; that stays open%s%.*s", what, late,
		      answer->words.length > 0 ? "; " : "", AQ_SLICE_ARGS(answer->words));
}

/* Nothing of it is applied. */
static void ask_all(struct desk *desk, const struct share *share, uint64_t owner)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	struct aq_slice words = answer->words;
	bool is_bundle = answer->rule == AQ_RULE_BUNDLE;
	char what[WHAT_BYTES];
	char late[WHAT_BYTES];
	char paid[MONEY_WORDS_BYTES];

	say_missing(desk, share, what);
	say_late(facts, share, late);
	match_ask(facts, answer, AQ_SHORT_PAYMENT, match_account_for(facts, owner));
	match_explain(answer, "%s is paid, and %s%s%s%.*s",
		      match_money_words(facts->money, facts->currency, paid), what, late,
		      words.length > 0 ? "; " : "", AQ_SLICE_ARGS(words));
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->item->open > 0)
			match_suggest_item(facts, answer, facts->items[i]->item, TOO_MUCH);
	for (size_t i = 0; is_bundle && i < desk->basket.count; i++)
		if (desk->basket.items[i]->open > 0)
			match_suggest_item(facts, answer, desk->basket.items[i], TOO_MUCH);
}

void match_judge_short(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	const struct share *share;
	uint64_t owner;

	if (answer->outcome != AQ_OUTCOME_APPLY || facts->is_balance || answer->share_count == 0 ||
	    !aq_rule_may_tolerate(answer->rule))
		return;
	share = first_short(answer);
	if (!share && answer->amount != AMOUNT_SHORT)
		return;
	tell_deductions(facts, answer);
	owner = share ? share->customer_no : answer->shares[0].customer_no;
	switch (match_when_short(facts, owner)) {
	case AQ_SHORT_RESIDUAL:
		/* What the money did not reach has no rest: it is open as it was. */
		if (share)
			ask_residual(desk, share);
		break;
	case AQ_SHORT_ASK:
		ask_all(desk, share, owner);
		break;
	case AQ_SHORT_UNSAID:
	case AQ_SHORT_PARTIAL:
		break;
	}
}
