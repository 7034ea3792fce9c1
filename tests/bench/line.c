/*
 * line.c - text put together piece by piece, for files of a million lines.
 */
#include "line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void stop(const char *why)
{
	(void)fprintf(stderr, "generate: %s\n", why);
	exit(1);
}

static void put(struct line *line, const char *bytes, size_t count)
{
	if (count > sizeof(line->bytes) - line->length)
		stop("a line is too long");
	memcpy(line->bytes + line->length, bytes, count);
	line->length += count;
}

void line_clear(struct line *line)
{
	line->length = 0;
}

void line_text(struct line *line, const char *text)
{
	put(line, text, strlen(text));
}

void line_char(struct line *line, char letter)
{
	put(line, &letter, 1);
}

void line_number(struct line *line, uint64_t number, int width)
{
	char digits[40];
	size_t at = sizeof(digits);
	int count = 0;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
		count++;
	} while ((number > 0 || count < width) && at > 0);
	put(line, digits + at, sizeof(digits) - at);
}

void line_money(struct line *line, int64_t minor, int digits)
{
	uint64_t unit = 1;

	if (minor < 0)
		stop("a negative amount");
	for (int i = 0; i < digits; i++)
		unit *= 10;
	line_number(line, (uint64_t)minor / unit, 1);
	if (digits > 0) {
		line_char(line, '.');
		line_number(line, (uint64_t)minor % unit, digits);
	}
}

void line_padded(struct line *line, const char *text, size_t width)
{
	size_t length = strlen(text);

	put(line, text, length < width ? length : width);
	for (size_t i = length; i < width; i++)
		line_char(line, ' ');
}

void line_cell(struct line *line, const char *text)
{
	if (strpbrk(text, ",\"\n") == NULL) {
		line_text(line, text);
		return;
	}
	line_char(line, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			line_char(line, '"');
		line_char(line, *text);
	}
	line_char(line, '"');
}

void line_xml(struct line *line, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			line_text(line, "&amp;");
		else if (*text == '<')
			line_text(line, "&lt;");
		else
			line_char(line, *text);
	}
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

void line_day(struct line *line, int day)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 1970;
	int month = 0;

	while (day >= 365 + is_leap(year)) {
		day -= 365 + is_leap(year);
		year++;
	}
	while (day >= lengths[month] + (month == 1 && is_leap(year))) {
		day -= lengths[month] + (month == 1 && is_leap(year));
		month++;
	}
	line_number(line, (uint64_t)year, 4);
	line_char(line, '-');
	line_number(line, (uint64_t)month + 1, 2);
	line_char(line, '-');
	line_number(line, (uint64_t)day + 1, 2);
}

void line_copy(const struct line *line, size_t from, char *out, size_t out_bytes)
{
	size_t count = line->length - from;

	if (from > line->length || count >= out_bytes)
		stop("a text is too long for its place");
	memcpy(out, line->bytes + from, count);
	out[count] = '\0';
}

void line_write(struct line *line, FILE *file)
{
	if (fwrite(line->bytes, 1, line->length, file) != line->length)
		stop("a file cannot be written");
	line->length = 0;
}
