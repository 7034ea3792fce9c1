/*
 * date.c - calendar days, proleptic Gregorian.
 *
 * Reads: days from 1900-01-01 to 2999-12-31; refuses all others.
 * The conversion counts years from March, so that the leap day is a year's
 * last and the months before it have one simple law.
 */
#include "acquit/date.h"

#include "acquit/claim.h"

#define DAY_BASE      1000000
#define YEAR_MIN      1900
#define YEAR_MAX      2999
#define DAYS_OF_ERA   146097 /* 400 years */
#define DAYS_TO_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */
#define FIRST_DAY     (DAY_BASE - 25567)
#define LAST_DAY      (DAY_BASE + 376199)
#define TIME_TEXT_MIN 5
#define FRACTION_MAX  12

static const uint8_t month_days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month)
{
	return month == 2 && is_leap(year) ? 29 : month_days[month];
}

bool aq_date_is_set(struct aq_date date)
{
	return date.day != 0;
}

bool aq_date_from_civil(struct aq_civil civil, struct aq_date *out)
{
	int year;
	int era;
	int year_of_era;
	int day_of_year;

	if (civil.year < YEAR_MIN || civil.year > YEAR_MAX || civil.month < 1 || civil.month > 12 ||
	    civil.day < 1 || civil.day > days_of_month(civil.year, civil.month))
		return false;
	year = civil.month <= 2 ? civil.year - 1 : civil.year;
	era = year / 400;
	year_of_era = year - era * 400;
	day_of_year = (153 * (civil.month > 2 ? civil.month - 3 : civil.month + 9) + 2) / 5 +
		      civil.day - 1;
	out->day = DAY_BASE - DAYS_TO_EPOCH + era * DAYS_OF_ERA + year_of_era * 365 +
		   year_of_era / 4 - year_of_era / 100 + day_of_year;
	return true;
}

struct aq_civil aq_date_to_civil(struct aq_date date)
{
	int day = date.day - DAY_BASE + DAYS_TO_EPOCH;
	int era = day / DAYS_OF_ERA;
	int day_of_era = day - era * DAYS_OF_ERA;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march_month = (5 * day_of_year + 2) / 153;
	struct aq_civil civil;

	if (!aq_date_is_set(date))
		return (struct aq_civil){0};
	AQ_CLAIM(date.day >= FIRST_DAY && date.day <= LAST_DAY);
	civil.month = march_month < 10 ? march_month + 3 : march_month - 9;
	civil.year = year_of_era + era * 400 + (civil.month <= 2);
	civil.day = day_of_year - (153 * march_month + 2) / 5 + 1;
	return civil;
}

/* Two digits, or a negative number. */
static int two_digits(const char *at)
{
	unsigned tens = (unsigned)(unsigned char)at[0] - '0';
	unsigned ones = (unsigned)(unsigned char)at[1] - '0';

	return tens <= 9 && ones <= 9 ? (int)(tens * 10 + ones) : -1;
}

bool aq_date_parse(struct aq_slice text, struct aq_date *out)
{
	int century;
	int year;
	int month;
	int day;

	if (text.length != 10 || text.start[4] != '-' || text.start[7] != '-')
		return false;
	century = two_digits(text.start);
	year = two_digits(text.start + 2);
	month = two_digits(text.start + 5);
	day = two_digits(text.start + 8);
	if (century < 0 || year < 0 || month < 0 || day < 0)
		return false;
	return aq_date_from_civil((struct aq_civil){century * 100 + year, month, day}, out);
}

/* "Z", "+hh:mm" or "+hhmm", or nothing. */
static bool is_zone(struct aq_slice text)
{
	const char *at = text.start;
	size_t minutes;

	if (text.length == 0)
		return true;
	if (text.length == 1)
		return at[0] == 'Z';
	if ((at[0] != '+' && at[0] != '-') || (text.length != 5 && text.length != 6))
		return false;
	if (text.length == 6 && at[3] != ':')
		return false;
	minutes = text.length - 2;
	return two_digits(at + 1) >= 0 && two_digits(at + 1) <= 14 &&
	       two_digits(at + minutes) >= 0 && two_digits(at + minutes) <= 59;
}

/* "hh:mm[:ss[.f…]]" and a zone. 24:00:00 ends the day it is written on. */
static bool is_time(struct aq_slice text)
{
	const char *at = text.start;
	size_t used = TIME_TEXT_MIN;

	if (text.length < TIME_TEXT_MIN || at[2] != ':')
		return false;
	if (two_digits(at) < 0 || two_digits(at) > 24 || two_digits(at + 3) < 0 ||
	    two_digits(at + 3) > 59)
		return false;
	if (text.length >= used + 3 && at[used] == ':') {
		if (two_digits(at + used + 1) < 0 || two_digits(at + used + 1) > 60)
			return false;
		used += 3;
		if (text.length > used && at[used] == '.') {
			size_t digits = 0;

			for (used++; used < text.length && at[used] >= '0' && at[used] <= '9';
			     used++)
				digits++;
			if (digits == 0 || digits > FRACTION_MAX)
				return false;
		}
	}
	return is_zone((struct aq_slice){at + used, text.length - used});
}

