/*
 * bench_store.c - how long the store takes for a night; for developers.
 *
 * bench_store PATH [PAYMENTS [CHUNK]] makes a database at PATH, loads as many
 * invoices of a tenth as many customers, takes as many payments in, applies
 * them, lists them and checks the books, and prints the processor time of each, which other work on the machine sways least.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "acquit/claim.h"
#include "acquit/store_read.h"

#define USD 840

#include "bench_store.h"

static void load_customers(struct bench *bench)
{
	uint64_t total = bench->count / 10 + 1;

	for (uint64_t from = 0; from < total; from += bench->chunk) {
		uint64_t count = least(bench->chunk, total - from);
		struct aq_customer_row *rows =
			aq_arena_take_many(bench->arena, count, sizeof(*rows));
		struct aq_number_key *keys = aq_arena_take_many(bench->arena, count, sizeof(*keys));
		struct aq_row_change *changes =
			aq_arena_take_many(bench->arena, count, sizeof(*changes));
		struct aq_rows batch = {.table = AQ_TABLE_CUSTOMERS,
					.run_no = bench->run.run_no,
					.file_no = bench->file_no,
					.rows = rows,
					.count = count,
					.numbers = keys,
					.number_count = count};

		for (uint64_t at = 0; at < count; at++) {
			rows[at].number = text(bench, "C%llu", from + at);
			rows[at].name = text(bench, "Customer of number %llu", from + at);
			keys[at] = (struct aq_number_key){(uint32_t)at, AQ_HIT_CUSTOMER,
							  hash(bench, rows[at].number)};
		}
		need(aq_store_load_rows(bench->store, &batch, bench->arena, changes, &err));
		aq_arena_reset(bench->arena);
	}
}

static void bill(struct bench *bench, int64_t amount)
{
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
				     .credit = {.account = AQ_ACCOUNT_BILLED},
				     .amount = amount,
				     .currency = USD};
	struct aq_entry entry = {.event = AQ_EVENT_BILLED,
				 .posted_on = bench->run.business_date,
				 .postings = &posting,
				 .posting_count = 1};

	if (amount == 0)
		return;
	need(aq_store_reserve(bench->store, AQ_NUMBER_ENTRY, 1, &entry.entry_no, &err));
	need(aq_store_entries_add(bench->store, bench->run.run_no, &entry, 1, &err));
}

static void load_invoices(struct bench *bench)
{
	int64_t sum = 0;

	for (uint64_t from = 0; from < bench->count; from += bench->chunk) {
		uint64_t count = least(bench->chunk, bench->count - from);
		struct aq_invoice_row *rows =
			aq_arena_take_many(bench->arena, count, sizeof(*rows));
		struct aq_number_key *keys = aq_arena_take_many(bench->arena, count, sizeof(*keys));
		struct aq_row_change *changes =
			aq_arena_take_many(bench->arena, count, sizeof(*changes));
		struct aq_rows batch = {.table = AQ_TABLE_INVOICES,
					.run_no = bench->run.run_no,
					.file_no = bench->file_no,
					.rows = rows,
					.count = count,
					.numbers = keys,
					.number_count = count};

		for (uint64_t at = 0; at < count; at++) {
			struct aq_slice normal = text(bench, "F2026%08llu", from + at);

			rows[at].number = text(bench, "F2026-%08llu", from + at);
			rows[at].customer =
				text(bench, "C%llu", mix(from + at) % (bench->count / 10));
			rows[at].currency = USD;
			rows[at].amount = 1000 + (int64_t)((from + at) % 9000);
			rows[at].due_on = day("2026-01-15");
			rows[at].issued_on = day("2026-01-01");
			keys[at] = (struct aq_number_key){(uint32_t)at, AQ_HIT_INVOICE,
							  hash(bench, normal)};
		}
		need(aq_store_load_rows(bench->store, &batch, bench->arena, changes, &err));
		for (uint64_t at = 0; at < count; at++)
			sum += changes[at].billed;
		aq_arena_reset(bench->arena);
	}
	bill(bench, sum);
}

struct taking {
	struct aq_taken *taken;
	struct aq_identity *identities;
	struct aq_identity_query *queries;
};

static void make_identities(struct bench *bench, struct taking *taking, uint64_t at,
			    const struct aq_payment *payment, const struct aq_reference *references)
{
	struct aq_identity *identities = &taking->identities[2 * at];

	for (int which = 0; which < 2; which++) {
		identities[which].id = references[which];
		identities[which].text =
			aq_arena_print(bench->arena, "MAIN000123|%d|%.*s|USD|in", which,
				       AQ_SLICE_ARGS(references[which].value));
		taking->queries[2 * at + (uint64_t)which] =
			(struct aq_identity_query){.identity = identities[which],
						   .booked_on = payment->booked_on,
						   .file_no = bench->file_no};
	}
}

static void make_payment(struct bench *bench, struct taking *taking, uint64_t at, uint64_t number)
{
	struct aq_payment *payment = aq_arena_take(bench->arena, sizeof(*payment));
	struct aq_posting *posting = aq_arena_take(bench->arena, sizeof(*posting));
	struct aq_entry *entry = aq_arena_take(bench->arena, sizeof(*entry));
	struct aq_reference *references = aq_arena_take_many(bench->arena, 2, sizeof(*references));
	struct aq_identity *identities = &taking->identities[2 * at];
	uint64_t unique = mix(number);

	references[0] = (struct aq_reference){AQ_REF_BANK, text(bench, "BANK%016llx", unique)};
	references[1] =
		(struct aq_reference){AQ_REF_END_TO_END, text(bench, "E2E-%012llu", number)};
	*payment =
		(struct aq_payment){.payment_no = bench->first_payment + number,
				    .file_no = bench->file_no,
				    .line = 10 + number,
				    .leaf_count = 1,
				    .entry_index = (uint32_t)number,
				    .kind = AQ_KIND_RECEIPT,
				    .mode = AQ_POSTS_BANK,
				    .currency = USD,
				    .amount = 1000 + (int64_t)(number % 9000),
				    .booked_on = day("2026-01-30"),
				    .value_on = day("2026-01-30"),
				    .source_id = references[0].value,
				    .payer = text(bench, "Payer number %llu", unique % 500000),
				    .payer_account = text(bench, "XX%018llu", unique % 500000),
				    .payer_bank = AQ_SLICE("BANKXX22"),
				    .reference = text(bench, "F2026-%08llu", number),
				    .reference_kind = AQ_REF_INVOICE,
				    .end_to_end_id = references[1].value,
				    .text = text(bench, "invoice F2026-%08llu thank you", number),
				    .bank_account = AQ_SLICE("MAIN000123"),
				    .references = references,
				    .reference_count = 2};
	memcpy(payment->id.bytes, &unique, sizeof(unique));
	*posting = (struct aq_posting){.debit = {AQ_ACCOUNT_BANK, AQ_SLICE("MAIN000123")},
				       .credit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
				       .amount = payment->amount,
				       .currency = USD};
	*entry = (struct aq_entry){.event = AQ_EVENT_RECEIPT,
				   .posted_on = payment->booked_on,
				   .payment_no = payment->payment_no,
				   .payment = payment->id,
				   .memo = AQ_SLICE("receipt"),
				   .postings = posting,
				   .posting_count = 1};
	memcpy(entry->hash.bytes, &unique, sizeof(unique));
	need(aq_store_reserve(bench->store, AQ_NUMBER_ENTRY, 1, &entry->entry_no, &err));
	make_identities(bench, taking, at, payment, references);
	taking->taken[at] = (struct aq_taken){.payment = payment,
					      .status = AQ_PAYMENT_UNIDENTIFIED,
					      .bucket = AQ_BUCKET_UNIDENTIFIED,
					      .remainder = payment->amount,
					      .identities = identities,
					      .identity_count = 2,
					      .entry = entry};
}

static void take_in(struct bench *bench)
{
	struct timespec start, made, found, done;
	long making = 0, finding = 0, taking_in = 0;

	for (uint64_t from = 0; from < bench->count; from += bench->chunk) {
		uint64_t count = least(bench->chunk, bench->count - from);
		struct taking taking = {
			aq_arena_take_many(bench->arena, count, sizeof(struct aq_taken)),
			aq_arena_take_many(bench->arena, 2 * count, sizeof(struct aq_identity)),
			aq_arena_take_many(bench->arena, 2 * count,
					   sizeof(struct aq_identity_query))};

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		for (uint64_t at = 0; at < count; at++)
			make_payment(bench, &taking, at, from + at);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &made);
		need(aq_store_identities_find(bench->store, taking.queries, 2 * count, bench->arena,
					      &err));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &found);
		need(aq_store_take_in(bench->store, bench->run.run_no, taking.taken, count, &err));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &done);
		making += milliseconds(&start, &made);
		finding += milliseconds(&made, &found);
		taking_in += milliseconds(&found, &done);
		aq_arena_reset(bench->arena);
	}
	printf("  making %ld, identities_find %ld, take_in %ld ms\n", making, finding, taking_in);
}

static int compare(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static void find_numbers(struct bench *bench, uint64_t count)
{
	uint64_t *hashes = aq_arena_take_many(bench->arena, count, sizeof(*hashes));
	struct aq_number_row *rows;
	size_t found;

	for (uint64_t at = 0; at < count; at++) {
		char number[32];
		int bytes = snprintf(number, sizeof(number), "F2026%08llu",
				     (unsigned long long)(at * (bench->count / count)));

		hashes[at] = hash(bench, (struct aq_slice){number, (size_t)bytes});
	}
	qsort(hashes, count, sizeof(*hashes), compare);
	begin(bench);
	need(aq_store_numbers_find(bench->store, hashes, count, bench->arena, &rows, &found, &err));
	end(bench, count == bench->count ? "numbers_find, all" : "numbers_find, a twentieth");
	AQ_CLAIM(found == count);
	aq_arena_reset(bench->arena);
}

struct applying {
	struct aq_applied applied;
	struct aq_allocation allocation;
	struct aq_posting posting;
	struct aq_entry entry;
};

static void make_application(struct bench *bench, struct applying *out,
			     const struct aq_waiting *waiting, const struct aq_item *item,
			     struct aq_applied *applied)
{
	out->allocation = (struct aq_allocation){
		.payment_no = waiting->payment.payment_no,
		.target_kind = AQ_TARGET_INVOICE,
		.item_no = item->item_no,
		.customer_no = item->customer_no,
		.customer = AQ_SLICE("C"),
		.target = item->number,
		.amount = item->open,
		.currency = USD,
		.rule = AQ_RULE_INVOICE,
		.confidence = 97,
		.evidence = text(bench,
				 "invoice_no F2026-%08llu in remittance; amount "
				 "equals open; payer account known",
				 item->item_no)};
	out->posting = (struct aq_posting){.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
					   .credit = {.account = AQ_ACCOUNT_RECEIVABLE},
					   .amount = item->open,
					   .currency = USD,
					   .customer_no = item->customer_no,
					   .customer = AQ_SLICE("C"),
					   .item_no = item->item_no,
					   .target = item->number};
	out->entry = (struct aq_entry){.event = AQ_EVENT_APPLY,
				       .posted_on = bench->run.business_date,
				       .payment_no = waiting->payment.payment_no,
				       .payment = waiting->payment.id,
				       .memo = AQ_SLICE("invoice-number"),
				       .postings = &out->posting,
				       .posting_count = 1};
	need(aq_store_reserve(bench->store, AQ_NUMBER_ENTRY, 1, &out->entry.entry_no, &err));
	need(aq_store_reserve(bench->store, AQ_NUMBER_ALLOCATION, 1, &out->allocation.allocation_no,
			      &err));
	*applied = (struct aq_applied){.payment_no = waiting->payment.payment_no,
				       .status = AQ_PAYMENT_APPLIED,
				       .rule = AQ_RULE_INVOICE,
				       .confidence = 97,
				       .entry = &out->entry,
				       .allocations = &out->allocation,
				       .allocation_count = 1,
				       .is_outcome = true};
}

static void apply(struct bench *bench)
{
	struct aq_waiting_order order = {.buckets = 1u << AQ_BUCKET_UNIDENTIFIED,
					 .count_max = bench->chunk};
	struct timespec start, walked, looked, made, done;
	long walking = 0, looking = 0, applying = 0;

	for (;;) {
		struct aq_waiting *waiting;
		struct aq_item *items;
		struct applying *rows;
		struct aq_applied *applied;
		uint64_t *item_nos;
		size_t count, found;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		need(aq_store_waiting(bench->store, &order, bench->arena, &waiting, &count, &err));
		if (count == 0)
			break;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &walked);
		item_nos = aq_arena_take_many(bench->arena, count, sizeof(*item_nos));
		for (size_t at = 0; at < count; at++)
			item_nos[at] = 1 + waiting[at].payment.payment_no - bench->first_payment;
		need(aq_store_items(bench->store, item_nos, count, bench->arena, &items, &found,
				    &err));
		AQ_CLAIM(found == count);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &looked);
		rows = aq_arena_take_many(bench->arena, count, sizeof(*rows));
		applied = aq_arena_take_many(bench->arena, count, sizeof(*applied));
		for (size_t at = 0; at < count; at++)
			make_application(bench, &rows[at], &waiting[at], &items[at], &applied[at]);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &made);
		need(aq_store_apply(bench->store, bench->run.run_no, applied, count, &err));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &done);
		walking += milliseconds(&start, &walked);
		looking += milliseconds(&walked, &looked);
		applying += milliseconds(&made, &done);
		order.after = waiting[count - 1].payment.payment_no;
		aq_arena_reset(bench->arena);
	}
	aq_arena_reset(bench->arena);
	printf("  waiting %ld, items %ld, apply %ld ms\n", walking, looking, applying);
}

static enum aq_status on_payment(void *context, const struct aq_payment_line *line,
				 struct aq_error *error)
{
	(void)error;
	*(uint64_t *)context += line->payment.payer.length;
	return AQ_OK;
}

static enum aq_status on_allocation(void *context, const struct aq_allocation_line *line,
				    struct aq_error *error)
{
	(void)error;
	*(uint64_t *)context += line->file.length;
	return AQ_OK;
}

static enum aq_status on_journal(void *context, const struct aq_journal_line *line,
				 struct aq_error *error)
{
	(void)error;
	*(uint64_t *)context += line->memo.length;
	return AQ_OK;
}

static enum aq_status on_aging(void *context, const struct aq_aging_line *line,
			       struct aq_error *error)
{
	(void)error;
	*(uint64_t *)context += line->name.length;
	return AQ_OK;
}

static enum aq_status on_proof(void *context, const struct aq_proof_line *line,
			       struct aq_error *error)
{
	(void)error;
	*(uint64_t *)context += line->entry.posting_count;
	return AQ_OK;
}

static void list(struct bench *bench)
{
	uint64_t seen = 0;

	begin(bench);
	need(aq_store_list_payments(bench->store, bench->run.run_no, on_payment, &seen, &err));
	end(bench, "list_payments");
	begin(bench);
	need(aq_store_list_allocations(bench->store, bench->run.run_no, on_allocation, &seen,
				       &err));
	end(bench, "list_allocations");
	begin(bench);
	need(aq_store_list_journal(bench->store, bench->run.run_no, on_journal, &seen, &err));
	end(bench, "list_journal (2 rows each)");
	begin(bench);
	need(aq_store_list_aging(bench->store, bench->run.business_date, on_aging, &seen, &err));
	end(bench, "list_aging");
	begin(bench);
	need(aq_store_list_proof(bench->store, 1, 1 + bench->count / 10, on_proof, &seen, &err));
	end(bench, "list_proof, a tenth");
}

static void new_file(struct bench *bench, unsigned char mark)
{
	struct aq_file_row file = {
		.run_no = bench->run.run_no, .name = AQ_SLICE("file"), .sha256 = {{mark}}};

	need(aq_store_reserve(bench->store, AQ_NUMBER_FILE, 1, &file.file_no, &err));
	need(aq_store_file_add(bench->store, &file, &err));
	bench->file_no = file.file_no;
}

static void night(struct bench *bench)
{
	begin(bench);
	need(aq_store_begin(bench->store, &err));
	new_file(bench, 1);
	load_customers(bench);
	end(bench, "load customers (a tenth)");
	begin(bench);
	load_invoices(bench);
	end(bench, "load invoices");
	begin(bench);
	need(aq_store_commit(bench->store, &err));
	end(bench, "commit");
	begin(bench);
	need(aq_store_begin(bench->store, &err));
	new_file(bench, 2);
	need(aq_store_reserve(bench->store, AQ_NUMBER_PAYMENT, bench->count, &bench->first_payment,
			      &err));
	take_in(bench);
	end(bench, "intake in all");
	begin(bench);
	need(aq_store_commit(bench->store, &err));
	end(bench, "commit");
	find_numbers(bench, bench->count / 20);
	find_numbers(bench, bench->count);
	begin(bench);
	need(aq_store_check(bench->store, &err));
	end(bench, "check, all open");
	begin(bench);
	need(aq_store_begin(bench->store, &err));
	apply(bench);
	end(bench, "apply in all");
	begin(bench);
	need(aq_store_commit(bench->store, &err));
	end(bench, "commit");
	list(bench);
	begin(bench);
	need(aq_store_check(bench->store, &err));
	end(bench, "check");
	begin(bench);
	need(aq_store_check_deep(bench->store, false, &err));
	end(bench, "check_deep");
}

int main(int count, char **arguments)
{
	struct bench bench = {.count = count > 2 ? strtoull(arguments[2], NULL, 10) : 1000000,
			      .chunk = count > 3 ? strtoull(arguments[3], NULL, 10) : 65536};
	struct aq_sha256 settings = {{0}};

	if (count < 2) {
		fprintf(stderr, "bench_store PATH [PAYMENTS [CHUNK]]\n");
		return 2;
	}
	need(aq_hash_start(&err));
	need(aq_arena_new(&bench.arena, 0, &err));
	need(aq_store_create(arguments[1], &err));
	need(aq_store_open(&bench.store, arguments[1], AQ_STORE_WRITE, &err));
	need(aq_store_run_begin(bench.store, day("2026-01-31"), &settings, &bench.run, &err));
	night(&bench);
	begin(&bench);
	aq_store_close(bench.store);
	end(&bench, "close");
	aq_arena_free(bench.arena);
	return 0;
}
