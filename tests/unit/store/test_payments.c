/*
 * test_payments.c - intake, identities, what waits, and what never changes.
 */
#include <sqlite3.h>

#include "given.h"

static void start(struct given *given)
{
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
}

static void a_payment_comes_back_as_it_was(void **state)
{
	struct given *given = *state;
	struct aq_remittance remittance = {.kind = AQ_REF_INVOICE,
					   .document = AQ_SLICE("F-1"),
					   .amount = aq_decimal_of(-12345, 2),
					   .reason = AQ_SLICE("short")};
	struct given_payment in;
	struct aq_waiting *out;
	size_t count;

	start(given);
	given_receipt(given, &in, 12345, "B-1");
	in.payment.unit_index = 4000000000u;
	in.payment.leaf_index = 3;
	in.payment.leaf_count = 4;
	in.payment.fee_currency = EUR;
	in.payment.fee = -5;
	in.payment.net_currency = EUR;
	in.payment.net = -17;
	in.payment.is_residual = true;
	in.payment.is_remittance_unbalanced = true;
	in.payment.remittances = &remittance;
	in.payment.remittance_count = 1;
	given_take_in(given, &in);
	given_commit(given);
	out = waiting_of(given, 1u << AQ_BUCKET_UNIDENTIFIED, &count);
	assert_int_equal(count, 1);
	assert_int_equal(out->remainder, 12345);
	assert_int_equal(out->status, AQ_PAYMENT_UNIDENTIFIED);
	assert_int_equal(out->payment.unit_index, 4000000000u);
	assert_int_equal(out->payment.leaf_index, 3);
	assert_int_equal(out->payment.leaf_count, 4);
	assert_int_equal(out->payment.fee, -5);
	assert_int_equal(out->payment.fee_currency, EUR);
	assert_int_equal(out->payment.net, -17);
	assert_int_equal(out->payment.net_currency, EUR);
	assert_true(out->payment.is_residual);
	assert_true(out->payment.is_remittance_unbalanced);
	assert_false(out->payment.is_refused);
	assert_true(aq_slice_is(out->payment.payer, "Rosa Imaginary"));
	assert_true(aq_slice_is(out->payment.payer_account, "XX001234"));
	assert_true(aq_slice_is(out->payment.source_id, "B-1"));
	assert_true(aq_slice_is(out->payment.trace, "T-1"));
	assert_true(aq_slice_is(out->payment.bank_account, "MAIN"));
	assert_int_equal(out->payment.reference_kind, AQ_REF_INVOICE);
	assert_int_equal(out->payment.reference_count, 2);
	assert_int_equal(out->payment.references[1].kind, AQ_REF_TEXT);
	assert_true(aq_slice_is(out->payment.references[1].value, "invoice F-1"));
	assert_int_equal(out->payment.remittance_count, 1);
	assert_int_equal(aq_decimal_compare(out->payment.remittances[0].amount, remittance.amount),
			 0);
	assert_false(out->payment.remittances[0].discount.is_present);
	assert_true(aq_slice_is(out->payment.remittances[0].reason, "short"));
	assert_memory_equal(out->payment.id.bytes, in.payment.id.bytes,
			    sizeof(in.payment.id.bytes));
	given_sound(given);
}

