/*
 * poster.c - posts what was gathered, tray by tray, and takes back a unit that
 * is refused.
 */
#include "chunk.h"

enum aq_status poster_open(struct poster *poster, const struct chunk_order *order,
			   struct aq_error *err)
{
	enum aq_status status;

	poster->job = order->job;
	poster->chain = order->chain;
	poster->file_no = order->file_no;
	aq_buffer_init(&poster->duplicates_since, 0);
	status = fingerprinter_open(&poster->printer, order->file_hash, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&poster->scratch, 0, err);
	if (status >= AQ_OK)
		status = counts_new(&poster->in_flush, err);
	if (status >= AQ_OK)
		status = counts_new(&poster->duplicates, err);
	return status;
}

void poster_close(struct poster *poster)
{
	fingerprinter_close(&poster->printer);
	counts_free(poster->duplicates);
	counts_free(poster->in_flush);
	aq_buffer_free(&poster->duplicates_since);
	aq_arena_free(poster->scratch);
}

enum aq_status poster_tally(struct poster *poster, const struct aq_file_total *total,
			    struct aq_error *err)
{
	struct aq_at nowhere = {0, 0};
	struct aq_file_total *sum;
	size_t index;

	for (index = 0; index < poster->total_count; index++)
		if (poster->totals[index].tally == total->tally &&
		    poster->totals[index].currency == total->currency)
			break;
	if (index == CURRENCIES_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, nowhere,
			       "more than %d sums by currency and outcome", CURRENCIES_MAX);
	sum = &poster->totals[index];
	if (index == poster->total_count) {
		*sum = (struct aq_file_total){.tally = total->tally, .currency = total->currency};
		poster->total_count++;
	}
	sum->count += total->count;
	if (!aq_minor_add(sum->credits, total->credits, &sum->credits) ||
	    !aq_minor_add(sum->debits, total->debits, &sum->debits))
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, nowhere,
			       "the file's amounts sum beyond %lld", (long long)INT64_MAX);
	return AQ_OK;
}

/* What the unit's duplicates had used up is free again for others. */
static void forget_duplicates(struct poster *poster)
{
	const struct aq_buffer *keys = &poster->duplicates_since;
	size_t at;

	for (at = 0; at + sizeof(uint64_t) <= keys->length; at += sizeof(uint64_t)) {
		uint64_t key;

		memcpy(&key, keys->start + at, sizeof(key));
		counts_take(poster->duplicates, key);
	}
	aq_buffer_clear(&poster->duplicates_since);
}

/* What was read since the unit began, by currency. */
static size_t read_of_unit(const struct poster *poster, struct aq_file_total *out)
{
	size_t index, count = 0;

	for (index = 0; index < poster->total_count; index++) {
		struct aq_file_total read = poster->totals[index];

		if (read.tally != AQ_TALLY_READ)
			continue;
		if (index < poster->total_mark_count) {
			read.count -= poster->totals_mark[index].count;
			read.credits -= poster->totals_mark[index].credits;
			read.debits -= poster->totals_mark[index].debits;
		}
		if (read.count > 0)
			out[count++] = read;
	}
	return count;
}

/* The rows that were posted and taken back are gone; their money was read all
 * the same, and was refused. */
static enum aq_status tally_taken_back(struct poster *poster, struct aq_error *err)
{
	struct aq_file_total *read =
		aq_arena_take_many(poster->scratch, poster->total_count, sizeof(*read));
	enum aq_status status = AQ_OK;
	size_t index, count;

	if (!read)
		return aq_fail_memory(err);
	count = read_of_unit(poster, read);
	memcpy(poster->totals, poster->totals_mark, sizeof(poster->totals));
	poster->total_count = poster->total_mark_count;
	for (index = 0; index < count && status >= AQ_OK; index++) {
		status = poster_tally(poster, &read[index], err);
		read[index].tally = AQ_TALLY_REFUSED;
		if (status >= AQ_OK)
			status = poster_tally(poster, &read[index], err);
	}
	return status;
}

static enum aq_status take_back_unit(struct poster *poster, struct aq_error *err)
{
	enum aq_status status = aq_store_back(poster->job->store, err);

	if (status < AQ_OK)
		return status;
	forget_duplicates(poster);
	aq_chain_back(poster->job->chain, &poster->chain_mark);
	*poster->chain = poster->unit_chain_mark;
	poster->posted_count = poster->posted_mark;
	poster->taken_count = poster->taken_mark;
	return tally_taken_back(poster, err);
}

/* Posts payments [from, to) of the tray. */
static enum aq_status post_part(struct poster *poster, size_t from, size_t to, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (from < to)
		status = recognise(poster, from, to, err);
	aq_arena_reset(poster->scratch);
	counts_clear(poster->in_flush);
	return status;
}

static enum aq_status mark_unit(struct poster *poster, struct aq_error *err)
{
	enum aq_status status = aq_store_mark(poster->job->store, err);

	if (status < AQ_OK)
		return status;
	poster->is_marked = true;
	aq_buffer_clear(&poster->duplicates_since);
	aq_chain_mark(poster->job->chain, &poster->chain_mark);
	poster->unit_chain_mark = *poster->chain;
	memcpy(poster->totals_mark, poster->totals, sizeof(poster->totals));
	poster->total_mark_count = poster->total_count;
	poster->posted_mark = poster->posted_count;
	poster->taken_mark = poster->taken_count;
	return AQ_OK;
}

enum aq_status poster_end_unit(struct poster *poster, struct tray *tray, struct aq_error *err)
{
	enum unit_ending ending = tray->ending;
	enum aq_status status = AQ_OK;

	tray->ending = UNIT_GOES_ON;
	if (ending == UNIT_GOES_ON)
		return AQ_OK;
	if (ending == UNIT_IS_TAKEN_BACK)
		status = take_back_unit(poster, err);
	else
		/* The rest of the unit may follow outside the savepoint: it can
		 * no longer be refused. */
		status = aq_store_keep(poster->job->store, err);
	poster->is_marked = false;
	return status;
}

enum aq_status poster_post(struct poster *poster, struct tray *tray, struct aq_error *err)
{
	enum aq_status status = poster_end_unit(poster, tray, err);

	poster->tray = tray;
	if (status >= AQ_OK)
		status = post_part(poster, 0, tray->cut, err);
	if (status >= AQ_OK && tray->begins_mark)
		status = mark_unit(poster, err);
	if (status >= AQ_OK && tray->cut < tray->count)
		status = post_part(poster, tray->cut, tray->count, err);
	poster->tray = NULL;
	tray->count = 0;
	aq_arena_reset(tray->arena);
	return status;
}
