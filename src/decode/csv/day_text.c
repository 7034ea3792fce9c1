/*
 * day_text.c - days as files write them, read by a profile's pattern.
 *
 * Reads: %Y %y %m %d %e %b %B (months), %H %M %S %I %p %f %z %Z %a %A (read
 * over: a day is the day as written, never shifted), %s and %Q (seconds and
 * milliseconds since 1970), %E (days as spreadsheets count them), %% and any
 * other byte as itself; a * at the end stands for whatever follows.
 * Refuses: days that do not exist, years of another calendar, and text that the
 * pattern does not cover.
 */
#include "table.h"

/* A text without a year is this much ahead of today at most. */
#define DAYS_AHEAD_MAX 31
#define SECONDS_A_DAY  86400
/* About the year 2500. */
#define DAYS_COUNTED_MAX  194000
#define SHEET_DAYS_BEFORE 25569
/* 1970 to 2200: 2569 is a year of another calendar, 0226 one of two digits and a slip. */
#define DAYS_IN_RANGE 84371

static const char *const english_months[12] = {"jan", "feb", "mar", "apr", "may", "jun",
					       "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const english_tails[12] = {"uary", "ruary", "ch",	 "il",	 "",	  "e",
					      "y",    "ust",   "tember", "ober", "ember", "ember"};

struct day_parts {
	struct aq_civil civil;
	bool has_year;
	struct aq_date counted; /* %s */
};

static bool take_digits(struct aq_slice *text, size_t count_min, size_t count_max, int *out)
{
	size_t count = 0;
	int number = 0;

	while (count < count_max && count < text->length && text->start[count] >= '0' &&
	       text->start[count] <= '9')
		number = number * 10 + (text->start[count++] - '0');
	if (count < count_min)
		return false;
	text->start += count;
	text->length -= count;
	*out = number;
	return true;
}

static bool take_text(struct aq_slice *text, struct aq_slice word)
{
	struct aq_slice head = {text->start, word.length};

	if (word.length == 0 || text->length < word.length || !aq_slice_equals_any_case(head, word))
		return false;
	text->start += word.length;
	text->length -= word.length;
	return true;
}

static bool is_letter(char byte)
{
	unsigned char value = (unsigned char)byte;

	return value >= 0x80 || ((value | 0x20) >= 'a' && (value | 0x20) <= 'z');
}

/* What a profile calls a month, or the longer word that begins so. */
static int own_month(const struct table_profile *profile, struct aq_slice text)
{
	int found = -1;

	for (int i = 0; i < 12; i++) {
		struct aq_slice rest = text;

		if (take_text(&rest, profile->months[i]) &&
		    (found < 0 || profile->months[i].length > profile->months[found].length))
			found = i;
	}
	return found;
}

static int english_month(struct aq_slice text)
{
	for (int i = 0; i < 12; i++) {
		struct aq_slice rest = text;

		if (take_text(&rest, aq_slice_of(english_months[i])))
			return i;
	}
	return -1;
}

/* "Jan", "Sept.", "January", or the profile's own names and words that begin so. */
static bool take_month(const struct table_profile *profile, struct aq_slice *text, int *out)
{
	int month = profile->has_months ? own_month(profile, *text) : english_month(*text);
	const char *tail = "";

	if (month < 0)
		return false;
	(void)take_text(text, profile->has_months ? profile->months[month]
						  : aq_slice_of(english_months[month]));
	if (!profile->has_months)
		tail = english_tails[month];
	while (text->length && (profile->has_months ? is_letter(text->start[0])
						    : *tail && (text->start[0] | 0x20) == *tail)) {
		text->start++;
		text->length--;
		tail += !profile->has_months;
	}
	*out = month + 1;
	return true;
}

/* +0100, +01:00, -0800, Z */
static bool take_zone(struct aq_slice *text)
{
	int number;

	if (take_text(text, AQ_SLICE("z")))
		return true;
	if (!text->length || (text->start[0] != '+' && text->start[0] != '-'))
		return false;
	text->start++;
	text->length--;
	if (!take_digits(text, 2, 2, &number))
		return false;
	(void)take_text(text, AQ_SLICE(":"));
	(void)take_digits(text, 2, 2, &number);
	return true;
}

static bool take_zone_name(struct aq_slice *text)
{
	size_t length = 0;

	while (length < text->length && text->start[length] != ' ')
		length++;
	text->start += length;
	text->length -= length;
	return length != 0;
}

