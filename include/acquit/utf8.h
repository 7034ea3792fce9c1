/*
 * utf8.h - text in Unicode: checks, folding, JSON and HTML escapes, iconv.
 */
#ifndef ACQUIT_UTF8_H
#define ACQUIT_UTF8_H

#include "acquit/arena.h"
#include "acquit/buffer.h"

/* Bytes from the start that are well-formed UTF-8 without NUL; equal to the length when all is. */
size_t aq_utf8_valid_bytes(struct aq_slice text);
/* One code point from the start of a text; 0 at its end. A malformed byte is
 * U+FFFD, and so are the bytes after it that it would have needed. */
uint32_t aq_utf8_next_wide(struct aq_slice *rest);
/* Most are ASCII. */
static inline uint32_t aq_utf8_next(struct aq_slice *rest)
{
	unsigned char first = rest->length > 0 ? (unsigned char)rest->start[0] : 0x80;

	if (first >= 0x80)
		return aq_utf8_next_wide(rest);
	rest->start++;
	rest->length--;
	return first;
}

void aq_utf8_put(struct aq_buffer *out, uint32_t code_point);
/* Compatibility-folded (NFKC), case-folded (utf8proc); malformed bytes become
 * U+FFFD. The result lives in `arena`; ASCII text takes a fast path. */
struct aq_slice aq_utf8_fold(struct aq_arena *arena, struct aq_slice text);
/* The value 0-9 of a decimal digit of any script, else -1. */
int aq_utf8_digit(uint32_t code_point);
/* Space of any kind; any dash of Unicode (category Pd, U+2212, U+00AD). */
bool aq_utf8_is_space(uint32_t code_point);
bool aq_utf8_is_dash(uint32_t code_point);
/* A mark that stands on a letter; the letter without the marks that are part of it. */
bool aq_utf8_is_mark(uint32_t code_point);
uint32_t aq_utf8_without_marks(uint32_t code_point);
/* Letter or digit of any script. */
bool aq_utf8_is_alphanumeric(uint32_t code_point);

/* A JSON string with its quotes; control characters, U+2028/9 and malformed
 * bytes are escaped. */
void aq_json_put(struct aq_buffer *out, struct aq_slice text);
/* & < > " ' escaped; control characters and bidirectional overrides shown as
 * visible codes such as "\u202e"; malformed bytes as "\xNN". */
void aq_html_put(struct aq_buffer *out, struct aq_slice text);
/* For terminals and logs: control, escape and malformed bytes as \xNN. */
void aq_printable_put(struct aq_buffer *out, struct aq_slice text);

/* Converts a stream from an encoding iconv knows to UTF-8. Undefined and cut
 * bytes are AQ_BAD_FILE with the byte offset in err->at.column. */
struct aq_converter;
enum aq_status aq_converter_new(struct aq_converter **out, const char *encoding,
				struct aq_error *err);
void aq_converter_free(struct aq_converter *converter);
enum aq_status aq_converter_feed(struct aq_converter *converter, struct aq_slice bytes,
				 struct aq_buffer *out, struct aq_error *err);
enum aq_status aq_converter_finish(struct aq_converter *converter, struct aq_buffer *out,
				   struct aq_error *err);

#endif
