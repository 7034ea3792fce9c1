/*
 * sort.c - pairs of key and place in key order.
 *
 * A radix sort, one byte of the key at a time from the lowest; a byte that all
 * keys share costs one look. Sorting a chunk costs a few milliseconds and makes
 * every B-tree behind it up to thirty times cheaper.
 */
#include "sq.h"

#define DIGIT_BITS  8
#define DIGIT_COUNT (1u << DIGIT_BITS)
#define FEW	    32

static void sort_few(struct sq_pair *pairs, size_t count)
{
	for (size_t at = 1; at < count; at++) {
		struct sq_pair pair = pairs[at];
		size_t to = at;

		for (; to > 0 && pairs[to - 1].key > pair.key; to--)
			pairs[to] = pairs[to - 1];
		pairs[to] = pair;
	}
}

static bool is_sorted(const struct sq_pair *pairs, size_t count)
{
	for (size_t at = 1; at < count; at++)
		if (pairs[at - 1].key > pairs[at].key)
			return false;
	return true;
}

/* False when all keys have the same digit there: nothing was moved. */
static bool sort_digit(const struct sq_pair *from, struct sq_pair *to, size_t count, unsigned shift)
{
	size_t starts[DIGIT_COUNT] = {0};
	size_t total = 0;

	for (size_t at = 0; at < count; at++)
		starts[from[at].key >> shift & (DIGIT_COUNT - 1)]++;
	if (starts[from[0].key >> shift & (DIGIT_COUNT - 1)] == count)
		return false;
	for (size_t digit = 0; digit < DIGIT_COUNT; digit++) {
		size_t here = starts[digit];

		starts[digit] = total;
		total += here;
	}
	for (size_t at = 0; at < count; at++)
		to[starts[from[at].key >> shift & (DIGIT_COUNT - 1)]++] = from[at];
	return true;
}

void sq_sort(struct sq_pair *pairs, struct sq_pair *spare, size_t count)
{
	struct sq_pair *from = pairs;
	struct sq_pair *to = spare;

	if (count <= FEW) {
		sort_few(pairs, count);
		return;
	}
	if (is_sorted(pairs, count))
		return;
	for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
		struct sq_pair *swap = from;

		if (!sort_digit(from, to, count, shift))
			continue;
		from = to;
		to = swap;
	}
	if (from != pairs)
		memcpy(pairs, from, count * sizeof(*pairs));
}

struct sq_pair *sq_pairs(struct aq_arena *arena, size_t count)
{
	if (count > SIZE_MAX / 2 - 1)
		return NULL;
	return aq_arena_take_many(arena, 2 * count + 1, sizeof(struct sq_pair));
}
