/*
 * apply.h - the parts of an application; private.
 */
#ifndef ACQUIT_STORE_APPLY_H
#define ACQUIT_STORE_APPLY_H

#include "acquit/store_bulk.h"

#include "../rows.h"

/* What one allocation puts on an open item. */
struct sq_move {
	uint64_t customer_no, item_no, allocation_no;
	int64_t delta;
};

struct sq_applying {
	struct aq_store *store;
	struct aq_moves *moves;
	uint64_t run_no;
	uint64_t own_payments_from; /* payments below it are of earlier runs */
	const struct aq_applied *applied;
	size_t count;
	/* The places of `applied` in order of payment_no; several of one payment in
	 * the order they came. */
	struct sq_pair *order;
	struct sq_allocation_row *allocations; /* in order of allocation_no */
	size_t allocation_count;
};

/* apply_items.c: what allocations put on items becomes moves */
enum aq_status sq_apply_items(struct sq_applying *applying, struct aq_error *err);
/* moves.c */
struct aq_store *sq_moves_store(const struct aq_moves *moves);
bool sq_moves_are_many(const struct aq_moves *moves);
enum aq_status sq_move_add(struct aq_moves *moves, const struct sq_move *move,
			   struct aq_error *err);
/* rule_counts.c: how often rules applied, and were undone */
enum aq_status sq_rule_counts_add(struct sq_applying *applying, struct aq_error *err);
/* apply_waiting.c: what waits becomes what is left */
enum aq_status sq_apply_waiting(struct sq_applying *applying, struct aq_error *err);

#endif
