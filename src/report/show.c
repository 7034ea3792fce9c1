/*
 * show.c - `show`: everything about one thing, and why.
 */
#include "show.h"

#include "text.h"
#include "words.h"

void show_heading(struct showing *showing, const char *heading)
{
	if (showing->count++ > 0)
		return;
	aq_buffer_add_byte(showing->out, '\n');
	aq_buffer_add_text(showing->out, heading);
	aq_buffer_add_byte(showing->out, '\n');
}

enum aq_status show_owner(struct showing *showing, uint64_t customer_no, struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found = 0;
	enum aq_status status;

	if (customer_no == 0)
		return AQ_OK;
	status = aq_store_customers(showing->store, &customer_no, 1, showing->arena, &customers,
				    &found, err);
	if (status < AQ_OK || found == 0)
		return status;
	text_label(showing->out, "customer");
	text_put(showing->out, customers[0].number);
	aq_buffer_add_text(showing->out, ", ");
	text_put(showing->out, customers[0].name);
	aq_buffer_add_byte(showing->out, '\n');
	return AQ_OK;
}

static void put_extra(struct aq_buffer *out, const char *what, int64_t minor, aq_currency currency)
{
	if (minor == 0)
		return;
	aq_buffer_add_text(out, what);
	text_money(out, minor, currency);
}

/* Why: the rule, what it says, and each fact that held. */
static void put_why(struct aq_buffer *out, const struct aq_allocation *allocation)
{
	enum aq_rule rule = (enum aq_rule)allocation->rule;

	put_extra(out, ", and discount ", allocation->discount, allocation->currency);
	put_extra(out, ", and promotion ", allocation->promotion, allocation->currency);
	put_extra(out, ", and write-off ", allocation->write_off, allocation->currency);
	if (allocation->amount < 0 && allocation->takes_back_no)
		aq_buffer_add_text(out, " (taken back)");
	else if (allocation->amount < 0 && allocation->target_kind == AQ_TARGET_ACCOUNT)
		aq_buffer_add_text(out, " (taken off the account)");
	else if (allocation->amount < 0 && allocation->target_kind == AQ_TARGET_INVOICE)
		aq_buffer_add_text(out, " (credit note)");
	if (rule == AQ_RULE_NONE)
		aq_buffer_add_text(out, "\n    why: no rule decided, what is known put it there\n");
	else
		aq_buffer_print(out, "\n    why: %s, %s (confidence %u)\n", aq_rule_name(rule),
				aq_rule_says(rule), (unsigned)allocation->confidence);
	if (allocation->evidence.length > 0) {
		aq_buffer_add_text(out, "         ");
		text_put(out, allocation->evidence);
		aq_buffer_add_byte(out, '\n');
	}
}

enum aq_status show_allocation_target(void *context, const struct aq_allocation_line *line,
				      struct aq_error *err)
{
	struct showing *showing = context;
	const struct aq_allocation *allocation = &line->allocation;

	(void)err;
	show_heading(showing, "Applied to");
	aq_buffer_print(showing->out, "  %s ", aq_target_kind_name(allocation->target_kind));
	text_put(showing->out, allocation->target);
	if (allocation->target_kind == AQ_TARGET_ACCOUNT) {
		aq_buffer_print(showing->out, " (%s)", bucket_name(allocation->bucket));
	} else if (allocation->customer.length > 0) {
		aq_buffer_add_text(showing->out, " of customer ");
		text_put(showing->out, allocation->customer);
	}
	aq_buffer_add_text(showing->out, ": ");
	text_money(showing->out, allocation->amount, allocation->currency);
	put_why(showing->out, allocation);
	return AQ_OK;
}

enum aq_status show_allocation_payment(void *context, const struct aq_allocation_line *line,
				       struct aq_error *err)
{
	struct showing *showing = context;

	(void)err;
	show_heading(showing, "Paid by");
	aq_buffer_add_text(showing->out, "  payment ");
	text_payment_id(showing->out, line->payment);
	aq_buffer_add_text(showing->out, " (");
	text_place(showing->out, line->file, line->line);
	aq_buffer_add_text(showing->out, "): ");
	text_money(showing->out, line->allocation.amount, line->allocation.currency);
	put_why(showing->out, &line->allocation);
	return AQ_OK;
}

enum aq_status aq_report_show(struct aq_store *store, const struct aq_thing_row *thing,
			      struct aq_buffer *out, struct aq_error *err)
{
	static enum aq_status (*const shows[])(struct showing *, struct aq_error *) = {
		[AQ_THING_PAYMENT] = show_payment,
		[AQ_THING_INVOICE] = show_invoice,
		[AQ_THING_CONTRACT] = show_contract,
		[AQ_THING_CUSTOMER] = show_customer,
		[AQ_THING_SUBSCRIPTION] = show_subscription,
		[AQ_THING_FILE] = show_file,
		[AQ_THING_ACT] = show_act,
		[AQ_THING_SETTLEMENT] = show_settlement,
		[AQ_THING_RUN] = show_run,
		[AQ_THING_ENTRY] = show_entry,
	};
	struct showing showing = {
		.store = store, .out = out, .number = thing->number, .text = thing->text};
	enum aq_status status;

	if (thing->thing == AQ_THING_ANY || thing->thing > AQ_THING_ENTRY)
		return aq_fail(err, AQ_USAGE, AQ_CODE_NONE, (struct aq_at){0, 0},
			       "say what is meant: payment:X, invoice:X, contract:X, customer:X, "
			       "subscription:X, file:X, act:X, settlement:X, run:X, entry:X");
	status = aq_arena_new(&showing.arena, 0, err);
	if (status >= AQ_OK)
		status = shows[thing->thing](&showing, err);
	aq_arena_free(showing.arena);
	if (status < AQ_OK)
		return status;
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}
