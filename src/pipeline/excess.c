/*
 * excess.c - an item's amount fell below what was already put on it: the rest
 * moves to the customer's account, newest allocation first.
 *
 * Promises: nothing is lost or guessed; each payment keeps exactly its own
 * money, and a question says what happened.
 */
#include "job.h"

#define ALLOCATIONS_MAX 4096

struct excess {
	struct job *job;
	struct unit_chain *chain;
	struct aq_arena *arena;
	const struct aq_row_change *change;
	struct aq_allocation_line *lines;
	size_t count;
};

static enum aq_status on_line(void *context, const struct aq_allocation_line *line,
			      struct aq_error *err)
{
	struct excess *excess = context;

	if (excess->count == ALLOCATIONS_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT,
			       (struct aq_at){excess->change->line, 0},
			       "an item has more than %d allocations", ALLOCATIONS_MAX);
	excess->lines[excess->count] = *line;
	excess->lines[excess->count].allocation.customer =
		aq_arena_copy(excess->arena, line->allocation.customer);
	excess->lines[excess->count].allocation.target =
		aq_arena_copy(excess->arena, line->allocation.target);
	excess->count++;
	return AQ_OK;
}

/* What of one allocation still stands after later ones took from it. */
static int64_t standing(const struct excess *excess, size_t index)
{
	int64_t amount = excess->lines[index].allocation.amount;
	size_t later;

	for (later = 0; later < excess->count; later++)
		if (excess->lines[later].allocation.takes_back_no ==
		    excess->lines[index].allocation.allocation_no)
			amount += excess->lines[later].allocation.amount;
	return amount;
}

static void fill_allocations(const struct excess *excess, size_t index, int64_t amount,
			     struct aq_allocation out[2])
{
	out[0] = excess->lines[index].allocation;
	out[0].takes_back_no = out[0].allocation_no;
	out[0].amount = -amount;
	out[0].discount = out[0].promotion = out[0].write_off = out[0].bills = 0;
	out[0].rule = AQ_RULE_OVER_ALLOCATED;
	out[0].evidence = AQ_SLICE("the item's amount fell below what was paid");
	out[1] = out[0];
	out[1].target_kind = AQ_TARGET_ACCOUNT;
	out[1].takes_back_no = 0;
	out[1].item_no = 0;
	out[1].target = out[1].customer;
	out[1].bucket = AQ_BUCKET_ON_ACCOUNT;
	out[1].amount = amount;
}

static enum aq_status move_one(struct excess *excess, size_t index, int64_t amount,
			       struct aq_error *err)
{
	const struct aq_allocation *allocation = &excess->lines[index].allocation;
	struct aq_allocation *pair = aq_arena_take_many(excess->arena, 2, sizeof(*pair));
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
				     .credit = {.account = AQ_ACCOUNT_ON_ACCOUNT},
				     .amount = amount,
				     .currency = allocation->currency,
				     .customer_no = allocation->customer_no,
				     .customer = allocation->customer,
				     .item_no = allocation->item_no,
				     .target = allocation->target};
	struct aq_applied applied = {
		.payment_no = allocation->payment_no,
		.status = AQ_PAYMENT_PART_APPLIED,
		.rule = AQ_RULE_OVER_ALLOCATED,
		.confidence = 100,
		.bucket = AQ_BUCKET_ON_ACCOUNT,
		.customer_no = allocation->customer_no,
		.exception = AQ_OVER_ALLOCATED,
		.explanation = AQ_SLICE("the item's amount fell below what was paid; the rest is "
					"on the customer's account"),
		.is_outcome = true};
	struct aq_entry entry;
	struct aq_waiting *now;
	size_t found;
	enum aq_status status;

	if (!pair)
		return aq_fail_memory(err);
	status = aq_store_payments_read(excess->job->store, &allocation->payment_no, 1,
					excess->arena, &now, &found, err);
	if (status < AQ_OK || found == 0)
		return status;
	fill_allocations(excess, index, amount, pair);
	status = aq_entry_simple(&entry, AQ_EVENT_OVER_ALLOCATED, excess->job->run.business_date,
				 &posting, excess->arena, err);
	if (status < AQ_OK)
		return status;
	entry.payment_no = allocation->payment_no;
	entry.payment = excess->lines[index].payment;
	applied.left = now[0].remainder + amount;
	applied.entry = &entry;
	applied.allocations = pair;
	applied.allocation_count = 2;
	status = unit_chain_applied(excess->job, excess->chain, &entry, pair, 2, err);
	if (status >= AQ_OK)
		status = aq_store_apply(excess->job->store, excess->job->run.run_no, &applied, 1,
					err);
	return status;
}

enum aq_status move_excess(struct job *job, struct unit_chain *chain,
			   const struct aq_row_change *change, struct aq_arena *arena,
			   struct aq_error *err)
{
	struct excess excess = {.job = job, .chain = chain, .arena = arena, .change = change};
	int64_t left = change->excess;
	enum aq_status status;
	size_t index;

	excess.lines = aq_arena_take_many(arena, ALLOCATIONS_MAX, sizeof(*excess.lines));
	if (!excess.lines)
		return aq_fail_memory(err);
	status = aq_store_allocations_of_item(job->store, change->item_no, on_line, &excess, err);
	for (index = excess.count; index > 0 && left > 0 && status >= AQ_OK; index--) {
		int64_t there = standing(&excess, index - 1);
		int64_t amount = there < left ? there : left;

		if (amount <= 0 || excess.lines[index - 1].allocation.takes_back_no != 0)
			continue;
		status = move_one(&excess, index - 1, amount, err);
		left -= amount;
	}
	return status;
}
