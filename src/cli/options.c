/*
 * options.c - arguments in, messages and exit statuses out.
 */
#include <stdio.h>

#include "cli.h"

#include "acquit/log.h"

static void remove_arguments(struct options *options, int at, int count)
{
	int index;

	for (index = at; index + count < options->argument_count; index++)
		options->arguments[index] = options->arguments[index + count];
	options->argument_count -= count;
}

/* "--" ends the options: what follows is taken as it stands. */
static int option_end(const struct options *options)
{
	int index;

	for (index = 0; index < options->argument_count; index++)
		if (strcmp(options->arguments[index], "--") == 0)
			break;
	return index;
}

int take_value(struct options *options, const char *name, const char **out)
{
	size_t length = strlen(name);
	int index, end = option_end(options);

	for (index = 0; index < end; index++) {
		const char *argument = options->arguments[index];

		if (strncmp(argument, name, length) != 0)
			continue;
		if (argument[length] == '=') {
			*out = argument + length + 1;
			remove_arguments(options, index, 1);
			return 1;
		}
		if (argument[length] != '\0')
			continue;
		if (index + 1 >= options->argument_count)
			return -1;
		*out = options->arguments[index + 1];
		remove_arguments(options, index, 2);
		return 1;
	}
	return 0;
}

bool take_flag(struct options *options, const char *name)
{
	int index, end = option_end(options);

	for (index = 0; index < end; index++) {
		if (strcmp(options->arguments[index], name) != 0)
			continue;
		remove_arguments(options, index, 1);
		return true;
	}
	return false;
}

const char *unknown_option(const struct options *options)
{
	int index, end = option_end(options);

	for (index = 0; index < end; index++)
		if (options->arguments[index][0] == '-' && options->arguments[index][1] != '\0')
			return options->arguments[index];
	return NULL;
}

bool parse_day(const char *text, struct aq_date *out)
{
	return aq_date_parse(aq_slice_of(text), out);
}

int usage(const char *command, const char *what, const char *detail)
{
	size_t index;

	aq_log_say(AQ_LOG_ERROR, "%s%s%s", what, *detail ? ": " : "", detail);
	for (index = 0; index < command_count; index++)
		if (strcmp(commands[index].name, command) == 0)
			fprintf(stderr, "usage: acquit %s %s\n", command, commands[index].usage);
	if (*command == '\0')
		fputs("acquit help lists the commands\n", stderr);
	return EXIT_USAGE;
}

static int exit_of(enum aq_status status)
{
	switch (status) {
	case AQ_END:
	case AQ_OK:
		return EXIT_DONE;
	case AQ_BAD_RECORD:
	case AQ_BAD_FILE:
		return EXIT_WAITS;
	case AQ_USAGE:
	case AQ_NOT_FOUND:
		return EXIT_USAGE;
	case AQ_SETTINGS:
		return EXIT_SETTINGS;
	case AQ_LOCKED:
		return EXIT_LOCKED;
	case AQ_INTEGRITY:
		return EXIT_INTEGRITY;
	case AQ_STOPPED:
		return 128 + aq_run_stop_signal();
	case AQ_SYSTEM:
	case AQ_STORE:
	case AQ_BUSY:
		return EXIT_NOT_DONE;
	}
	return EXIT_NOT_DONE;
}

int fail(const struct aq_error *err)
{
	aq_log_error(err);
	return exit_of(err->status);
}

int print(struct aq_buffer *out)
{
	struct aq_error err = {.status = AQ_OK};
	int status = EXIT_DONE;

	if (aq_buffer_failed(out)) {
		(void)aq_fail_memory(&err);
		status = fail(&err);
	} else if (out->length > 0 && fwrite(out->start, 1, out->length, stdout) != out->length) {
		(void)aq_fail_errno(&err, AQ_SYSTEM, AQ_BASE_FILE,
				    "cannot write to standard output");
		status = fail(&err);
	}
	aq_buffer_free(out);
	return status;
}
