/*
 * done.c - a question is closed by what a person knows or did elsewhere, or opened
 * again.
 *
 * Promises: no money moves. That of a closed return stays in unidentified-out, and
 * the difference of a settlement on clearing, where everybody sees it; nobody is
 * asked again. The act keeps which question it closed, so that the same one is
 * opened again.
 * Refuses: questions whose answer is where money goes: those want apply.
 */
#include "review.h"

#include "acquit/store_read.h"
#include "acquit/store_told.h"

static const enum aq_code closable[] = {
	AQ_RETURN_UNKNOWN,  AQ_RETURN_SPENT,   AQ_RETURN_AMOUNT,   AQ_RETURN_LATE,
	AQ_RETURN_TWICE,    AQ_CHANGE_DUE,     AQ_SETTLEMENT_LATE, AQ_SETTLEMENT_DIFFERENCE,
	AQ_POSSIBLE_DOUBLE, AQ_RETURN_AWAITED, AQ_DEDUCTION,	   AQ_ALREADY_PAID,
	AQ_OVER_ALLOCATED,  AQ_LINE_GONE,      AQ_LINE_BACK,
};

static bool is_closable(enum aq_code code)
{
	for (size_t at = 0; at < sizeof(closable) / sizeof(closable[0]); at++)
		if (closable[at] == code)
			return true;
	return false;
}

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	enum aq_code *code = context;

	(void)err;
	*code = line->code;
	return AQ_OK;
}

enum aq_status review_asked(const struct review *review, uint64_t payment_no, enum aq_code *out,
			    struct aq_error *err)
{
	*out = AQ_CODE_NONE;
	return aq_store_exceptions_of(review->store, payment_no, on_question, out, err);
}

/* --- done --- */

/* Which question it is, before the act that names it begins. */
static enum aq_status find_question(struct aq_store *store, const struct aq_review_act *act,
				    enum aq_code *out, struct aq_error *err)
{
	struct review review;
	enum aq_status status = review_open(&review, store, act,
					    (struct review_verb){AQ_ACT_DONE, REVIEW_PAYMENT}, err);

	if (status >= AQ_OK && act->target_count > 0)
		status =
			review_refuse(err, AQ_REVIEW_TASK, "%s: name nothing behind it", review.id);
	if (status >= AQ_OK)
		status = review_asked(&review, review.payment->payment.payment_no, out, err);
	if (status >= AQ_OK && !is_closable(*out))
		status = review_refuse(err, AQ_REVIEW_TASK, "%s is no task that waits", review.id);
	review_close(&review);
	return status;
}

/* A line that is no settlement's, or that stands after all, is a receipt like
 * others: the next run looks at it, and it waits for nothing in silence. */
static bool is_receipt_now(const struct review *review, enum aq_code code)
{
	enum aq_bucket bucket = review->payment->bucket;

	if (review->payment->remainder <= 0)
		return false;
	if (code == AQ_LINE_GONE && (bucket == AQ_BUCKET_UNAPPLIED || bucket == AQ_BUCKET_HELD))
		return true;
	return (code == AQ_POSSIBLE_DOUBLE || code == AQ_LINE_GONE) &&
	       bucket == AQ_BUCKET_UNIDENTIFIED;
}

/* A return that was told and that no line has booked: nobody waits for it now. */
static bool is_told_return(const struct review *review, enum aq_code code)
{
	return review->payment->status == AQ_PAYMENT_NOTICE &&
	       (code == AQ_RETURN_AWAITED || code == AQ_RETURN_UNKNOWN);
}

static enum aq_status close_question(struct review *review, enum aq_code code,
				     struct aq_buffer *out, struct aq_error *err)
{
	struct aq_applied applied;
	enum aq_status status = AQ_OK;

