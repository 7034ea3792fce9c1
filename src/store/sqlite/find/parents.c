/*
 * parents.c - contracts, subscriptions and bundles, with what belongs to them.
 */
#include "acquit/claim.h"
#include "catalogue.h"

#define FEW_ITEMS 64

/* --- contracts --- */

static bool copy_text(struct sq_row row, int column, struct aq_arena *arena, struct aq_slice *out)
{
	struct aq_slice text = sq_row_text(row, column);

	*out = aq_arena_copy(arena, text);
	return out->length == text.length;
}

enum aq_status sq_option_get(struct sq_row row, struct aq_arena *arena, struct aq_option *out,
			     struct aq_error *err)
{
	if (!copy_text(row, 0, arena, &out->option) || !copy_text(row, 1, arena, &out->label))
		return aq_fail_memory(err);
	out->amount = sq_row_i64(row, 2);
	return AQ_OK;
}

static enum aq_status read_option(struct aq_store *store, sqlite3_stmt *statement,
				  struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	return sq_option_get(sq_row_of(statement, 0), arena, row, err);
}

static enum aq_status read_options(struct aq_store *store, struct aq_contract *contract,
				   struct aq_arena *arena, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_option)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_OPTIONS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, contract->contract_no);
	status = sq_read_all(store, statement, &results, read_option, err);
	contract->options = (const struct aq_option *)(void *)results.rows;
	contract->option_count = results.count;
	return status;
}

/* An item whose bill was taken back is none: it may be made again. */
enum aq_status sq_contract_get(struct sq_row row, struct aq_arena *arena, struct aq_contract *out,
			       struct aq_error *err)
{
	if (!copy_text(row, 2, arena, &out->number) ||
	    !copy_text(row, 3, arena, &out->notification))
		return aq_fail_memory(err);
	out->contract_no = sq_row_u64(row, 0);
	out->customer_no = sq_row_u64(row, 1);
	out->currency = (aq_currency)sq_row_u64(row, 4);
	out->has_amount = sq_row_i64(row, 5) != 0;
	out->amount = sq_row_i64(row, 6);
	out->signed_on = sq_row_date(row, 7);
	out->due_on = sq_row_date(row, 8);
	if (sq_row_i64(row, 10) != 0) {
		out->item_no = sq_row_u64(row, 9);
		out->is_paid = sq_row_is_null(row, 11);
	}
	return AQ_OK;
}

static enum aq_status read_contract(struct aq_store *store, uint64_t contract_no,
				    struct sq_results *results, struct aq_error *err)
{
	struct aq_contract *contract;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_CONTRACT_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, contract_no);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	contract = sq_results_add(results);
	status = contract ? sq_contract_get(sq_row_of(statement, 0), results->arena, contract, err)
			  : aq_fail_memory(err);
	sq_done(statement);
	return status < AQ_OK ? status : read_options(store, contract, results->arena, err);
}

static enum aq_status find_contract(struct aq_store *store, uint64_t contract_no,
				    struct sq_results *results, struct aq_error *err)
{
	const struct aq_contract *told =
		store->catalogue ? sq_catalogue_contract(store->catalogue, contract_no) : NULL;
	struct aq_contract *out;

	if (!told)
		return read_contract(store, contract_no, results, err);
	out = sq_results_add(results);
	if (!out)
		return aq_fail_memory(err);
	*out = *told;
	return AQ_OK;
}

enum aq_status aq_store_contracts(struct aq_store *store, const uint64_t *contract_nos,
				  size_t count, struct aq_arena *arena, struct aq_contract **out,
				  size_t *found, struct aq_error *err)
{
	struct sq_results results = {
		.arena = arena,
		.bytes_each = sizeof(struct aq_contract),
		.rows = aq_arena_take_many(arena, count, sizeof(struct aq_contract)),
		.capacity = count};
	enum aq_status status = results.rows ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = find_contract(store, contract_nos[at], &results, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_contract *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}

static enum aq_status contracts_of_one(struct aq_store *store, uint64_t customer_no,
				       struct sq_results *results, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_CONTRACTS_OF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, customer_no);
	return sq_read_numbers(store, statement, results, err);
}

