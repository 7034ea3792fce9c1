/*
 * rows.h - rows on their way into tables, and how small values share a column;
 * private.
 *
 * A column of its own costs more than what most of these values hold: kinds,
 * marks and codes of a payment, an allocation or a step are packed into one
 * integer each, low bits first, as laid out here and nowhere else.
 */
#ifndef ACQUIT_STORE_ROWS_H
#define ACQUIT_STORE_ROWS_H

#include "feed.h"

/* --- packed columns --- */
struct sq_bits {
	unsigned shift;
	unsigned bits;
};

static inline uint64_t sq_pack(struct sq_bits bits, uint64_t value)
{
	return (value & (((uint64_t)1 << bits.bits) - 1)) << bits.shift;
}

static inline uint64_t sq_unpack(struct sq_bits bits, uint64_t packed)
{
	return packed >> bits.shift & (((uint64_t)1 << bits.bits) - 1);
}

#define SQ_PAYMENT_KIND	      ((struct sq_bits){0, 4})
#define SQ_PAYMENT_DIRECTION  ((struct sq_bits){4, 1})
#define SQ_PAYMENT_MODE	      ((struct sq_bits){5, 2})
#define SQ_PAYMENT_REFUSED    ((struct sq_bits){7, 1})
#define SQ_PAYMENT_BARE	      ((struct sq_bits){8, 1})
#define SQ_PAYMENT_RESIDUAL   ((struct sq_bits){9, 1})
#define SQ_PAYMENT_REVERSAL   ((struct sq_bits){10, 1})
#define SQ_PAYMENT_UNBALANCED ((struct sq_bits){11, 1})
#define SQ_PAYMENT_STATUS     ((struct sq_bits){12, 5})
#define SQ_PAYMENT_BUCKET     ((struct sq_bits){17, 3})
#define SQ_PAYMENT_NEGATIVE   ((struct sq_bits){20, 1}) /* the first remainder is minus the amount */
#define SQ_PAYMENT_REFERENCE  ((struct sq_bits){24, 10}) /* words */
#define SQ_PAYMENT_REFUSAL    ((struct sq_bits){36, 10})

#define SQ_ALLOCATION_TARGET	 ((struct sq_bits){0, 3})
#define SQ_ALLOCATION_BUCKET	 ((struct sq_bits){3, 3})
#define SQ_ALLOCATION_CONFIDENCE ((struct sq_bits){8, 8})
#define SQ_ALLOCATION_RULE	 ((struct sq_bits){16, 10})
#define SQ_ALLOCATION_CYCLE	 ((struct sq_bits){26, 32})

#define SQ_STEP_STATUS	   ((struct sq_bits){0, 5})
#define SQ_STEP_KEEPS	   ((struct sq_bits){5, 1}) /* an entry beside: status and rest as they were */
#define SQ_STEP_IS_OUTCOME ((struct sq_bits){6, 1})
#define SQ_STEP_BUCKET	   ((struct sq_bits){7, 3})
#define SQ_STEP_CONFIDENCE ((struct sq_bits){16, 8})
#define SQ_STEP_RULE	   ((struct sq_bits){24, 10})

/* --- places of waiting money --- */
#define SQ_RESTING ((uint64_t)1 << 62)

static inline uint64_t sq_place_of(enum aq_bucket bucket, uint64_t payment_no)
{
	return bucket == AQ_BUCKET_ON_ACCOUNT ? payment_no | SQ_RESTING : payment_no;
}

/* --- payers' accounts: numbers out of the hash of their text --- */
#define SQ_ACCOUNT_MASK (((uint64_t)1 << 62) - 1)

static inline uint64_t sq_account_number(uint64_t hash)
{
	return hash & SQ_ACCOUNT_MASK ? hash & SQ_ACCOUNT_MASK : 1;
}

/* --- identities --- */
#define SQ_BUCKET_DAYS 16

static inline int64_t sq_bucket_of(struct aq_date date)
{
	return date.day / SQ_BUCKET_DAYS;
}

/* --- rows of feeds --- */
struct sq_payment_row {
	const struct aq_taken *taken;
	uint64_t settlement_no, account_no, bank_label, source_label;
};

struct sq_payment_key_row {
	int64_t bucket;
	uint64_t hash, check_hash;
	uint64_t payment_no;
};

struct sq_waiting_row {
	uint64_t place;
	enum aq_bucket bucket;
	enum aq_payment_status status;
	aq_currency currency;
	int64_t remainder;
	uint64_t customer_no, contract_no;
};

struct sq_entry_row {
	const struct aq_entry *entry;
	uint64_t run_no;
};

struct sq_posting_row {
	const struct aq_posting *posting;
	uint64_t posting_no;
	uint64_t debit, credit, settlement_no;
};

