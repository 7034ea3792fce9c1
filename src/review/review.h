/*
 * review.h - one act of a person, from its words to its chained entries; private.
 */
#ifndef ACQUIT_REVIEW_REVIEW_H
#define ACQUIT_REVIEW_REVIEW_H

#include "acquit/review.h"

#define ALLOCATIONS_MAX 2048

enum review_needs {
	REVIEW_MONEY_IN, /* a payment that came in */
	REVIEW_PAYMENT, /* any payment */
	REVIEW_NO_PAYMENT /* the act's first word is something else */
};

struct review_verb {
	const char *name;
	enum review_needs needs;
};

struct review_known { /* a verb that acts; verbs.c lists them */
	const char *name;
	enum aq_status (*on)(struct aq_store *store, const struct aq_review_act *act,
			     struct aq_buffer *out, struct aq_error *err);
	enum review_needs needs;
};

struct place { /* an account, or an item, and by how much the act changed it */
	struct aq_account_ref account;
	uint64_t owner_no; /* the item of receivable, the customer of an account */
	int64_t change; /* debits less credits */
};

struct moved { /* what an act does, gathered while it does it */
	struct place *places; /* in the arena */
	size_t count, room;
	aq_currency currency;
	int64_t promised; /* by an act that the next run carries out */
	struct aq_buffer effect; /* of all entries, and what they stand on */
};

struct review { /* owned by the act; everything in it lives in `arena` */
	struct aq_store *store;
	const struct aq_review_act *act;
	struct aq_arena *arena;
	struct aq_chain *chain;
	enum review_needs needs;
	struct aq_waiting *payment; /* NULL: the act speaks of none */
	struct aq_act said; /* as it is kept and hashed */
	char unit[AQ_ACT_UNIT_BYTES];
	char id[AQ_PAYMENT_ID_TEXT_BYTES];
	uint64_t first_entry, last_entry;
	uint64_t act_no; /* once it is kept */
	struct moved moved;
};

/* act.c: who, why and which payment are known; the chained unit is begun. Verbs
 * that are of other things than receipts say so. */
enum aq_status review_open(struct review *review, struct aq_store *store,
			   const struct aq_review_act *act, struct review_verb verb,
			   struct aq_error *err);
void review_close(struct review *review);
/* The payment of an id as typed; AQ_USAGE when it is none or several. */
enum aq_status review_find(struct review *review, struct aq_slice text, struct aq_waiting **out,
			   struct aq_error *err);
/* Numbers for the entry and its allocations, and their place in the chain. */
/* The number people know; empty for 0. */
enum aq_status review_customer(const struct review *review, uint64_t customer_no,
			       struct aq_slice *out, struct aq_error *err);
enum aq_status review_chain(struct review *review, struct aq_entry *entry,
			    struct aq_allocation *allocations, size_t count, struct aq_error *err);
/* The unit's root becomes part of the book's head; who and why are kept. */
enum aq_status review_end(struct review *review, struct aq_error *err);
/* Gives the words to `out` where the act succeeded, and closes the review. */
enum aq_status review_tell(struct review *review, enum aq_status status, struct aq_buffer *words,
			   struct aq_buffer *out, struct aq_error *err);
/* moved.c: what the act does is gathered; AQ_INTEGRITY where it moves two currencies. */
void review_moved_open(struct review *review);
void review_moved_close(struct review *review);
enum aq_status review_moved_add(struct review *review, const struct aq_entry *entry,
				struct aq_error *err);
/* A payment that the act stands on: another status is another act. */
void review_stands_on(struct review *review, const struct aq_waiting *waiting);
/* The next run will move so much because of it. */
void review_promises(struct review *review, struct aq_money money);
enum aq_status review_moved_tell(struct review *review, struct aq_review_outcome *out,
				 struct aq_error *err);
/* limits.c: may this person move, or approve, so much? AQ_USAGE names whom to ask. */
enum aq_status review_may(const struct aq_review_act *act, struct aq_money moves,
			  struct aq_error *err);
bool review_wants_second(const struct aq_limits *limits, struct aq_money moves);
/* Who may approve what `by` proposes, as people read it. */
void review_whom_to_ask(const struct aq_limits *limits, struct aq_slice by, struct aq_money moves,
			struct aq_buffer *out);
