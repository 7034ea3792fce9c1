/*
 * transaction.c - begin, commit and their savepoints.
 *
 * Levels: a dry run is the outermost, then the transaction of a file. Each keeps a
 * copy of the store's numbers and gives it back when it is undone.
 */
#include "held.h"

#include "acquit/claim.h"
#include "acquit/log.h"

static void save(struct aq_store *store, unsigned level)
{
	AQ_CLAIM(!store->is_saved[level]);
	store->saved[level] = store->state;
	store->is_saved[level] = true;
}

static void restore(struct aq_store *store, unsigned level)
{
	store->state = store->saved[level];
	store->is_saved[level] = false;
	store->snapshot_file_no = 0;
	sq_held_drop(store);
	sq_interned_clear(store->labels);
	sq_interned_clear(store->accounts);
}

/* Another process may have committed since; then what memory knows is old. */
static enum aq_status refresh(struct aq_store *store, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_DATA_VERSION, &statement, err);
	int64_t version;

	if (status < AQ_OK)
		return status;
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK
			       ? status
			       : sq_contradiction(err, "the store tells no version of its data");
	version = sq_i64(statement, 0);
	sq_done(statement);
	if (version == store->data_version)
		return AQ_OK;
	store->data_version = version;
	sq_interned_clear(store->labels);
	sq_interned_clear(store->accounts);
	return sq_state_load(store, err);
}

static enum aq_status begin_immediate(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status;

	AQ_CLAIM(store->mode == AQ_STORE_WRITE);
	status = sq_exec(store, "BEGIN IMMEDIATE", err);
	if (status < AQ_OK)
		return status;
	status = refresh(store, err);
	if (status < AQ_OK)
		(void)sq_exec(store, "ROLLBACK", NULL);
	return status;
}

enum aq_status aq_store_begin(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status;

	AQ_CLAIM(!store->is_saved[SQ_SAVED_BEGIN]);
	status = store->is_saved[SQ_SAVED_DRY] ? sq_exec(store, "SAVEPOINT file", err)
					       : begin_immediate(store, err);
	if (status >= AQ_OK)
		save(store, SQ_SAVED_BEGIN);
	return status;
}

/* A commit that fails leaves the transaction to be rolled back by the caller,
 * whether SQLite did so itself or not. */
enum aq_status aq_store_commit(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	status = sq_held_write(store, err);
	if (status >= AQ_OK)
		status = sq_state_save(store, &store->saved[SQ_SAVED_BEGIN], err);
	if (status < AQ_OK)
		return status;
	status = sq_exec(store, store->is_saved[SQ_SAVED_DRY] ? "RELEASE file" : "COMMIT", err);
	if (status >= AQ_OK)
		store->is_saved[SQ_SAVED_BEGIN] = false;
	return status;
}

static void undo(struct aq_store *store, const char *sql)
{
	struct aq_error err;

	if (sqlite3_get_autocommit(store->db))
		return;
	if (sq_exec(store, sql, &err) < AQ_OK)
		aq_log_error(&err);
}

void aq_store_rollback(struct aq_store *store)
{
	if (!store->is_saved[SQ_SAVED_BEGIN])
		return;
	undo(store, store->is_saved[SQ_SAVED_DRY] ? "ROLLBACK TO file; RELEASE file" : "ROLLBACK");
	restore(store, SQ_SAVED_BEGIN);
}

enum aq_status aq_store_dry_begin(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status;

	AQ_CLAIM(!store->is_saved[SQ_SAVED_DRY]);
	AQ_CLAIM(!store->is_saved[SQ_SAVED_BEGIN]);
	status = begin_immediate(store, err);
	if (status >= AQ_OK)
		save(store, SQ_SAVED_DRY);
	return status;
}

void aq_store_dry_end(struct aq_store *store)
{
	if (!store->is_saved[SQ_SAVED_DRY])
		return;
	undo(store, "ROLLBACK");
	store->is_saved[SQ_SAVED_BEGIN] = false;
	restore(store, SQ_SAVED_DRY);
}

enum aq_status sq_own_begin(struct aq_store *store, struct aq_error *err)
{
	return aq_store_begin(store, err);
}

enum aq_status sq_own_end(struct aq_store *store, enum aq_status status, struct aq_error *err)
{
	if (status >= AQ_OK)
		status = aq_store_commit(store, err);
	if (status < AQ_OK)
		aq_store_rollback(store);
	return status;
}
