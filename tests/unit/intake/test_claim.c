/*
 * test_claim.c - a file is taken whole, let go whole, and never lost between.
 */
#include "home.h"

static const char long_head[] = "long-name-";

static const char *long_name(char last)
{
	static char name[256];

	memset(name, '\xe9', 255);
	memcpy(name, long_head, sizeof(long_head) - 1);
	name[254] = last;
	return name;
}

static struct aq_claim *resume_only_claim(void)
{
	struct aq_claim *claim = NULL;
	struct aq_slice *names;
	size_t count;

	assert_int_equal(
		aq_claims_left(&home.folders, home.arena, &names, &count, home.findings, &home.err),
		AQ_OK);
	assert_int_equal(count, 1);
	assert_int_equal(aq_claim_resume(&claim, &home.folders, names[0], &home.err), AQ_OK);
	return claim;
}

static void assert_not_taken(const char *name, enum aq_status status, enum aq_code code)
{
	struct aq_claim *claim = NULL;

	assert_int_equal(aq_claim_take(&claim, &home.folders, AQ_DROP_PAYMENTS, aq_slice_of(name),
				       1, &home.err),
			 status);
	assert_null(claim);
	assert_string_equal(aq_code_name(home.err.code), aq_code_name(code));
	assert_int_equal(files_in(home.work), 0);
}

static void a_file_goes_into_work_under_a_name_of_ours(void **state)
{
	struct aq_claim *claim = drop_and_take("bank.csv", AQ_SLICE("12345"));

	(void)state;
	assert_false(has_file(home.inbox, "bank.csv"));
	assert_file(home.work, "p-000001-bank.csv", "12345");
	assert_true(aq_slice_is(aq_claim_name(claim), "bank.csv"));
	assert_int_equal(aq_claim_drop(claim), AQ_DROP_PAYMENTS);
	assert_int_equal(aq_claim_bytes(claim), 5);
	aq_claim_close(claim);
	assert_true(has_file(home.work, "p-000001-bank.csv"));
}

static void open_items_come_from_their_own_folder(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	drop_text(home.open_items, "a.csv", "x");
	drop_text(home.inbox, "a.csv", "y");
	assert_int_equal(aq_claim_take(&claim, &home.folders, AQ_DROP_OPEN_ITEMS, AQ_SLICE("a.csv"),
				       3, &home.err),
			 AQ_OK);
	assert_file(home.work, "o-000003-a.csv", "x");
	assert_int_equal(aq_claim_put_back(claim, &home.err), AQ_OK);
	assert_file(home.open_items, "a.csv", "x");
	aq_claim_close(claim);
}

static void what_is_no_plain_file_is_not_taken_and_stays(void **state)
{
	int inbox = aq_folder_descriptor(home.inbox);

	(void)state;
	drop_text(home.root, "secret", "x");
	assert_int_equal(symlinkat("../secret", inbox, "link"), 0);
	assert_int_equal(linkat(aq_folder_descriptor(home.root), "secret", inbox, "hard", 0), 0);
	assert_int_equal(mkfifoat(inbox, "pipe", 0600), 0);
	assert_int_equal(mkdirat(inbox, "folder", 0700), 0);
	alarm(5);
	assert_not_taken("link", AQ_BAD_FILE, AQ_INTAKE_SYMLINK);
	assert_not_taken("hard", AQ_BAD_FILE, AQ_INTAKE_HARD_LINK);
	assert_not_taken("pipe", AQ_BAD_FILE, AQ_INTAKE_FIFO);
	assert_not_taken("folder", AQ_BAD_FILE, AQ_INTAKE_FOLDER);
	alarm(0);
	assert_int_equal(files_in(home.inbox), 4);
}

