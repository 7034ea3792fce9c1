/*
 * token_text.c - the candidates in one text.
 *
 * Reads: text of any script, up to SEARCHED_BYTES_MAX.
 * Promises: whole pieces, and pieces joined: two or three whatever stands
 * between them, more where nothing but a separator does; both also without a
 * known word glued in front. A word before a number says what kind it is. Structured
 * references typed into free text are known by their check digits.
 */
#include "pieces.h"

#include "acquit/utf8.h"

#define PIECES_FEW	      96
#define JOINED_BLANK_MAX      3
#define JOINED_TIGHT_MAX      5
#define STRUCTURED_JOINED_MAX 12
#define LETTERS_JOINED_MAX    6
#define WORD_BYTES_MAX	      48
#define HINT_WORDS_MAX	      3
#define HINT_GAP_BYTES_MAX    6
#define GLUED_LENGTH_MIN      3

struct search {
	struct token_list *list;
	const struct token_field *field;
	struct piece *pieces;
	size_t piece_count;
};

struct glued { /* a word in front of a number, without anything between */
	size_t length;
	struct said says;
	bool is_doubtful; /* the letters may be the number's own */
};

static struct aq_slice text_of(const struct search *search, size_t first, size_t last)
{
	const struct piece *from = &search->pieces[first];
	const struct piece *to = &search->pieces[last];

	return (struct aq_slice){search->field->text.start + from->start, to->end - from->start};
}

/* Letters of a piece, or of two joined, in the form of the table. */
static struct aq_slice folded_word(const struct search *search, size_t first, size_t last,
				   char bytes[WORD_BYTES_MAX])
{
	struct aq_slice word = {bytes, 0};
	struct aq_slice none = {"", 0};

	for (size_t i = first; i <= last; i++) {
		struct aq_slice part = text_of(search, i, i);

		if (!search->pieces[i].is_ascii)
			part = aq_utf8_fold(search->list->arena, part);
		if (part.length > WORD_BYTES_MAX - word.length)
			return none;
		for (size_t at = 0; at < part.length; at++) {
			char letter = part.start[at];

			bytes[word.length++] = letter >= 'A' && letter <= 'Z'
						       ? (char)(letter - 'A' + 'a')
						       : letter;
		}
	}
	return word;
}

static struct said word_says(const struct search *search, size_t first, size_t last)
{
	char bytes[WORD_BYTES_MAX];

	return aq_word_said(folded_word(search, first, last, bytes));
}

/* A word in a script without blanks stands at the end of its run. */
static enum aq_reference_kind run_says(const struct search *search, size_t index)
{
	struct aq_slice run = text_of(search, index, index);
	enum aq_reference_kind says = AQ_REF_NONE;
	size_t end = run.length < WORD_BYTES_MAX * 2 ? 0 : run.length - WORD_BYTES_MAX * 2;

	for (size_t start = run.length; start > end;) {
		struct aq_slice tail;
		enum aq_reference_kind tail_says;

		start--;
		if (((unsigned char)run.start[start] & 0xC0) == 0x80)
			continue;
		tail = (struct aq_slice){run.start + start, run.length - start};
		tail_says = aq_word_says(tail);
		if (tail_says == AQ_REF_NONE)
			continue;
		says = tail_says;
		if (says != AQ_REF_TEXT)
			return says;
		run.length = start;
	}
	return says;
}

static bool is_word(const struct search *search, size_t index)
{
	const struct piece *piece = &search->pieces[index];

	return piece->has_letter && !piece->has_digit;
}

static bool is_near(const struct search *search, size_t index)
{
	const struct piece *piece = &search->pieces[index];
	size_t from = search->pieces[index - 1].end;

	if (piece->start - from > HINT_GAP_BYTES_MAX)
		return false;
	for (size_t at = from; at < piece->start; at++) {
		char byte = search->field->text.start[at];

		if (byte == ',' || byte == ';' || byte == '\n')
			return false;
	}
	return true;
}

