/*
 * store_read.h - what reports, `show`, `verify` and the search for a return's
 * original read; nothing here writes.
 *
 * Listings call back once a row, in a full order that is the same on every
 * machine. Rows and their texts are borrowed for the length of the call; a
 * callback that returns below AQ_OK ends the listing with that status. A
 * callback may call other verbs, but not the listing it is called from.
 */
#ifndef ACQUIT_STORE_READ_H
#define ACQUIT_STORE_READ_H

#include "acquit/store.h"

/* files.csv: a file of the run and one currency of it (a file without money
 * gives one row, currency 0). Order: file_no, currency code. */
struct aq_file_line {
	struct aq_file_row file;
	aq_currency currency;
	uint64_t counts[AQ_TALLY_COUNT];
	int64_t credits[AQ_TALLY_COUNT], debits[AQ_TALLY_COUNT];
	uint64_t notes, warnings, errors;
};
typedef enum aq_status (*aq_on_file)(void *context, const struct aq_file_line *line,
				     struct aq_error *err);
enum aq_status aq_store_list_files(struct aq_store *store, uint64_t run_no, aq_on_file on_row,
				   void *context, struct aq_error *err);
/* Hashes of open-items files of the same table that were taken in after this one. */
enum aq_status aq_store_loads_after(struct aq_store *store, const struct aq_file_row *file,
				    struct aq_arena *arena, struct aq_sha256 **out, size_t *count,
				    struct aq_error *err);
/* Whether one of them was taken in by this run. */
enum aq_status aq_store_loads_of_run(struct aq_store *store, const struct aq_file_row *file,
				     uint64_t run_no, bool *out, struct aq_error *err);
/* Hashes of all files that came in a run, whatever became of them. */
enum aq_status aq_store_run_files(struct aq_store *store, uint64_t run_no, struct aq_arena *arena,
				  struct aq_sha256 **out, size_t *count, struct aq_error *err);
/* What a statement's lines posted, from its line in its file to the next one's: each
 * with the payment it is, its own or the one it came as again. Order: payment_no of the row. */
struct aq_statement_line {
	uint64_t payment_no;
	int64_t amount; /* money in less money out, as the line has it */
	bool is_own; /* no duplicate of another file's row */
};
enum aq_status aq_store_statement_lines(struct aq_store *store,
					const struct aq_statement_row *statement,
					struct aq_arena *arena, struct aq_statement_line **out,
					size_t *count, struct aq_error *err);
/* Rows of other deliveries that moved a detail's money between the bank and clearing. */
enum aq_status aq_store_booked_by(struct aq_store *store, uint64_t payment_no,
				  struct aq_arena *arena, uint64_t **out, size_t *count,
				  struct aq_error *err);
/* Its statement had it no more, and a person let it go. */
bool aq_payment_was_taken_off(const struct aq_application_row *rows, size_t count);
/* All that came is still the payment's own: on items, settled, or waiting; nothing was
 * given away. */
bool aq_payment_is_whole(const struct aq_waiting *payment, const struct aq_application_row *rows,
			 size_t count);
/* Payments of whom this is asked, by payment_no. */
struct aq_asked {
	uint64_t payment_no;
	uint64_t run_no; /* since when */
};
enum aq_status aq_store_asked(struct aq_store *store, enum aq_code code, struct aq_arena *arena,
			      struct aq_asked **out, size_t *count, struct aq_error *err);
/* findings.csv: every finding of the run's files. */
struct aq_finding_line {
	uint64_t file_no;
	struct aq_slice file;
	struct aq_finding finding;
};
typedef enum aq_status (*aq_on_finding)(void *context, const struct aq_finding_line *line,
					struct aq_error *err);
enum aq_status aq_store_list_findings(struct aq_store *store, uint64_t run_no, aq_on_finding on_row,
				      void *context, struct aq_error *err);

/* payments.csv: every payment taken in by the run, and every earlier one whose
 * status it changed, with its status after the run. Order: payment_no. */
