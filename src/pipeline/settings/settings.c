/*
 * settings.c - acquit.conf: what each key means.
 *
 * Reads: the key file of a home. Promises: every key has a default that
 * serves. Refuses: unknown sections, unknown keys, values that do not fit,
 * each with file and line.
 */
#include "settings_limits.h"
#include "settings_partner.h"
#include "settings_rules.h"
#include "settings_terms.h"
#include "settings_twice.h"

#include <stdlib.h>

#include "acquit/utf8.h"

struct known_setting;

struct reader { /* the settings as they are being read */
	struct aq_home *home;
	struct aq_account_setting *accounts;
	struct aq_source_name *names;
	struct aq_nacha_partner *partners;
	struct aq_rule_limit *limits;
	struct terms_list terms;
	const struct known_setting *known; /* what the line at hand is */
	struct aq_slice part; /* NAME of [x.NAME] */
	uint64_t line; /* of the setting */
	uint64_t section_line;
};

typedef bool (*read_value)(struct reader *reader, struct aq_slice value);

struct known_setting {
	const char *section;
	const char *key;
	read_value read;
	const char *fallback;
	const char *meaning;
};

static bool read_company_ids(struct reader *reader, struct aq_slice value)
{
	struct aq_settings *settings = &reader->home->settings;
	struct aq_slice rest = value;
	size_t room = value.length / 2 + 1;

	settings->company_ids =
		aq_arena_take_many(reader->home->arena, room, sizeof(struct aq_slice));
	if (!settings->company_ids)
		return false;
	settings->company_id_count = 0;
	while (rest.length > 0) {
		struct aq_slice word = aq_slice_cut(&rest, ' ');

		if (word.length > 0)
			settings->company_ids[settings->company_id_count++] = word;
	}
	return true;
}

/* Finds the word in a list "a|b|c" and gives its place. */
static bool choose(struct aq_slice value, const char *words, int *out)
{
	struct aq_slice rest = aq_slice_of(words);
	int index = 0;

	while (rest.length > 0) {
		if (aq_slice_equals(aq_slice_cut(&rest, '|'), value)) {
			*out = index;
			return true;
		}
		index++;
	}
	return false;
}

static bool read_use_balance(struct reader *reader, struct aq_slice value)
{
	int choice;

	if (!choose(value, "no|oldest-first", &choice))
		return false;
	reader->home->settings.use_balance = choice == 1;
	return true;
}

static bool read_learn(struct reader *reader, struct aq_slice value)
{
	int choice;

	if (!choose(value, "yes|no", &choice))
		return false;
	reader->home->settings.forgets_payers = choice == 1;
	return true;
}

static bool read_rules_off(struct reader *reader, struct aq_slice value)
{
	return settings_rules_off(value, &reader->home->settings.rules_off);
}

static bool read_rule_limit(struct reader *reader, struct aq_slice value)
{
	struct aq_settings *settings = &reader->home->settings;

	return settings_rule_limit(reader->part, value, reader->limits,
				   &settings->rule_limit_count);
}

static bool read_demote_below(struct reader *reader, struct aq_slice value)
{
	return settings_percent(value, &reader->home->settings.demote_below);
}

static bool read_rule_demote(struct reader *reader, struct aq_slice value)
{
	struct aq_settings *settings = &reader->home->settings;

	return settings_rule_demote(reader->part, value, &settings->rules_trusted,
				    settings->rule_since);
}

/* What is said in all payments, by one rule or of one customer; NULL: no such rule. */
static struct aq_terms *terms_of(struct reader *reader)
{
	struct aq_slice nobody = {NULL, 0};
	enum aq_rule rule;

	if (strcmp(reader->known->section, "match") == 0)
		return settings_terms(&reader->terms, AQ_RULE_NONE, nobody, reader->section_line);
	if (strcmp(reader->known->section, "customer.") == 0)
		return settings_terms(&reader->terms, AQ_RULE_NONE, reader->part,
				      reader->section_line);
	rule = aq_rule_find(reader->part);
	return rule != AQ_RULE_NONE && aq_rule_may_tolerate(rule)
		       ? settings_terms(&reader->terms, rule, nobody, reader->section_line)
		       : NULL;
}

