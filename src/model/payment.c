/*
 * payment.c - payment ids as people read them.
 *
 * Promises: 80 bits are 16 characters of 5 bits each behind a "P"; the
 * alphabet leaves out I, L, O and U, so that an id survives a telephone call.
 * Refuses: to read any other alphabet or length; lower case is taken.
 */
#include "acquit/payment.h"

#define ID_DIGITS     16
#define BITS_IN_DIGIT 5

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

_Static_assert(sizeof(alphabet) - 1 == 1 << BITS_IN_DIGIT, "one character for each digit");
_Static_assert(AQ_PAYMENT_ID_TEXT_BYTES == 1 + ID_DIGITS + 1, "the P, the digits, the NUL");
_Static_assert(sizeof(((struct aq_payment_id *)0)->bytes) * 8 == ID_DIGITS * BITS_IN_DIGIT,
	       "every bit is shown");

static int digit_value(char letter)
{
	const char *found;

	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	if (letter == '\0')
		return -1;
	found = strchr(alphabet, letter);
	return found ? (int)(found - alphabet) : -1;
}

/* Five bytes are eight digits. */
void aq_payment_id_print(struct aq_payment_id id, char out[AQ_PAYMENT_ID_TEXT_BYTES])
{
	char *at = out;

	*at++ = 'P';
	for (size_t from = 0; from < sizeof(id.bytes); from += 5) {
		uint64_t held = 0;

		for (size_t i = from; i < from + 5; i++)
			held = held << 8 | id.bytes[i];
		for (int shift = 40 - BITS_IN_DIGIT; shift >= 0; shift -= BITS_IN_DIGIT)
			*at++ = alphabet[held >> shift & 31U];
	}
	*at = '\0';
}

bool aq_payment_id_parse(struct aq_slice text, struct aq_payment_id *out)
{
	struct aq_payment_id id = {{0}};
	unsigned held = 0;
	unsigned held_bits = 0;
	size_t next = 0;

	if (text.length != 1 + ID_DIGITS || (text.start[0] != 'P' && text.start[0] != 'p'))
		return false;
	for (size_t i = 1; i < text.length; i++) {
		int digit = digit_value(text.start[i]);

		if (digit < 0)
			return false;
		held = held << BITS_IN_DIGIT | (unsigned)digit;
		held_bits += BITS_IN_DIGIT;
		if (held_bits >= 8) {
			held_bits -= 8;
			id.bytes[next++] = (unsigned char)(held >> held_bits);
			held &= (1U << held_bits) - 1;
		}
	}
	*out = id;
	return true;
}

bool aq_payment_is_own_ach(const struct aq_payment *payment)
{
	struct aq_slice company = payment->source;

	if (!aq_slice_starts_with(company, AQ_SLICE("ach:")))
		return false;
	company = aq_slice_between(company.start + 4, company.start + company.length);
	return payment->settlement_id.length > company.length &&
	       aq_slice_starts_with(payment->settlement_id, company) &&
	       payment->settlement_id.start[company.length] == '-';
}
