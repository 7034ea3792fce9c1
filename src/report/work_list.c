/*
 * work_list.c - `review list`: every open question, what is known, what to type.
 *
 * Promises: whom a question was assigned to and what was noted last stand beside
 * it. Questions of one rank keep the order they were asked in.
 */
#include "acquit/report.h"

#include <stdlib.h>

#include "text.h"
#include "words.h"
#include "work.h"

struct remark { /* what a person said of a payment last */
	struct aq_payment_id payment;
	struct aq_slice owner, note;
};

struct question { /* printed already */
	uint64_t place;
	struct aq_date opened_on;
	uint64_t amount;
	size_t from, end; /* in the texts */
};

struct listing {
	const struct aq_work_order *order;
	struct aq_arena *arena;
	struct remark *remarks;
	size_t remark_count, remark_room;
	struct aq_buffer texts;
	struct question *questions;
	size_t count, room;
	uint64_t open_count; /* wanted or not */
	size_t approval_count;
};

static struct remark *remark_find(const struct listing *listing, struct aq_payment_id payment)
{
	for (size_t at = 0; at < listing->remark_count; at++)
		if (memcmp(listing->remarks[at].payment.bytes, payment.bytes,
			   sizeof(payment.bytes)) == 0)
			return &listing->remarks[at];
	return NULL;
}

static bool remarks_grow(struct listing *listing)
{
	size_t room = listing->remark_room ? listing->remark_room * 2 : 64;
	struct remark *remarks = realloc(listing->remarks, room * sizeof(*remarks));

	if (!remarks)
		return false;
	listing->remarks = remarks;
	listing->remark_room = room;
	return true;
}

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct listing *listing = context;
	bool is_owner = aq_slice_is(line->act.verb, "assign");
	struct aq_slice text;
	struct remark *remark;

	if (!is_owner && !aq_slice_is(line->act.verb, "note"))
		return AQ_OK;
	text = aq_arena_copy(listing->arena, line->act.target);
	remark = remark_find(listing, line->act.payment);
	if (text.length != line->act.target.length ||
	    (!remark && listing->remark_count == listing->remark_room && !remarks_grow(listing)))
		return aq_fail_memory(err);
	if (!remark) {
		remark = &listing->remarks[listing->remark_count++];
		*remark = (struct remark){.payment = line->act.payment};
	}
	*(is_owner ? &remark->owner : &remark->note) = text;
	return AQ_OK;
}

static bool is_wanted(const struct listing *listing, const struct aq_exception_line *line,
		      const struct remark *remark)
{
	const struct aq_work_order *order = listing->order;

	if (order->code.length > 0 && !aq_slice_is(order->code, aq_code_name(line->code)))
		return false;
	if (order->owner.length > 0 &&
	    !(remark && aq_slice_equals_any_case(remark->owner, order->owner)))
		return false;
	if (order->customer.length > 0 &&
	    !aq_slice_equals_any_case(line->customer, order->customer))
		return false;
	return work_is_asked_for(order, (struct aq_money){line->amount, line->currency},
				 line->opened_on);
}

static void put_remark(struct aq_buffer *out, const char *what, struct aq_slice text)
{
	if (text.length == 0)
		return;
	aq_buffer_print(out, "  %s", what);
	text_put(out, text);
}

static void put_question(struct aq_buffer *out, const struct aq_exception_line *line,
			 const struct remark *remark, struct aq_date today)
{
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
	if (remark) {
		put_remark(out, "assigned to ", remark->owner);
		put_remark(out, "note: ", remark->note);
	}
	work_put_age(out, line->opened_on, today);
	aq_buffer_add_text(out, line->is_new ? "  new\n" : "\n");
	text_question(out, line);
}

static bool questions_grow(struct listing *listing)
{
	size_t room = listing->room ? listing->room * 2 : 256;
	struct question *questions = realloc(listing->questions, room * sizeof(*questions));

	if (!questions)
		return false;
	listing->questions = questions;
	listing->room = room;
	return true;
}

