/*
 * order.c - in which order the returns of a night are looked at.
 *
 * Promises: an order of what they say, so that of two that mean one payment the same
 * one takes it back whatever order their rows came in: the earlier day, then what goes
 * out before what comes back, the larger amount, the id.
 */
#include "returning.h"

#include <stdlib.h>

#define RETURNS_A_CALL 4096

static int compare_u64(uint64_t one, uint64_t other)
{
	return (one > other) - (one < other);
}

static int by_content(const void *one, const void *other)
{
	const struct return_key *a = one, *b = other;
	int ids = memcmp(&a->id, &b->id, sizeof(a->id));

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	return ids != 0 ? ids : compare_u64(a->payment_no, b->payment_no);
}

static struct return_key *add(struct return_order *order, struct aq_arena *arena)
{
	size_t room = order->room ? 2 * order->room : 256;
	struct return_key *keys;

	if (order->count < order->room)
		return &order->keys[order->count++];
	keys = aq_arena_take_many(arena, room, sizeof(*keys));
	if (!keys)
		return NULL;
	if (order->count > 0)
		memcpy(keys, order->keys, order->count * sizeof(*keys));
	order->keys = keys;
	order->room = room;
	return &order->keys[order->count++];
}

static bool add_page(struct return_order *order, struct taking_back *back,
		     const struct aq_waiting *waiting, size_t count)
{
	for (size_t index = 0; index < count; index++) {
		const struct aq_payment *payment = &waiting[index].payment;
		enum turn turn = turn_of(payment);
		struct return_key *key =
			turn == TURN_NONE ? NULL : add(order, back->accepting.arena);

		if (!key && turn != TURN_NONE)
			return false;
		if (key)
			*key = (struct return_key){.payment_no = payment->payment_no,
						   .day = payment->booked_on.day,
						   .turn = turn,
						   .amount = payment->amount,
						   .id = payment->id};
	}
	return true;
}

enum aq_status returns_in_order(struct taking_back *back, struct return_order *out,
				struct aq_error *err)
{
	struct aq_waiting_order order = {.buckets = 1u << AQ_BUCKET_OUT,
					 .count_max = RETURNS_A_CALL};
	struct aq_waiting *waiting;
	size_t count;
	enum aq_status status;

	*out = (struct return_order){.count = 0};
	do {
		aq_arena_reset(back->arena);
		status = aq_store_waiting(back->job->store, &order, back->arena, &waiting, &count,
					  err);
		if (status < AQ_OK)
			return status;
		if (!add_page(out, back, waiting, count))
			return aq_fail_memory(err);
		order.after = count > 0 ? waiting[count - 1].payment.payment_no : order.after;
	} while (count > 0);
	if (out->count > 1)
		qsort(out->keys, out->count, sizeof(*out->keys), by_content);
	return AQ_OK;
}
