/*
 * store.h - what acquit remembers, in verbs of the business.
 *
 * Every verb takes or gives batches; none takes SQL. The store gives out its
 * own numbers in blocks; they carry no order beyond being unique. A busy
 * database is AQ_BUSY, other faults AQ_STORE, a database that contradicts
 * itself AQ_INTEGRITY. One handle, one thread, one book.
 *
 * Memory: results live in the arena given; arrays in and out are sorted as said.
 */
#ifndef ACQUIT_STORE_H
#define ACQUIT_STORE_H

#include "acquit/findings.h"
#include "acquit/ledger.h"
#include "acquit/match.h"

struct aq_store;

enum aq_store_mode { AQ_STORE_READ, AQ_STORE_WRITE };

/* Makes a new, empty store for book `main`; fails when one is there. */
enum aq_status aq_store_create(const char *path, struct aq_error *err);
/* Never creates: a missing database is AQ_SETTINGS with the word to run
 * `acquit init`. A newer schema is refused, an older one migrated (WRITE). */
enum aq_status aq_store_open(struct aq_store **out, const char *path, enum aq_store_mode mode,
			     struct aq_error *err);
void aq_store_close(struct aq_store *store);
/* The home's key for aq_siphash, drawn at creation. */
const unsigned char *aq_store_siphash_key(const struct aq_store *store);
/* Lengths as of the last commit; tells the match room's adaptive look-ups. */
struct aq_store_sizes {
	uint64_t numbers, open_items, payments, waiting;
};
enum aq_status aq_store_sizes(struct aq_store *store, struct aq_store_sizes *out,
			      struct aq_error *err);

/* A consistent copy while others read and write; a file that is there is not
 * replaced. Call it outside transactions. */
enum aq_status aq_store_backup(struct aq_store *store, const char *path, struct aq_error *err);

/* --- transactions: one a file (DESIGN section 5) --- */
enum aq_status
aq_store_begin(struct aq_store *store,
	       struct aq_error *err); /* IMMEDIATE, or a savepoint inside a dry run */
enum aq_status aq_store_commit(struct aq_store *store, struct aq_error *err);
void aq_store_rollback(struct aq_store *store);
/* Everything until _dry_end is one outer transaction, rolled back at the end. */
enum aq_status aq_store_dry_begin(struct aq_store *store, struct aq_error *err);
void aq_store_dry_end(struct aq_store *store);

/* --- runs --- */
#define AQ_RUN_ID_BYTES 24
struct aq_run {
	uint64_t run_no;
	char id[AQ_RUN_ID_BYTES]; /* "2026-01-31.1": DATE.n, n counts the runs of that business date */
	struct aq_date business_date;
	struct aq_sha256 settings_hash;
	bool is_closed;
	struct aq_sha256 head_before;
	struct aq_sha256 head_after; /* when closed */
	uint64_t first_entry, last_entry; /* entry_no of the run, 0: none */
};
/* Each in a transaction of its own. */
enum aq_status aq_store_run_begin(struct aq_store *store, struct aq_date date,
				  const struct aq_sha256 *settings_hash, struct aq_run *out,
				  struct aq_error *err);
/* The run that was begun and never closed; AQ_NOT_FOUND when there is none. */
enum aq_status aq_store_run_interrupted(struct aq_store *store, struct aq_run *out,
					struct aq_error *err);
enum aq_status aq_store_run_close(struct aq_store *store, struct aq_run *run, struct aq_error *err);
/* A run that changed nothing leaves nothing. */
enum aq_status aq_store_run_forget(struct aq_store *store, struct aq_run *run,
				   struct aq_error *err);
/* By id; an empty id is the newest closed one. */
enum aq_status aq_store_run_find(struct aq_store *store, struct aq_slice id, struct aq_run *out,
				 struct aq_error *err);

