/*
 * log.c - what was committed is written from the log into the database by a
 * thread beside.
 *
 * Design: SQLite would do it within the commit that made the log long, and whoever
 * commits would wait. The thread has a connection of its own, which only folds:
 * readers and the writer go on meanwhile, and a fold that is cut short anywhere
 * is begun again by the next. A log that grows faster than it is folded is waited for.
 */
#include "log.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "acquit/memory.h"
#include "acquit/thread.h"

struct sq_log {
	char *path;
	pthread_t thread;
	bool is_running;
	atomic_bool is_over; /* what ran has ended */
};

static void fold(sqlite3 *db)
{
	/* What cannot be folded now stays in the log, and nothing is lost. */
	(void)sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

static void *fold_beside(void *context)
{
	struct sq_log *log = context;
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(log->path, &db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) == SQLITE_OK &&
	    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
	    sqlite3_exec(db, "PRAGMA synchronous = FULL", NULL, NULL, NULL) == SQLITE_OK)
		fold(db);
	(void)sqlite3_close(db);
	aq_memory_give_back();
	atomic_store(&log->is_over, true);
	return NULL;
}

void sq_log_wait(struct sq_log *log)
{
	if (log && log->is_running)
		(void)pthread_join(log->thread, NULL);
	if (log)
		log->is_running = false;
}

int sq_log_committed(void *context, sqlite3 *db, const char *name, int frames)
{
	struct sq_log *log = context;

	(void)name;
	if (frames < SQ_LOG_MANY)
		return SQLITE_OK;
	if (log->is_running && frames < SQ_LOG_MAX && !atomic_load(&log->is_over))
		return SQLITE_OK;
	sq_log_wait(log);
	atomic_store(&log->is_over, false);
	if (frames < SQ_LOG_MAX)
		log->is_running = aq_thread_begin(&log->thread, fold_beside, log);
	if (!log->is_running)
		fold(db);
	return SQLITE_OK;
}

enum aq_status sq_log_open(struct aq_store *store, const char *path, struct aq_error *err)
{
	struct sq_log *log = calloc(1, sizeof(*log));

	store->log = log;
	if (log)
		log->path = strdup(path);
	if (!log || !log->path)
		return aq_fail_memory(err);
	(void)sqlite3_wal_hook(store->db, sq_log_committed, log);
	return AQ_OK;
}

void sq_log_close(struct sq_log *log)
{
	sq_log_wait(log);
	if (log)
		free(log->path);
	free(log);
}
