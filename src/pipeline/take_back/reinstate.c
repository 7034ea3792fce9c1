/*
 * reinstate.c - a return that our bank refused is undone (dishonored, R61-R70).
 *
 * Promises: the receipt stands again (stand_again.c). What a customer owes of
 * the return is owed no more.
 */
#include "returning.h"

struct reinstating {
	struct taking_back *back;
	const struct aq_waiting *waiting; /* the refusal */
	const struct aq_waiting *receipt;
	const struct aq_waiting *taker; /* the return; NULL: not known */
	struct aq_applied applied[1 + STAND_AGAIN_MAX];
	size_t applied_count;
};

/* The return's closing is what the refusal contradicts. */
static enum aq_status close_refusal(struct reinstating *one, struct aq_error *err)
{
	const struct aq_payment *refusal = &one->waiting->payment;
	const struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED_OUT},
					   .credit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
					   .amount = refusal->amount,
					   .currency = refusal->currency};
	struct taking_back *back = one->back;
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	const struct aq_application_row *closing = NULL;
	enum aq_status status = entry ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK && one->taker)
		status = return_closing(back, one->taker, &closing, err);
	if (status < AQ_OK)
		return status;
	status = aq_entry_simple(entry, AQ_EVENT_REINSTATED, back->job->run.business_date, &posting,
				 back->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = refusal->payment_no;
	entry->payment = refusal->id;
	if (closing) {
		entry->corrects_no = closing->entry.entry_no;
		entry->corrects = closing->entry.hash;
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

static enum aq_status undo_return(struct reinstating *one, struct aq_error *err)
{
	struct taking_back *back = one->back;
	struct standing_again again = {
		.back = back,
		.receipt = one->receipt,
		.taker_no = one->taker ? one->taker->payment.payment_no : 0,
		.evidence = aq_arena_print(back->scratch, "%.*s: its return was refused; put back",
					   AQ_SLICE_ARGS(one->waiting->payment.return_code)),
	};
	enum aq_status status =
		again.evidence.length > 0 ? stand_again_read(&again, err) : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = close_refusal(one, err);
	if (status >= AQ_OK)
		status = stand_again_put(&again, one->applied, &one->applied_count, err);
	if (status < AQ_OK)
		return status;
	back->is_moved = true;
	back->job->is_changed = true;
	return aq_store_apply(back->job->store, back->job->run.run_no, one->applied,
			      one->applied_count, err);
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
	if (status < AQ_OK)
		return status;
	return owed ? forgive(&one, owed, err) : undo_return(&one, err);
}
