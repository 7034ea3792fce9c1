/*
 * guess.h - a table that no profile knows, looked at: for `formats --new`.
 */
#ifndef ACQUIT_DECODE_CSV_GUESS_H
#define ACQUIT_DECODE_CSV_GUESS_H

#include "table.h"

#define GUESS_ROWS_MAX	   300
#define GUESS_COLUMNS_MAX  128
#define GUESS_DISTINCT_MAX 24
/* A longer text is no type or status. */
#define GUESS_WORD_BYTES_MAX 48

enum guess_role {
	ROLE_DATE,
	ROLE_VALUE,
	ROLE_BALANCE, /* known so that it is no amount; proposed where the rows prove it */
	ROLE_FEE,
	ROLE_NET,
	ROLE_IN,
	ROLE_OUT,
	ROLE_AMOUNT,
	ROLE_FLAG,
	ROLE_CURRENCY,
	ROLE_TYPE,
	ROLE_STATUS,
	ROLE_PAYOUT,
	ROLE_ACCOUNT, /* ours */
	ROLE_ID,
	ROLE_PAYER_ACCOUNT,
	ROLE_PAYER,
	ROLE_TEXT,
	ROLE_COUNT
};

struct guess_row {
	uint64_t line;
	const struct aq_slice *cells;
	size_t count;
};

struct guess_column {
	struct aq_slice name;
	struct aq_slice folded; /* the name, for comparing */
	size_t filled; /* of the table's rows */
	size_t numbers;
	size_t negatives;
	size_t marked; /* numbers with a mark of decimals in them */
	size_t codes; /* cells that are an ISO 4217 code */
	const char *pattern; /* of days, when all cells have one */
	struct aq_slice distinct[GUESS_DISTINCT_MAX]; /* the first different values */
	size_t distinct_count; /* GUESS_DISTINCT_MAX + 1: more */
	bool is_unique;
	bool has_nothings; /* cells that say nothing stand among its numbers */
};

struct guess {
	struct aq_arena *arena;
	struct table_profile profile; /* encoding, delimiter, quotes, numbers */
	struct guess_row rows[GUESS_ROWS_MAX];
	size_t row_count;
	size_t width; /* cells of most rows */
	size_t header; /* index of its row, SIZE_MAX: none */
	size_t table; /* index of the first row of the table */
	size_t table_rows; /* of that width */
	struct guess_column columns[GUESS_COLUMNS_MAX];
	size_t column_count;
	size_t roles[ROLE_COUNT]; /* 1 + the column */
	bool is_balance_proved;
	unsigned nothings; /* a bit for each of the words seen among numbers */
};

/* guess_shape.c: encoding, delimiter, quotes, header. False where it is no table. */
bool aq_guess_shape(struct guess *guess, const struct aq_decoder_head *head);
bool aq_guess_is_day(struct aq_slice text, const char *pattern);
/* The pattern that all of the texts fit, NULL: none does. */
const char *aq_guess_day_pattern(const struct aq_slice *texts, size_t count);
/* guess_columns.c: what the columns hold, and what they are called. */
bool aq_guess_columns(struct guess *guess);
/* The words that stand where no number does, in order; NULL behind the last. */
const char *aq_guess_nothing(size_t index);
/* The bit of such a word; 0: it is none. */
unsigned aq_guess_nothing_bit(struct aq_slice cell);
/* guess_nothing.c: looks whether such words stand among the column's numbers. */
void aq_guess_nothings(struct guess *guess, size_t index);
bool aq_guess_is_nothing(const struct guess *guess, size_t index, struct aq_slice cell);
/* guess_balance.c: the balance, and the amount that moves it, where the rows prove
 * them. False: no memory. */
bool aq_guess_balance(struct guess *guess);
/* 1: a word that says money in, -1: money out, 0: neither. */
int aq_guess_flag(struct aq_slice value);
/* propose_words.c: texts and columns as a profile has them. */
#define TEXT_SHOWN_MAX 60
void aq_guess_put_text(struct aq_buffer *out, struct aq_slice text);
bool aq_guess_is_plain(struct aq_slice name);
void aq_guess_put_column(const struct guess *guess, size_t index, struct aq_buffer *out);
void aq_guess_put_role(const struct guess *guess, enum guess_role role, struct aq_buffer *out);
/* NULL where no column has the role. */
const struct guess_column *aq_guess_column_of(const struct guess *guess, enum guess_role role);
void aq_guess_put_values(const struct guess_column *column, struct aq_buffer *out);
/* propose.c: the currency that headings or amounts tell, NULL: none. */
const char *aq_guess_code(const struct guess *guess);
/* propose_days.c, propose_rows.c: lines of the profile. */
void aq_guess_put_day(const struct guess *guess, enum guess_role role, const char *key,
		      struct aq_buffer *out);
void aq_guess_put_status(const struct guess *guess, struct aq_buffer *out);
void aq_guess_put_odd_rows(const struct guess *guess, struct aq_buffer *out);
/* The next row of the table that has its width; NULL at the end. */
const struct guess_row *aq_guess_row(const struct guess *guess, size_t *at);

#endif
