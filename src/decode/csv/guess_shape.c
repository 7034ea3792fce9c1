/*
 * guess_shape.c - encoding, delimiter, quotes and header of an unknown table.
 *
 * Reads: the head of a file. Promises: the delimiter by which most rows have
 * the same number of cells; the header is the last row of words alone above the
 * first row with a day and a number.
 */
#include "guess.h"

#include <stdio.h>

static const char *const day_patterns[] = {
	"%Y-%m-%d",  "%Y-%m-%d*",     "%d.%m.%Y",     "%d.%m.%Y*",  "%d.%m.%y", "%d.%m.%y*",
	"%d/%m/%Y",  "%m/%d/%Y",      "%d/%m/%Y*",    "%m/%d/%Y*",  "%d/%m/%y", "%m/%d/%y",
	"%d/%m/%y*", "%m/%d/%y*",     "%Y/%m/%d",     "%Y/%m/%d*",  "%d-%m-%Y", "%d-%m-%Y*",
	"%d-%b-%Y",  "%d-%b-%Y*",     "%d-%b-%y",     "%d-%b-%y*",  "%d %b %Y", "%d %b %Y*",
	"%d %b %y",  "%d %b %y*",     "%b %d, %Y",    "%b %d, %Y*", "%Y.%m.%d", "%Y.%m.%d*",
	"%Y%m%d",    "%Y%m%d%H%M%S*", "%a, %d %b %Y", "%d. %b %Y",  "%Y:%m:%d",
};

#define DAY_PATTERN_COUNT (sizeof(day_patterns) / sizeof(day_patterns[0]))

bool aq_guess_is_day(struct aq_slice text, const char *pattern)
{
	struct aq_slice patterns[1] = {aq_slice_of(pattern)};
	const struct table_date date = {.patterns = patterns, .pattern_count = 1};
	const struct table_profile profile = {0};
	struct aq_date today = {0};
	struct aq_date day;

	return text.length >= 6 && aq_day_read(&profile, &date, text, today, &day) &&
	       aq_date_to_civil(day).year >= 1990 && aq_date_to_civil(day).year < 2100;
}

static bool is_any_day(struct aq_slice text)
{
	for (size_t i = 0; i < DAY_PATTERN_COUNT; i++) {
		if (aq_guess_is_day(text, day_patterns[i]))
			return true;
	}
	return false;
}

const char *aq_guess_day_pattern(const struct aq_slice *texts, size_t count)
{
	const char *best = NULL;
	size_t most = count * 6 / 10;

	/* Words such as "pending" may stand among the days. */
	for (size_t i = 0; i < DAY_PATTERN_COUNT; i++) {
		size_t fits = 0;

		for (size_t k = 0; k < count; k++)
			fits += aq_guess_is_day(texts[k], day_patterns[i]);
		if (fits > most) {
			most = fits;
			best = day_patterns[i];
		}
	}
	return best;
}

static enum aq_status keep_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct guess *guess = context;
	struct guess_row *kept = &guess->rows[guess->row_count];
	struct aq_slice *cells =
		aq_arena_take_many(guess->arena, row->cell_count + 1, sizeof(*cells));

	if (!cells)
		return aq_fail_memory(err);
	for (size_t i = 0; i < row->cell_count; i++) {
		struct aq_slice cell = aq_slice_trim(row->cells[i]);

		/* A head may end inside a character. */
		cell.length = aq_utf8_valid_bytes(cell);
		cells[i] = aq_arena_copy(guess->arena, cell);
	}
	*kept = (struct guess_row){.line = row->line, .cells = cells, .count = row->cell_count};
	return ++guess->row_count < GUESS_ROWS_MAX ? AQ_OK : AQ_STOPPED;
}

/* The number of cells that most rows have, and how many those are. */
static size_t usual_width(const struct guess *guess, size_t *rows)
{
	size_t best = 0;

	*rows = 0;
	for (size_t i = 0; i < guess->row_count; i++) {
		size_t same = 0;

		if (guess->rows[i].count < 2)
			continue;
		for (size_t k = 0; k < guess->row_count; k++)
			same += guess->rows[k].count == guess->rows[i].count;
		if (same > *rows || (same == *rows && guess->rows[i].count > best)) {
			*rows = same;
			best = guess->rows[i].count;
		}
	}
	return best;
}

/* How much of a table the head is by these marks; the rows are kept. */
static size_t read_rows(struct guess *guess, const struct aq_decoder_head *head)
{
	struct aq_csv_reader *reader = NULL;
	size_t rows = 0;

	guess->row_count = 0;
	if (aq_csv_reader_new(&reader, &guess->profile.csv, keep_row, guess, NULL) < AQ_OK)
		return 0;
	aq_head_read(&guess->profile, reader, head);
	aq_csv_reader_free(reader);
	guess->width = usual_width(guess, &rows);
	return rows * (guess->width < 16 ? guess->width : 16);
}

