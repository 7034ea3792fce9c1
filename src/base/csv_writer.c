/*
 * csv_writer.c - CSV cells into a buffer.
 *
 * A spreadsheet runs a cell that begins like a formula, whatever quotes stand
 * around it; such text gets an apostrophe before it. Numbers and words of our
 * own go through aq_csv_put_plain and stay as they are.
 */
#include "acquit/csv.h"

/* Full-width forms that spreadsheets take for = + - @. */
static const struct aq_slice wide_starts[] = {
	{"\xEF\xBC\x9D", 3},
	{"\xEF\xBC\x8B", 3},
	{"\xEF\xBC\x8D", 3},
	{"\xEF\xBC\xA0", 3},
};

static bool starts_like_formula(struct aq_slice text)
{
	while (text.length > 0 && text.start[0] == ' ') {
		text.start++;
		text.length--;
	}
	if (text.length == 0)
		return false;
	switch (text.start[0]) {
	case '=':
	case '+':
	case '-':
	case '@':
	case '\t':
	case '\r':
	case '\n':
	case '\0':
		return true;
	default:
		break;
	}
	if (text.start[0] != wide_starts[0].start[0])
		return false;
	for (size_t index = 0; index < sizeof(wide_starts) / sizeof(wide_starts[0]); index++)
		if (aq_slice_starts_with(text, wide_starts[index]))
			return true;
	return false;
}

static bool needs_quotes(struct aq_slice text)
{
	for (size_t index = 0; index < text.length; index++) {
		char byte = text.start[index];

		/* Most bytes are past the last that matters. */
		if (byte > ',' || byte < 0)
			continue;
		if (byte == ',' || byte == '"' || byte == '\n' || byte == '\r')
			return true;
	}
	return false;
}

static void put_doubled(struct aq_buffer *out, struct aq_slice text)
{
	while (text.length > 0) {
		const char *quote = memchr(text.start, '"', text.length);
		size_t count = quote ? (size_t)(quote - text.start) + 1 : text.length;

		aq_buffer_add(out, (struct aq_slice){text.start, count});
		if (quote)
			aq_buffer_add_byte(out, '"');
		text.start += count;
		text.length -= count;
	}
}

void aq_csv_put_cell(struct aq_buffer *out, struct aq_slice text, bool first)
{
	bool is_quoted = needs_quotes(text);

	if (!first)
		aq_buffer_add_byte(out, ',');
	if (is_quoted)
		aq_buffer_add_byte(out, '"');
	if (starts_like_formula(text))
		aq_buffer_add_byte(out, '\'');
	if (is_quoted) {
		put_doubled(out, text);
		aq_buffer_add_byte(out, '"');
	} else {
		aq_buffer_add(out, text);
	}
}

void aq_csv_put_plain(struct aq_buffer *out, struct aq_slice text, bool first)
{
	if (!first)
		aq_buffer_add_byte(out, ',');
	aq_buffer_add(out, text);
}

void aq_csv_put_end(struct aq_buffer *out)
{
	aq_buffer_add_byte(out, '\n');
}
