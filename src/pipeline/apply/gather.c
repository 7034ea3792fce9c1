/*
 * gather.c - from the numbers in payments to everything the store knows of them.
 *
 * Promises: a hit is confirmed by comparing the stored number with the token,
 * never by its hash alone. Each look-up is one sorted batch.
 */
#include "gathering.h"

#include <stdlib.h>

#include "acquit/sorted.h"

/* --- what the hits lead to --- */

/* Hits that the rules look at before they ask what a customer has open. */
static bool names_item(enum aq_hit_kind kind)
{
	return kind != AQ_HIT_CUSTOMER && kind != AQ_HIT_BILLING;
}

/* Marks the payments whose customers' open items are worth bringing. */
static bool *mark_open(struct gathering *gathering)
{
	bool *wants = aq_arena_take_many(gathering->arena, gathering->count + 1, sizeof(*wants));
	size_t index;

	if (!wants)
		return NULL;
	memset(wants, true, gathering->count);
	for (index = 0; index < gathering->hit_count && gathering->is_thin; index++)
		if (names_item(gathering->hits[index].kind))
			wants[gathering->hits[index].payment_index] = false;
	return wants;
}

static void collect_hits(struct gathering *gathering, const bool *wants_open)
{
	struct numbers *const lists[] = {
		[AQ_HIT_CUSTOMER] = &gathering->customers,
		[AQ_HIT_BILLING] = &gathering->customers,
		[AQ_HIT_INVOICE] = &gathering->items,
		[AQ_HIT_REFERENCE] = &gathering->items,
		[AQ_HIT_CONTRACT] = &gathering->contracts,
		[AQ_HIT_NOTIFICATION] = &gathering->contracts,
		[AQ_HIT_BUNDLE] = &gathering->bundles,
		[AQ_HIT_SUBSCRIPTION] = &gathering->subscriptions,
	};
	size_t index;

	for (index = 0; index < gathering->hit_count; index++) {
		const struct aq_hit *hit = &gathering->hits[index];

		numbers_add(lists[hit->kind], hit->target_no);
		if (!names_item(hit->kind) && wants_open[hit->payment_index])
			numbers_add(&gathering->open_of, hit->target_no);
	}
}

static enum aq_status collect(struct gathering *gathering, struct aq_error *err)
{
	const bool *wants_open = mark_open(gathering);
	size_t index;

	if (!wants_open)
		return aq_fail_memory(err);
	collect_hits(gathering, wants_open);
	for (index = 0; index < gathering->payer_count; index++) {
		const struct aq_payer_hit *hit = &gathering->payers[index];

		numbers_add(&gathering->customers, hit->customer_no);
		if (wants_open[hit->payment_index])
			numbers_add(&gathering->open_of, hit->customer_no);
	}
	for (index = 0; index < gathering->count; index++) {
		const struct aq_waiting *waiting = &gathering->waiting[index];

		if (waiting->customer_no) {
			numbers_add(&gathering->customers, waiting->customer_no);
			if (wants_open[index])
				numbers_add(&gathering->open_of, waiting->customer_no);
		}
		if (waiting->contract_no)
			numbers_add(&gathering->contracts, waiting->contract_no);
	}
	return AQ_OK;
}

/* What the customers who are known may have signed: asked for by few payments. */
static enum aq_status read_contracts_of(struct gathering *gathering, struct aq_error *err)
{
	uint64_t *contract_nos;
	size_t count, index;
	enum aq_status status;

	if (gathering->is_thin)
		return AQ_OK;
	numbers_sort(&gathering->open_of);
	status = aq_store_contracts_of(gathering->store, gathering->open_of.list,
				       gathering->open_of.count, gathering->arena, &contract_nos,
				       &count, err);
	for (index = 0; status >= AQ_OK && index < count; index++)
		numbers_add(&gathering->contracts, contract_nos[index]);
	return status;
}

static enum aq_status read_parents(struct gathering *gathering, struct aq_error *err)
{
	struct aq_store *store = gathering->store;
	struct aq_problem *out = gathering->out;
	struct aq_contract *contracts;
	struct aq_subscription *subscriptions;
	struct aq_bundle *bundles;
	size_t index, at;
	enum aq_status status = read_contracts_of(gathering, err);

