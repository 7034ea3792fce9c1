/*
 * odd_line.c - makes 94 columns of UTF-8 out of every line that is not so yet.
 *
 * Reads: lines that are too short or too long, with blanks before them, with
 * fill bytes at the file's end, with several records, or with bytes beyond
 * ASCII (UTF-8, else Windows-1252).
 * Promises: each oddity is told at its first line and counted.
 * Refuses: to drop text silently.
 */
#include "nacha.h"

#include "acquit/utf8.h"

#define JOINED_TAIL_BYTES_MIN 55
#define LEADING_BLANKS_MAX    32
#define NO_BREAK_SPACE	      0xa0

struct quirk {
	enum aq_code code;
	const char *message;
};

static const struct quirk quirks[NACHA_QUIRK_COUNT] = {
	[NACHA_QUIRK_SHORT] = {AQ_NACHA_LINE_SHORT,
			       "the line is shorter than 94 columns; blanks were added"},
	[NACHA_QUIRK_BLANK] = {AQ_NACHA_LINE_BLANK, "the line is blank"},
	[NACHA_QUIRK_JOINED] = {AQ_NACHA_LINE_JOINED, "several records stand in one line"},
	[NACHA_QUIRK_NO_ENDS] = {AQ_NACHA_NO_LINE_ENDS,
				 "the file has no line ends; every 94 bytes were read as a line"},
	[NACHA_QUIRK_CR_ENDS] = {AQ_NACHA_CR_LINE_ENDS, "lines end with a carriage return alone"},
	[NACHA_QUIRK_BOM] = {AQ_NACHA_BYTE_ORDER_MARK, "a file begins with a byte order mark"},
	[NACHA_QUIRK_END_BYTES] = {AQ_NACHA_END_BYTES,
				   "NUL or Ctrl-Z end a line or a file; they were passed over"},
	[NACHA_QUIRK_LEADING_BLANK] = {AQ_NACHA_LEADING_BLANK,
				       "the line begins with blanks; they were passed over"},
	[NACHA_QUIRK_ENCODING] = {AQ_NACHA_ENCODING, "the line holds bytes beyond ASCII; they were "
						     "read as UTF-8, else as Windows-1252"},
	[NACHA_QUIRK_ENVELOPE] = {AQ_NACHA_ENVELOPE_LINE,
				  "the line belongs to a mailbox; it was passed over"},
};

void nacha_quirk(struct nacha *decode, enum nacha_quirk quirk)
{
	decode->framing.quirks[quirk]++;
	if (decode->framing.quirks[quirk] == 1)
		nacha_tell(decode, quirks[quirk].code, NULL, NACHA_NO_FIELD, "%s",
			   quirks[quirk].message);
}

void nacha_quirks_end(struct nacha *decode)
{
	for (size_t index = 0; index < NACHA_QUIRK_COUNT; index++)
		if (decode->framing.quirks[index] > 1)
			nacha_tell(decode, quirks[index].code, NULL, NACHA_NO_FIELD,
				   "%s: %llu times in the file", quirks[index].message,
				   (unsigned long long)decode->framing.quirks[index]);
}

/* What Windows-1252 has where Latin-1 has control codes; 0xfffd is nothing. */
static const uint16_t windows_1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static size_t put_windows(char *out, unsigned char byte)
{
	unsigned int point = byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;

	if (point == NO_BREAK_SPACE)
		point = ' ';

	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | (point >> 6));
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | (point >> 12));
	out[1] = (char)(0x80 | ((point >> 6) & 0x3f));
	out[2] = (char)(0x80 | (point & 0x3f));
	return 3;
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

static bool is_control(char byte)
{
	return (unsigned char)byte < ' ' || byte == 0x7f;
}

static size_t characters_of(struct aq_slice text)
{
	size_t count = 0;

	for (size_t index = 0; index < text.length; index++)
		if (!is_continuation(text.start[index]))
			count++;
	return count;
}

static bool is_ascii(struct aq_slice text)
{
	for (size_t index = 0; index < text.length; index++)
		if ((unsigned char)text.start[index] >= 0x80)
			return false;
	return true;
}

/* A blank that came out of an office program. */
static bool is_no_break_space(struct aq_slice text, size_t at)
{
	return at + 1 < text.length && (unsigned char)text.start[at] == 0xc2 &&
	       (unsigned char)text.start[at + 1] == NO_BREAK_SPACE;
}

static bool is_utf8(struct aq_slice text)
{
	return aq_utf8_valid_bytes(text) == text.length;
}

