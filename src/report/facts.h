/*
 * facts.h - what a page shows, gathered while the rows of the CSV files go by.
 *
 * Reads: cells, as they stand in the files. It makes no difference whether a
 * row was just written or is read back years later, so a page made again has
 * the same bytes.
 * Promises: sums are of 128 bits and cannot overflow; memory is bounded by the
 * rows a page shows, not by the rows of the night.
 */
#ifndef ACQUIT_REPORT_FACTS_H
#define ACQUIT_REPORT_FACTS_H

#include "acquit/arena.h"
#include "acquit/money.h"

#include "cells.h"
#include "columns.h"

/* How many rows of one group a page shows; the CSV file has all. */
#define GROUP_ROWS_MAX 250
/* Groups have names from files (accounts, rules of older versions): bounded. */
#define GROUPS_MAX 65536

struct row {
	const struct aq_slice *cells; /* read; NULL: `written` */
	size_t count;
	/* Just written: they stand in its buffer, quotes around them, and what they
	 * say need not be read. */
	const struct cells *written;
};

static inline struct aq_slice row_cell(const struct row *row, size_t column)
{
	const struct cells *written = row->written;

	return written ? (struct aq_slice){written->out->start + written->starts[column],
					   written->starts[column + 1] - written->starts[column] -
						   1}
		       : row->cells[column];
}

/* What a group is of; `name` and `part` tell the groups of one kind apart. */
enum group_kind {
	GROUP_RUN, /* key of run.csv */
	GROUP_FILES, /* all files and currencies */
	GROUP_FILE_STATUS, /* status: files, not rows */
	GROUP_TALLY, /* "read", "posted" …: counts; one: credits, two: debits */
	GROUP_FINDINGS, /* severity */
	GROUP_STATUS, /* payments by status; part: now, earlier */
	GROUP_FEES, /* payments of kind fee that were posted now */
	GROUP_RULE, /* allocations by rule; part: "items", or the bucket; one: money, two: deductions */
	GROUP_TARGETS, /* allocations: "items" or "accounts"; one: money, two: deductions */
	GROUP_GIVEN, /* allocations by "discounts", "write-offs"; one: that, two: the payment's own money */
	GROUP_QUESTION, /* exceptions by code; part: new, older */
	GROUP_EVENT, /* journal by event: postings; one: debits, two: credits */
	GROUP_JOURNAL, /* journal by class of account; part: event; one: debits, two: credits */
	GROUP_TRIAL, /* all accounts */
	GROUP_TRIAL_CLASS, /* "bank"; one: debits, two: credits */
	GROUP_AGING, /* all customers; sums by column in GROUP_AGE */
	GROUP_AGE, /* column of aging.csv */
	GROUP_SETTLEMENT, /* by status; one: net, two: deposited */
	GROUP_WAITING, /* by bucket */
	GROUP_STANDING, /* rules.csv by state */
	GROUP_APPROVAL, /* all acts that wait for a second person */
	GROUP_OWED, /* what customers owe of returns */
	GROUP_KIND_COUNT
};

struct sum { /* in one currency */
	struct sum *next;
	aq_currency currency;
	uint64_t count;
	aq_int128 one, two;
};

struct kept_row {
	struct kept_row *next;
	const struct aq_slice *cells; /* without quotes */
	size_t count;
};

struct group {
	struct group *next; /* of the same kind, in the order they first appeared */
	enum group_kind kind;
	struct aq_slice name, part;
	uint64_t count; /* rows */
	struct sum *sums; /* in the order their currencies first appeared */
	struct kept_row *first, *last;
	size_t kept;
};

struct facts;

enum aq_status facts_new(struct facts **out, struct aq_error *err);
void facts_free(struct facts *facts);
/* One row of a sheet, in the order of enum sheet_id and of each file.
 * AQ_BAD_FILE when a cell is no amount or no count. */
enum aq_status facts_take(struct facts *facts, enum sheet_id id, const struct row *row,
			  struct aq_error *err);

/* What another collector was told of sheets that this one has not seen. Its
 * groups stay its own: it is freed after this one was used, and neither takes
 * rows any more. */
enum aq_status facts_adopt(struct facts *facts, const struct facts *other, struct aq_error *err);

/* NULL where there is none. */
const struct group *facts_group(const struct facts *facts, enum group_kind kind,
				struct aq_slice name, struct aq_slice part);
/* The groups of a kind, linked by `next`. */
const struct group *facts_groups(const struct facts *facts, enum group_kind kind);
/* All sums of a kind and name over every part; count and money. */
struct sum facts_sum(const struct facts *facts, enum group_kind kind, struct aq_slice name,
		     aq_currency currency);
uint64_t facts_count(const struct facts *facts, enum group_kind kind, struct aq_slice name);
/* The value of a key of run.csv; empty where there is none. */
struct aq_slice facts_run(const struct facts *facts, const char *key);
/* The entries of journal.csv. */
struct entry_range {
	uint64_t first, last, count;
};
struct entry_range facts_entries(const struct facts *facts);
/* How many rows a sheet has. */
uint64_t facts_rows(const struct facts *facts, enum sheet_id id);
/* Every currency any row had, in order of their codes. */
const aq_currency *facts_currencies(const struct facts *facts, size_t *count);

/* "-12.50" in minor units; false when the text is not exactly that, in the
 * currency's own digits. */
bool minor_parse(struct aq_slice text, aq_currency currency, int64_t *out);

#endif