static bool read_tolerance(struct reader *reader, struct aq_slice value)
{
	struct aq_terms *terms = terms_of(reader);

	return terms && settings_tolerance(reader->home->arena, value, terms);
}

static bool read_tolerance_percent(struct reader *reader, struct aq_slice value)
{
	struct aq_terms *terms = terms_of(reader);

	return terms && settings_tolerance_percent(value, terms);
}

static bool read_grace(struct reader *reader, struct aq_slice value)
{
	return settings_grace(value, terms_of(reader));
}

static bool read_short(struct reader *reader, struct aq_slice value)
{
	return settings_short(value, terms_of(reader));
}

static bool read_approve_above(struct reader *reader, struct aq_slice value)
{
	return settings_approve_above(reader->home->arena, value, &reader->home->settings.limits);
}

static bool read_common_limit(struct reader *reader, struct aq_slice value)
{
	const struct limit_line said = {.value = value, .line = reader->line};

	return settings_person_limit(reader->home->arena, &said, &reader->home->settings.limits);
}

static bool read_person_limit(struct reader *reader, struct aq_slice value)
{
	const struct limit_line said = {reader->part, value, reader->line};

	return settings_person_limit(reader->home->arena, &said, &reader->home->settings.limits);
}

static bool read_closed_through(struct reader *reader, struct aq_slice value)
{
	if (value.length == 0)
		return true;
	return aq_date_parse(value, &reader->home->settings.closed_through);
}

static bool read_invoices(struct reader *reader, struct aq_slice value)
{
	int choice;

	if (!choose(value, "changes|snapshot", &choice))
		return false;
	reader->home->settings.is_snapshot = choice == 1;
	return true;
}

static bool read_unwrapped_mb(struct reader *reader, struct aq_slice value)
{
	uint64_t megabytes;

	if (!aq_slice_to_u64(value, &megabytes) || megabytes == 0 || megabytes > 1024 * 1024)
		return false;
	reader->home->settings.unwrapped_bytes_max = megabytes * 1024 * 1024;
	return true;
}

static bool read_store_url(struct reader *reader, struct aq_slice value)
{
	(void)reader;
	return aq_slice_is(value, "acquit.db");
}

/* Blanks are dropped and letters raised, as in files. */
static struct aq_slice account_form(struct aq_arena *arena, struct aq_slice text)
{
	return aq_account_normal(arena, text);
}

static struct aq_account_setting *account_of(struct reader *reader)
{
	struct aq_slice account = account_form(reader->home->arena, reader->part);
	struct aq_settings *settings = &reader->home->settings;
	size_t index;

	for (index = 0; index < settings->account_count; index++)
		if (aq_slice_equals(reader->accounts[index].account, account))
			return &reader->accounts[index];
	reader->accounts[settings->account_count].account = account;
	return &reader->accounts[settings->account_count++];
}

static bool read_account_post(struct reader *reader, struct aq_slice value)
{
	int choice;

	if (!choose(value, "first|statement|csv|cashbook|nothing", &choice))
		return false;
	account_of(reader)->post = (enum aq_post)choice;
	return true;
}

static bool read_account_balance(struct reader *reader, struct aq_slice value)
{
	int choice;

	if (!choose(value, "refuse|warn", &choice))
		return false;
	account_of(reader)->warn_balance = choice == 1;
	return true;
}

static bool read_gateway_name(struct reader *reader, struct aq_slice value)
{
	struct aq_settings *settings = &reader->home->settings;

	if (value.length == 0)
		return true;
	reader->names[settings->source_name_count++] = (struct aq_source_name){
		.source = reader->part,
		.folded = aq_utf8_fold(reader->home->arena, value),
	};
	return true;
}

static struct aq_nacha_partner *partner_of(struct reader *reader)
{
	return settings_partner(&reader->home->settings, reader->partners, reader->part);
}

