/*
 * view.c - finds items, customers and contracts in one chunk's problem.
 *
 * Reads: a problem whose arrays are sorted by their numbers.
 * Promises: a look-up costs a binary search over bare numbers; the index by
 * customer is only made when a rule asks what a customer has open, and only what it
 * asks for is put in order.
 * Refuses: unsorted arrays, by a claim: they would be a fault of ours.
 */
#include "view.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/sorted.h"
#include "amount.h"

/* Where a number would stand if numbers were spread evenly, as they mostly are. */
static size_t guess_of(const uint64_t *nos, size_t count, uint64_t no)
{
	uint64_t span = nos[count - 1] - nos[0];

	if (no <= nos[0])
		return 0;
	if (no >= nos[count - 1])
		return count - 1;
	return (size_t)((unsigned __int128)(no - nos[0]) * (count - 1) / span);
}

/* The place of a number, or SIZE_MAX: from the guess in doubling steps until it
 * is between, then by halves. */
static size_t place_of(const uint64_t *nos, size_t count, uint64_t no)
{
	size_t step = 1;
	size_t low;
	size_t high;

	if (count == 0)
		return SIZE_MAX;
	low = high = guess_of(nos, count, no);
	while (low > 0 && nos[low] > no) {
		low = low > step ? low - step : 0;
		step *= 2;
	}
	while (high < count - 1 && nos[high] < no) {
		high = count - 1 - high > step ? high + step : count - 1;
		step *= 2;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (nos[middle] < no)
			low = middle + 1;
		else
			high = middle;
	}
	return nos[low] == no ? low : SIZE_MAX;
}

enum aq_status match_view_begin(struct view *view, struct aq_error *err)
{
	const struct aq_problem *problem = view->problem;
	uint64_t *item_nos;
	uint64_t *customer_nos;

	item_nos = aq_arena_take_many(view->arena, problem->item_count + 1, sizeof(*item_nos));
	customer_nos =
		aq_arena_take_many(view->arena, problem->customer_count + 1, sizeof(*customer_nos));
	if (!item_nos || !customer_nos)
		return aq_fail_memory(err);
	for (size_t i = 0; i < problem->item_count; i++) {
		item_nos[i] = problem->items[i].item_no;
		AQ_CLAIM(i == 0 || item_nos[i - 1] < item_nos[i]);
	}
	for (size_t i = 0; i < problem->customer_count; i++) {
		customer_nos[i] = problem->customers[i].customer_no;
		AQ_CLAIM(i == 0 || customer_nos[i - 1] < customer_nos[i]);
	}
	view->item_nos = item_nos;
	view->customer_nos = customer_nos;
	view->by_customer = NULL;
	view->starts = NULL;
	view->is_ordered = NULL;
	view->contracts = NULL;
	view->is_grouped = false;
	view->is_starved = false;
	view->is_hungry = false;
	return AQ_OK;
}

const struct aq_item *match_view_item(const struct view *view, uint64_t item_no)
{
	size_t count = view->problem->item_count;
	size_t place = place_of(view->item_nos, count, item_no);

	if (place == SIZE_MAX)
		return NULL;
	return &view->problem->items[place];
}

const struct aq_customer *match_view_customer(const struct view *view, uint64_t customer_no)
{
	size_t count = view->problem->customer_count;
	size_t place = place_of(view->customer_nos, count, customer_no);

	if (place == SIZE_MAX)
		return NULL;
	return &view->problem->customers[place];
}

const struct aq_contract *match_view_contract(const struct view *view, uint64_t contract_no)
{
	return aq_sorted_find(
		AQ_SORTED(view->problem->contracts, view->problem->contract_count, contract_no),
		contract_no);
}

const struct aq_subscription *match_view_subscription(const struct view *view,
						      uint64_t subscription_no)
{
	return aq_sorted_find(AQ_SORTED(view->problem->subscriptions,
					view->problem->subscription_count, subscription_no),
			      subscription_no);
}

const struct aq_bundle *match_view_bundle(const struct view *view, uint64_t bundle_no)
{
	return aq_sorted_find(
		AQ_SORTED(view->problem->bundles, view->problem->bundle_count, bundle_no),
		bundle_no);
}

struct aq_slice match_view_customer_number(const struct view *view, uint64_t customer_no)
{
	const struct aq_customer *customer = match_view_customer(view, customer_no);

	return customer ? customer->number : (struct aq_slice){NULL, 0};
}

/* Its place in open_of, or SIZE_MAX. */
static size_t listed(const struct view *view, uint64_t customer_no)
{
	const struct aq_problem *problem = view->problem;
	size_t place = aq_sorted_from(
		AQ_SORTED(problem->open_of, problem->open_of_count, customer_no), customer_no);

	return place < problem->open_of_count && problem->open_of[place].customer_no == customer_no
		       ? place
		       : SIZE_MAX;
}

