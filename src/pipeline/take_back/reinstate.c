/*
 * reinstate.c - a return that our bank refused is undone (dishonored, R61-R70).
 *
 * Promises: the receipt stands again with all its money; the very shares that
 * the return took off items are put back, as far as those items are still open
 * for them. What cannot be put back waits like any receipt, for tonight's rules.
 */
#include "returning.h"

#include "acquit/claim.h"

struct reinstating {
	struct taking_back *back;
	const struct aq_waiting *waiting; /* the refusal */
	const struct aq_waiting *receipt;
	const struct aq_waiting *taker; /* the return; NULL: not known */
	struct aq_allocation *shares; /* to put back, as they were made */
	size_t share_count;
	int64_t amount; /* of the receipt's money in them */
	struct aq_applied applied[3];
	size_t applied_count;
};

/* The return's closing is what the refusal contradicts. */
static enum aq_status closing_of(const struct reinstating *one, const struct aq_entry **out,
				 struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count, index;
	enum aq_status status;

	*out = NULL;
	if (!one->taker)
		return AQ_OK;
	status = aq_store_applications(one->back->job->store, one->taker->payment.payment_no,
				       one->back->scratch, &rows, &count, err);
	for (index = 0; index < count && status >= AQ_OK && !*out; index++)
		if (rows[index].entry.event == AQ_EVENT_RETURN_CLOSED)
			*out = &rows[index].entry;
	return status;
}

static enum aq_status close_refusal(struct reinstating *one, struct aq_error *err)
{
	const struct aq_payment *refusal = &one->waiting->payment;
	const struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED_OUT},
					   .credit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
					   .amount = refusal->amount,
					   .currency = refusal->currency};
	struct taking_back *back = one->back;
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	const struct aq_entry *closing;
	enum aq_status status = entry ? closing_of(one, &closing, err) : aq_fail_memory(err);

	if (status < AQ_OK)
		return status;
	status = aq_entry_simple(entry, AQ_EVENT_REINSTATED, back->job->run.business_date, &posting,
				 back->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = refusal->payment_no;
	entry->payment = refusal->id;
	if (closing) {
		entry->corrects_no = closing->entry_no;
		entry->corrects = closing->hash;
	}
	one->applied[one->applied_count++] =
		(struct aq_applied){.payment_no = refusal->payment_no,
				    .status = AQ_PAYMENT_REVERSAL,
				    .rule = AQ_RULE_RETURN,
				    .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				    .bucket = AQ_BUCKET_NONE,
				    .entry = entry,
				    .is_outcome = true};
	return unit_chain_entry(back->job, &back->chain, entry, (struct aq_slice){NULL, 0}, err);
}

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
static bool has_room(const struct reinstating *one, const struct aq_item *item)
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

static void make_shares(struct reinstating *one, const struct aq_allocation *taken, size_t count,
			struct aq_slice evidence)
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
		share->evidence = evidence;
		share->amount = -share->amount;
		share->discount = -share->discount;
		share->promotion = -share->promotion;
		share->write_off = -share->write_off;
		share->bills = -share->bills;
		one->amount += share->amount;
		one->share_count++;
	}
}

static enum aq_status items_have_room(struct reinstating *one, bool *out, struct aq_error *err)
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
static enum aq_status read_shares(struct reinstating *one, struct aq_error *err)
{
	struct aq_allocation *taken;
	struct aq_slice evidence;
	size_t count;
	bool has_room = false;
	enum aq_status status;

	if (!one->taker)
		return AQ_OK;
	status = aq_store_taken_off(one->back->job->store, one->receipt->payment.payment_no,
				    one->taker->payment.payment_no, one->back->scratch, &taken,
				    &count, err);
	if (status < AQ_OK || count == 0)
		return status;
	one->shares = aq_arena_take_many(one->back->scratch, count, sizeof(*one->shares));
	evidence = aq_arena_print(one->back->scratch, "%.*s: its return was refused; put back",
				  AQ_SLICE_ARGS(one->waiting->payment.return_code));
	if (!one->shares || evidence.length == 0)
		return aq_fail_memory(err);
	make_shares(one, taken, count, evidence);
	if (one->share_count > 0)
		status = items_have_room(one, &has_room, err);
	if (!has_room || one->amount <= 0 || one->amount > one->receipt->payment.amount) {
		one->share_count = 0;
		one->amount = 0;
	}
	return status;
}

