/*
 * slice.c - comparing, cutting and searching borrowed texts.
 *
 * These run for every cell of every file: no allocation, no locale.
 */
#include "acquit/slice.h"

/* The most digits that surely fit into 64 bits; 10^19 - 1 is below 2^64. */
#define U64_DIGITS_MAX 19

static char lower_ascii(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

int aq_slice_compare(struct aq_slice one, struct aq_slice other)
{
	size_t shared = one.length < other.length ? one.length : other.length;
	int order = shared ? memcmp(one.start, other.start, shared) : 0;

	if (order != 0)
		return order < 0 ? -1 : 1;
	if (one.length == other.length)
		return 0;
	return one.length < other.length ? -1 : 1;
}

bool aq_slice_equals_any_case(struct aq_slice one, struct aq_slice other)
{
	if (one.length != other.length)
		return false;
	for (size_t index = 0; index < one.length; index++)
		if (one.start[index] != other.start[index] &&
		    lower_ascii(one.start[index]) != lower_ascii(other.start[index]))
			return false;
	return true;
}

bool aq_slice_starts_with(struct aq_slice slice, struct aq_slice head)
{
	return slice.length >= head.length &&
	       (head.length == 0 || memcmp(slice.start, head.start, head.length) == 0);
}

bool aq_slice_ends_with(struct aq_slice slice, struct aq_slice tail)
{
	return tail.length == 0 ||
	       (slice.length >= tail.length &&
		memcmp(slice.start + (slice.length - tail.length), tail.start, tail.length) == 0);
}

bool aq_slice_is_ascii(struct aq_slice slice)
{
	size_t at = 0;

	for (uint64_t word; slice.length - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, slice.start + at, sizeof(word));
		if (word & 0x8080808080808080u)
			return false;
	}
	for (; at < slice.length; at++)
		if ((unsigned char)slice.start[at] >= 0x80)
			return false;
	return true;
}

struct aq_slice aq_slice_trim_blanks(struct aq_slice slice)
{
	while (slice.length > 0 && is_blank(slice.start[0])) {
		slice.start++;
		slice.length--;
	}
	while (slice.length > 0 && is_blank(slice.start[slice.length - 1]))
		slice.length--;
	return slice;
}

size_t aq_slice_find(struct aq_slice slice, struct aq_slice part)
{
	const char *found;

	if (part.length == 0)
		return 0;
	if (part.length > slice.length)
		return SIZE_MAX;
	found = memmem(slice.start, slice.length, part.start, part.length);
	return found ? (size_t)(found - slice.start) : SIZE_MAX;
}

struct aq_slice aq_slice_cut(struct aq_slice *rest, char mark)
{
	struct aq_slice head = *rest;
	const char *found = rest->length ? memchr(rest->start, mark, rest->length) : NULL;

	if (!found) {
		/* Adding even nothing to a NULL pointer is not defined. */
		if (rest->length > 0)
			rest->start += rest->length;
		rest->length = 0;
		return head;
	}
	head.length = (size_t)(found - head.start);
	rest->length -= head.length + 1;
	rest->start = found + 1;
	return head;
}

bool aq_slice_to_u64(struct aq_slice slice, uint64_t *out)
{
	uint64_t number = 0;

	if (slice.length == 0 || slice.length > U64_DIGITS_MAX)
		return false;
	for (size_t index = 0; index < slice.length; index++) {
		unsigned digit = (unsigned)(unsigned char)slice.start[index] - '0';

		if (digit > 9)
			return false;
		number = number * 10 + digit;
	}
	*out = number;
	return true;
}

static uint64_t read_word(const char *bytes, size_t count)
{
	uint64_t word = 0;

	memcpy(&word, bytes, count);
	return word;
}

static uint64_t mix_word(uint64_t state, uint64_t word)
{
	unsigned __int128 product = (unsigned __int128)(state ^ word) * 0x9E3779B97F4A7C15u;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t aq_slice_mix(struct aq_slice slice)
{
	uint64_t state = 0xCBF29CE484222325u ^ slice.length;
	const char *at = slice.start;
	size_t left = slice.length;

	for (; left >= 8; left -= 8, at += 8)
		state = mix_word(state, read_word(at, 8)) + 0x9FB21C651E98DF25u;
	if (left > 0)
		state = mix_word(state, read_word(at, left)) + 0x9FB21C651E98DF25u;
	return mix_word(state, 0xD6E8FEB86659FD93u);
}
