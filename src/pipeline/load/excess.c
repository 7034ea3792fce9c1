/*
 * excess.c - an item's amount fell below what was already put on it: the rest
 * moves to the customer's account, newest allocation first. What a credit note fell
 * by below what was used of it opens again what it was used for.
 *
 * Promises: nothing is lost or guessed; each payment keeps exactly its own
 * money, and a question says what happened to it.
 */
#include "../job.h"

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

/* Both allocations of an excess, its posting and what becomes of the payment. */
struct movement {
	struct aq_allocation pair[2];
	struct aq_posting posting;
	struct aq_payment_id payment;
};

static enum aq_status post_movement(struct excess *excess, const struct movement *movement,
				    struct aq_applied *applied, struct aq_error *err)
{
	struct job *job = excess->job;
	struct aq_allocation *pair = aq_arena_take_many(excess->arena, 2, sizeof(*pair));
	struct aq_entry entry;
	enum aq_status status;

	if (!pair)
		return aq_fail_memory(err);
	memcpy(pair, movement->pair, sizeof(movement->pair));
	status = aq_entry_simple(&entry, AQ_EVENT_OVER_ALLOCATED, job->run.business_date,
				 &movement->posting, excess->arena, err);
	if (status < AQ_OK)
		return status;
	entry.payment_no = applied->payment_no;
	entry.payment = movement->payment;
	applied->entry = &entry;
	applied->allocations = pair;
	applied->allocation_count = 2;
	status = unit_chain_applied(job, excess->chain, &entry, pair, 2, err);
	if (status >= AQ_OK)
		status = aq_store_apply(job->store, job->run.run_no, applied, 1, err);
	applied->entry = NULL;
	return status;
}

static enum aq_status move_one(struct excess *excess, size_t index, int64_t amount,
			       struct aq_error *err)
{
	const struct aq_allocation *allocation = &excess->lines[index].allocation;
	struct movement movement = {.payment = excess->lines[index].payment,
				    .posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
						.credit = {.account = AQ_ACCOUNT_ON_ACCOUNT},
						.amount = amount,
						.currency = allocation->currency,
						.customer_no = allocation->customer_no,
						.customer = allocation->customer,
						.item_no = allocation->item_no,
						.target = allocation->target}};
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
	struct aq_waiting *now;
	size_t found;
	enum aq_status status;

	status = aq_store_payments_read(excess->job->store, &allocation->payment_no, 1,
					excess->arena, &now, &found, err);
	if (status < AQ_OK || found == 0)
		return status;
	fill_allocations(excess, index, amount, movement.pair);
	applied.left = now[0].remainder + amount;
	return post_movement(excess, &movement, &applied, err);
}

/* --- a credit note is less than what was used of it --- */

struct opening { /* an item that was paid with the credit note is open again by `amount` */
	const struct aq_application_row *row;
	const struct aq_allocation *credit, *item;
	int64_t amount;
};

static void fill_opening(const struct opening *opening, struct aq_allocation out[2])
{
	const struct aq_allocation *const from[2] = {opening->credit, opening->item};

	for (size_t index = 0; index < 2; index++) {
		out[index] = *from[index];
		out[index].takes_back_no = out[index].allocation_no;
		out[index].discount = out[index].promotion = 0;
		out[index].write_off = out[index].bills = 0;
		out[index].rule = AQ_RULE_OVER_ALLOCATED;
		out[index].evidence =
			AQ_SLICE("the credit note's amount fell below what was used of it");
	}
	out[0].amount = opening->amount;
	out[1].amount = -opening->amount;
}

static enum aq_status open_again(struct excess *excess, const struct opening *opening,
				 struct aq_error *err)
{
	const struct aq_allocation *item = opening->item;
	struct movement movement = {.payment = opening->row->entry.payment,
				    .posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
						.credit = {.account = AQ_ACCOUNT_RECEIVABLE},
						.amount = opening->amount,
						.currency = item->currency,
						.customer_no = item->customer_no,
						.customer = item->customer,
						.item_no = item->item_no,
						.target = item->target}};
	struct aq_applied applied = {.payment_no = item->payment_no, .is_outcome = false};
	struct aq_waiting *now;
	size_t found;
	enum aq_status status;

	status = aq_store_payments_read(excess->job->store, &item->payment_no, 1, excess->arena,
					&now, &found, err);
	if (status < AQ_OK || found == 0)
		return status;
	fill_opening(opening, movement.pair);
	applied.status = now->status;
	applied.bucket = now->bucket;
	applied.customer_no = now->customer_no;
	applied.left = now->remainder;
	return post_movement(excess, &movement, &applied, err);
}

/* What the row put on items with the credit note, the last of it first. */
static enum aq_status open_of_row(struct excess *excess, const struct aq_application_row *row,
				  const struct aq_allocation *credit, int64_t *left,
				  struct aq_error *err)
{
	int64_t used = -credit->amount < *left ? -credit->amount : *left;
	enum aq_status status = AQ_OK;

	for (size_t index = row->allocation_count; index > 0 && used > 0 && status >= AQ_OK;
	     index--) {
		const struct aq_allocation *item = &row->allocations[index - 1];
		struct opening opening = {.row = row, .credit = credit, .item = item};

		if (item->item_no == 0 || item->item_no == credit->item_no || item->amount <= 0)
			continue;
		opening.amount = item->amount < used ? item->amount : used;
		status = open_again(excess, &opening, err);
		used -= opening.amount;
		*left -= opening.amount;
	}
	return status;
}

static enum aq_status open_of_payment(struct excess *excess, uint64_t payment_no, int64_t *left,
				      struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count, at;
	enum aq_status status = aq_store_applications(excess->job->store, payment_no, excess->arena,
						      &rows, &count, err);

	for (size_t index = count; status >= AQ_OK && index > 0 && *left > 0; index--)
		for (at = 0; at<rows[index - 1].allocation_count && * left> 0; at++) {
			const struct aq_allocation *credit = &rows[index - 1].allocations[at];

			if (credit->item_no != excess->change->item_no || credit->amount >= 0)
				continue;
			status = open_of_row(excess, &rows[index - 1], credit, left, err);
			if (status < AQ_OK)
				return status;
		}
	return status;
}

static enum aq_status open_what_it_paid(struct excess *excess, struct aq_error *err)
{
	int64_t left = -excess->change->excess;
	enum aq_status status = AQ_OK;

	for (size_t index = excess->count; index > 0 && left > 0 && status >= AQ_OK; index--)
		if (standing(excess, index - 1) < 0 &&
		    excess->lines[index - 1].allocation.takes_back_no == 0)
			status = open_of_payment(
				excess, excess->lines[index - 1].allocation.payment_no, &left, err);
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
	if (status >= AQ_OK && left < 0)
		return open_what_it_paid(&excess, err);
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
