/*
 * status.c - `acquit status`: one screen.
 */
#include "cli.h"

static enum aq_status put_demoted(struct aq_home *home, struct aq_buffer *out, struct aq_error *err)
{
	struct aq_rule_standing standings[AQ_RULE_COUNT];
	struct aq_run last = {.run_no = 0};
	enum aq_status status = aq_store_run_find(aq_home_store(home), AQ_SLICE(""), &last, err);

	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status >= AQ_OK)
		status = aq_home_standings(home, &last, AQ_JUDGED_AFTER, standings, err);
	if (status >= AQ_OK)
		aq_report_demoted(standings, out);
	return status < AQ_OK || !aq_buffer_failed(out) ? status : aq_fail_memory(err);
}

int command_status(const struct options *options)
{
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	struct aq_buffer out;
	uint64_t rejected = 0;
	enum aq_status status;

	if (options->argument_count > 0)
		return usage("status", "status takes no argument", options->arguments[0]);
	aq_buffer_init(&out, 0);
	status = aq_home_open(&home, options->home, AQ_HOME_READ, &err);
	if (status >= AQ_OK)
		status = aq_home_rejected_count(home, &rejected, &err);
	if (status >= AQ_OK)
		status = aq_report_status(aq_home_store(home), rejected, &out, &err);
	if (status >= AQ_OK)
		status = put_demoted(home, &out, &err);
	aq_home_close(home);
	if (status < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	return print(&out);
}
