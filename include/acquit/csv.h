/*
 * csv.h - CSV rows in and out; the only user of libcsv.
 *
 * Reading: RFC 4180, strict (a stray quote, text behind a closing quote and an
 * unterminated quote are faults with line and column), a UTF-8 BOM dropped,
 * blanks kept, blank lines counted but not reported as rows. Cells and rows
 * have bounds. `quote = lenient` uses a splitter of our own in which a quote
 * closes only before a delimiter or the end of a line, blanks between or not.
 * Writing: quotes where needed, newline LF, and text that a spreadsheet would
 * run as a formula is defused by a leading apostrophe.
 */
#ifndef ACQUIT_CSV_H
#define ACQUIT_CSV_H

#include "acquit/buffer.h"
#include "acquit/error.h"

#define AQ_CSV_CELL_BYTES_MAX (64 * 1024)
#define AQ_CSV_CELLS_MAX      1024
#define AQ_CSV_ROW_BYTES_MAX  (1024 * 1024)

enum aq_csv_quoting { AQ_CSV_STRICT, AQ_CSV_LENIENT, AQ_CSV_NO_QUOTES };

struct aq_csv_settings {
	char delimiter; /* 0 is a comma */
	char quote; /* 0 is a double quote */
	enum aq_csv_quoting quoting;
};

/* One row; borrowed for the length of the call. */
struct aq_csv_row {
	uint64_t line; /* physical line its first cell stands on */
	uint64_t lines; /* physical lines it covers, 1 or more */
	const struct aq_slice *cells;
	size_t cell_count;
};

/* Returning below AQ_OK stops the reader with that status; `err` is what the
 * caller of _feed or _finish gets. A reader that has failed stays failed. */
typedef enum aq_status (*aq_csv_on_row)(void *context, const struct aq_csv_row *row,
					struct aq_error *err);

struct aq_csv_reader;

enum aq_status aq_csv_reader_new(struct aq_csv_reader **out, const struct aq_csv_settings *settings,
				 aq_csv_on_row on_row, void *context, struct aq_error *err);
void aq_csv_reader_free(struct aq_csv_reader *reader);
/* Any number of bytes. A malformed file gives AQ_BAD_FILE with line and column. */
enum aq_status aq_csv_reader_feed(struct aq_csv_reader *reader, struct aq_slice bytes,
				  struct aq_error *err);
/* The end of the file: a last row without newline is delivered. */
enum aq_status aq_csv_reader_finish(struct aq_csv_reader *reader, struct aq_error *err);
/* Physical lines seen, blank ones included; LF, CRLF and a lone CR end one.
 * A line of spaces and tabs alone is blank too. */
uint64_t aq_csv_reader_lines(const struct aq_csv_reader *reader);
/* Where the next byte stands, as a spreadsheet shows it: the column is the cell's. */
struct aq_at aq_csv_reader_place(const struct aq_csv_reader *reader);
/* After _finish: the last line had no line end. */
bool aq_csv_reader_ends_in_line(const struct aq_csv_reader *reader);
uint64_t aq_csv_reader_blank_lines(const struct aq_csv_reader *reader);

/* Writing into a buffer. _cell is text from outside (defused); _plain is a
 * number or word of our own, written as it is. `first` puts no comma before. */
void aq_csv_put_cell(struct aq_buffer *out, struct aq_slice text, bool first);
/* The same of printable ASCII that needs neither quotes nor defusing, which nearly
 * all text is; of anything else false, and nothing is written. */
bool aq_csv_put_simple(struct aq_buffer *out, struct aq_slice text, bool first);
void aq_csv_put_plain(struct aq_buffer *out, struct aq_slice text, bool first);
void aq_csv_put_end(struct aq_buffer *out);

#endif