enum aq_status aq_store_contracts_of(struct aq_store *store, const uint64_t *customer_nos,
				     size_t count, struct aq_arena *arena, uint64_t **contract_nos,
				     size_t *found, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = contracts_of_one(store, customer_nos[at], &results, err);
	if (status < AQ_OK)
		return status;
	*contract_nos = (uint64_t *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}

/* --- subscriptions --- */

static enum aq_status read_instalment(struct aq_store *store, sqlite3_stmt *statement,
				      struct aq_arena *arena, void *row, struct aq_error *err)
{
	enum aq_status status = sq_item_get(sq_row_of(statement, 0), arena, row, err);

	(void)store;
	if (status >= AQ_OK)
		((struct aq_item *)row)->open = sq_i64(statement, SQ_ITEM_COLUMN_COUNT);
	return status;
}

static enum aq_status read_instalments(struct aq_store *store, struct aq_subscription *subscription,
				       struct aq_arena *arena, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_item)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_INSTALMENTS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, subscription->subscription_no);
	status = sq_read_all(store, statement, &results, read_instalment, err);
	subscription->instalments = (const struct aq_item *)(void *)results.rows;
	subscription->instalment_count = results.count;
	return status;
}

enum aq_status sq_plan_get(struct sq_row row, struct aq_arena *arena, struct aq_subscription *out,
			   struct aq_error *err)
{
	if (!copy_text(row, 2, arena, &out->number))
		return aq_fail_memory(err);
	if (__builtin_add_overflow(sq_row_i64(row, 4), sq_row_i64(row, 5), &out->full) ||
	    __builtin_add_overflow(sq_row_i64(row, 6), sq_row_i64(row, 7), &out->discount) ||
	    __builtin_add_overflow(out->discount, sq_row_i64(row, 8), &out->discount))
		return sq_overflow(err);
	out->subscription_no = sq_row_u64(row, 0);
	out->customer_no = sq_row_u64(row, 1);
	out->currency = (aq_currency)sq_row_u64(row, 3);
	out->cycle_months = (int32_t)sq_row_i64(row, 9);
	out->cycles = (int32_t)sq_row_i64(row, 10);
	out->starts_on = sq_row_date(row, 11);
	out->promo_until = sq_row_date(row, 12);
	out->made = (int32_t)sq_row_i64(row, 13);
	return AQ_OK;
}

static enum aq_status read_plan(struct aq_store *store, uint64_t subscription_no,
				struct sq_results *results, struct aq_error *err)
{
	struct aq_subscription *subscription;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SUBSCRIPTION_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, subscription_no);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status;
	subscription = sq_results_add(results);
	status = subscription
			 ? sq_plan_get(sq_row_of(statement, 0), results->arena, subscription, err)
			 : aq_fail_memory(err);
	sq_done(statement);
	return status;
}

/* Of a customer who has few items; AQ_END: the table is to be asked. */
static enum aq_status instalments_told(const struct aq_catalogue *catalogue,
				       struct aq_subscription *subscription, struct aq_arena *arena,
				       struct aq_error *err)
{
	struct sq_item_list list = sq_catalogue_open_of(catalogue, subscription->customer_no);
	struct aq_item *items;
	size_t count = 0;

