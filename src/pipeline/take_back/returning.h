/*
 * returning.h - how the steps of taking back share one night; private.
 */
#ifndef ACQUIT_PIPELINE_RETURNING_H
#define ACQUIT_PIPELINE_RETURNING_H

#include "contra.h"

#include "acquit/return_code.h"
#include "acquit/store_read.h"

/* A return that a person lets stand, or has closed; the newest first. */
struct accepted {
	const struct accepted *next;
	struct aq_payment_id payment;
	uint64_t run_no; /* of the act */
	struct aq_slice target; /* the payment it takes back, as named; empty: its own */
	bool is_done; /* it takes nothing back: nobody is asked again */
	bool is_open; /* what was said before counts no more */
};

struct accepting {
	struct aq_arena *arena; /* of the whole night */
	const struct accepted *last;
};

struct taking_back {
	struct job *job;
	struct aq_arena *arena; /* one batch of returns */
	struct aq_arena *scratch; /* one return */
	struct unit_chain chain;
	struct accepting accepting;
	bool is_moved; /* something was closed in this pass */
	bool has_paired; /* what the page says waits may be closed by now */
	struct aq_alike_order *alike; /* of the page in hand, by payment_no */
	size_t alike_count;
	struct aq_asked *gone; /* lines that are asked, for their statement has them no more */
	size_t gone_count;
};

/* A return and a contested one go out again, a refused return comes back; so
 * do a chargeback that was won and a refund that failed. */
enum turn { TURN_NONE, TURN_TAKES_BACK, TURN_GIVES_BACK, TURN_REINSTATES, TURN_ASKS };
enum turn turn_of(const struct aq_payment *payment);

/* order.c: all that waits and has a turn, in an order of what it says. */
struct return_key {
	uint64_t payment_no;
	int64_t amount;
	int32_t day;
	enum turn turn;
	struct aq_payment_id id;
};
struct return_order {
	struct return_key *keys;
	size_t count, room;
};
enum aq_status returns_in_order(struct taking_back *back, struct return_order *out,
				struct aq_error *err);

/* original_ids.c: payments that bear the ids of a return, in no order. */
struct original_ids {
	struct taking_back *back;
	const struct aq_waiting *waiting; /* the return */
	struct numbers found; /* the caller frees them */
	bool is_weak; /* by an id that others may share */
};
enum aq_status original_ids_add(struct original_ids *ids, struct aq_reference id,
				struct aq_error *err);
enum aq_status original_ids_find(struct original_ids *ids, struct aq_error *err);

/* The payment that a return speaks of, or the question it makes. */
struct original {
	const struct aq_waiting *payment; /* NULL: ask */
	enum aq_code question;
	const char *why;
};

/* Whom money that goes out again takes back: a receipt. */
enum aq_status original_receipt(struct taking_back *back, const struct aq_waiting *waiting,
				struct original *out, struct aq_error *err);
/* Whom money that comes back gives back: a payment we sent. */
enum aq_status original_sent(struct taking_back *back, const struct aq_waiting *waiting,
			     struct original *out, struct aq_error *err);
/* The receipt whose return our bank refuses. */
enum aq_status original_returned(struct taking_back *back, const struct aq_waiting *waiting,
				 struct original *out, struct aq_error *err);
/* The return that the refusal names, or NULL: one that took its payment back, or
 * one that waits, as a second or late one does. */
enum return_state { RETURN_TAKEN, RETURN_WAITS };
enum aq_status original_return(struct taking_back *back, const struct aq_waiting *waiting,
			       enum return_state state, const struct aq_waiting **out,
			       struct aq_error *err);

/* The receipt that the return took back whole; NULL: not known, or not alone. */
enum aq_status original_taken(struct taking_back *back, const struct aq_waiting *waiting,
			      const struct aq_waiting **out, struct aq_error *err);

/* original_ids.c: what of a return stands closed against its receipt; NULL: nothing. */
enum aq_status return_closing(struct taking_back *back, const struct aq_waiting *taker,
			      const struct aq_application_row **out, struct aq_error *err);

/* alike.c: reversals that have nothing but their looks. A page is looked up at
 * once; `of` gives what was found for one of them, or NULL. */
bool alike_is_wanted(const struct aq_waiting *waiting);
enum aq_status alike_read(struct taking_back *back, const struct aq_waiting *waiting, size_t count,
			  struct aq_error *err);
const struct aq_alike_order *alike_of(const struct taking_back *back,
				      const struct aq_waiting *waiting);
bool alike_is_near(const struct aq_waiting *waiting, const struct aq_waiting *original);

/* accepted.c */
enum aq_status accepted_read(struct taking_back *back, struct aq_error *err);
/* NULL: nobody has decided about it. */
const struct accepted *accepted_of(const struct taking_back *back,
				   const struct aq_waiting *waiting);
/* The payment named, if it can still be taken back. */
enum aq_status accepted_original(struct taking_back *back, const struct aq_waiting *waiting,
				 const struct accepted *accepted, struct original *out,
				 struct aq_error *err);

/* The payment named, whatever became of it; NULL: none is called so. */
enum aq_status accepted_named(struct taking_back *back, const struct accepted *accepted,
			      const struct aq_waiting **out, struct aq_error *err);

/* line_gone.c: lines that a statement has no more, and that a person lets go. */
enum aq_status lines_gone(struct taking_back *back, struct aq_error *err);
bool line_is_gone(const struct taking_back *back, const struct aq_waiting *waiting);
/* Whatever else becomes of it, it is still asked whether it came at all. */
void line_keep_asked(const struct taking_back *back, const struct aq_waiting *waiting,
		     struct aq_applied *applied);

/* stand_again.c: a receipt whose return counts no more is on the very items again that
 * the return took it off, as far as they are still open. The caller makes the entry that
 * gives it its money back between the two calls. */
#define STAND_AGAIN_MAX 2
struct standing_again {
	struct taking_back *back;
	const struct aq_waiting *receipt;
	uint64_t taker_no; /* the return; 0: not known */
	struct aq_slice evidence; /* of what is put back */
	/* Filled by `read`: */
	struct aq_allocation *shares; /* to put back, as they were made */
	size_t share_count;
	int64_t amount; /* of the receipt's money in them */
};
enum aq_status stand_again_read(struct standing_again *one, struct aq_error *err);
/* Adds STAND_AGAIN_MAX at most. */
enum aq_status stand_again_put(const struct standing_again *one, struct aq_applied *out,
			       size_t *count, struct aq_error *err);

/* reinstate.c: a return that our bank refused is undone: the receipt stands again. */
enum aq_status reinstate(struct taking_back *back, const struct aq_waiting *waiting,
			 const struct aq_waiting *receipt, struct aq_error *err);

#endif
