/*
 * accept.c - a person says that a return stands.
 *
 * Promises: an act that posts nothing by itself. An accepted return takes its
 * payment back in the next run, like any other. One that is accepted for a
 * customer takes nothing back: the customer owes it from now on.
 * So is a line that its statement has no more.
 * Refuses: a return whose payment was taken back before, unless a customer is
 * named: its bank must refuse that one. More than is left of the payment.
 */
#include "review.h"

#include "acquit/return_code.h"

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

static bool is_for_customer(const struct aq_review_act *act)
{
	return act->target_count > 0 &&
	       aq_slice_starts_with(aq_slice_trim(act->targets[0]), AQ_SLICE("account:"));
}

/* A return is undone with what it took back, and so is what was taken back. */
static bool has_other_side(const struct aq_waiting *line, const struct aq_application_row *rows,
			   size_t count)
{
	return (line->status == AQ_PAYMENT_RETURNED && line->payment.direction == AQ_MONEY_IN) ||
	       (count > 0 && rows[0].entry.event == AQ_EVENT_RETURN_CLOSED);
}

static enum aq_status check_named(const struct review *review, bool has_other, struct aq_error *err)
{
	if (review->act->target_count == 0 || (has_other && review->act->target_count == 1))
		return AQ_OK;
	return review_refuse(err, AQ_REVIEW_RETURN, "%s itself is taken off: name %s", review->id,
			     has_other ? "one other at most" : "nothing");
}

/* All of it must be there to be taken off: what was given away is not. */
static enum aq_status check_line(const struct review *review, struct aq_error *err)
{
	const struct aq_waiting *line = review->payment;
	struct aq_application_row *rows;
	size_t count;
	enum aq_status status = aq_store_applications(review->store, line->payment.payment_no,
						      review->arena, &rows, &count, err);

	if (status >= AQ_OK)
		status = check_named(review, has_other_side(line, rows, count), err);
	if (status < AQ_OK || has_other_side(line, rows, count) ||
	    aq_payment_is_whole(line, rows, count))
		return status;
	if (line->payment.direction == AQ_MONEY_OUT)
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "what %s took out was used since, and no run takes it off: "
				     "acquit review done %s, and post it by hand",
				     review->id, review->id);
	return review_refuse(err, AQ_REVIEW_RETURN,
			     "part of %s is to be refunded or was moved: first acquit review "
			     "unapply %s",
			     review->id, review->id);
}

static enum aq_status promise_line(struct review *review, struct aq_buffer *out,
				   struct aq_error *err)
{
	enum aq_status status = check_line(review, err);

	if (status < AQ_OK)
		return status;
	review_promises(review, (struct aq_money){review->payment->payment.amount,
						  review->payment->payment.currency});
	aq_buffer_print(out, "%s: accepted; the next run takes it off\n", review->id);
	return AQ_OK;
}

static enum aq_status check_return(const struct review *review, enum aq_code code,
				   struct aq_error *err)
{
	const struct aq_waiting *waiting = review->payment;

	if (waiting->bucket != AQ_BUCKET_OUT || !takes_back(&waiting->payment))
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "%s is no return, refund or chargeback that waits",
				     review->id);
	if (code == AQ_RETURN_TWICE && !is_for_customer(review->act))
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "what %s takes back was taken back before: name who owes it "
				     "now, account:CUSTOMER",
				     review->id);
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
				     "part of %.*s is to be refunded, or repaid what came back: "
				     "first acquit review unapply %.*s",
				     AQ_SLICE_ARGS(named), AQ_SLICE_ARGS(named));
	there = aq_payment_still_there(original, rows, count);
	if (there < waiting->amount)
		return review_refuse(err, AQ_REVIEW_RETURN,
				     "only %s of %.*s is left, and %s takes %s: say who owes it, "
				     "account:CUSTOMER; or acquit review done %s",
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

/* The next run does it, by what is kept of the act. */
static enum aq_status promise(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	enum aq_status status = check_original(review, err);

	if (status < AQ_OK)
		return status;
	review_promises(review, (struct aq_money){review->payment->payment.amount,
						  review->payment->payment.currency});
	aq_buffer_print(out, "%s: accepted; the next run takes its payment back\n", review->id);
	return AQ_OK;
}

static enum aq_status accept(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct target target;
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status =
		review_asked(review, review->payment->payment.payment_no, &code, err);

	if (status < AQ_OK)
		return status;
	if (code == AQ_LINE_GONE)
		return promise_line(review, out, err);
	status = check_return(review, code, err);
	if (status < AQ_OK || !is_for_customer(review->act))
		return status < AQ_OK ? status : promise(review, out, err);
	review_target_parse(review->act->targets[0], &target);
	return review_owe(review, &target, out, err);
}

enum aq_status aq_review_accept(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status = review_open(
		&review, store, act, (struct review_verb){AQ_ACT_ACCEPT, REVIEW_PAYMENT}, err);

	aq_buffer_init(&words, 0);
	if (status >= AQ_OK)
		status = accept(&review, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}