	if (list.count > FEW_ITEMS)
		return AQ_END;
	items = aq_arena_take_many(arena, list.count, sizeof(*items));
	if (!items)
		return aq_fail_memory(err);
	for (size_t at = 0; at < list.count; at++) {
		struct aq_item item;
		size_t to = count;

		if (!sq_catalogue_item(catalogue, list.item_nos[at], &item))
			return AQ_END;
		if (item.kind != AQ_ITEM_INSTALMENT ||
		    item.parent_no != subscription->subscription_no)
			continue;
		for (; to > 0 && items[to - 1].cycle > item.cycle; to--)
			items[to] = items[to - 1];
		items[to] = item;
		count++;
	}
	subscription->instalments = items;
	subscription->instalment_count = count;
	return AQ_OK;
}

static enum aq_status find_subscription(struct aq_store *store, uint64_t subscription_no,
					struct sq_results *results, struct aq_error *err)
{
	const struct aq_subscription *told =
		store->catalogue ? sq_catalogue_subscription(store->catalogue, subscription_no)
				 : NULL;
	struct aq_subscription *out;
	enum aq_status status = AQ_OK;

	if (!told)
		status = read_plan(store, subscription_no, results, err);
	else if (!sq_results_add(results))
		status = aq_fail_memory(err);
	if (status != AQ_OK)
		return status;
	out = (struct aq_subscription *)(void *)results->rows + results->count - 1;
	if (told)
		*out = *told;
	status = AQ_END;
	if (store->catalogue)
		status = instalments_told(store->catalogue, out, results->arena, err);
	return status == AQ_END ? read_instalments(store, out, results->arena, err) : status;
}

enum aq_status aq_store_subscriptions(struct aq_store *store, const uint64_t *subscription_nos,
				      size_t count, struct aq_arena *arena,
				      struct aq_subscription **out, size_t *found,
				      struct aq_error *err)
{
	struct sq_results results = {
		.arena = arena,
		.bytes_each = sizeof(struct aq_subscription),
		.rows = aq_arena_take_many(arena, count, sizeof(struct aq_subscription)),
		.capacity = count};
	enum aq_status status = results.rows ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = find_subscription(store, subscription_nos[at], &results, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_subscription *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}

/* --- bundles --- */

static enum aq_status read_bundle_items(struct aq_store *store, struct aq_bundle *bundle,
					struct aq_arena *arena, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_BUNDLE_ITEMS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, bundle->bundle_no);
	status = sq_read_numbers(store, statement, &results, err);
	bundle->item_nos = (const uint64_t *)(void *)results.rows;
	bundle->item_count = results.count;
	return status;
}

static enum aq_status read_bundle(struct aq_store *store, uint64_t bundle_no,
				  struct sq_results *results, struct aq_error *err)
{
	struct aq_bundle *bundle;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_BUNDLE_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, bundle_no);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	bundle = sq_results_add(results);
	if (!bundle || !sq_copy(results->arena, statement, 0, &bundle->number)) {
		sq_done(statement);
		return aq_fail_memory(err);
	}
	bundle->bundle_no = bundle_no;
	sq_done(statement);
	return read_bundle_items(store, bundle, results->arena, err);
}

static enum aq_status find_bundle(struct aq_store *store, uint64_t bundle_no,
				  struct sq_results *results, struct aq_error *err)
{
	const struct aq_bundle *told =
		store->catalogue ? sq_catalogue_bundle(store->catalogue, bundle_no) : NULL;
	struct aq_bundle *out;

	if (!told)
		return read_bundle(store, bundle_no, results, err);
	out = sq_results_add(results);
	if (!out)
		return aq_fail_memory(err);
	*out = *told;
	return AQ_OK;
}

enum aq_status aq_store_bundles(struct aq_store *store, const uint64_t *bundle_nos, size_t count,
				struct aq_arena *arena, struct aq_bundle **out, size_t *found,
				struct aq_error *err)
{
	struct sq_results results = {
		.arena = arena,
		.bytes_each = sizeof(struct aq_bundle),
		.rows = aq_arena_take_many(arena, count, sizeof(struct aq_bundle)),
		.capacity = count};
	enum aq_status status = results.rows ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = find_bundle(store, bundle_nos[at], &results, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_bundle *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}
