/*
 * sheet.h - one CSV file of a run being written, and read back.
 *
 * A sheet writes a file whole or not at all, in pieces of 256 KiB, and hands
 * each row's cells to the facts of the page as they stand in the file.
 */
#ifndef ACQUIT_REPORT_SHEET_H
#define ACQUIT_REPORT_SHEET_H

#include "acquit/file.h"
#include "acquit/store_acts.h"
#include "acquit/store_read.h"

#include "cells.h"
#include "columns.h"
#include "facts.h"

/* --- what the rows of each sheet are made of --- */

struct run_row {
	const char *key;
	struct aq_slice value;
};
struct payment_row {
	const struct aq_payment_line *line;
	bool is_now; /* taken in by this run */
};
struct exception_row {
	const struct aq_exception_line *line;
	struct aq_date business_date;
};
struct approval_row {
	const struct aq_proposal *proposal;
	struct aq_date business_date;
};
struct owed_row {
	const struct aq_due_line *line;
	struct aq_date business_date;
};
struct journal_row { /* one side of a posting */
	const struct aq_journal_line *line;
	struct aq_slice account;
	struct aq_slice hash; /* hex */
	bool is_credit;
};
struct trial_row {
	const struct aq_trial_line *line;
	struct aq_slice account;
};
/* Files, findings, allocations, aging, settlements and waiting totals are the
 * store's own lines. */

struct column {
	const char *name;
	void (*put)(struct cells *cells, const void *row);
};

struct sheet_table {
	const char *file_name;
	const struct column *columns;
	size_t column_count;
};

extern const struct sheet_table run_table, files_table, findings_table, payments_table;
extern const struct sheet_table allocations_table, exceptions_table, journal_table, trial_table;
extern const struct sheet_table aging_table, settlements_table, waiting_table, returns_table;
extern const struct sheet_table rules_table;
extern const struct sheet_table approvals_table, owed_table;
const struct sheet_table *sheet_table(enum sheet_id id);

struct sheet {
	enum sheet_id id;
	struct aq_writer *writer;
	struct aq_buffer out;
	struct cells cells;
	struct facts *facts; /* NULL: nobody looks */
};

/* Closed by _commit, which makes the file appear, or _drop. */
enum aq_status sheet_open(struct sheet *sheet, enum sheet_id id, const struct aq_folder *folder,
			  struct facts *facts, struct aq_error *err);
enum aq_status sheet_put(struct sheet *sheet, const void *row, struct aq_error *err);
/* A row like the one before but in the columns [from, to). */
struct sheet_part {
	size_t from, to;
};
enum aq_status sheet_put_like(struct sheet *sheet, const void *row, struct sheet_part part,
			      struct aq_error *err);
enum aq_status sheet_commit(struct sheet *sheet, struct aq_error *err);
void sheet_drop(struct sheet *sheet);

/* The header row and one row, into any buffer. */
void sheet_put_header(struct aq_buffer *out, const struct sheet_table *table);
void sheet_put_cells(struct cells *cells, const struct sheet_table *table, const void *row);

/* Reads a file of a run again, row by row, into the facts. Its columns must be
 * the ones this program writes, as far as both go. */
enum aq_status sheet_read(enum sheet_id id, const struct aq_folder *folder, struct facts *facts,
			  struct aq_error *err);

#endif
