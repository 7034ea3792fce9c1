/*
 * sheet.c - writes one CSV file of a run.
 */
#include "sheet.h"

#include "acquit/claim.h"

#define PIECE_BYTES ((size_t)256 * 1024)

const struct sheet_table *sheet_table(enum sheet_id id)
{
	static const struct sheet_table *const tables[SHEET_COUNT] = {
		[SHEET_RUN] = &run_table,
		[SHEET_FILES] = &files_table,
		[SHEET_FINDINGS] = &findings_table,
		[SHEET_PAYMENTS] = &payments_table,
		[SHEET_ALLOCATIONS] = &allocations_table,
		[SHEET_EXCEPTIONS] = &exceptions_table,
		[SHEET_JOURNAL] = &journal_table,
		[SHEET_TRIAL] = &trial_table,
		[SHEET_AGING] = &aging_table,
		[SHEET_SETTLEMENTS] = &settlements_table,
		[SHEET_WAITING] = &waiting_table,
		[SHEET_RETURNS] = &returns_table,
		[SHEET_RULES] = &rules_table,
		[SHEET_APPROVALS] = &approvals_table,
		[SHEET_OWED] = &owed_table,
	};

	AQ_CLAIM((unsigned)id < SHEET_COUNT);
	return tables[id];
}

void sheet_put_header(struct aq_buffer *out, const struct sheet_table *table)
{
	for (size_t index = 0; index < table->column_count; index++)
		aq_csv_put_plain(out, aq_slice_of(table->columns[index].name), index == 0);
	aq_csv_put_end(out);
}

void sheet_put_cells(struct cells *cells, const struct sheet_table *table, const void *row)
{
	cells_begin(cells);
	for (size_t index = 0; index < table->column_count; index++)
		table->columns[index].put(cells, row);
	AQ_CLAIM(cells->count == table->column_count);
}

enum aq_status sheet_open(struct sheet *sheet, enum sheet_id id, const struct aq_folder *folder,
			  struct facts *facts, struct aq_error *err)
{
	const struct sheet_table *table = sheet_table(id);
	enum aq_status status;

	*sheet = (struct sheet){.id = id, .facts = facts};
	status = aq_writer_open(&sheet->writer, folder, table->file_name, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_init(&sheet->out, 0);
	cells_open(&sheet->cells, &sheet->out);
	sheet_put_header(&sheet->out, table);
	return AQ_OK;
}

static enum aq_status flush(struct sheet *sheet, struct aq_error *err)
{
	enum aq_status status;

	if (aq_buffer_failed(&sheet->out))
		return aq_fail_memory(err);
	status = aq_writer_add(sheet->writer, aq_buffer_slice(&sheet->out), err);
	aq_buffer_clear(&sheet->out);
	return status;
}

/* The cells of a row are in the buffer. */
static enum aq_status end_row(struct sheet *sheet, struct aq_error *err)
{
	const struct row row = {.count = sheet->cells.count, .written = &sheet->cells};

	if (aq_buffer_failed(&sheet->out))
		return aq_fail_memory(err);
	if (sheet->cells.is_overflow)
		return aq_fail(err, AQ_BAD_RECORD, AQ_BASE_LIMIT, (struct aq_at){0, 0},
			       "a sum in %s is larger than an amount can be",
			       sheet_table(sheet->id)->file_name);
	cells_end(&sheet->cells);
	return sheet->facts ? facts_take(sheet->facts, sheet->id, &row, err) : AQ_OK;
}

/* The row before stays in the buffer, for the one that is like it. */
enum aq_status sheet_put(struct sheet *sheet, const void *row, struct aq_error *err)
{
	enum aq_status status = sheet->out.length >= PIECE_BYTES ? flush(sheet, err) : AQ_OK;

	if (status < AQ_OK)
		return status;
	sheet_put_cells(&sheet->cells, sheet_table(sheet->id), row);
	return end_row(sheet, err);
}

enum aq_status sheet_put_like(struct sheet *sheet, const void *row, struct sheet_part part,
			      struct aq_error *err)
{
	const struct sheet_table *table = sheet_table(sheet->id);
	struct cells_place before;

	cells_place(&sheet->cells, &before);
	cells_begin(&sheet->cells);
	cells_repeat(&sheet->cells, &before, 0, part.from);
	for (size_t index = part.from; index < part.to; index++)
		table->columns[index].put(&sheet->cells, row);
	cells_repeat(&sheet->cells, &before, part.to, table->column_count);
	AQ_CLAIM(sheet->cells.count == table->column_count);
	return end_row(sheet, err);
}

static void forget(struct sheet *sheet)
{
	cells_close(&sheet->cells);
	aq_buffer_free(&sheet->out);
	sheet->writer = NULL;
}

enum aq_status sheet_commit(struct sheet *sheet, struct aq_error *err)
{
	enum aq_status status = flush(sheet, err);

	if (status >= AQ_OK)
		status = aq_writer_commit(sheet->writer, err);
	else
		aq_writer_drop(sheet->writer);
	forget(sheet);
	return status;
}

void sheet_drop(struct sheet *sheet)
{
	aq_writer_drop(sheet->writer);
	forget(sheet);
}
