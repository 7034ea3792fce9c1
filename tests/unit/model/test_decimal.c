/*
 * test_decimal.c - decimals are exact, and what is none is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "acquit/decimal.h"

static void expect_print(struct aq_decimal number, uint8_t digits_min, const char *expected)
{
	char text[AQ_DECIMAL_TEXT_BYTES];
	size_t bytes = aq_decimal_print(number, digits_min, text);

	assert_string_equal(text, expected);
	assert_int_equal(bytes, strlen(expected));
}

static struct aq_decimal plain(const char *text)
{
	struct aq_decimal number = {0};

	assert_true(aq_decimal_parse_plain(aq_slice_of(text), &number));
	assert_true(number.is_present);
	return number;
}

static void plain_numbers_are_those_of_xml_schema(void **state)
{
	static const char *const refused[] = {"",   "-",   ".",	    "+.",  "1e3", "1,5", " 1",
					      "1 ", "--1", "1.2.3", "0x1", "NaN", "1.-2"};
	struct aq_decimal number = aq_decimal_of(7, 0);

	(void)state;
	expect_print(plain("1234.50"), 0, "1234.5");
	expect_print(plain("1234.50"), 2, "1234.50");
	expect_print(plain("-.6"), 0, "-0.6");
	expect_print(plain("+6."), 2, "6.00");
	expect_print(plain("-0.00"), 0, "0");
	expect_print(plain("0000000000000000000000000000000000000000000000012"), 0, "12");
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++)
		assert_false(aq_decimal_parse_plain(aq_slice_of(refused[index]), &number));
	assert_false(aq_decimal_parse_plain((struct aq_slice){NULL, 0}, &number));
	assert_false(aq_decimal_parse_plain(AQ_SLICE("1\0"), &number));
	assert_true(number.units == 7);
}

static void thirty_six_digits_fit_and_no_more(void **state)
{
	struct aq_decimal number;

	(void)state;
	expect_print(plain("999999999999999999999999999999999999"), 0,
		     "999999999999999999999999999999999999");
	expect_print(plain("-999999999999999999999999.999999999999"), 12,
		     "-999999999999999999999999.999999999999");
	expect_print(plain("1000000000000000000000000000000000.25"), 0,
		     "1000000000000000000000000000000000.25");
	assert_false(
		aq_decimal_parse_plain(AQ_SLICE("1999999999999999999999999999999999999"), &number));
	assert_false(aq_decimal_parse_plain(AQ_SLICE("9999999999999999999999999.999999999999"),
					    &number));
	assert_false(aq_decimal_parse_plain(AQ_SLICE("0.1234567890123"), &number));
	expect_print(plain("0.1234567890120000000"), 0, "0.123456789012");
}

static void groups_stand_every_three_digits_or_not_at_all(void **state)
{
	static const struct aq_number_style english = {'.', ',', false};
	static const char *const read[] = {"1,234,567.89", "1234567.89", "001,234,567.89"};
	static const char *const refused[] = {"1,23,456.00", "1,2345",	",123",	    "1,,234",
					      "1,234,56",    "1.234,5", "1234,567", "1,234,",
					      "12.",	     ".5",	"1.5,000",  "1'234"};
	struct aq_decimal number;

	(void)state;
	for (size_t index = 0; index < sizeof(read) / sizeof(read[0]); index++) {
		assert_true(aq_decimal_parse(aq_slice_of(read[index]), &english, &number));
		expect_print(number, 0, "1234567.89");
	}
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++)
		if (aq_decimal_parse(aq_slice_of(refused[index]), &english, &number))
			fail_msg("'%s' was read", refused[index]);
}

static void marks_of_other_countries_are_read(void **state)
{
	static const struct aq_number_style german = {',', '.', false};
	static const struct aq_number_style french = {',', 0x202F, false};
	static const struct aq_number_style swiss = {'.', '\'', true};
	static const struct aq_number_style whole = {0, ',', true};
	static const struct aq_number_style muddled = {',', ',', true};
	struct aq_decimal number;

	(void)state;
	assert_true(aq_decimal_parse(AQ_SLICE("-1.234,56"), &german, &number));
	expect_print(number, 0, "-1234.56");
	assert_true(aq_decimal_parse(AQ_SLICE("12\xE2\x80\xAF"
					      "345,6"),
				     &french, &number));
	expect_print(number, 0, "12345.6");
	assert_false(aq_decimal_parse(AQ_SLICE("12\xC2\xA0"
					       "345,6"),
				      &french, &number));
	assert_false(aq_decimal_parse(AQ_SLICE("12\xE2\x80"), &french, &number));
	assert_true(aq_decimal_parse(AQ_SLICE("1'000'000"), &swiss, &number));
	expect_print(number, 0, "1000000");
	assert_true(aq_decimal_parse(AQ_SLICE("1,000"), &whole, &number));
	assert_false(aq_decimal_parse(AQ_SLICE("1.0"), &whole, &number));
	assert_true(aq_decimal_parse(AQ_SLICE("1,000"), &muddled, &number));
	expect_print(number, 0, "1");
}

static void implied_digits_are_digits_only(void **state)
{
	struct aq_decimal number;

	(void)state;
	assert_true(aq_decimal_parse_implied(AQ_SLICE("0000012345"), 2, &number));
	expect_print(number, 2, "123.45");
	assert_true(aq_decimal_parse_implied(AQ_SLICE("000"), 0, &number));
	assert_true(aq_decimal_is_zero(number));
	assert_false(aq_decimal_parse_implied(AQ_SLICE(""), 2, &number));
	assert_false(aq_decimal_parse_implied(AQ_SLICE("-12"), 2, &number));
	assert_false(aq_decimal_parse_implied(AQ_SLICE("12 "), 2, &number));
	assert_false(aq_decimal_parse_implied(AQ_SLICE("12"), 13, &number));
}

static void sums_are_exact_across_scales(void **state)
{
	struct aq_decimal sum;
	struct aq_decimal absent = {0};

	(void)state;
	assert_true(aq_decimal_add(plain("0.1"), plain("0.02"), &sum));
	expect_print(sum, 0, "0.12");
	assert_true(aq_decimal_subtract(plain("1"), plain("1.000000000001"), &sum));
	expect_print(sum, 0, "-0.000000000001");
	assert_true(aq_decimal_add(absent, plain("-5.5"), &sum));
	expect_print(sum, 0, "-5.5");
	assert_true(sum.is_present);
	expect_print(aq_decimal_absolute(sum), 0, "5.5");
	expect_print(aq_decimal_negate(sum), 0, "5.5");
}

static void a_sum_that_does_not_fit_is_refused(void **state)
{
	struct aq_decimal sum = aq_decimal_of(3, 0);
	struct aq_decimal largest = plain("999999999999999999999999999999999999");

	(void)state;
	assert_false(aq_decimal_add(largest, plain("1"), &sum));
	assert_false(aq_decimal_subtract(aq_decimal_negate(largest), plain("1"), &sum));
	assert_false(aq_decimal_add(largest, plain("0.1"), &sum));
	assert_true(sum.units == 3);
	assert_true(aq_decimal_add(largest, plain("-1"), &sum));
}

static void order_is_by_value_whatever_the_scale(void **state)
{
	struct aq_decimal absent = {0};

	(void)state;
	assert_int_equal(aq_decimal_compare(plain("1.50"), plain("1.5")), 0);
	assert_int_equal(aq_decimal_compare(plain("-1.5"), plain("-1.25")), -1);
	assert_int_equal(aq_decimal_compare(plain("0.5"), plain("-0.25")), 1);
	assert_int_equal(aq_decimal_compare(plain("-0.5"), plain("0")), -1);
	assert_int_equal(aq_decimal_compare(plain("999999999999999999999999999999999999"),
					    plain("0.000000000001")),
			 1);
	assert_int_equal(aq_decimal_compare(absent, plain("0.00")), 0);
	assert_int_equal(aq_decimal_compare(aq_decimal_of(INT64_MIN, 2), plain("0.5")), -1);
}

static void every_small_number_survives_printing_and_reading(void **state)
{
	(void)state;
	for (int64_t units = -20000; units <= 20000; units += 7) {
		for (uint8_t scale = 0; scale <= AQ_DECIMAL_SCALE_MAX; scale++) {
			struct aq_decimal number = aq_decimal_of(units, scale);
			char text[AQ_DECIMAL_TEXT_BYTES];

			aq_decimal_print(number, 3, text);
			assert_int_equal(aq_decimal_compare(plain(text), number), 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_numbers_are_those_of_xml_schema),
		cmocka_unit_test(thirty_six_digits_fit_and_no_more),
		cmocka_unit_test(groups_stand_every_three_digits_or_not_at_all),
		cmocka_unit_test(marks_of_other_countries_are_read),
		cmocka_unit_test(implied_digits_are_digits_only),
		cmocka_unit_test(sums_are_exact_across_scales),
		cmocka_unit_test(a_sum_that_does_not_fit_is_refused),
		cmocka_unit_test(order_is_by_value_whatever_the_scale),
		cmocka_unit_test(every_small_number_survives_printing_and_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
