/*
 * moves.c - open items move by what was put on them.
 *
 * Design: what many batches put on items is kept as short rows, and written in
 * the order of open items, so that each of their pages is touched once. Most
 * items are paid whole: one statement takes the row that has just this amount
 * open. At zero the row goes.
 * Refuses: to take an item past zero; that is a fault of ours, found before it
 * is committed.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "apply.h"
#include "../find/lookups.h"

/* Enough to come by each page a few times a night; 16 MB of rows. */
#define MOVES_MANY  ((size_t)1 << 19)
#define MOVES_FIRST 1024

struct aq_moves {
	struct aq_store *store;
	struct sq_move *rows; /* as they came */
	size_t count, room;
};

struct move {
	uint64_t customer_no, item_no;
	int64_t delta;
	bool is_found;
	int64_t open; /* before */
	int64_t amount; /* of the item, where no row was found */
	aq_currency currency;
	struct aq_date due_on;
};

struct moving {
	struct aq_store *store;
	struct sq_results kept;
	struct move *moves; /* the same: by customer, item; each once */
	size_t count;
	struct sq_place *places;
	struct sq_open_item_row *fresh;
	size_t fresh_count;
};

enum aq_status aq_moves_new(struct aq_moves **out, struct aq_store *store, struct aq_error *err)
{
	struct aq_moves *moves = calloc(1, sizeof(*moves));

	if (!moves)
		return aq_fail_memory(err);
	moves->store = store;
	*out = moves;
	return AQ_OK;
}

void aq_moves_free(struct aq_moves *moves)
{
	if (!moves)
		return;
	free(moves->rows);
	free(moves);
}

struct aq_store *sq_moves_store(const struct aq_moves *moves)
{
	return moves->store;
}

bool sq_moves_are_many(const struct aq_moves *moves)
{
	return moves->count >= MOVES_MANY;
}

static bool moves_grow(struct aq_moves *moves)
{
	size_t room = moves->room ? moves->room * 2 : MOVES_FIRST;
	struct sq_move *rows = realloc(moves->rows, room * sizeof(*rows));

	if (!rows)
		return false;
	moves->rows = rows;
	moves->room = room;
	return true;
}

enum aq_status sq_move_add(struct aq_moves *moves, const struct sq_move *move, struct aq_error *err)
{
	if (moves->count == moves->room && !moves_grow(moves))
		return aq_fail_memory(err);
	moves->rows[moves->count++] = *move;
	return AQ_OK;
}

/* --- rows that are not simply paid whole --- */

static enum aq_status read_open(struct moving *moving, struct aq_error *err)
{
	struct aq_store *store = moving->store;
	sqlite3_stmt *statement;
	enum aq_status status;

	moving->places = aq_arena_take_many(store->scratch, moving->count, sizeof(*moving->places));
	if (!moving->places)
		return aq_fail_memory(err);
	for (size_t at = 0; at < moving->count; at++)
		moving->places[at] = (struct sq_place){moving->moves[at].customer_no,
						       moving->moves[at].item_no, at};
	status = sq_use(store, SQ_OPEN_ITEMS_FIND, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_PLACES, moving->places, moving->count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct move *move = &moving->moves[sq_u64(statement, 0)];

		move->is_found = true;
		move->open = sq_i64(statement, 1);
	}
	sq_feed_set(store, SQ_FEED_PLACES, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

/* An item that is closed, or whose customer the allocation does not name. */
static enum aq_status read_item(struct moving *moving, struct move *move, struct aq_error *err)
{
	struct aq_store *store = moving->store;
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use_of(store, SQ_ITEM_BRIEF_READ, (struct sq_thing){"item", move->item_no},
			  &statement, err);

	if (status < AQ_OK)
		return status;
	move->customer_no = sq_u64(statement, 0);
	move->currency = (aq_currency)sq_u64(statement, 1);
	move->amount = sq_i64(statement, 2);
	move->due_on = sq_date(statement, 3);
	move->is_found = sqlite3_column_type(statement, 4) != SQLITE_NULL;
	if (move->is_found)
		move->open = sq_i64(statement, 4);
	sq_done(statement);
	return AQ_OK;
}

/* Where an item stood at zero, its own amount says which way it may open. One that
 * stands the other way round, as its amount was changed under what was put on it,
 * may come back, as far as its amount goes. */
static enum aq_status check_move(const struct move *move, int64_t open, struct aq_error *err)
{
	int64_t was = move->is_found && move->open != 0 ? move->open : move->amount;

	if (open == 0 || was == 0 || (open > 0) == (was > 0))
		return AQ_OK;
	if (move->amount != 0 && (open > 0) == (move->amount > 0) &&
	    (move->amount > 0 ? open <= move->amount : open >= move->amount))
		return AQ_OK;
	return aq_fail(err, AQ_INTEGRITY, AQ_STORE_OVERDRAWN, (struct aq_at){0, 0},
		       "item %llu would go from %lld past zero to %lld",
		       (unsigned long long)move->item_no,
		       (long long)(move->is_found ? move->open : 0), (long long)open);
}

static enum aq_status write_move(struct moving *moving, const struct move *move, int64_t open,
				 struct aq_error *err)
{
	struct aq_store *store = moving->store;
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use(store, open ? SQ_OPEN_ITEM_CHANGE : SQ_OPEN_ITEM_CLOSE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, move->customer_no);
	sq_bind_u64(store, statement, 2, move->item_no);
	if (open)
		sq_bind_i64(store, statement, 3, open);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK && sqlite3_changes64(store->db) != 1)
		return sq_contradiction(err, "open item %llu went away",
					(unsigned long long)move->item_no);
	if (status >= AQ_OK && open == 0)
		store->state.sizes.open_items--;
	return status;
}

static enum aq_status make_move(struct moving *moving, struct move *move, struct aq_error *err)
{
	enum aq_status status = move->is_found ? AQ_OK : read_item(moving, move, err);
	int64_t open;

