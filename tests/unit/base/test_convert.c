/*
 * test_convert.c - encodings become UTF-8, and wrong bytes show.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/utf8.h"

static enum aq_status convert_pieces(const char *encoding, struct aq_slice text, size_t piece_bytes,
				     struct aq_buffer *out, struct aq_error *err)
{
	struct aq_converter *converter = NULL;
	enum aq_status status = aq_converter_new(&converter, encoding, err);

	if (status < AQ_OK)
		return status;
	for (size_t at = 0; at < text.length && status >= AQ_OK; at += piece_bytes) {
		size_t left = text.length - at;

		status = aq_converter_feed(
			converter,
			(struct aq_slice){text.start + at, left < piece_bytes ? left : piece_bytes},
			out, err);
	}
	if (status >= AQ_OK)
		status = aq_converter_finish(converter, out, err);
	aq_converter_free(converter);
	return status;
}

static void expect(const char *encoding, struct aq_slice text, const char *expected)
{
	for (size_t piece_bytes = 1; piece_bytes <= text.length + 1; piece_bytes++) {
		struct aq_buffer out;

		aq_buffer_init(&out, 0);
		assert_int_equal(convert_pieces(encoding, text, piece_bytes, &out, NULL), AQ_OK);
		assert_true(aq_slice_is(aq_buffer_slice(&out), expected));
		aq_buffer_free(&out);
	}
}

static void expect_fault(const char *encoding, struct aq_slice text, uint32_t offset)
{
	for (size_t piece_bytes = 1; piece_bytes <= text.length + 1; piece_bytes++) {
		struct aq_buffer out;
		struct aq_error err;

		aq_buffer_init(&out, 0);
		assert_int_equal(convert_pieces(encoding, text, piece_bytes, &out, &err),
				 AQ_BAD_FILE);
		assert_int_equal(err.code, AQ_BASE_ENCODING);
		assert_int_equal(err.at.column, offset);
		aq_buffer_free(&out);
	}
}

static void texts_arrive_whole_whatever_the_pieces(void **state)
{
	(void)state;
	expect("CP1252", AQ_SLICE("caf\xE9 \x80 5"), "caf\xC3\xA9 \xE2\x82\xAC 5");
	expect("GB18030", AQ_SLICE("\xD6\xA7\xB8\xB6,1"), "\xE6\x94\xAF\xE4\xBB\x98,1");
	expect("UTF-16LE", AQ_SLICE("a\0\xAC\x20\x3D\xD8\xB6\xDC"),
	       "a\xE2\x82\xAC\xF0\x9F\x92\xB6");
	expect("UTF-16", AQ_SLICE("\xFF\xFEx\0"), "x");
	expect("UTF-8", AQ_SLICE("\xE2\x82\xAC"), "\xE2\x82\xAC");
	expect("ISO-2022-JP", AQ_SLICE("\x1B$B\x24\x22\x1B(Ba"),
	       "\xE3\x81\x82"
	       "a");
	expect("CP1251", AQ_SLICE(""), "");
}

static void undefined_bytes_are_refused_with_their_place(void **state)
{
	(void)state;
	expect_fault("CP1252",
		     AQ_SLICE("ab\x81"
			      "c"),
		     2);
	expect_fault("UTF-8", AQ_SLICE("abc\xFFxyz"), 3);
	expect_fault("UTF-8", AQ_SLICE("ab\xED\xA0\x80xyz"), 2);
	expect_fault("ASCII", AQ_SLICE("\xC3\xA9"), 0);
}

static void a_character_cut_off_at_the_end_is_refused(void **state)
{
	(void)state;
	expect_fault("UTF-8", AQ_SLICE("ab\xE2\x82"), 2);
	expect_fault("UTF-16LE", AQ_SLICE("a\0b"), 2);
}

static void unknown_names_and_instructions_are_refused(void **state)
{
	struct aq_converter *converter = NULL;
	struct aq_error err;

	(void)state;
	assert_int_equal(aq_converter_new(&converter, "NO-SUCH-ONE", &err), AQ_SETTINGS);
	assert_int_equal(aq_converter_new(&converter, "UTF-8//IGNORE", &err), AQ_SETTINGS);
	assert_int_equal(aq_converter_new(&converter, "", &err), AQ_SETTINGS);
	assert_int_equal(aq_converter_new(&converter, "\xC3\xA9", &err), AQ_SETTINGS);
	assert_null(converter);
	aq_converter_free(NULL);
}

static void a_long_text_needs_more_than_one_step(void **state)
{
	struct aq_buffer text;
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_init(&out, 0);
	for (int count = 0; count < 50000; count++)
		aq_buffer_add_byte(&text, (char)0xE9);
	assert_int_equal(convert_pieces("ISO-8859-1", aq_buffer_slice(&text), 100000, &out, NULL),
			 AQ_OK);
	assert_int_equal(out.length, 100000);
	assert_int_equal(aq_utf8_valid_bytes(aq_buffer_slice(&out)), 100000);
	aq_buffer_free(&text);
	aq_buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_arrive_whole_whatever_the_pieces),
		cmocka_unit_test(undefined_bytes_are_refused_with_their_place),
		cmocka_unit_test(a_character_cut_off_at_the_end_is_refused),
		cmocka_unit_test(unknown_names_and_instructions_are_refused),
		cmocka_unit_test(a_long_text_needs_more_than_one_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
