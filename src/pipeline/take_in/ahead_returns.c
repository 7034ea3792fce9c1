/*
 * ahead_returns.c - what the bank says of a payment that goes back (pacs.004).
 *
 * Such a message moves nothing: the bank's own line does. It says which payment
 * is meant, and why, and is read with that line.
 * Promises: a line is found by an id of the return, or by its amount within some
 * days where it has no id and nothing else fits either way. A return of a payment
 * that nobody knows is asked at once, one that the bank does not book for days
 * then; the question goes when its answer comes.
 */
#include "ahead.h"

#include "acquit/date.h"

#define LOOKS_DAYS    5
#define AWAITED_DAYS  5 /* business days */
#define ID_DAYS_LATER 10
#define WAITING_MAX   20000

bool ahead_is_return(const struct aq_payment *row)
{
	return row->kind == AQ_KIND_NOTICE && row->return_code.length > 0 &&
	       aq_slice_starts_with(row->source, AQ_SLICE("pacs.004"));
}

/* Not every bank marks the line as a return; that money came back, it must say. */
bool ahead_fits_return(const struct aq_payment *row, const struct aq_waiting *line)
{
	const struct aq_payment *payment = &line->payment;
	bool is_marked = payment->kind == AQ_KIND_RETURN ||
			 (payment->kind == AQ_KIND_OUTGOING && payment->direction == AQ_MONEY_OUT);

	return is_marked && payment->mode != AQ_POSTS_NOTHING &&
	       line->status != AQ_PAYMENT_REFUSED && payment->currency == row->currency &&
	       payment->amount == row->amount;
}

/* --- what is asked --- */

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	enum aq_code *code = context;

	(void)err;
	*code = line->code;
	return AQ_OK;
}

static enum aq_status ask(struct job *job, uint64_t row_no, enum aq_code code, const char *why,
			  struct aq_error *err)
{
	const struct aq_applied applied = {.payment_no = row_no,
					   .status = AQ_PAYMENT_NOTICE,
					   .bucket = AQ_BUCKET_NONE,
					   .exception = code,
					   .explanation = aq_slice_of(why)};
	enum aq_code asked = AQ_CODE_NONE;
	enum aq_status status =
		aq_store_exceptions_of(job->store, row_no, on_question, &asked, err);

	if (status < AQ_OK || asked == code)
		return status < AQ_OK ? status : AQ_OK;
	job->is_changed = true;
	return aq_store_apply(job->store, job->run.run_no, &applied, 1, err);
}

enum aq_status ahead_return_answered(struct job *job, const struct aq_waiting *row,
				     struct aq_error *err)
{
	return ask(job, row->payment.payment_no, AQ_CODE_NONE, "", err);
}

/* Whether any payment bears an id of the original. */
static enum aq_status is_original_known(struct job *job, const struct aq_payment *row,
					struct aq_arena *arena, bool *out, struct aq_error *err)
{
	static const enum aq_reference_kind kinds[] = {AQ_REF_END_TO_END, AQ_REF_UETR,
						       AQ_REF_TRANSACTION, AQ_REF_INSTRUCTION,
						       AQ_REF_MANDATE};
	struct aq_date until = aq_date_add_days(row->booked_on, ID_DAYS_LATER);
	enum aq_status status = AQ_OK;

	*out = false;
	for (size_t at = 0; at < row->reference_count && status >= AQ_OK && !*out; at++)
		for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
			uint64_t *payment_nos;
			size_t count = 0;

			if (row->references[at].kind != kinds[kind])
				continue;
			status = aq_store_payments_by_id(job->store, &row->references[at], until,
							 arena, &payment_nos, &count, err);
			*out |= status >= AQ_OK && count > 0;
		}
	return status;
}

static enum aq_status ask_of(struct job *job, const struct aq_waiting *row, struct aq_arena *arena,
			     struct aq_error *err)
{
	const struct aq_payment *payment = &row->payment;
	bool is_known = false;
	enum aq_status status = is_original_known(job, payment, arena, &is_known, err);

