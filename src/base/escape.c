/*
 * escape.c - text from outside, made safe for where it goes.
 *
 * Terminals and logs get control and malformed bytes as \xNN, JSON and HTML
 * their own escapes. Characters that turn the direction of writing are shown
 * as codes everywhere: they can make an account name read as another one.
 */
#include "escape.h"

#include "acquit/utf8.h"

static const char hex_digits[] = "0123456789abcdef";

/* Controls of Unicode, line and paragraph separators, and everything that
 * changes the direction of writing. */
static bool is_hidden(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
	       code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
	       (code_point >= 0x2028 && code_point <= 0x202E) ||
	       (code_point >= 0x2066 && code_point <= 0x2069);
}

static size_t hex_bytes(char *out, const char *bytes, size_t count)
{
	for (size_t index = 0; index < count; index++) {
		unsigned char byte = (unsigned char)bytes[index];

		*out++ = '\\';
		*out++ = 'x';
		*out++ = hex_digits[byte >> 4];
		*out++ = hex_digits[byte & 15];
	}
	return count * 4;
}

/* One character off `rest`; a malformed byte is one of its own. */
struct character {
	const char *start;
	size_t bytes;
	uint32_t code_point;
	bool is_malformed;
};

static struct character take_character(struct aq_slice *rest)
{
	struct character taken = {.start = rest->start};
	struct aq_slice window = {rest->start, rest->length < 4 ? rest->length : 4};
	struct aq_slice after = window;

	/* NUL is no malformed byte here, though aq_utf8_valid_bytes stops at it. */
	taken.is_malformed = *rest->start != '\0' && aq_utf8_valid_bytes(window) == 0;
	if (taken.is_malformed || *rest->start == '\0') {
		taken.bytes = 1;
		rest->start++;
		rest->length--;
		return taken;
	}
	taken.code_point = aq_utf8_next(&after);
	taken.bytes = (size_t)(after.start - window.start);
	rest->start += taken.bytes;
	rest->length -= taken.bytes;
	return taken;
}

size_t aq_escape_step(struct aq_slice *rest, char out[ESCAPE_STEP_BYTES])
{
	unsigned char first = (unsigned char)*rest->start;
	struct character taken;

	if (first >= 0x20 && first < 0x7F) {
		out[0] = (char)first;
		rest->start++;
		rest->length--;
		return 1;
	}
	taken = take_character(rest);
	if (taken.is_malformed || is_hidden(taken.code_point))
		return hex_bytes(out, taken.start, taken.bytes);
	memcpy(out, taken.start, taken.bytes);
	return taken.bytes;
}

void aq_escape_into(char *out, size_t bytes, struct aq_slice text)
{
	size_t used = 0;

	while (text.length > 0) {
		char step[ESCAPE_STEP_BYTES];
		size_t step_bytes = aq_escape_step(&text, step);

		if (used + step_bytes + 1 > bytes)
			break;
		memcpy(out + used, step, step_bytes);
		used += step_bytes;
	}
	out[used] = '\0';
}

/* Bytes from the start that no escape touches: printable ASCII but for `"`,
 * `\`, `&`, `<`, `>` and `'`. */
static size_t plain_bytes(struct aq_slice text)
{
	size_t count = 0;

	for (; count < text.length; count++) {
		unsigned char byte = (unsigned char)text.start[count];

		if (byte < 0x20 || byte > 0x7E || byte == '"' || byte == '\\' || byte == '&' ||
		    byte == '<' || byte == '>' || byte == '\'')
			break;
	}
	return count;
}

static void put_plain(struct aq_buffer *out, struct aq_slice *rest)
{
	size_t count = plain_bytes(*rest);

	aq_buffer_add(out, (struct aq_slice){rest->start, count});
	rest->start += count;
	rest->length -= count;
}

void aq_printable_put(struct aq_buffer *out, struct aq_slice text)
{
	while (text.length > 0) {
		char step[ESCAPE_STEP_BYTES];

		put_plain(out, &text);
		if (text.length == 0)
			break;
		aq_buffer_add(out, (struct aq_slice){step, aq_escape_step(&text, step)});
	}
}

/* Everything hidden is in the basic plane: four digits do. */
static void put_code(struct aq_buffer *out, uint32_t code_point)
{
	char text[6] = {'\\', 'u'};

	for (int index = 0; index < 4; index++)
		text[2 + index] = hex_digits[(code_point >> (12 - 4 * index)) & 15];
	aq_buffer_add(out, (struct aq_slice){text, sizeof(text)});
}

static const char *json_short(uint32_t code_point)
{
	switch (code_point) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

void aq_json_put(struct aq_buffer *out, struct aq_slice text)
{
	aq_buffer_add_byte(out, '"');
	while (text.length > 0) {
		struct character taken;
		const char *short_form;

		put_plain(out, &text);
		if (text.length == 0)
			break;
		taken = take_character(&text);
		short_form = taken.is_malformed ? NULL : json_short(taken.code_point);
		if (taken.is_malformed)
			put_code(out, 0xFFFD);
		else if (short_form)
			aq_buffer_add_text(out, short_form);
		else if (is_hidden(taken.code_point))
			put_code(out, taken.code_point);
		else
			aq_buffer_add(out, (struct aq_slice){taken.start, taken.bytes});
	}
	aq_buffer_add_byte(out, '"');
}

static const char *html_entity(uint32_t code_point)
{
	switch (code_point) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void aq_html_put(struct aq_buffer *out, struct aq_slice text)
{
	while (text.length > 0) {
		struct character taken;
		const char *entity;

		put_plain(out, &text);
		if (text.length == 0)
			break;
		taken = take_character(&text);
		entity = taken.is_malformed ? NULL : html_entity(taken.code_point);
		if (taken.is_malformed) {
			char hex[4];

			aq_buffer_add(out, (struct aq_slice){hex, hex_bytes(hex, taken.start, 1)});
		} else if (entity) {
			aq_buffer_add_text(out, entity);
		} else if (is_hidden(taken.code_point)) {
			put_code(out, taken.code_point);
		} else {
			aq_buffer_add(out, (struct aq_slice){taken.start, taken.bytes});
		}
	}
}
