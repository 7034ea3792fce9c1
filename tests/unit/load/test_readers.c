/*
 * test_readers.c - what a cell may be, by what its column means.
 */
#include "given.h"

#define INVOICE_HEADER                                                                             \
	"invoice_no,customer_no,due_date,currency,amount,open_amount,discount_amount\n"

/* One invoice whose cells are the defaults but for what is told. */
static const char *refusal_of(struct given *given, const char *header, const char *row)
{
	static char text[2048];

	snprintf(text, sizeof(text), "%s%s\n", header, row);
	assert_int_equal(load_text(given, text), AQ_OK);
	assert_int_equal(aq_load_rows_read(given->load), 1);
	if (aq_load_rows_refused(given->load) == 0)
		return "";
	assert_int_equal(given->row_count, 0);
	assert_int_equal(aq_findings_count_of(given->findings, AQ_SEVERITY_ERROR), 1);
	return aq_code_name(aq_findings_at(given->findings, 0)->code);
}

struct example {
	const char *row;
	const char *code;
};

static void check_all(void **state, const char *header, const struct example *examples)
{
	for (size_t i = 0; examples[i].row; i++) {
		const char *code;

		given_free(state);
		given_new(state);
		code = refusal_of(*state, header, examples[i].row);
		if (strcmp(code, examples[i].code) != 0)
			fail_msg("%s: '%s', not '%s'", examples[i].row, code, examples[i].code);
	}
}

static void days_must_exist_and_be_written_with_dashes(void **state)
{
	static const struct example examples[] = {
		{"F1,C1,2026-02-28,USD,1,,", ""},
		{"F1,C1,2024-02-29,USD,1,,", ""},
		{"F1,C1, 2026-02-28 ,USD,1,,", ""},
		{"F1,C1,2026-02-29,USD,1,,", "load.date"},
		{"F1,C1,2026-13-01,USD,1,,", "load.date"},
		{"F1,C1,28.02.2026,USD,1,,", "load.date"},
		{"F1,C1,2026-2-8,USD,1,,", "load.date"},
		{"F1,C1,20260228,USD,1,,", "load.date"},
		{"F1,C1,2026-02-28T00:00:00,USD,1,,", "load.date"},
		{"F1,C1,,USD,1,,", "load.empty-cell"},
		{NULL, NULL},
	};

	check_all(state, INVOICE_HEADER, examples);
}

static void amounts_have_the_digits_of_their_currency(void **state)
{
	static const struct example examples[] = {
		{"F1,C1,2026-02-28,USD,12.50,,", ""},
		{"F1,C1,2026-02-28,USD,12.5,,", ""},
		{"F1,C1,2026-02-28,USD,12,,", ""},
		{"F1,C1,2026-02-28,USD,12.505,,", "load.digits"},
		{"F1,C1,2026-02-28,VND,1250000,,", ""},
		{"F1,C1,2026-02-28,VND,1250000.5,,", "load.digits"},
		{"F1,C1,2026-02-28,BHD,1.234,,", ""},
		{"F1,C1,2026-02-28,BHD,1.2345,,", "load.digits"},
		{"F1,C1,2026-02-28,USD,0,,", ""},
		{NULL, NULL},
	};

	check_all(state, INVOICE_HEADER, examples);
}

static void what_is_no_plain_decimal_is_refused(void **state)
{
	static const struct example examples[] = {
		{"F1,C1,2026-02-28,USD,\"1,250.00\",,", "load.amount"},
		{"F1,C1,2026-02-28,USD,\"12,50\",,", "load.amount"},
		{"F1,C1,2026-02-28,USD,$12.50,,", "load.amount"},
		{"F1,C1,2026-02-28,USD,1e3,,", "load.amount"},
		{"F1,C1,2026-02-28,USD,12.50-,,", "load.amount"},
		{"F1,C1,2026-02-28,USD,(12.50),,", "load.amount"},
		{"F1,C1,2026-02-28,USD,1 250.00,,", "load.amount"},
		{"F1,C1,2026-02-28,USD,NaN,,", "load.amount"},
		{"F1,C1,2026-02-28,USD,,,", "load.empty-cell"},
		{"F1,C1,2026-02-28,USD,100000000000000.01,,", "load.amount-large"},
		{"F1,C1,2026-02-28,USD,100000000000000.00,,", ""},
		{"F1,C1,2026-02-28,USD,-92233720368547758.08,,", "load.amount-large"},
		{"F1,C1,2026-02-28,USD,999999999999999999999999999999,,", "load.amount-large"},
		{NULL, NULL},
	};

	check_all(state, INVOICE_HEADER, examples);
}

