/*
 * load.c - one open-items file: bytes in, batches of rows out.
 *
 * Promises: memory is bounded by a batch, not by the file. Every row that is
 * read is in exactly one batch or among the refused.
 */
#include "loader.h"

#include <stdlib.h>

#include "acquit/claim.h"

/* A batch ends early when its texts reach this. */
#define BATCH_TEXT_BYTES_MAX ((size_t)8 * 1024 * 1024)
/* Every byte doubled, and quotes, apostrophe and comma around every cell. */
#define ROW_TEXT_BYTES_MAX (2 * AQ_CSV_ROW_BYTES_MAX + 4 * AQ_CSV_CELLS_MAX)

static enum aq_status flush(struct aq_load *load, struct aq_error *err)
{
	const struct aq_loaded loaded = {
		.table = load->table_id,
		.rows = load->rows.start,
		.raws = (const struct aq_slice *)(const void *)load->raws.start,
		.count = load->row_count,
	};
	enum aq_status status = AQ_OK;

	if (load->row_count > 0)
		status = load->sink.rows(load->sink.context, &loaded, err);
	load->row_count = 0;
	aq_buffer_clear(&load->rows);
	aq_buffer_clear(&load->raws);
	aq_arena_reset(load->texts);
	return status < AQ_OK ? status : AQ_OK;
}

static void refuse_cell_count(struct aq_load *load, const struct aq_csv_row *row,
			      struct aq_slice raw)
{
	const struct aq_load_refusal refusal = {
		.line = row->line,
		.code = AQ_LOAD_CELL_COUNT,
		.raw = raw,
	};

	aq_load_refuse(load, &refusal,
		       row->cell_count < load->cell_count
			       ? "the row has fewer cells than the header"
			       : "the row has more cells than the header");
}

static struct aq_slice value_of(const struct aq_load *load, struct aq_slice field)
{
	for (size_t i = 0; i < load->step_count; i++)
		if (aq_slice_is(field, load->steps[i].column->name))
			return load->cells[load->steps[i].cell_index];
	return AQ_SLICE("");
}

static enum aq_status take_row(struct aq_load *load, uint64_t line, struct aq_slice raw,
			       struct aq_error *err)
{
	char *out = aq_buffer_room(&load->rows, load->table->row_bytes);
	struct aq_load_refusal refusal = {.line = line, .raw = raw};
	struct load_fault fault = {0};
	enum aq_status status;

	if (!out)
		return aq_fail_memory(err);
	status = aq_load_row(load, line, out, &fault);
	if (status == AQ_OK) {
		aq_buffer_took(&load->rows, out + load->table->row_bytes);
		aq_buffer_add(&load->raws, (struct aq_slice){(const char *)&raw, sizeof(raw)});
		load->row_count++;
		return aq_buffer_failed(&load->raws) ? aq_fail_memory(err) : AQ_OK;
	}
	if (status != AQ_BAD_RECORD)
		return aq_fail_memory(err);
	refusal.code = fault.code;
	refusal.field = aq_slice_of(fault.field);
	refusal.value = value_of(load, refusal.field);
	aq_load_refuse(load, &refusal, fault.text);
	return AQ_OK;
}

static enum aq_status on_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct aq_load *load = context;
	struct aq_slice raw;
	enum aq_status status;

	if (!load->table)
		return aq_load_header(load, row, err);
	load->rows_read++;
	status = aq_load_text_take(load, row, load->texts, &raw, err);
	if (status < AQ_OK)
		return status;
	if (row->cell_count != load->cell_count)
		refuse_cell_count(load, row, raw);
	else
		status = take_row(load, row->line, raw, err);
	if (status < AQ_OK)
		return status;
	if (load->row_count == AQ_LOAD_ROWS_MAX ||
	    aq_arena_used(load->texts) >= BATCH_TEXT_BYTES_MAX)
		return flush(load, err);
	return AQ_OK;
}

enum aq_status aq_load_open(struct aq_load **out, const struct aq_load_sink *sink,
			    struct aq_findings *findings, struct aq_buffer *rejected,
			    struct aq_error *err)
{
	const struct aq_csv_settings settings = {.quoting = AQ_CSV_STRICT};
	struct aq_load *load = calloc(1, sizeof(*load));
	enum aq_status status;

	if (!load)
		return aq_fail_memory(err);
	load->sink = *sink;
	load->findings = findings;
	load->rejected = rejected;
	load->table_id = AQ_TABLE_COUNT;
	aq_buffer_init(&load->scratch, ROW_TEXT_BYTES_MAX);
	aq_buffer_init(&load->rows, 0);
	aq_buffer_init(&load->raws, 0);
	status = aq_arena_new(&load->fixed, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&load->texts, 0, err);
	if (status >= AQ_OK)
		status = aq_csv_reader_new(&load->reader, &settings, on_row, load, err);
	if (status >= AQ_OK) {
		load->text = aq_arena_take(load->fixed, ROW_TEXT_BYTES_MAX);
		if (!load->text)
			status = aq_fail_memory(err);
	}
	if (status < AQ_OK) {
		aq_load_close(load);
		return status;
	}
	*out = load;
	return AQ_OK;
}

void aq_load_close(struct aq_load *load)
{
	if (!load)
		return;
	aq_csv_reader_free(load->reader);
	aq_arena_free(load->texts);
	aq_arena_free(load->fixed);
	aq_buffer_free(&load->raws);
	aq_buffer_free(&load->rows);
	aq_buffer_free(&load->scratch);
	free(load);
}

enum aq_status aq_load_feed(struct aq_load *load, struct aq_slice bytes, struct aq_error *err)
{
	return aq_load_bytes_feed(load, bytes, err);
}

enum aq_status aq_load_finish(struct aq_load *load, struct aq_error *err)
{
	enum aq_status status = aq_load_bytes_finish(load, err);

	if (status < AQ_OK)
		return status;
	if (!load->table)
		return aq_fail(err, AQ_BAD_FILE, AQ_LOAD_NO_HEADER, (struct aq_at){1, 0},
			       "the file has no rows, not even one with the names of columns");
	status = flush(load, err);
	if (status < AQ_OK)
		return status;
	if (aq_buffer_failed(load->rejected))
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, (struct aq_at){0},
			       "more rows are refused than can be kept: %llu of %llu",
			       (unsigned long long)load->rows_refused,
			       (unsigned long long)load->rows_read);
	return AQ_OK;
}

enum aq_table aq_load_table(const struct aq_load *load)
{
	return load->table_id;
}

uint64_t aq_load_rows_read(const struct aq_load *load)
{
	return load->rows_read;
}

uint64_t aq_load_rows_refused(const struct aq_load *load)
{
	return load->rows_refused;
}