static bool take_groups(struct view *view)
{
	size_t customers = view->problem->open_of_count;

	view->by_customer = aq_arena_take_many(view->arena, view->problem->item_count + 1,
					       sizeof(*view->by_customer));
	view->starts = aq_arena_take_many(view->arena, customers + 1, sizeof(*view->starts));
	view->is_ordered =
		aq_arena_take_many(view->arena, customers + 1, sizeof(*view->is_ordered));
	return view->by_customer && view->starts && view->is_ordered;
}

static void group_by_customer(struct view *view)
{
	const struct aq_problem *problem = view->problem;
	size_t *places = aq_arena_take_many(view->arena, problem->item_count + 1, sizeof(*places));
	size_t total = 0;

	view->is_grouped = true;
	if (!places || !take_groups(view)) {
		view->by_customer = NULL;
		view->is_starved = true;
		return;
	}
	for (size_t i = 0; i < problem->item_count; i++) {
		const struct aq_item *item = &problem->items[i];

		places[i] = item->open != 0 ? listed(view, item->customer_no) : SIZE_MAX;
		if (places[i] != SIZE_MAX)
			view->starts[places[i]]++;
	}
	/* Where each one's end, from which they are filled. */
	for (size_t i = 0; i < problem->open_of_count; i++)
		view->starts[i] = total += view->starts[i];
	view->starts[problem->open_of_count] = total;
	for (size_t i = problem->item_count; i > 0; i--)
		if (places[i - 1] != SIZE_MAX)
			view->by_customer[--view->starts[places[i - 1]]] = &problem->items[i - 1];
}

static int by_age(const void *one, const void *other)
{
	return match_age_compare(*(const struct aq_item *const *)one,
				 *(const struct aq_item *const *)other);
}

struct open_items match_view_open(struct view *view, uint64_t customer_no)
{
	struct open_items out = {NULL, 0, false, false};
	size_t place = listed(view, customer_no);

	if (place == SIZE_MAX) {
		view->is_hungry |= view->problem->is_thin;
		return out;
	}
	out.is_cut = view->problem->open_of[place].is_cut;
	if (!view->is_grouped)
		group_by_customer(view);
	if (view->by_customer) {
		const struct aq_item **items = view->by_customer + view->starts[place];

		out.count = view->starts[place + 1] - view->starts[place];
		if (out.count > 1 && !view->is_ordered[place])
			qsort(items, out.count, sizeof(*items), by_age);
		view->is_ordered[place] = true;
		out.items = items;
	}
	if (out.count > AQ_OPEN_ITEMS_MAX) {
		out.is_cut = true;
		out.count = AQ_OPEN_ITEMS_MAX;
	}
	out.is_known = !out.is_cut && !view->is_starved;
	return out;
}

static int contract_order(const void *one, const void *other)
{
	const struct aq_contract *left = *(const struct aq_contract *const *)one;
	const struct aq_contract *right = *(const struct aq_contract *const *)other;

	if (left->customer_no != right->customer_no)
		return left->customer_no < right->customer_no ? -1 : 1;
	return left->contract_no < right->contract_no ? -1 : left->contract_no > right->contract_no;
}

static void sort_contracts(struct view *view)
{
	size_t count = view->problem->contract_count;

	view->contracts = aq_arena_take_many(view->arena, count + 1, sizeof(*view->contracts));
	if (!view->contracts) {
		view->is_starved = true;
		return;
	}
	for (size_t i = 0; i < count; i++)
		view->contracts[i] = &view->problem->contracts[i];
	qsort(view->contracts, count, sizeof(*view->contracts), contract_order);
}

struct contracts_of match_view_contracts(struct view *view, uint64_t customer_no)
{
	struct contracts_of out = {NULL, 0};
	size_t low = 0;
	size_t high = view->problem->contract_count;

	view->is_hungry |= view->problem->is_thin;
	if (view->problem->is_thin || listed(view, customer_no) == SIZE_MAX)
		return out;
	if (!view->contracts)
		sort_contracts(view);
	if (!view->contracts)
		return out;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (view->contracts[middle]->customer_no < customer_no)
			low = middle + 1;
		else
			high = middle;
	}
	out.contracts = view->contracts + low;
	while (low + out.count < view->problem->contract_count &&
	       view->contracts[low + out.count]->customer_no == customer_no)
		out.count++;
	if (out.count > AQ_OPEN_ITEMS_MAX)
		out.count = 0;
	return out;
}

void match_view_want_names(struct view *view)
{
	view->is_hungry |= view->problem->is_thin;
}
