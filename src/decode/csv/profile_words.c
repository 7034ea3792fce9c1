/*
 * profile_words.c - the words a profile's values are made of.
 *
 * Reads: columns ([Name], [Name]#2, [Name]?, $3, $-2), "texts", {names of
 * carried values}, patterns behind ~, lists with | and maps of FROM:TO.
 * Promises: what it makes lives in the set's arena; columns get one slot each.
 * Refuses: what it does not know, naming file, line, section and key.
 */
#include "profile.h"

#include <stdarg.h>
#include <stdio.h>

#define TERMS_MAX 64
#define LIST_MAX  512

enum aq_status aq_profile_fault(const struct profile_reader *reader, struct aq_error *err,
				const char *format, ...)
{
	const struct aq_setting *setting = reader->setting;
	struct aq_at at = {setting ? setting->line : reader->profile->line, 0};
	char text[AQ_ERROR_TEXT_BYTES];
	const char *example;
	va_list arguments;
	int written;

	va_start(arguments, format);
	written = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (written < 0)
		text[0] = '\0';
	example = setting ? aq_profile_example(setting->key) : NULL;
	aq_fail(err, AQ_SETTINGS, AQ_CSV_PROFILE, at, "[%.*s] %.*s%s%s%s%s",
		AQ_SLICE_ARGS(reader->profile->format.name),
		AQ_SLICE_ARGS(setting ? setting->key : (struct aq_slice){0}), setting ? ": " : "",
		text, example ? "; write such as " : "", example ? example : "");
	aq_error_set_file(err, reader->path);
	return AQ_SETTINGS;
}

void *aq_profile_more(struct aq_arena *arena, void *items, size_t count, size_t bytes_each)
{
	void *larger;

	/* Room doubles, so a list that is full has a power of two of things. */
	if (count != 0 && (count < 4 || (count & (count - 1)) != 0))
		return items;
	larger = aq_arena_take_many(arena, count == 0 ? 4 : count * 2, bytes_each);
	if (larger && count != 0)
		memcpy(larger, items, count * bytes_each);
	return larger;
}

void aq_words_blanks(struct profile_reader *reader)
{
	while (reader->rest.length && (*reader->rest.start == ' ' || *reader->rest.start == '\t')) {
		reader->rest.start++;
		reader->rest.length--;
	}
}

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

/* Takes a mark that comes next; a mark of letters must be a whole word. */
bool aq_words_take(struct profile_reader *reader, const char *mark)
{
	struct aq_slice wanted = aq_slice_of(mark);
	bool is_word = is_word_byte(wanted.start[wanted.length - 1]);

	aq_words_blanks(reader);
	if (!aq_slice_starts_with(reader->rest, wanted))
		return false;
	if (is_word && reader->rest.length > wanted.length &&
	    is_word_byte(reader->rest.start[wanted.length]))
		return false;
	reader->rest.start += wanted.length;
	reader->rest.length -= wanted.length;
	return true;
}

struct aq_slice aq_words_word(struct profile_reader *reader)
{
	const char *start;

	aq_words_blanks(reader);
	start = reader->rest.start;
	while (reader->rest.length && *reader->rest.start != ' ' && *reader->rest.start != '\t') {
		reader->rest.start++;
		reader->rest.length--;
	}
	return aq_slice_between(start, reader->rest.start);
}

enum aq_status aq_words_end(struct profile_reader *reader, struct aq_error *err)
{
	aq_words_blanks(reader);
	if (aq_slice_is_empty(reader->rest))
		return AQ_OK;
	return aq_profile_fault(reader, err, "'%.*s' is not understood",
				AQ_SLICE_ARGS(reader->rest));
}

/* "text in double quotes", already known to begin with one. */
enum aq_status aq_words_quoted(struct profile_reader *reader, struct aq_slice *out,
			       struct aq_error *err)
{
	struct aq_slice after = {reader->rest.start + 1, reader->rest.length - 1};
	size_t end = aq_slice_find(after, AQ_SLICE("\""));

	if (end == SIZE_MAX)
		return aq_profile_fault(reader, err, "a \" is not closed");
	*out = (struct aq_slice){after.start, end};
	reader->rest = (struct aq_slice){after.start + end + 1, after.length - end - 1};
	return AQ_OK;
}

enum aq_status aq_words_names(struct profile_reader *reader, struct aq_slice **names, size_t *count,
			      struct aq_error *err)
{
	while (reader->rest.length) {
		struct aq_slice name = aq_slice_trim(aq_slice_cut(&reader->rest, '|'));
		void *room = aq_profile_more(reader->arena, *names, *count, sizeof(**names));

		if (!room)
			return aq_fail_memory(err);
		*names = room;
		if (aq_slice_is_empty(name) || *count >= LIST_MAX)
			return aq_profile_fault(reader, err, "a name is missing between |");
		(*names)[(*count)++] = name;
	}
	if (*count == 0)
		return aq_profile_fault(reader, err, "a name is missing");
	return AQ_OK;
}

