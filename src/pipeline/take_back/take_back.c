/*
 * take_back.c - returns, reversals, chargebacks and refunds take a payment back.
 *
 * Promises: the contra of everything after the original's receipt, newest
 * first, so that exactly the allocations it had are open again; then the two
 * movements close each other. A return that our bank refuses is undone, one
 * that the other bank stands by takes back again. Files may come in any order:
 * what waits for another movement is looked at again, tonight and every night.
 * Refuses: to guess. What original.c cannot tell is a question, and its money
 * stays in unidentified-out.
 */
#include "returning.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/sorted.h"

#define RETURNS_A_CALL 4096

struct page { /* returns in hand, by payment_no */
	struct aq_waiting *waiting;
	size_t count;
};
/* Return, refusal, contest, and one more for what they leave. */
#define PASSES_MAX 4

static enum aq_status close_both(struct taking_back *back, const struct aq_waiting *waiting,
				 struct aq_applied *out, struct aq_error *err)
{
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
				     .credit = {.account = AQ_ACCOUNT_UNIDENTIFIED_OUT},
				     .amount = waiting->payment.amount,
				     .currency = waiting->payment.currency};
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	enum aq_status status;

	if (!entry)
		return aq_fail_memory(err);
	status = aq_entry_simple(entry, AQ_EVENT_RETURN_CLOSED, back->job->run.business_date,
				 &posting, back->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = waiting->payment.payment_no;
	entry->payment = waiting->payment.id;
	out->entry = entry;
	return unit_chain_entry(back->job, &back->chain, entry, (struct aq_slice){NULL, 0}, err);
}

static enum aq_status restore(struct taking_back *back, const struct aq_waiting *waiting,
			      const struct aq_waiting *original, struct aq_error *err)
{
	int64_t left;
	struct contra_order contra = {.job = back->job,
				      .chain = &back->chain,
				      .arena = back->scratch,
				      .payment_no = waiting->payment.payment_no,
				      .rule = AQ_RULE_RETURN,
				      .evidence = waiting->payment.return_code.length
							  ? waiting->payment.return_code
							  : AQ_SLICE("taken back")};
	struct aq_application_row *rows;
	struct aq_applied *applied;
	size_t count, index;
	enum aq_status status;

	status = aq_store_applications(back->job->store, original->payment.payment_no,
				       back->scratch, &rows, &count, err);
	if (status < AQ_OK)
		return status;
	if (aq_payment_was_moved(rows, count) ||
	    aq_payment_still_there(original, rows, count) < waiting->payment.amount)
		return AQ_END;
	left = aq_payment_still_there(original, rows, count) - waiting->payment.amount;
	applied = aq_arena_take_many(back->scratch, count + 2, sizeof(*applied));
	if (!applied)
		return aq_fail_memory(err);
	for (index = 0; index < count && status >= AQ_OK; index++) {
		applied[index] = (struct aq_applied){.payment_no = original->payment.payment_no,
						     .status = AQ_PAYMENT_UNIDENTIFIED,
						     .bucket = AQ_BUCKET_UNIDENTIFIED,
						     .left = left};
		status = contra_application(&contra, &rows[index], &applied[index], err);
	}
	if (status < AQ_OK)
		return status;
	applied[count] = (struct aq_applied){
		.payment_no = waiting->payment.payment_no,
		.status = waiting->payment.kind == AQ_KIND_REFUND ? AQ_PAYMENT_REFUND
								  : AQ_PAYMENT_REVERSAL,
		.rule = AQ_RULE_RETURN,
		.confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
		.bucket = AQ_BUCKET_NONE,
		.is_outcome = true};
	status = close_both(back, waiting, &applied[count], err);
	applied[count + 1] =
		(struct aq_applied){.payment_no = original->payment.payment_no,
				    .status = left ? AQ_PAYMENT_UNIDENTIFIED : AQ_PAYMENT_RETURNED,
				    .rule = AQ_RULE_RETURN,
				    .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				    .bucket = left ? AQ_BUCKET_UNIDENTIFIED : AQ_BUCKET_NONE,
				    .left = left,
				    .is_outcome = true};
	line_keep_asked(back, original, &applied[count + 1]);
	if (status >= AQ_OK)
		status = aq_store_apply(back->job->store, back->job->run.run_no, applied, count + 2,
					err);
	back->is_moved = true;
	back->job->is_changed = true;
	return status;
}

