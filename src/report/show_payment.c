/*
 * show_payment.c - a payment: where it stands in its file, what it says, what
 * it was applied to and why, its entries, and the question that is open.
 */
#include "show.h"

#include "text.h"
#include "words.h"

static void put_amounts(struct aq_buffer *out, const struct aq_payment *payment)
{
	text_label(out, "amount");
	text_money(out, payment->amount, payment->currency);
	aq_buffer_print(out, " %s, %s\n", payment->direction == AQ_MONEY_IN ? "in" : "out",
			aq_kind_name(payment->kind));
	if (payment->fee_currency) {
		text_label(out, "fee");
		text_money(out, payment->fee, payment->fee_currency);
		aq_buffer_add_byte(out, '\n');
	}
	if (payment->net_currency) {
		text_label(out, "net");
		text_money(out, payment->net, payment->net_currency);
		aq_buffer_add_byte(out, '\n');
	}
}

static void put_dates(struct aq_buffer *out, const struct aq_payment *payment)
{
	text_label(out, "booked");
	text_date(out, payment->booked_on);
	if (aq_date_is_set(payment->value_on) &&
	    aq_date_compare(payment->value_on, payment->booked_on) != 0) {
		aq_buffer_add_text(out, ", value ");
		text_date(out, payment->value_on);
	}
	aq_buffer_add_byte(out, '\n');
}

static void put_facts(struct aq_buffer *out, const struct aq_payment_line *line)
{
	const struct aq_payment *payment = &line->payment;

	put_amounts(out, payment);
	put_dates(out, payment);
	text_line(out, "from", payment->payer);
	if (!aq_slice_equals(payment->reference, payment->text))
		text_line(out, "reference", payment->reference);
	text_line(out, "source id", payment->source_id);
	text_line(out, "end to end", payment->end_to_end_id);
	text_line(out, "settlement", payment->settlement_id);
	text_line(out, "answers", payment->counter_reference);
	text_line(out, "return", payment->return_code);
	text_line(out, "because", payment->return_text);
	text_line(out, "text", payment->text);
	text_label(out, "file");
	text_place(out, line->file, payment->line);
	if (line->format.length > 0) {
		aq_buffer_add_text(out, " (");
		text_put(out, line->format);
		aq_buffer_add_byte(out, ')');
	}
	aq_buffer_add_byte(out, '\n');
}

static enum aq_status on_payment(void *context, const struct aq_payment_line *line,
				 struct aq_error *err)
{
	struct showing *showing = context;
	struct aq_buffer *out = showing->out;

	(void)err;
	aq_buffer_add_text(out, "Payment ");
	text_payment_id(out, line->payment.id);
	aq_buffer_add_byte(out, '\n');
	put_facts(out, line);
	text_label(out, "status");
	aq_buffer_print(out, "%s: %s\n", aq_payment_status_name(line->status),
			payment_status_says(aq_slice_of(aq_payment_status_name(line->status))));
	if (line->rule != AQ_RULE_NONE) {
		text_label(out, "rule");
		aq_buffer_print(out, "%s, %s (confidence %u)\n", aq_rule_name(line->rule),
				aq_rule_says(line->rule), (unsigned)line->confidence);
	}
	if (line->payment.is_refused)
		aq_buffer_print(out, "  refused     %s: %s\n", aq_code_name(line->payment.refusal),
				aq_code_mend(line->payment.refusal));
	return AQ_OK;
}

enum aq_status show_journal(void *context, const struct aq_journal_line *line, struct aq_error *err)
{
	struct showing *showing = context;
	struct aq_buffer *out = showing->out;

	(void)err;
	show_heading(showing, "Journal");
	aq_buffer_print(out, "  %8llu  ", (unsigned long long)line->entry_no);
	text_date(out, line->posted_on);
	aq_buffer_print(out, "  %-16s ", aq_event_name(line->event));
	text_money_in(out,
		      (struct aq_money){.minor = line->posting.amount,
					.currency = line->posting.currency},
		      20);
	aq_buffer_add_text(out, "  ");
	text_accounts(out, &line->posting);
	if (line->corrects_no)
		aq_buffer_print(out, "  corrects %llu", (unsigned long long)line->corrects_no);
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

static enum aq_status on_exception(void *context, const struct aq_exception_line *line,
				   struct aq_error *err)
{
	struct showing *showing = context;

	(void)err;
	show_heading(showing, "Open question, and why not");
	text_question(showing->out, line);
	return AQ_OK;
}

static void put_more(struct aq_buffer *out, const char *before, struct aq_slice text)
{
	if (text.length == 0)
		return;
	aq_buffer_add_text(out, before);
	text_put(out, text);
}

static enum aq_status on_delivery(void *context, const struct aq_payment_line *line,
				  struct aq_error *err)
{
	struct showing *showing = context;
	struct aq_buffer *out = showing->out;

	(void)err;
	show_heading(showing, "Told in other places too");
	aq_buffer_add_text(out, "  ");
	text_place(out, line->file, line->payment.line);
	aq_buffer_print(out, ": %s", aq_payment_status_name(line->status));
	put_more(out, ", from ", line->payment.payer);
	put_more(out, ": ", line->payment.text);
	put_more(out, ": ", line->payment.return_code);
	put_more(out, " ", line->payment.return_text);
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

static enum aq_status show_deliveries(struct showing *showing, struct aq_error *err)
{
	uint64_t *payment_nos;
	size_t count = 0;
	enum aq_status status = aq_store_deliveries(showing->store, showing->number, showing->arena,
						    &payment_nos, &count, err);

	showing->count = 0;
	if (status >= AQ_OK && count > 0)
		status = aq_store_payment_lines(showing->store, payment_nos, count, on_delivery,
						showing, err);
	return status;
}

enum aq_status show_act_line(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct showing *showing = context;
	struct aq_buffer *out = showing->out;

	(void)err;
	show_heading(showing, "What people decided");
	aq_buffer_print(out, "  %s  A%llu  ", line->run, (unsigned long long)line->act_no);
	text_act(out, &line->act);
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

enum aq_status show_payment(struct showing *showing, struct aq_error *err)
{
	enum aq_status status;

	status = aq_store_payment_lines(showing->store, &showing->number, 1, on_payment, showing,
					err);
	if (status >= AQ_OK)
		status = show_deliveries(showing, err);
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_allocations_of_payment(showing->store, showing->number,
							 show_allocation_target, showing, err);
	if (status >= AQ_OK && showing->count == 0)
		aq_buffer_add_text(showing->out, "\nApplied to nothing\n");
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_list_acts(showing->store, showing->number, show_act_line, showing,
					    err);
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_exceptions_of(showing->store, showing->number, on_exception,
						showing, err);
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_journal_of_payment(showing->store, showing->number, show_journal,
						     showing, err);
	return status;
}
