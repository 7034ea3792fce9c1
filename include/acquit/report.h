/*
 * report.h - columns and pages: what a run writes, and what `show`, `status`
 * and `export` print. Reads the store, changes nothing.
 *
 * The same ledger gives the same bytes: no clock, no machine. Texts from
 * outside are escaped here, by the renderer they leave through.
 */
#ifndef ACQUIT_REPORT_H
#define ACQUIT_REPORT_H

#include <stdio.h>

#include "acquit/file.h"
#include "acquit/store_lessons.h"
#include "acquit/store_acts.h"
#include "acquit/store_bulk.h"
#include "acquit/store_read.h"

#define AQ_VERSION "0.1.0"

/* One home's figures after a run: what summary.json, status and cron's mail say. */
struct aq_report_summary {
	uint64_t files[5]; /* by enum aq_file_status */
	uint64_t payments[AQ_PAYMENT_STATUS_COUNT]; /* rows of payments.csv by status */
	uint64_t exceptions_open, exceptions_new;
	uint64_t approvals; /* acts that wait for a second person */
	uint64_t warnings; /* rows of findings.csv that are one */
};

/* journal.csv while its run posts: a thread of its own writes what the store is told
 * to keep. It is made with the run and freed after its reports; whatever goes wrong
 * meanwhile, or is rolled back, only means that the store is read for it in the end. */
struct aq_report_journal;
enum aq_status aq_report_journal_new(struct aq_report_journal **out,
				     const struct aq_folder *reports, const struct aq_run *run,
				     struct aq_error *err);
void aq_report_journal_free(struct aq_report_journal *journal);
/* For the store that posts; lives as long as the journal. */
const struct aq_entry_watch *aq_report_journal_watch(const struct aq_report_journal *journal);

struct aq_report_order {
	struct aq_store *store;
	const struct aq_run *run;
	const struct aq_folder *reports; /* the home's reports/ */
	const char *name; /* folder to write: the run's id, or "dry-run" */
	bool is_dry;
	const struct aq_rule_standing *standings; /* by rule; NULL: all apply */
	bool is_act; /* of a person: `latest` stays at the night's report */
	/* The same store once more, opened for reading: the journal is written from
	 * it beside the other files. NULL: one after the other. */
	struct aq_store *beside;
	struct aq_report_journal *journal; /* of this run; NULL: all is read from the store */
};

/* Writes every CSV, findings.csv, summary.json and index.html into reports/NAME, each file
 * whole or not at all, then points reports/latest at it (not for a dry run).
 * Running it again writes the same bytes. `summary` may be NULL. */
enum aq_status aq_report_write(const struct aq_report_order *order,
			       struct aq_report_summary *summary, struct aq_error *err);
/* index.html and summary.json again from an older run's own CSV files. */
enum aq_status aq_report_render(const struct aq_folder *reports, const char *name,
				struct aq_error *err);

/* Text for a terminal into `out`. `things` as aq_store_things_find gave them: one. */
enum aq_status aq_report_show(struct aq_store *store, const struct aq_thing_row *thing,
			      struct aq_buffer *out, struct aq_error *err);
/* One screen: last run, money waiting, questions, files rejected (their count is the caller's). */
/* What is known of a payer by an account or a name. */
struct aq_payer_lesson {
	uint64_t customer_no;
	struct aq_payment_id payment;
	struct aq_date learned_on;
	enum aq_lesson_kind kind;
	struct aq_slice by; /* who decided it; of a person's alone */
	bool is_fresh; /* neither of today nor grown old */
};
struct aq_payer {
	struct aq_slice text;
	bool is_account; /* else a name */
	const uint64_t *registered; /* customers the master data has it for */
	size_t registered_count;
	const struct aq_payer_lesson
		*lessons; /* by customer and payment; of standing applications */
	size_t lesson_count;
	size_t needed; /* fresh and certain ones, to be known by */
	size_t needed_with_persons; /* or so many, with what persons decided */
};
enum aq_status aq_report_payer(struct aq_store *store, const struct aq_payer *payer,
			       struct aq_buffer *out, struct aq_error *err);
/* A line for each rule that only suggests; none where there is none. */
void aq_report_demoted(const struct aq_rule_standing standings[AQ_RULE_COUNT],
		       struct aq_buffer *out);
enum aq_status aq_report_status(struct aq_store *store, uint64_t rejected_files,
				struct aq_buffer *out, struct aq_error *err);
/* The work list of `review list`: what is not wanted is left out. */
enum aq_work_sort { AQ_WORK_AS_ASKED, AQ_WORK_BY_AGE, AQ_WORK_BY_AMOUNT };
struct aq_work_order {
	struct aq_slice code; /* empty: any */
	struct aq_slice owner; /* whom it was assigned to; empty: anybody, or nobody */
	struct aq_slice customer; /* for whom the money waits, by number; empty: any */
	aq_currency currency; /* AQ_CURRENCY_NONE: any */
	struct aq_decimal above; /* more money than that is in question; absent: any */
	struct aq_date until; /* asked on that day or before; NONE: ever */
	struct aq_date today; /* what is open is told in days until then */
	enum aq_work_sort sort; /* the oldest, or the largest amount, first */
};
enum aq_status aq_report_work_list(struct aq_store *store, const struct aq_work_order *order,
				   struct aq_buffer *out, struct aq_error *err);
/* The summary cron mails: at most some 20 lines. */
enum aq_status aq_report_mail(struct aq_store *store, const struct aq_run *run,
			      const struct aq_report_summary *summary, struct aq_buffer *out,
			      struct aq_error *err);

/* The whole journal for another program. */
enum aq_export { AQ_EXPORT_CSV, AQ_EXPORT_LEDGER, AQ_EXPORT_HLEDGER };
/* Writes to a stdio stream; a failed write is AQ_SYSTEM. */
enum aq_status aq_report_export(struct aq_store *store, enum aq_export form, FILE *out,
				struct aq_error *err);

/* `decode`: payments as they are read, without a store. */
enum aq_decode_form { AQ_DECODE_CSV, AQ_DECODE_JSONL };
void aq_report_decode_header(struct aq_buffer *out, enum aq_decode_form form);
struct aq_decode_line {
	const struct aq_payment *payment;
	const struct aq_record *record; /* shows money that is no payment's; NULL: nothing does */
	struct aq_slice file, format;
	bool is_clear; /* payer accounts not masked */
};
void aq_report_decode_line(struct aq_buffer *out, enum aq_decode_form form,
			   const struct aq_decode_line *line);
/* `decode --check`: file,line,column,record,field,rule,severity,value,message,return_code */
void aq_report_finding_header(struct aq_buffer *out, enum aq_decode_form form);
void aq_report_finding_line(struct aq_buffer *out, enum aq_decode_form form, struct aq_slice file,
			    const struct aq_finding *finding);

#endif