bool review_is_same_person(struct aq_arena *arena, struct aq_slice one, struct aq_slice other);
/* verbs.c: NULL when there is no such verb. */
const struct review_known *review_known(struct aq_slice verb);
/* The act of a verb within limits; AQ_END as aq_review_do. */
enum aq_status review_try(struct aq_store *store, const struct review_known *known,
			  const struct aq_review_act *act, struct aq_buffer *out,
			  struct aq_error *err);
/* done.c: what is asked of a payment; AQ_CODE_NONE: nothing. */
enum aq_status review_asked(const struct review *review, uint64_t payment_no, enum aq_code *out,
			    struct aq_error *err);
/* done.c: a question that can be closed, by its name; AQ_CODE_NONE: none of these. */
enum aq_code review_code(struct aq_slice name);
/* act.c: the outcome of an act that leaves the payment where it is; nothing is asked. */
void review_as_it_is(const struct aq_waiting *payment, struct aq_applied *out);
/* apply.c: the act's targets take the payment's money. */
enum aq_status review_apply_to(struct review *review, struct aq_buffer *out, struct aq_error *err);
/* An amount as a person writes it, in the payment's or the item's currency. */
enum aq_status review_amount(struct aq_slice text, aq_currency currency, int64_t *out,
			     struct aq_error *err);
/* A data fault of the person's words: AQ_USAGE. */
enum aq_status review_refuse(struct aq_error *err, enum aq_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "80.00 EUR" */
#define MONEY_WORDS_BYTES (AQ_MONEY_TEXT_BYTES + 8)
const char *review_money(int64_t minor, aq_currency currency, char out[MONEY_WORDS_BYTES]);

struct target { /* one target, as the person wrote it */
	struct aq_slice written;
	enum aq_thing thing; /* AQ_THING_ANY: no kind was told */
	struct aq_slice number;
	struct aq_slice amount; /* as written; empty: none */
};

struct giving { /* what waits of a payment leaves it for an account */
	enum aq_account account;
	enum aq_event event;
	enum aq_payment_status status; /* of a payment that gave all */
	const char *says;
	int64_t amount;
	uint64_t customer_no;
	struct aq_slice customer;
};
/* release.c: money of the payment waits. */
enum aq_status review_waits(const struct review *review, struct aq_error *err);
enum aq_status review_give(struct review *review, const struct giving *giving,
			   struct aq_buffer *out, struct aq_error *err);
/* What is asked of the rest is what was asked of all. */
enum aq_status review_keep_question(const struct review *review, struct aq_applied *applied,
				    struct aq_error *err);
/* owed.c: what a return took is owed by a customer, or by nobody any more
 * (AQ_END: it was not). */
enum aq_status review_owe(struct review *review, const struct target *target, struct aq_buffer *out,
			  struct aq_error *err);
enum aq_status review_owe_no_more(struct review *review, struct aq_buffer *out,
				  struct aq_error *err);
/* "due:CUSTOMER/CURRENCY" is no item. */
bool review_is_due(struct aq_slice text);
enum aq_status review_due_write_off(struct review *review, struct aq_buffer *out,
				    struct aq_error *err);
enum aq_status review_due_restore(struct review *review, struct aq_buffer *out,
				  struct aq_error *err);
/* The status money out has at its intake. */
enum aq_payment_status review_out_status(const struct aq_payment *payment);
/* target.c */
void review_target_parse(struct aq_slice written, struct target *out);
/* The one thing a target means; AQ_USAGE when it is none or several. */
enum aq_status review_target_find(struct review *review, const struct target *target,
				  struct aq_thing_row *out, struct aq_error *err);
enum aq_target_kind review_target_kind(enum aq_thing thing);

struct placing { /* the payment's money on its way to targets */
	struct review *review;
	struct aq_allocation *allocations; /* ALLOCATIONS_MAX of them */
	size_t count;
	int64_t left;
	bool makes; /* some items have to be made */
	bool has_account; /* the last allocation puts the rest on an account */
};

/* place.c: what of the payment a target takes becomes allocations. */
enum aq_status review_place(struct placing *placing, const struct target *target,
			    struct aq_error *err);

/* witness.c: what was placed tells whom the payer of the payment pays for. */
enum aq_status review_witness(const struct placing *placing, struct aq_error *err);

#endif
