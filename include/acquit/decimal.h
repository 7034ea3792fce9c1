/*
 * decimal.h - exact decimal numbers as files write them.
 *
 * value = units / 10^scale, with at most AQ_DECIMAL_SCALE_MAX digits behind
 * the point and 36 significant digits in all. No rounding happens here; a
 * decimal becomes money in aq_money_from_decimal, once.
 */
#ifndef ACQUIT_DECIMAL_H
#define ACQUIT_DECIMAL_H

#include "acquit/slice.h"

#define AQ_DECIMAL_SCALE_MAX 12

typedef __int128 aq_int128;

struct aq_decimal { /* a value; all zero is "absent" */
	aq_int128 units;
	uint8_t scale;
	bool is_present;
};

/* How a text writes numbers. A zero mark is "not allowed". */
struct aq_number_style {
	char decimal_mark; /* '.' or ',' */
	uint32_t
		group_mark; /* a code point: ',' '.' '\'' ' ' U+00A0 U+202F …; strictly every 3 digits left of the mark */
	bool may_lack_zero; /* ".6" and "6." are numbers */
};

/* [sign] digits [mark digits]; the whole text, no blanks. False on anything
 * else: exponent, two marks, too many digits, empty. Leading zeros do not
 * count as digits, nor do zeros behind the last place of the scale. */
bool aq_decimal_parse(struct aq_slice text, const struct aq_number_style *style,
		      struct aq_decimal *out);
/* "1234.50" by the rules of XML Schema's xs:decimal (sign allowed, ".6" too). */
bool aq_decimal_parse_plain(struct aq_slice text, struct aq_decimal *out);
/* Digits only, with `scale` of them implied behind the point (NACHA, PayPal). */
bool aq_decimal_parse_implied(struct aq_slice digits, uint8_t scale, struct aq_decimal *out);
struct aq_decimal aq_decimal_of(int64_t units, uint8_t scale);
/* False on overflow; an absent decimal counts as zero. */
bool aq_decimal_add(struct aq_decimal one, struct aq_decimal other, struct aq_decimal *out);
bool aq_decimal_subtract(struct aq_decimal one, struct aq_decimal other, struct aq_decimal *out);

static inline struct aq_decimal aq_decimal_negate(struct aq_decimal number)
{
	number.units = -number.units;
	return number;
}

static inline struct aq_decimal aq_decimal_absolute(struct aq_decimal number)
{
	return number.units < 0 ? aq_decimal_negate(number) : number;
}

static inline bool aq_decimal_is_zero(struct aq_decimal number)
{
	return number.units == 0;
}

/* By value, whatever the scales: -1, 0, 1. */
int aq_decimal_compare(struct aq_decimal one, struct aq_decimal other);
/* "-1234.5", shortest form that keeps the value, at least `digits_min` behind the point. */
#define AQ_DECIMAL_TEXT_BYTES 56
size_t aq_decimal_print(struct aq_decimal number, uint8_t digits_min,
			char out[AQ_DECIMAL_TEXT_BYTES]);

#endif
