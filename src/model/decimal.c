/*
 * decimal.c - exact decimal numbers as files write them.
 *
 * Promises: no rounding, no overflow. Every number made here has less than 37
 * significant digits; what would need more is refused.
 */
#include "acquit/decimal.h"

#include "acquit/claim.h"
#include "acquit/digits.h"

#define DIGITS_MAX 36
/* Digits that fit 64 bits whatever they are; longer texts go on in 128. */
#define FAST_DIGITS_MAX 18

static const uint64_t powers[] = {
	1u,	   10u,	       100u,	    1000u,	  10000u,	 100000u,	 1000000u,
	10000000u, 100000000u, 1000000000u, 10000000000u, 100000000000u, 1000000000000u,
};

_Static_assert(sizeof(powers) / sizeof(powers[0]) == AQ_DECIMAL_SCALE_MAX + 1,
	       "one power for every scale");

static aq_int128 units_max(void)
{
	const aq_int128 million_cubed = (aq_int128)1000000000000000000;

	return million_cubed * million_cubed - 1;
}

static bool is_in_range(aq_int128 units)
{
	return units <= units_max() && units >= -units_max();
}

/* Digits as they come in; leading zeros do not count. */
struct digit_sum {
	aq_int128 units;
	uint64_t fast;
	unsigned significant;
	bool is_any;
};

static bool add_digit(struct digit_sum *sum, unsigned digit)
{
	sum->is_any = true;
	if (digit == 0 && sum->significant == 0)
		return true;
	if (++sum->significant <= FAST_DIGITS_MAX) {
		sum->fast = sum->fast * 10 + digit;
		return true;
	}
	if (sum->significant == FAST_DIGITS_MAX + 1)
		sum->units = (aq_int128)sum->fast;
	if (sum->significant > DIGITS_MAX)
		return false;
	sum->units = sum->units * 10 + (aq_int128)digit;
	return true;
}

static aq_int128 digit_sum_units(const struct digit_sum *sum)
{
	return sum->significant <= FAST_DIGITS_MAX ? (aq_int128)sum->fast : sum->units;
}

static bool take_sign(struct aq_slice *text)
{
	bool is_negative = false;

	if (text->length > 0 && (text->start[0] == '-' || text->start[0] == '+')) {
		is_negative = text->start[0] == '-';
		text->start++;
		text->length--;
	}
	return is_negative;
}

/* Zeros past the last digit we keep change nothing and are read over. */
static bool read_fraction(struct aq_slice digits, struct digit_sum *sum, uint8_t *scale)
{
	for (size_t index = 0; index < digits.length; index++) {
		unsigned digit = (unsigned)(unsigned char)digits.start[index] - '0';

		if (digit > 9)
			return false;
		if (*scale == AQ_DECIMAL_SCALE_MAX) {
			if (digit != 0)
				return false;
			continue;
		}
		if (!add_digit(sum, digit))
			return false;
		(*scale)++;
	}
	return true;
}

/* Bytes of the group mark at the start of `rest`, 0 when it is not there. */
static size_t group_mark_bytes(struct aq_slice rest, uint32_t mark)
{
	char bytes[4];
	size_t count;

	if (mark == 0)
		return 0;
	if (mark < 0x80)
		return rest.length > 0 && (unsigned char)rest.start[0] == mark ? 1 : 0;
	count = mark < 0x800 ? 2 : mark < 0x10000 ? 3 : 4;
	for (size_t index = count - 1; index > 0; index--) {
		bytes[index] = (char)(0x80 | (mark & 0x3F));
		mark >>= 6;
	}
	bytes[0] = (char)((0xF00u >> count) | mark);
	return rest.length >= count && memcmp(rest.start, bytes, count) == 0 ? count : 0;
}

/* The digits left of the decimal mark; stops at the first byte that is
 * neither a digit nor a group mark in its right place. */
