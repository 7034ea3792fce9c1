/*
 * test_buffer.c - buffers grow to their bound and remember a failure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/buffer.h"

static void numbers_are_written_to_the_last_digit(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	aq_buffer_add_u64(&buffer, 0);
	aq_buffer_add_byte(&buffer, ' ');
	aq_buffer_add_u64(&buffer, UINT64_MAX);
	aq_buffer_add_byte(&buffer, ' ');
	aq_buffer_add_i64(&buffer, INT64_MIN);
	aq_buffer_add_byte(&buffer, ' ');
	aq_buffer_add_i64(&buffer, 1005);
	aq_buffer_print(&buffer, " %s", "end");
	assert_true(aq_slice_is(aq_buffer_slice(&buffer),
				"0 18446744073709551615 -9223372036854775808 1005 end"));
	assert_false(aq_buffer_failed(&buffer));
	aq_buffer_free(&buffer);
}

static void the_bound_is_exact_and_the_failure_sticks(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 5);
	aq_buffer_add_text(&buffer, "12345");
	assert_false(aq_buffer_failed(&buffer));
	aq_buffer_add_byte(&buffer, '6');
	assert_true(aq_buffer_failed(&buffer));
	aq_buffer_add_text(&buffer, "");
	assert_true(aq_slice_is(aq_buffer_slice(&buffer), "12345"));
	aq_buffer_clear(&buffer);
	assert_false(aq_buffer_failed(&buffer));
	aq_buffer_add_text(&buffer, "123456");
	assert_true(aq_buffer_failed(&buffer));
	aq_buffer_add_text(&buffer, "1");
	assert_int_equal(aq_buffer_slice(&buffer).length, 0);
	aq_buffer_free(&buffer);
}

static void printing_fills_a_buffer_to_its_last_byte(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	for (int width = 0; width < 600; width++) {
		aq_buffer_init(&buffer, 600);
		aq_buffer_print(&buffer, "%*s", width, "");
		aq_buffer_print(&buffer, "%*s", 600 - width, "x");
		assert_false(aq_buffer_failed(&buffer));
		assert_int_equal(buffer.length, 600);
		assert_int_equal(buffer.start[599], 'x');
		aq_buffer_print(&buffer, "y");
		assert_true(aq_buffer_failed(&buffer));
		aq_buffer_free(&buffer);
	}
}

static void hashed_parts_are_big_endian_with_their_length(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	aq_buffer_add_be32(&buffer, 0x01020304u);
	aq_buffer_add_be64(&buffer, 0x05060708090A0B0Cu);
	aq_buffer_add_field(&buffer, AQ_SLICE("xy"));
	aq_buffer_add_field(&buffer, (struct aq_slice){NULL, 0});
	assert_int_equal(buffer.length, 22);
	assert_memory_equal(buffer.start, "\1\2\3\4\5\6\7\x8\x9\xA\xB\xC\0\0\0\2xy\0\0\0\0", 22);
	aq_buffer_free(&buffer);
}

static void an_unused_buffer_is_an_empty_text(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	assert_true(aq_slice_is(aq_buffer_slice(&buffer), ""));
	assert_non_null(aq_buffer_slice(&buffer).start);
	aq_buffer_free(&buffer);
	aq_buffer_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_to_the_last_digit),
		cmocka_unit_test(the_bound_is_exact_and_the_failure_sticks),
		cmocka_unit_test(printing_fills_a_buffer_to_its_last_byte),
		cmocka_unit_test(hashed_parts_are_big_endian_with_their_length),
		cmocka_unit_test(an_unused_buffer_is_an_empty_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
