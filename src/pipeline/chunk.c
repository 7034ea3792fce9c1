/*
 * chunk.c - gathers a file's payments, cuts them at chunk ends, and takes back
 * a unit that is refused.
 */
#include "chunk.h"

#include <stdlib.h>

enum aq_status chunk_open(struct chunk *chunk, struct job *job, struct unit_chain *chain,
			  uint64_t file_no, struct aq_slice file_hash, struct aq_error *err)
{
	enum aq_status status;

	chunk->job = job;
	chunk->chain = chain;
	chunk->file_no = file_no;
	chunk->file_hash = file_hash;
	aq_buffer_init(&chunk->duplicates_since, 0);
	chunk->payments = malloc(CHUNK_PAYMENTS_MAX * sizeof(*chunk->payments));
	chunk->pending = malloc(CHUNK_PAYMENTS_MAX * sizeof(*chunk->pending));
	if (!chunk->payments || !chunk->pending)
		return aq_fail_memory(err);
	status = aq_arena_new(&chunk->arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&chunk->scratch, 0, err);
	if (status >= AQ_OK)
		status = counts_new(&chunk->in_flush, err);
	if (status >= AQ_OK)
		status = counts_new(&chunk->duplicates, err);
	return status;
}

void chunk_close(struct chunk *chunk)
{
	counts_free(chunk->duplicates);
	counts_free(chunk->in_flush);
	aq_buffer_free(&chunk->duplicates_since);
	aq_arena_free(chunk->scratch);
	aq_arena_free(chunk->arena);
	free(chunk->pending);
	free(chunk->payments);
}

/* Posts [from, to) and leaves the chunk empty when nothing is behind `to`. */
static enum aq_status flush_part(struct chunk *chunk, size_t from, size_t to, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (from < to)
		status = recognise(chunk, from, to, err);
	aq_arena_reset(chunk->scratch);
	counts_clear(chunk->in_flush);
	return status;
}

static enum aq_status mark_unit(struct chunk *chunk, struct aq_error *err)
{
	enum aq_status status = aq_store_mark(chunk->job->store, err);

	if (status < AQ_OK)
		return status;
	chunk->is_marked = true;
	aq_buffer_clear(&chunk->duplicates_since);
	aq_chain_mark(chunk->job->chain, &chunk->chain_mark);
	chunk->unit_chain_mark = *chunk->chain;
	memcpy(chunk->totals_mark, chunk->totals, sizeof(chunk->totals));
	chunk->total_mark_count = chunk->total_count;
	chunk->posted_mark = chunk->posted_count;
	chunk->taken_mark = chunk->taken_count;
	return AQ_OK;
}

enum aq_status chunk_flush(struct chunk *chunk, struct aq_error *err)
{
	size_t start = chunk->is_in_unit ? chunk->unit_start : chunk->count;
	enum aq_status status;

	status = flush_part(chunk, 0, start, err);
	if (status >= AQ_OK && start < chunk->count) {
		if (!chunk->is_marked)
			status = mark_unit(chunk, err);
		if (status >= AQ_OK)
			status = flush_part(chunk, start, chunk->count, err);
	}
	chunk->count = 0;
	chunk->unit_start = 0;
	aq_arena_reset(chunk->arena);
	return status;
}

enum aq_status chunk_room(struct chunk *chunk, size_t count, struct aq_error *err)
{
	if (chunk->count + count <= CHUNK_PAYMENTS_MAX &&
	    aq_arena_used(chunk->arena) < CHUNK_BYTES_MAX)
		return AQ_OK;
	return chunk_flush(chunk, err);
}

void chunk_unit_begin(struct chunk *chunk)
{
	chunk->is_in_unit = true;
	chunk->is_marked = false;
	chunk->unit_start = chunk->count;
}

/* What the unit's duplicates had used up is free again for others. */
static void forget_duplicates(struct chunk *chunk)
{
	const struct aq_buffer *keys = &chunk->duplicates_since;
	size_t at;

	for (at = 0; at + sizeof(uint64_t) <= keys->length; at += sizeof(uint64_t)) {
		uint64_t key;

		memcpy(&key, keys->start + at, sizeof(key));
		counts_take(chunk->duplicates, key);
	}
	aq_buffer_clear(&chunk->duplicates_since);
}

