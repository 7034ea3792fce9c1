/*
 * catalogue_parents.c - reads contracts, subscriptions and bundles: each table
 * once, in its order. What belongs to them lies in the same order, so that each
 * has a stretch of one list.
 */
#include "catalogue.h"

struct list { /* of rows of one table; as long as was counted */
	char *rows;
	size_t bytes_each, count, room;
};

struct parents { /* while they are read */
	struct aq_arena *arena;
	struct list contracts, options, subscriptions, bundles, bundle_items;
	size_t owner; /* whose stretch is read */
};

/* A zeroed row at the end. */
static void *add(struct list *list, struct aq_error *err)
{
	if (list->count < list->room)
		return list->rows + list->count++ * list->bytes_each;
	(void)sq_contradiction(err, "a table grew while it was read");
	return NULL;
}

static enum aq_status take_contract(void *context, struct sq_row row, struct aq_error *err)
{
	struct parents *parents = context;
	struct aq_contract *out = add(&parents->contracts, err);

	return out ? sq_contract_get(row, parents->arena, out, err) : AQ_INTEGRITY;
}

/* Options of a contract that is not there are nobody's. */
static enum aq_status take_option(void *context, struct sq_row row, struct aq_error *err)
{
	struct parents *parents = context;
	struct aq_contract *contracts = (struct aq_contract *)(void *)parents->contracts.rows;
	struct aq_option *out = add(&parents->options, err);
	uint64_t contract_no = sq_row_u64(row, 0);
	size_t *owner = &parents->owner;

	while (*owner < parents->contracts.count && contracts[*owner].contract_no < contract_no)
		(*owner)++;
	if (out && *owner < parents->contracts.count &&
	    contracts[*owner].contract_no == contract_no) {
		contracts[*owner].option_count++;
		contracts[*owner].options = out + 1 - contracts[*owner].option_count;
	}
	return out ? sq_option_get(sq_row_at(row, 1), parents->arena, out, err) : AQ_INTEGRITY;
}

static enum aq_status take_subscription(void *context, struct sq_row row, struct aq_error *err)
{
	struct parents *parents = context;
	struct aq_subscription *out = add(&parents->subscriptions, err);

	return out ? sq_plan_get(row, parents->arena, out, err) : AQ_INTEGRITY;
}

static enum aq_status take_bundle(void *context, struct sq_row row, struct aq_error *err)
{
	struct parents *parents = context;
	struct aq_bundle *out = add(&parents->bundles, err);
	struct aq_slice number = sq_row_text(row, 1);

	if (!out)
		return AQ_INTEGRITY;
	out->bundle_no = sq_row_u64(row, 0);
	out->number = aq_arena_copy(parents->arena, number);
	return out->number.length == number.length ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status take_bundle_item(void *context, struct sq_row row, struct aq_error *err)
{
	struct parents *parents = context;
	struct aq_bundle *bundles = (struct aq_bundle *)(void *)parents->bundles.rows;
	uint64_t *out = add(&parents->bundle_items, err), bundle_no = sq_row_u64(row, 0);
	size_t *owner = &parents->owner;

	if (!out)
		return AQ_INTEGRITY;
	*out = sq_row_u64(row, 1);
	while (*owner < parents->bundles.count && bundles[*owner].bundle_no < bundle_no)
		(*owner)++;
	if (*owner < parents->bundles.count && bundles[*owner].bundle_no == bundle_no) {
		bundles[*owner].item_count++;
		bundles[*owner].item_nos = out + 1 - bundles[*owner].item_count;
	}
	return AQ_OK;
}

/* --- each table --- */

static enum aq_status make_room(struct aq_store *store, struct parents *parents,
				struct aq_error *err)
{
	struct list *lists[] = {&parents->contracts, &parents->options, &parents->subscriptions,
				&parents->bundles, &parents->bundle_items};
	const size_t bytes_each[] = {sizeof(struct aq_contract), sizeof(struct aq_option),
				     sizeof(struct aq_subscription), sizeof(struct aq_bundle),
				     sizeof(uint64_t)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PARENTS_COUNT, &statement, err);

	if (status >= AQ_OK)
		status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : sq_contradiction(err, "tables are not counted");
	for (size_t at = 0; at < sizeof(lists) / sizeof(lists[0]); at++) {
		*lists[at] = (struct list){.bytes_each = bytes_each[at],
					   .room = (size_t)sq_u64(statement, (int)at)};
		lists[at]->rows =
			aq_arena_take_many(parents->arena, lists[at]->room, bytes_each[at]);
		if (!lists[at]->rows)
			status = aq_fail_memory(err);
	}
	sq_done(statement);
	return status;
}

static enum aq_status take(struct aq_store *store, enum sq_statement which, sq_on_row on_row,
			   struct parents *parents, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	parents->owner = 0;
	return status < AQ_OK ? status : sq_take(store, statement, on_row, parents, err);
}

enum aq_status aq_catalogue_parents(struct aq_catalogue *catalogue, struct aq_store *store,
				    struct aq_error *err)
{
	struct parents parents = {.arena = catalogue->arena};
	enum aq_status status;

	aq_arena_reset(catalogue->arena);
	status = make_room(store, &parents, err);
	if (status >= AQ_OK)
		status = take(store, SQ_CONTRACTS_TAKE, take_contract, &parents, err);
	if (status >= AQ_OK)
		status = take(store, SQ_OPTIONS_TAKE, take_option, &parents, err);
	if (status >= AQ_OK)
		status = take(store, SQ_SUBSCRIPTIONS_TAKE, take_subscription, &parents, err);
	if (status >= AQ_OK)
		status = take(store, SQ_BUNDLES_TAKE, take_bundle, &parents, err);
	if (status >= AQ_OK)
		status = take(store, SQ_BUNDLE_ITEMS_TAKE, take_bundle_item, &parents, err);
	if (status < AQ_OK)
		return status;
	catalogue->contracts = (struct aq_contract *)(void *)parents.contracts.rows;
	catalogue->contract_count = parents.contracts.count;
	catalogue->subscriptions = (struct aq_subscription *)(void *)parents.subscriptions.rows;
	catalogue->subscription_count = parents.subscriptions.count;
	catalogue->bundles = (struct aq_bundle *)(void *)parents.bundles.rows;
	catalogue->bundle_count = parents.bundles.count;
	return AQ_OK;
}