struct aq_payment_line {
	struct aq_payment
		payment; /* texts, no references or remittances; `text` and payer_account in aq_store_payment_lines alone */
	struct aq_slice file;
	struct aq_slice format;
	enum aq_payment_status status;
	enum aq_rule rule;
	uint8_t confidence;
};
typedef enum aq_status (*aq_on_payment)(void *context, const struct aq_payment_line *line,
					struct aq_error *err);
enum aq_status aq_store_list_payments(struct aq_store *store, uint64_t run_no, aq_on_payment on_row,
				      void *context, struct aq_error *err);

/* allocations.csv. Order: allocation_no. */
struct aq_allocation_line {
	struct aq_allocation allocation;
	struct aq_payment_id
		payment; /* whose row it is: the reversal's for what a return took back */
	struct aq_slice file; /* the payment's */
	uint64_t line;
	uint64_t run_no;
};
typedef enum aq_status (*aq_on_allocation)(void *context, const struct aq_allocation_line *line,
					   struct aq_error *err);
enum aq_status aq_store_list_allocations(struct aq_store *store, uint64_t run_no,
					 aq_on_allocation on_row, void *context,
					 struct aq_error *err);

/* exceptions.csv: all that are open, tonight's and older. Order: exception_no. */
struct aq_exception_line {
	uint64_t exception_no; /* shown as "E" and the number */
	enum aq_code code;
	uint64_t payment_no; /* 0: none */
	struct aq_payment_id payment;
	struct aq_slice file;
	uint64_t line;
	int64_t amount; /* signed from our side; what of the payment is in question */
	aq_currency currency;
	struct aq_slice payer;
	struct aq_slice text; /* the explanation */
	struct aq_slice suggestions;
	struct aq_date opened_on; /* business date */
	bool is_new; /* opened by this run, or since */
	struct aq_date booked_on;
	struct aq_slice reference, remittance; /* what the payer wrote */
	struct aq_slice customer; /* the number of whom the money waits for; empty: nobody */
};
typedef enum aq_status (*aq_on_exception)(void *context, const struct aq_exception_line *line,
					  struct aq_error *err);
enum aq_status aq_store_list_exceptions(struct aq_store *store, uint64_t run_no,
					aq_on_exception on_row, void *context,
					struct aq_error *err);

/* journal.csv: one row a posting. run_no 0 lists all. Order: entry_no, posting. */
struct aq_journal_line {
	uint64_t entry_no;
	uint64_t run_no;
	uint32_t posting_index;
	enum aq_event event;
	struct aq_date posted_on;
	bool is_late;
	struct aq_payment_id payment; /* all zero: none */
	uint64_t payment_no;
	struct aq_posting posting;
	struct aq_slice memo;
	struct aq_sha256 hash;
	uint64_t corrects_no;
};
/* What every posting of the entry shares; its texts are borrowed. */
static inline struct aq_journal_line aq_journal_line_of(const struct aq_entry *entry,
							uint64_t run_no)
{
	return (struct aq_journal_line){.entry_no = entry->entry_no,
					.run_no = run_no,
					.event = entry->event,
					.posted_on = entry->posted_on,
					.is_late = entry->is_late,
					.payment = entry->payment,
					.payment_no = entry->payment_no,
					.memo = entry->memo,
					.hash = entry->hash,
					.corrects_no = entry->corrects_no};
}
typedef enum aq_status (*aq_on_journal)(void *context, const struct aq_journal_line *line,
					struct aq_error *err);
enum aq_status aq_store_list_journal(struct aq_store *store, uint64_t run_no, aq_on_journal on_row,
				     void *context, struct aq_error *err);

/* trial_balance.csv: debit and credit turnover of each account and currency,
 * over the whole journal. Order: account name, qualifier, currency code. */
struct aq_trial_line {
	struct aq_account_ref account;
	aq_currency currency;
	int64_t debit, credit; /* balance = debit - credit */
};
typedef enum aq_status (*aq_on_trial)(void *context, const struct aq_trial_line *line,
				      struct aq_error *err);
