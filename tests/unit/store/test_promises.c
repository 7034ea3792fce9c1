/*
 * test_promises.c - what leaves no trace, what may not change, and what is listed.
 */
#include <sqlite3.h>

#include "given.h"

static void start(struct given *given)
{
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
}

static void rolling_back_leaves_no_trace(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct aq_identity_query query;
	size_t count;

	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	aq_store_rollback(given->store);
	query = query_of(&in, 99, "2026-01-30");
	given_ok(given,
		 aq_store_identities_find(given->store, &query, 1, given->arena, &given->err));
	assert_int_equal(query.known_count, 0);
	waiting_of(given, ~0u, &count);
	assert_int_equal(count, 0);
	given_sound(given);
	/* The same again must find every name and number anew. */
	given_begin(given);
	given_file(given, 1);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	given_sound(given);
}

static void a_dry_run_leaves_no_trace(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct aq_run run;
	struct aq_store_sizes sizes;
	size_t count;

	given_ok(given, aq_store_dry_begin(given->store, &given->err));
	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	waiting_of(given, ~0u, &count);
	assert_int_equal(count, 1);
	given_ok(given, aq_store_run_close(given->store, &given->run, &given->err));
	aq_store_dry_end(given->store);
	waiting_of(given, ~0u, &count);
	assert_int_equal(count, 0);
	assert_int_equal(aq_store_run_find(given->store, AQ_SLICE(""), &run, &given->err),
			 AQ_NOT_FOUND);
	given_ok(given, aq_store_sizes(given->store, &sizes, &given->err));
	assert_int_equal(sizes.payments, 0);
}

static void the_same_database_may_not_be_written_twice_at_once(void **state)
{
	struct given *given = *state;
	struct aq_store *other;

	given_ok(given, aq_store_open(&other, given->path, AQ_STORE_WRITE, &given->err));
	given_begin(given);
	assert_int_equal(aq_store_begin(other, &given->err), AQ_BUSY);
	given_commit(given);
	given_ok(given, aq_store_begin(other, &given->err));
	given_ok(given, aq_store_commit(other, &given->err));
	aq_store_close(other);
}

/* --- what never changes, and what is found when it was changed --- */

static void tamper(struct given *given, const char *sql, const char *expected)
{
	sqlite3 *db;
	char *message = NULL;

	assert_int_equal(sqlite3_open(given->path, &db), SQLITE_OK);
	if (expected) {
		assert_int_not_equal(sqlite3_exec(db, sql, NULL, NULL, &message), SQLITE_OK);
		assert_non_null(strstr(message, expected));
		sqlite3_free(message);
	} else if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		fail_msg("%s: %s", sql, message);
	}
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void the_journal_refuses_to_be_changed(void **state)
{
	struct given *given = *state;
	static const char *const tables[] = {"entry", "posting", "payment"};
	struct given_payment in;
	char sql[128];

	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	for (size_t at = 0; at < 3; at++) {
		snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[at]);
		tamper(given, sql, "deleted");
	}
	tamper(given, "UPDATE posting SET amount = 1", "never changed");
	tamper(given, "UPDATE entry SET memo = ''", "never changed");
	tamper(given, "UPDATE payment SET amount = 1", "never changed");
	given_sound(given);
}

static void a_row_that_was_tampered_with_is_found(void **state)
{
	struct given *given = *state;
	struct given_payment in;

	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	given_sound(given);
	tamper(given, "UPDATE payment_open SET remainder = 99", NULL);
	assert_int_equal(aq_store_check(given->store, &given->err), AQ_INTEGRITY);
	assert_non_null(strstr(given->err.text, "unidentified in USD is -1.00"));
	assert_int_equal(aq_store_check_deep(given->store, false, &given->err), AQ_INTEGRITY);
	given_ok(given, aq_store_check_deep(given->store, true, &given->err));
	given_sound(given);
	tamper(given, "DROP TRIGGER posting_kept; UPDATE posting SET amount = 99", NULL);
	assert_int_equal(aq_store_check_deep(given->store, false, &given->err), AQ_INTEGRITY);
}

static enum aq_status see_payment(void *context, const struct aq_payment_line *line,
				  struct aq_error *err)
{
	size_t *count = context;

	(void)err;
	assert_true(aq_slice_is(line->file, "bank.xml"));
	assert_true(aq_slice_is(line->format, "camt.053"));
	assert_true(aq_slice_is(line->payment.payer, "Rosa Imaginary"));
	assert_int_equal(line->status, AQ_PAYMENT_UNIDENTIFIED);
	++*count;
	return AQ_OK;
}

static enum aq_status refuse_payment(void *context, const struct aq_payment_line *line,
				     struct aq_error *err)
{
	(void)context;
	(void)line;
	(void)err;
	return AQ_STOPPED;
}

