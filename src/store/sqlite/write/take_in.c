/*
 * take_in.c - payments become rows: what is hashed, their texts, the keys they
 * are known by, their entries, and what of them waits.
 *
 * Promises: each table is written in the order of its own keys, once a batch; keys
 * of new payments once a transaction (held.h).
 */
#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "acquit/store_bulk.h"
#include "../held.h"
#include "told_more.h"

#define NUMBER_COLUMNS 13

/* --- payment --- */

static uint64_t traits_of(const struct aq_store *store, const struct aq_taken *taken)
{
	const struct aq_payment *payment = taken->payment;
	bool is_negative = taken->bucket != AQ_BUCKET_NONE && taken->remainder == -payment->amount;

	return sq_pack(SQ_PAYMENT_KIND, payment->kind) |
	       sq_pack(SQ_PAYMENT_DIRECTION, payment->direction) |
	       sq_pack(SQ_PAYMENT_MODE, payment->mode) |
	       sq_pack(SQ_PAYMENT_REFUSED, payment->is_refused) |
	       sq_pack(SQ_PAYMENT_BARE, payment->is_bare_entry) |
	       sq_pack(SQ_PAYMENT_RESIDUAL, payment->is_residual) |
	       sq_pack(SQ_PAYMENT_REVERSAL, payment->is_reversal) |
	       sq_pack(SQ_PAYMENT_UNBALANCED, payment->is_remittance_unbalanced) |
	       sq_pack(SQ_PAYMENT_STATUS, taken->status) |
	       sq_pack(SQ_PAYMENT_BUCKET, taken->bucket) |
	       sq_pack(SQ_PAYMENT_NEGATIVE, is_negative) |
	       sq_pack(SQ_PAYMENT_REFERENCE,
		       (uint64_t)sq_word_out(store, SQ_REFERENCE, payment->reference_kind)) |
	       sq_pack(SQ_PAYMENT_REFUSAL, (uint64_t)sq_word_out(store, SQ_CODE, payment->refusal));
}

/* The bytes live in the feed's room until the next row is made. */
static void give_room(sqlite3_context *context, const struct sq_rows *rows)
{
	struct aq_slice bytes = aq_buffer_slice(rows->room);

	if (aq_buffer_failed(rows->room))
		sqlite3_result_error_nomem(context);
	else
		sqlite3_result_blob64(context, bytes.start, bytes.length, SQLITE_STATIC);
}

static void column_numbers(sqlite3_context *context, const struct sq_rows *rows,
			   const struct sq_payment_row *row, int column)
{
	const struct aq_payment *payment = row->taken->payment;
	const uint64_t numbers[] = {
		payment->payment_no,
		payment->file_no,
		payment->line,
		column == 3 ? traits_of(rows->store, row->taken) : 0,
		payment->currency,
		(uint64_t)payment->amount,
		(uint64_t)payment->booked_on.day,
		row->settlement_no,
		row->account_no,
		row->bank_label,
		row->source_label,
		row->taken->duplicate_of,
		row->taken->entry ? row->taken->entry->entry_no : 0,
	};

	_Static_assert(sizeof(numbers) / sizeof(numbers[0]) == NUMBER_COLUMNS,
		       "every number has a column");
	sq_give_u64(context, numbers[column]);
}

static void column_payment(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			   int column)
{
	const struct sq_payment_row *payment_row = (const struct sq_payment_row *)rows->rows + row;
	const struct aq_payment *payment = payment_row->taken->payment;

	if (column < NUMBER_COLUMNS) {
		column_numbers(context, rows, payment_row, column);
		return;
	}
	switch (column - NUMBER_COLUMNS) {
	case 0:
		sqlite3_result_blob(context, payment->id.bytes, (int)sizeof(payment->id.bytes),
				    SQLITE_STATIC);
		break;
	case 1:
		sq_give_text(context, payment->source_id);
		break;
	case 2:
		if (aq_slice_equals(payment->trace, payment->source_id))
			sqlite3_result_null(context);
		else
			sq_give_text(context, payment->trace);
		break;
	default:
		aq_buffer_clear(rows->room);
		sq_rest_put(rows->room, payment_row);
		give_room(context, rows);
		break;
	}
}

const struct sq_shape sq_shape_payments = {
	"feed_payments",
	"CREATE TABLE x(payment_no, file_no, line, traits, currency, amount, booked_on, "
	"settlement_no, account_no,"
	" bank_label, source_label, duplicate_of, entry_no, id, source_id, trace, rest)",
	column_payment,
};

