/*
 * entry.c - entries of one posting, contra entries, and the day they are posted.
 */
#include "postings.h"

#include "acquit/claim.h"

struct aq_date aq_posted_on(struct aq_date booked_on, const struct aq_posting_settings *settings,
			    bool *is_late)
{
	bool is_closed = aq_date_is_set(settings->closed_through) &&
			 aq_date_compare(booked_on, settings->closed_through) <= 0;

	*is_late = is_closed;
	return is_closed ? settings->business_date : booked_on;
}

enum aq_status aq_entry_detail_booked(struct aq_entry *out, const struct aq_detail_booked *order,
				      const struct aq_posting_settings *settings,
				      struct aq_arena *arena, struct aq_error *err)
{
	const struct aq_payment *line = order->line;
	const struct aq_posting posting = {
		.debit = {AQ_ACCOUNT_BANK, line->bank_account},
		.credit = {AQ_ACCOUNT_CLEARING, order->source},
		.currency = line->currency,
		.settlement = order->settlement,
	};
	struct aq_postings postings;
	struct aq_entry entry = {.event = AQ_EVENT_DETAIL_BOOKED};
	enum aq_status status;

	AQ_CLAIM(line->amount >= 0);
	status = aq_postings_open(&postings, 1, arena, err);
	if (status < AQ_OK)
		return status;
	aq_postings_add(&postings, &posting,
			line->direction == AQ_MONEY_IN ? line->amount : -line->amount);
	entry.posted_on = aq_posted_on(line->booked_on, settings, &entry.is_late);
	entry.payment_no = line->payment_no;
	entry.payment = line->id;
	entry.memo = AQ_SLICE("detail booked");
	status = aq_postings_finish(&postings, &entry, err);
	if (status == AQ_OK)
		*out = entry;
	return status;
}

enum aq_status aq_entry_contra(struct aq_entry *out, const struct aq_entry *original,
			       enum aq_event event, struct aq_date posted_on,
			       struct aq_arena *arena, struct aq_error *err)
{
	struct aq_postings postings;
	struct aq_entry entry = {
		.event = event,
		.posted_on = posted_on,
		.payment_no = original->payment_no,
		.payment = original->payment,
		.corrects_no = original->entry_no,
		.corrects = original->hash,
		.memo = AQ_SLICE("contra"),
	};
	enum aq_status status;

	AQ_CLAIM(event != AQ_EVENT_NONE);
	status = aq_entry_check(original, err);
	if (status < AQ_OK)
		return status;
	status = aq_postings_open(&postings, original->posting_count, arena, err);
	if (status < AQ_OK)
		return status;
	for (size_t i = 0; i < original->posting_count; i++)
		aq_postings_add(&postings, &original->postings[i], -original->postings[i].amount);
	status = aq_postings_finish(&postings, &entry, err);
	if (status == AQ_OK)
		*out = entry;
	return status;
}

enum aq_status aq_entry_simple(struct aq_entry *out, enum aq_event event, struct aq_date posted_on,
			       const struct aq_posting *posting, struct aq_arena *arena,
			       struct aq_error *err)
{
	struct aq_postings postings;
	struct aq_entry entry = {.event = event, .posted_on = posted_on};
	enum aq_status status;

	AQ_CLAIM(event != AQ_EVENT_NONE);
	aq_posting_claim(posting);
	status = aq_postings_open(&postings, 1, arena, err);
	if (status < AQ_OK)
		return status;
	aq_postings_add(&postings, posting, posting->amount);
	entry.memo = aq_slice_of(aq_event_name(event));
	status = aq_postings_finish(&postings, &entry, err);
	if (status == AQ_OK)
		*out = entry;
	return status;
}
