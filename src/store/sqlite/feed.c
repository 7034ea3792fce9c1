/*
 * feed.c - C arrays as virtual tables, so that one INSERT … SELECT or one join
 * serves a whole batch.
 *
 * Refuses: to be seen from the schema (no trigger or view may name a feed), and
 * to give rows that nobody set.
 */
#include "feed.h"

#include <stdlib.h>

#include "acquit/buffer.h"
#include "acquit/claim.h"

struct sq_feed {
	const struct sq_shape *shape;
	struct sq_rows rows;
	struct aq_buffer room;
};

struct feed_table {
	sqlite3_vtab base;
	struct sq_feed *feed;
};

struct feed_cursor {
	sqlite3_vtab_cursor base;
	const struct sq_feed *feed;
	size_t row;
};

static void column_keys(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			int column)
{
	const struct sq_pair *pair = (const struct sq_pair *)rows->rows + row;

	sq_give_u64(context, column == 0 ? pair->key : pair->index);
}

static void column_hashes(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			  int column)
{
	const struct sq_pair *pair = (const struct sq_pair *)rows->rows + row;

	sq_give_i64(context, column == 0 ? sq_from_hash(pair->key) : (int64_t)pair->index);
}

static void column_buckets(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			   int column)
{
	const struct sq_probe *probe = (const struct sq_probe *)rows->rows + row;

	if (column == 0)
		sq_give_i64(context, probe->bucket);
	else
		sq_give_i64(context,
			    column == 1 ? sq_from_hash(probe->hash) : (int64_t)probe->place);
}

static void column_places(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			  int column)
{
	const struct sq_place *place = (const struct sq_place *)rows->rows + row;

	if (column == 0)
		sq_give_u64(context, place->key);
	else
		sq_give_u64(context, column == 1 ? place->key2 : place->place);
}

static const struct sq_shape shape_keys = {"feed_keys", "CREATE TABLE x(key, place)", column_keys};
static const struct sq_shape shape_hashes = {"feed_hashes", "CREATE TABLE x(hash, place)",
					     column_hashes};
static const struct sq_shape shape_buckets = {"feed_buckets", "CREATE TABLE x(bucket, hash, place)",
					      column_buckets};
static const struct sq_shape shape_places = {"feed_places", "CREATE TABLE x(key, key2, place)",
					     column_places};

static const struct sq_shape *const shapes[SQ_FEED_COUNT] = {
	[SQ_FEED_KEYS] = &shape_keys,
	[SQ_FEED_HASHES] = &shape_hashes,
	[SQ_FEED_BUCKETS] = &shape_buckets,
	[SQ_FEED_PLACES] = &shape_places,
	[SQ_FEED_PAYMENTS] = &sq_shape_payments,
	[SQ_FEED_TEXTS] = &sq_shape_texts,
	[SQ_FEED_PAYMENT_KEYS] = &sq_shape_payment_keys,
	[SQ_FEED_WAITING] = &sq_shape_waiting,
	[SQ_FEED_ENTRIES] = &sq_shape_entries,
	[SQ_FEED_POSTINGS] = &sq_shape_postings,
	[SQ_FEED_ALLOCATIONS] = &sq_shape_allocations,
	[SQ_FEED_STEPS] = &sq_shape_steps,
	[SQ_FEED_ITEMS] = &sq_shape_items,
	[SQ_FEED_OPEN_ITEMS] = &sq_shape_open_items,
	[SQ_FEED_NUMBERS] = &sq_shape_numbers,
	[SQ_FEED_NAMES] = &sq_shape_names,
	[SQ_FEED_LESSONS] = &sq_shape_lessons,
};

static int feed_connect(sqlite3 *db, void *context, int argument_count,
			const char *const *arguments, sqlite3_vtab **out, char **error)
{
	struct sq_feed *feed = context;
	struct feed_table *table;
	int result = sqlite3_declare_vtab(db, feed->shape->declaration);

	(void)argument_count;
	(void)arguments;
	(void)error;
	if (result == SQLITE_OK)
		result = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
	if (result != SQLITE_OK)
		return result;
	table = sqlite3_malloc(sizeof(*table));
	if (!table)
		return SQLITE_NOMEM;
	*table = (struct feed_table){.feed = feed};
	*out = &table->base;
	return SQLITE_OK;
}