struct sq_allocation_row {
	const struct aq_allocation *allocation;
	uint64_t entry_no;
};

struct sq_step_row {
	uint64_t payment_no, step_no, run_no;
	uint64_t outcome;
	int64_t remainder;
	uint64_t customer_no, contract_no;
	uint64_t entry_no, allocation_from, allocation_count, settlement_no;
};

struct sq_open_item_row {
	uint64_t customer_no, item_no;
	int64_t open;
	aq_currency currency;
	struct aq_date due_on;
};

struct sq_number_row {
	uint64_t hash;
	enum aq_hit_kind kind;
	uint64_t target_no, customer_no;
};

struct sq_name_row {
	uint64_t hash;
	bool is_account;
	uint64_t customer_no;
	struct aq_slice normal;
};

/* An item as it is loaded: what matching sees, and the rest. */
struct sq_item_row {
	struct aq_item item;
	uint64_t contract_no, subscription_no;
	bool is_billed;
	int64_t taken_off, billed;
	struct aq_slice reference, project;
	int64_t package_discount, addon_discount, total_discount;
};

/* --- journal.c --- */
/* Entries with all that follows from their postings: balances of ledger
 * accounts, and settlements. `payments` is NULL, or the payment whose intake
 * each entry is. Sorted by entry_no. */
struct sq_journal {
	uint64_t run_no;
	const struct aq_entry *const *entries;
	const struct aq_payment *const *payments;
	size_t count;
};
enum aq_status sq_journal_add(struct aq_store *store, const struct sq_journal *journal,
			      struct aq_error *err);

/* --- settling.c: sums of settlements in one batch --- */
struct sq_settling;
struct sq_settlement_key {
	struct aq_slice source, id;
	aq_currency currency;
};
enum aq_status sq_settling_open(struct sq_settling **out, struct aq_store *store, uint64_t run_no,
				struct aq_error *err);
void sq_settling_close(struct sq_settling *settling);
/* The settlement's number; it is made when it is new. */
enum aq_status sq_settling_find(struct sq_settling *settling, const struct sq_settlement_key *key,
				uint64_t *out, struct aq_error *err);
/* What one posting moves on clearing, of the settlement found last. */
enum aq_status sq_settling_move(struct sq_settling *settling, const struct aq_entry *entry,
				const struct aq_posting *posting, struct aq_error *err);
void sq_settling_tell(struct sq_settling *settling, const struct aq_payment *payment);
enum aq_status sq_settling_end(struct sq_settling *settling, struct aq_error *err);

/* --- steps.c --- */
enum aq_status sq_steps_add(struct aq_store *store, const struct sq_step_row *steps, size_t count,
			    struct aq_error *err);

/* --- details.c: references and remittances as bytes --- */
void sq_details_put(struct aq_buffer *out, const struct aq_store *store,
		    const struct aq_payment *payment);
/* Borrows from `bytes`; false when they are damaged or memory ran out. */
bool sq_details_get(const struct aq_store *store, struct aq_slice bytes, struct aq_arena *arena,
		    struct aq_payment *out);

/* --- rest.c: what few payments have --- */
void sq_rest_put(struct aq_buffer *out, const struct sq_payment_row *row);
/* Into a payment whose booked_on is set; texts borrow from `bytes`. */
bool sq_rest_get(struct aq_slice bytes, struct aq_payment *out);
/* Makes `rest_text(rest, 'return' | 'settlement')` known to the connection. */
enum aq_status sq_rest_open(struct aq_store *store, struct aq_error *err);

/* --- ach_counts.c: debits of our own, and what came back, of rows taken in --- */
enum aq_status sq_ach_counts_add(struct aq_store *store, uint64_t run_no,
				 const struct sq_payment_row *rows, size_t count,
				 struct aq_error *err);

/* --- identity.c --- */
enum aq_status sq_id_hash(const struct aq_store *store, const struct aq_reference *id,
			  uint64_t *out, struct aq_error *err);
/* Where it is not hashed yet. */
enum aq_status sq_identity_hash(const struct aq_store *store, struct aq_identity *identity,
				struct aq_error *err);

/* --- instalments.c --- */
/* An instalment whose bill was taken back falls due again; other items: nothing. */
enum aq_status sq_instalment_unbilled(struct aq_store *store, uint64_t item_no,
				      struct aq_error *err);

/* --- exceptions.c --- */
struct sq_question {
	uint64_t payment_no;
	enum aq_code code;
	struct aq_slice explanation, suggestions;
};
/* The questions of these payments, sorted by payment_no, become what they say; AQ_CODE_NONE answers one. */
enum aq_status sq_questions_set(struct aq_store *store, uint64_t run_no,
				const struct sq_question *questions, size_t count,
				struct aq_error *err);

#endif
