/*
 * world.h - one night in memory: invented customers, invoices and payments, and
 * a ledger that ties, for tests of reports.
 */
#ifndef TEST_REPORT_WORLD_H
#define TEST_REPORT_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquit/report.h"

#define WORLD_MAX 4096

struct world {
	struct aq_run run;
	struct aq_file_line files[64];
	size_t files_count;
	struct aq_finding_line findings[64];
	size_t findings_count;
	struct aq_payment_line payments[WORLD_MAX];
	size_t payments_count;
	struct aq_allocation_line allocations[WORLD_MAX];
	size_t allocations_count;
	struct aq_exception_line exceptions[WORLD_MAX];
	size_t exceptions_count;
	struct aq_journal_line journal[WORLD_MAX * 2];
	size_t journal_count;
	struct aq_trial_line trial[256];
	size_t trial_count;
	struct aq_aging_line aging[256];
	size_t aging_count;
	struct aq_settlement_line settlements[16];
	size_t settlements_count;
	struct aq_waiting_total waiting[32];
	size_t waiting_count;
	struct aq_exception_total questions[32];
	size_t question_count;
	struct aq_item items[256];
	size_t items_count;
	struct aq_customer customers[32];
	size_t customers_count;
	uint64_t entry_no;
};

#define USD ((aq_currency)840)
#define KHR ((aq_currency)116)
#define SEK ((aq_currency)752)
#define BHD ((aq_currency)48)
#define VND ((aq_currency)704)

static inline struct aq_date world_day(const char *text)
{
	struct aq_date day = AQ_DATE_NONE;

	if (!aq_date_parse(aq_slice_of(text), &day))
		abort();
	return day;
}

static inline struct aq_account_ref world_account(enum aq_account account, const char *qualifier)
{
	return (struct aq_account_ref){.account = account, .qualifier = aq_slice_of(qualifier)};
}

static inline int world_same(struct aq_account_ref one, struct aq_account_ref other)
{
	return one.account == other.account && aq_slice_equals(one.qualifier, other.qualifier);
}

static inline void world_turn(struct world *world, struct aq_account_ref account,
			      aq_currency currency, int64_t debit, int64_t credit)
{
	for (size_t index = 0; index < world->trial_count; index++) {
		struct aq_trial_line *line = &world->trial[index];

		if (world_same(line->account, account) && line->currency == currency) {
			line->debit += debit;
			line->credit += credit;
			return;
		}
	}
	world->trial[world->trial_count++] = (struct aq_trial_line){
		.account = account, .currency = currency, .debit = debit, .credit = credit};
}

/* One posting of an entry; `payment` may be NULL. A negative amount exchanges the sides. */
struct world_posting {
	enum aq_event event;
	struct aq_account_ref debit, credit;
	int64_t amount;
	aq_currency currency;
	const char *customer, *target, *settlement;
};

static inline void world_post(struct world *world, const struct aq_payment_line *payment,
			      struct world_posting posting)
{
	struct aq_journal_line *line = &world->journal[world->journal_count++];
	struct aq_account_ref debit = posting.amount < 0 ? posting.credit : posting.debit;
	struct aq_account_ref credit = posting.amount < 0 ? posting.debit : posting.credit;
	int64_t amount = posting.amount < 0 ? -posting.amount : posting.amount;

	*line = (struct aq_journal_line){
		.entry_no = world->entry_no,
		.run_no = world->run.run_no,
		.event = posting.event,
		.posted_on = payment ? payment->payment.booked_on : world->run.business_date,
		.posting = {.debit = debit,
			    .credit = credit,
			    .amount = amount,
			    .currency = posting.currency,
			    .customer = aq_slice_of(posting.customer),
			    .target = aq_slice_of(posting.target),
			    .settlement = aq_slice_of(posting.settlement)},
		.memo = aq_slice_of("receipt"),
	};
	memset(line->hash.bytes, (int)(world->entry_no & 0xFF), sizeof(line->hash.bytes));
	if (payment) {
		line->payment = payment->payment.id;
		line->payment_no = payment->payment.payment_no;
	}
	world_turn(world, debit, posting.currency, amount, 0);
	world_turn(world, credit, posting.currency, 0, amount);
}

static inline void world_entry(struct world *world)
{
	world->entry_no++;
}

