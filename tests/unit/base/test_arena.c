/*
 * test_arena.c - arenas hand out aligned, zeroed memory within a bound.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	struct aq_arena *arena = NULL;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	for (int round = 0; round < 2; round++) {
		for (size_t bytes = 0; bytes < 300; bytes++) {
			char *taken = aq_arena_take(arena, bytes);

			assert_non_null(taken);
			assert_int_equal((uintptr_t)taken % _Alignof(max_align_t), 0);
			for (size_t index = 0; index < bytes; index++)
				assert_int_equal(taken[index], 0);
			memset(taken, 0xAA, bytes);
			aq_arena_copy(arena, AQ_SLICE("x"));
		}
		aq_arena_reset(arena);
	}
	aq_arena_free(arena);
}

static void large_things_get_blocks_of_their_own(void **state)
{
	struct aq_arena *arena = NULL;
	char *small;
	char *large;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	small = aq_arena_take(arena, 10);
	memset(small, 1, 10);
	large = aq_arena_take(arena, 10000000);
	assert_non_null(large);
	memset(large, 2, 10000000);
	assert_int_equal(small[9], 1);
	assert_int_equal(aq_arena_used(arena), 10000010);
	aq_arena_reset(arena);
	assert_int_equal(aq_arena_used(arena), 0);
	aq_arena_free(arena);
}

static void memory_that_a_reset_kept_is_handed_out_again_zeroed(void **state)
{
	static const size_t sizes[] = {100, 20000, 3000000, 50, 70000000, 200, 9000000};
	struct aq_arena *arena = NULL;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	for (int round = 0; round < 3; round++) {
		size_t used = 0;

		for (size_t at = 0; at < sizeof(sizes) / sizeof(sizes[0]); at++) {
			char *taken = aq_arena_take(arena, sizes[at]);

			assert_non_null(taken);
			assert_int_equal(taken[0], 0);
			assert_int_equal(memcmp(taken, taken + 1, sizes[at] - 1), 0);
			memset(taken, 0xAA, sizes[at]);
			used += sizes[at];
		}
		assert_int_equal(aq_arena_used(arena), used);
		aq_arena_reset(arena);
	}
	aq_arena_free(arena);
}

static void the_bound_is_kept_and_given_back_by_a_reset(void **state)
{
	struct aq_arena *arena = NULL;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 100, NULL), AQ_OK);
	assert_non_null(aq_arena_take(arena, 60));
	assert_null(aq_arena_take(arena, 60));
	assert_non_null(aq_arena_take(arena, 40));
	assert_null(aq_arena_take(arena, 1));
	assert_true(aq_slice_is_empty(aq_arena_copy(arena, AQ_SLICE("text"))));
	aq_arena_reset(arena);
	assert_non_null(aq_arena_take(arena, 100));
	aq_arena_free(arena);
}

static void a_count_that_overflows_is_refused(void **state)
{
	struct aq_arena *arena = NULL;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_null(aq_arena_take_many(arena, SIZE_MAX / 2, 3));
	assert_null(aq_arena_take(arena, SIZE_MAX - 8));
	assert_non_null(aq_arena_take_many(arena, 3, 7));
	aq_arena_free(arena);
}

static void copies_end_with_a_nul_that_is_not_counted(void **state)
{
	struct aq_arena *arena = NULL;
	struct aq_slice copy;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	copy = aq_arena_copy(arena, (struct aq_slice){"abcdef", 3});
	assert_int_equal(copy.length, 3);
	assert_string_equal(copy.start, "abc");
	copy = aq_arena_print(arena, "%s-%d", "INV", 7);
	assert_string_equal(copy.start, "INV-7");
	assert_int_equal(copy.length, 5);
	assert_non_null(aq_arena_copy(arena, (struct aq_slice){NULL, 0}).start);
	aq_arena_free(arena);
	aq_arena_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(large_things_get_blocks_of_their_own),
		cmocka_unit_test(memory_that_a_reset_kept_is_handed_out_again_zeroed),
		cmocka_unit_test(the_bound_is_kept_and_given_back_by_a_reset),
		cmocka_unit_test(a_count_that_overflows_is_refused),
		cmocka_unit_test(copies_end_with_a_nul_that_is_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
