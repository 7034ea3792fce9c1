/*
 * show_settlement.c - a settlement: its sums, its payments, what closed it, what
 * people decided and what is asked of it, and what to type.
 */
#include "show.h"

#include "acquit/codes.h"
#include "acquit/sorted.h"

#include "text.h"
#include "words.h"
#include "work.h"

#define PAYMENTS_SHOWN_MAX 200

struct settlement { /* one of a currency */
	uint64_t settlement_no;
	bool is_open;
};

struct settling {
	struct showing *showing;
	struct settlement *settlements;
	size_t count;
	uint64_t *payment_nos; /* of the list in hand, sorted */
	size_t payment_count;
};

static void put_money(struct aq_buffer *out, const char *label, struct aq_money money, bool always)
{
	if (money.minor == 0 && !always)
		return;
	text_label(out, label);
	text_money(out, money.minor, money.currency);
	aq_buffer_add_byte(out, '\n');
}

static void put_sums(struct aq_buffer *out, const struct aq_settlement_line *line)
{
	const struct aq_settlement *settlement = &line->settlement;
	const aq_currency currency = settlement->currency;
	int64_t rest;

	put_money(out, "gross", (struct aq_money){settlement->gross, currency}, true);
	put_money(out, "fees", (struct aq_money){settlement->fees, currency}, false);
	put_money(out, "returns", (struct aq_money){settlement->returns, currency}, false);
	put_money(out, "held back", (struct aq_money){settlement->held, currency}, false);
	put_money(out, "exchanged", (struct aq_money){settlement->exchanged, currency}, false);
	put_money(out, "other", (struct aq_money){settlement->other, currency}, false);
	put_money(out, "net", (struct aq_money){settlement->net, currency}, true);
	put_money(out, "deposited", (struct aq_money){settlement->deposited, currency}, true);
	if (__builtin_sub_overflow(settlement->net, settlement->deposited, &rest) || rest == 0)
		return;
	text_label(out, "difference");
	text_money(out, rest, currency);
	aq_buffer_print(out, ": %s\n", aq_settlement_residual_name(line));
}

static enum aq_status on_settlement(void *context, const struct aq_settlement_line *line,
				    struct aq_error *err)
{
	struct settling *settling = context;
	struct showing *showing = settling->showing;
	struct settlement *more =
		aq_arena_take_many(showing->arena, settling->count + 1, sizeof(*more));

	if (!more)
		return aq_fail_memory(err);
	if (settling->count)
		memcpy(more, settling->settlements, settling->count * sizeof(*more));
	settling->settlements = more;
	more[settling->count++] = (struct settlement){
		line->settlement.settlement_no, line->settlement.net != line->settlement.deposited};
	if (settling->count > 1)
		aq_buffer_add_byte(showing->out, '\n');
	text_line(showing->out, "status", aq_slice_of(aq_settlement_status_name(line->status)));
	if (aq_date_is_set(line->settlement.settled_on)) {
		text_label(showing->out, "settled");
		text_date(showing->out, line->settlement.settled_on);
		aq_buffer_add_byte(showing->out, '\n');
	}
	put_sums(showing->out, line);
	return AQ_OK;
}

static enum aq_status read_payments(struct settling *settling, struct aq_settlement_order order,
				    struct aq_error *err)
{
	struct showing *showing = settling->showing;

	return aq_store_payments_of_settlement(showing->store, order, showing->arena,
					       &settling->payment_nos, &settling->payment_count,
					       err);
}

static enum aq_status put_details(struct settling *settling, struct aq_error *err)
{
	struct showing *showing = settling->showing;
	size_t count = settling->payment_count;
	size_t shown = count < PAYMENTS_SHOWN_MAX ? count : PAYMENTS_SHOWN_MAX;
	enum aq_status status;

	showing->count = 0;
	if (count == 0)
		return AQ_OK;
	status = aq_store_payment_lines(showing->store, settling->payment_nos, shown,
					show_payment_row, showing, err);
	if (status >= AQ_OK && count > shown)
		aq_buffer_print(showing->out, "  and %zu more\n", count - shown);
	return status;
}

/* What was taken off again is told by what people decided. */
static enum aq_status on_closing(void *context, const struct aq_payment_line *line,
				 struct aq_error *err)
{
	struct showing *showing = context;

	if (line->status != AQ_PAYMENT_SETTLEMENT)
		return AQ_OK;
	show_heading(showing, "Closed by");
	return show_payment_row(showing, line, err);
}

static enum aq_status put_lines(struct settling *settling, struct aq_error *err)
{
	struct showing *showing = settling->showing;

