/*
 * decode.c - `acquit decode FILE...`: what a file holds, without a store.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "cli.h"

/* A home is not needed; one that is there lends its formats, partners and company
 * ids, unless its settings are unsound: others would judge the file then. */
static enum aq_status open_home(struct aq_home **out, const char *path, struct aq_error *err)
{
	static const char settings[] = "settings.";
	enum aq_status status = aq_home_open(out, path, AQ_HOME_READ, err);

	if (status < AQ_OK && strncmp(aq_code_name(err->code), settings, sizeof(settings) - 1) == 0)
		return status;
	return AQ_OK;
}

static int decode_one(struct aq_home *home, const struct aq_decode_order *order,
		      enum aq_severity *worst)
{
	struct aq_error err = {.status = AQ_OK};
	enum aq_severity of_file = AQ_SEVERITY_NONE;

	if (aq_decode_print(home, order, stdout, stderr, &of_file, &err) < AQ_OK)
		return fail(&err);
	if (of_file > *worst)
		*worst = of_file;
	return EXIT_DONE;
}

static int decode_all(const struct options *options, struct aq_decode_order *order)
{
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	enum aq_severity worst = AQ_SEVERITY_NONE;
	int index, status = EXIT_DONE;

	if (open_home(&home, options->home, &err) < AQ_OK)
		return fail(&err);
	for (index = 0; index < options->argument_count && status == EXIT_DONE; index++) {
		order->path = options->arguments[index];
		order->is_header = index == 0;
		status = decode_one(home, order, &worst);
	}
	aq_home_close(home);
	if (status == EXIT_DONE && worst >= AQ_SEVERITY_ERROR)
		status = EXIT_WAITS;
	return status;
}

int command_decode(const struct options *given)
{
	struct options options = *given;
	struct aq_decode_order order = {.today = options.today, .home_path = options.home};
	const char *form = NULL, *date = NULL;
	int dated = take_value(&options, "--date", &date);

	order.is_dated = dated > 0;
	if (dated != 0 && (!date || !parse_day(date, &order.today)))
		return usage("decode", "--date wants a day as YYYY-MM-DD", date ? date : "");
	order.is_check = take_flag(&options, "--check");
	order.is_clear = take_flag(&options, "--clear");
	if (take_value(&options, "--to", &form) < 0)
		return usage("decode", "--to wants csv or jsonl", "");
	if (form && strcmp(form, "jsonl") == 0)
		order.form = AQ_DECODE_JSONL;
	else if (form && strcmp(form, "csv") != 0)
		return usage("decode", "--to wants csv or jsonl, not", form);
	if (unknown_option(&options))
		return usage("decode", "unknown option", unknown_option(&options));
	if (options.argument_count > 0 && strcmp(options.arguments[0], "--") == 0) {
		options.arguments++;
		options.argument_count--;
	}
	if (options.argument_count == 0)
		return usage("decode", "which file", "");
	return decode_all(&options, &order);
}
