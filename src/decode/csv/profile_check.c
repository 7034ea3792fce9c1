/*
 * profile_check.c - what a profile declares about totals, and what must come out.
 *
 * Reads: declare.NAME, carry.NAME, opening and closing (a value in a row that
 * is no payment), and check lines: sums, counts and declared values that must
 * be equal, for each row, section, file, or for each payout, currency, account.
 * Promises: a check becomes one list of terms whose sum must be nothing.
 * Refuses: fields, keys and conditions it does not know.
 */
#include "profile_keys.h"

#define MEASURES_MAX   32
#define CONDITIONS_MAX 8

static const struct {
	const char *word;
	enum table_sum_name sum;
} field_words[] = {
	{"gross", SUM_GROSS}, {"amount", SUM_GROSS}, {"fee", SUM_FEE},
	{"net", SUM_NET},     {"tax", SUM_TAX},	     {"instructed", SUM_INSTRUCTED},
};

static const char *const key_words[KEY_COUNT] = {
	[KEY_PAYOUT] = "payout", [KEY_CURRENCY] = "currency", [KEY_ACCOUNT] = "account",
	[KEY_SOURCE] = "source", [KEY_STATUS] = "status",
};

/* One text to find: a word up to a |, or in quotes, * at its end for more. */
static enum aq_status read_one_where(struct profile_reader *reader, struct table_glob *out,
				     struct aq_error *err)
{
	struct aq_slice word;
	struct aq_slice text;

	aq_words_blanks(reader);
	if (reader->rest.length && reader->rest.start[0] == '"')
		return aq_words_quoted_glob(reader, out, err);
	word = aq_words_word(reader);
	text = aq_slice_cut(&word, '|');
	if (aq_slice_is_empty(text))
		return aq_profile_fault(reader, err, "the text to find is missing");
	/* What is behind it, the mark itself included, is still to be read. */
	reader->rest = aq_slice_between(text.start + text.length,
					reader->rest.start + reader->rest.length);
	*out = aq_words_glob(text);
	return AQ_OK;
}

/* TEXT|TEXT: any of them. */
static enum aq_status read_where_text(struct profile_reader *reader, struct table_carried *out,
				      struct aq_error *err)
{
	struct table_globs *where = &out->where;
	enum aq_status status;

	do {
		void *room = aq_profile_more(reader->arena, where->items, where->count,
					     sizeof(*where->items));

		if (!room)
			return aq_fail_memory(err);
		where->items = room;
		status = read_one_where(reader, &where->items[where->count++], err);
	} while (status >= AQ_OK && aq_words_take(reader, "|"));
	return status;
}

/* find [COLUMN] TEXTS | record TEXTS | below TEXTS | line N | row */
static enum aq_status read_where(struct profile_reader *reader, struct table_carried *out,
				 struct aq_error *err)
{
	enum aq_status status;

	if (aq_words_take(reader, "row")) {
		out->place = PLACE_ROW;
		return AQ_OK;
	}
	if (aq_words_take(reader, "line")) {
		out->place = PLACE_LINE;
		return aq_keys_count(reader, &out->row_line, err);
	}
	if (aq_words_take(reader, "record"))
		out->place = PLACE_RECORD;
	else if (aq_words_take(reader, "below"))
		out->place = PLACE_BELOW;
	else if (aq_words_take(reader, "find"))
		out->place = PLACE_FIND;
	else
		return aq_profile_fault(reader, err,
					"where the value stands is told by find TEXT, below TEXT, "
					"line N, record TYPE or row");
	aq_words_blanks(reader);
	if (out->place == PLACE_FIND && reader->rest.length &&
	    (reader->rest.start[0] == '[' || reader->rest.start[0] == '$')) {
		status = aq_words_text(reader, &out->looked_at, false, err);
		if (status < AQ_OK)
			return status;
	}
	return read_where_text(reader, out, err);
}

/* WHERE COLUMN [by COLUMN]; below TEXT needs none */
static enum aq_status define_carried(struct profile_reader *reader, struct table_carried *carried,
				     struct aq_error *err)
{
	enum aq_status status = read_where(reader, carried, err);

