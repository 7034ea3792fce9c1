/*
 * test_numbers.c - lists of store numbers, sorted and unique.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/numbers.h"

static void sorting_leaves_each_number_once(void **state)
{
	struct numbers numbers = {.count = 0};
	uint64_t index;

	(void)state;
	for (index = 0; index < 3000; index++)
		numbers_add(&numbers, 3000 - index / 2);
	numbers_sort(&numbers);
	assert_int_equal(numbers.count, 1500);
	for (index = 1; index < numbers.count; index++)
		assert_true(numbers.list[index - 1] < numbers.list[index]);
	assert_true(numbers_hold(&numbers, 3000));
	assert_false(numbers_hold(&numbers, 1));
	numbers_free(&numbers);
}

static void large_and_small_numbers_are_sorted(void **state)
{
	struct numbers numbers = {.count = 0};
	uint64_t number = 88172645463325252u;

	(void)state;
	for (size_t count = 0; count < 5000; count++) {
		number = number * 6364136223846793005u + 1442695040888963407u;
		numbers_add(&numbers, number >> (count % 8 * 8));
	}
	numbers_add(&numbers, UINT64_MAX);
	numbers_add(&numbers, 0);
	numbers_sort(&numbers);
	for (size_t at = 1; at < numbers.count; at++)
		assert_true(numbers.list[at - 1] < numbers.list[at]);
	number = 88172645463325252u;
	for (size_t count = 0; count < 5000; count++) {
		number = number * 6364136223846793005u + 1442695040888963407u;
		assert_true(numbers_hold(&numbers, number >> (count % 8 * 8)));
	}
	assert_true(numbers_hold(&numbers, UINT64_MAX));
	assert_true(numbers_hold(&numbers, 0));
	numbers_free(&numbers);
}

static void an_empty_list_holds_nothing(void **state)
{
	struct numbers numbers = {.count = 0};

	(void)state;
	numbers_sort(&numbers);
	assert_false(numbers_hold(&numbers, 0));
	numbers_free(&numbers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorting_leaves_each_number_once),
		cmocka_unit_test(large_and_small_numbers_are_sorted),
		cmocka_unit_test(an_empty_list_holds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
