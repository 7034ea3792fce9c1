/*
 * money.c - minor units in a currency, and sums that cannot overflow.
 *
 * Promises: money is rounded in one place only, aq_money_round, half away
 * from zero, and its caller is told.
 */
#include "acquit/money.h"

#include "acquit/digits.h"

static const int64_t powers[AQ_DECIMAL_SCALE_MAX + 1] = {
	1,	  10,	     100,	 1000,	      10000,	    100000,	   1000000,
	10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
};

bool aq_minor_add(int64_t one, int64_t other, int64_t *out)
{
	int64_t sum;

	if (__builtin_add_overflow(one, other, &sum))
		return false;
	*out = sum;
	return true;
}

bool aq_money_add(struct aq_money one, struct aq_money other, struct aq_money *out)
{
	int64_t sum;

	if (one.currency != other.currency || __builtin_add_overflow(one.minor, other.minor, &sum))
		return false;
	*out = (struct aq_money){.minor = sum, .currency = one.currency};
	return true;
}

bool aq_money_subtract(struct aq_money one, struct aq_money other, struct aq_money *out)
{
	int64_t difference;

	if (one.currency != other.currency ||
	    __builtin_sub_overflow(one.minor, other.minor, &difference))
		return false;
	*out = (struct aq_money){.minor = difference, .currency = one.currency};
	return true;
}

static bool fits_minor(aq_int128 units)
{
	return units >= INT64_MIN && units <= INT64_MAX;
}

/* Units on the currency's own scale, cut towards zero, and what was cut off. */
static bool to_minor(struct aq_decimal number, unsigned digits, int64_t *minor, int64_t *rest)
{
	aq_int128 units = number.units;
	int64_t power;

	if (number.scale <= digits) {
		power = powers[digits - number.scale];
		*rest = 0;
		return fits_minor(units) && !__builtin_mul_overflow((int64_t)units, power, minor);
	}
	power = powers[number.scale - digits];
	if (fits_minor(units)) { /* Division of 128 bits is many times slower. */
		*minor = (int64_t)units / power;
		*rest = (int64_t)units % power;
		return true;
	}
	*rest = (int64_t)(units % power);
	if (!fits_minor(units / power))
		return false;
	*minor = (int64_t)(units / power);
	return true;
}

static bool is_usable(struct aq_decimal number, aq_currency currency)
{
	return number.is_present && number.scale <= AQ_DECIMAL_SCALE_MAX &&
	       aq_currency_code(currency)[0] != '\0';
}

bool aq_money_from_decimal(struct aq_decimal number, aq_currency currency, struct aq_money *out)
{
	int64_t minor;
	int64_t rest;

	if (!is_usable(number, currency) ||
	    !to_minor(number, aq_currency_digits(currency), &minor, &rest) || rest != 0)
		return false;
	*out = (struct aq_money){.minor = minor, .currency = currency};
	return true;
}

bool aq_money_round(struct aq_decimal number, aq_currency currency, struct aq_money *out,
		    bool *exact)
{
	unsigned digits = aq_currency_digits(currency);
	int64_t minor;
	int64_t rest;

	if (!is_usable(number, currency) || !to_minor(number, digits, &minor, &rest))
		return false;
	if (rest != 0) {
		int64_t power = powers[number.scale - digits];
		int64_t magnitude = rest < 0 ? -rest : rest;

		if (magnitude >= power - magnitude &&
		    !aq_minor_add(minor, rest < 0 ? -1 : 1, &minor))
			return false;
	}
	*out = (struct aq_money){.minor = minor, .currency = currency};
	*exact = rest == 0;
	return true;
}

struct aq_decimal aq_money_to_decimal(struct aq_money money)
{
	return aq_decimal_of(money.minor, aq_currency_digits(money.currency));
}

size_t aq_money_print(struct aq_money money, char out[AQ_MONEY_TEXT_BYTES])
{
	bool is_negative = money.minor < 0;
	uint64_t magnitude = is_negative ? 0 - (uint64_t)money.minor : (uint64_t)money.minor;
	size_t places = aq_currency_digits(money.currency);
	char digits[AQ_DIGITS_BYTES_MAX + 1];
	char *end = digits + sizeof(digits);
	char *start = aq_digits_before(end, magnitude);
	char *at = out;
	size_t whole;

	while ((size_t)(end - start) <= places)
		*--start = '0';
	whole = (size_t)(end - start) - places;
	if (is_negative)
		*at++ = '-';
	memcpy(at, start, whole);
	at += whole;
	if (places > 0) {
		*at++ = '.';
		memcpy(at, start + whole, places);
		at += places;
	}
	*at = '\0';
	return (size_t)(at - out);
}
