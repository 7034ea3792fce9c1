/*
 * structure.c - what a row is: header, data, control, skipped by name, footer.
 *
 * Promises: every row is exactly one of them, and its physical lines are
 * counted as such; a row that nothing accounts for is refused, not dropped.
 */
#include "decoder.h"

#define HEADERS_MAX 1000

/* Names in a header that no key of the profile speaks of. */
static void note_other_columns(struct table_decoder *decoder)
{
	const struct table_profile *profile = decoder->profile;

	for (size_t i = 0; i < decoder->name_count; i++) {
		struct aq_slice name = decoder->names[i];
		bool is_known = name.length == 0;

		for (size_t k = 0; k < profile->column_count && !is_known; k++)
			is_known = aq_names_fit(profile->columns[k].name, name);
		if (!is_known)
			aq_findings_say(decoder->handle.findings, AQ_CSV_OTHER_COLUMN,
					(struct aq_at){decoder->view.row->line, (uint32_t)i + 1},
					name, (struct aq_slice){0}, "the column is not used");
	}
}

static enum aq_status keep_names(struct table_decoder *decoder, struct aq_error *err)
{
	const struct aq_csv_row *row = decoder->view.row;

	if (row->cell_count > decoder->name_count || !decoder->names) {
		decoder->names = aq_arena_take_many(decoder->arena, row->cell_count + 1,
						    sizeof(*decoder->names));
		if (!decoder->names)
			return aq_fail_memory(err);
	}
	decoder->name_count = row->cell_count;
	for (size_t i = 0; i < row->cell_count; i++) {
		struct aq_slice name = aq_slice_trim(row->cells[i]);

		decoder->names[i] = aq_arena_copy(decoder->arena, name);
		if (decoder->names[i].length != name.length)
			return aq_fail_memory(err);
	}
	return AQ_OK;
}

/* Files joined together repeat their header. */
static bool is_same_header(const struct table_decoder *decoder)
{
	const struct aq_csv_row *row = decoder->view.row;

	if (decoder->name_count == 0 || row->cell_count != decoder->name_count)
		return false;
	for (size_t i = 0; i < row->cell_count; i++) {
		if (!aq_slice_equals(aq_slice_trim(row->cells[i]), decoder->names[i]))
			return false;
	}
	return true;
}

static enum aq_status set_header(struct table_decoder *decoder, struct aq_error *err)
{
	const struct aq_csv_row *row = decoder->view.row;
	size_t doubled = SIZE_MAX;
	enum aq_status status;

	if (decoder->has_header && is_same_header(decoder))
		return AQ_OK;
	if (++decoder->headers > HEADERS_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_LIMIT, (struct aq_at){row->line, 0},
			       "the file has more than %d different headers", HEADERS_MAX);
	status = keep_names(decoder, err);
	if (status < AQ_OK)
		return status;
	aq_view_resolve(&decoder->view, decoder->names, decoder->name_count, &decoder->missing_slot,
			&doubled);
	if (doubled != SIZE_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_COLUMN, (struct aq_at){row->line, 0},
			       "the header has the column '%.*s' twice, and the profile does not "
			       "say which is meant",
			       AQ_SLICE_ARGS(decoder->profile->columns[doubled].name));
	if (!decoder->has_header)
		decoder->header_line = row->line;
	decoder->has_header = true;
	decoder->cells_expected = row->cell_count;
	if (decoder->profile->notes_other_columns)
		note_other_columns(decoder);
	return AQ_OK;
}

/* Whether this row is the header that is looked for. */
static bool is_header(const struct table_decoder *decoder)
{
	const struct table_profile *profile = decoder->profile;

	if (profile->header == HEADER_ROWS)
		return decoder->rows_passed == profile->header_rows;
	return aq_view_is_header(profile, decoder->view.row);
}

/* A header inside the table: the same one, as where files were joined together,
 * or another of the forms that the profile looks for. */
static bool is_header_again(const struct table_decoder *decoder)
{
	return is_same_header(decoder) || aq_view_is_header(decoder->profile, decoder->view.row);
}

/* Remembers the row that is nearest to the header: where none is it, a person looks there. */
static void note_near(struct table_decoder *decoder)
{
	struct aq_slice missing = {0};
	size_t found = aq_view_header_found(decoder->profile, decoder->view.row, &missing);

	if (found <= decoder->near_found && decoder->near_missing.length)
		return;
	decoder->near_found = found;
	decoder->near_line = decoder->view.row->line;
	decoder->near_missing = missing;
}