static enum aq_status ask(struct taking_back *back, const struct aq_waiting *waiting,
			  enum aq_code code, const char *why, struct aq_error *err)
{
	struct aq_applied applied = {.payment_no = waiting->payment.payment_no,
				     .status = waiting->status,
				     .bucket = waiting->bucket,
				     .left = waiting->remainder,
				     .exception = code,
				     .explanation = aq_slice_of(why),
				     .is_outcome = false};

	return aq_store_apply(back->job->store, back->job->run.run_no, &applied, 1, err);
}

/* What we sent came back: each explains the other, and nothing is to be posted. */
static enum aq_status pair_off(struct taking_back *back, const struct aq_waiting *waiting,
			       const struct aq_waiting *sent, struct aq_error *err)
{
	const struct aq_applied applied[] = {
		{.payment_no = waiting->payment.payment_no,
		 .status = AQ_PAYMENT_REVERSAL,
		 .rule = AQ_RULE_RETURN,
		 .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
		 .bucket = AQ_BUCKET_NONE,
		 .is_outcome = true},
		{.payment_no = sent->payment.payment_no,
		 .status = AQ_PAYMENT_RETURNED,
		 .rule = AQ_RULE_RETURN,
		 .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
		 .bucket = AQ_BUCKET_NONE,
		 .is_outcome = true},
	};

	back->is_moved = true;
	back->job->is_changed = true;
	return aq_store_apply(back->job->store, back->job->run.run_no, applied, 2, err);
}

enum turn turn_of(const struct aq_payment *payment)
{
	bool is_out = payment->direction == AQ_MONEY_OUT;

	if (payment->kind == AQ_KIND_CHARGEBACK || payment->kind == AQ_KIND_REFUND)
		return is_out ? TURN_TAKES_BACK : TURN_REINSTATES;
	if (payment->kind != AQ_KIND_RETURN)
		return TURN_NONE;
	switch (aq_return_group_of(payment->return_code)) {
	case AQ_RETURN_DISHONORED:
		return is_out ? TURN_ASKS : TURN_REINSTATES;
	case AQ_RETURN_CONTESTED:
		return is_out ? TURN_TAKES_BACK : TURN_ASKS;
	default:
		return is_out ? TURN_TAKES_BACK : TURN_GIVES_BACK;
	}
}

static enum aq_status find(struct taking_back *back, const struct aq_waiting *waiting,
			   enum turn turn, struct original *out, struct aq_error *err)
{
	const struct accepted *accepted = accepted_of(back, waiting);

	switch (turn) {
	case TURN_TAKES_BACK:
		if (accepted && accepted->target.length > 0)
			return accepted_original(back, waiting, accepted, out, err);
		return original_receipt(back, waiting, out, err);
	case TURN_GIVES_BACK:
		return original_sent(back, waiting, out, err);
	default:
		*out = (struct original){
			.question = AQ_RETURN_UNKNOWN,
			.why = "a refused or contested return of what we sent: say what it means"};
		return AQ_OK;
	}
}

/* The refused return took nothing back yet: it and its refusal are even. */
static enum aq_status reinstate_or_pair(struct taking_back *back, const struct aq_waiting *waiting,
					struct aq_error *err)
{
	const struct aq_waiting *refused;
	struct original original;
	enum aq_status status = original_return(back, waiting, RETURN_WAITS, &refused, err);

	if (status < AQ_OK)
		return status;
	if (refused) {
		back->has_paired = true;
		return pair_off(back, waiting, refused, err);
	}
	status = original_returned(back, waiting, &original, err);
	if (status < AQ_OK)
		return status;
	if (!original.payment)
		return ask(back, waiting, original.question, original.why, err);
	return reinstate(back, waiting, original.payment, err);
}

/* AQ_END: another one of its page closed it. */
static enum aq_status still_waits(struct taking_back *back, const struct aq_waiting *waiting,
				  struct aq_error *err)
{
	struct aq_waiting *now;
	size_t count;
	enum aq_status status;

	if (!back->has_paired)
		return AQ_OK;
	status = aq_store_payments_read(back->job->store, &waiting->payment.payment_no, 1,
					back->scratch, &now, &count, err);
	if (status < AQ_OK)
		return status;
	return count == 1 && now->bucket == AQ_BUCKET_OUT ? AQ_OK : AQ_END;
}

