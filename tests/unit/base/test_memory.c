/*
 * test_memory.c - what the machine has, less where a control group has less.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#include "acquit/memory.h"

static void what_is_allowed_is_some_of_what_there_is(void **state)
{
	uint64_t all = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);

	(void)state;
	assert_true(aq_memory_allowed() > 0);
	assert_true(aq_memory_allowed() <= all);
	assert_int_equal(aq_memory_allowed(), aq_memory_allowed());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_allowed_is_some_of_what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
