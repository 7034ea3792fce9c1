/*
 * apply_waiting.c - what waits of a payment becomes what is left of it.
 *
 * Most payments of a night are spent: their numbers follow each other, and each
 * stretch of them goes at once.
 */
#include "acquit/claim.h"
#include "apply.h"

struct waiting {
	struct sq_applying *applying;
	struct sq_pair *last; /* payment_no, place in applied: the last of each that still waits */
	size_t count;
	uint64_t *places; /* by last: where it waits now, 0: nowhere */
	aq_currency *currencies;
};

static enum aq_status find_last(struct waiting *waiting, struct aq_error *err)
{
	struct sq_applying *applying = waiting->applying;
	struct aq_arena *scratch = applying->store->scratch;

	waiting->last = aq_arena_take_many(scratch, applying->count, sizeof(*waiting->last));
	waiting->places = aq_arena_take_many(scratch, applying->count, sizeof(*waiting->places));
	waiting->currencies =
		aq_arena_take_many(scratch, applying->count, sizeof(*waiting->currencies));
	if (!waiting->last || !waiting->places || !waiting->currencies)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->count; at++) {
		const struct sq_pair *pair = &applying->order[at];

		if (waiting->count == 0 || waiting->last[waiting->count - 1].key != pair->key)
			waiting->count++;
		waiting->last[waiting->count - 1] = *pair;
	}
	return AQ_OK;
}

static bool still_waits(const struct waiting *waiting, const struct sq_pair *last)
{
	const struct aq_applied *applied = &waiting->applying->applied[last->index];

	return applied->bucket != AQ_BUCKET_NONE && applied->left != 0;
}

/* Takes a stretch of payments off, from one of the two places of each. */
static enum aq_status take_stretch(struct aq_store *store, uint64_t first, uint64_t last,
				   uint64_t *taken, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_WAITING_DELETE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, first);
	sq_bind_u64(store, statement, 2, last);
	status = sq_run(store, statement, err);
	*taken = (uint64_t)sqlite3_changes64(store->db);
	if (status >= AQ_OK)
		store->state.sizes.waiting -= *taken;
	return status;
}

/* What is spent goes; what still waits of the others is left in `last`. */
static enum aq_status take_spent(struct waiting *waiting, struct aq_error *err)
{
	struct aq_store *store = waiting->applying->store;
	size_t at = 0, kept = 0;
	enum aq_status status = AQ_OK;

	while (at < waiting->count && status >= AQ_OK) {
		size_t from = at;
		uint64_t first = waiting->last[at].key, taken;

		while (at < waiting->count && waiting->last[at].key == first + (at - from) &&
		       !still_waits(waiting, &waiting->last[at]))
			at++;
		if (at == from) {
			waiting->last[kept++] = waiting->last[at++];
			continue;
		}
		status = take_stretch(store, first, first + (at - from) - 1, &taken, err);
		if (status >= AQ_OK && taken < at - from)
			status = take_stretch(store, first | SQ_RESTING,
					      (first + (at - from) - 1) | SQ_RESTING, &taken, err);
	}
	waiting->count = kept;
	return status;
}

static enum aq_status find_places(struct waiting *waiting, uint64_t mark, struct aq_error *err)
{
	struct aq_store *store = waiting->applying->store;
	struct sq_pair *keys = aq_arena_take_many(store->scratch, waiting->count, sizeof(*keys));
	size_t count = 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_WAITING_FIND, &statement, err);

	if (status < AQ_OK || !keys)
		return status < AQ_OK ? status : aq_fail_memory(err);
	for (size_t at = 0; at < waiting->count; at++)
		if (waiting->places[at] == 0)
			keys[count++] = (struct sq_pair){waiting->last[at].key | mark, at};
	if (count == 0)
		return AQ_OK;
	sq_feed_set(store, SQ_FEED_KEYS, keys, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		size_t at = sq_u64(statement, 0);

		waiting->places[at] = waiting->last[at].key | mark;
		waiting->currencies[at] = (aq_currency)sq_u64(statement, 1);
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status read_currency(struct aq_store *store, uint64_t payment_no, aq_currency *out,
				    struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use_of(store, SQ_PAYMENT_CURRENCY, (struct sq_thing){"payment", payment_no},
			  &statement, err);

	if (status == AQ_OK) {
		*out = (aq_currency)sq_u64(statement, 0);
		sq_done(statement);
	}
	return status;
}

/* Rows that stay where they are still go and come: one way to write them. */
static enum aq_status write(struct waiting *waiting, struct sq_waiting_row *rows,
			    struct aq_error *err)
{
	struct sq_applying *applying = waiting->applying;
	struct aq_store *store = applying->store;
	size_t count = 0;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < waiting->count && status >= AQ_OK; at++) {
		const struct aq_applied *applied = &applying->applied[waiting->last[at].index];
		uint64_t place = waiting->places[at], taken;

		status = place != 0 ? take_stretch(store, place, place, &taken, err)
				    : read_currency(store, applied->payment_no,
						    &waiting->currencies[at], err);
		rows[count++] = (struct sq_waiting_row){
			.place = sq_place_of(applied->bucket, applied->payment_no),
			.bucket = applied->bucket,
			.status = applied->status,
			.currency = waiting->currencies[at],
			.remainder = applied->left,
			.customer_no = applied->customer_no,
			.contract_no = applied->contract_no};
	}
	if (status < AQ_OK)
		return status;
	store->state.sizes.waiting += count;
	return sq_feed_run(store, (struct sq_feeding){SQ_WAITING_ADD, SQ_FEED_WAITING}, rows, count,
			   err);
}

enum aq_status sq_apply_waiting(struct sq_applying *applying, struct aq_error *err)
{
	struct waiting waiting = {.applying = applying};
	struct sq_waiting_row *rows =
		aq_arena_take_many(applying->store->scratch, applying->count, sizeof(*rows));
	enum aq_status status = rows ? find_last(&waiting, err) : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = take_spent(&waiting, err);
	if (status >= AQ_OK)
		status = find_places(&waiting, 0, err);
	if (status >= AQ_OK)
		status = find_places(&waiting, SQ_RESTING, err);
	return status < AQ_OK ? status : write(&waiting, rows, err);
}
