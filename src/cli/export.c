/*
 * export.c - `acquit export --to csv|ledger|hledger`.
 */
#include <stdio.h>

#include "cli.h"

struct form {
	const char *word;
	enum aq_export form;
};

static const struct form forms[] = {
	{"csv", AQ_EXPORT_CSV},
	{"ledger", AQ_EXPORT_LEDGER},
	{"hledger", AQ_EXPORT_HLEDGER},
};

static const struct form *find_form(const char *word)
{
	size_t index;

	for (index = 0; index < sizeof(forms) / sizeof(forms[0]); index++)
		if (strcmp(forms[index].word, word) == 0)
			return &forms[index];
	return NULL;
}

int command_export(const struct options *given)
{
	struct options options = *given;
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	const struct form *form;
	const char *word = NULL;
	enum aq_status status;

	if (take_value(&options, "--to", &word) <= 0)
		return usage("export", "--to csv, ledger or hledger", "");
	form = find_form(word);
	if (!form)
		return usage("export", "--to csv, ledger or hledger, not", word);
	if (options.argument_count > 0)
		return usage("export", "export takes nothing more", options.arguments[0]);
	status = aq_home_open(&home, options.home, AQ_HOME_READ, &err);
	if (status >= AQ_OK)
		status = aq_report_export(aq_home_store(home), form->form, stdout, &err);
	aq_home_close(home);
	return status < AQ_OK ? fail(&err) : EXIT_DONE;
}
