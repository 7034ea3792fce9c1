/*
 * contra.c - the contra of one application of a payment.
 *
 * Promises: exactly the allocations that the application made come off again,
 * and its postings are turned round. A bill stays where the item is still owed.
 */
#include "contra.h"

/* All the item took was billed with it, and all of that comes off: it was an
 * instalment paid ahead, or a contract's option, and is owed no more. */
static bool is_unbilled(const struct aq_allocation *allocation)
{
	int64_t taken = 0;

	return allocation->bills != 0 &&
	       aq_minor_add(allocation->amount, allocation->discount, &taken) &&
	       aq_minor_add(taken, allocation->promotion, &taken) &&
	       aq_minor_add(taken, allocation->write_off, &taken) && taken == allocation->bills;
}

static bool is_kept_bill(const struct aq_application_row *row, const struct aq_posting *posting)
{
	size_t index;

	if (posting->credit.account != AQ_ACCOUNT_BILLED)
		return false;
	for (index = 0; index < row->allocation_count; index++)
		if (row->allocations[index].item_no == posting->item_no)
			return !is_unbilled(&row->allocations[index]);
	return true;
}

/* The entry as far as it is to be contradicted. */
static enum aq_status without_kept_bills(const struct contra_order *order,
					 const struct aq_application_row *row, struct aq_entry *out,
					 struct aq_error *err)
{
	const struct aq_entry *entry = &row->entry;
	struct aq_posting *postings =
		aq_arena_take_many(order->arena, entry->posting_count + 1, sizeof(*postings));
	size_t index;

	if (!postings)
		return aq_fail_memory(err);
	*out = *entry;
	out->postings = postings;
	out->posting_count = 0;
	for (index = 0; index < entry->posting_count; index++)
		if (!is_kept_bill(row, &entry->postings[index]))
			postings[out->posting_count++] = entry->postings[index];
	return AQ_OK;
}

enum aq_status contra_application(const struct contra_order *order,
				  const struct aq_application_row *row, struct aq_applied *out,
				  struct aq_error *err)
{
	struct aq_entry *entry = aq_arena_take(order->arena, sizeof(*entry)), original;
	struct aq_allocation *allocations =
		aq_arena_take_many(order->arena, row->allocation_count + 1, sizeof(*allocations));
	size_t index;
	enum aq_status status;

	if (!entry || !allocations)
		return aq_fail_memory(err);
	for (index = 0; index < row->allocation_count; index++) {
		struct aq_allocation *undo = &allocations[index];

		*undo = row->allocations[index];
		undo->payment_no = order->payment_no;
		undo->takes_back_no = row->allocations[index].allocation_no;
		undo->amount = -undo->amount;
		undo->discount = -undo->discount;
		undo->promotion = -undo->promotion;
		undo->write_off = -undo->write_off;
		undo->bills = is_unbilled(&row->allocations[index]) ? -undo->bills : 0;
		undo->rule = (uint16_t)order->rule;
		undo->confidence = (uint8_t)aq_rule_confidence(order->rule);
		undo->evidence = order->evidence;
	}
	status = without_kept_bills(order, row, &original, err);
	if (status >= AQ_OK)
		status = aq_entry_contra(entry, &original, AQ_EVENT_TAKEN_BACK,
					 order->job->run.business_date, order->arena, err);
	if (status < AQ_OK)
		return status;
	out->entry = entry;
	out->allocations = allocations;
	out->allocation_count = row->allocation_count;
	return unit_chain_applied(order->job, order->chain, entry, allocations,
				  row->allocation_count, err);
}

int64_t contra_still_there(const struct aq_waiting *original, const struct aq_application_row *rows,
			   size_t count)
{
	int64_t there = original->remainder;
	size_t index, at;

	for (index = 0; index < count; index++)
		for (at = 0; at < rows[index].allocation_count; at++)
			if (rows[index].allocations[at].target_kind != AQ_TARGET_ACCOUNT)
				there += rows[index].allocations[at].amount;
	return there;
}

bool contra_was_moved(const struct aq_application_row *rows, size_t count)
{
	size_t index, at;

	for (index = 0; index < count; index++)
		for (at = 0; at < rows[index].allocation_count; at++)
			if (rows[index].allocations[at].takes_back_no != 0)
				return true;
	return false;
}
