/*
 * apply_items.c - open items move by what an application puts on them.
 *
 * An item's open amount falls by amount, discount, promotion and write-off, and
 * rises by what is billed with it; a take-back is the same with other signs. At
 * zero the row goes. Rows are read and written in the order of their key.
 * Refuses: to take an item past zero; that is a fault of ours, found before it
 * is committed.
 */
#include "acquit/claim.h"
#include "apply.h"

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
	struct sq_applying *applying;
	struct move *moves; /* by customer, item; each once */
	size_t count;
	struct sq_place *places;
	struct sq_open_item_row *fresh;
	size_t fresh_count;
};

static bool delta_of(const struct aq_allocation *allocation, int64_t *out)
{
	int64_t taken = 0;

	return !__builtin_add_overflow(allocation->amount, allocation->discount, &taken) &&
	       !__builtin_add_overflow(taken, allocation->promotion, &taken) &&
	       !__builtin_add_overflow(taken, allocation->write_off, &taken) &&
	       !__builtin_sub_overflow(allocation->bills, taken, out);
}

static enum aq_status gather(struct moving *moving, struct aq_error *err)
{
	struct sq_applying *applying = moving->applying;
	struct aq_arena *scratch = applying->store->scratch;
	struct sq_pair *pairs = sq_pairs(scratch, applying->allocation_count);
	size_t count = 0;

	moving->moves =
		aq_arena_take_many(scratch, applying->allocation_count, sizeof(*moving->moves));
	if (!pairs || !moving->moves)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->allocation_count; at++)
		if (applying->allocations[at].allocation->item_no != 0)
			pairs[count++] =
				(struct sq_pair){applying->allocations[at].allocation->item_no, at};
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++)
		pairs[at].key = applying->allocations[pairs[at].index].allocation->customer_no;
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++) {
		const struct aq_allocation *allocation =
			applying->allocations[pairs[at].index].allocation;
		struct move *move = moving->count ? &moving->moves[moving->count - 1] : NULL;
		int64_t delta;

		if (!delta_of(allocation, &delta))
			return sq_overflow(err);
		if (!move || move->item_no != allocation->item_no ||
		    move->customer_no != allocation->customer_no) {
			move = &moving->moves[moving->count++];
			move->item_no = allocation->item_no;
			move->customer_no = allocation->customer_no;
		}
		if (__builtin_add_overflow(move->delta, delta, &move->delta))
			return sq_overflow(err);
	}
	return AQ_OK;
}

static enum aq_status read_open(struct moving *moving, struct aq_error *err)
{
	struct aq_store *store = moving->applying->store;
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
	struct aq_store *store = moving->applying->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_BRIEF_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, move->item_no);
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return sq_contradiction(err, "item %llu is not there",
					(unsigned long long)move->item_no);
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

/* Where an item stood at zero, its own amount says which way it may open. */
static enum aq_status check_move(const struct move *move, int64_t open, struct aq_error *err)
{
	int64_t was = move->is_found && move->open != 0 ? move->open : move->amount;

	if (open == 0 || was == 0 || (open > 0) == (was > 0))
		return AQ_OK;
	return aq_fail(err, AQ_INTEGRITY, AQ_STORE_OVERDRAWN, (struct aq_at){0, 0},
		       "item %llu would go from %lld past zero to %lld",
		       (unsigned long long)move->item_no,
		       (long long)(move->is_found ? move->open : 0), (long long)open);
}

static enum aq_status write_move(struct moving *moving, const struct move *move, int64_t open,
				 struct aq_error *err)
{
	struct aq_store *store = moving->applying->store;
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

	if (status < AQ_OK || move->delta == 0)
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
	struct aq_store *store = moving->applying->store;
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

/* What was billed with a payment goes with it: the instalment falls due again. */
static enum aq_status set_billed(struct sq_applying *applying,
				 const struct aq_allocation *allocation, struct aq_error *err)
{
	struct aq_store *store = applying->store;
	bool is_billed = allocation->bills > 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_SET_BILLED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, allocation->item_no);
	sq_bind_i64(store, statement, 2, is_billed);
	sq_bind_i64(store, statement, 3, allocation->bills);
	status = sq_run(store, statement, err);
	if (status < AQ_OK || is_billed)
		return status;
	return sq_instalment_unbilled(store, allocation->item_no, err);
}

enum aq_status sq_apply_items(struct sq_applying *applying, struct aq_error *err)
{
	struct moving moving = {.applying = applying};
	enum aq_status status = gather(&moving, err);

	if (status < AQ_OK || moving.count == 0)
		return status;
	status = read_open(&moving, err);
	if (status >= AQ_OK)
		status = make_moves(&moving, err);
	for (size_t at = 0; at < applying->allocation_count && status >= AQ_OK; at++)
		if (applying->allocations[at].allocation->item_no != 0 &&
		    applying->allocations[at].allocation->bills != 0)
			status = set_billed(applying, applying->allocations[at].allocation, err);
	return status;
}
