/*
 * keyfile.c - reads "[section]" and "key = value" files.
 *
 * Reads: UTF-8, with or without a byte order mark, lines ended by LF or CRLF.
 * Promises: every setting with its line, in order; nothing is interpreted.
 * Refuses: a line that is neither, an unnamed section or key, control bytes.
 */
#include "acquit/keyfile.h"

#include "acquit/utf8.h"
#include "file_internal.h"

static enum aq_status refuse(const struct aq_keyfile *keyfile, struct aq_at at, const char *what,
			     struct aq_error *err)
{
	enum aq_status status = aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_SYNTAX, at, "%s", what);

	aq_error_set_file(err, keyfile->path);
	return status;
}

static enum aq_status check_line(const struct aq_keyfile *keyfile, struct aq_slice line,
				 uint64_t number, struct aq_error *err)
{
	size_t valid = aq_utf8_valid_bytes(line);

	if (line.length > AQ_KEYFILE_LINE_BYTES_MAX)
		return refuse(keyfile, (struct aq_at){.line = number}, "the line is too long", err);
	if (valid < line.length)
		return refuse(keyfile,
			      (struct aq_at){.line = number, .column = (uint32_t)valid + 1},
			      "the line is not UTF-8", err);
	for (size_t index = 0; index < line.length; index++) {
		unsigned char byte = (unsigned char)line.start[index];

		if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
			return refuse(keyfile,
				      (struct aq_at){.line = number, .column = (uint32_t)index + 1},
				      "a control character does not belong here", err);
	}
	return AQ_OK;
}

/* Where the parser stands. */
struct place {
	struct aq_slice section;
	uint64_t section_line;
	uint64_t line;
};

static enum aq_status parse_section(const struct aq_keyfile *keyfile, struct aq_slice line,
				    struct place *place, struct aq_error *err)
{
	struct aq_slice name = {line.start + 1, line.length - 1};

	if (name.length == 0 || name.start[name.length - 1] != ']')
		return refuse(keyfile, (struct aq_at){.line = place->line},
			      "a section begins with '[' and ends with ']'", err);
	name.length--;
	name = aq_slice_trim(name);
	if (name.length == 0)
		return refuse(keyfile, (struct aq_at){.line = place->line},
			      "the section has no name", err);
	place->section = name;
	place->section_line = place->line;
	return AQ_OK;
}

static enum aq_status parse_setting(struct aq_keyfile *keyfile, struct aq_slice line,
				    const struct place *place, struct aq_error *err)
{
	struct aq_slice value = line;
	struct aq_slice key;

	if (!memchr(line.start, '=', line.length))
		return refuse(keyfile, (struct aq_at){.line = place->line},
			      "neither [section] nor key = value", err);
	key = aq_slice_trim(aq_slice_cut(&value, '='));
	if (key.length == 0)
		return refuse(keyfile, (struct aq_at){.line = place->line},
			      "no key stands before '='", err);
	keyfile->settings[keyfile->count++] = (struct aq_setting){
		.section = place->section,
		.key = key,
		.value = aq_slice_trim(value),
		.line = place->line,
		.section_line = place->section_line,
	};
	return AQ_OK;
}

/* A bound for the table: no line holds more than one setting. */
static size_t count_lines(struct aq_slice text)
{
	size_t count = 1;

	for (size_t index = 0; index < text.length; index++)
		count += text.start[index] == '\n';
	return count;
}

static enum aq_status parse_lines(struct aq_keyfile *keyfile, struct aq_slice rest,
				  struct aq_error *err)
{
	struct place place = {.section = {"", 0}};

	while (rest.length > 0) {
		struct aq_slice line = aq_slice_cut(&rest, '\n');
		enum aq_status status;

		place.line++;
		if (line.length > 0 && line.start[line.length - 1] == '\r')
			line.length--;
		status = check_line(keyfile, line, place.line, err);
		if (status < AQ_OK)
			return status;
		line = aq_slice_trim(line);
		if (line.length == 0 || line.start[0] == '#')
			continue;
		if (line.start[0] == '[')
			status = parse_section(keyfile, line, &place, err);
		else
			status = parse_setting(keyfile, line, &place, err);
		if (status < AQ_OK)
			return status;
	}
	return AQ_OK;
}

enum aq_status aq_keyfile_parse(struct aq_keyfile *out, struct aq_arena *arena,
				struct aq_slice path, struct aq_slice text, struct aq_error *err)
{
	struct aq_keyfile keyfile = {.path = aq_arena_copy(arena, path)};
	struct aq_slice rest = aq_arena_copy(arena, text);
	enum aq_status status;

	if (keyfile.path.length != path.length || rest.length != text.length)
		return aq_fail_memory(err);
	if (text.length > AQ_KEYFILE_BYTES_MAX)
		return refuse(&keyfile, (struct aq_at){0}, "the file is too large", err);
	if (aq_slice_starts_with(rest, AQ_SLICE("\xEF\xBB\xBF"))) {
		rest.start += 3;
		rest.length -= 3;
	}
	keyfile.settings = aq_arena_take_many(arena, count_lines(rest), sizeof(*keyfile.settings));
	if (!keyfile.settings)
		return aq_fail_memory(err);
	status = parse_lines(&keyfile, rest, err);
	if (status < AQ_OK)
		return status;
	*out = keyfile;
	return AQ_OK;
}

enum aq_status aq_keyfile_read(struct aq_keyfile *out, struct aq_arena *arena, const char *path,
			       struct aq_error *err)
{
	struct aq_buffer text;
	enum aq_status status;

	aq_buffer_init(&text, 0);
	status = aq_path_read(path, AQ_KEYFILE_BYTES_MAX, &text, err);
	if (status >= AQ_OK)
		status = aq_keyfile_parse(out, arena, aq_slice_of(path), aq_buffer_slice(&text),
					  err);
	aq_buffer_free(&text);
	return status;
}

const struct aq_setting *aq_keyfile_find(const struct aq_keyfile *keyfile, const char *section,
					 const char *key)
{
	for (size_t index = keyfile->count; index > 0; index--) {
		const struct aq_setting *setting = &keyfile->settings[index - 1];

		if (aq_slice_is(setting->key, key) && aq_slice_is(setting->section, section))
			return setting;
	}
	return NULL;
}
