/*
 * unapply_named.c - which of a payment's applications a person means.
 *
 * Refuses: what does not stand, amounts, and a bare number of two kinds.
 */
#include "unapply.h"

bool unapply_is_item(const struct aq_allocation *allocation)
{
	return allocation->target_kind != AQ_TARGET_ACCOUNT;
}

static bool fits(const struct target *target, const struct aq_allocation *allocation)
{
	enum aq_target_kind kind = review_target_kind(target->thing);

	if (target->thing == AQ_THING_ANY ? !unapply_is_item(allocation)
					  : kind != allocation->target_kind)
		return false;
	return aq_slice_equals_any_case(target->number, unapply_is_item(allocation)
								? allocation->target
								: allocation->customer);
}

bool unapply_is_named(const struct taking_off *off, const struct aq_allocation *allocation)
{
	const struct aq_review_act *act = off->review->act;

	if (act->target_count == 0)
		return true;
	for (size_t i = 0; i < act->target_count; i++) {
		struct target target;

		review_target_parse(act->targets[i], &target);
		if (fits(&target, allocation))
			return true;
	}
	return false;
}

/* Every target names something that stands, and without an amount: an
 * application comes off whole. A bare number of two kinds is a question. */
static enum aq_status check_target(const struct taking_off *off, struct aq_slice written,
				   struct aq_error *err)
{
	enum aq_target_kind kind = AQ_TARGET_NONE;
	struct target target;

	review_target_parse(written, &target);
	if (target.amount.length > 0)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "an application comes off whole: write %.*s without an amount",
				     AQ_SLICE_ARGS(target.number));
	for (size_t i = 0; i < off->row_count; i++)
		for (size_t j = 0; j < off->rows[i].allocation_count; j++) {
			const struct aq_allocation *allocation = &off->rows[i].allocations[j];

			if (!fits(&target, allocation))
				continue;
			if (kind != AQ_TARGET_NONE && kind != allocation->target_kind)
				return review_refuse(err, AQ_REVIEW_TARGET,
						     "%.*s is the number of several things: write "
						     "%s:%.*s or %s:%.*s",
						     AQ_SLICE_ARGS(target.number),
						     aq_target_kind_name(kind),
						     AQ_SLICE_ARGS(target.number),
						     aq_target_kind_name(allocation->target_kind),
						     AQ_SLICE_ARGS(target.number));
			kind = allocation->target_kind;
		}
	if (kind == AQ_TARGET_NONE)
		return review_refuse(err, AQ_REVIEW_TARGET, "%s is not on %.*s", off->review->id,
				     AQ_SLICE_ARGS(target.written));
	return AQ_OK;
}

bool unapply_is_refund(const struct aq_application_row *row)
{
	return row->entry.event == AQ_EVENT_REFUND_DECIDED ||
	       row->entry.event == AQ_EVENT_RETURN_REPAID;
}

static enum aq_status check_refunds(const struct taking_off *off, struct aq_error *err)
{
	for (size_t i = 0; i < off->row_count; i++)
		if (unapply_is_refund(&off->rows[i]) && off->review->act->target_count > 0)
			return review_refuse(err, AQ_REVIEW_TARGET,
					     "a part of %s is to be given back, or repaid a "
					     "return: take all of it off, "
					     "naming nothing",
					     off->review->id);
	return AQ_OK;
}

enum aq_status unapply_check_targets(const struct taking_off *off, struct aq_error *err)
{
	const struct aq_review_act *act = off->review->act;
	enum aq_payment_status status_now = off->review->payment->status;
	enum aq_status status = AQ_OK;
	bool has_items = false;

	if (status_now == AQ_PAYMENT_SETTLEMENT || status_now == AQ_PAYMENT_RETURNED)
		return review_refuse(err, AQ_REVIEW_NOT_WAITING, "%s is %s: it cannot be taken off",
				     off->review->id, aq_payment_status_name(status_now));
	for (size_t i = 0; i < off->row_count; i++)
		has_items |= off->rows[i].allocation_count > 0 || unapply_is_refund(&off->rows[i]);
	if (!has_items)
		return review_refuse(err, AQ_REVIEW_NOT_WAITING, "%s is %s: it is on nothing",
				     off->review->id, aq_payment_status_name(status_now));
	for (size_t i = 0; i < act->target_count && status >= AQ_OK; i++)
		status = check_target(off, act->targets[i], err);
	return status < AQ_OK ? status : check_refunds(off, err);
}
