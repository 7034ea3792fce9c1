/*
 * test_take_in.c - the posting table, line by line, for what comes in files.
 */
#include "given.h"

static void assert_posts(struct given *given, const char *expected)
{
	assert_int_equal(aq_entry_take_in(&given->entry, &given->payment, &given->settings,
					  given->arena, NULL),
			 AQ_OK);
	assert_string_equal(postings_text(given), expected);
}

static void expect(struct given *given, enum aq_kind kind, enum aq_direction direction,
		   enum aq_posting_mode mode)
{
	given->payment.kind = kind;
	given->payment.direction = direction;
	given->payment.mode = mode;
}

static void a_receipt_on_a_statement_waits_in_unidentified(void **state)
{
	expect(*state, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_BANK);
	assert_posts(*state, "bank:MAIN | unidentified 100.00 EUR");
	assert_int_equal(((struct given *)*state)->entry.event, AQ_EVENT_RECEIPT);
	assert_int_equal(((struct given *)*state)->entry.postings[0].settlement.length, 0);
}

static void a_receipt_in_a_detail_file_waits_against_clearing(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	assert_posts(given, "clearing:paygate | unidentified 100.00 EUR");
	assert_true(aq_slice_is(given->entry.postings[0].settlement, "P-1"));
	assert_int_equal(aq_take_in_bucket(&given->payment), AQ_BUCKET_UNIDENTIFIED);
}

static void any_money_out_is_unidentified_out(void **state)
{
	static const enum aq_kind kinds[] = {AQ_KIND_OUTGOING, AQ_KIND_RETURN, AQ_KIND_REFUND,
					     AQ_KIND_CHARGEBACK, AQ_KIND_ADJUSTMENT};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct given *given = *state;

		expect(given, kinds[i], AQ_MONEY_OUT, AQ_POSTS_BANK);
		assert_posts(given, "unidentified-out | bank:MAIN 100.00 EUR");
		expect(given, kinds[i], AQ_MONEY_OUT, AQ_POSTS_CLEARING);
		assert_posts(given, "unidentified-out | clearing:paygate 100.00 EUR");
		assert_int_equal(aq_take_in_bucket(&given->payment), AQ_BUCKET_OUT);
	}
}

static void a_return_that_brings_money_back_exchanges_the_sides(void **state)
{
	static const enum aq_kind kinds[] = {AQ_KIND_RETURN, AQ_KIND_REFUND, AQ_KIND_CHARGEBACK};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		expect(*state, kinds[i], AQ_MONEY_IN, AQ_POSTS_CLEARING);
		assert_posts(*state, "clearing:paygate | unidentified-out 100.00 EUR");
	}
}

static void a_fee_costs_and_a_fee_given_back_does_not(void **state)
{
	expect(*state, AQ_KIND_FEE, AQ_MONEY_OUT, AQ_POSTS_BANK);
	assert_posts(*state, "fees:MAIN | bank:MAIN 100.00 EUR");
	expect(*state, AQ_KIND_FEE, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	assert_posts(*state, "clearing:paygate | fees:paygate 100.00 EUR");
	assert_int_equal(aq_take_in_bucket(&((struct given *)*state)->payment), AQ_BUCKET_NONE);
}

static void a_gateways_fee_and_its_tax_come_out_of_clearing(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	given->payment.fee_currency = EUR;
	given->payment.fee = 236;
	given->payment.fee_tax = 36;
	given->payment.net_currency = EUR;
	given->payment.net = 9764;
	assert_posts(given, "clearing:paygate | unidentified 100.00 EUR; "
			    "fees:paygate | clearing:paygate 2.00 EUR; "
			    "fee-tax:paygate | clearing:paygate 0.36 EUR");
}

static void a_refund_with_a_fee_given_back_posts_both(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_REFUND, AQ_MONEY_OUT, AQ_POSTS_CLEARING);
	given->payment.fee_currency = EUR;
	given->payment.fee = -200;
	assert_posts(given, "unidentified-out | clearing:paygate 100.00 EUR; "
			    "clearing:paygate | fees:paygate 2.00 EUR");
}

static void a_row_of_nothing_but_a_fee_posts_the_fee(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_FEE, AQ_MONEY_OUT, AQ_POSTS_CLEARING);
	given->payment.amount = 0;
	given->payment.fee_currency = EUR;
	given->payment.fee = 500;
	assert_posts(given, "fees:paygate | clearing:paygate 5.00 EUR");
}

static void what_rounding_left_has_its_account(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	given->payment.rounding = 1;
	assert_posts(given, "clearing:paygate | unidentified 100.00 EUR; "
			    "clearing:paygate | rounding 0.01 EUR");
	given->payment.rounding = -1;
	assert_posts(given, "clearing:paygate | unidentified 100.00 EUR; "
			    "rounding | clearing:paygate 0.01 EUR");
}

static void an_exchange_gives_one_money_and_gets_the_other(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	given->payment.net_currency = USD;
	given->payment.net = 10500;
	given->payment.fee_currency = USD;
	given->payment.fee = 300;
	assert_posts(given, "clearing:paygate | unidentified 100.00 EUR; "
			    "fees:paygate | clearing:paygate 3.00 USD; "
			    "fx:paygate | clearing:paygate 100.00 EUR; "
			    "clearing:paygate | fx:paygate 108.00 USD");
	given->payment.fee_currency = EUR;
	assert_posts(given, "clearing:paygate | unidentified 100.00 EUR; "
			    "fees:paygate | clearing:paygate 3.00 EUR; "
			    "fx:paygate | clearing:paygate 97.00 EUR; "
			    "clearing:paygate | fx:paygate 105.00 USD");
}

