/*
 * due.c - what customers owe of returns that took what nobody has any more.
 *
 * Design: few and rare, so it is read out of the journal and kept nowhere else.
 */
#include "../reading.h"

enum aq_status aq_store_due(struct aq_store *store, uint64_t customer_no, aq_currency currency,
			    int64_t *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_DUE, &statement, err);

	*out = 0;
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, customer_no);
	sq_bind_i64(store, statement, 2, currency);
	sq_bind_i64(store, statement, 3,
		    sq_word_out(store, SQ_ACCOUNT, AQ_ACCOUNT_DUE_FROM_CUSTOMER));
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		*out = sq_i64(statement, 0);
		sq_done(statement);
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_due_written_off(struct aq_store *store, uint64_t customer_no,
					aq_currency currency, struct aq_arena *arena,
					struct aq_entry *out, struct aq_error *err)
{
	struct sq_texts texts;
	sqlite3_stmt *statement;
	enum aq_status status = sq_texts_open(&texts, store, arena, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_DUE_WRITTEN_OFF, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, customer_no);
	sq_bind_i64(store, statement, 2, currency);
	sq_bind_i64(store, statement, 3, sq_word_out(store, SQ_EVENT, AQ_EVENT_DUE_WRITTEN_OFF));
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, (struct aq_at){0, 0},
			       "nothing of it was written off");
	if (status >= AQ_OK)
		status = sq_entry_get(store, sq_row_of(statement, 0), arena, out, err);
	sq_done(statement);
	return status < AQ_OK ? status : sq_entry_postings(&texts, out, arena, err);
}