	if (is_told_return(review, code))
		status = aq_store_told_ahead_done(review->store,
						  review->payment->payment.payment_no, err);
	if (status < AQ_OK)
		return status;
	review_as_it_is(review->payment, &applied);
	if (is_receipt_now(review, code)) {
		applied.exception = applied.bucket == AQ_BUCKET_UNIDENTIFIED ? AQ_UNKNOWN_PAYER
									     : AQ_NO_ITEM_FITS;
		applied.explanation =
			code == AQ_LINE_GONE
				? AQ_SLICE("a person said that its line stands; it waits for the "
					   "next run")
				: AQ_SLICE("a person said that it is no settlement's; it waits "
					   "for the next run");
	}
	aq_buffer_print(out, "%s: done%s\n", review->id,
			!is_receipt_now(review, code) ? ""
			: code == AQ_LINE_GONE
				? "; it stands: the next run looks at it"
				: "; no settlement's: the next run looks at it as a receipt");
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

enum aq_status aq_review_done(struct aq_store *store, const struct aq_review_act *act,
			      struct aq_buffer *out, struct aq_error *err)
{
	enum aq_code code = AQ_CODE_NONE;
	struct aq_slice targets[1];
	struct aq_review_act told = *act;
	struct aq_buffer words;
	struct review review;
	enum aq_status status = find_question(store, act, &code, err);

	if (status < AQ_OK)
		return status;
	targets[0] = aq_slice_of(aq_code_name(code));
	told.targets = targets;
	told.target_count = 1;
	aq_buffer_init(&words, 0);
	status = review_open(&review, store, &told,
			     (struct review_verb){AQ_ACT_DONE, REVIEW_PAYMENT}, err);
	if (status >= AQ_OK)
		status = close_question(&review, code, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}

/* --- reopen --- */

struct closing { /* the newest act that closed or opened a question */
	enum { CLOSED_NOT, CLOSED_DONE, CLOSED_ACCEPTED } how;
	enum aq_code code; /* of a newer program's act */
};

enum aq_code review_code(struct aq_slice name)
{
	for (size_t at = 0; at < sizeof(closable) / sizeof(closable[0]); at++)
		if (aq_slice_is(name, aq_code_name(closable[at])))
			return closable[at];
	return AQ_CODE_NONE;
}

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct closing *closing = context;

	(void)err;
	if (aq_slice_is(line->act.verb, AQ_ACT_DONE))
		*closing = (struct closing){CLOSED_DONE, review_code(line->act.target)};
	else if (aq_slice_is(line->act.verb, AQ_ACT_ACCEPT))
		*closing = (struct closing){CLOSED_ACCEPTED, AQ_CODE_NONE};
	else if (aq_slice_is(line->act.verb, AQ_ACT_REOPEN))
		*closing = (struct closing){CLOSED_NOT, AQ_CODE_NONE};
	return AQ_OK;
}

static enum aq_status check_closed(const struct review *review, const struct closing *closing,
				   struct aq_error *err)
{
	enum aq_code asked = AQ_CODE_NONE;
	enum aq_status status =
		review_asked(review, review->payment->payment.payment_no, &asked, err);

