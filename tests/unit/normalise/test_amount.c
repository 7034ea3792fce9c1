/*
 * test_amount.c - which way the money went, and how much.
 */
#include "given.h"

static const struct aq_slice own_companies[] = {{"1234567890", 10}};

static void ach(struct given *given, const char *code, bool is_own)
{
	given->family = AQ_FAMILY_NACHA;
	given->unit.kind = AQ_UNIT_BATCH;
	given->unit.message = AQ_MESSAGE_ACH;
	given->unit.company_id = AQ_SLICE("1234567890");
	given->unit.originator = AQ_SLICE("09100001");
	given->unit.id = AQ_SLICE("0000001");
	given->unit.effective_on = day("2026-03-02");
	given->unit.settled_on = day("2026-03-03");
	given->settings.company_ids = own_companies;
	given->settings.company_id_count = is_own ? 1 : 0;
	given->record.type = aq_slice_of(code);
	given->record.amount = number("10.00");
	given->record.nature = AQ_NATURE_MONEY;
	aq_findings_clear(given->findings);
}

static void row(struct given *given, const char *amount)
{
	given->family = AQ_FAMILY_CSV;
	given->unit.kind = AQ_UNIT_TABLE;
	given->unit.message = AQ_MESSAGE_GATEWAY;
	given->record.currency = AQ_SLICE("EUR");
	given->record.amount = number(amount);
	given->record.booked_on = day("2026-03-02");
	given->record.source = AQ_SLICE("paygate");
	aq_findings_clear(given->findings);
}

static void entry(struct given *given, const char *indicator)
{
	given->family = AQ_FAMILY_ISO20022;
	given->unit.kind = AQ_UNIT_STATEMENT;
	given->unit.message = AQ_MESSAGE_STATEMENT;
	given->unit.account = AQ_SLICE("DE89370400440532013000");
	given->record.currency = AQ_SLICE("EUR");
	given->record.amount = number("10.00");
	given->record.booked_on = day("2026-03-02");
	given->record.indicator = aq_slice_of(indicator);
	aq_findings_clear(given->findings);
}

static void debits_of_our_company_are_money_in(void **state)
{
	struct given *given = *state;

	ach(given, "27", true);
	assert_int_equal(normalised(given)->direction, AQ_MONEY_IN);
	assert_int_equal(given->payment.amount, 1000);
	assert_int_equal(given->payment.kind, AQ_KIND_RECEIPT);
	assert_slice(given->payment.source, "ach:1234567890");
	assert_slice(given->payment.settlement_id, "1234567890-0000001-2026-03-02");
	assert_int_equal(aq_date_compare(given->payment.booked_on, day("2026-03-02")), 0);
	ach(given, "22", true);
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_int_equal(given->payment.kind, AQ_KIND_OUTGOING);
}

static void credits_of_others_are_receipts(void **state)
{
	struct given *given = *state;

	ach(given, "32", false);
	assert_int_equal(normalised(given)->direction, AQ_MONEY_IN);
	assert_int_equal(given->payment.kind, AQ_KIND_RECEIPT);
	assert_slice(given->payment.source, "ach:1234567890");
	assert_slice(given->payment.settlement_id, "09100001-0000001-2026-03-03");
	assert_int_equal(given->payment.mode, AQ_POSTS_CLEARING);
}

static void debits_of_others_refuse_their_batch(void **state)
{
	struct given *given = *state;

	ach(given, "27", false);
	assert_true(normalised(given)->is_refused);
	assert_true(given->refuses_unit);
	assert_int_equal(given->payment.refusal, AQ_DIRECTION_UNKNOWN);
	assert_int_equal(given->payment.mode, AQ_POSTS_NOTHING);
	assert_int_equal(only_finding(given), AQ_DIRECTION_UNKNOWN);
}