struct table_glob aq_words_glob(struct aq_slice text)
{
	struct table_glob glob = {.text = text};

	if (glob.text.length && glob.text.start[0] == '*') {
		glob.is_open_start = true;
		glob.text.start++;
		glob.text.length--;
	}
	if (glob.text.length && glob.text.start[glob.text.length - 1] == '*') {
		glob.is_open_end = true;
		glob.text.length--;
	}
	/* A star alone stands for anything, the empty text too. */
	if (glob.is_open_start && glob.text.length == 0)
		glob.is_open_end = true;
	return glob;
}

/* "text" or "text"*, which begins with one. */
enum aq_status aq_words_quoted_glob(struct profile_reader *reader, struct table_glob *out,
				    struct aq_error *err)
{
	enum aq_status status;

	*out = (struct table_glob){0};
	status = aq_words_quoted(reader, &out->text, err);
	if (status >= AQ_OK && reader->rest.length && reader->rest.start[0] == '*')
		out->is_open_end = aq_words_take(reader, "*");
	return status;
}

static enum aq_status words_one_glob(struct profile_reader *reader, struct table_glob *out,
				     struct aq_error *err)
{
	struct aq_slice text;
	size_t end;

	aq_words_blanks(reader);
	if (reader->rest.length && reader->rest.start[0] == '"')
		return aq_words_quoted_glob(reader, out, err);
	end = aq_slice_find(reader->rest, AQ_SLICE("|"));
	text = (struct aq_slice){reader->rest.start, end == SIZE_MAX ? reader->rest.length : end};
	reader->rest.start += text.length;
	reader->rest.length -= text.length;
	text = aq_slice_trim(text);
	if (aq_slice_is_empty(text))
		return aq_profile_fault(reader, err, "a value is missing (\"\" is the empty one)");
	*out = aq_words_glob(text);
	return AQ_OK;
}

/* [!] VALUE | "VALUE" | VALUE*: the rest of the value. */
enum aq_status aq_words_globs(struct profile_reader *reader, struct table_globs *out,
			      struct aq_error *err)
{
	out->is_negated = aq_words_take(reader, "!");
	do {
		void *room =
			aq_profile_more(reader->arena, out->items, out->count, sizeof(*out->items));
		enum aq_status status;

		if (!room)
			return aq_fail_memory(err);
		out->items = room;
		if (out->count >= LIST_MAX)
			return aq_profile_fault(reader, err, "the list is too long");
		status = words_one_glob(reader, &out->items[out->count], err);
		if (status < AQ_OK)
			return status;
		out->count++;
	} while (aq_words_take(reader, "|"));
	return aq_words_end(reader, err);
}

enum aq_status aq_words_term(struct profile_reader *reader, struct table_term *out,
			     bool is_required, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	aq_words_blanks(reader);
	if (!reader->rest.length)
		return aq_profile_fault(reader, err, "a column or text is missing");
	switch (reader->rest.start[0]) {
	case '[':
	case '$':
		out->source = TERM_CELL;
		status = aq_words_column(reader, &out->slot, is_required, err);
		break;
	case '"':
		out->source = TERM_LITERAL;
		status = aq_words_quoted(reader, &out->literal, err);
		break;
	case '{':
		out->source = TERM_CARRIED;
		reader->rest.start++;
		reader->rest.length--;
		if (aq_slice_find(reader->rest, AQ_SLICE("}")) == SIZE_MAX)
			return aq_profile_fault(reader, err, "a { is not closed");
		status = aq_words_carried(reader, aq_slice_trim(aq_slice_cut(&reader->rest, '}')),
					  &out->carried_index, err);
		break;
	default:
		out->source = TERM_LITERAL;
		out->literal = aq_words_word(reader);
		return AQ_OK;
	}
	if (status < AQ_OK)
		return status;
	return aq_words_pattern(reader, out, err);
}

static enum aq_status words_add_term(struct profile_reader *reader, struct table_text *out,
				     const struct table_term *term, struct aq_error *err)
{
	void *room;

	if (out->count >= TERMS_MAX)
		return aq_profile_fault(reader, err, "too many columns in one value");
	room = aq_profile_more(reader->arena, out->terms, out->count, sizeof(*out->terms));
	if (!room)
		return aq_fail_memory(err);
	out->terms = room;
	out->terms[out->count++] = *term;
	return AQ_OK;
}

