/*
 * journal.c - entries and postings are appended, and the balances that follow
 * from them are moved: ledger accounts and settlements.
 *
 * Promises: nothing is written that SQLite did not accept whole; sums that do
 * not fit are refused.
 */
#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "acquit/store_bulk.h"
#include "../rows.h"

#define SLOTS_FIRST 256

/* --- feeds --- */

static void column_entry(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			 int column)
{
	const struct sq_entry_row *entry_row = (const struct sq_entry_row *)rows->rows + row;
	const struct aq_entry *entry = entry_row->entry;
	static const struct aq_payment_id none = {{0}};
	bool has_id = memcmp(&entry->payment, &none, sizeof(none)) != 0;

	switch (column) {
	case 0:
		sq_give_u64(context, entry->entry_no);
		break;
	case 1:
		sq_give_i64(context, sq_word_out(rows->store, SQ_EVENT, entry->event));
		break;
	case 2:
		sq_give_i64(context, entry->posted_on.day);
		break;
	case 3:
		sq_give_i64(context, entry->is_late);
		break;
	case 4:
		sq_give_u64(context, entry->payment_no);
		break;
	case 5:
		sq_give_u64(context, entry->corrects_no);
		break;
	case 6:
		sq_give_u64(context, entry_row->run_no);
		break;
	case 7:
		sqlite3_result_blob(context, entry->hash.bytes, AQ_SHA256_BYTES, SQLITE_STATIC);
		break;
	case 8:
		if (has_id)
			sqlite3_result_blob(context, entry->payment.bytes, sizeof(none),
					    SQLITE_STATIC);
		else
			sqlite3_result_null(context);
		break;
	default:
		sq_give_text(context, entry->memo);
		break;
	}
}

const struct sq_shape sq_shape_entries = {
	"feed_entries",
	"CREATE TABLE x(entry_no, event, posted_on, is_late, payment_no, corrects_no, run_no, "
	"hash, payment, memo)",
	column_entry,
};

static void column_posting(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			   int column)
{
	const struct sq_posting_row *posting_row = (const struct sq_posting_row *)rows->rows + row;
	const struct aq_posting *posting = posting_row->posting;

	switch (column) {
	case 0:
		sq_give_u64(context, posting_row->posting_no);
		break;
	case 1:
		sq_give_u64(context, posting_row->debit);
		break;
	case 2:
		sq_give_u64(context, posting_row->credit);
		break;
	case 3:
		sq_give_i64(context, posting->amount);
		break;
	case 4:
		sq_give_i64(context, posting->currency);
		break;
	case 5:
		sq_give_u64(context, posting->customer_no);
		break;
	case 6:
		sq_give_u64(context, posting->item_no);
		break;
	case 7:
		sq_give_u64(context, posting_row->settlement_no);
		break;
	case 8:
		sq_give_text(context, posting->customer);
		break;
	case 9:
		sq_give_text(context, posting->target);
		break;
	default:
		if (posting_row->settlement_no != 0 || posting->settlement.length == 0)
			sqlite3_result_null(context);
		else
			sq_give_text(context, posting->settlement);
		break;
	}
}

const struct sq_shape sq_shape_postings = {
	"feed_postings",
	"CREATE TABLE x(posting_no, debit, credit, amount, currency, customer_no, item_no, "
	"settlement_no, customer,"
	" target, settlement)",
	column_posting,
};

/* --- balances of ledger accounts --- */

struct balance {
	uint64_t account; /* 0: free */
	aq_currency currency;
	int64_t debit, credit;
};

struct balances {
	struct aq_arena *arena;
	struct balance *slots;
	size_t slot_count, used;
};

static struct balance *slot_of(struct balance *slots, size_t slot_count, uint64_t account,
			       aq_currency currency)
{
	size_t at = (size_t)((account * 0x9E3779B97F4A7C15u) >> 32 ^ currency) & (slot_count - 1);

	while (slots[at].account != 0 &&
	       (slots[at].account != account || slots[at].currency != currency))
		at = (at + 1) & (slot_count - 1);
	return &slots[at];
}

static bool grow(struct balances *balances)
{
	size_t slot_count = balances->slot_count ? balances->slot_count * 2 : SLOTS_FIRST;
	struct balance *slots = aq_arena_take_many(balances->arena, slot_count, sizeof(*slots));

	if (!slots)
		return false;
	for (size_t at = 0; at < balances->slot_count; at++)
		if (balances->slots[at].account != 0)
			*slot_of(slots, slot_count, balances->slots[at].account,
				 balances->slots[at].currency) = balances->slots[at];
	balances->slots = slots;
	balances->slot_count = slot_count;
	return true;
}

