/*
 * take.c - rows of long listings, taken where SQLite stands.
 *
 * Refuses: to be called from the schema, or by a statement that nobody takes
 * rows of.
 */
#include "take.h"

struct sq_taking { /* one statement; others may run inside its callback */
	struct sq_taking *outer;
	struct sq_takers takers;
	void *context;
	enum aq_status status;
	struct aq_error *err;
};

struct aq_slice sq_row_text(struct sq_row row, int column)
{
	sqlite3_value *value;
	const char *start;

	if (!row.values)
		return sq_text(row.statement, row.from + column);
	value = row.values[row.from + column];
	start = (const char *)sqlite3_value_text(value);
	if (!start)
		return (struct aq_slice){"", 0};
	return (struct aq_slice){start, (size_t)sqlite3_value_bytes(value)};
}

struct aq_slice sq_row_blob(struct sq_row row, int column)
{
	sqlite3_value *value;
	const char *start;

	if (!row.values)
		return sq_blob(row.statement, row.from + column);
	value = row.values[row.from + column];
	start = sqlite3_value_blob(value);
	if (!start)
		return (struct aq_slice){"", 0};
	return (struct aq_slice){start, (size_t)sqlite3_value_bytes(value)};
}

bool sq_row_sha256(struct sq_row row, int column, struct aq_sha256 *out)
{
	struct aq_slice bytes = sq_row_blob(row, column);

	if (bytes.length != sizeof(out->bytes))
		return false;
	memcpy(out->bytes, bytes.start, sizeof(out->bytes));
	return true;
}

static struct sq_taking *taking_of(sqlite3_context *context)
{
	struct aq_store *store = sqlite3_user_data(context);

	if (!store->taking)
		sqlite3_result_error(context, "nobody takes rows", -1);
	return store->taking;
}

static void take(sqlite3_context *context, struct sq_taking *taking, sq_on_row on_row,
		 sqlite3_value **values)
{
	const struct sq_row row = {.values = values};

	taking->status = on_row(taking->takers.context, row, taking->err);
	if (taking->status < AQ_OK)
		sqlite3_result_error(context, "the row was not taken", -1);
	else
		sqlite3_result_int(context, on_row == taking->takers.on_outer);
}

/* False, so that the statement goes on without giving the row. */
static void take_row(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct sq_taking *taking = taking_of(context);

	(void)count;
	if (taking)
		take(context, taking, taking->takers.on_row, values);
}

/* True, so that the inner loop begins. */
static void take_outer(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct sq_taking *taking = taking_of(context);

	(void)count;
	if (taking && !taking->takers.on_outer)
		sqlite3_result_error(context, "nobody takes outer rows", -1);
	else if (taking)
		take(context, taking, taking->takers.on_outer, values);
}

enum aq_status sq_take_both(struct aq_store *store, sqlite3_stmt *statement,
			    const struct sq_takers *takers, struct aq_error *err)
{
	struct sq_taking taking = {
		.outer = store->taking, .takers = *takers, .status = AQ_OK, .err = err};
	struct aq_error said;
	enum aq_status status;

	store->taking = &taking;
	status = sq_run(store, statement, &said);
	store->taking = taking.outer;
	if (taking.status < AQ_OK)
		return taking.status;
	if (status < AQ_OK && err)
		*err = said;
	return status;
}

enum aq_status sq_take(struct aq_store *store, sqlite3_stmt *statement, sq_on_row on_row,
		       void *context, struct aq_error *err)
{
	const struct sq_takers takers = {.on_row = on_row, .context = context};

	return sq_take_both(store, statement, &takers, err);
}

static bool is_made(struct aq_store *store, const char *name,
		    void (*function)(sqlite3_context *, int, sqlite3_value **))
{
	return sqlite3_create_function_v2(store->db, name, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
					  store, function, NULL, NULL, NULL) == SQLITE_OK;
}

enum aq_status sq_takes_open(struct aq_store *store, struct aq_error *err)
{
	if (!is_made(store, "take_row", take_row) || !is_made(store, "take_outer", take_outer))
		return sq_fail(store, "opening a listing", err);
	return AQ_OK;
}
