/*
 * test_parents.c - contracts, bundles and subscriptions, aging and questions.
 */
#include "acquit/store_acts.h"
#include "given.h"

static void start(struct given *given)
{
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_customer(given, "C1");
}

static void a_signature_makes_a_contract_owed(void **state)
{
	struct given *given = *state;
	struct aq_contract_row row = {.number = AQ_SLICE("K-1"),
				      .notification = AQ_SLICE("N-1"),
				      .customer = AQ_SLICE("C1"),
				      .currency = USD,
				      .has_amount = true,
				      .amount = 900};
	struct aq_row_change change;
	struct aq_contract *contracts;
	uint64_t contract_no = 1;
	size_t count;

	start(given);
	change = given_load(given, AQ_TABLE_CONTRACTS, &row, AQ_HIT_CONTRACT, "K1");
	assert_true(change.is_new);
	assert_int_equal(change.billed, 0);
	row.signed_on = given_day("2026-01-20");
	change = given_load(given, AQ_TABLE_CONTRACTS, &row, AQ_HIT_CONTRACT, "K1");
	assert_true(change.is_changed);
	assert_int_equal(change.billed, 900);
	given_bill(given, &change);
	given_ok(given, aq_store_contracts(given->store, &contract_no, 1, given->arena, &contracts,
					   &count, &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(contracts[0].item_no, change.item_no);
	assert_false(contracts[0].is_paid);
	assert_int_equal(given_item(given, change.item_no).open, 900);
	given_commit(given);
	given_sound(given);
}

static void an_option_takes_the_place_of_the_amount(void **state)
{
	struct given *given = *state;
	struct aq_contract_row row = {.number = AQ_SLICE("K-1"),
				      .customer = AQ_SLICE("C1"),
				      .currency = USD,
				      .has_amount = true,
				      .amount = 900,
				      .signed_on = given_day("2026-01-20")};
	struct aq_option_row option = {.contract = AQ_SLICE("K-1"), .option = AQ_SLICE("A")};
	struct aq_allocation allocation = {.target_kind = AQ_TARGET_CONTRACT,
					   .parent_no = 1,
					   .amount = 450,
					   .bills = 450,
					   .currency = USD};
	struct aq_allocation *made = &allocation;
	struct given_payment payment;
	struct given_application application;
	struct aq_posting postings[2];
	struct aq_row_change change;
	struct aq_contract *contracts;
	uint64_t contract_no = 1;
	size_t count;

	start(given);
	change = given_load(given, AQ_TABLE_CONTRACTS, &row, AQ_HIT_CONTRACT, "K1");
	given_bill(given, &change);
	assert_true(aq_decimal_parse_plain(AQ_SLICE("4.505"), &option.amount));
	assert_int_equal(
		given_load(given, AQ_TABLE_OPTIONS, &option, AQ_HIT_CONTRACT, NULL).refusal,
		AQ_ROW_AMOUNT);
	assert_true(aq_decimal_parse_plain(AQ_SLICE("4.5"), &option.amount));
	change = given_load(given, AQ_TABLE_OPTIONS, &option, AQ_HIT_CONTRACT, NULL);
	assert_true(change.is_new);
	assert_int_equal(change.billed, -900);
	given_bill(given, &change);
	given_ok(given, aq_store_items_make(given->store, &made, 1, &given->err));
	assert_int_not_equal(allocation.item_no, 0);
	given_receipt(given, &payment, 450, "B-1");
	given_take_in(given, &payment);
	change.item_no = allocation.item_no;
	change.customer = AQ_SLICE("C1");
	change.target = AQ_SLICE("K-1");
	given_application(given, &application, &payment, &change, 450);
	application.allocation.bills = 450;
	postings[0] = (struct aq_posting){.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
					  .credit = {.account = AQ_ACCOUNT_BILLED},
					  .amount = 450,
					  .currency = USD};
	postings[1] = application.posting;
	application.entry.postings = postings;
	application.entry.posting_count = 2;
	given_apply(given, &application);
	given_ok(given, aq_store_contracts(given->store, &contract_no, 1, given->arena, &contracts,
					   &count, &given->err));
	assert_true(contracts[0].is_paid);
	assert_int_equal(contracts[0].option_count, 1);
	assert_int_equal(contracts[0].options[0].amount, 450);
	given_commit(given);
	given_sound(given);
}

static void a_bundle_stands_for_its_invoices(void **state)
{
	struct given *given = *state;
	struct aq_bundle_row row[2] = {{2, AQ_SLICE("B-1"), AQ_SLICE("F-2")},
				       {3, AQ_SLICE("B-1"), AQ_SLICE("F-1")}};
	struct aq_rows rows = {.table = AQ_TABLE_BUNDLES, .rows = row, .count = 2};
	struct aq_row_change changes[2], one, two;
	struct aq_bundle *bundles;
	uint64_t bundle_no = 1;
	size_t count;

	start(given);
	one = given_invoice(given, "F-1", 100);
	two = given_invoice(given, "F-2", 200);
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, changes, &given->err));
	assert_true(changes[0].is_new);
	assert_true(changes[1].is_new);
	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, changes, &given->err));
	assert_false(changes[0].is_new);
	given_ok(given, aq_store_bundles(given->store, &bundle_no, 1, given->arena, &bundles,
					 &count, &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(bundles[0].item_count, 2);
	assert_int_equal(bundles[0].item_nos[0], two.item_no);
	assert_int_equal(bundles[0].item_nos[1], one.item_no);
	given_commit(given);
}

static struct aq_subscription_row subscription_row(void)
{
	return (struct aq_subscription_row){.number = AQ_SLICE("S-1"),
					    .customer = AQ_SLICE("C1"),
					    .currency = USD,
					    .price = 1000,
					    .addon_price = 200,
					    .package_discount = 100,
					    .cycle_months = 1,
					    .cycles = 3,
					    .starts_on = given_day("2026-01-31")};
}

static void instalments_fall_due_one_after_the_other(void **state)
{
	struct given *given = *state;
	struct aq_subscription_row row = subscription_row();
	struct aq_row_change *changes;
	struct aq_subscription *subscriptions;
	uint64_t subscription_no = 1;
	size_t count;

	start(given);
	given_load(given, AQ_TABLE_SUBSCRIPTIONS, &row, AQ_HIT_SUBSCRIPTION, "S1");
	given_ok(given, aq_store_instalments_due(given->store, given_day("2026-01-30"),
						 given->arena, &changes, &count, &given->err));
	assert_int_equal(count, 0);
	given_ok(given, aq_store_instalments_due(given->store, given_day("2026-02-28"),
						 given->arena, &changes, &count, &given->err));
	assert_int_equal(count, 2);
	assert_int_equal(changes[0].billed, 1200);
	assert_true(aq_slice_is(changes[0].target, "S-1"));
	given_bill(given, &changes[0]);
	given_bill(given, &changes[1]);
	given_ok(given, aq_store_subscriptions(given->store, &subscription_no, 1, given->arena,
					       &subscriptions, &count, &given->err));
	assert_int_equal(subscriptions[0].made, 2);
	assert_int_equal(subscriptions[0].full, 1200);
	assert_int_equal(subscriptions[0].discount, 100);
	assert_int_equal(subscriptions[0].instalment_count, 2);
	assert_int_equal(subscriptions[0].instalments[1].cycle, 1);
	assert_int_equal(
		aq_date_compare(subscriptions[0].instalments[1].due_on, given_day("2026-02-28")),
		0);
	given_ok(given, aq_store_instalments_due(given->store, given_day("2030-01-01"),
						 given->arena, &changes, &count, &given->err));
	assert_int_equal(count, 1);
	given_bill(given, &changes[0]);
	given_commit(given);
	given_sound(given);
}

static void an_instalment_paid_ahead_is_not_billed_again(void **state)
{
	struct given *given = *state;
	struct aq_subscription_row row = subscription_row();
	struct aq_allocation allocation = {.target_kind = AQ_TARGET_SUBSCRIPTION,
					   .parent_no = 1,
					   .cycle = 0,
					   .amount = 1200,
					   .bills = 1200,
					   .currency = USD};
	struct aq_allocation *made = &allocation;
	struct given_payment payment;
	struct given_application application;
	struct aq_posting postings[2];
	struct aq_row_change *changes, item;
	size_t count;

	start(given);
	item = given_load(given, AQ_TABLE_SUBSCRIPTIONS, &row, AQ_HIT_SUBSCRIPTION, "S1");
	given_ok(given, aq_store_items_make(given->store, &made, 1, &given->err));
	given_receipt(given, &payment, 1200, "B-1");
	given_take_in(given, &payment);
	item.item_no = allocation.item_no;
	given_application(given, &application, &payment, &item, 1200);
	application.allocation.bills = 1200;
	postings[0] = (struct aq_posting){.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
					  .credit = {.account = AQ_ACCOUNT_BILLED},
					  .amount = 1200,
					  .currency = USD};
	postings[1] = application.posting;
	application.entry.postings = postings;
	application.entry.posting_count = 2;
	given_apply(given, &application);
	given_sound(given);
	given_ok(given, aq_store_instalments_due(given->store, given_day("2026-02-01"),
						 given->arena, &changes, &count, &given->err));
	assert_int_equal(count, 0);
	/* Bill and payment are taken back together: the instalment falls due again. */
	given_application(given, &application, &payment, &item, -1200);
	application.allocation.bills = -1200;
	application.applied.bucket = AQ_BUCKET_UNIDENTIFIED;
	application.applied.left = 1200;
	for (size_t at = 0; at < 2; at++) {
		struct aq_account_ref side = postings[at].debit;

		postings[at].debit = postings[at].credit;
		postings[at].credit = side;
	}
	application.entry.postings = postings;
	application.entry.posting_count = 2;
	given_apply(given, &application);
	given_sound(given);
	given_ok(given, aq_store_instalments_due(given->store, given_day("2026-02-01"),
						 given->arena, &changes, &count, &given->err));
	assert_int_equal(count, 1);
	given_bill(given, &changes[0]);
	assert_int_equal(given_item(given, item.item_no).open, 1200);
	given_commit(given);
	given_sound(given);
}

struct seen_aging {
	size_t count;
	struct aq_aging_line lines[3];
};

static enum aq_status see_aging(void *context, const struct aq_aging_line *line,
				struct aq_error *err)
{
	struct seen_aging *seen = context;

	(void)err;
	seen->lines[seen->count++] = *line;
	return AQ_OK;
}

static void aging_tells_how_late_money_is(void **state)
{
	struct given *given = *state;
	struct seen_aging seen = {0};

	start(given);
	given_invoice(given, "F-1", 5000);
	given_invoice(given, "F-2", 300);
	given_commit(given);
	given_ok(given, aq_store_list_aging(given->store, given_day("2026-01-15"), see_aging, &seen,
					    &given->err));
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.lines[0].not_due, 5300);
	given_ok(given, aq_store_list_aging(given->store, given_day("2026-02-14"), see_aging, &seen,
					    &given->err));
	assert_int_equal(seen.lines[1].days_1_30, 5300);
	given_ok(given, aq_store_list_aging(given->store, given_day("2026-04-16"), see_aging, &seen,
					    &given->err));
	assert_int_equal(seen.lines[2].days_over_90, 5300);
}

