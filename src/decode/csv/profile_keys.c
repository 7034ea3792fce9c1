/*
 * profile_keys.c - reads one setting of a profile, and looks at the whole at the end.
 *
 * Reads: the tables of profile_layout.c and profile_meaning.c; keys named for
 * kinds of references (invoice, customer, end-to-end, ...); declare.NAME,
 * carry.NAME, opening and closing.
 * Refuses: unknown keys and values, naming file, line, section and key.
 */
#include "profile_keys.h"

#include <stdio.h>

#define KEY_BYTES_MAX 40

void *aq_keys_member(const struct profile_reader *reader, const struct profile_key *key)
{
	return (char *)reader->profile + key->offset;
}

enum aq_status aq_keys_choose(struct profile_reader *reader, const struct key_choice *choices,
			      int *out, struct aq_error *err)
{
	struct aq_slice word = aq_words_word(reader);
	char words[80] = "";
	size_t length = 0;

	for (const struct key_choice *choice = choices; choice->word; choice++) {
		if (aq_slice_is(word, choice->word)) {
			*out = choice->meaning;
			return AQ_OK;
		}
		if (length < sizeof(words))
			length += (size_t)snprintf(words + length, sizeof(words) - length, "%s%s",
						   length ? ", " : "", choice->word);
	}
	return aq_profile_fault(reader, err, "'%.*s' is not one of the words this key takes: %s",
				AQ_SLICE_ARGS(word), words);
}

enum aq_status aq_keys_count(struct profile_reader *reader, uint64_t *out, struct aq_error *err)
{
	struct aq_slice word = aq_words_word(reader);

	if (!aq_slice_to_u64(word, out) || *out > HEADER_ROWS_MAX)
		return aq_profile_fault(reader, err, "'%.*s' is not a number up to %d",
					AQ_SLICE_ARGS(word), HEADER_ROWS_MAX);
	return AQ_OK;
}

enum aq_status aq_keys_filter(struct profile_reader *reader, struct table_filters *filters,
			      struct aq_error *err)
{
	struct table_filter filter = {0};
	enum aq_status status = aq_words_text(reader, &filter.text, true, err);
	void *room;

	if (status >= AQ_OK)
		status = aq_words_globs(reader, &filter.values, err);
	if (status < AQ_OK)
		return status;
	if (filters->count >= KEY_REPEATS_MAX)
		return aq_profile_fault(reader, err, "the key stands too often");
	room = aq_profile_more(reader->arena, filters->items, filters->count, sizeof(filter));
	if (!room)
		return aq_fail_memory(err);
	filters->items = room;
	filters->items[filters->count++] = filter;
	return AQ_OK;
}

enum aq_status aq_keys_sign(struct profile_reader *reader, struct table_sign *sign,
			    struct aq_error *err)
{
	enum aq_status status = aq_words_text(reader, &sign->text, true, err);

	if (status >= AQ_OK)
		status = aq_words_map(reader, &sign->map, err);
	if (status < AQ_OK)
		return status;
	if (sign->map.count == 0)
		return aq_profile_fault(reader, err, "the map of flags is missing: CR:+ DR:-");
	for (size_t i = 0; i < sign->map.count; i++) {
		struct table_map_line *line = &sign->map.lines[i];

		if (aq_slice_is(line->to, "signed")) {
			line->meaning = 0;
			continue;
		}
		if (!aq_slice_is(line->to, "+") && !aq_slice_is(line->to, "-"))
			return aq_profile_fault(reader, err,
						"a flag means + or -, or signed (the amount has a "
						"sign already), not '%.*s'",
						AQ_SLICE_ARGS(line->to));
		line->meaning = line->to.start[0] == '+' ? 1 : -1;
	}
	return AQ_OK;
}

/* The key's line in one of the tables. */
static const struct profile_key *find_key(struct aq_slice name)
{
	static const struct profile_key *const tables[] = {aq_keys_layout, aq_keys_meaning};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (const struct profile_key *key = tables[i]; key->name; key++) {
			if (aq_slice_is(name, key->name))
				return key;
		}
	}
	return NULL;
}

