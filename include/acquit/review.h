/*
 * review.h - what a person may do; each act is chained like everything else.
 *
 * Who and why are required and kept. The caller has begun a run and a
 * transaction, and commits, checks and reports when the act succeeded. What a
 * person may do alone is limited; the rest is proposed, and posted when a second
 * person approves it.
 */
#ifndef ACQUIT_REVIEW_H
#define ACQUIT_REVIEW_H

#include "acquit/ledger.h"
#include "acquit/limit.h"
#include "acquit/store_read.h"

/* What an act did; known when it succeeded. */
struct aq_review_outcome {
	struct aq_money moves; /* what changed its place; currency none: nothing did */
	struct aq_sha256 effect; /* of everything it posted, and of what it was posted on */
};

struct aq_review_act {
	struct aq_slice payment; /* payment id as typed */
	const struct aq_slice
		*targets; /* "INVOICE", "invoice:X=AMOUNT", "account:CUSTOMER=AMOUNT" … */
	size_t target_count;
	struct aq_slice by;
	struct aq_slice why;
	struct aq_date business_date;
	uint64_t run_no; /* the act is a run of its own (pipeline.h, aq_act_begin) */
	struct aq_slice approved_by, approved_why; /* a second person's; empty: nobody */
	const struct aq_limits *limits; /* NULL: none */
	struct aq_review_outcome *outcome; /* filled; may be NULL */
};

/* One act by the name of its verb. AQ_END: it is more than one person decides
 * alone; then `out` and the outcome tell what it would do, and the caller rolls
 * it back and proposes it. */
enum aq_status aq_review_do(struct aq_store *store, struct aq_slice verb,
			    const struct aq_review_act *act, struct aq_buffer *out,
			    struct aq_error *err);
bool aq_review_has_verb(struct aq_slice verb);
/* Keeps the act as it was tried for a second person; it posts nothing. */
enum aq_status aq_review_propose(struct aq_store *store, struct aq_slice verb,
				 const struct aq_review_act *act, struct aq_buffer *out,
				 struct aq_error *err);
/* act->payment is "A12", a proposal: it is carried out, if it does what it did
 * when it was proposed; or it is given up. */
enum aq_status aq_review_approve(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);
enum aq_status aq_review_withdraw(struct aq_store *store, const struct aq_review_act *act,
				  struct aq_buffer *out, struct aq_error *err);

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

/* What was closed by done is asked again, and a return that was accepted is not
 * taken back by the next run. */
enum aq_status aq_review_reopen(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);
/* The bank's money closes the settlement that is the target; the difference of a
 * payment's settlement goes to the account that is the target; the newest of
 * these is taken back. */
enum aq_status aq_review_settle(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);
enum aq_status aq_review_difference(struct aq_store *store, const struct aq_review_act *act,
				    struct aq_buffer *out, struct aq_error *err);
enum aq_status aq_review_unsettle(struct aq_store *store, const struct aq_review_act *act,
				  struct aq_buffer *out, struct aq_error *err);

/* Money that is held or unapplied becomes the customer's balance; a row that was
 * perhaps a duplicate becomes a payment of its own. */
enum aq_status aq_review_release(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);
/* What waits of a payment, or the amount that is the only target, is to be given back. */
enum aq_status aq_review_refund(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err);
/* What waits of a payment repays what the customer who is the target, account:CUSTOMER,
 * owes of returns. */
enum aq_status aq_review_repay(struct aq_store *store, const struct aq_review_act *act,
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