static bool read_partner_origin(struct reader *reader, struct aq_slice value)
{
	partner_of(reader)->origin = value;
	return true;
}

static bool read_partner_destination(struct reader *reader, struct aq_slice value)
{
	partner_of(reader)->destination = value;
	return true;
}

static bool read_partner_allow(struct reader *reader, struct aq_slice value)
{
	struct aq_nacha_partner *partner = partner_of(reader);

	return settings_rules(reader->home->arena, value, aq_nacha_may_allow, &partner->allowed,
			      &partner->allowed_count);
}

static bool read_partner_refuse(struct reader *reader, struct aq_slice value)
{
	struct aq_nacha_partner *partner = partner_of(reader);

	return settings_rules(reader->home->arena, value, aq_nacha_may_refuse, &partner->refused,
			      &partner->refused_count);
}

static const struct known_setting known_settings[] = {
#define AQ_SETTING(section, key, reader, fallback, meaning)                                        \
	{section, key, reader, fallback, meaning},
#include "settings.def"
#undef AQ_SETTING
};

#define KNOWN_COUNT (sizeof(known_settings) / sizeof(known_settings[0]))

static bool is_family(const char *section)
{
	return section[strlen(section) - 1] == '.';
}

static bool section_fits(const struct known_setting *known, struct aq_slice section,
			 struct aq_slice *part)
{
	struct aq_slice name = aq_slice_of(known->section);

	*part = (struct aq_slice){NULL, 0};
	if (!is_family(known->section))
		return aq_slice_equals(section, name);
	if (!aq_slice_starts_with(section, name) || section.length == name.length)
		return false;
	*part = aq_slice_between(section.start + name.length, section.start + section.length);
	return true;
}

static const struct known_setting *find_known(const struct aq_setting *setting,
					      struct aq_slice *part)
{
	size_t index;

	for (index = 0; index < KNOWN_COUNT; index++)
		if (aq_slice_is(setting->key, known_settings[index].key) &&
		    section_fits(&known_settings[index], setting->section, part))
			return &known_settings[index];
	return NULL;
}

static enum aq_status read_one(struct reader *reader, const struct aq_setting *setting,
			       struct aq_slice path, struct aq_error *err)
{
	const struct known_setting *known = find_known(setting, &reader->part);
	struct aq_at at = {setting->line, 1};
	enum aq_status status;

	if (!known) {
		status = setting->section.length == 0
				 ? aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_KEY, at,
					   "'%.*s' is in no section: a line [SECTION] must come "
					   "before it",
					   AQ_SLICE_ARGS(setting->key))
				 : aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_KEY, at,
					   "[%.*s] has no key '%.*s'",
					   AQ_SLICE_ARGS(setting->section),
					   AQ_SLICE_ARGS(setting->key));
		aq_error_set_file(err, path);
		return status;
	}
	reader->known = known;
	reader->line = setting->line;
	reader->section_line = setting->section_line;
	if (known->read(reader, setting->value))
		return AQ_OK;
	status = aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_VALUE, at, "'%.*s' is no value for %s: %s",
			 AQ_SLICE_ARGS(setting->value), known->key, known->meaning);
	aq_error_set_file(err, path);
	return status;
}

/* The hash is over what is in force, not over comments or order of lines:
 * every known plain key with its value, then the family keys as they stand. */
static enum aq_status hash_settings(struct aq_home *home, const struct aq_keyfile *keyfile,
				    struct aq_error *err)
{
	struct aq_hasher *hasher = NULL;
	struct aq_buffer text;
	enum aq_status status;
	size_t index;

