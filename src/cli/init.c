/*
 * init.c - `acquit init [--demo]`.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli.h"

int command_init(const struct options *given)
{
	struct options options = *given;
	struct aq_error err = {.status = AQ_OK};
	struct aq_arena *arena = NULL;
	bool is_demo = take_flag(&options, "--demo");
	struct aq_slice samples = {NULL, 0};
	enum aq_status status;

	if (unknown_option(&options))
		return usage("init", "unknown option", unknown_option(&options));
	if (options.argument_count > 0)
		return usage("init", "init takes no file; name the home with --home",
			     options.arguments[0]);
	status = aq_arena_new(&arena, 0, &err);
	if (status >= AQ_OK && is_demo)
		samples = aq_shared_path(arena, "demo");
	if (status >= AQ_OK)
		status = aq_home_make(options.home, samples.length ? samples.start : NULL, &err);
	aq_arena_free(arena);
	if (status < AQ_OK)
		return fail(&err);
	if (!options.is_quiet)
		printf("%s is an acquit home now%s.\n"
		       "Put what is owed into open-items/, payment files into inbox/, and call "
		       "acquit run.\n",
		       options.home, is_demo ? ", with sample files" : "");
	return EXIT_DONE;
}
