/*
 * test_items.c - loading what is owed, and applying money to it.
 */
#include "given.h"

static void start(struct given *given)
{
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_customer(given, "C1");
}

static void a_new_invoice_is_billed_and_open(void **state)
{
	struct given *given = *state;
	struct aq_row_change change;
	struct aq_item item;

	start(given);
	change = given_invoice(given, "F-1", 5000);
	assert_true(change.is_new);
	assert_int_equal(change.billed, 5000);
	item = given_item(given, change.item_no);
	assert_int_equal(item.open, 5000);
	assert_true(aq_slice_is(item.number, "F-1"));
	given_commit(given);
	given_sound(given);
}

static void the_same_row_again_changes_nothing(void **state)
{
	struct given *given = *state;
	struct aq_row_change first, second;

	start(given);
	first = given_invoice(given, "F-1", 5000);
	second = given_invoice(given, "F-1", 5000);
	assert_false(second.is_new);
	assert_false(second.is_changed);
	assert_int_equal(second.billed, 0);
	assert_int_equal(second.item_no, first.item_no);
	assert_false(given_customer(given, "C1").is_changed);
	given_commit(given);
	given_sound(given);
}

static void a_changed_amount_bills_the_difference(void **state)
{
	struct given *given = *state;
	struct aq_row_change change;

	start(given);
	given_invoice(given, "F-1", 5000);
	change = given_invoice(given, "F-1", 4000);
	assert_true(change.is_changed);
	assert_int_equal(change.billed, -1000);
	assert_int_equal(change.excess, 0);
	assert_int_equal(given_item(given, change.item_no).open, 4000);
	given_commit(given);
	given_sound(given);
}

static void two_rows_of_one_number_in_one_batch_see_each_other(void **state)
{
	struct given *given = *state;
	struct aq_invoice_row row[3] = {given_invoice_row("F-1", 100),
					given_invoice_row("F-2", 100),
					given_invoice_row("F-1", 70)};
	struct aq_rows rows = {.table = AQ_TABLE_INVOICES, .rows = row, .count = 3};
	struct aq_row_change changes[3];

	start(given);
	rows.run_no = given->run.run_no;
	rows.file_no = given->file_no;
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, changes, &given->err));
	assert_true(changes[0].is_new);
	assert_true(changes[1].is_new);
	assert_false(changes[2].is_new);
	assert_int_equal(changes[2].item_no, changes[0].item_no);
	assert_int_equal(changes[2].billed, -30);
	for (size_t at = 0; at < 3; at++)
		given_bill(given, &changes[at]);
	given_commit(given);
	given_sound(given);
}

static void open_amount_counts_when_first_seen_and_differs_later(void **state)
{
	struct given *given = *state;
	struct aq_invoice_row row = given_invoice_row("F-1", 5000);
	struct aq_row_change change;

	start(given);
	row.has_open = true;
	row.open = 2000;
	change = given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F1");
	assert_int_equal(change.billed, 2000);
	given_bill(given, &change);
	row.open = 1500;
	change = given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F1");
	assert_true(change.open_differs);
	assert_int_equal(change.billed, 0);
	assert_int_equal(given_item(given, change.item_no).open, 2000);
	given_commit(given);
	given_sound(given);
}

static void rows_that_name_what_is_unknown_are_refused(void **state)
{
	struct given *given = *state;
	struct aq_invoice_row row = given_invoice_row("F-1", 5000);
	struct aq_bundle_row bundle = {.number = AQ_SLICE("B-1"), .invoice = AQ_SLICE("F-9")};
	struct aq_option_row option = {.contract = AQ_SLICE("K-9"), .option = AQ_SLICE("A")};
	struct aq_row_change change;

	start(given);
	row.customer = AQ_SLICE("C9");
	change = given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F1");
	assert_int_equal(change.refusal, AQ_ROW_CUSTOMER_UNKNOWN);
	assert_true(aq_slice_is(change.field, "customer_no"));
	assert_true(aq_slice_is(change.value, "C9"));
	row.customer = AQ_SLICE("C1");
	row.contract = AQ_SLICE("K-9");
	assert_int_equal(given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F1").refusal,
			 AQ_ROW_CONTRACT_UNKNOWN);
	assert_int_equal(given_load(given, AQ_TABLE_BUNDLES, &bundle, AQ_HIT_BUNDLE, "B1").refusal,
			 AQ_ROW_INVOICE_UNKNOWN);
	assert_int_equal(
		given_load(given, AQ_TABLE_OPTIONS, &option, AQ_HIT_CONTRACT, NULL).refusal,
		AQ_ROW_CONTRACT_UNKNOWN);
	given_commit(given);
	given_sound(given);
}

