/*
 * csv_reader.c - CSV rows out of bytes that come in pieces.
 *
 * libcsv does the strict reading wherever quotes leave a question; a line that
 * leaves none (csv_plain.c) never reaches it. It knows no lines, no byte order
 * mark and no bounds, and its callbacks cannot stop it, so this file feeds it at
 * most one physical line at a time and looks after each: that gives every row its
 * line and every fault its column, and bounds what a hostile cell can cost.
 *
 * Reads: any bytes; a line ends with LF, CRLF or a lone CR.
 * Refuses: what strict RFC 4180 refuses, and cells and rows past their bounds.
 */
#include "acquit/csv.h"

#include <csv.h>
#include <stdlib.h>

#include "acquit/claim.h"
#include "csv_internal.h"

/* libcsv grows its cell by this much at a time; the bound is a multiple. */
#define CELL_BYTES_STEP 4096
#define PIECE_BYTES_MAX ((size_t)16 * 1024)
#define MARK_BYTES	3

_Static_assert(AQ_CSV_CELL_BYTES_MAX % CELL_BYTES_STEP == 0, "a cell can grow to its bound");

struct aq_csv_reader {
	aq_csv_on_row on_row;
	void *context;
	bool is_strict;
	struct csv_parser parser; /* when strict */
	struct csv_splitter splitter; /* when not; of plain lines always */
	struct csv_row row;
	uint64_t lines; /* begun so far, so the number of the present one */
	uint64_t blank_lines;
	size_t column; /* of the next byte, from 1 */
	bool is_in_line;
	bool ends_in_line; /* once finished */
	bool is_after_cr; /* the LF of a CRLF may be the next byte */
	bool has_line_row_end;
	bool is_row_open;
	uint64_t row_line;
	uint64_t cell_line; /* where the last cell ended */
	char mark[MARK_BYTES]; /* the first bytes, as long as they may be a mark */
	size_t mark_bytes;
	bool is_mark_done;
	bool is_finished;
	enum aq_status status;
	struct aq_error error;
};

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static int keep_blanks(unsigned char byte)
{
	(void)byte;
	return 0;
}

/* libcsv has no bound of its own but asks here for every growth. */
static void *bounded_realloc(void *memory, size_t bytes)
{
	return bytes > AQ_CSV_CELL_BYTES_MAX ? NULL : realloc(memory, bytes);
}

static void fail_bound(struct aq_csv_reader *reader, enum csv_bound bound)
{
	static const char *const texts[] = {
		[CSV_BOUND_NONE] = "",
		[CSV_BOUND_CELL] = "a cell is longer than 65536 bytes",
		[CSV_BOUND_ROW] = "a row is longer than 1048576 bytes",
		[CSV_BOUND_CELLS] = "a row has more than 1024 cells",
	};

	reader->status = aq_fail(&reader->error, AQ_BAD_FILE, AQ_BASE_LIMIT,
				 (struct aq_at){.line = reader->row_line}, "%s", texts[bound]);
}

_Static_assert(AQ_CSV_CELL_BYTES_MAX == 65536 && AQ_CSV_ROW_BYTES_MAX == 1048576 &&
		       AQ_CSV_CELLS_MAX == 1024,
	       "the texts above name the bounds");

static bool is_blank_row(const struct csv_row *row)
{
	return row->cell_count == 1 && row->cells[0].length > 0 &&
	       aq_slice_trim(row->cells[0]).length == 0;
}

static void end_row(struct aq_csv_reader *reader)
{
	struct aq_csv_row row = {
		.line = reader->row_line,
		.lines = reader->lines - reader->row_line + 1,
		.cells = reader->row.cells,
		.cell_count = reader->row.cell_count,
	};

	if (reader->status < AQ_OK)
		return;
	reader->is_row_open = false;
	if (reader->row.bound != CSV_BOUND_NONE) {
		fail_bound(reader, reader->row.bound);
		return;
	}
	/* Blanks alone are no row; the last line's end is counted as a blank line's, and a
	 * quoted cell of blanks may have had lines before it. */
	if (is_blank_row(&reader->row)) {
		reader->blank_lines += row.lines - 1;
	} else {
		enum aq_status status;

		reader->has_line_row_end = true;
		status = reader->on_row(reader->context, &row, &reader->error);
		if (status < AQ_OK)
			reader->status = status;
	}
	csv_row_clear(&reader->row);
}

static void on_cell(void *bytes, size_t count, void *context)
{
	struct aq_csv_reader *reader = context;

	if (reader->status < AQ_OK)
		return;
	csv_row_add(&reader->row, bytes, count);
	csv_row_end_cell(&reader->row);
	reader->cell_line = reader->lines;
}

static void on_row_end(int byte, void *context)
{
	(void)byte;
	end_row(context);
}