static enum aq_status on_exception(void *context, const struct aq_exception_line *line,
				   struct aq_error *err)
{
	struct listing *listing = context;
	const struct remark *remark = line->payment_no ? remark_find(listing, line->payment) : NULL;
	struct question *question;

	listing->open_count++;
	if (!is_wanted(listing, line, remark))
		return AQ_OK;
	if (listing->count == listing->room && !questions_grow(listing))
		return aq_fail_memory(err);
	question = &listing->questions[listing->count];
	*question =
		(struct question){.place = listing->count++,
				  .opened_on = line->opened_on,
				  .amount = line->amount < 0 ? (uint64_t)0 - (uint64_t)line->amount
							     : (uint64_t)line->amount,
				  .from = aq_buffer_slice(&listing->texts).length};
	put_question(&listing->texts, line, remark, listing->order->today);
	question->end = aq_buffer_slice(&listing->texts).length;
	return AQ_OK;
}

static int by_place(const struct question *one, const struct question *other)
{
	return one->place < other->place ? -1 : one->place > other->place;
}

static int by_age(const void *one, const void *other)
{
	const struct question *a = one, *b = other;
	int order = aq_date_compare(a->opened_on, b->opened_on);

	return order != 0 ? order : by_place(a, b);
}

static int by_amount(const void *one, const void *other)
{
	const struct question *a = one, *b = other;

	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	return by_place(a, b);
}

static void put_all(struct listing *listing, struct aq_buffer *out)
{
	struct aq_slice texts = aq_buffer_slice(&listing->texts);

	if (listing->count > 1 && listing->order->sort != AQ_WORK_AS_ASKED)
		qsort(listing->questions, listing->count, sizeof(*listing->questions),
		      listing->order->sort == AQ_WORK_BY_AGE ? by_age : by_amount);
	for (size_t at = 0; at < listing->count; at++) {
		const struct question *question = &listing->questions[at];

		if (at > 0)
			aq_buffer_add_byte(out, '\n');
		aq_buffer_add(out, aq_slice_between(texts.start + question->from,
						    texts.start + question->end));
	}
	if (listing->open_count == 0 && listing->approval_count > 0)
		return;
	if (listing->open_count == 0)
		aq_buffer_add_text(out, "Nothing waits for a person.\n");
	else if (listing->count == 0)
		aq_buffer_print(out,
				"None of the open questions is asked for here; without "
				"--code, --owner and the like: %llu open.\n",
				(unsigned long long)listing->open_count);
	else
		aq_buffer_print(out, "\n%llu %s open.\n", (unsigned long long)listing->count,
				plural(listing->count, "question is", "questions are"));
}

/* Which questions are new is told against the newest night. */
static enum aq_status night_run_no(struct aq_store *store, uint64_t *out, struct aq_error *err)
{
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_run run;
	enum aq_status status = aq_store_run_night(store, &run, &ignored);

	*out = 0;
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status < AQ_OK && err)
		*err = ignored;
	else
		*out = run.run_no;
	return status;
}

enum aq_status aq_report_work_list(struct aq_store *store, const struct aq_work_order *order,
				   struct aq_buffer *out, struct aq_error *err)
{
	struct listing listing = {.order = order};
	uint64_t run_no;
	enum aq_status status = aq_arena_new(&listing.arena, 0, err);

	aq_buffer_init(&listing.texts, 0);
	if (status >= AQ_OK)
		status = night_run_no(store, &run_no, err);
	if (status >= AQ_OK)
		status = aq_store_list_acts(store, 0, on_act, &listing, err);
	if (status >= AQ_OK)
		status = aq_store_list_exceptions(store, run_no, on_exception, &listing, err);
	if (status >= AQ_OK)
		status = work_put_approvals(out, store, order, &listing.approval_count, err);
	if (status >= AQ_OK && !aq_buffer_failed(&listing.texts))
		put_all(&listing, out);
	if (status >= AQ_OK && (aq_buffer_failed(out) || aq_buffer_failed(&listing.texts)))
		status = aq_fail_memory(err);
	aq_buffer_free(&listing.texts);
	free(listing.questions);
	free(listing.remarks);
	aq_arena_free(listing.arena);
	return status < AQ_OK ? status : AQ_OK;
}
