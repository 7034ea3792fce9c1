/*
 * columns.h - the CSV files of a run and their columns, in the order of the files.
 *
 * The first columns of each file are INTERFACE section 5 and stay where they
 * are; what comes after them may grow at the end. The same numbers index a row
 * that was just written and a row that is read back years later.
 */
#ifndef ACQUIT_REPORT_COLUMNS_H
#define ACQUIT_REPORT_COLUMNS_H

/* In the order they are written and read back: a page is made of them in this
 * order, and so has the same bytes both times. */
enum sheet_id {
	SHEET_RUN,
	SHEET_FILES,
	SHEET_FINDINGS,
	SHEET_PAYMENTS,
	SHEET_ALLOCATIONS,
	SHEET_EXCEPTIONS,
	SHEET_JOURNAL,
	SHEET_TRIAL,
	SHEET_AGING,
	SHEET_SETTLEMENTS,
	SHEET_WAITING,
	SHEET_RETURNS,
	SHEET_RULES,
	SHEET_APPROVALS,
	SHEET_OWED,
	SHEET_COUNT
};

#define COLUMN(id, name, fill) id,
enum run_column {
#include "sheets/run.def"
	RUN_COLUMNS
};
enum file_column {
#include "sheets/files.def"
	FILE_COLUMNS
};
enum finding_column {
#include "sheets/findings.def"
	FINDING_COLUMNS
};
enum payment_column {
#include "sheets/payments.def"
	PAYMENT_COLUMNS
};
enum allocation_column {
#include "sheets/allocations.def"
	ALLOCATION_COLUMNS
};
enum exception_column {
#include "sheets/exceptions.def"
	EXCEPTION_COLUMNS
};
enum journal_column {
#include "sheets/journal.def"
	JOURNAL_COLUMNS
};
enum trial_column {
#include "sheets/trial.def"
	TRIAL_COLUMNS
};
enum aging_column {
#include "sheets/aging.def"
	AGING_COLUMNS
};
enum settlement_column {
#include "sheets/settlements.def"
	SETTLEMENT_COLUMNS
};
enum waiting_column {
#include "sheets/waiting.def"
	WAITING_COLUMNS
};
enum returns_column {
#include "sheets/returns.def"
	RETURNS_COLUMNS
};
enum rule_column {
#include "sheets/rules.def"
	RULE_COLUMNS
};
enum approval_column {
#include "sheets/approvals.def"
	APPROVAL_COLUMNS
};
enum owed_column {
#include "sheets/owed.def"
	OWED_COLUMNS
};
#undef COLUMN

#endif