static bool read_whole(struct aq_slice *rest, uint32_t group_mark, struct digit_sum *sum)
{
	size_t since_mark = 0;
	bool is_grouped = false;

	while (rest->length > 0) {
		unsigned digit = (unsigned)(unsigned char)rest->start[0] - '0';
		size_t bytes = 1;

		if (digit <= 9) {
			if (!add_digit(sum, digit))
				return false;
			since_mark++;
		} else {
			bytes = group_mark_bytes(*rest, group_mark);
			if (bytes == 0)
				break;
			if (since_mark == 0 || since_mark > 3 || (is_grouped && since_mark != 3))
				return false;
			is_grouped = true;
			since_mark = 0;
		}
		rest->start += bytes;
		rest->length -= bytes;
	}
	return !is_grouped || since_mark == 3;
}

/* Nearly all amounts: digits, perhaps a mark with digits on both sides, perhaps
 * a sign. False says nothing of the text: the long way decides. */
static bool parse_short(struct aq_slice text, char mark, struct aq_decimal *out)
{
	const char *at = text.start, *end, *first, *behind_mark = NULL;
	bool is_negative;
	int64_t units = 0;

	if (text.length == 0)
		return false;
	end = text.start + text.length;
	is_negative = (*at == '-' || *at == '+') && *at++ == '-';
	first = at;
	if (at == end || end - at > FAST_DIGITS_MAX)
		return false;
	for (; at < end; at++) {
		unsigned digit = (unsigned)(unsigned char)*at - '0';

		if (digit <= 9) {
			units = units * 10 + digit;
			continue;
		}
		if (behind_mark || mark == 0 || *at != mark || at == first)
			return false;
		behind_mark = at + 1;
	}
	if (behind_mark && (behind_mark == end || end - behind_mark > AQ_DECIMAL_SCALE_MAX))
		return false;
	*out = (struct aq_decimal){.units = is_negative ? -units : units,
				   .scale = behind_mark ? (uint8_t)(end - behind_mark) : 0,
				   .is_present = true};
	return true;
}

bool aq_decimal_parse(struct aq_slice text, const struct aq_number_style *style,
		      struct aq_decimal *out)
{
	uint32_t group_mark = style->group_mark;
	struct digit_sum sum = {0};
	bool is_negative;
	bool has_whole;
	uint8_t scale = 0;
	aq_int128 units;

	if (parse_short(text, style->decimal_mark, out))
		return true;
	is_negative = take_sign(&text);
	if (group_mark == (unsigned char)style->decimal_mark)
		group_mark = 0;
	if (!read_whole(&text, group_mark, &sum))
		return false;
	has_whole = sum.is_any;
	if (text.length > 0) {
		if (style->decimal_mark == 0 || text.start[0] != style->decimal_mark)
			return false;
		text.start++;
		text.length--;
		if (!style->may_lack_zero && (!has_whole || text.length == 0))
			return false;
		if (!read_fraction(text, &sum, &scale))
			return false;
	}
	if (!sum.is_any)
		return false;
	units = digit_sum_units(&sum);
	*out = (struct aq_decimal){
		.units = is_negative ? -units : units, .scale = scale, .is_present = true};
	return true;
}

bool aq_decimal_parse_plain(struct aq_slice text, struct aq_decimal *out)
{
	static const struct aq_number_style plain = {.decimal_mark = '.', .may_lack_zero = true};

	return aq_decimal_parse(text, &plain, out);
}

bool aq_decimal_parse_implied(struct aq_slice digits, uint8_t scale, struct aq_decimal *out)
{
	struct digit_sum sum = {0};

	if (digits.length == 0 || scale > AQ_DECIMAL_SCALE_MAX)
		return false;
	for (size_t index = 0; index < digits.length; index++) {
		unsigned digit = (unsigned)(unsigned char)digits.start[index] - '0';

		if (digit > 9 || !add_digit(&sum, digit))
			return false;
	}
	*out = (struct aq_decimal){
		.units = digit_sum_units(&sum), .scale = scale, .is_present = true};
	return true;
}

struct aq_decimal aq_decimal_of(int64_t units, uint8_t scale)
{
	AQ_CLAIM(scale <= AQ_DECIMAL_SCALE_MAX);
	return (struct aq_decimal){.units = units, .scale = scale, .is_present = true};
}

static bool is_short(aq_int128 units)
{
	return units == (int64_t)units;
}

/* The compilers' checked multiplication of 128 bits is not in every runtime,
 * so the range is looked at by division. */
