/*
 * assign.h - the items that more than one claim of the night touches.
 */
#ifndef MATCH_ASSIGN_H
#define MATCH_ASSIGN_H

#include "night.h"

struct map {
	uint64_t *once;
	uint64_t *twice;
	uint64_t mask;
};

struct item_key {
	uint64_t no;
	uint32_t cycle;
	uint8_t kind; /* what is made has numbers of its own */
};

struct entry { /* an item that more than one claim may touch */
	struct item_key key;
	uint64_t open;
	uint64_t demand; /* of first choices; at most UINT64_MAX */
	uint64_t used;
	const struct kept *first; /* who was served first */
	const struct kept *second; /* a rival to name beside it */
	const struct kept *held_by; /* the first demoted claim that has it: others do not get by */
	uint32_t run; /* the pass over claims of equal rank that used it last */
	uint64_t run_used;
	uint64_t run_payer;
	int64_t run_amount; /* of the first claim: options of a contract differ in theirs */
	uint64_t set_payer; /* who pays all that is open, or overdue, with this item in it */
	int32_t set_day; /* the value day of that */
	bool is_run_mixed;
	bool is_tied; /* equal claims met here: closed to all */
	bool is_contested;
};

struct touch {
	struct item_key key;
	uint32_t kept_index;
	const struct kept_share *share;
	bool is_first_choice;
};

struct room { /* working memory of one assignment */
	struct aq_night *night;
	struct map map;
	struct touch *touches;
	size_t touch_count;
	struct entry *entries;
	size_t entry_count;
	struct kept **claims; /* those that touch a contested item */
	size_t claim_count;
	uint32_t run_count; /* passes so far, over lists of twins and over runs of equal claims */
};

/* Fills touches and entries; the room's memory is the night's `call` arena. */
enum aq_status match_contest(struct room *room, struct aq_error *err);
/* rank.c: negative: `one` is served before; 0: they are of one rank. */
int match_rank_compare(const struct kept *one, const struct kept *other);
/* Of pointers to them, for qsort: the rank, then what tells any two apart. */
int match_claim_order(const void *one, const void *other);
/* Before the claims are sorted: of one payer's, all that is open goes before an item of it. */
void match_rank_begin(const struct room *room);
/* NULL: nobody else touches it. */
struct entry *match_entry_of(const struct room *room, const struct kept_share *share);
uint64_t match_demand_of(const struct kept_share *share);
static inline struct kept_twins *match_twins_of(const struct kept *kept)
{
	return kept->state != KEPT_SETTLED && kept->rare ? kept->rare->twins : NULL;
}
/* True once for each list in one pass. */
static inline bool match_is_first_look(struct kept_twins *twins, uint32_t pass)
{
	if (!twins || twins->pass == pass)
		return false;
	twins->pass = pass;
	twins->taken_count = 0;
	return true;
}

#endif
