/*
 * test_left.c - what an interrupted run left is found, and scraps are removed.
 */
#include "home.h"

static struct aq_slice *names;
static size_t count;

static void list_left(void)
{
	assert_int_equal(
		aq_claims_left(&home.folders, home.arena, &names, &count, home.findings, &home.err),
		AQ_OK);
}

static void an_empty_work_folder_has_nothing_left(void **state)
{
	(void)state;
	list_left();
	assert_int_equal(count, 0);
	assert_int_equal(aq_findings_count(home.findings), 0);
}

static void claims_come_in_name_order(void **state)
{
	(void)state;
	drop_text(home.work, "p-000010-a.csv", "x");
	drop_text(home.work, "p-000009-z.csv", "x");
	drop_text(home.work, "o-000011-a.csv", "x");
	list_left();
	assert_int_equal(count, 3);
	assert_true(aq_slice_is(names[0], "o-000011-a.csv"));
	assert_true(aq_slice_is(names[1], "p-000009-z.csv"));
	assert_true(aq_slice_is(names[2], "p-000010-a.csv"));
}

static void foreign_files_are_said_and_left(void **state)
{
	int work = aq_folder_descriptor(home.work);

	(void)state;
	drop_text(home.work, "core", "x");
	drop_text(home.root, "secret", "x");
	assert_int_equal(symlinkat("../secret", work, "p-000001-a.csv"), 0);
	assert_int_equal(mkfifoat(work, "p-000002-a.csv", 0600), 0);
	assert_int_equal(linkat(aq_folder_descriptor(home.root), "secret", work, "p-000003-a", 0),
			 0);
	drop_text(home.work, "p-000004-a.csv", "x");
	list_left();
	assert_int_equal(count, 1);
	assert_true(aq_slice_is(names[0], "p-000004-a.csv"));
	assert_int_equal(aq_findings_count(home.findings), 4);
	assert_int_equal(aq_findings_at(home.findings, 0)->code, AQ_INTAKE_FOREIGN);
	assert_true(aq_slice_is(aq_findings_at(home.findings, 0)->value, "core"));
	assert_int_equal(files_in(home.work), 5);
}

static void scraps_are_removed_and_nothing_else(void **state)
{
	(void)state;
	drop_text(home.work, ".tmp-0123456789abcdef", "x");
	drop_text(home.archive, ".tmp-archive-1-1", "x");
	drop_text(home.rejected, ".tmp-0123456789abcdef", "x");
	drop_text(home.work, "p-000001-a.csv", "x");
	drop_text(home.archive, "2026-01-31-ab.gz", "x");
	drop_text(home.rejected, "a.csv", "x");
	list_left();
	assert_int_equal(count, 1);
	assert_int_equal(aq_findings_count(home.findings), 0);
	assert_int_equal(aq_intake_sweep(&home.folders, &home.err), AQ_OK);
	assert_int_equal(files_in(home.work), 1);
	assert_int_equal(files_in(home.archive), 1);
	assert_int_equal(files_in(home.rejected), 1);
	assert_int_equal(aq_intake_sweep(&home.folders, &home.err), AQ_OK);
}

static void a_side_file_without_its_claim_is_removed(void **state)
{
	char hex[65] = {0};
	char side[128];
	char claim[128];

	(void)state;
	memset(hex, 'a', 64);
	snprintf(side, sizeof(side), "np-000001-=%s=", hex);
	snprintf(claim, sizeof(claim), "p-000001-=%s=head", hex);
	drop_text(home.work, side, "x");
	drop_text(home.work, claim, "x");
	assert_int_equal(aq_intake_sweep(&home.folders, &home.err), AQ_OK);
	assert_int_equal(files_in(home.work), 2);
	assert_int_equal(unlinkat(aq_folder_descriptor(home.work), claim, 0), 0);
	assert_int_equal(aq_intake_sweep(&home.folders, &home.err), AQ_OK);
	assert_int_equal(files_in(home.work), 0);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, home_open, home_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOME(an_empty_work_folder_has_nothing_left),
		IN_A_HOME(claims_come_in_name_order),
		IN_A_HOME(foreign_files_are_said_and_left),
		IN_A_HOME(scraps_are_removed_and_nothing_else),
		IN_A_HOME(a_side_file_without_its_claim_is_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