enum aq_status aq_store_list_trial(struct aq_store *store, aq_on_trial on_row, void *context,
				   struct aq_error *err);

/* aging.csv as of `date`: open items by days overdue, and the customer's own
 * money on-account, unapplied and held (as a positive figure). Order: customer number, currency. */
struct aq_aging_line {
	struct aq_slice customer;
	struct aq_slice name;
	aq_currency currency;
	int64_t not_due, days_1_30, days_31_60, days_61_90, days_over_90, on_account;
};
typedef enum aq_status (*aq_on_aging)(void *context, const struct aq_aging_line *line,
				      struct aq_error *err);
enum aq_status aq_store_list_aging(struct aq_store *store, struct aq_date date, aq_on_aging on_row,
				   void *context, struct aq_error *err);

/* owed.csv: what customers owe of returns, of one customer or (0) of all. Order:
 * customer number, currency. */
struct aq_due_line {
	uint64_t customer_no;
	struct aq_slice customer, name;
	aq_currency currency;
	int64_t owed;
	struct aq_date since; /* when the oldest of it was posted */
};
typedef enum aq_status (*aq_on_due)(void *context, const struct aq_due_line *line,
				    struct aq_error *err);
enum aq_status aq_store_list_due(struct aq_store *store, uint64_t customer_no, aq_on_due on_row,
				 void *context, struct aq_error *err);
/* The postings that made it, by customer and currency. */
enum aq_status aq_store_journal_of_due(struct aq_store *store, uint64_t customer_no,
				       aq_on_journal on_row, void *context, struct aq_error *err);

/* settlements.csv: those not closed, and those the run touched. */
enum aq_settlement_status { AQ_SETTLEMENT_AWAITING, AQ_SETTLEMENT_CLOSED, AQ_SETTLEMENT_OFF };
const char *aq_settlement_status_name(enum aq_settlement_status status);
struct aq_settlement_line {
	struct aq_settlement settlement;
	enum aq_settlement_status status;
	bool has_deposit;
};
/* What is left over, by name; empty when nothing is. */
const char *aq_settlement_residual_name(const struct aq_settlement_line *line);
typedef enum aq_status (*aq_on_settlement)(void *context, const struct aq_settlement_line *line,
					   struct aq_error *err);
enum aq_status aq_store_list_settlements(struct aq_store *store, uint64_t run_no,
					 aq_on_settlement on_row, void *context,
					 struct aq_error *err);

/* --- show and status --- */

/* What an id a person types may mean: "invoice:X" (kind given) or a bare text. */
enum aq_thing {
	AQ_THING_ANY,
	AQ_THING_PAYMENT,
	AQ_THING_INVOICE,
	AQ_THING_CONTRACT,
	AQ_THING_CUSTOMER,
	AQ_THING_SUBSCRIPTION,
	AQ_THING_FILE,
	/* What the book itself is made of: aq_store_records_find. */
	AQ_THING_ACT,
	AQ_THING_SETTLEMENT,
	AQ_THING_RUN,
	AQ_THING_ENTRY
};
struct aq_thing_row {
	enum aq_thing thing;
	uint64_t
		number; /* payment_no, item_no, contract_no, customer_no, subscription_no, file_no, act_no … */
	struct aq_slice text; /* its id as people know it */
};
enum aq_status aq_store_things_find(struct aq_store *store, enum aq_thing thing,
				    struct aq_slice text, struct aq_arena *arena,
				    struct aq_thing_row **out, size_t *count, struct aq_error *err);
/* Acts ("A12"), settlements (id, or source/id), runs, and entries where they are asked for. */
enum aq_status aq_store_records_find(struct aq_store *store, enum aq_thing thing,
				     struct aq_slice text, struct aq_arena *arena,
				     struct aq_thing_row **out, size_t *count,
				     struct aq_error *err);
/* The settlements that differ from one by their currency alone, itself included. */
enum aq_status aq_store_settlements_like(struct aq_store *store, uint64_t settlement_no,
					 aq_on_settlement on_row, void *context,
					 struct aq_error *err);
