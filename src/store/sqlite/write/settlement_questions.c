/*
 * settlement_questions.c - what settlements ask, and when they ask no more.
 *
 * Promises: a settlement whose deposit is awaited for five business days or more
 * is a question on the row that declared it, else on its last detail, unless
 * that asks something already; a deposit that left a difference asks no more
 * once others have made it up. The running balance awaits nothing. What a payment
 * was short is asked no more once none of its items is open, or another asks of the
 * same rest.
 */
#include "../rows.h"

#define LATE_DAYS 5

struct asking {
	struct aq_store *store;
	uint64_t run_no;
	struct aq_date date;
	struct sq_question *questions;
	size_t count, capacity;
};

static bool put(struct asking *asking, const struct sq_question *question)
{
	size_t capacity = asking->capacity ? asking->capacity * 2 : 64;
	struct sq_question *questions;

	if (asking->count == asking->capacity) {
		questions =
			aq_arena_take_many(asking->store->scratch, capacity, sizeof(*questions));
		if (!questions)
			return false;
		if (asking->count)
			memcpy(questions, asking->questions, asking->count * sizeof(*questions));
		asking->questions = questions;
		asking->capacity = capacity;
	}
	asking->questions[asking->count++] = *question;
	return true;
}

/* Questions that have their answer, in order of payments. */
static enum aq_status find_answered(struct asking *asking, struct aq_error *err)
{
	struct aq_store *store = asking->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENT_ANSWERED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_CODE, AQ_SETTLEMENT_LATE));
	sq_bind_i64(store, statement, 2, sq_word_out(store, SQ_CODE, AQ_SETTLEMENT_DIFFERENCE));
	sq_bind_i64(store, statement, 3, sq_word_out(store, SQ_CODE, AQ_DEDUCTION));
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		if (put(asking, &(struct sq_question){.payment_no = sq_u64(statement, 0)}))
			continue;
		sq_done(statement);
		return aq_fail_memory(err);
	}
	return status < AQ_OK ? status : AQ_OK;
}

static bool explain(struct asking *asking, sqlite3_stmt *statement, struct sq_question *out)
{
	struct aq_arena *scratch = asking->store->scratch;
	struct aq_date settled_on = sq_date(statement, 3);
	char day[AQ_DATE_TEXT_BYTES];
	struct aq_slice source, id;

	if (!sq_copy(scratch, statement, 1, &source) || !sq_copy(scratch, statement, 2, &id))
		return false;
	aq_date_print(settled_on, day);
	*out = (struct sq_question){
		.payment_no = sq_u64(statement, 0),
		.code = AQ_SETTLEMENT_LATE,
		.explanation = aq_arena_print(
			scratch, "settlement %.*s of %.*s is of %s, and the bank brought nothing",
			AQ_SLICE_ARGS(id), AQ_SLICE_ARGS(source), day)};
	return out->explanation.length > 0;
}

static enum aq_status find_late(struct asking *asking, struct aq_error *err)
{
	struct aq_store *store = asking->store;
	struct sq_question question;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENT_LATE, &statement, err);

	while (status >= AQ_OK && (status = sq_step(store, statement, err)) == AQ_OK) {
		if (aq_date_business_days_between(sq_date(statement, 3), asking->date) < LATE_DAYS)
			continue;
		if (explain(asking, statement, &question) && put(asking, &question))
			continue;
		sq_done(statement);
		return aq_fail_memory(err);
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status answer_all(struct asking *asking, struct aq_error *err)
{
	enum aq_status status;

	sq_scratch_begin(asking->store);
	status = find_answered(asking, err);
	return status < AQ_OK ? status
			      : sq_questions_set(asking->store, asking->run_no, asking->questions,
						 asking->count, err);
}

enum aq_status aq_store_questions_answered(struct aq_store *store, uint64_t run_no,
					   struct aq_error *err)
{
	struct asking asking = {.store = store, .run_no = run_no};

	return answer_all(&asking, err);
}

enum aq_status aq_store_settlements_ask(struct aq_store *store, const struct aq_run *run,
					bool *is_changed, struct aq_error *err)
{
	struct asking asking = {.store = store, .run_no = run->run_no, .date = run->business_date};
	enum aq_status status = answer_all(&asking, err);

	*is_changed = asking.count > 0;
	asking.count = 0;
	if (status >= AQ_OK)
		status = find_late(&asking, err);
	if (status >= AQ_OK)
		status = sq_questions_set(store, run->run_no, asking.questions, asking.count, err);
	*is_changed |= asking.count > 0;
	return status;
}
