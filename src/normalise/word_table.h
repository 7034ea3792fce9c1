/*
 * word_table.h - words of a table found by what they are (private to normalise).
 */
#ifndef ACQUIT_NORMALISE_WORD_TABLE_H
#define ACQUIT_NORMALISE_WORD_TABLE_H

#include <stdatomic.h>

#include "acquit/slice.h"

#define WORD_PLACES 1024 /* far more than any table has words: most that is asked is none */

/* Of constant rows that begin with their words. */
struct word_table {
	const void *rows;
	size_t count;
	size_t row_bytes;
	atomic_bool is_made;
	uint16_t places[WORD_PLACES]; /* 1 + row, from where its word's mix says on; 0: none */
};

#define WORD_TABLE(of)                                                                             \
	{                                                                                          \
		.rows = (of), .count = sizeof(of) / sizeof((of)[0]), .row_bytes = sizeof((of)[0])  \
	}

/* The row of a word, NULL: there is none. Safe for several threads. */
const void *word_table_find(struct word_table *table, struct aq_slice word);

#endif