static void debits_of_others_are_told_together(void **state)
{
	struct given *given = *state;
	struct aq_record records[3];
	struct aq_payment payments[3];
	const struct aq_batch batch = {records, 3, given->unit.index};
	const struct aq_normalise_order order = {.settings = &given->settings,
						 .family = AQ_FAMILY_NACHA,
						 .unit = &given->unit,
						 .batch = &batch};
	bool refuses = false;
	struct aq_error err;

	ach(given, "27", false);
	for (size_t i = 0; i < 3; i++) {
		records[i] = given->record;
		records[i].line = 10 + i;
	}
	assert_int_equal(
		aq_normalise(&order, given->arena, payments, &refuses, given->findings, &err),
		AQ_OK);
	assert_true(refuses);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(payments[i].refusal, AQ_DIRECTION_UNKNOWN);
	assert_int_equal(only_finding(given), AQ_DIRECTION_UNKNOWN);
	assert_int_equal(aq_findings_at(given->findings, 0)->at.line, 10);
}

static void decode_shows_debits_of_others_as_money_out(void **state)
{
	struct given *given = *state;

	ach(given, "27", false);
	given->settings.is_decode_only = true;
	given->record.debtor.name = AQ_SLICE("Mara Lind");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_false(given->payment.is_refused);
	assert_false(given->refuses_unit);
	assert_slice(given->payment.payer, "Mara Lind");
	assert_int_equal(only_finding(given), AQ_NORMALISE_DIRECTION);
	assert_int_equal(aq_code_severity(AQ_NORMALISE_DIRECTION), AQ_SEVERITY_NOTE);
}

static void returns_go_the_other_way(void **state)
{
	struct given *given = *state;

	ach(given, "26", true);
	given->record.nature = AQ_NATURE_RETURN;
	given->record.return_code = AQ_SLICE("R01");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_int_equal(given->payment.kind, AQ_KIND_RETURN);
	assert_int_equal(aq_date_compare(given->payment.booked_on, day("2026-03-03")), 0);
	given->record.type = AQ_SLICE("21");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_IN);
	/* Dishonored: our bank gives the return back. */
	given->record.type = AQ_SLICE("26");
	given->record.return_code = AQ_SLICE("R68");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_IN);
}

static void a_prenote_is_a_notice_whoever_sent_it(void **state)
{
	struct given *given = *state;

	ach(given, "28", false);
	given->record.nature = AQ_NATURE_NOTICE;
	given->record.amount = number("0");
	assert_int_equal(normalised(given)->kind, AQ_KIND_NOTICE);
	assert_int_equal(only_finding(given), AQ_CODE_NONE);
	assert_false(given->refuses_unit);
}

static void the_indicator_alone_turns_a_statement_entry(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_IN);
	entry(given, "DBIT");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	given->record.is_reversal = true;
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_int_equal(given->payment.kind, AQ_KIND_RETURN);
	given->record.is_reversal = false;
	entry(given, "");
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_INDICATOR);
	entry(given, "CRDT");
	given->record.amount = number("-10.00");
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_AMOUNT);
}

static void a_row_goes_by_its_sign_then_by_its_indicator(void **state)
{
	struct given *given = *state;

	row(given, "-10.00");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_int_equal(given->payment.amount, 1000);
	row(given, "10.00");
	given->record.indicator = AQ_SLICE("D");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	given->record.indicator = AQ_SLICE("C");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_IN);
	assert_int_equal(only_finding(given), AQ_CODE_NONE);
	row(given, "-10.00");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_int_equal(only_finding(given), AQ_NORMALISE_SIGN);
}

static void money_has_its_currencys_own_digits(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT");
	given->record.amount = number("8.85000");
	assert_int_equal(normalised(given)->amount, 885);
	given->record.currency = AQ_SLICE("VND");
	given->record.amount = number("150000");
	assert_int_equal(normalised(given)->amount, 150000);
	given->record.currency = AQ_SLICE("BHD");
	given->record.amount = number("1.234");
	assert_int_equal(normalised(given)->amount, 1234);
	given->record.currency = AQ_SLICE("EUR");
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_DIGITS);
	assert_int_equal(only_finding(given), AQ_NORMALISE_DIGITS);
}

static void an_amount_larger_than_any_real_one_is_refused(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT");
	given->record.amount = number("100000000000000.00");
	assert_int_equal(normalised(given)->amount, AQ_AMOUNT_MAX);
	given->record.amount = number("100000000000000.01");
	assert_int_equal(normalised(given)->refusal, AQ_MONEY_OVERFLOW);
	assert_int_equal(only_finding(given), AQ_MONEY_OVERFLOW);
}

