/*
 * night.h - how the night remembers a million conclusions: compact facts, from
 * which a decision with its texts is built when it is read.
 */
#ifndef MATCH_NIGHT_H
#define MATCH_NIGHT_H

#include "rules.h"

#define KEPT_IN_BLOCK	 4096
#define PROOF_HEAD_BYTES 9 /* what, field, line, four of offset, two of length */

enum kept_state {
	KEPT_SETTLED, /* nothing to settle: a question, a top-up, nothing */
	KEPT_CLAIM, /* claims items; settled when it has its decision */
	KEPT_WON,
	KEPT_LOST /* is proposed again */
};

enum lesson { /* what an application says of who pays */
	      LESSON_NONE,
	      LESSON_TELLS, /* that this customer may be the payer */
	      LESSON_TELLS_HELD, /* the same, by money that goes to the customer's account */
	      LESSON_TEACHES
};

/* Texts are kept as two bytes of length and the text. */
/* Where a text lies in the pool. */
typedef uint32_t kept_text;
#define TEXT_EMPTY   0
#define TEXT_STARVED UINT32_MAX /* memory ran out */

#define SHARE_NO_BITS 50 /* as wide as the store's numbers */
#define SHARE_NO_MASK (((uint64_t)1 << SHARE_NO_BITS) - 1)

struct kept_share {
	uint64_t no : SHARE_NO_BITS;
	uint64_t kind : 4;
	uint64_t bucket : 4;
	uint64_t is_to_make : 1;
	uint64_t is_instalment : 1;
	uint64_t
		has_customer : 1; /* his number's text lies behind the target's; else it is kept's */
	uint64_t customer_no;
	int64_t amount;
	int64_t deduction;
	int64_t open;
	kept_text target;
	uint32_t cycle;
};

/* Items that are all the same to their customer, best first. Claims of one
 * customer, amount and day share the list: a thousand equal payments keep it once. */
struct kept_twins {
	uint64_t customer_no;
	int64_t money;
	int32_t day;
	uint32_t pass; /* of the assignment: who looks comes by once */
	size_t taken_count; /* in that pass: the first ones are gone */
	size_t share_count;
	struct kept_share *shares;
};

#define TWINS_CACHED 256

struct kept_rare { /* what most conclusions do not have */
	enum aq_code exception;
	uint64_t contract_no;
	/* Whose account takes the money when the claim is asked, and where it waits now. */
	uint64_t account_for;
	kept_text account_text;
	uint64_t from_customer_no;
	uint64_t paid_item_no;
	struct aq_slice explanation;
	struct aq_suggestion *suggestions;
	size_t suggestion_count;
	struct kept_twins *twins;
	struct aq_slice words; /* facts besides, of an application */
	int64_t write_off; /* part of what one share deducts */
	uint16_t write_off_index;
};

struct kept {
	uint64_t payment_no;
	uint64_t customer_no; /* of the bucket */
	int64_t left;
	uint64_t
		payer_key; /* equal for two payments of one payer; 0: nothing is known of the payer */
	uint64_t lesson_account; /* hash of the account that it tells of; 0: none */
	struct kept_share *shares;
	struct kept_rare *rare;
	kept_text proof; /* numbers that held, packed */
	kept_text customer; /* of customer_no */
	int32_t value_day;
	int32_t booked_day;
	uint32_t notes;
	uint16_t share_count;
	aq_currency currency;
	struct aq_payment_id payment;
	uint8_t outcome;
	uint8_t rule;
	uint8_t status;
	uint8_t bucket;
	uint8_t amount;
	uint8_t state;
	uint8_t from_bucket; /* where the money waits now */
	bool is_part; /* some of it sits on items already */
	uint8_t lesson; /* enum lesson */
	bool lesson_has_name;
	bool is_behind_set; /* the payer's claim of all that is open has the item in it */
	bool is_demoted; /* a rival to others; what becomes of it stands beside: demoted.c */
};

/* The question that a demoted rule's claim becomes, if nobody takes what it claims. */
struct demoted {
	const struct demoted *next;
	size_t index; /* of the claim */
	struct kept question;
};

struct pool { /* bytes of the round, packed without gaps */
	struct aq_arena *arena;
	unsigned char **blocks;
	size_t block_count;
	size_t block_room;
	size_t used; /* of the newest block */
};

struct aq_night {
	struct aq_match_settings settings;
	struct aq_arena *round; /* conclusions of this round and their texts */
	struct aq_arena *call; /* indexes of the chunk at hand */
	struct pool pool;
	struct kept **blocks;
	size_t block_count;
	size_t block_room;
	size_t kept_count;
	struct kept_twins *twins[TWINS_CACHED]; /* of this round, by a mix of their key */
	struct desk *desk;
	bool is_first_pass;
	uint64_t put_off_count; /* in the first pass: payments that need another look */
	uint32_t *hungry; /* of the chunk at hand */
	size_t hungry_count;
	int last_round;
	int assigned_count; /* rounds settled */
	bool is_assigned;
	uint32_t *order; /* of decisions, by payment_no */
	size_t decision_count;
	uint64_t *losers;
	size_t loser_count;
	const struct demoted *demoted; /* of this round */
	/* What aq_night_decision hands out. */
	struct aq_decision *out;
	struct aq_allocation *out_allocations;
	char *out_evidence;
};

static inline struct kept *match_kept(const struct aq_night *night, size_t index)
{
	return &night->blocks[index / KEPT_IN_BLOCK][index % KEPT_IN_BLOCK];
}

/* pool.c */
void *match_pool_take(struct pool *pool, size_t bytes); /* aligned for integers */
kept_text match_pool_text(struct pool *pool, struct aq_slice text); /* or TEXT_STARVED */
/* Two texts, one behind the other. */
kept_text match_pool_pair(struct pool *pool, struct aq_slice one, struct aq_slice other);
kept_text match_pool_bytes(struct pool *pool, const void *bytes, size_t length);
struct aq_slice match_kept_text(const struct aq_night *night, kept_text text);
/* The packed bytes themselves. */
const unsigned char *match_kept_bytes(const struct aq_night *night, kept_text at);

/* keep.c */
/* The number of a share's customer. */
kept_text match_share_customer(const struct aq_night *night, const struct kept *kept,
			       const struct kept_share *share);
/* Remembers the desk's answer to its payment. */
enum aq_status match_keep(struct aq_night *night, struct aq_error *err);

/* demoted.c: the claim of a rule that only suggests is kept as a rival; once all are
 * settled, those that got what they claim become their questions. */
enum aq_status match_keep_demoted(struct aq_night *night, struct aq_error *err);
void match_demoted_ask(struct aq_night *night);

/* lesson.c */
void match_keep_lesson(const struct desk *desk, struct kept *kept, bool is_claim);

/* show.c */
#define EVIDENCE_BYTES 4096
enum aq_status match_show_begin(struct aq_night *night, struct aq_error *err);

/* assign.c turns a claim that is not settled into a question: the money goes to
 * the account of whoever is known. */
enum aq_status match_kept_ask(struct aq_night *night, struct kept *kept, const struct kept *rival,
			      struct aq_error *err);

#endif