/* --- numbers and the chain's head --- */
enum aq_store_number {
	AQ_NUMBER_FILE,
	AQ_NUMBER_PAYMENT,
	AQ_NUMBER_ENTRY,
	AQ_NUMBER_ALLOCATION,
	AQ_NUMBER_ITEM,
	AQ_NUMBER_EXCEPTION
};
/* `count` numbers from *first on; given for good when the transaction commits. */
enum aq_status aq_store_reserve(struct aq_store *store, enum aq_store_number what, uint64_t count,
				uint64_t *first, struct aq_error *err);
/* Of a new book: its genesis (aq_chain_genesis). */
enum aq_status aq_store_head(struct aq_store *store, struct aq_sha256 *out, struct aq_error *err);
/* A chained unit is complete: its name, root and the new head are kept, with
 * the entries [first, last] it holds. */
struct aq_unit_row {
	uint64_t run_no;
	struct aq_slice name;
	struct aq_sha256 root, head;
	uint64_t first_entry, last_entry;
};
enum aq_status aq_store_unit_add(struct aq_store *store, const struct aq_unit_row *unit,
				 struct aq_error *err);

/* --- files --- */
enum aq_file_status {
	AQ_FILE_ACCEPTED,
	AQ_FILE_PARTIAL,
	AQ_FILE_REFUSED,
	AQ_FILE_DUPLICATE,
	AQ_FILE_WAITING
};
const char *aq_file_status_name(enum aq_file_status status);

struct aq_file_row {
	uint64_t file_no;
	uint64_t run_no;
	bool is_open_items;
	struct aq_slice name; /* as received, any bytes */
	struct aq_sha256 sha256; /* of the unwrapped bytes */
	uint64_t bytes; /* unwrapped */
	struct aq_slice format;
	struct aq_slice profile_hash; /* hex, or empty */
	enum aq_file_status status;
	enum aq_code reason_code;
	struct aq_slice reason; /* sentence of why refused, partial, waiting */
	struct aq_slice archive_name;
};
/* An accepted or partial file of these bytes, the last one; AQ_NOT_FOUND when there is none. */
enum aq_status aq_store_file_find(struct aq_store *store, const struct aq_sha256 *sha256,
				  struct aq_arena *arena, struct aq_file_row *out,
				  struct aq_error *err);
/* The same file (run, bytes, name, status) again in one run is one, AQ_END; loaded twice, two. */
enum aq_status aq_store_file_add(struct aq_store *store, const struct aq_file_row *file,
				 struct aq_error *err);
enum aq_status aq_store_findings_add(struct aq_store *store, uint64_t file_no,
				     const struct aq_findings *findings, struct aq_error *err);

/* read = posted + duplicate + notice + refused, in units and money. */
enum aq_tally {
	AQ_TALLY_READ,
	AQ_TALLY_POSTED,
	AQ_TALLY_DUPLICATE,
	AQ_TALLY_NOTICE,
	AQ_TALLY_REFUSED,
	AQ_TALLY_COUNT
};
const char *aq_tally_name(enum aq_tally tally);
struct aq_file_total {
	enum aq_tally tally;
	aq_currency currency;
	uint64_t count;
	int64_t credits, debits; /* money in, money out; minor units, positive */
};
enum aq_status aq_store_file_totals_add(struct aq_store *store, uint64_t file_no,
					const struct aq_file_total *totals, size_t count,
					struct aq_error *err);

/* A bank statement's balances, for opening entries and continuity. */
struct aq_statement_row {
	uint64_t file_no;
	uint32_t unit_index;
	uint64_t line;
	struct aq_slice account, statement_id, sequence, created;
	aq_currency currency;
	bool has_opening, has_closing;
	int64_t opening, closing;
	struct aq_date opening_on, closing_on;
	int64_t refused; /* of its file, money in less money out; aq_store_statements_opened alone */
	/* A part of a statement, whose other pages are in other files; 0: it is whole. */
	uint64_t page_first, page_last;
	bool is_last_page;
	int64_t moved; /* its booked entries, money in less money out */
};
/* The newest statement known for an account and currency; AQ_NOT_FOUND at first. */
enum aq_status aq_store_statement_last(struct aq_store *store, struct aq_slice account,
				       aq_currency currency, struct aq_arena *arena,
				       struct aq_statement_row *out, struct aq_error *err);