bool aq_date_parse_iso(struct aq_slice text, struct aq_date *out)
{
	struct aq_slice rest;

	if (text.length < 10)
		return false;
	if (text.length > 10) {
		rest = (struct aq_slice){text.start + 10, text.length - 10};
		if (rest.start[0] == 'T') {
			if (!is_time((struct aq_slice){rest.start + 1, rest.length - 1}))
				return false;
		} else if (!is_zone(rest)) {
			return false;
		}
	}
	return aq_date_parse((struct aq_slice){text.start, 10}, out);
}

bool aq_date_parse_yymmdd(struct aq_slice text, struct aq_date *out)
{
	struct aq_civil civil;

	if (text.length != 6)
		return false;
	civil.year = two_digits(text.start);
	civil.month = two_digits(text.start + 2);
	civil.day = two_digits(text.start + 4);
	if (civil.year < 0)
		return false;
	civil.year += civil.year >= 70 ? 1900 : 2000;
	return aq_date_from_civil(civil, out);
}

static void put_two(char *at, int number)
{
	at[0] = (char)('0' + number / 10);
	at[1] = (char)('0' + number % 10);
}

void aq_date_print(struct aq_date date, char out[AQ_DATE_TEXT_BYTES])
{
	struct aq_civil civil;

	out[0] = '\0';
	if (!aq_date_is_set(date))
		return;
	civil = aq_date_to_civil(date);
	put_two(out, civil.year / 100);
	put_two(out + 2, civil.year % 100);
	out[4] = '-';
	put_two(out + 5, civil.month);
	out[7] = '-';
	put_two(out + 8, civil.day);
	out[10] = '\0';
}

int aq_date_compare(struct aq_date one, struct aq_date other)
{
	return (one.day > other.day) - (one.day < other.day);
}

struct aq_date aq_date_add_days(struct aq_date date, int days)
{
	int32_t day;

	if (!aq_date_is_set(date) || __builtin_add_overflow(date.day, days, &day) ||
	    day < FIRST_DAY || day > LAST_DAY)
		return AQ_DATE_NONE;
	return (struct aq_date){day};
}

struct aq_date aq_date_add_months(struct aq_date date, int months)
{
	struct aq_civil civil = aq_date_to_civil(date);
	struct aq_date moved = AQ_DATE_NONE;
	int month;

	if (!aq_date_is_set(date) ||
	    __builtin_add_overflow(civil.year * 12 + civil.month - 1, months, &month))
		return AQ_DATE_NONE;
	if (month < YEAR_MIN * 12 || month >= (YEAR_MAX + 1) * 12)
		return AQ_DATE_NONE;
	civil.year = month / 12;
	civil.month = month % 12 + 1;
	if (civil.day > days_of_month(civil.year, civil.month))
		civil.day = days_of_month(civil.year, civil.month);
	return aq_date_from_civil(civil, &moved) ? moved : AQ_DATE_NONE;
}

int aq_date_days_between(struct aq_date from, struct aq_date to)
{
	return to.day - from.day;
}

/* Business days before or on `day`, counted from some Monday long ago. */
static int business_days_until(int32_t day)
{
	/* 1970-01-01 was a Thursday, the fourth day of a week. */
	int since_monday = day - DAY_BASE + 3 + 7 * 100000;
	int of_week = since_monday % 7;

	return since_monday / 7 * 5 + (of_week < 5 ? of_week + 1 : 5);
}

int aq_date_business_days_between(struct aq_date from, struct aq_date to)
{
	return business_days_until(to.day) - business_days_until(from.day);
}

bool aq_date_from_julian(int day_of_year, struct aq_date near, struct aq_date *out)
{
	struct aq_date best = AQ_DATE_NONE;
	int best_distance = 0;
	int year;

	if (!aq_date_is_set(near) || day_of_year < 1 || day_of_year > 366)
		return false;
	year = aq_date_to_civil(near).year;
	for (int candidate = year - 1; candidate <= year + 1; candidate++) {
		struct aq_date day;
		int distance;

		if (day_of_year == 366 && !is_leap(candidate))
			continue;
		if (!aq_date_from_civil((struct aq_civil){candidate, 1, 1}, &day))
			continue;
		day = aq_date_add_days(day, day_of_year - 1);
		distance = aq_date_days_between(near, day);
		distance = distance < 0 ? -distance : distance;
		if (!aq_date_is_set(best) || distance < best_distance) {
			best = day;
			best_distance = distance;
		}
	}
	if (!aq_date_is_set(best))
		return false;
	*out = best;
	return true;
}
