/*
 * catalogue.h - what the payments of a large night lead to, in memory; private.
 *
 * Design: some seventy bytes an item. Numbers of 32 bits and texts of up to 255
 * bytes: what is larger is left out, and looked up in its table.
 */
#ifndef ACQUIT_STORE_CATALOGUE_H
#define ACQUIT_STORE_CATALOGUE_H

#include "acquit/buffer.h"
#include "acquit/store_bulk.h"
#include "lookups.h"

#define NO_TEXT		  UINT32_MAX
#define TEXTS_OF_ITEM	  3
#define TEXTS_OF_CUSTOMER 5

struct shelf_item { /* in the order of item_no */
	int64_t open;
	uint32_t customer, parent;
	uint32_t texts; /* number, class, reference; NO_TEXT: the item is not told here */
	uint32_t terms; /* of `terms`; 0: the common ones */
	int32_t due_on, issued_on;
	uint16_t currency;
	uint8_t kind;
	bool is_bound;
};

struct shelf_terms { /* what few items have; the common ones: amount is what is open */
	int64_t amount, discount;
	int32_t discount_until;
	uint32_t cycle;
};

struct shelf_names { /* in the order of hash, account, customer */
	uint64_t *hashes;
	uint32_t *customers;
	uint32_t *texts; /* of accounts; NO_TEXT: the row is not told here */
	uint8_t *is_account;
	size_t count, room;
};

/* Items and payers are read by two threads: they have nothing in common. Texts are
 * a length and its bytes, one after another. */
struct aq_catalogue {
	uint32_t *item_nos;
	struct shelf_item *items;
	size_t item_count, item_room;
	struct aq_buffer terms; /* struct shelf_terms */
	uint32_t *owners; /* customers with open items, rising */
	uint32_t *owned_from; /* of `owned`; one more than there are owners */
	uint32_t *owned; /* items by owner, then number */
	size_t owner_count;
	struct aq_buffer item_texts;
	uint32_t *customer_nos;
	uint32_t *customer_texts; /* number, name, billing account, e-mail, language */
	size_t customer_count, customer_room;
	struct shelf_names names;
	struct aq_buffer payer_texts; /* of customers and names */
	struct aq_arena *arena; /* of those below */
	struct aq_contract *contracts;
	struct aq_subscription *subscriptions;
	struct aq_bundle *bundles;
	size_t contract_count, subscription_count, bundle_count;
};

/* False: it is not there, and the tables are to be asked. Texts are borrowed
 * until the catalogue goes. */
bool sq_catalogue_item(const struct aq_catalogue *catalogue, uint64_t item_no, struct aq_item *out);
bool sq_catalogue_customer(const struct aq_catalogue *catalogue, uint64_t customer_no,
			   struct aq_customer *out);

/* NULL: it is not there, as above. */
const struct aq_contract *sq_catalogue_contract(const struct aq_catalogue *catalogue,
						uint64_t contract_no);
const struct aq_subscription *sq_catalogue_subscription(const struct aq_catalogue *catalogue,
							uint64_t subscription_no);
const struct aq_bundle *sq_catalogue_bundle(const struct aq_catalogue *catalogue,
					    uint64_t bundle_no);

/* What a row tells: a contract without its options, an option, a subscription
 * without its instalments. Columns as SQ_CONTRACT_COLUMNS, SQ_OPTION_COLUMNS and
 * SQ_PLAN_COLUMNS list them; texts are copied. */
enum aq_status sq_contract_get(struct sq_row row, struct aq_arena *arena, struct aq_contract *out,
			       struct aq_error *err);
enum aq_status sq_option_get(struct sq_row row, struct aq_arena *arena, struct aq_option *out,
			     struct aq_error *err);
enum aq_status sq_plan_get(struct sq_row row, struct aq_arena *arena, struct aq_subscription *out,
			   struct aq_error *err);

/* Numbers of items, rising. */
struct sq_item_list {
	const uint32_t *item_nos;
	size_t count;
};
/* Of all items that are open. */
struct sq_item_list sq_catalogue_open_of(const struct aq_catalogue *catalogue,
					 uint64_t customer_no);
/* Adds the rows of a hash, by account and customer; AQ_END: the table is to be asked.
 * `place` is the hash's before, which was lower, and 0 at first. */
enum aq_status sq_catalogue_names(const struct aq_catalogue *catalogue, uint64_t hash,
				  size_t *place, struct sq_results *results, struct aq_error *err);

#endif
