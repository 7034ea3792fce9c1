/*
 * test_apply.c - a night of many batches: written late, it is the same night.
 */
#include "given.h"

#include "acquit/store_bulk.h"

static void start(struct given *given)
{
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_customer(given, "C1");
}

static void part(struct given *given, struct aq_moves *moves,
		 const struct given_application *application)
{
	given_ok(given, aq_store_apply_part(moves, given->run.run_no, &application->applied, 1,
					    &given->err));
}

static void parts_of_a_night_move_an_item_as_one(void **state)
{
	struct given *given = *state;
	struct aq_row_change shared, whole;
	struct given_payment payments[3];
	struct given_application applications[3];
	struct aq_moves *moves = NULL;
	struct aq_store_sizes sizes;

	start(given);
	shared = given_invoice(given, "F-1", 5000);
	whole = given_invoice(given, "F-2", 700);
	given_receipt(given, &payments[0], 2000, "B-1");
	given_receipt(given, &payments[1], 700, "B-2");
	given_receipt(given, &payments[2], 2500, "B-3");
	for (size_t at = 0; at < 3; at++)
		given_take_in(given, &payments[at]);
	given_application(given, &applications[0], &payments[0], &shared, 2000);
	given_application(given, &applications[1], &payments[1], &whole, 700);
	given_application(given, &applications[2], &payments[2], &shared, 2500);
	given_ok(given, aq_moves_new(&moves, given->store, &given->err));
	for (size_t at = 0; at < 3; at++)
		part(given, moves, &applications[at]);
	assert_int_equal(given_item(given, shared.item_no).open, 5000);
	given_ok(given, aq_moves_write(moves, &given->err));
	given_ok(given, aq_moves_write(moves, &given->err));
	aq_moves_free(moves);
	assert_int_equal(given_item(given, shared.item_no).open, 500);
	assert_int_equal(given_item(given, whole.item_no).open, 0);
	given_commit(given);
	given_ok(given, aq_store_sizes(given->store, &sizes, &given->err));
	assert_int_equal(sizes.open_items, 1);
	assert_int_equal(sizes.waiting, 0);
	given_sound(given);
}

static void parts_that_are_too_much_together_are_refused(void **state)
{
	struct given *given = *state;
	struct aq_row_change item;
	struct given_payment payments[2];
	struct given_application applications[2];
	struct aq_moves *moves = NULL;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payments[0], 5000, "B-1");
	given_receipt(given, &payments[1], 5000, "B-2");
	given_take_in(given, &payments[0]);
	given_take_in(given, &payments[1]);
	given_application(given, &applications[0], &payments[0], &item, 5000);
	given_application(given, &applications[1], &payments[1], &item, 5000);
	given_ok(given, aq_moves_new(&moves, given->store, &given->err));
	part(given, moves, &applications[0]);
	part(given, moves, &applications[1]);
	assert_int_equal(aq_moves_write(moves, &given->err), AQ_INTEGRITY);
	assert_int_equal(given->err.code, AQ_STORE_OVERDRAWN);
	aq_moves_free(moves);
	aq_store_rollback(given->store);
	given_sound(given);
}

/* Money of the payment goes to the customer's account, and rests there. */
static void rest_on_account(struct given *given, const struct given_payment *payment,
			    const struct aq_row_change *item)
{
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
				     .credit = {.account = AQ_ACCOUNT_ON_ACCOUNT},
				     .amount = payment->payment.amount,
				     .currency = USD,
				     .customer_no = item->customer_no,
				     .customer = item->customer};
	struct aq_entry entry = {.entry_no = given_number(given, AQ_NUMBER_ENTRY),
				 .event = AQ_EVENT_APPLY,
				 .posted_on = given->run.business_date,
				 .payment_no = payment->payment.payment_no,
				 .payment = payment->payment.id,
				 .postings = &posting,
				 .posting_count = 1};
	struct aq_applied applied = {.payment_no = payment->payment.payment_no,
				     .status = AQ_PAYMENT_ON_ACCOUNT,
				     .bucket = AQ_BUCKET_ON_ACCOUNT,
				     .left = payment->payment.amount,
				     .customer_no = item->customer_no,
				     .entry = &entry,
				     .is_outcome = true};

	given_ok(given, aq_store_apply(given->store, given->run.run_no, &applied, 1, &given->err));
}