static void interest_reserve_and_exchange_have_accounts_of_their_own(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_ADJUSTMENT, AQ_MONEY_IN, AQ_POSTS_BANK);
	given->payment.adjusts = AQ_ADJUSTS_INTEREST;
	assert_posts(given, "bank:MAIN | interest:MAIN 100.00 EUR");
	expect(given, AQ_KIND_ADJUSTMENT, AQ_MONEY_OUT, AQ_POSTS_CLEARING);
	given->payment.adjusts = AQ_ADJUSTS_RESERVE;
	assert_posts(given, "reserve:paygate | clearing:paygate 100.00 EUR");
	given->payment.adjusts = AQ_ADJUSTS_EXCHANGE;
	assert_posts(given, "fx:paygate | clearing:paygate 100.00 EUR");
	assert_int_equal(aq_take_in_bucket(&given->payment), AQ_BUCKET_NONE);
}

static void an_unexplained_adjustment_in_our_favour_waits(void **state)
{
	expect(*state, AQ_KIND_ADJUSTMENT, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	assert_posts(*state, "clearing:paygate | unidentified 100.00 EUR");
}

static void payout_rows_notices_and_the_refused_post_nothing(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_SETTLEMENT, AQ_MONEY_IN, AQ_POSTS_NOTHING);
	assert_int_equal(aq_entry_take_in(&given->entry, &given->payment, &given->settings,
					  given->arena, NULL),
			 AQ_END);
	expect(given, AQ_KIND_NOTICE, AQ_MONEY_IN, AQ_POSTS_BANK);
	assert_int_equal(aq_entry_take_in(&given->entry, &given->payment, &given->settings,
					  given->arena, NULL),
			 AQ_END);
	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_BANK);
	given->payment.is_refused = true;
	assert_int_equal(aq_entry_take_in(&given->entry, &given->payment, &given->settings,
					  given->arena, NULL),
			 AQ_END);
	assert_int_equal(aq_take_in_bucket(&given->payment), AQ_BUCKET_NONE);
}

static void a_payout_of_the_running_balance_moves_it_to_a_settlement(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_SETTLEMENT, AQ_MONEY_OUT, AQ_POSTS_CLEARING);
	assert_posts(given, "clearing:paygate | payouts:paygate 100.00 EUR; "
			    "payouts:paygate | clearing:paygate 100.00 EUR");
	assert_int_equal(given->entry.event, AQ_EVENT_PAID_OUT);
	assert_true(aq_slice_is(given->entry.postings[0].settlement, "P-1"));
	assert_int_equal(given->entry.postings[1].settlement.length, 0);
	assert_int_equal(aq_take_in_bucket(&given->payment), AQ_BUCKET_NONE);
}

static void tax_alone_is_no_fee(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_FEE, AQ_MONEY_OUT, AQ_POSTS_CLEARING);
	given->payment.adjusts = AQ_ADJUSTS_TAX;
	assert_posts(given, "fee-tax:paygate | clearing:paygate 100.00 EUR");
}

static void the_banks_lump_posts_like_a_receipt(void **state)
{
	expect(*state, AQ_KIND_SETTLEMENT, AQ_MONEY_IN, AQ_POSTS_BANK);
	assert_posts(*state, "bank:MAIN | unidentified 100.00 EUR");
	expect(*state, AQ_KIND_SETTLEMENT, AQ_MONEY_OUT, AQ_POSTS_BANK);
	assert_posts(*state, "unidentified-out | bank:MAIN 100.00 EUR");
}

static void a_closed_period_moves_the_day_and_says_so(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_BANK);
	assert_posts(given, "bank:MAIN | unidentified 100.00 EUR");
	assert_int_equal(aq_date_compare(given->entry.posted_on, day("2026-03-02")), 0);
	assert_false(given->entry.is_late);
	given->settings.closed_through = day("2026-03-02");
	assert_posts(given, "bank:MAIN | unidentified 100.00 EUR");
	assert_int_equal(aq_date_compare(given->entry.posted_on, day("2026-03-05")), 0);
	assert_true(given->entry.is_late);
}

static void amounts_that_overflow_are_refused(void **state)
{
	struct given *given = *state;

	expect(given, AQ_KIND_RECEIPT, AQ_MONEY_IN, AQ_POSTS_CLEARING);
	given->payment.fee_currency = EUR;
	given->payment.fee = INT64_MIN;
	given->payment.fee_tax = 1;
	assert_int_equal(aq_entry_take_in(&given->entry, &given->payment, &given->settings,
					  given->arena, NULL),
			 AQ_BAD_RECORD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(a_receipt_on_a_statement_waits_in_unidentified),
		GIVEN(a_receipt_in_a_detail_file_waits_against_clearing),
		GIVEN(any_money_out_is_unidentified_out),
		GIVEN(a_return_that_brings_money_back_exchanges_the_sides),
		GIVEN(a_fee_costs_and_a_fee_given_back_does_not),
		GIVEN(a_gateways_fee_and_its_tax_come_out_of_clearing),
		GIVEN(a_refund_with_a_fee_given_back_posts_both),
		GIVEN(a_row_of_nothing_but_a_fee_posts_the_fee),
		GIVEN(what_rounding_left_has_its_account),
		GIVEN(an_exchange_gives_one_money_and_gets_the_other),
		GIVEN(interest_reserve_and_exchange_have_accounts_of_their_own),
		GIVEN(an_unexplained_adjustment_in_our_favour_waits),
		GIVEN(payout_rows_notices_and_the_refused_post_nothing),
		GIVEN(a_payout_of_the_running_balance_moves_it_to_a_settlement),
		GIVEN(tax_alone_is_no_fee),
		GIVEN(the_banks_lump_posts_like_a_receipt),
		GIVEN(a_closed_period_moves_the_day_and_says_so),
		GIVEN(amounts_that_overflow_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
