/*
 * waiting.c - payments that wait, and payments asked for by number.
 *
 * Money that rests on customers' accounts lies in a range of its own, so that a
 * night walks past none of it unless the site applies balances.
 */
#include "acquit/claim.h"
#include "../write/told_more.h"

struct walk {
	struct aq_store *store;
	struct aq_arena *arena;
	struct sq_texts texts;
	struct aq_waiting *rows;
	size_t count, capacity;
};

static enum aq_status walk_open(struct walk *walk, struct aq_store *store, struct aq_arena *arena,
				size_t capacity, struct aq_error *err)
{
	*walk = (struct walk){.store = store, .arena = arena, .capacity = capacity};
	sq_scratch_begin(store);
	walk->rows = aq_arena_take_many(arena, capacity, sizeof(*walk->rows));
	if (!walk->rows)
		return aq_fail_memory(err);
	return sq_texts_open(&walk->texts, store, arena, err);
}

/* After the payment's columns: bucket, remainder, customer, contract, status;
 * NULLs where nothing of it waits, and then the packed last outcome. */
#define OPEN_COLUMN (SQ_PAYMENT_COLUMN_COUNT + SQ_TEXT_COLUMN_COUNT)

static enum aq_status take_row(struct walk *walk, sqlite3_stmt *statement, struct aq_error *err)
{
	struct aq_waiting *row = &walk->rows[walk->count];
	struct sq_payment_read read;
	enum aq_status status =
		sq_payment_get(&walk->texts, sq_row_of(statement, 0), walk->arena, &read, err);

	if (status >= AQ_OK)
		status = sq_payment_texts_get(&walk->texts,
					      sq_row_of(statement, SQ_PAYMENT_COLUMN_COUNT),
					      walk->arena, &read.payment, err);
	if (status < AQ_OK)
		return status;
	row->payment = read.payment;
	row->status = read.status;
	if (sqlite3_column_type(statement, OPEN_COLUMN) != SQLITE_NULL) {
		row->bucket = (enum aq_bucket)sq_i64(statement, OPEN_COLUMN);
		row->remainder = sq_i64(statement, OPEN_COLUMN + 1);
		row->customer_no = sq_u64(statement, OPEN_COLUMN + 2);
		row->contract_no = sq_u64(statement, OPEN_COLUMN + 3);
		row->status = (enum aq_payment_status)sq_i64(statement, OPEN_COLUMN + 4);
	} else if (sqlite3_column_type(statement, OPEN_COLUMN + 4) != SQLITE_NULL) {
		row->status = (enum aq_payment_status)sq_unpack(SQ_STEP_STATUS,
								sq_u64(statement, OPEN_COLUMN + 4));
	}
	if ((unsigned)row->bucket > AQ_BUCKET_OUT ||
	    (unsigned)row->status >= AQ_PAYMENT_STATUS_COUNT)
		return sq_contradiction(err, "what waits of payment %llu is damaged",
					(unsigned long long)row->payment.payment_no);
	row->account_no = read.account_no;
	walk->count++;
	return AQ_OK;
}