static struct balance *balance_of(struct balances *balances, uint64_t account, aq_currency currency)
{
	struct balance *slot;

	if (balances->used * 2 >= balances->slot_count && !grow(balances))
		return NULL;
	slot = slot_of(balances->slots, balances->slot_count, account, currency);
	if (slot->account == 0) {
		slot->account = account;
		slot->currency = currency;
		balances->used++;
	}
	return slot;
}

static enum aq_status move_balances(struct balances *balances, const struct sq_posting_row *row,
				    struct aq_error *err)
{
	const struct aq_posting *posting = row->posting;
	struct balance *debit = balance_of(balances, row->debit, posting->currency);
	struct balance *credit;

	if (!debit)
		return aq_fail_memory(err);
	if (__builtin_add_overflow(debit->debit, posting->amount, &debit->debit))
		return sq_overflow(err);
	credit = balance_of(balances, row->credit, posting->currency);
	if (!credit)
		return aq_fail_memory(err);
	if (__builtin_add_overflow(credit->credit, posting->amount, &credit->credit))
		return sq_overflow(err);
	return AQ_OK;
}

static enum aq_status write_balances(struct aq_store *store, const struct balances *balances,
				     struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_BALANCE_MOVE, &statement, err);

	for (size_t at = 0; at < balances->slot_count && status >= AQ_OK; at++) {
		const struct balance *balance = &balances->slots[at];

		if (balance->account == 0)
			continue;
		sq_bind_u64(store, statement, 1, balance->account);
		sq_bind_i64(store, statement, 2, balance->currency);
		sq_bind_i64(store, statement, 3, balance->debit);
		sq_bind_i64(store, statement, 4, balance->credit);
		status = sq_run(store, statement, err);
	}
	return status;
}

/* --- one batch --- */

struct adding {
	struct aq_store *store;
	const struct sq_journal *journal;
	struct sq_entry_row *entries;
	struct sq_posting_row *postings;
	size_t posting_count;
	struct balances balances;
	struct sq_settling *settling;
};

static enum aq_status settle(struct adding *adding, size_t at, const struct aq_posting *posting,
			     uint64_t *out, struct aq_error *err)
{
	const struct aq_account_ref *clearing = NULL;
	struct sq_settlement_key key = {.id = posting->settlement, .currency = posting->currency};
	enum aq_status status;

	*out = 0;
	if (posting->debit.account == AQ_ACCOUNT_CLEARING)
		clearing = &posting->debit;
	else if (posting->credit.account == AQ_ACCOUNT_CLEARING)
		clearing = &posting->credit;
	if (!clearing)
		return AQ_OK;
	key.source = clearing->qualifier;
	status = sq_settling_find(adding->settling, &key, out, err);
	if (status >= AQ_OK)
		status = sq_settling_move(adding->settling, adding->journal->entries[at], posting,
					  err);
	if (status >= AQ_OK && adding->journal->payments && adding->journal->payments[at] &&
	    adding->journal->payments[at]->mode == AQ_POSTS_CLEARING &&
	    aq_slice_equals(adding->journal->payments[at]->settlement_id, posting->settlement))
		sq_settling_tell(adding->settling, adding->journal->payments[at]);
	return status;
}

static enum aq_status add_posting(struct adding *adding, size_t at, size_t line,
				  struct aq_error *err)
{
	const struct aq_entry *entry = adding->journal->entries[at];
	const struct aq_posting *posting = &entry->postings[line];
	struct sq_posting_row *row = &adding->postings[adding->posting_count++];
	enum aq_status status;

	AQ_CLAIM(posting->amount > 0);
	AQ_CLAIM(posting->currency != AQ_CURRENCY_NONE);
	row->posting = posting;
	row->posting_no = entry->entry_no << SQ_POSTING_LINE_BITS | line;
	status = sq_ledger_account(adding->store, posting->debit, &row->debit, err);
	if (status >= AQ_OK)
		status = sq_ledger_account(adding->store, posting->credit, &row->credit, err);
	if (status >= AQ_OK)
		status = settle(adding, at, posting, &row->settlement_no, err);
	return status < AQ_OK ? status : move_balances(&adding->balances, row, err);
}

