/*
 * earlier.c - of payments that waited before tonight: where, for whom, and as what.
 */
#include <stdlib.h>

#include "applying.h"

#include "acquit/sorted.h"

static enum aq_status earlier_grow(struct applying *applying, struct aq_error *err)
{
	size_t room = applying->earlier_room ? applying->earlier_room * 2 : 4096;
	struct earlier *rows = realloc(applying->earlier, room * sizeof(*rows));

	if (!rows)
		return aq_fail_memory(err);
	applying->earlier = rows;
	applying->earlier_room = room;
	return AQ_OK;
}

enum aq_status earlier_add(struct applying *applying, const struct aq_waiting *waiting,
			   struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (waiting->bucket == AQ_BUCKET_UNIDENTIFIED && waiting->customer_no == 0 &&
	    waiting->status == AQ_PAYMENT_UNIDENTIFIED)
		return AQ_OK;
	if (applying->earlier_count == applying->earlier_room)
		status = earlier_grow(applying, err);
	if (status >= AQ_OK)
		applying->earlier[applying->earlier_count++] =
			(struct earlier){.payment_no = waiting->payment.payment_no,
					 .customer_no = waiting->customer_no,
					 .bucket = waiting->bucket,
					 .status = waiting->status};
	return status;
}

static int by_payment(const void *one, const void *other)
{
	const struct earlier *a = one, *b = other;

	return a->payment_no < b->payment_no ? -1 : a->payment_no > b->payment_no;
}

/* They mostly are: what comes beside the rest comes last. */
static void earlier_sort(struct applying *applying)
{
	for (size_t index = 1; index < applying->earlier_count; index++)
		if (applying->earlier[index - 1].payment_no > applying->earlier[index].payment_no) {
			qsort(applying->earlier, applying->earlier_count,
			      sizeof(*applying->earlier), by_payment);
			return;
		}
}

enum aq_status earlier_name(struct applying *applying, struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	struct aq_customer *customers;
	size_t index, count;
	enum aq_status status;

	aq_arena_reset(applying->names);
	earlier_sort(applying);
	for (index = 0; index < applying->earlier_count; index++)
		if (applying->earlier[index].customer_no != 0)
			numbers_add(&numbers, applying->earlier[index].customer_no);
	numbers_sort(&numbers);
	status = numbers.has_failed ? aq_fail_memory(err) : AQ_OK;
	if (status >= AQ_OK && numbers.count > 0)
		status = aq_store_customers(applying->job->store, numbers.list, numbers.count,
					    applying->names, &customers, &count, err);
	for (index = 0; index < applying->earlier_count && status >= AQ_OK && numbers.count > 0;
	     index++) {
		struct earlier *earlier = &applying->earlier[index];
		const struct aq_customer *customer = aq_sorted_find(
			AQ_SORTED(customers, count, customer_no), earlier->customer_no);

		if (customer)
			earlier->customer = customer->number;
	}
	numbers_free(&numbers);
	return status;
}

struct earlier earlier_of(const struct applying *applying, uint64_t payment_no)
{
	const struct earlier *found = aq_sorted_find(
		AQ_SORTED(applying->earlier, applying->earlier_count, payment_no), payment_no);

	return found ? *found
		     : (struct earlier){.payment_no = payment_no,
					.bucket = AQ_BUCKET_UNIDENTIFIED,
					.status = AQ_PAYMENT_UNIDENTIFIED};
}
