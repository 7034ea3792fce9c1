/*
 * lookups.c - what numbers and names lead to.
 *
 * Few hashes are probed in their order; many are merged with an ordered scan of
 * the table, which then costs less than going down the tree for each.
 */
#include "catalogue.h"

#include "acquit/claim.h"
#include "acquit/memory.h"

#define RESULTS_FIRST 4
#define SCAN_SHARE    8 /* probing wins below an eighth of the table */
#define MEMORY_SHARE  8 /* of what the machine has, for each table */
#define MEMORY_LEAST  ((uint64_t)160 << 20) /* what two million items take */

bool sq_is_scan_cheaper(uint64_t asked_count, uint64_t rows)
{
	return asked_count >= rows / SCAN_SHARE;
}

bool sq_is_affordable(uint64_t rows, size_t bytes_each)
{
	uint64_t share = aq_memory_allowed() / MEMORY_SHARE;

	return rows <= (share > MEMORY_LEAST ? share : MEMORY_LEAST) / bytes_each;
}

void *sq_results_add(struct sq_results *results)
{
	if (results->count == results->capacity) {
		size_t capacity = results->capacity ? results->capacity * 2 : RESULTS_FIRST;
		char *rows = aq_arena_take_many(results->arena, capacity, results->bytes_each);

		if (!rows)
			return NULL;
		if (results->count)
			memcpy(rows, results->rows, results->count * results->bytes_each);
		results->rows = rows;
		results->capacity = capacity;
	}
	return results->rows + results->count++ * results->bytes_each;
}

