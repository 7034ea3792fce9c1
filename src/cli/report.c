/*
 * report.c - `acquit report [RUN]`: the newest run's reports from the store,
 * older ones from their own CSV files; without RUN, those of the newest night.
 */
#include <stdio.h>

#include "cli.h"

static enum aq_status write_newest(struct aq_home *home, const struct aq_run *run, bool is_act,
				   struct aq_error *err)
{
	struct aq_report_order order = {.store = aq_home_store(home),
					.run = run,
					.reports = aq_home_reports(home),
					.name = run->id,
					.is_act = is_act};
	struct aq_rule_standing standings[AQ_RULE_COUNT];
	enum aq_status status = aq_home_standings(
		home, run, is_act ? AQ_JUDGED_AFTER : AQ_JUDGED_BEFORE, standings, err);

	order.standings = standings;
	if (status >= AQ_OK)
		status = aq_home_open_beside(home, &order.beside, err);
	if (status >= AQ_OK)
		status = aq_report_write(&order, NULL, err);
	aq_store_close(order.beside);
	return status;
}

/* Without an id the newest night: what people decided since is a page of its
 * own, and does not tell what came in. */
static enum aq_status write_again(struct aq_home *home, const char *id, struct aq_run *run,
				  struct aq_error *err)
{
	struct aq_store *store = aq_home_store(home);
	struct aq_run newest = {.run_no = 0}, night = {.run_no = 0};
	enum aq_status status = aq_store_run_night(store, &night, err);

	if (status == AQ_NOT_FOUND)
		status = AQ_OK;
	if (status >= AQ_OK)
		status = aq_store_run_find(store, aq_slice_of(""), &newest, err);
	*run = night.run_no ? night : newest;
	if (status >= AQ_OK && *id)
		status = aq_store_run_find(store, aq_slice_of(id), run, err);
	if (status < AQ_OK)
		return status;
	if (newest.run_no == run->run_no)
		return write_newest(home, run, run->run_no != night.run_no, err);
	return aq_report_render(aq_home_reports(home), run->id, err);
}

int command_report(const struct options *options)
{
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	struct aq_run run;
	enum aq_status status;

	if (options->argument_count > 1 || unknown_option(options))
		return usage("report", "one run at most, such as 2026-01-31.1", "");
	status = aq_home_open(&home, options->home, AQ_HOME_WRITE, &err);
	if (status >= AQ_OK)
		status = write_again(home, options->argument_count ? options->arguments[0] : "",
				     &run, &err);
	aq_home_close(home);
	if (status < AQ_OK)
		return fail(&err);
	if (!options->is_quiet)
		printf("%s/reports/%s/index.html\n", options->home, run.id);
	return EXIT_DONE;
}
