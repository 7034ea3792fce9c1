/*
 * store_bulk.h - verbs for a night that is large beside what the store holds:
 * tables that are read once into memory, and what is written late.
 */
#ifndef ACQUIT_STORE_BULK_H
#define ACQUIT_STORE_BULK_H

#include "acquit/store.h"

/* All numbers of the master data in memory, once a night: AQ_END where so few are
 * asked for, or there are so many, that looking them up in batches is better. Rows
 * of one hash lie in the order of kind and target; they may be another hash's too:
 * numbers are to be compared by the caller in any case. Read by any thread. */
struct aq_number_table;
enum aq_status aq_store_number_table(struct aq_store *store, uint64_t asked_count,
				     struct aq_number_table **out, struct aq_error *err);
void aq_number_table_free(struct aq_number_table *table);
/* Where the rows of each hash are; `out` has room for `count`. */
struct aq_number_place {
	uint32_t first, count;
};
void aq_number_table_find(const struct aq_number_table *table, const uint64_t *hashes, size_t count,
			  struct aq_number_place *out);
/* Without its hash and its customer. */
struct aq_number_row aq_number_table_row(const struct aq_number_table *table, size_t at);

/* Open items, customers, and the names and accounts they are known by, in memory:
 * AQ_END where so few are asked for, or so many are open, that looking them up in
 * batches is better. While it is lent to a store, the store's look-ups are answered
 * by it and by its tables for the rest; nothing may be posted there meanwhile, and
 * what they give lasts no longer than the catalogue. Read by any thread. */
struct aq_catalogue;
enum aq_status aq_store_catalogue(struct aq_store *store, uint64_t asked_count,
				  struct aq_catalogue **out, struct aq_error *err);
void aq_catalogue_free(struct aq_catalogue *catalogue);
/* Filled by all three before it is lent, each on any thread and from any connection:
 * open items; customers and names; contracts, subscriptions and bundles. AQ_END: it
 * has no room for what is there, and is of no use. */
enum aq_status aq_catalogue_items(struct aq_catalogue *catalogue, struct aq_store *store,
				  struct aq_error *err);
enum aq_status aq_catalogue_payers(struct aq_catalogue *catalogue, struct aq_store *store,
				   struct aq_error *err);
enum aq_status aq_catalogue_parents(struct aq_catalogue *catalogue, struct aq_store *store,
				    struct aq_error *err);
/* What is open again, after money was put on items or taken off, or some were made;
 * then the parents are to be read again too. */
enum aq_status aq_catalogue_renew(struct aq_catalogue *catalogue, struct aq_store *store,
				  struct aq_error *err);
/* NULL: no more. Who has room keeps as many pages as ever: what was learned of payers
 * lies anywhere. */
void aq_store_lend(struct aq_store *store, const struct aq_catalogue *catalogue, bool has_room);

/* What is open by its amount, in memory; empty where there is too much of it. */
struct aq_amount_table;
enum aq_status aq_store_amount_table(struct aq_store *store, struct aq_amount_table **out,
				     struct aq_error *err);
/* As `before`, but for these items, rising: they are asked for again. */
enum aq_status aq_amount_table_renew(const struct aq_amount_table *before, struct aq_store *store,
				     const uint64_t *item_nos, size_t count,
				     struct aq_amount_table **out, struct aq_error *err);
void aq_amount_table_free(struct aq_amount_table *table);
/* The items of exactly this amount, rising; `room` + 1 where there are more. */
size_t aq_amount_table_find(const struct aq_amount_table *table, struct aq_money money,
			    uint64_t *out, size_t room);
/* The next amount of which other items are open in the one than in the other;
 * false: there is none left. `walk` begins zeroed. */
struct aq_amount_walk {
	size_t one, other;
};
bool aq_amount_table_differ(const struct aq_amount_table *one, const struct aq_amount_table *other,
			    struct aq_amount_walk *walk, struct aq_money *out);

/* Customers by how the letters of their names begin. */
#define AQ_HEADS_MAX 2 /* ways in which one name may be written */
typedef size_t (*aq_letters_of)(struct aq_arena *arena, struct aq_slice name,
				struct aq_slice out[AQ_HEADS_MAX]);
struct aq_head_table;
enum aq_status aq_store_head_table(struct aq_store *store, aq_letters_of letters_of,
				   struct aq_head_table **out, struct aq_error *err);
void aq_head_table_free(struct aq_head_table *table);
/* Those whose names may begin with these letters, at most `room`: to be compared by the caller. */
size_t aq_head_table_find(const struct aq_head_table *table, struct aq_slice letters, uint64_t *out,
			  size_t room);

/* A night comes in many batches, and each would touch nearly every page of the
 * open items: what they move there is kept, and written in the order of its key
 * when much has come together and at the end. Until aq_moves_write nobody may ask
 * what is open. A transaction that is rolled back takes what was written of them;
 * the caller frees the rest. */
struct aq_moves;
enum aq_status aq_moves_new(struct aq_moves **out, struct aq_store *store, struct aq_error *err);
void aq_moves_free(struct aq_moves *moves);
enum aq_status aq_store_apply_part(struct aq_moves *moves, uint64_t run_no,
				   const struct aq_applied *applied, size_t count,
				   struct aq_error *err);
enum aq_status aq_moves_write(struct aq_moves *moves, struct aq_error *err);

/* aq_store_take_in while the entries' hashes are made by another thread: `end` waits
 * for them, and is called before anything of the entries is written but their numbers. */
struct aq_hashing {
	void *context;
	enum aq_status (*end)(void *context, struct aq_error *err);
};
enum aq_status aq_store_take_in_beside(struct aq_store *store, uint64_t run_no,
				       const struct aq_taken *taken, size_t count,
				       const struct aq_hashing *hashing, struct aq_error *err);

/* Entries while they are written, for who does something with them beside: told
 * before the first row of a batch and after the last, written or not; in between they
 * stay as they are. Of a transaction that is rolled back nothing is told: the numbers
 * of its entries come again. */
struct aq_entry_watch {
	void (*begin)(void *context, const struct aq_entry *const *entries, size_t count);
	void (*end)(void *context);
	void *context;
};
/* Borrowed until the next call; NULL: nobody. */
void aq_store_watch_entries(struct aq_store *store, const struct aq_entry_watch *watch);

#endif
