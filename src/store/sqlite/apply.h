/*
 * apply.h - the parts of an application; private.
 */
#ifndef ACQUIT_STORE_APPLY_H
#define ACQUIT_STORE_APPLY_H

#include "rows.h"

struct sq_applying {
	struct aq_store *store;
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

/* apply_items.c: what is open moves by what was put on it */
enum aq_status sq_apply_items(struct sq_applying *applying, struct aq_error *err);
/* apply_waiting.c: what waits becomes what is left */
enum aq_status sq_apply_waiting(struct sq_applying *applying, struct aq_error *err);

#endif
