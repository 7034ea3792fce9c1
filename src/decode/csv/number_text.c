/*
 * number_text.c - amounts as banks and gateways write them.
 *
 * Reads: 1.234,56  -.46  ($85.00)  85.00-  - $220.00  JPY 1000.00  11'373.94
 * Promises: one sign at most, one currency at most; exact decimals.
 * Refuses: a currency other than the row's, two signs, marks in wrong places,
 * anything it would have to guess.
 */
#include "table.h"

#define NUMBER_BYTES_MAX 96

/* Signs of money that need no profile; others are named by `symbols`. One that a
 * single currency has must be the row's, unless the profile names it. */
static const struct {
	const char *text;
	const char *code; /* "": many have it */
} known_symbols[] = {
	{"$", ""},	{"£", ""},    {"¥", ""},    {"￥", ""},	  {"€", "EUR"}, {"₹", "INR"},
	{"₽", "RUB"}, {"₩", "KRW"}, {"₫", "VND"}, {"₺", "TRY"}, {"₴", "UAH"}, {"₪", "ILS"},
	{"฿", "THB"},	{"₦", "NGN"}, {"₱", "PHP"}, {"₸", "KZT"},
};

/* The text that is left, and what was taken off it. */
struct stripped {
	struct aq_slice text;
	int signs;
	int currencies;
	bool is_negative;
};

static bool cut_head(struct aq_slice *text, struct aq_slice head)
{
	if (head.length == 0 || !aq_slice_starts_with(*text, head))
		return false;
	*text = (struct aq_slice){text->start + head.length, text->length - head.length};
	return true;
}

static bool cut_tail(struct aq_slice *text, struct aq_slice tail)
{
	struct aq_slice end;

	if (tail.length == 0 || tail.length > text->length)
		return false;
	end = (struct aq_slice){text->start + text->length - tail.length, tail.length};
	if (!aq_slice_equals(end, tail))
		return false;
	text->length -= tail.length;
	return true;
}

/* Blanks of any kind at both ends: no-break ones stand before symbols. */
static struct aq_slice without_blanks(struct aq_slice text)
{
	static const char *const blanks[] = {" ", "\t", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};
	bool is_changed = true;

	while (is_changed) {
		is_changed = false;
		for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
			is_changed |= cut_head(&text, aq_slice_of(blanks[i])) ||
				      cut_tail(&text, aq_slice_of(blanks[i]));
	}
	return text;
}

/* Twelve francs are written 12.- or 12,--: the dash stands for no cents and is no sign. */
static bool cut_no_cents(struct stripped *number, const struct table_profile *profile)
{
	static const char *const dashes[] = {"--", "-", "\xe2\x80\x93", "\xe2\x80\x94"};

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		struct aq_slice left = number->text;

		if (cut_tail(&left, aq_slice_of(dashes[i])) && left.length > 1 &&
		    left.start[left.length - 1] == profile->numbers.decimal_mark) {
			number->text = (struct aq_slice){left.start, left.length - 1};
			return true;
		}
	}
	return false;
}

static bool cut_sign(struct stripped *number)
{
	static const struct {
		const char *text;
		bool is_negative;
	} signs[] = {{"-", true}, {"\xe2\x88\x92", true}, {"\xe2\x80\x93", true}, {"+", false}};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct aq_slice sign = aq_slice_of(signs[i].text);

		if (!cut_head(&number->text, sign) && !cut_tail(&number->text, sign))
			continue;
		number->signs++;
		number->is_negative |= signs[i].is_negative;
		return true;
	}
	if (number->text.length < 2 || number->text.start[0] != '(' ||
	    number->text.start[number->text.length - 1] != ')')
		return false;
	number->text.start++;
	number->text.length -= 2;
	number->signs++;
	number->is_negative = true;
	return true;
}

/* Three letters at either end that are the row's currency, or any when it is not known. */
static bool cut_code(struct stripped *number, struct aq_slice currency)
{
	for (int is_tail = 0; is_tail < 2 && number->text.length > 3; is_tail++) {
		struct aq_slice code = {number->text.start, 3};

		if (is_tail)
			code.start += number->text.length - 3;
		if (aq_currency_find(code) == AQ_CURRENCY_NONE)
			continue;
		if (currency.length && !aq_slice_equals_any_case(code, currency))
			return false;
		number->text.start += is_tail ? 0 : 3;
		number->text.length -= 3;
		number->currencies++;
		return true;
	}
	return false;
}

