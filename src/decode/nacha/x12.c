/*
 * x12.c - cuts text into segments and elements of ANSI X12.
 *
 * Reads: interchanges whose ISA declares its marks, and bare segments, whose
 * marks are guessed from the usual ones.
 * Refuses: text that does not begin with a segment name and a separator.
 */
#include "x12.h"

#define ISA_ELEMENTS 16

static size_t character_bytes(char first)
{
	unsigned char byte = (unsigned char)first;

	if (byte < 0x80)
		return 1;
	if (byte < 0xe0)
		return 2;
	return byte < 0xf0 ? 3 : 4;
}

static struct aq_slice character_at(struct aq_slice text, size_t at)
{
	size_t bytes;

	if (at >= text.length)
		return (struct aq_slice){NULL, 0};
	bytes = character_bytes(text.start[at]);
	if (bytes > text.length - at)
		bytes = text.length - at;
	return (struct aq_slice){text.start + at, bytes};
}

static bool is_mark(struct aq_slice mark)
{
	static const char *const marks[] = {"*", "|", "\xc2\xa6", "^", ":", ";", "!", "~", "\\"};

	for (size_t index = 0; index < sizeof(marks) / sizeof(marks[0]); index++)
		if (aq_slice_is(mark, marks[index]))
			return true;
	return false;
}

static bool is_separator(struct aq_slice mark)
{
	return aq_slice_is(mark, "*") || aq_slice_is(mark, "|") || aq_slice_is(mark, "\xc2\xa6");
}

/* Any character that could not be part of a word. */
static bool may_be_mark(struct aq_slice mark)
{
	char byte = mark.length > 0 ? mark.start[0] : ' ';

	return byte > ' ' && !(byte >= '0' && byte <= '9') && !(byte >= 'A' && byte <= 'Z') &&
	       !(byte >= 'a' && byte <= 'z');
}

/* The functional group begins behind the interchange's header. */
static bool is_before_group(struct aq_slice text, size_t at, struct aq_slice separator)
{
	struct aq_slice rest = aq_slice_trim((struct aq_slice){text.start + at, text.length - at});

	return aq_slice_starts_with(rest, AQ_SLICE("GS")) &&
	       aq_slice_equals(character_at(rest, 2), separator);
}

/* The terminator stands right behind the sixteenth element of the ISA, which
 * is one character. */
static struct aq_slice declared_terminator(struct aq_slice text, struct aq_slice separator)
{
	size_t at = 0;
	struct aq_slice last;
	struct aq_slice mark;

	for (int count = 0; count < ISA_ELEMENTS; count++) {
		struct aq_slice rest = {text.start + at, text.length - at};
		size_t found = aq_slice_find(rest, separator);

		if (found == SIZE_MAX)
			return (struct aq_slice){NULL, 0};
		at += found + separator.length;
	}
	last = character_at(text, at);
	mark = character_at(text, at + last.length);
	if (aq_slice_equals(mark, separator))
		return (struct aq_slice){NULL, 0};
	if (is_mark(mark) ||
	    (may_be_mark(mark) && is_before_group(text, at + last.length + mark.length, separator)))
		return mark;
	return (struct aq_slice){NULL, 0};
}

static struct aq_slice guessed_terminator(struct aq_slice text)
{
	for (size_t at = 0; at < text.length; at++)
		if (text.start[at] == '\\' || text.start[at] == '~')
			return (struct aq_slice){text.start + at, 1};
	return (struct aq_slice){NULL, 0};
}

bool x12_begin(struct x12 *out, struct aq_slice text)
{
	size_t name = 0;

	while (text.length > 0 && text.start[0] == ' ')
		text = (struct aq_slice){text.start + 1, text.length - 1};
	while (name < text.length && name < 4 &&
	       ((text.start[name] >= 'A' && text.start[name] <= 'Z') ||
		(name > 0 && text.start[name] >= '0' && text.start[name] <= '9')))
		name++;
	out->separator = character_at(text, name);
	out->terminator = (struct aq_slice){NULL, 0};
	if (aq_slice_starts_with(text, AQ_SLICE("ISA")) && may_be_mark(out->separator))
		out->terminator = declared_terminator(text, out->separator);
	if (name < 2 || name > 3 || (!is_separator(out->separator) && out->terminator.length == 0))
		return false;
	out->rest = text;
	if (out->terminator.length == 0)
		out->terminator = guessed_terminator(text);
	return true;
}

static size_t find_mark(struct aq_slice text, struct aq_slice mark)
{
	const char *found;

	if (mark.length == 0)
		return SIZE_MAX;
	if (mark.length > 1)
		return aq_slice_find(text, mark);
	found = memchr(text.start, mark.start[0], text.length);
	return found != NULL ? (size_t)(found - text.start) : SIZE_MAX;
}

static struct aq_slice cut(struct aq_slice *rest, struct aq_slice mark)
{
	size_t at = find_mark(*rest, mark);
	struct aq_slice head = *rest;

	if (at == SIZE_MAX) {
		*rest = (struct aq_slice){rest->start + rest->length, 0};
		return head;
	}
	head.length = at;
	*rest = aq_slice_between(rest->start + at + mark.length, rest->start + rest->length);
	return head;
}

/* The next segment that is not blank; empty at the end. */
static struct aq_slice next_segment(struct x12 *x12)
{
	struct aq_slice segment = {NULL, 0};

	while (x12->rest.length > 0 && segment.length == 0)
		segment = aq_slice_trim(cut(&x12->rest, x12->terminator));
	return segment;
}

bool x12_next(struct x12 *x12, struct x12_segment *out)
{
	struct aq_slice segment = next_segment(x12);

	if (segment.length == 0)
		return false;
	out->count = 0;
	while (segment.length > 0 && out->count < X12_ELEMENTS_MAX)
		out->elements[out->count++] = aq_slice_trim(cut(&segment, x12->separator));
	for (size_t index = out->count; index < X12_ELEMENTS_MAX; index++)
		out->elements[index] = (struct aq_slice){NULL, 0};
	return true;
}

bool x12_next_name(struct x12 *x12, struct aq_slice *out)
{
	struct aq_slice segment = next_segment(x12);

	if (segment.length == 0)
		return false;
	*out = aq_slice_trim(cut(&segment, x12->separator));
	return true;
}
