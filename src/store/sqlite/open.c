/*
 * open.c - makes, opens and closes the database.
 *
 * Promises: a database of another program, a newer schema or a network share is
 * refused; a crash at any instruction leaves either the old state or the new
 * (WAL, synchronous = FULL); text in the file cannot make SQLite run anything
 * (defensive, no trusted schema, no attached files, no extensions).
 */
#include "sq.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "acquit/buffer.h"
#include "acquit/log.h"
#include "feed.h"
#include "rows.h"
#include "list/take.h"

#define BUSY_MS	      5000
#define VALUE_BYTES   (64 * 1024 * 1024) /* remittances of one payment, at the most */
#define SQL_BYTES_MAX 100000

static const struct aq_at nowhere = {0, 0};

/* File systems on which WAL's shared memory does not work. */
static const unsigned long network_systems[] = {0x6969, 0xFF534D42, 0xFE534D42, 0x517B, 0x5346414F};

static enum aq_status check_place(const char *path, struct aq_error *err)
{
	struct statfs system;

	if (statfs(path, &system) != 0)
		return aq_fail_errno(err, AQ_SETTINGS, AQ_STORE_MISSING,
				     "the database %s cannot be seen", path);
	for (size_t at = 0; at < sizeof(network_systems) / sizeof(network_systems[0]); at++)
		if (((unsigned long)system.f_type & 0xFFFFFFFFu) == network_systems[at])
			return aq_fail(err, AQ_SETTINGS, AQ_STORE_PLACE, nowhere,
				       "the database %s lies on a network share", path);
	return AQ_OK;
}

struct db_setting {
	int what;
	int value;
};

