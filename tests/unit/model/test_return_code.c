/*
 * test_return_code.c - reasons of returns, their groups and their windows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/return_code.h"

static struct aq_date day(const char *text)
{
	struct aq_date date = AQ_DATE_NONE;

	assert_true(aq_date_parse(aq_slice_of(text), &date));
	return date;
}

static void every_reason_can_be_found_and_no_other(void **state)
{
	size_t found = 0;

	(void)state;
	for (int letter = 0; letter < 2; letter++) {
		for (int number = 0; number < 100; number++) {
			char code[8];

			(void)snprintf(code, sizeof(code), "%c%02d", letter ? 'C' : 'R', number);
			found += aq_return_meaning(aq_slice_of(code)) != NULL;
		}
	}
	assert_int_equal(found, 75 + 23);
	assert_null(aq_return_meaning(AQ_SLICE("R97")));
	assert_null(aq_return_meaning(AQ_SLICE("R1")));
	assert_string_equal(aq_return_meaning(AQ_SLICE("R01")), "not enough money");
	assert_string_equal(aq_return_meaning(AQ_SLICE("C01")), "account number wrong");
}

static void a_reason_outside_the_rules_still_has_a_group(void **state)
{
	(void)state;
	assert_int_equal(aq_return_group_of(AQ_SLICE("R10")), AQ_RETURN_UNAUTHORISED);
	assert_int_equal(aq_return_group_of(AQ_SLICE("R02")), AQ_RETURN_ADMINISTRATIVE);
	assert_int_equal(aq_return_group_of(AQ_SLICE("R97")), AQ_RETURN_OTHER);
	assert_int_equal(aq_return_group_of(AQ_SLICE("R68")), AQ_RETURN_DISHONORED);
	assert_int_equal(aq_return_group_of(AQ_SLICE("R71")), AQ_RETURN_CONTESTED);
	assert_int_equal(aq_return_group_of(AQ_SLICE("C92")), AQ_RETURN_CHANGE);
	assert_int_equal(aq_return_group_of(AQ_SLICE("X01")), AQ_RETURN_NONE);
	assert_int_equal(aq_return_group_of(AQ_SLICE("R1A")), AQ_RETURN_NONE);
	assert_int_equal(aq_return_group_of(AQ_SLICE("")), AQ_RETURN_NONE);
}

static void a_return_is_late_when_its_window_has_surely_passed(void **state)
{
	(void)state;
	assert_false(aq_return_is_late(AQ_SLICE("R01"), day("2026-03-02"), day("2026-03-04")));
	assert_false(aq_return_is_late(AQ_SLICE("R01"), day("2026-03-02"), day("2026-03-09")));
	assert_true(aq_return_is_late(AQ_SLICE("R01"), day("2026-03-02"), day("2026-03-10")));
	assert_false(aq_return_is_late(AQ_SLICE("R10"), day("2026-03-02"), day("2026-05-01")));
	assert_true(aq_return_is_late(AQ_SLICE("R10"), day("2026-03-02"), day("2026-05-15")));
	assert_false(aq_return_is_late(AQ_SLICE("R31"), day("2026-03-02"), day("2026-12-01")));
	assert_false(aq_return_is_late(AQ_SLICE("R01"), AQ_DATE_NONE, day("2026-12-01")));
}

static void a_rule_names_the_reason_a_bank_would_use(void **state)
{
	(void)state;
	assert_string_equal(aq_code_return(AQ_NACHA_CHECK_DIGIT), "R28");
	assert_string_equal(aq_code_return(AQ_NACHA_AMOUNT_TEXT), "R19");
	assert_string_equal(aq_code_return(AQ_NACHA_FILL), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reason_can_be_found_and_no_other),
		cmocka_unit_test(a_reason_outside_the_rules_still_has_a_group),
		cmocka_unit_test(a_return_is_late_when_its_window_has_surely_passed),
		cmocka_unit_test(a_rule_names_the_reason_a_bank_would_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
