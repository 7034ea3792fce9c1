/*
 * exceptions.c - the open questions; a payment has one at most.
 *
 * A question that is asked again keeps its number and the day it was opened, so
 * that a person's list does not change its names every night.
 */
#include "../rows.h"

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

/* AQ_OK with the open question's number and code, AQ_END when there is none. */
static enum aq_status find_open(struct asking *asking, uint64_t payment_no, uint64_t *number,
				enum aq_code *code, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status;

	if (asking->store->state.exceptions == 0)
		return AQ_END;
	status = sq_use(asking->store, SQ_EXCEPTION_FIND, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(asking->store, statement, 1, payment_no);
	status = sq_step(asking->store, statement, err);
	if (status == AQ_OK) {
		*number = sq_u64(statement, 0);
		*code = (enum aq_code)sq_word_in(asking->store, SQ_CODE, sq_u64(statement, 1));
		sq_done(statement);
	}
	return status;
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
			      struct aq_error *err)
{
	uint64_t number = 0;
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status = find_open(asking, question->payment_no, &number, &code, err);

	if (status < AQ_OK)
		return status;
	if (status == AQ_OK && code == question->code)
		return change(asking, number, question, err);
	if (status == AQ_OK)
		status = answer(asking, number, err);
	if (status < AQ_OK || question->code == AQ_CODE_NONE)
		return status < AQ_OK ? status : AQ_OK;
	return ask(asking, question, err);
}

enum aq_status sq_questions_set(struct aq_store *store, uint64_t run_no,
				const struct sq_question *questions, size_t count,
				struct aq_error *err)
{
	struct asking asking = {.store = store, .run_no = run_no};
	enum aq_status status = count ? read_date(&asking, err) : AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (questions[at].code != AQ_CODE_NONE || store->state.exceptions > 0)
			status = set_one(&asking, &questions[at], err);
	return status;
}
