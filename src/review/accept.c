/*
 * accept.c - a person says that a return stands, or that a task was done.
 *
 * Promises: an act that posts nothing by itself. An accepted return takes its
 * payment back in the next run, like any other.
 * Refuses: a return whose payment was taken back before: its bank must refuse
 * that one. A task that is not open.
 */
#include "review.h"

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

static enum aq_status check_return(const struct review *review, struct aq_error *err)
{
	const struct aq_waiting *waiting = review->payment;
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status = asked_of(review, &code, err);

	if (status < AQ_OK)
		return status;
	if (waiting->bucket != AQ_BUCKET_OUT || waiting->payment.kind != AQ_KIND_RETURN ||
	    waiting->payment.direction != AQ_MONEY_OUT)
		return review_refuse(err, AQ_REVIEW_RETURN, "%s is no return that waits",
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
	if (original->payment.currency != waiting->currency ||
	    original->payment.amount != waiting->amount)
		return review_refuse(err, AQ_REVIEW_RETURN, "%.*s has another amount than %s",
				     AQ_SLICE_ARGS(review->act->targets[0]), review->id);
	return AQ_OK;
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
	if (status >= AQ_OK)
		status = review_end(&review, err);
	if (status >= AQ_OK) {
		aq_buffer_print(out, "%s: accepted; the next run takes its payment back\n",
				review.id);
		status = aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
	}
	review_close(&review);
	return status < AQ_OK ? status : AQ_OK;
}

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
	if (code != AQ_CHANGE_DUE)
		return review_refuse(err, AQ_REVIEW_TASK, "%s is no task that waits", review->id);
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

enum aq_status aq_review_done(struct aq_store *store, const struct aq_review_act *act,
			      struct aq_buffer *out, struct aq_error *err)
{
	struct review review;
	enum aq_status status =
		review_open(&review, store, act, (struct review_verb){"done", REVIEW_PAYMENT}, err);

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