static void a_file_that_vanished_is_not_found(void **state)
{
	(void)state;
	assert_not_taken("gone.csv", AQ_NOT_FOUND, AQ_INTAKE_MISSING);
	assert_not_taken(long_name('a'), AQ_NOT_FOUND, AQ_INTAKE_MISSING);
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
	(void)state;
	drop_text(home.root, "secret", "x");
	assert_not_taken("../secret", AQ_BAD_FILE, AQ_INTAKE_NAME);
	assert_not_taken("..", AQ_BAD_FILE, AQ_INTAKE_NAME);
	assert_not_taken(".", AQ_BAD_FILE, AQ_INTAKE_NAME);
	assert_not_taken("", AQ_BAD_FILE, AQ_INTAKE_NAME);
	assert_true(has_file(home.root, "secret"));
}

static void a_file_that_is_still_written_is_not_taken(void **state)
{
	int writer;

	(void)state;
	if (!leases_work())
		skip();
	drop_text(home.inbox, "a.csv", "x");
	writer = openat(aq_folder_descriptor(home.inbox), "a.csv", O_WRONLY | O_APPEND);
	assert_not_taken("a.csv", AQ_BAD_FILE, AQ_INTAKE_BEING_WRITTEN);
	assert_file(home.inbox, "a.csv", "x");
	close(writer);
}

static void a_run_takes_no_more_files_than_it_can_number(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	drop_text(home.inbox, "a.csv", "x");
	assert_int_equal(aq_claim_take(&claim, &home.folders, AQ_DROP_PAYMENTS, AQ_SLICE("a.csv"),
				       AQ_CLAIM_ORDINAL_MAX + 1, &home.err),
			 AQ_SYSTEM);
	assert_int_equal(home.err.code, AQ_INTAKE_TOO_MANY);
	assert_true(has_file(home.inbox, "a.csv"));
	assert_int_equal(aq_claim_take(&claim, &home.folders, AQ_DROP_PAYMENTS, AQ_SLICE("a.csv"),
				       AQ_CLAIM_ORDINAL_MAX, &home.err),
			 AQ_OK);
	aq_claim_close(claim);
}

static void a_claim_never_replaces_another(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	drop_text(home.work, "p-000001-a.csv", "old");
	drop_text(home.inbox, "a.csv", "new");
	assert_int_equal(aq_claim_take(&claim, &home.folders, AQ_DROP_PAYMENTS, AQ_SLICE("a.csv"),
				       1, &home.err),
			 AQ_SYSTEM);
	assert_null(claim);
	assert_file(home.work, "p-000001-a.csv", "old");
	assert_file(home.inbox, "a.csv", "new");
}

static void hostile_names_survive_the_way_there_and_back(void **state)
{
	static const char *const names[] = {"a\nb",	 "\x1b[31m",	"a\\..\\b", "--help",
					    ";rm -rf *", "\"><script>", "\xff\xfe", "%2F"};
	size_t index;

	(void)state;
	for (index = 0; index < 8; index++) {
		struct aq_claim *claim = drop_and_take(names[index], AQ_SLICE("x"));
		struct aq_claim *again;

		aq_claim_close(claim);
		again = resume_only_claim();
		assert_true(aq_slice_is(aq_claim_name(again), names[index]));
		assert_int_equal(aq_claim_put_back(again, &home.err), AQ_OK);
		aq_claim_close(again);
		assert_file(home.inbox, names[index], "x");
		assert_int_equal(files_in(home.work), 0);
		assert_int_equal(unlinkat(aq_folder_descriptor(home.inbox), names[index], 0), 0);
	}
	assert_int_equal(aq_findings_count(home.findings), 0);
}

