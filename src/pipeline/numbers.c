/*
 * numbers.c - growing lists of store numbers.
 *
 * Promises: a failure to grow sticks and is looked at once, by the caller.
 */
#include "numbers.h"

#include <stdlib.h>

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

void numbers_sort(struct numbers *numbers)
{
	size_t from, to = 0;

	if (numbers->count == 0)
		return;
	qsort(numbers->list, numbers->count, sizeof(*numbers->list), compare);
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