	if (status < AQ_OK)
		return status;
	if (review->act->target_count > 0)
		return review_refuse(err, AQ_REVIEW_TASK, "%s: name nothing behind it", review->id);
	if (closing->how == CLOSED_DONE && is_told_return(review, closing->code))
		return review_refuse(err, AQ_REVIEW_TASK,
				     "%s is waited for no more: its line is taken back as it comes",
				     review->id);
	if (closing->how == CLOSED_NOT)
		return review_refuse(err, AQ_REVIEW_TASK, "nothing of %s was closed", review->id);
	if (closing->how == CLOSED_ACCEPTED && review->payment->bucket != AQ_BUCKET_OUT &&
	    asked != AQ_LINE_GONE)
		return review_refuse(err, AQ_REVIEW_TASK,
				     "%s has taken its payment back since it was accepted",
				     review->id);
	if (closing->how == CLOSED_DONE && asked != AQ_CODE_NONE &&
	    !is_receipt_now(review, closing->code))
		return review_refuse(err, AQ_REVIEW_TASK, "%s is asked already: %s", review->id,
				     aq_code_name(asked));
	return AQ_OK;
}

/* What the line is once more: as it was when it came. */
static void as_it_came(const struct review *review, struct aq_applied *out)
{
	const struct aq_payment *payment = &review->payment->payment;

	review_as_it_is(review->payment, out);
	out->bucket = aq_take_in_bucket(payment);
	out->status = out->bucket == AQ_BUCKET_UNIDENTIFIED ? AQ_PAYMENT_UNIDENTIFIED
		      : out->bucket == AQ_BUCKET_OUT	    ? review_out_status(payment)
							    : AQ_PAYMENT_FEE;
	out->left = out->bucket == AQ_BUCKET_NONE ? 0 : payment->amount;
	if (out->bucket != AQ_BUCKET_UNIDENTIFIED)
		return;
	out->exception = AQ_UNKNOWN_PAYER;
	out->explanation =
		AQ_SLICE("a person said that its line stands; it waits for the next run");
}

static enum aq_status undo_gone(struct review *review, const struct aq_entry *gone,
				struct aq_applied *out, struct aq_error *err)
{
	struct aq_entry *entry = aq_arena_take(review->arena, sizeof(*entry));
	enum aq_status status = entry ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = aq_entry_contra(entry, gone, AQ_EVENT_LINE_BACK,
					 review->act->business_date, review->arena, err);
	if (status < AQ_OK)
		return status;
	as_it_came(review, out);
	out->entry = entry;
	return review_chain(review, entry, NULL, 0, err);
}

/* A line that was taken off and is there again is a receipt once more, and books again
 * what it booked. AQ_END: none was. */
static enum aq_status line_back(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct aq_application_row *rows;
	struct aq_applied *applied;
	size_t row_count = 0, count = 0;
	enum aq_status status;

	if (review->payment->status != AQ_PAYMENT_RETURNED)
		return AQ_END;
	status = aq_store_applications(review->store, review->payment->payment.payment_no,
				       review->arena, &rows, &row_count, err);
	if (status < AQ_OK || !aq_payment_was_taken_off(rows, row_count))
		return status < AQ_OK ? status : AQ_END;
	applied = aq_arena_take_many(review->arena, row_count, sizeof(*applied));
	if (!applied)
		return aq_fail_memory(err);
	for (size_t at = 0; at < row_count && status >= AQ_OK; at++)
		if (rows[at].entry.event == AQ_EVENT_LINE_GONE)
			status = undo_gone(review, &rows[at].entry, &applied[count++], err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "%s: on the bank's account again; the next run looks at it\n",
			review->id);
	return aq_store_apply(review->store, review->act->run_no, applied, count, err);
}

static enum aq_status reopen(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct closing closing = {CLOSED_NOT, AQ_CODE_NONE};
	struct aq_applied applied;
	enum aq_status status = review_owe_no_more(review, out, err);

	if (status == AQ_END)
		status = line_back(review, out, err);
	if (status != AQ_END)
		return status;
	status = aq_store_list_acts(review->store, review->payment->payment.payment_no, on_act,
				    &closing, err);
	if (status >= AQ_OK)
		status = check_closed(review, &closing, err);
	if (status < AQ_OK)
		return status;
	if (closing.how == CLOSED_ACCEPTED) {
		aq_buffer_print(out, "%s: not accepted; the next run takes nothing back\n",
				review->id);
		return AQ_OK;
	}
	review_as_it_is(review->payment, &applied);
	applied.exception = closing.code;
	if (closing.code == AQ_CODE_NONE)
		applied.exception =
			applied.bucket == AQ_BUCKET_OUT ? AQ_RETURN_UNKNOWN : AQ_CHANGE_DUE;
	applied.explanation = AQ_SLICE("a person opened it again");
	aq_buffer_print(out, "%s: asked again: %s\n", review->id, aq_code_name(applied.exception));
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

enum aq_status aq_review_reopen(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act,
			     (struct review_verb){AQ_ACT_REOPEN, REVIEW_PAYMENT}, err);
	if (status >= AQ_OK)
		status = reopen(&review, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}
