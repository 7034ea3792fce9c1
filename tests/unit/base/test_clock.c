/*
 * test_clock.c - the clock gives days and stamps of the usual form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/clock.h"

static void a_stamp_has_the_form_of_iso_8601(void **state)
{
	char stamp[24];
	struct aq_date date;

	(void)state;
	aq_clock_stamp(stamp);
	assert_int_equal(strlen(stamp), 20);
	assert_int_equal(stamp[19], 'Z');
	assert_true(aq_date_parse_iso(aq_slice_of(stamp), &date));
}

static void today_is_the_local_day(void **state)
{
	char stamp[24];
	struct aq_date utc;
	struct aq_date west;
	struct aq_date east;

	(void)state;
	assert_int_equal(setenv("TZ", "WEST+12", 1), 0);
	west = aq_clock_today();
	assert_int_equal(setenv("TZ", "EAST-14", 1), 0);
	east = aq_clock_today();
	aq_clock_stamp(stamp);
	assert_true(aq_date_parse_iso(aq_slice_of(stamp), &utc));
	/* They are 26 hours apart, so a day or two. */
	assert_true(aq_date_days_between(west, east) >= 1);
	assert_true(aq_date_days_between(west, east) <= 2);
	assert_true(aq_date_compare(west, utc) <= 0 && aq_date_compare(utc, east) <= 0);
}

static void the_steady_clock_never_goes_back(void **state)
{
	uint64_t last = aq_clock_steady_ms();

	(void)state;
	for (int count = 0; count < 1000; count++) {
		uint64_t now = aq_clock_steady_ms();

		assert_true(now >= last);
		last = now;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stamp_has_the_form_of_iso_8601),
		cmocka_unit_test(today_is_the_local_day),
		cmocka_unit_test(the_steady_clock_never_goes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
