/*
 * reject.c - refused rows, each a finding and a line that can be mended.
 *
 * Promises: the line holds where and why, and then the row itself under the
 * file's own columns, so that it can be mended and dropped again as it is.
 */
#include "loader.h"

/* What is shown of a value; the whole of it stands in the row. */
#define VALUE_BYTES_MAX 200

const char *const aq_load_rejected_columns[REJECTED_COLUMNS_COUNT] = {"line", "column", "value",
								      "code", "mend"};

static void put_header(struct aq_load *load)
{
	for (size_t i = 0; i < REJECTED_COLUMNS_COUNT; i++)
		aq_csv_put_plain(load->rejected, aq_slice_of(aq_load_rejected_columns[i]), i == 0);
	aq_csv_put_plain(load->rejected, load->header, false);
	aq_csv_put_end(load->rejected);
}

/* Cut between characters. */
static struct aq_slice shown(struct aq_slice value)
{
	if (value.length <= VALUE_BYTES_MAX)
		return value;
	value.length = VALUE_BYTES_MAX;
	while (value.length > 0 && ((unsigned char)value.start[value.length] & 0xC0) == 0x80)
		value.length--;
	return value;
}

static uint32_t column_of(const struct aq_load *load, struct aq_slice field)
{
	for (size_t i = 0; i < load->step_count; i++)
		if (aq_slice_is(field, load->steps[i].column->name))
			return (uint32_t)load->steps[i].cell_index + 1;
	return 0;
}

void aq_load_refuse(struct aq_load *load, const struct aq_load_refusal *refusal, const char *text)
{
	struct aq_buffer *out = load->rejected;

	if (load->rows_refused++ == 0)
		put_header(load);
	aq_buffer_add_u64(out, refusal->line);
	aq_csv_put_cell(out, refusal->field, false);
	aq_csv_put_cell(out, shown(refusal->value), false);
	aq_csv_put_plain(out, aq_slice_of(aq_code_name(refusal->code)), false);
	aq_csv_put_cell(out, aq_slice_of(aq_code_mend(refusal->code)), false);
	aq_csv_put_plain(out, refusal->raw, false);
	aq_csv_put_end(out);
	aq_findings_say(load->findings, refusal->code,
			(struct aq_at){refusal->line, column_of(load, refusal->field)},
			refusal->field, shown(refusal->value), "%s", text);
}

void aq_load_reject(struct aq_load *load, const struct aq_load_refusal *refusal)
{
	aq_load_refuse(load, refusal, aq_code_mend(refusal->code));
}
