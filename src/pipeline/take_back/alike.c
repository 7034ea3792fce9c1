/*
 * alike.c - what the reversals of a page look like, looked up in one walk.
 *
 * Reads: reversals of ACH, which have no id of what they reverse and repeat its
 * company, account, amount and number; and returns whose trace a bank left out.
 */
#include "returning.h"

#include "acquit/return_code.h"
#include "acquit/sorted.h"

/* Banks have five banking days; what is older is found, and is asked. */
#define REVERSAL_DAYS_BACK 30
/* Sixty days is the longest that a reason has; the same goes for what is older. */
#define RETURN_DAYS_BACK 75

static bool is_return_without_trace(const struct aq_payment *payment)
{
	if (payment->kind != AQ_KIND_RETURN)
		return false;
	switch (aq_return_group_of(payment->return_code)) {
	case AQ_RETURN_OTHER:
	case AQ_RETURN_UNAUTHORISED:
	case AQ_RETURN_ADMINISTRATIVE:
		return true;
	default:
		return false;
	}
}

static int days_back_of(const struct aq_payment *payment)
{
	return is_return_without_trace(payment) ? RETURN_DAYS_BACK : REVERSAL_DAYS_BACK;
}

bool alike_is_wanted(const struct aq_waiting *waiting)
{
	const struct aq_payment *payment = &waiting->payment;

	return (payment->is_reversal || is_return_without_trace(payment)) &&
	       payment->counter_reference.length == 0 &&
	       aq_slice_starts_with(payment->source, AQ_SLICE("ach:"));
}

enum aq_status alike_read(struct taking_back *back, const struct aq_waiting *waiting, size_t count,
			  struct aq_error *err)
{
	size_t wanted = 0;

	back->alike = NULL;
	back->alike_count = 0;
	for (size_t at = 0; at < count; at++)
		wanted += alike_is_wanted(&waiting[at]);
	if (wanted == 0)
		return AQ_OK;
	back->alike = aq_arena_take_many(back->arena, wanted, sizeof(*back->alike));
	if (!back->alike)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++) {
		const struct aq_payment *payment = &waiting[at].payment;

		if (!alike_is_wanted(&waiting[at]))
			continue;
		back->alike[back->alike_count++] = (struct aq_alike_order){
			.asked_by = payment->payment_no,
			.source = payment->source,
			.account_no = waiting[at].account_no,
			.currency = payment->currency,
			.amount = payment->amount,
			.days = {aq_date_add_days(payment->booked_on, -days_back_of(payment)),
				 payment->booked_on},
		};
	}
	return aq_store_payments_alike(back->job->store, back->alike, back->alike_count,
				       back->arena, err);
}

const struct aq_alike_order *alike_of(const struct taking_back *back,
				      const struct aq_waiting *waiting)
{
	return aq_sorted_find(AQ_SORTED(back->alike, back->alike_count, asked_by),
			      waiting->payment.payment_no);
}

bool alike_is_near(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	int days = days_back_of(&waiting->payment);

	return aq_date_compare(original->payment.booked_on,
			       aq_date_add_days(waiting->payment.booked_on, -days)) >= 0;
}
