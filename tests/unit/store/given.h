/*
 * given.h - a new store for each test, and the smallest things put into it.
 */
#ifndef ACQUIT_TEST_STORE_GIVEN_H
#define ACQUIT_TEST_STORE_GIVEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/arena.h"
#include "acquit/store.h"
#include "acquit/store_read.h"

#define USD 840
#define EUR 978

struct given {
	char folder[64];
	char path[96];
	struct aq_store *store;
	struct aq_arena *arena;
	struct aq_run run;
	struct aq_error err;
	uint64_t file_no;
};

static inline struct aq_date given_day(const char *text)
{
	struct aq_date date;

	assert_true(aq_date_parse(aq_slice_of(text), &date));
	return date;
}

static inline void given_ok(struct given *given, enum aq_status status)
{
	if (status < AQ_OK)
		fail_msg("status %d: %s", (int)status, given->err.text);
}

static inline void given_open(struct given *given)
{
	given_ok(given, aq_store_open(&given->store, given->path, AQ_STORE_WRITE, &given->err));
}

static inline int given_store(void **state)
{
	struct given *given = calloc(1, sizeof(*given));

	assert_non_null(given);
	assert_int_equal(aq_hash_start(&given->err), AQ_OK);
	snprintf(given->folder, sizeof(given->folder), "/tmp/acquit-store-XXXXXX");
	assert_non_null(mkdtemp(given->folder));
	snprintf(given->path, sizeof(given->path), "%s/acquit.db", given->folder);
	assert_int_equal(aq_arena_new(&given->arena, 0, NULL), AQ_OK);
	given_ok(given, aq_store_create(given->path, &given->err));
	given_open(given);
	*state = given;
	return 0;
}