	carried->is_defined = true;
	if (status >= AQ_OK && carried->place == PLACE_BELOW)
		return aq_words_pattern(reader, &carried->term, err);
	if (status >= AQ_OK)
		status = aq_words_term(reader, &carried->term, false, err);
	if (status < AQ_OK)
		return status;
	if (carried->term.source != TERM_CELL)
		return aq_profile_fault(reader, err, "the value stands in a column, [Name] or $3");
	carried->has_key = aq_words_take(reader, "by");
	return carried->has_key ? aq_words_term(reader, &carried->key, false, err) : status;
}

enum aq_status aq_keys_carried(struct profile_reader *reader, struct aq_error *err)
{
	struct aq_slice name = reader->setting->key;
	struct aq_slice sign = AQ_SLICE(".sign");
	bool is_text = aq_slice_starts_with(name, AQ_SLICE("carry."));
	bool is_sign = false;
	struct table_carried *carried;
	enum aq_status status;
	uint32_t index = 0;

	if (is_text || aq_slice_starts_with(name, AQ_SLICE("declare.")))
		(void)aq_slice_cut(&name, '.');
	if (!is_text && name.length > sign.length) {
		struct aq_slice tail = {name.start + name.length - sign.length, sign.length};

		is_sign = aq_slice_equals(tail, sign);
		name.length -= is_sign ? sign.length : 0;
	}
	status = aq_words_carried(reader, name, &index, err);
	if (status < AQ_OK)
		return status;
	carried = &reader->profile->carried[index];
	if (is_sign)
		return aq_keys_sign(reader, &carried->sign, err);
	carried->is_number = !is_text;
	if (aq_slice_is(reader->setting->key, "opening")) {
		reader->profile->has_opening = true;
		reader->profile->opening_index = index;
	}
	if (aq_slice_is(reader->setting->key, "closing")) {
		reader->profile->has_closing = true;
		reader->profile->closing_index = index;
	}
	return define_carried(reader, carried, err);
}

/* Up to one of the marks, trimmed. */
static struct aq_slice word_before(struct profile_reader *reader, const char *marks)
{
	struct aq_slice word = {reader->rest.start, 0};

	while (word.length < reader->rest.length && !strchr(marks, word.start[word.length]))
		word.length++;
	reader->rest.start += word.length;
	reader->rest.length -= word.length;
	return aq_slice_trim(word);
}

static enum aq_status find_field(struct profile_reader *reader, struct aq_slice word,
				 enum table_sum_name *out, struct aq_error *err)
{
	for (size_t i = 0; i < sizeof(field_words) / sizeof(field_words[0]); i++) {
		if (aq_slice_is(word, field_words[i].word)) {
			*out = field_words[i].sum;
			return AQ_OK;
		}
	}
	return aq_profile_fault(reader, err, "'%.*s' is not gross, fee, net, tax or instructed",
				AQ_SLICE_ARGS(word));
}

/* The meaning of a condition's value: a kind, or a sign. */
static enum aq_status read_condition_value(struct profile_reader *reader,
					   struct table_condition *condition, struct aq_slice value,
					   struct aq_error *err)
{
	enum aq_kind kind;
	enum aq_adjusts adjusts;

	condition->value = aq_words_glob(value);
	if (condition->kind == CONDITION_TYPE && !aq_kind_find(value, &kind) &&
	    !aq_adjusts_find(value, &adjusts))
		return aq_profile_fault(reader, err, "'%.*s' is no kind of payment",
					AQ_SLICE_ARGS(value));
	if (condition->kind == CONDITION_SIGN) {
		if (!aq_slice_is(value, "+") && !aq_slice_is(value, "-"))
			return aq_profile_fault(reader, err, "a sign is + or -");
		condition->meaning = value.start[0] == '+' ? 1 : -1;
	}
	return AQ_OK;
}

/* type=KIND, currency!=CODE, sign=+, written=TEXT* */
static enum aq_status read_condition(struct profile_reader *reader, struct table_measure *measure,
				     struct aq_error *err)
{
	static const char *const words[] = {[CONDITION_TYPE] = "type",
					    [CONDITION_CURRENCY] = "currency",
					    [CONDITION_SIGN] = "sign",
					    [CONDITION_WRITTEN] = "written"};
	struct aq_slice word = word_before(reader, "!=,&)");
	struct table_condition *condition;
	void *room;
	size_t index = 0;

