/*
 * numbers.c - growing lists of store numbers.
 *
 * Promises: a failure to grow sticks and is looked at once, by the caller.
 * Design: sorted a byte at a time from the lowest; bytes that all share, as most of a
 * store number's are, cost one look.
 */
#include "numbers.h"

#include <stdlib.h>
#include <string.h>

static void grow_new(struct numbers *numbers)
{
	size_t room = numbers->room ? numbers->room * 2 : 1024;
	uint64_t *list = realloc(numbers->list, room * sizeof(*list));

	if (!list) {
		numbers->has_failed = true;
		return;
	}
	numbers->list = list;
	numbers->room = room;
}

void numbers_add(struct numbers *numbers, uint64_t number)
{
	if (numbers->has_failed)
		return;
	if (numbers->count == numbers->room)
		grow_new(numbers);
	if (!numbers->has_failed)
		numbers->list[numbers->count++] = number;
}

static int compare(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static bool is_sorted(const struct numbers *numbers)
{
	for (size_t at = 1; at < numbers->count; at++)
		if (numbers->list[at - 1] > numbers->list[at])
			return false;
	return true;
}

#define BYTE_VALUES 256
#define FEW	    64

/* False when all numbers have the same byte there: nothing was moved. */
static bool sort_byte(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
	size_t starts[BYTE_VALUES] = {0};
	size_t total = 0;

	for (size_t at = 0; at < count; at++)
		starts[from[at] >> shift & 0xFF]++;
	if (starts[from[0] >> shift & 0xFF] == count)
		return false;
	for (size_t value = 0; value < BYTE_VALUES; value++) {
		size_t here = starts[value];

		starts[value] = total;
		total += here;
	}
	for (size_t at = 0; at < count; at++)
		to[starts[from[at] >> shift & 0xFF]++] = from[at];
	return true;
}

/* As much as qsort takes beside the list, which otherwise does it in place; NULL also
 * where the list is so short that it is as quick. */
static uint64_t *spare_new(size_t count)
{
	return count > FEW ? malloc(count * sizeof(uint64_t)) : NULL;
}

static void sort(struct numbers *numbers)
{
	uint64_t *spare = spare_new(numbers->count);
	uint64_t *from = numbers->list;
	uint64_t *to = spare;

	if (!spare) {
		qsort(numbers->list, numbers->count, sizeof(*numbers->list), compare);
		return;
	}
	for (unsigned shift = 0; shift < 64; shift += 8) {
		uint64_t *swap = from;

		if (!sort_byte(from, to, numbers->count, shift))
			continue;
		from = to;
		to = swap;
	}
	if (from != numbers->list)
		memcpy(numbers->list, from, numbers->count * sizeof(*from));
	free(spare);
}

void numbers_sort(struct numbers *numbers)
{
	size_t from, to = 0;

	if (!is_sorted(numbers))
		sort(numbers);
	for (from = 0; from < numbers->count; from++)
		if (to == 0 || numbers->list[to - 1] != numbers->list[from])
			numbers->list[to++] = numbers->list[from];
	numbers->count = to;
}

bool numbers_hold(const struct numbers *numbers, uint64_t number)
{
	return numbers->count > 0 && bsearch(&number, numbers->list, numbers->count,
					     sizeof(*numbers->list), compare) != NULL;
}

void numbers_free(struct numbers *numbers)
{
	free(numbers->list);
	*numbers = (struct numbers){.count = 0};
}
