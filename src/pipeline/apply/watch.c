/*
 * watch.c - which questions something moved.
 *
 * Promises: who is not named was asked with books in which nothing moved since,
 * and claims nothing: asked again, it would get the same answer. An answer rests
 * on the payment's own numbers, on what is open of the customers they and the
 * payer lead to, on what was learned of the payer, and where nobody is known on
 * which items have its amount; claims rest on each other.
 */
#include "watch.h"

#include <stdlib.h>

#include "acquit/sorted.h"

static void watch_grow(struct watch *watch)
{
	size_t room = watch->room ? watch->room * 2 : 4096;
	struct watched *list = realloc(watch->list, room * sizeof(*list));

	watch->has_failed |= !list;
	if (!list)
		return;
	watch->list = list;
	watch->room = room;
}

void watch_key(struct watch *watch, uint64_t key, uint64_t payment_no)
{
	if (key == 0 || watch->has_failed)
		return;
	if (watch->count == watch->room)
		watch_grow(watch);
	if (!watch->has_failed)
		watch->list[watch->count++] = (struct watched){key, payment_no};
}

void watch_moved(struct watch *watch, uint64_t key)
{
	numbers_add(&watch->moved, key);
}

uint64_t watch_amount(struct aq_money money)
{
	uint64_t mixed = ((uint64_t)money.minor ^ (uint64_t)money.currency << 48) *
			 UINT64_C(0x9e3779b97f4a7c15);

	return mixed ^ mixed >> 29;
}

static void watch_item(struct watch *watch, const struct aq_problem *problem, uint64_t item_no,
		       uint64_t payment_no)
{
	const struct aq_item *item =
		aq_sorted_find(AQ_SORTED(problem->items, problem->item_count, item_no), item_no);

	if (item)
		watch_key(watch, item->customer_no, payment_no);
}

/* A bundle may hold invoices of other customers than its hit says. */
static void watch_bundle(struct watch *watch, const struct aq_problem *problem, uint64_t bundle_no,
			 uint64_t payment_no)
{
	const struct aq_bundle *bundle = aq_sorted_find(
		AQ_SORTED(problem->bundles, problem->bundle_count, bundle_no), bundle_no);

	for (size_t at = 0; bundle && at < bundle->item_count; at++)
		watch_item(watch, problem, bundle->item_nos[at], payment_no);
}

void watch_problem(struct watch *watch, const struct aq_problem *problem)
{
	size_t at;

	for (at = 0; at < problem->waiting_count; at++)
		watch_key(watch, problem->waiting[at].customer_no,
			  problem->waiting[at].payment.payment_no);
	for (at = 0; at < problem->hit_count; at++) {
		const struct aq_hit *hit = &problem->hits[at];
		uint64_t payment_no = problem->waiting[hit->payment_index].payment.payment_no;

		watch_key(watch, hit->customer_no, payment_no);
		if (hit->kind == AQ_HIT_BUNDLE)
			watch_bundle(watch, problem, hit->target_no, payment_no);
	}
	for (at = 0; at < problem->payer_count; at++)
		watch_key(watch, problem->payers[at].customer_no,
			  problem->waiting[problem->payers[at].payment_index].payment.payment_no);
	for (at = 0; at < problem->stranger_count; at++) {
		const struct aq_stranger *stranger = &problem->strangers[at];

		watch_item(watch, problem, stranger->item_no,
			   problem->waiting[stranger->payment_index].payment.payment_no);
	}
}

static int by_key(const void *one, const void *other)
{
	const struct watched *a = one, *b = other;

	return a->key < b->key ? -1 : a->key > b->key;
}

enum aq_status watch_affected(struct watch *watch, struct numbers *out, struct aq_error *err)
{
	size_t at, moved = 0;

	out->count = 0;
	if (watch->count > 0)
		qsort(watch->list, watch->count, sizeof(*watch->list), by_key);
	numbers_sort(&watch->moved);
	for (at = 0; at < watch->count && moved < watch->moved.count; at++) {
		while (moved < watch->moved.count && watch->moved.list[moved] < watch->list[at].key)
			moved++;
		if (moved < watch->moved.count && watch->moved.list[moved] == watch->list[at].key)
			numbers_add(out, watch->list[at].payment_no);
	}
	for (at = 0; at < watch->claimants.count; at++)
		numbers_add(out, watch->claimants.list[at]);
	numbers_sort(out);
	if (watch->has_failed || out->has_failed || watch->claimants.has_failed ||
	    watch->moved.has_failed)
		return aq_fail_memory(err);
	watch->claimants.count = watch->moved.count = 0;
	return AQ_OK;
}

void watch_free(struct watch *watch)
{
	free(watch->list);
	numbers_free(&watch->claimants);
	numbers_free(&watch->moved);
	*watch = (struct watch){.count = 0};
}
