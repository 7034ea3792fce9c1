/*
 * values.c - values in rows that are no payments: declared totals, balances,
 * and texts such as the account, which hold for the rows that follow.
 */
#include "decoder.h"

const struct table_value *aq_values_find(const struct table_decoder *decoder,
					 uint32_t carried_index, struct aq_slice key)
{
	bool has_key = decoder->profile->carried[carried_index].has_key;

	for (size_t i = decoder->values.count; i-- > 0;) {
		const struct table_value *value = &decoder->values.items[i];

		if (value->carried_index == carried_index &&
		    (!has_key || aq_slice_equals_any_case(value->key, key)))
			return value;
	}
	return NULL;
}

/* A text that replaces a shorter one needs new room; memory is bounded by the
 * number of values and the longest cell. */
static bool put_text(struct table_decoder *decoder, struct table_value *value, struct aq_slice text)
{
	if (value->text.length >= text.length && value->text.length != 0) {
		char *room = (char *)(uintptr_t)value->text.start;

		memcpy(room, text.start, text.length);
		value->text.length = text.length;
		return true;
	}
	value->text = aq_arena_copy(decoder->arena, text);
	return value->text.length == text.length;
}

static struct table_value *value_place(struct table_decoder *decoder, uint32_t carried_index,
				       struct aq_slice key)
{
	struct table_values *values = &decoder->values;
	void *room;

	for (size_t i = 0; i < values->count; i++) {
		if (values->items[i].carried_index == carried_index &&
		    aq_slice_equals(values->items[i].key, key))
			return &values->items[i];
	}
	if (values->count >= TABLE_VALUES_MAX)
		return NULL;
	room = aq_profile_more(decoder->arena, values->items, values->count,
			       sizeof(*values->items));
	if (!room)
		return NULL;
	values->items = room;
	values->items[values->count] = (struct table_value){
		.carried_index = carried_index,
		.key = aq_arena_copy(decoder->arena, key),
	};
	return &values->items[values->count++];
}

static void say_wrong(struct table_decoder *decoder, const struct table_term *term,
		      struct aq_slice text, enum aq_code code, const char *message)
{
	struct aq_finding finding = {.code = code,
				     .at = {decoder->view.row->line, 0},
				     .record = AQ_SLICE("control row"),
				     .value = text,
				     .message = aq_slice_of(message)};
	size_t index;

	if (term) {
		index = aq_view_index(&decoder->view, term->slot);
		finding.field = decoder->profile->columns[term->slot].name;
		finding.at.column = index == SIZE_MAX ? 0 : (uint32_t)index + 1;
	}
	aq_findings_add(decoder->handle.findings, &finding);
}

static bool read_number(struct table_decoder *decoder, const struct table_carried *carried,
			struct aq_slice text, struct aq_slice key, struct aq_decimal *out)
{
	const struct table_term *term = carried->place == PLACE_BELOW ? NULL : &carried->term;
	const struct table_map_line *line;

	if (!aq_number_read(decoder->profile, text, key, out)) {
		say_wrong(decoder, term, text, AQ_CSV_NUMBER,
			  "this is no number in the profile's style");
		return false;
	}
	out->is_present = true;
	if (carried->sign.map.count == 0)
		return true;
	line = aq_map_find(&carried->sign.map,
			   aq_view_text(&decoder->view, &carried->sign.text, " "));
	if (!line) {
		say_wrong(decoder, term, text, AQ_CSV_SIGN,
			  "the profile does not know the flag of this total");
		return false;
	}
	if (line->meaning < 0)
		*out = aq_decimal_negate(*out);
	return true;
}

/* Counts are written without implied digits even where amounts have them. */
static bool is_count(const struct table_carried *carried)
{
	return aq_slice_starts_with(carried->name, AQ_SLICE("count"));
}

/* The cell under the one that says TEXT, which stood in the row before. */
static struct aq_slice text_below(struct table_decoder *decoder, uint32_t carried_index)
{
	const struct table_term *term = &decoder->profile->carried[carried_index].term;
	const struct aq_csv_row *row = decoder->view.row;
	uint32_t index = decoder->below[carried_index] - 1;

	decoder->below[carried_index] = 0;
	if (index >= row->cell_count)
		return (struct aq_slice){0};
	return aq_view_pick(&decoder->view, term, aq_slice_trim(row->cells[index]));
}

static enum aq_status take_value(struct table_decoder *decoder, uint32_t carried_index,
				 struct aq_error *err)
{
	const struct table_carried *carried = &decoder->profile->carried[carried_index];
	struct aq_slice text = carried->place == PLACE_BELOW
				       ? text_below(decoder, carried_index)
				       : aq_view_term(&decoder->view, &carried->term);
	struct aq_slice key = {"", 0};
	struct aq_decimal number = {0};
	struct table_value *value;

