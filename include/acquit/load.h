/*
 * load.h - the open-items tables: CSV files of what is owed (INTERFACE section 3).
 *
 * A file belongs to the table with the most required columns present; equal
 * counts are refused. Rows come in batches with the row's own text beside
 * them; a bad row is a finding and a line of the rejected rows, and the
 * others load. Pure syntax and shape: whether a customer exists, the store
 * knows.
 */
#ifndef ACQUIT_LOAD_H
#define ACQUIT_LOAD_H

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/findings.h"
#include "acquit/item.h"

#define AQ_LOAD_ROWS_MAX 65536

struct aq_loaded { /* borrowed for the length of the call */
	enum aq_table table;
	const void *rows; /* struct aq_customer_row[] … by table, lines ascending */
	const struct aq_slice
		*raws; /* the rows as CSV text, without the newline; formulas defused */
	size_t count;
};

struct aq_load_sink {
	void *context;
	enum aq_status (*rows)(void *context, const struct aq_loaded *loaded, struct aq_error *err);
};

struct aq_load;

/* `rejected` gets the refused rows (see aq_load_reject); both outlive the loader. */
enum aq_status aq_load_open(struct aq_load **out, const struct aq_load_sink *sink,
			    struct aq_findings *findings, struct aq_buffer *rejected,
			    struct aq_error *err);
/* AQ_BAD_FILE: no table has these columns, malformed CSV, not UTF-8. Rows of a
 * refused file may have been handed out already: roll back. */
enum aq_status aq_load_feed(struct aq_load *load, struct aq_slice bytes, struct aq_error *err);
/* The last batch. AQ_BAD_FILE also when `rejected` has failed: its bound was reached. */
enum aq_status aq_load_finish(struct aq_load *load, struct aq_error *err);
void aq_load_close(struct aq_load *load);
/* Known after the header; AQ_TABLE_COUNT before. */
enum aq_table aq_load_table(const struct aq_load *load);
/* Rows read and rows refused so far, refusals by aq_load_reject included. */
uint64_t aq_load_rows_read(const struct aq_load *load);
uint64_t aq_load_rows_refused(const struct aq_load *load);

/* One more refused row, found by somebody else (unknown customer …): a finding,
 * and a line "line,column,value,code,mend,<the file's own columns>" in `rejected`,
 * which can be mended and dropped as it is: the five columns in front are passed
 * over then. May be called from the sink. */
struct aq_load_refusal {
	uint64_t line;
	enum aq_code code;
	struct aq_slice field, value;
	struct aq_slice raw;
};
void aq_load_reject(struct aq_load *load, const struct aq_load_refusal *refusal);

#endif