static void a_known_invoice_keeps_its_currency_and_customer(void **state)
{
	struct given *given = *state;
	struct aq_invoice_row row = given_invoice_row("F-1", 5000);

	start(given);
	given_customer(given, "C2");
	given_invoice(given, "F-1", 5000);
	row.currency = EUR;
	assert_int_equal(given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F1").refusal,
			 AQ_ROW_CURRENCY_CHANGED);
	row.currency = USD;
	row.customer = AQ_SLICE("C2");
	assert_int_equal(given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F1").refusal,
			 AQ_ROW_CUSTOMER_CHANGED);
	given_commit(given);
}

static void numbers_lead_to_items_until_they_are_changed(void **state)
{
	struct given *given = *state;
	struct aq_invoice_row row = given_invoice_row("F-1", 5000);
	struct aq_number_row *found;
	uint64_t hash = given_hash(given, "RF18");
	size_t count;

	start(given);
	row.reference = AQ_SLICE("RF18");
	given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_REFERENCE, "RF18");
	given_ok(given, aq_store_numbers_find(given->store, &hash, 1, given->arena, &found, &count,
					      &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(found[0].kind, AQ_HIT_REFERENCE);
	assert_int_equal(found[0].hash, hash);
	row.reference = AQ_SLICE("RF19");
	given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_REFERENCE, "RF19");
	given_ok(given, aq_store_numbers_find(given->store, &hash, 1, given->arena, &found, &count,
					      &given->err));
	assert_int_equal(count, 0);
	given_commit(given);
}

static void names_of_a_customer_follow_his_row(void **state)
{
	struct given *given = *state;
	struct aq_customer_row row = {.number = AQ_SLICE("C1"), .name = AQ_SLICE("Rosa Imaginary")};
	struct aq_name_key name = {.hash = given_hash(given, "IMAGINARY ROSA"),
				   .normal = AQ_SLICE("IMAGINARY ROSA")};
	struct aq_rows rows = {.table = AQ_TABLE_CUSTOMERS,
			       .rows = &row,
			       .count = 1,
			       .names = &name,
			       .name_count = 1};
	struct aq_row_change change;
	struct aq_name_row *found;
	uint64_t hash = name.hash;
	size_t count;

	start(given);
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, &change, &given->err));
	assert_true(change.is_changed);
	given_ok(given, aq_store_names_find(given->store, &hash, 1, given->arena, &found, &count,
					    &given->err));
	assert_int_equal(count, 1);
	assert_true(aq_slice_is(found[0].normal, "IMAGINARY ROSA"));
	rows.name_count = 0;
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, &change, &given->err));
	given_ok(given, aq_store_names_find(given->store, &hash, 1, given->arena, &found, &count,
					    &given->err));
	assert_int_equal(count, 0);
	given_commit(given);
}

static void an_item_that_is_paid_is_open_no_more(void **state)
{
	struct given *given = *state;
	struct aq_row_change item;
	struct given_payment payment;
	struct given_application application;
	struct aq_store_sizes sizes;
	struct aq_item *items;
	struct aq_open_of *open_of;
	size_t count;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payment, 5000, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &item, 5000);
	given_apply(given, &application);
	given_commit(given);
	assert_int_equal(given_item(given, item.item_no).open, 0);
	given_ok(given, aq_store_sizes(given->store, &sizes, &given->err));
	assert_int_equal(sizes.open_items, 0);
	assert_int_equal(sizes.waiting, 0);
	assert_int_equal(sizes.payments, 1);
	given_ok(given, aq_store_open_items_of(given->store, &item.customer_no, 1, given->arena,
					       &items, &count, &open_of, &given->err));
	assert_int_equal(count, 0);
	assert_false(open_of[0].is_cut);
	given_sound(given);
}

