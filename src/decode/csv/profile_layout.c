/*
 * profile_layout.c - keys about a file's shape: encoding, rows, header, numbers.
 *
 * Promises: a value is understood to its end or refused.
 * Refuses: words it does not know, naming file, line, section and key.
 */
#include "profile_keys.h"

#include <stddef.h>

#include "acquit/utf8.h"

static enum aq_status read_words(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	(void)err;
	*(struct aq_slice *)aq_keys_member(reader, key) = reader->rest;
	reader->rest.length = 0;
	return AQ_OK;
}

static enum aq_status read_yes(struct profile_reader *reader, const struct profile_key *key,
			       struct aq_error *err)
{
	static const struct key_choice words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
	int meaning = 0;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	*(bool *)aq_keys_member(reader, key) = meaning;
	return status;
}

static enum aq_status read_others(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	static const struct key_choice words[] = {{"note", 1}, {"ignore", 0}, {NULL, 0}};
	int meaning = 0;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	*(bool *)aq_keys_member(reader, key) = meaning;
	return status;
}

static enum aq_status read_posts(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	static const struct key_choice words[] = {{"gateway", AQ_MESSAGE_GATEWAY},
						  {"bank", AQ_MESSAGE_STATEMENT},
						  {"cash", AQ_MESSAGE_CASHBOOK},
						  {"nothing", AQ_MESSAGE_OTHER},
						  {NULL, 0}};
	int meaning = AQ_MESSAGE_OTHER;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	(void)key;
	reader->profile->message = (enum aq_message)meaning;
	return status;
}

static enum aq_status read_encoding(struct profile_reader *reader, const struct profile_key *key,
				    struct aq_error *err)
{
	struct aq_slice word = aq_words_word(reader);
	struct aq_slice kept = aq_arena_copy(reader->arena, word);
	struct aq_converter *converter = NULL;
	enum aq_status status = AQ_SETTINGS;

	(void)key;
	if (kept.length != word.length)
		return aq_fail_memory(err);
	reader->profile->encoding = (struct aq_slice){0};
	if (aq_slice_equals_any_case(word, AQ_SLICE("utf-8")))
		return AQ_OK;
	if (word.length)
		status = aq_converter_new(&converter, kept.start, err);
	if (status < AQ_OK && status != AQ_SETTINGS)
		return status;
	if (status < AQ_OK)
		return aq_profile_fault(reader, err, "'%.*s' is no encoding known here",
					AQ_SLICE_ARGS(word));
	aq_converter_free(converter);
	reader->profile->encoding = kept;
	return AQ_OK;
}

