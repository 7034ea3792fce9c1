/*
 * comparable.c - numbers, names and accounts in the form in which they meet.
 *
 * Master data and payments go through the same functions here, so whatever is
 * dropped is dropped on both sides. ASCII takes a path of its own: nearly all
 * bank text is, and there are millions of pieces.
 */
#include "parts.h"
#include "word_table.h"

#include "acquit/utf8.h"

#define NAME_WORDS_MAX	 64
#define IBAN_LENGTH_MIN	 15
#define IBAN_LENGTH_MAX	 34
#define MASK		 "****"
#define MASKED_SHOWN	 4
#define UTF8_BYTES_MAX	 4
#define NUMBER_BYTES_FEW 64 /* of a number that is folded once */

static char ascii_upper(char letter)
{
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

static bool is_ascii_letter(char letter)
{
	return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

static size_t fold_ascii_number(struct aq_slice text, char *out, size_t room)
{
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		char letter = text.start[i];

		if (!is_ascii_letter(letter) && !aq_is_digit(letter))
			continue;
		if (length < room)
			out[length] = ascii_upper(letter);
		length++;
	}
	return length;
}

/* One folded character: its digit, its upper case, itself, or nothing. */
static size_t fold_character(uint32_t code_point, struct aq_slice bytes, char out[UTF8_BYTES_MAX])
{
	int digit = aq_utf8_digit(code_point);

	if (digit >= 0) {
		out[0] = (char)('0' + digit);
		return 1;
	}
	if (!aq_utf8_is_alphanumeric(code_point) || bytes.length > UTF8_BYTES_MAX)
		return 0;
	memcpy(out, bytes.start, bytes.length);
	if (bytes.length == 1)
		out[0] = ascii_upper(out[0]);
	return bytes.length;
}

size_t aq_number_fold(struct aq_arena *arena, struct aq_slice text, char *out, size_t room)
{
	struct aq_slice rest;
	size_t length = 0;

	if (aq_slice_is_ascii(text))
		return fold_ascii_number(text, out, room);
	rest = aq_utf8_fold(arena, text);
	while (rest.length > 0) {
		struct aq_slice bytes = rest;
		char folded[UTF8_BYTES_MAX];
		uint32_t code_point = aq_utf8_next(&rest);
		size_t added;

		bytes.length -= rest.length;
		added = fold_character(code_point, bytes, folded);
		/* A dash folds to nothing; while lengths are counted there is no room. */
		if (added > 0 && added <= room && length <= room - added)
			memcpy(out + length, folded, added);
		length += added;
	}
	return length;
}

/* The number form in the arena; empty when nothing is left. */
static struct aq_slice keep_folded(struct aq_arena *arena, struct aq_slice text)
{
	const struct aq_slice none = {"", 0};
	char few[NUMBER_BYTES_FEW];
	size_t length = aq_number_fold(arena, text, few, sizeof(few));
	char *out;

	if (length <= sizeof(few))
		return aq_arena_copy(arena, (struct aq_slice){few, length});
	out = aq_arena_take(arena, length);
	if (!out)
		return none;
	aq_number_fold(arena, text, out, length);
	return (struct aq_slice){out, length};
}

struct aq_slice aq_number_normal(struct aq_arena *arena, struct aq_slice number)
{
	struct aq_slice normal = keep_folded(arena, number);

	while (normal.length > 0 && normal.start[0] == '0') {
		normal.start++;
		normal.length--;
	}
	return normal;
}

struct legal_form {
	struct aq_slice word, form;
};

static const struct legal_form legal_forms[] = {
#define AQ_LEGAL_FORM(word, form) {{(word), sizeof(word) - 1}, {(form), sizeof(form) - 1}},
#include "legal_forms.def"
#undef AQ_LEGAL_FORM
};

static struct word_table form_table = WORD_TABLE(legal_forms);

/* Apostrophes and dots join what stands on both sides: O'Brien, S.A.R.L. */
static bool joins_words(uint32_t code_point)
{
	return code_point == '\'' || code_point == '.' || code_point == '`' ||
	       code_point == 0x2018 || code_point == 0x2019;
}

/* Vowel signs and accents are no letters to Unicode, but belong to the word. */
static bool is_name_character(uint32_t code_point)
{
	if (code_point < 0x80)
		return is_ascii_letter((char)code_point) || aq_is_digit((char)code_point);
	if (aq_utf8_is_space(code_point) || aq_utf8_is_dash(code_point))
		return false;
	/* « », § and their like; the letters of Latin-1 begin behind them. */
	if (code_point < 0xC0)
		return code_point == 0xAA || code_point == 0xB5 || code_point == 0xBA;
	return code_point < 0x2000 || code_point > 0x303F;
}

/* The words of a folded name, joiners dropped; written over `text`. */
static size_t name_words(char *text, struct aq_slice folded, struct aq_slice words[NAME_WORDS_MAX])
{
	size_t count = 0;
	char *word = text;
	char *next = text;

	while (folded.length > 0 && count < NAME_WORDS_MAX) {
		struct aq_slice bytes = folded;
		uint32_t code_point = aq_utf8_next(&folded);
		bool is_of_word = is_name_character(code_point);

		bytes.length -= folded.length;
		for (size_t i = 0; is_of_word && i < bytes.length; i++)
			*next++ = bytes.start[i];
		if (folded.length > 0 && (is_of_word || joins_words(code_point)))
			continue;
		if (next > word)
			words[count++] = aq_slice_between(word, next);
		word = next;
	}
	return count;
}

struct words { /* of one name */
	struct aq_slice list[NAME_WORDS_MAX];
	size_t count;
	struct aq_slice forms[NAME_WORDS_MAX];
	size_t form_count;
};

/* A name of forms alone keeps them as its words. */
static void take_legal_forms(struct words *words)
{
	const struct legal_form *forms[NAME_WORDS_MAX]; /* NULL: it is a word of the name */
	size_t kept = 0;

	for (size_t i = 0; i < words->count; i++) {
		forms[i] = word_table_find(&form_table, words->list[i]);
		kept += !forms[i];
	}
	if (kept == 0)
		return;
	kept = 0;
	for (size_t i = 0; i < words->count; i++)
		if (!forms[i])
			words->list[kept++] = words->list[i];
		else if (forms[i]->form.length > 0)
			words->forms[words->form_count++] = forms[i]->form;
	words->count = kept;
}

/* A name has few, so each is put where it belongs. */
static void sort_words(struct aq_slice *words, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct aq_slice word = words[i];
		size_t at = i;

		for (; at > 0 && aq_slice_compare(words[at - 1], word) > 0; at--)
			words[at] = words[at - 1];
		words[at] = word;
	}
}

