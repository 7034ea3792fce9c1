/*
 * gone.c - lines that a statement had and, put right, has no more.
 *
 * Design: the lines of both are laid side by side, each as the payment it is. What
 * is missing counts only where it explains, to the cent, what the closing balance
 * changed by beyond what is new: a file that was cut short says nothing of money.
 * Promises: nothing is taken off by itself. It is asked of the payment, which
 * stays where it is until a person says that the bank is right.
 */
#include "again.h"

struct comparing {
	const struct statement_order *order;
	const struct aq_statement_row *row;
	const struct aq_statement_row *against; /* how things were before it */
	struct aq_statement_line *before, *now;
	size_t before_count, now_count;
	struct numbers held; /* by the statement in hand */
	struct numbers had; /* by the one before */
	struct numbers fresh; /* amounts of its own lines, as they are signed */
};

static enum aq_status read_now(struct comparing *comparing, struct aq_error *err)
{
	const struct statement_order *order = comparing->order;
	enum aq_status status =
		aq_store_statement_lines(order->job->store, comparing->row, order->arena,
					 &comparing->now, &comparing->now_count, err);

	for (size_t at = 0; at < comparing->now_count && status >= AQ_OK; at++) {
		numbers_add(&comparing->held, comparing->now[at].payment_no);
		if (comparing->now[at].is_own)
			numbers_add(&comparing->fresh, (uint64_t)comparing->now[at].amount);
	}
	numbers_sort(&comparing->held);
	numbers_sort(&comparing->fresh);
	return comparing->held.has_failed || comparing->fresh.has_failed ? aq_fail_memory(err)
									 : status;
}

static enum aq_status read_before(struct comparing *comparing, struct aq_error *err)
{
	const struct statement_order *order = comparing->order;
	enum aq_status status =
		aq_store_statement_lines(order->job->store, comparing->against, order->arena,
					 &comparing->before, &comparing->before_count, err);

	for (size_t at = 0; at < comparing->before_count && status >= AQ_OK; at++)
		numbers_add(&comparing->had, comparing->before[at].payment_no);
	numbers_sort(&comparing->had);
	return comparing->had.has_failed ? aq_fail_memory(err) : status;
}

static bool is_gone(const struct comparing *comparing, const struct aq_statement_line *line)
{
	return !numbers_hold(&comparing->held, line->payment_no);
}

/* Known of an older statement, and not of the one before. */
static bool is_back(const struct comparing *comparing, const struct aq_statement_line *line)
{
	return !line->is_own && !numbers_hold(&comparing->had, line->payment_no);
}

/* What is new or back, less what is gone, is what the closing balance changed by; what
 * was refused before may be there now. */
static bool explains(const struct comparing *comparing)
{
	const struct again *again = comparing->order->again;
	int64_t moved = again->moved, change, refused;

	if (!comparing->row->has_closing || !comparing->against->has_closing ||
	    !aq_minor_add(comparing->row->closing, -comparing->against->closing, &change))
		return false;

	for (size_t at = 0; at < comparing->before_count; at++)
		if (is_gone(comparing, &comparing->before[at]) &&
		    !aq_minor_add(moved, -comparing->before[at].amount, &moved))
			return false;
	for (size_t at = 0; at < comparing->now_count; at++)
		if (is_back(comparing, &comparing->now[at]) &&
		    !aq_minor_add(moved, comparing->now[at].amount, &moved))
			return false;
	return moved == change ||
	       (aq_minor_add(change, comparing->against->refused, &refused) && moved == refused);
}

struct question {
	enum aq_code code;
	struct aq_slice why;
};

static enum aq_status ask(const struct comparing *comparing, const struct aq_waiting *waiting,
			  struct question question, struct aq_error *err)
{
	struct job *job = comparing->order->job;
	struct aq_applied applied = {.payment_no = waiting->payment.payment_no,
				     .status = waiting->status,
				     .exception = question.code,
				     .explanation = question.why};

	if (question.why.length == 0)
		return aq_fail_memory(err);
	if (waiting->remainder != 0) {
		applied.bucket = waiting->bucket;
		applied.left = waiting->remainder;
		applied.customer_no = waiting->customer_no;
		applied.contract_no = waiting->contract_no;
	}
	return aq_store_apply(job->store, job->run.run_no, &applied, 1, err);
}

static enum aq_status read_one(const struct comparing *comparing, uint64_t payment_no,
			       struct aq_waiting **out, struct aq_error *err)
{
	size_t count = 0;
	enum aq_status status = aq_store_payments_read(comparing->order->job->store, &payment_no, 1,
						       comparing->order->arena, out, &count, err);

	if (status >= AQ_OK && count == 0)
		*out = NULL;
	return status;
}

static struct aq_slice why_gone(const struct comparing *comparing)
{
	const struct aq_statement_row *row = comparing->row;
	int64_t closed = comparing->against->closing;
	char now[AQ_MONEY_TEXT_BYTES], before[AQ_MONEY_TEXT_BYTES];

	aq_money_print((struct aq_money){row->closing, row->currency}, now);
	aq_money_print((struct aq_money){closed, row->currency}, before);
	return aq_arena_print(
		comparing->order->arena,
		"statement %.*s came again without this line: it closes with %s %s, "
		"%s%s",
		AQ_SLICE_ARGS(row->statement_id), now, aq_currency_code(row->currency),
		closed == row->closing ? "as before, with another line" : "and did with ",
		closed == row->closing ? "" : before);
}

