/*
 * standings.c - how rules stand: what became of their applications of late.
 *
 * Promises: the same book, settings and date give the same on every machine, also
 * in a run that was interrupted: only what earlier runs counted is asked, of the
 * last AQ_RULE_DAYS days, so that the cost does not grow with the years.
 */
#include "standings.h"

#include "acquit/log.h"

struct judging {
	const struct standings_order *order;
	struct aq_rule_standing *out;
	struct aq_arena *arena;
};

static enum aq_status read_counts(struct judging *judging, struct aq_date from,
				  struct aq_rule_count **out, size_t *count, struct aq_error *err)
{
	const struct aq_rule_order days = {
		.from = from, .to = judging->order->date, .run_to = judging->order->run_before - 1};

	return aq_store_rule_counts(judging->order->store, &days, judging->arena, out, count, err);
}

static void add(struct aq_rule_standing *standing, const struct aq_rule_count *count)
{
	if (count->is_undone)
		standing->undone += count->count;
	else
		standing->applied += count->count;
}

/* Most are judged by the same days. */
static enum aq_status count_lately(struct judging *judging, struct aq_date from,
				   struct aq_error *err)
{
	struct aq_rule_count *counts;
	size_t count = 0;
	enum aq_status status = read_counts(judging, from, &counts, &count, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (aq_date_compare(judging->out[counts[at].rule].since, from) == 0)
			add(&judging->out[counts[at].rule], &counts[at]);
	return status;
}

/* One that the site wants judged anew from some day on. */
static enum aq_status count_anew(struct judging *judging, enum aq_rule rule, struct aq_error *err)
{
	struct aq_rule_standing *standing = &judging->out[rule];
	struct aq_rule_count *counts;
	size_t count = 0;
	enum aq_status status = read_counts(judging, standing->since, &counts, &count, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (counts[at].rule == rule)
			add(standing, &counts[at]);
	return status;
}

static void judge(const struct aq_settings *settings, enum aq_rule rule,
		  struct aq_rule_standing *standing)
{
	bool is_trusted = settings->rules_trusted >> rule & 1;

	standing->is_off = settings->rules_off >> rule & 1;
	standing->limit = settings->demote_below;
	standing->is_demoted =
		aq_rule_is_tried(rule) && !standing->is_off && !is_trusted &&
		aq_rule_is_under(standing->applied, standing->undone, standing->limit);
}

enum aq_status standings_read(const struct standings_order *order,
			      struct aq_rule_standing out[AQ_RULE_COUNT], struct aq_error *err)
{
	struct judging judging = {.order = order, .out = out};
	struct aq_date from = aq_date_add_days(order->date, 1 - AQ_RULE_DAYS);
	enum aq_status status = aq_arena_new(&judging.arena, 0, err);

	for (int rule = AQ_RULE_NONE; rule < AQ_RULE_COUNT; rule++) {
		struct aq_date since = order->settings->rule_since[rule];

		out[rule] = (struct aq_rule_standing){
			.since = aq_date_compare(since, from) > 0 ? since : from};
	}
	if (status >= AQ_OK)
		status = count_lately(&judging, from, err);
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT && status >= AQ_OK; rule++) {
		if (aq_date_compare(out[rule].since, from) != 0)
			status = count_anew(&judging, (enum aq_rule)rule, err);
		judge(order->settings, (enum aq_rule)rule, &out[rule]);
	}
	aq_arena_free(judging.arena);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status standings_of_job(const struct job *job, struct aq_rule_standing out[AQ_RULE_COUNT],
				struct aq_error *err)
{
	const struct aq_run_order *said = job->order;
	const struct standings_order order = {
		.settings = &job->home->settings,
		.store = said->judged_by ? said->judged_by : job->store,
		.date = job->run.business_date,
		.run_before = said->judged_by ? said->judged_before : job->run.run_no};

	return standings_read(&order, out, err);
}

void standings_say(const struct aq_rule_standing standings[AQ_RULE_COUNT])
{
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++)
		if (standings[rule].is_demoted)
			aq_log_say(AQ_LOG_INFO,
				   "rule %s only suggests: persons took off %llu of the %llu "
				   "payments it applied of late",
				   aq_rule_name((enum aq_rule)rule),
				   (unsigned long long)standings[rule].undone,
				   (unsigned long long)standings[rule].applied);
}

enum aq_status aq_home_standings(struct aq_home *home, const struct aq_run *run,
				 enum aq_when_judged when,
				 struct aq_rule_standing out[AQ_RULE_COUNT], struct aq_error *err)
{
	const struct standings_order order = {.settings = &home->settings,
					      .store = home->store,
					      .date = run->business_date,
					      .run_before =
						      run->run_no + (when == AQ_JUDGED_AFTER)};

	return standings_read(&order, out, err);
}
