/*
 * header.c - the first row says which table a file is, and where its columns are.
 *
 * Promises: the table with the most required columns present. Tables share
 * columns (a contract with amount and due date has as many of an invoice's as
 * of its own), so where counts are equal a table that is complete wins.
 * Refuses: two that are equal even so, a table that lacks a required column, a
 * column that is there twice. Names of columns: any case, blanks around them
 * ignored.
 */
#include "loader.h"

#include "acquit/claim.h"

static size_t find_cell(const struct aq_load *load, const char *name)
{
	for (size_t i = load->skipped_cells; i < load->cell_count; i++)
		if (aq_slice_equals_any_case(load->cells[i], aq_slice_of(name)))
			return i;
	return SIZE_MAX;
}

struct present { /* how much of a table a header has */
	size_t found;
	size_t required;
	const char *missing; /* the first required column that is not there */
};

static struct present count_required(const struct aq_load *load, const struct load_table *table)
{
	struct present present = {0};

	for (size_t i = 0; i < table->column_count; i++) {
		const struct load_column *column = &table->columns[i];

		if (!column->is_required)
			continue;
		present.required++;
		if (find_cell(load, column->name) != SIZE_MAX)
			present.found++;
		else if (!present.missing)
			present.missing = column->name;
	}
	return present;
}

static bool is_better(const struct present *one, const struct present *other)
{
	if (one->found != other->found)
		return one->found > other->found;
	return !one->missing && other->missing;
}

static bool is_equal(const struct present *one, const struct present *other)
{
	return !is_better(one, other) && !is_better(other, one);
}

/* Semicolons and tabs come from spreadsheets. */
static enum aq_status refuse_no_table(const struct aq_load *load, struct aq_at at,
				      struct aq_error *err)
{
	const char *between = "";

	for (size_t i = load->skipped_cells; i < load->cell_count; i++) {
		if (aq_slice_find(load->cells[i], AQ_SLICE(";")) != SIZE_MAX)
			between = ": there are semicolons between its cells where commas belong";
		else if (aq_slice_find(load->cells[i], AQ_SLICE("\t")) != SIZE_MAX)
			between = ": there are tabs between its cells where commas belong";
	}
	return aq_fail(err, AQ_BAD_FILE, AQ_LOAD_TABLE, at,
		       "no column of the first row belongs to a table of open items%s", between);
}

static enum aq_status find_table(struct aq_load *load, struct aq_at at, struct aq_error *err)
{
	struct present best = {0};
	enum aq_table winner = AQ_TABLE_COUNT;
	enum aq_table rival = AQ_TABLE_COUNT;

	for (unsigned table = 0; table < AQ_TABLE_COUNT; table++) {
		struct present present = count_required(load, &aq_load_tables[table]);

		if (present.found == 0)
			continue;
		if (winner == AQ_TABLE_COUNT || is_better(&present, &best)) {
			best = present;
			winner = (enum aq_table)table;
			rival = AQ_TABLE_COUNT;
		} else if (is_equal(&present, &best)) {
			rival = (enum aq_table)table;
		}
	}
	if (winner == AQ_TABLE_COUNT)
		return refuse_no_table(load, at, err);
	if (rival != AQ_TABLE_COUNT)
		return aq_fail(err, AQ_BAD_FILE, AQ_LOAD_TWO_TABLES, at,
			       "the columns fit the tables %s and %s equally",
			       aq_table_name(winner), aq_table_name(rival));
	if (best.missing)
		return aq_fail(err, AQ_BAD_FILE, AQ_LOAD_TABLE, at,
			       "the columns come nearest to the table %s, but '%s' is missing",
			       aq_table_name(winner), best.missing);
	load->table_id = winner;
	load->table = &aq_load_tables[winner];
	return AQ_OK;
}

static enum aq_status check_twice(const struct aq_load *load, uint64_t line, struct aq_error *err)
{
	for (size_t i = load->skipped_cells; i < load->cell_count; i++) {
		if (load->cells[i].length == 0)
			continue;
		for (size_t j = load->skipped_cells; j < i; j++)
			if (aq_slice_equals_any_case(load->cells[i], load->cells[j]))
				return aq_fail(err, AQ_BAD_FILE, AQ_LOAD_COLUMN_TWICE,
					       (struct aq_at){line, (uint32_t)i + 1},
					       "the column '%.*s' is there twice",
					       AQ_SLICE_ARGS(load->cells[i]));
	}
	return AQ_OK;
}

static void resolve_columns(struct aq_load *load)
{
	AQ_CLAIM(load->table->column_count <= LOAD_COLUMNS_MAX);
	load->step_count = 0;
	for (size_t i = 0; i < load->table->column_count; i++) {
		size_t cell_index = find_cell(load, load->table->columns[i].name);

		if (cell_index != SIZE_MAX)
			load->steps[load->step_count++] =
				(struct load_step){&load->table->columns[i], cell_index};
	}
}

static bool is_used(const struct aq_load *load, size_t cell_index)
{
	for (size_t i = 0; i < load->step_count; i++)
		if (load->steps[i].cell_index == cell_index)
			return true;
	return false;
}

static void tell_unused(const struct aq_load *load, uint64_t line)
{
	for (size_t i = load->skipped_cells; i < load->cell_count; i++)
		if (!is_used(load, i))
			aq_findings_say(load->findings, AQ_LOAD_OTHER_COLUMN,
					(struct aq_at){line, (uint32_t)i + 1},
					load->cells[i].length ? load->cells[i]
							      : AQ_SLICE("(no name)"),
					AQ_SLICE(""), "the table %s has no such column",
					aq_table_name(load->table_id));
}

/* A file of rejected rows, mended and dropped again: what was put before each
 * row is passed over. */
static size_t rejected_columns(const struct aq_csv_row *row)
{
	if (row->cell_count <= REJECTED_COLUMNS_COUNT)
		return 0;
	for (size_t i = 0; i < REJECTED_COLUMNS_COUNT; i++)
		if (!aq_slice_is(row->cells[i], aq_load_rejected_columns[i]))
			return 0;
	return REJECTED_COLUMNS_COUNT;
}

enum aq_status aq_load_header(struct aq_load *load, const struct aq_csv_row *row,
			      struct aq_error *err)
{
	enum aq_status status;

	load->skipped_cells = rejected_columns(row);
	load->cell_count = row->cell_count;
	status = aq_load_text_take(load, row, load->fixed, &load->header, err);
	if (status >= AQ_OK)
		status = check_twice(load, row->line, err);
	if (status >= AQ_OK)
		status = find_table(load, (struct aq_at){row->line, 0}, err);
	if (status < AQ_OK)
		return status;
	resolve_columns(load);
	tell_unused(load, row->line);
	return AQ_OK;
}
