/*
 * test_name.c - names of ours lead back to the names that came in.
 */
#include "home.h"

#include "intake/name.h"

static int start(void **state)
{
	(void)state;
	return aq_hash_start(NULL) == AQ_OK ? 0 : -1;
}

static void assert_round_trip(struct aq_slice original)
{
	struct aq_work_order order = {AQ_DROP_OPEN_ITEMS, 42, original};
	struct aq_work_name made;
	struct aq_work_name parsed;
	struct aq_entry_name name;
	size_t index;

	assert_int_equal(aq_work_name_make(&order, &made, &name, NULL), AQ_OK);
	assert_true(name.length <= AQ_ENTRY_NAME_BYTES_MAX);
	for (index = 0; index < name.length; index++)
		assert_true(name.text[index] > ' ' && name.text[index] < 0x7f &&
			    name.text[index] != '/');
	assert_true(aq_work_name_parse(aq_entry_name_slice(&name), &parsed));
	assert_int_equal(parsed.drop, AQ_DROP_OPEN_ITEMS);
	assert_int_equal(parsed.ordinal, 42);
	assert_int_equal(parsed.is_cut, made.is_cut);
	if (!made.is_cut)
		assert_true(aq_slice_equals(aq_entry_name_slice(&parsed.original), original));
	else
		assert_string_equal(parsed.side.text, made.side.text);
}

static void every_byte_survives_the_way_into_work_and_back(void **state)
{
	char name[255];
	size_t used = 0;
	int byte;

	(void)state;
	for (byte = 1; byte < 256; byte++) {
		char one = (char)byte;

		if (one == '/')
			continue;
		name[used++] = one;
		if (one != '.')
			assert_round_trip((struct aq_slice){&one, 1});
	}
	assert_round_trip((struct aq_slice){name, 80});
	assert_round_trip((struct aq_slice){name + 80, 80});
	assert_round_trip((struct aq_slice){name + 160, 80});
	assert_round_trip((struct aq_slice){name, used});
}

static void a_plain_name_can_be_read_in_work(void **state)
{
	struct aq_work_order order = {AQ_DROP_PAYMENTS, 7, AQ_SLICE("bank-2026.csv")};
	struct aq_work_name made;
	struct aq_entry_name name;

	(void)state;
	assert_int_equal(aq_work_name_make(&order, &made, &name, NULL), AQ_OK);
	assert_string_equal(name.text, "p-000007-bank-2026.csv");
	assert_false(made.is_cut);
}

static void a_name_is_cut_at_the_last_byte_that_fits(void **state)
{
	struct aq_work_name made;
	struct aq_entry_name name;
	struct aq_work_order order = {AQ_DROP_PAYMENTS, 7, {0}};
	char longest[255];

	(void)state;
	memset(longest, 'n', sizeof(longest));
	order.original = (struct aq_slice){longest, 246};
	assert_int_equal(aq_work_name_make(&order, &made, &name, NULL), AQ_OK);
	assert_false(made.is_cut);
	assert_int_equal(name.length, 255);
	order.original.length = 247;
	assert_int_equal(aq_work_name_make(&order, &made, &name, NULL), AQ_OK);
	assert_true(made.is_cut);
	assert_true(aq_work_name_is_side(aq_entry_name_slice(&made.side)));
	assert_false(aq_work_name_is_side(aq_entry_name_slice(&name)));
	memset(longest, '\xc3', sizeof(longest));
	order.original.length = 255;
	assert_int_equal(aq_work_name_make(&order, &made, &name, NULL), AQ_OK);
	assert_true(made.is_cut);
	assert_round_trip(order.original);
}

static void two_long_names_that_begin_alike_stay_apart(void **state)
{
	struct aq_work_order order = {AQ_DROP_PAYMENTS, 7, {0}};
	struct aq_work_name made;
	struct aq_entry_name one;
	struct aq_entry_name other;
	char longest[255];

	(void)state;
	memset(longest, 'n', sizeof(longest));
	order.original = (struct aq_slice){longest, 255};
	assert_int_equal(aq_work_name_make(&order, &made, &one, NULL), AQ_OK);
	longest[254] = 'm';
	assert_int_equal(aq_work_name_make(&order, &made, &other, NULL), AQ_OK);
	assert_string_not_equal(one.text, other.text);
}

static void names_that_are_not_ours_are_known(void **state)
{
	static const char *const foreign[] = {
		"",
		"p",
		"p-000001-",
		"x-000001-a",
		"p-00001-a",
		"p-00000a-a",
		"p_000001-a",
		"p-000001_a",
		"p-000001-a b",
		"p-000001-%",
		"p-000001-%4",
		"p-000001-%zz",
		"p-000001-%2f",
		"p-000001-%2F",
		"p-000001-%00",
		"p-000001-%41",
		"p-000001-.",
		"p-000001-..",
		"p-000001-=",
		"p-000001-=00=x",
		"notes.txt",
		"np-000001-=00=",
	};
	struct aq_work_name work;
	size_t index;

	(void)state;
	for (index = 0; index < sizeof(foreign) / sizeof(foreign[0]); index++) {
		assert_false(aq_work_name_parse(aq_slice_of(foreign[index]), &work));
		assert_false(aq_work_name_is_side(aq_slice_of(foreign[index])));
	}
}