struct aq_settlement_order {
	uint64_t settlement_no;
	bool is_lines; /* what was settled with it; else its details */
};
enum aq_status aq_store_payments_of_settlement(struct aq_store *store,
					       struct aq_settlement_order order,
					       struct aq_arena *arena, uint64_t **payment_nos,
					       size_t *count, struct aq_error *err);
/* An entry, and the entries that take it back. */
enum aq_status aq_store_journal_of_entry(struct aq_store *store, uint64_t entry_no,
					 aq_on_journal on_row, void *context, struct aq_error *err);
/* What persons wrote off an item, and what was taken back of it. */
enum aq_status aq_store_journal_of_written(struct aq_store *store, uint64_t item_no,
					   aq_on_journal on_row, void *context,
					   struct aq_error *err);
/* Everything of one payment or one item: allocations (all runs), outcomes, questions. */
enum aq_status aq_store_allocations_of_payment(struct aq_store *store, uint64_t payment_no,
					       aq_on_allocation on_row, void *context,
					       struct aq_error *err);
enum aq_status aq_store_allocations_of_item(struct aq_store *store, uint64_t item_no,
					    aq_on_allocation on_row, void *context,
					    struct aq_error *err);
enum aq_status aq_store_journal_of_payment(struct aq_store *store, uint64_t payment_no,
					   aq_on_journal on_row, void *context,
					   struct aq_error *err);
enum aq_status aq_store_payment_lines(struct aq_store *store, const uint64_t *payment_nos,
				      size_t count, aq_on_payment on_row, void *context,
				      struct aq_error *err);
/* The other rows of its id: delivered again, or told before it was booked. */
enum aq_status aq_store_deliveries(struct aq_store *store, uint64_t payment_no,
				   struct aq_arena *arena, uint64_t **payment_nos, size_t *count,
				   struct aq_error *err);
enum aq_status aq_store_exceptions_of(struct aq_store *store, uint64_t payment_no,
				      aq_on_exception on_row, void *context, struct aq_error *err);
/* Payments whose money rests on an account since what they name was paid already,
 * while that is still asked; sorted. */
enum aq_status aq_store_paid_twice(struct aq_store *store, struct aq_arena *arena, uint64_t **out,
				   size_t *count, struct aq_error *err);
enum aq_status aq_store_payments_of_customer(struct aq_store *store, uint64_t customer_no,
					     struct aq_arena *arena, uint64_t **payment_nos,
					     size_t *count, struct aq_error *err);

/* Money that waits, by bucket and currency; questions by code: for status and the summary. */
struct aq_waiting_total {
	enum aq_bucket bucket;
	aq_currency currency;
	uint64_t count;
	int64_t amount;
};
enum aq_status aq_store_waiting_totals(struct aq_store *store, struct aq_arena *arena,
				       struct aq_waiting_total **out, size_t *count,
				       struct aq_error *err);
struct aq_exception_total {
	enum aq_code code;
	uint64_t count, new_count;
};
enum aq_status aq_store_exception_totals(struct aq_store *store, uint64_t run_no,
					 struct aq_arena *arena, struct aq_exception_total **out,
					 size_t *count, struct aq_error *err);

/* What the runs up to one took in of our own ACH debits and their returns, of the
 * days booked, by company, currency and reason. In that order. */
struct aq_ach_order {
	uint64_t run_no;
	struct aq_date from, to;
};
struct aq_ach_count {
	struct aq_slice source; /* ach:COMPANY */
	struct aq_slice return_code; /* empty: debits */
	aq_currency currency;
	uint64_t count;
	int64_t amount;
};
enum aq_status aq_store_ach_counts(struct aq_store *store, const struct aq_ach_order *order,
				   struct aq_arena *arena, struct aq_ach_count **out, size_t *count,
				   struct aq_error *err);

/* What rules applied, and what of it persons took off, counted by some runs: of the
 * days it was applied, by rule, currency and whether it was undone. A bank's return
 * undoes nothing: the rule was right. */
