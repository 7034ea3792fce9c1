/*
 * word_table.c - words of a table found by what they are.
 *
 * Words beside numbers and in names are asked for by the million, and most are in no
 * table: one look tells. Where they are is written down when the first is asked for.
 */
#include "word_table.h"

#include <pthread.h>

#include "acquit/claim.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const struct aq_slice *row_at(const struct word_table *table, size_t row)
{
	return (const struct aq_slice *)((const char *)table->rows + row * table->row_bytes);
}

/* The place of a word, or the free one where it would be. */
static size_t place_of(const struct word_table *table, struct aq_slice word)
{
	size_t place = aq_slice_mix(word) % WORD_PLACES;

	while (table->places[place] != 0 &&
	       !aq_slice_equals(*row_at(table, table->places[place] - 1u), word))
		place = (place + 1) % WORD_PLACES;
	return place;
}

static void make(struct word_table *table)
{
	AQ_CLAIM(table->count < WORD_PLACES / 2);
	AQ_CLAIM(pthread_mutex_lock(&lock) == 0);
	if (!atomic_load_explicit(&table->is_made, memory_order_relaxed)) {
		for (size_t row = 0; row < table->count; row++)
			table->places[place_of(table, *row_at(table, row))] = (uint16_t)(row + 1);
		atomic_store_explicit(&table->is_made, true, memory_order_release);
	}
	AQ_CLAIM(pthread_mutex_unlock(&lock) == 0);
}

const void *word_table_find(struct word_table *table, struct aq_slice word)
{
	size_t place;

	if (!atomic_load_explicit(&table->is_made, memory_order_acquire))
		make(table);
	place = place_of(table, word);
	return table->places[place] == 0 ? NULL : row_at(table, table->places[place] - 1u);
}
