/*
 * intern.c - texts that many rows share: sources, own accounts, ledger accounts.
 *
 * A small table in memory stands before the database's. It is forgotten when a
 * transaction is taken back, since numbers given there are void,
 * and when it has grown too large: sources are few, and a file that names a
 * million of them must not cost memory.
 */
#include "sq.h"

#include <stdlib.h>

#include "acquit/buffer.h"

#define SLOTS_FIRST  256
#define INTERNED_MAX 65536

struct slot {
	struct aq_slice key;
	uint64_t value; /* 0: empty */
};

struct sq_interned {
	struct slot *slots;
	size_t slot_count; /* a power of two */
	size_t used;
	struct aq_arena *keys;
	struct slot last; /* most look-ups repeat the one before */
};

enum aq_status sq_interned_new(struct sq_interned **out, struct aq_error *err)
{
	struct sq_interned *interned = calloc(1, sizeof(*interned));
	enum aq_status status;

	if (!interned)
		return aq_fail_memory(err);
	interned->slot_count = SLOTS_FIRST;
	interned->slots = calloc(SLOTS_FIRST, sizeof(*interned->slots));
	status = interned->slots ? aq_arena_new(&interned->keys, 0, err) : aq_fail_memory(err);
	if (status < AQ_OK) {
		sq_interned_free(interned);
		return status;
	}
	*out = interned;
	return AQ_OK;
}

void sq_interned_free(struct sq_interned *interned)
{
	if (!interned)
		return;
	aq_arena_free(interned->keys);
	free(interned->slots);
	free(interned);
}

void sq_interned_clear(struct sq_interned *interned)
{
	if (interned->used == 0)
		return;
	memset(interned->slots, 0, interned->slot_count * sizeof(*interned->slots));
	interned->used = 0;
	interned->last = (struct slot){.value = 0};
	aq_arena_reset(interned->keys);
}

static struct slot *slot_of(struct slot *slots, size_t slot_count, struct aq_slice key)
{
	size_t at = (size_t)aq_slice_mix(key) & (slot_count - 1);

	while (slots[at].value != 0 && !aq_slice_equals(slots[at].key, key))
		at = (at + 1) & (slot_count - 1);
	return &slots[at];
}

uint64_t sq_interned_find(const struct sq_interned *interned, struct aq_slice key)
{
	if (interned->last.value != 0 && aq_slice_equals(interned->last.key, key))
		return interned->last.value;
	return slot_of(interned->slots, interned->slot_count, key)->value;
}

static bool grow(struct sq_interned *interned)
{
	size_t slot_count = interned->slot_count * 2;
	struct slot *slots = calloc(slot_count, sizeof(*slots));

	if (!slots)
		return false;
	for (size_t at = 0; at < interned->slot_count; at++)
		if (interned->slots[at].value != 0)
			*slot_of(slots, slot_count, interned->slots[at].key) = interned->slots[at];
	free(interned->slots);
	interned->slots = slots;
	interned->slot_count = slot_count;
	return true;
}

enum aq_status sq_interned_add(struct sq_interned *interned, struct aq_slice key, uint64_t value,
			       struct aq_error *err)
{
	struct slot new_slot = {.value = value};

	if (interned->used >= INTERNED_MAX)
		sq_interned_clear(interned);
	if (interned->used * 2 >= interned->slot_count && !grow(interned))
		return aq_fail_memory(err);
	new_slot.key = aq_arena_copy(interned->keys, key);
	if (new_slot.key.length != key.length)
		return aq_fail_memory(err);
	*slot_of(interned->slots, interned->slot_count, key) = new_slot;
	interned->used++;
	interned->last = new_slot;
	return AQ_OK;
}

static enum aq_status label_from_table(struct aq_store *store, struct aq_slice text, uint64_t *out,
				       struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_LABEL_FIND, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, text);
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		*out = sq_u64(statement, 0);
		sq_done(statement);
		return AQ_OK;
	}
	if (status < AQ_OK)
		return status;
	status = sq_next(store, SQ_NEXT_LABEL, 1, out, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_LABEL_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, *out);
	sq_bind_text(store, statement, 2, text);
	return sq_run(store, statement, err);
}

enum aq_status sq_label(struct aq_store *store, struct aq_slice text, uint64_t *out,
			struct aq_error *err)
{
	enum aq_status status;

	*out = 0;
	if (text.length == 0)
		return AQ_OK;
	*out = sq_interned_find(store->labels, text);
	if (*out != 0)
		return AQ_OK;
	status = label_from_table(store, text, out, err);
	if (status < AQ_OK)
		return status;
	return sq_interned_add(store->labels, text, *out, err);
}

static enum aq_status account_from_table(struct aq_store *store, struct aq_account_ref ref,
					 uint64_t *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_LEDGER_ACCOUNT_FIND, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_ACCOUNT, ref.account));
	sq_bind_text(store, statement, 2, ref.qualifier);
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		*out = sq_u64(statement, 0);
		sq_done(statement);
		return AQ_OK;
	}
	if (status < AQ_OK)
		return status;
	status = sq_next(store, SQ_NEXT_LEDGER_ACCOUNT, 1, out, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_LEDGER_ACCOUNT_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, *out);
	sq_bind_i64(store, statement, 2, sq_word_out(store, SQ_ACCOUNT, ref.account));
	sq_bind_text(store, statement, 3, ref.qualifier);
	return sq_run(store, statement, err);
}

enum aq_status sq_ledger_account(struct aq_store *store, struct aq_account_ref ref, uint64_t *out,
				 struct aq_error *err)
{
	char room[256];
	struct aq_slice key = {room, ref.qualifier.length + 1};
	enum aq_status status;

	if (key.length > sizeof(room))
		return account_from_table(store, ref, out, err);
	room[0] = (char)ref.account;
	if (ref.qualifier.length)
		memcpy(room + 1, ref.qualifier.start, ref.qualifier.length);
	*out = sq_interned_find(store->accounts, key);
	if (*out != 0)
		return AQ_OK;
	status = account_from_table(store, ref, out, err);
	if (status < AQ_OK)
		return status;
	return sq_interned_add(store->accounts, key, *out, err);
}
