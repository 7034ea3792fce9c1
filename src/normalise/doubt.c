/*
 * doubt.c - whether a number in free text is also something else.
 *
 * A date, an amount or a telephone number may be an invoice number by chance;
 * matching then asks for a second fact. What is marked here wrongly costs a
 * question, what is missed may cost a wrong payment, so the net is wide.
 */
#include "pieces.h"

#include "acquit/date.h"

#define YEAR_MIN	    1990
#define YEAR_MAX	    2059
#define SHORT_YEAR_MIN	    15
#define SHORT_YEAR_MAX	    45
#define PHONE_DIGITS_MIN    7
#define PHONE_DIGITS_MAX    15
#define PHONE_GAP_MAX	    2 /* ") " between two groups */
#define NATIONAL_DIGITS_MIN 9
#define NATIONAL_DIGITS_MAX 11

static bool is_digits(struct aq_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.start[i] < '0' || text.start[i] > '9')
			return false;
	return text.length > 0;
}

static int number_at(struct aq_slice digits, size_t from, size_t count)
{
	int number = 0;

	for (size_t i = 0; i < count; i++)
		number = number * 10 + (digits.start[from + i] - '0');
	return number;
}

static bool is_day(int year, int month, int day)
{
	struct aq_date date;

	if (year < YEAR_MIN || year > YEAR_MAX)
		return false;
	return aq_date_from_civil((struct aq_civil){year, month, day}, &date);
}

static bool is_short_day(int year, int month, int day)
{
	if (year < SHORT_YEAR_MIN || year > SHORT_YEAR_MAX)
		return false;
	return is_day(2000 + year, month, day);
}

static bool is_date_of_eight(struct aq_slice d)
{
	return is_day(number_at(d, 0, 4), number_at(d, 4, 2), number_at(d, 6, 2)) ||
	       is_day(number_at(d, 4, 4), number_at(d, 2, 2), number_at(d, 0, 2)) ||
	       is_day(number_at(d, 4, 4), number_at(d, 0, 2), number_at(d, 2, 2));
}

static bool is_date_of_six(struct aq_slice d)
{
	return is_short_day(number_at(d, 0, 2), number_at(d, 2, 2), number_at(d, 4, 2)) ||
	       is_short_day(number_at(d, 4, 2), number_at(d, 2, 2), number_at(d, 0, 2)) ||
	       is_short_day(number_at(d, 4, 2), number_at(d, 0, 2), number_at(d, 2, 2)) ||
	       /* a month: YYYYMM, MMYYYY */
	       is_day(number_at(d, 0, 4), number_at(d, 4, 2), 1) ||
	       is_day(number_at(d, 2, 4), number_at(d, 0, 2), 1);
}

bool aq_piece_is_year(const struct token_place *place, size_t index)
{
	const struct piece *piece = &place->pieces[index];
	struct aq_slice digits = {place->text.start + piece->start, piece->end - piece->start};
	int year;

	if (digits.length != 4 || !is_digits(digits))
		return false;
	year = number_at(digits, 0, 4);
	return year >= YEAR_MIN && year <= YEAR_MAX;
}

/* 1.2.2026 has one digit where 01.02.2026 has two. */
static bool is_date_in_pieces(const struct token_place *place)
{
	const struct piece *first = &place->pieces[place->first];
	const struct piece *last = &place->pieces[place->last];

	if (place->last - place->first != 2 || last->gap != GAP_TIGHT || first[1].gap != GAP_TIGHT)
		return false;
	return (aq_piece_is_year(place, place->first) && last->end - last->start <= 2) ||
	       (aq_piece_is_year(place, place->last) && first->end - first->start <= 2);
}

/* 25/11, 11-25: no year. */
static bool is_day_and_month(const struct token_place *place, struct aq_slice d)
{
	const struct piece *pieces = &place->pieces[place->first];

	if (place->last != place->first + 1 || pieces[1].gap != GAP_TIGHT ||
	    pieces[0].end - pieces[0].start != 2)
		return false;
	return is_day(2000, number_at(d, 2, 2), number_at(d, 0, 2)) ||
	       is_day(2000, number_at(d, 0, 2), number_at(d, 2, 2));
}

static bool is_date(const struct token_place *place, struct aq_slice digits)
{
	if (digits.length == 8 && is_date_of_eight(digits))
		return true;
	if (digits.length == 6 && is_date_of_six(digits))
		return true;
	if (digits.length == 4 &&
	    (aq_piece_is_year(place, place->first) || is_day_and_month(place, digits)))
		return true;
	return is_date_in_pieces(place);
}

static char byte_at(struct aq_slice text, size_t at)
{
	return at < text.length ? text.start[at] : '\0';
}

/* Two digits behind a point or comma, and no more behind them. */
static bool is_cents(const struct token_place *place, size_t index)
{
	const struct piece *piece;
	char mark;

	if (index == 0 || index >= place->piece_count)
		return false;
	piece = &place->pieces[index];
	mark = place->text.start[piece->start - 1];
	if ((mark != '.' && mark != ',') || piece->start - place->pieces[index - 1].end != 1)
		return false;
	if (piece->has_letter || piece->end - piece->start != 2)
		return false;
	mark = byte_at(place->text, piece->end);
	return mark != '/' && mark != '-' &&
	       (mark != '.' || byte_at(place->text, piece->end + 1) == ' ' ||
		byte_at(place->text, piece->end + 1) == '\0');
}