static void a_name_of_255_bytes_survives_a_crash_whole(void **state)
{
	struct aq_claim *claim = drop_and_take(long_name('a'), AQ_SLICE("x"));
	struct aq_claim *again;

	(void)state;
	assert_true(aq_slice_is(aq_claim_name(claim), long_name('a')));
	assert_int_equal(files_in(home.work), 2);
	aq_claim_close(claim);
	assert_int_equal(aq_intake_sweep(&home.folders, &home.err), AQ_OK);
	again = resume_only_claim();
	assert_true(aq_slice_is(aq_claim_name(again), long_name('a')));
	assert_int_equal(aq_claim_put_back(again, &home.err), AQ_OK);
	aq_claim_close(again);
	assert_file(home.inbox, long_name('a'), "x");
	assert_int_equal(files_in(home.work), 0);
}

static void a_long_name_whose_side_file_is_gone_goes_on_shortened(void **state)
{
	struct aq_claim *claim = drop_and_take(long_name('a'), AQ_SLICE("x"));
	struct aq_slice *names;
	size_t count;

	(void)state;
	aq_claim_close(claim);
	assert_int_equal(aq_folder_list(home.work, home.arena, &names, &count, &home.err), AQ_OK);
	assert_int_equal(count, 2);
	assert_int_equal(unlinkat(aq_folder_descriptor(home.work), names[0].start, 0), 0);
	claim = resume_only_claim();
	assert_int_equal(aq_findings_at(home.findings, 0)->code, AQ_INTAKE_NAME_LOST);
	assert_true(aq_slice_starts_with(aq_claim_name(claim), AQ_SLICE("long-name-")));
	assert_int_equal(aq_claim_put_back(claim, &home.err), AQ_OK);
	assert_int_equal(files_in(home.inbox), 1);
	assert_int_equal(files_in(home.work), 0);
	aq_claim_close(claim);
}

static void a_side_file_that_lies_is_not_believed(void **state)
{
	struct aq_claim *claim = drop_and_take(long_name('a'), AQ_SLICE("x"));
	struct aq_slice *names;
	size_t count;

	(void)state;
	aq_claim_close(claim);
	assert_int_equal(aq_folder_list(home.work, home.arena, &names, &count, &home.err), AQ_OK);
	drop_text(home.work, names[0].start, "../../etc/passwd");
	claim = resume_only_claim();
	assert_true(aq_slice_starts_with(aq_claim_name(claim), AQ_SLICE("long-name-")));
	aq_claim_close(claim);
	drop_text(home.work, names[0].start, "other.csv");
	claim = resume_only_claim();
	assert_true(aq_slice_starts_with(aq_claim_name(claim), AQ_SLICE("long-name-")));
	aq_claim_close(claim);
}

static void putting_back_never_replaces_a_newer_file(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("first"));

	(void)state;
	drop_text(home.inbox, "a.csv", "second");
	assert_int_equal(aq_claim_put_back(claim, &home.err), AQ_OK);
	assert_file(home.inbox, "a.csv", "second");
	assert_file(home.inbox, "a-2.csv", "first");
	assert_int_equal(files_in(home.work), 0);
	aq_claim_close(claim);
}

static void a_removed_claim_is_gone_with_its_side_file(void **state)
{
	struct aq_claim *claim = drop_and_take(long_name('a'), AQ_SLICE("x"));

	(void)state;
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_OK);
	assert_int_equal(files_in(home.work), 0);
	assert_int_equal(files_in(home.inbox), 0);
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_OK);
	assert_int_equal(aq_claim_put_back(claim, &home.err), AQ_OK);
	assert_int_equal(files_in(home.inbox), 0);
	aq_claim_close(claim);
}

static void another_file_under_the_name_of_a_claim_is_not_removed(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("first"));

	(void)state;
	drop_text(home.work, "other", "second");
	assert_int_equal(renameat(aq_folder_descriptor(home.work), "other",
				  aq_folder_descriptor(home.work), "p-000001-a.csv"),
			 0);
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_SYSTEM);
	assert_file(home.work, "p-000001-a.csv", "second");
	aq_claim_close(claim);
}

