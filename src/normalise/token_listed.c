/*
 * token_listed.c - lists that write only the last digits of their numbers
 * (INV-20260001, 02 and 03), and ranges (F2026-825971 - F2026-825973).
 *
 * Promises: a few digits behind a comma, a plus, a slash or a word such as "and",
 * or groups of as many behind blanks, are read with the beginning of the nearest number
 * before them, with and without the slashes that may be its own (WH/2026/00012); a
 * dash, dots or a word such as "to" between two numbers of one beginning stand for all
 * between. They are marked as short: by themselves they are nobody's number.
 * Refuses: what may be a date or an amount, and ranges over more than BETWEEN_MAX.
 */
#include "acquit/utf8.h"
#include "pieces.h"

#define SHORT_MIN   1
#define SHORT_MAX   6
#define PLAIN_MIN   2 /* of fewer digits or more the list is not sure */
#define PLAIN_MAX   3
#define BETWEEN_MAX 12
#define YEAR_DIGITS 4
#define SHORTS_MAX  32
#define GROUPS_BACK 32 /* short groups that are gone over to find the number before them */
#define TAIL_MAX    12 /* digits at the end of a number that are counted with */

static const char *const and_words[] = {"and", "et", "och", "og", "oraz", "samt", "sowie",
					"und", "va", "và",  "y",  "и",	  "និង"};
static const char *const to_words[] = {"bis", "den",  "do", "đến", "hasta", "thru", "through",
				       "til", "till", "to", "tot", "до",    "по",   "ដល់"};

enum reach { REACH_NARROW, REACH_WIDE, REACH_COUNT }; /* wide: slashes are the number's own */

struct base { /* a number that others share the beginning of */
	char bytes[TOKEN_LENGTH_MAX]; /* folded */
	size_t length;
	size_t tail; /* digits at its end */
	size_t first, last; /* pieces it is written in */
};

static bool says_one_of(const struct token_place *place, size_t index, const char *const *words,
			size_t count)
{
	char bytes[PIECE_FOLDED_BYTES];
	struct aq_slice word;

	if (place->pieces[index].has_digit)
		return false;
	word = aq_piece_folded(place, index, bytes);
	for (size_t i = 0; i < count; i++)
		if (aq_slice_is(word, words[i]))
			return true;
	return false;
}

#define SAYS(place, index, words)                                                                  \
	says_one_of(place, index, words, sizeof(words) / sizeof((words)[0]))

static struct aq_slice gap_before(const struct token_place *place, size_t index)
{
	const struct piece *piece = &place->pieces[index];

	return (struct aq_slice){place->text.start + piece[-1].end, piece->start - piece[-1].end};
}

static size_t bytes_of(const struct token_place *place, size_t index)
{
	return place->pieces[index].end - place->pieces[index].start;
}

static size_t digits_of(const struct token_place *place, size_t index)
{
	size_t length = bytes_of(place, index);

	return aq_place_is_digits(place, index, length) ? length : 0;
}

static bool is_short_group(const struct token_place *place, size_t index)
{
	size_t digits = digits_of(place, index);

	return digits >= SHORT_MIN && digits <= SHORT_MAX;
}

static bool is_plain_group(const struct token_place *place, size_t index)
{
	size_t digits = digits_of(place, index);

	return digits >= PLAIN_MIN && digits <= PLAIN_MAX;
}

/* 01 02 03: nothing but blanks between, and groups of as many digits. */
static bool is_blank_listed(const struct token_place *place, size_t index)
{
	size_t digits = digits_of(place, index);

	return place->pieces[index].gap == GAP_BLANK &&
	       aq_slice_trim(gap_before(place, index)).length == 0 && digits >= SHORT_MIN &&
	       place->pieces[index - 1].has_digit &&
	       (digits_of(place, index - 1) == 0 || digits_of(place, index - 1) >= digits);
}

