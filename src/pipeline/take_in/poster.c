/*
 * poster.c - posts what was gathered, tray by tray.
 */
#include "chunk.h"

enum aq_status poster_open(struct poster *poster, const struct chunk_order *order,
			   struct aq_error *err)
{
	enum aq_status status;

	poster->job = order->job;
	poster->chain = order->chain;
	poster->file_no = order->file_no;
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

static enum aq_tally tally_of(const struct aq_taken *taken)
{
	switch (taken->status) {
	case AQ_PAYMENT_REFUSED:
		return AQ_TALLY_REFUSED;
	case AQ_PAYMENT_DUPLICATE:
		return AQ_TALLY_DUPLICATE;
	default:
		return taken->entry ? AQ_TALLY_POSTED : AQ_TALLY_NOTICE;
	}
}

enum aq_status poster_count(struct poster *poster, const struct aq_taken *taken,
			    struct aq_error *err)
{
	const struct aq_payment *payment = taken->payment;
	struct aq_file_total total = {
		.tally = AQ_TALLY_READ, .currency = payment->currency, .count = 1};
	enum aq_status status;

	if (payment->direction == AQ_MONEY_IN)
		total.credits = payment->amount;
	else
		total.debits = payment->amount;
	status = poster_tally(poster, &total, err);
	if (status < AQ_OK)
		return status;
	total.tally = tally_of(taken);
	if (total.tally != AQ_TALLY_REFUSED)
		poster->taken_count++;
	return poster_tally(poster, &total, err);
}

enum aq_status poster_post(struct poster *poster, struct tray *tray, struct aq_error *err)
{
	enum aq_status status;

	poster->tray = tray;
	status = recognise(poster, err);
	poster->tray = NULL;
	aq_arena_reset(poster->scratch);
	counts_clear(poster->in_flush);
	tray->count = 0;
	aq_arena_reset(tray->arena);
	return status;
}
