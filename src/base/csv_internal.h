/*
 * csv_internal.h - how the reader and the lenient splitter build a row.
 */
#ifndef ACQUIT_BASE_CSV_INTERNAL_H
#define ACQUIT_BASE_CSV_INTERNAL_H

#include "acquit/csv.h"

enum csv_bound { CSV_BOUND_NONE, CSV_BOUND_CELL, CSV_BOUND_ROW, CSV_BOUND_CELLS };

/* The row being read. Its bytes never move, so that cells can point into them
 * at once; pages that no row reaches are never touched. */
struct csv_row {
	char *bytes; /* AQ_CSV_ROW_BYTES_MAX of them */
	size_t used;
	size_t cell_start;
	struct aq_slice *cells; /* AQ_CSV_CELLS_MAX of them */
	size_t cell_count;
	enum csv_bound bound; /* the first one that was reached */
};

static inline void csv_row_add(struct csv_row *row, const char *bytes, size_t count)
{
	if (count > AQ_CSV_CELL_BYTES_MAX - (row->used - row->cell_start)) {
		if (row->bound == CSV_BOUND_NONE)
			row->bound = CSV_BOUND_CELL;
		return;
	}
	if (count > AQ_CSV_ROW_BYTES_MAX - row->used) {
		if (row->bound == CSV_BOUND_NONE)
			row->bound = CSV_BOUND_ROW;
		return;
	}
	memcpy(row->bytes + row->used, bytes, count);
	row->used += count;
}

static inline void csv_row_end_cell(struct csv_row *row)
{
	if (row->cell_count == AQ_CSV_CELLS_MAX) {
		if (row->bound == CSV_BOUND_NONE)
			row->bound = CSV_BOUND_CELLS;
		return;
	}
	row->cells[row->cell_count++] =
		(struct aq_slice){row->bytes + row->cell_start, row->used - row->cell_start};
	row->cell_start = row->used;
}

static inline void csv_row_clear(struct csv_row *row)
{
	row->used = 0;
	row->cell_start = 0;
	row->cell_count = 0;
}

enum csv_split_state {
	CSV_AT_CELL_START,
	CSV_IN_PLAIN,
	CSV_IN_QUOTES,
	CSV_AFTER_QUOTE, /* inside quotes, behind one */
	CSV_AFTER_TWO_QUOTES, /* inside quotes, behind two in a row */
	CSV_BLANKS_AFTER_QUOTE, /* the same, behind one and blanks */
	CSV_BLANKS_AT_START /* of a cell: a quote may follow */
};

struct csv_splitter {
	char delimiter;
	char quote;
	bool has_quotes;
	bool is_odd_lone; /* quotes inside this cell that stood alone, odd in number */
	bool is_odd_pair; /* doubled ones, odd in number */
	size_t blanks_from; /* what the row held before the quote that blanks follow */
	enum csv_split_state state;
};

/* csv_plain.c: a whole line without its end, which no row is open before. False
 * when it is not plain, and nothing is kept of it. Bytes up to `readable_end`
 * may be looked at. */
bool aq_csv_split_plain(const struct csv_splitter *splitter, struct csv_row *row,
			struct aq_slice line, const char *readable_end);
/* csv_split.c: reads `piece`, which holds at most one line end, into `row`; true when the
 * row has ended. */
bool aq_csv_split(struct csv_splitter *splitter, struct csv_row *row, struct aq_slice piece);
/* The end of the file; true when it ended a row. `is_open` tells whether a
 * quote was never closed, and then nothing has ended. */
bool aq_csv_split_finish(struct csv_splitter *splitter, struct csv_row *row, bool *is_open);

#endif
