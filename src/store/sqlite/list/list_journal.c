/*
 * list_journal.c - the journal, one row a posting, and the proof of it.
 *
 * Postings and entries lie in the order of their keys: the next posting's entry
 * is the same or the next one, and finding it costs no search.
 */
#include "acquit/claim.h"
#include "../reading.h"

struct listing {
	struct sq_texts texts;
	aq_on_journal on_row;
	void *context;
	struct aq_journal_line line; /* what of it is the entry's */
};

static enum aq_status give(struct listing *listing, struct sq_row row, struct aq_error *err)
{
	struct aq_journal_line *line = &listing->line;
	enum aq_status status;

	line->posting_index = (uint32_t)(sq_row_u64(row, 0) & ((1u << SQ_POSTING_LINE_BITS) - 1));
	sq_texts_rest(&listing->texts);
	status = sq_posting_get(&listing->texts, row, NULL, &line->posting, err);
	return status < AQ_OK ? status : listing->on_row(listing->context, line, err);
}

/* A posting's columns, then those of its entry. */
static enum aq_status on_posting(void *context, struct sq_row row, struct aq_error *err)
{
	const struct sq_row entry_row = sq_row_at(row, SQ_POSTING_COLUMN_COUNT);
	struct listing *listing = context;
	struct aq_entry entry;
	enum aq_status status;

	if (listing->line.entry_no == sq_row_u64(entry_row, 0)) {
		/* The memo is this row's own copy. */
		listing->line.memo = sq_row_text(entry_row, SQ_ENTRY_MEMO_COLUMN);
		return give(listing, row, err);
	}
	status = sq_journal_entry_get(listing->texts.store, entry_row, &entry, err);
	if (status < AQ_OK)
		return status;
	listing->line = aq_journal_line_of(&entry, sq_row_u64(entry_row, SQ_ENTRY_RUN_COLUMN));
	return give(listing, row, err);
}

