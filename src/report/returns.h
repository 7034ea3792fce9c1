/*
 * returns.h - how many of our own ACH debits came back, and why; private.
 *
 * Counted over what one run took in, and over the sixty days up to the run's day,
 * by which the rates are watched (unauthorised, administrative, all).
 */
#ifndef ACQUIT_REPORT_RETURNS_H
#define ACQUIT_REPORT_RETURNS_H

#include "acquit/return_code.h"
#include "acquit/store_read.h"

#define RETURN_TALLIES_MAX  64
#define RETURN_SOURCE_BYTES 64

struct return_count {
	uint64_t count;
	int64_t amount;
};

/* One of our company identifications in one currency. A value. */
struct return_tally {
	char source[RETURN_SOURCE_BYTES];
	aq_currency currency;
	struct return_count debits;
	struct return_count groups[AQ_RETURN_GROUPS];
	struct return_count debits_60_days;
	struct return_count groups_60_days[AQ_RETURN_GROUPS];
};

struct return_tallies {
	struct return_tally list[RETURN_TALLIES_MAX];
	size_t count;
};

struct returns_row {
	const struct return_tally *tally;
	const char *group;
	struct return_count returns;
	struct return_count returns_60_days;
};

/* Takes a payment of the run; what is no debit of ours and no return is passed over. */
void returns_take(struct return_tallies *tallies, const struct aq_payment_line *line);
/* Takes what was counted of one company, currency and reason over sixty days. */
#define RETURN_DAYS 60
void returns_take_days(struct return_tallies *tallies, const struct aq_ach_count *days);
/* The rows of one tally: the groups that are watched, the others that came, all. */
#define RETURN_ROWS_MAX (AQ_RETURN_GROUPS + 1)
size_t returns_rows(const struct return_tally *tally, struct returns_row out[RETURN_ROWS_MAX]);

#endif
