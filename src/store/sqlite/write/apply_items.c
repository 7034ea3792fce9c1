/*
 * apply_items.c - what an application puts on items.
 *
 * An item's open amount falls by amount, discount, promotion and write-off, and
 * rises by what is billed with it; a take-back is the same with other signs.
 */
#include "apply.h"

static bool delta_of(const struct aq_allocation *allocation, int64_t *out)
{
	int64_t taken = 0;

	return !__builtin_add_overflow(allocation->amount, allocation->discount, &taken) &&
	       !__builtin_add_overflow(taken, allocation->promotion, &taken) &&
	       !__builtin_add_overflow(taken, allocation->write_off, &taken) &&
	       !__builtin_sub_overflow(allocation->bills, taken, out);
}

/* What was billed with a payment goes with it: the instalment falls due again. */
static enum aq_status set_billed(struct sq_applying *applying,
				 const struct aq_allocation *allocation, struct aq_error *err)
{
	struct aq_store *store = applying->store;
	bool is_billed = allocation->bills > 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_SET_BILLED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, allocation->item_no);
	sq_bind_i64(store, statement, 2, is_billed);
	sq_bind_i64(store, statement, 3, allocation->bills);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK && sqlite3_changes64(store->db) != 1)
		return sq_contradiction(err, "item %llu is not there",
					(unsigned long long)allocation->item_no);
	if (status < AQ_OK || is_billed)
		return status;
	return sq_instalment_unbilled(store, allocation->item_no, err);
}

enum aq_status sq_apply_items(struct sq_applying *applying, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < applying->allocation_count && status >= AQ_OK; at++) {
		const struct aq_allocation *allocation = applying->allocations[at].allocation;
		struct sq_move move = {.customer_no = allocation->customer_no,
				       .item_no = allocation->item_no,
				       .allocation_no = allocation->allocation_no};

		if (allocation->item_no == 0)
			continue;
		if (!delta_of(allocation, &move.delta))
			return sq_overflow(err);
		status = sq_move_add(applying->moves, &move, err);
		if (status >= AQ_OK && allocation->bills != 0)
			status = set_billed(applying, allocation, err);
	}
	return status;
}