static bool is_money_word(const struct token_place *place, size_t index)
{
	struct aq_slice word;

	if (index >= place->piece_count)
		return false;
	word = (struct aq_slice){place->text.start + place->pieces[index].start,
				 place->pieces[index].end - place->pieces[index].start};
	if (word.length == 3 && !place->pieces[index].has_digit &&
	    aq_currency_find(word) != AQ_CURRENCY_NONE)
		return true;
	return aq_piece_says(place, index) == BESIDE_MONEY;
}

/* A sign such as $, £, € or ₫ right beside the number. */
static const struct aq_slice money_signs[] = {
	{"$", 1},
	{":-", 2},
	{"\xC2\xA3", 2},
	{"\xC2\xA5", 2},
	{"\xE2\x82\xAC", 3},
	{"\xE2\x82\xAB", 3},
	{"\xE2\x82\xBD", 3},
	{"\xE1\x9F\x9B", 3},
};

#define MONEY_SIGNS_COUNT (sizeof(money_signs) / sizeof(money_signs[0]))

static bool ends_in_sign(struct aq_slice before)
{
	for (size_t i = 0; i < MONEY_SIGNS_COUNT; i++)
		if (before.length >= money_signs[i].length &&
		    memcmp(before.start + before.length - money_signs[i].length,
			   money_signs[i].start, money_signs[i].length) == 0)
			return true;
	return false;
}

static bool starts_with_sign(struct aq_slice after)
{
	for (size_t i = 0; i < MONEY_SIGNS_COUNT; i++)
		if (aq_slice_starts_with(after, money_signs[i]))
			return true;
	return false;
}

static bool may_be_sign(char byte)
{
	return byte == '$' || byte == ':' || (unsigned char)byte >= 0x80;
}

static bool has_money_sign(const struct token_place *place)
{
	struct aq_slice before = {place->text.start, place->pieces[place->first].start};
	size_t end = place->pieces[place->last].end;
	struct aq_slice after = {place->text.start + end, place->text.length - end};

	if (before.length > 0 && may_be_sign(before.start[before.length - 1]) &&
	    ends_in_sign(before))
		return true;
	return after.length > 0 && may_be_sign(after.start[0]) && starts_with_sign(after);
}

bool aq_place_is_money(const struct token_place *place)
{
	return is_cents(place, place->last + 1) || is_cents(place, place->last) ||
	       is_money_word(place, place->last + 1) ||
	       (place->first > 0 && is_money_word(place, place->first - 1)) ||
	       has_money_sign(place);
}

static bool is_amount(const struct token_place *place, struct aq_slice digits)
{
	uint64_t number;

	if (aq_place_is_money(place))
		return true;
	return place->list->amount_whole != 0 && digits.length < 19 &&
	       aq_slice_to_u64(digits, &number) && number == place->list->amount_whole;
}

/* The first piece of the run of digit groups that ends at the number: of
 * +1 (555) 123-4567 the groups in front belong to the telephone too. */
static size_t phone_start(const struct token_place *place)
{
	size_t first = place->first;
	size_t digits = 0;

	for (size_t i = place->first; i <= place->last; i++)
		digits += place->pieces[i].end - place->pieces[i].start;
	while (first > 0) {
		const struct piece *before = &place->pieces[first - 1];
		struct aq_slice group = {place->text.start + before->start,
					 before->end - before->start};

		digits += group.length;
		if (!is_digits(group) || digits > PHONE_DIGITS_MAX ||
		    place->pieces[first].start - before->end > PHONE_GAP_MAX ||
		    place->text.start[before->end] == ',')
			break;
		first--;
	}
	return first;
}

static bool is_phone(const struct token_place *place, struct aq_slice digits)
{
	size_t first = phone_start(place);
	size_t start = place->pieces[first].start;
	char before = start > 0 ? place->text.start[start - 1] : '\0';

	if (digits.length < PHONE_DIGITS_MIN || digits.length > PHONE_DIGITS_MAX)
		return false;
	/* "+++" stands before a Belgian reference. */
	if (before == '+' && (start < 2 || place->text.start[start - 2] != '+'))
		return true;
	if (aq_word_before_says(place, first, BESIDE_PHONE))
		return true;
	return digits.start[0] == '0' && digits.start[1] != '0' &&
	       digits.length >= NATIONAL_DIGITS_MIN && digits.length <= NATIONAL_DIGITS_MAX;
}

void aq_token_doubts(const struct token_place *place, struct aq_slice folded,
		     struct aq_token *token)
{
	if (!is_digits(folded))
		return;
	token->is_date_like = is_date(place, folded);
	token->is_amount_like = is_amount(place, folded);
	token->is_phone_like = is_phone(place, folded);
}
