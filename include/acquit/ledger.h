/*
 * ledger.h - debits and credits; pure.
 *
 * One entry is one business event; its postings each have a debit account, a
 * credit account and one positive amount, so an entry cannot be out of
 * balance. Entries are made here from the posting table of DESIGN section 4,
 * chained here, and written by the store as they are.
 */
#ifndef ACQUIT_LEDGER_H
#define ACQUIT_LEDGER_H

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/item.h"
#include "acquit/payment.h"

/* accounts.def: AQ_ACCOUNT(identifier, "name", has a qualifier, type of asset, liability, income, expense, equity) */
enum aq_account {
	AQ_ACCOUNT_NONE,
#define AQ_ACCOUNT(id, name, qualified, type) id,
#include "acquit/accounts.def"
#undef AQ_ACCOUNT
	AQ_ACCOUNT_COUNT
};

const char *aq_account_name(enum aq_account account); /* "bank", "receivable" */
bool aq_account_is_qualified(enum aq_account account);
const char *aq_account_type(enum aq_account account);
enum aq_account aq_account_find(struct aq_slice name);

struct aq_account_ref {
	enum aq_account account;
	struct aq_slice
		qualifier; /* "SE4550000000058398257466" of bank:…; empty where there is none */
};
/* "bank:SE45…" */
void aq_account_put(struct aq_buffer *out, struct aq_account_ref account);

/* The events of DESIGN section 4; names are hashed and never change. events.def */
enum aq_event {
	AQ_EVENT_NONE,
#define AQ_EVENT(id, name) id,
#include "acquit/events.def"
#undef AQ_EVENT
	AQ_EVENT_COUNT
};
const char *aq_event_name(enum aq_event event);
enum aq_event aq_event_find(struct aq_slice name);

struct aq_posting {
	struct aq_account_ref debit;
	struct aq_account_ref credit;
	int64_t amount; /* positive */
	aq_currency currency;
	uint64_t customer_no; /* 0: none */
	struct aq_slice customer; /* its number as people know it: what is hashed */
	uint64_t item_no; /* 0: none */
	struct aq_slice target; /* invoice, contract, subscription number: hashed */
	struct aq_slice settlement; /* settlement id of clearing; empty: none */
};

#define AQ_ENTRY_POSTINGS_MAX 4096

struct aq_entry {
	uint64_t entry_no; /* 0 until the store gave one */
	enum aq_event event;
	struct aq_date posted_on;
	bool is_late; /* posted_on was moved past [ledger] closed_through */
	uint64_t payment_no; /* 0: none */
	struct aq_payment_id payment; /* all zero: none; hashed */
	uint64_t corrects_no; /* entry it contradicts; 0: none */
	struct aq_sha256 corrects; /* that entry's hash; hashed */
	struct aq_slice memo; /* no names, no account numbers, no times */
	const struct aq_posting *postings;
	size_t posting_count;
	struct aq_sha256 hash; /* set by aq_chain_add */
};

/* Which bucket a payment's remainder sits in. */
enum aq_bucket {
	AQ_BUCKET_NONE,
	AQ_BUCKET_UNIDENTIFIED,
	AQ_BUCKET_UNAPPLIED,
	AQ_BUCKET_ON_ACCOUNT,
	AQ_BUCKET_HELD,
	AQ_BUCKET_OUT /* unidentified-out: money that went and is not explained yet */
};
enum aq_account aq_bucket_account(enum aq_bucket bucket);

/* One share of a payment put on an item, or on the customer's account.
 * amount is the payment's own money; discount, promotion and write_off come on
 * top to close the item. Amounts of a credit note used in a set, and of what is
 * taken back, are negative. */
struct aq_allocation {
	uint64_t allocation_no; /* 0 until the store gave one */
	uint64_t payment_no;
	enum aq_target_kind target_kind;
	uint64_t item_no; /* 0: on the customer's account, or an instalment not made yet */
	uint64_t
		parent_no; /* subscription_no of an instalment, contract_no of an option, to make; 0 else */
	uint32_t cycle;
	uint64_t customer_no;
	struct aq_slice customer; /* number */
	struct aq_slice target; /* number */
	int64_t amount, discount, promotion, write_off;
	int64_t bills; /* receivable <- billed, posted with it: instalment paid ahead, contract option; 0 else */
	aq_currency currency;
	uint16_t rule; /* enum aq_rule */
	uint8_t confidence;
	enum aq_bucket bucket; /* of account targets: on-account, unapplied, held */
	struct aq_slice evidence;
	uint64_t takes_back_no; /* allocation it undoes; 0: none */
};

struct aq_posting_settings {
	struct aq_date business_date;
	struct aq_date closed_through; /* [ledger] closed_through; absent: none */
};

/* Booking date, or the business date when that period is closed. */
struct aq_date aq_posted_on(struct aq_date booked_on, const struct aq_posting_settings *settings,
			    bool *is_late);

/* Makers. Each fills `out` with postings in `arena` and leaves entry_no, hash
 * and payment numbers of `payment` copied in. AQ_END: the event posts nothing.
 * AQ_BAD_RECORD on overflow. */

/* At intake: receipt, money out, fee, payout row (nothing), refund, adjustment … with
 * its own fee, fee tax and rounding (bank or clearing by payment->mode). */
enum aq_status aq_entry_take_in(struct aq_entry *out, const struct aq_payment *payment,
				const struct aq_posting_settings *settings, struct aq_arena *arena,
				struct aq_error *err);
