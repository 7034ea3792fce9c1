/*
 * words.c - the words that say what a number beside them is.
 */
#include "parts.h"
#include "word_table.h"

struct word {
	struct aq_slice text;
	struct said says;
};

static const struct word words[] = {
#define AQ_WORD(word, kind)   {{(word), sizeof(word) - 1}, {(kind), false}},
#define AQ_EITHER(word, kind) {{(word), sizeof(word) - 1}, {(kind), true}},
#include "words.def"
#undef AQ_EITHER
#undef AQ_WORD
};

static struct word_table table = WORD_TABLE(words);

struct said aq_word_said(struct aq_slice word)
{
	const struct word *found = word_table_find(&table, word);

	return found ? found->says : (struct said){AQ_REF_NONE, false};
}

enum aq_reference_kind aq_word_says(struct aq_slice word)
{
	return aq_word_said(word).kind;
}
