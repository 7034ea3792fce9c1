/*
 * test_sorted.c - a row is found by the number in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "acquit/sorted.h"

struct row {
	char name;
	uint64_t number;
};

static const struct row rows[] = {{'a', 2}, {'b', 5}, {'c', 5}, {'d', UINT64_MAX}};

#define SORTED AQ_SORTED(rows, sizeof(rows) / sizeof(rows[0]), number)

static void a_row_is_found_by_the_number_in_its_middle(void **state)
{
	const struct row *found = aq_sorted_find(SORTED, UINT64_MAX);

	(void)state;
	assert_ptr_equal(found, &rows[3]);
	assert_ptr_equal(aq_sorted_find(SORTED, 2), &rows[0]);
}

static void the_first_of_equal_rows_is_found(void **state)
{
	(void)state;
	assert_ptr_equal(aq_sorted_find(SORTED, 5), &rows[1]);
}

static void a_number_that_no_row_has_is_not_found(void **state)
{
	(void)state;
	assert_null(aq_sorted_find(SORTED, 0));
	assert_null(aq_sorted_find(SORTED, 4));
	assert_null(aq_sorted_find(AQ_SORTED(rows, 3, number), 6));
}

static void nothing_is_found_in_no_rows(void **state)
{
	const struct aq_sorted none = {.row_bytes = 2 * sizeof(uint64_t),
				       .key_offset = sizeof(uint64_t)};

	(void)state;
	assert_null(aq_sorted_find(none, 0));
	assert_int_equal(aq_sorted_from(none, 7), 0);
}

static void a_search_ends_before_the_first_row_that_is_not_below(void **state)
{
	(void)state;
	assert_int_equal(aq_sorted_from(SORTED, 0), 0);
	assert_int_equal(aq_sorted_from(SORTED, 3), 1);
	assert_int_equal(aq_sorted_from(SORTED, 6), 3);
	assert_int_equal(aq_sorted_from(AQ_SORTED(rows, 3, number), 6), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_found_by_the_number_in_its_middle),
		cmocka_unit_test(the_first_of_equal_rows_is_found),
		cmocka_unit_test(a_number_that_no_row_has_is_not_found),
		cmocka_unit_test(nothing_is_found_in_no_rows),
		cmocka_unit_test(a_search_ends_before_the_first_row_that_is_not_below),
	};

	return cmocka_run_group_tests_name("sorted", tests, NULL, NULL);
}
