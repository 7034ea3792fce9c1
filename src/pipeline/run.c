/*
 * run.c - the night as a story.
 *
 * Reads: a home's drop folders. Promises: a run that is killed at any
 * instruction and run again ends with the same ledger as one that was left
 * alone. Refuses: a home another run holds.
 */
#include "apply/tables.h"
#include "take_in/ahead.h"
#include "guard.h"

#include <signal.h>

#include "acquit/clock.h"
#include "acquit/log.h"

static volatile sig_atomic_t stop_signal;

void aq_run_stop(int signal_number)
{
	stop_signal = signal_number;
}

int aq_run_stop_signal(void)
{
	return stop_signal;
}

enum aq_status job_check_stop(struct aq_error *err)
{
	struct aq_at nowhere = {0, 0};

	if (stop_signal == 0)
		return AQ_OK;
	return aq_fail(err, AQ_STOPPED, AQ_RUN_STOPPED, nowhere,
		       "stopped by signal %d; the file in hand was rolled back", (int)stop_signal);
}

/* Nights may be made up for, so it is done; a slip of the hand is worth a word. */
static void warn_of_earlier_day(const struct job *job)
{
	char day[AQ_DATE_TEXT_BYTES];
	struct aq_error ignored;
	struct aq_run last;

	if (job->is_rehearsal ||
	    aq_store_run_find(job->store, (struct aq_slice){NULL, 0}, &last, &ignored) < AQ_OK ||
	    last.business_date.day <= job->order->date.day)
		return;
	aq_date_print(job->order->date, day);
	aq_log_say(AQ_LOG_WARNING, "the business date %s is before that of the last run, %s", day,
		   last.id);
}

/* Of a run that begins here: what an interrupted one has posted is in the store alone,
 * and a dry run's journal may be nobody's. */
static enum aq_status begin_journal(struct job *job, struct aq_error *err)
{
	enum aq_status status =
		aq_report_journal_new(&job->journal, job->home->reports, &job->run, err);

	if (status >= AQ_OK)
		aq_store_watch_entries(job->store, aq_report_journal_watch(job->journal));
	return status;
}

static void end_journal(struct job *job)
{
	if (job->journal)
		aq_store_watch_entries(job->store, NULL);
	aq_report_journal_free(job->journal);
}

enum aq_status job_begin_run(struct job *job, struct aq_error *err)
{
	enum aq_status status;

	if (job->is_begun)
		return AQ_OK;
	warn_of_earlier_day(job);
	status = aq_store_run_begin(job->store, job->order->date, &job->home->settings.hash,
				    &job->run, err);
	if (status >= AQ_OK && !job->order->is_dry)
		status = guard_reports(job->home, &job->run, err);
	if (status >= AQ_OK && !job->order->is_dry)
		status = begin_journal(job, err);
	if (status < AQ_OK)
		return status;
	job->is_begun = true;
	return AQ_OK;
}

/* An interrupted run keeps its own id and business date. */
static enum aq_status recover(struct job *job, struct aq_error *err)
{
	enum aq_status status;

	status = aq_intake_sweep(&job->folders, err);
	if (status < AQ_OK)
		return status;
	status = aq_store_run_interrupted(job->store, &job->run, err);
	if (status == AQ_NOT_FOUND)
		return job_begin_run(job, err);
	if (status < AQ_OK)
		return status;
	job->is_begun = true;
	job->is_resumed = true;
	job->is_changed = true;
	aq_log_say(AQ_LOG_INFO, "resuming run %s", job->run.id);
	return AQ_OK;
}

static enum aq_status load(struct job *job, struct aq_error *err)
{
	enum aq_status status = load_in_order(job, err);

	return status < AQ_OK ? status : load_instalments(job, err);
}

static enum aq_status take_in(struct job *job, struct aq_error *err)
{
	return claims_walk(job, AQ_DROP_PAYMENTS, take_in_file, err);
}

struct step {
	const char *name;
	enum aq_status (*take)(struct job *job, struct aq_error *err);
};

/* The order matters: what is owed is known before payments are, a return opens
 * items before payments look for them, a lump is settled before it is taken
 * for somebody's receipt. */
static const struct step steps[] = {
	{"recover", recover},	  {"load", load},     {"take in", take_in}, {"join", ahead_join},
	{"take back", take_back}, {"settle", settle}, {"apply", apply},	    {"ask", settle_ask},
};

#define LOAD_STEPS  2
#define NIGHT_STEPS (sizeof(steps) / sizeof(steps[0]))

/* For the log alone: no report may tell a clock. */
static void say_time(const char *name, uint64_t began)
{
	aq_log_say(AQ_LOG_INFO, "%s: %llu ms", name,
		   (unsigned long long)(aq_clock_steady_ms() - began));
}