/* Days since 1970; spreadsheets began to count at the end of 1899. */
static bool count_days(uint64_t days, bool is_sheet, struct day_parts *parts)
{
	struct aq_date epoch;

	if (is_sheet && days < SHEET_DAYS_BEFORE)
		return false;
	days -= is_sheet ? SHEET_DAYS_BEFORE : 0;
	if (days > DAYS_COUNTED_MAX || !aq_date_from_civil((struct aq_civil){1970, 1, 1}, &epoch))
		return false;
	parts->counted = aq_date_add_days(epoch, (int)days);
	return true;
}

static bool take_counted(struct aq_slice *text, char letter, struct day_parts *parts)
{
	struct aq_slice digits = {text->start, 0};
	uint64_t number;

	while (digits.length < text->length && text->start[digits.length] >= '0' &&
	       text->start[digits.length] <= '9')
		digits.length++;
	text->start += digits.length;
	text->length -= digits.length;
	if (!aq_slice_to_u64(digits, &number))
		return false;
	if (letter == 'E')
		return count_days(number, true, parts);
	return count_days(number / (letter == 'Q' ? SECONDS_A_DAY * (uint64_t)1000 : SECONDS_A_DAY),
			  false, parts);
}

/* Mon, Monday, Mo., montag: letters of any script, and a point behind them. */
static bool take_weekday(struct aq_slice *text)
{
	size_t length = 0;

	for (; length < text->length; length++) {
		if (!is_letter(text->start[length]))
			break;
	}
	if (length == 0)
		return false;
	text->start += length;
	text->length -= length;
	return true;
}

static bool take_time(struct aq_slice *text, char letter)
{
	int number = 0;
	int most = letter == 'H' ? 24 : letter == 'I' ? 12 : letter == 'M' ? 59 : 60;

	if (letter == 'p')
		return take_text(text, AQ_SLICE("am")) || take_text(text, AQ_SLICE("pm"));
	if (letter == 'f')
		return take_digits(text, 1, 9, &number);
	return take_digits(text, 1, 2, &number) && number <= most;
}

static bool take_part(const struct table_profile *profile, struct aq_slice *text, char letter,
		      struct day_parts *parts)
{
	switch (letter) {
	case 'Y':
		parts->has_year = true;
		return take_digits(text, 4, 4, &parts->civil.year);
	case 'y':
		parts->has_year = true;
		if (!take_digits(text, 1, 2, &parts->civil.year))
			return false;
		parts->civil.year += parts->civil.year >= 70 ? 1900 : 2000;
		return true;
	case 'm':
		return take_digits(text, 1, 2, &parts->civil.month);
	case 'd':
	case 'e':
		return take_digits(text, 1, 2, &parts->civil.day);
	case 'b':
	case 'B':
		return take_month(profile, text, &parts->civil.month);
	case 'z':
		return take_zone(text);
	case 'Z':
		return take_zone_name(text);
	case 'a':
	case 'A':
		return take_weekday(text);
	case 's':
	case 'Q':
	case 'E':
		return take_counted(text, letter, parts);
	case '%':
		return take_text(text, AQ_SLICE("%"));
	default:
		return take_time(text, letter);
	}
}

/* A point behind a word that was cut short, unless the pattern has it itself. */
static void pass_point(struct aq_slice *text, char letter, struct aq_slice pattern_rest)
{
	if (text->length && text->start[0] == '.' && strchr("aAbB", letter) &&
	    !aq_slice_starts_with(pattern_rest, AQ_SLICE("."))) {
		text->start++;
		text->length--;
	}
}

static bool two_digits(const char *at, int most, int *out)
{
	unsigned tens = (unsigned)(unsigned char)at[0] - '0';
	unsigned ones = (unsigned)(unsigned char)at[1] - '0';

	*out = (int)(tens * 10 + ones);
	return tens <= 9 && ones <= 9 && *out <= most;
}

