/*
 * return_code.c - what a reason of return means, from return_codes.def.
 *
 * Promises: one line a code; windows err on the sender's side, since holidays
 * and the day an entry really settled are not always told.
 */
#include "acquit/return_code.h"

#include <string.h>

#include "acquit/claim.h"

#define GRACE_BANKING_DAYS    3
#define REVERSAL_BANKING_DAYS 5
#define CALENDAR_DAYS_MIN     10
#define BANKING(days)	      (days)
#define CALENDAR(days)	      (days)

_Static_assert(CALENDAR(60) > CALENDAR_DAYS_MIN && BANKING(5) < CALENDAR_DAYS_MIN,
	       "the number of days tells which kind they are");

struct reason {
	const char *code;
	enum aq_return_group group;
	int days;
	const char *meaning;
};

static const struct reason reasons[] = {
#define AQ_RETURN_CODE(code, group, days, meaning) {code, AQ_RETURN_##group, days, meaning},
#include "acquit/return_codes.def"
#undef AQ_RETURN_CODE
};

static const char *const group_names[AQ_RETURN_GROUPS] = {
	[AQ_RETURN_NONE] = "",
	[AQ_RETURN_OTHER] = "other",
	[AQ_RETURN_UNAUTHORISED] = "unauthorised",
	[AQ_RETURN_ADMINISTRATIVE] = "administrative",
	[AQ_RETURN_DISHONORED] = "dishonored",
	[AQ_RETURN_CONTESTED] = "contested",
	[AQ_RETURN_CHANGE] = "change",
	[AQ_RETURN_CHANGE_REFUSED] = "change-refused",
};

static const struct reason *find(struct aq_slice code)
{
	size_t low = 0;
	size_t high = sizeof(reasons) / sizeof(reasons[0]);

	if (code.length != 3)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(code.start, reasons[middle].code, 3);

		if (order == 0)
			return &reasons[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

enum aq_return_group aq_return_group_of(struct aq_slice code)
{
	const struct reason *reason = find(code);

	if (reason != NULL)
		return reason->group;
	if (code.length != 3 || !aq_is_digit(code.start[1]) || !aq_is_digit(code.start[2]))
		return AQ_RETURN_NONE;
	if (code.start[0] == 'C')
		return code.start[1] == '6' ? AQ_RETURN_CHANGE_REFUSED : AQ_RETURN_CHANGE;
	return code.start[0] == 'R' ? AQ_RETURN_OTHER : AQ_RETURN_NONE;
}

const char *aq_return_group_name(enum aq_return_group group)
{
	AQ_CLAIM(group < AQ_RETURN_GROUPS);
	return group_names[group];
}

const char *aq_return_meaning(struct aq_slice code)
{
	const struct reason *reason = find(code);

	return reason != NULL ? reason->meaning : NULL;
}

bool aq_return_is_late(struct aq_slice code, struct aq_date settled_on, struct aq_date returned_on)
{
	const struct reason *reason = find(code);
	int days;

	if (reason == NULL || reason->days == 0 || !aq_date_is_set(settled_on) ||
	    !aq_date_is_set(returned_on))
		return false;
	days = reason->days;
	if (days >= CALENDAR_DAYS_MIN) {
		settled_on = aq_date_add_days(settled_on, days);
		days = 1;
	}
	return aq_date_business_days_between(settled_on, returned_on) > days + GRACE_BANKING_DAYS;
}

bool aq_reversal_is_late(struct aq_date settled_on, struct aq_date reversed_on)
{
	return aq_date_is_set(settled_on) && aq_date_is_set(reversed_on) &&
	       aq_date_business_days_between(settled_on, reversed_on) >
		       REVERSAL_BANKING_DAYS + GRACE_BANKING_DAYS;
}

struct rule {
	enum aq_code code;
	char reason[4];
};

static const struct rule rules[] = {
	{AQ_NACHA_RDFI_TEXT, "R13"},
	{AQ_NACHA_SEC, "R17"},
	{AQ_NACHA_TRANSACTION_CODE, "R17"},
	{AQ_NACHA_EFFECTIVE_DATE, "R18"},
	{AQ_NACHA_AMOUNT_TEXT, "R19"},
	{AQ_NACHA_AMOUNT_ZERO, "R19"},
	{AQ_NACHA_BATCH_NAME, "R26"},
	{AQ_NACHA_PRENOTE_AMOUNT, "R19"},
	{AQ_NACHA_ZERO_DOLLAR_AMOUNT, "R19"},
	{AQ_NACHA_NOTICE_AMOUNT, "R19"},
	{AQ_NACHA_ZERO_DOLLAR_SEC, "R19"},
	{AQ_NACHA_SEC_SIDE, "R36"},
	{AQ_NACHA_ADDENDA_INDICATOR, "R25"},
	{AQ_NACHA_ADDENDA_COUNT, "R25"},
	{AQ_NACHA_ADDENDA_TYPE, "R25"},
	{AQ_NACHA_ADDENDA_SEQUENCE, "R25"},
	{AQ_NACHA_ADDENDA_ENTRY, "R25"},
	{AQ_NACHA_ADDENDA_MANY, "R25"},
	{AQ_NACHA_ADDENDA_OUTSIDE_ENTRY, "R25"},
	{AQ_NACHA_NAME, "R26"},
	{AQ_NACHA_IAT_ADDENDA, "R26"},
	{AQ_NACHA_IAT_TYPE, "R80"},
	{AQ_NACHA_TRACE_TEXT, "R27"},
	{AQ_NACHA_TRACE_ORDER, "R27"},
	{AQ_NACHA_TRACE_ODFI, "R27"},
	{AQ_NACHA_CHECK_DIGIT, "R28"},
	{AQ_NACHA_RETURN_CODE, "R69"},
	{AQ_NACHA_RETURN_CODE_TEXT, "R69"},
	{AQ_NACHA_RETURN_TRACE, "R69"},
	{AQ_NACHA_RETURN_TRANSACTION_CODE, "R69"},
	{AQ_NACHA_RETURN_ADDENDA, "R69"},
};

const char *aq_code_return(enum aq_code code)
{
	for (size_t index = 0; index < sizeof(rules) / sizeof(rules[0]); index++)
		if (rules[index].code == code)
			return rules[index].reason;
	return "";
}
