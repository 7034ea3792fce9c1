/*
 * standings.h - how rules stand; private to the pipeline.
 */
#ifndef ACQUIT_PIPELINE_STANDINGS_H
#define ACQUIT_PIPELINE_STANDINGS_H

#include "../job.h"

struct standings_order {
	const struct aq_settings *settings;
	struct aq_store *store; /* whose runs are asked */
	struct aq_date date;
	uint64_t run_before; /* runs below this number have counted */
};
enum aq_status standings_read(const struct standings_order *order,
			      struct aq_rule_standing out[AQ_RULE_COUNT], struct aq_error *err);
/* Before the job's own run; in a replay, as the book's own run of that night found them. */
enum aq_status standings_of_job(const struct job *job, struct aq_rule_standing out[AQ_RULE_COUNT],
				struct aq_error *err);
/* For the log. */
void standings_say(const struct aq_rule_standing standings[AQ_RULE_COUNT]);

#endif
