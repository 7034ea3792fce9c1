/*
 * sq.h - what the files of the SQLite store share; private to this folder.
 *
 * Functions begin with sq_. Statements live in statements.def and are kept
 * prepared; batches reach SQLite through feeds (feed.h), which are virtual
 * tables over C arrays: two to three times cheaper than binding row by row.
 */
#ifndef ACQUIT_STORE_SQ_H
#define ACQUIT_STORE_SQ_H

#include <sqlite3.h>

#include "acquit/arena.h"
#include "acquit/store.h"
#include "acquit/store_acts.h"
#include "acquit/store_read.h"

/* Numbers the store gives: those of store.h, then its own. */
enum {
	SQ_NEXT_STEP = AQ_NUMBER_EXCEPTION + 1,
	SQ_NEXT_CUSTOMER,
	SQ_NEXT_CONTRACT,
	SQ_NEXT_BUNDLE,
	SQ_NEXT_SUBSCRIPTION,
	SQ_NEXT_SETTLEMENT,
	SQ_NEXT_UNIT,
	SQ_NEXT_LABEL,
	SQ_NEXT_LEDGER_ACCOUNT,
	SQ_NEXT_COUNT
};

/* Numbers are 63 bits wide. Their highest bits hold the book, and book `main`
 * is book 0: what one book gives out never meets another's. Entries have 12
 * bits fewer, for the line of a posting. */
#define SQ_NUMBER_MAX	     ((uint64_t)1 << 50)
#define SQ_POSTING_LINE_BITS 12
_Static_assert(AQ_ENTRY_POSTINGS_MAX <= 1 << SQ_POSTING_LINE_BITS, "a line fits its bits");

/* What must return to its old value when a transaction or a dry run does. */
struct sq_state {
	uint64_t next[SQ_NEXT_COUNT];
	struct aq_store_sizes sizes;
	uint64_t exceptions;
	uint64_t apart;
	struct aq_sha256 head; /* all zero before the first unit */
};

enum { SQ_SAVED_DRY, SQ_SAVED_BEGIN, SQ_SAVED_COUNT };

enum sq_statement {
#define STATEMENT(id, sql) id,
#include "statements.def"
#undef STATEMENT
	SQ_STATEMENT_COUNT
};

/* Enumerations whose lists grow in the middle are stored by numbers of their
 * own (table `word`), so that a newer acquit reads older ledgers rightly. */
enum sq_family { SQ_CODE, SQ_RULE, SQ_EVENT, SQ_ACCOUNT, SQ_REFERENCE, SQ_FAMILY_COUNT };
#define SQ_WORDS_MAX 1024

struct sq_words {
	uint16_t stored[SQ_WORDS_MAX]; /* by value of the enumeration */
	uint16_t value[SQ_WORDS_MAX]; /* by stored number; 0 for what is not known here */
};

struct sq_feed;
struct aq_catalogue;
struct aq_entry_watch;
struct sq_taking;
struct sq_interned;
struct sq_held;

struct aq_store {
	sqlite3 *db;
	enum aq_store_mode mode;
	bool is_unwritable; /* read as it lies: neither it nor its folder can be written */
	unsigned char key[AQ_SIPHASH_KEY_BYTES];
	unsigned char check_key[AQ_SIPHASH_KEY_BYTES];
	struct sq_state state;
	struct sq_state saved[SQ_SAVED_COUNT];
	bool is_saved[SQ_SAVED_COUNT];
	int64_t data_version;
	uint64_t snapshot_file_no; /* whose rows table temp.seen holds */
	sqlite3_stmt *statements[SQ_STATEMENT_COUNT];
	int bind_fault; /* the first bind that failed, until the next step */
	struct sq_feed *feeds;
	struct sq_taking *taking; /* whose rows are taken now (take.h) */
	const struct aq_entry_watch *watch; /* borrowed; NULL: nobody */
	const struct aq_catalogue *catalogue; /* lent: look-ups are answered by it */
	struct sq_words words[SQ_FAMILY_COUNT];
	struct sq_interned *labels; /* text -> label_no */
	struct sq_interned *accounts; /* account + qualifier -> ledger account number */
	struct sq_held *held; /* keys that are not written yet, or NULL (held.h) */
	struct aq_arena *scratch; /* of one verb */
	size_t scratch_bytes; /* the block it has kept */
	size_t scratch_need; /* of the verbs of late */
};

