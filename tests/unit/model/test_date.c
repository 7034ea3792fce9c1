/*
 * test_date.c - days are those of the calendar.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/date.h"

static struct aq_date day(const char *text)
{
	struct aq_date date = AQ_DATE_NONE;

	assert_true(aq_date_parse(aq_slice_of(text), &date));
	return date;
}

static void expect(struct aq_date date, const char *expected)
{
	char text[AQ_DATE_TEXT_BYTES];

	aq_date_print(date, text);
	assert_string_equal(text, expected);
}

static void every_day_follows_the_one_before(void **state)
{
	struct aq_date date = day("1900-01-01");
	struct aq_civil last = {1899, 12, 31};
	int count = 0;

	(void)state;
	for (; aq_date_is_set(date); date = aq_date_add_days(date, 1)) {
		struct aq_civil civil = aq_date_to_civil(date);
		struct aq_date back;

		assert_true(civil.day == last.day + 1 || civil.day == 1);
		assert_true(aq_date_from_civil(civil, &back));
		assert_int_equal(back.day, date.day);
		last = civil;
		count++;
	}
	assert_int_equal(last.year * 10000 + last.month * 100 + last.day, 29991231);
	assert_int_equal(count, 401767);
	assert_int_equal(day("1970-01-01").day, 1000000);
	assert_int_equal(day("2026-01-31").day, 1000000 + 20484);
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const char *const refused[] = {
		"2025-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32",
		"1900-02-29", "0000-01-01", "1899-12-31", "3000-01-01", "2026-1-01",  "2026/01/01",
		"20260101",   "",	    "2026-01-0a", " 2026-01-1", "-026-01-01", "2026-01-011",
	};
	struct aq_date date = {7};

	(void)state;
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++)
		if (aq_date_parse(aq_slice_of(refused[index]), &date))
			fail_msg("'%s' was read", refused[index]);
	assert_int_equal(date.day, 7);
	expect(day("2000-02-29"), "2000-02-29");
}

static void the_day_of_an_iso_time_is_the_one_written(void **state)
{
	static const char *const read[] = {
		"2026-01-31",
		"2026-01-31Z",
		"2026-01-31+05:30",
		"2026-01-31T23:59:59",
		"2026-01-31T23:59:59Z",
		"2026-01-31T23:59:59.123456789-11:00",
		"2026-01-31T24:00:00",
		"2026-01-31T02:00",
		"2026-01-31T02:00:05+0200",
	};
	static const char *const refused[] = {
		"2026-01-31T",
		"2026-01-31T25:00:00",
		"2026-01-31X",
		"2026-01-31T02:60:00",
		"2026-01-31T02:00:05+2",
		"2026-01-31T02:00:05.",
		"2026-01-31T02:00:05 ",
		"2026-02-31T02:00:05",
		"2026-01-3",
		"2026-01-31T02:00:05+15:00",
	};
	struct aq_date date;

	(void)state;
	for (size_t index = 0; index < sizeof(read) / sizeof(read[0]); index++) {
		if (!aq_date_parse_iso(aq_slice_of(read[index]), &date))
			fail_msg("'%s' was refused", read[index]);
		expect(date, "2026-01-31");
	}
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++)
		if (aq_date_parse_iso(aq_slice_of(refused[index]), &date))
			fail_msg("'%s' was read", refused[index]);
}

static void two_digit_years_turn_at_seventy(void **state)
{
	struct aq_date date;

	(void)state;
	assert_true(aq_date_parse_yymmdd(AQ_SLICE("260131"), &date));
	expect(date, "2026-01-31");
	assert_true(aq_date_parse_yymmdd(AQ_SLICE("700101"), &date));
	expect(date, "1970-01-01");
	assert_true(aq_date_parse_yymmdd(AQ_SLICE("691231"), &date));
	expect(date, "2069-12-31");
	assert_false(aq_date_parse_yymmdd(AQ_SLICE("260230"), &date));
	assert_false(aq_date_parse_yymmdd(AQ_SLICE("26013"), &date));
	assert_false(aq_date_parse_yymmdd(AQ_SLICE("      "), &date));
}

static void an_absent_day_stays_absent(void **state)
{
	(void)state;
	expect(AQ_DATE_NONE, "");
	assert_false(aq_date_is_set(AQ_DATE_NONE));
	assert_false(aq_date_is_set(aq_date_add_days(AQ_DATE_NONE, 1)));
	assert_false(aq_date_is_set(aq_date_add_months(AQ_DATE_NONE, 1)));
	assert_int_equal(aq_date_to_civil(AQ_DATE_NONE).year, 0);
}

static void a_sum_past_the_calendar_is_absent(void **state)
{
	(void)state;
	assert_false(aq_date_is_set(aq_date_add_days(day("2999-12-31"), 1)));
	assert_false(aq_date_is_set(aq_date_add_days(day("1900-01-01"), -1)));
	assert_false(aq_date_is_set(aq_date_add_days(day("2026-01-01"), INT_MAX)));
	assert_false(aq_date_is_set(aq_date_add_months(day("2026-01-01"), INT_MAX)));
	assert_false(aq_date_is_set(aq_date_add_months(day("2026-01-01"), INT_MIN)));
	assert_false(aq_date_is_set(aq_date_add_months(day("2999-12-01"), 1)));
}

static void a_month_later_is_the_same_day_or_the_last(void **state)
{
	(void)state;
	expect(aq_date_add_months(day("2026-01-31"), 1), "2026-02-28");
	expect(aq_date_add_months(day("2024-01-31"), 1), "2024-02-29");
	expect(aq_date_add_months(day("2026-01-31"), 12), "2027-01-31");
	expect(aq_date_add_months(day("2026-01-15"), -1), "2025-12-15");
	expect(aq_date_add_months(day("2026-12-31"), 2), "2027-02-28");
	expect(aq_date_add_months(day("2026-03-31"), 0), "2026-03-31");
}

static void weekends_are_no_business_days(void **state)
{
	(void)state; /* 2026-01-30 is a Friday. */
	assert_int_equal(aq_date_business_days_between(day("2026-01-30"), day("2026-01-30")), 0);
	assert_int_equal(aq_date_business_days_between(day("2026-01-30"), day("2026-01-31")), 0);
	assert_int_equal(aq_date_business_days_between(day("2026-01-30"), day("2026-02-02")), 1);
	assert_int_equal(aq_date_business_days_between(day("2026-01-31"), day("2026-02-02")), 1);
	assert_int_equal(aq_date_business_days_between(day("2026-01-26"), day("2026-01-30")), 4);
	assert_int_equal(aq_date_business_days_between(day("2026-01-30"), day("2026-02-06")), 5);
	assert_int_equal(aq_date_business_days_between(day("2026-02-06"), day("2026-01-30")), -5);
	assert_int_equal(aq_date_business_days_between(day("1900-01-01"), day("1900-01-08")), 5);
}

