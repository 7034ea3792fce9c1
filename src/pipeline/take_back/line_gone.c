/*
 * line_gone.c - a line that the bank's statement has no more, and of which a person
 * said that its money did not come, is taken off the bank's account.
 *
 * Promises: the contra of everything after the receipt, newest first, then of the
 * receipt: items are open again, and the account is what its statement says. Money
 * that went out comes back the same way. What is asked takes nothing back itself.
 * Refuses: what was refunded or moved meanwhile. It is asked again.
 */
#include "returning.h"

static enum aq_status close_receipt(struct taking_back *back, const struct aq_payment *payment,
				    struct aq_applied *out, struct aq_error *err)
{
	const struct aq_posting_settings settings = {.business_date = back->job->run.business_date};
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	struct aq_entry posted;
	enum aq_status status;

	if (!entry)
		return aq_fail_memory(err);
	status = aq_entry_take_in(&posted, payment, &settings, back->scratch, err);
	if (status == AQ_END)
		return aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){payment->line, 0},
			       "a line that posted nothing is to be taken off");
	if (status >= AQ_OK)
		status = aq_entry_contra(entry, &posted, AQ_EVENT_LINE_GONE, settings.business_date,
					 back->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = payment->payment_no;
	entry->payment = payment->id;
	out->entry = entry;
	return unit_chain_entry(back->job, &back->chain, entry, (struct aq_slice){NULL, 0}, err);
}

static enum aq_status ask_again(struct taking_back *back, const struct aq_waiting *waiting,
				struct aq_error *err)
{
	const struct aq_applied applied = {
		.payment_no = waiting->payment.payment_no,
		.status = waiting->status,
		.bucket = waiting->remainder ? waiting->bucket : AQ_BUCKET_NONE,
		.left = waiting->remainder,
		.customer_no = waiting->remainder ? waiting->customer_no : 0,
		.contract_no = waiting->remainder ? waiting->contract_no : 0,
		.exception = AQ_LINE_GONE,
		.explanation = AQ_SLICE("part of it was refunded or moved before it was taken "
					"off: acquit review unapply PAYMENT, then accept it")};

	return aq_store_apply(back->job->store, back->job->run.run_no, &applied, 1, err);
}

static enum aq_status take_off(struct taking_back *back, const struct aq_waiting *waiting,
			       const struct aq_application_row *rows, size_t count,
			       struct aq_error *err)
{
	const struct aq_payment *payment = &waiting->payment;
	const struct contra_order contra = {.job = back->job,
					    .chain = &back->chain,
					    .arena = back->scratch,
					    .payment_no = payment->payment_no,
					    .rule = AQ_RULE_RETURN,
					    .evidence = AQ_SLICE("its statement has it no more")};
	struct aq_applied *applied = aq_arena_take_many(back->scratch, count + 1, sizeof(*applied));
	enum aq_status status = applied ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		applied[at] = (struct aq_applied){.payment_no = payment->payment_no,
						  .status = AQ_PAYMENT_RETURNED,
						  .bucket = AQ_BUCKET_NONE};
		status = contra_application(&contra, &rows[at], &applied[at], err);
	}
	if (status < AQ_OK)
		return status;
	applied[count] =
		(struct aq_applied){.payment_no = payment->payment_no,
				    .status = AQ_PAYMENT_RETURNED,
				    .rule = AQ_RULE_RETURN,
				    .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				    .bucket = AQ_BUCKET_NONE,
				    .is_outcome = true};
	status = close_receipt(back, payment, &applied[count], err);
	if (status < AQ_OK)
		return status;
	back->job->is_changed = true;
	return aq_store_apply(back->job->store, back->job->run.run_no, applied, count + 1, err);
}

/* What was accepted before the line came back and went again is accepted no more. */
static bool is_accepted(const struct accepted *accepted, const struct aq_asked *asked)
{
	return accepted && !accepted->is_done && accepted->run_no > asked->run_no;
}

static enum aq_status line_gone(struct taking_back *back, const struct aq_asked *asked,
				struct aq_error *err)
{
	uint64_t payment_no = asked->payment_no;
	const struct accepted *accepted;
	struct aq_application_row *rows;
	struct aq_waiting *waiting;
	size_t count = 0;
	enum aq_status status;

	aq_arena_reset(back->scratch);
	status = aq_store_payments_read(back->job->store, &payment_no, 1, back->scratch, &waiting,
					&count, err);
	if (status < AQ_OK || count == 0)
		return status;
	accepted = accepted_of(back, waiting);
	if (!is_accepted(accepted, asked) || waiting->status == AQ_PAYMENT_RETURNED ||
	    waiting->payment.mode != AQ_POSTS_BANK)
		return AQ_OK;
	status = aq_store_applications(back->job->store, payment_no, back->scratch, &rows, &count,
				       err);
	if (status < AQ_OK)
		return status;
	if (!aq_payment_is_whole(waiting, rows, count))
		return ask_again(back, waiting, err);
	return take_off(back, waiting, rows, count, err);
}

enum aq_status lines_gone(struct taking_back *back, struct aq_error *err)
{
	enum aq_status status =
		aq_store_asked(back->job->store, AQ_LINE_GONE, back->accepting.arena, &back->gone,
			       &back->gone_count, err);

	for (size_t at = 0; at < back->gone_count && status >= AQ_OK; at++)
		status = line_gone(back, &back->gone[at], err);
	return status;
}

bool line_is_gone(const struct taking_back *back, const struct aq_waiting *waiting)
{
	for (size_t at = 0; at < back->gone_count; at++)
		if (back->gone[at].payment_no == waiting->payment.payment_no)
			return true;
	return false;
}