enum aq_status sq_read_all(struct aq_store *store, sqlite3_stmt *statement,
			   struct sq_results *results, sq_read_row read, struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		void *row = sq_results_add(results);

		status = row ? read(store, statement, results->arena, row, err)
			     : aq_fail_memory(err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status read_number(struct aq_store *store, sqlite3_stmt *statement,
				  struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	(void)arena;
	(void)err;
	*(uint64_t *)row = sq_u64(statement, 0);
	return AQ_OK;
}

enum aq_status sq_read_numbers(struct aq_store *store, sqlite3_stmt *statement,
			       struct sq_results *results, struct aq_error *err)
{
	return sq_read_all(store, statement, results, read_number, err);
}

static struct sq_pair *pairs_of(struct aq_store *store, const uint64_t *keys, size_t count)
{
	struct sq_pair *pairs = aq_arena_take_many(store->scratch, count, sizeof(*pairs));

	for (size_t at = 0; pairs && at < count; at++) {
		AQ_CLAIM(at == 0 || keys[at] > keys[at - 1]);
		pairs[at] = (struct sq_pair){keys[at], at};
	}
	return pairs;
}

enum aq_status sq_collect(struct aq_store *store, const struct sq_asking *asking,
			  struct sq_results *results, sq_add_row add, struct aq_error *err)
{
	struct sq_pair *pairs = pairs_of(store, asking->keys, asking->count);
	sqlite3_stmt *statement;
	enum aq_status status =
		pairs ? sq_use(store, asking->statement, &statement, err) : aq_fail_memory(err);

	if (status < AQ_OK)
		return status;
	sq_feed_set(store, asking->feed, pairs, asking->count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = add(results, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, asking->feed, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

/* --- numbers --- */

static enum aq_status add_number(struct sq_results *results, sqlite3_stmt *statement,
				 struct aq_error *err)
{
	struct aq_number_row *row = sq_results_add(results);

	if (!row)
		return aq_fail_memory(err);
	row->hash = sq_to_hash(sq_i64(statement, 0));
	row->kind = (enum aq_hit_kind)sq_i64(statement, 1);
	row->target_no = sq_u64(statement, 2);
	row->customer_no = sq_u64(statement, 3);
	return AQ_OK;
}

static enum aq_status scan_numbers(struct aq_store *store, const uint64_t *hashes, size_t count,
				   struct sq_results *results, struct aq_error *err)
{
	sqlite3_stmt *statement;
	size_t at = 0;
	enum aq_status status = sq_use(store, SQ_NUMBERS_SCAN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_from_hash(hashes[0]));
	sq_bind_i64(store, statement, 2, sq_from_hash(hashes[count - 1]));
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		uint64_t hash = sq_to_hash(sq_i64(statement, 0));

		while (at < count && hashes[at] < hash)
			at++;
		if (at == count || hashes[at] != hash)
			continue;
		status = add_number(results, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_numbers_find(struct aq_store *store, const uint64_t *hashes, size_t count,
				     struct aq_arena *arena, struct aq_number_row **out,
				     size_t *found, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_number_row)};
	enum aq_status status = AQ_OK;

	sq_scratch_begin(store);
	if (count > 0 && !sq_is_scan_cheaper(count, store->state.sizes.numbers))
		status = sq_collect(
			store, &(struct sq_asking){SQ_NUMBERS_FIND, SQ_FEED_HASHES, hashes, count},
			&results, add_number, err);
	else if (count > 0)
		status = scan_numbers(store, hashes, count, &results, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_number_row *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}

/* --- names --- */

static enum aq_status add_name(struct sq_results *results, sqlite3_stmt *statement,
			       struct aq_error *err)
{
	struct aq_name_row *row = sq_results_add(results);

	if (!row)
		return aq_fail_memory(err);
	row->hash = sq_to_hash(sq_i64(statement, 0));
	row->is_account = sq_i64(statement, 1) != 0;
	row->customer_no = sq_u64(statement, 2);
	return sq_copy(results->arena, statement, 3, &row->normal) ? AQ_OK : aq_fail_memory(err);
}

struct hashes {
	uint64_t *list;
	size_t count;
};

/* Adds what the catalogue tells of; `asked` are the hashes that it does not. */
static enum aq_status names_told(struct aq_store *store, const struct sq_asking *all,
				 struct sq_results *told, struct hashes *asked,
				 struct aq_error *err)
{
	size_t place = 0;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < all->count && status >= AQ_OK; at++) {
		status = store->catalogue ? sq_catalogue_names(store->catalogue, all->keys[at],
							       &place, told, err)
					  : AQ_END;
		if (status == AQ_END)
			asked->list[asked->count++] = all->keys[at];
	}
	return status < AQ_OK ? status : AQ_OK;
}

/* Both are in the order of their hashes, and none is in both. */
static enum aq_status merge_names(struct sq_results *told, const struct sq_results *read,
				  struct aq_error *err)
{
	const struct aq_name_row *from = (const struct aq_name_row *)(void *)read->rows;
	struct aq_name_row *rows;
	size_t one = told->count, other = read->count, to = one + other;

	while (told->count < to)
		if (!sq_results_add(told))
			return aq_fail_memory(err);
	rows = (struct aq_name_row *)(void *)told->rows;
	while (other > 0)
		if (one > 0 && rows[one - 1].hash > from[other - 1].hash)
			rows[--to] = rows[--one];
		else
			rows[--to] = from[--other];
	return AQ_OK;
}

enum aq_status aq_store_names_find(struct aq_store *store, const uint64_t *hashes, size_t count,
				   struct aq_arena *arena, struct aq_name_row **out, size_t *found,
				   struct aq_error *err)
{
	struct sq_results told = {.arena = arena, .bytes_each = sizeof(struct aq_name_row)};
	struct sq_results read = told;
	struct sq_asking asking = {SQ_NAMES_FIND, SQ_FEED_HASHES, hashes, count};
	struct hashes asked = {NULL, 0};
	enum aq_status status;

	sq_scratch_begin(store);
	asked.list = aq_arena_take_many(store->scratch, count, sizeof(*asked.list));
	if (!asked.list)
		return aq_fail_memory(err);
	status = names_told(store, &asking, &told, &asked, err);
	asking.keys = asked.list;
	asking.count = asked.count;
	if (status >= AQ_OK && asking.count > 0)
		status = sq_collect(store, &asking, &read, add_name, err);
	if (status >= AQ_OK)
		status = merge_names(&told, &read, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_name_row *)(void *)told.rows;
	*found = told.count;
	return AQ_OK;
}

/* --- customers --- */

static enum aq_status add_customer(struct sq_results *results, sqlite3_stmt *statement,
				   struct aq_error *err)
{
	struct aq_customer *row = sq_results_add(results);

	if (!row)
		return aq_fail_memory(err);
	row->customer_no = sq_u64(statement, 0);
	if (!sq_copy(results->arena, statement, 1, &row->number) ||
	    !sq_copy(results->arena, statement, 2, &row->name) ||
	    !sq_copy(results->arena, statement, 3, &row->billing_account) ||
	    !sq_copy(results->arena, statement, 4, &row->email) ||
	    !sq_copy(results->arena, statement, 5, &row->language))
		return aq_fail_memory(err);
	return AQ_OK;
}

/* All of them, or none: few nights know a customer who is not in the catalogue. */
static bool customers_told(const struct aq_catalogue *catalogue, const uint64_t *customer_nos,
			   size_t count, struct aq_customer *out)
{
	size_t at = 0;

	while (at < count && sq_catalogue_customer(catalogue, customer_nos[at], &out[at]))
		at++;
	return at == count;
}

enum aq_status aq_store_customers(struct aq_store *store, const uint64_t *customer_nos,
				  size_t count, struct aq_arena *arena, struct aq_customer **out,
				  size_t *found, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_customer)};
	const struct sq_asking asking = {SQ_CUSTOMERS_READ, SQ_FEED_KEYS, customer_nos, count};
	enum aq_status status;

	if (store->catalogue) {
		*out = aq_arena_take_many(arena, count, sizeof(**out));
		if (!*out)
			return aq_fail_memory(err);
		*found = count;
		if (customers_told(store->catalogue, customer_nos, count, *out))
			return AQ_OK;
	}
	sq_scratch_begin(store);
	status = sq_collect(store, &asking, &results, add_customer, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_customer *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}
