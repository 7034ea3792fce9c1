/*
 * test_utf8.c - Unicode is checked, walked and folded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/utf8.h"

static struct aq_arena *arena;

static void expect_fold(struct aq_slice text, const char *expected)
{
	struct aq_slice folded = aq_utf8_fold(arena, text);

	assert_string_equal(folded.start, expected);
	assert_true(aq_slice_is(aq_utf8_fold(arena, folded), expected));
}

static void malformed_text_is_valid_up_to_its_fault(void **state)
{
	static const struct {
		struct aq_slice text;
		size_t valid;
	} cases[] = {
		{{"", 0}, 0},
		{{"abcdefghijk", 11}, 11},
		{{"abcdefgh\0", 9}, 8},
		{{"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x92\xB6", 9}, 9},
		{{"a\xC0\x80", 3}, 1}, /* overlong */
		{{"a\xE0\x80\x80", 4}, 1}, /* overlong */
		{{"a\xED\xA0\x80", 4}, 1}, /* surrogate */
		{{"a\xF4\x90\x80\x80", 5}, 1}, /* past the last */
		{{"a\xF0\x8F\xBF\xBF", 5}, 1}, /* overlong */
		{{"a\xF5\x80\x80\x80", 5}, 1},
		{{"ab\xE2\x82", 4}, 2}, /* cut off */
		{{"\x80", 1}, 0},
		{{"\xEF\xBF\xBF\xF4\x8F\xBF\xBF", 7}, 7},
	};

	(void)state;
	for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++)
		assert_int_equal(aq_utf8_valid_bytes(cases[index].text), cases[index].valid);
}

static void every_code_point_comes_back_as_it_was_put(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	for (uint32_t point = 1; point <= 0x10FFFF; point++) {
		struct aq_slice text;

		if (point >= 0xD800 && point <= 0xDFFF)
			continue;
		aq_buffer_clear(&buffer);
		aq_utf8_put(&buffer, point);
		text = aq_buffer_slice(&buffer);
		if (aq_utf8_valid_bytes(text) != text.length || aq_utf8_next(&text) != point ||
		    text.length != 0)
			fail_msg("U+%04X does not come back", point);
	}
	assert_int_equal(aq_utf8_next(&(struct aq_slice){NULL, 0}), 0);
	aq_buffer_free(&buffer);
}

static void malformed_bytes_are_walked_one_by_one(void **state)
{
	struct aq_slice rest = AQ_SLICE("\xE2\x82x");

	(void)state;
	assert_int_equal(aq_utf8_next(&rest), 0xFFFD);
	assert_int_equal(aq_utf8_next(&rest), 0xFFFD);
	assert_int_equal(aq_utf8_next(&rest), 'x');
	assert_int_equal(aq_utf8_next(&rest), 0);
}

static void texts_that_read_alike_fold_alike(void **state)
{
	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	expect_fold(AQ_SLICE(""), "");
	expect_fold(AQ_SLICE("ACME Ltd. 42"), "acme ltd. 42");
	expect_fold(AQ_SLICE("M\xC3\x9CLLER"), "m\xC3\xBCller");
	expect_fold(AQ_SLICE("MU\xCC\x88LLER"), "m\xC3\xBCller");
	expect_fold(AQ_SLICE("Stra\xC3\x9F"
			     "e"),
		    "strasse");
	expect_fold(AQ_SLICE("\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x91"), "ab1"); /* full width */
	expect_fold(AQ_SLICE("\xEF\xAC\x81"), "fi"); /* ligature */
	expect_fold(AQ_SLICE("\xD0\x98\xD0\x92\xD0\x90\xD0\x9D"),
		    "\xD0\xB8\xD0\xB2\xD0\xB0\xD0\xBD");
	expect_fold(AQ_SLICE("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "\xED\x95\x9C"); /* Hangul */
	/* Marks in another order are the same letter. */
	expect_fold(AQ_SLICE("a\xCC\x81\xCC\xA3"), "\xE1\xBA\xA1\xCC\x81");
	expect_fold(AQ_SLICE("a\xCC\xA3\xCC\x81"), "\xE1\xBA\xA1\xCC\x81");
	expect_fold(AQ_SLICE("\xFF"
			     "A\xC3"),
		    "\xEF\xBF\xBD"
		    "a\xEF\xBF\xBD");
	aq_arena_free(arena);
}

static void a_long_text_folds_like_a_short_one(void **state)
{
	struct aq_buffer text;
	struct aq_buffer expected;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	aq_buffer_init(&text, 0);
	aq_buffer_init(&expected, 0);
	for (int count = 0; count < 3000; count++) {
		aq_buffer_add_text(&text, "\xEF\xB7\xBA\xC3\x84"); /* decomposes into eighteen */
		aq_buffer_add(&expected, aq_utf8_fold(arena, AQ_SLICE("\xEF\xB7\xBA\xC3\x84")));
	}
	assert_true(aq_slice_equals(aq_utf8_fold(arena, aq_buffer_slice(&text)),
				    aq_buffer_slice(&expected)));
	aq_buffer_free(&text);
	aq_buffer_free(&expected);
	aq_arena_free(arena);
}

static void digits_of_every_script_have_their_value(void **state)
{
	(void)state;
	assert_int_equal(aq_utf8_digit('7'), 7);
	assert_int_equal(aq_utf8_digit('a'), -1);
	assert_int_equal(aq_utf8_digit(0x0660), 0); /* Arabic-Indic */
	assert_int_equal(aq_utf8_digit(0x0669), 9);
	assert_int_equal(aq_utf8_digit(0x096B), 5); /* Devanagari */
	assert_int_equal(aq_utf8_digit(0xFF19), 9); /* full width */
	assert_int_equal(aq_utf8_digit(0x1D7CE), 0); /* mathematical */
	assert_int_equal(aq_utf8_digit(0x1D7FF), 9);
	assert_int_equal(aq_utf8_digit(0x00BD), -1); /* one half */
	assert_int_equal(aq_utf8_digit(0x110000), -1);
}

static void spaces_dashes_and_letters_are_known(void **state)
{
	(void)state;
	assert_true(aq_utf8_is_space(' ') && aq_utf8_is_space(0xA0) && aq_utf8_is_space(0x202F) &&
		    aq_utf8_is_space(0x3000) && aq_utf8_is_space('\t') && aq_utf8_is_space(0x200B));
	assert_false(aq_utf8_is_space('x'));
	assert_true(aq_utf8_is_dash('-') && aq_utf8_is_dash(0x2013) && aq_utf8_is_dash(0x2212) &&
		    aq_utf8_is_dash(0xAD) && aq_utf8_is_dash(0xFF0D));
	assert_false(aq_utf8_is_dash('_'));
	assert_true(aq_utf8_is_alphanumeric('z') && aq_utf8_is_alphanumeric(0xE9) &&
		    aq_utf8_is_alphanumeric(0x4E2D) && aq_utf8_is_alphanumeric(0x0663));
	assert_false(aq_utf8_is_alphanumeric('-') || aq_utf8_is_alphanumeric(0x20AC));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_text_is_valid_up_to_its_fault),
		cmocka_unit_test(every_code_point_comes_back_as_it_was_put),
		cmocka_unit_test(malformed_bytes_are_walked_one_by_one),
		cmocka_unit_test(texts_that_read_alike_fold_alike),
		cmocka_unit_test(a_long_text_folds_like_a_short_one),
		cmocka_unit_test(digits_of_every_script_have_their_value),
		cmocka_unit_test(spaces_dashes_and_letters_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
