/*
 * digits.c - whole numbers into decimal digits, two at a time.
 *
 * Reports print millions of amounts; printf would cost ten times as much.
 */
#include "acquit/digits.h"

#include <string.h>

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

_Static_assert(sizeof(pairs) == 201, "a hundred pairs and a NUL");

char *aq_digits_before(char *end, uint64_t number)
{
	char *at = end;

	while (number >= 100) {
		at -= 2;
		memcpy(at, pairs + 2 * (number % 100), 2);
		number /= 100;
	}
	if (number >= 10) {
		at -= 2;
		memcpy(at, pairs + 2 * number, 2);
	} else {
		*--at = (char)('0' + number);
	}
	return at;
}
