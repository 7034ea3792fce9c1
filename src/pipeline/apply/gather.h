/*
 * gather.h - what the store knows about the numbers in waiting payments, put
 * together for the match room; private.
 */
#ifndef ACQUIT_PIPELINE_GATHER_H
#define ACQUIT_PIPELINE_GATHER_H

#include "acquit/store_bulk.h"

#include "../job.h"
#include "watch.h"

struct gather_order {
	struct aq_store *store;
	struct aq_arena *arena; /* everything brought lives there */
	const struct aq_number_table *numbers; /* NULL: they are looked up in the store */
	/* Made when a payment asks for them; NULL: nothing is looked for by amount alone, or
	 * by how a name begins. */
	struct aq_amount_table **amounts;
	struct aq_head_table **heads;
	struct aq_date
		today; /* the business date: what was learned before it counts; NONE: nothing does */
	struct watch *watch; /* NULL: nobody asks later what the payments were looked at with */
	bool is_thin; /* without what few payments need: see aq_problem */
	bool is_first; /* what is asked is asked again: only what may decide is looked for */
};

/* gather_cut.c: customers by how their names begin, unless they are there already. */
enum aq_status gather_heads(struct aq_store *store, struct aq_head_table **out,
			    struct aq_error *err);

/* Fills in the waiting payments' tokens and everything they lead to. */
enum aq_status gather(const struct gather_order *order, struct aq_waiting *waiting, size_t count,
		      struct aq_problem *out, struct aq_error *err);

#endif
