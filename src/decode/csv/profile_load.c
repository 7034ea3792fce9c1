/*
 * profile_load.c - the set of profiles: found, inherited, checked, named.
 *
 * Reads: *.profile of the folders given, in byte order of their names; any
 * number of [sections] a file, each a profile; `like = other` takes every key
 * of another profile that this one does not write itself.
 * Promises: all or nothing; the first folder that has a name keeps it; the
 * hash of a profile is that of all its settings, inherited ones included.
 * Refuses: a profile with any fault, naming file, line and key.
 */
#include "profile.h"

#include "acquit/claim.h"
#include "acquit/file.h"
#include "acquit/hash.h"

#include <stdlib.h>
#include <unistd.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A profile's text, before it is understood. */
struct section {
	struct aq_slice name;
	struct aq_slice path;
	size_t folder_index;
	const struct aq_setting *settings;
	size_t count;
	uint64_t line;
};

struct loader {
	struct aq_profiles *profiles;
	struct aq_arena *arena;
	struct section *sections;
	size_t section_count;
	size_t folder_index;
	struct aq_hasher *hasher;
};

/* AQ_SLICE is no constant expression in a table. */
#define TEXT(literal)                                                                              \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}

static const struct aq_format builtin_formats[] = {
	{.name = TEXT("camt.052"),
	 .family = TEXT("ISO 20022"),
	 .summary = TEXT("bank to customer account report, all versions: shown, never posted")},
	{.name = TEXT("camt.053"),
	 .family = TEXT("ISO 20022"),
	 .summary = TEXT("bank to customer statement, all versions")},
	{.name = TEXT("camt.054"),
	 .family = TEXT("ISO 20022"),
	 .summary = TEXT("debit and credit notification, all versions: details of a statement")},
	{.name = TEXT("nacha"),
	 .family = TEXT("NACHA"),
	 .summary = TEXT("ACH file with addenda, returns and notifications of change")},
};

#define BUILTIN_COUNT (sizeof(builtin_formats) / sizeof(builtin_formats[0]))

static enum aq_status fault_at(struct aq_slice path, uint64_t line, const char *what,
			       struct aq_slice name, struct aq_error *err)
{
	aq_fail(err, AQ_SETTINGS, AQ_CSV_PROFILE, (struct aq_at){line, 0}, "[%.*s] %s",
		AQ_SLICE_ARGS(name), what);
	aq_error_set_file(err, path);
	return AQ_SETTINGS;
}

static const struct section *find_section(const struct loader *loader, struct aq_slice name)
{
	for (size_t i = 0; i < loader->section_count; i++) {
		if (aq_slice_equals(loader->sections[i].name, name))
			return &loader->sections[i];
	}
	return NULL;
}

static enum aq_status add_section(struct loader *loader, const struct section *section,
				  struct aq_error *err)
{
	const struct section *known = find_section(loader, section->name);
	void *room;

	if (known && aq_slice_is_empty(known->path))
		return fault_at(section->path, section->line,
				"is the name of a format that is built in", section->name, err);
	if (known && known->folder_index == loader->folder_index)
		return fault_at(section->path, section->line, "is there twice", section->name, err);
	if (known)
		return AQ_OK;
	for (size_t i = 0; i < BUILTIN_COUNT; i++) {
		if (aq_slice_equals(builtin_formats[i].name, section->name))
			return fault_at(section->path, section->line,
					"is the name of a format that is built in", section->name,
					err);
	}
	if (loader->section_count >= PROFILES_MAX)
		return fault_at(section->path, section->line, "is one profile too many",
				section->name, err);
	room = aq_profile_more(loader->arena, loader->sections, loader->section_count,
			       sizeof(*loader->sections));
	if (!room)
		return aq_fail_memory(err);
	loader->sections = room;
	loader->sections[loader->section_count] = *section;
	loader->sections[loader->section_count++].folder_index = loader->folder_index;
	return AQ_OK;
}

/* The sections of one file's text. */
static enum aq_status add_text(struct loader *loader, struct aq_slice path, struct aq_slice text,
			       struct aq_error *err)
{
	struct aq_keyfile keyfile = {0};
	enum aq_status status = aq_keyfile_parse(&keyfile, loader->arena, path, text, err);
	size_t first = 0;

