/*
 * feed.h - batches in memory as tables that SQLite reads; private.
 *
 * A feed is an eponymous virtual table of one shape. Before a statement that
 * names it runs, its rows are set; after, they are taken away again.
 */
#ifndef ACQUIT_STORE_FEED_H
#define ACQUIT_STORE_FEED_H

#include "sq.h"

enum sq_feed_kind {
	SQ_FEED_KEYS, /* key, place: struct sq_pair */
	SQ_FEED_HASHES, /* hash in SQLite's order, place: struct sq_pair */
	SQ_FEED_BUCKETS, /* bucket, hash, place: struct sq_probe */
	SQ_FEED_PLACES, /* key, key2, place: struct sq_place */
	SQ_FEED_PAYMENTS,
	SQ_FEED_TEXTS,
	SQ_FEED_PAYMENT_KEYS,
	SQ_FEED_WAITING,
	SQ_FEED_ENTRIES,
	SQ_FEED_POSTINGS,
	SQ_FEED_ALLOCATIONS,
	SQ_FEED_STEPS,
	SQ_FEED_ITEMS,
	SQ_FEED_OPEN_ITEMS,
	SQ_FEED_NUMBERS,
	SQ_FEED_NAMES,
	SQ_FEED_LESSONS,
	SQ_FEED_COUNT
};

struct sq_probe {
	int64_t bucket;
	uint64_t hash;
	uint64_t place;
};

struct sq_place {
	uint64_t key, key2;
	uint64_t place;
};

struct sq_rows {
	const void *rows;
	size_t count;
	struct aq_store *store;
	struct aq_buffer *room; /* for columns that are made for the row */
};

typedef void (*sq_column)(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			  int column);

struct sq_shape {
	const char *name;
	const char *declaration;
	sq_column column;
};

extern const struct sq_shape sq_shape_payments, sq_shape_texts, sq_shape_payment_keys,
	sq_shape_waiting, sq_shape_entries, sq_shape_postings, sq_shape_allocations, sq_shape_steps,
	sq_shape_items, sq_shape_open_items, sq_shape_numbers, sq_shape_names, sq_shape_lessons;

enum aq_status sq_feeds_open(struct aq_store *store, struct aq_error *err);
void sq_feeds_close(struct aq_store *store);
/* The rows a statement will read; count 0 takes them away. */
void sq_feed_set(struct aq_store *store, enum sq_feed_kind kind, const void *rows, size_t count);
/* Sets, runs a statement without rows, takes away. */
struct sq_feeding {
	enum sq_statement statement;
	enum sq_feed_kind feed;
};
enum aq_status sq_feed_run(struct aq_store *store, struct sq_feeding feeding, const void *rows,
			   size_t count, struct aq_error *err);
/* A column the row's buffer could not hold fails the statement. */
void sq_give_text(sqlite3_context *context, struct aq_slice text);

static inline void sq_give_i64(sqlite3_context *context, int64_t value)
{
	sqlite3_result_int64(context, value);
}

static inline void sq_give_u64(sqlite3_context *context, uint64_t value)
{
	sqlite3_result_int64(context, (int64_t)value);
}

#endif