static enum aq_status take_rows(struct walk *walk, sqlite3_stmt *statement, struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(walk->store, statement, err)) == AQ_OK) {
		AQ_CLAIM(walk->count < walk->capacity);
		status = take_row(walk, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

#define APART_MAX 4096

static enum aq_status give_apart_of(struct walk *walk, struct aq_waiting *row, uint64_t *room,
				    struct aq_error *err)
{
	sqlite3_stmt *statement;
	uint64_t *items;
	enum aq_status status = sq_use(walk->store, SQ_APART_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(walk->store, statement, 1, row->payment.payment_no);
	while (row->apart_count < APART_MAX &&
	       (status = sq_step(walk->store, statement, err)) == AQ_OK)
		room[row->apart_count++] = sq_u64(statement, 0);
	if (status == AQ_OK)
		sq_done(statement);
	if (status < AQ_OK || row->apart_count == 0)
		return status < AQ_OK ? status : AQ_OK;
	items = aq_arena_take_many(walk->arena, row->apart_count, sizeof(*items));
	if (!items)
		return aq_fail_memory(err);
	memcpy(items, room, row->apart_count * sizeof(*items));
	row->apart = items;
	return AQ_OK;
}

static enum aq_status give_apart(struct walk *walk, struct aq_error *err)
{
	uint64_t *room;
	enum aq_status status = AQ_OK;

	if (walk->store->state.apart == 0)
		return AQ_OK;
	room = aq_arena_take_many(walk->store->scratch, APART_MAX, sizeof(*room));
	if (!room)
		return aq_fail_memory(err);
	for (size_t at = 0; at < walk->count && status >= AQ_OK; at++)
		status = give_apart_of(walk, &walk->rows[at], room, err);
	return status;
}

static enum aq_status walk_range(struct walk *walk, const struct aq_waiting_order *order,
				 uint64_t from, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(walk->store, SQ_WAITING_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(walk->store, statement, 1, from | order->after);
	sq_bind_u64(walk->store, statement, 2, from | (order->upto ? order->upto : SQ_RESTING - 1));
	sq_bind_u64(walk->store, statement, 3, order->buckets);
	sq_bind_u64(walk->store, statement, 4, order->count_max);
	return take_rows(walk, statement, err);
}

/* Both ranges are in order of payment_no: merged, and cut where a call ends. */
static enum aq_status merge(struct walk *walk, size_t half, size_t count_max, struct aq_error *err)
{
	struct aq_waiting *rows = aq_arena_take_many(walk->arena, walk->count, sizeof(*rows));
	size_t one = 0, other = half, count = 0;

	if (!rows)
		return aq_fail_memory(err);
	while (count < count_max && (one < half || other < walk->count)) {
		bool is_one = other == walk->count ||
			      (one < half && walk->rows[one].payment.payment_no <
						     walk->rows[other].payment.payment_no);

		rows[count++] = walk->rows[is_one ? one++ : other++];
	}
	walk->rows = rows;
	walk->count = count;
	return AQ_OK;
}

enum aq_status aq_store_waiting(struct aq_store *store, const struct aq_waiting_order *order,
				struct aq_arena *arena, struct aq_waiting **out, size_t *count,
				struct aq_error *err)
{
	uint32_t resting = order->buckets & (1u << AQ_BUCKET_ON_ACCOUNT);
	uint32_t moving = order->buckets & ~(1u << AQ_BUCKET_ON_ACCOUNT);
	struct walk walk;
	size_t half;
	enum aq_status status;

	AQ_CLAIM(order->after < SQ_RESTING);
	AQ_CLAIM(order->upto < SQ_RESTING);
	status =
		walk_open(&walk, store, arena, order->count_max * (resting && moving ? 2 : 1), err);
	if (status >= AQ_OK && moving)
		status = walk_range(&walk, order, 0, err);
	half = walk.count;
	if (status >= AQ_OK && resting)
		status = walk_range(&walk, order, SQ_RESTING, err);
	if (status >= AQ_OK && resting && moving)
		status = merge(&walk, half, order->count_max, err);
	if (status >= AQ_OK)
		status = sq_told_more_give(&walk.texts, walk.rows, walk.count, err);
	if (status >= AQ_OK)
		status = give_apart(&walk, err);
	if (status < AQ_OK)
		return status;
	*out = walk.rows;
	*count = walk.count;
	return AQ_OK;
}

enum aq_status aq_store_payments_read(struct aq_store *store, const uint64_t *payment_nos,
				      size_t count, struct aq_arena *arena, struct aq_waiting **out,
				      size_t *found, struct aq_error *err)
{
	struct walk walk;
	struct sq_pair *pairs;
	sqlite3_stmt *statement;
	enum aq_status status = walk_open(&walk, store, arena, count, err);

	if (status < AQ_OK)
		return status;
	pairs = aq_arena_take_many(store->scratch, count, sizeof(*pairs));
	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++) {
		AQ_CLAIM(at == 0 || payment_nos[at] >= payment_nos[at - 1]);
		pairs[at] = (struct sq_pair){payment_nos[at], at};
	}
	status = sq_use(store, SQ_PAYMENTS_READ, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_KEYS, pairs, count);
	status = take_rows(&walk, statement, err);
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	if (status >= AQ_OK)
		status = sq_told_more_give(&walk.texts, walk.rows, walk.count, err);
	if (status >= AQ_OK)
		status = give_apart(&walk, err);
	if (status < AQ_OK)
		return status;
	*out = walk.rows;
	*found = walk.count;
	return AQ_OK;
}