static struct said look_before(const struct search *search, size_t index)
{
	for (size_t steps = 0; steps < HINT_WORDS_MAX && index > 0; steps++, index--) {
		struct said says;

		if (!is_word(search, index - 1) || !is_near(search, index))
			break;
		if (index > 1 && is_word(search, index - 2) && is_near(search, index - 1)) {
			says = word_says(search, index - 2, index - 1);
			if (says.kind != AQ_REF_NONE && says.kind != AQ_REF_TEXT)
				return says;
		}
		says = word_says(search, index - 1, index - 1);
		if (says.kind == AQ_REF_NONE && !search->pieces[index - 1].is_ascii)
			says.kind = run_says(search, index - 1);
		if (says.kind != AQ_REF_TEXT)
			return says;
	}
	return (struct said){AQ_REF_NONE, false};
}

/* What the words right before a piece say of it: "customer no. 1001",
 * "hop dong so 1001". Whatever number begins there, they say the same. */
static struct said hint_before(const struct search *search, size_t index)
{
	struct piece *piece = &search->pieces[index];

	if (!piece->is_hint_known) {
		piece->hint = look_before(search, index);
		piece->is_hint_known = true;
	}
	return piece->hint;
}

/* A word that names a checked kind counts when the check digits hold. */
static void set_kind(const struct search *search, struct said says, struct aq_token *token)
{
	token->kind = search->field->kind;
	if (says.kind == AQ_REF_NONE || says.kind == AQ_REF_TEXT)
		return;
	if (aq_reference_is_checked_kind(says.kind)) {
		if (!aq_reference_checks(says.kind, token->written))
			return;
		token->is_structured = true;
		token->is_checked = true;
	}
	token->kind = says.kind;
	token->is_either = says.is_either;
}

static struct aq_token token_at(const struct search *search, struct aq_slice written)
{
	struct aq_token token = {
		.written = written,
		.kind = search->field->kind,
		.offset = UINT32_MAX,
		.remittance_index = search->field->remittance_index,
	};

	if (search->field->is_free_text)
		token.offset = (uint32_t)(written.start - search->field->text.start);
	return token;
}

static size_t fold_into(const struct search *search, struct aq_slice written,
			char folded[TOKEN_LENGTH_MAX])
{
	size_t length = aq_number_fold(search->list->arena, written, folded, TOKEN_LENGTH_MAX);

	return length <= TOKEN_LENGTH_MAX ? length : 0;
}

/* The field or a word says what the number is. */
static bool is_told(enum aq_reference_kind kind)
{
	return kind != AQ_REF_ORDER &&
	       aq_reference_kind_strength(kind) > aq_reference_kind_strength(AQ_REF_TEXT);
}

static struct token_place place_of(const struct search *search, size_t first, size_t last)
{
	return (struct token_place){.list = search->list,
				    .text = search->field->text,
				    .pieces = search->pieces,
				    .piece_count = search->piece_count,
				    .first = first,
				    .last = last};
}

static void add_doubts(const struct search *search, size_t first, size_t last,
		       struct aq_slice folded, struct aq_token *token)
{
	const struct token_place place = place_of(search, first, last);

	if (token->is_structured)
		return;
	aq_token_doubts(&place, folded, token);
	aq_token_part(&place, is_told(token->kind), token);
	if (token->kind != AQ_REF_ORDER)
		return;
	/* The payer's own order: no list of ours. */
	token->is_part = true;
	token->run.length = 0;
}

static void add_span(const struct search *search, size_t first, size_t last)
{
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice written = text_of(search, first, last);
	struct aq_slice folded = {bytes, fold_into(search, written, bytes)};
	struct aq_token token = token_at(search, written);

	if (folded.length < AQ_TOKEN_LENGTH_MIN)
		return;
	set_kind(search, hint_before(search, first), &token);
	add_doubts(search, first, last, folded, &token);
	aq_token_add(search->list, token, folded);
}

/* "NR" and "NO" before a number that begins with letters itself: NRF26-20000. */
static bool is_little_word(struct aq_slice word)
{
	return word.length == 2 && word.start[0] == 'n' &&
	       (word.start[1] == 'r' || word.start[1] == 'o');
}

/* How many of the letters in front are a known word, and what it says. A part
 * of the letters must be long enough to be no chance. */
static struct glued glued_word(struct aq_slice folded)
{
	char letters[TOKEN_LENGTH_MAX];
	struct aq_slice word = {letters, 0};
	struct glued none = {0, {AQ_REF_NONE, false}, false};
	size_t count = 0;

