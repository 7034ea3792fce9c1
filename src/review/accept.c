/*
 * accept.c - a person says that a return stands, that it takes nothing back, or
 * that a task was done.
 *
 * Promises: an act that posts nothing by itself. An accepted return takes its
 * payment back in the next run, like any other; the money of a closed one stays
 * in unidentified-out, and nobody is asked again.
 * Refuses: a return whose payment was taken back before: its bank must refuse
 * that one. More than is left of the payment. A task that is not open.
 */
#include "review.h"

#include "acquit/return_code.h"
#include "acquit/store_told.h"

struct question {
	enum aq_code code;
};

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	struct question *question = context;

	(void)err;
	question->code = line->code;
	return AQ_OK;
}

/* AQ_CODE_NONE: nothing is asked of the payment. */
static enum aq_status asked_of(const struct review *review, enum aq_code *out, struct aq_error *err)
{
	struct question question = {.code = AQ_CODE_NONE};
	enum aq_status status = aq_store_exceptions_of(
		review->store, review->payment->payment.payment_no, on_question, &question, err);

	*out = question.code;
	return status;
}

/* What our bank refused is never taken back by a person's word. */
static bool takes_back(const struct aq_payment *payment)
{
	if (payment->direction != AQ_MONEY_OUT)
		return false;
	if (payment->kind == AQ_KIND_REFUND || payment->kind == AQ_KIND_CHARGEBACK)
		return true;
	return payment->kind == AQ_KIND_RETURN &&
	       aq_return_group_of(payment->return_code) != AQ_RETURN_DISHONORED;
}

static enum aq_status check_return(const struct review *review, struct aq_error *err)
{
	const struct aq_waiting *waiting = review->payment;
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status = asked_of(review, &code, err);

	if (status < AQ_OK)
		return status;
	if (waiting->bucket != AQ_BUCKET_OUT || !takes_back(&waiting->payment))
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "%s is no return, refund or chargeback that waits",
				     review->id);
	if (code == AQ_RETURN_TWICE)
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "what %s takes back was taken back before", review->id);
	if (review->act->target_count == 0 && code != AQ_RETURN_LATE)
		return review_refuse(err, AQ_REVIEW_RETURN, "name the payment that %s takes back",
				     review->id);
	if (review->act->target_count > 1)
		return review_refuse(err, AQ_REVIEW_RETURN, "a return takes back one payment");
	return AQ_OK;
}

/* A refund may give back a part; a return gives back all. */
static bool has_amount(const struct aq_payment *waiting, const struct aq_payment *original)
{
	if (original->currency != waiting->currency)
		return false;
	return waiting->kind == AQ_KIND_RETURN ? original->amount == waiting->amount
					       : original->amount >= waiting->amount;
}

/* What the next run could not take back is not promised. */
static enum aq_status check_left(struct review *review, const struct aq_waiting *original,
				 struct aq_error *err)
{
	const struct aq_payment *waiting = &review->payment->payment;
	struct aq_slice named = review->act->targets[0];
	char left[MONEY_WORDS_BYTES], taken[MONEY_WORDS_BYTES];
	struct aq_application_row *rows;
	int64_t there;
	size_t count;
	enum aq_status status = aq_store_applications(review->store, original->payment.payment_no,
						      review->arena, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	if (aq_payment_was_moved(rows, count))
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "part of %.*s is to be refunded or was moved to an account: "
				     "first acquit review unapply %.*s",
				     AQ_SLICE_ARGS(named), AQ_SLICE_ARGS(named));
	there = aq_payment_still_there(original, rows, count);
	if (there < waiting->amount)
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "only %s of %.*s is left, and %s takes %s: collect it, then "
				     "acquit review done %s",
				     review_money(there, waiting->currency, left),
				     AQ_SLICE_ARGS(named), review->id,
				     review_money(waiting->amount, waiting->currency, taken),
				     review->id);
	return AQ_OK;
}

static enum aq_status check_original(struct review *review, struct aq_error *err)
{
	const struct aq_payment *waiting = &review->payment->payment;
	struct aq_waiting *original = NULL;
	enum aq_status status;

