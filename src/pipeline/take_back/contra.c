/*
 * contra.c - the contra of one application of a payment.
 *
 * Promises: exactly the allocations that the application made come off again,
 * and its postings are turned round. A bill stays where the item is still owed.
 */
#include "contra.h"

enum aq_status contra_application(const struct contra_order *order,
				  const struct aq_application_row *row, struct aq_applied *out,
				  struct aq_error *err)
{
	struct aq_undoing undoing = {.entry = &row->entry,
				     .event = AQ_EVENT_TAKEN_BACK,
				     .allocations = row->allocations,
				     .allocation_count = row->allocation_count,
				     .posted_on = order->job->run.business_date};
	struct aq_entry *entry = aq_arena_take(order->arena, sizeof(*entry));
	struct aq_allocation *allocations =
		aq_arena_take_many(order->arena, row->allocation_count + 1, sizeof(*allocations));
	enum aq_status status;

	if (!entry || !allocations)
		return aq_fail_memory(err);
	status = aq_entry_undo(entry, allocations, &undoing, order->arena, err);
	if (status < AQ_OK)
		return status;
	for (size_t index = 0; index < undoing.allocation_count; index++) {
		allocations[index].payment_no = order->payment_no;
		allocations[index].rule = (uint16_t)order->rule;
		allocations[index].confidence = (uint8_t)aq_rule_confidence(order->rule);
		allocations[index].evidence = order->evidence;
	}
	out->entry = entry;
	out->allocations = allocations;
	out->allocation_count = undoing.allocation_count;
	return unit_chain_applied(order->job, order->chain, entry, allocations,
				  undoing.allocation_count, err);
}