static void a_payment_is_known_in_other_files_within_ten_days(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct aq_identity_query queries[3];

	start(given);
	given_receipt(given, &in, 12345, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	queries[0] = query_of(&in, given->file_no + 1, "2026-02-09");
	queries[1] = query_of(&in, given->file_no + 1, "2026-01-20");
	queries[2] = query_of(&in, given->file_no, "2026-01-30");
	given_ok(given,
		 aq_store_identities_find(given->store, queries, 3, given->arena, &given->err));
	assert_int_equal(queries[0].known_count, 1);
	assert_int_equal(queries[0].known[0].payment_no, in.payment.payment_no);
	assert_int_equal(queries[0].known[0].mode, AQ_POSTS_BANK);
	assert_int_equal(queries[0].known[0].status, AQ_PAYMENT_UNIDENTIFIED);
	assert_int_equal(queries[1].known_count, 1);
	assert_int_equal(queries[2].known_count, 0);
	assert_int_equal(queries[2].same_file, 1);
	queries[0] = query_of(&in, given->file_no + 1, "2026-02-10");
	given_ok(given,
		 aq_store_identities_find(given->store, queries, 1, given->arena, &given->err));
	assert_int_equal(queries[0].known_count, 0);
}

static void equal_payments_of_one_file_are_all_known(void **state)
{
	struct given *given = *state;
	struct given_payment one, other;
	struct aq_identity_query query;

	start(given);
	given_receipt(given, &one, 500, "B-1");
	given_receipt(given, &other, 500, "B-1");
	given_take_in(given, &one);
	given_take_in(given, &other);
	given_commit(given);
	query = query_of(&one, given->file_no, "2026-01-30");
	given_ok(given,
		 aq_store_identities_find(given->store, &query, 1, given->arena, &given->err));
	assert_int_equal(query.same_file, 2);
	query = query_of(&one, given->file_no + 5, "2026-01-30");
	given_ok(given,
		 aq_store_identities_find(given->store, &query, 1, given->arena, &given->err));
	assert_int_equal(query.known_count, 2);
	assert_true(query.known[0].payment_no < query.known[1].payment_no);
}

static void an_identity_with_the_same_id_and_another_text_is_another(void **state)
{
	struct given *given = *state;
	struct given_payment in, other;
	struct aq_identity_query query;

	start(given);
	given_receipt(given, &in, 500, "B-1");
	given_receipt(given, &other, 501, "B-1");
	given_take_in(given, &in);
	given_commit(given);
	query = query_of(&other, given->file_no + 1, "2026-01-30");
	given_ok(given,
		 aq_store_identities_find(given->store, &query, 1, given->arena, &given->err));
	assert_int_equal(query.known_count, 0);
}

static void payments_are_found_by_their_id_newest_first(void **state)
{
	struct given *given = *state;
	struct given_payment one, other;
	uint64_t *found;
	size_t count;

	start(given);
	given_receipt(given, &one, 500, "B-1");
	given_receipt(given, &other, 700, "B-1");
	other.payment.booked_on = given_day("2025-06-01");
	given_take_in(given, &one);
	given_take_in(given, &other);
	given_commit(given);
	given_ok(given,
		 aq_store_payments_by_id(given->store, &one.references[0], given_day("2026-02-15"),
					 given->arena, &found, &count, &given->err));
	assert_int_equal(count, 2);
	assert_int_equal(found[0], one.payment.payment_no);
	assert_int_equal(found[1], other.payment.payment_no);
	given_ok(given,
		 aq_store_payments_by_id(given->store, &one.references[0], given_day("2026-01-29"),
					 given->arena, &found, &count, &given->err));
	assert_int_equal(count, 1);
}

static void ask(struct given *given, struct aq_identity_query *query)
{
	given_ok(given,
		 aq_store_identities_find(given->store, query, 1, given->arena, &given->err));
}

/* The row tells what is known already, by the same ids. */
static void take_in_again(struct given *given, struct given_payment *row, uint64_t known_no)
{
	struct aq_taken taken;

	row->payment.file_no = given->file_no;
	taken = given_taken(row);
	taken.status = AQ_PAYMENT_DUPLICATE;
	taken.bucket = AQ_BUCKET_NONE;
	taken.remainder = 0;
	taken.entry = NULL;
	taken.duplicate_of = known_no;
	given_ok(given, aq_store_take_in(given->store, given->run.run_no, &taken, 1, &given->err));
}

static void what_is_not_committed_yet_is_known(void **state)
{
	struct given *given = *state;
	struct given_payment one, again;
	struct aq_identity_query query;
	uint64_t *found;
	size_t count;

	start(given);
	given_receipt(given, &one, 500, "B-1");
	given_take_in(given, &one);
	query = query_of(&one, given->file_no + 1, "2026-02-09");
	ask(given, &query);
	assert_int_equal(query.known_count, 1);
	query = query_of(&one, given->file_no + 1, "2026-02-10");
	ask(given, &query);
	assert_int_equal(query.known_count, 0);
	given_receipt(given, &again, 500, "B-1");
	take_in_again(given, &again, one.payment.payment_no);
	query = query_of(&one, given->file_no + 1, "2026-01-30");
	ask(given, &query);
	assert_int_equal(query.known_count, 1);
	given_ok(given,
		 aq_store_payments_by_id(given->store, &one.references[0], given_day("2026-02-15"),
					 given->arena, &found, &count, &given->err));
	assert_int_equal(count, 1);
	ask(given, &query);
	assert_int_equal(query.known_count, 1);
	given_commit(given);
	ask(given, &query);
	assert_int_equal(query.known_count, 1);
}

static void what_is_taken_back_is_not_known(void **state)
{
	struct given *given = *state;
	struct given_payment one, other;
	struct aq_identity_query query;

	start(given);
	given_receipt(given, &one, 500, "B-1");
	given_take_in(given, &one);
	aq_store_rollback(given->store);
	given_begin(given);
	given_file(given, 1);
	given_receipt(given, &other, 700, "B-2");
	given_take_in(given, &other);
	query = query_of(&one, given->file_no + 1, "2026-01-30");
	ask(given, &query);
	assert_int_equal(query.known_count, 0);
	query = query_of(&other, given->file_no + 1, "2026-01-30");
	ask(given, &query);
	assert_int_equal(query.known_count, 1);
	given_commit(given);
	ask(given, &query);
	assert_int_equal(query.known_count, 1);
	given_sound(given);
}

static void what_waits_is_walked_in_pieces(void **state)
{
	struct given *given = *state;
	struct aq_waiting_order order = {.buckets = 1u << AQ_BUCKET_UNIDENTIFIED |
						    1u << AQ_BUCKET_ON_ACCOUNT,
					 .count_max = 2};
	struct given_payment in[5];
	struct aq_waiting *waiting;
	size_t count, seen = 0;

	start(given);
	for (size_t at = 0; at < 5; at++) {
		struct aq_taken taken;

		given_receipt(given, &in[at], 100 + (int64_t)at, "B");
		in[at].posting.credit.account =
			at % 2 ? AQ_ACCOUNT_ON_ACCOUNT : AQ_ACCOUNT_UNIDENTIFIED;
		taken = given_taken(&in[at]);
		taken.bucket = at % 2 ? AQ_BUCKET_ON_ACCOUNT : AQ_BUCKET_UNIDENTIFIED;
		given_ok(given,
			 aq_store_take_in(given->store, given->run.run_no, &taken, 1, &given->err));
	}
	given_commit(given);
	do {
		given_ok(given, aq_store_waiting(given->store, &order, given->arena, &waiting,
						 &count, &given->err));
		for (size_t at = 0; at < count; at++) {
			assert_int_equal(waiting[at].payment.payment_no,
					 in[seen].payment.payment_no);
			assert_true(aq_slice_is(waiting[at].payment.payer_account, "XX001234"));
			seen++;
		}
		if (count)
			order.after = waiting[count - 1].payment.payment_no;
	} while (count == 2);
	assert_int_equal(seen, 5);
	waiting_of(given, 1u << AQ_BUCKET_ON_ACCOUNT, &count);
	assert_int_equal(count, 2);
	given_sound(given);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_store, given_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_payment_comes_back_as_it_was),
		TEST(a_payment_is_known_in_other_files_within_ten_days),
		TEST(equal_payments_of_one_file_are_all_known),
		TEST(an_identity_with_the_same_id_and_another_text_is_another),
		TEST(payments_are_found_by_their_id_newest_first),
		TEST(what_is_not_committed_yet_is_known),
		TEST(what_is_taken_back_is_not_known),
		TEST(what_waits_is_walked_in_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
