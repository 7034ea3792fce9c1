/*
 * test_number_text.c - amounts as banks and gateways write them.
 */
#include "seen.h"

#include "decode/csv/table.h"

static struct table_profile style(char decimal, char group)
{
	struct table_profile profile = {0};

	profile.numbers = (struct aq_number_style){
		.decimal_mark = decimal, .group_mark = (uint32_t)group, .may_lack_zero = true};
	return profile;
}

static void reads(const struct table_profile *profile, const char *text, const char *expected)
{
	struct aq_decimal number;

	if (!aq_number_read(profile, aq_slice_of(text), AQ_SLICE("EUR"), &number))
		fail_msg("'%s' is refused", text);
	if (!seen_is(number, expected))
		fail_msg("'%s' is not %s", text, expected);
}

static void refuses(const struct table_profile *profile, const char *text)
{
	struct aq_decimal number;

	if (aq_number_read(profile, aq_slice_of(text), AQ_SLICE("EUR"), &number))
		fail_msg("'%s' is read", text);
}

static void signs_before_and_behind_and_brackets_are_read(void **state)
{
	struct table_profile profile = style('.', ',');

	(void)state;
	reads(&profile, "-12.50", "-12.50");
	reads(&profile, "+12.50", "12.50");
	reads(&profile, "12.50-", "-12.50");
	reads(&profile, "(85.00)", "-85");
	reads(&profile, "($85.00)", "-85");
	reads(&profile, "- $220.00", "-220");
	reads(&profile, "+ £1,100.00", "1100");
	reads(&profile, "-$76.00", "-76");
	reads(&profile,
	      "\xe2\x88\x92"
	      "4.10",
	      "-4.10");
	reads(&profile,
	      "\xe2\x80\x93"
	      "4.10",
	      "-4.10");
	reads(&profile, "-.46", "-0.46");
}

static void a_dash_in_the_place_of_cents_is_no_sign(void **state)
{
	struct table_profile profile = style('.', '\'');
	struct table_profile german = style(',', '.');

	(void)state;
	reads(&profile, "12.-", "12");
	reads(&profile, "1'200.--", "1200");
	reads(&profile, "-12.-", "-12");
	reads(&profile, "EUR 12.\xe2\x80\x93", "12");
	reads(&profile, "12-", "-12");
	reads(&german, "1.200,-", "1200");
	reads(&german, "12,- €", "12");
	refuses(&german, "12.-");
	refuses(&profile, ".-");
	refuses(&profile, "-");
}

static void two_signs_are_refused(void **state)
{
	struct table_profile profile = style('.', ',');

	(void)state;
	refuses(&profile, "--1.00");
	refuses(&profile, "-1.00-");
	refuses(&profile, "(-1.00)");
	refuses(&profile, "-(1.00)");
	refuses(&profile, "+-1.00");
}

static void a_code_must_be_the_rows_currency(void **state)
{
	struct table_profile profile = style('.', ',');

	(void)state;
	reads(&profile, "EUR 1000.00", "1000");
	reads(&profile, "1000.00 eur", "1000");
	refuses(&profile, "USD 1000.00");
	refuses(&profile, "€ 5 €");
	refuses(&profile, "XQQ 1000.00");
}

static void group_marks_stand_every_three_digits_or_not_at_all(void **state)
{
	struct table_profile profile = style(',', '.');

	(void)state;
	reads(&profile, "1.000", "1000");
	reads(&profile, "-1.234,56", "-1234.56");
	reads(&profile, "1234,56", "1234.56");
	refuses(&profile, "1.00");
	refuses(&profile, "1.2345,00");
	refuses(&profile, "1,234.56");
	profile = style(',', ' ');
	reads(&profile, "82 604,01", "82604.01");
	reads(&profile,
	      "82\xc2\xa0"
	      "604,01 \xe2\x82\xac",
	      "82604.01");
	profile = style('.', '\'');
	reads(&profile, "11'373.94", "11373.94");
	reads(&profile,
	      "11\xe2\x80\x99"
	      "373.94",
	      "11373.94");
	profile = style('.', ',');
	profile.has_loose_groups = true;
	reads(&profile, "1,00,000.50", "100000.50");
}

static void minor_units_follow_the_profile_or_the_currency(void **state)
{
	struct table_profile profile = style('.', 0);
	struct aq_decimal number;

	(void)state;
	profile.has_minor = true;
	profile.minor_digits = 2;
	reads(&profile, "5200", "52");
	reads(&profile, "-5", "-0.05");
	refuses(&profile, "52.00");
	profile.minor_by_currency = true;
	assert_true(aq_number_read(&profile, AQ_SLICE("500"), AQ_SLICE("JPY"), &number));
	assert_true(seen_is(number, "500"));
	assert_true(aq_number_read(&profile, AQ_SLICE("500"), AQ_SLICE("BHD"), &number));
	assert_true(seen_is(number, "0.5"));
	assert_false(aq_number_read(&profile, AQ_SLICE("500"), AQ_SLICE(""), &number));
}

static void a_sign_of_one_currency_is_no_other(void **state)
{
	struct table_profile profile = style('.', ',');
	struct aq_slice euro = AQ_SLICE("€");
	struct aq_decimal number;

	(void)state;
	assert_true(aq_number_read(&profile, AQ_SLICE("€ 5.00"), AQ_SLICE("EUR"), &number));
	assert_true(aq_number_read(&profile, AQ_SLICE("5.00 €"), AQ_SLICE(""), &number));
	assert_true(aq_number_read(&profile, AQ_SLICE("$5.00"), AQ_SLICE("SGD"), &number));
	assert_false(aq_number_read(&profile, AQ_SLICE("€ 5.00"), AQ_SLICE("USD"), &number));
	assert_false(aq_number_read(&profile, AQ_SLICE("-5.00 €"), AQ_SLICE("CHF"), &number));
	profile.symbols = &euro;
	profile.symbol_count = 1;
	assert_true(aq_number_read(&profile, AQ_SLICE("-5.00 €"), AQ_SLICE("CHF"), &number));
}

static void what_is_no_number_is_refused(void **state)
{
	struct table_profile profile = style('.', ',');
	char longer[200];

	(void)state;
	refuses(&profile, "");
	refuses(&profile, "-");
	refuses(&profile, "()");
	refuses(&profile, "1e5");
	refuses(&profile, "4O.00");
	refuses(&profile, "12..34");
	refuses(&profile, "$");
	refuses(&profile, "1.00 (refunded)");
	memset(longer, '1', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	refuses(&profile, longer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_before_and_behind_and_brackets_are_read),
		cmocka_unit_test(a_dash_in_the_place_of_cents_is_no_sign),
		cmocka_unit_test(two_signs_are_refused),
		cmocka_unit_test(a_sign_of_one_currency_is_no_other),
		cmocka_unit_test(a_code_must_be_the_rows_currency),
		cmocka_unit_test(group_marks_stand_every_three_digits_or_not_at_all),
		cmocka_unit_test(minor_units_follow_the_profile_or_the_currency),
		cmocka_unit_test(what_is_no_number_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
