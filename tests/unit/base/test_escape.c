/*
 * test_escape.c - text from outside is safe where it is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/utf8.h"

typedef void (*put)(struct aq_buffer *out, struct aq_slice text);

static void expect(put function, struct aq_slice text, const char *expected)
{
	struct aq_buffer buffer;

	aq_buffer_init(&buffer, 0);
	function(&buffer, text);
	aq_buffer_add_byte(&buffer, '\0');
	assert_false(aq_buffer_failed(&buffer));
	assert_string_equal(buffer.start, expected);
	aq_buffer_free(&buffer);
}

static void a_terminal_sees_no_control_byte(void **state)
{
	(void)state;
	expect(aq_printable_put, AQ_SLICE("plain \"text\" <b>"), "plain \"text\" <b>");
	expect(aq_printable_put, AQ_SLICE("a\x1b[31m\r\n\0\x7f"), "a\\x1b[31m\\x0d\\x0a\\x00\\x7f");
	expect(aq_printable_put,
	       AQ_SLICE("\xC2\x9B"
			"1m"),
	       "\\xc2\\x9b1m");
	expect(aq_printable_put,
	       AQ_SLICE("\xE2\x80\xAE"
			"abc"),
	       "\\xe2\\x80\\xaeabc");
	expect(aq_printable_put, AQ_SLICE("\xFF\xC3"), "\\xff\\xc3");
	expect(aq_printable_put,
	       AQ_SLICE("Gr\xC3\xBC\xC3\x9F"
			"e"),
	       "Gr\xC3\xBC\xC3\x9F"
	       "e");
}

static void json_is_valid_whatever_the_bytes(void **state)
{
	(void)state;
	expect(aq_json_put, AQ_SLICE(""), "\"\"");
	expect(aq_json_put, AQ_SLICE("a\"b\\c/'<&>"), "\"a\\\"b\\\\c/'<&>\"");
	expect(aq_json_put, AQ_SLICE("\n\r\t\0\x1f"), "\"\\n\\r\\t\\u0000\\u001f\"");
	expect(aq_json_put, AQ_SLICE("\xE2\x80\xA8\xE2\x80\xA9"), "\"\\u2028\\u2029\"");
	expect(aq_json_put, AQ_SLICE("\xED\xA0\x80x"), "\"\\ufffd\\ufffd\\ufffdx\"");
	expect(aq_json_put, AQ_SLICE("\xF0\x9F\x92\xB6"), "\"\xF0\x9F\x92\xB6\"");
}

static void html_has_no_markup_of_the_payer(void **state)
{
	(void)state;
	expect(aq_html_put, AQ_SLICE("<script>&\"'"), "&lt;script&gt;&amp;&quot;&#39;");
	expect(aq_html_put,
	       AQ_SLICE("a\xE2\x80\xAE"
			"b\n"),
	       "a\\u202eb\\u000a");
	expect(aq_html_put, AQ_SLICE("x\x80"), "x\\x80");
	expect(aq_html_put, AQ_SLICE("back\\slash \xE2\x82\xAC"), "back\\slash \xE2\x82\xAC");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_sees_no_control_byte),
		cmocka_unit_test(json_is_valid_whatever_the_bytes),
		cmocka_unit_test(html_has_no_markup_of_the_payer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