static void an_open_amount_lies_between_zero_and_the_amount(void **state)
{
	static const struct example examples[] = {
		{"F1,C1,2026-02-28,USD,12.50,12.50,", ""},
		{"F1,C1,2026-02-28,USD,12.50,0,", ""},
		{"F1,C1,2026-02-28,USD,12.50,12.51,", "load.open-amount"},
		{"F1,C1,2026-02-28,USD,12.50,-0.01,", "load.open-amount"},
		{"F1,C1,2026-02-28,USD,-12.50,-12.50,", ""},
		{"F1,C1,2026-02-28,USD,-12.50,0.00,", ""},
		{"F1,C1,2026-02-28,USD,-12.50,12.50,", "load.open-amount"},
		{"F1,C1,2026-02-28,USD,-12.50,-12.51,", "load.open-amount"},
		{NULL, NULL},
	};

	check_all(state, INVOICE_HEADER, examples);
}

static void a_discount_is_positive_and_no_larger_than_its_amount(void **state)
{
	static const struct example examples[] = {
		{"F1,C1,2026-02-28,USD,12.50,,0.25", ""},
		{"F1,C1,2026-02-28,USD,12.50,,-0.25", "load.negative"},
		{"F1,C1,2026-02-28,USD,12.50,,12.51", "load.discount"},
		{NULL, NULL},
	};

	check_all(state, INVOICE_HEADER, examples);
}

static void currencies_are_those_of_iso_4217(void **state)
{
	static const struct example examples[] = {
		{"F1,C1,2026-02-28,usd,12.50,,", ""},
		{"F1,C1,2026-02-28,US,12.50,,", "load.currency"},
		{"F1,C1,2026-02-28,USDX,12.50,,", "load.currency"},
		{"F1,C1,2026-02-28,ZZZ,12.50,,", "load.currency"},
		{"F1,C1,2026-02-28,XAU,12.50,,", "load.currency"},
		{"F1,C1,2026-02-28,$,12.50,,", "load.currency"},
		{"F1,C1,2026-02-28,,12.50,,", "load.empty-cell"},
		{NULL, NULL},
	};

	check_all(state, INVOICE_HEADER, examples);
}

static void texts_are_bounded_and_hold_no_control_characters(void **state)
{
	static const struct example examples[] = {
		{"C1,Ann Lee", ""},
		{"C1,\xD0\x9E\xD0\x9E\xD0\x9E \xC2\xAB\xD0\xA0\xD0\xBE\xD0\xBC\xC2\xBB", ""},
		{"C1,Ann\x07Lee", "load.control-character"},
		{"C1,\"Ann\nLee\"", "load.control-character"},
		{"C1,\"Ann\n\"", ""},
		{"C1,Ann\x7FLee", "load.control-character"},
		{"C1,Ann\xC2\x85Lee", "load.control-character"},
		{"C1,", "load.empty-cell"},
		{"C1,\"  \"", "load.empty-cell"},
		{",Ann Lee", "load.empty-cell"},
		{"1234567890123456789012345678901234567890123456789012345678901234,Ann", ""},
		{"12345678901234567890123456789012345678901234567890123456789012345,Ann",
		 "load.text-length"},
		{NULL, NULL},
	};

	check_all(state, "customer_no,name\n", examples);
}

static void lists_are_cut_at_bars_and_each_entry_is_trimmed(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given,
				   "customer_no,name,payer_names,payer_accounts\n"
				   "C1,Ann Lee, A Lee | Lee Ltd ||,DE02 1203 0000 0000 2020 51|77\n"
				   "C2,Bo,\"\"\"Bo\"\" Inc|B\",|\n"),
			 AQ_OK);
	assert_rows(given, "2|C1|Ann Lee||||<A Lee><Lee Ltd>|<DE02 1203 0000 0000 2020 51><77>\n"
			   "3|C2|Bo||||<\"Bo\" Inc><B>|\n");
}

static void a_list_of_more_than_sixty_four_is_refused(void **state)
{
	struct given *given = *state;
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	for (int count = 64; count <= 65; count++) {
		given_free(state);
		given_new(state);
		given = *state;
		aq_buffer_clear(&text);
		aq_buffer_add_text(&text, "customer_no,name,payer_names\nC1,Ann,");
		for (int i = 0; i < count; i++)
			aq_buffer_print(&text, "%sN%d", i ? "|" : "", i);
		assert_int_equal(load_text(given, text_of(&text)), AQ_OK);
		assert_int_equal(aq_load_rows_refused(given->load), count == 65);
	}
	aq_buffer_free(&text);
}

