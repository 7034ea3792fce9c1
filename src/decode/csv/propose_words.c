/*
 * propose_words.c - the texts of a file as a proposed profile writes them.
 *
 * Promises: one line of bounded length, whatever the cell holds; a column by
 * its name where that may stand in brackets, else by its number.
 */
#include "guess.h"

#define SAMPLES_MAX 6

/* A text on one line of the profile, of bounded length. */
void aq_guess_put_text(struct aq_buffer *out, struct aq_slice text)
{
	size_t shown = 0;
	bool was_blank = true;

	while (text.length && shown++ < TEXT_SHOWN_MAX) {
		struct aq_slice rest = text;
		uint32_t letter = aq_utf8_next(&rest);
		bool is_blank = letter <= ' ' || letter == 0x7f || letter == 0xa0;

		if (!is_blank)
			aq_buffer_add(out,
				      (struct aq_slice){text.start, text.length - rest.length});
		else if (!was_blank)
			aq_buffer_add_text(out, " ");
		was_blank = is_blank;
		text = rest;
	}
}

/* A name that may stand in brackets: they must close, and | has a meaning. */
bool aq_guess_is_plain(struct aq_slice name)
{
	struct aq_slice rest = name;
	bool has_letter = false;
	int depth = 0;

	while (rest.length) {
		uint32_t letter = aq_utf8_next(&rest);

		if (letter == 0x7f ||
		    (letter < ' ' && letter != '\n' && letter != '\r' && letter != '\t'))
			return false;
		has_letter |= letter > ' ' && letter != 0xa0;
	}

	for (size_t i = 0; i < name.length; i++) {
		depth += name.start[i] == '[';
		depth -= name.start[i] == ']';
		if (depth < 0 || name.start[i] == '|')
			return false;
	}
	return has_letter && name.length <= TEXT_SHOWN_MAX && depth == 0;
}

/* [Name], [Name]#2 or $3 */
void aq_guess_put_column(const struct guess *guess, size_t index, struct aq_buffer *out)
{
	struct aq_slice name = guess->columns[index].name;
	size_t before = 0;
	size_t all = 0;

	for (size_t i = 0; i < guess->column_count; i++) {
		bool is_same = aq_name_equals(guess->columns[i].name, name);

		all += is_same;
		before += is_same && i <= index;
	}
	if (!aq_guess_is_plain(name)) {
		aq_buffer_print(out, "$%zu", index + 1);
		return;
	}
	aq_buffer_add_text(out, "[");
	aq_guess_put_text(out, name);
	aq_buffer_add_text(out, "]");
	if (all > 1)
		aq_buffer_print(out, "#%zu", before);
}

void aq_guess_put_role(const struct guess *guess, enum guess_role role, struct aq_buffer *out)
{
	aq_guess_put_column(guess, guess->roles[role] - 1, out);
}

const struct guess_column *aq_guess_column_of(const struct guess *guess, enum guess_role role)
{
	return guess->roles[role] ? &guess->columns[guess->roles[role] - 1] : NULL;
}

/* "a, b and c": the first different values of a column. */
void aq_guess_put_values(const struct guess_column *column, struct aq_buffer *out)
{
	size_t count = column->distinct_count < SAMPLES_MAX ? column->distinct_count : SAMPLES_MAX;

	for (size_t i = 0; i < count; i++) {
		aq_buffer_add_text(out, i ? ", " : "");
		aq_guess_put_text(out, column->distinct[i]);
	}
	if (column->distinct_count > count)
		aq_buffer_add_text(out, ", ...");
}
