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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_cells_that_need_quotes_get_them),
		cmocka_unit_test(text_that_a_spreadsheet_would_run_is_defused),
		cmocka_unit_test(a_leading_nul_is_defused),
		cmocka_unit_test(numbers_of_our_own_are_left_alone),
		cmocka_unit_test(a_byte_order_mark_is_text_and_hides_no_formula),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
