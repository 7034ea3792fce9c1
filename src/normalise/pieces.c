/*
 * pieces.c - cuts a text where numbers can begin and end.
 *
 * Letters and digits of any script make a piece; everything else bounds it.
 * Khmer, Thai, Chinese and other scripts are written without blanks, so there
 * a change between letters and digits bounds a number too.
 */
#include "pieces.h"

#include "acquit/utf8.h"

#define BLANKS_JOINED_MAX 3

enum class { OTHER, LETTER, DIGIT, UNSPACED, BLANK, SEPARATOR };

static enum class ascii_class(unsigned char byte) {
	if (byte >= '0' && byte <= '9') return DIGIT;
	if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) return LETTER;
	if (byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r') return BLANK;
	if (byte == '/' || byte == '.' || byte == '-' || byte == '_') return SEPARATOR;
	return OTHER;
}

static bool is_unspaced(uint32_t code_point)
{
	static const struct {
		uint32_t first, last;
	} scripts[] = {
		/* in order */
		{0x0E00, 0x109F}, /* Thai, Lao, Tibetan, Myanmar */
		{0x1780, 0x17FF}, /* Khmer */
		{0x2E80, 0x2FFF}, /* radicals */
		{0x3040, 0x9FFF}, /* kana, bopomofo, Han */
		{0xAC00, 0xD7FF}, /* Hangul */
		{0xF900, 0xFAFF}, /* Han */
		{0x20000, 0x3FFFF}, /* Han */
	};

	for (size_t i = 0;
	     i < sizeof(scripts) / sizeof(scripts[0]) && code_point >= scripts[i].first; i++)
		if (code_point <= scripts[i].last)
			return true;
	return false;
}

/* What stands for / . and _ in full width, and slashes of fractions and of divisions. */
static bool is_wide_separator(uint32_t code_point)
{
	return code_point == 0xFF0F || code_point == 0xFF0E || code_point == 0xFF3F ||
	       code_point == 0x2044 || code_point == 0x2215;
}

static enum class wide_class(uint32_t code_point) {
	bool is_letter = aq_utf8_is_alphanumeric(code_point);

	if (is_letter && aq_utf8_digit(code_point) >= 0) return DIGIT;
	if (is_unspaced(code_point)) return UNSPACED;
	if (is_letter) return LETTER;
	if (aq_utf8_is_space(code_point)) return BLANK;
	return aq_utf8_is_dash(code_point) || is_wide_separator(code_point) ? SEPARATOR : OTHER;
}

/* What has been seen since the last piece ended. */
struct between {
	unsigned blanks;
	unsigned separators;
	bool is_wide;
};

static enum gap gap_of(const struct between *between)
{
	if (between->is_wide || between->separators > 1 || between->blanks > BLANKS_JOINED_MAX)
		return GAP_WIDE;
	if (between->blanks > 0)
		return GAP_BLANK;
	return between->separators == 1 ? GAP_TIGHT : GAP_WIDE;
}

static void see(struct between *between, enum class class)
{
	if (class == BLANK)
		between->blanks++;
	else if (class == SEPARATOR)
		between->separators++;
	else
		between->is_wide = true;
}

static bool continues(const struct piece *piece, enum class before, enum class class)
{
	return piece && (class == UNSPACED) == (before == UNSPACED);
}

size_t aq_pieces_cut(struct aq_slice text, struct piece *out, size_t room)
{
	struct between between = {.is_wide = true};
	struct piece *piece = NULL;
	enum class before = OTHER;
	size_t count = 0;
	size_t at = 0;

	if (text.length > SEARCHED_BYTES_MAX)
		text.length = SEARCHED_BYTES_MAX;
	while (at < text.length) {
		struct aq_slice rest = {text.start + at, text.length - at};
		unsigned char byte = (unsigned char)text.start[at];
		enum class class =
			byte < 0x80 ? ascii_class(byte) : wide_class(aq_utf8_next(&rest));
		size_t bytes = byte < 0x80 ? 1 : text.length - at - rest.length;

		if (class == OTHER || class == BLANK || class == SEPARATOR) {
			piece = NULL;
			see(&between, class);
			at += bytes;
			continue;
		}
		if (!continues(piece, before, class)) {
			if (count == room)
				break;
			piece = &out[count++];
			*piece = (struct piece){.start = (uint32_t)at, .is_ascii = true};
			piece->gap = (uint8_t)gap_of(&between);
			between = (struct between){0};
		}
		piece->has_digit |= class == DIGIT;
		piece->has_letter |= class != DIGIT;
		piece->is_ascii &= byte < 0x80;
		piece->is_unspaced |= class == UNSPACED;
		at += bytes;
		piece->end = (uint32_t)at;
		before = class;
	}
	return count;
}