/* The piece the list went on from; SIZE_MAX: nothing says that there is a list. */
static size_t listed_behind(const struct token_place *place, size_t index)
{
	struct aq_slice mark;

	if (index == 0)
		return SIZE_MAX;
	if (index > 1 && place->pieces[index - 2].has_digit && SAYS(place, index - 1, and_words))
		return index - 2;
	mark = aq_slice_trim(gap_before(place, index));
	/* 12/3 is a day or a fraction. */
	if (aq_slice_is(mark, "/") && digits_of(place, index) < PLAIN_MIN &&
	    is_plain_group(place, index - 1))
		return SIZE_MAX;
	if (mark.length == 1 &&
	    (mark.start[0] == ',' || mark.start[0] == '+' || mark.start[0] == '&' ||
	     mark.start[0] == '/' || mark.start[0] == ';'))
		return index - 1;
	return is_blank_listed(place, index) ? index - 1 : SIZE_MAX;
}

/* 83.50, 12/3, 83 % and 2026-03-12 go on behind the group. */
static bool goes_on(const struct token_place *place, size_t index)
{
	const struct piece *next = &place->pieces[index + 1];
	struct aq_slice rest = {place->text.start + place->pieces[index].end,
				place->text.length - place->pieces[index].end};

	rest = aq_slice_trim(rest);
	if (rest.length > 0 && rest.start[0] == '%')
		return true;
	return index + 1 < place->piece_count && next->gap == GAP_TIGHT &&
	       !(aq_place_is_listed(place, index + 1) &&
		 (is_plain_group(place, index + 1) ||
		  digits_of(place, index + 1) == digits_of(place, index)));
}

/* 14 days, 12 pcs, 83 with thanks: the digits may be the word's. */
static bool is_of_word(const struct token_place *place, size_t index)
{
	return index + 1 < place->piece_count && place->pieces[index + 1].gap == GAP_BLANK &&
	       !place->pieces[index + 1].has_digit && !SAYS(place, index + 1, and_words);
}

/* Where the number begins whose last piece this is. */
static size_t start_of(const struct token_place *place, size_t last, enum reach reach)
{
	size_t start = aq_place_start(place, last);

	while (reach == REACH_WIDE && start > 0 && place->pieces[start].gap == GAP_TIGHT &&
	       place->pieces[start - 1].is_ascii)
		start--;
	return start;
}

/* Of the pieces from `first` to `last`, which are set. */
static bool read_base(const struct token_place *place, struct base *base)
{
	size_t start = base->first;
	size_t end = base->last;
	size_t digits = digits_of(place, base->last);

	if (!place->pieces[base->last].is_ascii)
		return false;
	/* 730309 of F2026-730308, 730309 has its beginning there too. */
	if (start == base->last && digits > 0)
		(void)(aq_place_whole(place, base->last, &start, &end) ||
		       (start = base->last, end = base->last));
	base->length = aq_number_fold(place->list->arena, aq_place_text(place, start, end),
				      base->bytes, sizeof(base->bytes));
	if (base->length > sizeof(base->bytes) || base->length < digits)
		return false;
	if (end != base->last)
		memcpy(base->bytes + base->length - digits,
		       place->text.start + place->pieces[base->last].start, digits);
	base->tail = 0;
	while (base->tail < base->length && base->tail < TAIL_MAX &&
	       aq_is_digit(base->bytes[base->length - 1 - base->tail]))
		base->tail++;
	return true;
}

static bool read_base_at(const struct token_place *place, size_t last, enum reach reach,
			 struct base *out)
{
	out->first = start_of(place, last, reach);
	out->last = last;
	return read_base(place, out);
}

static void add(const struct token_place *place, const struct base *base, struct aq_token token,
		struct aq_slice folded)
{
	struct token_list *list = place->list;

	token.kind = AQ_REF_TEXT;
	token.is_part = token.is_short = true;
	token.run = aq_place_text(place, base->first, base->last);
	while (folded.length > 0 && folded.start[0] == '0') {
		folded.start++;
		folded.length--;
	}
	if (folded.length < AQ_TOKEN_LENGTH_MIN || list->short_count == SHORTS_MAX)
		return;
	if (!list->shorts)
		list->shorts = aq_arena_take_many(list->arena, SHORTS_MAX, sizeof(token));
	token.normal = aq_arena_copy(list->arena, folded);
	if (!list->shorts || token.normal.length == 0) {
		list->is_memory_short = true;
		return;
	}
	list->shorts[list->short_count++] = token;
}

