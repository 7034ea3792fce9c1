/*
 * headers.c - whether a batch header stood in its file before.
 *
 * Reads: batch headers, whole.
 * Promises: every header that comes again is told, up to HEADERS_MAX of them.
 * Two that differ may, by one chance in 2^64 a pair, be taken for the same: no
 * money hangs on it, only whether equal entries in both are asked.
 */
#include "nacha.h"

#include <stdlib.h>

#define SLOTS_MIN   256
#define HEADERS_MAX (1u << 20)
#define MIXER	    UINT64_C(0x9E3779B97F4A7C15)

static uint64_t hash_of(const struct nacha_line *line)
{
	size_t bytes = line->offsets != NULL ? line->offsets[NACHA_COLUMNS] : NACHA_COLUMNS;
	uint64_t hash = bytes;
	uint64_t word;

	for (size_t at = 0; at < bytes; at += sizeof(word)) {
		size_t rest = bytes - at;

		word = 0;
		memcpy(&word, line->text + at, rest < sizeof(word) ? rest : sizeof(word));
		hash = (hash ^ word) * MIXER;
		hash ^= hash >> 29;
	}
	return hash != 0 ? hash : 1;
}

/* The slot that holds the hash, or the free one where it belongs. */
static uint64_t *slot_of(const struct nacha_headers *headers, uint64_t hash)
{
	size_t at = hash & (headers->slot_count - 1);

	while (headers->slots[at] != 0 && headers->slots[at] != hash)
		at = (at + 1) & (headers->slot_count - 1);
	return &headers->slots[at];
}

static enum aq_status grow(struct nacha_headers *headers, struct aq_error *err)
{
	struct nacha_headers wider = {
		.slot_count = headers->slot_count > 0 ? headers->slot_count * 2 : SLOTS_MIN,
		.count = headers->count,
	};

	wider.slots = calloc(wider.slot_count, sizeof(*wider.slots));
	if (wider.slots == NULL)
		return aq_fail_memory(err);
	for (size_t at = 0; at < headers->slot_count; at++)
		if (headers->slots[at] != 0)
			*slot_of(&wider, headers->slots[at]) = headers->slots[at];
	free(headers->slots);
	*headers = wider;
	return AQ_OK;
}

enum aq_status nacha_headers_add(struct nacha_headers *headers, const struct nacha_line *line,
				 bool *was_there, struct aq_error *err)
{
	uint64_t hash = hash_of(line);
	uint64_t *slot;

	*was_there = false;
	if (headers->count >= headers->slot_count / 2 && headers->count < HEADERS_MAX) {
		enum aq_status status = grow(headers, err);

		if (status < AQ_OK)
			return status;
	}
	slot = slot_of(headers, hash);
	*was_there = *slot == hash;
	if (*was_there || headers->count == HEADERS_MAX)
		return AQ_OK;
	*slot = hash;
	headers->count++;
	return AQ_OK;
}

void nacha_headers_clear(struct nacha_headers *headers)
{
	if (headers->count > 0)
		memset(headers->slots, 0, headers->slot_count * sizeof(*headers->slots));
	headers->count = 0;
}

void nacha_headers_free(struct nacha_headers *headers)
{
	free(headers->slots);
	*headers = (struct nacha_headers){.slots = NULL};
}
