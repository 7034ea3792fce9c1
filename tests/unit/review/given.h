/*
 * given.h - what the tests of review begin with: a store of two customers, what
 * they owe, and a payment that waits.
 */
#ifndef ACQUIT_TEST_REVIEW_GIVEN_H
#define ACQUIT_TEST_REVIEW_GIVEN_H

#include "masters.h"

/* A receipt of 100.00 EUR on the bank account, booked on 2026-02-10. */
static inline void take_in(struct given *given)
{
	const struct aq_posting_settings settings = {.business_date = given->run.business_date};
	const struct aq_identity identity = {.text = AQ_SLICE("bank-1")};
	struct aq_entry entry;
	struct aq_taken taken = {
		.payment = &given->payment,
		.status = AQ_PAYMENT_UNIDENTIFIED,
		.bucket = AQ_BUCKET_UNIDENTIFIED,
		.remainder = 10000,
		.identities = &identity,
		.identity_count = 1,
		.entry = &entry,
		.exception = AQ_UNKNOWN_PAYER,
		.explanation = AQ_SLICE("nobody is known"),
	};

	assert_ok(given, aq_store_reserve(given->store, AQ_NUMBER_PAYMENT, 1, &given->payment_no,
					  &given->err));
	given->payment = (struct aq_payment){
		.payment_no = given->payment_no,
		.id = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		.file_no = given->file_no,
		.line = 7,
		.leaf_count = 1,
		.kind = AQ_KIND_RECEIPT,
		.mode = AQ_POSTS_BANK,
		.currency = aq_currency_find(AQ_SLICE("EUR")),
		.amount = 10000,
		.booked_on = day("2026-02-10"),
		.value_on = day("2026-02-10"),
		.source_id = AQ_SLICE("bank-1"),
		.payer = AQ_SLICE("R. Aldana"),
		.bank_account = AQ_SLICE("DE02120300000000202051"),
	};
	aq_payment_id_print(given->payment.id, given->id);
	assert_ok(given,
		  aq_entry_take_in(&entry, &given->payment, &settings, given->arena, &given->err));
	chained(given, "file", &entry, NULL, 0);
	assert_ok(given, aq_store_take_in(given->store, given->run.run_no, &taken, 1, &given->err));
}

/* Moves the money to the account of C1 as a question, as a night does. */
static inline void move_to_unapplied(struct given *given)
{
	struct aq_customer *customers;
	uint64_t customer_no = 0;
	struct aq_thing_row *things;
	size_t count = 0;
	struct aq_allocation *allocation = aq_arena_take(given->arena, sizeof(*allocation));
	struct aq_application application = {
		.payment_no = given->payment_no,
		.payment = given->payment.id,
		.posted_on = given->run.business_date,
		.from = AQ_BUCKET_UNIDENTIFIED,
		.allocations = allocation,
		.allocation_count = 1,
		.event = AQ_EVENT_MOVED,
	};
	struct aq_entry entry;
	struct aq_applied applied = {
		.payment_no = given->payment_no,
		.status = AQ_PAYMENT_UNAPPLIED,
		.bucket = AQ_BUCKET_UNAPPLIED,
		.left = 10000,
		.entry = &entry,
		.allocations = allocation,
		.allocation_count = 1,
		.exception = AQ_NO_ITEM_FITS,
		.explanation = AQ_SLICE("what is paid is not known"),
		.is_outcome = true,
	};

	assert_ok(given, aq_store_things_find(given->store, AQ_THING_CUSTOMER, AQ_SLICE("C1"),
					      given->arena, &things, &count, &given->err));
	assert_int_equal(count, 1);
	customer_no = things[0].number;
	assert_ok(given, aq_store_customers(given->store, &customer_no, 1, given->arena, &customers,
					    &count, &given->err));
	*allocation = (struct aq_allocation){
		.payment_no = given->payment_no,
		.target_kind = AQ_TARGET_ACCOUNT,
		.customer_no = customer_no,
		.customer = customers[0].number,
		.target = customers[0].number,
		.amount = 10000,
		.currency = given->payment.currency,
		.bucket = AQ_BUCKET_UNAPPLIED,
	};
	applied.customer_no = customer_no;
	assert_ok(given, aq_entry_apply(&entry, &application, given->arena, &given->err));
	chained(given, "apply", &entry, allocation, 1);
	assert_ok(given, aq_store_apply(given->store, given->run.run_no, &applied, 1, &given->err));
}

static inline int given_new(void **state)
{
	struct given *given = test_calloc(1, sizeof(*given));
	struct aq_file_row file = {.is_open_items = true, .name = AQ_SLICE("items.csv")};
	const struct aq_sha256 settings_hash = {{0}};

	snprintf(given->folder, sizeof(given->folder), "/tmp/acquit-review-XXXXXX");
	assert_non_null(mkdtemp(given->folder));
	snprintf(given->path, sizeof(given->path), "%s/acquit.db", given->folder);
	aq_buffer_init(&given->out, 0);
	assert_ok(given, aq_hash_start(&given->err));
	assert_ok(given, aq_store_create(given->path, &given->err));
	assert_ok(given, aq_store_open(&given->store, given->path, AQ_STORE_WRITE, &given->err));
	assert_ok(given, aq_arena_new(&given->arena, 0, &given->err));
	assert_ok(given, aq_chain_new(&given->chain, &given->err));
	assert_ok(given, aq_store_run_begin(given->store, day("2026-02-10"), &settings_hash,
					    &given->run, &given->err));
	assert_ok(given, aq_store_begin(given->store, &given->err));
	assert_ok(given,
		  aq_store_reserve(given->store, AQ_NUMBER_FILE, 1, &given->file_no, &given->err));
	file.file_no = given->file_no;
	file.run_no = given->run.run_no;
	assert_ok(given, aq_store_file_add(given->store, &file, &given->err));
	load_masters(given);
	take_in(given);
	*state = given;
	return 0;
}

