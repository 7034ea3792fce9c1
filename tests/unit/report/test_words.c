/*
 * test_words.c - numbers, suggestions and words for a command line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/words.h"

static void assert_grouped(const char *text, const char *expected)
{
	struct aq_buffer out;

	aq_buffer_init(&out, 0);
	put_grouped(&out, aq_slice_of(text));
	aq_buffer_add_byte(&out, '\0');
	assert_string_equal(out.start, expected);
	aq_buffer_free(&out);
}

static void digits_before_the_point_stand_in_threes(void **state)
{
	(void)state;
	assert_grouped("0", "0");
	assert_grouped("999.00", "999.00");
	assert_grouped("1000", "1,000");
	assert_grouped("-1234567.891", "-1,234,567.891");
	assert_grouped("100000.00", "100,000.00");
}

static void what_is_no_number_is_left_alone(void **state)
{
	(void)state;
	assert_grouped("", "");
	assert_grouped("-", "-");
	assert_grouped("12x4567", "12x4567");
}

static void a_word_a_shell_would_read_is_quoted(void **state)
{
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&out, 0);
	assert_true(put_shell_word(&out, AQ_SLICE("invoice:F-1/2")));
	aq_buffer_add_byte(&out, ' ');
	assert_true(put_shell_word(&out, AQ_SLICE("invoice:$(rm -rf ~)")));
	aq_buffer_add_byte(&out, '\0');
	assert_string_equal(out.start, "invoice:F-1/2 'invoice:$(rm -rf ~)'");
	aq_buffer_free(&out);
}

static void a_word_that_ends_its_own_quotes_is_never_offered(void **state)
{
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&out, 0);
	assert_false(put_shell_word(&out, AQ_SLICE("invoice:x'; rm -rf ~; '")));
	assert_false(put_shell_word(&out, AQ_SLICE("invoice:x\nrm")));
	assert_int_equal(out.length, 0);
	aq_buffer_free(&out);
}

static void suggestions_are_cut_at_their_reasons(void **state)
{
	struct aq_slice rest = AQ_SLICE("invoice:A (1) (equal; open); contract:B (x)");
	struct suggestion one;

	(void)state;
	assert_true(next_suggestion(&rest, &one));
	assert_true(aq_slice_is(one.target, "invoice:A"));
	assert_true(next_suggestion(&rest, &one));
	assert_true(aq_slice_is(one.target, "contract:B"));
	assert_true(aq_slice_is(one.reason, "x"));
	assert_false(next_suggestion(&rest, &one));
}

static void a_suggestion_without_a_reason_is_all_target(void **state)
{
	struct aq_slice rest = AQ_SLICE("account:C-1001");
	struct suggestion one;

	(void)state;
	assert_true(next_suggestion(&rest, &one));
	assert_true(aq_slice_is(one.target, "account:C-1001"));
	assert_int_equal(one.reason.length, 0);
	assert_false(next_suggestion(&rest, &one));
}

static void only_an_apostrophe_that_defuses_is_taken_off(void **state)
{
	(void)state;
	assert_true(aq_slice_is(undefused(AQ_SLICE("'=1+1")), "=1+1"));
	assert_true(aq_slice_is(undefused(AQ_SLICE("' -1")), " -1"));
	assert_true(aq_slice_is(undefused(AQ_SLICE("'t Hooft")), "'t Hooft"));
	assert_true(aq_slice_is(undefused(AQ_SLICE("'")), "'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_before_the_point_stand_in_threes),
		cmocka_unit_test(what_is_no_number_is_left_alone),
		cmocka_unit_test(a_word_a_shell_would_read_is_quoted),
		cmocka_unit_test(a_word_that_ends_its_own_quotes_is_never_offered),
		cmocka_unit_test(suggestions_are_cut_at_their_reasons),
		cmocka_unit_test(a_suggestion_without_a_reason_is_all_target),
		cmocka_unit_test(only_an_apostrophe_that_defuses_is_taken_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