	showing->count = 0;
	return settling->payment_count == 0
		       ? AQ_OK
		       : aq_store_payment_lines(showing->store, settling->payment_nos,
						settling->payment_count, on_closing, showing, err);
}

static bool is_of_settlement(enum aq_code code)
{
	return code == AQ_SETTLEMENT_LATE || code == AQ_SETTLEMENT_DIFFERENCE;
}

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	struct showing *showing = context;

	(void)err;
	if (!is_of_settlement(line->code))
		return AQ_OK;
	show_heading(showing, "What is asked");
	text_question(showing->out, line);
	return AQ_OK;
}

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	static const char *const verbs[] = {"settle", "unsettle", "difference",
					    "done",   "reopen",	  "propose"};
	struct settling *settling = context;
	const struct aq_sorted sorted = {settling->payment_nos, settling->payment_count,
					 sizeof(*settling->payment_nos), 0};

	if (line->payment_no == 0 || !aq_sorted_find(sorted, line->payment_no))
		return AQ_OK;
	for (size_t at = 0; at < sizeof(verbs) / sizeof(verbs[0]); at++)
		if (aq_slice_is(line->act.verb, verbs[at]))
			return show_act_line(settling->showing, line, err);
	return AQ_OK;
}

/* Who decided, and what is asked, of the list in hand. */
static enum aq_status put_said(struct settling *settling, struct aq_error *err)
{
	struct showing *showing = settling->showing;
	enum aq_status status = AQ_OK;

	showing->count = 0;
	if (settling->payment_count > 0)
		status = aq_store_list_acts(showing->store, 0, on_act, settling, err);
	showing->count = 0;
	for (size_t at = 0; at < settling->payment_count && status >= AQ_OK; at++)
		status = aq_store_exceptions_of(showing->store, settling->payment_nos[at],
						on_question, showing, err);
	return status;
}

static enum aq_status on_line(void *context, const struct aq_payment_line *line,
			      struct aq_error *err)
{
	struct showing *showing = context;

	(void)err;
	if (line->status != AQ_PAYMENT_SETTLEMENT)
		return AQ_OK;
	show_heading(showing, "To do");
	aq_buffer_add_text(showing->out, "      acquit review unsettle ");
	text_payment_id(showing->out, line->payment.id);
	aq_buffer_add_text(showing->out, WORK_SIGNED "\n");
	return AQ_OK;
}

static void put_settle(struct showing *showing)
{
	struct aq_buffer target;

	aq_buffer_init(&target, 0);
	aq_buffer_add_text(&target, "settlement:");
	aq_buffer_add(&target, showing->text);
	show_heading(showing, "To do");
	aq_buffer_add_text(showing->out, "      acquit review settle PAYMENT ");
	if (!put_shell_word(showing->out, aq_buffer_slice(&target)))
		aq_buffer_add_text(showing->out, "SETTLEMENT");
	aq_buffer_add_text(showing->out, WORK_SIGNED "\n");
	showing->out->failed |= aq_buffer_failed(&target);
	aq_buffer_free(&target);
}

static enum aq_status put_commands(struct settling *settling, bool is_open, struct aq_error *err)
{
	struct showing *showing = settling->showing;

	showing->count = 0;
	if (is_open)
		put_settle(showing);
	return settling->payment_count == 0
		       ? AQ_OK
		       : aq_store_payment_lines(showing->store, settling->payment_nos,
						settling->payment_count, on_line, showing, err);
}

static enum aq_status put_one(struct settling *settling, const struct settlement *settlement,
			      struct aq_error *err)
{
	struct aq_settlement_order order = {.settlement_no = settlement->settlement_no};
	enum aq_status status = read_payments(settling, order, err);

	if (status >= AQ_OK)
		status = put_details(settling, err);
	if (status >= AQ_OK)
		status = put_said(settling, err);
	order.is_lines = true;
	if (status >= AQ_OK)
		status = read_payments(settling, order, err);
	if (status >= AQ_OK)
		status = put_lines(settling, err);
	if (status >= AQ_OK)
		status = put_said(settling, err);
	return status < AQ_OK ? status : put_commands(settling, settlement->is_open, err);
}

enum aq_status show_settlement(struct showing *showing, struct aq_error *err)
{
	struct settling settling = {.showing = showing};
	enum aq_status status;

	aq_buffer_add_text(showing->out, "Settlement ");
	text_put(showing->out, showing->text);
	aq_buffer_add_byte(showing->out, '\n');
	status = aq_store_settlements_like(showing->store, showing->number, on_settlement,
					   &settling, err);
	for (size_t at = 0; at < settling.count && status >= AQ_OK; at++)
		status = put_one(&settling, &settling.settlements[at], err);
	return status;
}
