/*
 * beside.c - words that say a number beside them is nobody's invoice.
 */
#include "pieces.h"
#include "word_table.h"

#include "acquit/utf8.h"

#define BESIDE_BYTES_MAX   48
#define LITTLE_WORD_MAX	   2 /* in, no, nr */
#define WORDS_BEFORE_MAX   3 /* "card no. in" */
#define RUN_BYTES_MAX	   96 /* of a script without blanks, that is looked through */
#define UNSPACED_BYTES_MIN 6

struct beside_word {
	struct aq_slice text;
	enum beside says;
};

static const struct beside_word words[] = {
#define AQ_BESIDE(word, what) {{(word), sizeof(word) - 1}, (what)},
#include "beside.def"
#undef AQ_BESIDE
};

static struct word_table table = WORD_TABLE(words);

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

static enum beside find(struct aq_slice word)
{
	const struct beside_word *found = word_table_find(&table, word);

	return found ? found->says : BESIDE_NOTHING;
}

/* A script without blanks: the word stands at the end of its run. */
static enum beside find_in_run(struct aq_slice run)
{
	enum beside says = BESIDE_NOTHING;

	for (; says == BESIDE_NOTHING && run.length >= UNSPACED_BYTES_MIN; (void)aq_utf8_next(&run))
		if (run.length <= RUN_BYTES_MAX)
			says = find(run);
	return says;
}

static enum beside look_up(const struct token_place *place, size_t index)
{
	char bytes[PIECE_FOLDED_BYTES];
	size_t length = place->pieces[index].end - place->pieces[index].start;
	enum beside says = BESIDE_NOTHING;

	if (length <= BESIDE_BYTES_MAX)
		says = find(aq_piece_folded(place, index, bytes));
	if (says == BESIDE_NOTHING && place->pieces[index].is_unspaced)
		says = find_in_run(
			(struct aq_slice){place->text.start + place->pieces[index].start, length});
	return says;
}

/* Two words that say it together: p/c, "mã số", "công tơ". */
static enum beside both_say(const struct token_place *place, size_t index)
{
	char bytes[2][PIECE_FOLDED_BYTES];
	char both[2 * PIECE_FOLDED_BYTES];
	struct aq_slice one, other;

	if (index == 0 || place->pieces[index].has_digit || place->pieces[index - 1].has_digit ||
	    place->pieces[index].gap == GAP_WIDE)
		return BESIDE_NOTHING;
	one = aq_piece_folded(place, index - 1, bytes[0]);
	other = aq_piece_folded(place, index, bytes[1]);
	if (one.length == 0 || other.length == 0 || one.length + other.length > sizeof(both))
		return BESIDE_NOTHING;
	memcpy(both, one.start, one.length);
	memcpy(both + one.length, other.start, other.length);
	return find((struct aq_slice){both, one.length + other.length});
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
		says = both_say(place, index);
		if (says == BESIDE_NOTHING)
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
