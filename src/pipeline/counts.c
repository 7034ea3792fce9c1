/*
 * counts.c - an open-addressing table from 64-bit keys to counts.
 *
 * Promises: grows by doubling at three quarters; keys are keyed hashes, so
 * nobody outside can pile them up.
 */
#include "counts.h"

#include <stdlib.h>

#define SLOTS_MIN 1024

struct slot {
	uint64_t key;
	uint32_t count;
	bool is_used;
};

struct counts {
	struct slot *slots;
	size_t slot_count;
	size_t used;
};

enum aq_status counts_new(struct counts **out, struct aq_error *err)
{
	struct counts *counts = calloc(1, sizeof(*counts));

	if (!counts)
		return aq_fail_memory(err);
	counts->slot_count = SLOTS_MIN;
	counts->slots = calloc(counts->slot_count, sizeof(*counts->slots));
	if (!counts->slots) {
		free(counts);
		return aq_fail_memory(err);
	}
	*out = counts;
	return AQ_OK;
}

void counts_free(struct counts *counts)
{
	if (!counts)
		return;
	free(counts->slots);
	free(counts);
}

void counts_clear(struct counts *counts)
{
	memset(counts->slots, 0, counts->slot_count * sizeof(*counts->slots));
	counts->used = 0;
}

static struct slot *find(struct slot *slots, size_t slot_count, uint64_t key)
{
	size_t at = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (slot_count - 1);

	while (slots[at].is_used && slots[at].key != key)
		at = (at + 1) & (slot_count - 1);
	return &slots[at];
}

uint32_t counts_of(const struct counts *counts, uint64_t key)
{
	return find(counts->slots, counts->slot_count, key)->count;
}

static enum aq_status grow_new(struct counts *counts, struct aq_error *err)
{
	size_t slot_count = counts->slot_count * 2, index;
	struct slot *slots = calloc(slot_count, sizeof(*slots));

	if (!slots)
		return aq_fail_memory(err);
	for (index = 0; index < counts->slot_count; index++)
		if (counts->slots[index].is_used)
			*find(slots, slot_count, counts->slots[index].key) = counts->slots[index];
	free(counts->slots);
	counts->slots = slots;
	counts->slot_count = slot_count;
	return AQ_OK;
}

enum aq_status counts_add(struct counts *counts, uint64_t key, uint32_t *out, struct aq_error *err)
{
	struct slot *slot;

	if (counts->used + 1 > counts->slot_count / 4 * 3) {
		enum aq_status status = grow_new(counts, err);

		if (status < AQ_OK)
			return status;
	}
	slot = find(counts->slots, counts->slot_count, key);
	if (!slot->is_used) {
		slot->is_used = true;
		slot->key = key;
		counts->used++;
	}
	*out = ++slot->count;
	return AQ_OK;
}

void counts_take(struct counts *counts, uint64_t key)
{
	struct slot *slot = find(counts->slots, counts->slot_count, key);

	if (slot->is_used && slot->count > 0)
		slot->count--;
}