static bool cut_currency(struct stripped *number, const struct table_profile *profile,
			 struct aq_slice currency)
{
	for (size_t i = 0; i < sizeof(known_symbols) / sizeof(known_symbols[0]); i++) {
		struct aq_slice symbol = aq_slice_of(known_symbols[i].text);
		struct aq_slice code = aq_slice_of(known_symbols[i].code);

		if (code.length && currency.length && !aq_slice_equals_any_case(code, currency))
			continue;
		if (cut_head(&number->text, symbol) || cut_tail(&number->text, symbol)) {
			number->currencies++;
			return true;
		}
	}
	for (size_t i = 0; i < profile->symbol_count; i++) {
		if (cut_head(&number->text, profile->symbols[i]) ||
		    cut_tail(&number->text, profile->symbols[i])) {
			number->currencies++;
			return true;
		}
	}
	return cut_code(number, currency);
}

/* Group marks that are written in several ways become the profile's one byte. */
static size_t even_out(const struct table_profile *profile, struct aq_slice text,
		       char out[NUMBER_BYTES_MAX])
{
	static const struct {
		const char *text;
		char mark;
	} variants[] = {{"\xc2\xa0", ' '},
			{"\xe2\x80\xaf", ' '},
			{"\xe2\x80\x89", ' '},
			{"\xe2\x80\x99", '\''}};
	char group = (char)profile->numbers.group_mark;
	size_t length = 0;

	while (text.length) {
		char byte = text.start[0];
		size_t taken = 1;

		for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
			struct aq_slice variant = aq_slice_of(variants[i].text);

			if (variants[i].mark == group && aq_slice_starts_with(text, variant)) {
				byte = group;
				taken = variant.length;
			}
		}
		text.start += taken;
		text.length -= taken;
		if (byte != group || !profile->has_loose_groups || group == '\0')
			out[length++] = byte;
	}
	return length;
}

static uint8_t implied_digits(const struct table_profile *profile, struct aq_slice currency)
{
	return profile->minor_by_currency ? aq_currency_digits(aq_currency_find(currency))
					  : profile->minor_digits;
}

static bool read_bare(const struct table_profile *profile, struct aq_slice text,
		      struct aq_slice currency, struct aq_decimal *out)
{
	struct aq_number_style style = profile->numbers;

	if (profile->has_minor) {
		/* Without a currency nobody knows where the point belongs. */
		if (profile->minor_by_currency && aq_currency_find(currency) == AQ_CURRENCY_NONE)
			return false;
		return aq_decimal_parse_implied(text, implied_digits(profile, currency), out);
	}
	if (profile->has_loose_groups)
		style.group_mark = 0;
	return text.length && text.start[0] != '-' && text.start[0] != '+' &&
	       aq_decimal_parse(text, &style, out);
}

bool aq_number_read(const struct table_profile *profile, struct aq_slice text,
		    struct aq_slice currency, struct aq_decimal *out)
{
	struct stripped number = {.text = text};
	char evened[NUMBER_BYTES_MAX];
	bool is_changed = true;

	if (!profile->has_minor && !profile->has_loose_groups &&
	    aq_decimal_parse(text, &profile->numbers, out))
		return true;
	if (text.length > NUMBER_BYTES_MAX)
		return false;
	/* Excel's mark for "this is text". */
	(void)cut_head(&number.text, AQ_SLICE("'"));
	while (is_changed && number.signs < 2 && number.currencies < 2) {
		number.text = without_blanks(number.text);
		is_changed = cut_no_cents(&number, profile) || cut_sign(&number) ||
			     cut_currency(&number, profile, currency);
	}
	if (number.signs > 1 || number.currencies > 1)
		return false;
	number.text = (struct aq_slice){evened, even_out(profile, number.text, evened)};
	if (!read_bare(profile, number.text, currency, out))
		return false;
	if (number.is_negative)
		*out = aq_decimal_negate(*out);
	return true;
}
