/*
 * paid_twice.c - payments asked about since what they name was paid already.
 *
 * Promises: those whose money rests on an account, by payment_no. What a person
 * answered is a question no more and is not among them.
 */
#include "../reading.h"

enum aq_status aq_store_paid_twice(struct aq_store *store, struct aq_arena *arena, uint64_t **out,
				   size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PAID_TWICE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_CODE, AQ_ALREADY_PAID));
	sq_bind_u64(store, statement, 2, SQ_RESTING);
	status = sq_read_numbers(store, statement, &results, err);
	*out = (uint64_t *)(void *)results.rows;
	*count = results.count;
	return status;
}
