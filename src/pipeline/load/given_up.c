/*
 * given_up.c - what persons wrote off an item is taken back when its amount falls:
 * nobody is owed what nobody paid.
 *
 * Promises: the newest write-off first, its contra as large as the fall wants; what
 * stands of it then can still be restored, and no more.
 */
#include "excess.h"

#include "acquit/store_acts.h"

static enum aq_status take_one(struct excess *excess, const struct aq_entry *written,
			       int64_t amount, struct aq_error *err)
{
	struct job *job = excess->job;
	struct aq_posting posting = written->postings[0];
	struct aq_entry part = *written;
	struct aq_entry entry;
	enum aq_status status;

	posting.amount = amount;
	part.postings = &posting;
	part.posting_count = 1;
	status = aq_entry_contra(&entry, &part, AQ_EVENT_WRITE_OFF_UNDONE, job->run.business_date,
				 excess->arena, err);
	if (status >= AQ_OK)
		status = unit_chain_entry(job, excess->chain, &entry, (struct aq_slice){NULL, 0},
					  err);
	if (status >= AQ_OK)
		status = aq_store_entries_add(job->store, job->run.run_no, &entry, 1, err);
	return status < AQ_OK
		       ? status
		       : aq_store_item_write_off(job->store, excess->change->item_no, -amount, err);
}

enum aq_status given_up_back(struct excess *excess, int64_t *left, struct aq_error *err)
{
	const struct aq_row_change *change = excess->change;
	const struct aq_written_order order = {.event = AQ_EVENT_WRITTEN_OFF,
					       .customer_no = change->customer_no,
					       .item_no = change->item_no,
					       .currency = change->currency};
	int64_t written_off = change->written_off;
	enum aq_status status = AQ_OK;

	while (*left > 0 && written_off > 0 && status >= AQ_OK) {
		struct aq_entry written;
		int64_t amount;

		status = aq_store_written_off(excess->job->store, &order, excess->arena, &written,
					      err);
		/* Of an invoice that was paid in part before it was loaded, no act is known. */
		if (status == AQ_NOT_FOUND)
			return AQ_OK;
		if (status < AQ_OK)
			return status;
		amount = written.postings[0].amount < *left ? written.postings[0].amount : *left;
		status = take_one(excess, &written, amount, err);
		*left -= amount;
		written_off -= amount;
	}
	return status;
}