	while (count < folded.length && (folded.start[count] < '0' || folded.start[count] > '9')) {
		char letter = folded.start[count];

		letters[count++] =
			letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
	}
	for (word.length = count; word.length > 0; word.length--) {
		struct said says;

		if (word.length < count && word.length < GLUED_LENGTH_MIN && !is_little_word(word))
			continue;
		says = aq_word_said(word);
		if (says.kind != AQ_REF_NONE)
			return (struct glued){word.length, says,
					      word.length < count && says.kind == AQ_REF_TEXT};
	}
	return none;
}

/* Where the text begins whose folded form is what is left of the whole. */
static struct aq_slice written_tail(const struct search *search, struct aq_slice written,
				    size_t folded_left)
{
	while (written.length > 0 &&
	       aq_number_fold(search->list->arena, written, NULL, 0) > folded_left)
		(void)aq_utf8_next(&written);
	return written;
}

/* The word is a piece of its own, and nothing is glued to it. */
static bool is_word_alone(const struct search *search, size_t index, size_t word_length)
{
	return is_word(search, index) &&
	       aq_number_fold(search->list->arena, text_of(search, index, index), NULL, 0) ==
		       word_length;
}

#define LITTLE_BYTES_MAX 4 /* of two letters that are not ASCII */

/* PMT002317 is a number of the payer's own making: ours may be in it by chance. */
static bool names_payment(struct aq_slice folded)
{
	return aq_slice_starts_with(folded, AQ_SLICE("PMT")) ||
	       aq_slice_starts_with(folded, AQ_SLICE("PAY"));
}

static void add_glued(const struct search *search, size_t first, size_t last)
{
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice written = text_of(search, first, last);
	struct aq_slice folded = {bytes, fold_into(search, written, bytes)};
	bool is_payers = names_payment(folded);
	struct aq_token token;
	struct glued glued;

	if (folded.length < AQ_TOKEN_LENGTH_MIN || (bytes[0] >= '0' && bytes[0] <= '9'))
		return;
	glued = glued_word(folded);
	if (glued.length == 0 || is_word_alone(search, first, glued.length))
		return;
	folded.start += glued.length;
	folded.length -= glued.length;
	token = token_at(search, written_tail(search, written, folded.length));
	set_kind(search, glued.says.kind == AQ_REF_TEXT ? hint_before(search, first) : glued.says,
		 &token);
	add_doubts(search, first, last, folded, &token);
	/* СЧ001810 may be a number of its own, as СЧ-001810 is. */
	token.is_part |= glued.is_doubtful || is_payers ||
			 (bytes[0] < 0 && glued.length <= LITTLE_BYTES_MAX);
	aq_token_add(search->list, token, folded);
}

/* Pieces that may be one number: no other word between them. */
static bool may_join(const struct search *search, size_t first, size_t last)
{
	const struct piece *piece = &search->pieces[last];
	size_t count = last - first + 1;
	bool is_tight = true;

	if (piece->gap == GAP_WIDE)
		return false;
	for (size_t i = first + 1; i <= last; i++)
		is_tight = is_tight && search->pieces[i].gap == GAP_TIGHT;
	if (count > (is_tight ? JOINED_TIGHT_MAX : JOINED_BLANK_MAX))
		return false;
	if (is_word(search, last) && piece->gap != GAP_TIGHT)
		return false;
	return !is_word(search, first) || is_tight ||
	       search->pieces[first].end - search->pieces[first].start <= LETTERS_JOINED_MAX;
}

static void add_joined(const struct search *search, size_t first)
{
	bool has_digit = search->pieces[first].has_digit;

	for (size_t last = first + 1; last < search->piece_count; last++) {
		if (!may_join(search, first, last))
			return;
		has_digit = has_digit || search->pieces[last].has_digit;
		if (has_digit)
			add_span(search, first, last);
		if (search->pieces[first].has_letter && has_digit &&
		    (search->pieces[first].has_digit || search->pieces[first + 1].gap == GAP_TIGHT))
			add_glued(search, first, last);
	}
}

static bool add_structured(const struct search *search, enum aq_reference_kind kind, size_t first,
			   size_t last)
{
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice written = text_of(search, first, last);
	struct aq_slice folded = {bytes, fold_into(search, written, bytes)};
	struct aq_token token = token_at(search, written);

	if (folded.length == 0 || !aq_reference_checks(kind, folded))
		return false;
	token.kind = kind;
	token.is_structured = true;
	token.is_checked = true;
	aq_token_add(search->list, token, folded);
	return true;
}

