/*
 * payment.h - one movement of money with its meaning: what normalise makes of
 * a record, and what match, ledger, store and report work with.
 *
 * A value whose texts are borrowed from the chunk's arena.
 */
#ifndef ACQUIT_PAYMENT_H
#define ACQUIT_PAYMENT_H

#include "acquit/hash.h"
#include "acquit/kind.h"
#include "acquit/money.h"
#include "acquit/record.h"

/* The first 80 bits of SHA-256 over the identity and its occurrence: the same
 * on every machine. Shown as "P" and 16 base-32 characters (0-9 A-Z without I L O U). */
struct aq_payment_id {
	unsigned char bytes[10];
};
#define AQ_PAYMENT_ID_TEXT_BYTES 18
void aq_payment_id_print(struct aq_payment_id id, char out[AQ_PAYMENT_ID_TEXT_BYTES]);
bool aq_payment_id_parse(struct aq_slice text, struct aq_payment_id *out);

enum aq_direction { AQ_MONEY_IN, AQ_MONEY_OUT }; /* from our side */

/* Which account takes the money (DESIGN section 4). */
enum aq_posting_mode {
	AQ_POSTS_NOTHING, /* notices, refused records, camt.052, pending */
	AQ_POSTS_BANK, /* a statement line: bank:ACCOUNT */
	AQ_POSTS_CLEARING /* a detail: clearing:SOURCE */
};

struct aq_payment {
	uint64_t payment_no; /* 0 until the store gave one */
	struct aq_payment_id id; /* set with the occurrence, at intake */
	uint64_t file_no;
	uint64_t line;
	uint32_t unit_index;
	uint32_t entry_index;
	uint32_t leaf_index;
	uint32_t leaf_count;
	enum aq_kind kind;
	enum aq_direction direction;
	enum aq_posting_mode mode;
	bool is_refused;
	bool is_told_apart; /* a detail of a posted line, of no file of its own; known at intake */
	bool is_bare_entry; /* a statement line without details: may be a lump */
	bool is_residual;
	bool is_reversal;
	bool is_remittance_unbalanced;
	enum aq_code refusal;
	aq_currency currency;
	int64_t amount; /* minor units, never negative; gross where there is a fee */
	int64_t entry_amount; /* of the entry, on the first of its several leaves; known at intake */
	aq_currency fee_currency; /* NONE: no fee told */
	int64_t fee; /* a cost is positive */
	int64_t fee_tax; /* part of fee */
	bool is_fee_apart; /* another leaf of its entry posts the fee; known at intake */
	aq_currency net_currency; /* NONE: no net told */
	int64_t net; /* signed from our side */
	int64_t rounding; /* signed: what rounding to minor units added to net */
	struct aq_date booked_on; /* always set but for refused records */
	struct aq_date value_on; /* booked_on when the file tells none */
	struct aq_slice source_id;
	struct aq_slice
		payer; /* the other side's name: debtor of money in, creditor of money out; the ultimate one where told */
	struct aq_slice payer_account; /* comparable form: upper case, no blanks */
	struct aq_slice payer_bank;
	struct aq_slice reference; /* the strongest, as written */
	enum aq_reference_kind reference_kind;
	struct aq_slice end_to_end_id;
	struct aq_slice trace;
	struct aq_slice counter_reference;
	struct aq_slice settlement_id;
	struct aq_slice return_code;
	struct aq_slice return_text;
	struct aq_slice text; /* all free text, newline between pieces */
	struct aq_slice bank_account; /* ours, comparable form; statements and cash books */
	struct aq_slice source; /* "camt.054:ACCOUNT", "ach:COMPANY", gateway name, "plain" */
	struct aq_slice batch_id; /* batch or lump reference of a statement line, when told */
	const struct aq_reference *references;
	size_t reference_count;
	const struct aq_remittance *remittances;
	size_t remittance_count;
	enum aq_adjusts adjusts; /* of kinds adjustment and fee only */
};

/* Of a batch of our own ACH debits, or a return of one: it is settled under its
 * company (ach:COMPANY, settlement COMPANY-batch-day), as received ones are not. */
bool aq_payment_is_own_ach(const struct aq_payment *payment);

/* One id a payment is known by. `text` is the canonical identity: scope, kind,
 * id, currency, amount and direction, length-prefixed; `is_content` says that
 * no bank id was there and the row's own content stands in for it. */
struct aq_identity {
	struct aq_slice text;
	bool is_content;
	struct aq_reference
		id; /* the id alone, to find the payment by it later; kind NONE for content */
	bool is_weak; /* an end-to-end id: the payer chose it; the booking day is part of `text` */
	bool is_lookup_only; /* finds the payment for its refund; tells nothing apart, stands behind the others */
	bool is_hashed; /* the store worked these out: keyed hashes of the id alone and of `text` */
	uint64_t id_hash, text_hash;
};

#define AQ_IDENTITIES_MAX 8

#endif