/* --- texts --- */

static void column_text(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			int column)
{
	const struct aq_payment *payment =
		((const struct sq_payment_row *)rows->rows + row)->taken->payment;

	switch (column) {
	case 0:
		sq_give_u64(context, payment->payment_no);
		break;
	case 1:
		sq_give_text(context, payment->payer);
		break;
	case 2:
		sq_give_text(context, payment->payer_bank);
		break;
	case 3:
		sq_give_text(context, payment->reference);
		break;
	case 4:
		sq_give_text(context, payment->end_to_end_id);
		break;
	case 5:
		sq_give_text(context, payment->return_text);
		break;
	case 6:
		sq_give_text(context, payment->text);
		break;
	case 7:
		aq_buffer_clear(rows->room);
		sq_details_put(rows->room, rows->store, payment);
		give_room(context, rows);
		break;
	default:
		sq_give_text(context, payment->payer_account);
		break;
	}
}

const struct sq_shape sq_shape_texts = {
	"feed_texts",
	"CREATE TABLE x(payment_no, payer, payer_bank, reference, end_to_end_id, return_text, "
	"text, details, payer_account)",
	column_text,
};

/* --- keys --- */

static void column_key(sqlite3_context *context, const struct sq_rows *rows, size_t row, int column)
{
	const struct sq_payment_key_row *key = (const struct sq_payment_key_row *)rows->rows + row;

	switch (column) {
	case 0:
		sq_give_i64(context, key->bucket);
		break;
	case 1:
		sq_give_i64(context, sq_from_hash(key->hash));
		break;
	case 2:
		sq_give_u64(context, key->payment_no);
		break;
	default:
		sq_give_i64(context, sq_from_hash(key->check_hash));
		break;
	}
}

const struct sq_shape sq_shape_payment_keys = {
	"feed_payment_keys",
	"CREATE TABLE x(bucket, hash, payment_no, check_hash)",
	column_key,
};

/* --- what waits --- */

static void column_waiting(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			   int column)
{
	const struct sq_waiting_row *waiting = (const struct sq_waiting_row *)rows->rows + row;

	switch (column) {
	case 0:
		sq_give_u64(context, waiting->place);
		break;
	case 1:
		sq_give_i64(context, waiting->bucket);
		break;
	case 2:
		sq_give_i64(context, waiting->remainder);
		break;
	case 3:
		sq_give_i64(context, waiting->currency);
		break;
	case 4:
		sq_give_i64(context, waiting->status);
		break;
	case 5:
		sq_give_u64(context, waiting->customer_no);
		break;
	default:
		sq_give_u64(context, waiting->contract_no);
		break;
	}
}

const struct sq_shape sq_shape_waiting = {
	"feed_waiting",
	"CREATE TABLE x(place, bucket, remainder, currency, status, customer_no, contract_no)",
	column_waiting,
};

/* --- one batch --- */

struct intake {
	struct aq_store *store;
	uint64_t run_no;
	const struct aq_taken *taken;
	size_t count;
	struct sq_payment_row *rows;
};

static enum aq_status add_journal(struct intake *intake, struct aq_error *err)
{
	struct aq_arena *scratch = intake->store->scratch;
	const struct aq_entry **entries =
		aq_arena_take_many(scratch, intake->count, sizeof(const struct aq_entry *));
	const struct aq_payment **payments =
		aq_arena_take_many(scratch, intake->count, sizeof(const struct aq_payment *));
	struct sq_journal journal = {.run_no = intake->run_no};

	if (!entries || !payments)
		return aq_fail_memory(err);
	for (size_t at = 0; at < intake->count; at++)
		if (intake->taken[at].entry) {
			entries[journal.count] = intake->taken[at].entry;
			payments[journal.count++] = intake->taken[at].payment;
		}
	journal.entries = entries;
	journal.payments = payments;
	return sq_journal_add(intake->store, &journal, err);
}

/* Details belong to a settlement; so does the row that declares a payout. */
static bool has_settlement(const struct aq_taken *taken)
{
	const struct aq_payment *payment = taken->payment;

	if (payment->is_refused || payment->source.length == 0 ||
	    taken->status == AQ_PAYMENT_DUPLICATE)
		return false;
	if (payment->mode == AQ_POSTS_CLEARING)
		return taken->entry != NULL || payment->kind == AQ_KIND_SETTLEMENT;
	return payment->kind == AQ_KIND_SETTLEMENT && payment->mode == AQ_POSTS_NOTHING;
}

