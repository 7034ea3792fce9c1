/*
 * test_token_listed.c - numbers of lists that are written short, and ranges.
 */
#include "given.h"

#include <stdio.h>

/* The short ones among the candidates, in one line; what a range goes over in brackets. */
static void shorts_of(struct given *given, const char *text, char out[512])
{
	struct aq_token tokens[AQ_TOKENS_MAX];
	size_t count, used = 0;

	given->payment.text = aq_slice_of(text);
	count = aq_payment_tokens(&given->payment, given->arena, tokens);
	out[0] = '\0';
	for (size_t i = 0; i < count && used < 480; i++)
		if (tokens[i].is_short)
			used += (size_t)snprintf(out + used, 512 - used,
						 tokens[i].is_between ? "%s(%.*s)" : "%s%.*s",
						 used > 0 ? " " : "",
						 AQ_SLICE_ARGS(tokens[i].normal));
}

static void assert_shorts(struct given *given, const char *text, const char *expected)
{
	char found[512];

	shorts_of(given, text, found);
	if (strcmp(found, expected) != 0)
		fail_msg("'%s' has the short '%s', not '%s'", text, found, expected);
}

static void the_last_digits_are_read_with_the_beginning_before_them(void **state)
{
	static const char *const texts[] = {"INV-20260001, 02, 03", "INV-20260001, 002 and 03",
					    "INV-20260001/02/03", "inv-20260001 + 02 & 03",
					    "INV-20260001 och 02, 03 tack"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_shorts(*state, texts[i], "INV20260002 20260002 INV20260003 20260003");
	assert_shorts(*state, "Fakt.nr F2026-190282, 83, 284", "F2026190283 F2026190284");
	assert_shorts(*state, "fakturanr F2026-950450, 950451, 452", "F2026950452");
	assert_shorts(*state, "4711, 12", "4712");
	assert_shorts(*state, "4711, 4712, 13", "4713");
}

static void one_digit_many_or_blanks_may_be_a_list(void **state)
{
	assert_shorts(*state, "F2026-190281, 2, 3", "F2026190282 F2026190283");
	assert_shorts(*state, "F2026-190282 83 84", "F2026190283 F2026190284");
	assert_shorts(*state, "F2026-190282 3 4", "F2026190283 F2026190284");
	assert_shorts(*state, "F2026-190282, 1234", "F2026191234");
	assert_shorts(*state, "F2026-190281/2/3", "F2026190282 F2026190283");
	assert_shorts(*state, "402009 2010", "402010");
	assert_shorts(*state, "kund 100204 F2026-190282 83", "F2026190283");
	assert_shorts(*state, "1036405 4711, 12", "1034711 4712");
}

static void slashes_may_be_the_numbers_own(void **state)
{
	assert_shorts(*state, "WH/2026/00012, 13", "WH202600013");
	assert_shorts(*state, "WH/2026/10012/13/14", "10013 WH202610013 10014 WH202610014");
	assert_shorts(*state, "WH/2026/10012-14", "(10013) 10014 (WH202610013) WH202610014");
	assert_shorts(*state, "WH/2026/10012 - WH/2026/10014", "(WH202610013)");
}

static void a_range_goes_over_all_between(void **state)
{
	static const char *const texts[] = {"F2026-825971 - F2026-825974",
					    "F2026-825971 to F2026-825974",
					    "F2026-825971 \xE2\x80\x93 F2026-825974"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_shorts(*state, texts[i], "(F2026825972) (F2026825973)");
	assert_shorts(*state, "F2026-825971-825973", "(F2026825972) F2026825973");
	assert_shorts(*state, "F2026-825971-73", "(F2026825972) F2026825973");
	assert_shorts(*state, "F2026-825971 bis 73", "(F2026825972) F2026825973");
	assert_shorts(*state, "F2026-825971..F2026-825973", "(F2026825972)");
	assert_shorts(*state, "F2026-825971-F2026-825973", "(F2026825972)");
	assert_shorts(*state, "F2026-825971...73", "(F2026825972) F2026825973");
	assert_shorts(*state, "F2026-825971 - 825973", "(F2026825972) F2026825973");
	assert_shorts(*state, "INV20260001 - INV20260003", "(INV20260002) (20260002)");
	assert_shorts(*state, "4711-13", "(4712) 4713");
}

static void what_is_no_list_is_not_read_as_one(void **state)
{
	static const char *const texts[] = {"F2026-190282",
					    "F2026-190282, 2026-03-12",
					    "F2026-190282, 83.50",
					    "F2026-190282, 83 EUR",
					    "F2026-190282, 12/3",
					    "F2026-190282, 14 %",
					    "F2026-190282 83 EUR",
					    "F2026-190282, 3/2026",
					    "2026-03-12",
					    "F2026-190282 - F2026-190",
					    "F2026-825973-825971",
					    "F2026-825971 - F2026-826971",
					    "12, 13",
					    "F2026-825971 - G2026-825973",
					    "tel 0705-123456"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_shorts(*state, texts[i], "");
}

/* The day of the invoice follows its number without a blank. */
static void a_word_glued_behind_is_no_part_of_the_number(void **state)
{
	static const struct {
		const char *text, *normal;
		bool is_part;
	} cases[] = {
		{"\xE2\x84\x96INV-642437\xD0\xBE\xD1\x82 02.04.2026", "INV642437", false},
		{"\xE2\x84\x96R26/468652\xD0\xBE\xD1\x82 02.04.2026", "R26468652", false},
		{"\xE2\x84\x96INV-642437\xD0\xBE\xD1\x82 02.04.2026", "642437", true},
		{"\xE2\x84\x96"
		 "642437\xD0\xBE\xD1\x82 02.04.2026",
		 "642437", false},
	};
	struct given *given = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct aq_token tokens[AQ_TOKENS_MAX];
		size_t count, found = 0;

		given->payment.text = aq_slice_of(cases[i].text);
		count = aq_payment_tokens(&given->payment, given->arena, tokens);
		for (size_t k = 0; k < count; k++)
			found += aq_slice_is(tokens[k].normal, cases[i].normal) &&
				 tokens[k].is_part == cases[i].is_part;
		assert_int_equal(found, 1);
	}
}

static void short_ones_take_no_place_of_numbers_written_in_full(void **state)
{
	struct given *given = *state;
	struct aq_token tokens[AQ_TOKENS_MAX];
	char text[4096];
	size_t used = 0, full = 0, count;

	for (int i = 0; i < 70; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "F2026-%d, %02d; ",
					 190000 + i * 100, i + 10);
	given->payment.text = aq_slice_of(text);
	count = aq_payment_tokens(&given->payment, given->arena, tokens);
	for (size_t i = 0; i < count; i++)
		full += !tokens[i].is_short;
	assert_int_equal(count, AQ_TOKENS_MAX);
	assert_int_equal(full, AQ_TOKENS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(the_last_digits_are_read_with_the_beginning_before_them),
		GIVEN(one_digit_many_or_blanks_may_be_a_list),
		GIVEN(slashes_may_be_the_numbers_own),
		GIVEN(a_range_goes_over_all_between),
		GIVEN(what_is_no_list_is_not_read_as_one),
		GIVEN(a_word_glued_behind_is_no_part_of_the_number),
		GIVEN(short_ones_take_no_place_of_numbers_written_in_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
