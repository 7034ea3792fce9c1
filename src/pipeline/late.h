/*
 * late.h - lumps that were taken for receipts before their details came; private.
 */
#ifndef ACQUIT_PIPELINE_LATE_H
#define ACQUIT_PIPELINE_LATE_H

#include "job.h"

struct late_lump {
	size_t settlement_index;
	uint64_t payment_no;
};

/* Bank lines that carry the reference of an open settlement and exactly what it
 * awaits, and are applied or on an account: in `arena`, by settlement. */
enum aq_status late_lumps(struct job *job, const struct aq_settlement *settlements, size_t count,
			  struct aq_arena *arena, struct late_lump **out, size_t *found,
			  struct aq_error *err);

#endif
