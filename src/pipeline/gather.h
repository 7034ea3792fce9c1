/*
 * gather.h - what the store knows about the numbers in waiting payments, put
 * together for the match room; private.
 */
#ifndef ACQUIT_PIPELINE_GATHER_H
#define ACQUIT_PIPELINE_GATHER_H

#include "job.h"

/* Fills in the waiting payments' tokens and everything they lead to. All lives
 * in `arena`. */
enum aq_status gather(struct job *job, struct aq_waiting *waiting, size_t count, struct aq_arena *arena,
		      struct aq_problem *out, struct aq_error *err);

#endif
