/*
 * test_demote.c - when persons took off more of what a rule applied than chance explains.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "acquit/match.h"

static bool is_under(uint64_t applied, uint64_t undone, unsigned hundredths)
{
	return aq_rule_is_under(applied, undone, (struct aq_percent){hundredths});
}

static void few_that_were_undone_say_nothing(void **state)
{
	(void)state;
	assert_false(is_under(0, 0, 9900));
	assert_false(is_under(1, 1, 9900));
	assert_false(is_under(2, 2, 9900));
	assert_false(is_under(5, 1, 9900));
	assert_true(is_under(5, 3, 9900));
}

/* The chance of so many or more, where 99 of 100 are right: 1.8 % of four in a
 * hundred, 7.9 % of three; 2.7 % of seventeen in a thousand, 4.9 % of sixteen. */
static void what_chance_explains_demotes_nobody(void **state)
{
	(void)state;
	assert_false(is_under(100, 3, 9900));
	assert_true(is_under(100, 4, 9900));
	assert_false(is_under(1000, 16, 9900));
	assert_true(is_under(1000, 17, 9900));
	assert_false(is_under(1000000, 10199, 9900));
	assert_true(is_under(1000000, 10200, 9900));
}

static void a_limit_of_none_and_of_all_are_taken_at_their_word(void **state)
{
	(void)state;
	assert_false(is_under(10, 10, 0));
	assert_false(is_under(1000000, 2, 10000));
	assert_true(is_under(1000000, 3, 10000));
}

static void the_largest_counts_do_not_run_over(void **state)
{
	(void)state;
	assert_false(is_under(AQ_RULE_APPLIED_MAX, AQ_RULE_APPLIED_MAX / 100, 9900));
	assert_true(is_under(AQ_RULE_APPLIED_MAX, AQ_RULE_APPLIED_MAX / 50, 9900));
	assert_true(is_under(AQ_RULE_APPLIED_MAX, AQ_RULE_APPLIED_MAX, 1));
	assert_false(is_under(UINT64_MAX, UINT64_MAX, 9900));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_that_were_undone_say_nothing),
		cmocka_unit_test(what_chance_explains_demotes_nobody),
		cmocka_unit_test(a_limit_of_none_and_of_all_are_taken_at_their_word),
		cmocka_unit_test(the_largest_counts_do_not_run_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
