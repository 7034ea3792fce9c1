/*
 * beside.c - words that say a number beside them is nobody's invoice.
 */
#include "pieces.h"

#include <stdlib.h>

#include "acquit/utf8.h"

#define BESIDE_BYTES_MAX 24
#define LITTLE_WORD_MAX	 2 /* in, no, nr */
#define WORDS_BEFORE_MAX 3 /* "card no. in" */

struct beside_word {
	struct aq_slice text;
	enum beside says;
};

static const struct beside_word words[] = {
#define AQ_BESIDE(word, what) {{(word), sizeof(word) - 1}, (what)},
#include "beside.def"
#undef AQ_BESIDE
};

#define WORDS_COUNT (sizeof(words) / sizeof(words[0]))

static int compare_words(const void *key, const void *element)
{
	return aq_slice_compare(*(const struct aq_slice *)key,
				((const struct beside_word *)element)->text);
}

struct aq_slice aq_piece_folded(const struct token_place *place, size_t index,
				char bytes[PIECE_FOLDED_BYTES])
{
	const struct piece *piece = &place->pieces[index];
	struct aq_slice word = {place->text.start + piece->start, piece->end - piece->start};

	if (!piece->is_ascii)
		return aq_utf8_fold(place->list->arena, word);
	if (word.length > PIECE_FOLDED_BYTES)
		return (struct aq_slice){"", 0};
	for (size_t i = 0; i < word.length; i++)
		bytes[i] = word.start[i] >= 'A' && word.start[i] <= 'Z'
				   ? (char)(word.start[i] - 'A' + 'a')
				   : word.start[i];
	word.start = bytes;
	return word;
}

static enum beside look_up(const struct token_place *place, size_t index)
{
	const struct beside_word *found;
	char bytes[PIECE_FOLDED_BYTES];
	struct aq_slice word;

	if (place->pieces[index].end - place->pieces[index].start > BESIDE_BYTES_MAX)
		return BESIDE_NOTHING;
	word = aq_piece_folded(place, index, bytes);
	found = bsearch(&word, words, WORDS_COUNT, sizeof(words[0]), compare_words);
	return found ? found->says : BESIDE_NOTHING;
}

enum beside aq_piece_says(const struct token_place *place, size_t index)
{
	struct piece *piece;

	if (index >= place->piece_count)
		return BESIDE_NOTHING;
	piece = &place->pieces[index];
	if (piece->has_digit)
		return BESIDE_NOTHING;
	if (piece->beside == 0)
		piece->beside = (uint8_t)(1 + look_up(place, index));
	return (enum beside)(piece->beside - 1);
}

bool aq_word_before_says(const struct token_place *place, size_t index, enum beside what)
{
	char bytes[PIECE_FOLDED_BYTES];
	enum beside says;

	for (unsigned steps = 0; steps < WORDS_BEFORE_MAX && index > 0; steps++) {
		index--;
		says = aq_piece_says(place, index);
		if (says != BESIDE_NOTHING)
			return says == what;
		if (place->pieces[index].has_digit)
			return false;
		if (place->pieces[index].end - place->pieces[index].start > LITTLE_WORD_MAX &&
		    aq_word_says(aq_piece_folded(place, index, bytes)) != AQ_REF_TEXT)
			return false;
	}
	return false;
}
