/*
 * return_gone.c - of a receipt and its return the corrected statement has one no
 * more, and a person lets that go.
 *
 * Promises: without its return the receipt stands again, on the very items it was
 * on; without its receipt the return waits, and is asked. The line that is no more
 * is taken off the bank's account.
 * Refuses: to guess which is the other. A person may name it.
 */
#include "line_gone.h"

/* --- the return is gone --- */

static enum aq_status find_receipt(struct taking_back *back, const struct aq_waiting *waiting,
				   const struct accepted *accepted, const struct aq_waiting **out,
				   struct aq_error *err)
{
	if (accepted->target.length > 0)
		return accepted_named(back, accepted, out, err);
	return original_taken(back, waiting, out, err);
}

/* All that the return took is missing of it. */
static enum aq_status can_stand_again(struct taking_back *back, const struct aq_waiting *waiting,
				      const struct aq_waiting *receipt, bool *out,
				      struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count;
	enum aq_status status = aq_store_applications(back->job->store, receipt->payment.payment_no,
						      back->scratch, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	*out = receipt->status == AQ_PAYMENT_RETURNED && !aq_payment_was_taken_off(rows, count) &&
	       receipt->payment.direction == AQ_MONEY_IN &&
	       receipt->payment.currency == waiting->payment.currency &&
	       receipt->payment.amount == waiting->payment.amount;
	return AQ_OK;
}

static enum aq_status stand_again(struct taking_back *back, const struct aq_waiting *waiting,
				  const struct aq_waiting *receipt,
				  const struct aq_application_row *closing, struct aq_error *err)
{
	struct standing_again again = {
		.back = back,
		.receipt = receipt,
		.taker_no = waiting->payment.payment_no,
		.evidence = AQ_SLICE("the statement has its return no more; put back")};
	const struct contra_order contra = {
		.job = back->job, .chain = &back->chain, .arena = back->scratch};
	struct aq_applied applied[1 + LINE_CLOSE_MAX + STAND_AGAIN_MAX];
	size_t count = 1;
	enum aq_status status = stand_again_read(&again, err);

	applied[0] = (struct aq_applied){.payment_no = waiting->payment.payment_no,
					 .status = AQ_PAYMENT_RETURNED,
					 .bucket = AQ_BUCKET_NONE};
	if (status >= AQ_OK)
		status = contra_application(&contra, closing, &applied[0], err);
	if (status >= AQ_OK)
		status = line_close(back, &waiting->payment, applied, &count, err);
	if (status >= AQ_OK)
		status = stand_again_put(&again, applied, &count, err);
	if (status < AQ_OK)
		return status;
	back->job->is_changed = true;
	return aq_store_apply(back->job->store, back->job->run.run_no, applied, count, err);
}

enum aq_status return_gone(struct taking_back *back, const struct aq_waiting *waiting,
			   const struct accepted *accepted,
			   const struct aq_application_row *closing, struct aq_error *err)
{
	const struct aq_waiting *receipt = NULL;
	bool can = false;
	enum aq_status status = find_receipt(back, waiting, accepted, &receipt, err);

	if (status >= AQ_OK && receipt)
		status = can_stand_again(back, waiting, receipt, &can, err);
	if (status < AQ_OK)
		return status;
	if (!can)
		return line_ask_again(back, waiting,
				      "which payment it took back whole is not certain: acquit "
				      "review accept PAYMENT ORIGINAL names it",
				      err);
	return stand_again(back, waiting, receipt, closing, err);
}

/* --- the receipt is gone --- */

static enum aq_status wait_again(struct taking_back *back, const struct aq_waiting *receipt,
				 const struct aq_waiting *taker,
				 const struct aq_application_row *closing, struct aq_error *err)
{
	const struct contra_order contra = {
		.job = back->job, .chain = &back->chain, .arena = back->scratch};
	struct aq_applied applied[1 + LINE_CLOSE_MAX];
	size_t count = 1;
	bool is_gone_too = line_is_gone(back, taker);
	enum aq_status status;

	applied[0] = (struct aq_applied){
		.payment_no = taker->payment.payment_no,
		.status = taker->status,
		.rule = AQ_RULE_RETURN,
		.confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
		.bucket = AQ_BUCKET_OUT,
		.left = taker->payment.amount,
		.exception = is_gone_too ? AQ_LINE_GONE : AQ_RETURN_UNKNOWN,
		.explanation = is_gone_too ? AQ_SLICE("its statement has neither it nor the "
						      "payment it took back any more")
					   : AQ_SLICE("its statement has the payment it took back "
						      "no more"),
		.is_outcome = true};
	status = contra_application(&contra, closing, &applied[0], err);
	if (status >= AQ_OK)
		status = line_close(back, &receipt->payment, applied, &count, err);
	if (status < AQ_OK)
		return status;
	back->job->is_changed = true;
	return aq_store_apply(back->job->store, back->job->run.run_no, applied, count, err);
}

static bool may_have_taken(const struct aq_waiting *receipt, const struct aq_waiting *taker)
{
	return taker->payment.direction == AQ_MONEY_OUT && taker->remainder == 0 &&
	       (taker->status == AQ_PAYMENT_REVERSAL || taker->status == AQ_PAYMENT_REFUND) &&
	       taker->payment.currency == receipt->payment.currency &&
	       taker->payment.amount == receipt->payment.amount;
}

static enum aq_status numbers_of(struct taking_back *back, const struct aq_payment *receipt,
				 struct numbers *out, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < receipt->reference_count && status >= AQ_OK; at++) {
		uint64_t *found;
		size_t count = 0;

		if (receipt->references[at].value.length == 0)
			continue;
		status = aq_store_payments_by_id(back->job->store, &receipt->references[at],
						 back->job->run.business_date, back->scratch,
						 &found, &count, err);
		for (size_t which = 0; which < count && status >= AQ_OK; which++)
			numbers_add(out, found[which]);
	}
	numbers_sort(out);
	return out->has_failed ? aq_fail_memory(err) : status;
}