/* The earliest by day and number, which is the one the account was opened with. */
enum aq_status aq_store_statement_first(struct aq_store *store, struct aq_slice account,
					aq_currency currency, struct aq_arena *arena,
					struct aq_statement_row *out, struct aq_error *err);
/* Those of the row's account and currency that begin with its opening balance,
 * in the order they were taken in. */
enum aq_status aq_store_statements_opened(struct aq_store *store,
					  const struct aq_statement_row *row,
					  struct aq_arena *arena, struct aq_statement_row **out,
					  size_t *count, struct aq_error *err);
/* The pages known of the row's statement, in their order. */
enum aq_status aq_store_statement_pages(struct aq_store *store, const struct aq_statement_row *row,
					struct aq_arena *arena, struct aq_statement_row **out,
					size_t *count, struct aq_error *err);
enum aq_status aq_store_statement_add(struct aq_store *store, const struct aq_statement_row *row,
				      struct aq_error *err);

/* Which kind of message posts to a bank account: the first one seen, unless
 * settings say otherwise. Remembers `seen` when none is yet. */
enum aq_status aq_store_posting_source(struct aq_store *store, struct aq_slice account,
				       enum aq_message seen, enum aq_message *posts,
				       struct aq_error *err);

/* --- taking payments in --- */

/* One identity to look up. Known: the payments of *other* files that carry the
 * same identity text within ten days of `booked_on`. `same_file` counts those
 * of this file already stored under it. A statement, and each of several files in
 * one, is a file of its own for ids that a bank or gateway gave: payments before
 * `own_from` are another's. Others: those of other files and those days that bear the
 * same id with something else in their identity; the first AQ_OTHERS_MAX of them. */
#define AQ_OTHERS_MAX 8
struct aq_known_payment {
	uint64_t payment_no;
	uint64_t file_no;
	struct aq_payment_id id;
	enum aq_posting_mode mode;
	enum aq_payment_status status; /* as of its last outcome */
	uint64_t settlement_no;
	bool is_bare_entry;
	bool is_booked; /* a detail whose statement line has moved bank and clearing */
};
struct aq_identity_query {
	struct aq_identity identity;
	struct aq_date booked_on;
	uint64_t file_no, own_from;
	bool wants_others;
	/* results: */
	uint32_t same_file;
	const struct aq_known_payment *known; /* in payment_no order */
	uint32_t known_count;
	uint32_t other_count;
	const uint64_t *others; /* payment_nos, rising */
};
/* The number of a source's settlement; 0: there is none. */
enum aq_status aq_store_settlement_find(struct aq_store *store, struct aq_slice source,
					struct aq_slice id, aq_currency currency, uint64_t *out,
					struct aq_error *err);
/* Beforehand, and by any thread beside the one that uses the store. */
enum aq_status aq_store_identities_hash(const struct aq_store *store,
					struct aq_identity *identities, size_t count,
					struct aq_error *err);
/* The store hashes what is not hashed, sorts and probes; the queries keep their order. */
enum aq_status aq_store_identities_find(struct aq_store *store, struct aq_identity_query *queries,
					size_t count, struct aq_arena *arena, struct aq_error *err);

/* One payment as it is taken in. payment_no and entry_no are reserved by the
 * caller; entry is NULL where nothing is posted. */
struct aq_taken {
	const struct aq_payment *payment;
	enum aq_payment_status status;
	uint64_t duplicate_of; /* payment_no, 0: none */
	enum aq_bucket bucket; /* AQ_BUCKET_NONE: no remainder waits */
	int64_t remainder;
	const struct aq_identity
		*identities; /* none for notices and refused; a duplicate's go to duplicate_of */
	size_t identity_count;
	const struct aq_entry *entry; /* hash set; may be NULL */
	bool tells_ahead; /* posts nothing, and may tell of money that another row books */
	enum aq_code exception; /* AQ_POSSIBLE_DUPLICATE …, AQ_CODE_NONE */
	struct aq_slice explanation;
};
/* In order of payment_no. Adds payments, texts, keys, entries, postings,
 * settlements (by source, settlement_id, currency), waiting rows, outcomes. */
