/*
 * test_x12.c - segments and elements, with marks declared or guessed.
 */
#include "decode/nacha/x12.h"
#include "seen.h"

static struct x12 begun(const char *text)
{
	struct x12 x12;

	assert_true(x12_begin(&x12, aq_slice_of(text)));
	return x12;
}

static void segments_end_with_backslash_or_tilde(void **state)
{
	static const char *const texts[] = {"RMR*IV*A1**5\\ RMR*IV*A2 \\   ",
					    "RMR*IV*A1**5~RMR*IV*A2~"};

	(void)state;
	for (size_t index = 0; index < 2; index++) {
		struct x12 x12 = begun(texts[index]);
		struct x12_segment segment;

		assert_true(x12_next(&x12, &segment));
		assert_int_equal(segment.count, 5);
		assert_true(aq_slice_is(segment.elements[2], "A1"));
		assert_int_equal(segment.elements[3].length, 0);
		assert_true(aq_slice_is(segment.elements[4], "5"));
		assert_true(x12_next(&x12, &segment));
		assert_true(aq_slice_is(segment.elements[2], "A2"));
		assert_int_equal(segment.elements[4].length, 0);
		assert_false(x12_next(&x12, &segment));
	}
}

#define ISA(s, t)                                                                                  \
	"ISA" s "00" s "          " s "00" s "          " s "ZZ" s "A              " s "ZZ" s      \
	"B              " s "250310" s "0730" s "U" s "00401" s "000000001" s "0" s "P" s ">" t

static void the_interchange_declares_its_marks(void **state)
{
	static const char *const texts[] = {
		ISA("*", "!") "ST*820~1!SE*1",
		ISA("|", "~") "ST|820~SE|1~",
		ISA("\xc2\xa6", "~") "ST\xc2\xa6"
				     "820~SE\xc2\xa6"
				     "1~",
	};

	(void)state;
	for (size_t index = 0; index < sizeof(texts) / sizeof(texts[0]); index++) {
		struct x12 x12 = begun(texts[index]);
		struct aq_slice name;

		assert_true(x12_next_name(&x12, &name));
		assert_true(aq_slice_is(name, "ISA"));
		assert_true(x12_next_name(&x12, &name));
		assert_true(aq_slice_is(name, "ST"));
		assert_true(x12_next_name(&x12, &name));
		assert_true(aq_slice_is(name, "SE"));
		assert_false(x12_next_name(&x12, &name));
	}
}

/* Any character may be a mark, where the group that follows proves it. */
static void the_interchange_may_declare_marks_that_nobody_else_uses(void **state)
{
	static const char *const texts[] = {
		ISA("*", "'") "GS*RA'SE*1'",
		ISA("+", "'") " GS+RA'SE+1",
		ISA("^", "?") "GS^RA?SE^1?",
		ISA("#", "@") "GS#RA@SE#1",
	};

	(void)state;
	for (size_t index = 0; index < sizeof(texts) / sizeof(texts[0]); index++) {
		struct x12 x12 = begun(texts[index]);
		struct x12_segment segment;

		assert_true(x12_next(&x12, &segment));
		assert_true(aq_slice_is(segment.elements[8], "B"));
		assert_true(x12_next(&x12, &segment));
		assert_true(aq_slice_is(segment.elements[0], "GS"));
		assert_true(aq_slice_is(segment.elements[1], "RA"));
		assert_true(x12_next(&x12, &segment));
		assert_true(aq_slice_is(segment.elements[0], "SE"));
		assert_false(x12_next(&x12, &segment));
	}
}

static void words_are_no_segments(void **state)
{
	static const char *const texts[] = {
		"",    " ",	   "INVOICE 1*2", "A*B", "rmr*iv*1",	      "1AB*2",
		"RMR", "RMR-IV-1", "\xc2",	  "ISA", "ISA-2026 IN TRUST", "ISA+A+B+C+D"};
	struct x12 x12;

	(void)state;
	for (size_t index = 0; index < sizeof(texts) / sizeof(texts[0]); index++)
		assert_false(x12_begin(&x12, aq_slice_of(texts[index])));
}

static void an_interchange_cut_anywhere_is_read_to_its_end(void **state)
{
	static const char text[] = ISA("*", "~") "ST*820*1~RMR*IV*A**1~";

	(void)state;
	for (size_t bytes = 0; bytes < sizeof(text); bytes++) {
		char *copy = test_malloc(bytes + 1);
		struct x12_segment segment;
		struct x12 x12;
		size_t count = 0;

		memcpy(copy, text, bytes);
		if (x12_begin(&x12, (struct aq_slice){copy, bytes}))
			while (x12_next(&x12, &segment))
				count++;
		assert_true(count <= 3);
		test_free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_end_with_backslash_or_tilde),
		cmocka_unit_test(the_interchange_declares_its_marks),
		cmocka_unit_test(the_interchange_may_declare_marks_that_nobody_else_uses),
		cmocka_unit_test(words_are_no_segments),
		cmocka_unit_test(an_interchange_cut_anywhere_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
