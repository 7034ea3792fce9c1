/*
 * currency.c - the table of ISO 4217, by letters and by number.
 *
 * Both look-ups are one step into a table made at compile time: they run for
 * every amount of every file.
 */
#include "acquit/money.h"

#define NUMBER_COUNT 1000
#define LETTER_COUNT 26

struct currency_fact {
	char code[4];
	uint8_t digits;
};

static const struct currency_fact by_number[NUMBER_COUNT] = {
#define AQ_CURRENCY(a, b, c, number, places)                                                       \
	[number] = {.code = {(a), (b), (c), '\0'}, .digits = (places)},
#define AQ_CURRENCY_ALIAS(a, b, c, number)
#include "currencies.def"
#undef AQ_CURRENCY
#undef AQ_CURRENCY_ALIAS
};

/* Three letters are a number in base 26. */
#define PLACE(a, b, c) ((((a) - 'A') * LETTER_COUNT + ((b) - 'A')) * LETTER_COUNT + ((c) - 'A'))

static const aq_currency by_letters[LETTER_COUNT * LETTER_COUNT * LETTER_COUNT] = {
#define AQ_CURRENCY(a, b, c, number, places) [PLACE(a, b, c)] = (number),
#define AQ_CURRENCY_ALIAS(a, b, c, number)   [PLACE(a, b, c)] = (number),
#include "currencies.def"
#undef AQ_CURRENCY
#undef AQ_CURRENCY_ALIAS
};

aq_currency aq_currency_find(struct aq_slice code)
{
	unsigned place = 0;

	if (code.length != 3)
		return AQ_CURRENCY_NONE;
	for (size_t index = 0; index < 3; index++) {
		unsigned letter = ((unsigned)(unsigned char)code.start[index] & ~0x20u) - 'A';

		if (letter >= LETTER_COUNT)
			return AQ_CURRENCY_NONE;
		place = place * LETTER_COUNT + letter;
	}
	return by_letters[place];
}

const char *aq_currency_code(aq_currency currency)
{
	return currency < NUMBER_COUNT ? by_number[currency].code : "";
}

uint8_t aq_currency_digits(aq_currency currency)
{
	return currency < NUMBER_COUNT ? by_number[currency].digits : 0;
}
