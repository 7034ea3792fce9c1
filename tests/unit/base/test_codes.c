/*
 * test_codes.c - every code has a name of its own and advice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/codes.h"

static void every_code_is_found_by_its_own_name(void **state)
{
	(void)state;
	for (unsigned code = AQ_CODE_NONE + 1; code < AQ_CODE_COUNT; code++) {
		const char *name = aq_code_name((enum aq_code)code);

		assert_int_equal(aq_code_find(name), code);
		assert_true(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(name));
	}
}

static void every_code_has_a_severity(void **state)
{
	(void)state;
	for (unsigned code = AQ_CODE_NONE + 1; code < AQ_CODE_COUNT; code++) {
		enum aq_severity severity = aq_code_severity((enum aq_code)code);

		assert_true(severity > AQ_SEVERITY_NONE && severity <= AQ_SEVERITY_FATAL);
		assert_true(aq_severity_name(severity)[0] != '\0');
	}
}

static void what_is_refused_can_be_mended(void **state)
{
	(void)state;
	for (unsigned code = AQ_CODE_NONE + 1; code < AQ_CODE_COUNT; code++)
		if (aq_code_severity((enum aq_code)code) >= AQ_SEVERITY_ERROR)
			assert_true(aq_code_mend((enum aq_code)code)[0] != '\0');
}

static void an_unknown_name_is_no_code(void **state)
{
	(void)state;
	assert_int_equal(aq_code_find("no.such-code"), AQ_CODE_NONE);
	assert_int_equal(aq_code_find(""), AQ_CODE_NONE);
	assert_int_equal(aq_code_find("none"), AQ_CODE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_is_found_by_its_own_name),
		cmocka_unit_test(every_code_has_a_severity),
		cmocka_unit_test(what_is_refused_can_be_mended),
		cmocka_unit_test(an_unknown_name_is_no_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
