/*
 * gathering.h - one chunk of waiting payments while it is put together; private.
 */
#ifndef ACQUIT_PIPELINE_GATHERING_H
#define ACQUIT_PIPELINE_GATHERING_H

#include "gather.h"
#include "name_forms.h"
#include "../numbers.h"

struct asked { /* one token's hash, and whose it is */
	uint64_t hash;
	uint32_t payment, token;
};

struct payer_ask { /* the account or the name of one payment */
	uint64_t hash;
	uint32_t payment;
	bool is_account;
	struct aq_slice normal;
	struct aq_slice form; /* of a name */
	enum name_way way; /* likewise */
};

struct payer_asks {
	const struct payer_ask *list; /* by hash */
	size_t count;
	const uint64_t *hashes; /* each once */
	size_t hash_count;
};

struct gathering {
	struct aq_store *store;
	struct aq_arena *arena;
	const struct aq_number_table *numbers;
	struct aq_waiting *waiting;
	size_t count;
	struct aq_problem *out;
	bool is_thin;
	struct watch *watch;
	struct aq_date today;
	size_t token_count; /* of all payments */
	struct asked *asked;
	size_t asked_count;
	struct aq_hit *hits;
	size_t hit_count;
	struct aq_payer_hit *payers;
	size_t payer_count;
	size_t registered_count; /* the first of them: found in the master data */
	bool *is_old_name; /* by payer: its row was written before legal forms were kept */
	const bool
		*is_by_name; /* by payment: somebody bears its payer's name, and no account tells */
	const bool *is_taught; /* something was learned of the payer */
	const bool *is_naming; /* it names an item, perhaps not the one it means */
	struct aq_amount_table **amounts;
	struct aq_head_table **heads;
	bool is_first;
	struct aq_stranger *strangers;
	size_t stranger_count;
	struct numbers items, customers, contracts, subscriptions, bundles, open_of;
};

/* gather_hits.c: what the numbers and accounts of the payments are known as. */
enum aq_status gather_numbers(struct gathering *gathering, struct aq_error *err);
enum aq_status gather_payers(struct gathering *gathering, struct aq_error *err);

/* Old rows tell no legal form: the customer's own name does, when customers were read. */
void gather_old_names(struct gathering *gathering);

/* gather_cut.c: whose names begin like those that were cut off. */
enum aq_status gather_cut(struct gathering *gathering, struct aq_error *err);

/* gather_learned.c: what earlier applications taught of them. */
enum aq_status gather_taught(struct gathering *gathering, struct aq_error *err);
enum aq_status gather_learned(struct gathering *gathering, const struct payer_asks *asks,
			      struct aq_error *err);

/* gather_strangers.c: items of exactly the amount, where no account tells the payer. */
enum aq_status gather_strangers(struct gathering *gathering, struct aq_error *err);

/* gather_near.c: of these payments, items whose number is nearly one they name. */
enum aq_status gather_near(struct gathering *gathering, const uint32_t *payments, size_t count,
			   struct aq_error *err);

#endif
