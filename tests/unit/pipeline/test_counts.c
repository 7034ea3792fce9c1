/*
 * test_counts.c - counting keys, and forgetting what a refused unit counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/counts.h"

static void every_key_is_counted_through_growth(void **state)
{
	struct aq_error err;
	struct counts *counts = NULL;
	uint32_t count = 0;
	uint64_t key;

	(void)state;
	assert_int_equal(counts_new(&counts, &err), AQ_OK);
	for (key = 0; key < 5000; key++)
		assert_int_equal(counts_add(counts, key * 0x10001, &count, &err), AQ_OK);
	for (key = 0; key < 5000; key++)
		assert_int_equal(counts_of(counts, key * 0x10001), 1);
	assert_int_equal(counts_add(counts, 0, &count, &err), AQ_OK);
	assert_int_equal(count, 2);
	assert_int_equal(counts_of(counts, 12345678901), 0);
	counts_free(counts);
}

static void a_key_taken_off_can_be_counted_again(void **state)
{
	struct aq_error err;
	struct counts *counts = NULL;
	uint32_t count = 0;

	(void)state;
	assert_int_equal(counts_new(&counts, &err), AQ_OK);
	assert_int_equal(counts_add(counts, 7, &count, &err), AQ_OK);
	counts_take(counts, 7);
	counts_take(counts, 7);
	assert_int_equal(counts_of(counts, 7), 0);
	assert_int_equal(counts_add(counts, 7, &count, &err), AQ_OK);
	assert_int_equal(count, 1);
	counts_clear(counts);
	assert_int_equal(counts_of(counts, 7), 0);
	counts_free(counts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_counted_through_growth),
		cmocka_unit_test(a_key_taken_off_can_be_counted_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
