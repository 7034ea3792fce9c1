/*
 * test_unapply.c - a person takes a payment off again.
 */
#include "given.h"

static void all_of_a_payment_comes_back_to_unidentified(void **state)
{
	struct given *given = *state;

	apply(given, "F1 account:C1");
	unapply(given, "");
	assert_int_equal(open_of(given, "F1"), 6000);
	assert_waits(given, AQ_PAYMENT_UNIDENTIFIED, AQ_BUCKET_UNIDENTIFIED, 10000);
	assert_rows_sum(given, 0, 0);
}

static void one_target_comes_off_and_the_others_stay(void **state)
{
	struct given *given = *state;

	apply(given, "F1 F2=40.00");
	unapply(given, "F1");
	assert_int_equal(open_of(given, "F1"), 6000);
	assert_int_equal(open_of(given, "F2"), 6000);
	assert_waits(given, AQ_PAYMENT_PART_APPLIED, AQ_BUCKET_UNIDENTIFIED, 6000);
	assert_rows_sum(given, 4000, 0);
	unapply(given, "invoice:F2");
	assert_waits(given, AQ_PAYMENT_UNIDENTIFIED, AQ_BUCKET_UNIDENTIFIED, 10000);
	assert_rows_sum(given, 0, 0);
}

static void what_was_granted_comes_off_with_it(void **state)
{
	struct given *given = *state;

	apply(given, "F2=98.00");
	unapply(given, "F2");
	assert_int_equal(open_of(given, "F2"), 10000);
	assert_waits(given, AQ_PAYMENT_UNIDENTIFIED, AQ_BUCKET_UNIDENTIFIED, 10000);
}

static void money_that_came_over_an_account_comes_back_whole(void **state)
{
	struct given *given = *state;

	move_to_unapplied(given);
	apply(given, "F1");
	unapply(given, "F1");
	assert_waits(given, AQ_PAYMENT_UNIDENTIFIED, AQ_BUCKET_UNIDENTIFIED, 10000);
	assert_rows_sum(given, 0, 0);
}

static void the_pair_is_kept_apart(void **state)
{
	struct given *given = *state;

	apply(given, "F1 F2=40.00");
	unapply(given, "F1");
	assert_int_equal(now(given)->apart_count, 1);
}

static void a_person_may_put_it_there_again_and_take_it_off_again(void **state)
{
	struct given *given = *state;

	for (int i = 0; i < 3; i++) {
		apply(given, "F1 F2");
		unapply(given, "");
		assert_int_equal(open_of(given, "F1"), 6000);
		assert_int_equal(open_of(given, "F2"), 10000);
		assert_rows_sum(given, 0, 0);
	}
}

static void an_option_taken_off_may_be_chosen_anew(void **state)
{
	struct given *given = *state;

	apply(given, "contract:V2=90.00 F1=10.00");
	unapply(given, "contract:V2");
	assert_rows_sum(given, 1000, 0);
	apply(given, "contract:V2=8.00");
	assert_rows_sum(given, 1800, 0);
	unapply(given, "F1");
	assert_rows_sum(given, 800, 0);
}

static void instalments_paid_ahead_are_owed_again_when_due(void **state)
{
	struct given *given = *state;

	apply(given, "S1=27.00");
	assert_rows_sum(given, 2700, 0);
	unapply(given, "S1");
	assert_rows_sum(given, 0, 0);
	apply(given, "S1=27.00");
	assert_rows_sum(given, 2700, 0);
}

static void a_credit_note_is_open_again(void **state)
{
	struct given *given = *state;

	apply(given, "G1 F2 F1=10.00");
	unapply(given, "");
	assert_int_equal(open_of(given, "G1"), -1000);
	assert_int_equal(open_of(given, "F2"), 10000);
}

static void what_does_not_stand_is_refused(void **state)
{
	assert_refused(*state, aq_review_unapply, "", AQ_REVIEW_NOT_WAITING, "on nothing");
	apply(*state, "F1");
	assert_refused(*state, aq_review_unapply, "F2", AQ_REVIEW_TARGET, "not on F2");
	assert_refused(*state, aq_review_unapply, "contract:F1", AQ_REVIEW_TARGET, "not on");
	assert_refused(*state, aq_review_unapply, "F1=10.00", AQ_REVIEW_AMOUNT, "whole");
	unapply(*state, "F1");
	assert_refused(*state, aq_review_unapply, "F1", AQ_REVIEW_NOT_WAITING, "on nothing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(all_of_a_payment_comes_back_to_unidentified),
		TEST(one_target_comes_off_and_the_others_stay),
		TEST(what_was_granted_comes_off_with_it),
		TEST(money_that_came_over_an_account_comes_back_whole),
		TEST(the_pair_is_kept_apart),
		TEST(a_person_may_put_it_there_again_and_take_it_off_again),
		TEST(an_option_taken_off_may_be_chosen_anew),
		TEST(instalments_paid_ahead_are_owed_again_when_due),
		TEST(a_credit_note_is_open_again),
		TEST(what_does_not_stand_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
