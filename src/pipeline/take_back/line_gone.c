/*
 * line_gone.c - a line that the bank's statement has no more, and of which a person
 * said that its money did not come, is taken off the bank's account.
 *
 * Promises: the contra of everything after the receipt, newest first, then of the
 * receipt: items are open again, and the account is what its statement says. Money
 * that went out comes back the same way, a settlement waits again for its line, and
 * where the line had booked a notified payment, both are taken off. What is asked
 * takes nothing back itself.
 * Refuses: what was refunded or moved meanwhile. It is asked again.
 */
#include "line_gone.h"

static enum aq_status add_contra(struct taking_back *back, const struct aq_payment *payment,
				 const struct aq_entry *posted, struct aq_applied *out,
				 struct aq_error *err)
{
	struct aq_entry *entry = aq_arena_take(back->scratch, sizeof(*entry));
	enum aq_status status = entry ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = aq_entry_contra(entry, posted, AQ_EVENT_LINE_GONE,
					 back->job->run.business_date, back->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = payment->payment_no;
	entry->payment = payment->id;
	*out = (struct aq_applied){.payment_no = payment->payment_no,
				   .status = AQ_PAYMENT_RETURNED,
				   .rule = AQ_RULE_RETURN,
				   .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_RETURN),
				   .bucket = AQ_BUCKET_NONE,
				   .entry = entry,
				   .is_outcome = true};
	return unit_chain_entry(back->job, &back->chain, entry, (struct aq_slice){NULL, 0}, err);
}

static enum aq_status close_receipt(struct taking_back *back, const struct aq_payment *payment,
				    struct aq_applied *out, struct aq_error *err)
{
	const struct aq_posting_settings settings = {.business_date = back->job->run.business_date};
	struct aq_entry posted;
	enum aq_status status = aq_entry_take_in(&posted, payment, &settings, back->scratch, err);

	if (status == AQ_END)
		return aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){payment->line, 0},
			       "a line that posted nothing is to be taken off");
	return status < AQ_OK ? status : add_contra(back, payment, &posted, out, err);
}

/* The statement's own line, which moved the money of a notified payment to the bank. */
static enum aq_status close_booking(struct taking_back *back, const struct aq_payment *detail,
				    const struct aq_payment *line, struct aq_applied *out,
				    struct aq_error *err)
{
	const struct aq_posting_settings settings = {.business_date = back->job->run.business_date};
	const struct aq_detail_booked order = {
		.line = line, .source = detail->source, .settlement = detail->settlement_id};
	struct aq_entry booked;
	enum aq_status status =
		aq_entry_detail_booked(&booked, &order, &settings, back->scratch, err);

	return status < AQ_OK ? status : add_contra(back, detail, &booked, out, err);
}

static enum aq_status close_bookings(struct taking_back *back, const struct aq_payment *payment,
				     struct aq_applied *out, size_t *count, struct aq_error *err)
{
	struct aq_waiting *lines = NULL;
	uint64_t *numbers = NULL;
	size_t found = 0;
	enum aq_status status;

	if (payment->mode != AQ_POSTS_CLEARING)
		return AQ_OK;
	status = aq_store_booked_by(back->job->store, payment->payment_no, back->scratch, &numbers,
				    &found, err);
	if (status >= AQ_OK && found > 0)
		status = aq_store_payments_read(back->job->store, numbers, 1, back->scratch, &lines,
						&found, err);
	if (status < AQ_OK || found == 0)
		return status;
	return close_booking(back, payment, &lines[0].payment, &out[(*count)++], err);
}

enum aq_status line_close(struct taking_back *back, const struct aq_payment *payment,
			  struct aq_applied *out, size_t *count, struct aq_error *err)
{
	enum aq_status status = close_bookings(back, payment, out, count, err);

	return status < AQ_OK ? status : close_receipt(back, payment, &out[(*count)++], err);
}