/* Sorts words and joins them with blanks, each once where they are a set. */
static struct aq_slice join_words(struct aq_arena *arena, struct aq_slice *words, size_t count,
				  bool is_set)
{
	const struct aq_slice none = {"", 0};
	size_t room = 0;
	char *out;
	char *next;

	if (count == 0)
		return none;
	sort_words(words, count);
	for (size_t i = 0; i < count; i++)
		room += words[i].length + 1;
	out = next = aq_arena_take(arena, room + 1);
	if (!out)
		return none;
	for (size_t i = 0; i < count; i++) {
		if (is_set && i > 0 && aq_slice_equals(words[i - 1], words[i]))
			continue;
		if (i > 0)
			*next++ = ' ';
		memcpy(next, words[i].start, words[i].length);
		next += words[i].length;
	}
	return aq_slice_between(out, next);
}

struct aq_name aq_name_read(struct aq_arena *arena, struct aq_slice name)
{
	struct aq_name out = {{"", 0}, {"", 0}};
	struct words words;
	struct aq_slice folded = aq_utf8_fold(arena, name);
	char *text;

	if (folded.length == 0)
		return out;
	text = aq_arena_take(arena, folded.length);
	if (!text)
		return out;
	words.count = name_words(text, folded, words.list);
	words.form_count = 0;
	take_legal_forms(&words);
	out.normal = join_words(arena, words.list, words.count, false);
	out.form = join_words(arena, words.forms, words.form_count, true);
	/* Any company may be called one. */
	if (aq_slice_is(out.form, "co"))
		out.form.length = 0;
	return out;
}

struct aq_slice aq_name_normal(struct aq_arena *arena, struct aq_slice name)
{
	return aq_name_read(arena, name).normal;
}

bool aq_forms_agree(struct aq_slice one, struct aq_slice other)
{
	return one.length == 0 || other.length == 0 || aq_slice_equals(one, other);
}

bool aq_names_agree(const struct aq_name *one, const struct aq_name *other)
{
	return aq_slice_equals(one->normal, other->normal) &&
	       aq_forms_agree(one->form, other->form);
}

static bool looks_like_iban(struct aq_slice account)
{
	return account.length >= IBAN_LENGTH_MIN && account.length <= IBAN_LENGTH_MAX &&
	       is_ascii_letter(account.start[0]) && is_ascii_letter(account.start[1]) &&
	       aq_is_digit(account.start[2]) && aq_is_digit(account.start[3]);
}

/* ISO 13616: the first four characters moved to the end, modulo 97 is 1. */
static bool iban_checks(struct aq_slice iban)
{
	unsigned rest = 0;

	for (size_t i = 0; i < iban.length; i++) {
		char letter = iban.start[(i + 4) % iban.length];

		if (aq_is_digit(letter))
			rest = (rest * 10 + (unsigned)(letter - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)(letter - 'A') + 10) % 97;
	}
	return rest == 1;
}

struct aq_slice aq_account_normal(struct aq_arena *arena, struct aq_slice account)
{
	struct aq_slice trimmed = aq_slice_trim(account);
	struct aq_slice normal = keep_folded(arena, trimmed);

	if (looks_like_iban(normal) && !iban_checks(normal))
		return aq_arena_copy(arena, trimmed);
	return normal;
}

struct aq_slice aq_account_masked(struct aq_arena *arena, struct aq_slice account)
{
	size_t shown_at = account.length;
	size_t shown = 0;

	if (account.length == 0)
		return account;
	while (shown_at > 0 && shown < MASKED_SHOWN) {
		shown_at--;
		if (((unsigned char)account.start[shown_at] & 0xC0) != 0x80)
			shown++;
	}
	/* The whole account is no mask. */
	if (shown_at == 0)
		shown_at = account.length;
	return aq_arena_print(arena, MASK "%.*s", (int)(account.length - shown_at),
			      account.start + shown_at);
}
