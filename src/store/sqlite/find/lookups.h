/*
 * lookups.h - how look-ups read items; private.
 */
#ifndef ACQUIT_STORE_LOOKUPS_H
#define ACQUIT_STORE_LOOKUPS_H

#include "../feed.h"
#include "../list/take.h"
#include "../rows.h"

/* Columns as SQ_ITEM_COLUMNS lists them; `open` is left to the caller. Texts are
 * copied into `arena`, or borrowed until the next row where it is NULL. */
#define SQ_ITEM_COLUMN_COUNT 16
enum aq_status sq_item_get(struct sq_row row, struct aq_arena *arena, struct aq_item *out,
			   struct aq_error *err);

/* A result that grows while it is read. */
struct sq_results {
	struct aq_arena *arena;
	size_t bytes_each;
	char *rows;
	size_t count, capacity;
};
/* A zeroed row at the end, or NULL when memory ran out. */
void *sq_results_add(struct sq_results *results);

/* One row of a statement as a zeroed row of results. */
typedef enum aq_status (*sq_read_row)(struct aq_store *store, sqlite3_stmt *statement,
				      struct aq_arena *arena, void *row, struct aq_error *err);
/* Every row that the bound statement gives; the statement is done with in any case. */
enum aq_status sq_read_all(struct aq_store *store, sqlite3_stmt *statement,
			   struct sq_results *results, sq_read_row read, struct aq_error *err);
/* The same of numbers (uint64_t): the first column. */
enum aq_status sq_read_numbers(struct aq_store *store, sqlite3_stmt *statement,
			       struct sq_results *results, struct aq_error *err);

/* What a statement gives for keys, which are sorted and each once. */
struct sq_asking {
	enum sq_statement statement;
	enum sq_feed_kind feed;
	const uint64_t *keys;
	size_t count;
};
typedef enum aq_status (*sq_add_row)(struct sq_results *results, sqlite3_stmt *statement,
				     struct aq_error *err);
/* Every row is added; the pairs live in the store's scratch. */
enum aq_status sq_collect(struct aq_store *store, const struct sq_asking *asking,
			  struct sq_results *results, sq_add_row add, struct aq_error *err);

/* Whether reading a table once costs less than so many look-ups in it. */
bool sq_is_scan_cheaper(uint64_t asked_count, uint64_t rows);

/* Whether so many rows may be held in memory: of what may as well be looked up in
 * its table. What nothing else tells has a bound of its own, since what is found
 * must not depend on the machine. */
bool sq_is_affordable(uint64_t rows, size_t bytes_each);

#endif