/* 2026-03-02 10:20:30, which most exports have, in one go; false says nothing. */
static bool read_usual(struct aq_slice pattern, struct aq_slice text, struct day_parts *parts)
{
	static const char usual[] = "%Y-%m-%d %H:%M:%S";
	const char *at = text.start;
	int high, low, hour, minute, second;

	if (text.length != 19 || pattern.length != sizeof(usual) - 1 ||
	    memcmp(pattern.start, usual, sizeof(usual) - 1) != 0 || at[4] != '-' || at[7] != '-' ||
	    at[10] != ' ' || at[13] != ':' || at[16] != ':' || !two_digits(at, 99, &high) ||
	    !two_digits(at + 2, 99, &low) || !two_digits(at + 5, 99, &parts->civil.month) ||
	    !two_digits(at + 8, 99, &parts->civil.day) || !two_digits(at + 11, 24, &hour) ||
	    !two_digits(at + 14, 59, &minute) || !two_digits(at + 17, 60, &second))
		return false;
	parts->civil.year = high * 100 + low;
	parts->has_year = true;
	return true;
}

static bool fits_pattern(const struct table_profile *profile, struct aq_slice pattern,
			 struct aq_slice text, struct day_parts *parts)
{
	for (size_t i = 0; i < pattern.length; i++) {
		char byte = pattern.start[i];

		if (byte == '*' && i + 1 == pattern.length)
			return true;
		if (byte == '%' && i + 1 < pattern.length) {
			if (!take_part(profile, &text, pattern.start[++i], parts))
				return false;
			pass_point(&text, pattern.start[i],
				   aq_slice_between(pattern.start + i + 1,
						    pattern.start + pattern.length));
			continue;
		}
		if (text.length == 0 || text.start[0] != byte)
			return false;
		text.start++;
		text.length--;
	}
	return text.length == 0;
}

/* The latest such day that is not far ahead of today. */
static bool infer_year(struct aq_civil civil, struct aq_date today, struct aq_date *out)
{
	struct aq_date most = aq_date_add_days(today, DAYS_AHEAD_MAX);
	int year = aq_date_to_civil(most).year;

	/* Eight years reach the next 29 February. */
	for (int back = 0; back <= 8; back++) {
		civil.year = year - back;
		if (aq_date_from_civil(civil, out) && aq_date_compare(*out, most) <= 0)
			return true;
	}
	return false;
}

/* 2026-03-02 10:00:00: a blank where ISO 8601 has a T. */
static bool parse_iso_with_blank(const struct table_profile *profile, struct aq_slice text,
				 struct aq_date *out)
{
	struct day_parts parts = {0};

	return fits_pattern(profile, AQ_SLICE("%Y-%m-%d %H:%M*"), text, &parts) &&
	       aq_date_from_civil(parts.civil, out);
}

/* A month alone, or a year, is its last day. */
static bool last_day(struct aq_civil civil, struct aq_date *out)
{
	if (civil.month == 0)
		civil.month = 12;
	for (civil.day = 31; civil.day >= 28; civil.day--) {
		if (aq_date_from_civil(civil, out))
			return true;
	}
	return false;
}

static bool read_day(const struct table_profile *profile, const struct table_date *date,
		     struct aq_slice text, struct aq_date today, struct aq_date *out)
{
	if (date->pattern_count == 0)
		return aq_date_parse_iso(text, out) || parse_iso_with_blank(profile, text, out);
	for (size_t i = 0; i < date->pattern_count; i++) {
		struct day_parts parts = {0};

		if (!read_usual(date->patterns[i], text, &parts)) {
			parts = (struct day_parts){0};
			if (!fits_pattern(profile, date->patterns[i], text, &parts))
				continue;
		}
		if (aq_date_is_set(parts.counted)) {
			*out = parts.counted;
			return true;
		}
		if (parts.has_year && aq_date_from_civil(parts.civil, out))
			return true;
		if (parts.has_year && parts.civil.day == 0 && date == &profile->until &&
		    last_day(parts.civil, out))
			return true;
		if (!parts.has_year && aq_date_is_set(today) && infer_year(parts.civil, today, out))
			return true;
	}
	return false;
}

bool aq_day_read(const struct table_profile *profile, const struct table_date *date,
		 struct aq_slice text, struct aq_date today, struct aq_date *out)
{
	struct aq_date first, day;
	int days;

	if (!read_day(profile, date, text, today, &day) ||
	    !aq_date_from_civil((struct aq_civil){1970, 1, 1}, &first))
		return false;
	days = aq_date_days_between(first, day);
	if (days < 0 || days >= DAYS_IN_RANGE)
		return false;
	*out = day;
	return true;
}