/* One byte that may serve as a mark in a CSV. */
static bool is_mark(struct aq_slice word)
{
	char byte = word.length == 1 ? word.start[0] : 'a';

	return byte > ' ' && byte < 127 && !(byte >= '0' && byte <= '9') &&
	       !(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z');
}

static enum aq_status read_delimiter(struct profile_reader *reader, const struct profile_key *key,
				     struct aq_error *err)
{
	struct aq_slice word = aq_words_word(reader);

	(void)key;
	if (aq_slice_is(word, "tab"))
		reader->profile->csv.delimiter = '\t';
	else if (is_mark(word) && word.start[0] != '"')
		reader->profile->csv.delimiter = word.start[0];
	else
		return aq_profile_fault(reader, err,
					"a delimiter is one mark such as , ; | or the word tab");
	return AQ_OK;
}

static enum aq_status read_quote(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	static const struct key_choice words[] = {{"strict", AQ_CSV_STRICT},
						  {"lenient", AQ_CSV_LENIENT},
						  {"none", AQ_CSV_NO_QUOTES},
						  {NULL, 0}};
	int meaning = AQ_CSV_STRICT;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	(void)key;
	reader->profile->csv.quoting = (enum aq_csv_quoting)meaning;
	return status;
}

static enum aq_status read_quotechar(struct profile_reader *reader, const struct profile_key *key,
				     struct aq_error *err)
{
	struct aq_slice word = aq_words_word(reader);

	(void)key;
	if (!is_mark(word))
		return aq_profile_fault(reader, err, "a quote character is one mark");
	reader->profile->csv.quote = word.start[0];
	return AQ_OK;
}

/* find A|B|C: one form of header; a file may have several of them */
static enum aq_status read_header_find(struct profile_reader *reader, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	struct table_names names = {0};
	enum aq_status status = aq_words_names(reader, &names.items, &names.count, err);

	if (status < AQ_OK)
		return status;
	if (profile->find_count == PROFILE_FINDS_MAX)
		return aq_profile_fault(reader, err, "more than %d forms of header are told",
					PROFILE_FINDS_MAX);
	if (!profile->finds)
		profile->finds = aq_arena_take_many(reader->arena, PROFILE_FINDS_MAX,
						    sizeof(*profile->finds));
	if (!profile->finds)
		return aq_fail_memory(err);
	profile->finds[profile->find_count++] = names;
	return AQ_OK;
}

/* none [N] | first | rows N | find A|B|C | record CH */
static enum aq_status read_header(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	struct table_profile *profile = reader->profile;

	(void)key;
	profile->has_names = true;
	if (profile->find_count && !aq_slice_starts_with(reader->rest, AQ_SLICE("find")))
		return aq_profile_fault(reader, err, "only header = find may stand more than once");
	profile->header = HEADER_ROWS;
	profile->header_rows = 1;
	if (aq_words_take(reader, "first"))
		return AQ_OK;
	if (aq_words_take(reader, "rows"))
		return aq_keys_count(reader, &profile->header_rows, err);
	if (aq_words_take(reader, "none")) {
		profile->has_names = false;
		profile->header_rows = 0;
		aq_words_blanks(reader);
		return reader->rest.length ? aq_keys_count(reader, &profile->header_rows, err)
					   : AQ_OK;
	}
	if (aq_words_take(reader, "find")) {
		profile->header = HEADER_FIND;
		return read_header_find(reader, err);
	}
	if (aq_words_take(reader, "record")) {
		profile->header = HEADER_RECORD;
		profile->header_rows = 0;
		return aq_words_globs(reader, &profile->header_records, err);
	}
	return aq_profile_fault(reader, err,
				"a header is none, first, rows N, find A|B or record X");
}

static enum aq_status read_globs(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	return aq_words_globs(reader, aq_keys_member(reader, key), err);
}

static enum aq_status read_section(struct profile_reader *reader, const struct profile_key *key,
				   struct aq_error *err)
{
	if (!aq_words_take(reader, "record"))
		return aq_profile_fault(reader, err, "a section begins with record X");
	return aq_words_globs(reader, aq_keys_member(reader, key), err);
}

static enum aq_status read_footer(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	if (!aq_words_take(reader, "find"))
		return aq_profile_fault(reader, err,
					"a footer is found: find TEXT of its first cell");
	reader->profile->has_footer = true;
	return aq_words_globs(reader, aq_keys_member(reader, key), err);
}

static enum aq_status read_record(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	reader->profile->has_record = true;
	return aq_words_text(reader, aq_keys_member(reader, key), false, err);
}

/* header A|B | header !A|B | cells N | find TEXT* | COLUMN VALUES of the first data row */
static enum aq_status read_match(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	struct table_profile *profile = reader->profile;

	(void)key;
	if (aq_words_take(reader, "header")) {
		if (aq_words_take(reader, "!"))
			return aq_words_names(reader, &profile->refuse_names,
					      &profile->refuse_count, err);
		return aq_words_names(reader, &profile->match_names, &profile->match_count, err);
	}
	if (aq_words_take(reader, "cells"))
		return aq_keys_count(reader, &profile->cells, err);
	if (aq_words_take(reader, "find"))
		return aq_words_globs(reader, &profile->match_texts, err);
	return aq_keys_filter(reader, &profile->match_rows, err);
}

static enum aq_status read_decimal(struct profile_reader *reader, const struct profile_key *key,
				   struct aq_error *err)
{
	struct aq_slice word = aq_words_word(reader);

	(void)key;
	if (!aq_slice_is(word, ".") && !aq_slice_is(word, ","))
		return aq_profile_fault(reader, err, "a decimal mark is . or ,");
	reader->profile->numbers.decimal_mark = word.start[0];
	return AQ_OK;
}

static enum aq_status read_group(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	static const struct key_choice words[] = {{",", ','},	  {".", '.'},  {"'", '\''},
						  {"space", ' '}, {"none", 0}, {NULL, 0}};
	int meaning = 0;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	(void)key;
	reader->profile->numbers.group_mark = (uint32_t)meaning;
	reader->profile->has_loose_groups = aq_words_take(reader, "loose");
	return status;
}

static enum aq_status read_minor(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	uint64_t digits = 0;

	(void)key;
	reader->profile->has_minor = true;
	reader->profile->minor_by_currency = aq_words_take(reader, "currency");
	if (reader->profile->minor_by_currency)
		return AQ_OK;
	if (aq_keys_count(reader, &digits, err) < AQ_OK)
		return AQ_SETTINGS;
	if (digits > AQ_DECIMAL_SCALE_MAX)
		return aq_profile_fault(reader, err, "at most %d digits can be implied",
					AQ_DECIMAL_SCALE_MAX);
	reader->profile->minor_digits = (uint8_t)digits;
	return AQ_OK;
}

static enum aq_status read_digits(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	static const struct key_choice words[] = {{"currency", 1}, {"any", 0}, {NULL, 0}};
	int meaning = 0;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	(void)key;
	reader->profile->digits_of_currency = meaning;
	return status;
}

static enum aq_status read_symbols(struct profile_reader *reader, const struct profile_key *key,
				   struct aq_error *err)
{
	(void)key;
	return aq_words_names(reader, &reader->profile->symbols, &reader->profile->symbol_count,
			      err);
}

static enum aq_status read_empties(struct profile_reader *reader, const struct profile_key *key,
				   struct aq_error *err)
{
	(void)key;
	return aq_words_names(reader, &reader->profile->empties, &reader->profile->empty_count,
			      err);
}

static enum aq_status read_months(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	struct aq_slice *names = NULL;
	size_t count = 0;
	enum aq_status status = aq_words_names(reader, &names, &count, err);

	(void)key;
	if (status < AQ_OK)
		return status;
	if (count != 12)
		return aq_profile_fault(reader, err, "a year has twelve months, %zu are named",
					count);
	memcpy(reader->profile->months, names, sizeof(reader->profile->months));
	reader->profile->has_months = true;
	return AQ_OK;
}

#define LAYOUT(member) offsetof(struct table_profile, member)

const struct profile_key aq_keys_layout[] = {
	{"summary", read_words, LAYOUT(format.summary), false},
	{"posts", read_posts, 0, false},
	{"encoding", read_encoding, 0, false},
	{"delimiter", read_delimiter, 0, false},
	{"quote", read_quote, 0, false},
	{"quotechar", read_quotechar, 0, false},
	{"header", read_header, 0, true},
	{"match", read_match, 0, true},
	{"unverified", read_yes, LAYOUT(format.is_unverified), false},
	{"ragged", read_yes, LAYOUT(is_ragged), false},
	{"footer", read_footer, LAYOUT(footer), false},
	{"others", read_others, LAYOUT(notes_other_columns), false},
	{"record", read_record, LAYOUT(record), false},
	{"data", read_globs, LAYOUT(data_records), false},
	{"control", read_globs, LAYOUT(control_records), false},
	{"section", read_section, LAYOUT(section_records), false},
	{"decimal", read_decimal, 0, false},
	{"group", read_group, 0, false},
	{"minor", read_minor, 0, false},
	{"digits", read_digits, 0, false},
	{"symbols", read_symbols, 0, false},
	{"empty", read_empties, 0, false},
	{"months", read_months, 0, false},
	{NULL, NULL, 0, false},
};