struct world_receipt {
	size_t file; /* index in files */
	uint64_t line;
	const char *payer, *reference, *source_id;
	int64_t amount;
	aq_currency currency;
	struct aq_account_ref cash;
	int64_t fee;
};

static inline struct aq_file_line *world_file(struct world *world, size_t index)
{
	return &world->files[index];
}

static inline void world_tally(struct aq_file_line *file, enum aq_tally tally, int64_t amount)
{
	file->counts[AQ_TALLY_READ]++;
	file->counts[tally]++;
	if (amount >= 0) {
		file->credits[AQ_TALLY_READ] += amount;
		file->credits[tally] += amount;
	} else {
		file->debits[AQ_TALLY_READ] -= amount;
		file->debits[tally] -= amount;
	}
}

static inline struct aq_payment_line *world_row(struct world *world, struct world_receipt receipt,
						enum aq_payment_status status, enum aq_tally tally)
{
	struct aq_payment_line *line = &world->payments[world->payments_count++];
	struct aq_file_line *file = world_file(world, receipt.file);
	uint64_t number = world->payments_count;

	*line = (struct aq_payment_line){
		.payment = {.payment_no = number,
			    .file_no = file->file.file_no,
			    .line = receipt.line,
			    .kind = AQ_KIND_RECEIPT,
			    .direction = receipt.amount < 0 ? AQ_MONEY_OUT : AQ_MONEY_IN,
			    .currency = receipt.currency,
			    .amount = receipt.amount < 0 ? -receipt.amount : receipt.amount,
			    .booked_on = world_day("2026-01-30"),
			    .value_on = world_day("2026-01-30"),
			    .source_id = aq_slice_of(receipt.source_id),
			    .payer = aq_slice_of(receipt.payer),
			    .reference = aq_slice_of(receipt.reference)},
		.file = file->file.name,
		.format = file->file.format,
		.status = status,
	};
	if (receipt.fee) {
		line->payment.fee = receipt.fee;
		line->payment.fee_currency = receipt.currency;
		line->payment.net = receipt.amount - receipt.fee;
		line->payment.net_currency = receipt.currency;
	}
	for (size_t index = 0; index < sizeof(line->payment.id.bytes); index++)
		line->payment.id.bytes[index] =
			(unsigned char)(number * 0x9E3779B97F4A7C15ull >> (index % 8 * 8));
	world_tally(file, tally, receipt.amount);
	return line;
}

/* A receipt as it is taken in: cash | unidentified, and its fee. */
static inline struct aq_payment_line *world_receive(struct world *world,
						    struct world_receipt receipt)
{
	struct aq_payment_line *line =
		world_row(world, receipt, AQ_PAYMENT_UNIDENTIFIED, AQ_TALLY_POSTED);

	world_entry(world);
	world_post(world, line,
		   (struct world_posting){.event = AQ_EVENT_RECEIPT,
					  .debit = receipt.cash,
					  .credit = world_account(AQ_ACCOUNT_UNIDENTIFIED, ""),
					  .amount = receipt.amount,
					  .currency = receipt.currency});
	if (receipt.fee)
		world_post(world, line,
			   (struct world_posting){
				   .event = AQ_EVENT_RECEIPT,
				   .debit = (struct aq_account_ref){.account = AQ_ACCOUNT_FEES,
								    .qualifier =
									    receipt.cash.qualifier},
				   .credit = receipt.cash,
				   .amount = receipt.fee,
				   .currency = receipt.currency});
	return line;
}

static inline struct aq_customer *world_customer(struct world *world, const char *number,
						 const char *name)
{
	struct aq_customer *customer = &world->customers[world->customers_count++];

	*customer = (struct aq_customer){.customer_no = world->customers_count,
					 .number = aq_slice_of(number),
					 .name = aq_slice_of(name)};
	return customer;
}

