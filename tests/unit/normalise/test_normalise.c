/*
 * test_normalise.c - kinds, places, parties and references of whole records.
 */
#include "given.h"

static void entry(struct given *given, const char *indicator, const char *type)
{
	given->family = AQ_FAMILY_ISO20022;
	given->unit.kind = AQ_UNIT_STATEMENT;
	given->unit.message = AQ_MESSAGE_STATEMENT;
	given->unit.account = AQ_SLICE("DE89 3704 0044 0532 0130 00");
	given->record.currency = AQ_SLICE("EUR");
	given->record.amount = number("10.00");
	given->record.booked_on = day("2026-03-02");
	given->record.indicator = aq_slice_of(indicator);
	given->record.type = aq_slice_of(type);
}

static void plain(struct given *given, const char *amount)
{
	given->family = AQ_FAMILY_CSV;
	given->unit.kind = AQ_UNIT_TABLE;
	given->unit.message = AQ_MESSAGE_CASHBOOK;
	given->record.currency = AQ_SLICE("EUR");
	given->record.amount = number(amount);
	given->record.booked_on = day("2026-03-02");
}

struct kind_example {
	const char *indicator;
	const char *type;
	enum aq_kind kind;
};

static void bank_transaction_codes_say_the_kind(void **state)
{
	static const struct kind_example examples[] = {
		{"CRDT", "PMNT/RCDT/ESCT", AQ_KIND_RECEIPT},
		{"DBIT", "PMNT/ICDT/ESCT", AQ_KIND_OUTGOING},
		{"DBIT", "PMNT/RDDT/UPDD", AQ_KIND_RETURN},
		{"CRDT", "PMNT/ICDT/RRTN", AQ_KIND_RETURN},
		{"DBIT", "ACMT/MDOP/CHRG", AQ_KIND_FEE},
		{"DBIT", "PMNT/MDOP/COMM", AQ_KIND_FEE},
		{"CRDT", "ACMT/MCOP/INTR", AQ_KIND_ADJUSTMENT},
		{"CRDT", "NTRF+166", AQ_KIND_RECEIPT},
		{"DBIT", "NCHG", AQ_KIND_FEE},
		{"DBIT", "NMSC+808+00931", AQ_KIND_FEE},
		{"CRDT", "SINT+814", AQ_KIND_ADJUSTMENT},
		{"CRDT", "808", AQ_KIND_RECEIPT}, /* a number alone may be any bank's */
		{"DBIT", "TRF+808", AQ_KIND_OUTGOING},
		{"CRDT", "", AQ_KIND_RECEIPT},
	};
	struct given *given = *state;

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		entry(given, examples[i].indicator, examples[i].type);
		given->record.type_written = given->record.type;
		if (normalised(given)->kind != examples[i].kind)
			fail_msg("%s %s is %s", examples[i].indicator, examples[i].type,
				 aq_kind_name(given->payment.kind));
	}
	entry(given, "CRDT", "ACMT/MCOP/INTR");
	assert_int_equal(normalised(given)->adjusts, AQ_ADJUSTS_INTEREST);
}

static void a_residual_is_a_fee_or_an_adjustment(void **state)
{
	struct given *given = *state;

	entry(given, "DBIT", "PMNT/RCDT/ESCT");
	given->record.is_residual = true;
	given->record.description = AQ_SLICE("charge");
	assert_int_equal(normalised(given)->kind, AQ_KIND_FEE);
	given->record.description = AQ_SLICE("unexplained");
	assert_int_equal(normalised(given)->kind, AQ_KIND_ADJUSTMENT);
}

