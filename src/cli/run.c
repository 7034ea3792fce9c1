/*
 * run.c - `acquit run [--date D] [--dry-run]` and `acquit load FILE...`.
 *
 * Without a terminal nothing is printed on 0, and one summary on anything else,
 * so that cron mails only what matters.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli.h"

static bool is_heard(const struct options *options, int status)
{
	if (options->is_quiet && status == EXIT_DONE)
		return false;
	return status != EXIT_DONE || options->is_verbose || isatty(STDOUT_FILENO);
}

static void put_nothing_new(struct aq_home *home, const struct aq_run_result *result,
			    struct aq_buffer *out)
{
	struct aq_error ignored = {.status = AQ_OK};
	uint64_t rejected = 0;

	(void)aq_home_rejected_count(home, &rejected, &ignored);
	aq_buffer_print(out, "Nothing new. Open questions: %llu; files in rejected/: %llu.\n",
			(unsigned long long)result->summary.exceptions_open,
			(unsigned long long)rejected);
}

/* Older ones need a person as well, and are no part of the run. */
static void put_rejected(struct aq_home *home, struct aq_buffer *out)
{
	struct aq_error ignored = {.status = AQ_OK};
	uint64_t rejected = 0;

	(void)aq_home_rejected_count(home, &rejected, &ignored);
	if (rejected > 0)
		aq_buffer_print(out, "%llu %s in rejected/\n", (unsigned long long)rejected,
				rejected == 1 ? "file lies" : "files lie");
}

/* Prints the summary where somebody listens, and frees it. */
static int say(struct aq_home *home, const struct options *options,
	       const struct aq_run_order *order, const struct aq_run_result *result)
{
	int status = result->needs_person ? EXIT_WAITS : EXIT_DONE;

	if (!is_heard(options, status))
		return status;
	aq_run_say_strangers(result);
	if (result->is_empty) {
		put_nothing_new(home, result, order->mail);
	} else {
		put_rejected(home, order->mail);
		aq_buffer_print(order->mail, "Report: %s/reports/%s/index.html\n", options->home,
				order->is_dry ? "dry-run" : result->run.id);
	}
	if (fwrite(order->mail->start, 1, order->mail->length, stdout) != order->mail->length)
		return EXIT_NOT_DONE;
	return status;
}

static int do_run(const struct options *options, const struct aq_run_order *given)
{
	struct aq_run_result result = {.is_empty = false};
	struct aq_error err = {.status = AQ_OK};
	struct aq_run_order order = *given;
	struct aq_home *home = NULL;
	struct aq_buffer mail;
	enum aq_status status;
	int exit_status;

	aq_buffer_init(&mail, 0);
	order.mail = &mail;
	status = aq_home_open(&home, options->home, AQ_HOME_WRITE, &err);
	if (status >= AQ_OK)
		status = aq_run(home, &order, &result, &err);
	exit_status = status < AQ_OK ? fail(&err) : say(home, options, &order, &result);
	aq_home_close(home);
	aq_buffer_free(&mail);
	return exit_status;
}

static bool read_date(struct options *options, struct aq_date *out, const char **wrong)
{
	const char *text = NULL;
	int taken = take_value(options, "--date", &text);

	*out = options->today;
	*wrong = text ? text : "";
	if (taken < 0)
		return false;
	return taken == 0 ? aq_date_is_set(*out) : parse_day(text, out);
}

int command_run(const struct options *given)
{
	struct options options = *given;
	struct aq_run_order order = {.is_dry = take_flag(&options, "--dry-run")};
	const char *wrong;

	if (!read_date(&options, &order.date, &wrong))
		return usage("run", "--date wants a day as YYYY-MM-DD", wrong);
	if (unknown_option(&options))
		return usage("run", "unknown option", unknown_option(&options));
	if (options.argument_count > 0)
		return usage("run", "run takes no file; drop it into inbox/", options.arguments[0]);
	return do_run(&options, &order);
}

int command_load(const struct options *given)
{
	struct options options = *given;
	struct aq_run_order order = {.is_dry = take_flag(&options, "--dry-run")};
	const char *wrong;

	if (!read_date(&options, &order.date, &wrong))
		return usage("load", "--date wants a day as YYYY-MM-DD", wrong);
	if (unknown_option(&options))
		return usage("load", "unknown option", unknown_option(&options));
	if (options.argument_count > 0 && strcmp(options.arguments[0], "--") == 0) {
		options.arguments++;
		options.argument_count--;
	}
	if (options.argument_count == 0)
		return usage("load", "which file", "");
	order.load_paths = (const char *const *)options.arguments;
	order.load_path_count = (size_t)options.argument_count;
	return do_run(&options, &order);
}