static const struct db_setting db_settings[] = {
	{SQLITE_DBCONFIG_DEFENSIVE, 1},
	{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	{SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
	{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	{SQLITE_DBCONFIG_DQS_DML, 0},
	{SQLITE_DBCONFIG_DQS_DDL, 0},
	{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0},
};

static enum aq_status harden(struct aq_store *store, struct aq_error *err)
{
	for (size_t at = 0; at < sizeof(db_settings) / sizeof(db_settings[0]); at++)
		if (sqlite3_db_config(store->db, db_settings[at].what, db_settings[at].value,
				      NULL) != SQLITE_OK)
			return sq_fail(store, "securing the database", err);
	(void)sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, VALUE_BYTES);
	(void)sqlite3_limit(store->db, SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES_MAX);
	(void)sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
	if (sqlite3_busy_timeout(store->db, BUSY_MS) != SQLITE_OK)
		return sq_fail(store, "securing the database", err);
	return AQ_OK;
}

/* KiB of pages */
#define CACHE_LARGE "PRAGMA cache_size = -65536"
#define CACHE_SMALL "PRAGMA cache_size = -4096"

/* foreign_keys and secure_delete are off: what they would prove is proven by
 * aq_store_check in sets, and nothing personal is ever overwritten in place. */
static const char pragmas[] = "PRAGMA synchronous = FULL;"
			      "PRAGMA foreign_keys = OFF;"
			      "PRAGMA secure_delete = OFF;"
			      "PRAGMA recursive_triggers = ON;"
			      "PRAGMA temp_store = MEMORY;"
			      "PRAGMA cell_size_check = ON;"
			      "PRAGMA mmap_size = 0;" CACHE_LARGE ";"
			      "PRAGMA wal_autocheckpoint = 32768;";

/* A larger or smaller cache changes no answer, so that a failure is none. */
void sq_cache_small(struct aq_store *store, bool is_small)
{
	(void)sqlite3_exec(store->db, is_small ? CACHE_SMALL : CACHE_LARGE, NULL, NULL, NULL);
}

static enum aq_status pragma(struct aq_store *store, const char *sql, char *text, size_t text_bytes,
			     struct aq_error *err)
{
	sqlite3_stmt *statement = NULL;
	enum aq_status status = AQ_OK;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
		return sq_fail(store, sql, err);
	if (sqlite3_step(statement) == SQLITE_ROW)
		(void)snprintf(text, text_bytes, "%s",
			       (const char *)sqlite3_column_text(statement, 0));
	else
		status = sq_fail(store, sql, err);
	(void)sqlite3_finalize(statement);
	return status;
}

static enum aq_status pragma_number(struct aq_store *store, const char *sql, long *out,
				    struct aq_error *err)
{
	char text[32] = "";
	enum aq_status status = pragma(store, sql, text, sizeof(text), err);

	if (status >= AQ_OK)
		*out = strtol(text, NULL, 10);
	return status;
}

static enum aq_status use_wal(struct aq_store *store, struct aq_error *err)
{
	char text[32] = "";
	enum aq_status status = AQ_OK;

	if (!store->is_unwritable)
		status = pragma(store, "PRAGMA journal_mode = WAL", text, sizeof(text), err);
	if (status < AQ_OK)
		return status;
	if (!store->is_unwritable && strcmp(text, "wal") != 0)
		return aq_fail(err, AQ_SETTINGS, AQ_STORE_PLACE, nowhere,
			       "the database cannot write ahead where it lies (journal mode is %s)",
			       text);
	return sq_exec(store, pragmas, err);
}

static enum aq_status open_handle(struct aq_store **out, const char *path, enum aq_store_mode mode,
				  struct aq_error *err)
{
	struct aq_store *store = calloc(1, sizeof(*store));
	enum aq_status status;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int result;

	if (!store)
		return aq_fail_memory(err);
	store->mode = mode;
	store->is_unwritable = mode == AQ_STORE_READ && !sq_is_writable(path);
	result = store->is_unwritable ? sq_open_unwritable(store, path)
				      : sqlite3_open_v2(path, &store->db, flags, NULL);
	if (result != SQLITE_OK) {
		status = store->db ? sq_fail(store, path, err) : aq_fail_memory(err);
		aq_store_close(store);
		return status;
	}
	status = harden(store, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&store->scratch, 0, err);
	if (status >= AQ_OK)
		status = sq_interned_new(&store->labels, err);
	if (status >= AQ_OK)
		status = sq_interned_new(&store->accounts, err);
	if (status >= AQ_OK)
		status = sq_feeds_open(store, err);
	if (status >= AQ_OK)
		status = sq_takes_open(store, err);
	if (status >= AQ_OK)
		status = sq_rest_open(store, err);
	if (status < AQ_OK) {
		aq_store_close(store);
		return status;
	}
	*out = store;
	return AQ_OK;
}

static enum aq_status read_key(struct aq_store *store, const char *name, unsigned char *out,
			       struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_META_READ, &statement, err);
	struct aq_slice bytes;

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, aq_slice_of(name));
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		bytes = sq_blob(statement, 0);
		if (bytes.length == AQ_SIPHASH_KEY_BYTES)
			memcpy(out, bytes.start, AQ_SIPHASH_KEY_BYTES);
		else
			status = AQ_END;
		sq_done(statement);
	}
	return status == AQ_END ? sq_contradiction(err, "the store has lost its key %s", name)
				: status;
}

static enum aq_status draw_key(struct aq_store *store, const char *name, struct aq_error *err)
{
	unsigned char key[AQ_SIPHASH_KEY_BYTES];
	sqlite3_stmt *statement;
	enum aq_status status = aq_random(key, sizeof(key), err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_META_WRITE, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, aq_slice_of(name));
	sq_bind_blob(store, statement, 2, (struct aq_slice){(const char *)key, sizeof(key)});
	return sq_run(store, statement, err);
}

/* --- create --- */

/* The chain of a book begins with the hash of its name; the ledger's genesis
 * (ledger.h) is the same bytes, and `acquit verify` holds one against the other. */
static enum aq_status write_genesis(struct aq_store *store, struct aq_error *err)
{
	struct aq_hasher *hasher = NULL;
	struct aq_buffer bytes;
	struct sq_state before = store->state;
	enum aq_status status = aq_hasher_new(&hasher, err);

	aq_buffer_init(&bytes, 0);
	aq_buffer_add_field(&bytes, AQ_SLICE("acquit/genesis/1"));
	aq_buffer_add_field(&bytes, AQ_SLICE("main"));
	if (status >= AQ_OK && aq_buffer_failed(&bytes))
		status = aq_fail_memory(err);
	if (status >= AQ_OK)
		status = aq_hasher_once(hasher, aq_buffer_slice(&bytes), &store->state.head, err);
	if (status >= AQ_OK)
		status = sq_state_save(store, &before, err);
	aq_buffer_free(&bytes);
	aq_hasher_free(hasher);
	return status;
}