static inline int given_free(void **state)
{
	struct given *given = *state;
	char path[128];

	aq_store_rollback(given->store);
	aq_store_close(given->store);
	aq_chain_free(given->chain);
	aq_arena_free(given->arena);
	aq_buffer_free(&given->out);
	unlink(given->path);
	snprintf(path, sizeof(path), "%s-wal", given->path);
	unlink(path);
	snprintf(path, sizeof(path), "%s-shm", given->path);
	unlink(path);
	rmdir(given->folder);
	test_free(given);
	return 0;
}

typedef enum aq_status (*act_on)(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);

/* Targets are blank-separated. A refused act must leave nothing: its mark is
 * gone back to, as its run would be. */
static inline enum aq_status act(struct given *given, act_on on, const char *targets)
{
	struct aq_slice list[16];
	struct aq_slice rest = aq_slice_of(targets);
	struct aq_review_act order = {
		.payment = aq_slice_of(given->id),
		.targets = list,
		.by = AQ_SLICE("m.ito"),
		.why = AQ_SLICE("letter of 9 February"),
		.business_date = given->run.business_date,
		.run_no = given->run.run_no,
	};
	enum aq_status status;

	while (rest.length > 0)
		list[order.target_count++] = aq_slice_cut(&rest, ' ');
	aq_buffer_clear(&given->out);
	assert_ok(given, aq_store_commit(given->store, &given->err));
	assert_ok(given, aq_store_begin(given->store, &given->err));
	status = on(given->store, &order, &given->out, &given->err);
	if (status < AQ_OK) {
		aq_store_rollback(given->store);
		assert_ok(given, aq_store_begin(given->store, NULL));
	}
	return status;
}

static inline void apply(struct given *given, const char *targets)
{
	if (act(given, aq_review_apply, targets) < AQ_OK)
		fail_msg("apply %s: %s", targets, given->err.text);
	assert_ok(given, aq_store_check(given->store, &given->err));
	assert_ok(given, aq_store_check_deep(given->store, false, &given->err));
}

static inline void unapply(struct given *given, const char *targets)
{
	if (act(given, aq_review_unapply, targets) < AQ_OK)
		fail_msg("unapply %s: %s", targets, given->err.text);
	assert_ok(given, aq_store_check(given->store, &given->err));
	assert_ok(given, aq_store_check_deep(given->store, false, &given->err));
}

static inline void assert_refused(struct given *given, act_on on, const char *targets,
				  enum aq_code code, const char *words)
{
	assert_int_equal(act(given, on, targets), AQ_USAGE);
	assert_string_equal(aq_code_name(given->err.code), aq_code_name(code));
	if (!strstr(given->err.text, words))
		fail_msg("'%s' does not hold '%s'", given->err.text, words);
}

static inline struct aq_waiting *now(struct given *given)
{
	struct aq_waiting *waiting = NULL;
	size_t found = 0;

	assert_ok(given, aq_store_payments_read(given->store, &given->payment_no, 1, given->arena,
						&waiting, &found, &given->err));
	assert_int_equal(found, 1);
	return waiting;
}

static inline void assert_waits(struct given *given, enum aq_payment_status status,
				enum aq_bucket bucket, int64_t remainder)
{
	const struct aq_waiting *waiting = now(given);

	assert_string_equal(aq_payment_status_name(waiting->status),
			    aq_payment_status_name(status));
	assert_int_equal(waiting->bucket, bucket);
	assert_int_equal(waiting->remainder, remainder);
}

static inline int64_t open_of(struct given *given, const char *invoice)
{
	struct aq_thing_row *things;
	struct aq_item *items;
	size_t count = 0;

	assert_ok(given, aq_store_things_find(given->store, AQ_THING_INVOICE, aq_slice_of(invoice),
					      given->arena, &things, &count, &given->err));
	assert_int_equal(count, 1);
	assert_ok(given, aq_store_items(given->store, &things[0].number, 1, given->arena, &items,
					&count, &given->err));
	assert_int_equal(count, 1);
	return items[0].open;
}

struct rows_sum {
	int64_t items, accounts;
	size_t count;
};

static inline enum aq_status add_row(void *context, const struct aq_allocation_line *line,
				     struct aq_error *err)
{
	struct rows_sum *sum = context;

	(void)err;
	sum->count++;
	if (line->allocation.target_kind == AQ_TARGET_ACCOUNT)
		sum->accounts += line->allocation.amount;
	else
		sum->items += line->allocation.amount;
	return AQ_OK;
}

/* Over all acts a payment's rows sum to what of it sits on items and accounts. */
static inline void assert_rows_sum(struct given *given, int64_t items, int64_t accounts)
{
	struct rows_sum sum = {0};

	assert_ok(given, aq_store_allocations_of_payment(given->store, given->payment_no, add_row,
							 &sum, &given->err));
	assert_int_equal(sum.items, items);
	assert_int_equal(sum.accounts, accounts);
}

#endif