static enum aq_status takes_it(struct taking_back *back, const struct aq_waiting *receipt,
			       const struct aq_waiting *taker, bool *out, struct aq_error *err)
{
	const struct aq_waiting *original = NULL;
	enum aq_status status = AQ_OK;

	if (may_have_taken(receipt, taker))
		status = original_taken(back, taker, &original, err);
	*out = original && original->payment.payment_no == receipt->payment.payment_no;
	return status;
}

/* Among those that share an id with the receipt; NULL: none, or several. */
static enum aq_status find_taker(struct taking_back *back, const struct aq_waiting *receipt,
				 const struct aq_waiting **out, struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	struct aq_waiting *found = NULL;
	size_t count = 0, takers = 0;
	bool is_it = false;
	enum aq_status status = numbers_of(back, &receipt->payment, &numbers, err);

	*out = NULL;
	if (status >= AQ_OK && numbers.count > 0)
		status = aq_store_payments_read(back->job->store, numbers.list, numbers.count,
						back->scratch, &found, &count, err);
	numbers_free(&numbers);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		status = takes_it(back, receipt, &found[at], &is_it, err);
		if (status >= AQ_OK && is_it && ++takers)
			*out = &found[at];
	}
	if (takers != 1)
		*out = NULL;
	return status;
}

enum aq_status returned_gone(struct taking_back *back, const struct aq_waiting *waiting,
			     const struct accepted *accepted, struct aq_error *err)
{
	const struct aq_application_row *closing = NULL;
	const struct aq_waiting *taker = NULL;
	enum aq_status status = accepted->target.length > 0
					? accepted_named(back, accepted, &taker, err)
					: find_taker(back, waiting, &taker, err);

	if (status >= AQ_OK && taker && may_have_taken(waiting, taker))
		status = return_closing(back, taker, &closing, err);
	if (status < AQ_OK)
		return status;
	if (!closing)
		return line_ask_again(back, waiting,
				      "which return took it back whole is not certain: acquit "
				      "review accept PAYMENT RETURN names it",
				      err);
	return wait_again(back, waiting, taker, closing, err);
}
