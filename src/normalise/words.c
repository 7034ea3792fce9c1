/*
 * words.c - the words that say what a number beside them is.
 */
#include "parts.h"

#include <stdlib.h>

struct word {
	struct aq_slice text;
	enum aq_reference_kind says;
	bool is_either;
};

static const struct word words[] = {
#define AQ_WORD(word, kind)   {{(word), sizeof(word) - 1}, (kind), false},
#define AQ_EITHER(word, kind) {{(word), sizeof(word) - 1}, (kind), true},
#include "words.def"
#undef AQ_EITHER
#undef AQ_WORD
};

#define WORDS_COUNT (sizeof(words) / sizeof(words[0]))

static int compare_words(const void *key, const void *element)
{
	return aq_slice_compare(*(const struct aq_slice *)key,
				((const struct word *)element)->text);
}

static const struct word *find(struct aq_slice word)
{
	return word.length > 0 ? bsearch(&word, words, WORDS_COUNT, sizeof(words[0]), compare_words)
			       : NULL;
}

enum aq_reference_kind aq_word_says(struct aq_slice word)
{
	const struct word *found = find(word);

	return found ? found->says : AQ_REF_NONE;
}

bool aq_word_is_either(struct aq_slice word)
{
	const struct word *found = find(word);

	return found && found->is_either;
}
