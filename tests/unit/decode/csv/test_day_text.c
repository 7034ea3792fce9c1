/*
 * test_day_text.c - days by a profile's pattern.
 */
#include "seen.h"

#include "decode/csv/table.h"

static struct aq_slice patterns[2];

static bool day_is(const char *pattern, const char *text, const char *expected)
{
	struct table_profile profile = {0};
	struct table_date date = {.patterns = patterns, .pattern_count = 1};
	struct aq_date today;
	struct aq_date day;
	char printed[AQ_DATE_TEXT_BYTES];

	patterns[0] = aq_slice_of(pattern);
	assert_true(aq_date_from_civil((struct aq_civil){2026, 1, 10}, &today));
	if (!aq_day_read(&profile, &date, aq_slice_of(text), today, &day))
		return expected == NULL;
	aq_date_print(day, printed);
	return expected != NULL && strcmp(printed, expected) == 0;
}

static void patterns_cover_the_whole_text(void **state)
{
	(void)state;
	assert_true(day_is("%Y-%m-%d", "2026-03-01", "2026-03-01"));
	assert_true(day_is("%Y-%m-%d", "2026-03-01 10:00", NULL));
	assert_true(day_is("%Y-%m-%d*", "2026-03-01 10:00", "2026-03-01"));
	assert_true(day_is("%Y-%m-%d %H:%M:%S", "2026-03-01 23:59:60", "2026-03-01"));
	assert_true(day_is("%Y-%m-%d %H:%M:%S", "2026-03-01 23:71:00", NULL));
	assert_true(day_is("%d.%m.%y", "1.3.26", "2026-03-01"));
	assert_true(day_is("%d.%m.%y", "1.3.2026", NULL));
	assert_true(day_is("%m/%d/%Y", "9/27/2018", "2018-09-27"));
	assert_true(day_is("%Y%m%d", "20200213", "2020-02-13"));
	assert_true(day_is("%Y:%m:%d", "2012:03:01", "2012-03-01"));
	assert_true(day_is("%y%m%d", "991231", "1999-12-31"));
}

static void days_that_do_not_exist_are_refused(void **state)
{
	(void)state;
	assert_true(day_is("%d.%m.%Y", "30.02.2026", NULL));
	assert_true(day_is("%d/%m/%Y", "9/27/2018", NULL));
	assert_true(day_is("%Y-%m-%d", "2026-00-10", NULL));
	assert_true(day_is("%Y-%m-%d", "", NULL));
}

static void months_may_be_words(void **state)
{
	(void)state;
	assert_true(day_is("%d-%b-%y", "14-Jan-24", "2024-01-14"));
	assert_true(day_is("%d %b %Y", "14 SEPTEMBER 2024", "2024-09-14"));
	assert_true(day_is("%d %b %Y", "14 Mai 2024", NULL));
	assert_true(day_is("%d %b %Y", "14 Sept 2024", "2024-09-14"));
	assert_true(day_is("%d %b %Y", "14 Sept. 2024", "2024-09-14"));
	assert_true(day_is("%d.%b.%Y", "14.Jan.2024", "2024-01-14"));
	assert_true(day_is("%a %d %b %Y", "Sun. 14 Jan. 2024", "2024-01-14"));
	assert_true(day_is("%d %b %Y", "14 Juneau 2024", NULL));
}

static void zones_and_fractions_are_read_over(void **state)
{
	(void)state;
	assert_true(day_is("%Y/%m/%d %H:%M:%S %z", "2026/01/06 23:31:39 -0800", "2026-01-06"));
	assert_true(
		day_is("%Y-%m-%dT%H:%M:%S.%f%z", "2026-01-06T23:31:39.123+01:00", "2026-01-06"));
	assert_true(day_is("%Y-%m-%d %H:%M:%S %Z", "2026-01-06 23:31:39 UTC", "2026-01-06"));
	assert_true(day_is("%m/%d/%Y %I:%M %p", "01/06/2026 11:31 PM", "2026-01-06"));
}

static void seconds_since_1970_are_a_day(void **state)
{
	(void)state;
	assert_true(day_is("%s", "0", "1970-01-01"));
	assert_true(day_is("%s", "1767744000", "2026-01-07"));
	assert_true(day_is("%s", "99999999999999", NULL));
}

static void a_year_that_is_not_told_is_the_latest_that_fits(void **state)
{
	(void)state;
	assert_true(day_is("%m/%d", "12/29", "2025-12-29"));
	assert_true(day_is("%m/%d", "01/09", "2026-01-09"));
	assert_true(day_is("%m/%d", "02/29", "2024-02-29"));
	assert_true(day_is("%m/%d", "02/30", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_cover_the_whole_text),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(months_may_be_words),
		cmocka_unit_test(zones_and_fractions_are_read_over),
		cmocka_unit_test(seconds_since_1970_are_a_day),
		cmocka_unit_test(a_year_that_is_not_told_is_the_latest_that_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