	while (index < sizeof(words) / sizeof(words[0]) && !aq_slice_is(word, words[index]))
		index++;
	if (index == sizeof(words) / sizeof(words[0]) || measure->condition_count >= CONDITIONS_MAX)
		return aq_profile_fault(reader, err,
					"'%.*s' is not type, currency, sign or written",
					AQ_SLICE_ARGS(word));
	room = aq_profile_more(reader->arena, measure->conditions, measure->condition_count,
			       sizeof(*measure->conditions));
	if (!room)
		return aq_fail_memory(err);
	measure->conditions = room;
	condition = &measure->conditions[measure->condition_count++];
	*condition = (struct table_condition){.kind = (enum table_condition_kind)index};
	condition->is_negated = aq_words_take(reader, "!=");
	if (!condition->is_negated && !aq_words_take(reader, "="))
		return aq_profile_fault(reader, err,
					"a condition is written type=receipt or type!=receipt");
	return read_condition_value(reader, condition, word_before(reader, ",&)"), err);
}

/* Conditions, apart by comma or &, up to the closing bracket. */
static enum aq_status read_conditions(struct profile_reader *reader, struct table_measure *measure,
				      struct aq_error *err)
{
	aq_words_blanks(reader);
	while (!aq_words_take(reader, ")")) {
		enum aq_status status;

		(void)(aq_words_take(reader, ",") || aq_words_take(reader, "&"));
		aq_words_blanks(reader);
		if (!reader->rest.length)
			return aq_profile_fault(reader, err, "a ( is not closed");
		status = read_condition(reader, measure, err);
		if (status < AQ_OK)
			return status;
	}
	return AQ_OK;
}

static enum aq_status read_measure(struct profile_reader *reader, struct table_measure *out,
				   struct aq_error *err)
{
	struct aq_slice word;
	enum aq_status status;

	if (aq_words_take(reader, "sum(")) {
		out->kind = MEASURE_SUM;
		status = find_field(reader, word_before(reader, ",)"), &out->sum, err);
		return status < AQ_OK ? status : read_conditions(reader, out, err);
	}
	if (aq_words_take(reader, "count(")) {
		out->kind = MEASURE_COUNT;
		return read_conditions(reader, out, err);
	}
	if (aq_words_take(reader, "{")) {
		out->kind = MEASURE_CARRIED;
		word = word_before(reader, "}");
		status = aq_words_carried(reader, word, &out->carried_index, err);
		if (status >= AQ_OK && !aq_words_take(reader, "}"))
			status = aq_profile_fault(reader, err, "a { is not closed");
		return status;
	}
	aq_words_blanks(reader);
	if (reader->rest.length && (reader->rest.start[0] == '[' || reader->rest.start[0] == '$')) {
		out->kind = MEASURE_CELL;
		return aq_words_column(reader, &out->slot, true, err);
	}
	word = word_before(reader, " \t+-=");
	out->kind = MEASURE_NUMBER;
	if (aq_decimal_parse_plain(word, &out->number))
		return AQ_OK;
	out->kind = MEASURE_FIELD;
	return find_field(reader, word, &out->sum, err);
}

static enum aq_status add_measure(struct profile_reader *reader, struct table_check *check,
				  const struct table_measure *measure, struct aq_error *err)
{
	bool is_row = measure->kind == MEASURE_FIELD || measure->kind == MEASURE_CELL;
	bool is_total = measure->kind == MEASURE_SUM || measure->kind == MEASURE_COUNT;
	void *room;

	if (is_row != (check->scope == SCOPE_ROW) && measure->kind != MEASURE_NUMBER)
		return aq_profile_fault(
			reader, err,
			"a row's check compares its fields and [Columns], any other "
			"sum( ), count( ) and {names}");
	if (check->measure_count >= MEASURES_MAX)
		return aq_profile_fault(reader, err, "the check has too many terms");
	room = aq_profile_more(reader->arena, check->measures, check->measure_count,
			       sizeof(*check->measures));
	if (!room)
		return aq_fail_memory(err);
	check->measures = room;
	check->measures[check->measure_count] = *measure;
	if (is_total)
		check->measures[check->measure_count].total_index = check->measure_count;
	check->measure_count++;
	return AQ_OK;
}