static void an_item_may_be_paid_in_parts_but_not_past_zero(void **state)
{
	struct given *given = *state;
	struct aq_row_change item;
	struct given_payment payment;
	struct given_application application;
	struct aq_waiting *waiting;
	size_t count;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payment, 7000, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &item, 2000);
	given_apply(given, &application);
	assert_int_equal(given_item(given, item.item_no).open, 3000);
	given_ok(given, aq_store_payments_read(given->store, &payment.payment.payment_no, 1,
					       given->arena, &waiting, &count, &given->err));
	assert_int_equal(waiting[0].remainder, 5000);
	assert_int_equal(waiting[0].status, AQ_PAYMENT_PART_APPLIED);
	given_application(given, &application, &payment, &item, 5000);
	assert_int_equal(aq_store_apply(given->store, given->run.run_no, &application.applied, 1,
					&given->err),
			 AQ_INTEGRITY);
	assert_int_equal(given->err.code, AQ_STORE_OVERDRAWN);
	aq_store_rollback(given->store);
	given_sound(given);
}

static void an_amount_below_what_was_paid_is_excess_until_it_moves(void **state)
{
	struct given *given = *state;
	struct aq_row_change item, change;
	struct given_payment payment;
	struct given_application application;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payment, 5000, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &item, 5000);
	given_apply(given, &application);
	change = given_invoice(given, "F-1", 4000);
	assert_int_equal(change.excess, 1000);
	given_application(given, &application, &payment, &item, -1000);
	application.posting = (struct aq_posting){.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
						  .credit = {.account = AQ_ACCOUNT_ON_ACCOUNT},
						  .amount = 1000,
						  .currency = USD};
	application.applied.bucket = AQ_BUCKET_ON_ACCOUNT;
	application.applied.left = 1000;
	application.applied.customer_no = item.customer_no;
	given_apply(given, &application);
	given_commit(given);
	assert_int_equal(given_item(given, item.item_no).open, 0);
	given_sound(given);
}

static void all_that_was_put_on_an_invoice_is_excess_when_it_becomes_a_credit_note(void **state)
{
	struct given *given = *state;
	struct aq_row_change item;
	struct given_payment payment;
	struct given_application application;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payment, 5000, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &item, 5000);
	given_apply(given, &application);
	assert_int_equal(given_invoice(given, "F-1", -3000).excess, 5000);
	given_commit(given);
}

static void a_return_opens_the_item_again(void **state)
{
	struct given *given = *state;
	struct aq_row_change item;
	struct given_payment payment;
	struct given_application application, undo;
	struct aq_application_row *rows;
	size_t count;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payment, 5000, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &item, 5000);
	given_apply(given, &application);
	given_ok(given, aq_store_applications(given->store, payment.payment.payment_no,
					      given->arena, &rows, &count, &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].entry.entry_no, application.entry.entry_no);
	assert_int_equal(rows[0].entry.posting_count, 1);
	assert_int_equal(rows[0].allocation_count, 1);
	assert_int_equal(rows[0].allocations[0].amount, 5000);
	assert_true(aq_slice_is(rows[0].allocations[0].target, "F-1"));
	given_application(given, &undo, &payment, &item, -5000);
	undo.allocation.takes_back_no = application.allocation.allocation_no;
	undo.entry.corrects_no = application.entry.entry_no;
	undo.posting = application.posting;
	undo.posting.debit = application.posting.credit;
	undo.posting.credit = application.posting.debit;
	undo.applied.bucket = AQ_BUCKET_UNIDENTIFIED;
	undo.applied.left = 5000;
	undo.applied.status = AQ_PAYMENT_UNIDENTIFIED;
	given_apply(given, &undo);
	given_ok(given, aq_store_applications(given->store, payment.payment.payment_no,
					      given->arena, &rows, &count, &given->err));
	assert_int_equal(count, 0);
	assert_int_equal(given_item(given, item.item_no).open, 5000);
	given_commit(given);
	given_sound(given);
}