static enum aq_status fill_new(struct aq_store *store, struct aq_error *err)
{
	char sql[64];
	enum aq_status status = sq_exec(store, "BEGIN IMMEDIATE", err);

	if (status < AQ_OK)
		return status;
	status = sq_migrate(store, 0, err);
	if (status >= AQ_OK)
		status = draw_key(store, "siphash", err);
	if (status >= AQ_OK)
		status = draw_key(store, "check", err);
	if (status >= AQ_OK)
		status = sq_words_add(store, err);
	if (status >= AQ_OK)
		status = write_genesis(store, err);
	if (status >= AQ_OK &&
	    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", SQ_APPLICATION_ID) > 0)
		status = sq_exec(store, sql, err);
	if (status >= AQ_OK)
		status = sq_exec(store, "COMMIT", err);
	return status;
}

static enum aq_status make_file(const char *path, struct aq_error *err)
{
	sqlite3 *db = NULL;
	int result = sqlite3_open_v2(path, &db,
				     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
					     SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
				     NULL);

	/* The page size is decided by the first write: larger pages, fewer of them. */
	if (result == SQLITE_OK)
		result = sqlite3_exec(db, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;",
				      NULL, NULL, NULL);
	if (result != SQLITE_OK)
		(void)aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere, "making %s: %s", path,
			      db ? sqlite3_errmsg(db) : sqlite3_errstr(result));
	if (sqlite3_close(db) != SQLITE_OK)
		result = SQLITE_ERROR;
	if (result != SQLITE_OK)
		return AQ_STORE;
	if (chmod(path, S_IRUSR | S_IWUSR) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "protecting %s", path);
	return AQ_OK;
}

static enum aq_status make_store(const char *path, struct aq_error *err)
{
	struct aq_store *store = NULL;
	enum aq_status status = make_file(path, err);

	if (status >= AQ_OK)
		status = check_place(path, err);
	if (status >= AQ_OK)
		status = open_handle(&store, path, AQ_STORE_WRITE, err);
	if (status >= AQ_OK)
		status = use_wal(store, err);
	if (status >= AQ_OK)
		status = fill_new(store, err);
	aq_store_close(store);
	return status;
}

/* Made under another name and linked when it is whole: a crash leaves either
 * no database or a complete one, and never replaces one that is there. */
enum aq_status aq_store_create(const char *path, struct aq_error *err)
{
	char making[4096];
	struct stat facts;
	enum aq_status status;
	int bytes = snprintf(making, sizeof(making), "%s.making", path);

	if (bytes < 0 || (size_t)bytes >= sizeof(making))
		return aq_fail(err, AQ_SETTINGS, AQ_STORE_FAULT, nowhere,
			       "the path of the database is too long");
	if (lstat(path, &facts) == 0)
		return aq_fail(err, AQ_SETTINGS, AQ_STORE_EXISTS, nowhere,
			       "there is a database already: %s", path);
	if (unlink(making) != 0 && errno != ENOENT)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "removing %s", making);
	status = make_store(making, err);
	if (status >= AQ_OK && link(making, path) != 0)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "naming %s", path);
	if (unlink(making) != 0 && errno != ENOENT && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "removing %s", making);
	return status;
}

/* --- open --- */

static enum aq_status check_application(struct aq_store *store, const char *path,
					struct aq_error *err)
{
	long application = 0;
	enum aq_status status = pragma_number(store, "PRAGMA application_id", &application, err);

	if (status >= AQ_OK && application != SQ_APPLICATION_ID)
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_DAMAGED, nowhere,
			       "%s is no database of acquit, or no longer one", path);
	return status;
}

static enum aq_status bring_up(struct aq_store *store, int from, struct aq_error *err)
{
	enum aq_status status = sq_exec(store, "BEGIN IMMEDIATE", err);

	if (status >= AQ_OK && from < sq_schema_version)
		status = sq_migrate(store, from, err);
	if (status >= AQ_OK)
		status = sq_words_add(store, err);
	if (status >= AQ_OK)
		status = sq_exec(store, "COMMIT", err);
	return status;
}

static enum aq_status check_version(struct aq_store *store, const char *path, struct aq_error *err)
{
	long version = 0;
	enum aq_status status = pragma_number(store, "PRAGMA user_version", &version, err);

