/*
 * take.h - rows of long listings, taken where SQLite stands; private.
 *
 * Leaving a statement and entering it again for each row, and asking for its
 * columns one by one from outside, costs as much as reading them. So a long
 * listing calls `take_row(columns …)` in its WHERE clause: a function of ours
 * that gets the columns' values and lets no row through. Of a join, what the outer
 * row says is told once, not beside each inner row: `take_outer(columns …)` names
 * columns of the outer table alone, so that SQLite calls it before the inner loop,
 * and lets every row through.
 */
#ifndef ACQUIT_STORE_TAKE_H
#define ACQUIT_STORE_TAKE_H

#include "../sq.h"

/* Columns of one row: of a statement that stands on it, or values that were
 * taken. `from` is where they begin. Texts are borrowed until the next row. */
struct sq_row {
	sqlite3_value **values; /* NULL: of `statement` */
	sqlite3_stmt *statement;
	int from;
};

static inline struct sq_row sq_row_of(sqlite3_stmt *statement, int from)
{
	return (struct sq_row){.statement = statement, .from = from};
}

static inline struct sq_row sq_row_at(struct sq_row row, int from)
{
	row.from += from;
	return row;
}

static inline int64_t sq_row_i64(struct sq_row row, int column)
{
	return row.values ? sqlite3_value_int64(row.values[row.from + column])
			  : sqlite3_column_int64(row.statement, row.from + column);
}

static inline uint64_t sq_row_u64(struct sq_row row, int column)
{
	return (uint64_t)sq_row_i64(row, column);
}

static inline struct aq_date sq_row_date(struct sq_row row, int column)
{
	return (struct aq_date){(int32_t)sq_row_i64(row, column)};
}

static inline bool sq_row_is_null(struct sq_row row, int column)
{
	int type = row.values ? sqlite3_value_type(row.values[row.from + column])
			      : sqlite3_column_type(row.statement, row.from + column);

	return type == SQLITE_NULL;
}

struct aq_slice sq_row_text(struct sq_row row, int column);
struct aq_slice sq_row_blob(struct sq_row row, int column);
bool sq_row_sha256(struct sq_row row, int column, struct aq_sha256 *out);

typedef enum aq_status (*sq_on_row)(void *context, struct sq_row row, struct aq_error *err);

/* Runs a statement that takes its rows; what `on_row` returns below AQ_OK ends it. */
enum aq_status sq_take(struct aq_store *store, sqlite3_stmt *statement, sq_on_row on_row,
		       void *context, struct aq_error *err);
struct sq_takers {
	sq_on_row on_outer; /* NULL: the statement has no `take_outer` */
	sq_on_row on_row;
	void *context;
};
enum aq_status sq_take_both(struct aq_store *store, sqlite3_stmt *statement,
			    const struct sq_takers *takers, struct aq_error *err);
/* Makes `take_row` and `take_outer` known to the connection. */
enum aq_status sq_takes_open(struct aq_store *store, struct aq_error *err);

#endif
