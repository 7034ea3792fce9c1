/*
 * text.c - the row as CSV text, and its cells inside that text.
 *
 * One copy serves both: a cell without quotes inside stands in the CSV text as
 * it is, so its value points there. The CSV text goes into rejected files,
 * which people open in spreadsheets: what one would run as a formula is defused,
 * numbers apart, and a cell that was defused so is read back as it had been,
 * when the mended file is dropped.
 */
#include "loader.h"

#define AFTER_QUOTE 1

static const unsigned char byte_classes[256] = {
	[0 ... '\n' - 1] = CELL_HAS_CONTROL,
	['\n'] = CELL_HAS_CONTROL | CELL_HAS_MARK,
	['\n' + 1 ... '\r' - 1] = CELL_HAS_CONTROL,
	['\r'] = CELL_HAS_CONTROL | CELL_HAS_MARK,
	['\r' + 1 ... 0x1F] = CELL_HAS_CONTROL,
	[','] = CELL_HAS_MARK,
	['"'] = CELL_HAS_MARK | CELL_HAS_QUOTE,
	[0x7F] = CELL_HAS_CONTROL,
	[0x80 ... 0xFF] = CELL_HAS_HIGH,
};

static unsigned char classify(struct aq_slice cell)
{
	unsigned bits = 0;

	for (size_t i = 0; i < cell.length; i++)
		bits |= byte_classes[(unsigned char)cell.start[i]];
	return (unsigned char)bits;
}

/* Letters and digits begin no formula, and nearly all cells begin with them. */
static bool may_begin_formula(struct aq_slice cell)
{
	unsigned char first;

	if (cell.length == 0)
		return false;
	first = (unsigned char)cell.start[0];
	if (first >= 0x80)
		return first == 0xEF; /* full-width forms of = + - @ */
	return !((first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') ||
		 (first >= 'a' && first <= 'z'));
}

/* What the writer of CSV makes of a text, in `scratch`; the one place that
 * knows formulas is asked. */
static bool is_formula(struct aq_load *load, struct aq_slice text)
{
	aq_buffer_clear(&load->scratch);
	aq_csv_put_cell(&load->scratch, text, true);
	if (aq_buffer_failed(&load->scratch))
		return true;
	return load->scratch.length > text.length &&
	       (load->scratch.start[0] == '\'' ||
		(load->scratch.start[0] == '"' && load->scratch.start[AFTER_QUOTE] == '\'')) &&
	       !(text.length > 0 && text.start[0] == '\'');
}

static bool is_number(struct aq_slice text)
{
	struct aq_decimal number;

	return aq_decimal_parse_plain(aq_slice_trim(text), &number);
}

static char *put_doubled(char *to, struct aq_slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.start[i] == '"')
			*to++ = '"';
		*to++ = text.start[i];
	}
	return to;
}

/* Where the cell's own bytes stand is told in `value`, but for cells with
 * quotes, which stand there doubled. */
static char *put_cell(char *to, struct aq_slice cell, unsigned char bits, bool is_defused,
		      struct aq_slice *value)
{
	if (bits & CELL_HAS_MARK)
		*to++ = '"';
	if (is_defused)
		*to++ = '\'';
	*value = (struct aq_slice){to, cell.length};
	if (bits & CELL_HAS_QUOTE) {
		to = put_doubled(to, cell);
	} else {
		memcpy(to, cell.start, cell.length);
		to += cell.length;
	}
	if (bits & CELL_HAS_MARK)
		*to++ = '"';
	return to;
}

static struct aq_slice trimmed(struct aq_slice cell)
{
	if (cell.length == 0 || ((unsigned char)cell.start[0] > ' ' &&
				 (unsigned char)cell.start[cell.length - 1] > ' '))
		return cell;
	return aq_slice_trim(cell);
}

/* The apostrophe that a rejected file has before a formula is none of the text. */
static struct aq_slice as_it_had_been(struct aq_load *load, struct aq_slice cell)
{
	const struct aq_slice rest = {cell.start + 1, cell.length - 1};

	if (cell.start[0] == '\'' && is_formula(load, rest))
		return trimmed(rest);
	return cell;
}

/* Values with doubled quotes get a copy of their own; the others move to where
 * the row's text was copied to. */
static bool settle_values(struct aq_load *load, const struct aq_csv_row *row,
			  struct aq_arena *arena, const char *copy)
{
	for (size_t i = load->skipped_cells; i < row->cell_count; i++) {
		struct aq_slice value = load->cells[i];

		if (load->classes[i] & CELL_HAS_QUOTE) {
			value = aq_arena_copy(arena, row->cells[i]);
			if (value.length != row->cells[i].length)
				return false;
		} else {
			value.start = copy + (value.start - load->text);
		}
		value = trimmed(value);
		if (value.length > 0 && value.start[0] == '\'')
			value = as_it_had_been(load, value);
		load->cells[i] = value;
	}
	return true;
}

enum aq_status aq_load_text_take(struct aq_load *load, const struct aq_csv_row *row,
				 struct aq_arena *arena, struct aq_slice *raw, struct aq_error *err)
{
	char *to = load->text;
	struct aq_slice copy;

	for (size_t i = load->skipped_cells; i < row->cell_count; i++) {
		struct aq_slice cell = row->cells[i];
		bool is_defused =
			may_begin_formula(cell) && is_formula(load, cell) && !is_number(cell);

		if (i > load->skipped_cells)
			*to++ = ',';
		load->classes[i] = classify(cell);
		to = put_cell(to, cell, load->classes[i], is_defused, &load->cells[i]);
	}
	copy = aq_arena_copy(arena, aq_slice_between(load->text, to));
	if (copy.length != (size_t)(to - load->text) ||
	    !settle_values(load, row, arena, copy.start))
		return aq_fail_memory(err);
	*raw = copy;
	return AQ_OK;
}