	while (status >= AQ_OK && first < keyfile.count) {
		const struct aq_setting *setting = &keyfile.settings[first];
		struct section section = {.name = setting->section,
					  .path = path,
					  .settings = setting,
					  .line = setting->section_line};

		if (aq_slice_is_empty(section.name))
			return fault_at(path, setting->line,
					"a setting stands before the first [profile]", setting->key,
					err);
		while (first < keyfile.count &&
		       keyfile.settings[first].section_line == section.line) {
			first++;
			section.count++;
		}
		status = add_section(loader, &section, err);
	}
	return status;
}

static bool is_profile_name(struct aq_slice name)
{
	struct aq_slice ending = AQ_SLICE(".profile");

	return name.length > ending.length && name.start[0] != '.' &&
	       aq_slice_equals(
		       (struct aq_slice){name.start + name.length - ending.length, ending.length},
		       ending);
}

static enum aq_status add_file(struct loader *loader, const struct aq_folder *folder,
			       struct aq_slice name, struct aq_error *err)
{
	struct aq_slice path = aq_arena_print(loader->arena, "%s/%.*s", aq_folder_path(folder),
					      AQ_SLICE_ARGS(name));
	struct aq_slice file = aq_arena_copy(loader->arena, name);
	struct aq_slice text;
	struct aq_buffer buffer;
	enum aq_status status;

	if (aq_slice_is_empty(path) || aq_slice_is_empty(file))
		return aq_fail_memory(err);
	aq_buffer_init(&buffer, AQ_KEYFILE_BYTES_MAX);
	status = aq_file_read(folder, file.start, AQ_KEYFILE_BYTES_MAX, &buffer, err);
	/* The text must outlive the buffer: settings are pieces of it. */
	text = aq_arena_copy(loader->arena, aq_buffer_slice(&buffer));
	if (status >= AQ_OK && text.length != buffer.length)
		status = aq_fail_memory(err);
	aq_buffer_free(&buffer);
	return status < AQ_OK ? status : add_text(loader, path, text, err);
}

static enum aq_status add_folder(struct loader *loader, const char *path, struct aq_error *err)
{
	struct aq_folder *folder = NULL;
	struct aq_slice *names = NULL;
	size_t count = 0;
	enum aq_status status;

	if (access(path, F_OK) != 0)
		return AQ_OK;
	status = aq_folder_open(&folder, path, err);
	if (status >= AQ_OK)
		status = aq_folder_list(folder, loader->arena, &names, &count, err);
	for (size_t i = 0; status >= AQ_OK && i < count; i++) {
		if (is_profile_name(names[i]))
			status = add_file(loader, folder, names[i], err);
	}
	aq_folder_close(folder);
	return status;
}

/* `amount` is another word for `sum.gross`, and `when` for `select`. */
static struct aq_slice usual_key(struct aq_slice key)
{
	static const struct {
		const char *written;
		const char *usual;
	} words[] = {
		{"amount", "sum.gross"},	   {"amount.currency", "sum.gross.currency"},
		{"amount.sign", "sum.gross.sign"}, {"amount.when", "sum.gross.when"},
		{"amount.both", "sum.gross.both"}, {"when", "select"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (aq_slice_is(key, words[i].written))
			return aq_slice_of(words[i].usual);
	}
	return key;
}

static bool section_has(const struct section *section, struct aq_slice key)
{
	for (size_t i = 0; i < section->count; i++) {
		if (aq_slice_equals(usual_key(section->settings[i].key), usual_key(key)))
			return true;
	}
	return false;
}

/* The profile and those it is like, itself first. */
static enum aq_status find_chain(const struct loader *loader, const struct section *section,
				 const struct section *chain[PROFILE_LIKE_DEPTH_MAX], size_t *count,
				 struct aq_error *err)
{
	*count = 0;
	while (section) {
		const struct aq_setting *like = NULL;

		if (*count == PROFILE_LIKE_DEPTH_MAX)
			return fault_at(chain[0]->path, chain[0]->line,
					"is like itself, or like too many others in a row",
					chain[0]->name, err);
		chain[(*count)++] = section;
		for (size_t i = 0; i < section->count; i++) {
			if (aq_slice_is(section->settings[i].key, "like"))
				like = &section->settings[i];
		}
		if (!like)
			break;
		if (!find_section(loader, like->value))
			return fault_at(section->path, like->line, "like: there is no such profile",
					section->name, err);
		section = find_section(loader, like->value);
	}
	return AQ_OK;
}

/* `without = check|value`: keys of the profiles above that do not count here. */
static bool leaves_out(const struct section *section, struct aq_slice key)
{
	for (size_t i = 0; i < section->count; i++) {
		struct aq_slice rest = section->settings[i].value;

		if (!aq_slice_is(section->settings[i].key, "without"))
			continue;
		while (rest.length) {
			struct aq_slice name = aq_slice_trim(aq_slice_cut(&rest, '|'));

			if (aq_slice_equals(usual_key(name), usual_key(key)))
				return true;
		}
	}
	return false;
}

/* Whether a profile nearer to the child writes this key, so that ours does not count. */
static bool is_overridden(const struct section *const chain[], size_t depth, struct aq_slice key)
{
	for (size_t i = 0; i < depth; i++) {
		if (section_has(chain[i], key) || leaves_out(chain[i], key))
			return true;
	}
	return false;
}

/* A setting counts: it is part of the hash, and of what is told of the profile. */
static enum aq_status keep_setting(struct loader *loader, struct table_profile *profile,
				   const struct aq_setting *setting, struct aq_error *err)
{
	void *room = aq_profile_more(loader->arena, profile->settings, profile->setting_count,
				     sizeof(*profile->settings));
	struct aq_slice line =
		aq_arena_print(loader->arena, "%.*s = %.*s\n", AQ_SLICE_ARGS(setting->key),
			       AQ_SLICE_ARGS(setting->value));

	if (!room || aq_slice_is_empty(line))
		return aq_fail_memory(err);
	profile->settings = room;
	profile->settings[profile->setting_count++] = *setting;
	return aq_hasher_add(loader->hasher, line, err);
}

static enum aq_status read_settings(struct loader *loader, struct profile_reader *reader,
				    const struct section *const chain[], size_t depth,
				    struct aq_error *err)
{
	const struct section *section = chain[depth];
	enum aq_status status = AQ_OK;