	if (review->act->target_count == 0)
		return AQ_OK;
	status = review_find(review, review->act->targets[0], &original, err);
	if (status < AQ_OK)
		return status;
	if (original->payment.direction != AQ_MONEY_IN || original->status == AQ_PAYMENT_RETURNED ||
	    original->status == AQ_PAYMENT_DUPLICATE || original->status == AQ_PAYMENT_NOTICE ||
	    original->status == AQ_PAYMENT_REFUSED || original->status == AQ_PAYMENT_SETTLEMENT)
		return review_refuse(err, AQ_REVIEW_RETURN, "%.*s is %s: it cannot be taken back",
				     AQ_SLICE_ARGS(review->act->targets[0]),
				     aq_payment_status_name(original->status));
	if (!has_amount(waiting, &original->payment))
		return review_refuse(err, AQ_REVIEW_RETURN, "%.*s has another amount than %s",
				     AQ_SLICE_ARGS(review->act->targets[0]), review->id);
	return check_left(review, original, err);
}

enum aq_status aq_review_accept(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	struct review review;
	enum aq_status status = review_open(
		&review, store, act, (struct review_verb){AQ_ACT_ACCEPT, REVIEW_PAYMENT}, err);

	if (status >= AQ_OK)
		status = check_return(&review, err);
	if (status >= AQ_OK)
		status = check_original(&review, err);
	if (status >= AQ_OK) {
		review_promises(&review, (struct aq_money){review.payment->payment.amount,
							   review.payment->payment.currency});
		status = review_end(&review, err);
	}
	if (status >= AQ_OK) {
		aq_buffer_print(out, "%s: accepted; the next run takes its payment back\n",
				review.id);
		status = aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
	}
	review_close(&review);
	return status < AQ_OK ? status : AQ_OK;
}

/* Questions of money that a person may have explained elsewhere. */
static bool is_of_return(enum aq_code code)
{
	return code == AQ_RETURN_UNKNOWN || code == AQ_RETURN_SPENT || code == AQ_RETURN_AMOUNT ||
	       code == AQ_RETURN_LATE || code == AQ_RETURN_TWICE;
}

/* A return that was told and that no line has booked: nobody waits for it now. */
static bool is_told_return(const struct aq_waiting *payment, enum aq_code code)
{
	return payment->status == AQ_PAYMENT_NOTICE &&
	       (code == AQ_RETURN_AWAITED || code == AQ_RETURN_UNKNOWN);
}

/* The money of a return stays where it is; the question is closed. */
static enum aq_status close_task(const struct review *review, struct aq_error *err)
{
	struct aq_applied applied = {.payment_no = review->payment->payment.payment_no,
				     .status = review->payment->status,
				     .rule = AQ_RULE_REVIEW,
				     .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
				     .bucket = AQ_BUCKET_NONE,
				     .is_outcome = true};
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status = asked_of(review, &code, err);

	if (status < AQ_OK)
		return status;
	if (review->payment->bucket == AQ_BUCKET_OUT && is_of_return(code)) {
		applied.bucket = AQ_BUCKET_OUT;
		applied.left = review->payment->remainder;
	} else if (is_told_return(review->payment, code)) {
		status = aq_store_told_ahead_done(review->store, applied.payment_no, err);
		if (status < AQ_OK)
			return status;
	} else if (code != AQ_CHANGE_DUE && code != AQ_DEDUCTION) {
		return review_refuse(err, AQ_REVIEW_TASK, "%s is no task that waits", review->id);
	}
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

enum aq_status aq_review_done(struct aq_store *store, const struct aq_review_act *act,
			      struct aq_buffer *out, struct aq_error *err)
{
	struct review review;
	enum aq_status status = review_open(&review, store, act,
					    (struct review_verb){AQ_ACT_DONE, REVIEW_PAYMENT}, err);

	if (status >= AQ_OK)
		status = close_task(&review, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	if (status >= AQ_OK) {
		aq_buffer_print(out, "%s: done\n", review.id);
		status = aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
	}
	review_close(&review);
	return status < AQ_OK ? status : AQ_OK;
}