static inline int given_end(void **state)
{
	struct given *given = *state;
	const char *const ends[] = {"", "-wal", "-shm", ".copy"};
	char path[128];

	aq_store_close(given->store);
	for (size_t at = 0; at < sizeof(ends) / sizeof(ends[0]); at++) {
		snprintf(path, sizeof(path), "%s%s", given->path, ends[at]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(given->folder), 0);
	aq_arena_free(given->arena);
	free(given);
	return 0;
}

static inline void given_begin(struct given *given)
{
	given_ok(given, aq_store_begin(given->store, &given->err));
}

static inline void given_commit(struct given *given)
{
	given_ok(given, aq_store_commit(given->store, &given->err));
}

static inline void given_run(struct given *given, const char *date)
{
	struct aq_sha256 settings = {{1}};

	given_ok(given, aq_store_run_begin(given->store, given_day(date), &settings, &given->run,
					   &given->err));
}

static inline uint64_t given_number(struct given *given, enum aq_store_number what)
{
	uint64_t number;

	given_ok(given, aq_store_reserve(given->store, what, 1, &number, &given->err));
	return number;
}

/* A file of one byte told apart by `mark`; inside a transaction. */
static inline struct aq_file_row given_file(struct given *given, unsigned char mark)
{
	struct aq_file_row file = {.run_no = given->run.run_no,
				   .name = AQ_SLICE("bank.xml"),
				   .sha256 = {{mark}},
				   .bytes = 100,
				   .format = AQ_SLICE("camt.053"),
				   .status = AQ_FILE_ACCEPTED,
				   .archive_name = AQ_SLICE("2026/bank.xml.gz")};

	file.file_no = given_number(given, AQ_NUMBER_FILE);
	given->file_no = file.file_no;
	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	return file;
}

/* --- payments --- */

struct given_payment { /* a receipt with all it needs; filled by given_receipt */
	struct aq_payment payment;
	struct aq_identity identity;
	struct aq_posting posting;
	struct aq_entry entry;
	struct aq_reference references[2];
};

static inline void given_receipt(struct given *given, struct given_payment *out, int64_t amount,
				 const char *id)
{
	memset(out, 0, sizeof(*out));
	out->references[0] = (struct aq_reference){AQ_REF_BANK, aq_slice_of(id)};
	out->references[1] = (struct aq_reference){AQ_REF_TEXT, AQ_SLICE("invoice F-1")};
	out->payment = (struct aq_payment){.payment_no = given_number(given, AQ_NUMBER_PAYMENT),
					   .file_no = given->file_no,
					   .line = 7,
					   .leaf_count = 1,
					   .kind = AQ_KIND_RECEIPT,
					   .mode = AQ_POSTS_BANK,
					   .currency = USD,
					   .amount = amount,
					   .booked_on = given_day("2026-01-30"),
					   .value_on = given_day("2026-01-31"),
					   .source_id = aq_slice_of(id),
					   .trace = AQ_SLICE("T-1"),
					   .payer = AQ_SLICE("Rosa Imaginary"),
					   .payer_account = AQ_SLICE("XX001234"),
					   .reference = AQ_SLICE("F-1"),
					   .reference_kind = AQ_REF_INVOICE,
					   .text = AQ_SLICE("invoice F-1"),
					   .bank_account = AQ_SLICE("MAIN"),
					   .references = out->references,
					   .reference_count = 2};
	out->payment.id.bytes[0] = (unsigned char)out->payment.payment_no;
	out->payment.id.bytes[9] = 1;
	out->identity = (struct aq_identity){
		.text = aq_arena_print(given->arena, "MAIN|%s|%lld", id, (long long)amount),
		.id = out->references[0]};
	out->posting = (struct aq_posting){.debit = {AQ_ACCOUNT_BANK, AQ_SLICE("MAIN")},
					   .credit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
					   .amount = amount,
					   .currency = USD};
	out->entry = (struct aq_entry){.entry_no = given_number(given, AQ_NUMBER_ENTRY),
				       .event = AQ_EVENT_RECEIPT,
				       .posted_on = given_day("2026-01-30"),
				       .payment_no = out->payment.payment_no,
				       .payment = out->payment.id,
				       .memo = AQ_SLICE("receipt"),
				       .postings = &out->posting,
				       .posting_count = 1,
				       .hash = {{9}}};
}

static inline struct aq_taken given_taken(const struct given_payment *payment)
{
	return (struct aq_taken){.payment = &payment->payment,
				 .status = AQ_PAYMENT_UNIDENTIFIED,
				 .bucket = AQ_BUCKET_UNIDENTIFIED,
				 .remainder = payment->payment.amount,
				 .identities = &payment->identity,
				 .identity_count = 1,
				 .entry = &payment->entry};
}

static inline void given_take_in(struct given *given, const struct given_payment *payment)
{
	struct aq_taken taken = given_taken(payment);

	given_ok(given, aq_store_take_in(given->store, given->run.run_no, &taken, 1, &given->err));
}

/* --- open items --- */

static inline uint64_t given_hash(struct given *given, const char *text)
{
	return aq_siphash(aq_store_siphash_key(given->store), aq_slice_of(text));
}

static inline struct aq_row_change given_load(struct given *given, enum aq_table table,
					      const void *row, enum aq_hit_kind kind,
					      const char *normal)
{
	struct aq_number_key key = {.kind = kind};
	struct aq_rows rows = {.table = table,
			       .run_no = given->run.run_no,
			       .file_no = given->file_no,
			       .rows = row,
			       .count = 1,
			       .numbers = &key,
			       .number_count = normal ? 1 : 0};
	struct aq_row_change change;

	if (normal)
		key.hash = given_hash(given, normal);
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, &change, &given->err));
	return change;
}

static inline struct aq_row_change given_customer(struct given *given, const char *number)
{
	struct aq_customer_row row = {
		.line = 2, .number = aq_slice_of(number), .name = AQ_SLICE("Rosa Imaginary")};

	return given_load(given, AQ_TABLE_CUSTOMERS, &row, AQ_HIT_CUSTOMER, number);
}

static inline struct aq_invoice_row given_invoice_row(const char *number, int64_t amount)
{
	return (struct aq_invoice_row){.line = 3,
				       .number = aq_slice_of(number),
				       .customer = AQ_SLICE("C1"),
				       .currency = USD,
				       .amount = amount,
				       .due_on = given_day("2026-01-15")};
}

/* receivable | billed, as the caller of the store posts it. */
static inline void given_bill(struct given *given, const struct aq_row_change *change)
{
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
				     .credit = {.account = AQ_ACCOUNT_BILLED},
				     .amount = change->billed,
				     .currency = change->currency};
	struct aq_entry entry = {.event = AQ_EVENT_BILLED,
				 .posted_on = given_day("2026-01-31"),
				 .postings = &posting,
				 .posting_count = 1};

	if (change->billed == 0)
		return;
	if (change->billed < 0) {
		posting.amount = -change->billed;
		posting.debit.account = AQ_ACCOUNT_BILLED;
		posting.credit.account = AQ_ACCOUNT_RECEIVABLE;
	}
	entry.entry_no = given_number(given, AQ_NUMBER_ENTRY);
	given_ok(given,
		 aq_store_entries_add(given->store, given->run.run_no, &entry, 1, &given->err));
}

