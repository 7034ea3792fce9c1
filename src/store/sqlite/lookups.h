/*
 * lookups.h - how look-ups read items; private.
 */
#ifndef ACQUIT_STORE_LOOKUPS_H
#define ACQUIT_STORE_LOOKUPS_H

#include "rows.h"

/* Columns as SQ_ITEM_COLUMNS lists them; `open` is left to the caller. */
#define SQ_ITEM_COLUMN_COUNT 16
enum aq_status sq_item_get(sqlite3_stmt *statement, struct aq_arena *arena, struct aq_item *out,
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

#endif