enum aq_status aq_store_take_in(struct aq_store *store, uint64_t run_no,
				const struct aq_taken *taken, size_t count, struct aq_error *err);
/* Entries that are no payment's intake: opening balances, loads, settlements. */
enum aq_status aq_store_entries_add(struct aq_store *store, uint64_t run_no,
				    const struct aq_entry *entries, size_t count,
				    struct aq_error *err);

/* --- open items --- */

/* What a loaded row changed; the caller makes the entries from it. */
struct aq_row_change {
	uint64_t line;
	enum aq_code refusal; /* AQ_CODE_NONE, or why the row cannot be taken: unknown customer … */
	struct aq_slice field, value; /* of the refusal */
	bool is_new, is_changed;
	uint64_t item_no; /* 0: the row is no item */
	uint64_t customer_no;
	struct aq_slice customer, target;
	aq_currency currency;
	int64_t billed; /* signed difference to post receivable <-> billed; 0: nothing */
	/* Allocated beyond the new amount, signed as the item: until the caller moved it
	 * away, the item is `open` the other way round, so that receivable keeps its equal.
	 * Of what an invoice is not billed with persons wrote off no more than this. */
	int64_t excess, open, written_off;
	bool open_differs; /* open_amount told something else than the ledger: a finding */
};
/* `numbers`: for each row the hash (aq_siphash) of every normal form it is to be
 * found by; the match room never sees texts that were not indexed here. */
struct aq_number_key {
	uint32_t row_index;
	enum aq_hit_kind kind;
	uint64_t hash;
};
struct aq_name_key { /* payer names and accounts of customers */
	uint32_t row_index;
	bool is_account;
	uint64_t hash;
	struct aq_slice normal;
};
struct aq_rows { /* one batch of one table */
	enum aq_table table;
	uint64_t run_no;
	uint64_t file_no;
	bool is_snapshot;
	const void *rows; /* struct aq_customer_row[] and so on, by table */
	size_t count;
	const struct aq_number_key *numbers;
	size_t number_count;
	const struct aq_name_key *names;
	size_t name_count;
};
enum aq_status aq_store_load_rows(struct aq_store *store, const struct aq_rows *rows,
				  struct aq_arena *arena,
				  struct aq_row_change *changes /* rows->count of them */,
				  struct aq_error *err);
/* [load] invoices = snapshot: the open invoices that the file `file_no` did not
 * hold are closed; each as a change with negative `billed`. */
enum aq_status aq_store_snapshot_close(struct aq_store *store, uint64_t file_no,
				       struct aq_arena *arena, struct aq_row_change **changes,
				       size_t *count, struct aq_error *err);
/* Instalments whose due date has come by `date` and that are no items yet: made,
 * and given as changes (is_new, billed = full price). */
enum aq_status aq_store_instalments_due(struct aq_store *store, struct aq_date date,
					struct aq_arena *arena, struct aq_row_change **changes,
					size_t *count, struct aq_error *err);
/* The item of an instalment paid ahead, or of a contract option: made with nothing
 * open, since its bill comes with the entry that pays it (allocation->bills);
 * allocation->item_no is filled in. Allocations that need none are left alone. */
enum aq_status aq_store_items_make(struct aq_store *store, struct aq_allocation *const *allocations,
				   size_t count, struct aq_error *err);

/* --- applying --- */

/* Walks everything that waits (buckets by mask, 1u << AQ_BUCKET_…), in
 * payment_no order, from after `payment_no`; up to `count_max` a call. Payments
 * come with texts, references and remittances; `tokens` is left to the caller. */
struct aq_waiting_order {
	uint32_t buckets;
	uint64_t after;
	size_t count_max;
	uint64_t upto; /* the last payment_no looked at; 0: to the end */
};
enum aq_status aq_store_waiting(struct aq_store *store, const struct aq_waiting_order *order,
				struct aq_arena *arena, struct aq_waiting **out, size_t *count,
				struct aq_error *err);
