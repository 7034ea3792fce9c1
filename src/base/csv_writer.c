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

/* At the start of a file readers drop it; elsewhere it is a blank of no width. */
static const struct aq_slice byte_order_mark = {"\xEF\xBB\xBF", 3};

static inline bool is_formula_start(char byte)
{
	switch (byte) {
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
		return false;
	}
}

static bool starts_like_formula(struct aq_slice text)
{
	while (text.length > 0) {
		size_t blank = aq_slice_starts_with(text, byte_order_mark) ? byte_order_mark.length
									   : text.start[0] == ' ';

		if (blank == 0)
			break;
		text.start += blank;
		text.length -= blank;
	}
	if (text.length == 0)
		return false;
	if (is_formula_start(text.start[0]))
		return true;
	if (text.start[0] != wide_starts[0].start[0])
		return false;
	for (size_t index = 0; index < sizeof(wide_starts) / sizeof(wide_starts[0]); index++)
		if (aq_slice_starts_with(text, wide_starts[index]))
			return true;
	return false;
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))

static inline uint64_t has_zero(uint64_t word)
{
	return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

/* A byte that is no printable ASCII, or one that wants quotes. */
static inline bool word_is_simple(uint64_t word)
{
	uint64_t below = (word - EACH_BYTE(' ')) & ~word;

	return ((word | below) & EACH_BYTE(0x80)) == 0 &&
	       (has_zero(word ^ EACH_BYTE(',')) | has_zero(word ^ EACH_BYTE('"'))) == 0;
}

static inline bool word_needs_quotes(uint64_t word)
{
	return (has_zero(word ^ EACH_BYTE(',')) | has_zero(word ^ EACH_BYTE('"')) |
		has_zero(word ^ EACH_BYTE('\n')) | has_zero(word ^ EACH_BYTE('\r'))) != 0;
}

/* Eight bytes at a time; the last eight may overlap those before. */
static inline bool needs_quotes(struct aq_slice text)
{
	uint64_t word = 0;

	if (text.length < sizeof(word)) {
		memcpy(&word, text.start, text.length);
		return word_needs_quotes(word);
	}
	for (size_t index = 0; index < text.length; index += sizeof(word)) {
		size_t from =
			text.length - index < sizeof(word) ? text.length - sizeof(word) : index;

		memcpy(&word, text.start + from, sizeof(word));
		if (word_needs_quotes(word))
			return true;
	}
	return false;
}

/* Copies a text of `word_is_simple` alone, eight bytes at a time; the last eight may
 * overlap those before. NULL at another. */
static inline char *put_simple(char *at, struct aq_slice text)
{
	uint64_t word = EACH_BYTE(' ');
	size_t index;

	if (text.length < sizeof(word)) {
		memcpy(&word, text.start, text.length);
		memcpy(at, &word, sizeof(word));
		return word_is_simple(word) ? at + text.length : NULL;
	}
	for (index = 0; index < text.length; index += sizeof(word)) {
		size_t from =
			text.length - index < sizeof(word) ? text.length - sizeof(word) : index;

		memcpy(&word, text.start + from, sizeof(word));
		if (!word_is_simple(word))
			return NULL;
		memcpy(at + from, &word, sizeof(word));
	}
	return at + text.length;
}

static char *put_doubled(char *at, struct aq_slice text)
{
	while (text.length > 0) {
		const char *quote = memchr(text.start, '"', text.length);
		size_t count = quote ? (size_t)(quote - text.start) + 1 : text.length;

		memcpy(at, text.start, count);
		at += count;
		if (quote)
			*at++ = '"';
		text.start += count;
		text.length -= count;
	}
	return at;
}

/* A comma, an apostrophe and the quotes around. */
#define BESIDE_BYTES_MAX 4

void aq_csv_put_cell(struct aq_buffer *out, struct aq_slice text, bool first)
{
	bool is_defused = starts_like_formula(text);
	bool is_marked = !is_defused && aq_slice_starts_with(text, byte_order_mark);
	bool is_quoted = text.length > 0 && (is_marked || needs_quotes(text));
	char *at = aq_buffer_room(out, text.length * (is_quoted ? 2 : 1) + BESIDE_BYTES_MAX);

	if (!at)
		return;
	if (!first)
		*at++ = ',';
	if (is_quoted)
		*at++ = '"';
	if (is_defused)
		*at++ = '\'';
	if (is_quoted) {
		at = put_doubled(at, text);
		*at++ = '"';
	} else if (text.length > 0) {
		memcpy(at, text.start, text.length);
		at += text.length;
	}
	aq_buffer_took(out, at);
}

bool aq_csv_put_simple(struct aq_buffer *out, struct aq_slice text, bool first)
{
	char *at = aq_buffer_room(out, text.length + BESIDE_BYTES_MAX + sizeof(uint64_t));

	if (!at || (text.length > 0 && (text.start[0] == ' ' || is_formula_start(text.start[0]))))
		return false;
	if (!first)
		*at++ = ',';
	at = text.length > 0 ? put_simple(at, text) : at;
	if (at)
		aq_buffer_took(out, at);
	return at != NULL;
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
