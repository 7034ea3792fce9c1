/*
 * store_acts.h - what a person decides, kept.
 */
#ifndef ACQUIT_STORE_ACTS_H
#define ACQUIT_STORE_ACTS_H

#include "acquit/store.h"

/* A person's acts: who, why, what; chained as entries like all others. */
struct aq_act_row {
	uint64_t run_no;
	struct aq_slice verb, by, why, target;
	uint64_t payment_no;
};
enum aq_status aq_store_act_add(struct aq_store *store, const struct aq_act_row *act,
				struct aq_error *err);
/* What an item is billed with falls by `amount` (rises by a negative one), and so
 * does what it has open. */
enum aq_status aq_store_item_write_off(struct aq_store *store, uint64_t item_no, int64_t amount,
				       struct aq_error *err);
/* The newest write-off of the item that was not undone; AQ_NOT_FOUND. */
enum aq_status aq_store_written_off(struct aq_store *store, uint64_t item_no,
				    struct aq_arena *arena, struct aq_entry *out,
				    struct aq_error *err);
/* A pair a person took apart is never applied by itself again. */
enum aq_status aq_store_apart_add(struct aq_store *store, uint64_t payment_no, uint64_t item_no,
				  struct aq_error *err);

#endif