enum aq_status line_ask_again(struct taking_back *back, const struct aq_waiting *waiting,
			      const char *why, struct aq_error *err)
{
	const struct aq_applied applied = {
		.payment_no = waiting->payment.payment_no,
		.status = waiting->status,
		.bucket = waiting->remainder ? waiting->bucket : AQ_BUCKET_NONE,
		.left = waiting->remainder,
		.customer_no = waiting->remainder ? waiting->customer_no : 0,
		.contract_no = waiting->remainder ? waiting->contract_no : 0,
		.exception = AQ_LINE_GONE,
		.explanation = aq_slice_of(why)};

	return aq_store_apply(back->job->store, back->job->run.run_no, &applied, 1, err);
}

static enum aq_status take_off(struct taking_back *back, const struct aq_waiting *waiting,
			       const struct aq_application_row *rows, size_t row_count,
			       struct aq_error *err)
{
	const struct aq_payment *payment = &waiting->payment;
	const struct contra_order contra = {.job = back->job,
					    .chain = &back->chain,
					    .arena = back->scratch,
					    .payment_no = payment->payment_no,
					    .rule = AQ_RULE_RETURN,
					    .evidence = AQ_SLICE("its statement has it no more")};
	struct aq_applied *applied =
		aq_arena_take_many(back->scratch, row_count + LINE_CLOSE_MAX, sizeof(*applied));
	size_t count = 0;
	enum aq_status status = applied ? AQ_OK : aq_fail_memory(err);

	for (; count < row_count && status >= AQ_OK; count++) {
		applied[count] = (struct aq_applied){.payment_no = payment->payment_no,
						     .status = AQ_PAYMENT_RETURNED,
						     .bucket = AQ_BUCKET_NONE};
		status = contra_application(&contra, &rows[count], &applied[count], err);
	}
	if (status >= AQ_OK)
		status = line_close(back, payment, applied, &count, err);
	if (status < AQ_OK)
		return status;
	back->job->is_changed = true;
	return aq_store_apply(back->job->store, back->job->run.run_no, applied, count, err);
}

/* What was accepted before the line came back and went again is accepted no more. */
static bool is_accepted(const struct accepted *accepted, const struct aq_asked *asked)
{
	return accepted && !accepted->is_done && accepted->run_no > asked->run_no;
}

static enum aq_status let_go(struct taking_back *back, const struct aq_waiting *waiting,
			     const struct accepted *accepted, struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count;
	enum aq_status status = aq_store_applications(back->job->store, waiting->payment.payment_no,
						      back->scratch, &rows, &count, err);

	if (status < AQ_OK || aq_payment_was_taken_off(rows, count))
		return status < AQ_OK ? status : AQ_OK;
	if (waiting->status == AQ_PAYMENT_RETURNED)
		return returned_gone(back, waiting, accepted, err);
	if (count > 0 && rows[0].entry.event == AQ_EVENT_RETURN_CLOSED)
		return return_gone(back, waiting, accepted, &rows[0], err);
	if (!aq_payment_is_whole(waiting, rows, count))
		return line_ask_again(back, waiting,
				      "part of it was refunded or moved before it was taken off: "
				      "acquit review unapply PAYMENT, then accept it",
				      err);
	return take_off(back, waiting, rows, count, err);
}

static enum aq_status line_gone(struct taking_back *back, const struct aq_asked *asked,
				struct aq_error *err)
{
	const struct accepted *accepted;
	struct aq_waiting *waiting;
	size_t count = 0;
	enum aq_status status;

	aq_arena_reset(back->scratch);
	status = aq_store_payments_read(back->job->store, &asked->payment_no, 1, back->scratch,
					&waiting, &count, err);
	if (status < AQ_OK || count == 0)
		return status;
	accepted = accepted_of(back, waiting);
	if (!is_accepted(accepted, asked))
		return AQ_OK;
	return let_go(back, waiting, accepted, err);
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

void line_keep_asked(const struct taking_back *back, const struct aq_waiting *waiting,
		     struct aq_applied *applied)
{
	if (!line_is_gone(back, waiting))
		return;
	applied->exception = AQ_LINE_GONE;
	applied->explanation =
		AQ_SLICE("its statement has it no more; a return of it came, or went");
}