static enum aq_status resolve(struct intake *intake, struct sq_settling *settling, size_t at,
			      struct aq_error *err)
{
	struct sq_payment_row *row = &intake->rows[at];
	const struct aq_payment *payment = row->taken->payment;
	struct sq_settlement_key key = {.source = payment->source,
					.id = payment->settlement_id,
					.currency = payment->net_currency ? payment->net_currency
									  : payment->currency};
	enum aq_status status =
		sq_label(intake->store, payment->bank_account, &row->bank_label, err);

	if (status >= AQ_OK)
		status = sq_label(intake->store, payment->source, &row->source_label, err);
	if (status < AQ_OK || !has_settlement(row->taken))
		return status;
	status = sq_settling_find(settling, &key, &row->settlement_no, err);
	if (status >= AQ_OK)
		sq_settling_tell(settling, payment);
	return status;
}

static uint64_t account_number(const struct aq_store *store, struct aq_slice text)
{
	return text.length ? sq_account_number(aq_siphash(store->key, text)) : 0;
}

static enum aq_status make_rows(struct intake *intake, struct aq_error *err)
{
	struct sq_settling *settling = NULL;
	enum aq_status status;

	intake->rows =
		aq_arena_take_many(intake->store->scratch, intake->count, sizeof(*intake->rows));
	if (!intake->rows)
		return aq_fail_memory(err);
	status = sq_settling_open(&settling, intake->store, intake->run_no, err);
	for (size_t at = 0; at < intake->count && status >= AQ_OK; at++) {
		AQ_CLAIM(at == 0 || intake->taken[at].payment->payment_no >
					    intake->taken[at - 1].payment->payment_no);
		AQ_CLAIM(intake->taken[at].payment->amount >= 0);
		intake->rows[at].taken = &intake->taken[at];
		intake->rows[at].account_no =
			account_number(intake->store, intake->taken[at].payment->payer_account);
		status = resolve(intake, settling, at, err);
	}
	if (status >= AQ_OK)
		status = sq_settling_end(settling, err);
	sq_settling_close(settling);
	return status;
}

/* Keys of new payments are held; those that a known one gets may be there already,
 * and are kept for the table. */
static enum aq_status make_keys(struct intake *intake, const struct aq_taken *taken,
				struct sq_keys *known, struct aq_error *err)
{
	bool is_known = taken->status == AQ_PAYMENT_DUPLICATE;
	enum aq_status status = AQ_OK;

	for (size_t which = 0; which < taken->identity_count && status >= AQ_OK; which++) {
		struct aq_identity identity = taken->identities[which];
		struct sq_payment_key_row key;

		status = sq_identity_hash(intake->store, &identity, err);
		if (status < AQ_OK)
			break;
		key = (struct sq_payment_key_row){
			.bucket = sq_bucket_of(taken->payment->booked_on),
			.hash = identity.id_hash,
			.check_hash = identity.text_hash,
			.payment_no = is_known ? taken->duplicate_of : taken->payment->payment_no,
		};
		if (!is_known)
			status = sq_held_add(intake->store, &key, err);
		else if (!sq_held_has(intake->store, &key))
			known->rows[known->count++] = key;
	}
	return status;
}

enum aq_status sq_keys_write(struct aq_store *store, const struct sq_keys *keys,
			     struct aq_error *err)
{
	struct sq_pair *pairs = keys->pairs;
	size_t count = keys->count;

	/* By hash, then, stably, by bucket: the order of the table's key. */
	for (size_t at = 0; at < count; at++)
		pairs[at] = (struct sq_pair){keys->rows[at].hash, at};
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++)
		pairs[at].key = (uint64_t)keys->rows[pairs[at].index].bucket;
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++)
		keys->sorted[at] = keys->rows[pairs[at].index];
	return sq_feed_run(store, (struct sq_feeding){SQ_PAYMENT_KEYS_ADD, SQ_FEED_PAYMENT_KEYS},
			   keys->sorted, count, err);
}

static enum aq_status add_keys(struct intake *intake, struct aq_error *err)
{
	struct aq_store *store = intake->store;
	size_t key_count = 0;
	struct sq_keys known;
	enum aq_status status = AQ_OK;