static inline struct aq_item *world_invoice(struct world *world, const struct aq_customer *customer,
					    const char *number, int64_t amount,
					    aq_currency currency)
{
	struct aq_item *item = &world->items[world->items_count++];

	*item = (struct aq_item){.item_no = world->items_count,
				 .kind = AQ_ITEM_INVOICE,
				 .customer_no = customer->customer_no,
				 .number = aq_slice_of(number),
				 .currency = currency,
				 .amount = amount,
				 .open = amount,
				 .due_on = world_day("2026-01-15")};
	world_entry(world);
	world_post(world, NULL,
		   (struct world_posting){.event = AQ_EVENT_BILLED,
					  .debit = world_account(AQ_ACCOUNT_RECEIVABLE, ""),
					  .credit = world_account(AQ_ACCOUNT_BILLED, ""),
					  .amount = amount,
					  .currency = currency,
					  .customer = customer->number.start,
					  .target = number});
	return item;
}

struct world_share {
	struct aq_item *item; /* NULL: the customer's account */
	const struct aq_customer *customer;
	int64_t amount, discount;
	enum aq_rule rule;
	enum aq_bucket bucket;
	const char *evidence;
};

static inline void world_apply(struct world *world, struct aq_payment_line *payment,
			       struct world_share share, enum aq_payment_status status)
{
	static const enum aq_account accounts[] = {
		[AQ_BUCKET_UNAPPLIED] = AQ_ACCOUNT_UNAPPLIED,
		[AQ_BUCKET_ON_ACCOUNT] = AQ_ACCOUNT_ON_ACCOUNT,
		[AQ_BUCKET_HELD] = AQ_ACCOUNT_HELD,
	};
	struct aq_allocation_line *line = &world->allocations[world->allocations_count++];
	aq_currency currency = payment->payment.currency;

	*line = (struct aq_allocation_line){
		.allocation = {.allocation_no = world->allocations_count,
			       .payment_no = payment->payment.payment_no,
			       .target_kind = share.item ? AQ_TARGET_INVOICE : AQ_TARGET_ACCOUNT,
			       .item_no = share.item ? share.item->item_no : 0,
			       .customer_no = share.customer->customer_no,
			       .customer = share.customer->number,
			       .target = share.item ? share.item->number : share.customer->number,
			       .amount = share.amount,
			       .discount = share.discount,
			       .currency = currency,
			       .rule = (uint16_t)share.rule,
			       .confidence = 97,
			       .bucket = share.bucket,
			       .evidence = aq_slice_of(share.evidence)},
		.payment = payment->payment.id,
		.file = payment->file,
		.line = payment->payment.line,
	};
	payment->status = status;
	payment->rule = share.rule;
	payment->confidence = 97;
	world_entry(world);
	world_post(world, payment,
		   (struct world_posting){
			   .event = AQ_EVENT_APPLY,
			   .debit = world_account(AQ_ACCOUNT_UNIDENTIFIED, ""),
			   .credit = world_account(
				   share.item ? AQ_ACCOUNT_RECEIVABLE : accounts[share.bucket], ""),
			   .amount = share.amount,
			   .currency = currency,
			   .customer = share.customer->number.start,
			   .target = line->allocation.target.start});
	if (share.discount)
		world_post(
			world, payment,
			(struct world_posting){.event = AQ_EVENT_APPLY,
					       .debit = world_account(AQ_ACCOUNT_DISCOUNTS, ""),
					       .credit = world_account(AQ_ACCOUNT_RECEIVABLE, ""),
					       .amount = share.discount,
					       .currency = currency});
	if (share.item)
		share.item->open -= share.amount + share.discount;
}

static inline void world_ask(struct world *world, struct aq_payment_line *payment,
			     enum aq_code code, const char *text, const char *suggestions)
{
	world->exceptions[world->exceptions_count] = (struct aq_exception_line){
		.exception_no = world->exceptions_count + 1,
		.code = code,
		.payment_no = payment->payment.payment_no,
		.payment = payment->payment.id,
		.file = payment->file,
		.line = payment->payment.line,
		.amount = payment->payment.amount,
		.currency = payment->payment.currency,
		.payer = payment->payment.payer,
		.text = aq_slice_of(text),
		.suggestions = aq_slice_of(suggestions),
		.opened_on = world->run.business_date,
		.booked_on = payment->payment.booked_on,
		.is_new = world->exceptions_count % 3 != 2,
	};
	world->exceptions_count++;
}

/* --- what follows from the rest --- */

