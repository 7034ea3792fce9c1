/*
 * cli.h - what the commands share; private to the command line.
 */
#ifndef ACQUIT_CLI_CLI_H
#define ACQUIT_CLI_CLI_H

#include "acquit/pipeline.h"

struct options { /* those that every command takes, and the rest */
	const char *home;
	bool is_quiet, is_verbose, is_json_log, is_help;
	struct aq_date today; /* the clock, read once */
	char **arguments; /* the command's own, in order, options included */
	int argument_count;
};

/* Exit statuses of INTERFACE section 2. */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_WAITS = 1,
	EXIT_USAGE = 2,
	EXIT_SETTINGS = 3,
	EXIT_LOCKED = 4,
	EXIT_NOT_DONE = 5,
	EXIT_INTEGRITY = 6,
	EXIT_BUG = 7
};

struct command {
	const char *name;
	const char *usage; /* after "acquit NAME" */
	const char *says;
	int (*run)(const struct options *options);
};

extern const struct command commands[];
extern const size_t command_count;

int command_init(const struct options *options);
int command_run(const struct options *options);
int command_load(const struct options *options);
int command_decode(const struct options *options);
int command_status(const struct options *options);
int command_show(const struct options *options);
/* The verbs of review, or the one that is named. */
int help_review(const char *verb);
int command_review(const struct options *options);
int command_report(const struct options *options);
int command_export(const struct options *options);
int command_replay(const struct options *options);
int command_verify(const struct options *options);
int command_formats(const struct options *options);
int command_help(const struct options *options);
/* How a command is called; `word` names one of its verbs, where it has some. */
int help_command(const struct command *command, const char *word);

/* Says the error on standard error and gives its exit status. */
int fail(const struct aq_error *err);
/* Wrong usage of a command: says what, and how it is called. */
int usage(const char *command, const char *what, const char *detail);
/* Writes a buffer to standard output; its exit status. */
int print(struct aq_buffer *out);
/* Takes "--name VALUE" or "--name=VALUE" out of the arguments: 1 taken, 0 not
 * there, -1 there without a value. */
int take_value(struct options *options, const char *name, const char **out);
bool take_flag(struct options *options, const char *name);
/* Any option left over is unknown: its text, or NULL. */
const char *unknown_option(const struct options *options);
bool parse_day(const char *text, struct aq_date *out);

#endif
