/*
 * test_ties.c - control totals: each ties for a sound night, and a fault in
 * any one record shows in the one that watches it.
 */
#include "report/ties.h"
#include "written.h"

static struct tie tie_of(const struct written *written, enum tie_id id, aq_currency currency)
{
	struct tie tie;

	assert_true(tie_make(written->facts, id, currency, &tie));
	return tie;
}

static void assert_off(const struct written *written, enum tie_id id, aq_currency currency)
{
	struct tie tie = tie_of(written, id, currency);

	assert_false(tie_holds(&tie));
	assert_false(ties_hold(written->facts));
}

static void every_control_total_of_a_sound_night_ties(void **state)
{
	const struct written *written = *state;

	assert_true(ties_hold(written->facts));
	for (int id = 0; id < TIE_COUNT; id++) {
		struct tie tie;

		if (id != TIE_READ_OUT)
			assert_true(tie_make(written->facts, (enum tie_id)id, USD, &tie));
	}
}

static void cash_of_a_gateway_is_what_was_applied_less_its_fee(void **state)
{
	struct tie tie = tie_of(*state, TIE_CASH, SEK);

	assert_true(tie.left == 980050 - 14200);
	assert_true(tie_holds(&tie));
}

static void a_row_counted_twice_in_a_file_shows(void **state)
{
	struct written *written = *state;

	written->world.files[1].credits[AQ_TALLY_READ] += 100;
	write_all(written);
	assert_off(written, TIE_READ_IN, USD);
}

static void a_payment_posted_by_the_file_but_not_by_the_journal_shows(void **state)
{
	struct written *written = *state;

	written->world.files[1].credits[AQ_TALLY_READ] += 100;
	written->world.files[1].credits[AQ_TALLY_POSTED] += 100;
	write_all(written);
	assert_off(written, TIE_POSTED, USD);
}

static void an_allocation_that_was_never_posted_shows(void **state)
{
	struct written *written = *state;

	written->world.allocations[0].allocation.amount += 1;
	write_all(written);
	assert_off(written, TIE_APPLIED, USD);
}

static void a_discount_that_was_never_posted_shows(void **state)
{
	struct written *written = *state;

	written->world.allocations[0].allocation.discount -= 1;
	write_all(written);
	assert_off(written, TIE_DEDUCTIONS, USD);
}

static void an_open_item_the_ledger_does_not_know_shows(void **state)
{
	struct written *written = *state;

	written->world.aging[0].not_due += 1;
	write_all(written);
	assert_off(written, TIE_RECEIVABLE, written->world.aging[0].currency);
}

static void money_that_waits_nowhere_in_the_ledger_shows(void **state)
{
	struct written *written = *state;

	written->world.waiting[0].amount += 1;
	write_all(written);
	assert_off(written, TIE_WAITING, written->world.waiting[0].currency);
}

static void a_trial_balance_that_does_not_balance_shows(void **state)
{
	struct written *written = *state;

	written->world.trial[0].debit += 1;
	write_all(written);
	assert_off(written, TIE_LEDGER, written->world.trial[0].currency);
}

static void sums_past_the_largest_amount_do_not_wrap(void **state)
{
	struct written *written = *state;

	written->world.trial[0].debit = INT64_MAX;
	written->world.trial[0].credit = INT64_MAX;
	written->world.trial[1].debit = INT64_MAX;
	written->world.trial[1].credit = INT64_MAX;
	write_all(written);
	assert_true(tie_of(written, TIE_LEDGER, written->world.trial[0].currency).left > 0);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, open_written, close_written)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(every_control_total_of_a_sound_night_ties),
		A_TEST(cash_of_a_gateway_is_what_was_applied_less_its_fee),
		A_TEST(a_row_counted_twice_in_a_file_shows),
		A_TEST(a_payment_posted_by_the_file_but_not_by_the_journal_shows),
		A_TEST(an_allocation_that_was_never_posted_shows),
		A_TEST(a_discount_that_was_never_posted_shows),
		A_TEST(an_open_item_the_ledger_does_not_know_shows),
		A_TEST(money_that_waits_nowhere_in_the_ledger_shows),
		A_TEST(a_trial_balance_that_does_not_balance_shows),
		A_TEST(sums_past_the_largest_amount_do_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
