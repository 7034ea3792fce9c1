/*
 * national.c - whose structured reference one is that does not say so.
 *
 * Banks send the reference of their country as SCOR, or with no type at all.
 * Reads: the reference, and the country of the account it was paid to.
 * Promises: a kind with check digits where the country has just one form for
 * such references, or where the check digits hold; else the kind it came with.
 * A Slovenian or Croatian one says so itself, by its model.
 */
#include "parts.h"

/* A country's form: `is_only`, or one of several that their digits tell apart. */
struct national {
	const char *country;
	enum aq_reference_kind kind;
	uint8_t digits_min;
	uint8_t digits_max;
	bool is_only;
};

static const struct national nationals[] = {
	{"FI", AQ_REF_FI, 4, 20, true},	   {"AX", AQ_REF_FI, 4, 20, true},
	{"EE", AQ_REF_EE, 2, 20, true},	   {"NO", AQ_REF_KID, 2, 25, true},
	{"CH", AQ_REF_QRR, 27, 27, false}, {"LI", AQ_REF_QRR, 27, 27, false},
	{"BE", AQ_REF_OGM, 12, 12, false}, {"SE", AQ_REF_OCR, 4, 25, false},
	{"DK", AQ_REF_FIK, 15, 16, false},
};

/* How many digits, blanks between them left out; 0 when anything else is there. */
static size_t digits_of(struct aq_slice value)
{
	size_t count = 0;

	for (size_t i = 0; i < value.length; i++) {
		if (value.start[i] == ' ')
			continue;
		if (value.start[i] < '0' || value.start[i] > '9')
			return 0;
		count++;
	}
	return count;
}

static bool is_model(struct aq_slice value)
{
	return value.length > 4 &&
	       (memcmp(value.start, "SI", 2) == 0 || memcmp(value.start, "HR", 2) == 0) &&
	       value.start[2] >= '0' && value.start[2] <= '9' && value.start[3] >= '0' &&
	       value.start[3] <= '9';
}

enum aq_reference_kind aq_national_kind(struct aq_slice account, struct aq_slice value)
{
	size_t digits;

	if (is_model(value))
		return AQ_REF_SI;
	digits = digits_of(value);
	if (digits == 0 || account.length < 2)
		return AQ_REF_CREDITOR;
	for (size_t i = 0; i < sizeof(nationals) / sizeof(nationals[0]); i++) {
		const struct national *national = &nationals[i];

		if (memcmp(account.start, national->country, 2) != 0 ||
		    digits < national->digits_min || digits > national->digits_max)
			continue;
		if (national->is_only || aq_reference_checks(national->kind, value))
			return national->kind;
	}
	return AQ_REF_CREDITOR;
}
