/*
 * part.c - whether a number is only a piece of something longer.
 *
 * Payers write dates, telephone numbers, amounts and other firms' numbers, and
 * a piece of one may be somebody's invoice number by chance. A piece of a
 * longer written number, two numbers that stand side by side read as one, and
 * a number beside a word such as "Visa" or "order" need a second fact; a piece
 * of a date, a telephone number or an amount needs both.
 */
#include "acquit/utf8.h"
#include "pieces.h"

#define WORD_BOUNDS_MIN	 4 /* letters; fewer may belong to the number */
#define PHONE_DIGITS_MIN 7
#define PHONE_DIGITS_MAX 15
#define PHONE_WHOLE_MIN	 9 /* digits of a group that is a telephone number by itself */
#define PHONE_GAP_MAX	 2 /* ") " between two groups */
#define PHONE_LOCAL_MIN	 9
#define PHONE_LOCAL_MAX	 11
#define THOUSAND	 3
#define GROUPS_MIN	 3 /* 5390 0754 7034: groups of one number, or a list */
#define GROUP_LENGTH_MAX 5

struct range { /* pieces, both ends inside */
	size_t first;
	size_t last;
};

static size_t length_of(const struct token_place *place, size_t index)
{
	return place->pieces[index].end - place->pieces[index].start;
}

static bool is_group(const struct token_place *place, size_t index)
{
	return place->pieces[index].has_digit && !place->pieces[index].has_letter;
}

/* What stands between a piece and the one before it, in bytes. */
static size_t gap_before(const struct token_place *place, size_t index)
{
	return place->pieces[index].start - place->pieces[index - 1].end;
}

static bool is_strict(const struct token_place *place, struct range range)
{
	return range.first < place->first || range.last > place->last;
}

static struct aq_slice text_of(const struct token_place *place, struct range range)
{
	const struct piece *first = &place->pieces[range.first];

	return (struct aq_slice){place->text.start + first->start,
				 place->pieces[range.last].end - first->start};
}

static size_t letter_count(struct aq_slice word)
{
	size_t count = 0;

	for (; word.length > 0; count++)
		(void)aq_utf8_next(&word);
	return count;
}

/* KH-001122, HD-4711 and СЧ-001810 are numbers of their own; NR-4711 is 4711. */
static bool is_number_word(struct aq_slice word)
{
	size_t count = letter_count(word);

	return count > 2 || count == 1 || aq_slice_is(word, "nr") || aq_slice_is(word, "no") ||
	       aq_slice_is(word, "số");
}

/* A word beside a number bounds it when it is known, or no abbreviation. */
static bool is_bound(const struct token_place *place, size_t index)
{
	char bytes[PIECE_FOLDED_BYTES];
	struct aq_slice word;

	if (place->pieces[index].has_digit)
		return false;
	word = (struct aq_slice){place->text.start + place->pieces[index].start,
				 length_of(place, index)};
	if (letter_count(word) >= WORD_BOUNDS_MIN)
		return true;
	word = aq_piece_folded(place, index, bytes);
	return (is_number_word(word) && aq_word_says(word) != AQ_REF_NONE) ||
	       aq_piece_says(place, index) != BESIDE_NOTHING;
}

/* Everything that is written in one go with the number: HD26-010024. */
static struct range written_run(const struct token_place *place)
{
	struct range run = {place->first, place->last};

	while (run.first > 0 && place->pieces[run.first].gap == GAP_TIGHT &&
	       !is_bound(place, run.first - 1))
		run.first--;
	while (run.last + 1 < place->piece_count && place->pieces[run.last + 1].gap == GAP_TIGHT &&
	       !is_bound(place, run.last + 1))
		run.last++;
	return run;
}

/* --- dates --- */

static bool is_date_window(const struct token_place *place, size_t first)
{
	struct range window = {first, first + 2};
	size_t long_count = 0;
	bool has_year = false;

	if (first + 2 >= place->piece_count || place->pieces[first + 1].gap != GAP_TIGHT ||
	    place->pieces[first + 2].gap != GAP_TIGHT)
		return false;
	for (size_t i = window.first; i <= window.last; i++) {
		if (!is_group(place, i))
			return false;
		long_count += length_of(place, i) > 2;
		has_year |= i != first + 1 && aq_piece_is_year(place, i);
	}
	return has_year ? long_count == 1 : long_count == 0;
}