/* A + that joins two texts: one before a colon or a bar is a flag of a map. */
static bool words_take_plus(struct profile_reader *reader)
{
	aq_words_blanks(reader);
	if (reader->rest.length > 1 && reader->rest.start[0] == '+' &&
	    (reader->rest.start[1] == ':' || reader->rest.start[1] == '|'))
		return false;
	return aq_words_take(reader, "+");
}

/* TERM [+ TERM …] [or TERM …] */
enum aq_status aq_words_text(struct profile_reader *reader, struct table_text *out,
			     bool is_required, struct aq_error *err)
{
	bool is_alternative = false;

	for (;;) {
		struct table_term term = {.begins_alternative = is_alternative};
		enum aq_status status = aq_words_term(reader, &term, is_required, err);

		if (status >= AQ_OK)
			status = words_add_term(reader, out, &term, err);
		if (status < AQ_OK)
			return status;
		is_alternative = aq_words_take(reader, "or");
		if (!is_alternative && !words_take_plus(reader))
			return AQ_OK;
	}
}

/* [+-] COLUMN or abs(COLUMN), and more of them behind + and -; `or` and what
 * counts where nothing before it is filled. */
enum aq_status aq_words_sum(struct profile_reader *reader, struct table_sum *out,
			    struct aq_error *err)
{
	struct table_text list = {0};
	bool is_negative = aq_words_take(reader, "-");
	bool is_alternative = false;
	enum aq_status status;

	for (;;) {
		struct table_term term = {.begins_alternative = is_alternative};

		is_negative ^= aq_words_take(reader, "-");
		term.is_negative = is_negative;
		term.is_absolute = aq_words_take(reader, "abs(");
		status = aq_words_term(reader, &term, true, err);
		if (status < AQ_OK)
			return status;
		if (term.source == TERM_LITERAL)
			return aq_profile_fault(reader, err,
						"a sum is made of columns, [Name] or $3");
		if (term.is_absolute && !aq_words_take(reader, ")"))
			return aq_profile_fault(reader, err, "abs( is not closed");
		status = words_add_term(reader, &list, &term, err);
		if (status < AQ_OK)
			return status;
		is_alternative = aq_words_take(reader, "or");
		is_negative = aq_words_take(reader, "-");
		if (!is_alternative && !is_negative && !aq_words_take(reader, "+"))
			break;
	}
	out->terms = list.terms;
	out->count = list.count;
	out->is_pair = list.count == 2 && !list.terms[1].begins_alternative &&
		       list.terms[0].is_negative != list.terms[1].is_negative;
	return aq_words_end(reader, err);
}

/* One FROM before its colon or |, bare or in quotes. */
static enum aq_status words_map_from(struct profile_reader *reader, struct table_glob *out,
				     struct aq_error *err)
{
	struct aq_slice text = {reader->rest.start, 0};

	if (reader->rest.length && reader->rest.start[0] == '"')
		return aq_words_quoted_glob(reader, out, err);
	while (text.length < reader->rest.length && !strchr(":| \t", text.start[text.length]))
		text.length++;
	reader->rest.start += text.length;
	reader->rest.length -= text.length;
	if (text.length == 0)
		return aq_profile_fault(reader, err,
					"a map is written FROM:TO, with quotes around blanks");
	*out = aq_words_glob(text);
	return AQ_OK;
}

/* FROM:TO "FROM ONE"|FROM*:TO …, to the end of the value. */
enum aq_status aq_words_map(struct profile_reader *reader, struct table_map *out,
			    struct aq_error *err)
{
	for (aq_words_blanks(reader); reader->rest.length; aq_words_blanks(reader)) {
		size_t first = out->count;
		struct aq_slice to;

		do {
			void *room = aq_profile_more(reader->arena, out->lines, out->count,
						     sizeof(*out->lines));
			enum aq_status status;

			if (!room)
				return aq_fail_memory(err);
			out->lines = room;
			if (out->count >= LIST_MAX)
				return aq_profile_fault(reader, err, "the map is too long");
			status = words_map_from(reader, &out->lines[out->count].from, err);
			if (status < AQ_OK)
				return status;
			out->count++;
		} while (reader->rest.length && aq_words_take(reader, "|"));
		if (!reader->rest.length || reader->rest.start[0] != ':')
			return aq_profile_fault(reader, err, "a map's FROM lacks its :TO");
		reader->rest.start++;
		reader->rest.length--;
		to = aq_words_word(reader);
		if (aq_slice_is_empty(to))
			return aq_profile_fault(reader, err, "a map's TO is missing");
		for (size_t i = first; i < out->count; i++)
			out->lines[i].to = to;
	}
	return AQ_OK;
}
