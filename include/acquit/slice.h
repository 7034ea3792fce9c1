/*
 * slice.h - a piece of somebody else's text.
 *
 * A slice is borrowed: it is valid until its owner's next call, or as long as
 * the arena it was made from. It is not ended by a NUL and may hold any byte.
 * An absent text has length 0; nobody tells it apart from an empty one.
 */
#ifndef ACQUIT_SLICE_H
#define ACQUIT_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct aq_slice {
	const char *start;
	size_t length;
};

/* For printf's "%.*s". */
#define AQ_SLICE_ARGS(slice) (int)(slice).length, (slice).length ? (slice).start : ""
#define AQ_SLICE(literal)    ((struct aq_slice){(literal), sizeof(literal) - 1})

static inline struct aq_slice aq_slice_of(const char *text)
{
	struct aq_slice slice = {text, text ? strlen(text) : 0};

	return slice;
}

static inline struct aq_slice aq_slice_between(const char *start, const char *end)
{
	struct aq_slice slice = {start, (size_t)(end - start)};

	return slice;
}

static inline bool aq_slice_is_empty(struct aq_slice slice)
{
	return slice.length == 0;
}

static inline bool aq_slice_equals(struct aq_slice one, struct aq_slice other)
{
	return one.length == other.length &&
	       (one.length == 0 || memcmp(one.start, other.start, one.length) == 0);
}

static inline bool aq_slice_is(struct aq_slice slice, const char *text)
{
	return aq_slice_equals(slice, aq_slice_of(text));
}

/* Byte order, the shorter first where one begins with the other. */
int aq_slice_compare(struct aq_slice one, struct aq_slice other);
/* ASCII letters only; the rest must be equal byte by byte. */
bool aq_slice_equals_any_case(struct aq_slice one, struct aq_slice other);
bool aq_slice_starts_with(struct aq_slice slice, struct aq_slice head);
bool aq_slice_ends_with(struct aq_slice slice, struct aq_slice tail);
bool aq_slice_is_ascii(struct aq_slice slice);
/* Blanks are space, tab, CR, LF. */
struct aq_slice aq_slice_trim_blanks(struct aq_slice slice);

static inline bool aq_may_be_blank(char byte)
{
	return (unsigned char)byte <= ' ';
}

/* Asked of nearly every text there is, and few have any. */
static inline struct aq_slice aq_slice_trim(struct aq_slice slice)
{
	if (slice.length > 0 &&
	    (aq_may_be_blank(slice.start[0]) || aq_may_be_blank(slice.start[slice.length - 1])))
		return aq_slice_trim_blanks(slice);
	return slice;
}

/* Where `part` first stands, or SIZE_MAX. */
size_t aq_slice_find(struct aq_slice slice, struct aq_slice part);
/* Cuts `rest` at the first `mark`: the head is returned, `rest` becomes what
 * follows the mark (empty when there was none). */
struct aq_slice aq_slice_cut(struct aq_slice *rest, char mark);
/* Decimal digits only, 1 to 19 of them, no sign; false on anything else. */
bool aq_slice_to_u64(struct aq_slice slice, uint64_t *out);
/* FNV-like 64-bit mix for in-memory tables that payers cannot reach; texts
 * chosen by payers go through aq_siphash (hash.h). */
uint64_t aq_slice_mix(struct aq_slice slice);

/* Of ASCII only; aq_utf8_digit knows every script's. */
static inline bool aq_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

#endif
