/*
 * line.h - text put together piece by piece, for files of a million lines.
 *
 * A value with room of its own; what does not fit stops the program, since a
 * generated file that is cut would prove nothing.
 */
#ifndef BENCH_LINE_H
#define BENCH_LINE_H

#include <stdint.h>
#include <stdio.h>

#define LINE_BYTES_MAX 16384

struct line {
	char bytes[LINE_BYTES_MAX];
	size_t length;
};

void line_clear(struct line *line);
void line_text(struct line *line, const char *text);
void line_char(struct line *line, char letter);
/* Digits with leading zeros up to `width`, none for 0. */
void line_number(struct line *line, uint64_t number, int width);
/* Decimals with a point, as many as the currency has digits. */
void line_money(struct line *line, int64_t minor, int digits);
/* Padded with blanks, or cut, to `width` bytes. */
void line_padded(struct line *line, const char *text, size_t width);
/* One cell of a CSV file, quoted where it must be. */
void line_cell(struct line *line, const char *text);
void line_xml(struct line *line, const char *text);
/* "2026-03-02" of a day counted from 1970-01-01. */
void line_day(struct line *line, int day);

/* Copies what stands in the line from `from` on, which must fit. */
void line_copy(const struct line *line, size_t from, char *out, size_t out_bytes);

void line_write(struct line *line, FILE *file);

#endif
