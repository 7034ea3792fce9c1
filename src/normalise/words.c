/*
 * words.c - the words that say what a number beside them is.
 */
#include "parts.h"
#include "word_table.h"

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

static struct word_table table = WORD_TABLE(words);

static const struct word *find(struct aq_slice word)
{
	return word_table_find(&table, word);
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
