/*
 * items.c - items, and what is open of them.
 */
#include "acquit/claim.h"
#include "lookups.h"

enum aq_status sq_item_get(sqlite3_stmt *statement, struct aq_arena *arena, struct aq_item *out,
			   struct aq_error *err)
{
	struct aq_item item = {.item_no = sq_u64(statement, 0),
			       .kind = (enum aq_item_kind)sq_i64(statement, 1),
			       .customer_no = sq_u64(statement, 2),
			       .parent_no = sq_u64(statement, 3),
			       .cycle = (uint32_t)sq_u64(statement, 4),
			       .currency = (aq_currency)sq_u64(statement, 5),
			       .amount = sq_i64(statement, 6),
			       .due_on = sq_date(statement, 7),
			       .issued_on = sq_date(statement, 8),
			       .discount_until = sq_date(statement, 9),
			       .discount = sq_i64(statement, 10),
			       .is_bound = sq_i64(statement, 14) != 0};

	if (item.kind < AQ_ITEM_INVOICE || item.kind > AQ_ITEM_INSTALMENT)
		return sq_contradiction(err, "item %llu is damaged",
					(unsigned long long)item.item_no);
	if (!sq_copy(arena, statement, 11, &item.number) ||
	    !sq_copy(arena, statement, 12, &item.class_text) ||
	    !sq_copy(arena, statement, 13, &item.reference))
		return aq_fail_memory(err);
	*out = item;
	return AQ_OK;
}

/* What is open lies in the order of customers, so it is read in that order. */
static enum aq_status give_open(struct aq_store *store, struct aq_item *items, size_t count,
				struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(store->scratch, count);
	struct sq_place *places = aq_arena_take_many(store->scratch, count, sizeof(*places));
	sqlite3_stmt *statement;
	enum aq_status status;

	if (!pairs || !places)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		pairs[at] = (struct sq_pair){items[at].customer_no, at};
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++)
		places[at] = (struct sq_place){pairs[at].key, items[pairs[at].index].item_no,
					       pairs[at].index};
	status = sq_use(store, SQ_OPEN_ITEMS_FIND, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_PLACES, places, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK)
		items[sq_u64(statement, 0)].open = sq_i64(statement, 1);
	sq_feed_set(store, SQ_FEED_PLACES, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_items(struct aq_store *store, const uint64_t *item_nos, size_t count,
			      struct aq_arena *arena, struct aq_item **out, size_t *found,
			      struct aq_error *err)
{
	struct sq_pair *pairs;
	struct aq_item *items;
	sqlite3_stmt *statement;
	size_t item_count = 0;
	enum aq_status status;

	sq_scratch_begin(store);
	pairs = aq_arena_take_many(store->scratch, count, sizeof(*pairs));
	items = aq_arena_take_many(arena, count, sizeof(*items));
	if (!pairs || !items)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++) {
		AQ_CLAIM(at == 0 || item_nos[at] > item_nos[at - 1]);
		pairs[at] = (struct sq_pair){item_nos[at], at};
	}
	status = sq_use(store, SQ_ITEMS_READ, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_KEYS, pairs, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = sq_item_get(statement, arena, &items[item_count++], err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	if (status >= AQ_OK)
		status = give_open(store, items, item_count, err);
	if (status < AQ_OK)
		return status;
	*out = items;
	*found = item_count;
	return AQ_OK;
}

/* --- the open items of customers --- */

static enum aq_status open_of_one(struct aq_store *store, uint64_t customer_no,
				  struct sq_results *results, bool *is_cut, struct aq_error *err)
{
	size_t count = 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_OPEN_ITEMS_OF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, customer_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_item *item;

		if (count++ == AQ_OPEN_ITEMS_MAX) {
			*is_cut = true;
			sq_done(statement);
			return AQ_OK;
		}
		item = sq_results_add(results);
		status = item ? sq_item_get(statement, results->arena, item, err)
			      : aq_fail_memory(err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
		item->open = sq_i64(statement, SQ_ITEM_COLUMN_COUNT);
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status sort_items(struct aq_store *store, struct sq_results *results,
				 struct aq_item **out, struct aq_error *err)
{
	const struct aq_item *items = (const struct aq_item *)(void *)results->rows;
	struct sq_pair *pairs = sq_pairs(store->scratch, results->count);
	struct aq_item *sorted =
		aq_arena_take_many(results->arena, results->count, sizeof(*sorted));

	if (!pairs || !sorted)
		return aq_fail_memory(err);
	for (size_t at = 0; at < results->count; at++)
		pairs[at] = (struct sq_pair){items[at].item_no, at};
	sq_sort(pairs, pairs + results->count, results->count);
	for (size_t at = 0; at < results->count; at++)
		sorted[at] = items[pairs[at].index];
	*out = sorted;
	return AQ_OK;
}

enum aq_status aq_store_open_items_of(struct aq_store *store, const uint64_t *customer_nos,
				      size_t count, struct aq_arena *arena, struct aq_item **items,
				      size_t *item_count, struct aq_open_of **open_of,
				      struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_item)};
	struct aq_open_of *of = aq_arena_take_many(arena, count, sizeof(*of));
	enum aq_status status = of ? AQ_OK : aq_fail_memory(err);

	sq_scratch_begin(store);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		of[at].customer_no = customer_nos[at];
		status = open_of_one(store, customer_nos[at], &results, &of[at].is_cut, err);
	}
	if (status >= AQ_OK)
		status = sort_items(store, &results, items, err);
	if (status < AQ_OK)
		return status;
	*item_count = results.count;
	*open_of = of;
	return AQ_OK;
}

/* --- the numbers of open items of customers --- */

static enum aq_status numbers_of_one(struct aq_store *store, uint64_t customer_no,
				     struct sq_results *results, bool *is_cut, struct aq_error *err)
{
	size_t count = 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_OPEN_NUMBERS_OF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, customer_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		uint64_t *item_no = NULL;

		if (count++ == AQ_OPEN_ITEMS_MAX)
			*is_cut = true;
		else
			item_no = sq_results_add(results);
		if (!item_no) {
			sq_done(statement);
			return *is_cut ? AQ_OK : aq_fail_memory(err);
		}
		*item_no = sq_u64(statement, 0);
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_open_numbers_of(struct aq_store *store, const uint64_t *customer_nos,
					size_t count, struct aq_arena *arena, uint64_t **item_nos,
					size_t *item_count, struct aq_open_of **open_of,
					struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	struct aq_open_of *of = aq_arena_take_many(arena, count, sizeof(*of));
	enum aq_status status = of ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		of[at].customer_no = customer_nos[at];
		status = numbers_of_one(store, customer_nos[at], &results, &of[at].is_cut, err);
	}
	if (status < AQ_OK)
		return status;
	*item_nos = (uint64_t *)(void *)results.rows;
	*item_count = results.count;
	*open_of = of;
	return AQ_OK;
}