enum aq_status chunk_tally(struct chunk *chunk, const struct aq_file_total *total,
			   struct aq_error *err)
{
	struct aq_at nowhere = {0, 0};
	struct aq_file_total *sum;
	size_t index;

	for (index = 0; index < chunk->total_count; index++)
		if (chunk->totals[index].tally == total->tally &&
		    chunk->totals[index].currency == total->currency)
			break;
	if (index == CURRENCIES_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, nowhere,
			       "more than %d sums by currency and outcome", CURRENCIES_MAX);
	sum = &chunk->totals[index];
	if (index == chunk->total_count) {
		*sum = (struct aq_file_total){.tally = total->tally, .currency = total->currency};
		chunk->total_count++;
	}
	sum->count += total->count;
	if (!aq_minor_add(sum->credits, total->credits, &sum->credits) ||
	    !aq_minor_add(sum->debits, total->debits, &sum->debits))
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, nowhere,
			       "the file's amounts sum beyond %lld", (long long)INT64_MAX);
	return AQ_OK;
}

/* What was read since the unit began, by currency. */
static size_t read_of_unit(const struct chunk *chunk, struct aq_file_total *out)
{
	size_t index, count = 0;

	for (index = 0; index < chunk->total_count; index++) {
		struct aq_file_total read = chunk->totals[index];

		if (read.tally != AQ_TALLY_READ)
			continue;
		if (index < chunk->total_mark_count) {
			read.count -= chunk->totals_mark[index].count;
			read.credits -= chunk->totals_mark[index].credits;
			read.debits -= chunk->totals_mark[index].debits;
		}
		if (read.count > 0)
			out[count++] = read;
	}
	return count;
}

/* The rows that were posted and taken back are gone; their money was read all
 * the same, and was refused. */
static enum aq_status tally_taken_back(struct chunk *chunk, struct aq_error *err)
{
	struct aq_file_total *read =
		aq_arena_take_many(chunk->scratch, chunk->total_count, sizeof(*read));
	enum aq_status status = AQ_OK;
	size_t index, count;

	if (!read)
		return aq_fail_memory(err);
	count = read_of_unit(chunk, read);
	memcpy(chunk->totals, chunk->totals_mark, sizeof(chunk->totals));
	chunk->total_count = chunk->total_mark_count;
	for (index = 0; index < count && status >= AQ_OK; index++) {
		status = chunk_tally(chunk, &read[index], err);
		read[index].tally = AQ_TALLY_REFUSED;
		if (status >= AQ_OK)
			status = chunk_tally(chunk, &read[index], err);
	}
	return status;
}

static enum aq_status take_back_unit(struct chunk *chunk, struct aq_error *err)
{
	enum aq_status status = aq_store_back(chunk->job->store, err);

	if (status < AQ_OK)
		return status;
	forget_duplicates(chunk);
	aq_chain_back(chunk->job->chain, &chunk->chain_mark);
	*chunk->chain = chunk->unit_chain_mark;
	chunk->posted_count = chunk->posted_mark;
	chunk->taken_count = chunk->taken_mark;
	return tally_taken_back(chunk, err);
}

enum aq_status chunk_unit_end(struct chunk *chunk, enum aq_code refusal, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t index;

	if (refusal != AQ_CODE_NONE) {
		if (chunk->is_marked)
			status = take_back_unit(chunk, err);
		for (index = chunk->unit_start; index < chunk->count; index++) {
			chunk->payments[index].is_refused = true;
			if (chunk->payments[index].refusal == AQ_CODE_NONE)
				chunk->payments[index].refusal = refusal;
		}
	} else if (chunk->is_marked) {
		/* The rest of the unit may follow outside the savepoint: it can
		 * no longer be refused. */
		status = aq_store_keep(chunk->job->store, err);
	}
	chunk->is_marked = false;
	chunk->is_in_unit = false;
	return status;
}
