/*
 * main.c - `acquit COMMAND ...`: finds the command, reads the clock once, and
 * turns what happened into an exit status.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

#include "acquit/clock.h"
#include "acquit/log.h"
#include "acquit/memory.h"

const struct command commands[] = {
	{"init", "[--demo]", "makes a home; --demo fills it with samples", command_init},
	{"run", "[--date D] [--dry-run]", "the nightly job", command_run},
	{"load", "[--date D] FILE...", "loads open items from named files", command_load},
	{"decode", "FILE... [--to csv|jsonl] [--check] [--clear] [--date D]",
	 "prints the payments in a file, touching no store", command_decode},
	{"status", "", "one screen: last run, money waiting, files rejected", command_status},
	{"show", "ID",
	 "everything about one payment, invoice, contract, customer, file, settlement, act, run, "
	 "and why",
	 command_show},
	{"review", "list | VERB ... --by WHO --why WHY",
	 "the work list, and what a person decides: acquit help review lists the verbs",
	 command_review},
	{"report", "[RUN]", "writes a run's reports again", command_report},
	{"export", "--to csv|ledger|hledger", "the journal, for other programs", command_export},
	{"replay", "--settings FILE [--since DAY]",
	 "what other settings would have made of the archive: payments that end otherwise",
	 command_replay},
	{"verify", "[--rebuild]", "proves the store: chain, double entry, control totals, archive",
	 command_verify},
	{"formats", "[NAME] [--check FILE] | --new FILE",
	 "lists the formats; shows one; tries a file and explains; proposes a profile",
	 command_formats},
	{"help", "[settings|findings|open-items|CODE|COMMAND]",
	 "this page, a command, every setting, or every finding with its mend", command_help},
};

const size_t command_count = sizeof(commands) / sizeof(commands[0]);

static const struct command *find_command(const char *name)
{
	size_t index;

	for (index = 0; index < command_count; index++)
		if (strcmp(commands[index].name, name) == 0)
			return &commands[index];
	return NULL;
}

static void on_signal(int signal_number)
{
	aq_run_stop(signal_number);
}

/* A second signal of the same kind ends the process the default way. */
static void catch_signals(void)
{
	static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_flags = (int)SA_RESETHAND};
	size_t index;

	action.sa_handler = on_signal;
	sigemptyset(&action.sa_mask);
	for (index = 0; index < sizeof(caught) / sizeof(caught[0]); index++)
		(void)sigaction(caught[index], &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

static bool read_common(struct options *options, const char **command, const char **wrong)
{
	const char *format = NULL, *home = NULL;

	if (take_value(options, "--home", &home) < 0) {
		*wrong = "--home wants a folder";
		return false;
	}
	if (take_value(options, "--log-format", &format) < 0 ||
	    (format && strcmp(format, "text") != 0 && strcmp(format, "json") != 0)) {
		*wrong = "--log-format wants text or json";
		return false;
	}
	if (!home)
		home = getenv("ACQUIT_HOME");
	options->home = home && *home ? home : ".";
	options->is_json_log = format && strcmp(format, "json") == 0;
	options->is_quiet = take_flag(options, "--quiet");
	options->is_verbose = take_flag(options, "--verbose");
	options->is_help = take_flag(options, "--help") || take_flag(options, "-h");
	if (options->argument_count > 0 && options->arguments[0][0] != '-') {
		*command = options->arguments[0];
		options->arguments++;
		options->argument_count--;
	}
	return true;
}

static void start_log(const struct options *options)
{
	enum aq_log_level level = AQ_LOG_WARNING;

	if (options->is_verbose)
		level = AQ_LOG_INFO;
	else if (options->is_quiet)
		level = AQ_LOG_ERROR;
	aq_log_start(level, options->is_json_log ? AQ_LOG_JSON : AQ_LOG_TEXT);
}

static int run_command(const struct command *command, struct options *options)
{
	struct aq_error err = {.status = AQ_OK};
	int status;

	if (options->is_help)
		return help_command(command,
				    options->argument_count > 0 ? options->arguments[0] : "");
	if (aq_hash_start(&err) < AQ_OK)
		return fail(&err);
	status = command->run(options);
	if (fflush(stdout) != 0 && status == EXIT_DONE)
		status = EXIT_NOT_DONE;
	return status;
}

/* 128+n is what the shell sees of a process that a signal ended. */
static void end_by_signal(int status)
{
	int signal_number = aq_run_stop_signal();

	if (signal_number == 0 || status != 128 + signal_number)
		return;
	(void)fflush(NULL);
	(void)signal(signal_number, SIG_DFL);
	(void)raise(signal_number);
}

int main(int argument_count, char **arguments)
{
	struct options options = {.arguments = arguments + 1,
				  .argument_count = argument_count > 0 ? argument_count - 1 : 0};
	const struct command *command;
	const char *name = NULL, *wrong = NULL;
	int status;

	(void)umask(077);
	aq_memory_begin();
	catch_signals();
	options.today = aq_clock_today();
	if (!read_common(&options, &name, &wrong))
		return usage("", wrong, "");
	start_log(&options);
	if (!name && take_flag(&options, "--version")) {
		printf("acquit %s\n", AQ_VERSION);
		return EXIT_DONE;
	}
	if (!name)
		return command_help(&options) == EXIT_DONE && options.is_help ? EXIT_DONE
									      : EXIT_USAGE;
	command = find_command(name);
	if (!command)
		return usage("", "there is no such command", name);
	status = run_command(command, &options);
	end_by_signal(status);
	return status;
}
