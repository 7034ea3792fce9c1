/*
 * help.c - `acquit help [settings|COMMAND]`.
 */
#include <stdio.h>

#include "cli.h"

#include "acquit/return_code.h"

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
		printf("%-30s %-8s %-4s %s\n", aq_code_name((enum aq_code)code),
		       aq_severity_name(aq_code_severity((enum aq_code)code)),
		       aq_code_return((enum aq_code)code), aq_code_mend((enum aq_code)code));
	return EXIT_DONE;
}

static const char open_items_text[] =
	"Open items are UTF-8 CSV files with a header row, commas between, dates as YYYY-MM-DD,\n"
	"amounts with a point. A file belongs to the table whose columns it has; drop it into\n"
	"open-items/. Columns in brackets are optional.\n\n"
	"customers      customer_no,name "
	"[billing_account,email,language,payer_names,payer_accounts]\n"
	"invoices       invoice_no,customer_no,due_date,currency,amount "
	"[kind,issue_date,open_amount,\n"
	"               "
	"reference,subscription_no,contract_no,project_no,discount_amount,discount_until,\n"
	"               package_discount,addon_discount,total_discount]\n"
	"contracts      contract_no,notification_no,customer_no,currency "
	"[amount,signed_on,due_date,project_no]\n"
	"options        contract_no,option,amount [label]\n"
	"bundles        bundle_no,invoice_no\n"
	"subscriptions  subscription_no,customer_no,currency,price,cycle_months,cycles,starts_on\n"
	"               "
	"[service,plan,addon_price,package_discount,addon_discount,total_discount,promo_until]\n\n"
	"Numbers of fewer than four characters are not looked for in payments.\n";

static int help_open_items(void)
{
	fputs(open_items_text, stdout);
	return EXIT_DONE;
}

static int help_code(enum aq_code code)
{
	printf("%s (%s)\n%s.\n", aq_code_name(code), aq_severity_name(aq_code_severity(code)),
	       aq_code_mend(code));
	return EXIT_DONE;
}

int help_command(const struct command *command, const char *word)
{
	if (command->run == command_review)
		return help_review(word);
	printf("acquit %s %s\n\n%s.\n", command->name, command->usage, command->says);
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
	if (strcmp(options->arguments[0], "open-items") == 0)
		return help_open_items();
	if (aq_code_find(options->arguments[0]) != AQ_CODE_NONE)
		return help_code(aq_code_find(options->arguments[0]));
	for (index = 0; index < command_count; index++) {
		if (strcmp(commands[index].name, options->arguments[0]) != 0)
			continue;
		return help_command(&commands[index],
				    options->argument_count > 1 ? options->arguments[1] : "");
	}
	return usage("help", "there is no such command", options->arguments[0]);
}