static void assert_safe(const char *original, const char *wanted)
{
	struct aq_entry_name name;

	assert_int_equal(aq_entry_name_make_safe(aq_slice_of(original), &name, NULL), AQ_OK);
	assert_string_equal(name.text, wanted);
	assert_int_equal(name.length, strlen(wanted));
}

static void a_safe_name_keeps_what_a_person_reads(void **state)
{
	(void)state;
	assert_safe("bank 2026.csv", "bank 2026.csv");
	assert_safe("Zahlung-M\xc3\xa4rz.csv", "Zahlung-M\xc3\xa4rz.csv");
	assert_safe("100%.csv", "100%.csv");
}

static void a_safe_name_harms_nobody(void **state)
{
	(void)state;
	assert_safe("a\nb", "a%0Ab");
	assert_safe("\x1b[31m", "%1B[31m");
	assert_safe("-rf", "%2Drf");
	assert_safe(".bashrc", "%2Ebashrc");
	assert_safe("..", "%2E.");
	assert_safe("../x", "%2E.%2Fx");
	assert_safe("\xff\xfe", "%FF%FE");
	assert_safe("a\xc3", "a%C3");
	/* The override that makes "fdp.exe" read "exe.pdf". */
	assert_safe("a\xe2\x80\xae.csv", "a%E2%80%AE.csv");
	assert_safe("a\xc2\x85", "a%C2%85");
}

static void a_safe_name_is_never_too_long(void **state)
{
	struct aq_entry_name one;
	struct aq_entry_name other;
	char longest[255];

	(void)state;
	memset(longest, '\n', sizeof(longest));
	assert_int_equal(aq_entry_name_make_safe((struct aq_slice){longest, 255}, &one, NULL),
			 AQ_OK);
	longest[254] = '\t';
	assert_int_equal(aq_entry_name_make_safe((struct aq_slice){longest, 255}, &other, NULL),
			 AQ_OK);
	assert_true(one.length <= AQ_ENTRY_NAME_SAFE_BYTES);
	assert_string_not_equal(one.text, other.text);
}

static void assert_numbered(const char *original, uint32_t number, const char *wanted)
{
	struct aq_entry_name name;
	struct aq_entry_name numbered;

	aq_entry_name_set(&name, aq_slice_of(original));
	aq_entry_name_number(&name, number, &numbered);
	assert_string_equal(numbered.text, wanted);
	assert_int_equal(numbered.length, strlen(wanted));
}

static void a_number_stands_before_the_ending(void **state)
{
	(void)state;
	assert_numbered("a.csv", 1, "a.csv");
	assert_numbered("a.csv", 2, "a-2.csv");
	assert_numbered("a", 10, "a-10");
	assert_numbered(".a", 2, ".a-2");
	assert_numbered("a.b.csv", 1000000, "a.b-1000000.csv");
}

static void a_full_name_makes_room_for_a_number(void **state)
{
	char full[256] = {0};
	struct aq_entry_name name;
	struct aq_entry_name numbered;

	(void)state;
	memset(full, 'n', 255);
	aq_entry_name_set(&name, aq_slice_of(full));
	aq_entry_name_number(&name, 12, &numbered);
	assert_int_equal(numbered.length, 255);
	assert_string_equal(numbered.text + 252, "-12");
	memcpy(full + 251, ".csv", 4);
	aq_entry_name_set(&name, aq_slice_of(full));
	aq_entry_name_number(&name, 12, &numbered);
	assert_int_equal(numbered.length, 255);
	assert_string_equal(numbered.text + 248, "-12.csv");
	full[1] = '.';
	memset(full + 2, 'n', 253);
	aq_entry_name_set(&name, aq_slice_of(full));
	aq_entry_name_number(&name, 12, &numbered);
	assert_int_equal(numbered.length, 255);
	assert_string_equal(numbered.text + 252, "-12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_survives_the_way_into_work_and_back),
		cmocka_unit_test(a_plain_name_can_be_read_in_work),
		cmocka_unit_test(a_name_is_cut_at_the_last_byte_that_fits),
		cmocka_unit_test(two_long_names_that_begin_alike_stay_apart),
		cmocka_unit_test(names_that_are_not_ours_are_known),
		cmocka_unit_test(a_safe_name_keeps_what_a_person_reads),
		cmocka_unit_test(a_safe_name_harms_nobody),
		cmocka_unit_test(a_safe_name_is_never_too_long),
		cmocka_unit_test(a_number_stands_before_the_ending),
		cmocka_unit_test(a_full_name_makes_room_for_a_number),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