static inline void world_age(struct world *world)
{
	for (size_t index = 0; index < world->items_count; index++) {
		const struct aq_item *item = &world->items[index];
		const struct aq_customer *customer = &world->customers[item->customer_no - 1];
		struct aq_aging_line *line = NULL;

		for (size_t at = 0; at < world->aging_count && !line; at++)
			if (aq_slice_equals(world->aging[at].customer, customer->number) &&
			    world->aging[at].currency == item->currency)
				line = &world->aging[at];
		if (!line) {
			line = &world->aging[world->aging_count++];
			*line = (struct aq_aging_line){.customer = customer->number,
						       .name = customer->name,
						       .currency = item->currency};
		}
		if (index % 3 == 0)
			line->not_due += item->open;
		else if (index % 3 == 1)
			line->days_1_30 += item->open;
		else
			line->days_over_90 += item->open;
	}
}

static inline void world_wait(struct world *world)
{
	static const struct {
		enum aq_account account;
		enum aq_bucket bucket;
	} places[] = {
		{AQ_ACCOUNT_UNIDENTIFIED, AQ_BUCKET_UNIDENTIFIED},
		{AQ_ACCOUNT_UNAPPLIED, AQ_BUCKET_UNAPPLIED},
		{AQ_ACCOUNT_ON_ACCOUNT, AQ_BUCKET_ON_ACCOUNT},
		{AQ_ACCOUNT_HELD, AQ_BUCKET_HELD},
	};

	for (size_t at = 0; at < sizeof(places) / sizeof(places[0]); at++)
		for (size_t index = 0; index < world->trial_count; index++) {
			const struct aq_trial_line *line = &world->trial[index];

			if (line->account.account == places[at].account &&
			    line->credit != line->debit)
				world->waiting[world->waiting_count++] = (struct aq_waiting_total){
					.bucket = places[at].bucket,
					.currency = line->currency,
					.count = 1,
					.amount = line->credit - line->debit};
		}
}

static inline void world_count_questions(struct world *world)
{
	for (size_t index = 0; index < world->exceptions_count; index++) {
		const struct aq_exception_line *line = &world->exceptions[index];
		size_t at = 0;

		while (at < world->question_count && world->questions[at].code != line->code)
			at++;
		if (at == world->question_count)
			world->questions[world->question_count++].code = line->code;
		world->questions[at].count++;
		world->questions[at].new_count += line->is_new;
	}
}

static inline int world_trial_order(const void *one, const void *other)
{
	const struct aq_trial_line *a = one, *b = other;
	int order = (int)a->account.account - (int)b->account.account;

	if (order == 0)
		order = aq_slice_compare(a->account.qualifier, b->account.qualifier);
	return order ? order : (int)a->currency - (int)b->currency;
}

/* After the last payment. */
static inline void world_close(struct world *world)
{
	world_age(world);
	world_wait(world);
	world_count_questions(world);
	qsort(world->trial, world->trial_count, sizeof(world->trial[0]), world_trial_order);
}

static inline void world_open(struct world *world)
{
	static const struct {
		const char *name, *format;
		aq_currency currency;
	} files[] = {
		{"customers-2026-01.csv", "customers", 0},
		{"statement-2026-01-30.xml", "camt.053", USD},
		{"ordre-30.ach", "nacha", USD},
		{"payouts <script>alert(1)</script> & \"co\".csv", "stripe", SEK},
	};

	memset(world, 0, sizeof(*world));
	world->run = (struct aq_run){.run_no = 7, .business_date = world_day("2026-01-31")};
	snprintf(world->run.id, sizeof(world->run.id), "2026-01-31.1");
	memset(world->run.settings_hash.bytes, 0xA5, sizeof(world->run.settings_hash.bytes));
	for (size_t index = 0; index < sizeof(files) / sizeof(files[0]); index++) {
		struct aq_file_line *line = &world->files[world->files_count++];

		*line = (struct aq_file_line){.file = {.file_no = 40 + index,
						       .run_no = 7,
						       .is_open_items = index == 0,
						       .name = aq_slice_of(files[index].name),
						       .bytes = 123456 * (index + 1),
						       .format = aq_slice_of(files[index].format),
						       .status = AQ_FILE_ACCEPTED},
					      .currency = files[index].currency};
		memset(line->file.sha256.bytes, (int)(0x10 + index), AQ_SHA256_BYTES);
	}
}

#endif