static enum aq_status take_back_one(struct taking_back *back, const struct aq_waiting *waiting,
				    struct aq_error *err)
{
	const struct accepted *accepted = accepted_of(back, waiting);
	enum turn turn = turn_of(&waiting->payment);
	struct original original;
	enum aq_status status;

	if (turn == TURN_NONE || (accepted && accepted->is_done) || line_is_gone(back, waiting))
		return AQ_OK;
	aq_arena_reset(back->scratch);
	status = still_waits(back, waiting, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	if (turn == TURN_REINSTATES)
		return reinstate_or_pair(back, waiting, err);
	status = find(back, waiting, turn, &original, err);
	if (status < AQ_OK)
		return status;
	if (!original.payment)
		return ask(back, waiting, original.question, original.why, err);
	if (turn == TURN_GIVES_BACK)
		return pair_off(back, waiting, original.payment, err);
	status = restore(back, waiting, original.payment, err);
	if (status == AQ_END)
		return ask(back, waiting, AQ_RETURN_SPENT,
			   "part of the payment was refunded or moved before it was taken back",
			   err);
	return status;
}

static int by_number(const void *one, const void *other)
{
	const uint64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

/* The keys' payments, by their numbers. */
static enum aq_status read_page(struct taking_back *back, const struct return_key *keys,
				size_t count, struct page *out, struct aq_error *err)
{
	uint64_t *numbers = aq_arena_take_many(back->arena, count, sizeof(*numbers));

	if (!numbers)
		return aq_fail_memory(err);
	for (size_t index = 0; index < count; index++)
		numbers[index] = keys[index].payment_no;
	qsort(numbers, count, sizeof(*numbers), by_number);
	return aq_store_payments_read(back->job->store, numbers, count, back->arena, &out->waiting,
				      &out->count, err);
}

static const struct aq_waiting *waiting_of(const struct page *page, uint64_t payment_no)
{
	return aq_sorted_find(AQ_SORTED(page->waiting, page->count, payment.payment_no),
			      payment_no);
}

static enum aq_status take_back_page(struct taking_back *back, const struct return_key *keys,
				     size_t count, struct aq_error *err)
{
	struct page page = {.count = 0};
	enum aq_status status;

	aq_arena_reset(back->arena);
	status = read_page(back, keys, count, &page, err);
	if (status >= AQ_OK)
		status = alike_read(back, page.waiting, page.count, err);
	back->has_paired = false;
	for (size_t index = 0; index < count && status >= AQ_OK; index++) {
		const struct aq_waiting *waiting = waiting_of(&page, keys[index].payment_no);

		/* A page before may have closed it. */
		if (waiting && waiting->bucket == AQ_BUCKET_OUT && waiting->remainder != 0)
			status = take_back_one(back, waiting, err);
	}
	return status;
}

static enum aq_status take_back_all(struct taking_back *back, struct aq_error *err)
{
	struct return_order order;
	enum aq_status status = returns_in_order(back, &order, err);

	for (size_t from = 0; from < order.count && status >= AQ_OK; from += RETURNS_A_CALL) {
		size_t left = order.count - from;

		status = take_back_page(back, &order.keys[from],
					left < RETURNS_A_CALL ? left : RETURNS_A_CALL, err);
	}
	return status;
}

static enum aq_status take_back_passes(struct taking_back *back, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	int pass;

	back->is_moved = true;
	for (pass = 0; pass < PASSES_MAX && back->is_moved && status >= AQ_OK; pass++) {
		back->is_moved = false;
		status = take_back_all(back, err);
	}
	return status;
}

enum aq_status take_back(struct job *job, struct aq_error *err)
{
	struct taking_back back = {.job = job};
	enum aq_status status;

	status = aq_arena_new(&back.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&back.accepting.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&back.scratch, 0, err);
	if (status >= AQ_OK)
		status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		goto done;
	status = unit_chain_begin(job, &back.chain, AQ_SLICE("returns"), err);
	if (status >= AQ_OK)
		status = accepted_read(&back, err);
	if (status >= AQ_OK)
		status = lines_gone(&back, err);
	if (status >= AQ_OK)
		status = take_back_passes(&back, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &back.chain, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
done:
	aq_arena_free(back.accepting.arena);
	aq_arena_free(back.scratch);
	aq_arena_free(back.arena);
	return status < AQ_OK ? status : AQ_OK;
}