static void statements_post_to_the_bank_and_reports_nowhere(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT", "");
	assert_int_equal(normalised(given)->mode, AQ_POSTS_BANK);
	assert_slice(given->payment.bank_account, "DE89370400440532013000");
	given->unit.message = AQ_MESSAGE_REPORT;
	assert_int_equal(normalised(given)->mode, AQ_POSTS_NOTHING);
	given->unit.message = AQ_MESSAGE_NOTIFICATION;
	given->record.settlement_id = AQ_SLICE("LUMP-1");
	assert_int_equal(normalised(given)->mode, AQ_POSTS_CLEARING);
	assert_slice(given->payment.source, "camt.054:DE89370400440532013000");
	assert_slice(given->payment.settlement_id, "LUMP-1");
	given->record.settlement_id.length = 0;
	refer(given, AQ_REF_ENTRY, "ENTRY-9");
	assert_slice(normalised(given)->settlement_id, "ENTRY-9");
	given->record.nature = AQ_NATURE_NOTICE;
	assert_int_equal(normalised(given)->mode, AQ_POSTS_NOTHING);
	assert_int_equal(given->payment.amount, 1000);
}

static void plain_rows_are_cash_or_details(void **state)
{
	struct given *given = *state;

	plain(given, "10.00");
	assert_int_equal(normalised(given)->mode, AQ_POSTS_BANK);
	assert_slice(given->payment.bank_account, "cash");
	given->record.account = AQ_SLICE("till 4");
	assert_slice(normalised(given)->bank_account, "TILL4");
	given->record.settlement_id = AQ_SLICE("P-1");
	assert_int_equal(normalised(given)->mode, AQ_POSTS_CLEARING);
	assert_slice(given->payment.source, "plain");
	given->record.source = AQ_SLICE("paygate");
	assert_slice(normalised(given)->source, "paygate");
}

static void a_payout_row_keeps_its_amount_and_posts_nothing(void **state)
{
	struct given *given = *state;

	plain(given, "980.00");
	given->unit.message = AQ_MESSAGE_GATEWAY;
	given->gateway = AQ_SLICE("paygate");
	given->record.type = AQ_SLICE("settlement");
	assert_int_equal(normalised(given)->kind, AQ_KIND_SETTLEMENT);
	assert_int_equal(given->payment.mode, AQ_POSTS_NOTHING);
	assert_int_equal(given->payment.amount, 98000);
	assert_slice(given->payment.source, "paygate");
}

static void what_left_is_no_receipt(void **state)
{
	struct given *given = *state;

	plain(given, "-10.00");
	given->record.type = AQ_SLICE("receipt");
	assert_int_equal(normalised(given)->kind, AQ_KIND_OUTGOING);
	given->unit.message = AQ_MESSAGE_GATEWAY;
	assert_int_equal(normalised(given)->kind, AQ_KIND_ADJUSTMENT);
	given->record.type = AQ_SLICE("adjustment");
	given->record.type_written = AQ_SLICE("Rolling Reserve Hold");
	assert_int_equal(normalised(given)->adjusts, AQ_ADJUSTS_RESERVE);
}

static void the_payer_is_the_other_side(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT", "");
	given->record.debtor.name = AQ_SLICE("Collect AG");
	given->record.debtor.ultimate_name = AQ_SLICE("Mara Lind");
	given->record.debtor.account = AQ_SLICE("gb33 bukb 2020 1555 5555 55");
	given->record.creditor.name = AQ_SLICE("Us");
	given->record.creditor.account = AQ_SLICE("DE89370400440532013000");
	assert_slice(normalised(given)->payer, "Mara Lind");
	assert_slice(given->payment.payer_account, "GB33BUKB20201555555555");
	/* A return repeats the parties of what it takes back. */
	given->record.indicator = AQ_SLICE("DBIT");
	given->record.nature = AQ_NATURE_RETURN;
	assert_slice(normalised(given)->payer, "Mara Lind");
}

static void our_own_account_is_never_a_payers(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT", "");
	given->record.debtor.account = AQ_SLICE("DE89370400440532013000");
	assert_slice(normalised(given)->payer_account, "");
}

static void an_account_that_says_nothing_is_nobodys(void **state)
{
	static const char *const nothing[] = {"NOTPROVIDED", "0000000000", "XXXXXXXX"};
	struct given *given = *state;

	entry(given, "CRDT", "");
	given->record.debtor.name = AQ_SLICE("Mara Lind");
	given->record.debtor.bank = AQ_SLICE("NOTPROVIDED");
	for (size_t i = 0; i < 3; i++) {
		given->record.debtor.account = aq_slice_of(nothing[i]);
		assert_slice(normalised(given)->payer_account, "");
		assert_slice(given->payment.payer_bank, "");
		assert_slice(given->payment.payer, "Mara Lind");
	}
}