/* Fills the framing's text and offsets; what is short is padded with blanks.
 * In a line of exactly 94 bytes a column is a byte, and a character that two
 * columns share belongs to the one it begins in; in any other line of valid
 * UTF-8 a column is a character; else bytes are Windows-1252. */
static void fill_columns(struct nacha_framing *framing, struct aq_slice text, bool is_unicode)
{
	bool is_by_byte = text.length == NACHA_COLUMNS;
	size_t bytes = 0;
	size_t column = 0;

	for (size_t index = 0; index < text.length; index++) {
		char byte = is_control(text.start[index]) ? ' ' : text.start[index];

		if (is_unicode && is_continuation(byte)) {
			framing->text[bytes++] = byte;
			if (is_by_byte)
				framing->offsets[column++] = 0;
			continue;
		}
		framing->offsets[column++] = (uint16_t)bytes;
		if (is_unicode && is_no_break_space(text, index)) {
			framing->text[bytes++] = ' ';
			if (is_by_byte) {
				framing->offsets[column++] = (uint16_t)bytes;
				framing->text[bytes++] = ' ';
			}
			index++;
		} else if (is_unicode)
			framing->text[bytes++] = byte;
		else
			bytes += put_windows(framing->text + bytes, (unsigned char)byte);
	}
	for (; column < NACHA_COLUMNS; column++) {
		framing->offsets[column] = (uint16_t)bytes;
		framing->text[bytes++] = ' ';
	}
	framing->offsets[NACHA_COLUMNS] = (uint16_t)bytes;
	for (column = NACHA_COLUMNS - 1; column > 0; column--)
		if (framing->offsets[column] == 0)
			framing->offsets[column] = framing->offsets[column + 1];
	framing->text[bytes] = '\0';
}

static void tell_controls(struct nacha *decode, struct aq_slice text, const struct nacha_line *line)
{
	for (size_t index = 0; index < text.length && index < NACHA_COLUMNS; index++) {
		if (!is_control(text.start[index]))
			continue;
		nacha_tell(decode, AQ_NACHA_CONTROL_CHARACTER, line,
			   NACHA_FIELD((uint8_t)(index + 1), (uint8_t)(index + 1), ""),
			   "the byte 0x%02x was read as a blank",
			   (unsigned int)(unsigned char)text.start[index]);
		return;
	}
}

/* `text` has at most 94 columns. */
static enum aq_status take_fitting(struct nacha *decode, struct aq_slice text, bool is_unicode,
				   struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;
	bool is_plain = is_ascii(text);
	struct nacha_line line = {.number = framing->line_number, .text = framing->text};

	fill_columns(framing, text, is_unicode);
	if (!is_plain) {
		line.offsets = framing->offsets;
		nacha_quirk(decode, NACHA_QUIRK_ENCODING);
	}
	tell_controls(decode, text, &line);
	return nacha_record(decode, &line, err);
}

static bool begins_record(char byte)
{
	return byte == '1' || (byte >= '5' && byte <= '9');
}

static bool is_joined(struct aq_slice text)
{
	size_t tail = text.length % NACHA_COLUMNS;

	for (size_t at = 0; at < text.length; at += NACHA_COLUMNS)
		if (!begins_record(text.start[at]))
			return false;
	return tail == 0 || tail >= JOINED_TAIL_BYTES_MIN;
}

static enum aq_status take_joined(struct nacha *decode, struct aq_slice text, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	nacha_quirk(decode, NACHA_QUIRK_JOINED);
	while (text.length > 0 && status >= AQ_OK) {
		struct aq_slice one = text;

		if (one.length > NACHA_COLUMNS)
			one.length = NACHA_COLUMNS;
		status = take_fitting(decode, one, is_utf8(one), err);
		text.start += one.length;
		text.length -= one.length;
	}
	return status;
}

static enum aq_status take_long(struct nacha *decode, struct aq_slice text, struct aq_error *err)
{
	bool is_unicode = is_utf8(text);
	size_t cut = NACHA_COLUMNS;

	if (is_unicode && characters_of(text) <= NACHA_COLUMNS)
		return take_fitting(decode, text, true, err);
	if (is_joined(text))
		return take_joined(decode, text, err);
	if (is_unicode) {
		size_t count = 0;

		for (cut = 0; cut < text.length; cut++)
			if (!is_continuation(text.start[cut]) && count++ == NACHA_COLUMNS)
				break;
	}
	nacha_tell(decode, AQ_NACHA_LINE_LONG, NULL, NACHA_FIELD(95, 95, "behind the record"),
		   "the line has %zu bytes behind column 94 that are no blanks", text.length - cut);
	text.length = cut;
	return take_fitting(decode, text, is_unicode, err);
}