/* --- db.c: results, binding, reading --- */
enum aq_status sq_fail(const struct aq_store *store, const char *what, struct aq_error *err);
enum aq_status sq_contradiction(struct aq_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
enum aq_status sq_overflow(struct aq_error *err);
enum aq_status sq_use(struct aq_store *store, enum sq_statement which, sqlite3_stmt **out,
		      struct aq_error *err);
/* AQ_OK with a row, AQ_END (and the statement reset) without. */
enum aq_status sq_step(struct aq_store *store, sqlite3_stmt *statement, struct aq_error *err);
/* The row of a thing that must be there, by its number. */
struct sq_thing {
	const char *what;
	uint64_t number;
};
enum aq_status sq_use_of(struct aq_store *store, enum sq_statement which, struct sq_thing thing,
			 sqlite3_stmt **out, struct aq_error *err);
/* A statement that gives no rows. */
enum aq_status sq_run(struct aq_store *store, sqlite3_stmt *statement, struct aq_error *err);
enum aq_status sq_exec(struct aq_store *store, const char *sql, struct aq_error *err);
void sq_done(sqlite3_stmt *statement);
void sq_bind_u64(struct aq_store *store, sqlite3_stmt *statement, int index, uint64_t value);
void sq_bind_i64(struct aq_store *store, sqlite3_stmt *statement, int index, int64_t value);
void sq_bind_text(struct aq_store *store, sqlite3_stmt *statement, int index, struct aq_slice text);
void sq_bind_blob(struct aq_store *store, sqlite3_stmt *statement, int index,
		  struct aq_slice bytes);

static inline uint64_t sq_u64(sqlite3_stmt *statement, int column)
{
	return (uint64_t)sqlite3_column_int64(statement, column);
}

static inline int64_t sq_i64(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_int64(statement, column);
}

static inline struct aq_date sq_date(sqlite3_stmt *statement, int column)
{
	return (struct aq_date){(int32_t)sqlite3_column_int64(statement, column)};
}

/* Borrowed until the statement is stepped again. */
struct aq_slice sq_text(sqlite3_stmt *statement, int column);
struct aq_slice sq_blob(sqlite3_stmt *statement, int column);
bool sq_sha256(sqlite3_stmt *statement, int column, struct aq_sha256 *out);
/* Copied; false when memory ran out. */
bool sq_copy(struct aq_arena *arena, sqlite3_stmt *statement, int column, struct aq_slice *out);

/* Hashes keep their order as SQLite's signed integers. */
static inline int64_t sq_from_hash(uint64_t hash)
{
	return (int64_t)(hash ^ ((uint64_t)1 << 63));
}

static inline uint64_t sq_to_hash(int64_t stored)
{
	return (uint64_t)stored ^ ((uint64_t)1 << 63);
}

/* --- migrations.c --- */
#define SQ_APPLICATION_ID 0x61637174 /* "acqt" */
extern const int sq_schema_version;
enum aq_status sq_migrate(struct aq_store *store, int from, struct aq_error *err);

/* --- open.c --- */
/* Pages a connection keeps: few, while others hold what is in them. */
void sq_cache_small(struct aq_store *store, bool is_small);

/* --- check_deep.c --- */
/* Counts of days are made of the journal anew. */
enum aq_status sq_recount_days(struct aq_store *store, struct aq_error *err);

/* --- state.c: numbers, sizes, head; words --- */
enum aq_status sq_state_load(struct aq_store *store, struct aq_error *err);
enum aq_status sq_state_save(struct aq_store *store, const struct sq_state *before,
			     struct aq_error *err);
enum aq_status sq_words_load(struct aq_store *store, struct aq_error *err);
enum aq_status sq_words_add(struct aq_store *store, struct aq_error *err);
/* One number of the store's own kinds. */
enum aq_status sq_next(struct aq_store *store, unsigned what, uint64_t count, uint64_t *first,
		       struct aq_error *err);

static inline int64_t sq_word_out(const struct aq_store *store, enum sq_family family,
				  unsigned value)
{
	return value < SQ_WORDS_MAX ? store->words[family].stored[value] : 0;
}

static inline unsigned sq_word_in(const struct aq_store *store, enum sq_family family,
				  uint64_t stored)
{
	return stored < SQ_WORDS_MAX ? store->words[family].value[stored] : 0;
}

/* A verb begins: what the last one needed is forgotten. */
void sq_scratch_begin(struct aq_store *store);
/* Gives back what larger verbs needed. */
void sq_scratch_forget(struct aq_store *store);

/* --- transaction.c --- */
/* A verb that is a transaction of its own, inside a dry run too. */
enum aq_status sq_own_begin(struct aq_store *store, struct aq_error *err);
enum aq_status sq_own_end(struct aq_store *store, enum aq_status status, struct aq_error *err);

/* --- intern.c: texts that many rows share --- */
enum aq_status sq_interned_new(struct sq_interned **out, struct aq_error *err);
void sq_interned_free(struct sq_interned *interned);
void sq_interned_clear(struct sq_interned *interned);
/* SIZE_MAX-like 0 when it is not known. */
uint64_t sq_interned_find(const struct sq_interned *interned, struct aq_slice key);
enum aq_status sq_interned_add(struct sq_interned *interned, struct aq_slice key, uint64_t value,
			       struct aq_error *err);
enum aq_status sq_label(struct aq_store *store, struct aq_slice text, uint64_t *out,
			struct aq_error *err);
enum aq_status sq_ledger_account(struct aq_store *store, struct aq_account_ref ref, uint64_t *out,
				 struct aq_error *err);

/* --- sort.c --- */
struct sq_pair {
	uint64_t key;
	uint64_t index;
};
/* Stable, by key; `spare` has room for as many. */
void sq_sort(struct sq_pair *pairs, struct sq_pair *spare, size_t count);
struct sq_pair *sq_pairs(struct aq_arena *arena, size_t count); /* with the spare behind it */

/* unwritable.c: whether a reader may make the files that WAL needs beside the
 * database, and an SQLite result of opening it where he may not. */
bool sq_is_writable(const char *path);
int sq_open_unwritable(struct aq_store *store, const char *path);

#endif
