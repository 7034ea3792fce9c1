/*
 * csv_split.c - splits rows of files whose writers do not know how to quote.
 *
 * A quote that opens a cell closes it only before a delimiter or the end of a
 * line, blanks between them or not; any other quote inside is text. Blanks may
 * stand before the opening quote too. Two quotes in a row are one, as in
 * RFC 4180, but right before a delimiter or line end they may also be a last
 * quote of the text and the closing one. Then the quotes seen so far decide:
 * after an odd number of lone quotes the pair closes (`"UAB "Naktida"",`),
 * after an odd number of doubled ones it is text (`"say ""hi"", he",`), and
 * with neither it closes (`"TV 42"",`).
 */
#include "csv_internal.h"

static bool is_line_end(char byte)
{
	return byte == '\n' || byte == '\r';
}

static bool is_cell_end(const struct csv_splitter *splitter, char byte)
{
	return byte == splitter->delimiter || is_line_end(byte);
}

/* Ends the cell at `byte`; true when the row has ended with it. */
static bool end_cell(struct csv_splitter *splitter, struct csv_row *row, char byte)
{
	csv_row_end_cell(row);
	splitter->state = CSV_AT_CELL_START;
	return byte != splitter->delimiter;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static void open_quotes(struct csv_splitter *splitter)
{
	splitter->state = CSV_IN_QUOTES;
	splitter->is_odd_lone = false;
	splitter->is_odd_pair = false;
}

/* The byte behind one quote inside quotes. */
static bool after_quote(struct csv_splitter *splitter, struct csv_row *row, char byte)
{
	if (is_cell_end(splitter, byte))
		return end_cell(splitter, row, byte);
	if (byte == splitter->quote) {
		splitter->state = CSV_AFTER_TWO_QUOTES;
		return false;
	}
	splitter->blanks_from = row->used;
	csv_row_add(row, (char[]){splitter->quote, byte}, 2);
	/* Behind a word that has its own quotes it is the second of them. */
	if (is_blank(byte) && !splitter->is_odd_lone) {
		splitter->state = CSV_BLANKS_AFTER_QUOTE;
		return false;
	}
	splitter->is_odd_lone = !splitter->is_odd_lone;
	splitter->state = CSV_IN_QUOTES;
	return false;
}

/* The byte behind a quote and blanks, which stand in the row already. */
static bool after_blanks(struct csv_splitter *splitter, struct csv_row *row, char byte)
{
	if (is_cell_end(splitter, byte)) {
		row->used = splitter->blanks_from;
		return end_cell(splitter, row, byte);
	}
	if (byte != splitter->quote)
		csv_row_add(row, &byte, 1);
	if (is_blank(byte))
		return false;
	splitter->is_odd_lone = !splitter->is_odd_lone;
	splitter->state = byte == splitter->quote ? CSV_AFTER_QUOTE : CSV_IN_QUOTES;
	return false;
}

/* The byte behind two quotes in a row inside quotes. */
static bool after_two_quotes(struct csv_splitter *splitter, struct csv_row *row, char byte)
{
	csv_row_add(row, &splitter->quote, 1);
	if (is_cell_end(splitter, byte) && (splitter->is_odd_lone || !splitter->is_odd_pair))
		return end_cell(splitter, row, byte);
	splitter->is_odd_pair = !splitter->is_odd_pair;
	if (byte == splitter->quote) {
		splitter->state = CSV_AFTER_QUOTE;
		return false;
	}
	csv_row_add(row, &byte, 1);
	splitter->state = CSV_IN_QUOTES;
	return false;
}

/* Text up to the next byte that means something, in one go. */
static const char *take_plain(const struct csv_splitter *splitter, struct csv_row *row,
			      const char *at, const char *end)
{
	const char *start = at;

	while (at < end && !is_cell_end(splitter, *at))
		at++;
	csv_row_add(row, start, (size_t)(at - start));
	return at;
}

static const char *take_quoted(const struct csv_splitter *splitter, struct csv_row *row,
			       const char *at, const char *end)
{
	const char *quote = memchr(at, splitter->quote, (size_t)(end - at));
	const char *stop = quote ? quote : end;

	csv_row_add(row, at, (size_t)(stop - at));
	return stop;
}

/* The first byte of a cell; true when it ended the row. */
static bool start_cell(struct csv_splitter *splitter, struct csv_row *row, const char **at)
{
	char byte = **at;

	if (splitter->has_quotes && byte == splitter->quote) {
		open_quotes(splitter);
		(*at)++;
		return false;
	}
	if (!is_cell_end(splitter, byte)) {
		splitter->state =
			splitter->has_quotes && is_blank(byte) ? CSV_BLANKS_AT_START : CSV_IN_PLAIN;
		return false;
	}
	(*at)++;
	/* A line end before the first cell is a blank line, or the LF of CRLF. */
	if (row->cell_count == 0 && is_line_end(byte))
		return false;
	return end_cell(splitter, row, byte);
}

/* Blanks before an opening quote are no part of the cell; before text they are. */
static void pass_blanks(struct csv_splitter *splitter, struct csv_row *row, const char **at)
{
	if (is_blank(**at) && !is_cell_end(splitter, **at)) {
		csv_row_add(row, (*at)++, 1);
		return;
	}
	splitter->state = CSV_IN_PLAIN;
	if (**at != splitter->quote)
		return;
	row->used = row->cell_start;
	open_quotes(splitter);
	(*at)++;
}

bool aq_csv_split(struct csv_splitter *splitter, struct csv_row *row, struct aq_slice piece)
{
	const char *at = piece.start;
	const char *end = piece.start + piece.length;

	while (at < end) {
		bool is_row_end = false;

		switch (splitter->state) {
		case CSV_AT_CELL_START:
			is_row_end = start_cell(splitter, row, &at);
			break;
		case CSV_IN_PLAIN:
			at = take_plain(splitter, row, at, end);
			if (at < end)
				is_row_end = end_cell(splitter, row, *at++);
			break;
		case CSV_IN_QUOTES:
			at = take_quoted(splitter, row, at, end);
			if (at < end) {
				splitter->state = CSV_AFTER_QUOTE;
				at++;
			}
			break;
		case CSV_AFTER_QUOTE:
			is_row_end = after_quote(splitter, row, *at++);
			break;
		case CSV_AFTER_TWO_QUOTES:
			is_row_end = after_two_quotes(splitter, row, *at++);
			break;
		case CSV_BLANKS_AFTER_QUOTE:
			is_row_end = after_blanks(splitter, row, *at++);
			break;
		case CSV_BLANKS_AT_START:
			pass_blanks(splitter, row, &at);
			break;
		}
		/* What may follow in the piece is the LF of CRLF. */
		if (is_row_end)
			return true;
	}
	return false;
}

bool aq_csv_split_finish(struct csv_splitter *splitter, struct csv_row *row, bool *is_open)
{
	*is_open = splitter->state == CSV_IN_QUOTES;
	if (*is_open || (splitter->state == CSV_AT_CELL_START && row->cell_count == 0))
		return false;
	if (splitter->state == CSV_BLANKS_AFTER_QUOTE)
		row->used = splitter->blanks_from;
	if (splitter->state == CSV_AFTER_TWO_QUOTES)
		csv_row_add(row, &splitter->quote, 1);
	csv_row_end_cell(row);
	splitter->state = CSV_AT_CELL_START;
	return true;
}
