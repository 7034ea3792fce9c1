/*
 * review.h - what a person may do; each act is chained like everything else.
 *
 * Who and why are required and kept. The caller has begun a run and a
 * transaction, and commits, checks and reports when the act succeeded.
 */
#ifndef ACQUIT_REVIEW_H
#define ACQUIT_REVIEW_H

#include "acquit/ledger.h"
#include "acquit/store_read.h"

struct aq_review_act {
	struct aq_slice payment; /* payment id as typed */
	const struct aq_slice
		*targets; /* "INVOICE", "invoice:X=AMOUNT", "account:CUSTOMER=AMOUNT" … */
	size_t target_count;
	struct aq_slice by;
	struct aq_slice why;
	struct aq_date business_date;
	uint64_t run_no; /* the act is a run of its own (pipeline.h, aq_act_begin) */
	uint64_t entry_limit; /* reserved; 0 */
};

/* Puts the payment's remainder on the targets, in their order; a target without
 * an amount takes what it is open by. AQ_USAGE with what is wrong and how much there is. */
enum aq_status aq_review_apply(struct aq_store *store, const struct aq_review_act *act,
			       struct aq_buffer *out, struct aq_error *err);
/* Takes exactly the named application (or all of the payment's) off again; the
 * pair is never applied by itself again. */
enum aq_status aq_review_unapply(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);
/* A return that waits takes back the payment it names though it came late, or the
 * one named as target. The next run does it, by what is kept of the act. */
enum aq_status aq_review_accept(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);
/* A task that is no money's was done; or what a return, refund or chargeback is
 * for is known elsewhere, and it takes nothing back. */
enum aq_status aq_review_done(struct aq_store *store, const struct aq_review_act *act,
			      struct aq_buffer *out, struct aq_error *err);

/* Money that is held or unapplied becomes the customer's balance; a row that was
 * perhaps a duplicate becomes a payment of its own. */
enum aq_status aq_review_release(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);
/* What waits of a payment, or the amount that is the only target, is to be given back. */
enum aq_status aq_review_refund(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);
/* act->payment is "INVOICE" or "INVOICE=AMOUNT": what it has open is given up;
 * _restore takes the newest write-off back. */
enum aq_status aq_review_write_off(struct aq_store *store, const struct aq_review_act *act,
				   struct aq_buffer *out, struct aq_error *err);
enum aq_status aq_review_restore(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);
/* The targets say to whom, or what. No money moves. */
enum aq_status aq_review_assign(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);
enum aq_status aq_review_note(struct aq_store *store, const struct aq_review_act *act,
			      struct aq_buffer *out, struct aq_error *err);
/* act->payment is a payer's account or name: what was learned of it is forgotten,
 * or what speaks for the customer who is the target. */
enum aq_status aq_review_forget(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);

#endif