static inline struct aq_row_change given_invoice(struct given *given, const char *number,
						 int64_t amount)
{
	struct aq_invoice_row row = given_invoice_row(number, amount);
	struct aq_row_change change =
		given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, number);

	given_bill(given, &change);
	return change;
}

static inline struct aq_item given_item(struct given *given, uint64_t item_no)
{
	struct aq_item *items;
	size_t count;

	given_ok(given, aq_store_items(given->store, &item_no, 1, given->arena, &items, &count,
				       &given->err));
	assert_int_equal(count, 1);
	return items[0];
}

/* --- applying --- */

struct given_application {
	struct aq_allocation allocation;
	struct aq_posting posting;
	struct aq_entry entry;
	struct aq_applied applied;
};

/* `amount` of a payment on an item, the rest stays unidentified. */
static inline void given_application(struct given *given, struct given_application *out,
				     const struct given_payment *payment,
				     const struct aq_row_change *item, int64_t amount)
{
	int64_t left = payment->payment.amount - amount;

	memset(out, 0, sizeof(*out));
	out->allocation =
		(struct aq_allocation){.allocation_no = given_number(given, AQ_NUMBER_ALLOCATION),
				       .payment_no = payment->payment.payment_no,
				       .target_kind = AQ_TARGET_INVOICE,
				       .item_no = item->item_no,
				       .customer_no = item->customer_no,
				       .customer = item->customer,
				       .target = item->target,
				       .amount = amount,
				       .currency = USD,
				       .rule = AQ_RULE_INVOICE,
				       .confidence = 97,
				       .evidence = AQ_SLICE("invoice number in text")};
	out->posting = (struct aq_posting){.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
					   .credit = {.account = AQ_ACCOUNT_RECEIVABLE},
					   .amount = amount,
					   .currency = USD,
					   .customer_no = item->customer_no,
					   .customer = item->customer,
					   .item_no = item->item_no,
					   .target = item->target};
	out->entry = (struct aq_entry){.entry_no = given_number(given, AQ_NUMBER_ENTRY),
				       .event = AQ_EVENT_APPLY,
				       .posted_on = given->run.business_date,
				       .payment_no = payment->payment.payment_no,
				       .payment = payment->payment.id,
				       .memo = AQ_SLICE("invoice-number"),
				       .postings = &out->posting,
				       .posting_count = 1};
	out->applied =
		(struct aq_applied){.payment_no = payment->payment.payment_no,
				    .status = left ? AQ_PAYMENT_PART_APPLIED : AQ_PAYMENT_APPLIED,
				    .rule = AQ_RULE_INVOICE,
				    .confidence = 97,
				    .bucket = left ? AQ_BUCKET_UNIDENTIFIED : AQ_BUCKET_NONE,
				    .left = left,
				    .entry = &out->entry,
				    .allocations = &out->allocation,
				    .allocation_count = 1,
				    .is_outcome = true};
}

static inline void given_apply(struct given *given, const struct given_application *application)
{
	given_ok(given, aq_store_apply(given->store, given->run.run_no, &application->applied, 1,
				       &given->err));
}

static inline void given_sound(struct given *given)
{
	given_ok(given, aq_store_check(given->store, &given->err));
	given_ok(given, aq_store_check_deep(given->store, false, &given->err));
}

static inline struct aq_waiting *waiting_of(struct given *given, uint32_t buckets, size_t *count)
{
	struct aq_waiting_order order = {.buckets = buckets, .count_max = 100};
	struct aq_waiting *waiting;

	given_ok(given, aq_store_waiting(given->store, &order, given->arena, &waiting, count,
					 &given->err));
	return waiting;
}

static inline struct aq_identity_query query_of(const struct given_payment *payment,
						uint64_t file_no, const char *day)
{
	return (struct aq_identity_query){
		.identity = payment->identity, .booked_on = given_day(day), .file_no = file_no};
}

#endif