	if (status < AQ_OK)
		return status;
	if (!is_known)
		return ask(job, payment->payment_no, AQ_RETURN_UNKNOWN,
			   "no payment is known by the ids of this return, and no line of the bank "
			   "has booked it",
			   err);
	if (aq_date_business_days_between(payment->booked_on, job->run.business_date) >=
	    AWAITED_DAYS)
		return ask(job, payment->payment_no, AQ_RETURN_AWAITED,
			   "the return was told, and no line of the bank has booked it for five "
			   "business days or more",
			   err);
	return ask(job, payment->payment_no, AQ_CODE_NONE, "", err);
}

/* --- lines without an id --- */

static bool has_ids(const struct aq_payment *payment)
{
	for (size_t at = 0; at < payment->reference_count; at++) {
		enum aq_reference_kind kind = payment->references[at].kind;

		if (kind == AQ_REF_END_TO_END || kind == AQ_REF_UETR ||
		    kind == AQ_REF_TRANSACTION || kind == AQ_REF_MANDATE ||
		    kind == AQ_REF_INSTRUCTION)
			return true;
	}
	return false;
}

static bool looks_like(const struct aq_waiting *row, const struct aq_waiting *line)
{
	int days = aq_date_days_between(row->payment.booked_on, line->payment.booked_on);

	return ahead_fits_return(&row->payment, line) && line->payment.kind == AQ_KIND_RETURN &&
	       !has_ids(&line->payment) && days >= -LOOKS_DAYS && days <= LOOKS_DAYS;
}

/* The one other of its looks, or NULL. */
static const struct aq_waiting *only_line(const struct aq_waiting *row,
					  const struct aq_waiting *lines, size_t count)
{
	const struct aq_waiting *found = NULL;

	for (size_t at = 0; at < count; at++) {
		if (!looks_like(row, &lines[at]))
			continue;
		if (found)
			return NULL;
		found = &lines[at];
	}
	return found;
}

static bool is_only_row(const struct aq_waiting *rows, size_t count, const struct aq_waiting *line)
{
	size_t fitting = 0;

	for (size_t at = 0; at < count; at++)
		fitting += looks_like(&rows[at], line);
	return fitting == 1;
}

static enum aq_status join_looks(struct job *job, const struct aq_waiting *row,
				 const struct aq_waiting *line, struct aq_error *err)
{
	const struct aq_told_ahead told = {.payment_no = line->payment.payment_no,
					   .by_no = row->payment.payment_no};
	enum aq_status status = aq_store_told_ahead_join(job->store, told, err);

	job->is_changed = true;
	return status < AQ_OK ? status : ahead_return_answered(job, row, err);
}

enum aq_status ahead_returns(struct job *job, struct numbers *row_nos, struct aq_arena *arena,
			     struct aq_error *err)
{
	struct aq_waiting_order order = {.buckets = 1u << AQ_BUCKET_OUT, .count_max = WAITING_MAX};
	struct aq_waiting *rows, *lines;
	size_t row_count, line_count;
	enum aq_status status = AQ_OK;

	numbers_sort(row_nos);
	if (row_nos->count == 0 || row_nos->has_failed)
		return row_nos->has_failed ? aq_fail_memory(err) : AQ_OK;
	status = aq_store_payments_read(job->store, row_nos->list, row_nos->count, arena, &rows,
					&row_count, err);
	if (status >= AQ_OK)
		status = aq_store_waiting(job->store, &order, arena, &lines, &line_count, err);
	for (size_t at = 0; at < row_count && status >= AQ_OK; at++) {
		const struct aq_waiting *line = only_line(&rows[at], lines, line_count);

		if (line && is_only_row(rows, row_count, line))
			status = join_looks(job, &rows[at], line, err);
		else
			status = ask_of(job, &rows[at], arena, err);
	}
	return status < AQ_OK ? status : AQ_OK;
}
