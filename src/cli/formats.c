/*
 * formats.c - `acquit formats [NAME] [--check FILE]`.
 */
#include <stdio.h>

#include "cli.h"

static void list(const struct aq_profiles *profiles, struct aq_buffer *out)
{
	const struct aq_format *format;
	size_t index;

	for (index = 0; (format = aq_format_at(profiles, index)) != NULL; index++)
		aq_buffer_print(out, "%-32.*s %-10.*s %.*s\n", AQ_SLICE_ARGS(format->name),
				AQ_SLICE_ARGS(format->family), AQ_SLICE_ARGS(format->summary));
}

static enum aq_status show(const struct aq_profiles *profiles, const char *name,
			   struct aq_buffer *out, struct aq_error *err)
{
	const struct aq_format *format;
	size_t index;

	for (index = 0; (format = aq_format_at(profiles, index)) != NULL; index++) {
		if (!aq_slice_is(format->name, name))
			continue;
		aq_buffer_print(out, "%.*s (%.*s)\n%.*s\n", AQ_SLICE_ARGS(format->name),
				AQ_SLICE_ARGS(format->family), AQ_SLICE_ARGS(format->summary));
		if (format->path.length == 0)
			aq_buffer_add_text(out, "built in\n");
		else
			aq_buffer_print(out, "profile %.*s\nsha256  %s\n",
					AQ_SLICE_ARGS(format->path), format->profile_hash);
		return AQ_OK;
	}
	return aq_fail(err, AQ_NOT_FOUND, AQ_CODE_NONE, (struct aq_at){0, 0},
		       "there is no format %s", name);
}

static enum aq_status check(struct aq_home *home, const struct options *options, const char *path,
			    enum aq_severity *worst, struct aq_error *err)
{
	struct aq_decode_order order = {.path = path, .today = options->today, .is_header = true};

	return aq_decode_print(home, &order, stdout, stderr, worst, err);
}

int command_formats(const struct options *given)
{
	struct options options = *given;
	struct aq_profiles *profiles = NULL;
	struct aq_error err = {.status = AQ_OK};
	enum aq_severity worst = AQ_SEVERITY_NONE;
	struct aq_home *home = NULL;
	const char *path = NULL;
	struct aq_buffer out;
	enum aq_status status;

	if (take_value(&options, "--check", &path) < 0)
		return usage("formats", "--check wants a file", "");
	if (unknown_option(&options) || options.argument_count > 1)
		return usage("formats", "one name at most", "");
	aq_buffer_init(&out, 0);
	if (aq_home_open(&home, options.home, AQ_HOME_READ, &err) < AQ_OK)
		home = NULL;
	status = aq_formats_load(&profiles, home, &err);
	if (status >= AQ_OK && path)
		status = check(home, &options, path, &worst, &err);
	else if (status >= AQ_OK && options.argument_count == 1)
		status = show(profiles, options.arguments[0], &out, &err);
	else if (status >= AQ_OK)
		list(profiles, &out);
	aq_profiles_free(profiles);
	aq_home_close(home);
	if (status < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	if (print(&out) != EXIT_DONE)
		return EXIT_NOT_DONE;
	return worst >= AQ_SEVERITY_ERROR ? EXIT_WAITS : EXIT_DONE;
}
