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
	{ "CIE", NACHA_SEC_CREDITS, AQ_REF_INDIVIDUAL, NACHA_FIELD(55, 76, "Individual Identification Number"), NACHA_FIELD(40, 54, "Individual Name"), NONE },
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

struct reason {
	const char code[4];
	const char *meaning;
};

/* In order of code. */
static const struct reason reasons[] = {
	{ "C01", "account number wrong" },
	{ "C02", "routing number wrong" },
	{ "C03", "routing and account number wrong" },
	{ "C04", "name wrong" },
	{ "C05", "transaction code wrong" },
	{ "C06", "account number and transaction code wrong" },
	{ "C07", "routing number, account number and transaction code wrong" },
	{ "C08", "foreign bank identification wrong" },
	{ "C09", "individual identification wrong" },
	{ "C10", "company name wrong" },
	{ "C11", "company identification wrong" },
	{ "C12", "company name and identification wrong" },
	{ "C13", "addenda malformed" },
	{ "C14", "should have been an international entry" },
	{ "C61", "change refused: misrouted" },
	{ "C62", "change refused: trace number wrong" },
	{ "C63", "change refused: company identification wrong" },
	{ "C64", "change refused: individual identification wrong" },
	{ "C65", "change refused: corrected data wrong" },
	{ "C66", "change refused: discretionary data wrong" },
	{ "C67", "change refused: routing number not from the original" },
	{ "C68", "change refused: account number not from the original" },
	{ "C69", "change refused: transaction code not from the original" },
	{ "R01", "not enough money" },
	{ "R02", "account closed" },
	{ "R03", "no such account" },
	{ "R04", "account number malformed" },
	{ "R05", "corporate entry to a consumer account, not authorized" },
	{ "R06", "asked back by the originating bank" },
	{ "R07", "authorization withdrawn" },
	{ "R08", "payment stopped" },
	{ "R09", "funds not yet collected" },
	{ "R10", "not authorized" },
	{ "R11", "authorized, but not as agreed" },
	{ "R12", "branch sold to another bank" },
	{ "R13", "routing number not valid" },
	{ "R14", "representative payee dead or unable" },
	{ "R15", "account owner or beneficiary dead" },
	{ "R16", "account frozen" },
	{ "R17", "entry questionable or not processable" },
	{ "R18", "effective date out of range" },
	{ "R19", "amount field wrong" },
	{ "R20", "account takes no transactions" },
	{ "R21", "company identification wrong" },
	{ "R22", "individual identification wrong" },
	{ "R23", "receiver refuses the credit" },
	{ "R24", "duplicate" },
	{ "R25", "addenda malformed" },
	{ "R26", "mandatory field wrong" },
	{ "R27", "trace number wrong" },
	{ "R28", "routing check digit wrong" },
	{ "R29", "company says not authorized" },
	{ "R30", "bank not in check truncation" },
	{ "R31", "late corporate return, permitted" },
	{ "R32", "bank cannot settle" },
	{ "R33", "destroyed-check entry returned" },
	{ "R34", "bank under limited participation" },
	{ "R35", "debit not allowed here" },
	{ "R36", "credit not allowed here" },
	{ "R37", "the paper check was paid as well" },
	{ "R38", "the paper check was stopped" },
	{ "R39", "source document improper or presented too" },
	{ "R40", "enrolment returned by the agency" },
	{ "R41", "enrolment: transaction code wrong" },
	{ "R42", "enrolment: routing number wrong" },
	{ "R43", "enrolment: account number wrong" },
	{ "R44", "enrolment: individual identification wrong" },
	{ "R45", "enrolment: name wrong" },
	{ "R46", "enrolment: payee indicator wrong" },
	{ "R47", "enrolment: duplicate" },
	{ "R50", "state law bars re-presented checks" },
	{ "R51", "re-presented check not eligible" },
	{ "R52", "re-presented check stopped" },
	{ "R53", "check and re-presentment both paid" },
	{ "R61", "dishonored: return misrouted" },
	{ "R62", "dishonored: return of an erroneous or reversing debit" },
	{ "R63", "dishonored: amount wrong" },
	{ "R64", "dishonored: individual identification wrong" },
	{ "R65", "dishonored: transaction code wrong" },
	{ "R66", "dishonored: company identification wrong" },
	{ "R67", "dishonored: returned twice" },
	{ "R68", "dishonored: returned too late" },
	{ "R69", "dishonored: fields of the return wrong" },
	{ "R70", "dishonored: return was not agreed" },
	{ "R71", "contested: dishonor misrouted" },
	{ "R72", "contested: dishonor too late" },
	{ "R73", "contested: the return was in time" },
	{ "R74", "contested: corrected return" },
	{ "R75", "contested: no duplicate" },
	{ "R76", "contested: no errors found" },
	{ "R77", "contested: money not recoverable" },
	{ "R80", "international entry coded wrongly" },
	{ "R81", "no agreement for international entries" },
	{ "R82", "foreign bank identification not valid" },
	{ "R83", "foreign bank cannot settle" },
	{ "R84", "not processed by the gateway" },
	{ "R85", "outbound international entry coded wrongly" },
	{ "R90", "returned for sanctions compliance" },
};
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

const char *nacha_reason_find(struct aq_slice code)
{
	size_t low = 0;
	size_t high = sizeof(reasons) / sizeof(reasons[0]);

	if (code.length != 3)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(code.start, reasons[middle].code, 3);

		if (order == 0)
			return reasons[middle].meaning;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

int nacha_check_digit(const char digits[8])
{
	static const int weights[8] = {3, 7, 1, 3, 7, 1, 3, 7};
	int sum = 0;

	for (size_t index = 0; index < 8; index++)
		sum += weights[index] * (digits[index] - '0');
	return (10 - sum % 10) % 10;
}