/* With the letters in front, and without when they are a word: INV20260002, 20260002. */
static void add_both(const struct token_place *place, const struct base *base,
		     const struct aq_token *token)
{
	struct aq_slice folded = {base->bytes, base->length};
	struct aq_slice word = {base->bytes, base->length - base->tail};
	char letters[TOKEN_LENGTH_MAX];

	add(place, base, *token, folded);
	for (size_t at = 0; at < word.length; at++)
		letters[at] = (char)(word.start[at] | ' ');
	word.start = letters;
	if (word.length == 0 || aq_word_says(word) == AQ_REF_NONE)
		return;
	folded.start += word.length;
	folded.length = base->tail;
	add(place, base, *token, folded);
}

static struct aq_token token_at(const struct token_place *place, const struct token_field *field,
				size_t first)
{
	struct aq_slice written = aq_place_text(place, first, place->first);

	return (struct aq_token){.written = written,
				 .offset = field->is_free_text
						   ? (uint32_t)(written.start - field->text.start)
						   : UINT32_MAX,
				 .remittance_index = field->remittance_index};
}

/* The digits of the group in the place of as many at the end. */
static bool put_digits(const struct token_place *place, size_t index, struct base *base)
{
	size_t digits = digits_of(place, index);

	if (digits == 0 || digits > base->tail || base->length < AQ_TOKEN_LENGTH_MIN)
		return false;
	memcpy(base->bytes + base->length - digits, place->text.start + place->pieces[index].start,
	       digits);
	return true;
}

/* The last piece of the number that the list begins with; SIZE_MAX: there is no list. */
static size_t first_of_list(const struct token_place *place)
{
	size_t digits = digits_of(place, place->first);
	size_t last = listed_behind(place, place->first);

	for (size_t back = 0; back < GROUPS_BACK && last != SIZE_MAX; back++) {
		bool is_alike = digits_of(place, last) == digits;
		size_t before = is_plain_group(place, last) || (is_alike && digits <= SHORT_MAX)
					? listed_behind(place, last)
					: SIZE_MAX;

		if (before == SIZE_MAX || (is_blank_listed(place, last) && !is_alike))
			break;
		last = before;
	}
	return last != SIZE_MAX && place->pieces[last].has_digit ? last : SIZE_MAX;
}

/* One digit, four or more, or blanks between them: it may be something else, as the second
 * part of 4711 is in 4711/2. */
static bool is_unsure(const struct token_place *place)
{
	return !is_plain_group(place, place->first) || is_blank_listed(place, place->first) ||
	       is_of_word(place, place->first);
}

static void add_of_list(const struct token_place *place, const struct token_field *field)
{
	struct aq_token token = token_at(place, field, place->first);
	struct base base;
	size_t last;

	if (!is_short_group(place, place->first) || goes_on(place, place->first))
		return;
	last = first_of_list(place);
	if (last == SIZE_MAX)
		return;
	aq_token_doubts(place, token.written, &token);
	token.is_weak = is_unsure(place);
	/* 2010 behind 402009 may be a year; where all of them are the money it is none. */
	if (token.is_amount_like ||
	    (token.is_date_like && digits_of(place, place->first) != YEAR_DIGITS))
		return;
	for (enum reach reach = REACH_NARROW; reach < REACH_COUNT; reach++) {
		if (reach == REACH_WIDE &&
		    start_of(place, last, REACH_WIDE) == start_of(place, last, REACH_NARROW))
			break;
		if (read_base_at(place, last, reach, &base) &&
		    base.tail > digits_of(place, place->first) &&
		    put_digits(place, place->first, &base))
			add_both(place, &base, &token);
	}
}

/* --- ranges --- */

static uint64_t value_of(const char *digits, size_t count)
{
	uint64_t value = 0;

	for (size_t at = 0; at < count; at++)
		value = value * 10 + (uint64_t)(digits[at] - '0');
	return value;
}

#define ELLIPSIS "\xE2\x80\xA6"

