/*
 * tables.c - what the codes of the NACHA rules mean to a reader.
 *
 * Reads: codes as they stand in the file.
 * Promises: one line a code, and nothing for a code it does not have.
 */
#include "tables.h"

#define CREDIT(use)                                                                                \
	{                                                                                          \
		NACHA_CREDIT, (use)                                                                \
	}
#define DEBIT(use)                                                                                 \
	{                                                                                          \
		NACHA_DEBIT, (use)                                                                 \
	}

/* The second digit says what an entry does, the first on which kind of account. */
static const struct nacha_transaction transactions[100] = {
	[21] = CREDIT(NACHA_USE_RETURN),
	[22] = CREDIT(NACHA_USE_MONEY),
	[23] = CREDIT(NACHA_USE_PRENOTE),
	[24] = CREDIT(NACHA_USE_ZERO),
	[26] = DEBIT(NACHA_USE_RETURN),
	[27] = DEBIT(NACHA_USE_MONEY),
	[28] = DEBIT(NACHA_USE_PRENOTE),
	[29] = DEBIT(NACHA_USE_ZERO),
	[31] = CREDIT(NACHA_USE_RETURN),
	[32] = CREDIT(NACHA_USE_MONEY),
	[33] = CREDIT(NACHA_USE_PRENOTE),
	[34] = CREDIT(NACHA_USE_ZERO),
	[36] = DEBIT(NACHA_USE_RETURN),
	[37] = DEBIT(NACHA_USE_MONEY),
	[38] = DEBIT(NACHA_USE_PRENOTE),
	[39] = DEBIT(NACHA_USE_ZERO),
	[41] = CREDIT(NACHA_USE_RETURN),
	[42] = CREDIT(NACHA_USE_MONEY),
	[43] = CREDIT(NACHA_USE_PRENOTE),
	[44] = CREDIT(NACHA_USE_ZERO),
	[46] = DEBIT(NACHA_USE_RETURN),
	[47] = DEBIT(NACHA_USE_MONEY),
	[48] = DEBIT(NACHA_USE_PRENOTE),
	[49] = DEBIT(NACHA_USE_ZERO),
	[51] = CREDIT(NACHA_USE_RETURN),
	[52] = CREDIT(NACHA_USE_MONEY),
	[53] = CREDIT(NACHA_USE_PRENOTE),
	[54] = CREDIT(NACHA_USE_ZERO),
	/* A debit of a loan account exists as a reversal only. */
	[55] = DEBIT(NACHA_USE_MONEY),
	[56] = DEBIT(NACHA_USE_RETURN),
	[81] = CREDIT(NACHA_USE_ADVICE),
	[82] = DEBIT(NACHA_USE_ADVICE),
	[83] = CREDIT(NACHA_USE_ADVICE),
	[84] = DEBIT(NACHA_USE_ADVICE),
	[85] = CREDIT(NACHA_USE_ADVICE),
	[86] = DEBIT(NACHA_USE_ADVICE),
	[87] = CREDIT(NACHA_USE_ADVICE),
	[88] = DEBIT(NACHA_USE_ADVICE),
};

#define ID     NACHA_FIELD(40, 54, "Individual Identification Number")
#define NAME   NACHA_FIELD(55, 76, "Individual Name")
#define SERIAL NACHA_FIELD(40, 54, "Check Serial Number")
#define NONE   NACHA_FIELD(0, 0, "")
#define COUNT  NACHA_FIELD(55, 58, "Number of Addenda Records")
#define FIRM   NACHA_FIELD(59, 74, "Receiving Company Name")

#define NAMED  NACHA_SEC_NAMED
#define NOTICE NACHA_SEC_NOTICE
#define DEBITS NACHA_SEC_DEBITS