static void a_work_name_that_is_not_ours_is_not_resumed(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	drop_text(home.work, "notes.txt", "x");
	assert_int_equal(aq_claim_resume(&claim, &home.folders, AQ_SLICE("notes.txt"), &home.err),
			 AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_FOREIGN);
	assert_int_equal(
		aq_claim_resume(&claim, &home.folders, AQ_SLICE("p-000001-a.csv"), &home.err),
		AQ_NOT_FOUND);
	assert_null(claim);
}

static const char *in_home(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", home.path, name);
	return path;
}

static void a_named_file_is_never_moved(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	drop_text(home.root, "items.csv", "12");
	assert_int_equal(aq_claim_named(&claim, in_home("items.csv"), &home.err), AQ_OK);
	assert_true(aq_slice_is(aq_claim_name(claim), "items.csv"));
	assert_int_equal(aq_claim_bytes(claim), 2);
	assert_int_equal(aq_claim_put_back(claim, &home.err), AQ_OK);
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_OK);
	assert_int_equal(aq_claim_reject(claim, AQ_SLICE("why"), &home.err), AQ_OK);
	aq_claim_close(claim);
	assert_file(home.root, "items.csv", "12");
}

static void a_named_link_is_followed(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	drop_text(home.root, "items.csv", "12");
	assert_int_equal(symlinkat("items.csv", aq_folder_descriptor(home.root), "latest.csv"), 0);
	assert_int_equal(aq_claim_named(&claim, in_home("latest.csv"), &home.err), AQ_OK);
	assert_true(aq_slice_is(aq_claim_name(claim), "latest.csv"));
	aq_claim_close(claim);
}

static void what_cannot_be_named_is_said(void **state)
{
	struct aq_claim *claim = NULL;

	(void)state;
	assert_int_equal(mkfifoat(aq_folder_descriptor(home.root), "pipe", 0600), 0);
	alarm(5);
	assert_int_equal(aq_claim_named(&claim, in_home("pipe"), &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_FIFO);
	alarm(0);
	assert_int_equal(aq_claim_named(&claim, in_home("inbox"), &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_FOLDER);
	assert_int_equal(aq_claim_named(&claim, in_home("none"), &home.err), AQ_NOT_FOUND);
	assert_int_equal(aq_claim_named(&claim, in_home("pipe/none"), &home.err), AQ_NOT_FOUND);
	assert_int_equal(aq_claim_named(&claim, "", &home.err), AQ_BAD_FILE);
	assert_int_equal(aq_claim_named(&claim, "/", &home.err), AQ_BAD_FILE);
	assert_null(claim);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, home_open, home_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOME(a_file_goes_into_work_under_a_name_of_ours),
		IN_A_HOME(open_items_come_from_their_own_folder),
		IN_A_HOME(what_is_no_plain_file_is_not_taken_and_stays),
		IN_A_HOME(a_file_that_vanished_is_not_found),
		IN_A_HOME(names_that_lead_elsewhere_are_refused),
		IN_A_HOME(a_file_that_is_still_written_is_not_taken),
		IN_A_HOME(a_run_takes_no_more_files_than_it_can_number),
		IN_A_HOME(a_claim_never_replaces_another),
		IN_A_HOME(hostile_names_survive_the_way_there_and_back),
		IN_A_HOME(a_name_of_255_bytes_survives_a_crash_whole),
		IN_A_HOME(a_long_name_whose_side_file_is_gone_goes_on_shortened),
		IN_A_HOME(a_side_file_that_lies_is_not_believed),
		IN_A_HOME(putting_back_never_replaces_a_newer_file),
		IN_A_HOME(a_removed_claim_is_gone_with_its_side_file),
		IN_A_HOME(another_file_under_the_name_of_a_claim_is_not_removed),
		IN_A_HOME(a_work_name_that_is_not_ours_is_not_resumed),
		IN_A_HOME(a_named_file_is_never_moved),
		IN_A_HOME(a_named_link_is_followed),
		IN_A_HOME(what_cannot_be_named_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
