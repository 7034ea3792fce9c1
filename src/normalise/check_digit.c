/*
 * check_digit.c - check digits of structured references.
 *
 * Reads: a reference as written; blanks and the marks printed around it do not
 * count.
 * Promises: a kind that has no check digits always holds. Where a country
 * allows two ways (KID), either will do.
 */
#include "parts.h"

#define REFERENCE_CHARACTERS_MAX 64

/* The characters that count, upper case. */
struct bare {
	char text[REFERENCE_CHARACTERS_MAX];
	size_t length;
	bool is_digits;
};

/* False when something stands there that no reference holds. */
static bool bare_of(struct aq_slice value, const char *marks, struct bare *out)
{
	struct bare bare = {.is_digits = true};

	for (size_t i = 0; i < value.length; i++) {
		char letter = value.start[i];

		if (letter >= 'a' && letter <= 'z')
			letter = (char)(letter - 'a' + 'A');
		if (letter != '\0' && strchr(marks, letter))
			continue;
		if (!aq_is_digit(letter) && (letter < 'A' || letter > 'Z'))
			return false;
		if (bare.length == REFERENCE_CHARACTERS_MAX)
			return false;
		bare.is_digits = bare.is_digits && aq_is_digit(letter);
		bare.text[bare.length++] = letter;
	}
	*out = bare;
	return true;
}

/* ISO 7064 mod 97-10 over letters as 10 to 35. */
static unsigned mod97(unsigned rest, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (aq_is_digit(text[i]))
			rest = (rest * 10 + (unsigned)(text[i] - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)(text[i] - 'A') + 10) % 97;
	}
	return rest;
}

static bool luhn_holds(const char *digits, size_t count)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned)(digits[count - 1 - i] - '0') << (i % 2);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return count >= 2 && sum % 10 == 0;
}

static bool rf_holds(struct aq_slice value)
{
	struct bare bare;

	if (!bare_of(value, " ", &bare) || bare.length < 5 || bare.length > 25)
		return false;
	if (bare.text[0] != 'R' || bare.text[1] != 'F')
		return false;
	if (!aq_is_digit(bare.text[2]) || !aq_is_digit(bare.text[3]))
		return false;
	return mod97(mod97(0, bare.text + 4, bare.length - 4), bare.text, 4) == 1;
}

/* Modulo 10, recursive: a carry walks through a fixed row. Leading zeros do
 * not change it. */
static bool recursive_holds(const struct bare *bare)
{
	static const unsigned char row[] = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
	unsigned carry = 0;

	for (size_t i = 0; i + 1 < bare->length; i++)
		carry = row[(carry + (unsigned)(bare->text[i] - '0')) % 10];
	return (10 - carry) % 10 == (unsigned)(bare->text[bare->length - 1] - '0');
}

static bool qrr_holds(struct aq_slice value)
{
	struct bare bare;

	return bare_of(value, " ", &bare) && bare.is_digits && bare.length == 27 &&
	       recursive_holds(&bare);
}

static bool isr_holds(struct aq_slice value)
{
	struct bare bare;

	return bare_of(value, " ", &bare) && bare.is_digits && bare.length >= 5 &&
	       bare.length <= 27 && recursive_holds(&bare);
}

/* Weights 2 to 7 from the right; a check "digit" of ten is written "-". */
static bool mod11_holds(const char *digits, size_t count, char check)
{
	unsigned sum = 0;
	unsigned rest;

	for (size_t i = 0; i < count; i++)
		sum += (unsigned)(digits[count - 1 - i] - '0') * (unsigned)(2 + i % 6);
	rest = (11 - sum % 11) % 11;
	return check == (rest == 10 ? '-' : (char)('0' + rest));
}

static bool kid_holds(struct aq_slice value)
{
	struct bare bare;
	struct aq_slice trimmed = aq_slice_trim(value);
	bool ends_in_dash = trimmed.length > 1 && trimmed.start[trimmed.length - 1] == '-';

	if (ends_in_dash)
		trimmed.length--;
	if (!bare_of(trimmed, " .", &bare) || !bare.is_digits)
		return false;
	if (bare.length + ends_in_dash < 2 || bare.length + ends_in_dash > 25)
		return false;
	if (ends_in_dash)
		return mod11_holds(bare.text, bare.length, '-');
	return luhn_holds(bare.text, bare.length) ||
	       mod11_holds(bare.text, bare.length - 1, bare.text[bare.length - 1]);
}

static bool ocr_holds(struct aq_slice value)
{
	struct bare bare;

	return bare_of(value, " #", &bare) && bare.is_digits && bare.length <= 25 &&
	       luhn_holds(bare.text, bare.length);
}

static bool ogm_holds(struct aq_slice value)
{
	struct bare bare;
	unsigned rest;
	unsigned written;

	if (!bare_of(value, " +*/", &bare) || !bare.is_digits || bare.length != 12)
		return false;
	rest = mod97(0, bare.text, 10);
	written = (unsigned)(bare.text[10] - '0') * 10 + (unsigned)(bare.text[11] - '0');
	return (rest == 0 ? 97 : rest) == written;
}

/* Weights 7, 3, 1 from the right; zeros in front do not change it. */
static bool seven_three_one_holds(struct aq_slice value, size_t least)
{
	static const unsigned weights[] = {7, 3, 1};
	struct bare bare;
	unsigned sum = 0;

	if (!bare_of(value, " ", &bare) || !bare.is_digits || bare.length < least ||
	    bare.length > 20)
		return false;
	for (size_t i = 0; i + 1 < bare.length; i++)
		sum += (unsigned)(bare.text[bare.length - 2 - i] - '0') * weights[i % 3];
	return (10 - sum % 10) % 10 == (unsigned)(bare.text[bare.length - 1] - '0');
}

