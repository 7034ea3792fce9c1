/*
 * profile_columns.c - columns, patterns and carried values that a profile names.
 *
 * Promises: each distinct column gets one slot, each name one carried value.
 * Refuses: brackets that do not close, numbers out of range, wrong patterns.
 */
#include "profile.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define CARRIED_MAX 64
#define LIMIT	    "(*LIMIT_MATCH=100000)"

/* The slot of a column, the same for all who name it alike. */
static enum aq_status column_slot(struct profile_reader *reader, const struct table_column *column,
				  uint32_t *out, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	void *room;

	for (size_t i = 0; i < profile->column_count; i++) {
		struct table_column *known = &profile->columns[i];

		if (aq_slice_equals(known->name, column->name) && known->number == column->number &&
		    known->occurrence == column->occurrence) {
			known->is_required |= column->is_required;
			*out = (uint32_t)i;
			return AQ_OK;
		}
	}
	if (profile->column_count >= PROFILE_COLUMNS_MAX)
		return aq_profile_fault(reader, err, "the profile names too many columns");
	room = aq_profile_more(reader->arena, profile->columns, profile->column_count,
			       sizeof(*profile->columns));
	if (!room)
		return aq_fail_memory(err);
	profile->columns = room;
	profile->columns[profile->column_count] = *column;
	*out = (uint32_t)profile->column_count++;
	return AQ_OK;
}

/* Digits at the front, at most 1024. */
static bool words_number(struct profile_reader *reader, uint32_t *out)
{
	struct aq_slice digits = {reader->rest.start, 0};
	uint64_t number;

	while (digits.length < reader->rest.length && digits.start[digits.length] >= '0' &&
	       digits.start[digits.length] <= '9')
		digits.length++;
	if (!aq_slice_to_u64(digits, &number) || number == 0 || number > AQ_CSV_CELLS_MAX)
		return false;
	reader->rest.start += digits.length;
	reader->rest.length -= digits.length;
	*out = (uint32_t)number;
	return true;
}

/* [Name], where brackets inside the name stand in pairs. */
static bool words_bracketed(struct profile_reader *reader, struct aq_slice *out)
{
	size_t depth = 0;

	for (size_t i = 0; i < reader->rest.length; i++) {
		depth += reader->rest.start[i] == '[';
		depth -= reader->rest.start[i] == ']';
		if (depth != 0)
			continue;
		*out = aq_slice_trim((struct aq_slice){reader->rest.start + 1, i - 1});
		reader->rest.start += i + 1;
		reader->rest.length -= i + 1;
		return !aq_slice_is_empty(*out);
	}
	return false;
}

enum aq_status aq_words_column(struct profile_reader *reader, uint32_t *out, bool is_required,
			       struct aq_error *err)
{
	struct table_column column = {.is_required = is_required};
	uint32_t number = 0;

	aq_words_blanks(reader);
	if (aq_words_take(reader, "$")) {
		bool is_from_right = aq_words_take(reader, "-");

		if (!words_number(reader, &number))
			return aq_profile_fault(reader, err, "a column's number is 1 to %d",
						AQ_CSV_CELLS_MAX);
		column.number = is_from_right ? -(int32_t)number : (int32_t)number;
	} else {
		if (!reader->rest.length || reader->rest.start[0] != '[')
			return aq_profile_fault(reader, err, "a column is written [Name] or $3");
		if (!words_bracketed(reader, &column.name))
			return aq_profile_fault(reader, err,
						"a column's [Name] is not closed or empty");
		if (reader->rest.length && reader->rest.start[0] == '#') {
			reader->rest.start++;
			reader->rest.length--;
			if (!words_number(reader, &column.occurrence))
				return aq_profile_fault(reader, err,
							"behind [Name]# comes 1, 2, …");
		}
	}
	if (reader->rest.length && reader->rest.start[0] == '?') {
		reader->rest.start++;
		reader->rest.length--;
		column.is_required = false;
	}
	return column_slot(reader, &column, out, err);
}

/* ~ /pattern/ behind a term, with g for every match. A slash inside is written \/. */
enum aq_status aq_words_pattern(struct profile_reader *reader, struct table_term *out,
				struct aq_error *err)
{
	struct aq_profiles *profiles = reader->profiles;
	PCRE2_SIZE offset = 0;
	PCRE2_UCHAR8 message[120] = {0};
	struct aq_slice text;
	pcre2_code *pattern;
	int code = 0;
	size_t end = 1;
	void *room;

	if (!aq_words_take(reader, "~"))
		return AQ_OK;
	aq_words_blanks(reader);
	if (!reader->rest.length || reader->rest.start[0] != '/')
		return aq_profile_fault(reader, err, "a pattern is written ~ /pattern/");
	while (end < reader->rest.length && reader->rest.start[end] != '/')
		end += reader->rest.start[end] == '\\' ? 2 : 1;
	if (end >= reader->rest.length)
		return aq_profile_fault(reader, err, "the pattern's second / is missing");
	room = aq_profile_more(reader->arena, profiles->patterns, profiles->pattern_count,
			       sizeof(*profiles->patterns));
	if (!room)
		return aq_fail_memory(err);
	profiles->patterns = room;
	/* A pattern may not cost more than this on one cell. */
	text = aq_arena_print(reader->arena, LIMIT "%.*s",
			      AQ_SLICE_ARGS(((struct aq_slice){reader->rest.start + 1, end - 1})));
	if (aq_slice_is_empty(text))
		return aq_fail_memory(err);
	pattern = pcre2_compile((PCRE2_SPTR8)text.start, text.length,
				PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &offset, NULL);
	if (!pattern) {
		pcre2_get_error_message(code, message, sizeof(message));
		return aq_profile_fault(reader, err, "the pattern is wrong at its byte %zu: %s",
					offset - strlen(LIMIT) + 1, (const char *)message);
	}
	profiles->patterns[profiles->pattern_count++] = pattern;
	/* Without a JIT the interpreter serves. */
	(void)pcre2_jit_compile(pattern, PCRE2_JIT_COMPLETE);
	out->pattern = pattern;
	reader->rest.start += end + 1;
	reader->rest.length -= end + 1;
	/* A g right behind the slash, and no word that begins with one. */
	out->has_every_match =
		reader->rest.length && reader->rest.start[0] == 'g' && aq_words_take(reader, "g");
	return AQ_OK;
}

/* The carried value of a name; mentioned before it is defined is fine. */
enum aq_status aq_words_carried(struct profile_reader *reader, struct aq_slice name, uint32_t *out,
				struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	void *room;

	if (aq_slice_is_empty(name))
		return aq_profile_fault(reader, err, "the name of the value is missing");
	for (size_t i = 0; i < profile->carried_count; i++) {
		if (aq_slice_equals(profile->carried[i].name, name)) {
			*out = (uint32_t)i;
			return AQ_OK;
		}
	}
	if (profile->carried_count >= CARRIED_MAX)
		return aq_profile_fault(reader, err, "the profile carries too many values");
	room = aq_profile_more(reader->arena, profile->carried, profile->carried_count,
			       sizeof(*profile->carried));
	if (!room)
		return aq_fail_memory(err);
	profile->carried = room;
	profile->carried[profile->carried_count] = (struct table_carried){
		.name = name,
		.line = reader->setting ? reader->setting->line : profile->line,
	};
	*out = (uint32_t)profile->carried_count++;
	return AQ_OK;
}
