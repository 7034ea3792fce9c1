/*
 * stubs.c - of payments that waited before tonight: where, for whom, and as what.
 */
#include <stdlib.h>

#include "applying.h"

enum aq_status stub_new(struct applying *applying, const struct aq_waiting *waiting,
			struct aq_error *err)
{
	if (waiting->bucket == AQ_BUCKET_UNIDENTIFIED && waiting->customer_no == 0 &&
	    waiting->status == AQ_PAYMENT_UNIDENTIFIED)
		return AQ_OK;
	if (applying->stub_count == applying->stub_room) {
		size_t room = applying->stub_room ? applying->stub_room * 2 : 4096;
		struct stub *stubs = realloc(applying->stubs, room * sizeof(*stubs));

		if (!stubs)
			return aq_fail_memory(err);
		applying->stubs = stubs;
		applying->stub_room = room;
	}
	applying->stubs[applying->stub_count++] =
		(struct stub){.payment_no = waiting->payment.payment_no,
			      .customer_no = waiting->customer_no,
			      .bucket = waiting->bucket,
			      .status = waiting->status};
	return AQ_OK;
}

/* --- numbers of customers --- */

static struct aq_slice number_of(const struct aq_customer *customers, size_t count,
				 uint64_t customer_no)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (customers[middle].customer_no < customer_no)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < count && customers[low].customer_no == customer_no)
		return customers[low].number;
	return (struct aq_slice){NULL, 0};
}

enum aq_status stubs_name(struct applying *applying, struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	struct aq_customer *customers;
	size_t index, count;
	enum aq_status status;

	aq_arena_reset(applying->names);
	for (index = 0; index < applying->stub_count; index++)
		if (applying->stubs[index].customer_no != 0)
			numbers_add(&numbers, applying->stubs[index].customer_no);
	numbers_sort(&numbers);
	status = numbers.has_failed ? aq_fail_memory(err) : AQ_OK;
	if (status >= AQ_OK && numbers.count > 0)
		status = aq_store_customers(applying->job->store, numbers.list, numbers.count,
					    applying->names, &customers, &count, err);
	for (index = 0; index < applying->stub_count && status >= AQ_OK && numbers.count > 0;
	     index++)
		applying->stubs[index].customer =
			number_of(customers, count, applying->stubs[index].customer_no);
	numbers_free(&numbers);
	return status;
}

struct stub stub_of(const struct applying *applying, uint64_t payment_no)
{
	size_t low = 0, high = applying->stub_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (applying->stubs[middle].payment_no < payment_no)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < applying->stub_count && applying->stubs[low].payment_no == payment_no)
		return applying->stubs[low];
	return (struct stub){.payment_no = payment_no,
			     .bucket = AQ_BUCKET_UNIDENTIFIED,
			     .status = AQ_PAYMENT_UNIDENTIFIED};
}
