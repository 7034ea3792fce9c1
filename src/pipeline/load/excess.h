/*
 * excess.h - what was put on an item whose amount changes; private to load/.
 */
#ifndef ACQUIT_PIPELINE_LOAD_EXCESS_H
#define ACQUIT_PIPELINE_LOAD_EXCESS_H

#include "../job.h"

struct excess {
	struct job *job;
	struct unit_chain *chain;
	struct aq_arena *arena;
	const struct aq_row_change *change;
	struct aq_allocation_line *lines; /* all that was ever put on it, oldest first */
	size_t count, room;
};

/* What of one allocation closes its item. */
struct parts {
	int64_t money, discount, promotion, write_off;
};

/* Of `parts` so much as takes `amount`, at most all but the small difference: money
 * and the discounts that were granted on it, each its share. */
struct parts parts_share(const struct parts *parts, int64_t amount);

/* Both allocations of a movement, one where its money has no row of its own. */
struct movement {
	struct aq_allocation pair[2];
	size_t count;
	struct aq_payment_id payment;
	enum aq_event event;
	struct aq_slice memo;
};
/* Where a payment's money rests, or is to rest, off the item. */
struct rest {
	enum aq_bucket bucket;
	uint64_t customer_no;
	struct aq_slice customer;
};

enum aq_status excess_read(struct excess *excess, struct aq_error *err);
/* With its own customer, if nothing of the payment rests anywhere. */
enum aq_status excess_rest(struct excess *excess, const struct aq_waiting *now,
			   const struct aq_allocation *of, struct rest *out, struct aq_error *err);
/* The pair's second row is the other side of the first's money, where it rests. */
void excess_fill_rest(struct movement *movement, const struct rest *rest);
/* Chains and writes the entry that the pair makes. */
enum aq_status excess_move(struct excess *excess, struct movement *movement,
			   const struct rest *rest, struct aq_applied *applied,
			   struct aq_error *err);
/* The same of an entry that was made already. */
enum aq_status excess_post(struct excess *excess, const struct movement *movement,
			   struct aq_entry *entry, struct aq_applied *applied,
			   struct aq_error *err);
/* As the payment stands, its question included. */
enum aq_status excess_as_it_is(struct excess *excess, const struct aq_waiting *now,
			       struct aq_applied *out, struct aq_error *err);
/* How much of what rests of a payment came there from items whose amounts fell. */
enum aq_status excess_fallen(struct excess *excess, uint64_t payment_no, int64_t *out,
			     struct aq_error *err);
/* That it is asked about: so much of it rests there. */
enum aq_status excess_ask(struct excess *excess, const struct rest *rest, int64_t amount,
			  struct aq_applied *out, struct aq_error *err);

/* given_up.c: what persons wrote off the item is taken back first. `left` falls. */
enum aq_status given_up_back(struct excess *excess, int64_t *left, struct aq_error *err);
/* credit_fell.c: what a credit note paid is open again. */
enum aq_status credit_fell(struct excess *excess, struct aq_error *err);

#endif