static void start_parser(struct aq_csv_reader *reader, char delimiter, char quote)
{
	csv_set_delim(&reader->parser, (unsigned char)delimiter);
	csv_set_quote(&reader->parser, (unsigned char)quote);
	csv_set_space_func(&reader->parser, keep_blanks);
	csv_set_realloc_func(&reader->parser, bounded_realloc);
	csv_set_blk_size(&reader->parser, CELL_BYTES_STEP);
}

static bool take_memory(struct aq_csv_reader *reader)
{
	reader->row.bytes = malloc(AQ_CSV_ROW_BYTES_MAX);
	reader->row.cells = malloc(AQ_CSV_CELLS_MAX * sizeof(*reader->row.cells));
	return reader->row.bytes && reader->row.cells;
}

enum aq_status aq_csv_reader_new(struct aq_csv_reader **out, const struct aq_csv_settings *settings,
				 aq_csv_on_row on_row, void *context, struct aq_error *err)
{
	char delimiter = settings->delimiter ? settings->delimiter : ',';
	char quote = settings->quote ? settings->quote : '"';
	struct aq_csv_reader *reader;

	if (delimiter == quote || delimiter == '\n' || delimiter == '\r' || quote == '\n' ||
	    quote == '\r')
		return aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_VALUE, (struct aq_at){0},
			       "delimiter and quote must differ, and be no line end");
	reader = calloc(1, sizeof(*reader));
	if (!reader)
		return aq_fail_memory(err);
	reader->on_row = on_row;
	reader->context = context;
	reader->is_strict = settings->quoting == AQ_CSV_STRICT;
	reader->splitter =
		(struct csv_splitter){.delimiter = delimiter,
				      .quote = quote,
				      .has_quotes = settings->quoting != AQ_CSV_NO_QUOTES};
	if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI) != 0 || !take_memory(reader)) {
		aq_csv_reader_free(reader);
		return aq_fail_memory(err);
	}
	start_parser(reader, delimiter, quote);
	*out = reader;
	return AQ_OK;
}

void aq_csv_reader_free(struct aq_csv_reader *reader)
{
	if (!reader)
		return;
	csv_free(&reader->parser);
	free(reader->row.bytes);
	free(reader->row.cells);
	free(reader);
}

static void fail_parse(struct aq_csv_reader *reader, size_t good_bytes)
{
	size_t column = reader->column + good_bytes;

	if (csv_error(&reader->parser) == CSV_EPARSE)
		reader->status = aq_fail(
			&reader->error, AQ_BAD_FILE, AQ_BASE_CSV_QUOTE,
			(struct aq_at){.line = reader->lines,
				       .column = column > UINT32_MAX ? 0 : (uint32_t)column},
			"a quote inside a cell is not doubled, or text follows a closing quote");
	else if (csv_get_buffer_size(&reader->parser) >= AQ_CSV_CELL_BYTES_MAX)
		fail_bound(reader, CSV_BOUND_CELL);
	else
		reader->status = aq_fail_memory(&reader->error);
}

/* At most one physical line, or a part of one. */
static void read_piece(struct aq_csv_reader *reader, struct aq_slice piece)
{
	if (!reader->is_row_open && piece.start[0] != '\n' && piece.start[0] != '\r') {
		reader->is_row_open = true;
		reader->row_line = reader->lines;
		reader->cell_line = reader->lines;
	}
	if (reader->is_strict) {
		size_t done = csv_parse(&reader->parser, piece.start, piece.length, on_cell,
					on_row_end, reader);

		if (done != piece.length && reader->status >= AQ_OK)
			fail_parse(reader, done);
	} else {
		size_t cell_count = reader->row.cell_count;

		if (aq_csv_split(&reader->splitter, &reader->row, piece))
			end_row(reader);
		else if (reader->row.cell_count != cell_count)
			reader->cell_line = reader->lines;
	}
	if (reader->row.bound != CSV_BOUND_NONE && reader->status >= AQ_OK)
		fail_bound(reader, reader->row.bound);
	reader->column += piece.length;
}

/* A line with its end; false when it is left to the slower ways. */
static bool read_plain(struct aq_csv_reader *reader, struct aq_slice line, const char *readable_end)
{
	if (reader->is_row_open || line.length == 0 ||
	    !aq_csv_split_plain(&reader->splitter, &reader->row, line, readable_end))
		return false;
	reader->is_row_open = true;
	reader->row_line = reader->lines;
	end_row(reader);
	return true;
}

static void begin_line(struct aq_csv_reader *reader)
{
	reader->lines++;
	reader->column = 1;
	reader->is_in_line = true;
	reader->has_line_row_end = false;
}

static void end_line(struct aq_csv_reader *reader)
{
	reader->is_in_line = false;
	if (!reader->is_row_open && !reader->has_line_row_end)
		reader->blank_lines++;
}

/* Where the next line ends are; kept while they are ahead, so that a file of
 * lone CRs is not searched for an LF again and again. */
struct line_ends {
	const char *lf;
	const char *cr;
};

