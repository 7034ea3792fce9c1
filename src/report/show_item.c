/*
 * show_item.c - invoices, contracts, subscriptions, customers: what is owed,
 * what was paid, by which payments and why.
 */
#include "show.h"

#include "text.h"
#include "words.h"
#include "work.h"

#define PAYMENTS_SHOWN_MAX 200
#define MONEY_WIDTH	   20

static void put_money(struct aq_buffer *out, const char *label, int64_t minor, aq_currency currency)
{
	text_label(out, label);
	text_money(out, minor, currency);
	aq_buffer_add_byte(out, '\n');
}

static void put_day(struct aq_buffer *out, const char *label, struct aq_date date)
{
	if (!aq_date_is_set(date))
		return;
	text_label(out, label);
	text_date(out, date);
	aq_buffer_add_byte(out, '\n');
}

static enum aq_status put_item(struct showing *showing, const struct aq_item *item,
			       struct aq_error *err)
{
	struct aq_buffer *out = showing->out;

	put_money(out, "amount", item->amount, item->currency);
	put_money(out, "open", item->open, item->currency);
	put_day(out, "issued", item->issued_on);
	put_day(out, "due", item->due_on);
	if (item->discount) {
		put_money(out, "discount", item->discount, item->currency);
		put_day(out, "until", item->discount_until);
	}
	text_line(out, "kind", item->class_text);
	text_line(out, "reference", item->reference);
	return show_owner(showing, item->customer_no, err);
}

/* The item's facts, and every payment that was put on it. */
static enum aq_status show_item(struct showing *showing, uint64_t item_no, struct aq_error *err)
{
	struct aq_item *items;
	size_t found = 0;
	enum aq_status status =
		aq_store_items(showing->store, &item_no, 1, showing->arena, &items, &found, err);

	if (status >= AQ_OK && found > 0)
		status = put_item(showing, &items[0], err);
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_allocations_of_item(showing->store, item_no,
						      show_allocation_payment, showing, err);
	if (status >= AQ_OK && showing->count == 0)
		aq_buffer_add_text(showing->out, "\nNothing was paid on it\n");
	return status;
}

struct giving_up {
	struct showing *showing;
	uint64_t run_no;
};

static enum aq_status on_giving_act(void *context, const struct aq_act_line *line,
				    struct aq_error *err)
{
	const struct giving_up *up = context;
	struct aq_buffer *out = up->showing->out;

	(void)err;
	if (line->run_no != up->run_no)
		return AQ_OK;
	aq_buffer_print(out, "  A%llu  ", (unsigned long long)line->act_no);
	text_act(out, &line->act);
	return AQ_OK;
}

static enum aq_status on_written(void *context, const struct aq_journal_line *line,
				 struct aq_error *err)
{
	struct showing *showing = context;
	struct giving_up up = {showing, line->run_no};
	bool is_up = line->posting.debit.account == AQ_ACCOUNT_WRITE_OFFS;
	enum aq_status status;

	show_heading(showing, "Given up");
	aq_buffer_add_text(showing->out, "  ");
	text_date(showing->out, line->posted_on);
	text_money_in(showing->out,
		      (struct aq_money){is_up ? line->posting.amount : -line->posting.amount,
					line->posting.currency},
		      MONEY_WIDTH + 2);
	aq_buffer_print(showing->out, "  %s", aq_event_name(line->event));
	status = aq_store_list_acts(showing->store, 0, on_giving_act, &up, err);
	aq_buffer_add_byte(showing->out, '\n');
	return status;
}

static void put_title(struct showing *showing, const char *what)
{
	aq_buffer_add_text(showing->out, what);
	aq_buffer_add_byte(showing->out, ' ');
	text_put(showing->out, showing->text);
	aq_buffer_add_byte(showing->out, '\n');
}

enum aq_status show_invoice(struct showing *showing, struct aq_error *err)
{
	enum aq_status status;

	put_title(showing, "Invoice");
	status = show_item(showing, showing->number, err);
	showing->count = 0;
	return status < AQ_OK ? status
			      : aq_store_journal_of_written(showing->store, showing->number,
							    on_written, showing, err);
}

/* --- allocations to a number, found by way of the customer's payments --- */

struct finding_number {
	struct showing *showing;
	enum aq_target_kind kind;
	struct aq_slice number;
};

static enum aq_status on_any_allocation(void *context, const struct aq_allocation_line *line,
					struct aq_error *err)
{
	const struct finding_number *finding = context;

	if (line->allocation.target_kind != finding->kind ||
	    !aq_slice_equals(line->allocation.target, finding->number))
		return AQ_OK;
	return show_allocation_payment(finding->showing, line, err);
}

static enum aq_status show_paid_on(struct showing *showing, uint64_t customer_no,
				   struct finding_number *finding, struct aq_error *err)
{
	uint64_t *payment_nos;
	size_t count = 0;
	enum aq_status status = aq_store_payments_of_customer(
		showing->store, customer_no, showing->arena, &payment_nos, &count, err);