	if (text.length == 0)
		return AQ_OK;
	if (carried->has_key)
		key = aq_view_term(&decoder->view, &carried->key);
	if (carried->is_number && is_count(carried)) {
		if (!aq_decimal_parse_implied(text, 0, &number)) {
			say_wrong(decoder, carried->place == PLACE_BELOW ? NULL : &carried->term,
				  text, AQ_CSV_NUMBER, "this is no count");
			return AQ_OK;
		}
	} else if (carried->is_number && !read_number(decoder, carried, text, key, &number)) {
		return AQ_OK;
	}
	value = value_place(decoder, carried_index, key);
	if (!value)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_LIMIT,
			       (struct aq_at){decoder->view.row->line, 0},
			       "the file declares more than %d values", TABLE_VALUES_MAX);
	value->number = number;
	return put_text(decoder, value, text) ? AQ_OK : aq_fail_memory(err);
}

/* Whether the row before named the cell that stands above the value; names are
 * looked for where no payments are. */
static bool stands_below(struct table_decoder *decoder, uint32_t carried_index,
			 struct aq_slice record)
{
	const struct table_carried *carried = &decoder->profile->carried[carried_index];
	const struct aq_csv_row *row = decoder->view.row;

	if (decoder->stage == STAGE_BODY && record.length == 0)
		return false;
	if (decoder->below[carried_index] != 0)
		return !aq_row_is_empty(row);
	for (size_t i = 0; i < row->cell_count; i++) {
		if (aq_globs_fit(&carried->where, aq_slice_trim(row->cells[i])))
			decoder->below[carried_index] = (uint32_t)i + 1;
	}
	return false;
}

enum aq_status aq_values_take(struct table_decoder *decoder, struct aq_slice record, bool *found,
			      struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	enum aq_status status = AQ_OK;

	*found = false;
	for (uint32_t i = 0; status >= AQ_OK && i < profile->carried_count; i++) {
		const struct table_carried *carried = &profile->carried[i];
		bool stands;

		if (carried->place == PLACE_ROW)
			continue;
		if (carried->place == PLACE_RECORD)
			stands = record.length && aq_globs_fit(&carried->where, record);
		else if (carried->place == PLACE_BELOW)
			stands = stands_below(decoder, i, record);
		else
			stands = aq_carried_stands(&decoder->view, carried);
		if (!stands)
			continue;
		*found |= carried->place != PLACE_RECORD;
		status = take_value(decoder, i, err);
	}
	return status;
}

enum aq_status aq_values_take_row(struct table_decoder *decoder, struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	enum aq_status status = AQ_OK;

	for (uint32_t i = 0; status >= AQ_OK && i < profile->carried_count; i++) {
		if (profile->carried[i].place == PLACE_ROW)
			status = take_value(decoder, i, err);
	}
	return status;
}

/* With an alternative behind it the profile says what holds without the value. */
void aq_values_note_untold(struct table_decoder *decoder, const struct table_text *text)
{
	for (size_t i = 1; i < text->count; i++) {
		if (text->terms[i].begins_alternative)
			return;
	}
	for (size_t i = 0; i < text->count; i++) {
		uint32_t index = text->terms[i].carried_index;

		if (text->terms[i].source == TERM_CARRIED && decoder->untold[index] == 0 &&
		    !aq_values_find(decoder, index, (struct aq_slice){0}))
			decoder->untold[index] = decoder->view.row->line;
	}
}

static void say_untold(struct table_decoder *decoder, uint32_t index)
{
	bool is_late = aq_values_find(decoder, index, (struct aq_slice){0}) != NULL;
	struct aq_slice name = decoder->profile->carried[index].name;

	aq_findings_say(decoder->handle.findings, AQ_CSV_CONTROL_MISSING,
			(struct aq_at){decoder->untold[index], 0}, name, (struct aq_slice){0},
			is_late ? "the row uses {%.*s}, which the file tells only behind it"
				: "the row uses {%.*s}, which no row of the file tells",
			AQ_SLICE_ARGS(name));
	aq_unit_refuse(decoder, AQ_CSV_CONTROL_MISSING);
}

void aq_values_judge_untold(struct table_decoder *decoder)
{
	for (uint32_t i = 0; i < decoder->profile->carried_count; i++) {
		if (decoder->untold[i])
			say_untold(decoder, i);
		decoder->untold[i] = 0;
	}
}
