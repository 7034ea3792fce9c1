/*
 * guess_nothing.c - words that stand in an unknown table where no number does.
 *
 * Promises: a word for nothing counts only in a column whose other cells are all
 * numbers: among words a dash may be a flag, or a text.
 */
#include "guess.h"

const char *aq_guess_nothing(size_t index)
{
	static const char *const words[] = {"-", "--", "---", "–", "—", "n/a", "N/A", NULL};

	return words[index];
}

unsigned aq_guess_nothing_bit(struct aq_slice cell)
{
	for (size_t i = 0; aq_guess_nothing(i); i++)
		if (aq_slice_is(cell, aq_guess_nothing(i)))
			return 1u << i;
	return 0;
}

void aq_guess_nothings(struct guess *guess, size_t index)
{
	const struct guess_row *row;
	size_t at = guess->table;
	unsigned seen = 0;
	bool has_number = false;

	while ((row = aq_guess_row(guess, &at))) {
		struct aq_slice cell =
			index < row->count ? row->cells[index] : (struct aq_slice){0};
		struct aq_decimal number;
		unsigned bit = aq_guess_nothing_bit(cell);

		seen |= bit;
		if (bit || cell.length == 0)
			continue;
		has_number = aq_number_read(&guess->profile, cell, (struct aq_slice){0}, &number);
		if (!has_number)
			return;
	}
	guess->columns[index].has_nothings = has_number && seen;
	if (has_number)
		guess->nothings |= seen;
}

bool aq_guess_is_nothing(const struct guess *guess, size_t index, struct aq_slice cell)
{
	return cell.length == 0 ||
	       (guess->columns[index].has_nothings && aq_guess_nothing_bit(cell));
}
