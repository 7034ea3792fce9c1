/*
 * test_slice.c - cutting, comparing and searching texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/slice.h"

static void order_is_by_bytes_and_the_shorter_comes_first(void **state)
{
	(void)state;
	assert_int_equal(aq_slice_compare(AQ_SLICE("a"), AQ_SLICE("b")), -1);
	assert_int_equal(aq_slice_compare(AQ_SLICE("b"), AQ_SLICE("a")), 1);
	assert_int_equal(aq_slice_compare(AQ_SLICE("ab"), AQ_SLICE("a")), 1);
	assert_int_equal(aq_slice_compare(AQ_SLICE("\xFF"), AQ_SLICE("a")), 1);
	assert_int_equal(aq_slice_compare(AQ_SLICE(""), (struct aq_slice){NULL, 0}), 0);
}

static void case_is_ignored_for_ascii_letters_only(void **state)
{
	(void)state;
	assert_true(aq_slice_equals_any_case(AQ_SLICE("UsD"), AQ_SLICE("usd")));
	assert_false(aq_slice_equals_any_case(AQ_SLICE("[a"), AQ_SLICE("{a")));
	assert_false(aq_slice_equals_any_case(AQ_SLICE("\xC3\x84"), AQ_SLICE("\xC3\xA4")));
	assert_false(aq_slice_equals_any_case(AQ_SLICE("us"), AQ_SLICE("usd")));
}

static void a_text_starts_with_itself_and_with_nothing(void **state)
{
	(void)state;
	assert_true(aq_slice_starts_with(AQ_SLICE("abc"), AQ_SLICE("abc")));
	assert_true(aq_slice_starts_with(AQ_SLICE("abc"), AQ_SLICE("")));
	assert_false(aq_slice_starts_with(AQ_SLICE("ab"), AQ_SLICE("abc")));
}

static void blanks_are_trimmed_at_both_ends(void **state)
{
	(void)state;
	assert_true(aq_slice_is(aq_slice_trim(AQ_SLICE(" \t a b\r\n")), "a b"));
	assert_true(aq_slice_is_empty(aq_slice_trim(AQ_SLICE(" \r\n "))));
	assert_true(aq_slice_is_empty(aq_slice_trim((struct aq_slice){NULL, 0})));
}

static void a_part_is_found_where_it_first_stands(void **state)
{
	(void)state;
	assert_int_equal(aq_slice_find(AQ_SLICE("a-b-c"), AQ_SLICE("-")), 1);
	assert_true(aq_slice_find(AQ_SLICE("abc"), AQ_SLICE("x")) == SIZE_MAX);
	assert_true(aq_slice_find(AQ_SLICE("ab"), AQ_SLICE("abc")) == SIZE_MAX);
}

static void cutting_hands_out_every_part_once(void **state)
{
	struct aq_slice rest = AQ_SLICE("a,,b");

	(void)state;
	assert_true(aq_slice_is(aq_slice_cut(&rest, ','), "a"));
	assert_true(aq_slice_is(aq_slice_cut(&rest, ','), ""));
	assert_true(aq_slice_is(aq_slice_cut(&rest, ','), "b"));
	assert_true(aq_slice_is_empty(rest));
	rest = (struct aq_slice){NULL, 0};
	assert_true(aq_slice_is_empty(aq_slice_cut(&rest, ',')));
}

static void only_digits_are_a_number(void **state)
{
	static const char *const refused[] = {
		"", "-1", "+1", "1 ", "1.0", "0x1", "12345678901234567890"};
	uint64_t number = 7;

	(void)state;
	assert_true(aq_slice_to_u64(AQ_SLICE("0042"), &number));
	assert_int_equal(number, 42);
	assert_true(aq_slice_to_u64(AQ_SLICE("9999999999999999999"), &number));
	assert_true(number == 9999999999999999999u);
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++)
		assert_false(aq_slice_to_u64(aq_slice_of(refused[index]), &number));
	assert_true(number == 9999999999999999999u);
}

static void mixing_tells_apart_texts_that_differ_a_little(void **state)
{
	(void)state;
	assert_true(aq_slice_mix(AQ_SLICE("INV-0001")) != aq_slice_mix(AQ_SLICE("INV-0002")));
	assert_true(aq_slice_mix(AQ_SLICE("a")) != aq_slice_mix(AQ_SLICE("a\0")));
	assert_true(aq_slice_mix(AQ_SLICE("")) == aq_slice_mix((struct aq_slice){NULL, 0}));
	assert_true(aq_slice_mix(AQ_SLICE("same text here")) ==
		    aq_slice_mix(aq_slice_of("same text here")));
}

static void ends_are_compared_whole_and_ascii_is_seven_bits(void **state)
{
	(void)state;
	assert_true(aq_slice_ends_with(AQ_SLICE("a.part"), AQ_SLICE(".part")));
	assert_true(aq_slice_ends_with(AQ_SLICE(".part"), AQ_SLICE(".part")));
	assert_false(aq_slice_ends_with(AQ_SLICE("part"), AQ_SLICE(".part")));
	assert_true(aq_slice_ends_with((struct aq_slice){NULL, 0}, (struct aq_slice){NULL, 0}));
	assert_true(aq_slice_is_ascii(AQ_SLICE("Mueller ~\x7f")));
	assert_false(aq_slice_is_ascii(AQ_SLICE("M\xc3\xbcller")));
	assert_true(aq_slice_is_ascii((struct aq_slice){NULL, 0}));
	for (size_t at = 0; at < 20; at++) {
		char text[] = "twenty letters of it";

		text[at] = (char)(text[at] | 0x80);
		assert_int_equal(aq_slice_is_ascii((struct aq_slice){text, at}), true);
		assert_int_equal(aq_slice_is_ascii((struct aq_slice){text, at + 1}), false);
		assert_int_equal(aq_slice_is_ascii((struct aq_slice){text, 20}), false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_are_compared_whole_and_ascii_is_seven_bits),
		cmocka_unit_test(order_is_by_bytes_and_the_shorter_comes_first),
		cmocka_unit_test(case_is_ignored_for_ascii_letters_only),
		cmocka_unit_test(a_text_starts_with_itself_and_with_nothing),
		cmocka_unit_test(blanks_are_trimmed_at_both_ends),
		cmocka_unit_test(a_part_is_found_where_it_first_stands),
		cmocka_unit_test(cutting_hands_out_every_part_once),
		cmocka_unit_test(only_digits_are_a_number),
		cmocka_unit_test(mixing_tells_apart_texts_that_differ_a_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
