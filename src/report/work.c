/*
 * work.c - what a person types to answer a question.
 */
#include "work.h"

#include "acquit/codes.h"
#include "words.h"

/* What closes a question of a return; money that came in takes nothing back. */
static const struct closing {
	enum aq_code code;
	bool is_out;
	const char *verb, *after;
} closings[] = {
	{AQ_RETURN_UNKNOWN, true, "accept", " ORIGINAL"},
	{AQ_RETURN_UNKNOWN, false, "done", ""},
	{AQ_RETURN_LATE, true, "accept", ""},
	{AQ_RETURN_LATE, false, "done", ""},
	{AQ_RETURN_SPENT, false, "done", ""},
	{AQ_RETURN_AMOUNT, false, "done", ""},
	{AQ_RETURN_TWICE, false, "done", ""},
	{AQ_RETURN_AWAITED, false, "done", ""},
	{AQ_CHANGE_DUE, false, "done", ""},
	{AQ_DEDUCTION, false, "done", ""},
};

#define CLOSING_COUNT (sizeof(closings) / sizeof(closings[0]))

static bool has_closing(struct aq_slice code)
{
	for (size_t at = 0; at < CLOSING_COUNT; at++)
		if (aq_slice_is(code, aq_code_name(closings[at].code)))
			return true;
	return false;
}

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

bool work_is_typed(struct aq_slice code)
{
	return !has_closing(code) && !aq_slice_is(code, aq_code_name(AQ_CONTRACT_UNSIGNED)) &&
	       !aq_slice_is(code, aq_code_name(AQ_CONTRACT_OPTION)) &&
	       !aq_slice_is(code, aq_code_name(AQ_CURRENCY_DIFFERS));
}

void work_put_command(struct aq_buffer *out, struct aq_slice payment, struct aq_slice target)
{
	aq_buffer_add_text(out, "acquit review apply ");
	(void)put_shell_word(out, payment);
	aq_buffer_add_byte(out, ' ');
	if (target.length == 0 || !put_shell_word(out, target))
		aq_buffer_add_text(out, "TARGET");
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
