/*
 * snapshot.c - a file that names every open invoice closes the others.
 *
 * What a file names is gathered in a temporary table while it is loaded; it is
 * part of the transaction and goes with it.
 */
#include "acquit/claim.h"
#include "load.h"

enum aq_status sq_snapshot_of(struct aq_store *store, uint64_t file_no, struct aq_error *err)
{
	enum aq_status status;

	if (store->snapshot_file_no == file_no)
		return AQ_OK;
	status = sq_exec(store, "DELETE FROM temp.seen", err);
	if (status >= AQ_OK)
		store->snapshot_file_no = file_no;
	return status;
}

static enum aq_status add_absent(struct sq_results *results, sqlite3_stmt *statement,
				 struct aq_error *err)
{
	struct aq_row_change *change = sq_results_add(results);

	if (!change)
		return aq_fail_memory(err);
	change->customer_no = sq_u64(statement, 0);
	change->item_no = sq_u64(statement, 1);
	change->billed = -sq_i64(statement, 2);
	change->currency = (aq_currency)sq_u64(statement, 3);
	change->is_changed = true;
	if (!sq_copy(results->arena, statement, 4, &change->target) ||
	    !sq_copy(results->arena, statement, 5, &change->customer))
		return aq_fail_memory(err);
	return AQ_OK;
}

static enum aq_status close_one(struct aq_store *store, const struct aq_row_change *change,
				struct aq_error *err)
{
	const struct sq_open_change open = {.customer_no = change->customer_no,
					    .item_no = change->item_no,
					    .from = -change->billed,
					    .currency = change->currency};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_TAKE_OFF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, change->item_no);
	sq_bind_i64(store, statement, 2, -change->billed);
	status = sq_run(store, statement, err);
	return status < AQ_OK ? status : sq_open_set(store, &open, err);
}

enum aq_status aq_store_snapshot_close(struct aq_store *store, uint64_t file_no,
				       struct aq_arena *arena, struct aq_row_change **changes,
				       size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_row_change)};
	sqlite3_stmt *statement;
	enum aq_status status;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	sq_scratch_begin(store);
	status = sq_snapshot_of(store, file_no, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_SNAPSHOT_ABSENT, &statement, err);
	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = add_absent(&results, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	for (size_t at = 0; at < results.count && status >= AQ_OK; at++)
		status = close_one(store, (const struct aq_row_change *)(void *)results.rows + at,
				   err);
	if (status < AQ_OK)
		return status;
	*changes = (struct aq_row_change *)(void *)results.rows;
	*count = results.count;
	return AQ_OK;
}