static void a_question_asked_again_keeps_its_number(void **state)
{
	struct given *given = *state;
	struct given_payment payment;
	struct aq_applied applied = {.status = AQ_PAYMENT_UNIDENTIFIED,
				     .bucket = AQ_BUCKET_UNIDENTIFIED,
				     .exception = AQ_UNKNOWN_PAYER,
				     .explanation = AQ_SLICE("nobody"),
				     .left = 100};
	struct aq_exception_total *totals;
	size_t count;

	start(given);
	given_receipt(given, &payment, 100, "B-1");
	given_take_in(given, &payment);
	applied.payment_no = payment.payment.payment_no;
	for (int night = 0; night < 3; night++)
		given_ok(given,
			 aq_store_apply(given->store, given->run.run_no, &applied, 1, &given->err));
	given_ok(given, aq_store_exception_totals(given->store, 99, given->arena, &totals, &count,
						  &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(totals[0].count, 1);
	assert_int_equal(totals[0].new_count, 0);
	applied.exception = AQ_CODE_NONE;
	given_ok(given, aq_store_apply(given->store, given->run.run_no, &applied, 1, &given->err));
	given_ok(given, aq_store_exception_totals(given->store, 99, given->arena, &totals, &count,
						  &given->err));
	assert_int_equal(count, 0);
	given_commit(given);
	given_sound(given);
}

static void a_pair_taken_apart_is_remembered(void **state)
{
	struct given *given = *state;
	struct given_payment payment;
	struct aq_row_change item;
	struct aq_waiting *waiting;
	size_t count;

	start(given);
	item = given_invoice(given, "F-1", 100);
	given_receipt(given, &payment, 100, "B-1");
	given_take_in(given, &payment);
	given_ok(given, aq_store_apart_add(given->store, payment.payment.payment_no, item.item_no,
					   &given->err));
	given_ok(given, aq_store_apart_add(given->store, payment.payment.payment_no, item.item_no,
					   &given->err));
	given_commit(given);
	given_ok(given, aq_store_payments_read(given->store, &payment.payment.payment_no, 1,
					       given->arena, &waiting, &count, &given->err));
	assert_int_equal(waiting[0].apart_count, 1);
	assert_int_equal(waiting[0].apart[0], item.item_no);
	given_sound(given);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_store, given_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_signature_makes_a_contract_owed),
		TEST(an_option_takes_the_place_of_the_amount),
		TEST(a_bundle_stands_for_its_invoices),
		TEST(instalments_fall_due_one_after_the_other),
		TEST(an_instalment_paid_ahead_is_not_billed_again),
		TEST(aging_tells_how_late_money_is),
		TEST(a_question_asked_again_keeps_its_number),
		TEST(a_pair_taken_apart_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