static void a_day_of_the_year_falls_into_the_nearest_year(void **state)
{
	struct aq_date date;

	(void)state;
	assert_true(aq_date_from_julian(1, day("2025-12-30"), &date));
	expect(date, "2026-01-01");
	assert_true(aq_date_from_julian(365, day("2026-01-02"), &date));
	expect(date, "2025-12-31");
	assert_true(aq_date_from_julian(60, day("2026-02-20"), &date));
	expect(date, "2026-03-01");
	assert_true(aq_date_from_julian(366, day("2025-01-01"), &date));
	expect(date, "2024-12-31");
	assert_false(aq_date_from_julian(366, day("2026-06-01"), &date));
	assert_false(aq_date_from_julian(0, day("2026-06-01"), &date));
	assert_false(aq_date_from_julian(367, day("2024-06-01"), &date));
	assert_false(aq_date_from_julian(10, AQ_DATE_NONE, &date));
}

static void days_are_counted_and_compared(void **state)
{
	(void)state;
	assert_int_equal(aq_date_days_between(day("2024-02-28"), day("2024-03-01")), 2);
	assert_int_equal(aq_date_compare(day("2026-01-01"), day("2025-12-31")), 1);
	assert_int_equal(aq_date_compare(AQ_DATE_NONE, day("1900-01-01")), -1);
	assert_int_equal(aq_date_compare(day("2026-01-01"), day("2026-01-01")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(the_day_of_an_iso_time_is_the_one_written),
		cmocka_unit_test(two_digit_years_turn_at_seventy),
		cmocka_unit_test(an_absent_day_stays_absent),
		cmocka_unit_test(a_sum_past_the_calendar_is_absent),
		cmocka_unit_test(a_month_later_is_the_same_day_or_the_last),
		cmocka_unit_test(weekends_are_no_business_days),
		cmocka_unit_test(a_day_of_the_year_falls_into_the_nearest_year),
		cmocka_unit_test(days_are_counted_and_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
