/*
 * test_writer.c - a written file is there whole or not at all.
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

static void a_file_appears_when_it_is_committed(void **state)
{
	struct aq_writer *writer = NULL;
	struct stat facts;

	(void)state;
	make_folder();
	assert_int_equal(aq_writer_open(&writer, folder, "report.csv", NULL), AQ_OK);
	assert_int_equal(aq_writer_add(writer, AQ_SLICE("a,b\n"), NULL), AQ_OK);
	assert_false(aq_file_exists((struct aq_file_name){folder, "report.csv"}));
	assert_int_equal(aq_writer_commit(writer, NULL), AQ_OK);
	expect_file("report.csv", AQ_SLICE("a,b\n"));
	assert_int_equal(fstatat(aq_folder_descriptor(folder), "report.csv", &facts, 0), 0);
	assert_int_equal(facts.st_mode & 07777, 0600);
	remove_file("report.csv");
	remove_folder();
}

static void a_dropped_file_leaves_the_old_one(void **state)
{
	struct aq_writer *writer = NULL;

	(void)state;
	make_folder();
	write_file("x", AQ_SLICE("old"));
	assert_int_equal(aq_writer_open(&writer, folder, "x", NULL), AQ_OK);
	assert_int_equal(aq_writer_add(writer, AQ_SLICE("new"), NULL), AQ_OK);
	aq_writer_drop(writer);
	expect_file("x", AQ_SLICE("old"));
	write_file("x", AQ_SLICE("new"));
	expect_file("x", AQ_SLICE("new"));
	write_file("x", AQ_SLICE(""));
	expect_file("x", AQ_SLICE(""));
	remove_file("x");
	remove_folder();
	aq_writer_drop(NULL);
	assert_int_equal(aq_writer_commit(NULL, NULL), AQ_OK);
}

static void any_number_of_bytes_in_any_pieces_arrives(void **state)
{
	static const size_t pieces[] = {1,	262143, 1,	1, 262144, 0, 262145,
					700000, 100000, 162144, 3, 0,	   1};
	struct aq_writer *writer = NULL;
	struct aq_buffer expected;
	size_t used = 0;

	(void)state;
	make_folder();
	aq_buffer_init(&expected, 0);
	for (uint32_t index = 0; index < 500000; index++)
		aq_buffer_add_be32(&expected, index * 2654435761u);
	assert_int_equal(aq_writer_open(&writer, folder, "big", NULL), AQ_OK);
	for (size_t index = 0; index < sizeof(pieces) / sizeof(pieces[0]); index++) {
		assert_int_equal(
			aq_writer_add(writer,
				      (struct aq_slice){expected.start + used, pieces[index]},
				      NULL),
			AQ_OK);
		used += pieces[index];
	}
	assert_true(used <= expected.length);
	assert_int_equal(aq_writer_commit(writer, NULL), AQ_OK);
	expect_file("big", (struct aq_slice){expected.start, used});
	aq_buffer_free(&expected);
	remove_file("big");
	remove_folder();
}

static void what_a_killed_run_left_is_replaced(void **state)
{
	struct aq_writer *killed = NULL;

	(void)state;
	make_folder();
	assert_int_equal(aq_writer_open(&killed, folder, "x", NULL), AQ_OK);
	/* Never ended, as if its process had died. */
	write_file("x", AQ_SLICE("second"));
	expect_file("x", AQ_SLICE("second"));
	remove_file("x");
	aq_writer_drop(killed);
	remove_folder();
}

static void a_name_that_leads_elsewhere_is_refused(void **state)
{
	struct aq_writer *writer = NULL;

	(void)state;
	make_folder();
	assert_int_equal(aq_writer_open(&writer, folder, "../x", NULL), AQ_SYSTEM);
	assert_int_equal(aq_writer_open(&writer, folder, "..", NULL), AQ_SYSTEM);
	assert_int_equal(aq_writer_open(&writer, folder, "", NULL), AQ_SYSTEM);
	assert_null(writer);
	remove_folder();
}

static void a_long_name_is_no_trouble(void **state)
{
	char name[256];

	(void)state;
	make_folder();
	memset(name, 'n', 255);
	name[255] = '\0';
	write_file(name, AQ_SLICE("x"));
	expect_file(name, AQ_SLICE("x"));
	remove_file(name);
	remove_folder();
}

static void a_folder_in_the_way_makes_the_commit_fail(void **state)
{
	struct aq_writer *writer = NULL;
	struct aq_folder *inner = NULL;
	struct aq_error err;

	(void)state;
	make_folder();
	assert_int_equal(aq_folder_open_in(&inner, folder, "x", NULL), AQ_OK);
	aq_folder_close(inner);
	assert_int_equal(aq_writer_open(&writer, folder, "x", NULL), AQ_OK);
	assert_int_equal(aq_writer_commit(writer, &err), AQ_SYSTEM);
	assert_int_equal(unlinkat(aq_folder_descriptor(folder), "x", AT_REMOVEDIR), 0);
	remove_folder();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_appears_when_it_is_committed),
		cmocka_unit_test(a_dropped_file_leaves_the_old_one),
		cmocka_unit_test(any_number_of_bytes_in_any_pieces_arrives),
		cmocka_unit_test(what_a_killed_run_left_is_replaced),
		cmocka_unit_test(a_name_that_leads_elsewhere_is_refused),
		cmocka_unit_test(a_long_name_is_no_trouble),
		cmocka_unit_test(a_folder_in_the_way_makes_the_commit_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