/* `reference` and `text` are what people call these two kinds. */
static enum aq_reference_kind find_reference(struct aq_slice name)
{
	if (aq_slice_is(name, "reference"))
		return AQ_REF_CREDITOR;
	return aq_reference_kind_find(name);
}

static bool is_carried_key(struct aq_slice name)
{
	return aq_slice_is(name, "opening") || aq_slice_is(name, "closing") ||
	       aq_slice_is(name, "opening.sign") || aq_slice_is(name, "closing.sign") ||
	       aq_slice_starts_with(name, AQ_SLICE("declare.")) ||
	       aq_slice_starts_with(name, AQ_SLICE("carry."));
}

bool aq_profile_key_repeats(struct aq_slice name)
{
	const struct profile_key *key = find_key(name);

	if (key)
		return key->repeats;
	if (aq_slice_starts_with(name, AQ_SLICE("also.")))
		return aq_slice_ends_with(name, AQ_SLICE(".when"));
	return find_reference(name) != AQ_REF_NONE;
}

/* How far two keys are apart: letters put in, left out or changed, up to a few. */
static size_t distance(struct aq_slice one, struct aq_slice other)
{
	size_t row[KEY_BYTES_MAX + 1];

	if (one.length > KEY_BYTES_MAX || other.length > KEY_BYTES_MAX)
		return SIZE_MAX;
	for (size_t k = 0; k <= other.length; k++)
		row[k] = k;
	for (size_t i = 1; i <= one.length; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t k = 1; k <= other.length; k++) {
			size_t changed = corner + (one.start[i - 1] != other.start[k - 1]);
			size_t least = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;

			corner = row[k];
			row[k] = changed < least ? changed : least;
		}
	}
	return row[other.length];
}

/* Names the key that was meant, where one is near enough. */
static enum aq_status unknown_key(struct profile_reader *reader, struct aq_error *err)
{
	static const struct profile_key *const tables[] = {aq_keys_layout, aq_keys_meaning};
	struct aq_slice name = reader->setting->key;
	size_t best = name.length / 3 + 1;
	const char *meant = aq_profile_meant(name);

	if (meant)
		best = 0;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (const struct profile_key *key = tables[i]; key->name; key++) {
			size_t apart = distance(name, aq_slice_of(key->name));

			if (apart < best) {
				best = apart;
				meant = key->name;
			}
		}
	}
	for (int kind = AQ_REF_NONE + 1; kind < AQ_REF_COUNT; kind++) {
		const char *word = aq_reference_kind_name((enum aq_reference_kind)kind);
		size_t apart = distance(name, aq_slice_of(word));

		if (apart < best) {
			best = apart;
			meant = word;
		}
	}
	if (!meant)
		return aq_profile_fault(reader, err,
					"there is no such key: formats/csv/README.md lists them");
	return aq_profile_fault(reader, err, "there is no such key; did you mean %s?", meant);
}

enum aq_status aq_profile_read_key(struct profile_reader *reader, struct aq_error *err)
{
	const struct profile_key *key = find_key(reader->setting->key);
	enum aq_reference_kind kind = find_reference(reader->setting->key);
	enum aq_status status;

	reader->rest = reader->setting->value;
	if (aq_slice_is_empty(reader->rest))
		return aq_profile_fault(reader, err, "the value is missing");
	if (key)
		status = key->read(reader, key, err);
	else if (is_carried_key(reader->setting->key))
		status = aq_keys_carried(reader, err);
	else if (aq_slice_starts_with(reader->setting->key, AQ_SLICE("also.")))
		status = aq_keys_also(reader, err);
	else if (aq_slice_starts_with(reader->setting->key, AQ_SLICE("check.")))
		status = aq_profile_read_check(reader, err);
	else if (kind != AQ_REF_NONE)
		status = aq_keys_reference(reader, kind, err);
	else
		return unknown_key(reader, err);
	return status < AQ_OK ? status : aq_words_end(reader, err);
}