static enum aq_status put_back(struct reinstating *one, struct aq_error *err)
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
	struct aq_applied *applied = &one->applied[one->applied_count];
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
	one->applied_count++;
	return unit_chain_applied(back->job, &back->chain, entry, one->shares, one->share_count,
				  err);
}

static void stand_again(struct reinstating *one)
{
	one->applied[one->applied_count++] =
		(struct aq_applied){.payment_no = one->receipt->payment.payment_no,
				    .status = AQ_PAYMENT_UNIDENTIFIED,
				    .rule = AQ_RULE_RETURN,
				    .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				    .bucket = AQ_BUCKET_UNIDENTIFIED,
				    .left = one->receipt->payment.amount,
				    .is_outcome = one->share_count == 0};
}

/* A return that a customer owes took nothing back: its refusal is the end of the debt. */
static enum aq_status owed_of(const struct reinstating *one, const struct aq_entry **out,
			      struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count = 0;
	enum aq_status status = AQ_OK;

	*out = NULL;
	if (one->taker)
		status =
			aq_store_applications(one->back->job->store, one->taker->payment.payment_no,
					      one->back->scratch, &rows, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK && !*out; at++)
		if (rows[at].entry.event == AQ_EVENT_RETURN_OWED)
			*out = &rows[at].entry;
	return status;
}

static enum aq_status forgive(struct reinstating *one, const struct aq_entry *owed,
			      struct aq_error *err)
{
	struct taking_back *back = one->back;
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	struct aq_applied applied = {.payment_no = one->waiting->payment.payment_no,
				     .status = AQ_PAYMENT_REVERSAL,
				     .rule = AQ_RULE_RETURN,
				     .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				     .bucket = AQ_BUCKET_NONE,
				     .entry = entry,
				     .is_outcome = true};
	enum aq_status status = AQ_OK;

	if (!entry)
		return aq_fail_memory(err);
	status = aq_entry_contra(entry, owed, AQ_EVENT_REINSTATED, back->job->run.business_date,
				 back->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = one->waiting->payment.payment_no;
	entry->payment = one->waiting->payment.id;
	status = unit_chain_entry(back->job, &back->chain, entry, (struct aq_slice){NULL, 0}, err);
	if (status >= AQ_OK)
		status = aq_store_apply(back->job->store, back->job->run.run_no, &applied, 1, err);
	back->is_moved = true;
	back->job->is_changed = true;
	return status;
}

enum aq_status reinstate(struct taking_back *back, const struct aq_waiting *waiting,
			 const struct aq_waiting *receipt, struct aq_error *err)
{
	struct reinstating one = {.back = back, .waiting = waiting, .receipt = receipt};
	const struct aq_entry *owed = NULL;
	enum aq_status status;

	status = original_return(back, waiting, RETURN_TAKEN, &one.taker, err);
	if (status >= AQ_OK)
		status = owed_of(&one, &owed, err);
	if (status < AQ_OK || owed)
		return status < AQ_OK ? status : forgive(&one, owed, err);
	if (status >= AQ_OK)
		status = read_shares(&one, err);
	if (status >= AQ_OK)
		status = close_refusal(&one, err);
	if (status < AQ_OK)
		return status;
	stand_again(&one);
	if (one.share_count > 0)
		status = put_back(&one, err);
	if (status >= AQ_OK)
		status = aq_store_apply(back->job->store, back->job->run.run_no, one.applied,
					one.applied_count, err);
	back->is_moved = true;
	back->job->is_changed = true;
	return status;
}