	for (size_t row = 0; row < intake->count; row++)
		if (intake->taken[row].status == AQ_PAYMENT_DUPLICATE)
			key_count += intake->taken[row].identity_count;
	known = (struct sq_keys){
		.rows = aq_arena_take_many(store->scratch, key_count, sizeof(*known.rows)),
		.sorted = aq_arena_take_many(store->scratch, key_count, sizeof(*known.sorted)),
		.pairs = sq_pairs(store->scratch, key_count)};
	if (!known.rows || !known.sorted || !known.pairs)
		return aq_fail_memory(err);
	for (size_t row = 0; row < intake->count && status >= AQ_OK; row++)
		status = make_keys(intake, &intake->taken[row], &known, err);
	if (status >= AQ_OK)
		status = sq_keys_write(store, &known, err);
	if (status >= AQ_OK && sq_held_is_full(store))
		status = sq_held_write(store, err);
	return status;
}

static enum aq_status add_waiting(struct intake *intake, struct aq_error *err)
{
	struct aq_store *store = intake->store;
	struct sq_waiting_row *waiting =
		aq_arena_take_many(store->scratch, intake->count, sizeof(*waiting));
	size_t count = 0;

	if (!waiting)
		return aq_fail_memory(err);
	for (size_t at = 0; at < intake->count; at++) {
		const struct aq_taken *taken = &intake->taken[at];

		/* What waits at intake is the whole of it: steps rest on that. */
		AQ_CLAIM(taken->bucket == AQ_BUCKET_NONE ||
			 taken->remainder == taken->payment->amount ||
			 taken->remainder == -taken->payment->amount);
		if (taken->bucket == AQ_BUCKET_NONE || taken->remainder == 0)
			continue;
		waiting[count++] = (struct sq_waiting_row){
			.place = sq_place_of(taken->bucket, taken->payment->payment_no),
			.bucket = taken->bucket,
			.status = taken->status,
			.currency = taken->payment->currency,
			.remainder = taken->remainder};
	}
	store->state.sizes.waiting += count;
	return sq_feed_run(store, (struct sq_feeding){SQ_WAITING_ADD, SQ_FEED_WAITING}, waiting,
			   count, err);
}

static enum aq_status add_questions(struct intake *intake, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < intake->count && status >= AQ_OK; at++) {
		const struct aq_taken *taken = &intake->taken[at];
		const struct sq_question question = {.payment_no = taken->payment->payment_no,
						     .code = taken->exception,
						     .explanation = taken->explanation};

		if (taken->exception != AQ_CODE_NONE)
			status = sq_questions_set(intake->store, intake->run_no, &question, 1, err);
	}
	return status;
}

/* All but entries, which hold the hashes. */
static enum aq_status add_payments(struct intake *intake, struct aq_error *err)
{
	struct aq_store *store = intake->store;
	enum aq_status status = make_rows(intake, err);

	if (status >= AQ_OK)
		status = sq_feed_run(store, (struct sq_feeding){SQ_PAYMENTS_ADD, SQ_FEED_PAYMENTS},
				     intake->rows, intake->count, err);
	if (status >= AQ_OK)
		status = sq_feed_run(store, (struct sq_feeding){SQ_TEXTS_ADD, SQ_FEED_TEXTS},
				     intake->rows, intake->count, err);
	if (status >= AQ_OK)
		status = sq_told_more_note(store, intake->taken, intake->count, err);
	if (status >= AQ_OK)
		status = sq_told_ahead_note(store, intake->taken, intake->count, err);
	if (status >= AQ_OK)
		status = add_keys(intake, err);
	if (status >= AQ_OK)
		status = add_waiting(intake, err);
	if (status >= AQ_OK)
		status = add_questions(intake, err);
	if (status >= AQ_OK)
		status = sq_ach_counts_add(store, intake->run_no, intake->rows, intake->count, err);
	return status;
}

enum aq_status aq_store_take_in_beside(struct aq_store *store, uint64_t run_no,
				       const struct aq_taken *taken, size_t count,
				       const struct aq_hashing *hashing, struct aq_error *err)
{
	struct intake intake = {.store = store, .run_no = run_no, .taken = taken, .count = count};
	enum aq_status status;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	sq_scratch_begin(store);
	status = count > 0 ? add_payments(&intake, err) : AQ_OK;
	if (status >= AQ_OK && hashing)
		status = hashing->end(hashing->context, err);
	if (status >= AQ_OK && count > 0)
		status = add_journal(&intake, err);
	if (status >= AQ_OK)
		store->state.sizes.payments += count;
	return status;
}

enum aq_status aq_store_take_in(struct aq_store *store, uint64_t run_no,
				const struct aq_taken *taken, size_t count, struct aq_error *err)
{
	return aq_store_take_in_beside(store, run_no, taken, count, NULL, err);
}