static void in_ach_the_company_is_one_side_and_we_the_other(void **state)
{
	static const struct aq_slice own[] = {{"1234567890", 10}};
	struct given *given = *state;

	given->family = AQ_FAMILY_NACHA;
	given->unit.message = AQ_MESSAGE_ACH;
	given->unit.company_id = AQ_SLICE("1234567890");
	given->unit.effective_on = day("2026-03-02");
	given->record.amount = number("10.00");
	given->record.type = AQ_SLICE("22");
	given->record.debtor.name = AQ_SLICE("ACME PAYER");
	given->record.creditor.name = AQ_SLICE("US");
	assert_slice(normalised(given)->payer, "ACME PAYER");
	given->settings.company_ids = own;
	given->settings.company_id_count = 1;
	given->record.type = AQ_SLICE("27");
	given->record.debtor.name = AQ_SLICE("MARA LIND");
	given->record.debtor.account = AQ_SLICE("00123");
	given->record.creditor.name = AQ_SLICE("US");
	assert_slice(normalised(given)->payer, "MARA LIND");
	assert_slice(given->payment.payer_account, "00123");
	given->record.nature = AQ_NATURE_RETURN;
	given->record.type = AQ_SLICE("26");
	assert_slice(normalised(given)->payer, "MARA LIND");
}

static void the_strongest_reference_is_shown_as_written(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT", "");
	refer(given, AQ_REF_TEXT, "thanks for all");
	refer(given, AQ_REF_END_TO_END, "NOTPROVIDED");
	refer(given, AQ_REF_CUSTOMER, "Cust 10-01");
	assert_slice(normalised(given)->reference, "Cust 10-01");
	assert_int_equal(given->payment.reference_kind, AQ_REF_CUSTOMER);
	given->remittances[0] =
		(struct aq_remittance){.kind = AQ_REF_INVOICE, .document = AQ_SLICE("INV 7")};
	given->record.remittance_count = 1;
	assert_slice(normalised(given)->reference, "INV 7");
	assert_slice(given->payment.text, "thanks for all");
	assert_slice(given->payment.end_to_end_id, "NOTPROVIDED");
}

static void failed_check_digits_make_free_text_with_a_finding(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT", "");
	refer(given, AQ_REF_QRR, "210000000003139471430009018");
	assert_int_equal(normalised(given)->reference_kind, AQ_REF_TEXT);
	assert_int_equal(only_finding(given), AQ_NORMALISE_CHECK_DIGIT);
	assert_false(given->payment.is_refused);
}

static void texts_are_joined_line_by_line_once(void **state)
{
	struct given *given = *state;

	plain(given, "10.00");
	refer(given, AQ_REF_TEXT, "one");
	refer(given, AQ_REF_TEXT, "two");
	given->record.description = AQ_SLICE("two");
	assert_slice(normalised(given)->text, "one\ntwo");
	given->record.description = AQ_SLICE("three");
	assert_slice(normalised(given)->text, "one\ntwo\nthree");
}

static void remittance_lines_must_sum_to_the_payment(void **state)
{
	struct given *given = *state;

	entry(given, "CRDT", "");
	given->remittances[0].amount = number("12.00");
	given->remittances[1].amount = number("-2.00");
	given->record.remittance_count = 2;
	assert_false(normalised(given)->is_remittance_unbalanced);
	given->remittances[1].amount = number("-1.99");
	assert_true(normalised(given)->is_remittance_unbalanced);
	given->remittances[0].amount.is_present = false;
	given->remittances[1].amount.is_present = false;
	assert_false(normalised(given)->is_remittance_unbalanced);
}

