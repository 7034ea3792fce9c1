/*
 * test_apply.c - a person puts a payment on what it is for.
 */
#include "given.h"

static void a_payment_goes_on_invoices_in_their_order(void **state)
{
	struct given *given = *state;

	apply(given, "F1 invoice:F2");
	assert_int_equal(open_of(given, "F1"), 0);
	assert_int_equal(open_of(given, "F2"), 6000);
	assert_waits(given, AQ_PAYMENT_APPLIED, AQ_BUCKET_NONE, 0);
	assert_rows_sum(given, 10000, 0);
}

static void what_no_target_takes_stays_where_it_waits(void **state)
{
	struct given *given = *state;

	apply(given, "F1");
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_UNIDENTIFIED, 4000);
	aq_buffer_add_byte(&given->out, '\0');
	assert_non_null(strstr(given->out.start, "40.00 EUR still waits"));
	apply(given, "account:C1");
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_ON_ACCOUNT, 4000);
	assert_rows_sum(given, 6000, 4000);
}

static void a_target_may_take_a_part(void **state)
{
	struct given *given = *state;

	apply(given, "F1=10.50 F2=89.50");
	assert_int_equal(open_of(given, "F1"), 4950);
	assert_int_equal(open_of(given, "F2"), 1050);
	assert_waits(given, AQ_PAYMENT_APPLIED, AQ_BUCKET_NONE, 0);
}

static void the_exact_discounted_amount_closes_the_invoice_in_time(void **state)
{
	struct given *given = *state;

	apply(given, "F2=98.00");
	assert_int_equal(open_of(given, "F2"), 0);
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_UNIDENTIFIED, 200);
}

static void money_leaves_the_account_it_waited_on(void **state)
{
	struct given *given = *state;

	move_to_unapplied(given);
	assert_rows_sum(given, 0, 10000);
	apply(given, "F1");
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_UNAPPLIED, 4000);
	assert_rows_sum(given, 6000, 4000);
	apply(given, "account:C2");
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_ON_ACCOUNT, 4000);
	assert_rows_sum(given, 6000, 4000);
}

static void a_credit_note_is_used_with_what_it_pays(void **state)
{
	struct given *given = *state;

	apply(given, "G1 F2 invoice:V1=6.00 F1=4.00");
	assert_int_equal(open_of(given, "G1"), 0);
	assert_int_equal(open_of(given, "F2"), 0);
	assert_int_equal(open_of(given, "V1"), 100);
	assert_int_equal(open_of(given, "F1"), 5600);
	assert_rows_sum(given, 10000, 0);
}

static void a_credit_note_alone_is_refused(void **state)
{
	assert_refused(*state, aq_review_apply, "G1", AQ_REVIEW_AMOUNT, "credit note");
	assert_refused(*state, aq_review_apply, "G1=5.00", AQ_REVIEW_AMOUNT, "-10.00 EUR");
	assert_refused(*state, aq_review_apply, "F1=-5.00", AQ_REVIEW_AMOUNT, "credit note");
}

static void a_contract_takes_its_amount_and_an_option_one_of_them(void **state)
{
	struct given *given = *state;

	assert_refused(given, aq_review_apply, "contract:V2", AQ_REVIEW_AMOUNT,
		       "none of the amounts");
	apply(given, "contract:V2=90.00 contract:V1=10.00");
	assert_waits(given, AQ_PAYMENT_APPLIED, AQ_BUCKET_NONE, 0);
	assert_rows_sum(given, 10000, 0);
}

static void a_contract_that_is_not_signed_is_not_paid(void **state)
{
	assert_refused(*state, aq_review_apply, "V3", AQ_REVIEW_UNSIGNED, "not signed");
}

static void a_subscription_takes_open_instalments_and_whole_ones_ahead(void **state)
{
	struct given *given = *state;

	assert_refused(given, aq_review_apply, "S1=20.00", AQ_REVIEW_AMOUNT, "2.00 EUR");
	apply(given, "S1");
	assert_rows_sum(given, 900, 0);
	assert_refused(given, aq_review_apply, "S1", AQ_REVIEW_TARGET, "ahead");
	apply(given, "subscription:S1=18.00");
	assert_rows_sum(given, 2700, 0);
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_UNIDENTIFIED, 7300);
}

