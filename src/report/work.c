/*
 * work.c - what a person types to answer a question.
 */
#include "work.h"

#include "acquit/codes.h"
#include "words.h"

/* What closes a question that is not, or not only, answered by an application. */
static const struct closing {
	enum aq_code code;
	bool is_out;
	const char *verb, *after;
} closings[] = {
	{AQ_RETURN_UNKNOWN, true, "accept", " ORIGINAL"},
	{AQ_RETURN_UNKNOWN, false, "done", ""},
	{AQ_RETURN_LATE, true, "accept", ""},
	{AQ_RETURN_LATE, false, "done", ""},
	{AQ_RETURN_SPENT, true, "accept", " account:CUSTOMER"},
	{AQ_RETURN_SPENT, false, "done", ""},
	{AQ_RETURN_AMOUNT, false, "done", ""},
	{AQ_RETURN_TWICE, true, "accept", " account:CUSTOMER"},
	{AQ_RETURN_TWICE, false, "done", ""},
	{AQ_RETURN_AWAITED, false, "done", ""},
	{AQ_CHANGE_DUE, false, "done", ""},
	{AQ_DEDUCTION, false, "done", ""},
	{AQ_SETTLEMENT_LATE, false, "difference", " ACCOUNT"},
	{AQ_SETTLEMENT_LATE, false, "done", ""},
	{AQ_SETTLEMENT_DIFFERENCE, false, "difference", " ACCOUNT"},
	{AQ_SETTLEMENT_DIFFERENCE, false, "done", ""},
	{AQ_POSSIBLE_DOUBLE, false, "done", ""},
	{AQ_POSSIBLE_DUPLICATE, false, "release", ""},
	{AQ_ALREADY_PAID, false, "done", ""},
	{AQ_OVER_ALLOCATED, false, "done", ""},
	{AQ_CURRENCY_DIFFERS, false, "refund", ""},
	{AQ_LINE_GONE, false, "accept", ""},
	{AQ_LINE_GONE, false, "done", ""},
	{AQ_LINE_BACK, false, "reopen", ""},
	{AQ_LINE_BACK, false, "done", ""},
};

#define CLOSING_COUNT (sizeof(closings) / sizeof(closings[0]))

/* Nothing is applied there: a contract to be signed or asked about, a rate to be
 * decided, a return to be explained, a settlement. */
static const enum aq_code untyped[] = {
	AQ_RETURN_UNKNOWN,    AQ_RETURN_LATE,	  AQ_RETURN_SPENT,     AQ_RETURN_AMOUNT,
	AQ_RETURN_TWICE,      AQ_CHANGE_DUE,	  AQ_SETTLEMENT_LATE,  AQ_SETTLEMENT_DIFFERENCE,
	AQ_CONTRACT_UNSIGNED, AQ_CONTRACT_OPTION, AQ_CURRENCY_DIFFERS, AQ_RETURN_AWAITED,
	AQ_DEDUCTION,	      AQ_LINE_GONE,	  AQ_LINE_BACK,
};

bool work_put_closing(struct aq_buffer *out, const struct work_asked *asked, size_t index)
{
	for (size_t at = 0; at < CLOSING_COUNT; at++) {
		if (!aq_slice_is(asked->code, aq_code_name(closings[at].code)) ||
		    (closings[at].is_out && !asked->is_out) || index-- > 0)
			continue;
		aq_buffer_print(out, "acquit review %s ", closings[at].verb);
		(void)put_shell_word(out, asked->payment);
		aq_buffer_add_text(out, closings[at].after);
		return true;
	}
	return false;
}

static bool is_settlement(struct aq_slice target)
{
	return aq_slice_starts_with(target, AQ_SLICE("settlement:"));
}

/* What was deducted is given up, and no payment is put anywhere. */
static bool is_deduction(const struct work_asked *asked)
{
	return aq_slice_is(asked->code, aq_code_name(AQ_DEDUCTION));
}

bool work_is_typed(const struct work_asked *asked, struct aq_slice target)
{
	if (is_settlement(target) || (is_deduction(asked) && target.length > 0))
		return true;
	if (asked->is_out)
		return false;
	/* One of the pair is wrong, or not signed: the payer says which. */
	if (aq_slice_is(asked->code, aq_code_name(AQ_CONTRACT_PAIR)) && target.length > 0)
		return false;
	for (size_t at = 0; at < sizeof(untyped) / sizeof(untyped[0]); at++)
		if (aq_slice_is(asked->code, aq_code_name(untyped[at])))
			return false;
	return target.length > 0 || !aq_slice_is(asked->code, aq_code_name(AQ_POSSIBLE_DOUBLE));
}

void work_put_command(struct aq_buffer *out, const struct work_asked *asked, struct aq_slice target)
{
	const char *verb = is_settlement(target) ? "settle" : "apply";

	if (is_deduction(asked)) {
		aq_buffer_add_text(out, "acquit review write-off ");
	} else {
		aq_buffer_print(out, "acquit review %s ", verb);
		(void)put_shell_word(out, asked->payment);
		aq_buffer_add_byte(out, ' ');
	}
	if (target.length == 0 || !put_shell_word(out, target))
		aq_buffer_add_text(out, "TARGET");
}

void work_put_owed(struct aq_buffer *out, const struct work_owed *owed, size_t index)
{
	struct aq_buffer target;
	bool is_repaid = index == 0;

	aq_buffer_init(&target, 0);
	aq_buffer_add_text(&target, is_repaid ? "account:" : "due:");
	aq_buffer_add(&target, owed->customer);
	if (!is_repaid) {
		aq_buffer_add_byte(&target, '/');
		aq_buffer_add(&target, owed->currency);
	}
	aq_buffer_add_text(out,
			   is_repaid ? "acquit review repay PAYMENT " : "acquit review write-off ");
	if (!put_shell_word(out, aq_buffer_slice(&target)))
		aq_buffer_add_text(out, is_repaid ? "account:CUSTOMER" : "due:CUSTOMER/CURRENCY");
	out->failed |= aq_buffer_failed(&target);
	aq_buffer_free(&target);
}

static bool is_above(struct aq_decimal above, struct aq_money money)
{
	struct aq_money limit;
	bool is_exact;

	if (!above.is_present)
		return true;
	if (money.minor < 0)
		money.minor = money.minor == INT64_MIN ? INT64_MAX : -money.minor;
	return aq_money_round(above, money.currency, &limit, &is_exact) &&
	       money.minor > limit.minor;
}

bool work_is_asked_for(const struct aq_work_order *order, struct aq_money money,
		       struct aq_date opened_on)
{
	if (order->currency != AQ_CURRENCY_NONE && order->currency != money.currency)
		return false;
	if (!is_above(order->above, money))
		return false;
	return !aq_date_is_set(order->until) || aq_date_compare(opened_on, order->until) <= 0;
}

void work_put_age(struct aq_buffer *out, struct aq_date opened_on, struct aq_date today)
{
	uint64_t days = days_since(opened_on, today);

	if (days > 0)
		aq_buffer_print(out, "  open %llu %s", (unsigned long long)days,
				plural(days, "day", "days"));
}
