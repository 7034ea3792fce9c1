/*
 * contra.h - an application of a payment is contradicted; private.
 */
#ifndef ACQUIT_PIPELINE_CONTRA_H
#define ACQUIT_PIPELINE_CONTRA_H

#include "../job.h"

struct contra_order { /* borrowed */
	struct job *job;
	struct unit_chain *chain;
	struct aq_arena *arena;
	uint64_t payment_no; /* under which the allocations come off */
	enum aq_rule rule;
	struct aq_slice evidence;
};

/* Entry and allocations of `out` take back those of `row`, which are chained. */
enum aq_status contra_application(const struct contra_order *order,
				  const struct aq_application_row *row, struct aq_applied *out,
				  struct aq_error *err);

#endif
