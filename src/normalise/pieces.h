/*
 * pieces.h - a text cut where numbers can begin and end (private to normalise).
 */
#ifndef ACQUIT_NORMALISE_PIECES_H
#define ACQUIT_NORMALISE_PIECES_H

#include "parts.h"

/* Longest text that is searched; longer ones are no remittance text. */
#define SEARCHED_BYTES_MAX 65536

/* What stands between a piece and the one before it. */
enum gap {
	GAP_WIDE, /* the start, a comma, anything: two numbers */
	GAP_TIGHT, /* one of / . - _ or a dash: perhaps one number */
	GAP_BLANK /* blanks, a line end, a dash between blanks: perhaps one number */
};

/* A run of letters and digits, or of a script that is written without blanks. */
struct piece {
	uint32_t start;
	uint32_t end;
	uint8_t gap; /* enum gap, before it */
	bool has_digit;
	bool has_letter;
	bool is_ascii;
	bool is_unspaced; /* of a script without blanks */
	uint8_t beside; /* 1 + enum beside, once it was asked for */
	bool is_hint_known; /* likewise */
	struct said hint; /* what the words before it say */
};

/* Cuts the first SEARCHED_BYTES_MAX bytes. `room` of text.length / 2 + 1 is
 * enough for any text; what does not fit is left out. */
size_t aq_pieces_cut(struct aq_slice text, struct piece *out, size_t room);

struct token_list {
	struct aq_arena *arena;
	const struct aq_payment *payment;
	struct aq_token *out;
	size_t count;
	size_t room;
	struct aq_token *shorts; /* of lists written short: they come last, where there is room */
	size_t short_count;
	uint64_t amount_whole; /* the payment in whole units; 0 when it has cents */
	bool is_memory_short;
};

/* Where a text to search comes from. */
struct token_field {
	struct aq_slice text;
	enum aq_reference_kind kind; /* of what is found in it, unless a word says better */
	uint32_t remittance_index;
	bool is_free_text; /* offsets count in it, and chance is to be feared */
};

/* Longest normal form; longer ones are no number of ours. */
#define TOKEN_LENGTH_MAX 40

/* Adds a token whose normal form, zeros in front still there, is `folded`:
 * drops it when it is short, without a digit, or there already. */
void aq_token_add(struct token_list *list, struct aq_token token, struct aq_slice folded);
/* Every candidate of a text: whole pieces, pieces without a word glued in
 * front, pieces joined, structured references told by their check digits. */
void aq_tokens_from_text(struct token_list *list, const struct token_field *field);
/* Where one candidate stands in its text. */
struct token_place {
	struct token_list *list;
	struct aq_slice text;
	struct piece *pieces; /* what words say is remembered in them */
	size_t piece_count;
	size_t first;
	size_t last;
};

/* doubt.c: whether a number is also a date, an amount or a telephone number. */
void aq_token_doubts(const struct token_place *place, struct aq_slice folded,
		     struct aq_token *token);
bool aq_piece_is_year(const struct token_place *place, size_t index);
/* A currency, or a sign or word of money, stands beside it. */
bool aq_place_is_money(const struct token_place *place);

/* token_short.c: a group of digits with what the number before it begins with; a
 * number without the word behind it. */
void aq_token_short(const struct token_place *place, const struct token_field *field);

/* A comma, a plus or a slash before the piece, which belongs to no number of ours. */
bool aq_place_is_listed(const struct token_place *place, size_t index);
bool aq_place_is_digits(const struct token_place *place, size_t index, size_t length);
struct aq_slice aq_place_text(const struct token_place *place, size_t first, size_t last);
/* Where the number begins whose last group this is; `index` when it is all of it. */
size_t aq_place_start(const struct token_place *place, size_t index);
/* The group before in the list that is written with its beginning; false: none is. */
bool aq_place_whole(const struct token_place *place, size_t index, size_t *start, size_t *end);

/* token_listed.c: the last digits of numbers whose beginning stands before, and what
 * a range goes over. */
void aq_token_listed(const struct token_place *place, const struct token_field *field);

/* token_glued.c: two numbers of one shape without anything between. */
void aq_token_halves(const struct token_place *place, const struct token_field *field);

/* part.c: whether a number is only a piece of something longer, or beside what
 * says that it is somebody else's; a hint says what kind of number it is. */
void aq_token_part(const struct token_place *place, bool is_hinted, struct aq_token *token);

/* beside.c: what a word beside a number says it is, when it is none of ours. */
enum beside { BESIDE_NOTHING, BESIDE_PHONE, BESIDE_MONEY, BESIDE_MONTH, BESIDE_STRANGE };
enum beside aq_piece_says(const struct token_place *place, size_t index);
/* The word in front says so, or the one in front of "no." and its like. */
bool aq_word_before_says(const struct token_place *place, size_t index, enum beside what);
#define PIECE_FOLDED_BYTES 48
/* In the form of the tables of words; empty when it is longer than any word. */
struct aq_slice aq_piece_folded(const struct token_place *place, size_t index,
				char bytes[PIECE_FOLDED_BYTES]);

#endif