enum aq_status aq_store_list_journal(struct aq_store *store, uint64_t run_no, aq_on_journal on_row,
				     void *context, struct aq_error *err)
{
	struct sq_run_range range = {.entry_from = 0, .entry_to = SQ_NUMBER_MAX};
	struct listing listing = {.on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = run_no ? sq_run_range(store, run_no, &range, err) : AQ_OK;

	if (status >= AQ_OK)
		status = sq_use(store, SQ_JOURNAL_TAKE, &statement, err);
	if (status >= AQ_OK)
		status = sq_texts_open(&listing.texts, store, NULL, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, range.entry_from << SQ_POSTING_LINE_BITS);
	sq_bind_u64(store, statement, 2, range.entry_to << SQ_POSTING_LINE_BITS);
	status = sq_take(store, statement, on_posting, &listing, err);
	sq_texts_close(&listing.texts);
	return status;
}

/* The rows of a statement that was bound. */
static enum aq_status walk(struct listing *listing, struct aq_store *store, sqlite3_stmt *statement,
			   struct aq_error *err)
{
	enum aq_status status = sq_texts_open(&listing->texts, store, NULL, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = on_posting(listing, sq_row_of(statement, 0), err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_texts_close(&listing->texts);
	return status < AQ_OK ? status : AQ_OK;
}

struct asked {
	enum sq_statement statement;
	uint64_t number; /* of what */
};

static enum aq_status list_of(struct aq_store *store, struct asked asked, aq_on_journal on_row,
			      void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, asked.statement, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, asked.number);
	return walk(&listing, store, statement, err);
}

enum aq_status aq_store_journal_of_payment(struct aq_store *store, uint64_t payment_no,
					   aq_on_journal on_row, void *context,
					   struct aq_error *err)
{
	return list_of(store, (struct asked){SQ_JOURNAL_OF_PAYMENT, payment_no}, on_row, context,
		       err);
}

enum aq_status aq_store_journal_of_entry(struct aq_store *store, uint64_t entry_no,
					 aq_on_journal on_row, void *context, struct aq_error *err)
{
	return list_of(store, (struct asked){SQ_JOURNAL_OF_ENTRY, entry_no}, on_row, context, err);
}

enum aq_status aq_store_journal_of_written(struct aq_store *store, uint64_t item_no,
					   aq_on_journal on_row, void *context,
					   struct aq_error *err)
{
	return list_of(store, (struct asked){SQ_JOURNAL_OF_WRITTEN, item_no}, on_row, context, err);
}

enum aq_status aq_store_journal_of_due(struct aq_store *store, uint64_t customer_no,
				       aq_on_journal on_row, void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_JOURNAL_OF_DUE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1,
		    sq_word_out(store, SQ_ACCOUNT, AQ_ACCOUNT_DUE_FROM_CUSTOMER));
	sq_bind_u64(store, statement, 2, customer_no);
	return walk(&listing, store, statement, err);
}

/* --- proof --- */

enum aq_status aq_store_list_units(struct aq_store *store, aq_on_unit on_row, void *context,
				   struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_UNITS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_unit_row row = {.run_no = sq_u64(statement, 0),
					  .name = sq_text(statement, 1),
					  .first_entry = sq_u64(statement, 4),
					  .last_entry = sq_u64(statement, 5)};

		if (!sq_sha256(statement, 2, &row.root) || !sq_sha256(statement, 3, &row.head))
			status = sq_contradiction(err, "unit %.*s is damaged",
						  AQ_SLICE_ARGS(row.name));
		else
			status = on_row(context, &row, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

struct proving {
	struct aq_store *store;
	struct sq_texts texts;
	struct aq_arena *arena; /* one entry */
	aq_on_proof on_row;
	void *context;
};

/* The payment whose intake this entry is; others only name theirs. */
static enum aq_status read_payment(struct proving *proving, const struct aq_entry *entry,
				   const struct aq_payment **out, struct aq_error *err)
{
	struct sq_payment_read *read;
	sqlite3_stmt *statement;
	enum aq_status status;

	if (entry->payment_no == 0)
		return AQ_OK;
	status = sq_use(proving->store, SQ_PAYMENT_PROOF, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(proving->store, statement, 1, entry->payment_no);
	sq_bind_u64(proving->store, statement, 2, entry->entry_no);
	status = sq_step(proving->store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	read = aq_arena_take(proving->arena, sizeof(*read));
	status = read ? sq_payment_get(&proving->texts, sq_row_of(statement, 0), proving->arena,
				       read, err)
		      : aq_fail_memory(err);
	if (status >= AQ_OK) {
		*out = &read->payment;
		status = sq_payment_texts_get(&proving->texts,
					      sq_row_of(statement, SQ_PAYMENT_COLUMN_COUNT),
					      proving->arena, &read->payment, err);
	}
	sq_done(statement);
	return status;
}

static enum aq_status read_allocations(struct proving *proving, struct aq_proof_line *line,
				       struct aq_error *err)
{
	struct sq_results results = {.arena = proving->arena,
				     .bytes_each = sizeof(struct aq_allocation)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(proving->store, SQ_ALLOCATIONS_PROOF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(proving->store, statement, 1, line->entry.payment_no);
	sq_bind_u64(proving->store, statement, 2, line->entry.entry_no);
	status = sq_read_all(proving->store, statement, &results, sq_read_allocation, err);
	line->allocations = (const struct aq_allocation *)(void *)results.rows;
	line->allocation_count = results.count;
	return status;
}

static enum aq_status prove_one(struct proving *proving, sqlite3_stmt *statement,
				struct aq_error *err)
{
	struct aq_proof_line line = {.payment = NULL};
	enum aq_status status;

	aq_arena_reset(proving->arena);
	sq_texts_rest(&proving->texts);
	status = sq_entry_get(proving->store, sq_row_of(statement, 0), proving->arena, &line.entry,
			      err);
	if (status >= AQ_OK)
		status = sq_entry_postings(&proving->texts, &line.entry, proving->arena, err);
	if (status >= AQ_OK)
		status = read_payment(proving, &line.entry, &line.payment, err);
	if (status >= AQ_OK)
		status = read_allocations(proving, &line, err);
	return status < AQ_OK ? status : proving->on_row(proving->context, &line, err);
}

static enum aq_status prove(struct proving *proving, uint64_t first, uint64_t last,
			    struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(proving->store, SQ_ENTRIES_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(proving->store, statement, 1, first);
	sq_bind_u64(proving->store, statement, 2, last);
	while ((status = sq_step(proving->store, statement, err)) == AQ_OK) {
		status = prove_one(proving, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_list_proof(struct aq_store *store, uint64_t first, uint64_t last,
				   aq_on_proof on_row, void *context, struct aq_error *err)
{
	struct proving proving = {.store = store, .on_row = on_row, .context = context};
	enum aq_status status = aq_arena_new(&proving.arena, 0, err);

	if (status >= AQ_OK)
		status = sq_texts_open(&proving.texts, store, NULL, err);
	if (status >= AQ_OK)
		status = prove(&proving, first, last, err);
	sq_texts_close(&proving.texts);
	aq_arena_free(proving.arena);
	return status;
}