/* One side; the right one is taken away from the left. */
static enum aq_status read_side(struct profile_reader *reader, struct table_check *check,
				bool is_right, struct aq_error *err)
{
	bool is_negative = aq_words_take(reader, "-");

	for (;;) {
		struct table_measure measure = {.is_negative = is_negative != is_right};
		enum aq_status status = read_measure(reader, &measure, err);

		if (status >= AQ_OK)
			status = add_measure(reader, check, &measure, err);
		if (status < AQ_OK)
			return status;
		is_negative = aq_words_take(reader, "-");
		if (!is_negative && !aq_words_take(reader, "+"))
			return AQ_OK;
	}
}

/* row: | section: | file: | section by KEY,KEY: | by KEY: */
static enum aq_status read_scope(struct profile_reader *reader, struct table_check *check,
				 struct aq_error *err)
{
	bool is_told = true;

	check->is_warning = aq_words_take(reader, "warn");
	if (aq_words_take(reader, "row"))
		check->scope = SCOPE_ROW;
	else if (aq_words_take(reader, "section"))
		check->scope = SCOPE_SECTION;
	else {
		check->scope = SCOPE_FILE;
		is_told = aq_words_take(reader, "file");
	}
	if (check->scope != SCOPE_ROW && aq_words_take(reader, "by")) {
		is_told = true;
		do {
			struct aq_slice word = word_before(reader, ",:");
			size_t key = 0;

			while (key < KEY_COUNT && !aq_slice_is(word, key_words[key]))
				key++;
			if (key == KEY_COUNT || check->key_count == KEY_COUNT)
				return aq_profile_fault(
					reader, err,
					"'%.*s' is not payout, currency, account, source or status",
					AQ_SLICE_ARGS(word));
			check->keys[check->key_count++] = (enum table_key)key;
		} while (aq_words_take(reader, ","));
	}
	if (!is_told || !aq_words_take(reader, ":"))
		return aq_profile_fault(reader, err,
					"a check begins with row:, section:, file: or by KEY:");
	return AQ_OK;
}

/* within NUMBER, if count(…): both may lack. */
static enum aq_status read_tail(struct profile_reader *reader, struct table_check *check,
				struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (aq_words_take(reader, "within") &&
	    !aq_decimal_parse_plain(aq_words_word(reader), &check->tolerance))
		return aq_profile_fault(reader, err, "behind within comes a number");
	if (aq_words_take(reader, "if")) {
		check->guard = aq_arena_take_many(reader->arena, 1, sizeof(*check->guard));
		if (!check->guard)
			return aq_fail_memory(err);
		status = read_measure(reader, check->guard, err);
		if (status >= AQ_OK && check->guard->kind != MEASURE_COUNT)
			status = aq_profile_fault(reader, err, "behind if comes count( )");
		check->guard->total_index = check->measure_count;
	}
	return status;
}

enum aq_status aq_profile_read_check(struct profile_reader *reader, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	struct table_check check = {.words = reader->setting->value};
	enum aq_status status = read_scope(reader, &check, err);
	void *room;

	if (status >= AQ_OK)
		status = read_side(reader, &check, false, err);
	if (status >= AQ_OK && !aq_words_take(reader, "=="))
		status = aq_profile_fault(reader, err, "== is missing");
	if (status >= AQ_OK)
		status = read_side(reader, &check, true, err);
	if (status >= AQ_OK)
		status = read_tail(reader, &check, err);
	if (status < AQ_OK)
		return status;
	if (check.guard && check.scope == SCOPE_ROW)
		return aq_profile_fault(reader, err, "a row's check takes no if");
	if (profile->check_count >= KEY_REPEATS_MAX)
		return aq_profile_fault(reader, err, "the key stands too often");
	room = aq_profile_more(reader->arena, profile->checks, profile->check_count,
			       sizeof(*profile->checks));
	if (!room)
		return aq_fail_memory(err);
	profile->checks = room;
	profile->checks[profile->check_count++] = check;
	return AQ_OK;
}