static bool is_in_date(const struct token_place *place)
{
	size_t from = place->last >= 2 ? place->last - 2 : 0;

	if (place->last - place->first >= 2)
		return false;
	for (size_t first = from; first <= place->first; first++)
		if (is_date_window(place, first))
			return true;
	return false;
}

static bool is_months(const struct token_place *place, size_t index, size_t word)
{
	size_t later = index > word ? index : word;

	return later < place->piece_count && place->pieces[later].gap != GAP_WIDE &&
	       aq_piece_says(place, word) == BESIDE_MONTH;
}

/* "5501 22 november", "november 2026 5501": the day or year is the month's, and the
 * year of "november 2026" is. */
static bool takes_from_month(const struct token_place *place)
{
	bool is_year = aq_piece_is_year(place, place->first);

	if (place->first > 0 &&
	    (is_year || (place->last > place->first && length_of(place, place->first) <= 2)))
		if (is_months(place, place->first, place->first - 1))
			return true;
	return place->last > place->first && length_of(place, place->last) <= 2 &&
	       is_group(place, place->last) && is_months(place, place->last, place->last + 1);
}

/* --- telephone numbers --- */

/* Nothing but blanks, marks and brackets before the group; a comma ends a number. */
static bool is_dialled_on(const struct token_place *place, size_t index)
{
	struct aq_slice gap = {place->text.start + place->pieces[index - 1].end,
			       gap_before(place, index)};

	return gap.length <= PHONE_GAP_MAX && aq_slice_find(gap, AQ_SLICE(",")) == SIZE_MAX &&
	       aq_slice_find(gap, AQ_SLICE(";")) == SIZE_MAX;
}

/* Digit groups around the number that may be dialled in one go. */
static bool phone_range(const struct token_place *place, struct range *out)
{
	struct range range = {place->first, place->last};
	size_t digits = 0;

	for (size_t i = range.first; i <= range.last; i++) {
		if (!is_group(place, i))
			return false;
		digits += length_of(place, i);
	}
	while (range.first > 0 && is_group(place, range.first - 1) &&
	       is_dialled_on(place, range.first) &&
	       length_of(place, range.first - 1) < PHONE_WHOLE_MIN &&
	       digits + length_of(place, range.first - 1) <= PHONE_DIGITS_MAX)
		digits += length_of(place, --range.first);
	while (range.last + 1 < place->piece_count && is_group(place, range.last + 1) &&
	       is_dialled_on(place, range.last + 1) &&
	       length_of(place, range.last + 1) < PHONE_WHOLE_MIN &&
	       digits + length_of(place, range.last + 1) <= PHONE_DIGITS_MAX)
		digits += length_of(place, ++range.last);
	*out = range;
	return digits >= PHONE_DIGITS_MIN;
}

/* 0905 123 456: a nought, another digit, nine to eleven digits in all. */
static bool starts_local(const struct token_place *place, struct range range)
{
	const char *start = place->text.start + place->pieces[range.first].start;
	size_t digits = 0;

	if (length_of(place, range.first) < 2 || start[0] != '0' || start[1] < '1' ||
	    start[1] > '9')
		return false;
	for (size_t i = range.first; i <= range.last; i++)
		digits += length_of(place, i);
	return digits >= PHONE_LOCAL_MIN && digits <= PHONE_LOCAL_MAX;
}

/* A telephone number the number is a piece of; a sure one is said to be one. */
static bool is_in_phone(const struct token_place *place, struct range *out, bool *is_sure)
{
	size_t start;

	*is_sure = false;
	if (!phone_range(place, out) || !is_strict(place, *out))
		return false;
	start = place->pieces[out->first].start;
	*is_sure = (start > 0 && place->text.start[start - 1] == '+' &&
		    (start < 2 || place->text.start[start - 2] != '+')) ||
		   aq_word_before_says(place, out->first, BESIDE_PHONE);
	if (*is_sure)
		return true;
	for (; out->first <= place->first; out->first++)
		if (starts_local(place, *out))
			return is_strict(place, *out);
	return false;
}

/* --- amounts --- */

