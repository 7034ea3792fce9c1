/*
 * show.c - `acquit show ID`: everything about one thing, and why; `show payer X`:
 * what is known of an account or a name.
 */
#include "cli.h"

struct prefix {
	const char *word;
	enum aq_thing thing;
};

static const struct prefix prefixes[] = {
	{"payment:", AQ_THING_PAYMENT},	  {"invoice:", AQ_THING_INVOICE},
	{"contract:", AQ_THING_CONTRACT}, {"customer:", AQ_THING_CUSTOMER},
	{"file:", AQ_THING_FILE},	  {"subscription:", AQ_THING_SUBSCRIPTION},
	{"act:", AQ_THING_ACT},		  {"settlement:", AQ_THING_SETTLEMENT},
	{"run:", AQ_THING_RUN},		  {"entry:", AQ_THING_ENTRY},
};

static const char *const thing_words[] = {
	[AQ_THING_ANY] = "",
	[AQ_THING_PAYMENT] = "payment",
	[AQ_THING_INVOICE] = "invoice",
	[AQ_THING_CONTRACT] = "contract",
	[AQ_THING_CUSTOMER] = "customer",
	[AQ_THING_SUBSCRIPTION] = "subscription",
	[AQ_THING_FILE] = "file",
	[AQ_THING_ACT] = "act",
	[AQ_THING_SETTLEMENT] = "settlement",
	[AQ_THING_RUN] = "run",
	[AQ_THING_ENTRY] = "entry",
};

static enum aq_thing split_prefix(struct aq_slice *text)
{
	size_t index;

	for (index = 0; index < sizeof(prefixes) / sizeof(prefixes[0]); index++) {
		struct aq_slice word = aq_slice_of(prefixes[index].word);

		if (!aq_slice_starts_with(*text, word))
			continue;
		*text = aq_slice_between(text->start + word.length, text->start + text->length);
		return prefixes[index].thing;
	}
	return AQ_THING_ANY;
}

/* "zzz:1" may be a name, or a kind that there is none of. */
static enum aq_status fail_unknown(const char *id, enum aq_thing thing, struct aq_error *err)
{
	bool is_kind = thing == AQ_THING_ANY && strchr(id, ':');

	return aq_fail(err, AQ_NOT_FOUND, AQ_CODE_NONE, (struct aq_at){0, 0},
		       "nothing here is called %s%s", id,
		       is_kind ? "; the kinds are payment:, invoice:, contract:, customer:, "
				 "subscription:, file:, act:, settlement:, run:, entry: and payer:"
			       : "");
}

/* Acts, settlements and runs only where nothing else is called so. */
static enum aq_status find(struct aq_store *store, const struct aq_thing_row *asked,
			   struct aq_arena *arena, struct aq_thing_row **out, size_t *count,
			   struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	*count = 0;
	if (asked->thing < AQ_THING_ACT)
		status = aq_store_things_find(store, asked->thing, asked->text, arena, out, count,
					      err);
	if (status < AQ_OK || *count > 0 ||
	    (asked->thing != AQ_THING_ANY && asked->thing < AQ_THING_ACT))
		return status;
	return aq_store_records_find(store, asked->thing, asked->text, arena, out, count, err);
}

static void list_candidates(struct aq_buffer *out, const struct aq_thing_row *things, size_t count)
{
	size_t index;

	aq_buffer_add_text(out, "This may mean several things; say which:\n");
	for (index = 0; index < count; index++)
		aq_buffer_print(out, "  acquit show %s:%.*s\n", thing_words[things[index].thing],
				AQ_SLICE_ARGS(things[index].text));
}

static enum aq_status show(struct aq_store *store, const char *id, struct aq_buffer *out,
			   bool *is_clear, struct aq_error *err)
{
	struct aq_thing_row asked = {.text = aq_slice_of(id)};
	struct aq_arena *arena = NULL;
	struct aq_thing_row *things;
	size_t count = 0;
	enum aq_status status;

	asked.thing = split_prefix(&asked.text);
	status = aq_arena_new(&arena, 0, err);
	if (status >= AQ_OK)
		status = find(store, &asked, arena, &things, &count, err);
	*is_clear = count == 1;
	if (status >= AQ_OK && count == 0)
		status = fail_unknown(id, asked.thing, err);
	else if (status >= AQ_OK && count == 1)
		status = aq_report_show(store, &things[0], out, err);
	else if (status >= AQ_OK)
		list_candidates(out, things, count);
	aq_arena_free(arena);
	return status;
}

/* "payer:X", or "payer X" in two words. */
static const char *payer_of(const struct options *options)
{
	static const char prefix[] = "payer:";

	if (options->argument_count == 2 && strcmp(options->arguments[0], "payer") == 0)
		return options->arguments[1];
	if (options->argument_count == 1 &&
	    strncmp(options->arguments[0], prefix, sizeof(prefix) - 1) == 0)
		return options->arguments[0] + sizeof(prefix) - 1;
	return NULL;
}

int command_show(const struct options *options)
{
	struct aq_error err = {.status = AQ_OK};
	const char *payer = payer_of(options);
	struct aq_home *home = NULL;
	struct aq_buffer out;
	bool is_clear = true;
	enum aq_status status;
	int exit_status;

	if (options->argument_count != 1 && !payer)
		return usage("show", "one id, please", "");
	aq_buffer_init(&out, 0);
	status = aq_home_open(&home, options->home, AQ_HOME_READ, &err);
	if (status >= AQ_OK && payer)
		status = aq_payer_show(home, aq_slice_of(payer), options->today, &out, &err);
	else if (status >= AQ_OK)
		status = show(aq_home_store(home), options->arguments[0], &out, &is_clear, &err);
	aq_home_close(home);
	if (status < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	exit_status = print(&out);
	return exit_status == EXIT_DONE && !is_clear ? EXIT_USAGE : exit_status;
}
