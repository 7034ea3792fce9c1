/*
 * test_file.c - files are read, moved and removed without surprises.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/file.h"

#define FOLDER_TEMPLATE "/tmp/acquit-test-XXXXXX"

static char folder_path[sizeof(FOLDER_TEMPLATE)];
static struct aq_folder *folder;

static void make_folder(void)
{
	memcpy(folder_path, FOLDER_TEMPLATE, sizeof(FOLDER_TEMPLATE));
	assert_non_null(mkdtemp(folder_path));
	assert_int_equal(aq_folder_open(&folder, folder_path, NULL), AQ_OK);
}

/* Fails when a test has left anything behind, a temporary file for one. */
static void remove_folder(void)
{
	aq_folder_close(folder);
	assert_int_equal(rmdir(folder_path), 0);
}

static void write_file(const char *name, struct aq_slice bytes)
{
	struct aq_writer *writer = NULL;

	assert_int_equal(aq_writer_open(&writer, folder, name, NULL), AQ_OK);
	assert_int_equal(aq_writer_add(writer, bytes, NULL), AQ_OK);
	assert_int_equal(aq_writer_commit(writer, NULL), AQ_OK);
}

static void expect_file(const char *name, struct aq_slice expected)
{
	struct aq_buffer bytes;

	aq_buffer_init(&bytes, 0);
	assert_int_equal(aq_file_read(folder, name, 10000000, &bytes, NULL), AQ_OK);
	assert_true(aq_slice_equals(aq_buffer_slice(&bytes), expected));
	aq_buffer_free(&bytes);
}

static void remove_file(const char *name)
{
	assert_int_equal(aq_file_remove((struct aq_file_name){folder, name}, NULL), AQ_OK);
}

static void only_regular_files_are_read(void **state)
{
	struct aq_buffer bytes;

	(void)state;
	make_folder();
	aq_buffer_init(&bytes, 0);
	assert_int_equal(symlinkat("/etc/passwd", aq_folder_descriptor(folder), "link"), 0);
	assert_int_equal(mkfifoat(aq_folder_descriptor(folder), "pipe", 0600), 0);
	assert_int_equal(mkdirat(aq_folder_descriptor(folder), "inner", 0700), 0);
	assert_int_equal(aq_file_read(folder, "link", 1000, &bytes, NULL), AQ_SYSTEM);
	assert_int_equal(aq_file_read(folder, "pipe", 1000, &bytes, NULL), AQ_SYSTEM);
	assert_int_equal(aq_file_read(folder, "inner", 1000, &bytes, NULL), AQ_SYSTEM);
	assert_int_equal(aq_file_read(folder, "../x", 1000, &bytes, NULL), AQ_SYSTEM);
	assert_int_equal(aq_file_read(folder, "none", 1000, &bytes, NULL), AQ_NOT_FOUND);
	assert_int_equal(bytes.length, 0);
	remove_file("link");
	remove_file("pipe");
	assert_int_equal(unlinkat(aq_folder_descriptor(folder), "inner", AT_REMOVEDIR), 0);
	remove_folder();
}

static void a_file_larger_than_its_bound_is_refused(void **state)
{
	struct aq_buffer bytes;
	struct aq_error err;

	(void)state;
	make_folder();
	aq_buffer_init(&bytes, 0);
	write_file("x", AQ_SLICE("12345"));
	assert_int_equal(aq_file_read(folder, "x", 4, &bytes, &err), AQ_SYSTEM);
	assert_int_equal(err.code, AQ_BASE_LIMIT);
	aq_buffer_add_text(&bytes, "before ");
	assert_int_equal(aq_file_read(folder, "x", 5, &bytes, &err), AQ_OK);
	assert_true(aq_slice_is(aq_buffer_slice(&bytes), "before 12345"));
	aq_buffer_free(&bytes);
	remove_file("x");
	remove_folder();
}

static void a_move_never_replaces(void **state)
{
	struct aq_folder *inner = NULL;
	struct aq_error err;

	(void)state;
	make_folder();
	assert_int_equal(aq_folder_open_in(&inner, folder, "work", NULL), AQ_OK);
	write_file("one", AQ_SLICE("1"));
	write_file("two", AQ_SLICE("2"));
	assert_int_equal(aq_file_move((struct aq_file_name){folder, "one"},
				      (struct aq_file_name){folder, "two"}, &err),
			 AQ_SYSTEM);
	assert_int_equal(err.code, AQ_BASE_EXISTS);
	expect_file("one", AQ_SLICE("1"));
	expect_file("two", AQ_SLICE("2"));
	assert_int_equal(aq_file_move((struct aq_file_name){folder, "one"},
				      (struct aq_file_name){inner, "three"}, &err),
			 AQ_OK);
	assert_false(aq_file_exists((struct aq_file_name){folder, "one"}));
	assert_true(aq_file_exists((struct aq_file_name){inner, "three"}));
	assert_int_equal(aq_file_move((struct aq_file_name){folder, "one"},
				      (struct aq_file_name){inner, "four"}, &err),
			 AQ_SYSTEM);
	assert_int_equal(aq_file_remove((struct aq_file_name){inner, "three"}, NULL), AQ_OK);
	aq_folder_close(inner);
	assert_int_equal(unlinkat(aq_folder_descriptor(folder), "work", AT_REMOVEDIR), 0);
	remove_file("two");
	remove_folder();
}

static void a_link_is_moved_and_not_what_it_names(void **state)
{
	struct stat facts;

	(void)state;
	make_folder();
	assert_int_equal(symlinkat("/etc/passwd", aq_folder_descriptor(folder), "link"), 0);
	assert_int_equal(aq_file_move((struct aq_file_name){folder, "link"},
				      (struct aq_file_name){folder, "moved"}, NULL),
			 AQ_OK);
	assert_int_equal(
		fstatat(aq_folder_descriptor(folder), "moved", &facts, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(S_ISLNK(facts.st_mode));
	remove_file("moved");
	remove_folder();
}

static void removing_what_is_not_there_is_no_fault(void **state)
{
	(void)state;
	make_folder();
	remove_file("none");
	assert_int_equal(aq_file_remove((struct aq_file_name){folder, ".."}, NULL), AQ_SYSTEM);
	remove_folder();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_regular_files_are_read),
		cmocka_unit_test(a_file_larger_than_its_bound_is_refused),
		cmocka_unit_test(a_move_never_replaces),
		cmocka_unit_test(a_link_is_moved_and_not_what_it_names),
		cmocka_unit_test(removing_what_is_not_there_is_no_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
