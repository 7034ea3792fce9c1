/*
 * exceptions.c - the open questions; a payment has one at most.
 *
 * A question that is asked again keeps its number and the day it was opened, so
 * that a person's list does not change its names every night.
 */
#include "../rows.h"

struct open_question {
	uint64_t number; /* 0: there is none */
	enum aq_code code;
};

struct asking {
	struct aq_store *store;
	uint64_t run_no;
	struct aq_date opened_on;
};

static enum aq_status read_date(struct asking *asking, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(asking->store, SQ_RUN_RANGE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(asking->store, statement, 1, asking->run_no);
	status = sq_step(asking->store, statement, err);
	if (status == AQ_OK) {
		asking->opened_on = sq_date(statement, 7);
		sq_done(statement);
	}
	return status < AQ_OK ? status : AQ_OK;
}

/* What is open of each question's payment. */
static enum aq_status find_open(struct aq_store *store, const struct sq_question *questions,
				size_t count, struct open_question *out, struct aq_error *err)
{
	struct sq_pair *keys = aq_arena_take_many(store->scratch, count, sizeof(*keys));
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_EXCEPTIONS_FIND, &statement, err);

	if (status < AQ_OK || !keys)
		return status < AQ_OK ? status : aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		keys[at] = (struct sq_pair){questions[at].payment_no, at};
	sq_feed_set(store, SQ_FEED_KEYS, keys, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK)
		out[sq_u64(statement, 0)] = (struct open_question){
			sq_u64(statement, 1),
			(enum aq_code)sq_word_in(store, SQ_CODE, sq_u64(statement, 2))};
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status answer(struct asking *asking, uint64_t number, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(asking->store, SQ_EXCEPTION_DELETE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(asking->store, statement, 1, number);
	status = sq_run(asking->store, statement, err);
	if (status >= AQ_OK)
		asking->store->state.exceptions--;
	return status;
}

static enum aq_status change(struct asking *asking, uint64_t number,
			     const struct sq_question *question, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(asking->store, SQ_EXCEPTION_CHANGE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(asking->store, statement, 1, number);
	sq_bind_text(asking->store, statement, 2, question->explanation);
	sq_bind_text(asking->store, statement, 3, question->suggestions);
	return sq_run(asking->store, statement, err);
}

static enum aq_status ask(struct asking *asking, const struct sq_question *question,
			  struct aq_error *err)
{
	struct aq_store *store = asking->store;
	sqlite3_stmt *statement;
	uint64_t number;
	enum aq_status status = sq_next(store, AQ_NUMBER_EXCEPTION, 1, &number, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_EXCEPTION_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, number);
	sq_bind_u64(store, statement, 2, question->payment_no);
	sq_bind_i64(store, statement, 3, sq_word_out(store, SQ_CODE, question->code));
	sq_bind_u64(store, statement, 4, asking->run_no);
	sq_bind_i64(store, statement, 5, asking->opened_on.day);
	sq_bind_text(store, statement, 6, question->explanation);
	sq_bind_text(store, statement, 7, question->suggestions);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK)
		store->state.exceptions++;
	return status;
}

static enum aq_status set_one(struct asking *asking, const struct sq_question *question,
			      const struct open_question *open, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (open->number != 0 && open->code == question->code)
		return change(asking, open->number, question, err);
	if (open->number != 0)
		status = answer(asking, open->number, err);
	if (status < AQ_OK || question->code == AQ_CODE_NONE)
		return status;
	return ask(asking, question, err);
}

/* Of several questions of one payment, which follow each other, the last one stays. */
static size_t last_of(const struct sq_question *questions, size_t count, size_t at)
{
	while (at + 1 < count && questions[at + 1].payment_no == questions[at].payment_no)
		at++;
	return at;
}

enum aq_status sq_questions_set(struct aq_store *store, uint64_t run_no,
				const struct sq_question *questions, size_t count,
				struct aq_error *err)
{
	struct asking asking = {.store = store, .run_no = run_no};
	struct open_question *open = aq_arena_take_many(store->scratch, count, sizeof(*open));
	enum aq_status status = open ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK && count > 0)
		status = read_date(&asking, err);
	if (status >= AQ_OK && store->state.exceptions > 0)
		status = find_open(store, questions, count, open, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		at = last_of(questions, count, at);
		status = set_one(&asking, &questions[at], &open[at], err);
	}
	return status;
}
