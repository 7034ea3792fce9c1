/*
 * token_short.c - numbers written short: lists that write what their numbers share
 * once (F2026-730308, 730309), and a word without its blank behind one (№4711от).
 *
 * Promises: of a list, a group of digits is read with the beginning of the number before it
 * where that number ends in as many digits. It is doubtful by itself: whoever
 * owns the number written out, or the amount, must speak for it.
 * Refuses: groups behind a blank, and what may be a date, an amount or a telephone
 * number.
 */
#include "acquit/utf8.h"
#include "pieces.h"

#define DIGITS_MIN    4
#define PIECES_JOINED 4 /* before the last one of a number that a word is glued to */
#define NUMBERS_BACK  32 /* of a list that is looked through for its first number */

struct aq_slice aq_place_text(const struct token_place *place, size_t first, size_t last)
{
	const struct piece *from = &place->pieces[first];

	return (struct aq_slice){place->text.start + from->start,
				 place->pieces[last].end - from->start};
}

bool aq_place_is_digits(const struct token_place *place, size_t index, size_t length)
{
	const struct piece *piece = &place->pieces[index];

	return piece->has_digit && !piece->has_letter && piece->is_ascii &&
	       piece->end - piece->start == length;
}

bool aq_place_is_listed(const struct token_place *place, size_t index)
{
	const struct piece *piece = &place->pieces[index];
	const struct piece *before = piece - 1;

	if (piece->gap == GAP_WIDE)
		return true;
	return piece->gap == GAP_TIGHT && piece->start - before->end == 1 &&
	       place->text.start[before->end] == '/';
}

size_t aq_place_start(const struct token_place *place, size_t index)
{
	size_t start = index;

	while (start > 0 && place->pieces[start].gap == GAP_TIGHT &&
	       !aq_place_is_listed(place, start) && place->pieces[start - 1].is_ascii)
		start--;
	return start;
}

bool aq_place_whole(const struct token_place *place, size_t index, size_t *start, size_t *end)
{
	size_t length = place->pieces[index].end - place->pieces[index].start;

	for (size_t back = 0; back < NUMBERS_BACK && index > 0; back++) {
		if (!aq_place_is_listed(place, index) ||
		    !aq_place_is_digits(place, index - 1, length))
			return false;
		index--;
		*end = index;
		*start = aq_place_start(place, index);
		if (*start < index)
			return true;
	}
	return false;
}

/* "от", of: the day of an invoice follows. */
static const struct aq_slice behind = {"\xD0\xBE\xD1\x82", 4};

static struct aq_token token_at(const struct token_field *field, struct aq_slice written)
{
	return (struct aq_token){.written = written,
				 .kind = field->kind,
				 .offset = field->is_free_text
						   ? (uint32_t)(written.start - field->text.start)
						   : UINT32_MAX,
				 .remittance_index = field->remittance_index};
}

/* The text of the pieces from `first` on, without the word behind. */
static struct aq_slice without_word(const struct token_place *place, size_t first)
{
	struct aq_slice written = aq_place_text(place, first, place->first);

	written.length -= behind.length;
	return written;
}

/* INV-642437от is written in one go: its last digits alone are a piece of it. */
static void add_joined_without_word(const struct token_place *place,
				    const struct token_field *field)
{
	size_t first = place->first;
	struct aq_token token;
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice folded = {bytes, 0};

	while (first > 0 && place->first - first < PIECES_JOINED &&
	       place->pieces[first].gap == GAP_TIGHT && place->pieces[first - 1].is_ascii)
		first--;
	token = token_at(field, without_word(place, first));
	folded.length = aq_number_fold(place->list->arena, token.written, bytes, sizeof(bytes));
	if (first < place->first && folded.length <= sizeof(bytes))
		aq_token_add(place->list, token, folded);
}

static void add_without_word(const struct token_place *place, const struct token_field *field)
{
	struct aq_slice written = aq_place_text(place, place->first, place->first);
	struct aq_token token;

	if (written.length <= behind.length)
		return;
	written.length -= behind.length;
	if (memcmp(written.start + written.length, behind.start, behind.length) != 0)
		return;
	for (size_t at = 0; at < written.length; at++)
		if (!aq_is_digit(written.start[at]))
			return;
	token = token_at(field, written);
	aq_token_doubts(place, written, &token);
	token.is_part = place->first > 0 && place->pieces[place->first].gap == GAP_TIGHT;
	aq_token_add(place->list, token, written);
	add_joined_without_word(place, field);
}

static void add_of_list(const struct token_place *place, const struct token_field *field)
{
	size_t index = place->first, start, end, length;
	size_t digits = place->pieces[index].end - place->pieces[index].start;
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice folded = {bytes, 0};
	struct aq_token token = token_at(field, aq_place_text(place, index, index));

	token.is_part = true;
	if (digits < DIGITS_MIN || !aq_place_is_digits(place, index, digits) ||
	    !aq_place_whole(place, index, &start, &end))
		return;
	aq_token_doubts(place, token.written, &token);
	if (token.is_date_like || token.is_amount_like || token.is_phone_like)
		return;
	length = aq_number_fold(place->list->arena, aq_place_text(place, start, end), bytes,
				sizeof(bytes));
	if (length > sizeof(bytes) || length < digits)
		return;
	memcpy(bytes + length - digits, token.written.start, digits);
	folded.length = length;
	/* F2026-730308/730309 is a list when all of it is known. */
	if (place->pieces[index].gap == GAP_TIGHT)
		token.run = aq_place_text(place, start, index);
	aq_token_add(place->list, token, folded);
}

void aq_token_short(const struct token_place *place, const struct token_field *field)
{
	if (place->pieces[place->first].has_letter)
		add_without_word(place, field);
	else
		add_of_list(place, field);
	aq_token_halves(place, field);
	aq_token_listed(place, field);
}