/* Record types need the cell they stand in, and name the rows that are data. */
static enum aq_status complete_records(struct profile_reader *reader, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	bool names_records = profile->data_records.count || profile->control_records.count ||
			     profile->section_records.count || profile->header == HEADER_RECORD;

	if (names_records && !profile->has_record)
		return aq_profile_fault(reader, err,
					"record is missing: the cell that tells what a row is");
	if (profile->has_record && profile->data_records.count == 0)
		return aq_profile_fault(reader, err,
					"data is missing: the record types that are payments");
	return AQ_OK;
}

/* Rows joined to one payment, and further payments of one row. */
static enum aq_status complete_parts(struct profile_reader *reader, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;

	for (size_t i = 0; i < profile->also_count; i++) {
		const struct table_also *also = &profile->also[i];

		if (also->sum.count == 0)
			return aq_profile_fault(
				reader, err,
				"also.%.*s is missing, the amount (its parts begin on line %llu)",
				AQ_SLICE_ARGS(also->name), (unsigned long long)also->line);
		if (profile->join.count || profile->continues.count)
			return aq_profile_fault(reader, err,
						"also does not go with join or continues");
	}
	if (profile->balance.count && (profile->join.count || profile->continues.count))
		return aq_profile_fault(reader, err, "balance does not go with join or continues");
	for (size_t i = 0; i < profile->check_count; i++) {
		for (size_t k = 0; k < profile->checks[i].measure_count; k++)
			if (profile->checks[i].measures[k].kind == MEASURE_CELL &&
			    (profile->join.count || profile->continues.count))
				return aq_profile_fault(reader, err,
							"a check of [Columns] does not go with "
							"join or continues: a payment has several "
							"rows");
	}
	return AQ_OK;
}

static enum aq_status complete_names(struct profile_reader *reader, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;

	for (size_t i = 0; i < profile->carried_count; i++) {
		struct table_carried *carried = &profile->carried[i];

		if (!carried->is_defined)
			return aq_profile_fault(
				reader, err, "{%.*s} is named on line %llu and declared nowhere",
				AQ_SLICE_ARGS(carried->name), (unsigned long long)carried->line);
		if (carried->place == PLACE_RECORD && !profile->has_record)
			return aq_profile_fault(
				reader, err,
				"{%.*s} needs record, the cell that tells what a row is",
				AQ_SLICE_ARGS(carried->name));
	}
	for (size_t i = 0; i < profile->column_count && !profile->has_names; i++) {
		if (profile->columns[i].number == 0)
			return aq_profile_fault(reader, err,
						"[%.*s] needs a header that names the columns",
						AQ_SLICE_ARGS(profile->columns[i].name));
	}
	return AQ_OK;
}

enum aq_status aq_profile_complete(struct profile_reader *reader, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	enum aq_status status;

	reader->setting = NULL;
	if (profile->sums[SUM_GROSS].count == 0 && profile->sums[SUM_NET].count == 0)
		return aq_profile_fault(
			reader, err,
			"amount is missing (or sum.gross, sum.net): the column with "
			"the money, such as amount = [Amount]");
	if (profile->booked.text.count == 0)
		return aq_profile_fault(reader, err,
					"date is missing: the column with the booking day, such as "
					"date = [Date] %%d.%%m.%%Y");
	if (profile->currency.count == 0)
		return aq_profile_fault(reader, err,
					"currency is missing: a column, or a code such as EUR");
	if (profile->header == HEADER_ROWS && profile->has_names && profile->header_rows == 0)
		return aq_profile_fault(
			reader, err,
			"header = rows 0 names no columns; header = none does without");
	if (profile->numbers.group_mark &&
	    profile->numbers.group_mark == (uint32_t)profile->numbers.decimal_mark)
		return aq_profile_fault(reader, err, "decimal and group are the same mark");
	status = complete_records(reader, err);
	if (status >= AQ_OK)
		status = complete_parts(reader, err);
	if (status >= AQ_OK)
		status = complete_names(reader, err);
	return status;
}
