/*
 * test_folder.c - folders are opened by descriptor and listed in order.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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

static void names_come_in_byte_order(void **state)
{
	static const char *const made[] = {"b", "B", "a b", ".hidden", "\xFF", "a", "line\nbreak"};
	static const char *const order[] = {".hidden", "B", "a", "a b", "b", "line\nbreak", "\xFF"};
	struct aq_arena *arena = NULL;
	struct aq_slice *names = NULL;
	size_t count = 0;

	(void)state;
	make_folder();
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_folder_list(folder, arena, &names, &count, NULL), AQ_OK);
	assert_int_equal(count, 0);
	for (size_t index = 0; index < 7; index++)
		assert_int_equal(mkdirat(aq_folder_descriptor(folder), made[index], 0700), 0);
	/* Twice: a listing always begins at the start. */
	for (int round = 0; round < 2; round++) {
		assert_int_equal(aq_folder_list(folder, arena, &names, &count, NULL), AQ_OK);
		assert_int_equal(count, 7);
		for (size_t index = 0; index < 7; index++)
			assert_true(aq_slice_is(names[index], order[index]));
	}
	for (size_t index = 0; index < 7; index++)
		assert_int_equal(unlinkat(aq_folder_descriptor(folder), made[index], AT_REMOVEDIR),
				 0);
	aq_arena_free(arena);
	remove_folder();
}

static void many_names_are_listed(void **state)
{
	struct aq_arena *arena = NULL;
	struct aq_slice *names = NULL;
	size_t count = 0;
	char name[16];

	(void)state;
	make_folder();
	for (int index = 0; index < 500; index++) {
		snprintf(name, sizeof(name), "%03d", index);
		assert_int_equal(mkdirat(aq_folder_descriptor(folder), name, 0700), 0);
	}
	assert_int_equal(aq_arena_new(&arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_folder_list(folder, arena, &names, &count, NULL), AQ_OK);
	assert_int_equal(count, 500);
	assert_true(aq_slice_is(names[499], "499"));
	for (size_t index = 0; index < count; index++)
		assert_int_equal(
			unlinkat(aq_folder_descriptor(folder), names[index].start, AT_REMOVEDIR),
			0);
	aq_arena_free(arena);
	remove_folder();
}

static void a_folder_inside_is_made_once_and_is_private(void **state)
{
	struct aq_folder *inner = NULL;
	struct stat facts;

	(void)state;
	make_folder();
	for (int round = 0; round < 2; round++) {
		assert_int_equal(aq_folder_open_in(&inner, folder, "work", NULL), AQ_OK);
		assert_int_equal(strncmp(aq_folder_path(inner), folder_path, strlen(folder_path)),
				 0);
		assert_string_equal(aq_folder_path(inner) + strlen(folder_path), "/work");
		assert_int_equal(fstat(aq_folder_descriptor(inner), &facts), 0);
		assert_int_equal(facts.st_mode & 07777, 0700);
		aq_folder_close(inner);
	}
	assert_int_equal(unlinkat(aq_folder_descriptor(folder), "work", AT_REMOVEDIR), 0);
	aq_folder_close(NULL);
	remove_folder();
}

static void links_and_strange_names_are_no_folders(void **state)
{
	static const char *const refused[] = {"link", "", ".", "..", "a/b", "../x"};
	struct aq_folder *inner = NULL;
	struct aq_error err;

	(void)state;
	make_folder();
	assert_int_equal(symlinkat("/tmp", aq_folder_descriptor(folder), "link"), 0);
	for (size_t index = 0; index < 6; index++)
		assert_int_equal(aq_folder_open_in(&inner, folder, refused[index], &err),
				 AQ_SYSTEM);
	assert_int_equal(aq_folder_open(&inner, "/no/such/folder", &err), AQ_SYSTEM);
	assert_int_equal(err.code, AQ_BASE_FILE);
	assert_null(inner);
	assert_int_equal(unlinkat(aq_folder_descriptor(folder), "link", 0), 0);
	remove_folder();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_come_in_byte_order),
		cmocka_unit_test(many_names_are_listed),
		cmocka_unit_test(a_folder_inside_is_made_once_and_is_private),
		cmocka_unit_test(links_and_strange_names_are_no_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