static bool rescale(struct aq_decimal number, uint8_t scale, aq_int128 *out)
{
	aq_int128 power = (aq_int128)powers[scale - number.scale];

	/* 63 bits and twelve digits: far below the range. */
	if (is_short(number.units)) {
		*out = number.units * power;
		return true;
	}
	if (number.units > units_max() / power || number.units < -(units_max() / power))
		return false;
	*out = number.units * power;
	return true;
}

bool aq_decimal_add(struct aq_decimal one, struct aq_decimal other, struct aq_decimal *out)
{
	uint8_t scale = one.scale > other.scale ? one.scale : other.scale;
	aq_int128 left = one.units;
	aq_int128 right = other.units;

	AQ_CLAIM(scale <= AQ_DECIMAL_SCALE_MAX);
	if (one.scale == other.scale && is_short(left) && is_short(right)) {
		*out = (struct aq_decimal){
			.units = left + right, .scale = scale, .is_present = true};
		return true;
	}
	if (one.scale != scale && !rescale(one, scale, &left))
		return false;
	if (other.scale != scale && !rescale(other, scale, &right))
		return false;
	if (!is_in_range(left) || !is_in_range(right) || !is_in_range(left + right))
		return false;
	*out = (struct aq_decimal){.units = left + right, .scale = scale, .is_present = true};
	return true;
}

bool aq_decimal_subtract(struct aq_decimal one, struct aq_decimal other, struct aq_decimal *out)
{
	return aq_decimal_add(one, aq_decimal_negate(other), out);
}

static int order_of(aq_int128 one, aq_int128 other)
{
	return (one > other) - (one < other);
}

/* Whole parts first, then the rests on the finest scale: neither overflows. */
int aq_decimal_compare(struct aq_decimal one, struct aq_decimal other)
{
	aq_int128 one_power = (aq_int128)powers[one.scale];
	aq_int128 other_power = (aq_int128)powers[other.scale];
	int order;

	if (one.scale == other.scale)
		return order_of(one.units, other.units);
	order = order_of(one.units / one_power, other.units / other_power);
	if (order != 0)
		return order;
	return order_of(one.units % one_power * (aq_int128)powers[AQ_DECIMAL_SCALE_MAX - one.scale],
			other.units % other_power *
				(aq_int128)powers[AQ_DECIMAL_SCALE_MAX - other.scale]);
}

/* The digits of a magnitude, at least `digits_min` of them, before `end`. */
static char *digits_of(char *end, unsigned __int128 magnitude, unsigned digits_min)
{
	const uint64_t chunk = 1000000000000000000u;
	char *start = end;

	while (magnitude > UINT64_MAX) {
		char *chunk_end = start;

		start = aq_digits_before(start, (uint64_t)(magnitude % chunk));
		while (chunk_end - start < 18)
			*--start = '0';
		magnitude /= chunk;
	}
	start = aq_digits_before(start, (uint64_t)magnitude);
	while (end - start < (ptrdiff_t)digits_min)
		*--start = '0';
	return start;
}

size_t aq_decimal_print(struct aq_decimal number, uint8_t digits_min,
			char out[AQ_DECIMAL_TEXT_BYTES])
{
	bool is_negative = number.units < 0;
	unsigned __int128 magnitude =
		(unsigned __int128)(is_negative ? -number.units : number.units);
	unsigned scale = number.scale;
	char digits[64];
	char *end = digits + sizeof(digits);
	char *start;
	char *at = out;
	size_t whole;

	AQ_CLAIM(scale <= AQ_DECIMAL_SCALE_MAX && is_in_range(number.units));
	if (digits_min > AQ_DECIMAL_SCALE_MAX)
		digits_min = AQ_DECIMAL_SCALE_MAX;
	while (scale > digits_min && magnitude % 10 == 0) {
		magnitude /= 10;
		scale--;
	}
	start = digits_of(end, magnitude, scale + 1);
	whole = (size_t)(end - start) - scale;
	if (is_negative)
		*at++ = '-';
	memcpy(at, start, whole);
	at += whole;
	if (scale > 0 || digits_min > 0)
		*at++ = '.';
	memcpy(at, start + whole, scale);
	at += scale;
	for (; scale < digits_min; scale++)
		*at++ = '0';
	*at = '\0';
	return (size_t)(at - out);
}