static void a_run_lists_its_own_payments(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct aq_run first;
	size_t count = 0;

	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	given_ok(given, aq_store_run_close(given->store, &given->run, &given->err));
	first = given->run;
	assert_int_equal(first.first_entry, 1);
	assert_int_equal(first.last_entry, 1);
	given_run(given, "2026-02-01");
	given_ok(given, aq_store_list_payments(given->store, given->run.run_no, see_payment, &count,
					       &given->err));
	assert_int_equal(count, 0);
	given_ok(given, aq_store_list_payments(given->store, first.run_no, see_payment, &count,
					       &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(aq_store_list_payments(given->store, first.run_no, refuse_payment, NULL,
						&given->err),
			 AQ_STOPPED);
	given_ok(given, aq_store_list_payments(given->store, first.run_no, see_payment, &count,
					       &given->err));
}

static enum aq_status see_exception(void *context, const struct aq_exception_line *line,
				    struct aq_error *err)
{
	(void)err;
	*(struct aq_exception_line *)context = *line;
	return AQ_OK;
}

static void a_possible_duplicate_is_asked(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct aq_taken taken;
	struct aq_exception_line line = {0};
	struct aq_exception_total *totals;
	size_t count;

	start(given);
	given_receipt(given, &in, 100, "B-1");
	taken = given_taken(&in);
	taken.status = AQ_PAYMENT_POSSIBLE_DUPLICATE;
	taken.exception = AQ_POSSIBLE_DUPLICATE;
	taken.explanation = AQ_SLICE("equal to an earlier row");
	given_ok(given, aq_store_take_in(given->store, given->run.run_no, &taken, 1, &given->err));
	given_commit(given);
	given_ok(given, aq_store_list_exceptions(given->store, given->run.run_no, see_exception,
						 &line, &given->err));
	assert_int_equal(line.code, AQ_POSSIBLE_DUPLICATE);
	assert_int_equal(line.amount, 100);
	assert_int_equal(line.currency, USD);
	assert_true(line.is_new);
	given_ok(given, aq_store_exception_totals(given->store, given->run.run_no, given->arena,
						  &totals, &count, &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(totals[0].count, 1);
	assert_int_equal(totals[0].new_count, 1);
}

/* A bare line came first, then its detail, or the other way round. */
static struct aq_waiting *read_after(struct given *given, bool is_detail_first)
{
	struct given_payment line, detail;
	struct aq_taken first, second;
	struct aq_waiting *waiting;
	uint64_t payment_no;
	size_t found;

	given_receipt(given, &line, 100, "B-1");
	line.payment.payer = line.payment.payer_account = line.payment.reference = AQ_SLICE("");
	line.payment.reference_kind = AQ_REF_NONE;
	line.payment.reference_count = 1;
	line.payment.text = AQ_SLICE("deposit");
	line.payment.is_bare_entry = true;
	given_receipt(given, &detail, 100, "B-1");
	detail.payment.mode = AQ_POSTS_CLEARING;
	if (is_detail_first) {
		struct given_payment moved = line;

		moved.payment.payment_no = detail.payment.payment_no;
		detail.payment.payment_no = line.payment.payment_no;
		line.payment.payment_no = moved.payment.payment_no;
	}
	first = given_taken(is_detail_first ? &detail : &line);
	second = given_taken(is_detail_first ? &line : &detail);
	first.entry = second.entry = NULL;
	second.status = AQ_PAYMENT_DUPLICATE;
	second.duplicate_of = first.payment->payment_no;
	second.bucket = AQ_BUCKET_NONE;
	second.remainder = 0;
	second.identity_count = 0;
	given_ok(given, aq_store_take_in(given->store, given->run.run_no, &first, 1, &given->err));
	given_ok(given, aq_store_take_in(given->store, given->run.run_no, &second, 1, &given->err));
	payment_no = first.payment->payment_no;
	given_ok(given, aq_store_payments_read(given->store, &payment_no, 1, given->arena, &waiting,
					       &found, &given->err));
	assert_int_equal(found, 1);
	return waiting;
}

static void what_a_later_row_tells_is_read_with_its_payment(void **state)
{
	struct given *given = *state;

	start(given);
	for (int is_detail_first = 0; is_detail_first < 2; is_detail_first++) {
		const struct aq_payment *payment = &read_after(given, is_detail_first)->payment;

		assert_true(aq_slice_is(payment->payer, "Rosa Imaginary"));
		assert_true(aq_slice_is(payment->payer_account, "XX001234"));
		assert_true(aq_slice_is(payment->reference, "F-1"));
		assert_int_equal(payment->reference_kind, AQ_REF_INVOICE);
		assert_true(aq_slice_is(payment->text, "invoice F-1\ndeposit"));
		assert_int_equal(payment->reference_count, 2);
		assert_false(payment->is_bare_entry);
		assert_int_equal(payment->mode,
				 is_detail_first ? AQ_POSTS_CLEARING : AQ_POSTS_BANK);
	}
	given_commit(given);
}

static void a_detail_and_its_lump_meet_in_a_settlement(void **state)
{
	struct given *given = *state;
	struct given_payment detail, lump;
	struct aq_settlement *settlements;
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
				     .credit = {AQ_ACCOUNT_CLEARING, AQ_SLICE("gate")},
				     .amount = 100,
				     .currency = USD,
				     .settlement = AQ_SLICE("PO-1")};
	struct aq_entry entry = {
		.event = AQ_EVENT_SETTLED, .postings = &posting, .posting_count = 1};
	struct aq_applied applied = {
		.status = AQ_PAYMENT_SETTLEMENT, .entry = &entry, .deposited = 100};
	size_t count;

	start(given);
	given_receipt(given, &detail, 100, "D-1");
	detail.payment.mode = AQ_POSTS_CLEARING;
	detail.payment.bank_account = AQ_SLICE("");
	detail.payment.source = AQ_SLICE("gate");
	detail.payment.settlement_id = AQ_SLICE("PO-1");
	detail.payment.batch_id = AQ_SLICE("BATCH-9");
	detail.posting.debit = (struct aq_account_ref){AQ_ACCOUNT_CLEARING, AQ_SLICE("gate")};
	detail.posting.settlement = AQ_SLICE("PO-1");
	given_take_in(given, &detail);
	given_receipt(given, &lump, 100, "B-1");
	given_take_in(given, &lump);
	given_ok(given, aq_store_settlements_open(given->store, given->arena, &settlements, &count,
						  &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(settlements[0].net, 100);
	assert_int_equal(settlements[0].gross, 100);
	assert_true(aq_slice_is(settlements[0].source, "gate"));
	assert_true(aq_slice_is(settlements[0].match_ids[1], "BATCH-9"));
	entry.entry_no = given_number(given, AQ_NUMBER_ENTRY);
	entry.payment_no = lump.payment.payment_no;
	entry.payment = lump.payment.id;
	applied.payment_no = lump.payment.payment_no;
	applied.settlement_no = settlements[0].settlement_no;
	given_ok(given, aq_store_apply(given->store, given->run.run_no, &applied, 1, &given->err));
	given_commit(given);
	given_ok(given, aq_store_settlements_open(given->store, given->arena, &settlements, &count,
						  &given->err));
	assert_int_equal(count, 0);
	given_sound(given);
}

static enum aq_status see_proof(void *context, const struct aq_proof_line *line,
				struct aq_error *err)
{
	struct given_payment *in = context;

	(void)err;
	assert_int_equal(line->entry.entry_no, in->entry.entry_no);
	assert_int_equal(line->entry.event, AQ_EVENT_RECEIPT);
	assert_memory_equal(&line->entry.payment, &in->payment.id, sizeof(in->payment.id));
	assert_memory_equal(&line->entry.hash, &in->entry.hash, sizeof(in->entry.hash));
	assert_int_equal(line->entry.posting_count, 1);
	assert_int_equal(line->entry.postings[0].debit.account, AQ_ACCOUNT_BANK);
	assert_true(aq_slice_is(line->entry.postings[0].debit.qualifier, "MAIN"));
	assert_true(aq_slice_is(line->entry.postings[0].customer, ""));
	assert_non_null(line->payment);
	assert_true(aq_slice_is(line->payment->source_id, "B-1"));
	in->payment.amount = 0;
	return AQ_OK;
}

static void an_entry_is_proven_from_what_was_hashed(void **state)
{
	struct given *given = *state;
	struct given_payment in;

	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	given_ok(given, aq_store_list_proof(given->store, 1, 100, see_proof, &in, &given->err));
	assert_int_equal(in.payment.amount, 0);
}

static void a_payment_is_found_by_what_a_person_types(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct aq_thing_row *things;
	char id[AQ_PAYMENT_ID_TEXT_BYTES];
	size_t count;

	start(given);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	aq_payment_id_print(in.payment.id, id);
	given_ok(given, aq_store_things_find(given->store, AQ_THING_ANY, aq_slice_of(id),
					     given->arena, &things, &count, &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(things[0].thing, AQ_THING_PAYMENT);
	assert_int_equal(things[0].number, in.payment.payment_no);
	given_ok(given, aq_store_things_find(given->store, AQ_THING_PAYMENT, AQ_SLICE("B-1"),
					     given->arena, &things, &count, &given->err));
	assert_int_equal(count, 1);
	given_ok(given, aq_store_things_find(given->store, AQ_THING_FILE, AQ_SLICE("bank.xml"),
					     given->arena, &things, &count, &given->err));
	assert_int_equal(count, 1);
	given_ok(given, aq_store_things_find(given->store, AQ_THING_INVOICE, AQ_SLICE("B-1"),
					     given->arena, &things, &count, &given->err));
	assert_int_equal(count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_store, given_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rolling_back_leaves_no_trace),
		TEST(a_dry_run_leaves_no_trace),
		TEST(the_same_database_may_not_be_written_twice_at_once),
		TEST(the_journal_refuses_to_be_changed),
		TEST(a_row_that_was_tampered_with_is_found),
		TEST(a_run_lists_its_own_payments),
		TEST(a_possible_duplicate_is_asked),
		TEST(what_a_later_row_tells_is_read_with_its_payment),
		TEST(a_detail_and_its_lump_meet_in_a_settlement),
		TEST(an_entry_is_proven_from_what_was_hashed),
		TEST(a_payment_is_found_by_what_a_person_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
