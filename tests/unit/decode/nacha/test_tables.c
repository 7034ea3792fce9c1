/*
 * test_tables.c - transaction codes, classes and check digits.
 */
#include "decode/nacha/tables.h"
#include "seen.h"

static void the_second_digit_tells_the_side(void **state)
{
	(void)state;
	for (char tens = '2'; tens <= '5'; tens++) {
		for (char ones = '1'; ones <= '9'; ones++) {
			const char code[3] = {tens, ones, '\0'};
			struct nacha_transaction found = nacha_transaction_of(aq_slice_of(code));

			if (found.use == NACHA_USE_UNKNOWN)
				continue;
			assert_int_equal(found.side, ones <= '4' ? NACHA_CREDIT : NACHA_DEBIT);
		}
	}
}

static void codes_that_the_rules_do_not_have_are_unknown(void **state)
{
	static const char *const codes[] = {"00", "20", "25", "30", "35", "45", "57", "58",
					    "59", "61", "80", "89", "99", "2A", "  ", "\xff\xfe"};

	(void)state;
	for (size_t index = 0; index < sizeof(codes) / sizeof(codes[0]); index++)
		assert_int_equal(nacha_transaction_of(aq_slice_of(codes[index])).use,
				 NACHA_USE_UNKNOWN);
}

static void every_class_of_the_rules_is_known(void **state)
{
	static const char *const codes[] = {
		"ACK", "ADV", "ARC", "ATX", "BOC", "CBR", "CCD", "CIE", "COR",
		"CTX", "DNE", "ENR", "IAT", "MTE", "PBR", "POP", "POS", "PPD",
		"RCK", "SHR", "TEL", "TRC", "TRX", "WEB", "XCK",
	};

	(void)state;
	for (size_t index = 0; index < sizeof(codes) / sizeof(codes[0]); index++)
		assert_non_null(nacha_sec_find(aq_slice_of(codes[index])));
	assert_null(nacha_sec_find(AQ_SLICE("PPX")));
	assert_null(nacha_sec_find(AQ_SLICE("")));
}

static void check_digits_are_those_of_real_routing_numbers(void **state)
{
	(void)state;
	assert_int_equal(nacha_check_digit("23138010"), 4);
	assert_int_equal(nacha_check_digit("12104288"), 2);
	assert_int_equal(nacha_check_digit("00000000"), 0);
	assert_int_equal(nacha_check_digit("09140060"), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_digit_tells_the_side),
		cmocka_unit_test(codes_that_the_rules_do_not_have_are_unknown),
		cmocka_unit_test(every_class_of_the_rules_is_known),
		cmocka_unit_test(check_digits_are_those_of_real_routing_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
