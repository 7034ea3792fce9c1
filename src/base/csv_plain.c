/*
 * csv_plain.c - splits lines that leave no question, which nearly all do.
 *
 * A cell without quotes, or one that is quoted whole and holds no quote, reads
 * the same in every way of quoting: such a line is cut at its delimiters, and
 * its cells stay where they are. Any other line is left to those who know.
 *
 * Reads: one line without its end.
 * Promises: what libcsv and the lenient splitter would have made of it.
 * Refuses: a quote anywhere else, a quote that the line does not close, and more
 * cells than a row may have.
 */
#include "csv_internal.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK_BYTES 64

/* The marks of a line, one after the other: delimiters and quotes. */
struct marks {
	const char *at; /* of the present block */
	const char *end; /* of the line */
	const char *readable_end;
	uint64_t ahead; /* marks of the block that were not taken, a bit a byte */
	char delimiter;
	char quote;
};

#ifdef __SSE2__
static inline uint64_t marks_in(const char block[BLOCK_BYTES], char delimiter, char quote)
{
	const __m128i delimiters = _mm_set1_epi8(delimiter);
	const __m128i quotes = _mm_set1_epi8(quote);
	uint64_t found = 0;

	for (int part = 0; part < BLOCK_BYTES / 16; part++) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + 16 * part));
		__m128i is_mark = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters),
					       _mm_cmpeq_epi8(bytes, quotes));

		found |= (uint64_t)(uint32_t)_mm_movemask_epi8(is_mark) << (16 * part);
	}
	return found;
}
#else
static inline uint64_t marks_in(const char block[BLOCK_BYTES], char delimiter, char quote)
{
	uint64_t found = 0;

	for (int index = 0; index < BLOCK_BYTES; index++)
		found |= (uint64_t)(block[index] == delimiter || block[index] == quote) << index;
	return found;
}
#endif

/* Near the end of what may be read. */
static uint64_t marks_in_copy(const struct marks *marks, size_t left)
{
	char copy[BLOCK_BYTES] = {0};

	memcpy(copy, marks->at, left);
	return marks_in(copy, marks->delimiter, marks->quote);
}

/* What stands in the block that begins here; nothing behind the line counts. */
static inline void look(struct marks *marks)
{
	size_t left = (size_t)(marks->end - marks->at);

	marks->ahead = marks->readable_end - marks->at < BLOCK_BYTES
			       ? marks_in_copy(marks, left)
			       : marks_in(marks->at, marks->delimiter, marks->quote);
	if (left < BLOCK_BYTES)
		marks->ahead &= ((uint64_t)1 << left) - 1;
}

/* The next mark, or the end of the line. */
static inline const char *next_mark(struct marks *marks)
{
	const char *found;

	while (marks->ahead == 0) {
		if (marks->end - marks->at <= BLOCK_BYTES)
			return marks->end;
		marks->at += BLOCK_BYTES;
		look(marks);
	}
	found = marks->at + __builtin_ctzll(marks->ahead);
	marks->ahead &= marks->ahead - 1;
	return found;
}

/* From its opening quote; the mark behind it, NULL when it is not plain. */
static inline const char *take_quoted(struct marks *marks, struct aq_slice *cell,
				      const char *opening)
{
	const char *mark = next_mark(marks);

	while (mark != marks->end && *mark != marks->quote)
		mark = next_mark(marks);
	if (mark == marks->end)
		return NULL;
	*cell = aq_slice_between(opening + 1, mark);
	if (mark + 1 != marks->end && mark[1] != marks->delimiter)
		return NULL;
	return next_mark(marks);
}

bool aq_csv_split_plain(const struct csv_splitter *splitter, struct csv_row *row,
			struct aq_slice line, const char *readable_end)
{
	struct marks marks = {
		.at = line.start,
		.end = line.start + line.length,
		.readable_end = readable_end,
		.delimiter = splitter->delimiter,
		.quote = splitter->has_quotes ? splitter->quote : splitter->delimiter,
	};
	struct aq_slice *cells = row->cells;
	const char *at = line.start;

	look(&marks);
	for (size_t count = 0; count < AQ_CSV_CELLS_MAX; count++) {
		const char *mark = next_mark(&marks);

		if (mark == marks.end || *mark == marks.delimiter)
			cells[count] = aq_slice_between(at, mark);
		else
			mark = mark == at ? take_quoted(&marks, &cells[count], mark) : NULL;
		if (mark == marks.end) {
			row->cell_count = count + 1;
			return true;
		}
		if (!mark)
			break;
		at = mark + 1;
	}
	return false;
}