static void a_refused_record_stays_refused_without_a_second_finding(void **state)
{
	struct given *given = *state;

	entry(given, "", "");
	given->record.is_refused = true;
	given->record.refusal = AQ_NORMALISE_AMOUNT;
	given->record.currency = AQ_SLICE("???");
	assert_true(normalised(given)->is_refused);
	assert_int_equal(given->payment.refusal, AQ_NORMALISE_AMOUNT);
	assert_int_equal(given->payment.mode, AQ_POSTS_NOTHING);
	assert_int_equal(only_finding(given), AQ_CODE_NONE);
}

static void a_reference_without_a_type_is_its_countrys(void **state)
{
	static const struct {
		const char *account;
		const char *value;
		enum aq_reference_kind kind;
	} examples[] = {
		{"FI2112345600000785", "1232", AQ_REF_FI},
		{"FI2112345600000785", "0000 0000 0000 0000 1232", AQ_REF_FI},
		{"EE382200221020145685", "13", AQ_REF_EE},
		{"NO9386011117947", "1234567897", AQ_REF_KID},
		{"SE4550000000058398257466", "1234567897", AQ_REF_OCR},
		{"SE4550000000058398257466", "1234567890", AQ_REF_CREDITOR},
		{"BE68539007547034", "090933755493", AQ_REF_OGM},
		{"CH9300762011623852957", "210000000003139471430009017", AQ_REF_QRR},
		{"SI56263300012039086", "SI12 12345679", AQ_REF_SI},
		{"DE89370400440532013000", "SI12 12345679", AQ_REF_SI},
		{"DE89370400440532013000", "1232", AQ_REF_CREDITOR},
		{"FI2112345600000785", "INV1232", AQ_REF_CREDITOR},
	};
	struct given *given = *state;

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		entry(given, "CRDT", "");
		given->record.reference_count = 0;
		given->unit.account = aq_slice_of(examples[i].account);
		refer(given, AQ_REF_CREDITOR, examples[i].value);
		if (normalised(given)->reference_kind != examples[i].kind)
			fail_msg("%s is %s", examples[i].value,
				 aq_reference_kind_name(given->payment.reference_kind));
	}
	given->record.reference_count = 0;
	given->unit.account = AQ_SLICE("FI2112345600000785");
	refer(given, AQ_REF_CREDITOR, "1233");
	assert_int_equal(normalised(given)->reference_kind, AQ_REF_TEXT);
	assert_int_equal(only_finding(given), AQ_NORMALISE_CHECK_DIGIT);
}

static void texts_outlive_their_record(void **state)
{
	struct given *given = *state;
	char text[] = "INV10234";

	entry(given, "CRDT", "");
	refer(given, AQ_REF_INVOICE, text);
	given->record.source_id = aq_slice_of(text);
	normalised(given);
	memset(text, 'x', sizeof(text) - 1);
	assert_slice(given->payment.reference, "INV10234");
	assert_slice(given->payment.source_id, "INV10234");
	assert_slice(given->payment.references[0].value, "INV10234");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(bank_transaction_codes_say_the_kind),
		GIVEN(a_residual_is_a_fee_or_an_adjustment),
		GIVEN(statements_post_to_the_bank_and_reports_nowhere),
		GIVEN(plain_rows_are_cash_or_details),
		GIVEN(a_payout_row_keeps_its_amount_and_posts_nothing),
		GIVEN(what_left_is_no_receipt),
		GIVEN(the_payer_is_the_other_side),
		GIVEN(our_own_account_is_never_a_payers),
		GIVEN(an_account_that_says_nothing_is_nobodys),
		GIVEN(in_ach_the_company_is_one_side_and_we_the_other),
		GIVEN(the_strongest_reference_is_shown_as_written),
		GIVEN(failed_check_digits_make_free_text_with_a_finding),
		GIVEN(texts_are_joined_line_by_line_once),
		GIVEN(remittance_lines_must_sum_to_the_payment),
		GIVEN(a_refused_record_stays_refused_without_a_second_finding),
		GIVEN(a_reference_without_a_type_is_its_countrys),
		GIVEN(texts_outlive_their_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
