/*
 * formats.c - `acquit formats [NAME] [--check FILE]` and `--new FILE`.
 */
#include <stdio.h>

#include "cli.h"

static bool has_part(struct aq_slice name, struct aq_slice part)
{
	for (; name.length >= part.length; name.start++, name.length--)
		if (aq_slice_equals_any_case((struct aq_slice){name.start, part.length}, part))
			return true;
	return false;
}

/* Those whose names hold `part`, in any case of letters; how many. */
static size_t list(const struct aq_profiles *profiles, const char *part, struct aq_buffer *out)
{
	const struct aq_format *format;
	size_t index, count = 0;

	for (index = 0; (format = aq_format_at(profiles, index)) != NULL; index++) {
		if (!has_part(format->name, aq_slice_of(part)))
			continue;
		count++;
		aq_buffer_print(out, "%-32.*s %-10.*s %.*s%s\n", AQ_SLICE_ARGS(format->name),
				AQ_SLICE_ARGS(format->family), AQ_SLICE_ARGS(format->summary),
				format->is_unverified ? " - unverified" : "");
	}
	return count;
}

/* The one format that a site writes itself, so its columns are told here. */
static const char plain_text[] =
	"\nA CSV in UTF-8 with a header row and commas between; days as YYYY-MM-DD, amounts with "
	"a\n"
	"point, without groups, in the currency's own digits. Columns in any order:\n\n"
	"required  id             the row's own number: told again it is the same payment\n"
	"          booked_on      the day\n"
	"          amount         gross; money out has a minus sign\n"
	"          currency       ISO 4217\n"
	"optional  value_on       the day of value\n"
	"          fee, net       net must be amount - fee to the cent, or the row is refused\n"
	"          kind           receipt, return, refund, chargeback, fee, settlement, outgoing,\n"
	"                         notice or adjustment; empty: the sign decides\n"
	"          account        the bank account; empty: the cash box (bank:cash)\n"
	"          source         the gateway of rows with a settlement_id; empty: plain\n"
	"          settlement_id  the payout: such a row is a detail of it and posts to\n"
	"                         clearing:SOURCE; the others are a cash book\n"
	"          payer, payer_account, payer_bank\n"
	"          reference, text, end_to_end_id\n"
	"          counter_reference  the id of the payment that this row answers\n\n"
	"Other columns are left aside with a note.\n";

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
		if (format->is_unverified)
			aq_buffer_add_text(out, "unverified: no real file of this format was seen; "
						"compare what it reads\n");
		if (format->path.length == 0)
			aq_buffer_add_text(out, "built in\n");
		if (format->path.length == 0 && aq_slice_is(format->name, "csv"))
			aq_buffer_add_text(out, plain_text);
		if (format->path.length > 0)
			aq_buffer_print(out, "profile %.*s\nsha256  %s\n",
					AQ_SLICE_ARGS(format->path), format->profile_hash);
		return AQ_OK;
	}
	/* A part of a name lists those that have it. */
	if (list(profiles, name, out) > 0)
		return AQ_OK;
	return aq_fail(err, AQ_NOT_FOUND, AQ_CODE_NONE, (struct aq_at){0, 0},
		       "there is no format %s; acquit formats lists all", name);
}

/* What the command line asks for. */
struct asked {
	const char *check; /* a file to try */
	const char *sample; /* a file to propose a profile for */
	const char *name; /* a format */
};

static enum aq_status answer(const struct options *options, const struct asked *asked,
			     struct aq_buffer *out, enum aq_severity *worst, struct aq_error *err)
{
	struct aq_format_order order = {.path = asked->check,
					.format = asked->name,
					.home_path = options->home,
					.today = options->today};
	struct aq_profiles *profiles = NULL;
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_home *home = NULL;
	enum aq_status status;

	if (asked->sample)
		return aq_format_new(asked->sample, out, err);
	if (asked->check) {
		if (aq_home_open(&home, options->home, AQ_HOME_READ, &ignored) < AQ_OK)
			home = NULL;
		status = aq_format_check(home, &order, out, worst, err);
		aq_home_close(home);
		return status;
	}
	status = aq_formats_load_at(&profiles, options->home, err);
	if (status >= AQ_OK && asked->name)
		status = show(profiles, asked->name, out, err);
	else if (status >= AQ_OK)
		(void)list(profiles, "", out);
	aq_profiles_free(profiles);
	return status;
}

int command_formats(const struct options *given)
{
	struct options options = *given;
	struct aq_error err = {.status = AQ_OK};
	enum aq_severity worst = AQ_SEVERITY_NONE;
	struct asked asked = {NULL, NULL, NULL};
	struct aq_buffer out;

	if (take_value(&options, "--check", &asked.check) < 0)
		return usage("formats", "--check wants a file", "");
	if (take_value(&options, "--new", &asked.sample) < 0)
		return usage("formats", "--new wants a file", "");
	if (unknown_option(&options) || options.argument_count > 1)
		return usage("formats", "one name at most", "");
	if (options.argument_count == 1)
		asked.name = options.arguments[0];
	if (asked.sample && (asked.check || asked.name))
		return usage("formats", "--new stands alone", "");
	aq_buffer_init(&out, 0);
	if (answer(&options, &asked, &out, &worst, &err) < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	if (print(&out) != EXIT_DONE)
		return EXIT_NOT_DONE;
	return worst >= AQ_SEVERITY_ERROR ? EXIT_WAITS : EXIT_DONE;
}
