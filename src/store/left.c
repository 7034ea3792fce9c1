/*
 * left.c - what of a payment can still be taken back.
 */
#include "acquit/store_read.h"

int64_t aq_payment_still_there(const struct aq_waiting *original,
			       const struct aq_application_row *rows, size_t count)
{
	int64_t there = original->remainder;
	size_t index, at;

	for (index = 0; index < count; index++)
		for (at = 0; at < rows[index].allocation_count; at++)
			if (rows[index].allocations[at].target_kind != AQ_TARGET_ACCOUNT)
				there += rows[index].allocations[at].amount;
	return there;
}

/* What is to be given back may be on its way already. */
bool aq_payment_was_moved(const struct aq_application_row *rows, size_t count)
{
	for (size_t index = 0; index < count; index++)
		if (rows[index].entry.event == AQ_EVENT_REFUND_DECIDED ||
		    rows[index].entry.event == AQ_EVENT_RETURN_REPAID)
			return true;
	return false;
}

bool aq_payment_was_taken_off(const struct aq_application_row *rows, size_t count)
{
	for (size_t at = 0; at < count; at++)
		if (rows[at].entry.event == AQ_EVENT_LINE_GONE)
			return true;
	return false;
}

/* What of the bank's line closes settlements. */
static int64_t settled(const struct aq_application_row *rows, size_t count)
{
	int64_t sum = 0;

	for (size_t at = 0; at < count; at++)
		if (rows[at].entry.event == AQ_EVENT_SETTLED)
			sum += rows[at].entry.postings[0].amount;
	return sum;
}

bool aq_payment_is_whole(const struct aq_waiting *payment, const struct aq_application_row *rows,
			 size_t count)
{
	/* A fee waits nowhere: it is what it was when it came. */
	if (payment->status == AQ_PAYMENT_FEE && payment->remainder == 0)
		return count == 0;
	return !aq_payment_was_moved(rows, count) &&
	       aq_payment_still_there(payment, rows, count) + settled(rows, count) ==
		       payment->payment.amount;
}