	if (status < AQ_OK)
		return status;
	numbers_sort(&gathering->contracts);
	numbers_sort(&gathering->subscriptions);
	numbers_sort(&gathering->bundles);
	status = aq_store_contracts(store, gathering->contracts.list, gathering->contracts.count,
				    gathering->arena, &contracts, &out->contract_count, err);
	if (status >= AQ_OK)
		status = aq_store_subscriptions(store, gathering->subscriptions.list,
						gathering->subscriptions.count, gathering->arena,
						&subscriptions, &out->subscription_count, err);
	if (status >= AQ_OK)
		status = aq_store_bundles(store, gathering->bundles.list, gathering->bundles.count,
					  gathering->arena, &bundles, &out->bundle_count, err);
	if (status < AQ_OK)
		return status;
	for (index = 0; index < out->contract_count; index++) {
		numbers_add(&gathering->customers, contracts[index].customer_no);
		if (contracts[index].item_no)
			numbers_add(&gathering->items, contracts[index].item_no);
	}
	for (index = 0; index < out->subscription_count; index++)
		numbers_add(&gathering->customers, subscriptions[index].customer_no);
	for (index = 0; index < out->bundle_count; index++)
		for (at = 0; at < bundles[index].item_count; at++)
			numbers_add(&gathering->items, bundles[index].item_nos[at]);
	out->contracts = contracts;
	out->subscriptions = subscriptions;
	out->bundles = bundles;
	return AQ_OK;
}

/* What is open of customers joins what is named: each item is read once. */
static enum aq_status read_items(struct gathering *gathering, struct aq_error *err)
{
	struct aq_store *store = gathering->store;
	struct aq_problem *out = gathering->out;
	struct aq_item *items;
	struct aq_open_of *open_of;
	uint64_t *open;
	size_t open_count, index;
	enum aq_status status;

	numbers_sort(&gathering->open_of);
	status = aq_store_open_numbers_of(store, gathering->open_of.list, gathering->open_of.count,
					  gathering->arena, &open, &open_count, &open_of, err);
	if (status < AQ_OK)
		return status;
	for (index = 0; index < open_count; index++)
		numbers_add(&gathering->items, open[index]);
	numbers_sort(&gathering->items);
	status = aq_store_items(store, gathering->items.list, gathering->items.count,
				gathering->arena, &items, &out->item_count, err);
	if (status < AQ_OK)
		return status;
	for (index = 0; index < out->item_count; index++)
		numbers_add(&gathering->customers, items[index].customer_no);
	out->items = items;
	out->open_of = open_of;
	out->open_of_count = gathering->open_of.count;
	return AQ_OK;
}

static enum aq_status read_customers(struct gathering *gathering, struct aq_error *err)
{
	struct aq_customer *customers;
	enum aq_status status;

	numbers_sort(&gathering->customers);
	status = aq_store_customers(gathering->store, gathering->customers.list,
				    gathering->customers.count, gathering->arena, &customers,
				    &gathering->out->customer_count, err);
	gathering->out->customers = customers;
	return status;
}

/* --- confirming hits by their full number --- */

struct target { /* as the master data has it */
	struct aq_slice number; /* empty: it is gone */
	uint64_t customer_no;
};

static struct target item_of(const struct aq_problem *problem, const struct aq_hit *hit)
{
	const struct aq_item *item = aq_sorted_find(
		AQ_SORTED(problem->items, problem->item_count, item_no), hit->target_no);

	if (!item)
		return (struct target){{NULL, 0}, 0};
	return (struct target){hit->kind == AQ_HIT_INVOICE ? item->number : item->reference,
			       item->customer_no};
}

static struct target customer_of(const struct aq_problem *problem, const struct aq_hit *hit)
{
	const struct aq_customer *customer =
		aq_sorted_find(AQ_SORTED(problem->customers, problem->customer_count, customer_no),
			       hit->target_no);

	if (!customer)
		return (struct target){{NULL, 0}, 0};
	return (struct target){hit->kind == AQ_HIT_CUSTOMER ? customer->number
							    : customer->billing_account,
			       customer->customer_no};
}

static struct target contract_of(const struct aq_problem *problem, const struct aq_hit *hit)
{
	const struct aq_contract *contract =
		aq_sorted_find(AQ_SORTED(problem->contracts, problem->contract_count, contract_no),
			       hit->target_no);

	if (!contract)
		return (struct target){{NULL, 0}, 0};
	return (struct target){hit->kind == AQ_HIT_CONTRACT ? contract->number
							    : contract->notification,
			       contract->customer_no};
}

static struct target subscription_of(const struct aq_problem *problem, const struct aq_hit *hit)
{
	const struct aq_subscription *subscription = aq_sorted_find(
		AQ_SORTED(problem->subscriptions, problem->subscription_count, subscription_no),
		hit->target_no);

	if (!subscription)
		return (struct target){{NULL, 0}, 0};
	return (struct target){subscription->number, subscription->customer_no};
}

/* A bundle is its first invoice's customer's. */
static struct target bundle_of(const struct aq_problem *problem, const struct aq_hit *hit)
{
	const struct aq_bundle *bundle = aq_sorted_find(
		AQ_SORTED(problem->bundles, problem->bundle_count, bundle_no), hit->target_no);
	const struct aq_item *first = NULL;

	if (!bundle)
		return (struct target){{NULL, 0}, 0};
	if (bundle->item_count > 0)
		first = aq_sorted_find(AQ_SORTED(problem->items, problem->item_count, item_no),
				       bundle->item_nos[0]);
	return (struct target){bundle->number, first ? first->customer_no : 0};
}

