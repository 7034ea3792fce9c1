/*
 * test_lock.c - only one run at a time holds a home.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

static void a_second_taker_is_refused_at_once(void **state)
{
	struct aq_lock *one = NULL;
	struct aq_lock *other = NULL;
	struct aq_error err;

	(void)state;
	make_folder();
	assert_int_equal(aq_lock_take(&one, folder, NULL), AQ_OK);
	assert_int_equal(aq_lock_take(&other, folder, &err), AQ_LOCKED);
	assert_int_equal(err.code, AQ_BASE_LOCKED);
	assert_non_null(strstr(err.text, "process"));
	assert_null(other);
	aq_lock_release(one);
	assert_int_equal(aq_lock_take(&other, folder, NULL), AQ_OK);
	aq_lock_release(other);
	aq_lock_release(NULL);
	assert_int_equal(aq_file_remove((struct aq_file_name){folder, "lock"}, NULL), AQ_OK);
	remove_folder();
}

static void a_lock_ends_with_its_process(void **state)
{
	struct aq_lock *lock = NULL;
	int status = 0;
	pid_t child;

	(void)state;
	make_folder();
	child = fork();
	if (child == 0)
		_exit(aq_lock_take(&lock, folder, NULL) == AQ_OK ? 0 : 1);
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(aq_lock_take(&lock, folder, NULL), AQ_OK);
	aq_lock_release(lock);
	assert_int_equal(aq_file_remove((struct aq_file_name){folder, "lock"}, NULL), AQ_OK);
	remove_folder();
}

static void nobody_else_can_open_the_lock(void **state)
{
	struct aq_lock *lock = NULL;
	struct stat facts;

	(void)state;
	make_folder();
	assert_int_equal(aq_lock_take(&lock, folder, NULL), AQ_OK);
	assert_int_equal(fstatat(aq_folder_descriptor(folder), "lock", &facts, 0), 0);
	assert_int_equal(facts.st_mode & 077, 0);
	aq_lock_release(lock);
	assert_int_equal(aq_file_remove((struct aq_file_name){folder, "lock"}, NULL), AQ_OK);
	remove_folder();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_taker_is_refused_at_once),
		cmocka_unit_test(a_lock_ends_with_its_process),
		cmocka_unit_test(nobody_else_can_open_the_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