	reader->path = section->path;
	for (size_t i = 0; status >= AQ_OK && i < section->count; i++) {
		struct section before = {.settings = section->settings, .count = i};

		reader->setting = &section->settings[i];
		if (is_overridden(chain, depth, reader->setting->key))
			continue;
		if (!aq_profile_key_repeats(reader->setting->key) &&
		    section_has(&before, reader->setting->key))
			return aq_profile_fault(reader, err, "the key stands here twice");
		if (aq_slice_is(reader->setting->key, "like") ||
		    aq_slice_is(reader->setting->key, "without"))
			continue;
		status = aq_profile_read_key(reader, err);
		if (status >= AQ_OK)
			status = keep_setting(loader, reader->profile, reader->setting, err);
	}
	return status;
}

/* What a profile means when it does not say. */
static enum aq_status set_defaults(struct table_profile *profile, struct aq_arena *arena,
				   struct aq_error *err)
{
	struct table_text *source = &profile->texts[TEXT_SOURCE];
	struct aq_slice rest = profile->format.name;

	if (profile->message == AQ_MESSAGE_ACH)
		profile->message = profile->texts[TEXT_PAYOUT].count ? AQ_MESSAGE_GATEWAY
								     : AQ_MESSAGE_STATEMENT;
	if (source->count != 0 || profile->message != AQ_MESSAGE_GATEWAY)
		return AQ_OK;
	source->terms = aq_arena_take_many(arena, 1, sizeof(*source->terms));
	if (!source->terms)
		return aq_fail_memory(err);
	source->count = 1;
	source->terms[0] =
		(struct table_term){.source = TERM_LITERAL, .literal = aq_slice_cut(&rest, '.')};
	return AQ_OK;
}

static enum aq_status read_profile(struct loader *loader, const struct section *section,
				   struct table_profile *profile, struct aq_error *err)
{
	const struct section *chain[PROFILE_LIKE_DEPTH_MAX];
	struct profile_reader reader = {
		.arena = loader->arena, .profiles = loader->profiles, .profile = profile};
	struct aq_sha256 hash;
	size_t depth = 0;
	enum aq_status status = find_chain(loader, section, chain, &depth, err);

