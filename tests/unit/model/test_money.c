/*
 * test_money.c - money keeps its currency and never overflows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/money.h"

#define USD 840
#define EUR 978
#define VND 704
#define BHD 48

static struct aq_decimal plain(const char *text)
{
	struct aq_decimal number;

	assert_true(aq_decimal_parse_plain(aq_slice_of(text), &number));
	return number;
}

static void expect_print(struct aq_money money, const char *expected)
{
	char text[AQ_MONEY_TEXT_BYTES];

	assert_int_equal(aq_money_print(money, text), strlen(expected));
	assert_string_equal(text, expected);
}

static void adding_two_currencies_is_refused(void **state)
{
	struct aq_money sum = {5, EUR};

	(void)state;
	assert_false(aq_money_add((struct aq_money){1, USD}, (struct aq_money){1, EUR}, &sum));
	assert_false(aq_money_subtract((struct aq_money){1, USD}, (struct aq_money){1, EUR}, &sum));
	assert_int_equal(sum.minor, 5);
}

static void a_sum_that_overflows_is_refused_and_leaves_no_trace(void **state)
{
	struct aq_money sum = {5, USD};
	int64_t minor = 5;

	(void)state;
	assert_false(
		aq_money_add((struct aq_money){INT64_MAX, USD}, (struct aq_money){1, USD}, &sum));
	assert_false(aq_money_subtract((struct aq_money){INT64_MIN, USD}, (struct aq_money){1, USD},
				       &sum));
	assert_false(aq_minor_add(INT64_MIN, -1, &minor));
	assert_int_equal(sum.minor, 5);
	assert_int_equal(minor, 5);
	assert_true(aq_money_add((struct aq_money){INT64_MAX, USD},
				 (struct aq_money){INT64_MIN, USD}, &sum));
	assert_int_equal(sum.minor, -1);
}

static void only_exact_decimals_become_money(void **state)
{
	struct aq_money money = {9, USD};

	(void)state;
	assert_true(aq_money_from_decimal(plain("12.5"), USD, &money));
	assert_int_equal(money.minor, 1250);
	assert_true(aq_money_from_decimal(plain("-12.500000"), USD, &money));
	assert_int_equal(money.minor, -1250);
	assert_true(aq_money_from_decimal(plain("1000"), VND, &money));
	assert_int_equal(money.minor, 1000);
	assert_true(aq_money_from_decimal(plain("1.234"), BHD, &money));
	assert_int_equal(money.minor, 1234);
	assert_false(aq_money_from_decimal(plain("12.505"), USD, &money));
	assert_false(aq_money_from_decimal(plain("0.5"), VND, &money));
	assert_int_equal(money.minor, 1234);
}

static void an_absent_decimal_or_currency_is_no_money(void **state)
{
	struct aq_money money = {9, USD};
	bool exact;

	(void)state;
	assert_false(aq_money_from_decimal((struct aq_decimal){0}, USD, &money));
	assert_false(aq_money_from_decimal(plain("1"), AQ_CURRENCY_NONE, &money));
	assert_false(aq_money_round((struct aq_decimal){0}, USD, &money, &exact));
	assert_int_equal(money.minor, 9);
}

static void money_fits_sixty_four_bits_or_is_refused(void **state)
{
	struct aq_money money;
	bool exact;

	(void)state;
	assert_true(aq_money_from_decimal(plain("92233720368547758.07"), USD, &money));
	assert_true(money.minor == INT64_MAX);
	assert_true(aq_money_from_decimal(plain("-92233720368547758.08"), USD, &money));
	assert_true(money.minor == INT64_MIN);
	assert_false(aq_money_from_decimal(plain("92233720368547758.08"), USD, &money));
	assert_false(aq_money_from_decimal(plain("999999999999999999999999999999"), USD, &money));
	assert_true(aq_money_from_decimal(plain("92233720368547758.070000000000"), USD, &money));
	assert_true(money.minor == INT64_MAX);
	assert_false(aq_money_round(plain("92233720368547758.075"), USD, &money, &exact));
}

static void rounding_is_half_away_from_zero_and_is_told(void **state)
{
	static const struct {
		const char *text;
		int64_t minor;
		bool exact;
	} cases[] = {
		{"1.005", 101, false},	 {"1.0049999", 100, false},
		{"-1.005", -101, false}, {"-1.0049999", -100, false},
		{"1.01", 101, true},	 {"0.005", 1, false},
		{"-0.004", 0, false},	 {"1.00000000", 100, true},
		{"7", 700, true},	 {"92233720368547758.065000000000", INT64_MAX, false},
	};

	(void)state;
	for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
		struct aq_money money;
		bool exact;

		assert_true(aq_money_round(plain(cases[index].text), USD, &money, &exact));
		assert_int_equal(money.minor, cases[index].minor);
		assert_int_equal(exact, cases[index].exact);
	}
}

static void money_is_printed_with_its_currencys_digits(void **state)
{
	(void)state;
	expect_print((struct aq_money){0, USD}, "0.00");
	expect_print((struct aq_money){5, USD}, "0.05");
	expect_print((struct aq_money){-5, USD}, "-0.05");
	expect_print((struct aq_money){-123456, USD}, "-1234.56");
	expect_print((struct aq_money){1000000, VND}, "1000000");
	expect_print((struct aq_money){1, BHD}, "0.001");
	expect_print((struct aq_money){INT64_MIN, USD}, "-92233720368547758.08");
	expect_print((struct aq_money){INT64_MAX, VND}, "9223372036854775807");
	expect_print((struct aq_money){INT64_MIN, 990}, "-922337203685477.5808");
}

static void money_and_decimal_are_the_same_value(void **state)
{
	struct aq_money money;

	(void)state;
	assert_true(aq_money_from_decimal(aq_money_to_decimal((struct aq_money){-12345, BHD}), BHD,
					  &money));
	assert_int_equal(money.minor, -12345);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adding_two_currencies_is_refused),
		cmocka_unit_test(a_sum_that_overflows_is_refused_and_leaves_no_trace),
		cmocka_unit_test(only_exact_decimals_become_money),
		cmocka_unit_test(an_absent_decimal_or_currency_is_no_money),
		cmocka_unit_test(money_fits_sixty_four_bits_or_is_refused),
		cmocka_unit_test(rounding_is_half_away_from_zero_and_is_told),
		cmocka_unit_test(money_is_printed_with_its_currencys_digits),
		cmocka_unit_test(money_and_decimal_are_the_same_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
