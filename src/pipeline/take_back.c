/*
 * take_back.c - returns, chargebacks and refunds take a payment back.
 *
 * Promises: the contra of everything after the original's receipt, newest
 * first, so that exactly the allocations it had are open again; then the two
 * movements close each other. Refuses: to guess. An original that is not found,
 * or found twice, is a question, and its money stays in unidentified-out.
 */
#include "contra.h"

#include "acquit/claim.h"

#define RETURNS_A_CALL 4096
#define CANDIDATES_MAX 64

struct taking_back {
	struct job *job;
	struct aq_arena *arena; /* one batch of returns */
	struct aq_arena *scratch; /* one return */
	struct unit_chain chain;
};

/* What one return may be looked up by: the id, and the kinds it may have had
 * on the original. */
static const enum aq_reference_kind original_kinds[] = {
	AQ_REF_TRACE, AQ_REF_END_TO_END,  AQ_REF_BANK, AQ_REF_TRANSACTION,
	AQ_REF_UETR,  AQ_REF_INSTRUCTION, AQ_REF_ROW,  AQ_REF_MANDATE,
};

#define KIND_COUNT (sizeof(original_kinds) / sizeof(original_kinds[0]))

static bool takes_back(const struct aq_waiting *waiting)
{
	const struct aq_payment *payment = &waiting->payment;

	return payment->direction == AQ_MONEY_OUT &&
	       (payment->kind == AQ_KIND_RETURN || payment->kind == AQ_KIND_CHARGEBACK ||
		payment->kind == AQ_KIND_REFUND);
}

/* R61 to R77 speak of a return, not of a payment: a dishonoured or contested
 * return moves money the other way, and only a person knows where it stands. */
static bool is_about_a_return(const struct aq_payment *payment)
{
	struct aq_slice code = payment->return_code;

	return code.length == 3 && code.start[0] == 'R' &&
	       (code.start[1] == '6' || code.start[1] == '7');
}

/* A refund may give back a part; a return gives back all. */
static bool amount_fits(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	if (waiting->payment.kind == AQ_KIND_RETURN)
		return original->payment.amount == waiting->payment.amount;
	return original->payment.amount >= waiting->payment.amount;
}

static bool may_be_original(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->payment.direction == AQ_MONEY_IN &&
	       original->payment.currency == waiting->payment.currency &&
	       original->payment.payment_no != waiting->payment.payment_no &&
	       original->status != AQ_PAYMENT_RETURNED &&
	       original->status != AQ_PAYMENT_DUPLICATE && original->status != AQ_PAYMENT_NOTICE &&
	       original->status != AQ_PAYMENT_REFUSED &&
	       original->status != AQ_PAYMENT_SETTLEMENT && amount_fits(waiting, original);
}

static enum aq_status add_known_by(struct taking_back *back, const struct aq_waiting *waiting,
				   struct aq_reference id, struct numbers *out,
				   struct aq_error *err)
{
	uint64_t *payment_nos;
	size_t count, index;
	enum aq_status status;

	if (id.value.length == 0)
		return AQ_OK;
	status = aq_store_payments_by_id(back->job->store, &id, waiting->payment.booked_on,
					 back->scratch, &payment_nos, &count, err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		numbers_add(out, payment_nos[index]);
	return status;
}

/* Ids of the original: told as such, or the return's own end-to-end id, which
 * banks repeat from the original. */
static enum aq_status candidates(struct taking_back *back, const struct aq_waiting *waiting,
				 struct numbers *out, struct aq_error *err)
{
	const struct aq_payment *payment = &waiting->payment;
	size_t index, kind;
	enum aq_status status = AQ_OK;

