/*
 * replay.c - `acquit replay --settings FILE [--since DAY]`.
 */
#include <stdio.h>

#include "cli.h"

static const char *const changes[AQ_REPLAY_CHANGE_COUNT] = {
	[AQ_REPLAY_APPLIED] = "applied that now is not",
	[AQ_REPLAY_NOT_APPLIED] = "no longer applied",
	[AQ_REPLAY_ELSEWHERE] = "applied to other items, or as much to them",
	[AQ_REPLAY_GIVEN] = "applied as before, with another discount or write-off",
	[AQ_REPLAY_STATUS] = "on no item in either, with another status",
};

static void say_sum(const struct aq_replay_sum *sum)
{
	char text[AQ_MONEY_TEXT_BYTES];

	for (int change = 0; change < AQ_REPLAY_CHANGE_COUNT; change++) {
		if (sum->counts[change] == 0)
			continue;
		(void)aq_money_print((struct aq_money){sum->amounts[change], sum->currency}, text);
		(void)fprintf(stderr, "acquit: %s %s in %llu payment%s: %s\n", text,
			      aq_currency_code(sum->currency),
			      (unsigned long long)sum->counts[change],
			      sum->counts[change] == 1 ? "" : "s", changes[change]);
	}
}

static void say(const struct aq_replay_result *result)
{
	(void)fprintf(stderr,
		      "acquit: %llu %s with %llu %s replayed; %llu of %llu payments "
		      "would end otherwise\n",
		      (unsigned long long)result->runs, result->runs == 1 ? "run" : "runs",
		      (unsigned long long)result->files, result->files == 1 ? "file" : "files",
		      (unsigned long long)result->differing, (unsigned long long)result->payments);
	for (size_t at = 0; at < result->sum_count; at++)
		say_sum(&result->sums[at]);
	if (result->acts > 0)
		(void)fprintf(stderr,
			      "acquit: what people decided was not done again, and is among these: "
			      "%llu %s\n",
			      (unsigned long long)result->acts, result->acts == 1 ? "act" : "acts");
}

int command_replay(const struct options *given)
{
	struct options options = *given;
	struct aq_replay_order order = {.settings = NULL};
	struct aq_replay_result result;
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	const char *since = NULL;
	struct aq_buffer out;
	enum aq_status status;
	int exit_status;

	if (take_value(&options, "--settings", &order.settings) <= 0)
		return usage("replay", "--settings wants a file as acquit.conf is", "");
	if (take_value(&options, "--since", &since) < 0 ||
	    (since && !parse_day(since, &order.since)))
		return usage("replay", "--since wants a day as YYYY-MM-DD", since ? since : "");
	if (options.argument_count > 0)
		return usage("replay", "replay takes --settings and --since", options.arguments[0]);
	aq_buffer_init(&out, 0);
	status = aq_home_open(&home, options.home, AQ_HOME_READ, &err);
	if (status >= AQ_OK)
		status = aq_replay(home, &order, &out, &result, &err);
	aq_home_close(home);
	if (status >= AQ_OK && !options.is_quiet)
		say(&result);
	exit_status = status < AQ_OK ? fail(&err) : print(&out);
	aq_buffer_free(&out);
	return exit_status;
}
