/*
 * propose_rows.c - the rows of a file that a proposed profile takes for no payments.
 *
 * Promises: what pends and a row of totals below the table are proposed, each as
 * a guess; what else looks odd is shown as a comment.
 */
#include "guess.h"

#define SAMPLES_MAX  6
#define ODD_ROWS_MAX 8

static bool is_any_of(struct aq_slice folded, const char *words)
{
	struct aq_slice rest = aq_slice_of(words);

	while (rest.length) {
		if (aq_slice_equals(folded, aq_slice_cut(&rest, '|')))
			return true;
	}
	return false;
}

/* The first value of the column that says: not booked yet. */
static struct aq_slice pending_in(const struct guess *guess, enum guess_role role)
{
	const struct guess_column *column = aq_guess_column_of(guess, role);

	for (size_t i = 0; column && i < column->distinct_count && i < GUESS_DISTINCT_MAX; i++) {
		struct aq_slice value = column->distinct[i];

		if (is_any_of(aq_utf8_fold(guess->arena, value),
			      "pending|processing|unposted|uncleared|vorgemerkt|ausstehend|"
			      "en attente|pendiente|väntande|reserverat|reserverad|reserved|"
			      "reservert|varaus|в обработке") &&
		    aq_guess_is_plain(value))
			return value;
	}
	return (struct aq_slice){0};
}

static bool put_pending(const struct guess *guess, enum guess_role role, struct aq_buffer *out)
{
	struct aq_slice value = pending_in(guess, role);

	if (value.length == 0 || memchr(value.start, '"', value.length))
		return false;
	aq_buffer_add_text(out, "# guess: such rows are not booked yet: they are shown and post "
				"nothing\npending   = ");
	aq_guess_put_role(guess, role, out);
	aq_buffer_add_text(out, " \"");
	aq_guess_put_text(out, value);
	aq_buffer_add_text(out, "\"\n");
	return true;
}

void aq_guess_put_status(const struct guess *guess, struct aq_buffer *out)
{
	bool has_pending = put_pending(guess, ROLE_STATUS, out);

	if (!has_pending)
		(void)put_pending(guess, ROLE_DATE, out);
	if (!guess->roles[ROLE_STATUS])
		return;
	aq_buffer_add_text(out, "status    = ");
	aq_guess_put_role(guess, ROLE_STATUS, out);
	aq_buffer_add_text(out, "\n# rows may have to be left out, or shown only: skip = ");
	aq_guess_put_role(guess, ROLE_STATUS, out);
	aq_buffer_add_text(out, " A|B, pending = ...; the file has ");
	aq_guess_put_values(aq_guess_column_of(guess, ROLE_STATUS), out);
	aq_buffer_add_text(out, "\n");
}

static bool has_day(const struct guess *guess, const struct guess_row *row)
{
	const struct guess_column *column = aq_guess_column_of(guess, ROLE_DATE);
	size_t date = guess->roles[ROLE_DATE];

	return column && date <= row->count &&
	       aq_guess_is_day(row->cells[date - 1], column->pattern);
}

/* The last row may be totals: no day, and a word for it in the first cell. */
static const struct guess_row *find_totals(const struct guess *guess)
{
	const struct guess_row *row;

	if (!guess->roles[ROLE_DATE] || guess->row_count < guess->table + 2)
		return NULL;
	row = &guess->rows[guess->row_count - 1];
	if (row->count == 0 || has_day(guess, row) || !aq_guess_is_plain(row->cells[0]) ||
	    memchr(row->cells[0].start, '"', row->cells[0].length))
		return NULL;
	for (size_t i = guess->table; i + 1 < guess->row_count; i++) {
		if (guess->rows[i].count && aq_slice_equals(guess->rows[i].cells[0], row->cells[0]))
			return NULL;
	}
	return is_any_of(aq_utf8_fold(guess->arena, row->cells[0]),
			 "total|totals|total:|totals:|grand total|sum|sum:|summe|summe:|summen|"
			 "gesamt|gesamtsumme|totaal|totale|totaux|summa|suma|razem|итого|итого:|"
			 "всего|合计|总计|tổng|tổng cộng")
		       ? row
		       : NULL;
}

static void put_odd_row(const struct guess_row *row, const char *what, struct aq_buffer *out)
{
	aq_buffer_print(out, "# line %llu %s: ", (unsigned long long)row->line, what);
	for (size_t i = 0; i < row->count && i < SAMPLES_MAX; i++) {
		aq_buffer_add_text(out, i ? " | " : "");
		aq_guess_put_text(out, row->cells[i]);
	}
	aq_buffer_add_text(out, "\n");
}

static void put_footer(const struct guess_row *totals, struct aq_buffer *out)
{
	aq_buffer_add_text(out,
			   "# guess: totals: from this row on nothing is a payment; declare.total "
			   "could check them\nfooter    = find \"");
	aq_guess_put_text(out, totals->cells[0]);
	aq_buffer_add_text(out, "\"\n");
}

/* Rows above the table, and those in it that look like no payments. */
void aq_guess_put_odd_rows(const struct guess *guess, struct aq_buffer *out)
{
	const struct guess_row *totals = find_totals(guess);
	size_t above = guess->header == SIZE_MAX ? guess->table : guess->header;
	size_t date = guess->roles[ROLE_DATE];
	size_t odd = 0;

	if (totals)
		put_footer(totals, out);
	for (size_t i = 0; i < above && i < ODD_ROWS_MAX; i++)
		put_odd_row(&guess->rows[i], "stands above the table", out);
	if (above)
		aq_buffer_add_text(out, "# such a value is taken by carry.account = find TEXT $2, "
					"opening, closing or declare\n");
	for (size_t i = guess->table; i < guess->row_count && odd < ODD_ROWS_MAX; i++) {
		const struct guess_row *row = &guess->rows[i];
		bool is_dated = date && date <= row->count && row->cells[date - 1].length;

		if (row == totals || (row->count == guess->width && is_dated))
			continue;
		put_odd_row(row,
			    row->count == guess->width ? "has no day"
						       : "has another number of cells",
			    out);
		odd++;
	}
	if (odd)
		aq_buffer_add_text(out,
				   "# such rows are footer = find TEXT, skip, continues, closing "
				   "or declare; ragged = yes\n");
}