static bool fi_holds(struct aq_slice value)
{
	return seven_three_one_holds(value, 4);
}

static bool ee_holds(struct aq_slice value)
{
	return seven_three_one_holds(value, 2);
}

/* Weights from 2 upward, from the right; ten and eleven are written 0. */
static bool rising_holds(const char *digits, size_t count)
{
	unsigned sum = 0;
	unsigned check;

	if (count < 2)
		return false;
	for (size_t i = 1; i < count; i++)
		sum += (unsigned)(digits[count - 1 - i] - '0') * (unsigned)(i + 1);
	check = 11 - sum % 11;
	return (check > 9 ? 0 : check) == (unsigned)(digits[count - 1] - '0');
}

/* Which parts of "P1-P2-P3" end in a check digit of their own, by the model's
 * number, and which are checked as one; a model that is not here has none that
 * could be looked at. */
static const struct {
	const char *model;
	unsigned own; /* bits of the parts */
	unsigned whole; /* bits of the parts that are one */
} models[] = {
	{"01", 0, 7}, {"02", 6, 0}, {"03", 7, 0}, {"04", 5, 0}, {"05", 1, 0},
	{"06", 0, 6}, {"07", 2, 0}, {"11", 3, 0}, {"12", 1, 0},
};

#define PARTS_MAX 3

static bool model_holds(struct aq_slice model, const struct aq_slice parts[PARTS_MAX])
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		char joined[REFERENCE_CHARACTERS_MAX];
		size_t count = 0;

		if (!aq_slice_is(model, models[i].model))
			continue;
		for (unsigned part = 0; part < PARTS_MAX; part++) {
			if ((models[i].own >> part & 1) && parts[part].length > 0 &&
			    !rising_holds(parts[part].start, parts[part].length))
				return false;
			if (!(models[i].whole >> part & 1) || parts[part].length == 0)
				continue;
			memcpy(joined + count, parts[part].start, parts[part].length);
			count += parts[part].length;
		}
		return count == 0 || rising_holds(joined, count);
	}
	return true;
}

/* SI or HR, the number of the model, and up to three parts of digits. */
static bool si_holds(struct aq_slice value)
{
	struct aq_slice rest = aq_slice_trim(value);
	struct aq_slice parts[PARTS_MAX] = {{"", 0}, {"", 0}, {"", 0}};
	struct aq_slice model;
	size_t digits = 0;

	if (rest.length < 5 || rest.length > REFERENCE_CHARACTERS_MAX / 2 ||
	    !aq_is_digit(rest.start[2]) || !aq_is_digit(rest.start[3]))
		return false;
	model = (struct aq_slice){rest.start + 2, 2};
	/* The one Croatian model that is not as the Slovenian one. */
	if (rest.start[0] == 'H' && aq_slice_is(model, "12"))
		model.length = 0;
	rest = aq_slice_trim((struct aq_slice){rest.start + 4, rest.length - 4});
	for (size_t part = 0; part < PARTS_MAX && rest.length > 0; part++)
		parts[part] = aq_slice_cut(&rest, '-');
	for (size_t part = 0; part < PARTS_MAX; part++)
		for (size_t i = 0; i < parts[part].length; i++, digits++)
			if (!aq_is_digit(parts[part].start[i]))
				return false;
	return rest.length == 0 && digits > 0 && model_holds(model, parts);
}

/* "+71<123456789012347+12345678<", or the number in its middle alone. */
static bool fik_holds(struct aq_slice value)
{
	struct aq_slice rest = aq_slice_trim(value);
	struct bare bare;

	if (rest.length > 0 && rest.start[0] == '+') {
		struct aq_slice card;

		rest.start++;
		rest.length--;
		card = aq_slice_cut(&rest, '<');
		if (aq_slice_is(card, "73"))
			return true;
		rest = aq_slice_cut(&rest, '+');
	}
	return bare_of(rest, " ", &bare) && bare.is_digits &&
	       (bare.length == 15 || bare.length == 16) && luhn_holds(bare.text, bare.length);
}

struct aq_slice aq_rf_with_check(struct aq_slice value, char out[AQ_RF_BYTES_MAX])
{
	const struct aq_slice none = {NULL, 0};
	struct bare bare;
	unsigned check;

	if (!bare_of(value, " ", &bare) || bare.length < 5 || bare.length > AQ_RF_BYTES_MAX ||
	    bare.text[0] != 'R' || bare.text[1] != 'F')
		return none;
	memcpy(out, bare.text, bare.length);
	check = 98 - mod97(mod97(0, bare.text + 4, bare.length - 4), "RF00", 4);
	out[2] = (char)('0' + check / 10);
	out[3] = (char)('0' + check % 10);
	return (struct aq_slice){out, bare.length};
}

static bool (*const checks[AQ_REF_COUNT])(struct aq_slice value) = {
	[AQ_REF_RF] = rf_holds,	  [AQ_REF_QRR] = qrr_holds, [AQ_REF_ISR] = isr_holds,
	[AQ_REF_KID] = kid_holds, [AQ_REF_OCR] = ocr_holds, [AQ_REF_OGM] = ogm_holds,
	[AQ_REF_FI] = fi_holds,	  [AQ_REF_FIK] = fik_holds, [AQ_REF_EE] = ee_holds,
	[AQ_REF_SI] = si_holds,
};

bool aq_reference_is_checked_kind(enum aq_reference_kind kind)
{
	return kind > AQ_REF_NONE && kind < AQ_REF_COUNT && checks[kind];
}

bool aq_reference_checks(enum aq_reference_kind kind, struct aq_slice value)
{
	return !aq_reference_is_checked_kind(kind) || checks[kind](value);
}
