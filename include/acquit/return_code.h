/*
 * return_code.h - reasons of ACH returns and changes, and what follows from each.
 *
 * The list itself is return_codes.def. Any R and two digits is a reason: banks
 * use some that the rules do not have.
 */
#ifndef ACQUIT_RETURN_CODE_H
#define ACQUIT_RETURN_CODE_H

#include "acquit/codes.h"
#include "acquit/date.h"
#include "acquit/slice.h"

enum aq_return_group {
	AQ_RETURN_NONE, /* no reason at all */
	AQ_RETURN_OTHER,
	AQ_RETURN_UNAUTHORISED,
	AQ_RETURN_ADMINISTRATIVE,
	AQ_RETURN_DISHONORED, /* our bank refuses a return */
	AQ_RETURN_CONTESTED, /* the other bank stands by it */
	AQ_RETURN_CHANGE,
	AQ_RETURN_CHANGE_REFUSED,
	AQ_RETURN_GROUPS
};

/* By the code's letter and number where the list does not have it. */
enum aq_return_group aq_return_group_of(struct aq_slice code);
/* "unauthorised", "administrative" ...; never NULL. */
const char *aq_return_group_name(enum aq_return_group group);
/* In own words; NULL for a code without a meaning. */
const char *aq_return_meaning(struct aq_slice code);
/* True when a return settled on `returned_on` came after the days its reason
 * has, counted from the day the original settled. Banking days are weekdays,
 * with three days of grace for holidays: late here is late everywhere. */
bool aq_return_is_late(struct aq_slice code, struct aq_date settled_on, struct aq_date returned_on);
/* A reversal has five banking days, counted alike. */
bool aq_reversal_is_late(struct aq_date settled_on, struct aq_date reversed_on);
/* The reason a bank would return an entry for that breaks this rule; "" for
 * rules that are no bank's reason. */
const char *aq_code_return(enum aq_code code);

#endif
