/*
 * sorted.h - rows that lie in ascending order of a whole number in them, found
 * by halving.
 */
#ifndef ACQUIT_SORTED_H
#define ACQUIT_SORTED_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Borrows the rows; key_offset is where a row's uint64_t stands. */
struct aq_sorted {
	const void *rows;
	size_t count, row_bytes, key_offset;
};

/* Of an array of structs: its member's name is the key. */
#define AQ_SORTED(array, array_count, member)                                                      \
	((struct aq_sorted){.rows = (array),                                                       \
			    .count = (array_count),                                                \
			    .row_bytes = sizeof((array)[0]),                                       \
			    .key_offset = offsetof(__typeof__((array)[0]), member)})

/* The place of the first row whose key is not below `key`; count if none is. */
static inline size_t aq_sorted_from(struct aq_sorted sorted, uint64_t key)
{
	const char *rows = sorted.rows; /* NULL when there are none */
	size_t low = 0, high = sorted.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint64_t found;

		memcpy(&found, rows + middle * sorted.row_bytes + sorted.key_offset, sizeof(found));
		if (found < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A row with the key, the first of equal ones; NULL if there is none. */
static inline const void *aq_sorted_find(struct aq_sorted sorted, uint64_t key)
{
	size_t at = aq_sorted_from(sorted, key);
	const char *row;
	uint64_t found;

	if (at == sorted.count)
		return NULL;
	row = (const char *)sorted.rows + at * sorted.row_bytes;
	memcpy(&found, row + sorted.key_offset, sizeof(found));
	return found == key ? row : NULL;
}

#endif
