/*
 * work_list.c - `review list`: every open question, what is known, what to type.
 */
#include "acquit/report.h"

#include "text.h"
#include "words.h"

struct listing {
	struct aq_buffer *out;
	uint64_t count;
};

static enum aq_status on_exception(void *context, const struct aq_exception_line *line,
				   struct aq_error *err)
{
	struct listing *listing = context;
	struct aq_buffer *out = listing->out;

	(void)err;
	if (listing->count++ > 0)
		aq_buffer_add_byte(out, '\n');
	if (line->payment_no) {
		text_payment_id(out, line->payment);
		aq_buffer_add_text(out, "  ");
	}
	if (line->currency)
		text_money(out, line->amount, line->currency);
	if (line->payer.length > 0) {
		aq_buffer_add_text(out, "  from ");
		text_put(out, line->payer);
	}
	if (aq_date_is_set(line->booked_on)) {
		aq_buffer_add_text(out, "  booked ");
		text_date(out, line->booked_on);
	}
	if (line->file.length > 0) {
		aq_buffer_add_text(out, "  ");
		text_place(out, line->file, line->line);
	}
	aq_buffer_add_text(out, line->is_new ? "  new\n" : "\n");
	text_question(out, line);
	return AQ_OK;
}

/* Which questions are new is told against the newest run. */
static enum aq_status newest_run_no(struct aq_store *store, uint64_t *out, struct aq_error *err)
{
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_run run;
	enum aq_status status = aq_store_run_find(store, AQ_SLICE(""), &run, &ignored);

	*out = 0;
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status < AQ_OK && err)
		*err = ignored;
	else
		*out = run.run_no;
	return status;
}

enum aq_status aq_report_work_list(struct aq_store *store, struct aq_buffer *out,
				   struct aq_error *err)
{
	struct listing listing = {.out = out};
	uint64_t run_no;
	enum aq_status status = newest_run_no(store, &run_no, err);

	if (status >= AQ_OK)
		status = aq_store_list_exceptions(store, run_no, on_exception, &listing, err);
	if (status < AQ_OK)
		return status;
	if (listing.count == 0)
		aq_buffer_add_text(out, "Nothing waits for a person.\n");
	else
		aq_buffer_print(out, "\n%llu %s open.\n", (unsigned long long)listing.count,
				plural(listing.count, "question is", "questions are"));
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}