static size_t digits_of(const struct search *search, size_t index)
{
	const struct piece *piece = &search->pieces[index];

	return piece->has_digit && !piece->has_letter && piece->is_ascii ? piece->end - piece->start
									 : 0;
}

static bool has_before(const struct search *search, size_t index, const char *marks)
{
	size_t length = strlen(marks);
	size_t start = search->pieces[index].start;

	return start >= length &&
	       memcmp(search->field->text.start + start - length, marks, length) == 0;
}

/* RF and two check digits, typed in groups or not; the longest that holds. */
static void find_rf(const struct search *search, size_t first)
{
	const struct piece *piece = &search->pieces[first];
	const char *text = search->field->text.start + piece->start;
	size_t last = first;

	if (!piece->is_ascii || piece->end - piece->start < 4 || (text[0] | 0x20) != 'r' ||
	    (text[1] | 0x20) != 'f' || text[2] < '0' || text[2] > '9')
		return;
	while (last + 1 < search->piece_count && search->pieces[last + 1].gap == GAP_BLANK &&
	       last - first < STRUCTURED_JOINED_MAX)
		last++;
	for (;; last--) {
		if (add_structured(search, AQ_REF_RF, first, last) || last == first)
			return;
	}
}

/* Twenty-seven digits, in groups or not. */
static void find_qrr(const struct search *search, size_t first)
{
	size_t digits = 0;

	for (size_t last = first; last < search->piece_count; last++) {
		if (last > first && search->pieces[last].gap != GAP_BLANK)
			return;
		if (digits_of(search, last) == 0 || last - first > STRUCTURED_JOINED_MAX)
			return;
		digits += digits_of(search, last);
		if (digits == 27)
			add_structured(search, AQ_REF_QRR, first, last);
		if (digits >= 27)
			return;
	}
}

/* +++123/4567/89012+++ or with asterisks. */
static void find_ogm(const struct search *search, size_t first)
{
	if (!has_before(search, first, "+++") && !has_before(search, first, "***"))
		return;
	if (digits_of(search, first) == 12)
		add_structured(search, AQ_REF_OGM, first, first);
	else if (first + 2 < search->piece_count && digits_of(search, first) == 3 &&
		 digits_of(search, first + 1) == 4 && digits_of(search, first + 2) == 5)
		add_structured(search, AQ_REF_OGM, first, first + 2);
}

/* +71<123456789012347+12345678<: the number in the middle is the payment's. */
static void find_fik(const struct search *search, size_t index)
{
	size_t digits = digits_of(search, index);

	if ((digits == 15 || digits == 16) && index > 0 && has_before(search, index, "<") &&
	    digits_of(search, index - 1) == 2 && has_before(search, index - 1, "+"))
		add_structured(search, AQ_REF_FIK, index, index);
}

static void find_structured(const struct search *search, size_t index)
{
	find_rf(search, index);
	if (digits_of(search, index) == 0)
		return;
	find_qrr(search, index);
	find_ogm(search, index);
	find_fik(search, index);
}

void aq_tokens_from_text(struct token_list *list, const struct token_field *field)
{
	struct piece few[PIECES_FEW];
	struct search search = {.list = list, .field = field, .pieces = few};
	size_t length =
		field->text.length < SEARCHED_BYTES_MAX ? field->text.length : SEARCHED_BYTES_MAX;
	size_t room = PIECES_FEW;

	if (length / 2 + 1 > PIECES_FEW) {
		room = length / 2 + 1;
		search.pieces = aq_arena_take_many(list->arena, room, sizeof(few[0]));
		if (!search.pieces) {
			list->is_memory_short = true;
			return;
		}
	}
	search.piece_count = aq_pieces_cut(field->text, search.pieces, room);
	for (size_t i = 0; i < search.piece_count && list->count < list->room; i++) {
		const struct token_place place = place_of(&search, i, i);

		if (search.pieces[i].has_digit) {
			find_structured(&search, i);
			add_span(&search, i, i);
			if (search.pieces[i].has_letter)
				add_glued(&search, i, i);
			aq_token_short(&place, field);
		}
		add_joined(&search, i);
	}
}
