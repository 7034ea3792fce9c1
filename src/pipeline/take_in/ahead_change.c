/*
 * ahead_change.c - notifications of change that our bank refused (C61 to C69).
 *
 * Reads: the rows that wait. A refused one names the notification by the trace of
 * the entry that was to be changed, by the code of the change, and by the end of
 * the notification's own trace.
 * Promises: the notification is no task any more, and what the refusal says is
 * shown with it, whichever of the two came first.
 * Refuses: to choose between two that fit; a refusal that names another code or
 * trace closes nothing.
 */
#include "ahead.h"

#include "acquit/return_code.h"

#define NOTICE_DAYS_LATER 60
#define CODE_BYTES	  3

bool ahead_is_refused_change(const struct aq_payment *row)
{
	return row->kind == AQ_KIND_NOTICE &&
	       aq_return_group_of(row->return_code) == AQ_RETURN_CHANGE_REFUSED;
}

/* "C01 0000042": code and end of the trace of what is refused, as far as told. */
static struct aq_slice refused_by(const struct aq_payment *refusal)
{
	for (size_t at = 0; at < refusal->reference_count; at++)
		if (refusal->references[at].kind == AQ_REF_ORIGINAL)
			return refusal->references[at].value;
	return (struct aq_slice){NULL, 0};
}

/* Blanks or zeros: no trace ends in seven of them. */
static bool is_untold(struct aq_slice trace)
{
	size_t at = 0;

	while (at < trace.length && trace.start[at] == '0')
		at++;
	return at == trace.length;
}

static bool is_refused_by(const struct aq_payment *refusal, const struct aq_payment *notice)
{
	struct aq_slice trace = refused_by(refusal);
	struct aq_slice code = aq_slice_cut(&trace, ' ');

	if (notice->kind != AQ_KIND_NOTICE || notice->is_refused ||
	    aq_return_group_of(notice->return_code) != AQ_RETURN_CHANGE ||
	    !aq_slice_equals(notice->counter_reference, refusal->counter_reference))
		return false;
	if (code.length == CODE_BYTES && !aq_slice_equals(code, notice->return_code))
		return false;
	return is_untold(trace) || aq_slice_ends_with(notice->trace, trace);
}

/* The one notification that it refuses, or NULL. */
static enum aq_status find(struct job *job, const struct aq_payment *refusal,
			   struct aq_arena *arena, const struct aq_waiting **out,
			   struct aq_error *err)
{
	const struct aq_reference id = {AQ_REF_ORIGINAL_TRACE, refusal->counter_reference};
	struct aq_date until = aq_date_add_days(refusal->booked_on, NOTICE_DAYS_LATER);
	struct numbers found = {.count = 0};
	struct aq_waiting *notices;
	uint64_t *payment_nos;
	size_t count = 0;
	enum aq_status status = AQ_OK;

	*out = NULL;
	if (id.value.length == 0)
		return AQ_OK;
	status = aq_store_payments_by_id(job->store, &id, until, arena, &payment_nos, &count, err);
	for (size_t at = 0; at < count; at++)
		numbers_add(&found, payment_nos[at]);
	numbers_sort(&found);
	if (status >= AQ_OK && found.has_failed)
		status = aq_fail_memory(err);
	count = 0;
	if (status >= AQ_OK && found.count > 0)
		status = aq_store_payments_read(job->store, found.list, found.count, arena,
						&notices, &count, err);
	numbers_free(&found);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		if (!is_refused_by(refusal, &notices[at].payment))
			continue;
		if (*out) {
			*out = NULL;
			break;
		}
		*out = &notices[at];
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	bool *is_task = context;

	(void)err;
	*is_task = line->code == AQ_CHANGE_DUE;
	return AQ_OK;
}

/* A person may have closed it before. */
static enum aq_status close_task(struct job *job, uint64_t notice_no, struct aq_error *err)
{
	const struct aq_applied applied = {
		.payment_no = notice_no, .status = AQ_PAYMENT_NOTICE, .bucket = AQ_BUCKET_NONE};
	bool is_task = false;
	enum aq_status status =
		aq_store_exceptions_of(job->store, notice_no, on_question, &is_task, err);

	if (status < AQ_OK || !is_task)
		return status < AQ_OK ? status : AQ_OK;
	return aq_store_apply(job->store, job->run.run_no, &applied, 1, err);
}

enum aq_status ahead_change(const struct ahead_rows *rows, struct aq_arena *arena,
			    struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < rows->count && status >= AQ_OK; at++) {
		const struct aq_payment *refusal = &rows->list[at].payment;
		struct aq_told_ahead told = {.by_no = refusal->payment_no, .is_always = true};
		const struct aq_waiting *notice;

		if (rows->is_done[at] || !ahead_is_refused_change(refusal))
			continue;
		status = find(rows->job, refusal, arena, &notice, err);
		if (status < AQ_OK || !notice)
			continue;
		told.payment_no = notice->payment.payment_no;
		rows->is_done[at] = true;
		status = aq_store_told_ahead_join(rows->job->store, told, err);
		if (status >= AQ_OK)
			status = close_task(rows->job, told.payment_no, err);
	}
	return status < AQ_OK ? status : AQ_OK;
}