/* A dash, or dots as in 4711..4715. */
static bool is_dash(struct aq_slice mark)
{
	mark = aq_slice_trim(mark);
	if (mark.length == 1)
		return mark.start[0] == '-' || mark.start[0] == '~';
	if (aq_slice_is(mark, "..") || aq_slice_is(mark, "...") || aq_slice_is(mark, ELLIPSIS))
		return true;
	return mark.length > 1 && aq_utf8_is_dash(aq_utf8_next(&mark)) && mark.length == 0;
}

/* The last piece of the number a range begins with; SIZE_MAX: there is no range.
 * `first` is where the number it ends with begins. */
static size_t range_behind(const struct token_place *place, size_t first)
{
	if (first == 0)
		return SIZE_MAX;
	if (first > 1 && place->pieces[first - 2].has_digit && SAYS(place, first - 1, to_words))
		return first - 2;
	return is_dash(gap_before(place, first)) ? first - 1 : SIZE_MAX;
}

/* The whole numbers at both ends share all but their last digits. */
static bool is_same_beginning(const struct base *one, const struct base *other)
{
	return one->length == other->length && one->tail == other->tail &&
	       memcmp(one->bytes, other->bytes, one->length - one->tail) == 0;
}

/* The range ends in digits of its own, and not in a whole number. */
static bool is_short_end(const struct token_place *place, const struct base *from, size_t first)
{
	size_t digits = digits_of(place, place->first);

	return first == place->first && digits >= PLAIN_MIN && digits <= from->tail;
}

static bool read_end(const struct token_place *place, const struct base *from, size_t first,
		     struct base *to)
{
	if (!is_short_end(place, from, first)) {
		to->first = first;
		to->last = place->first;
		return read_base(place, to) && is_same_beginning(from, to);
	}
	*to = *from;
	return put_digits(place, place->first, to);
}

/* `first` is where the number begins that the range ends with. */
static void add_range(const struct token_place *place, const struct token_field *field,
		      size_t first, enum reach reach)
{
	size_t last = range_behind(place, first);
	struct base from, to;
	struct aq_token token;
	uint64_t low, high;

	if (last == SIZE_MAX || !place->pieces[last].has_digit ||
	    (first == place->first && digits_of(place, first) > bytes_of(place, last)) ||
	    !read_base_at(place, last, reach, &from) || !read_end(place, &from, first, &to))
		return;
	low = value_of(from.bytes + from.length - from.tail, from.tail);
	high = value_of(to.bytes + to.length - from.tail, from.tail);
	if (high <= low || high - low > BETWEEN_MAX)
		return;
	token = token_at(place, field, from.first);
	to.first = from.first;
	to.last = from.last;
	for (uint64_t value = low + 1; value <= high; value++) {
		uint64_t rest = value;

		token.is_between = value < high;
		for (size_t at = 0; at < from.tail; at++, rest /= 10)
			to.bytes[to.length - 1 - at] = (char)('0' + rest % 10);
		if (token.is_between || is_short_end(place, &from, first))
			add_both(place, &to, &token);
	}
}

/* What a range may end with, written in one go with what it begins with. */
static void add_tight_range(const struct token_place *place, const struct token_field *field,
			    enum reach reach)
{
	size_t start = start_of(place, place->first, reach);
	size_t count = place->first + 1 - start;

	/* F2026-825971-825973 */
	if (start < place->first && digits_of(place, place->first) >= PLAIN_MIN &&
	    bytes_of(place, place->first - 1) > PLAIN_MAX)
		add_range(place, field, place->first, reach);
	/* F2026-825971-F2026-825973 */
	if (count > 2 && count % 2 == 0)
		add_range(place, field, start + count / 2, reach);
}

void aq_token_listed(const struct token_place *place, const struct token_field *field)
{
	size_t start = aq_place_start(place, place->first);
	size_t wide;

	if (place->piece_count < 2 || !place->pieces[place->first].is_ascii)
		return;
	add_of_list(place, field);
	if (goes_on(place, place->first))
		return;
	wide = start_of(place, place->first, REACH_WIDE);
	for (enum reach reach = REACH_NARROW; reach < REACH_COUNT; reach++) {
		add_range(place, field, start, reach);
		add_tight_range(place, field, reach);
	}
	/* WH/2026/00012 - WH/2026/00015: the slashes are the numbers' own. */
	if (wide < start)
		add_range(place, field, wide, REACH_WIDE);
}
