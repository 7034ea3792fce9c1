/*
 * ties.h - the control totals of a night: two sides of a figure, counted from
 * different files, that must be equal.
 */
#ifndef ACQUIT_REPORT_TIES_H
#define ACQUIT_REPORT_TIES_H

#include "facts.h"

enum tie_id {
	TIE_READ_IN, /* files: read = posted + duplicate + notice + refused, money in */
	TIE_READ_OUT,
	TIE_POSTED, /* files: posted = what the journal booked at intake */
	TIE_CASH, /* journal: cash in = where it is now */
	TIE_APPLIED, /* allocations.csv = journal */
	TIE_DEDUCTIONS,
	TIE_RECEIVABLE, /* ledger = open items */
	TIE_WAITING, /* ledger = what is left of payments */
	TIE_JOURNAL, /* debits = credits, of the run */
	TIE_LEDGER, /* debits = credits, of the whole ledger */
	TIE_COUNT
};

#define TIE_LINES_MAX 32

struct tie_line {
	const char *label;
	bool is_right;
	aq_int128 amount;
};

struct tie {
	enum tie_id id;
	aq_currency currency;
	struct tie_line lines[TIE_LINES_MAX]; /* those that are not zero, left ones first */
	size_t line_count;
	aq_int128 left, right;
};

struct tie_words {
	const char *name; /* in summary.json */
	const char *title; /* on the page */
	const char *equation; /* in words */
	const char *left_name, *right_name;
	const char *left_file, *right_file; /* where the rows are */
};
const struct tie_words *tie_words(enum tie_id id);
bool tie_holds(const struct tie *tie);
/* False when there is nothing of it in this currency. */
bool tie_make(const struct facts *facts, enum tie_id id, aq_currency currency, struct tie *out);
/* All of them, in all currencies. */
bool ties_hold(const struct facts *facts);

#endif
