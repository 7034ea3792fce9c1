/*
 * token_glued.c - two numbers of one shape written in one go: F2026-03472F2026-03473.
 *
 * Promises: each half is a candidate that needs a second fact; where both are known
 * they are a list.
 * Refuses: equal halves, halves with few digits, and digits alone: half of any long
 * number is some invoice's where many are open.
 */
#include "pieces.h"

#define HALF_DIGITS_MIN 5
#define HALF_MAX	(TOKEN_LENGTH_MAX / 2)

/* All digits of one half stand where the other's do, and the letters are the same:
 * at least one. */
static bool is_alike(struct aq_slice one, struct aq_slice other)
{
	size_t digits = 0;

	for (size_t i = 0; i < one.length; i++) {
		bool is_digit = aq_is_digit(one.start[i]);

		if (one.start[i] != other.start[i] && !(is_digit && aq_is_digit(other.start[i])))
			return false;
		digits += is_digit;
	}
	return digits >= HALF_DIGITS_MIN && digits < one.length &&
	       memcmp(one.start, other.start, one.length) != 0;
}

static bool is_alphanumeric(char byte)
{
	return aq_is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Where the text stands when `count` letters and digits were passed. */
static size_t passed(struct aq_slice text, size_t count)
{
	size_t at = 0;

	for (; at < text.length && count > 0; at++)
		count -= is_alphanumeric(text.start[at]);
	return at;
}

static void add_half(const struct token_place *place, const struct token_field *field,
		     struct aq_slice written, struct aq_slice run)
{
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice folded = {bytes, 0};

	folded.length = aq_number_fold(place->list->arena, written, bytes, sizeof(bytes));
	aq_token_add(place->list,
		     (struct aq_token){.written = written,
				       .kind = field->kind,
				       .offset = field->is_free_text ? (uint32_t)(written.start -
										  field->text.start)
								     : UINT32_MAX,
				       .remittance_index = field->remittance_index,
				       .is_part = true,
				       .run = run},
		     folded);
}

void aq_token_halves(const struct token_place *place, const struct token_field *field)
{
	size_t first = place->first;
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice run, one, other;
	size_t length, half;

	if (!place->pieces[first].is_ascii ||
	    (first + 1 < place->piece_count && place->pieces[first + 1].gap == GAP_TIGHT))
		return;
	while (first > 0 && place->pieces[first].gap == GAP_TIGHT &&
	       place->pieces[first - 1].is_ascii)
		first--;
	run = aq_place_text(place, first, place->first);
	length = aq_number_fold(place->list->arena, run, bytes, sizeof(bytes));
	half = length / 2;
	if (length % 2 != 0 || half < HALF_DIGITS_MIN || half > HALF_MAX ||
	    !is_alike((struct aq_slice){bytes, half}, (struct aq_slice){bytes + half, half}))
		return;
	one = (struct aq_slice){run.start, passed(run, half)};
	other = (struct aq_slice){run.start + one.length, run.length - one.length};
	while (other.length > 0 && !is_alphanumeric(other.start[0])) {
		other.start++;
		other.length--;
	}
	add_half(place, field, one, run);
	add_half(place, field, other, run);
}
