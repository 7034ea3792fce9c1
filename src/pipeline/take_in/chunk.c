/*
 * chunk.c - gathers a file's payments on trays, and cuts them at chunk ends.
 */
#include "chunk.h"

#include <stdlib.h>

static enum aq_status tray_open(struct tray *tray, struct aq_error *err)
{
	tray->payments = malloc(CHUNK_PAYMENTS_MAX * sizeof(*tray->payments));
	tray->pending = malloc(CHUNK_PAYMENTS_MAX * sizeof(*tray->pending));
	if (!tray->payments || !tray->pending)
		return aq_fail_memory(err);
	return aq_arena_new(&tray->arena, 0, err);
}

static void tray_close(struct tray *tray)
{
	aq_arena_free(tray->arena);
	free(tray->pending);
	free(tray->payments);
}

enum aq_status chunk_open(struct chunk *chunk, const struct chunk_order *order,
			  struct aq_error *err)
{
	enum aq_status status = poster_open(&chunk->poster, order, err);

	chunk->findings = order->findings;
	chunk->tray = &chunk->trays[0];
	for (size_t at = 0; at < TRAYS_COUNT && status >= AQ_OK; at++)
		status = tray_open(&chunk->trays[at], err);
	if (status >= AQ_OK)
		status = handover_new(&chunk->handover, &chunk->poster, err);
	return status;
}

void chunk_close(struct chunk *chunk)
{
	handover_free(chunk->handover);
	for (size_t at = 0; at < TRAYS_COUNT; at++)
		tray_close(&chunk->trays[at]);
	poster_close(&chunk->poster);
}

/* The tray in hand is whole. False when there is nothing on it. */
static bool close_tray(struct chunk *chunk)
{
	struct tray *tray = chunk->tray;

	tray->is_unit_open = chunk->is_in_unit;
	chunk->is_cut |= chunk->is_in_unit && tray->count > chunk->unit_start;
	chunk->unit_start = 0;
	aq_findings_mark(chunk->findings, &tray->said);
	return tray->count > 0;
}

static enum aq_status hand_over(struct chunk *chunk, struct aq_error *err)
{
	enum aq_status status;

	if (!close_tray(chunk))
		return AQ_OK;
	status = handover_give(chunk->handover, chunk->tray, err);
	chunk->tray_index = (chunk->tray_index + 1) % TRAYS_COUNT;
	chunk->tray = &chunk->trays[chunk->tray_index];
	return status;
}

enum aq_status chunk_wait(struct chunk *chunk, struct aq_error *err)
{
	return handover_wait(chunk->handover, 0, err);
}

enum aq_status chunk_flush(struct chunk *chunk, struct aq_error *err)
{
	if (!close_tray(chunk))
		return handover_wait(chunk->handover, 0, err);
	return handover_post(chunk->handover, chunk->tray, err);
}

enum aq_status chunk_own_end(struct chunk *chunk, struct aq_error *err)
{
	enum aq_status status = chunk_flush(chunk, err);

	chunk->poster.own_from = chunk->poster.next_no;
	return status;
}

enum aq_status chunk_room(struct chunk *chunk, size_t count, struct aq_error *err)
{
	if (chunk->tray->count + count <= CHUNK_PAYMENTS_MAX &&
	    aq_arena_used(chunk->tray->arena) < CHUNK_BYTES_MAX)
		return AQ_OK;
	return hand_over(chunk, err);
}

void chunk_unit_begin(struct chunk *chunk)
{
	chunk->is_in_unit = true;
	chunk->is_cut = false;
	chunk->unit_start = chunk->tray->count;
}

void chunk_refuse(struct chunk *chunk, size_t from, enum aq_code code)
{
	struct tray *tray = chunk->tray;

	for (size_t at = from; at < tray->count; at++) {
		tray->payments[at].is_refused = true;
		if (tray->payments[at].refusal == AQ_CODE_NONE)
			tray->payments[at].refusal = code;
	}
}

void chunk_unit_end(struct chunk *chunk, enum aq_code refusal)
{
	if (refusal != AQ_CODE_NONE)
		chunk_refuse(chunk, chunk->unit_start, refusal);
	chunk->is_cut = false;
	chunk->is_in_unit = false;
}

enum aq_status chunk_drop(struct chunk *chunk, struct aq_error *err)
{
	chunk->is_in_unit = false;
	chunk->is_cut = false;
	chunk->tray->count = 0;
	aq_arena_reset(chunk->tray->arena);
	return chunk_wait(chunk, err);
}

/* What a tray handed over earlier came to happened before what was decoded
 * since: its failure is the file's, and nothing was found after it. */
enum aq_status chunk_end(struct chunk *chunk, enum aq_status status, struct aq_error *err)
{
	const struct tray *failed;
	enum aq_status posted;

	handover_end(chunk->handover,
		     status == AQ_OK || status == AQ_BAD_FILE ? TRAYS_WANTED : TRAYS_UNWANTED);
	failed = handover_failed(chunk->handover);
	if (!failed)
		return status;
	aq_findings_back(chunk->findings, &failed->said);
	posted = handover_wait(chunk->handover, 0, err);
	return posted < AQ_OK ? posted : status;
}
