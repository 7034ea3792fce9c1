/*
 * verify.c - `acquit verify [--rebuild]`.
 */
#include <stdio.h>

#include "cli.h"

int command_verify(const struct options *given)
{
	struct options options = *given;
	struct aq_verify_order order = {.is_rebuild = take_flag(&options, "--rebuild")};
	struct aq_verify_result result;
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	enum aq_status status;

	if (options.argument_count > 0)
		return usage("verify", "verify takes --rebuild at most", options.arguments[0]);
	status = aq_home_open(&home, options.home, order.is_rebuild ? AQ_HOME_WRITE : AQ_HOME_READ,
			      &err);
	if (status >= AQ_OK)
		status = aq_verify(home, &order, &result, &err);
	aq_home_close(home);
	if (status < AQ_OK)
		return fail(&err);
	if (!options.is_quiet)
		printf("The ledger proves itself: %llu entries, %llu postings in %llu units; %llu "
		       "archived %s, %llu %s%s.\n"
		       "Head %s\n",
		       (unsigned long long)result.entries, (unsigned long long)result.postings,
		       (unsigned long long)result.units, (unsigned long long)result.archived,
		       result.archived == 1 ? "file" : "files", (unsigned long long)result.seals,
		       result.seals == 1 ? "seal" : "seals",
		       result.missing_seals ? ", and older ones are gone" : "", result.head);
	return EXIT_DONE;
}
