/*
 * masters.h - what is owed where the tests of review begin: invoices, a credit
 * note, contracts and a subscription, billed and chained as a load does it.
 */
#ifndef ACQUIT_TEST_REVIEW_MASTERS_H
#define ACQUIT_TEST_REVIEW_MASTERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "acquit/match.h"
#include "acquit/review.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct given {
	char folder[64];
	char path[96];
	struct aq_store *store;
	struct aq_arena *arena;
	struct aq_chain *chain;
	struct aq_run run;
	uint64_t file_no;
	uint64_t payment_no;
	struct aq_payment payment;
	char id[AQ_PAYMENT_ID_TEXT_BYTES];
	struct aq_buffer out;
	struct aq_error err;
};

#define assert_ok(given, call)                                                                     \
	do {                                                                                       \
		if ((call) < AQ_OK)                                                                \
			fail_msg("%s: %s", #call, (given)->err.text);                              \
	} while (0)

static inline struct aq_date day(const char *text)
{
	struct aq_date date = AQ_DATE_NONE;

	assert_true(aq_date_parse(aq_slice_of(text), &date));
	return date;
}

/* A unit of one entry: what pipeline does around every entry. */
static inline void chained(struct given *given, const char *unit, struct aq_entry *entry,
			   struct aq_allocation *allocations, size_t count)
{
	struct aq_unit_row row = {.run_no = given->run.run_no, .name = aq_slice_of(unit)};
	struct aq_buffer digests;
	struct aq_sha256 head;
	uint64_t first = 0;

	aq_buffer_init(&digests, 0);
	assert_ok(given, aq_store_head(given->store, &head, &given->err));
	assert_ok(given, aq_chain_unit_begin(given->chain, &head, row.name, &given->err));
	if (count)
		assert_ok(given, aq_store_reserve(given->store, AQ_NUMBER_ALLOCATION, count, &first,
						  &given->err));
	for (size_t i = 0; i < count; i++) {
		struct aq_sha256 digest;

		allocations[i].allocation_no = first + i;
		assert_ok(given, aq_allocation_digest(given->chain, &allocations[i], &digest,
						      &given->err));
		aq_buffer_add(&digests,
			      (struct aq_slice){(const char *)digest.bytes, sizeof(digest.bytes)});
	}
	if (strcmp(unit, "file") == 0) {
		struct aq_sha256 digest;

		assert_ok(given,
			  aq_payment_digest(given->chain, &given->payment, &digest, &given->err));
		aq_buffer_add(&digests,
			      (struct aq_slice){(const char *)digest.bytes, sizeof(digest.bytes)});
	}
	assert_ok(given, aq_store_reserve(given->store, AQ_NUMBER_ENTRY, 1, &entry->entry_no,
					  &given->err));
	assert_ok(given, aq_chain_add(given->chain, entry, aq_buffer_slice(&digests), &given->err));
	assert_ok(given, aq_chain_unit_end(given->chain, &row.root, &row.head, &given->err));
	row.first_entry = entry->entry_no;
	row.last_entry = entry->entry_no;
	assert_ok(given, aq_store_unit_add(given->store, &row, &given->err));
	aq_buffer_free(&digests);
}

static inline void bill(struct given *given, const struct aq_row_change *change)
{
	struct aq_posting posting = {
		.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
		.credit = {.account = AQ_ACCOUNT_BILLED},
		.amount = change->billed,
		.currency = change->currency,
	};
	struct aq_entry entry;

	if (change->billed == 0)
		return;
	if (posting.amount < 0) {
		posting.debit.account = AQ_ACCOUNT_BILLED;
		posting.credit.account = AQ_ACCOUNT_RECEIVABLE;
		posting.amount = -posting.amount;
	}
	assert_ok(given, aq_entry_simple(&entry, AQ_EVENT_BILLED, given->run.business_date,
					 &posting, given->arena, &given->err));
	chained(given, "load", &entry, NULL, 0);
	assert_ok(given,
		  aq_store_entries_add(given->store, given->run.run_no, &entry, 1, &given->err));
}

static inline void load(struct given *given, enum aq_table table, const void *rows, size_t count)
{
	struct aq_row_change *changes = aq_arena_take_many(given->arena, count, sizeof(*changes));
	const struct aq_rows batch = {
		.table = table,
		.run_no = given->run.run_no,
		.file_no = given->file_no,
		.rows = rows,
		.count = count,
	};

	assert_ok(given,
		  aq_store_load_rows(given->store, &batch, given->arena, changes, &given->err));
	for (size_t i = 0; i < count; i++) {
		if (changes[i].refusal)
			fail_msg("row %zu: %s", i, aq_code_name(changes[i].refusal));
		bill(given, &changes[i]);
	}
}

static inline void load_parties(struct given *given)
{
	const struct aq_customer_row customers[] = {
		{.line = 2, .number = AQ_SLICE("C1"), .name = AQ_SLICE("Aldana Beekeeping")},
		{.line = 3, .number = AQ_SLICE("C2"), .name = AQ_SLICE("Dolen Harbour")},
	};

	load(given, AQ_TABLE_CUSTOMERS, customers, COUNT_OF(customers));
}

static inline struct aq_invoice_row invoice(const char *number, const char *customer,
					    const char *currency, int64_t amount)
{
	return (struct aq_invoice_row){
		.line = 2,
		.number = aq_slice_of(number),
		.customer = aq_slice_of(customer),
		.currency = aq_currency_find(aq_slice_of(currency)),
		.amount = amount,
		.due_on = day("2026-03-31"),
	};
}

static inline void load_invoices(struct given *given)
{
	struct aq_invoice_row invoices[] = {
		invoice("F1", "C1", "EUR", 6000), invoice("F2", "C1", "EUR", 10000),
		invoice("F3", "C2", "USD", 5000), invoice("G1", "C1", "EUR", -1000),
		invoice("V1", "C2", "EUR", 700),
	};

	invoices[1].discount = 200;
	invoices[1].discount_until = day("2026-02-10");
	load(given, AQ_TABLE_INVOICES, invoices, COUNT_OF(invoices));
}

static inline struct aq_contract_row contract(const char *number, const char *notification)
{
	return (struct aq_contract_row){
		.line = 2,
		.number = aq_slice_of(number),
		.notification = aq_slice_of(notification),
		.customer = AQ_SLICE("C1"),
		.currency = aq_currency_find(AQ_SLICE("EUR")),
	};
}

/* V1 is signed and has an amount, V2 has options, V3 is not signed. */
static inline void load_contracts(struct given *given)
{
	struct aq_contract_row contracts[] = {contract("V1", "N1"), contract("V2", "N2"),
					      contract("V3", "N3")};
	const struct aq_option_row options[] = {
		{.line = 2,
		 .contract = AQ_SLICE("V2"),
		 .option = AQ_SLICE("A"),
		 .amount = aq_decimal_of(9000, 2)},
		{.line = 3,
		 .contract = AQ_SLICE("V2"),
		 .option = AQ_SLICE("B"),
		 .amount = aq_decimal_of(800, 2)},
	};

	contracts[0].has_amount = contracts[2].has_amount = true;
	contracts[0].amount = contracts[2].amount = 3000;
	contracts[0].signed_on = contracts[1].signed_on = day("2026-01-05");
	load(given, AQ_TABLE_CONTRACTS, contracts, COUNT_OF(contracts));
	load(given, AQ_TABLE_OPTIONS, options, COUNT_OF(options));
}

/* One instalment is due by the business date, at 10.00 less 1.00. */
static inline void load_subscription(struct given *given)
{
	const struct aq_subscription_row subscription = {
		.line = 2,
		.number = AQ_SLICE("S1"),
		.customer = AQ_SLICE("C1"),
		.currency = aq_currency_find(AQ_SLICE("EUR")),
		.price = 1000,
		.total_discount = 100,
		.cycle_months = 1,
		.cycles = 12,
		.starts_on = day("2026-01-31"),
		.promo_until = day("2026-06-30"),
	};
	struct aq_row_change *due;
	size_t count = 0;

	load(given, AQ_TABLE_SUBSCRIPTIONS, &subscription, 1);
	assert_ok(given, aq_store_instalments_due(given->store, given->run.business_date,
						  given->arena, &due, &count, &given->err));
	assert_int_equal(count, 1);
	bill(given, &due[0]);
}

static inline void load_masters(struct given *given)
{
	load_parties(given);
	load_invoices(given);
	load_contracts(given);
	load_subscription(given);
}

#endif