	for (kind = 0; kind < KIND_COUNT && status >= AQ_OK; kind++)
		status = add_known_by(
			back, waiting,
			(struct aq_reference){original_kinds[kind], payment->counter_reference},
			out, err);
	for (index = 0; index < payment->reference_count && status >= AQ_OK; index++) {
		struct aq_reference id = payment->references[index];

		if (id.kind == AQ_REF_ORIGINAL_TRACE)
			id.kind = AQ_REF_TRACE;
		if (id.kind == AQ_REF_TRACE && payment->references[index].kind == AQ_REF_TRACE)
			continue; /* the return's own trace */
		if (id.kind == AQ_REF_ORIGINAL) {
			for (kind = 0; kind < KIND_COUNT && status >= AQ_OK; kind++)
				status = add_known_by(
					back, waiting,
					(struct aq_reference){original_kinds[kind], id.value}, out,
					err);
		} else if (id.kind == AQ_REF_TRACE || id.kind == AQ_REF_END_TO_END ||
			   id.kind == AQ_REF_UETR || id.kind == AQ_REF_TRANSACTION) {
			status = add_known_by(back, waiting, id, out, err);
		}
	}
	numbers_sort(out);
	if (out->has_failed)
		return aq_fail_memory(err);
	return status;
}

/* The one payment this return takes back; `count` says how many fit. */
static enum aq_status find_original(struct taking_back *back, const struct aq_waiting *waiting,
				    struct aq_waiting **out, size_t *fitting, struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	struct aq_waiting *found;
	size_t count = 0, index;
	enum aq_status status;

	*fitting = 0;
	status = candidates(back, waiting, &numbers, err);
	if (numbers.count > CANDIDATES_MAX)
		numbers.count = CANDIDATES_MAX;
	if (status >= AQ_OK && numbers.count > 0)
		status = aq_store_payments_read(back->job->store, numbers.list, numbers.count,
						back->scratch, &found, &count, err);
	numbers_free(&numbers);
	for (index = 0; index < count && status >= AQ_OK; index++) {
		if (!may_be_original(waiting, &found[index]))
			continue;
		++*fitting;
		*out = &found[index];
	}
	return status;
}

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
	if (contra_was_moved(rows, count) ||
	    contra_still_there(original, rows, count) < waiting->payment.amount)
		return AQ_END;
	left = contra_still_there(original, rows, count) - waiting->payment.amount;
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
	if (status >= AQ_OK)
		status = aq_store_apply(back->job->store, back->job->run.run_no, applied, count + 2,
					err);
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

static enum aq_status take_back_one(struct taking_back *back, const struct aq_waiting *waiting,
				    struct aq_error *err)
{
	struct aq_waiting *original = NULL;
	size_t fitting;
	enum aq_status status;

	aq_arena_reset(back->scratch);
	if (is_about_a_return(&waiting->payment))
		return ask(back, waiting, AQ_RETURN_UNKNOWN,
			   "a dishonoured or contested return: say what became of the payment",
			   err);
	status = find_original(back, waiting, &original, &fitting, err);
	if (status < AQ_OK)
		return status;
	if (fitting == 0)
		return ask(back, waiting, AQ_RETURN_UNKNOWN,
			   "no payment is known by the ids and amount of this return", err);
	if (fitting > 1)
		return ask(back, waiting, AQ_RETURN_UNKNOWN,
			   "several payments fit the ids and amount of this return", err);
	status = restore(back, waiting, original, err);
	if (status == AQ_END)
		return ask(back, waiting, AQ_RETURN_SPENT,
			   "part of the payment was refunded or moved before it was taken back",
			   err);
	return status;
}

static enum aq_status take_back_all(struct taking_back *back, struct aq_error *err)
{
	struct aq_waiting_order order = {.buckets = 1u << AQ_BUCKET_OUT,
					 .count_max = RETURNS_A_CALL};
	struct aq_waiting *waiting;
	size_t count, index;
	enum aq_status status;

	for (;;) {
		aq_arena_reset(back->arena);
		status = aq_store_waiting(back->job->store, &order, back->arena, &waiting, &count,
					  err);
		if (status < AQ_OK || count == 0)
			return status;
		order.after = waiting[count - 1].payment.payment_no;
		for (index = 0; index < count && status >= AQ_OK; index++)
			if (takes_back(&waiting[index]))
				status = take_back_one(back, &waiting[index], err);
		if (status < AQ_OK)
			return status;
	}
}

enum aq_status take_back(struct job *job, struct aq_error *err)
{
	struct taking_back back = {.job = job};
	enum aq_status status;

	status = aq_arena_new(&back.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&back.scratch, 0, err);
	if (status >= AQ_OK)
		status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		goto done;
	status = unit_chain_begin(job, &back.chain, AQ_SLICE("returns"), err);
	if (status >= AQ_OK)
		status = take_back_all(&back, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &back.chain, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
done:
	aq_arena_free(back.scratch);
	aq_arena_free(back.arena);
	return status < AQ_OK ? status : AQ_OK;
}