static struct target target_of(const struct aq_problem *problem, const struct aq_hit *hit)
{
	switch (hit->kind) {
	case AQ_HIT_CUSTOMER:
	case AQ_HIT_BILLING:
		return customer_of(problem, hit);
	case AQ_HIT_CONTRACT:
	case AQ_HIT_NOTIFICATION:
		return contract_of(problem, hit);
	case AQ_HIT_SUBSCRIPTION:
		return subscription_of(problem, hit);
	case AQ_HIT_BUNDLE:
		return bundle_of(problem, hit);
	case AQ_HIT_INVOICE:
	case AQ_HIT_REFERENCE:
		break;
	}
	return item_of(problem, hit);
}

static int compare_hits(const void *one, const void *other)
{
	const struct aq_hit *a = one, *b = other;

	if (a->payment_index != b->payment_index)
		return a->payment_index < b->payment_index ? -1 : 1;
	if (a->token_index != b->token_index)
		return a->token_index < b->token_index ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->target_no < b->target_no ? -1 : a->target_no > b->target_no;
}

static int compare_payers(const void *one, const void *other)
{
	const struct aq_payer_hit *a = one, *b = other;

	if (a->payment_index != b->payment_index)
		return a->payment_index < b->payment_index ? -1 : 1;
	if (a->customer_no != b->customer_no)
		return a->customer_no < b->customer_no ? -1 : 1;
	if (a->is_account != b->is_account)
		return a->is_account ? -1 : 1;
	return a->source < b->source ? -1 : a->source > b->source;
}

static void confirm(struct gathering *gathering)
{
	size_t from, to = 0;

	for (from = 0; from < gathering->hit_count; from++) {
		const struct aq_hit *hit = &gathering->hits[from];
		const struct aq_token *token =
			&gathering->waiting[hit->payment_index].tokens[hit->token_index];
		const struct target target = target_of(gathering->out, hit);

		if (!aq_slice_equals(aq_number_normal(gathering->arena, target.number),
				     token->normal))
			continue;
		gathering->hits[to] = *hit;
		gathering->hits[to++].customer_no = target.customer_no;
	}
	gathering->hit_count = to;
	/* Those out of memory are in order as they come. */
	if (!gathering->numbers)
		qsort(gathering->hits, gathering->hit_count, sizeof(*gathering->hits),
		      compare_hits);
	if (gathering->payer_count > 0)
		qsort(gathering->payers, gathering->payer_count, sizeof(*gathering->payers),
		      compare_payers);
}

static bool has_failed(const struct gathering *gathering)
{
	return gathering->items.has_failed || gathering->customers.has_failed ||
	       gathering->contracts.has_failed || gathering->subscriptions.has_failed ||
	       gathering->bundles.has_failed || gathering->open_of.has_failed;
}

static void gathering_close(struct gathering *gathering)
{
	numbers_free(&gathering->items);
	numbers_free(&gathering->customers);
	numbers_free(&gathering->contracts);
	numbers_free(&gathering->subscriptions);
	numbers_free(&gathering->bundles);
	numbers_free(&gathering->open_of);
}

enum aq_status gather(const struct gather_order *order, struct aq_waiting *waiting, size_t count,
		      struct aq_problem *out, struct aq_error *err)
{
	struct gathering gathering = {.store = order->store,
				      .arena = order->arena,
				      .numbers = order->numbers,
				      .is_thin = order->is_thin,
				      .watch = order->watch,
				      .today = order->today,
				      .amounts = order->amounts,
				      .heads = order->heads,
				      .is_first = order->is_first,
				      .waiting = waiting,
				      .count = count,
				      .out = out};
	enum aq_status status;

	*out = (struct aq_problem){
		.waiting = waiting, .waiting_count = count, .is_thin = order->is_thin};
	status = gather_numbers(&gathering, err);
	if (status >= AQ_OK)
		status = gather_payers(&gathering, err);
	if (status >= AQ_OK)
		status = gather_cut(&gathering, err);
	if (status >= AQ_OK)
		status = collect(&gathering, err);
	if (status >= AQ_OK)
		status = read_parents(&gathering, err);
	if (status >= AQ_OK)
		status = gather_strangers(&gathering, err);
	if (status >= AQ_OK)
		status = read_items(&gathering, err);
	if (status >= AQ_OK)
		status = read_customers(&gathering, err);
	if (status >= AQ_OK && has_failed(&gathering))
		status = aq_fail_memory(err);
	if (status >= AQ_OK) {
		gather_old_names(&gathering);
		confirm(&gathering);
		out->hits = gathering.hits;
		out->hit_count = gathering.hit_count;
		out->payers = gathering.payers;
		out->payer_count = gathering.payer_count;
		out->strangers = gathering.strangers;
		out->stranger_count = gathering.stranger_count;
		if (gathering.watch)
			watch_problem(gathering.watch, out);
	}
	gathering_close(&gathering);
	return status;
}