/* Named payments, whether they wait or not (remainder 0, bucket NONE then). Sorted. */
enum aq_status aq_store_payments_read(struct aq_store *store, const uint64_t *payment_nos,
				      size_t count, struct aq_arena *arena, struct aq_waiting **out,
				      size_t *found, struct aq_error *err);

/* Money in on bank lines, whatever became of it, by payment_no: booked and taken in from..to
 * (`run_no` only where its own are wanted), of an amount (sorted) or with a key (ASCII). */
struct aq_lines_order {
	const int64_t *amounts;
	size_t amount_count;
	const struct aq_slice *keys;
	size_t key_count;
	struct aq_date from, to;
	uint64_t run_no;
	bool is_own_too;
	uint64_t after;
	size_t count_max;
};
enum aq_status aq_store_lines_in(struct aq_store *store, const struct aq_lines_order *order,
				 struct aq_arena *arena, uint64_t **out, size_t *count,
				 struct aq_error *err);

/* `hashes` sorted, unique. Rows sorted by hash, kind, target. */
struct aq_number_row {
	uint64_t hash;
	enum aq_hit_kind kind;
	uint64_t target_no;
	uint64_t customer_no;
};
enum aq_status aq_store_numbers_find(struct aq_store *store, const uint64_t *hashes, size_t count,
				     struct aq_arena *arena, struct aq_number_row **out,
				     size_t *found, struct aq_error *err);
/* Payer accounts and names; `normal` is to be compared by the caller. */
struct aq_name_row {
	uint64_t hash;
	bool is_account;
	uint64_t customer_no;
	struct aq_slice normal;
};
enum aq_status aq_store_names_find(struct aq_store *store, const uint64_t *hashes, size_t count,
				   struct aq_arena *arena, struct aq_name_row **out, size_t *found,
				   struct aq_error *err);
/* By sorted, unique numbers; results sorted by number; unknown ones are left out. */
enum aq_status aq_store_items(struct aq_store *store, const uint64_t *item_nos, size_t count,
			      struct aq_arena *arena, struct aq_item **out, size_t *found,
			      struct aq_error *err);
enum aq_status aq_store_customers(struct aq_store *store, const uint64_t *customer_nos,
				  size_t count, struct aq_arena *arena, struct aq_customer **out,
				  size_t *found, struct aq_error *err);
enum aq_status aq_store_contracts(struct aq_store *store, const uint64_t *contract_nos,
				  size_t count, struct aq_arena *arena, struct aq_contract **out,
				  size_t *found, struct aq_error *err);
/* The contracts of sorted customers, by their numbers, at most AQ_OPEN_ITEMS_MAX + 1 each. */
enum aq_status aq_store_contracts_of(struct aq_store *store, const uint64_t *customer_nos,
				     size_t count, struct aq_arena *arena, uint64_t **contract_nos,
				     size_t *found, struct aq_error *err);
enum aq_status aq_store_subscriptions(struct aq_store *store, const uint64_t *subscription_nos,
				      size_t count, struct aq_arena *arena,
				      struct aq_subscription **out, size_t *found,
				      struct aq_error *err);
enum aq_status aq_store_bundles(struct aq_store *store, const uint64_t *bundle_nos, size_t count,
				struct aq_arena *arena, struct aq_bundle **out, size_t *found,
				struct aq_error *err);
/* The open items of customers, at most AQ_OPEN_ITEMS_MAX each, sorted by item_no. */
enum aq_status aq_store_open_items_of(struct aq_store *store, const uint64_t *customer_nos,
				      size_t count, struct aq_arena *arena, struct aq_item **items,
				      size_t *item_count, struct aq_open_of **open_of,
				      struct aq_error *err);
/* Their numbers alone: each customer's follow each other, sorted. */
enum aq_status aq_store_open_numbers_of(struct aq_store *store, const uint64_t *customer_nos,
					size_t count, struct aq_arena *arena, uint64_t **item_nos,
					size_t *item_count, struct aq_open_of **open_of,
					struct aq_error *err);