/* Where aq_entry_take_in puts the payment's amount: UNIDENTIFIED (its whole
 * amount is its remainder), OUT, or NONE (fees, interest, notices, payout rows). */
enum aq_bucket aq_take_in_bucket(const struct aq_payment *payment);
/* The statement line of a detail already posted: bank <-> clearing. */
struct aq_detail_booked {
	const struct aq_payment *line; /* the statement's */
	struct aq_slice source; /* the detail's clearing source */
	struct aq_slice settlement;
};
enum aq_status aq_entry_detail_booked(struct aq_entry *out, const struct aq_detail_booked *order,
				      const struct aq_posting_settings *settings,
				      struct aq_arena *arena, struct aq_error *err);
/* A payment's money moves from its bucket to items and accounts. All
 * allocations are of one payment; `from` is where its remainder sat. */
struct aq_application {
	uint64_t payment_no;
	struct aq_payment_id payment;
	struct aq_date posted_on; /* business date of the run: application happens then */
	enum aq_bucket from;
	uint64_t from_customer_no;
	struct aq_slice from_customer;
	const struct aq_allocation *allocations;
	size_t allocation_count;
	struct aq_slice memo;
	enum aq_event event; /* AQ_EVENT_APPLY, AQ_EVENT_REVIEW_APPLY … */
};
enum aq_status aq_entry_apply(struct aq_entry *out, const struct aq_application *application,
			      struct aq_arena *arena, struct aq_error *err);
/* The entry was made before items of its allocations were: gives its postings
 * their numbers, which are not hashed. `application` is what it was made of. */
enum aq_status aq_entry_apply_items(struct aq_entry *entry,
				    const struct aq_application *application,
				    struct aq_arena *arena, struct aq_error *err);
/* The contra of an entry: every posting with its sides exchanged. */
enum aq_status aq_entry_contra(struct aq_entry *out, const struct aq_entry *original,
			       enum aq_event event, struct aq_date posted_on,
			       struct aq_arena *arena, struct aq_error *err);
/* An application is undone: its entry, and the allocations of it that still
 * stand; `stays` marks those that are put back at once, whose bills stay (NULL:
 * none). `taken_off` gets as many, negative, with what they take back; whose
 * payment, rule and evidence they are is left to the caller. */
struct aq_undoing {
	const struct aq_entry *entry;
	const struct aq_allocation *allocations;
	size_t allocation_count;
	const bool *stays;
	enum aq_event event;
	struct aq_date posted_on;
};
enum aq_status aq_entry_undo(struct aq_entry *out, struct aq_allocation *taken_off,
			     const struct aq_undoing *undoing, struct aq_arena *arena,
			     struct aq_error *err);
/* One posting of any event. */
enum aq_status aq_entry_simple(struct aq_entry *out, enum aq_event event, struct aq_date posted_on,
			       const struct aq_posting *posting, struct aq_arena *arena,
			       struct aq_error *err);

/* The chain. Each unit (file, load, apply, returns, review act) starts from the
 * book's head; its entries are chained; its root becomes part of the next head:
 * head' = SHA-256("acquit/unit/1" || head || unit name || root). No clock, run
 * number, key or random number is hashed. */
struct aq_chain;
enum aq_status aq_chain_new(struct aq_chain **out, struct aq_error *err);
void aq_chain_free(struct aq_chain *chain);
void aq_chain_genesis(struct aq_slice book, struct aq_sha256 *out);
/* `unit` names what is chained: "file <sha256 hex>", "load <sha>", "apply",
 * "review <digest of the act>". */
enum aq_status aq_chain_unit_begin(struct aq_chain *chain, const struct aq_sha256 *head,
				   struct aq_slice unit, struct aq_error *err);
/* Sets entry->hash. `digests` are the digests of the payment and allocation
 * rows the entry made, concatenated. */
enum aq_status aq_chain_add(struct aq_chain *chain, struct aq_entry *entry, struct aq_slice digests,
			    struct aq_error *err);
enum aq_status aq_chain_unit_end(struct aq_chain *chain, struct aq_sha256 *root,
				 struct aq_sha256 *head, struct aq_error *err);
/* Forgets a unit whose transaction was rolled back; nothing open is fine. */
void aq_chain_unit_drop(struct aq_chain *chain);
/* Digests of rows as the store keeps them: what cannot be changed unseen. */
enum aq_status aq_payment_digest(struct aq_chain *chain, const struct aq_payment *payment,
				 struct aq_sha256 *out, struct aq_error *err);
/* What a person decided, who and why. Its digest is part of its unit's name, and
 * so of the chain; the texts stand beside, and may be forgotten. */
struct aq_act {
	struct aq_slice verb, by, why, target;
	struct aq_payment_id payment;
	struct aq_slice approved_by, approved_why; /* empty: nobody had to */
};
#define AQ_ACT_UNIT_BYTES 72
/* The verb of an act that the next run carries out: a return stands. */
#define AQ_ACT_ACCEPT "accept"
#define AQ_ACT_DONE   "done"
#define AQ_ACT_REOPEN "reopen" /* neither any more */
/* "review " and the digest. */
enum aq_status aq_act_unit_name(struct aq_chain *chain, const struct aq_act *act,
				char out[AQ_ACT_UNIT_BYTES], struct aq_error *err);
enum aq_status aq_allocation_digest(struct aq_chain *chain, const struct aq_allocation *allocation,
				    struct aq_sha256 *out, struct aq_error *err);

#endif