static int feed_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* A feed is always the outer loop: every statement says so with CROSS JOIN. */
static int feed_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = 1000;
	info->estimatedRows = 1000;
	return SQLITE_OK;
}

static int feed_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct feed_cursor *cursor = sqlite3_malloc(sizeof(*cursor));

	if (!cursor)
		return SQLITE_NOMEM;
	*cursor = (struct feed_cursor){.feed = ((struct feed_table *)table)->feed};
	*out = &cursor->base;
	return SQLITE_OK;
}

static int feed_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int feed_filter(sqlite3_vtab_cursor *cursor, int index, const char *text, int argument_count,
		       sqlite3_value **arguments)
{
	(void)index;
	(void)text;
	(void)argument_count;
	(void)arguments;
	((struct feed_cursor *)cursor)->row = 0;
	return SQLITE_OK;
}

static int feed_next(sqlite3_vtab_cursor *cursor)
{
	((struct feed_cursor *)cursor)->row++;
	return SQLITE_OK;
}

static int feed_eof(sqlite3_vtab_cursor *base)
{
	const struct feed_cursor *cursor = (const struct feed_cursor *)base;

	return cursor->row >= cursor->feed->rows.count;
}

static int feed_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct feed_cursor *cursor = (const struct feed_cursor *)base;

	cursor->feed->shape->column(context, &cursor->feed->rows, cursor->row, column);
	return SQLITE_OK;
}

static int feed_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
	*out = (sqlite3_int64)((const struct feed_cursor *)cursor)->row;
	return SQLITE_OK;
}

/* Without xCreate a module is eponymous only: it has no place in the schema. */
static const sqlite3_module module = {
	.iVersion = 1,
	.xConnect = feed_connect,
	.xBestIndex = feed_best_index,
	.xDisconnect = feed_disconnect,
	.xOpen = feed_open,
	.xClose = feed_close,
	.xFilter = feed_filter,
	.xNext = feed_next,
	.xEof = feed_eof,
	.xColumn = feed_column,
	.xRowid = feed_rowid,
};

enum aq_status sq_feeds_open(struct aq_store *store, struct aq_error *err)
{
	store->feeds = calloc(SQ_FEED_COUNT, sizeof(*store->feeds));
	if (!store->feeds)
		return aq_fail_memory(err);
	for (size_t kind = 0; kind < SQ_FEED_COUNT; kind++) {
		struct sq_feed *feed = &store->feeds[kind];

		feed->shape = shapes[kind];
		aq_buffer_init(&feed->room, 0);
		feed->rows.store = store;
		feed->rows.room = &feed->room;
		if (sqlite3_create_module_v2(store->db, feed->shape->name, &module, feed, NULL) !=
		    SQLITE_OK)
			return sq_fail(store, "opening a feed", err);
	}
	return AQ_OK;
}

/* After the database is closed, which disconnects what was connected. */
void sq_feeds_close(struct aq_store *store)
{
	if (!store->feeds)
		return;
	for (size_t kind = 0; kind < SQ_FEED_COUNT; kind++)
		aq_buffer_free(&store->feeds[kind].room);
	free(store->feeds);
	store->feeds = NULL;
}

void sq_feed_set(struct aq_store *store, enum sq_feed_kind kind, const void *rows, size_t count)
{
	store->feeds[kind].rows.rows = rows;
	store->feeds[kind].rows.count = count;
}

enum aq_status sq_feed_run(struct aq_store *store, struct sq_feeding feeding, const void *rows,
			   size_t count, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status;

	if (count == 0)
		return AQ_OK;
	status = sq_use(store, feeding.statement, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, feeding.feed, rows, count);
	status = sq_run(store, statement, err);
	sq_feed_set(store, feeding.feed, NULL, 0);
	return status;
}

void sq_give_text(sqlite3_context *context, struct aq_slice text)
{
	sqlite3_result_text64(context, text.length ? text.start : "", text.length, SQLITE_STATIC,
			      SQLITE_UTF8);
}