/* What became of one payment: its entry (NULL: nothing moved), allocations with
 * numbers reserved, its new state, its question. Also undoes (negative
 * allocations), moves and settles. The question of the payment is replaced.
 * Allocation numbers of one aq_applied follow each other. Several of one payment
 * in one call are taken in their order, and the last says what is left. Open
 * items move by bills - amount - discount - promotion - write_off; past zero is
 * AQ_INTEGRITY. Sums of settlements follow the postings on clearing accounts;
 * `deposited` counts only where there is no entry. */
struct aq_applied {
	uint64_t payment_no;
	enum aq_payment_status status;
	enum aq_rule rule;
	uint8_t confidence;
	enum aq_bucket bucket; /* NONE: nothing of it waits any more */
	int64_t left;
	uint64_t customer_no;
	uint64_t contract_no;
	const struct aq_entry *entry;
	const struct aq_allocation *allocations;
	size_t allocation_count;
	uint64_t settlement_no; /* of a lump: what it closes; 0: none */
	int64_t deposited; /* added to that settlement */
	enum aq_code exception;
	struct aq_slice explanation;
	struct aq_slice suggestions; /* as exceptions.csv shows them */
	bool is_outcome; /* the status changed, or is told for the first time tonight: an outcome row */
};
enum aq_status aq_store_apply(struct aq_store *store, uint64_t run_no,
			      const struct aq_applied *applied, size_t count, struct aq_error *err);

/* The payment that was put on the item last; AQ_NOT_FOUND where none was. */
enum aq_status aq_store_item_paid_by(struct aq_store *store, uint64_t item_no,
				     struct aq_payment_id *payment, struct aq_date *booked_on,
				     struct aq_error *err);

/* --- returns --- */
/* Payments known by an id (reference kind and value), newest first, booked in
 * the 400 days up to `until`. The value is as in payment.references. */
enum aq_status aq_store_payments_by_id(struct aq_store *store, const struct aq_reference *id,
				       struct aq_date until, struct aq_arena *arena,
				       uint64_t **payment_nos, size_t *count, struct aq_error *err);
/* Returns and other money out that wait to be explained (AQ_BUCKET_OUT) are
 * walked with aq_store_waiting. The applications of a payment that still
 * stand: entries after its receipt with their postings, newest first, and what
 * still stands of the allocations they made; what an entry took back of an earlier one
 * is off that one already, and is none of its own. */
struct aq_application_row {
	struct aq_entry entry;
	const struct aq_allocation *allocations;
	size_t allocation_count;
};
enum aq_status aq_store_applications(struct aq_store *store, uint64_t payment_no,
				     struct aq_arena *arena, struct aq_application_row **out,
				     size_t *count, struct aq_error *err);

/* What of the payment still is ours: its remainder and what sits on items. */
int64_t aq_payment_still_there(const struct aq_waiting *original,
			       const struct aq_application_row *rows, size_t count);
/* Part of it is to be given back, or was repaid with: a person decides. */
bool aq_payment_was_moved(const struct aq_application_row *rows, size_t count);

/* What the movement `taker_no` took off a payment: allocations as they were
 * made, negative, in their order. */
enum aq_status aq_store_taken_off(struct aq_store *store, uint64_t payment_no, uint64_t taker_no,
				  struct aq_arena *arena, struct aq_allocation **out, size_t *count,
				  struct aq_error *err);

/* --- settlements --- */
/* A cost, money given back and money held back are positive. What is not closed;
 * match_ids are as written, not yet normal forms. */
enum aq_status aq_store_settlements_open(struct aq_store *store, struct aq_arena *arena,
					 struct aq_settlement **out, size_t *count,
					 struct aq_error *err);

/* Asks for deposits that are late on the run's day, and answers what deposits
 * answered; `is_changed` when there was anything. */
enum aq_status aq_store_settlements_ask(struct aq_store *store, const struct aq_run *run,
					bool *is_changed, struct aq_error *err);

#endif
