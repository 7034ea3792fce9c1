/*
 * ranges.c - what a run brought is a range of numbers in every table.
 */
#include "reading.h"

static const struct aq_at nowhere = {0, 0};

enum aq_status sq_run_range(struct aq_store *store, uint64_t run_no, struct sq_run_range *out,
			    struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_RANGE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, nowhere, "there is no such run");
	if (status < AQ_OK)
		return status;
	*out = (struct sq_run_range){.entry_from = sq_u64(statement, 1),
				     .entry_to = sq_u64(statement, 2),
				     .payment_from = sq_u64(statement, 3),
				     .payment_to = sq_u64(statement, 4),
				     .allocation_from = sq_u64(statement, 5),
				     .allocation_to = sq_u64(statement, 6),
				     .business_date = sq_date(statement, 7)};
	/* A run that is still open ends where the numbers stand now. */
	if (sq_i64(statement, 0) == 0) {
		out->entry_to = store->state.next[AQ_NUMBER_ENTRY];
		out->payment_to = store->state.next[AQ_NUMBER_PAYMENT];
		out->allocation_to = store->state.next[AQ_NUMBER_ALLOCATION];
	}
	sq_done(statement);
	return AQ_OK;
}
