/*
 * held.h - keys of new payments that no table has yet; private.
 *
 * A hash falls anywhere in its table, so that each batch would come by all of it
 * once more. What a transaction brings is held in memory until it ends, or is
 * much, and written in one go; who looks for a key looks here too.
 */
#ifndef ACQUIT_STORE_HELD_H
#define ACQUIT_STORE_HELD_H

#include "rows.h"

/* Of payments whose numbers are new in this transaction: no row of the table is
 * the same. Keys of one payment follow each other; equal ones are held once. */
enum aq_status sq_held_add(struct aq_store *store, const struct sq_payment_key_row *key,
			   struct aq_error *err);
bool sq_held_has(const struct aq_store *store, const struct sq_payment_key_row *key);
/* Those of a hash, one after another; NULL at the end. Until the next is added. */
const struct sq_payment_key_row *sq_held_first(const struct aq_store *store, uint64_t hash);
const struct sq_payment_key_row *sq_held_next(const struct aq_store *store,
					      const struct sq_payment_key_row *key);
/* They are too many to be held. */
bool sq_held_is_full(const struct aq_store *store);
/* All of them into their table: before it is read, and before a commit. */
enum aq_status sq_held_write(struct aq_store *store, struct aq_error *err);
/* They go with their transaction. */
void sq_held_drop(struct aq_store *store);

/* take_in.c: into the table, in the order of its key; `pairs` have their spare behind them. */
struct sq_keys {
	struct sq_payment_key_row *rows; /* read */
	struct sq_payment_key_row *sorted; /* room for them */
	struct sq_pair *pairs;
	size_t count;
};
enum aq_status sq_keys_write(struct aq_store *store, const struct sq_keys *keys,
			     struct aq_error *err);

#endif
