/*
 * utf8.c - checks, walks and folds text in Unicode.
 *
 * Reads: any bytes; nothing here trusts that a text is well formed.
 * Promises: ASCII, which nearly all bank text is, never reaches utf8proc.
 */
#include "acquit/utf8.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "letters.h"

/* Code points of a text that is folded without allocating. */
#define FOLD_POINTS_STACK 512
#define REPLACEMENT	  0xFFFDu
/* Bytes of a text that is folded letter by letter. */
#define FOLD_LETTERS_BYTES 256

/* True when one of eight bytes is NUL or not ASCII. */
static bool word_has_special(uint64_t word)
{
	return (((word - 0x0101010101010101u) | word) & 0x8080808080808080u) != 0;
}

/* Bytes of the character that starts a text, 0 when it is malformed: overlong
 * forms, surrogates and code points past U+10FFFF are. */
static size_t character_bytes(const unsigned char *at, size_t left)
{
	unsigned char first = at[0];

	if (first < 0x80)
		return 1;
	if (first < 0xC2 || left < 2 || (at[1] & 0xC0) != 0x80)
		return 0;
	if (first < 0xE0)
		return 2;
	if (left < 3 || (at[2] & 0xC0) != 0x80)
		return 0;
	if (first < 0xF0) {
		if ((first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F))
			return 0;
		return 3;
	}
	if (first > 0xF4 || left < 4 || (at[3] & 0xC0) != 0x80)
		return 0;
	if ((first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F))
		return 0;
	return 4;
}

size_t aq_utf8_valid_bytes(struct aq_slice text)
{
	const unsigned char *start = (const unsigned char *)text.start;
	size_t count = 0;

	while (count < text.length) {
		size_t bytes;
		uint64_t word;

		if (text.length - count >= sizeof(word)) {
			memcpy(&word, start + count, sizeof(word));
			if (!word_has_special(word)) {
				count += sizeof(word);
				continue;
			}
		}
		if (start[count] == 0)
			return count;
		bytes = character_bytes(start + count, text.length - count);
		if (bytes == 0)
			return count;
		count += bytes;
	}
	return count;
}

uint32_t aq_utf8_next_wide(struct aq_slice *rest)
{
	const unsigned char *at = (const unsigned char *)rest->start;
	uint32_t code_point = REPLACEMENT;
	size_t bytes;

	if (rest->length == 0)
		return 0;
	bytes = character_bytes(at, rest->length);
	if (bytes == 1)
		code_point = at[0];
	else if (bytes == 2)
		code_point = ((uint32_t)(at[0] & 0x1F) << 6) | (at[1] & 0x3Fu);
	else if (bytes == 3)
		code_point = ((uint32_t)(at[0] & 0x0F) << 12) | ((uint32_t)(at[1] & 0x3F) << 6) |
			     (at[2] & 0x3Fu);
	else if (bytes == 4)
		code_point = ((uint32_t)(at[0] & 0x07) << 18) | ((uint32_t)(at[1] & 0x3F) << 12) |
			     ((uint32_t)(at[2] & 0x3F) << 6) | (at[3] & 0x3Fu);
	else
		bytes = 1;
	rest->start += bytes;
	rest->length -= bytes;
	return code_point;
}

void aq_utf8_put(struct aq_buffer *out, uint32_t code_point)
{
	char bytes[4];
	size_t count;

	if (code_point < 0x80) {
		aq_buffer_add_byte(out, (char)code_point);
		return;
	}
	if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
		code_point = REPLACEMENT;
	count = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t index = count - 1; index > 0; index--) {
		bytes[index] = (char)(0x80 | (code_point & 0x3F));
		code_point >>= 6;
	}
	bytes[0] = (char)((0xF00u >> count) | code_point);
	aq_buffer_add(out, (struct aq_slice){bytes, count});
}

static struct aq_slice fold_ascii(struct aq_arena *arena, struct aq_slice text)
{
	struct aq_slice folded = aq_arena_copy(arena, text);
	char *bytes = (char *)(uintptr_t)folded.start;

	for (size_t index = 0; index < folded.length; index++)
		if (bytes[index] >= 'A' && bytes[index] <= 'Z')
			bytes[index] = (char)(bytes[index] + ('a' - 'A'));
	return folded;
}

/* Decomposes character by character, so that malformed bytes can become
 * U+FFFD on the way; utf8proc would refuse the whole text. The worst
 * character, of three bytes, decomposes into eighteen. */
#define DECOMPOSED_PER_BYTE_MAX 6

static utf8proc_ssize_t decompose(struct aq_slice text, utf8proc_int32_t *points, size_t room)
{
	size_t count = 0;
	int last_class = 0;

	while (text.length > 0) {
		utf8proc_int32_t point = (utf8proc_int32_t)aq_utf8_next(&text);
		utf8proc_ssize_t added = utf8proc_decompose_char(point, points + count,
								 (utf8proc_ssize_t)(room - count),
								 FOLD_APART, &last_class);

		if (added < 0 || (size_t)added > room - count)
			return -1;
		count += (size_t)added;
	}
	return (utf8proc_ssize_t)count;
}

/* Canonical order: marks after a letter sorted by class, equal classes as
 * they stood. Texts are short and marks rare, so insertion is enough; a run
 * of marks longer than MARKS_MAX is nobody's name and stays as it is. */
#define MARKS_MAX 64