/* 1.250.000 VND, kr 1 250: groups of three digits in front of or behind money. */
static bool is_in_amount(const struct token_place *place)
{
	struct token_place whole = *place;

	while (whole.last + 1 < whole.piece_count && is_group(place, whole.last + 1) &&
	       gap_before(place, whole.last + 1) == 1 &&
	       length_of(place, whole.last + 1) == THOUSAND)
		whole.last++;
	while (whole.first > 0 && is_group(place, whole.first) &&
	       is_group(place, whole.first - 1) && length_of(place, whole.first) == THOUSAND &&
	       gap_before(place, whole.first) == 1 && length_of(place, whole.first - 1) <= THOUSAND)
		whole.first--;
	return is_strict(place, (struct range){whole.first, whole.last}) &&
	       aq_place_is_money(&whole);
}

/* --- other firms' numbers --- */

#define HOUSE_LENGTH_MAX 4

/* Box 7, 11435 Stockholm: what follows the number of a house is its town's. */
static bool is_of_address(const struct token_place *place)
{
	size_t house = place->first - 1;

	return place->first > 0 && is_group(place, house) &&
	       length_of(place, house) <= HOUSE_LENGTH_MAX &&
	       gap_before(place, place->first) <= 2 &&
	       aq_word_before_says(place, house, BESIDE_STRANGE);
}

/* Visa **** 4567, ending in 4567, org.nr 5561234567. */
static bool is_strange(const struct token_place *place)
{
	size_t start = place->pieces[place->first].start;

	while (start > 0 && place->text.start[start - 1] == ' ')
		start--;
	if (start >= 2 && place->text.start[start - 1] == '*' &&
	    place->text.start[start - 2] == '*')
		return true;
	return aq_word_before_says(place, place->first, BESIDE_STRANGE) || is_of_address(place);
}

static bool is_joined(const struct token_place *place)
{
	for (size_t i = place->first + 1; i <= place->last; i++)
		if (place->pieces[i].gap == GAP_BLANK)
			return true;
	return false;
}

static bool is_all_groups(const struct token_place *place)
{
	for (size_t i = place->first; i <= place->last; i++)
		if (!is_group(place, i))
			return false;
	return true;
}

/* Digits typed in groups, and one more group beside them. */
static bool has_group_beside(const struct token_place *place)
{
	return (place->first > 0 && place->pieces[place->first].gap != GAP_WIDE &&
		is_group(place, place->first - 1)) ||
	       (place->last + 1 < place->piece_count &&
		place->pieces[place->last + 1].gap != GAP_WIDE && is_group(place, place->last + 1));
}

static bool goes_on(const struct token_place *place, size_t index)
{
	return place->pieces[index].gap != GAP_WIDE && place->pieces[index].has_digit &&
	       place->pieces[index - 1].has_digit && length_of(place, index) <= GROUP_LENGTH_MAX &&
	       length_of(place, index - 1) <= GROUP_LENGTH_MAX;
}

/* Short groups in a row, of which the number is one. */
static struct range groups_around(const struct token_place *place)
{
	struct range range = {place->first, place->last};

	while (range.first > 0 && goes_on(place, range.first))
		range.first--;
	while (range.last + 1 < place->piece_count && goes_on(place, range.last + 1))
		range.last++;
	return range;
}

static void see_groups(const struct token_place *place, struct aq_token *token)
{
	struct range range = groups_around(place);

	if (range.last - range.first + 1 < GROUPS_MIN || !is_strict(place, range))
		return;
	token->is_part = true;
	token->run = text_of(place, range);
}

void aq_token_part(const struct token_place *place, bool is_hinted, struct aq_token *token)
{
	struct range run = written_run(place);
	struct range phone;
	bool is_sure;

	token->is_joined = is_joined(place);
	if (is_strict(place, run)) {
		token->is_part = true;
		token->run = text_of(place, run);
	}
	if (!is_all_groups(place))
		return;
	if (!is_hinted && !token->is_part && place->first == place->last)
		see_groups(place, token);
	if (token->is_joined && (!is_hinted || has_group_beside(place)))
		token->is_part = true;
	if (!is_hinted && is_strange(place)) {
		token->is_part = true;
		token->run.length = 0;
	}
	if (is_in_date(place) || takes_from_month(place) || is_in_amount(place)) {
		token->is_weak = true;
		token->run.length = 0;
	} else if (is_in_phone(place, &phone, &is_sure)) {
		token->is_weak = true;
		token->run = text_of(place, phone);
		if (is_sure)
			token->run.length = 0;
	}
}
