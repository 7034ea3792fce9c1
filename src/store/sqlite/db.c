/*
 * db.c - SQLite's results become ours; binding and reading columns.
 *
 * Promises: every result code is looked at. A bind that fails is remembered and
 * reported by the step that follows it.
 */
#include "sq.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "acquit/claim.h"
#include "counts.h"

static const struct aq_at nowhere = {0, 0};

static enum aq_status fail_code(int code, const char *what, const char *says, struct aq_error *err)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return aq_fail(err, AQ_BUSY, AQ_STORE_HELD, nowhere,
			       "%s: the database is held by another program", what);
	case SQLITE_NOMEM:
		return aq_fail_memory(err);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_DAMAGED, nowhere, "%s: %s (%d)", what,
			       says, code);
	default:
		return aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere, "%s: %s (%d)", what, says,
			       code);
	}
}

/* SQLite takes a disk that cannot be read for a damaged database: what the system
 * said last of the file tells them apart. It is not kept of the log. */
static bool is_unreadable(const struct aq_store *store)
{
	int last = errno, fault = 0;

	if (last == EIO)
		return true;
	(void)sqlite3_file_control(store->db, "main", SQLITE_FCNTL_LAST_ERRNO, &fault);
	return fault == EIO;
}

enum aq_status sq_fail(const struct aq_store *store, const char *what, struct aq_error *err)
{
	int code = sqlite3_errcode(store->db) & 0xff;

	if ((code == SQLITE_CORRUPT || code == SQLITE_NOTADB) && is_unreadable(store))
		return aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere,
			       "%s: the disk cannot be read", what);
	return fail_code(sqlite3_extended_errcode(store->db), what, sqlite3_errmsg(store->db), err);
}

enum aq_status sq_contradiction(struct aq_error *err, const char *format, ...)
{
	char text[AQ_ERROR_TEXT_BYTES];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(text, sizeof(text), format, arguments) < 0)
		text[0] = '\0';
	va_end(arguments);
	return aq_fail(err, AQ_INTEGRITY, AQ_STORE_INVARIANT, nowhere, "%s", text);
}

enum aq_status sq_overflow(struct aq_error *err)
{
	return aq_fail(err, AQ_STORE, AQ_STORE_OVERFLOW, nowhere,
		       "a sum of amounts is larger than the ledger holds");
}

static const char *const statement_texts[SQ_STATEMENT_COUNT] = {
#define STATEMENT(id, sql) [id] = (sql),
#include "statements.def"
#undef STATEMENT
};

enum aq_status sq_use(struct aq_store *store, enum sq_statement which, sqlite3_stmt **out,
		      struct aq_error *err)
{
	if (!store->statements[which]) {
		int result = sqlite3_prepare_v3(store->db, statement_texts[which], -1,
						SQLITE_PREPARE_PERSISTENT,
						&store->statements[which], NULL);

		if (result != SQLITE_OK)
			return sq_fail(store, "preparing a statement", err);
	}
	/* A listing's callback must not ask for the listing it is in. */
	AQ_CLAIM(!sqlite3_stmt_busy(store->statements[which]));
	*out = store->statements[which];
	return AQ_OK;
}

enum aq_status sq_step(struct aq_store *store, sqlite3_stmt *statement, struct aq_error *err)
{
	enum aq_status status;
	int result = store->bind_fault;

	store->bind_fault = SQLITE_OK;
	if (result != SQLITE_OK) {
		(void)sqlite3_reset(statement);
		return fail_code(result, "binding a value", sqlite3_errstr(result), err);
	}
	result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		return AQ_OK;
	if (result == SQLITE_DONE) {
		result = sqlite3_reset(statement);
		if (result == SQLITE_OK)
			return AQ_END;
	}
	status = sq_fail(store, "reading or writing the store", err);
	(void)sqlite3_reset(statement);
	return status;
}

enum aq_status sq_use_of(struct aq_store *store, enum sq_statement which, struct sq_thing thing,
			 sqlite3_stmt **out, struct aq_error *err)
{
	enum aq_status status = sq_use(store, which, out, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, *out, 1, thing.number);
	status = sq_step(store, *out, err);
	return status == AQ_END ? sq_contradiction(err, "%s %llu is not there", thing.what,
						   (unsigned long long)thing.number)
				: status;
}

enum aq_status sq_run(struct aq_store *store, sqlite3_stmt *statement, struct aq_error *err)
{
	enum aq_status status = sq_step(store, statement, err);

	if (status == AQ_OK) {
		sq_done(statement);
		return sq_contradiction(err, "a statement that writes gave a row");
	}
	return status == AQ_END ? AQ_OK : status;
}

/* What the reset says was said by the step before it. */
void sq_done(sqlite3_stmt *statement)
{
	(void)sqlite3_reset(statement);
}

enum aq_status sq_exec(struct aq_store *store, const char *sql, struct aq_error *err)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return sq_fail(store, "changing the store", err);
	return AQ_OK;
}

static void note(struct aq_store *store, int result)
{
	if (result != SQLITE_OK && store->bind_fault == SQLITE_OK)
		store->bind_fault = result;
}

void sq_bind_i64(struct aq_store *store, sqlite3_stmt *statement, int index, int64_t value)
{
	note(store, sqlite3_bind_int64(statement, index, value));
}

void sq_bind_u64(struct aq_store *store, sqlite3_stmt *statement, int index, uint64_t value)
{
	sq_bind_i64(store, statement, index, (int64_t)value);
}

void sq_bind_text(struct aq_store *store, sqlite3_stmt *statement, int index, struct aq_slice text)
{
	note(store, sqlite3_bind_text64(statement, index, text.length ? text.start : "",
					text.length, SQLITE_STATIC, SQLITE_UTF8));
}

void sq_bind_blob(struct aq_store *store, sqlite3_stmt *statement, int index, struct aq_slice bytes)
{
	note(store, sqlite3_bind_blob64(statement, index, bytes.length ? bytes.start : "",
					bytes.length, SQLITE_STATIC));
}

struct aq_slice sq_text(sqlite3_stmt *statement, int column)
{
	const char *start = (const char *)sqlite3_column_text(statement, column);

	if (!start)
		return (struct aq_slice){"", 0};
	return (struct aq_slice){start, (size_t)sqlite3_column_bytes(statement, column)};
}

struct aq_slice sq_blob(sqlite3_stmt *statement, int column)
{
	const char *start = sqlite3_column_blob(statement, column);

	if (!start)
		return (struct aq_slice){"", 0};
	return (struct aq_slice){start, (size_t)sqlite3_column_bytes(statement, column)};
}

bool sq_sha256(sqlite3_stmt *statement, int column, struct aq_sha256 *out)
{
	struct aq_slice bytes = sq_blob(statement, column);

	if (bytes.length != sizeof(out->bytes))
		return false;
	memcpy(out->bytes, bytes.start, sizeof(out->bytes));
	return true;
}

bool sq_copy(struct aq_arena *arena, sqlite3_stmt *statement, int column, struct aq_slice *out)
{
	struct aq_slice text = sq_text(statement, column);

	*out = aq_arena_copy(arena, text);
	return out->length == text.length;
}