	if (status < AQ_OK)
		return status;
	if (version < 1)
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_DAMAGED, nowhere,
			       "%s has lost the number of its schema", path);
	if (version > sq_schema_version)
		return aq_fail(err, AQ_SETTINGS, AQ_STORE_VERSION, nowhere,
			       "%s has schema %ld, and this acquit knows 1 to %d", path, version,
			       sq_schema_version);
	if (store->mode == AQ_STORE_WRITE)
		return bring_up(store, (int)version, err);
	if (version == sq_schema_version)
		return sq_words_load(store, err);
	return aq_fail(err, AQ_SETTINGS, AQ_STORE_VERSION, nowhere,
		       "%s has schema %ld: run acquit once to bring it to %d", path, version,
		       sq_schema_version);
}

/* A reader writes these alone; no verb that writes the book may be called on it. */
static const char temporary_tables[] = "CREATE TEMP TABLE seen(item_no INTEGER PRIMARY KEY);";

static enum aq_status prepare(struct aq_store *store, const char *path, struct aq_error *err)
{
	enum aq_status status = check_application(store, path, err);

	if (status >= AQ_OK)
		status = use_wal(store, err);
	if (status >= AQ_OK)
		status = check_version(store, path, err);
	if (status >= AQ_OK)
		status = sq_exec(store, temporary_tables, err);
	if (status >= AQ_OK)
		status = read_key(store, "siphash", store->key, err);
	if (status >= AQ_OK)
		status = read_key(store, "check", store->check_key, err);
	if (status >= AQ_OK)
		status = sq_state_load(store, err);
	return status;
}

enum aq_status aq_store_open(struct aq_store **out, const char *path, enum aq_store_mode mode,
			     struct aq_error *err)
{
	struct aq_store *store = NULL;
	struct stat facts;
	bool is_there;
	enum aq_status status;

	is_there = lstat(path, &facts) == 0;
	if (!is_there && errno == EIO)
		return aq_fail_errno(err, AQ_STORE, AQ_STORE_FAULT,
				     "the database %s cannot be seen", path);
	if (!is_there || !S_ISREG(facts.st_mode))
		return aq_fail(err, AQ_SETTINGS, AQ_STORE_MISSING, nowhere,
			       "there is no database %s: run acquit init", path);
	if (facts.st_size == 0)
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_DAMAGED, nowhere, "%s is empty", path);
	status = check_place(path, err);
	if (status >= AQ_OK)
		status = open_handle(&store, path, mode, err);
	if (status < AQ_OK)
		return status;
	status = prepare(store, path, err);
	if (status == AQ_STORE && store->is_unwritable)
		status = aq_fail(err, AQ_SETTINGS, AQ_STORE_PLACE, nowhere,
				 "%s cannot be read: a log lies beside it, and neither it nor its "
				 "folder can be written; run acquit status as their owner first",
				 path);
	if (status < AQ_OK) {
		aq_store_close(store);
		return status;
	}
	*out = store;
	return AQ_OK;
}

/* A reader may hold the log; then the next close empties it. */
static void checkpoint(struct aq_store *store)
{
	int result;

	if (store->mode != AQ_STORE_WRITE || !sqlite3_get_autocommit(store->db))
		return;
	result = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY &&
	    (result & 0xff) != SQLITE_LOCKED)
		aq_log_say(AQ_LOG_WARNING, "the store's log could not be emptied: %s",
			   sqlite3_errmsg(store->db));
}

void aq_store_close(struct aq_store *store)
{
	if (!store)
		return;
	aq_store_rollback(store);
	aq_store_dry_end(store);
	for (size_t which = 0; which < SQ_STATEMENT_COUNT; which++)
		(void)sqlite3_finalize(store->statements[which]);
	if (store->db) {
		if (store->feeds)
			checkpoint(store);
		if (sqlite3_close(store->db) != SQLITE_OK)
			aq_log_say(AQ_LOG_WARNING, "the store did not close: %s",
				   sqlite3_errmsg(store->db));
	}
	sq_feeds_close(store);
	sq_interned_free(store->labels);
	sq_interned_free(store->accounts);
	aq_arena_free(store->scratch);
	free(store);
}

const unsigned char *aq_store_siphash_key(const struct aq_store *store)
{
	return store->key;
}
