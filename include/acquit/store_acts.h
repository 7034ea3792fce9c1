/*
 * store_acts.h - what a person decides, kept.
 */
#ifndef ACQUIT_STORE_ACTS_H
#define ACQUIT_STORE_ACTS_H

#include "acquit/store.h"

/* A person's acts: who, why, what; chained as entries like all others. */
struct aq_act_row {
	uint64_t run_no;
	struct aq_slice verb, by, why, target;
	uint64_t payment_no;
	struct aq_slice approved_by, approved_why;
};
/* `act_no` gets the act's number; may be NULL. */
enum aq_status aq_store_act_add(struct aq_store *store, const struct aq_act_row *act,
				uint64_t *act_no, struct aq_error *err);

/* An act that waits for a second person, under the number of the act that
 * proposed it. Texts of rows that were read live in the arena given. */
struct aq_proposal {
	uint64_t act_no;
	struct aq_slice verb;
	struct aq_slice subject; /* payment id, invoice: what the act speaks of */
	struct aq_slice words; /* the act's further words, each length-prefixed */
	struct aq_money moves;
	struct aq_sha256 effect; /* digest of what it would do */
	struct aq_slice for_whom; /* who may approve it, as people read it */
	/* Of its act, when read: */
	struct aq_act act;
	struct aq_date proposed_on;
};
enum aq_status aq_store_proposal_add(struct aq_store *store, const struct aq_proposal *proposal,
				     struct aq_error *err);
/* All that wait, the oldest first. */
enum aq_status aq_store_proposals(struct aq_store *store, struct aq_arena *arena,
				  struct aq_proposal **out, size_t *count, struct aq_error *err);
/* It was approved or withdrawn. */
enum aq_status aq_store_proposal_end(struct aq_store *store, uint64_t act_no, struct aq_error *err);
/* Payments that a person has set aside, in their order: the newest act of settling
 * or asking says that nothing more is to be asked of them, or settled with them. */
enum aq_aside {
	AQ_ASIDE_ANSWERED, /* what was asked of it is done */
	AQ_ASIDE_NO_SETTLEMENT, /* a bank's line that is no settlement's */
	AQ_ASIDE_TAKEN_OFF /* a bank's line that was taken off its settlement */
};
struct aq_set_aside {
	uint64_t payment_no;
	enum aq_aside how;
};
enum aq_status aq_store_set_aside(struct aq_store *store, struct aq_arena *arena,
				  struct aq_set_aside **out, size_t *count, struct aq_error *err);
/* What an item is billed with falls by `amount` (rises by a negative one), and so
 * does what it has open. */
enum aq_status aq_store_item_write_off(struct aq_store *store, uint64_t item_no, int64_t amount,
				       struct aq_error *err);
/* Both rise by `amount`, which was paid elsewhere beyond what the item costs now: so
 * much of a later rise is paid already. */
enum aq_status aq_store_item_paid_before(struct aq_store *store, uint64_t item_no, int64_t amount,
					 struct aq_error *err);
/* The newest write-off of an item, or of what a customer owes of returns (item_no 0),
 * that was not undone, with what stands of it; AQ_NOT_FOUND. */
struct aq_written_order {
	enum aq_event event;
	uint64_t customer_no, item_no;
	aq_currency currency;
};
enum aq_status aq_store_written_off(struct aq_store *store, const struct aq_written_order *order,
				    struct aq_arena *arena, struct aq_entry *out,
				    struct aq_error *err);
/* What a customer owes of returns. */
enum aq_status aq_store_due(struct aq_store *store, uint64_t customer_no, aq_currency currency,
			    int64_t *out, struct aq_error *err);
/* Questions that what was done has answered are asked no more: a settlement that is
 * whole, an invoice that a payment was short of and that has nothing open. */
enum aq_status aq_store_questions_answered(struct aq_store *store, uint64_t run_no,
					   struct aq_error *err);
/* Questions of what was paid already name the payment that still pays it, or say what
 * is open of it again. */
enum aq_status aq_store_paid_questions(struct aq_store *store, uint64_t run_no, bool *is_changed,
				       struct aq_error *err);
/* The payment that a deduction from the item is asked of; AQ_NOT_FOUND. */
enum aq_status aq_store_item_deducted_by(struct aq_store *store, uint64_t item_no,
					 struct aq_payment_id *out, struct aq_error *err);
/* A pair a person took apart is never applied by itself again. */
enum aq_status aq_store_apart_add(struct aq_store *store, uint64_t payment_no, uint64_t item_no,
				  struct aq_error *err);

#endif
