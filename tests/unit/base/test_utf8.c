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

#define LETTERS_END 0x2080 /* below it letters are folded one by one where they can be */

/* Beside a letter of Han, which stays as it is and joins nothing, all of a text is
 * folded at once. */
static void expect_fold_at_once(const struct aq_buffer *letters)
{
	struct aq_slice text = aq_buffer_slice(letters);
	struct aq_slice folded = aq_utf8_fold(arena, text);
	struct aq_slice at_once;
	struct aq_buffer beside;

	aq_buffer_init(&beside, 0);
	aq_buffer_add(&beside, text);
	aq_utf8_put(&beside, 0x4E2D);
	at_once = aq_utf8_fold(arena, aq_buffer_slice(&beside));
	if (at_once.length != folded.length + 3 ||
	    memcmp(at_once.start, folded.start, folded.length) != 0)
		fail_msg("'%.*s' folds to '%.*s' and '%.*s'", AQ_SLICE_ARGS(text),
			 AQ_SLICE_ARGS(folded), AQ_SLICE_ARGS(at_once));
	aq_buffer_free(&beside);
}

static void letters_fold_one_by_one_as_they_do_at_once(void **state)
{
	/* With marks and letters that come apart, join or change places. */
	static const uint32_t besides[] = {
		'a',	'A',	' ',	0x00C4, 0x00DF, 0x00E6, 0x0130, 0x0131, 0x0300, 0x0301,
		0x0323, 0x0327, 0x0338, 0x0345, 0x034F, 0x03B1, 0x03C2, 0x0419, 0x0438, 0x0483,
		0x0587, 0x0627, 0x0653, 0x09C7, 0x09BE, 0x0E33, 0x0E38, 0x0EB3, 0x1025, 0x102E,
		0x1100, 0x1161, 0x11A8, 0x1780, 0x17B6, 0x17D2, 0x17DD, 0x1B06, 0x1B35, 0x1E0B,
		0x1EBF, 0x1EC7, 0x1F80, 0x1FBC, 0x1FFD, 0x2018, 0x2026, 0x2057,
	};
	struct aq_buffer text;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	aq_buffer_init(&text, 0);
	for (uint32_t point = 1; point < LETTERS_END; point++) {
		for (size_t at = 0; at < sizeof(besides) / sizeof(besides[0]); at++) {
			aq_buffer_clear(&text);
			aq_utf8_put(&text, besides[at]);
			aq_utf8_put(&text, point);
			aq_utf8_put(&text, besides[at]);
			expect_fold_at_once(&text);
		}
		aq_arena_reset(arena);
	}
	aq_buffer_free(&text);
	aq_arena_free(arena);
}

/* Names of one to twenty letters, of all scripts or near each other in one. */
static void made_up_names_fold_one_by_one_as_they_do_at_once(void **state)
{
	static const uint32_t scripts[] = {0x40, 0xC0, 0x0400, 0x1780, 0x1EA0, 0x0300};
	struct aq_buffer text;
	uint64_t random = 88172645463325252u;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	aq_buffer_init(&text, 0);
	for (size_t count = 0; count < 100000; count++) {
		aq_buffer_clear(&text);
		for (size_t at = 0; at <= count % 20; at++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			if (count % 3 == 0)
				aq_utf8_put(&text,
					    1 + (uint32_t)(random >> 33) % (LETTERS_END - 1));
			else
				aq_utf8_put(&text,
					    scripts[(random >> 50) % (count % 3 == 1 ? 5 : 6)] +
						    (uint32_t)(random >> 40) % 64);
		}
		expect_fold_at_once(&text);
		aq_arena_reset(arena);
	}
	aq_buffer_free(&text);
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
		cmocka_unit_test(letters_fold_one_by_one_as_they_do_at_once),
		cmocka_unit_test(made_up_names_fold_one_by_one_as_they_do_at_once),
		cmocka_unit_test(digits_of_every_script_have_their_value),
		cmocka_unit_test(spaces_dashes_and_letters_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