	if (status < AQ_OK)
		return status;
	if (__builtin_add_overflow(move->is_found ? move->open : 0, move->delta, &open))
		return sq_overflow(err);
	status = check_move(move, open, err);
	if (status < AQ_OK)
		return status;
	if (move->is_found)
		return write_move(moving, move, open, err);
	moving->fresh[moving->fresh_count++] =
		(struct sq_open_item_row){.customer_no = move->customer_no,
					  .item_no = move->item_no,
					  .open = open,
					  .currency = move->currency,
					  .due_on = move->due_on};
	return AQ_OK;
}

static enum aq_status make_moves(struct moving *moving, struct aq_error *err)
{
	struct aq_store *store = moving->store;
	enum aq_status status = AQ_OK;

	moving->fresh = aq_arena_take_many(store->scratch, moving->count, sizeof(*moving->fresh));
	if (!moving->fresh)
		return aq_fail_memory(err);
	for (size_t at = 0; at < moving->count && status >= AQ_OK; at++)
		status = make_move(moving, &moving->moves[at], err);
	if (status < AQ_OK)
		return status;
	store->state.sizes.open_items += moving->fresh_count;
	return sq_feed_run(store, (struct sq_feeding){SQ_OPEN_ITEMS_ADD, SQ_FEED_OPEN_ITEMS},
			   moving->fresh, moving->fresh_count, err);
}

/* --- in the order of keys --- */

/* The item is paid whole by this alone: its row goes, if it says so. What is billed
 * and paid in one leaves it as it was. */
static enum aq_status pay_whole(struct aq_store *store, const struct move *move, bool *is_paid,
				struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status;

	*is_paid = move->delta == 0;
	if (move->delta == 0 || move->delta == INT64_MIN)
		return AQ_OK;
	status = sq_use(store, SQ_OPEN_ITEM_PAY, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, move->customer_no);
	sq_bind_u64(store, statement, 2, move->item_no);
	sq_bind_i64(store, statement, 3, -move->delta);
	status = sq_run(store, statement, err);
	*is_paid = status >= AQ_OK && sqlite3_changes64(store->db) == 1;
	store->state.sizes.open_items -= *is_paid;
	return status;
}

static enum aq_status keep_move(struct moving *moving, const struct move *move,
				struct aq_error *err)
{
	struct move *kept = sq_results_add(&moving->kept);

	if (!kept)
		return aq_fail_memory(err);
	*kept = *move;
	moving->moves = (struct move *)(void *)moving->kept.rows;
	moving->count = moving->kept.count;
	return AQ_OK;
}

/* Moves of one item become one; what is not paid whole is kept for a closer look. */
static enum aq_status pay_in_order(struct moving *moving, const struct aq_moves *moves,
				   const struct sq_pair *order, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t at = 0;

	while (at < moves->count && status >= AQ_OK) {
		const struct sq_move *first = &moves->rows[order[at].index];
		struct move move = {.customer_no = first->customer_no, .item_no = first->item_no};
		bool is_paid;

		for (; at < moves->count; at++) {
			const struct sq_move *next = &moves->rows[order[at].index];

			if (next->item_no != move.item_no || next->customer_no != move.customer_no)
				break;
			if (__builtin_add_overflow(move.delta, next->delta, &move.delta))
				return sq_overflow(err);
		}
		status = pay_whole(moving->store, &move, &is_paid, err);
		if (status >= AQ_OK && !is_paid)
			status = keep_move(moving, &move, err);
	}
	return status;
}

static enum aq_status add_item_allocations(const struct aq_moves *moves, struct sq_pair *order,
					   struct aq_error *err)
{
	struct sq_pair *keys =
		aq_arena_take_many(moves->store->scratch, moves->count, sizeof(*keys));

	if (!keys)
		return aq_fail_memory(err);
	for (size_t at = 0; at < moves->count; at++)
		keys[at] = (struct sq_pair){moves->rows[order[at].index].item_no,
					    moves->rows[order[at].index].allocation_no};
	return sq_feed_run(moves->store, (struct sq_feeding){SQ_ITEM_ALLOCATIONS_ADD, SQ_FEED_KEYS},
			   keys, moves->count, err);
}

/* Allocation numbers rise as moves come, and the sort is stable. */
enum aq_status aq_moves_write(struct aq_moves *moves, struct aq_error *err)
{
	struct aq_store *store = moves->store;
	struct moving moving = {
		.store = store,
		.kept = {.arena = store->scratch, .bytes_each = sizeof(struct move)}};
	struct sq_pair *order;
	enum aq_status status;

	if (moves->count == 0)
		return AQ_OK;
	sq_scratch_begin(store);
	order = sq_pairs(store->scratch, moves->count);
	if (!order)
		return aq_fail_memory(err);
	for (size_t at = 0; at < moves->count; at++)
		order[at] = (struct sq_pair){moves->rows[at].item_no, at};
	sq_sort(order, order + moves->count, moves->count);
	status = add_item_allocations(moves, order, err);
	for (size_t at = 0; at < moves->count; at++)
		order[at].key = moves->rows[order[at].index].customer_no;
	sq_sort(order, order + moves->count, moves->count);
	if (status >= AQ_OK)
		status = pay_in_order(&moving, moves, order, err);
	if (status >= AQ_OK && moving.count > 0)
		status = read_open(&moving, err);
	if (status >= AQ_OK && moving.count > 0)
		status = make_moves(&moving, err);
	moves->count = 0;
	return status;
}