static const char *next_of(const char *known, char mark, const char *at, const char *end)
{
	if (known >= at)
		return known;
	known = memchr(at, mark, (size_t)(end - at));
	return known ? known : end;
}

static void read_bytes(struct aq_csv_reader *reader, struct aq_slice bytes)
{
	const char *at = bytes.start;
	const char *end = bytes.start + bytes.length;
	struct line_ends ends = {NULL, NULL};

	while (at < end && reader->status >= AQ_OK) {
		const char *stop;
		bool is_plain;

		if (reader->is_after_cr) {
			reader->is_after_cr = false;
			if (*at == '\n') {
				read_piece(reader, aq_slice_between(at, at + 1));
				at++;
				continue;
			}
		}
		if (!reader->is_in_line)
			begin_line(reader);
		ends.lf = next_of(ends.lf, '\n', at, end);
		ends.cr = next_of(ends.cr, '\r', at, end);
		stop = ends.lf < ends.cr ? ends.lf : ends.cr;
		if ((size_t)(stop - at) > PIECE_BYTES_MAX) {
			read_piece(reader, aq_slice_between(at, at + PIECE_BYTES_MAX));
			at += PIECE_BYTES_MAX;
			continue;
		}
		if (stop == end) {
			read_piece(reader, aq_slice_between(at, end));
			break;
		}
		is_plain = read_plain(reader, aq_slice_between(at, stop), end);
		reader->is_after_cr = *stop == '\r';
		stop++;
		if (reader->is_after_cr && stop < end) {
			reader->is_after_cr = false;
			stop += *stop == '\n';
		}
		if (!is_plain)
			read_piece(reader, aq_slice_between(at, stop));
		end_line(reader);
		at = stop;
	}
}

/* The first bytes are held back until it is clear that they are no mark. */
static struct aq_slice skip_mark(struct aq_csv_reader *reader, struct aq_slice bytes)
{
	while (bytes.length > 0 && reader->mark_bytes < MARK_BYTES &&
	       bytes.start[0] == byte_order_mark[reader->mark_bytes]) {
		reader->mark[reader->mark_bytes++] = bytes.start[0];
		bytes.start++;
		bytes.length--;
	}
	if (reader->mark_bytes == MARK_BYTES) {
		reader->is_mark_done = true;
	} else if (bytes.length > 0) {
		reader->is_mark_done = true;
		read_bytes(reader, (struct aq_slice){reader->mark, reader->mark_bytes});
	}
	return bytes;
}

static enum aq_status report(const struct aq_csv_reader *reader, struct aq_error *err)
{
	if (reader->status < AQ_OK && err)
		*err = reader->error;
	return reader->status;
}

enum aq_status aq_csv_reader_feed(struct aq_csv_reader *reader, struct aq_slice bytes,
				  struct aq_error *err)
{
	AQ_CLAIM(!reader->is_finished);
	if (reader->status >= AQ_OK && !reader->is_mark_done)
		bytes = skip_mark(reader, bytes);
	if (reader->status >= AQ_OK)
		read_bytes(reader, bytes);
	return report(reader, err);
}

static void finish_row(struct aq_csv_reader *reader)
{
	bool is_open = false;

	if (reader->is_strict)
		is_open = csv_fini(&reader->parser, on_cell, on_row_end, reader) != 0;
	else if (aq_csv_split_finish(&reader->splitter, &reader->row, &is_open))
		end_row(reader);
	if (is_open && reader->status >= AQ_OK)
		reader->status = aq_fail(&reader->error, AQ_BAD_FILE, AQ_BASE_CSV_QUOTE,
					 (struct aq_at){.line = reader->cell_line},
					 "a quote opened on this line is never closed");
}

enum aq_status aq_csv_reader_finish(struct aq_csv_reader *reader, struct aq_error *err)
{
	AQ_CLAIM(!reader->is_finished);
	if (reader->status >= AQ_OK && !reader->is_mark_done)
		read_bytes(reader, (struct aq_slice){reader->mark, reader->mark_bytes});
	reader->is_finished = true;
	/* libcsv would hand out half a row if it were finished after a fault. */
	if (reader->status >= AQ_OK)
		finish_row(reader);
	reader->ends_in_line = reader->is_in_line;
	if (reader->status >= AQ_OK && reader->is_in_line)
		end_line(reader);
	return report(reader, err);
}

uint64_t aq_csv_reader_lines(const struct aq_csv_reader *reader)
{
	return reader->lines;
}

struct aq_at aq_csv_reader_place(const struct aq_csv_reader *reader)
{
	size_t cells = reader->is_row_open ? reader->row.cell_count : 0;

	return (struct aq_at){.line = reader->lines + !reader->is_in_line,
			      .column = (uint32_t)cells + 1};
}

bool aq_csv_reader_ends_in_line(const struct aq_csv_reader *reader)
{
	return reader->ends_in_line;
}

uint64_t aq_csv_reader_blank_lines(const struct aq_csv_reader *reader)
{
	return reader->blank_lines;
}