static void order_marks(utf8proc_int32_t *points, size_t count)
{
	size_t run_start = 0;

	for (size_t index = 1; index < count; index++) {
		utf8proc_propval_t class = utf8proc_get_property(points[index])->combining_class;

		if (class == 0) {
			run_start = index;
			continue;
		}
		for (size_t at = index; at > run_start && at > 0 && index - run_start < MARKS_MAX;
		     at--) {
			utf8proc_int32_t point = points[at];

			if (utf8proc_get_property(points[at - 1])->combining_class <= class)
				break;
			points[at] = points[at - 1];
			points[at - 1] = point;
		}
	}
}

/* False when `room` is too small; the slice is empty when memory is short. */
static bool fold_points(struct aq_arena *arena, struct aq_slice text, utf8proc_int32_t *points,
			size_t room, struct aq_slice *out)
{
	utf8proc_ssize_t count = decompose(text, points, room);
	utf8proc_ssize_t bytes;

	if (count < 0)
		return false;
	order_marks(points, (size_t)count);
	bytes = utf8proc_reencode(points, count, FOLD_AGAIN);
	AQ_CLAIM(bytes >= 0);
	*out = aq_arena_copy(arena, (struct aq_slice){(const char *)points, (size_t)bytes});
	return true;
}

/* Most names are letters that fold one by one. False: not this one. */
static bool fold_letters(struct aq_arena *arena, struct aq_slice text, struct aq_slice *out)
{
	char bytes[FOLD_LETTERS_BYTES * LETTER_BYTES_MAX];
	size_t count = 0;

	if (text.length > FOLD_LETTERS_BYTES)
		return false;
	while (text.length > 0) {
		uint32_t code_point = aq_utf8_next(&text);
		const struct letter *letter;

		if (code_point >= LETTERS_END)
			return false;
		letter = letter_of(code_point);
		if (letter->folded_bytes == 0)
			return false;
		memcpy(bytes + count, letter->folded, LETTER_BYTES_MAX);
		count += letter->folded_bytes;
	}
	*out = aq_arena_copy(arena, (struct aq_slice){bytes, count});
	return true;
}

struct aq_slice aq_utf8_fold(struct aq_arena *arena, struct aq_slice text)
{
	utf8proc_int32_t few[FOLD_POINTS_STACK];
	utf8proc_int32_t *many;
	struct aq_slice folded = {"", 0};
	size_t room;
	bool fits;

	if (aq_slice_is_ascii(text))
		return fold_ascii(arena, text);
	if (fold_letters(arena, text, &folded))
		return folded;
	/* One point is kept for the NUL that utf8proc_reencode writes. */
	if (fold_points(arena, text, few, FOLD_POINTS_STACK - 1, &folded))
		return folded;
	if (__builtin_mul_overflow(text.length, (size_t)DECOMPOSED_PER_BYTE_MAX, &room) ||
	    room > SIZE_MAX / sizeof(*many) - 1)
		return folded;
	many = malloc((room + 1) * sizeof(*many));
	if (!many)
		return folded;
	fits = fold_points(arena, text, many, room, &folded);
	free(many);
	AQ_CLAIM(fits);
	return folded;
}

static utf8proc_category_t category_of(uint32_t code_point)
{
	if (code_point < LETTERS_END)
		return (utf8proc_category_t)letter_of(code_point)->category;
	return utf8proc_category((utf8proc_int32_t)code_point);
}

/* Decimal digits stand in runs of ten, zero first, so the distance from the
 * start of the run is the value. The longest run has fifty. */
#define DIGIT_RUN_MAX 64

int aq_utf8_digit(uint32_t code_point)
{
	uint32_t first = code_point;

	if (code_point < 0x80)
		return code_point >= '0' && code_point <= '9' ? (int)(code_point - '0') : -1;
	if (code_point > 0x10FFFF || category_of(code_point) != UTF8PROC_CATEGORY_ND)
		return -1;
	while (code_point - first < DIGIT_RUN_MAX && category_of(first - 1) == UTF8PROC_CATEGORY_ND)
		first--;
	return (int)((code_point - first) % 10);
}

bool aq_utf8_is_space(uint32_t code_point)
{
	utf8proc_category_t category;

	if (code_point < 0x80)
		return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
	/* The zero-width space is a format character, but it parts words. */
	if (code_point == 0x85 || code_point == 0x200B)
		return true;
	category = category_of(code_point);
	return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP;
}

bool aq_utf8_is_dash(uint32_t code_point)
{
	if (code_point < 0x80)
		return code_point == '-';
	return code_point == 0x2212 || code_point == 0xAD ||
	       category_of(code_point) == UTF8PROC_CATEGORY_PD;
}

bool aq_utf8_is_mark(uint32_t code_point)
{
	return code_point >= 0x80 && category_of(code_point) == UTF8PROC_CATEGORY_MN;
}

uint32_t aq_utf8_without_marks(uint32_t code_point)
{
	utf8proc_int32_t points[MARKS_MAX];
	int last_class = 0;
	utf8proc_ssize_t count;

	if (code_point < LETTERS_END)
		return letter_of(code_point)->bare;
	count = utf8proc_decompose_char((utf8proc_int32_t)code_point, points, MARKS_MAX,
					UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &last_class);

	return count > 0 && count <= MARKS_MAX ? (uint32_t)points[0] : code_point;
}

bool aq_utf8_is_alphanumeric(uint32_t code_point)
{
	if (code_point < 0x80)
		return (code_point >= '0' && code_point <= '9') ||
		       (code_point >= 'A' && code_point <= 'Z') ||
		       (code_point >= 'a' && code_point <= 'z');
	switch (category_of(code_point)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN: /* vowel signs are part of their letter */
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}
