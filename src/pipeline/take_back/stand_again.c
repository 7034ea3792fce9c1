/*
 * stand_again.c - a receipt whose return counts no more stands again.
 *
 * Promises: it has all its money; the very shares that the return took off items
 * are put back, as far as those items are still open for them: all of them or
 * none. What cannot be put back waits like any receipt, for tonight's rules.
 */
#include "returning.h"

#include "acquit/claim.h"

static bool takes(const struct aq_allocation *share, int64_t *total)
{
	int64_t sum = 0;

	if (!aq_minor_add(share->amount, share->discount, &sum) ||
	    !aq_minor_add(sum, share->promotion, &sum) ||
	    !aq_minor_add(sum, share->write_off, &sum) ||
	    __builtin_sub_overflow(sum, share->bills, &sum))
		return false;
	return aq_minor_add(*total, sum, total);
}

/* What all shares on one item take must still be open on it. */
static bool has_room(const struct standing_again *one, const struct aq_item *item)
{
	int64_t total = 0;
	size_t index;

	for (index = 0; index < one->share_count; index++)
		if (one->shares[index].item_no == item->item_no &&
		    !takes(&one->shares[index], &total))
			return false;
	if (item->amount < 0)
		return total <= 0 && total >= item->open;
	return total >= 0 && total <= item->open;
}

static void make_shares(struct standing_again *one, const struct aq_allocation *taken, size_t count)
{
	size_t index;

	for (index = 0; index < count; index++) {
		struct aq_allocation *share = &one->shares[one->share_count];

		if (taken[index].target_kind == AQ_TARGET_ACCOUNT || taken[index].item_no == 0)
			continue;
		*share = taken[index];
		share->allocation_no = 0;
		share->payment_no = one->receipt->payment.payment_no;
		share->takes_back_no = 0;
		share->evidence = one->evidence;
		share->amount = -share->amount;
		share->discount = -share->discount;
		share->promotion = -share->promotion;
		share->write_off = -share->write_off;
		share->bills = -share->bills;
		one->amount += share->amount;
		one->share_count++;
	}
}

static enum aq_status items_have_room(struct standing_again *one, bool *out, struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	struct aq_item *items = NULL;
	size_t found = 0, wanted, index;
	enum aq_status status = AQ_OK;

	for (index = 0; index < one->share_count; index++)
		numbers_add(&numbers, one->shares[index].item_no);
	numbers_sort(&numbers);
	wanted = numbers.count;
	if (numbers.has_failed)
		status = aq_fail_memory(err);
	else
		status = aq_store_items(one->back->job->store, numbers.list, numbers.count,
					one->back->scratch, &items, &found, err);
	numbers_free(&numbers);
	*out = status >= AQ_OK && found == wanted;
	for (index = 0; index < found && *out; index++)
		*out = has_room(one, &items[index]);
	return status;
}

/* All of the shares or none: what a set of items was paid with together is not
 * put back in part. */
enum aq_status stand_again_read(struct standing_again *one, struct aq_error *err)
{
	struct aq_allocation *taken;
	size_t count;
	bool has_room = false;
	enum aq_status status;

	if (one->taker_no == 0)
		return AQ_OK;
	status = aq_store_taken_off(one->back->job->store, one->receipt->payment.payment_no,
				    one->taker_no, one->back->scratch, &taken, &count, err);
	if (status < AQ_OK || count == 0)
		return status;
	one->shares = aq_arena_take_many(one->back->scratch, count, sizeof(*one->shares));
	if (!one->shares)
		return aq_fail_memory(err);
	make_shares(one, taken, count);
	if (one->share_count > 0)
		status = items_have_room(one, &has_room, err);
	if (!has_room || one->amount <= 0 || one->amount > one->receipt->payment.amount) {
		one->share_count = 0;
		one->amount = 0;
	}
	return status;
}

static enum aq_status put_back(const struct standing_again *one, struct aq_applied *applied,
			       struct aq_error *err)
{
	const struct aq_payment *receipt = &one->receipt->payment;
	struct taking_back *back = one->back;
	const struct aq_application application = {
		.payment_no = receipt->payment_no,
		.payment = receipt->id,
		.posted_on = back->job->run.business_date,
		.from = AQ_BUCKET_UNIDENTIFIED,
		.allocations = one->shares,
		.allocation_count = one->share_count,
		.memo = AQ_SLICE("reinstated"),
		.event = AQ_EVENT_APPLY,
	};
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	enum aq_status status = entry ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = aq_entry_apply(entry, &application, back->scratch, err);
	if (status < AQ_OK)
		return status;
	AQ_CLAIM(status != AQ_END);
	*applied = (struct aq_applied){.payment_no = receipt->payment_no,
				       .status = AQ_PAYMENT_APPLIED,
				       .rule = AQ_RULE_RETURN,
				       .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				       .bucket = AQ_BUCKET_NONE,
				       .entry = entry,
				       .allocations = one->shares,
				       .allocation_count = one->share_count,
				       .is_outcome = true};
	applied->left = receipt->amount - one->amount;
	if (applied->left > 0) {
		applied->status = AQ_PAYMENT_UNIDENTIFIED;
		applied->bucket = AQ_BUCKET_UNIDENTIFIED;
	}
	return unit_chain_applied(back->job, &back->chain, entry, one->shares, one->share_count,
				  err);
}

enum aq_status stand_again_put(const struct standing_again *one, struct aq_applied *out,
			       size_t *count, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	out[(*count)++] =
		(struct aq_applied){.payment_no = one->receipt->payment.payment_no,
				    .status = AQ_PAYMENT_UNIDENTIFIED,
				    .rule = AQ_RULE_RETURN,
				    .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				    .bucket = AQ_BUCKET_UNIDENTIFIED,
				    .left = one->receipt->payment.amount,
				    .is_outcome = one->share_count == 0};
	if (one->share_count > 0)
		status = put_back(one, &out[(*count)++], err);
	if (status >= AQ_OK)
		line_keep_asked(one->back, one->receipt, &out[*count - 1]);
	return status;
}
