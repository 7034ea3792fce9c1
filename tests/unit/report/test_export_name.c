/*
 * test_export_name.c - account names and words as ledger and hledger take them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/export_name.h"

static void assert_account(struct aq_slice qualifier, const char *expected)
{
	struct aq_account_ref account = {.account = AQ_ACCOUNT_CLEARING, .qualifier = qualifier};
	struct aq_buffer out;

	aq_buffer_init(&out, 0);
	export_put_account(&out, account);
	aq_buffer_add_byte(&out, '\0');
	assert_string_equal(out.start, expected);
	aq_buffer_free(&out);
}

static void a_colon_in_a_source_makes_a_sub_account(void **state)
{
	(void)state;
	assert_account(AQ_SLICE("camt.054:SE4550"), "clearing:camt.054:SE4550");
	assert_account(AQ_SLICE("ach:1234567890"), "clearing:ach:1234567890");
}

static void one_blank_within_a_name_stays(void **state)
{
	(void)state;
	assert_account(AQ_SLICE("my shop"), "clearing:my shop");
}

static void what_would_end_a_name_is_written_in_hex(void **state)
{
	(void)state;
	assert_account(AQ_SLICE("my  shop"), "clearing:my%20 shop");
	assert_account(AQ_SLICE("shop\t1"), "clearing:shop%091");
	assert_account(AQ_SLICE("shop;1"), "clearing:shop%3B1");
	assert_account(AQ_SLICE(" shop "), "clearing:%20shop%20");
	assert_account(AQ_SLICE("a\xC2\xA0"
				"b"),
		       "clearing:a%C2%A0b");
	assert_account(AQ_SLICE("a\xFF"
				"b"),
		       "clearing:a%FFb");
}

static void no_part_of_a_name_is_empty(void **state)
{
	(void)state;
	assert_account(AQ_SLICE(""), "clearing:%none");
	assert_account(AQ_SLICE("a::b"), "clearing:a%3A:b");
	assert_account(AQ_SLICE(":a:"), "clearing:%3Aa%3A");
	assert_account(AQ_SLICE("a: b"), "clearing:a%3A b");
}

static void two_sources_never_become_one_account(void **state)
{
	(void)state;
	assert_account(AQ_SLICE("a%20b"), "clearing:a%2520b");
	assert_account(AQ_SLICE("%none"), "clearing:%25none");
}

static void names_of_any_script_stay_as_they_are(void **state)
{
	(void)state;
	assert_account(AQ_SLICE("\xC3\x85sa \xE1\x9E\x9F\xE1\x9E\xBB"),
		       "clearing:\xC3\x85sa \xE1\x9E\x9F\xE1\x9E\xBB");
}

static void words_in_a_comment_make_no_tag_no_date_and_no_line(void **state)
{
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&out, 0);
	export_put_words(&out, AQ_SLICE("date:1;[2026-99-99]\nx|y"));
	aq_buffer_add_byte(&out, '\0');
	assert_string_equal(out.start, "date 1  2026-99-99  x y");
	aq_buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_colon_in_a_source_makes_a_sub_account),
		cmocka_unit_test(one_blank_within_a_name_stays),
		cmocka_unit_test(what_would_end_a_name_is_written_in_hex),
		cmocka_unit_test(no_part_of_a_name_is_empty),
		cmocka_unit_test(two_sources_never_become_one_account),
		cmocka_unit_test(names_of_any_script_stay_as_they_are),
		cmocka_unit_test(words_in_a_comment_make_no_tag_no_date_and_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
