/*
 * help.c - `acquit help [settings|COMMAND]`.
 */
#include <stdio.h>

#include "cli.h"

static int help_all(void)
{
	size_t index;

	printf("acquit %s - cash application: bank and gateway files in, a proven ledger out\n\n",
	       AQ_VERSION);
	for (index = 0; index < command_count; index++)
		printf("  %-8s %s\n           %s\n", commands[index].name, commands[index].usage,
		       commands[index].says);
	fputs("\nEverywhere: --home DIR (else $ACQUIT_HOME, else this folder), --quiet, "
	      "--verbose,\n"
	      "--log-format text|json, --help, --version.\n"
	      "Exit status: 0 done; 1 done, something waits for a person; 2 usage; 3 settings;\n"
	      "4 another run holds the home; 5 not done, a retry is safe; 6 integrity; 7 a bug.\n",
	      stdout);
	return EXIT_DONE;
}

static int help_findings(void)
{
	int code;

	for (code = AQ_CODE_NONE + 1; code < AQ_CODE_COUNT; code++)
		printf("%-28s %-8s %s\n", aq_code_name((enum aq_code)code),
		       aq_severity_name(aq_code_severity((enum aq_code)code)),
		       aq_code_mend((enum aq_code)code));
	return EXIT_DONE;
}

int command_help(const struct options *options)
{
	struct aq_buffer out;
	size_t index;

	if (options->argument_count == 0)
		return help_all();
	if (strcmp(options->arguments[0], "settings") == 0) {
		aq_buffer_init(&out, 0);
		aq_settings_help(&out);
		return print(&out);
	}
	if (strcmp(options->arguments[0], "findings") == 0)
		return help_findings();
	for (index = 0; index < command_count; index++) {
		if (strcmp(commands[index].name, options->arguments[0]) != 0)
			continue;
		printf("acquit %s %s\n\n%s.\n", commands[index].name, commands[index].usage,
		       commands[index].says);
		return EXIT_DONE;
	}
	return usage("help", "there is no such command", options->arguments[0]);
}
