/*
 * telling.c - whether a payer's name or account tells who pays, and all of it.
 *
 * Refuses: what stands where a name or a number is missing, what is masked, and
 * the names of those who carry money for others. Strangers share it.
 */
#include "acquit/normalise.h"

#define DIGITS_MIN 5
#define WORD_BYTES 2
#define LONG_BYTES 8

/* Folded, as aq_name_normal gives words. */
static const char *const anybody[] = {
	"anonymous", "atm",	 "bank",       "card",	  "cash",	"cheque",     "check",
	"credit",    "customer", "debit",      "deposit", "einzahlung", "kort",	      "kund",
	"kunde",     "klarna",	 "mastercard", "n",	  "na",		"none",	      "notprovided",
	"null",	     "online",	 "paiement",   "payer",	  "payment",	"payments",   "payout",
	"paypal",    "provided", "stripe",     "swish",	  "transfer",	"unbekannt",  "unknown",
	"visa",	     "wire",	 "zahlung",    "adyen",	  "square",	"betalning",  "insättning",
	"okänd",     "перевод",	 "платеж",     "оплата",  "неизвестно", "покупатель", "клиент",
	"khách",
};

/* Words that stand for anybody together; the first alone is many people's name. */
static const char *const anybody_both[][2] = {{"thanh", "toan"}, {"thanh", "toán"}};

static bool is_anybody(struct aq_slice word)
{
	for (size_t at = 0; at < sizeof(anybody) / sizeof(anybody[0]); at++)
		if (aq_slice_equals_any_case(word, aq_slice_of(anybody[at])))
			return true;
	return false;
}

static bool has_word(struct aq_slice words, const char *word)
{
	while (words.length > 0)
		if (aq_slice_equals_any_case(aq_slice_cut(&words, ' '), aq_slice_of(word)))
			return true;
	return false;
}

bool aq_name_tells(struct aq_slice normal, size_t words_min)
{
	struct aq_slice rest = normal;
	size_t words = 0;

	for (size_t at = 0; at < sizeof(anybody_both) / sizeof(anybody_both[0]); at++)
		if (has_word(normal, anybody_both[at][0]) && has_word(normal, anybody_both[at][1]))
			return false;
	while (rest.length > 0) {
		struct aq_slice word = aq_slice_cut(&rest, ' ');

		if (is_anybody(word))
			return false;
		words += word.length >= WORD_BYTES;
	}
	return words > 0 && (words >= words_min || normal.length >= LONG_BYTES);
}

bool aq_account_tells(struct aq_slice normal)
{
	size_t digits = 0, others = 0;
	char first = 0;

	for (size_t at = 0; at < normal.length; at++) {
		char byte = normal.start[at];

		if (byte == '*' || byte == '#')
			return false;
		if (at > 0 && (byte == 'X' || byte == 'x') && normal.start[at - 1] == byte)
			return false;
		if (!aq_is_digit(byte))
			continue;
		first = digits == 0 ? byte : first;
		others += byte != first;
		digits++;
	}
	return digits >= DIGITS_MIN && others > 0;
}

/* Of which the last may be a blank. What is sent by ACH bears a company's name of 16
 * columns, of a person or a company who is paid 22, abroad 35; other systems have
 * lines of 35, and names of one, two or four of them. */
static bool is_width(size_t characters, bool is_ach)
{
	static const size_t ach[] = {16, 22, 35};
	static const size_t others[] = {35, 70, 140};
	const size_t *widths = is_ach ? ach : others;

	for (size_t at = 0; at < sizeof(ach) / sizeof(ach[0]); at++)
		if (characters == widths[at] || characters + 1 == widths[at])
			return true;
	return false;
}

bool aq_payer_is_cut(const struct aq_payment *payment)
{
	struct aq_slice name = aq_slice_trim(payment->payer);
	size_t characters = 0;

	/* Of a letter of several bytes the first one counts. */
	for (size_t at = 0; at < name.length; at++)
		characters += ((unsigned char)name.start[at] & 0xC0) != 0x80;
	return is_width(characters, aq_slice_starts_with(payment->source, AQ_SLICE("ach:")));
}
