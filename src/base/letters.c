/*
 * letters.c - what utf8proc says of the letters that most names are written in.
 *
 * Promises: each row of letters is asked for once, whoever comes first; the answers
 * are utf8proc's own.
 */
#include "letters.h"

#include <pthread.h>
#include <string.h>

#include "acquit/claim.h"

#define POINTS_MAX 32 /* one letter comes apart into eighteen at most */

struct letter aq_letters[LETTERS_END];
atomic_bool aq_letters_are_known[LETTERS_END / LETTERS_ROW];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Scripts of which no letter joins the one before it, but for marks that have a class. */
static bool is_of_apart_script(uint32_t code_point)
{
	static const struct {
		uint32_t first, last;
	} scripts[] = {
		{0x0000, 0x0587}, /* Latin, Greek, Cyrillic, Armenian */
		{0x0E00, 0x0EFF}, /* Thai, Lao */
		{0x1780, 0x17FF}, /* Khmer */
		{0x1E00, LETTERS_END - 1}, /* Latin with two marks, Greek, punctuation */
	};

	for (size_t at = 0; at < sizeof(scripts) / sizeof(scripts[0]); at++)
		if (code_point >= scripts[at].first && code_point <= scripts[at].last)
			return true;
	return false;
}

/* The sign of Khmer that puts the next letter below is a mark by its class. It joins
 * nothing, and is the one mark of all these letters, so none changes places with it. */
#define KHMER_COENG 0x17D2

/* Whether the letter folds to the same in any text of such letters: marks are what is
 * sorted and joined, so none may be left over. */
static bool is_apart(uint32_t code_point, const utf8proc_int32_t *points, utf8proc_ssize_t count)
{
	if (code_point == KHMER_COENG)
		return true;
	for (utf8proc_ssize_t at = 0; at < count; at++)
		if (utf8proc_get_property(points[at])->combining_class != 0)
			return false;
	return is_of_apart_script(code_point);
}

static void fold(uint32_t code_point, struct letter *letter)
{
	/* Of the two, reencoding needs one more for a NUL. */
	utf8proc_int32_t points[POINTS_MAX + 1];
	int last_class = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code_point, points,
							 POINTS_MAX, FOLD_APART, &last_class);

	AQ_CLAIM(count >= 0 && count <= POINTS_MAX);
	count = utf8proc_normalize_utf32(points, count, FOLD_AGAIN);
	AQ_CLAIM(count >= 0);
	if (!is_apart(code_point, points, count))
		return;
	count = utf8proc_reencode(points, count, FOLD_AGAIN);
	AQ_CLAIM(count >= 0);
	if (count > LETTER_BYTES_MAX)
		return;
	memcpy(letter->folded, points, (size_t)count);
	letter->folded_bytes = (uint8_t)count;
}

static uint16_t bare_of(uint32_t code_point)
{
	utf8proc_int32_t points[POINTS_MAX];
	int last_class = 0;
	utf8proc_ssize_t count =
		utf8proc_decompose_char((utf8proc_int32_t)code_point, points, POINTS_MAX,
					UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &last_class);

	AQ_CLAIM(count > 0 && count <= POINTS_MAX && points[0] <= UINT16_MAX);
	return (uint16_t)points[0];
}

void aq_letters_know(uint32_t row)
{
	AQ_CLAIM(pthread_mutex_lock(&lock) == 0);
	if (!atomic_load_explicit(&aq_letters_are_known[row], memory_order_relaxed)) {
		for (uint32_t at = row * LETTERS_ROW; at < (row + 1) * LETTERS_ROW; at++) {
			struct letter *letter = &aq_letters[at];

			letter->category = (uint8_t)utf8proc_category((utf8proc_int32_t)at);
			letter->bare = bare_of(at);
			fold(at, letter);
		}
		atomic_store_explicit(&aq_letters_are_known[row], true, memory_order_release);
	}
	AQ_CLAIM(pthread_mutex_unlock(&lock) == 0);
}