	aq_buffer_init(&text, 0);
	for (index = 0; index < KNOWN_COUNT; index++) {
		const struct known_setting *known = &known_settings[index];
		const struct aq_setting *setting =
			is_family(known->section)
				? NULL
				: aq_keyfile_find(keyfile, known->section, known->key);

		aq_buffer_add_field(&text, aq_slice_of(known->key));
		aq_buffer_add_field(&text, setting ? setting->value : aq_slice_of(known->fallback));
	}
	for (index = 0; index < keyfile->count; index++) {
		if (aq_slice_find(keyfile->settings[index].section, AQ_SLICE(".")) == SIZE_MAX)
			continue;
		aq_buffer_add_field(&text, keyfile->settings[index].section);
		aq_buffer_add_field(&text, keyfile->settings[index].key);
		aq_buffer_add_field(&text, keyfile->settings[index].value);
	}
	/* By what rules money is applied is in force as well. */
	aq_rules_put(&text);
	status = aq_buffer_failed(&text) ? aq_fail_memory(err) : aq_hasher_new(&hasher, err);
	if (status >= AQ_OK)
		status = aq_hasher_once(hasher, aq_buffer_slice(&text), &home->settings.hash, err);
	aq_hasher_free(hasher);
	aq_buffer_free(&text);
	return status;
}

static enum aq_status read_all(struct aq_home *home, const struct aq_keyfile *keyfile,
			       struct aq_error *err)
{
	struct reader reader = {.home = home};
	enum aq_status status = AQ_OK;
	size_t index;

	reader.accounts =
		aq_arena_take_many(home->arena, keyfile->count + 1, sizeof(*reader.accounts));
	reader.names = aq_arena_take_many(home->arena, keyfile->count + 1, sizeof(*reader.names));
	reader.partners =
		aq_arena_take_many(home->arena, keyfile->count + 1, sizeof(*reader.partners));
	reader.limits = aq_arena_take_many(home->arena, AQ_RULE_LIMITS_MAX, sizeof(*reader.limits));
	reader.terms.terms =
		aq_arena_take_many(home->arena, keyfile->count + 1, sizeof(*reader.terms.terms));
	if (!reader.accounts || !reader.names || !reader.partners || !reader.limits ||
	    !reader.terms.terms)
		return aq_fail_memory(err);
	for (index = 0; index < keyfile->count && status >= AQ_OK; index++) {
		status = settings_refuse_twice(keyfile, index, err);
		if (status >= AQ_OK)
			status = read_one(&reader, &keyfile->settings[index], keyfile->path, err);
	}
	home->settings.accounts = reader.accounts;
	home->settings.source_names = reader.names;
	home->settings.partners = reader.partners;
	home->settings.limits.path = keyfile->path;
	home->settings.rule_limits = reader.limits;
	settings_terms_sort(&reader.terms);
	home->settings.terms = reader.terms.terms;
	home->settings.terms_count = reader.terms.count;
	return status;
}

enum aq_status settings_read(struct aq_home *home, struct aq_error *err)
{
	struct aq_keyfile keyfile = {.count = 0};
	struct aq_slice path;
	enum aq_status status;

	/* As settings.def says. */
	home->settings = (struct aq_settings){.demote_below = {9900}};
	path = aq_arena_print(home->arena, "%s/acquit.conf", home->path);
	if (path.length == 0)
		return aq_fail_memory(err);
	status = aq_keyfile_read(&keyfile, home->arena, path.start, err);
	if (status < AQ_OK && status != AQ_NOT_FOUND)
		return status;
	status = read_all(home, &keyfile, err);
	if (status < AQ_OK)
		return status;
	return hash_settings(home, &keyfile, err);
}

const struct aq_account_setting *settings_account(const struct aq_settings *settings,
						  struct aq_slice account)
{
	size_t index;

	for (index = 0; index < settings->account_count; index++)
		if (aq_slice_equals(settings->accounts[index].account, account))
			return &settings->accounts[index];
	return NULL;
}

void aq_settings_help(struct aq_buffer *out)
{
	const char *section = "";
	size_t index;

	for (index = 0; index < KNOWN_COUNT; index++) {
		const struct known_setting *known = &known_settings[index];

		if (strcmp(section, known->section) != 0)
			aq_buffer_print(out, "%s[%s%s]\n", index ? "\n" : "", known->section,
					is_family(known->section) ? "NAME" : "");
		section = known->section;
		aq_buffer_print(out, "  %s = %s\n      %s\n", known->key, known->fallback,
				known->meaning);
	}
	settings_rules_help(out);
}
