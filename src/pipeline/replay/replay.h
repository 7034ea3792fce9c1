/*
 * replay.h - what other settings would have made of the archive; private.
 */
#ifndef ACQUIT_PIPELINE_REPLAY_H
#define ACQUIT_PIPELINE_REPLAY_H

#include "../job.h"

/* replay_compare.c: the payments of the runs since a day in two stores, as rows
 * for people of those that differ. */
struct replay_compare {
	struct aq_store *now, *then;
	struct aq_date since;
	uint64_t last_run; /* of `now`: what came since is not compared */
	struct aq_buffer *out;
};
enum aq_status replay_compare(const struct replay_compare *order, struct aq_replay_result *result,
			      struct aq_error *err);

#endif
