/*
 * test_csv_writer.c - cells are quoted where needed and never run as formulas.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/csv.h"

static void expect(struct aq_slice cell, const char *expected)
{
	struct aq_buffer buffer;

	aq_buffer_init(&buffer, 0);
	aq_csv_put_cell(&buffer, cell, true);
	aq_buffer_add_byte(&buffer, '\0');
	assert_string_equal(buffer.start, expected);
	aq_buffer_free(&buffer);
}

static void only_cells_that_need_quotes_get_them(void **state)
{
	(void)state;
	expect(AQ_SLICE(""), "");
	expect(AQ_SLICE("plain text"), "plain text");
	expect(AQ_SLICE("a,b"), "\"a,b\"");
	expect(AQ_SLICE("say \"hi\""), "\"say \"\"hi\"\"\"");
	expect(AQ_SLICE("two\nlines"), "\"two\nlines\"");
	expect(AQ_SLICE("cr\rhere"), "\"cr\rhere\"");
	expect(AQ_SLICE("M\xC3\xBCller; Sohn"), "M\xC3\xBCller; Sohn");
}

static void text_that_a_spreadsheet_would_run_is_defused(void **state)
{
	(void)state;
	expect(AQ_SLICE("=1+1"), "'=1+1");
	expect(AQ_SLICE("+49 30 1"), "'+49 30 1");
	expect(AQ_SLICE("-5"), "'-5");
	expect(AQ_SLICE("@SUM(A1)"), "'@SUM(A1)");
	expect(AQ_SLICE("\tx"), "'\tx");
	expect(AQ_SLICE("\rx"), "\"'\rx\"");
	expect(AQ_SLICE("   =1"), "'   =1");
	expect(AQ_SLICE("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
	expect(AQ_SLICE("\xEF\xBC\x9D"
			"1"),
	       "'\xEF\xBC\x9D"
	       "1");
	expect(AQ_SLICE("\xEF\xBC\x8B"
			"1"),
	       "'\xEF\xBC\x8B"
	       "1");
	expect(AQ_SLICE("\xEF\xBC\x8D"
			"1"),
	       "'\xEF\xBC\x8D"
	       "1");
	expect(AQ_SLICE("\xEF\xBC\xA0"
			"1"),
	       "'\xEF\xBC\xA0"
	       "1");
	expect(AQ_SLICE("\xEF\xBC\xA1"
			"1"),
	       "\xEF\xBC\xA1"
	       "1");
	expect(AQ_SLICE("a=1"), "a=1");
	expect(AQ_SLICE("   "), "   ");
}

static void a_leading_nul_is_defused(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	aq_csv_put_cell(&buffer, AQ_SLICE("\0=1"), true);
	assert_int_equal(buffer.length, 4);
	assert_memory_equal(buffer.start, "'\0=1", 4);
	aq_buffer_free(&buffer);
}

static void numbers_of_our_own_are_left_alone(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	aq_csv_put_plain(&buffer, AQ_SLICE("-12.50"), true);
	aq_csv_put_cell(&buffer, AQ_SLICE("x"), false);
	aq_csv_put_plain(&buffer, AQ_SLICE(""), false);
	aq_csv_put_end(&buffer);
	assert_true(aq_slice_is(aq_buffer_slice(&buffer), "-12.50,x,\n"));
	aq_buffer_free(&buffer);
}

static void a_byte_order_mark_is_text_and_hides_no_formula(void **state)
{
	(void)state;
	expect(AQ_SLICE("\xEF\xBB\xBF"
			"Ann"),
	       "\"\xEF\xBB\xBF"
	       "Ann\"");
	expect(AQ_SLICE("\xEF\xBB\xBF=1+1"), "'\xEF\xBB\xBF=1+1");
	expect(AQ_SLICE(" \xEF\xBB\xBF \xEF\xBB\xBF@A1"), "' \xEF\xBB\xBF \xEF\xBB\xBF@A1");
}

/* What is put at once is what the long way would have put. */
static void expect_simple(struct aq_slice text, bool first)
{
	struct aq_buffer one, other;
	bool is_put;

	aq_buffer_init(&one, 0);
	aq_buffer_init(&other, 0);
	is_put = aq_csv_put_simple(&one, text, first);
	aq_csv_put_cell(&other, text, first);
	if (is_put)
		assert_true(aq_slice_equals(aq_buffer_slice(&one), aq_buffer_slice(&other)));
	else
		assert_int_equal(one.length, 0);
	for (size_t index = 0; index < text.length; index++)
		if ((unsigned char)text.start[index] < ' ' || (text.start[index] & 0x80))
			assert_false(is_put);
	aq_buffer_free(&one);
	aq_buffer_free(&other);
}

static void simple_text_is_put_as_any_other(void **state)
{
	char text[18];

	(void)state;
	for (size_t length = 0; length <= sizeof(text); length++)
		for (size_t at = 0; at < length; at++)
			for (int byte = 0; byte < 256; byte++) {
				memset(text, 'a', sizeof(text));
				text[at] = (char)byte;
				expect_simple((struct aq_slice){text, length}, at % 2 == 0);
			}
	expect_simple(AQ_SLICE(""), true);
	expect_simple(AQ_SLICE(""), false);
}

static void only_simple_text_is_put_at_once(void **state)
{
	struct aq_buffer buffer;

	(void)state;
	aq_buffer_init(&buffer, 0);
	assert_true(aq_csv_put_simple(&buffer, AQ_SLICE("Ann Lee & Co"), true));
	assert_true(aq_csv_put_simple(&buffer, AQ_SLICE(""), false));
	assert_true(aq_csv_put_simple(&buffer, AQ_SLICE("INV-1"), false));
	assert_false(aq_csv_put_simple(&buffer, AQ_SLICE("Lee, Ann"), false));
	assert_false(aq_csv_put_simple(&buffer, AQ_SLICE("12\" pipe"), false));
	assert_false(aq_csv_put_simple(&buffer, AQ_SLICE("=1+1"), false));
	assert_false(aq_csv_put_simple(&buffer, AQ_SLICE(" =1+1"), false));
	assert_false(aq_csv_put_simple(&buffer, AQ_SLICE("J\xC3\xB8rgen Lind"), false));
	assert_true(aq_slice_is(aq_buffer_slice(&buffer), "Ann Lee & Co,,INV-1"));
	aq_buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_cells_that_need_quotes_get_them),
		cmocka_unit_test(text_that_a_spreadsheet_would_run_is_defused),
		cmocka_unit_test(a_leading_nul_is_defused),
		cmocka_unit_test(numbers_of_our_own_are_left_alone),
		cmocka_unit_test(a_byte_order_mark_is_text_and_hides_no_formula),
		cmocka_unit_test(simple_text_is_put_as_any_other),
		cmocka_unit_test(only_simple_text_is_put_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
