/*
 * row.c - the cells of one line become a row of its table.
 *
 * Promises: the first fault in the table's order of columns is the one told;
 * what a file does not have is absent in the row.
 */
#include "loader.h"

static enum aq_status read_cell(struct aq_load *load, const struct load_step *step, char *out,
				struct load_fault *fault)
{
	const struct load_column *column = step->column;
	const struct load_cell cell = {
		.load = load,
		.column = column,
		.text = load->cells[step->cell_index],
		.class_bits = load->classes[step->cell_index],
		.row = out,
	};

	if (cell.text.length > 0)
		return column->read(&cell, fault);
	if (!column->is_required)
		return AQ_OK;
	*fault = (struct load_fault){.code = AQ_LOAD_EMPTY_CELL,
				     .field = column->name,
				     .text = "the cell is empty, and its column is required"};
	return AQ_BAD_RECORD;
}

enum aq_status aq_load_row(struct aq_load *load, uint64_t line, char *out, struct load_fault *fault)
{
	enum aq_status status = AQ_OK;

	memset(out, 0, load->table->row_bytes);
	memcpy(out, &line, sizeof(line)); /* every row begins with its line */
	for (size_t i = 0; i < load->step_count && status == AQ_OK; i++)
		status = read_cell(load, &load->steps[i], out, fault);
	if (status == AQ_OK && load->table->check && !load->table->check(out, fault))
		status = AQ_BAD_RECORD;
	return status;
}

_Static_assert(offsetof(struct aq_customer_row, line) == 0, "rows begin with their line");
_Static_assert(offsetof(struct aq_invoice_row, line) == 0, "rows begin with their line");
_Static_assert(offsetof(struct aq_contract_row, line) == 0, "rows begin with their line");
_Static_assert(offsetof(struct aq_option_row, line) == 0, "rows begin with their line");
_Static_assert(offsetof(struct aq_bundle_row, line) == 0, "rows begin with their line");
_Static_assert(offsetof(struct aq_subscription_row, line) == 0, "rows begin with their line");