	showing->count = 0;
	for (size_t index = 0; index < count && status >= AQ_OK; index++)
		status = aq_store_allocations_of_payment(showing->store, payment_nos[index],
							 on_any_allocation, finding, err);
	if (status >= AQ_OK && showing->count == 0)
		aq_buffer_add_text(showing->out, "\nNothing was paid on it\n");
	return status;
}

static void put_options(struct showing *showing, const struct aq_contract *contract)
{
	showing->count = 0;
	for (size_t index = 0; index < contract->option_count; index++) {
		const struct aq_option *option = &contract->options[index];

		show_heading(showing, "Payment options");
		aq_buffer_add_text(showing->out, "  ");
		text_money_in(
			showing->out,
			(struct aq_money){.minor = option->amount, .currency = contract->currency},
			MONEY_WIDTH);
		aq_buffer_add_text(showing->out, "  ");
		text_put(showing->out, option->option);
		if (option->label.length > 0) {
			aq_buffer_add_text(showing->out, ", ");
			text_put(showing->out, option->label);
		}
		aq_buffer_add_byte(showing->out, '\n');
	}
}

enum aq_status show_contract(struct showing *showing, struct aq_error *err)
{
	struct finding_number finding = {
		.showing = showing, .kind = AQ_TARGET_CONTRACT, .number = showing->text};
	struct aq_contract *contracts;
	size_t found = 0;
	enum aq_status status = aq_store_contracts(showing->store, &showing->number, 1,
						   showing->arena, &contracts, &found, err);

	put_title(showing, "Contract");
	if (status < AQ_OK || found == 0)
		return status;
	finding.number = contracts[0].number;
	text_line(showing->out, "notification", contracts[0].notification);
	if (contracts[0].has_amount)
		put_money(showing->out, "amount", contracts[0].amount, contracts[0].currency);
	if (aq_date_is_set(contracts[0].signed_on))
		put_day(showing->out, "signed", contracts[0].signed_on);
	else
		text_line(showing->out, "signed", AQ_SLICE("not yet: it cannot be paid"));
	put_day(showing->out, "due", contracts[0].due_on);
	text_line(showing->out, "paid", contracts[0].is_paid ? AQ_SLICE("yes") : AQ_SLICE("no"));
	status = show_owner(showing, contracts[0].customer_no, err);
	put_options(showing, &contracts[0]);
	return status < AQ_OK ? status
			      : show_paid_on(showing, contracts[0].customer_no, &finding, err);
}

static void put_open_item(struct showing *showing, const struct aq_item *item)
{
	struct aq_buffer *out = showing->out;

	aq_buffer_add_text(out, "  ");
	text_money_in(out, (struct aq_money){.minor = item->open, .currency = item->currency},
		      MONEY_WIDTH);
	aq_buffer_add_text(out, "  ");
	if (item->kind == AQ_ITEM_INSTALMENT)
		aq_buffer_print(out, "instalment %u of ", (unsigned)item->cycle + 1);
	text_put(out, item->number);
	if (aq_date_is_set(item->due_on)) {
		aq_buffer_add_text(out, "  due ");
		text_date(out, item->due_on);
	}
	if (item->open != item->amount) {
		aq_buffer_add_text(out, "  of ");
		text_money(out, item->amount, item->currency);
	}
	aq_buffer_add_byte(out, '\n');
}

enum aq_status show_subscription(struct showing *showing, struct aq_error *err)
{
	struct finding_number finding = {
		.showing = showing, .kind = AQ_TARGET_SUBSCRIPTION, .number = showing->text};
	struct aq_subscription *rows;
	size_t found = 0;
	enum aq_status status = aq_store_subscriptions(showing->store, &showing->number, 1,
						       showing->arena, &rows, &found, err);

	put_title(showing, "Subscription");
	if (status < AQ_OK || found == 0)
		return status;
	finding.number = rows[0].number;
	put_money(showing->out, "instalment", rows[0].full, rows[0].currency);
	put_money(showing->out, "discounts", rows[0].discount, rows[0].currency);
	put_day(showing->out, "until", rows[0].promo_until);
	put_day(showing->out, "starts", rows[0].starts_on);
	aq_buffer_print(showing->out, "  cycles      %d of %d months, %d billed\n",
			(int)rows[0].cycles, (int)rows[0].cycle_months, (int)rows[0].made);
	status = show_owner(showing, rows[0].customer_no, err);
	showing->count = 0;
	for (size_t index = 0; index < rows[0].instalment_count; index++) {
		show_heading(showing, "Open instalments");
		put_open_item(showing, &rows[0].instalments[index]);
	}
	return status < AQ_OK ? status : show_paid_on(showing, rows[0].customer_no, &finding, err);
}

/* --- customers --- */

static enum aq_status put_open_items(struct showing *showing, struct aq_error *err)
{
	struct aq_item *items;
	struct aq_open_of *open_of;
	size_t count = 0;
	enum aq_status status;

