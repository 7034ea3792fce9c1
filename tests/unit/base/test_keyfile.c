/*
 * test_keyfile.c - settings come out with their lines, faults with theirs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/keyfile.h"

static void expect_fault(struct aq_slice text, struct aq_at at)
{
	struct aq_arena *arena = NULL;
	struct aq_keyfile keyfile;
	struct aq_error err;

	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_keyfile_parse(&keyfile, arena, AQ_SLICE("acquit.conf"), text, &err),
			 AQ_SETTINGS);
	assert_int_equal(err.code, AQ_SETTINGS_SYNTAX);
	assert_int_equal(err.at.line, at.line);
	assert_int_equal(err.at.column, at.column);
	assert_string_equal(err.file, "acquit.conf");
	aq_arena_free(arena);
}

static void settings_know_their_section_and_line(void **state)
{
	struct aq_arena *arena = NULL;
	struct aq_keyfile keyfile;
	const struct aq_setting *setting;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_keyfile_parse(&keyfile, arena, AQ_SLICE("f"),
					  AQ_SLICE("\xEF\xBB\xBFtop = 1\r\n# note\n\n"
						   "[ match ]\n  use_balance =  yes  \nempty=\n"
						   "[csv]\ndelimiter = ;\nquote = # = \"\n"
						   "delimiter = |"),
					  NULL),
			 AQ_OK);
	assert_int_equal(keyfile.count, 6);
	assert_true(aq_slice_is(keyfile.path, "f"));
	setting = aq_keyfile_find(&keyfile, "", "top");
	assert_non_null(setting);
	assert_true(aq_slice_is(setting->value, "1"));
	assert_int_equal(setting->line, 1);
	setting = aq_keyfile_find(&keyfile, "match", "use_balance");
	assert_non_null(setting);
	assert_true(aq_slice_is(setting->value, "yes"));
	assert_int_equal(setting->line, 5);
	assert_int_equal(setting->section_line, 4);
	assert_true(aq_slice_is_empty(aq_keyfile_find(&keyfile, "match", "empty")->value));
	assert_true(aq_slice_is(aq_keyfile_find(&keyfile, "csv", "quote")->value, "# = \""));
	/* The last one counts; the first is still there. */
	assert_true(aq_slice_is(aq_keyfile_find(&keyfile, "csv", "delimiter")->value, "|"));
	assert_true(aq_slice_is(keyfile.settings[3].value, ";"));
	assert_null(aq_keyfile_find(&keyfile, "csv", "use_balance"));
	aq_arena_free(arena);
}

static void faults_name_file_and_line(void **state)
{
	(void)state;
	expect_fault(AQ_SLICE("a = 1\nnonsense\n"), (struct aq_at){.line = 2});
	expect_fault(AQ_SLICE("[open\n"), (struct aq_at){.line = 1});
	expect_fault(AQ_SLICE("[a] b\n"), (struct aq_at){.line = 1});
	expect_fault(AQ_SLICE("\n\n[ ]\n"), (struct aq_at){.line = 3});
	expect_fault(AQ_SLICE(" = 1\n"), (struct aq_at){.line = 1});
	expect_fault(AQ_SLICE("a = \xFF\n"), (struct aq_at){.line = 1, .column = 5});
	expect_fault(AQ_SLICE("a = \0\n"), (struct aq_at){.line = 1, .column = 5});
	expect_fault(AQ_SLICE("a = 1\nb = \x1b\n"), (struct aq_at){.line = 2, .column = 5});
}

static void a_line_may_be_long_but_not_endless(void **state)
{
	char line[AQ_KEYFILE_LINE_BYTES_MAX + 1];
	struct aq_arena *arena = NULL;
	struct aq_keyfile keyfile;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[1] = '=';
	expect_fault((struct aq_slice){line, sizeof(line)}, (struct aq_at){.line = 1});
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_keyfile_parse(&keyfile, arena, AQ_SLICE("f"),
					  (struct aq_slice){line, sizeof(line) - 1}, NULL),
			 AQ_OK);
	aq_arena_free(arena);
}

static void the_parsed_text_may_go_away(void **state)
{
	struct aq_arena *arena = NULL;
	struct aq_keyfile keyfile;
	char text[] = "[s]\nkey = value\n";

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_keyfile_parse(&keyfile, arena, AQ_SLICE("f"), aq_slice_of(text), NULL),
			 AQ_OK);
	memset(text, 'z', sizeof(text) - 1);
	assert_true(aq_slice_is(aq_keyfile_find(&keyfile, "s", "key")->value, "value"));
	aq_arena_free(arena);
}

static void an_empty_file_has_no_settings(void **state)
{
	struct aq_arena *arena = NULL;
	struct aq_keyfile keyfile;

	(void)state;
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_keyfile_parse(&keyfile, arena, AQ_SLICE("f"), AQ_SLICE(""), NULL),
			 AQ_OK);
	assert_int_equal(keyfile.count, 0);
	aq_arena_free(arena);
}

static void a_file_is_read_by_its_path_or_not_found(void **state)
{
	char folder[] = "/tmp/acquit-test-XXXXXX";
	char path[64];
	struct aq_arena *arena = NULL;
	struct aq_keyfile keyfile;
	struct aq_error err;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/acquit.conf", folder);
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_keyfile_read(&keyfile, arena, path, &err), AQ_NOT_FOUND);
	assert_int_equal(aq_keyfile_read(&keyfile, arena, folder, &err), AQ_SYSTEM);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs("[ledger]\nclosed_through = 2025-12-31\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(aq_keyfile_read(&keyfile, arena, path, &err), AQ_OK);
	assert_int_equal(keyfile.count, 1);
	assert_true(aq_slice_is(keyfile.path, path));
	aq_arena_free(arena);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_know_their_section_and_line),
		cmocka_unit_test(faults_name_file_and_line),
		cmocka_unit_test(a_line_may_be_long_but_not_endless),
		cmocka_unit_test(the_parsed_text_may_go_away),
		cmocka_unit_test(an_empty_file_has_no_settings),
		cmocka_unit_test(a_file_is_read_by_its_path_or_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
