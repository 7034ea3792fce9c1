/*
 * cells.h - one CSV row on its way out, cell by cell.
 *
 * Writes into a buffer of the caller's and remembers where each cell begins,
 * so that who counts and shows a row reads the very bytes that were written.
 */
#ifndef ACQUIT_REPORT_CELLS_H
#define ACQUIT_REPORT_CELLS_H

#include "acquit/csv.h"
#include "acquit/date.h"
#include "acquit/payment.h"

#define CELLS_MAX  32
#define DATES_KEPT 16

/* What cells of amounts and counts say, so that nobody need read them again. */
struct numbers {
	uint32_t known; /* bit by bit: the cell is here */
	int64_t values[CELLS_MAX]; /* minor units, or the count */
};
_Static_assert(CELLS_MAX <= 32, "a bit for each cell");

struct cells {
	struct aq_buffer *out; /* borrowed */
	struct aq_buffer scratch;
	size_t starts[CELLS_MAX + 1]; /* and once more where the next row begins */
	struct numbers numbers;
	size_t count;
	bool is_json; /* members of an object, texts as they are; else CSV */
	const char *name; /* of the member, JSON only */
	bool is_overflow; /* a sum in a cell did not fit */
	struct {
		struct aq_date date;
		char text[AQ_DATE_TEXT_BYTES];
	} dates[DATES_KEPT];
};

void cells_open(struct cells *cells, struct aq_buffer *out);
void cells_close(struct cells *cells);
/* The row's end: from here on `starts` tells where each cell stands in the buffer,
 * quotes included, and one byte before the next. */
void cells_end(struct cells *cells);
void cells_begin(struct cells *cells);

/* Where the cells of a row that has ended stand in the buffer. */
struct cells_place {
	size_t starts[CELLS_MAX + 1];
	struct numbers numbers;
};
void cells_place(const struct cells *cells, struct cells_place *out);
/* The cells [from, to) of that row once more, as they stand; CSV only. */
void cells_repeat(struct cells *cells, const struct cells_place *row, size_t from, size_t to);

/* In JSON every cell but a count is a string, so that amounts stay exact.
 * Text from outside: in CSV defused, and bytes that are no UTF-8 made visible.A
 * spreadsheet's cell holds no more than 32,767 characters: longer text is cut. */
void cells_text(struct cells *cells, struct aq_slice text);
/* A word of our own. */
void cells_word(struct cells *cells, const char *word);
/* A sentence of our own: it may hold a comma. */
void cells_word_text(struct cells *cells, const char *sentence);
void cells_plain(struct cells *cells, struct aq_slice text);
void cells_empty(struct cells *cells);
void cells_u64(struct cells *cells, uint64_t number);
/* A code's public name; empty for none. */
void cells_code(struct cells *cells, enum aq_code code);
/* "E12": a letter and a number. */
void cells_number(struct cells *cells, char letter, uint64_t number);
/* In hex. */
void cells_sha256(struct cells *cells, const struct aq_sha256 *hash);
/* Empty for 0. */
void cells_u64_or_empty(struct cells *cells, uint64_t number);
void cells_date(struct cells *cells, struct aq_date date);
/* An amount without a currency is empty: nobody could say what it is. */
void cells_money(struct cells *cells, int64_t minor, aq_currency currency);
/* The sum of amounts of one currency. */
void cells_sum(struct cells *cells, const int64_t *minors, size_t count, aq_currency currency);
/* A share in percent with two digits, rounded down; empty of nothing. */
void cells_percent(struct cells *cells, uint64_t part, uint64_t whole);
void cells_currency(struct cells *cells, aq_currency currency);
/* Empty for an id that is all zero. */
void cells_payment_id(struct cells *cells, struct aq_payment_id id);

#endif
