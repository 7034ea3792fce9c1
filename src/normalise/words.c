/*
 * words.c - the words that say what a number beside them is.
 */
#include "parts.h"

#include <stdlib.h>

struct word {
	struct aq_slice text;
	enum aq_reference_kind says;
};

static const struct word words[] = {
#define AQ_WORD(word, kind) {{(word), sizeof(word) - 1}, (kind)},
#include "words.def"
#undef AQ_WORD
};

#define WORDS_COUNT (sizeof(words) / sizeof(words[0]))

static int compare_words(const void *key, const void *element)
{
	return aq_slice_compare(*(const struct aq_slice *)key,
				((const struct word *)element)->text);
}

enum aq_reference_kind aq_word_says(struct aq_slice word)
{
	const struct word *found;

	if (word.length == 0)
		return AQ_REF_NONE;
	found = bsearch(&word, words, WORDS_COUNT, sizeof(words[0]), compare_words);
	return found ? found->says : AQ_REF_NONE;
}
