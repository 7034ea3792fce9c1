/*
 * test_currency.c - currencies are found by their letters and known by their number.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/money.h"

static void a_currency_is_found_in_any_case(void **state)
{
	(void)state;
	assert_int_equal(aq_currency_find(AQ_SLICE("USD")), 840);
	assert_int_equal(aq_currency_find(AQ_SLICE("usd")), 840);
	assert_int_equal(aq_currency_find(AQ_SLICE("Eur")), 978);
	assert_int_equal(aq_currency_find(AQ_SLICE("ALL")), 8);
}

static void what_is_no_currency_is_none(void **state)
{
	static const char *const refused[] = {"",    "US",  "USDX",	    "XXX", "XTS", "XAU",
					      "US$", "U D", "\xFF\xFF\xFF", "@@@", "[[[", "```"};

	(void)state;
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++)
		assert_int_equal(aq_currency_find(aq_slice_of(refused[index])), AQ_CURRENCY_NONE);
	assert_string_equal(aq_currency_code(AQ_CURRENCY_NONE), "");
	assert_string_equal(aq_currency_code(999), "");
	assert_string_equal(aq_currency_code(65535), "");
	assert_int_equal(aq_currency_digits(65535), 0);
}

static void every_currency_comes_back_by_its_own_letters(void **state)
{
	int count = 0;

	(void)state;
	for (aq_currency number = 1; number < 1000; number++) {
		const char *code = aq_currency_code(number);

		if (code[0] == '\0')
			continue;
		count++;
		assert_int_equal(strlen(code), 3);
		assert_int_equal(aq_currency_find(aq_slice_of(code)), number);
		assert_true(aq_currency_digits(number) <= 4);
	}
	assert_true(count > 190);
}

static void digits_are_those_of_the_standard(void **state)
{
	static const struct {
		const char *code;
		uint8_t digits;
	} cases[] = {{"VND", 0}, {"JPY", 0}, {"KRW", 0}, {"ISK", 0}, {"CLP", 0},
		     {"USD", 2}, {"EUR", 2}, {"HUF", 2}, {"TWD", 2}, {"IDR", 2},
		     {"BHD", 3}, {"KWD", 3}, {"TND", 3}, {"CLF", 4}, {"ITL", 0}};

	(void)state;
	for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++)
		assert_int_equal(
			aq_currency_digits(aq_currency_find(aq_slice_of(cases[index].code))),
			cases[index].digits);
}

static void withdrawn_currencies_are_still_known(void **state)
{
	(void)state;
	assert_int_equal(aq_currency_find(AQ_SLICE("HRK")), 191);
	assert_int_equal(aq_currency_find(AQ_SLICE("RUR")), 810);
	assert_int_equal(aq_currency_find(AQ_SLICE("ANG")), aq_currency_find(AQ_SLICE("XCG")));
	assert_string_equal(aq_currency_code(532), "XCG");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_currency_is_found_in_any_case),
		cmocka_unit_test(what_is_no_currency_is_none),
		cmocka_unit_test(every_currency_comes_back_by_its_own_letters),
		cmocka_unit_test(digits_are_those_of_the_standard),
		cmocka_unit_test(withdrawn_currencies_are_still_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
