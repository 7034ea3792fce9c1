/*
 * test_error.c - errors say what happened and are safe to print.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/claim.h"
#include "acquit/error.h"

static void an_error_keeps_status_code_and_place(void **state)
{
	struct aq_error err;

	(void)state;
	assert_int_equal(aq_fail(&err, AQ_BAD_FILE, AQ_BASE_LIMIT,
				 (struct aq_at){.line = 3, .column = 9}, "row %d", 5),
			 AQ_BAD_FILE);
	assert_int_equal(err.status, AQ_BAD_FILE);
	assert_int_equal(err.code, AQ_BASE_LIMIT);
	assert_int_equal(err.at.line, 3);
	assert_int_equal(err.at.column, 9);
	assert_string_equal(err.text, "row 5");
	assert_string_equal(err.file, "");
}

static void nobody_has_to_ask_for_the_error(void **state)
{
	(void)state;
	assert_int_equal(aq_fail(NULL, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0}, "x"), AQ_SYSTEM);
	assert_int_equal(aq_fail_memory(NULL), AQ_SYSTEM);
	aq_error_set_file(NULL, AQ_SLICE("x"));
}

static void control_and_malformed_bytes_are_escaped(void **state)
{
	struct aq_error err;

	(void)state;
	aq_fail(&err, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0},
		"a\nb\x1b[2J\xff"
		"c \xC3\xA9");
	assert_string_equal(err.text, "a\\x0ab\\x1b[2J\\xffc \xC3\xA9");
}

static void a_long_text_is_cut_between_characters(void **state)
{
	struct aq_error err;
	char text[2000];

	(void)state;
	for (size_t index = 0; index + 1 < sizeof(text); index += 2)
		memcpy(text + index, "\xC3\xA9", 2);
	text[1998] = '\0';
	aq_fail(&err, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0}, "x%s", text);
	assert_int_equal(strlen(err.text), AQ_ERROR_TEXT_BYTES - 1);
	assert_int_equal((unsigned char)err.text[AQ_ERROR_TEXT_BYTES - 2], 0xA9);
}

static void a_failed_call_says_why(void **state)
{
	struct aq_error err;

	(void)state;
	errno = ENOENT;
	aq_fail_errno(&err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open '%s'", "x");
	assert_string_equal(err.text, "cannot open 'x': No such file or directory");
	assert_int_equal(errno, ENOENT);
}

static void the_first_file_named_stays(void **state)
{
	struct aq_error err;
	char longest[600];

	(void)state;
	aq_fail_memory(&err);
	aq_error_set_file(&err, AQ_SLICE("one.csv"));
	aq_error_set_file(&err, AQ_SLICE("other.csv"));
	assert_string_equal(err.file, "one.csv");
	memset(longest, 'a', sizeof(longest));
	memcpy(longest + sizeof(longest) - 4, ".csv", 4);
	aq_fail_memory(&err);
	aq_error_set_file(&err, (struct aq_slice){longest, sizeof(longest)});
	assert_int_equal(strlen(err.file), AQ_ERROR_FILE_BYTES - 1);
	assert_string_equal(err.file + AQ_ERROR_FILE_BYTES - 5, ".csv");
}

static void a_failed_claim_ends_the_process_with_seven(void **state)
{
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		close(STDERR_FILENO);
		AQ_CLAIM(status == 1);
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_keeps_status_code_and_place),
		cmocka_unit_test(nobody_has_to_ask_for_the_error),
		cmocka_unit_test(control_and_malformed_bytes_are_escaped),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
		cmocka_unit_test(a_failed_call_says_why),
		cmocka_unit_test(the_first_file_named_stays),
		cmocka_unit_test(a_failed_claim_ends_the_process_with_seven),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