static void guess_marks(struct guess *guess, const struct aq_decoder_head *head)
{
	static const char delimiters[] = ",;\t|";
	struct aq_csv_settings best = {0};
	size_t best_score = 0;

	for (size_t i = 0; i < 2 * (sizeof(delimiters) - 1); i++) {
		size_t score;

		guess->profile.csv =
			(struct aq_csv_settings){.delimiter = delimiters[i / 2],
						 .quoting = i % 2 ? AQ_CSV_LENIENT : AQ_CSV_STRICT};
		score = read_rows(guess, head);
		if (score > best_score) {
			best_score = score;
			best = guess->profile.csv;
		}
	}
	guess->profile.csv = best;
	(void)read_rows(guess, head);
}

/* Bytes of three kinds: letters of Cyrillic by code page 1251, pairs of Chinese. */
static const char *guess_bytes(struct aq_slice text)
{
	size_t letters = 0;
	size_t others = 0;
	size_t nulls = 0;
	size_t run = 0;
	size_t pairs = 0;

	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.start[i];

		nulls += byte == 0;
		if (byte < 0x80) {
			run = 0;
			continue;
		}
		run++;
		letters += byte >= 0xc0 && run > 1;
		others += byte < 0xc0;
		pairs += run % 2 == 0 && byte >= 0xa1;
	}
	if (nulls * 3 > text.length)
		return "utf-16le";
	if (pairs > 8 && others > letters / 2)
		return "gb18030";
	return letters > 2 * others && letters > 8 ? "cp1251" : "cp1252";
}

static bool decodes(const char *encoding, struct aq_slice text)
{
	struct aq_converter *converter = NULL;
	struct aq_buffer out;
	enum aq_status status = aq_converter_new(&converter, encoding, NULL);

	aq_buffer_init(&out, 0);
	if (status >= AQ_OK)
		status = aq_converter_feed(converter, text, &out, NULL);
	aq_converter_free(converter);
	aq_buffer_free(&out);
	return status >= AQ_OK;
}

static void guess_encoding(struct guess *guess, const struct aq_decoder_head *head)
{
	size_t valid = aq_utf8_valid_bytes(head->head);
	const char *encoding;

	guess->profile.encoding = (struct aq_slice){0};
	/* A head may end inside a character. */
	if (aq_encoding_find(&guess->profile, head->head)[0] ||
	    (valid + 4 > head->head.length && valid > 0))
		return;
	encoding = guess_bytes(head->head);
	if (!decodes(encoding, head->head))
		encoding = "iso-8859-1";
	guess->profile.encoding = aq_slice_of(encoding);
}

/* Digits and marks, in any style, with a currency at most. */
static bool is_like_number(struct aq_slice cell)
{
	size_t digits = 0;
	size_t letters = 0;

	for (size_t i = 0; i < cell.length; i++) {
		char byte = cell.start[i];

		digits += byte >= '0' && byte <= '9';
		letters += ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == ':';
	}
	return digits && letters <= 3;
}

/* What a row looks like: words only, or a day and a number among them. */
struct row_look {
	size_t filled;
	size_t days;
	size_t numbers;
};

static struct row_look look_at_row(const struct guess_row *row)
{
	struct row_look look = {0};

	for (size_t i = 0; i < row->count; i++) {
		struct aq_slice cell = row->cells[i];

		look.filled += cell.length != 0;
		if (cell.length == 0)
			continue;
		if (is_any_day(cell))
			look.days++;
		else
			look.numbers += is_like_number(cell);
	}
	return look;
}

/* The table begins with the first row that has a day and a number; its header
 * is the last row above that has words alone. */
static void guess_header(struct guess *guess)
{
	size_t heading = SIZE_MAX;
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < guess->row_count && first == SIZE_MAX; i++) {
		const struct guess_row *row = &guess->rows[i];
		struct row_look look = look_at_row(row);

		if (look.days && look.numbers)
			first = i;
		/* A heading may lack the last cell, or have more than the rows. */
		else if (look.days + look.numbers == 0 && look.filled >= 2 &&
			 look.filled * 2 >= row->count && row->count + 1 >= guess->width)
			heading = i;
	}
	guess->header = heading;
	guess->table = heading == SIZE_MAX ? first : heading + 1;
	if (guess->table == SIZE_MAX)
		guess->table = 0;
}

bool aq_guess_shape(struct guess *guess, const struct aq_decoder_head *head)
{
	guess->profile.numbers =
		(struct aq_number_style){.decimal_mark = '.', .may_lack_zero = true};
	guess_encoding(guess, head);
	guess_marks(guess, head);
	if (guess->row_count == 0 || guess->width < 2)
		return false;
	guess_header(guess);
	return true;
}
