/*
 * letters.h - what utf8proc says of the letters that most names are written in, asked
 * once (private to base).
 */
#ifndef ACQUIT_BASE_LETTERS_H
#define ACQUIT_BASE_LETTERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <utf8proc.h>

/* Latin, Greek, Cyrillic, Khmer, Vietnamese, punctuation: all that stands below this. */
#define LETTERS_END	 0x2080u
#define LETTERS_ROW	 64u
#define LETTER_BYTES_MAX 6

/* How a text is compared (aq_utf8_fold): its characters first, then all of it. */
#define FOLD_APART (UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD)
#define FOLD_AGAIN (UTF8PROC_STABLE | UTF8PROC_COMPOSE)

struct letter {
	char folded[LETTER_BYTES_MAX];
	uint8_t folded_bytes; /* 0: only together with what stands beside it, or too long */
	uint8_t category; /* utf8proc_category_t */
	uint16_t bare; /* without the marks that are part of it */
};

extern struct letter aq_letters[LETTERS_END];
extern atomic_bool aq_letters_are_known[LETTERS_END / LETTERS_ROW];

/* Safe for several threads; each asks for the row that it is about to read. */
void aq_letters_know(uint32_t row);

/* `code_point` is below LETTERS_END. */
static inline const struct letter *letter_of(uint32_t code_point)
{
	uint32_t row = code_point / LETTERS_ROW;

	if (!atomic_load_explicit(&aq_letters_are_known[row], memory_order_acquire))
		aq_letters_know(row);
	return &aq_letters[code_point];
}

#endif