static void more_than_is_open_or_left_is_refused_with_how_much_there_is(void **state)
{
	assert_refused(*state, aq_review_apply, "F1=60.01", AQ_REVIEW_AMOUNT, "60.00 EUR");
	assert_refused(*state, aq_review_apply, "F1 F2=40.01", AQ_REVIEW_AMOUNT,
		       "40.00 EUR of the payment is left");
	assert_refused(*state, aq_review_apply, "F2 F1", AQ_REVIEW_AMOUNT,
		       "nothing of the payment");
	assert_refused(*state, aq_review_apply, "F1=0", AQ_REVIEW_AMOUNT, "no amount");
	assert_refused(*state, aq_review_apply, "F1=1.005", AQ_REVIEW_AMOUNT, "no amount");
}

static void an_account_takes_all_that_is_left_and_stands_last(void **state)
{
	assert_refused(*state, aq_review_apply, "account:C1=99.99", AQ_REVIEW_AMOUNT, "0.01 EUR");
	assert_refused(*state, aq_review_apply, "account:C1 F1", AQ_REVIEW_TARGET, "last");
	apply(*state, "F1 account:C1");
	assert_rows_sum(*state, 6000, 4000);
}

static void another_currency_is_refused(void **state)
{
	assert_refused(*state, aq_review_apply, "F3", AQ_REVIEW_TARGET, "USD");
}

static void what_is_nothing_or_several_things_is_refused(void **state)
{
	assert_refused(*state, aq_review_apply, "F99", AQ_REVIEW_TARGET, "F99");
	assert_refused(*state, aq_review_apply, "C1", AQ_REVIEW_TARGET, "account:C1");
	assert_refused(*state, aq_review_apply, "V1", AQ_REVIEW_TARGET, "contract:V1");
	assert_refused(*state, aq_review_apply, "account:C9", AQ_REVIEW_TARGET, "C9");
	assert_refused(*state, aq_review_apply, "F1 F1", AQ_REVIEW_TARGET, "F1");
	assert_refused(*state, aq_review_apply, "F1=10 F1=10", AQ_REVIEW_TARGET, "twice");
	assert_refused(*state, aq_review_apply, "", AQ_REVIEW_TARGET, "named");
}

static void a_payment_that_is_applied_must_be_taken_off_first(void **state)
{
	apply(*state, "F2");
	assert_refused(*state, aq_review_apply, "F1", AQ_REVIEW_NOT_WAITING, "take it off first");
}

static void who_and_why_are_required(void **state)
{
	struct given *given = *state;
	const struct aq_slice target = AQ_SLICE("F1");
	struct aq_review_act order = {
		.payment = aq_slice_of(given->id),
		.targets = &target,
		.target_count = 1,
		.by = AQ_SLICE("  "),
		.why = AQ_SLICE("because"),
		.business_date = given->run.business_date,
		.run_no = given->run.run_no,
	};

	assert_int_equal(aq_review_apply(given->store, &order, &given->out, &given->err), AQ_USAGE);
	assert_int_equal(given->err.code, AQ_REVIEW_WHO);
}

static void a_payment_nobody_knows_is_not_found(void **state)
{
	struct given *given = *state;

	snprintf(given->id, sizeof(given->id), "P0000000000000000");
	assert_int_equal(act(given, aq_review_apply, "F1"), AQ_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(a_payment_goes_on_invoices_in_their_order),
		TEST(what_no_target_takes_stays_where_it_waits),
		TEST(a_target_may_take_a_part),
		TEST(the_exact_discounted_amount_closes_the_invoice_in_time),
		TEST(money_leaves_the_account_it_waited_on),
		TEST(a_credit_note_is_used_with_what_it_pays),
		TEST(a_credit_note_alone_is_refused),
		TEST(a_contract_takes_its_amount_and_an_option_one_of_them),
		TEST(a_contract_that_is_not_signed_is_not_paid),
		TEST(a_subscription_takes_open_instalments_and_whole_ones_ahead),
		TEST(more_than_is_open_or_left_is_refused_with_how_much_there_is),
		TEST(an_account_takes_all_that_is_left_and_stands_last),
		TEST(another_currency_is_refused),
		TEST(what_is_nothing_or_several_things_is_refused),
		TEST(a_payment_that_is_applied_must_be_taken_off_first),
		TEST(who_and_why_are_required),
		TEST(a_payment_nobody_knows_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
