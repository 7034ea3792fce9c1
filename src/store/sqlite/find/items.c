/*
 * items.c - items, and what is open of them.
 */
#include "acquit/claim.h"
#include "catalogue.h"

static bool take_text(struct sq_row row, int column, struct aq_arena *arena, struct aq_slice *out)
{
	struct aq_slice text = sq_row_text(row, column);

	*out = arena ? aq_arena_copy(arena, text) : text;
	return out->length == text.length;
}

enum aq_status sq_item_get(struct sq_row row, struct aq_arena *arena, struct aq_item *out,
			   struct aq_error *err)
{
	struct aq_item item = {.item_no = sq_row_u64(row, 0),
			       .kind = (enum aq_item_kind)sq_row_i64(row, 1),
			       .customer_no = sq_row_u64(row, 2),
			       .parent_no = sq_row_u64(row, 3),
			       .cycle = (uint32_t)sq_row_u64(row, 4),
			       .currency = (aq_currency)sq_row_u64(row, 5),
			       .amount = sq_row_i64(row, 6),
			       .due_on = sq_row_date(row, 7),
			       .issued_on = sq_row_date(row, 8),
			       .discount_until = sq_row_date(row, 9),
			       .discount = sq_row_i64(row, 10),
			       .is_bound = sq_row_i64(row, 14) != 0};

	if (item.kind < AQ_ITEM_INVOICE || item.kind > AQ_ITEM_INSTALMENT)
		return sq_contradiction(err, "item %llu is damaged",
					(unsigned long long)item.item_no);
	if (!take_text(row, 11, arena, &item.number) ||
	    !take_text(row, 12, arena, &item.class_text) ||
	    !take_text(row, 13, arena, &item.reference))
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

/* Items in the order of their numbers, out of their tables. */
static enum aq_status read_items(struct aq_store *store, const uint64_t *item_nos, size_t count,
				 struct sq_results *results, struct aq_error *err)
{
	struct sq_pair *pairs = aq_arena_take_many(store->scratch, count, sizeof(*pairs));
	sqlite3_stmt *statement;
	enum aq_status status =
		pairs ? sq_use(store, SQ_ITEMS_READ, &statement, err) : aq_fail_memory(err);

	if (status < AQ_OK)
		return status;
	for (size_t at = 0; at < count; at++) {
		AQ_CLAIM(at == 0 || item_nos[at] > item_nos[at - 1]);
		pairs[at] = (struct sq_pair){item_nos[at], at};
	}
	sq_feed_set(store, SQ_FEED_KEYS, pairs, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_item *item = sq_results_add(results);

		status = item ? sq_item_get(sq_row_of(statement, 0), results->arena, item, err)
			      : aq_fail_memory(err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status
			      : give_open(store, (struct aq_item *)(void *)results->rows,
					  results->count, err);
}

/* Those the catalogue tells of, and those it does not: both rising. */
static size_t merge_items(struct aq_item *told, size_t told_count, const struct aq_item *read,
			  size_t read_count)
{
	size_t to = told_count + read_count, all = to;

	while (read_count > 0)
		if (told_count > 0 && told[told_count - 1].item_no > read[read_count - 1].item_no)
			told[--to] = told[--told_count];
		else
			told[--to] = read[--read_count];
	return all;
}

enum aq_status aq_store_items(struct aq_store *store, const uint64_t *item_nos, size_t count,
			      struct aq_arena *arena, struct aq_item **out, size_t *found,
			      struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_item)};
	struct aq_item *items = aq_arena_take_many(arena, count, sizeof(*items));
	uint64_t *asked;
	size_t item_count = 0, asked_count = 0;
	enum aq_status status = AQ_OK;

	sq_scratch_begin(store);
	asked = aq_arena_take_many(store->scratch, count, sizeof(*asked));
	if (!items || !asked)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (store->catalogue &&
		    sq_catalogue_item(store->catalogue, item_nos[at], &items[item_count]))
			item_count++;
		else
			asked[asked_count++] = item_nos[at];
	if (asked_count > 0)
		status = read_items(store, asked, asked_count, &results, err);
	if (status < AQ_OK)
		return status;
	*found = merge_items(items, item_count, (const struct aq_item *)(void *)results.rows,
			     results.count);
	*out = items;
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
		status = item ? sq_item_get(sq_row_of(statement, 0), results->arena, item, err)
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

static enum aq_status numbers_told(const struct aq_catalogue *catalogue, uint64_t customer_no,
				   struct sq_results *results, bool *is_cut, struct aq_error *err)
{
	struct sq_item_list list = sq_catalogue_open_of(catalogue, customer_no);

	*is_cut = list.count > AQ_OPEN_ITEMS_MAX;
	if (*is_cut)
		list.count = AQ_OPEN_ITEMS_MAX;
	for (size_t at = 0; at < list.count; at++) {
		uint64_t *item_no = sq_results_add(results);

		if (!item_no)
			return aq_fail_memory(err);
		*item_no = list.item_nos[at];
	}
	return AQ_OK;
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
		status = store->catalogue ? numbers_told(store->catalogue, customer_nos[at],
							 &results, &of[at].is_cut, err)
					  : numbers_of_one(store, customer_nos[at], &results,
							   &of[at].is_cut, err);
	}
	if (status < AQ_OK)
		return status;
	*item_nos = (uint64_t *)(void *)results.rows;
	*item_count = results.count;
	*open_of = of;
	return AQ_OK;
}