static void an_options_amount_stays_a_decimal(void **state)
{
	struct given *given = *state;

	assert_int_equal(
		load_text(
			given,
			"contract_no,option,amount,label\nV1,A,1200.5,yearly\nV1,B,-1,\nV1,C,x,\n"),
		AQ_OK);
	assert_rows(given, "2|V1|A|yearly|1200.5\n");
	assert_int_equal(aq_findings_at(given->findings, 0)->code, AQ_LOAD_NEGATIVE);
	assert_int_equal(aq_findings_at(given->findings, 1)->code, AQ_LOAD_AMOUNT);
}

static void subscriptions_have_bounded_cycles_and_no_negative_instalment(void **state)
{
	static const struct example examples[] = {
		{"S1,C1,USD,10,1,12,2026-01-31,0,0,0,0,", ""},
		{"S1,C1,USD,10,120,1200,2026-01-31,0,0,0,0,2026-02-01", ""},
		{"S1,C1,USD,10,0,12,2026-01-31,0,0,0,0,", "load.whole-number"},
		{"S1,C1,USD,10,121,12,2026-01-31,0,0,0,0,", "load.whole-number"},
		{"S1,C1,USD,10,1,1201,2026-01-31,0,0,0,0,", "load.whole-number"},
		{"S1,C1,USD,10,1,0,2026-01-31,0,0,0,0,", "load.whole-number"},
		{"S1,C1,USD,10,1,1.0,2026-01-31,0,0,0,0,", "load.whole-number"},
		{"S1,C1,USD,10,-1,12,2026-01-31,0,0,0,0,", "load.whole-number"},
		{"S1,C1,USD,-10,1,12,2026-01-31,0,0,0,0,", "load.negative"},
		{"S1,C1,USD,10,1,12,2026-01-31,5,5,5,5,", ""},
		{"S1,C1,USD,10,1,12,2026-01-31,5,5,5,5.01,", "load.instalment"},
		{"S1,C1,USD,100000000000000,1,12,2026-01-31,1,0,0,0,", "load.instalment"},
		{NULL, NULL},
	};

	check_all(state,
		  "subscription_no,customer_no,currency,price,cycle_months,cycles,starts_on,"
		  "addon_price,package_discount,addon_discount,total_discount,promo_until\n",
		  examples);
}

static void contracts_may_lack_amount_and_signature(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "contract_no,notification_no,customer_no,currency,amount,"
					  "signed_on,due_date\n"
					  "V1,N1,C1,EUR,,,\nV2,N2,C1,EUR,99.00,2026-01-05,2026-02-"
					  "05\nV3,N3,C1,EUR,-1,,\n"),
			 AQ_OK);
	assert_rows(given, "2|V1|N1|C1|EUR||||\n3|V2|N2|C1|EUR|99.00|2026-01-05|2026-02-05|\n");
	assert_int_equal(aq_load_rows_refused(given->load), 1);
}

static void a_credit_note_is_a_negative_invoice(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "invoice_no,customer_no,due_date,currency,amount\nG1,C1,"
					  "2026-02-01,USD,-12.50\n"),
			 AQ_OK);
	assert_rows(given, "2|G1|C1|2026-02-01|USD|-12.50||||||||0.00||0|0|0\n");
	assert_string_equal(text_of(&given->raws), "G1,C1,2026-02-01,USD,-12.50\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(days_must_exist_and_be_written_with_dashes),
		TEST(amounts_have_the_digits_of_their_currency),
		TEST(what_is_no_plain_decimal_is_refused),
		TEST(an_open_amount_lies_between_zero_and_the_amount),
		TEST(a_discount_is_positive_and_no_larger_than_its_amount),
		TEST(currencies_are_those_of_iso_4217),
		TEST(texts_are_bounded_and_hold_no_control_characters),
		TEST(lists_are_cut_at_bars_and_each_entry_is_trimmed),
		TEST(a_list_of_more_than_sixty_four_is_refused),
		TEST(an_options_amount_stays_a_decimal),
		TEST(subscriptions_have_bounded_cycles_and_no_negative_instalment),
		TEST(contracts_may_lack_amount_and_signature),
		TEST(a_credit_note_is_a_negative_invoice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
