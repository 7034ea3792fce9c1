/*
 * acts.h - the acts of people held against the units they name; private.
 */
#ifndef ACQUIT_PIPELINE_ACTS_H
#define ACQUIT_PIPELINE_ACTS_H

#include "job.h"

struct act_name {
	uint64_t run_no;
	char unit[AQ_ACT_UNIT_BYTES];
	struct act_name *next;
};

struct acts { /* in the order they were done; in `arena` */
	struct aq_arena *arena;
	struct aq_chain *chain;
	struct act_name *first, *last;
};

enum aq_status acts_read(struct acts *acts, struct aq_store *store, struct aq_error *err);
/* Units come in the same order; AQ_INTEGRITY when the act is not what was chained. */
enum aq_status acts_check(struct acts *acts, const struct aq_unit_row *unit, struct aq_error *err);
/* Every act has had its unit. */
enum aq_status acts_check_end(const struct acts *acts, struct aq_error *err);

#endif