static void unknown_currencies_and_missing_amounts_are_refused(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT");
	given->record.currency = AQ_SLICE("ZZZ");
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_CURRENCY);
	/* A file may say itself that an amount has no currency. */
	entry(given, "CRDT");
	given->record.currency = AQ_SLICE("XXX");
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_CURRENCY);
	entry(given, "CRDT");
	given->record.amount.is_present = false;
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_AMOUNT);
	entry(given, "CRDT");
	given->record.amount = number("99999999999999999999.00");
	assert_int_equal(normalised(given)->refusal, AQ_MONEY_OVERFLOW);
	entry(given, "CRDT");
	given->record.booked_on = AQ_DATE_NONE;
	assert_int_equal(normalised(given)->refusal, AQ_NORMALISE_DATE);
}

static void gateways_are_rounded_once_and_the_rest_is_named(void **state)
{
	struct given *given = *state;

	row(given, "10.004");
	given->record.fee = number("0.126");
	given->record.net = number("9.878");
	assert_int_equal(normalised(given)->amount, 1000);
	assert_int_equal(given->payment.fee, 13);
	assert_int_equal(given->payment.net, 988);
	assert_int_equal(given->payment.rounding, 1);
	assert_int_equal(only_finding(given), AQ_CODE_NONE);
	given->record.net.is_present = false;
	assert_int_equal(normalised(given)->net, 988);
	assert_int_equal(given->payment.rounding, 1);
}

static void a_net_that_is_not_amount_less_fee_is_told(void **state)
{
	struct given *given = *state;

	row(given, "10.00");
	given->record.fee = number("0.50");
	given->record.net = number("9.00");
	assert_int_equal(normalised(given)->rounding, 0);
	assert_int_equal(only_finding(given), AQ_NORMALISE_NET);
}

static void a_fee_told_twice_counts_once(void **state)
{
	struct given *given = *state;

	row(given, "-5.00");
	given->record.type = AQ_SLICE("fee");
	given->record.fee = number("5.00");
	given->record.net = number("-5.00");
	assert_int_equal(normalised(given)->kind, AQ_KIND_FEE);
	assert_int_equal(given->payment.amount, 500);
	assert_int_equal(given->payment.fee, 0);
}

static void a_row_of_nothing_but_a_fee_is_money_out(void **state)
{
	struct given *given = *state;

	row(given, "0");
	given->record.type = AQ_SLICE("fee");
	given->record.fee = number("5.00");
	given->record.net = number("-5.00");
	assert_int_equal(normalised(given)->direction, AQ_MONEY_OUT);
	assert_int_equal(given->payment.kind, AQ_KIND_FEE);
	assert_int_equal(given->payment.fee, 500);
	assert_int_equal(only_finding(given), AQ_CODE_NONE);
}

static void a_movement_of_nothing_is_a_notice(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT");
	given->record.amount = number("0.00");
	assert_int_equal(normalised(given)->kind, AQ_KIND_NOTICE);
	assert_int_equal(given->payment.mode, AQ_POSTS_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(debits_of_our_company_are_money_in),
		GIVEN(credits_of_others_are_receipts),
		GIVEN(debits_of_others_refuse_their_batch),
		GIVEN(debits_of_others_are_told_together),
		GIVEN(decode_shows_debits_of_others_as_money_out),
		GIVEN(returns_go_the_other_way),
		GIVEN(a_prenote_is_a_notice_whoever_sent_it),
		GIVEN(the_indicator_alone_turns_a_statement_entry),
		GIVEN(a_row_goes_by_its_sign_then_by_its_indicator),
		GIVEN(money_has_its_currencys_own_digits),
		GIVEN(an_amount_larger_than_any_real_one_is_refused),
		GIVEN(unknown_currencies_and_missing_amounts_are_refused),
		GIVEN(gateways_are_rounded_once_and_the_rest_is_named),
		GIVEN(a_net_that_is_not_amount_less_fee_is_told),
		GIVEN(a_fee_told_twice_counts_once),
		GIVEN(a_row_of_nothing_but_a_fee_is_money_out),
		GIVEN(a_movement_of_nothing_is_a_notice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