static bool is_envelope(const struct nacha *decode, struct aq_slice text)
{
	if (decode->batch.is_open)
		return false;
	return aq_slice_starts_with(text, AQ_SLICE("$$")) ||
	       aq_slice_starts_with(text, AQ_SLICE("//")) ||
	       aq_slice_starts_with(text, AQ_SLICE("/*"));
}

/* Blanks, tabs and form feeds: none of them begins a record, or ends one. */
static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\f' || byte == '\v';
}

size_t nacha_leading_blanks(struct aq_slice text)
{
	size_t count = 0;

	while (count < text.length && count < LEADING_BLANKS_MAX && is_blank(text.start[count]))
		count++;
	return count < text.length && begins_record(text.start[count]) ? count : 0;
}

/* What stands between two files that were put together: the end mark of the one
 * or the byte order mark of the other. */
static struct aq_slice without_seam(struct nacha *decode, struct aq_slice text)
{
	struct aq_slice rest = text;
	bool has_mark = false;

	while (rest.length > 0) {
		size_t bytes = 1;

		if (aq_slice_starts_with(rest, AQ_SLICE("\xef\xbb\xbf")))
			bytes = 3;
		else if (rest.start[0] != '\0' && rest.start[0] != NACHA_ESCAPE_END)
			break;
		has_mark = has_mark || bytes == 3;
		rest = (struct aq_slice){rest.start + bytes, rest.length - bytes};
	}
	if (rest.length == text.length || rest.length == 0 || rest.start[0] != '1')
		return text;
	nacha_quirk(decode, has_mark ? NACHA_QUIRK_BOM : NACHA_QUIRK_END_BYTES);
	return rest;
}

/* One line without any line end in it. */
static enum aq_status take_part(struct nacha *decode, struct aq_slice part, struct aq_error *err)
{
	struct aq_slice text = part;
	size_t shift;

	while (text.length > 0 && is_blank(text.start[text.length - 1]))
		text.length--;
	if (text.length == 0) {
		nacha_quirk(decode, NACHA_QUIRK_BLANK);
		return AQ_OK;
	}
	if (is_envelope(decode, text)) {
		nacha_quirk(decode, NACHA_QUIRK_ENVELOPE);
		return AQ_OK;
	}
	shift = nacha_leading_blanks(text);
	if (shift > 0) {
		nacha_quirk(decode, NACHA_QUIRK_LEADING_BLANK);
		text = (struct aq_slice){text.start + shift, text.length - shift};
		part = (struct aq_slice){part.start + shift, part.length - shift};
	}
	if (text.length > NACHA_COLUMNS)
		return take_long(decode, text, err);
	if (part.length < NACHA_COLUMNS)
		nacha_quirk(decode, NACHA_QUIRK_SHORT);
	else if (part.length == NACHA_COLUMNS || !is_utf8(text))
		text.length = NACHA_COLUMNS;
	return take_fitting(decode, text, is_utf8(text), err);
}

enum aq_status nacha_odd_line(struct nacha *decode, struct aq_slice raw, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t kept = raw.length;

	while (kept > 0 && (raw.start[kept - 1] == '\r' || raw.start[kept - 1] == '\n'))
		kept--;
	raw.length = kept;
	while (kept > 0 && (raw.start[kept - 1] == '\0' ||
			    raw.start[kept - 1] == NACHA_ESCAPE_END || raw.start[kept - 1] == '\r'))
		kept--;
	if (kept < raw.length) {
		nacha_quirk(decode, NACHA_QUIRK_END_BYTES);
		raw.length = kept;
		if (kept == 0)
			return AQ_OK;
	}
	/* A file that ends lines in more than one way has such an end within. */
	while (raw.length > 0 && (raw.start[0] == '\n' || raw.start[0] == '\r'))
		raw = (struct aq_slice){raw.start + 1, raw.length - 1};
	raw = without_seam(decode, raw);
	/* Within the columns of one record it is a character that went astray. */
	if (raw.length <= NACHA_COLUMNS)
		return take_part(decode, raw, err);
	do {
		size_t at = 0;

		while (at < raw.length && raw.start[at] != '\n' && raw.start[at] != '\r')
			at++;
		status = take_part(decode, (struct aq_slice){raw.start, at}, err);
		while (at < raw.length && (raw.start[at] == '\n' || raw.start[at] == '\r'))
			at++;
		raw = (struct aq_slice){raw.start + at, raw.length - at};
	} while (raw.length > 0 && status >= AQ_OK);
	return status;
}
