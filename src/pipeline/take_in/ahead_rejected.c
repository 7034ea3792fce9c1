/*
 * ahead_rejected.c - orders of our own that the bank says it will not carry out.
 *
 * Reads: the rows that wait for their payment. A status names the order by its
 * end-to-end id, with its amount where that is told, or all orders of a group.
 * Promises: what the status says is read with its order, which waits no longer.
 */
#include "ahead.h"

#include <stdlib.h>

struct order { /* by its end-to-end id, then by its place */
	struct aq_slice id;
	size_t row;
};

static int compare_slices(struct aq_slice one, struct aq_slice other)
{
	size_t shorter = one.length < other.length ? one.length : other.length;
	int order = shorter > 0 ? memcmp(one.start, other.start, shorter) : 0;

	return order != 0 ? order : (one.length > other.length) - (one.length < other.length);
}

static int compare_orders(const void *one, const void *other)
{
	const struct order *a = one, *b = other;
	int order = compare_slices(a->id, b->id);

	return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static struct aq_slice group_of(const struct aq_payment *row)
{
	for (size_t at = 0; at < row->reference_count; at++)
		if (row->references[at].kind == AQ_REF_PAYMENT_INFO)
			return row->references[at].value;
	return (struct aq_slice){NULL, 0};
}

/* A return and a request to cancel have reasons, too, and reject nothing. */
static bool is_reject(const struct aq_payment *row)
{
	return row->kind == AQ_KIND_NOTICE && row->return_code.length > 0 &&
	       !aq_slice_starts_with(row->source, AQ_SLICE("pacs.004")) &&
	       !aq_slice_starts_with(row->source, AQ_SLICE("camt.0"));
}

static bool rejects(const struct aq_payment *reject, const struct aq_payment *order)
{
	struct aq_slice group = group_of(reject), own = group_of(order);

	if (order->kind != AQ_KIND_NOTICE || order->return_code.length > 0)
		return false;
	if (group.length > 0 && own.length > 0 && !aq_slice_equals(group, own))
		return false;
	if (reject->end_to_end_id.length == 0)
		return group.length > 0 && own.length > 0;
	return aq_slice_equals(reject->end_to_end_id, order->end_to_end_id) &&
	       (reject->amount == 0 ||
		(reject->amount == order->amount && reject->currency == order->currency));
}

static enum aq_status tie(const struct ahead_rows *rows, size_t reject, size_t order,
			  struct aq_error *err)
{
	const struct aq_told_ahead told = {.payment_no = rows->list[order].payment.payment_no,
					   .by_no = rows->list[reject].payment.payment_no,
					   .is_always = true};
	enum aq_status status;

	if (rows->is_done[order])
		return AQ_OK;
	rows->is_done[order] = true;
	status = aq_store_told_ahead_join(rows->job->store, told, err);
	return status < AQ_OK ? status
			      : aq_store_told_ahead_done(rows->job->store, told.payment_no, err);
}

/* The orders of the reject's end-to-end id: [from, to). */
static void range_of(const struct order *orders, size_t count, struct aq_slice id, size_t *from,
		     size_t *to)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_slices(orders[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*from = low;
	while (low < count && aq_slice_equals(orders[low].id, id))
		low++;
	*to = low;
}

static enum aq_status reject_one(const struct ahead_rows *rows, const struct order *orders,
				 size_t reject, struct aq_error *err)
{
	const struct aq_payment *payment = &rows->list[reject].payment;
	bool is_whole = payment->end_to_end_id.length == 0;
	enum aq_status status = AQ_OK;
	size_t from = 0, to = rows->count, found = SIZE_MAX;

	if (!is_whole)
		range_of(orders, rows->count, payment->end_to_end_id, &from, &to);
	for (size_t at = from; at < to && status >= AQ_OK; at++) {
		size_t order = orders[at].row;

		if (rows->is_done[order] || !rejects(payment, &rows->list[order].payment))
			continue;
		if (is_whole) {
			status = tie(rows, reject, order, err);
			rows->is_done[reject] = true;
			continue;
		}
		/* Which of two it is, nobody says. */
		if (found != SIZE_MAX)
			return AQ_OK;
		found = order;
	}
	if (found == SIZE_MAX || status < AQ_OK)
		return status;
	rows->is_done[reject] = true;
	return tie(rows, reject, found, err);
}

enum aq_status ahead_reject(const struct ahead_rows *rows, struct aq_arena *arena,
			    struct aq_error *err)
{
	struct order *orders = aq_arena_take_many(arena, rows->count + 1, sizeof(*orders));
	enum aq_status status = orders ? AQ_OK : aq_fail_memory(err);
	bool has_rejects = false;

	for (size_t at = 0; at < rows->count && status >= AQ_OK; at++) {
		orders[at] = (struct order){rows->list[at].payment.end_to_end_id, at};
		has_rejects |= is_reject(&rows->list[at].payment);
	}
	if (status < AQ_OK || !has_rejects)
		return status;
	qsort(orders, rows->count, sizeof(*orders), compare_orders);
	for (size_t at = 0; at < rows->count && status >= AQ_OK; at++)
		if (is_reject(&rows->list[at].payment) && !rows->is_done[at])
			status = reject_one(rows, orders, at, err);
	return status;
}
