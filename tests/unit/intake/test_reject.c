/*
 * test_reject.c - a refused file lies untouched beside its reason.
 */
#include "home.h"

static void reject(const char *name, const char *bytes, const char *reason)
{
	struct aq_claim *claim = drop_and_take(name, aq_slice_of(bytes));

	assert_int_equal(aq_claim_reject(claim, aq_slice_of(reason), &home.err), AQ_OK);
	aq_claim_close(claim);
	assert_int_equal(files_in(home.work), 0);
	assert_int_equal(files_in(home.inbox), 0);
}

static void a_refused_file_lies_beside_its_reason(void **state)
{
	(void)state;
	reject("a.csv", "bytes", "line 3: mend it\n");
	assert_file(home.rejected, "a.csv", "bytes");
	assert_file(home.rejected, "a.csv.reason.txt", "line 3: mend it\n");
	assert_int_equal(files_in(home.rejected), 2);
}

static void a_second_file_of_the_name_gets_a_number(void **state)
{
	(void)state;
	reject("a.csv", "one", "first\n");
	reject("a.csv", "two", "second\n");
	reject("a.csv", "three", "first\n");
	assert_file(home.rejected, "a.csv", "one");
	assert_file(home.rejected, "a-2.csv", "two");
	assert_file(home.rejected, "a-2.csv.reason.txt", "second\n");
	assert_file(home.rejected, "a-3.csv", "three");
	assert_file(home.rejected, "a-3.csv.reason.txt", "first\n");
}

static void a_rejection_cut_short_by_a_crash_is_finished(void **state)
{
	(void)state;
	/* The reason was written, the file not moved yet. */
	drop_text(home.rejected, "a.csv.reason.txt", "why\n");
	reject("a.csv", "bytes", "why\n");
	assert_file(home.rejected, "a.csv", "bytes");
	assert_int_equal(files_in(home.rejected), 2);
}

static void the_reason_of_another_file_is_never_replaced(void **state)
{
	(void)state;
	drop_text(home.rejected, "a.csv.reason.txt", "of a partial file\n");
	reject("a.csv", "bytes", "why\n");
	assert_file(home.rejected, "a.csv.reason.txt", "of a partial file\n");
	assert_file(home.rejected, "a-2.csv", "bytes");
	assert_file(home.rejected, "a-2.csv.reason.txt", "why\n");
}

static void hostile_names_are_laid_down_escaped(void **state)
{
	char longest[256] = {0};

	(void)state;
	reject("-rf", "x", "why\n");
	assert_file(home.rejected, "%2Drf", "x");
	reject("a\nb", "x", "why\n");
	assert_file(home.rejected, "a%0Ab", "x");
	reject("\x1b[31m", "x", "why\n");
	assert_file(home.rejected, "%1B[31m", "x");
	assert_file(home.rejected, "%1B[31m.reason.txt", "why\n");
	memset(longest, '\xff', 255);
	reject(longest, "x", "why\n");
	assert_int_equal(files_in(home.rejected), 8);
	longest[254] = 'x';
	reject(longest, "x", "why\n");
	assert_int_equal(files_in(home.rejected), 10);
}

static void a_link_in_rejected_is_neither_followed_nor_replaced(void **state)
{
	(void)state;
	drop_text(home.root, "secret", "x");
	assert_int_equal(
		symlinkat("../secret", aq_folder_descriptor(home.rejected), "a.csv.reason.txt"), 0);
	reject("a.csv", "bytes", "x");
	assert_file(home.root, "secret", "x");
	assert_file(home.rejected, "a-2.csv", "bytes");
}

static void rejecting_twice_does_nothing_more(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("x"));

	(void)state;
	assert_int_equal(aq_claim_reject(claim, AQ_SLICE("why\n"), &home.err), AQ_OK);
	assert_int_equal(aq_claim_reject(claim, AQ_SLICE("why\n"), &home.err), AQ_OK);
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_OK);
	assert_int_equal(files_in(home.rejected), 2);
	aq_claim_close(claim);
}

static void a_side_file_is_written_once(void **state)
{
	struct aq_slice name = AQ_SLICE("a.csv");
	int time;

	(void)state;
	for (time = 0; time < 2; time++)
		assert_int_equal(aq_reject_write(home.rejected, name, ".rows.csv",
						 AQ_SLICE("line\n3\n"), &home.err),
				 AQ_OK);
	assert_int_equal(files_in(home.rejected), 1);
	assert_int_equal(
		aq_reject_write(home.rejected, name, ".rows.csv", AQ_SLICE("line\n4\n"), &home.err),
		AQ_OK);
	assert_file(home.rejected, "a.csv.rows.csv", "line\n3\n");
	assert_file(home.rejected, "a-2.csv.rows.csv", "line\n4\n");
	assert_int_equal(aq_reject_write(home.rejected, AQ_SLICE("../b"), ".rows.csv",
					 AQ_SLICE("x"), &home.err),
			 AQ_OK);
	assert_file(home.rejected, "%2E.%2Fb.rows.csv", "x");
	assert_int_equal(
		aq_reject_write(home.rejected, AQ_SLICE(""), ".rows.csv", AQ_SLICE("x"), &home.err),
		AQ_SYSTEM);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, home_open, home_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOME(a_refused_file_lies_beside_its_reason),
		IN_A_HOME(a_second_file_of_the_name_gets_a_number),
		IN_A_HOME(a_rejection_cut_short_by_a_crash_is_finished),
		IN_A_HOME(the_reason_of_another_file_is_never_replaced),
		IN_A_HOME(hostile_names_are_laid_down_escaped),
		IN_A_HOME(a_link_in_rejected_is_neither_followed_nor_replaced),
		IN_A_HOME(rejecting_twice_does_nothing_more),
		IN_A_HOME(a_side_file_is_written_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