static enum aq_status step_take(struct job *job, const struct step *step, struct aq_error *err)
{
	uint64_t began = aq_clock_steady_ms();
	enum aq_status status = job_check_stop(err);

	if (status >= AQ_OK)
		status = step->take(job, err);
	if (status >= AQ_OK)
		say_time(step->name, began);
	return status;
}

static enum aq_status night(struct job *job, struct aq_error *err)
{
	size_t count = job->order->load_path_count > 0 ? LOAD_STEPS : NIGHT_STEPS;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = step_take(job, &steps[at], err);
	return status;
}

static enum aq_status job_open(struct job *job, struct aq_home *home,
			       const struct aq_run_order *order, struct aq_error *err)
{
	const struct aq_settings *settings = &home->settings;
	enum aq_status status;

	job->home = home;
	job->store = home->store;
	job->order = order;
	home_folders(home, &job->folders);
	job->normalise.company_ids = settings->company_ids;
	job->normalise.company_id_count = settings->company_id_count;
	status = aq_formats_load(&job->profiles, home, err);
	if (status < AQ_OK)
		return status;
	status = aq_hasher_new(&job->hasher, err);
	if (status >= AQ_OK)
		status = tables_new(&job->tables, err);
	if (status < AQ_OK)
		return status;
	return aq_chain_new(&job->chain, err);
}

static void job_close(struct job *job)
{
	tables_free(job->tables);
	end_journal(job);
	numbers_free(&job->set_aside);
	numbers_free(&job->taken_off);
	numbers_free(&job->no_settlement);
	numbers_free(&job->came_tonight);
	aq_chain_free(job->chain);
	aq_hasher_free(job->hasher);
	aq_profiles_free(job->profiles);
}

static enum aq_status run_night(struct job *job, struct aq_run_result *out, struct aq_error *err)
{
	enum aq_status status = night(job, err);
	uint64_t began = aq_clock_steady_ms();

	if (status >= AQ_OK && !job->is_rehearsal)
		status = close_run(job, out, err);
	else if (status >= AQ_OK && !job->is_changed)
		status = close_idle(job, out, err);
	if (status >= AQ_OK)
		status = settings_strangers(job->home, out, err);
	say_time("close", began);
	return status;
}

static enum aq_status run_job(struct job *job, const struct aq_run_order *order,
			      struct aq_run_result *out, struct aq_error *err)
{
	enum aq_status status = job_open(job, job->home, order, err);

	if (status >= AQ_OK && order->is_dry)
		status = aq_store_dry_begin(job->store, err);
	if (status >= AQ_OK)
		status = run_night(job, out, err);
	if (order->is_dry)
		aq_store_dry_end(job->home->store);
	job_close(job);
	return status;
}

/* Nothing came, and no run was torn: perhaps nothing will change. */
static enum aq_status may_be_idle(const struct aq_home *home, bool *out, struct aq_error *err)
{
	const struct aq_folder *const folders[] = {home->open_items, home->inbox, home->work};
	struct aq_arena *arena = NULL;
	struct aq_slice *names;
	struct aq_run run;
	size_t count, total = 0;
	enum aq_status status = aq_store_run_interrupted(home->store, &run, err);

	*out = false;
	if (status != AQ_NOT_FOUND)
		return status < AQ_OK ? status : AQ_OK;
	status = aq_arena_new(&arena, 0, err);
	for (size_t at = 0; at < sizeof(folders) / sizeof(folders[0]) && status >= AQ_OK; at++) {
		status = aq_folder_list(folders[at], arena, &names, &count, err);
		total += status >= AQ_OK ? count : 0;
	}
	aq_arena_free(arena);
	*out = total == 0;
	return status;
}

/* A night that changes nothing leaves every byte of the home as it was: where
 * nothing came, it is first tried in a transaction that is rolled back. */
static enum aq_status rehearse(struct aq_home *home, const struct aq_run_order *order,
			       struct aq_run_result *out, bool *is_idle, struct aq_error *err)
{
	struct aq_run_order dry = *order;
	struct job job = {.home = home, .is_rehearsal = true};
	enum aq_status status = may_be_idle(home, is_idle, err);

	if (status < AQ_OK || !*is_idle)
		return status;
	dry.is_dry = true;
	status = run_job(&job, &dry, out, err);
	*is_idle = !job.is_changed;
	return status;
}

enum aq_status aq_run(struct aq_home *home, const struct aq_run_order *order,
		      struct aq_run_result *out, struct aq_error *err)
{
	struct job job = {.home = home};
	bool is_idle = false;
	enum aq_status status = guard_key(home, err);

	if (status >= AQ_OK)
		status = guard_drops(home, err);
	if (status < AQ_OK)
		return status;
	if (!order->is_dry && order->load_path_count == 0)
		status = rehearse(home, order, out, &is_idle, err);
	if (status < AQ_OK || is_idle)
		return status;
	return run_job(&job, order, out, err);
}