static enum aq_status gather(struct adding *adding, struct aq_error *err)
{
	const struct sq_journal *journal = adding->journal;
	size_t posting_count = 0;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < journal->count; at++)
		posting_count += journal->entries[at]->posting_count;
	adding->entries = aq_arena_take_many(adding->store->scratch, journal->count,
					     sizeof(*adding->entries));
	adding->postings = aq_arena_take_many(adding->store->scratch, posting_count,
					      sizeof(*adding->postings));
	if (!adding->entries || !adding->postings)
		return aq_fail_memory(err);
	for (size_t at = 0; at < journal->count && status >= AQ_OK; at++) {
		const struct aq_entry *entry = journal->entries[at];

		AQ_CLAIM(entry->entry_no != 0);
		AQ_CLAIM(entry->posting_count <= AQ_ENTRY_POSTINGS_MAX);
		adding->entries[at] = (struct sq_entry_row){entry, journal->run_no};
		for (size_t line = 0; line < entry->posting_count && status >= AQ_OK; line++)
			status = add_posting(adding, at, line, err);
	}
	return status;
}

static enum aq_status write(struct adding *adding, struct aq_error *err)
{
	struct aq_store *store = adding->store;
	enum aq_status status =
		sq_feed_run(store, (struct sq_feeding){SQ_ENTRIES_ADD, SQ_FEED_ENTRIES},
			    adding->entries, adding->journal->count, err);

	if (status >= AQ_OK)
		status = sq_feed_run(store, (struct sq_feeding){SQ_POSTINGS_ADD, SQ_FEED_POSTINGS},
				     adding->postings, adding->posting_count, err);
	if (status >= AQ_OK)
		status = write_balances(store, &adding->balances, err);
	return status < AQ_OK ? status : sq_settling_end(adding->settling, err);
}

void aq_store_watch_entries(struct aq_store *store, const struct aq_entry_watch *watch)
{
	store->watch = watch;
}

static enum aq_status add_all(struct aq_store *store, const struct sq_journal *journal,
			      struct aq_error *err)
{
	struct adding adding = {
		.store = store, .journal = journal, .balances = {.arena = store->scratch}};
	enum aq_status status = sq_settling_open(&adding.settling, store, journal->run_no, err);

	if (status >= AQ_OK)
		status = gather(&adding, err);
	if (status >= AQ_OK)
		status = write(&adding, err);
	sq_settling_close(adding.settling);
	return status;
}

enum aq_status sq_journal_add(struct aq_store *store, const struct sq_journal *journal,
			      struct aq_error *err)
{
	const struct aq_entry_watch *watch = store->watch;
	enum aq_status status;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	if (journal->count == 0)
		return AQ_OK;
	if (watch)
		watch->begin(watch->context, journal->entries, journal->count);
	status = add_all(store, journal, err);
	if (watch)
		watch->end(watch->context);
	return status;
}

/* --- entries that are no payment's intake --- */

/* A payment's own entries are found through its steps. */
static enum aq_status add_steps(struct aq_store *store, uint64_t run_no,
				const struct aq_entry *entries, size_t count, struct aq_error *err)
{
	struct sq_step_row *steps = aq_arena_take_many(store->scratch, count, sizeof(*steps));
	size_t step_count = 0;

	if (!steps)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (entries[at].payment_no != 0)
			steps[step_count++] =
				(struct sq_step_row){.payment_no = entries[at].payment_no,
						     .run_no = run_no,
						     .outcome = sq_pack(SQ_STEP_KEEPS, 1),
						     .entry_no = entries[at].entry_no};
	for (size_t at = 0; at < step_count; at++) {
		enum aq_status status = sq_next(store, SQ_NEXT_STEP, 1, &steps[at].step_no, err);

		if (status < AQ_OK)
			return status;
	}
	return sq_steps_add(store, steps, step_count, err);
}

enum aq_status aq_store_entries_add(struct aq_store *store, uint64_t run_no,
				    const struct aq_entry *entries, size_t count,
				    struct aq_error *err)
{
	const struct aq_entry **pointers;
	struct sq_journal journal = {.run_no = run_no, .count = count};
	enum aq_status status;

	sq_scratch_begin(store);
	pointers = aq_arena_take_many(store->scratch, count, sizeof(const struct aq_entry *));
	if (!pointers)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		pointers[at] = &entries[at];
	journal.entries = pointers;
	status = sq_journal_add(store, &journal, err);
	return status < AQ_OK ? status : add_steps(store, run_no, entries, count, err);
}