	status = aq_store_open_items_of(showing->store, &showing->number, 1, showing->arena, &items,
					&count, &open_of, err);
	showing->count = 0;
	for (size_t index = 0; index < count && status >= AQ_OK; index++) {
		show_heading(showing, "Open items");
		put_open_item(showing, &items[index]);
	}
	if (status >= AQ_OK && count == 0)
		aq_buffer_add_text(showing->out, "\nNothing is open\n");
	if (status >= AQ_OK && count > 0 && open_of[0].is_cut)
		aq_buffer_add_text(showing->out, "  and more\n");
	return status;
}

/* --- what is owed of returns --- */

struct owing {
	struct showing *showing;
	struct aq_slice customer;
};

static enum aq_status on_due(void *context, const struct aq_due_line *line, struct aq_error *err)
{
	struct owing *owing = context;
	struct aq_buffer *out = owing->showing->out;
	const struct work_owed owed = {owing->customer,
				       aq_slice_of(aq_currency_code(line->currency))};

	(void)err;
	show_heading(owing->showing, "Owed of returns");
	text_money_in(out, (struct aq_money){line->owed, line->currency}, MONEY_WIDTH + 2);
	aq_buffer_add_text(out, "  since ");
	text_date(out, line->since);
	aq_buffer_add_byte(out, '\n');
	for (size_t index = 0; index < WORK_OWED_COMMANDS; index++) {
		aq_buffer_add_text(out, "      ");
		work_put_owed(out, &owed, index);
		aq_buffer_add_text(out, WORK_SIGNED "\n");
	}
	return AQ_OK;
}

static enum aq_status on_due_move(void *context, const struct aq_journal_line *line,
				  struct aq_error *err)
{
	static const struct aq_payment_id none;
	struct owing *owing = context;
	struct aq_buffer *out = owing->showing->out;
	bool is_more = line->posting.debit.account == AQ_ACCOUNT_DUE_FROM_CUSTOMER;

	(void)err;
	show_heading(owing->showing, "Owed of returns");
	if (owing->showing->count == 1)
		aq_buffer_add_text(out, "  nothing any more\n");
	aq_buffer_add_text(out, "  ");
	text_date(out, line->posted_on);
	text_money_in(out,
		      (struct aq_money){is_more ? line->posting.amount : -line->posting.amount,
					line->posting.currency},
		      MONEY_WIDTH + 2);
	aq_buffer_print(out, "  %s", aq_event_name(line->event));
	if (memcmp(&line->payment, &none, sizeof(none)) != 0) {
		aq_buffer_add_text(out, "  payment ");
		text_payment_id(out, line->payment);
	}
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

static enum aq_status put_owed(struct showing *showing, struct aq_slice customer,
			       struct aq_error *err)
{
	struct owing owing = {.showing = showing, .customer = customer};
	enum aq_status status;

	showing->count = 0;
	status = aq_store_list_due(showing->store, showing->number, on_due, &owing, err);
	if (status >= AQ_OK)
		status = aq_store_journal_of_due(showing->store, showing->number, on_due_move,
						 &owing, err);
	return status;
}

enum aq_status show_payment_row(void *context, const struct aq_payment_line *line,
				struct aq_error *err)
{
	struct showing *showing = context;
	struct aq_buffer *out = showing->out;
	const struct aq_payment *payment = &line->payment;

	(void)err;
	show_heading(showing, "Payments");
	aq_buffer_add_text(out, "  ");
	text_date(out, payment->booked_on);
	text_money_in(out,
		      (struct aq_money){.minor = payment->direction == AQ_MONEY_IN
							 ? payment->amount
							 : -payment->amount,
					.currency = payment->currency},
		      MONEY_WIDTH + 2);
	aq_buffer_add_text(out, "  ");
	text_payment_id(out, payment->id);
	aq_buffer_print(out, "  %s  ", aq_payment_status_name(line->status));
	text_place(out, line->file, payment->line);
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

static enum aq_status put_payments(struct showing *showing, struct aq_error *err)
{
	uint64_t *payment_nos;
	size_t count = 0, skipped = 0;
	enum aq_status status = aq_store_payments_of_customer(
		showing->store, showing->number, showing->arena, &payment_nos, &count, err);

	if (count > PAYMENTS_SHOWN_MAX)
		skipped = count - PAYMENTS_SHOWN_MAX;
	showing->count = 0;
	if (status >= AQ_OK && count > 0)
		status = aq_store_payment_lines(showing->store, payment_nos + skipped,
						count - skipped, show_payment_row, showing, err);
	if (status >= AQ_OK && skipped > 0)
		aq_buffer_print(showing->out, "  and %zu earlier ones\n", skipped);
	return status;
}

enum aq_status show_customer(struct showing *showing, struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found = 0;
	enum aq_status status = aq_store_customers(showing->store, &showing->number, 1,
						   showing->arena, &customers, &found, err);

	put_title(showing, "Customer");
	if (status >= AQ_OK && found > 0) {
		text_line(showing->out, "name", customers[0].name);
		text_line(showing->out, "billing", customers[0].billing_account);
		text_line(showing->out, "email", customers[0].email);
	}
	if (status >= AQ_OK)
		status = put_open_items(showing, err);
	if (status >= AQ_OK && found > 0)
		status = put_owed(showing, customers[0].number, err);
	if (status >= AQ_OK)
		status = put_payments(showing, err);
	return status;
}