	profile->format.name = section->name;
	profile->format.family = AQ_SLICE("CSV");
	profile->line = section->line;
	profile->tier = aq_slice_is_empty(section->path) ? SIZE_MAX : section->folder_index;
	profile->type.fixed = TYPE_BY_SIGN;
	profile->is_plain = aq_slice_is_empty(section->path);
	profile->format.path = section->path;
	profile->numbers = (struct aq_number_style){.decimal_mark = '.', .may_lack_zero = true};
	profile->header = HEADER_ROWS;
	profile->header_rows = 1;
	profile->has_names = true;
	if (status >= AQ_OK)
		status = aq_hasher_begin(loader->hasher, err);
	while (status >= AQ_OK && depth-- > 0)
		status = read_settings(loader, &reader, chain, depth, err);
	if (status >= AQ_OK) {
		reader.path = section->path;
		status = aq_profile_complete(&reader, err);
	}
	if (status >= AQ_OK)
		status = aq_hasher_end(loader->hasher, &hash, err);
	if (status >= AQ_OK && !profile->is_plain)
		aq_sha256_to_hex(&hash, profile->format.profile_hash);
	return status < AQ_OK ? status : set_defaults(profile, loader->arena, err);
}

static int compare_profiles(const void *one, const void *other)
{
	const struct table_profile *first = one;
	const struct table_profile *second = other;

	return aq_slice_compare(first->format.name, second->format.name);
}

static int compare_formats(const void *one, const void *other)
{
	const struct aq_format *first = one;
	const struct aq_format *second = other;

	return aq_slice_compare(first->name, second->name);
}

static enum aq_status read_profiles(struct loader *loader, struct aq_error *err)
{
	struct aq_profiles *profiles = loader->profiles;
	size_t count = loader->section_count;
	enum aq_status status = AQ_OK;

	profiles->items = aq_arena_take_many(loader->arena, count, sizeof(*profiles->items));
	profiles->formats = aq_arena_take_many(loader->arena, count + BUILTIN_COUNT,
					       sizeof(*profiles->formats));
	profiles->variants =
		aq_arena_take_many(loader->arena, count * count, sizeof(*profiles->variants));
	if (!profiles->items || !profiles->formats || !profiles->variants)
		return aq_fail_memory(err);
	for (size_t i = 0; status >= AQ_OK && i < count; i++)
		status = read_profile(loader, &loader->sections[i], &profiles->items[i], err);
	if (status < AQ_OK)
		return status;
	profiles->count = count;
	profiles->format_count = count + BUILTIN_COUNT;
	qsort(profiles->items, count, sizeof(*profiles->items), compare_profiles);
	for (size_t i = 0; i < count; i++)
		profiles->formats[i] = profiles->items[i].format;
	memcpy(profiles->formats + count, builtin_formats, sizeof(builtin_formats));
	qsort(profiles->formats, profiles->format_count, sizeof(*profiles->formats),
	      compare_formats);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < count; k++) {
			struct table_variant *variant = &profiles->variants[i * count + k];

			variant->profile = &profiles->items[i];
			variant->rival = i == k ? NULL : &profiles->items[k];
		}
	}
	return AQ_OK;
}

enum aq_status aq_profiles_load(struct aq_profiles **out, const char *const *folders,
				size_t folder_count, struct aq_error *err)
{
	struct loader loader = {0};
	enum aq_status status = aq_arena_new(&loader.arena, 0, err);

	if (status < AQ_OK)
		return status;
	loader.profiles = aq_arena_take(loader.arena, sizeof(*loader.profiles));
	if (!loader.profiles) {
		aq_arena_free(loader.arena);
		return aq_fail_memory(err);
	}
	loader.profiles->arena = loader.arena;
	status = aq_hasher_new(&loader.hasher, err);
	if (status >= AQ_OK)
		status =
			add_text(&loader, (struct aq_slice){0}, aq_slice_of(aq_profile_plain), err);
	for (size_t i = 0; status >= AQ_OK && i < folder_count; i++) {
		loader.folder_index = i + 1;
		status = add_folder(&loader, folders[i], err);
	}
	if (status >= AQ_OK)
		status = read_profiles(&loader, err);
	aq_hasher_free(loader.hasher);
	if (status < AQ_OK) {
		aq_profiles_free(loader.profiles);
		return status;
	}
	*out = loader.profiles;
	return AQ_OK;
}

void aq_profiles_free(struct aq_profiles *profiles)
{
	if (!profiles)
		return;
	for (size_t i = 0; i < profiles->pattern_count; i++)
		pcre2_code_free(profiles->patterns[i]);
	aq_arena_free(profiles->arena);
}

const struct aq_format *aq_format_at(const struct aq_profiles *profiles, size_t index)
{
	if (!profiles)
		return index < BUILTIN_COUNT ? &builtin_formats[index] : NULL;
	return index < profiles->format_count ? &profiles->formats[index] : NULL;
}

const struct table_variant *aq_profiles_variant(const struct aq_profiles *profiles, size_t index,
						size_t rival_index)
{
	AQ_CLAIM(index < profiles->count && rival_index < profiles->count);
	return &profiles->variants[index * profiles->count + rival_index];
}
