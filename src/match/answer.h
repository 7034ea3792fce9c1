/*
 * answer.h - what a rule concludes for one payment: shares on items and
 * accounts, or a question with suggestions; with the facts that held.
 */
#ifndef MATCH_ANSWER_H
#define MATCH_ANSWER_H

#include "amount.h"
#include "facts.h"

/* With deduction and rest this stays within AQ_ENTRY_POSTINGS_MAX. */
#define SHARES_MAX     1300
#define ALTERNATES_MAX AQ_OPEN_ITEMS_MAX
#define PROOFS_MAX     12

struct share {
	uint64_t no; /* item_no, or what `kind` and `is_to_make` say */
	uint64_t customer_no;
	int64_t amount;
	int64_t deduction; /* discount, or promotion of an instalment */
	int64_t write_off; /* a small difference, of one share at most */
	int64_t open; /* what the item can take; of one to make: what is billed */
	struct aq_slice target;
	uint32_t cycle;
	enum aq_target_kind kind;
	bool is_to_make;
	enum aq_bucket bucket; /* of account shares */
};

/* Facts besides numbers and amount; each is a half-sentence of the evidence. */
enum note {
	NOTE_ACCOUNT = 1 << 0,
	NOTE_STRANGER = 1 << 1,
	NOTE_TWIN = 1 << 2,
	NOTE_ALL_OPEN = 1 << 3,
	NOTE_OVERDUE = 1 << 4,
	NOTE_DUE_DATE = 1 << 5,
	NOTE_OLDEST = 1 << 6,
	NOTE_OPTION = 1 << 7,
	NOTE_PAIR = 1 << 8,
	NOTE_BALANCE = 1 << 9,
	NOTE_NOTHING_OPEN = 1 << 10,
	NOTE_PROMOTION = 1 << 11,
	NOTE_SAME_OWNER = 1 << 12, /* the customer's own number stands beside the item's */
	NOTE_AHEAD = 1 << 13, /* instalments that are not due yet */
	NOTE_NAME = 1 << 14,
	NOTE_PROVEN = 1 << 15,
	NOTE_LEARNED_ACCOUNT = 1 << 16,
	NOTE_LEARNED_NAME = 1 << 17,
	NOTE_GRACE = 1 << 18, /* of a discount: it had ended */
	NOTE_SPELLED = 1 << 19 /* the name but for letters that are spelled in ASCII */
};

struct answer { /* scratch of the night, one payment at a time */
	enum aq_outcome outcome;
	enum aq_rule rule;
	enum amount_class amount;
	enum aq_bucket rest_bucket; /* where match_apply puts the rest; on-account unless said */
	enum aq_bucket bucket; /* where what is left sits */
	uint64_t customer_no;
	uint64_t contract_no;
	int64_t left;
	uint32_t notes;
	struct share shares[SHARES_MAX];
	size_t share_count;
	/* Items that would do as well as the first share's, best first. */
	const struct aq_item *alternates[ALTERNATES_MAX];
	size_t alternate_count;
	const struct named *proofs[PROOFS_MAX];
	size_t proof_count;
	size_t proof_more;
	enum aq_code exception;
	uint64_t paid_item_no; /* the closed item that is named */
	struct aq_slice explanation;
	struct aq_slice words; /* facts besides, told with the amount class */
	struct aq_suggestion suggestions[AQ_SUGGESTIONS_MAX];
	size_t suggestion_count;
	struct aq_arena *texts; /* lives as long as the round */
	bool is_starved;
};

void match_answer_begin(struct answer *answer);
/* Puts money on an item; false when the answer is full. */
bool match_put_item(struct answer *answer, const struct aq_item *item, int64_t amount,
		    int64_t deduction);
bool match_put_share(struct answer *answer, const struct share *share);
/* Money on items, before it is said where the rest goes. */
int64_t match_put_sum(const struct answer *answer);
void match_prove(struct answer *answer, const struct named *named);
/* The answer stands: what is left goes to the customer's account. */
void match_apply(const struct facts *facts, struct answer *answer, enum aq_rule rule,
		 uint64_t rest_customer_no);
/* The answer is a question: all the money goes to a bucket of the customer, or
 * stays where it is when `customer_no` is 0. Shares put so far are forgotten. */
void match_ask(const struct facts *facts, struct answer *answer, enum aq_code code,
	       uint64_t customer_no);
void match_ask_in(const struct facts *facts, struct answer *answer, enum aq_bucket bucket);
void match_explain(struct answer *answer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* One more fact for the evidence, set off from those before. */
void match_tell(struct answer *answer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* suggest.c */
void match_suggest(struct answer *answer, const struct aq_suggestion *suggestion);
void match_suggest_item(const struct facts *facts, struct answer *answer,
			const struct aq_item *item, const char *reason);
/* near.c: items of strangers that have exactly this amount open, the nearest first. */
void match_suggest_strangers(const struct facts *facts, struct answer *answer);
/* Of these the likeliest: their number is nearly written, or their customer's name was
 * cut off to the payer's. */
void match_suggest_near(const struct facts *facts, struct answer *answer);
/* near.c: the one of them whose number is nearly this, besides the item named; NULL: none. */
const struct aq_item *match_stranger_by_number(const struct facts *facts,
					       const struct aq_token *token,
					       const struct aq_item *named);
/* near.c: the first such item of the one customer whose name begins like the payer's,
 * which NACHA cut off; NULL: none, or several customers'. */
const struct aq_item *match_stranger_by_cut_name(const struct facts *facts);
/* The best of what the customer has open, ranked, until three are named. */
struct crowd { /* customers who may be meant, and why */
	const uint64_t *customer_nos;
	size_t count;
	const char *why; /* NULL: it is plain */
};
/* The best of what they have open. */
void match_suggest_crowd(const struct facts *facts, struct answer *answer,
			 const struct crowd *crowd);
void match_suggest_open(const struct facts *facts, struct answer *answer, uint64_t customer_no);

#endif
