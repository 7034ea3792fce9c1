/*
 * test_log.c - diagnostics go to standard error, one safe line each.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/log.h"

static char caught[8192];

/* Standard error goes to a file while `say` runs. */
static void catch_error_output(void (*say)(void))
{
	char path[] = "/tmp/acquit-test-XXXXXX";
	int file = mkstemp(path);
	int saved = dup(STDERR_FILENO);
	ssize_t bytes;

	assert_true(file >= 0 && saved >= 0);
	assert_int_equal(dup2(file, STDERR_FILENO), STDERR_FILENO);
	say();
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	bytes = pread(file, caught, sizeof(caught) - 1, 0);
	assert_true(bytes >= 0);
	caught[bytes] = '\0';
	assert_int_equal(close(saved), 0);
	assert_int_equal(close(file), 0);
	assert_int_equal(unlink(path), 0);
}

static void say_hostile(void)
{
	aq_log_say(AQ_LOG_WARNING, "file '%s'", "a\nacquit: all is well\x1b[2J");
	aq_log_say(AQ_LOG_INFO, "not shown");
}

static void say_long(void)
{
	static char text[5000];

	memset(text, 'x', sizeof(text) - 1);
	aq_log_say(AQ_LOG_ERROR, "%s", text);
	aq_log_say(AQ_LOG_ERROR, "%.*s", AQ_LOG_ARGS(((struct aq_slice){text, sizeof(text) - 1})));
}

static void say_error(void)
{
	struct aq_error err;

	aq_fail(&err, AQ_SETTINGS, AQ_SETTINGS_SYNTAX, (struct aq_at){.line = 3, .column = 7},
		"neither [section] nor key = value");
	aq_error_set_file(&err, AQ_SLICE("acquit.conf"));
	aq_log_error(&err);
}

static void say_progress(void)
{
	aq_progress_say("reading", 1, 10);
	aq_progress_end();
}

static void no_message_can_forge_another(void **state)
{
	(void)state;
	aq_log_start(AQ_LOG_WARNING, AQ_LOG_TEXT);
	catch_error_output(say_hostile);
	assert_string_equal(caught, "acquit: file 'a\\x0aacquit: all is well\\x1b[2J'\n");
}

static void json_is_one_object_a_line(void **state)
{
	(void)state;
	aq_log_start(AQ_LOG_WARNING, AQ_LOG_JSON);
	catch_error_output(say_hostile);
	assert_int_equal(strncmp(caught, "{\"time\":\"", 9), 0);
	assert_non_null(strstr(caught,
			       "Z\",\"level\":\"warning\",\"message\":\"file 'a\\nacquit: all "
			       "is well\\u001b[2J'\"}\n"));
	assert_ptr_equal(strchr(caught, '\n'), caught + strlen(caught) - 1);
}

static void a_message_is_cut_at_its_bound(void **state)
{
	(void)state;
	aq_log_start(AQ_LOG_WARNING, AQ_LOG_TEXT);
	catch_error_output(say_long);
	assert_int_equal(strchr(caught, '\n') - caught, 8 + 2047);
	assert_int_equal(strlen(strchr(caught, '\n')), 1 + 8 + 200 + 1);
}

static void an_error_says_where_what_and_what_to_do(void **state)
{
	(void)state;
	aq_log_start(AQ_LOG_WARNING, AQ_LOG_TEXT);
	catch_error_output(say_error);
	assert_string_equal(caught, "acquit: acquit.conf:3:7: neither [section] nor key = value "
				    "(settings.syntax); write [section] or key = value\n");
	aq_log_start(AQ_LOG_WARNING, AQ_LOG_JSON);
	catch_error_output(say_error);
	assert_non_null(strstr(caught, "\"code\":\"settings.syntax\",\"file\":\"acquit.conf\","
				       "\"line\":3,\"column\":7,\"mend\":\"write"));
	aq_log_start(AQ_LOG_WARNING, AQ_LOG_TEXT);
}

static void there_is_no_progress_without_a_terminal(void **state)
{
	(void)state;
	catch_error_output(say_progress);
	assert_string_equal(caught, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_message_can_forge_another),
		cmocka_unit_test(json_is_one_object_a_line),
		cmocka_unit_test(a_message_is_cut_at_its_bound),
		cmocka_unit_test(an_error_says_where_what_and_what_to_do),
		cmocka_unit_test(there_is_no_progress_without_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
