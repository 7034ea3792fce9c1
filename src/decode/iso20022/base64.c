/*
 * base64.c - a document that stands in base64 in its envelope.
 *
 * Reads: the alphabet of RFC 4648, with blanks and line ends anywhere.
 * Promises: what such a text begins with is known by its first letters alone,
 * since a document begins with a mark, a declaration, or its first element.
 */
#include "iso.h"

/* "<?xml", "<Document", "<Doc" behind a byte order mark, and the marks of gzip and zip. */
static const struct {
	const char *letters;
	enum base64_start start;
} starts[] = {
	{"PD94bWwg", BASE64_DOCUMENT}, {"PERvY3Vt", BASE64_DOCUMENT}, {"77u/PD94", BASE64_DOCUMENT},
	{"77u/PERv", BASE64_DOCUMENT}, {"H4sIA", BASE64_COMPRESSED},  {"H4sIC", BASE64_COMPRESSED},
	{"UEsDBB", BASE64_COMPRESSED},
};

enum base64_start base64_start(struct aq_slice text)
{
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (aq_slice_starts_with(text, aq_slice_of(starts[i].letters)))
			return starts[i].start;
	return BASE64_NONE;
}

/* 64: it does not count; 65: the text ends here; 66: it is no base64. */
static unsigned value_of(char letter)
{
	if (letter >= 'A' && letter <= 'Z')
		return (unsigned)(letter - 'A');
	if (letter >= 'a' && letter <= 'z')
		return (unsigned)(letter - 'a') + 26;
	if (letter >= '0' && letter <= '9')
		return (unsigned)(letter - '0') + 52;
	switch (letter) {
	case '+':
		return 62;
	case '/':
		return 63;
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		return 64;
	case '=':
		return 65;
	default:
		return 66;
	}
}

bool base64_take(struct iso_wrapped *wrapped, struct aq_slice *text)
{
	while (text->length > 0 && wrapped->byte_count < sizeof(wrapped->bytes)) {
		unsigned value = value_of(text->start[0]);

		if (value == 66 || (wrapped->is_base64_over && value < 64))
			return false;
		text->start++;
		text->length--;
		wrapped->is_base64_over |= value == 65;
		if (value >= 64)
			continue;
		wrapped->base64_bits = wrapped->base64_bits << 6 | value;
		wrapped->base64_bit_count += 6;
		if (wrapped->base64_bit_count < 8)
			continue;
		wrapped->base64_bit_count -= 8;
		wrapped->bytes[wrapped->byte_count++] =
			(char)(wrapped->base64_bits >> wrapped->base64_bit_count & 0xFF);
	}
	return true;
}
