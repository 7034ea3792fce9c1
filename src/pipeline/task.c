/*
 * task.c - what moves no money and is work for somebody all the same.
 *
 * Promises: a notification of change stands on the work list until a person says
 * that it was done, or our bank refuses it (take_in/ahead_change.c).
 */
#include "take_in/chunk.h"

#include "acquit/return_code.h"

bool task_is(const struct aq_payment *payment)
{
	enum aq_return_group group = aq_return_group_of(payment->return_code);

	return payment->kind == AQ_KIND_NOTICE &&
	       (group == AQ_RETURN_CHANGE || group == AQ_RETURN_CHANGE_REFUSED);
}

enum aq_status task_of_notice(struct aq_taken *taken, struct aq_arena *arena, struct aq_error *err)
{
	const struct aq_payment *payment = taken->payment;

	if (!task_is(payment) || aq_return_group_of(payment->return_code) != AQ_RETURN_CHANGE)
		return AQ_OK;
	taken->exception = AQ_CHANGE_DUE;
	taken->explanation = aq_arena_print(
		arena, "%.*s %.*s (entry %.*s)", AQ_SLICE_ARGS(payment->return_code),
		AQ_SLICE_ARGS(payment->return_text), AQ_SLICE_ARGS(payment->counter_reference));
	return taken->explanation.length ? AQ_OK : aq_fail_memory(err);
}
