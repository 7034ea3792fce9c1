/*
 * date.h - calendar days, proleptic Gregorian, 1900-01-01 to 2999-12-31.
 */
#ifndef ACQUIT_DATE_H
#define ACQUIT_DATE_H

#include "acquit/slice.h"

struct aq_date {
	int32_t day; /* days since 1970-01-01, plus 1000000; 0 is "absent" */
};

#define AQ_DATE_NONE ((struct aq_date){0})

bool aq_date_is_set(struct aq_date date);
struct aq_civil {
	int year;
	int month;
	int day;
};
/* False when there is no such day: 31 February, year 0. */
bool aq_date_from_civil(struct aq_civil civil, struct aq_date *out);
struct aq_civil aq_date_to_civil(struct aq_date date);
/* Exactly "YYYY-MM-DD". */
bool aq_date_parse(struct aq_slice text, struct aq_date *out);
/* "YYYY-MM-DD", or the same followed by 'T' and a time, or by a zone
 * (xs:date, xs:dateTime); the day as written, never shifted. */
bool aq_date_parse_iso(struct aq_slice text, struct aq_date *out);
/* YYMMDD; 70-99 is 19YY. */
bool aq_date_parse_yymmdd(struct aq_slice text, struct aq_date *out);
#define AQ_DATE_TEXT_BYTES 11
/* "" when absent. */
void aq_date_print(struct aq_date date, char out[AQ_DATE_TEXT_BYTES]);
int aq_date_compare(struct aq_date one, struct aq_date other);
/* AQ_DATE_NONE when the date is absent or the result outside the calendar. */
struct aq_date aq_date_add_days(struct aq_date date, int days);
/* The same day of the month, or the month's last. */
struct aq_date aq_date_add_months(struct aq_date date, int months);
int aq_date_days_between(struct aq_date from, struct aq_date to);
/* Monday to Friday, `from` not counted and `to` counted; negative when `to` is
 * earlier. No holiday table. */
int aq_date_business_days_between(struct aq_date from, struct aq_date to);
/* The day of a year (1-366) in the year that puts it nearest to `near`. */
bool aq_date_from_julian(int day_of_year, struct aq_date near, struct aq_date *out);

#endif