/* clang-format off */
static const struct nacha_sec classes[] = {
	{ "ACK", NOTICE, AQ_REF_ORIGINAL_TRACE, NACHA_FIELD(40, 54, "Original Entry Trace Number"), NAME, NONE },
	{ "ADV", NOTICE | NACHA_SEC_ADV, AQ_REF_NONE, NONE, NAME, NONE },
	{ "ARC", DEBITS, AQ_REF_CHECK, SERIAL, NAME, NONE },
	{ "ATX", NOTICE, AQ_REF_ORIGINAL_TRACE, NACHA_FIELD(40, 54, "Original Entry Trace Number"), FIRM, COUNT },
	{ "BOC", DEBITS, AQ_REF_CHECK, SERIAL, NAME, NONE },
	{ "CBR", NACHA_SEC_RETIRED, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "CCD", 0, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "CIE", NACHA_SEC_CREDITS | NACHA_SEC_CONSUMER, AQ_REF_INDIVIDUAL, NACHA_FIELD(55, 76, "Individual Identification Number"), NACHA_FIELD(40, 54, "Individual Name"), NONE },
	{ "COR", NOTICE, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "CTX", 0, AQ_REF_INDIVIDUAL, NACHA_FIELD(40, 54, "Identification Number"), FIRM, COUNT },
	{ "DNE", NOTICE | NACHA_SEC_SECRET, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "ENR", NOTICE | NACHA_SEC_SECRET, AQ_REF_INDIVIDUAL, ID, FIRM, COUNT },
	{ "IAT", NACHA_SEC_IAT, AQ_REF_NONE, NONE, NONE, NONE },
	{ "MTE", 0, AQ_REF_INDIVIDUAL, NACHA_FIELD(55, 76, "Individual Identification Number"), NACHA_FIELD(40, 54, "Individual Name"), NONE },
	{ "PBR", NACHA_SEC_RETIRED, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "POP", DEBITS, AQ_REF_CHECK, NACHA_FIELD(40, 48, "Check Serial Number"), NAME, NONE },
	{ "POS", 0, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "PPD", NAMED, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "RCK", DEBITS, AQ_REF_CHECK, SERIAL, NAME, NONE },
	/* The card's own number stands where others have the name. */
	{ "SHR", 0, AQ_REF_INDIVIDUAL, NACHA_FIELD(44, 54, "Document Reference Number"), NONE, NONE },
	{ "TEL", DEBITS | NAMED, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "TRC", DEBITS, AQ_REF_CHECK, SERIAL, NONE, NONE },
	{ "TRX", DEBITS, AQ_REF_INDIVIDUAL, NACHA_FIELD(40, 54, "Identification Number"), FIRM, COUNT },
	{ "WEB", NAMED, AQ_REF_INDIVIDUAL, ID, NAME, NONE },
	{ "XCK", DEBITS, AQ_REF_CHECK, SERIAL, NONE, NONE },
};

static const struct nacha_sec usual = { "", 0, AQ_REF_INDIVIDUAL, ID, NAME, NONE };
/* clang-format on */

struct nacha_transaction nacha_transaction_of(struct aq_slice code)
{
	unsigned int tens = (unsigned char)code.start[0] - (unsigned int)'0';
	unsigned int ones = (unsigned char)code.start[1] - (unsigned int)'0';

	if (tens > 9 || ones > 9)
		return transactions[0];
	return transactions[tens * 10 + ones];
}

const struct nacha_sec *nacha_sec_find(struct aq_slice code)
{
	for (size_t index = 0; index < sizeof(classes) / sizeof(classes[0]); index++)
		if (aq_slice_is(code, classes[index].code))
			return &classes[index];
	return NULL;
}

const struct nacha_sec *nacha_sec_usual(void)
{
	return &usual;
}

int nacha_check_digit(const char digits[8])
{
	static const int weights[8] = {3, 7, 1, 3, 7, 1, 3, 7};
	int sum = 0;

	for (size_t index = 0; index < 8; index++)
		sum += weights[index] * (digits[index] - '0');
	return (10 - sum % 10) % 10;
}