static void a_stretch_of_spent_payments_leaves_wherever_each_waited(void **state)
{
	struct given *given = *state;
	const char *const ids[] = {"B-1", "B-2", "B-3", "B-4"};
	struct aq_row_change item;
	struct given_payment payments[4];
	struct given_application applications[4];
	struct aq_applied applied[4];
	struct aq_store_sizes sizes;
	size_t count;

	start(given);
	item = given_invoice(given, "F-1", 4000);
	for (size_t at = 0; at < 4; at++) {
		given_receipt(given, &payments[at], 1000, ids[at]);
		given_take_in(given, &payments[at]);
	}
	rest_on_account(given, &payments[1], &item);
	for (size_t at = 0; at < 4; at++) {
		given_application(given, &applications[at], &payments[at], &item,
				  at == 2 ? 400 : 1000);
		applied[at] = applications[at].applied;
	}
	applications[1].posting.debit.account = AQ_ACCOUNT_ON_ACCOUNT;
	given_ok(given, aq_store_apply(given->store, given->run.run_no, applied, 4, &given->err));
	given_commit(given);
	given_ok(given, aq_store_sizes(given->store, &sizes, &given->err));
	assert_int_equal(sizes.waiting, 1);
	(void)waiting_of(given, 1u << AQ_BUCKET_UNIDENTIFIED, &count);
	assert_int_equal(count, 1);
	(void)waiting_of(given, 1u << AQ_BUCKET_ON_ACCOUNT, &count);
	assert_int_equal(count, 0);
	given_sound(given);
}

/* --- numbers --- */

#define INVOICES 300

static void assert_same_rows(struct given *given, const struct aq_number_table *table,
			     uint64_t hash)
{
	struct aq_number_row *rows;
	struct aq_number_place place;
	size_t count;

	given_ok(given, aq_store_numbers_find(given->store, &hash, 1, given->arena, &rows, &count,
					      &given->err));
	aq_number_table_find(table, &hash, 1, &place);
	assert_int_equal(place.count, count);
	for (size_t at = 0; at < count; at++) {
		struct aq_number_row row = aq_number_table_row(table, place.first + at);

		assert_int_equal(row.kind, rows[at].kind);
		assert_int_equal(row.target_no, rows[at].target_no);
	}
}

static void numbers_in_memory_lead_where_those_in_the_store_do(void **state)
{
	struct given *given = *state;
	const unsigned char *key = aq_store_siphash_key(given->store);
	struct aq_number_table *table = NULL;
	char number[16];

	start(given);
	for (int at = 0; at < INVOICES; at++) {
		(void)snprintf(number, sizeof(number), "F-%d", at);
		given_invoice(given, number, 100 + at);
	}
	assert_int_equal(aq_store_number_table(given->store, 1, &table, &given->err), AQ_END);
	assert_null(table);
	assert_int_equal(aq_store_number_table(given->store, INVOICES, &table, &given->err), AQ_OK);
	for (int at = 0; at < 2 * INVOICES; at++) {
		(void)snprintf(number, sizeof(number), "F%d", at);
		assert_same_rows(given, table, aq_siphash(key, aq_slice_of(number)));
	}
	assert_same_rows(given, table, 0);
	assert_same_rows(given, table, UINT64_MAX);
	aq_number_table_free(table);
	given_commit(given);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_store, given_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(parts_of_a_night_move_an_item_as_one),
		TEST(parts_that_are_too_much_together_are_refused),
		TEST(a_stretch_of_spent_payments_leaves_wherever_each_waited),
		TEST(numbers_in_memory_lead_where_those_in_the_store_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
