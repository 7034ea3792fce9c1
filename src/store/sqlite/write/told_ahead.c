/*
 * told_ahead.c - rows that post nothing and tell of money that others book.
 *
 * A report of the day, a pending entry, remittance advice or an order of our own
 * may say who pays and what for before the bank's line does, or apart from it.
 * Such a row waits here until its payment is found; what it tells is then read
 * with the payment, as what a later delivery tells.
 */
#include "told_more.h"

#include "acquit/store_told.h"

enum aq_status sq_told_ahead_note(struct aq_store *store, const struct aq_taken *taken,
				  size_t count, struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(store->scratch, count);
	size_t found = 0;

	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (taken[at].tells_ahead)
			pairs[found++] = (struct sq_pair){taken[at].payment->payment_no, at};
	if (found == 0)
		return AQ_OK;
	return sq_feed_run(store, (struct sq_feeding){SQ_TOLD_AHEAD_ADD, SQ_FEED_KEYS}, pairs,
			   found, err);
}

enum aq_status aq_store_told_ahead(struct aq_store *store, struct aq_told_order order,
				   struct aq_arena *arena, uint64_t **payment_nos, size_t *count,
				   struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_TOLD_AHEAD_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, order.after);
	sq_bind_u64(store, statement, 2, order.count_max);
	status = sq_read_numbers(store, statement, &results, err);
	*payment_nos = (uint64_t *)(void *)results.rows;
	*count = results.count;
	return status;
}

enum aq_status aq_store_told_ahead_done(struct aq_store *store, uint64_t payment_no,
					struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_TOLD_AHEAD_DONE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	return sq_run(store, statement, err);
}

enum aq_status aq_store_told_ahead_join(struct aq_store *store, struct aq_told_ahead told,
					struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_TOLD_AHEAD_JOIN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, told.payment_no);
	sq_bind_u64(store, statement, 2, told.by_no);
	sq_bind_i64(store, statement, 3, told.is_always);
	status = sq_run(store, statement, err);
	return status < AQ_OK ? status : aq_store_told_ahead_done(store, told.by_no, err);
}

enum aq_status aq_store_told_ahead_forget(struct aq_store *store, struct aq_date before,
					  struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_TOLD_AHEAD_FORGET, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, before.day);
	return sq_run(store, statement, err);
}
