/*
 * gathering.h - one chunk of waiting payments while it is put together; private.
 */
#ifndef ACQUIT_PIPELINE_GATHERING_H
#define ACQUIT_PIPELINE_GATHERING_H

#include "gather.h"
#include "numbers.h"

struct asked { /* one token's hash, and whose it is */
	uint64_t hash;
	uint32_t payment, token;
};

struct gathering {
	struct aq_store *store;
	struct aq_arena *arena;
	const struct aq_number_table *numbers;
	struct aq_waiting *waiting;
	size_t count;
	struct aq_problem *out;
	bool is_thin;
	size_t token_count; /* of all payments */
	struct asked *asked;
	size_t asked_count;
	struct aq_hit *hits;
	size_t hit_count;
	struct aq_payer_hit *payers;
	size_t payer_count;
	const struct aq_amount_table *amounts;
	struct aq_stranger *strangers;
	size_t stranger_count;
	struct numbers items, customers, contracts, subscriptions, bundles, open_of;
};

/* gather_hits.c: what the numbers and accounts of the payments are known as. */
enum aq_status gather_numbers(struct gathering *gathering, struct aq_error *err);
enum aq_status gather_payers(struct gathering *gathering, struct aq_error *err);

/* gather_strangers.c: items of exactly the amount, where no account tells the payer. */
enum aq_status gather_strangers(struct gathering *gathering, struct aq_error *err);
/* Their normal forms, when items and customers were read. */
void gather_strangers_names(struct gathering *gathering);

#endif
