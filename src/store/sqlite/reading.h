/*
 * reading.h - rows become payments, entries and allocations again; private.
 */
#ifndef ACQUIT_STORE_READING_H
#define ACQUIT_STORE_READING_H

#include "find/lookups.h"
#include "list/take.h"

/* Texts that many rows share, by their numbers. */
enum sq_text_kind {
	SQ_TEXT_LABEL,
	SQ_TEXT_SETTLEMENT,
	SQ_TEXT_FILE,
	SQ_TEXT_FORMAT,
	SQ_TEXT_LEDGER_ACCOUNT,
	SQ_TEXT_KIND_COUNT
};

#define SQ_TEXT_SLOTS 512

struct sq_text_slot {
	enum sq_text_kind kind;
	uint64_t number; /* 0: free */
	struct aq_slice text;
	uint64_t value; /* of a ledger account: its account */
};

/* A small table before the look-ups. `arena` is the caller's, or its own. */
struct sq_texts {
	struct aq_store *store;
	struct aq_arena *arena;
	bool is_own;
	struct sq_text_slot slots[SQ_TEXT_SLOTS];
};

enum aq_status sq_texts_open(struct sq_texts *texts, struct aq_store *store, struct aq_arena *arena,
			     struct aq_error *err);
void sq_texts_close(struct sq_texts *texts);
/* Between rows: an own arena that has grown large is emptied. */
void sq_texts_rest(struct sq_texts *texts);
/* The text of a number; empty for 0. A number that is not there is AQ_INTEGRITY. */
enum aq_status sq_texts_find(struct sq_texts *texts, enum sq_text_kind kind, uint64_t number,
			     struct aq_slice *out, struct aq_error *err);
enum aq_status sq_texts_account(struct sq_texts *texts, uint64_t number, struct aq_account_ref *out,
				struct aq_error *err);

/* Columns SQ_PAYMENT_COLUMNS, then SQ_TEXT_COLUMNS where texts are asked for. */
#define SQ_PAYMENT_COLUMN_COUNT 17
#define SQ_TEXT_COLUMN_COUNT	8
struct sq_payment_read {
	struct aq_payment payment;
	enum aq_payment_status status; /* at intake */
	enum aq_bucket bucket; /* at intake */
	bool is_negative;
	uint64_t account_no, settlement_no, duplicate_of, entry_no;
};
/* Texts are copied into `arena`, or borrowed until the next step where it is NULL. */
enum aq_status sq_payment_get(struct sq_texts *texts, struct sq_row row, struct aq_arena *arena,
			      struct sq_payment_read *out, struct aq_error *err);
enum aq_status sq_payment_texts_get(struct sq_texts *texts, struct sq_row row,
				    struct aq_arena *arena, struct aq_payment *out,
				    struct aq_error *err);

/* Columns as SQ_ALLOCATION_COLUMNS lists them. Texts as above. */
#define SQ_ALLOCATION_COLUMN_COUNT 17
enum aq_status sq_allocation_get(const struct aq_store *store, struct sq_row row,
				 struct aq_arena *arena, struct aq_allocation *out,
				 struct aq_error *err);
/* The same, as sq_read_all reads them. */
enum aq_status sq_read_allocation(struct aq_store *store, sqlite3_stmt *statement,
				  struct aq_arena *arena, void *row, struct aq_error *err);

/* Columns as SQ_ENTRY_COLUMNS lists them, without postings. */
#define SQ_ENTRY_COLUMN_COUNT 11
enum aq_status sq_entry_get(const struct aq_store *store, struct sq_row row, struct aq_arena *arena,
			    struct aq_entry *out, struct aq_error *err);
/* The same without the hash of the entry that is corrected; the memo is borrowed. */
#define SQ_ENTRY_RUN_COLUMN  6
#define SQ_ENTRY_MEMO_COLUMN 9
enum aq_status sq_journal_entry_get(const struct aq_store *store, struct sq_row row,
				    struct aq_entry *out, struct aq_error *err);
/* Columns as SQ_POSTING_COLUMNS lists them; `entry_no` and `line` from its number. */
#define SQ_POSTING_COLUMN_COUNT 11
enum aq_status sq_posting_get(struct sq_texts *texts, struct sq_row row, struct aq_arena *arena,
			      struct aq_posting *out, struct aq_error *err);
/* All postings of one entry. */
enum aq_status sq_entry_postings(struct sq_texts *texts, struct aq_entry *entry,
				 struct aq_arena *arena, struct aq_error *err);

/* Columns as SQ_SETTLEMENTS_OPEN lists them. */
enum aq_status sq_settlement_get(sqlite3_stmt *statement, struct aq_arena *arena,
				 struct aq_settlement *out, struct aq_error *err);

/* What a run brought, as ranges [from, to). */
struct sq_run_range {
	uint64_t entry_from, entry_to, payment_from, payment_to, allocation_from, allocation_to;
	struct aq_date business_date;
};
enum aq_status sq_run_range(struct aq_store *store, uint64_t run_no, struct sq_run_range *out,
			    struct aq_error *err);

#endif