/* A row of the header, or before it. */
static enum aq_status row_before_body(struct table_decoder *decoder, struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	const struct aq_csv_row *row = decoder->view.row;
	bool found = false;

	decoder->rows_passed++;
	decoder->control_lines += row->lines;
	if (is_header(decoder)) {
		decoder->stage = STAGE_BODY;
		return profile->has_names ? set_header(decoder, err) : AQ_OK;
	}
	if (profile->header == HEADER_FIND)
		note_near(decoder);
	if (decoder->rows_passed >= HEADER_ROWS_MAX)
		return aq_table_no_header(decoder, err);
	return aq_values_take(decoder, (struct aq_slice){0}, &found, err);
}

static enum aq_status take_control(struct table_decoder *decoder, struct aq_slice record,
				   struct aq_error *err)
{
	bool found = false;

	decoder->control_lines += decoder->view.row->lines;
	return aq_values_take(decoder, record, &found, err);
}

static enum aq_status data_row(struct table_decoder *decoder, bool is_known, struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	const struct aq_csv_row *row = decoder->view.row;

	if (profile->has_names && !decoder->has_header)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_HEADER, (struct aq_at){row->line, 0},
			       "a data row stands before the header");
	if (is_known && decoder->missing_slot != SIZE_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_COLUMN, (struct aq_at){row->line, 0},
			       "the header lacks the column '%.*s'",
			       AQ_SLICE_ARGS(profile->columns[decoder->missing_slot].name));
	if (is_known && decoder->has_row_values) {
		enum aq_status status = aq_values_take_row(decoder, err);

		if (status < AQ_OK)
			return status;
	}
	if (is_known &&
	    ((profile->skip.count && aq_view_any_fits(&decoder->view, &profile->skip)) ||
	     (profile->select.count && !aq_view_all_fit(&decoder->view, &profile->select)))) {
		decoder->skipped_lines += row->lines;
		return AQ_OK;
	}
	if (decoder->has_find_values)
		memset(decoder->below, 0, profile->carried_count * sizeof(*decoder->below));
	decoder->is_section_open = true;
	decoder->last_data_line = row->line + row->lines - 1;
	return aq_table_record(decoder, is_known, err);
}

/* A row of a file whose rows say what they are. */
static enum aq_status typed_row(struct table_decoder *decoder, struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	struct aq_slice record = aq_view_text(&decoder->view, &profile->record, " ");
	enum aq_status status = AQ_OK;

	if (profile->header_records.count && aq_globs_fit(&profile->header_records, record)) {
		decoder->control_lines += decoder->view.row->lines;
		return set_header(decoder, err);
	}
	if (profile->section_records.count && aq_globs_fit(&profile->section_records, record)) {
		if (decoder->is_section_open)
			status = aq_unit_end(decoder, false, err);
		decoder->is_section_open = true;
		return status < AQ_OK ? status : take_control(decoder, record, err);
	}
	if (aq_globs_fit(&profile->data_records, record))
		return data_row(decoder, true, err);
	if (profile->control_records.count && aq_globs_fit(&profile->control_records, record))
		return take_control(decoder, record, err);
	return data_row(decoder, false, err);
}

/* A row below the header. */
static enum aq_status body_row(struct table_decoder *decoder, struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	const struct aq_csv_row *row = decoder->view.row;
	bool found = false;
	enum aq_status status = AQ_OK;

	if (is_header_again(decoder)) {
		decoder->stage = STAGE_BODY;
		decoder->control_lines += row->lines;
		return set_header(decoder, err);
	}
	if (profile->has_footer && aq_globs_fit(&profile->footer, aq_slice_trim(row->cells[0])))
		decoder->stage = STAGE_FOOTER;
	if (decoder->has_find_values || decoder->stage == STAGE_FOOTER)
		status = aq_values_take(decoder, (struct aq_slice){0}, &found, err);
	if (status < AQ_OK)
		return status;
	if (found || aq_row_is_empty(row)) {
		decoder->control_lines += row->lines;
		return AQ_OK;
	}
	if (decoder->stage == STAGE_FOOTER) {
		decoder->skipped_lines += row->lines;
		return AQ_OK;
	}
	return profile->has_record ? typed_row(decoder, err) : data_row(decoder, true, err);
}

enum aq_status aq_table_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct table_decoder *decoder = context;

	decoder->view.row = row;
	if (decoder->stage == STAGE_HEADER && decoder->profile->header != HEADER_RECORD)
		return row_before_body(decoder, err);
	return body_row(decoder, err);
}