static void part_of_an_application_taken_back_leaves_the_rest(void **state)
{
	struct given *given = *state;
	struct aq_row_change item;
	struct given_payment payment;
	struct given_application application, undo;
	struct aq_application_row *rows;
	size_t count;

	start(given);
	item = given_invoice(given, "F-1", 5000);
	given_receipt(given, &payment, 5000, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &item, 5000);
	given_apply(given, &application);
	given_application(given, &undo, &payment, &item, -2000);
	undo.allocation.takes_back_no = application.allocation.allocation_no;
	undo.posting.amount = 2000;
	undo.posting.debit.account = AQ_ACCOUNT_RECEIVABLE;
	undo.posting.credit.account = AQ_ACCOUNT_UNIDENTIFIED;
	undo.applied.bucket = AQ_BUCKET_UNIDENTIFIED;
	undo.applied.left = 2000;
	given_apply(given, &undo);
	given_ok(given, aq_store_applications(given->store, payment.payment.payment_no,
					      given->arena, &rows, &count, &given->err));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].allocation_count, 0);
	assert_int_equal(rows[1].allocation_count, 1);
	assert_int_equal(rows[1].allocations[0].amount, 3000);
	given_commit(given);
	given_sound(given);
}

static void an_absent_invoice_is_closed_by_a_snapshot_and_comes_back(void **state)
{
	struct given *given = *state;
	struct aq_invoice_row row = given_invoice_row("F-2", 700);
	struct aq_number_key key = {.kind = AQ_HIT_INVOICE};
	struct aq_rows rows = {.table = AQ_TABLE_INVOICES,
			       .rows = &row,
			       .count = 1,
			       .numbers = &key,
			       .number_count = 1,
			       .is_snapshot = true};
	struct aq_row_change change, *closed, first;
	size_t count;

	start(given);
	first = given_invoice(given, "F-1", 5000);
	rows.run_no = given->run.run_no;
	rows.file_no = given->file_no;
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, &change, &given->err));
	given_bill(given, &change);
	given_ok(given, aq_store_snapshot_close(given->store, given->file_no, given->arena, &closed,
						&count, &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(closed[0].item_no, first.item_no);
	assert_int_equal(closed[0].billed, -5000);
	assert_true(aq_slice_is(closed[0].target, "F-1"));
	assert_true(aq_slice_is(closed[0].customer, "C1"));
	given_bill(given, &closed[0]);
	assert_int_equal(given_item(given, first.item_no).open, 0);
	given_sound(given);
	change = given_invoice(given, "F-1", 5000);
	assert_int_equal(change.billed, 5000);
	assert_int_equal(given_item(given, first.item_no).open, 5000);
	given_commit(given);
	given_sound(given);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_store, given_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_invoice_is_billed_and_open),
		TEST(the_same_row_again_changes_nothing),
		TEST(a_changed_amount_bills_the_difference),
		TEST(two_rows_of_one_number_in_one_batch_see_each_other),
		TEST(open_amount_counts_when_first_seen_and_differs_later),
		TEST(rows_that_name_what_is_unknown_are_refused),
		TEST(a_known_invoice_keeps_its_currency_and_customer),
		TEST(numbers_lead_to_items_until_they_are_changed),
		TEST(names_of_a_customer_follow_his_row),
		TEST(an_item_that_is_paid_is_open_no_more),
		TEST(an_item_may_be_paid_in_parts_but_not_past_zero),
		TEST(an_amount_below_what_was_paid_is_excess_until_it_moves),
		TEST(all_that_was_put_on_an_invoice_is_excess_when_it_becomes_a_credit_note),
		TEST(a_return_opens_the_item_again),
		TEST(part_of_an_application_taken_back_leaves_the_rest),
		TEST(an_absent_invoice_is_closed_by_a_snapshot_and_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
