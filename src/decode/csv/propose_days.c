/*
 * propose_days.c - the days of a file as a proposed profile reads them.
 *
 * Promises: where day and month may be the other way round, the part that moves
 * from row to row is the day, else the currency decides; and it is said aloud.
 */
#include "guess.h"

static size_t samples_of(const struct guess_column *column)
{
	return column->distinct_count < GUESS_DISTINCT_MAX ? column->distinct_count
							   : GUESS_DISTINCT_MAX;
}

/* The same pattern with day and month changed about; NULL: it has no other. */
static const char *other_order(const char *pattern)
{
	static const char *const pairs[][2] = {
		{"%d/%m/%Y", "%m/%d/%Y"},
		{"%d/%m/%Y*", "%m/%d/%Y*"},
		{"%d/%m/%y", "%m/%d/%y"},
		{"%d/%m/%y*", "%m/%d/%y*"},
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (strcmp(pattern, pairs[i][0]) == 0)
			return pairs[i][1];
		if (strcmp(pattern, pairs[i][1]) == 0)
			return pairs[i][0];
	}
	return NULL;
}

/* Whether every day of the column is one in both orders. */
static bool fits_both(const struct guess_column *column, const char *other)
{
	for (size_t i = 0; i < samples_of(column); i++) {
		if (aq_guess_is_day(column->distinct[i], column->pattern) &&
		    !aq_guess_is_day(column->distinct[i], other))
			return false;
	}
	return true;
}

static struct aq_slice part_of(struct aq_slice day, bool is_second)
{
	struct aq_slice first = aq_slice_cut(&day, '/');

	return is_second ? aq_slice_cut(&day, '/') : first;
}

static bool moves(const struct guess_column *column, bool is_second)
{
	struct aq_slice first = {0};

	for (size_t i = 0; i < samples_of(column); i++) {
		struct aq_slice part;

		if (!aq_guess_is_day(column->distinct[i], column->pattern))
			continue;
		part = part_of(column->distinct[i], is_second);
		if (first.length && !aq_slice_equals(part, first))
			return true;
		first = part;
	}
	return false;
}

static bool is_in_dollars(const struct guess *guess)
{
	const struct guess_column *column = aq_guess_column_of(guess, ROLE_CURRENCY);
	const char *code = column ? NULL : aq_guess_code(guess);

	if (column)
		return column->distinct_count == 1 &&
		       aq_slice_equals(column->distinct[0], AQ_SLICE("USD"));
	return code && strcmp(code, "USD") == 0;
}

/* A day as the file has it, and what stands there instead of one. */
static void put_samples(const struct guess_column *column, struct aq_buffer *out)
{
	bool is_first = true;

	for (size_t i = 0; i < samples_of(column); i++) {
		bool is_day = aq_guess_is_day(column->distinct[i], column->pattern);

		if (is_day && !is_first)
			continue;
		is_first &= !is_day;
		aq_buffer_add_text(out, is_day ? "# guess: " : "# no day: ");
		aq_guess_put_text(out, column->distinct[i]);
		aq_buffer_add_text(
			out, is_day ? "\n" : " (footer =, pending = or skip = COLUMN VALUE?)\n");
	}
}

/* The pattern, and above it how sure that is. */
static const char *choose_order(const struct guess *guess, const struct guess_column *column,
				struct aq_buffer *out)
{
	const char *other = other_order(column->pattern);
	bool is_month_first;
	const char *why;

	put_samples(column, out);
	if (!other || !fits_both(column, other))
		return column->pattern;
	if (moves(column, true) != moves(column, false)) {
		is_month_first = moves(column, true);
		why = "it is the part that moves from row to row";
	} else {
		is_month_first = is_in_dollars(guess);
		why = is_month_first ? "the money is US dollars" : "most of the world writes so";
	}
	aq_buffer_print(out,
			"# guess: WHICH IS THE DAY? Both orders fit every row. Here the %s number "
			"is the day:\n# %s. Wrong, it puts all money on wrong days\n",
			is_month_first ? "second" : "first", why);
	return (column->pattern[1] == 'm') == is_month_first ? column->pattern : other;
}

void aq_guess_put_day(const struct guess *guess, enum guess_role role, const char *key,
		      struct aq_buffer *out)
{
	const struct guess_column *column = aq_guess_column_of(guess, role);
	const char *pattern = "%Y-%m-%d";

	if (!column && role != ROLE_DATE)
		return;
	if (column)
		pattern = choose_order(guess, column, out);
	else
		aq_buffer_add_text(out, "# no column of days was found: name it here\n");
	aq_buffer_print(out, "%-9s = ", key);
	if (column)
		aq_guess_put_role(guess, role, out);
	else
		aq_buffer_add_text(out, "$1");
	aq_buffer_print(out, " %s\n", pattern);
}
