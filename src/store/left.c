/*
 * left.c - what of a payment can still be taken back.
 */
#include "acquit/store.h"

/* What an item's amount fell by went to the account of its customer: it is the
 * payment's own money still, and the item's part is off what put it there. */
static bool is_excess(const struct aq_application_row *row)
{
	return row->entry.event == AQ_EVENT_OVER_ALLOCATED;
}

int64_t aq_payment_still_there(const struct aq_waiting *original,
			       const struct aq_application_row *rows, size_t count)
{
	int64_t there = original->remainder;
	size_t index, at;

	for (index = 0; index < count; index++)
		for (at = 0; at < rows[index].allocation_count; at++)
			if (rows[index].allocations[at].target_kind != AQ_TARGET_ACCOUNT &&
			    !is_excess(&rows[index]))
				there += rows[index].allocations[at].amount;
	return there;
}

bool aq_payment_was_moved(const struct aq_application_row *rows, size_t count)
{
	size_t index, at;

	for (index = 0; index < count; index++) {
		/* What is to be given back may be on its way already. */
		if (rows[index].entry.event == AQ_EVENT_REFUND_DECIDED ||
		    rows[index].entry.event == AQ_EVENT_RETURN_REPAID)
			return true;
		for (at = 0; at < rows[index].allocation_count && !is_excess(&rows[index]); at++)
			if (rows[index].allocations[at].takes_back_no != 0)
				return true;
	}
	return false;
}