static enum aq_status was_taken_off(const struct comparing *comparing, uint64_t payment_no,
				    bool *out, struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count = 0;
	enum aq_status status = aq_store_applications(comparing->order->job->store, payment_no,
						      comparing->order->arena, &rows, &count, err);

	*out = status >= AQ_OK && aq_payment_was_taken_off(rows, count);
	return status;
}

/* A line of the same amount that is new. */
static bool is_replaced(const struct comparing *comparing, const struct aq_statement_line *line)
{
	return numbers_hold(&comparing->fresh, (uint64_t)line->amount);
}

/* What was taken off is no line's money any more. Where a line booked what a
 * notification had posted, the line that came in its place is asked. */
static enum aq_status is_worth_asking(const struct comparing *comparing,
				      const struct aq_statement_line *line,
				      const struct aq_waiting *waiting, bool *out,
				      struct aq_error *err)
{
	bool is_off = false;
	enum aq_status status = AQ_OK;

	if (waiting->status == AQ_PAYMENT_RETURNED)
		status = was_taken_off(comparing, waiting->payment.payment_no, &is_off, err);
	*out = !is_off && (waiting->payment.mode == AQ_POSTS_BANK || !is_replaced(comparing, line));
	return status;
}

static enum aq_status ask_gone(const struct comparing *comparing, size_t *count,
			       struct aq_error *err)
{
	const struct question question = {AQ_LINE_GONE, why_gone(comparing)};
	struct aq_waiting *waiting;
	bool is_asked = false;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < comparing->before_count && status >= AQ_OK; at++) {
		const struct aq_statement_line *line = &comparing->before[at];

		if (!is_gone(comparing, line))
			continue;
		status = read_one(comparing, line->payment_no, &waiting, err);
		if (status < AQ_OK || !waiting)
			continue;
		status = is_worth_asking(comparing, line, waiting, &is_asked, err);
		if (status < AQ_OK || !is_asked)
			continue;
		status = ask(comparing, waiting, question, err);
		++*count;
	}
	return status;
}

static enum aq_status ask_back(const struct comparing *comparing, struct aq_error *err)
{
	const struct question question = {
		AQ_LINE_BACK, AQ_SLICE("its statement had it no more, so that it was taken off, "
				       "and came again with it")};
	struct aq_waiting *waiting;
	bool is_off;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < comparing->now_count && status >= AQ_OK; at++) {
		const struct aq_statement_line *line = &comparing->now[at];

		if (line->is_own)
			continue;
		status = read_one(comparing, line->payment_no, &waiting, err);
		if (status < AQ_OK || !waiting || waiting->status != AQ_PAYMENT_RETURNED)
			continue;
		status = was_taken_off(comparing, line->payment_no, &is_off, err);
		if (status >= AQ_OK && is_off)
			status = ask(comparing, waiting, question, err);
	}
	return status;
}

/* The statement in hand has lines that one before had no more: what was asked, or
 * accepted since, is void. */
static enum aq_status withdraw(const struct comparing *comparing, const struct aq_asked *asked,
			       size_t count, struct aq_error *err)
{
	const struct question none = {AQ_CODE_NONE, AQ_SLICE("its statement has it again")};
	struct aq_waiting *waiting;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		if (!numbers_hold(&comparing->held, asked[at].payment_no))
			continue;
		status = read_one(comparing, asked[at].payment_no, &waiting, err);
		if (status >= AQ_OK && waiting)
			status = ask(comparing, waiting, none, err);
	}
	return status;
}

/* Most that come again are what came before. What adds nothing is not kept, so two
 * that are known were different. */
static bool may_differ(const struct again *again)
{
	return again->has_change &&
	       (again->change != 0 || again->new_count > 0 || again->known_count > 1);
}

static bool has_other_lines(const struct comparing *comparing)
{
	bool found = false;

	for (size_t at = 0; at < comparing->before_count; at++)
		found |= is_gone(comparing, &comparing->before[at]);
	for (size_t at = 0; at < comparing->now_count; at++)
		found |= is_back(comparing, &comparing->now[at]);
	return found;
}

static enum aq_status compare(struct comparing *comparing, struct gone_found *out,
			      struct aq_error *err)
{
	enum aq_status status = read_before(comparing, err);

	if (status < AQ_OK)
		return status;
	out->has_other_lines = has_other_lines(comparing);
	if (explains(comparing))
		status = ask_gone(comparing, &out->asked_count, err);
	return status < AQ_OK ? status : ask_back(comparing, err);
}

enum aq_status gone_ask(const struct statement_order *order, const struct aq_statement_row *row,
			struct gone_found *out, struct aq_error *err)
{
	const struct again *again = order->again;
	struct comparing comparing = {.order = order,
				      .row = row,
				      .against = again->newest ? again->newest : again->against};
	bool differs = may_differ(again);
	struct aq_asked *asked = NULL;
	size_t asked_count = 0;
	enum aq_status status = aq_store_asked(order->job->store, AQ_LINE_GONE, order->arena,
					       &asked, &asked_count, err);

	*out = (struct gone_found){.asked_count = 0};
	/* An older state of it, that comes late, says nothing of what is gone or back. */
	if (status < AQ_OK || again->is_stale || (!differs && asked_count == 0))
		return status < AQ_OK ? status : AQ_OK;
	status = read_now(&comparing, err);
	if (status >= AQ_OK && asked_count > 0)
		status = withdraw(&comparing, asked, asked_count, err);
	if (status >= AQ_OK && differs)
		status = compare(&comparing, out, err);
	numbers_free(&comparing.held);
	numbers_free(&comparing.had);
	numbers_free(&comparing.fresh);
	return status;
}
