/*
 * held.c - keys of new payments, in memory until their transaction ends.
 *
 * Design: rows as they came, chained by hash. Slots follow the highest bits of the
 * hash, so that whoever asks or adds in its order walks through them.
 */
#include "../held.h"

#include <stdlib.h>

#include "acquit/claim.h"

#define HELD_FIRST ((size_t)1 << 10)
#define HELD_MANY  ((size_t)1 << 19) /* 20 MB, and 32 more while they are written */

struct sq_held {
	struct sq_payment_key_row *rows;
	uint32_t *next; /* by row: the one before of the same slot, from 1; 0: none */
	uint32_t *slots; /* the newest row, from 1 */
	size_t count, room; /* room: a power of two, and the slots as well */
	unsigned shift; /* from hash to slot */
};

static struct sq_held *held_new(void)
{
	return calloc(1, sizeof(struct sq_held));
}

static void held_free(struct sq_held *held)
{
	free(held->rows);
	free(held->next);
	free(held->slots);
	free(held);
}

static void chain(struct sq_held *held, size_t row)
{
	uint32_t *slot = &held->slots[held->rows[row].hash >> held->shift];

	held->next[row] = *slot;
	*slot = (uint32_t)(row + 1);
}

static bool grow(struct sq_held *held)
{
	size_t room = held->room ? held->room * 2 : HELD_FIRST;
	struct sq_payment_key_row *rows = realloc(held->rows, room * sizeof(*rows));
	uint32_t *next = realloc(held->next, room * sizeof(*next));
	uint32_t *slots = calloc(room, sizeof(*slots));

	if (rows)
		held->rows = rows;
	if (next)
		held->next = next;
	if (!rows || !next || !slots) {
		free(slots);
		return false;
	}
	free(held->slots);
	held->slots = slots;
	held->room = room;
	held->shift = 64 - (unsigned)__builtin_ctzll(room);
	for (size_t row = 0; row < held->count; row++)
		chain(held, row);
	return true;
}

static bool is_same(const struct sq_payment_key_row *one, const struct sq_payment_key_row *other)
{
	return one->hash == other->hash && one->check_hash == other->check_hash &&
	       one->bucket == other->bucket && one->payment_no == other->payment_no;
}

/* Whether one of the payment's own, which came just before, is the same. */
static bool has(const struct sq_held *held, const struct sq_payment_key_row *key)
{
	for (size_t row = held->count; row-- > 0;) {
		if (held->rows[row].payment_no != key->payment_no)
			return false;
		if (is_same(&held->rows[row], key))
			return true;
	}
	return false;
}

enum aq_status sq_held_add(struct aq_store *store, const struct sq_payment_key_row *key,
			   struct aq_error *err)
{
	struct sq_held *held = store->held;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	if (!held)
		held = store->held = held_new();
	if (!held)
		return aq_fail_memory(err);
	if (has(held, key))
		return AQ_OK;
	if (held->count == held->room && !grow(held))
		return aq_fail_memory(err);
	held->rows[held->count] = *key;
	chain(held, held->count++);
	return AQ_OK;
}

static const struct sq_payment_key_row *of_hash(const struct sq_held *held, uint32_t row,
						uint64_t hash)
{
	while (row != 0 && held->rows[row - 1].hash != hash)
		row = held->next[row - 1];
	return row != 0 ? &held->rows[row - 1] : NULL;
}

const struct sq_payment_key_row *sq_held_first(const struct aq_store *store, uint64_t hash)
{
	const struct sq_held *held = store->held;

	return held && held->room ? of_hash(held, held->slots[hash >> held->shift], hash) : NULL;
}

const struct sq_payment_key_row *sq_held_next(const struct aq_store *store,
					      const struct sq_payment_key_row *key)
{
	return of_hash(store->held, store->held->next[key - store->held->rows], key->hash);
}

bool sq_held_has(const struct aq_store *store, const struct sq_payment_key_row *key)
{
	const struct sq_payment_key_row *held = sq_held_first(store, key->hash);

	while (held && !is_same(held, key))
		held = sq_held_next(store, held);
	return held != NULL;
}

bool sq_held_is_full(const struct aq_store *store)
{
	return store->held && store->held->count >= HELD_MANY;
}

static enum aq_status write_all(struct aq_store *store, struct aq_arena *arena,
				struct aq_error *err)
{
	const struct sq_held *held = store->held;
	struct sq_keys keys = {
		.rows = held->rows,
		.sorted = aq_arena_take_many(arena, held->count, sizeof(*keys.sorted)),
		.pairs = sq_pairs(arena, held->count),
		.count = held->count,
	};

	return keys.sorted && keys.pairs ? sq_keys_write(store, &keys, err) : aq_fail_memory(err);
}

enum aq_status sq_held_write(struct aq_store *store, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	enum aq_status status;

	if (!store->held)
		return AQ_OK;
	status = aq_arena_new(&arena, 0, err);
	if (status >= AQ_OK)
		status = write_all(store, arena, err);
	aq_arena_free(arena);
	if (status >= AQ_OK)
		sq_held_drop(store);
	return status;
}

void sq_held_drop(struct aq_store *store)
{
	if (store->held)
		held_free(store->held);
	store->held = NULL;
}