struct aq_rule_order {
	struct aq_date from, to;
	uint64_t run_from, run_to;
};
struct aq_rule_count {
	enum aq_rule rule;
	aq_currency currency;
	bool is_undone;
	uint64_t count; /* applications */
	int64_t amount;
};
enum aq_status aq_store_rule_counts(struct aq_store *store, const struct aq_rule_order *order,
				    struct aq_arena *arena, struct aq_rule_count **out,
				    size_t *count, struct aq_error *err);

/* --- originals of returns --- */
/* Payments of a source, account, currency and amount, taken in by the runs of
 * the days of all orders and later, and booked in those days; in payment_no
 * order, the first AQ_ALIKE_MAX, duplicates left out. One walk answers all
 * orders: they are many, where a whole file is reversed. */
#define AQ_ALIKE_MAX 256
struct aq_alike_days {
	struct aq_date from, to;
};
struct aq_alike_order {
	uint64_t asked_by; /* the caller's own */
	struct aq_slice source;
	uint64_t account_no; /* as in aq_waiting */
	aq_currency currency;
	int64_t amount;
	struct aq_alike_days days;
	/* result: in the arena; equal orders share it */
	const uint64_t *payment_nos;
	size_t count;
};
enum aq_status aq_store_payments_alike(struct aq_store *store, struct aq_alike_order *orders,
				       size_t order_count, struct aq_arena *arena,
				       struct aq_error *err);

/* --- proof --- */

/* The chained units in order, and their entries with all that is hashed: the
 * payments and allocations each entry made. */
typedef enum aq_status (*aq_on_unit)(void *context, const struct aq_unit_row *unit,
				     struct aq_error *err);
enum aq_status aq_store_list_units(struct aq_store *store, aq_on_unit on_row, void *context,
				   struct aq_error *err);
/* Acts of people, in the order they were done: all, or those on one payment. */
struct aq_act_line {
	struct aq_act act;
	uint64_t act_no; /* shown as "A" and the number */
	uint64_t payment_no; /* 0: it speaks of none */
	uint64_t run_no;
	char run[AQ_RUN_ID_BYTES];
	struct aq_date business_date;
};
typedef enum aq_status (*aq_on_act)(void *context, const struct aq_act_line *line,
				    struct aq_error *err);
enum aq_status aq_store_list_acts(struct aq_store *store, uint64_t payment_no, aq_on_act on_row,
				  void *context, struct aq_error *err);
/* Runs in the order they were begun. */
typedef enum aq_status (*aq_on_run)(void *context, const struct aq_run *run, struct aq_error *err);
enum aq_status aq_store_list_runs(struct aq_store *store, aq_on_run on_row, void *context,
				  struct aq_error *err);
/* The newest closed run that is no act of a person. */
enum aq_status aq_store_run_night(struct aq_store *store, struct aq_run *out, struct aq_error *err);
struct aq_proof_line {
	struct aq_entry entry; /* postings complete */
	const struct aq_payment *payment; /* NULL, or the payment whose intake it is */
	const struct aq_allocation *allocations;
	size_t allocation_count;
};
typedef enum aq_status (*aq_on_proof)(void *context, const struct aq_proof_line *line,
				      struct aq_error *err);
/* Entries [first, last], in order. */
enum aq_status aq_store_list_proof(struct aq_store *store, uint64_t first, uint64_t last,
				   aq_on_proof on_row, void *context, struct aq_error *err);
/* The invariants of DESIGN section 4, cheap enough for the end of every run:
 * AQ_INTEGRITY and the first one that does not hold, with figures and the first entry or item. */
enum aq_status aq_store_check(struct aq_store *store, struct aq_error *err);
/* SQLite's own checks, projections rebuilt beside and compared; `is_rebuild`
 * replaces them. AQ_INTEGRITY names the first row that differs. */
enum aq_status aq_store_check_deep(struct aq_store *store, bool is_rebuild, struct aq_error *err);
/* Every archive name an accepted or partial file has. */
enum aq_status aq_store_list_archived(struct aq_store *store, aq_on_file on_row, void *context,
				      struct aq_error *err);

#endif
