/*
 * risen.c - an invoice's amount fell below what was paid and rises again: what went to
 * the account then goes back, as far as it is open now.
 *
 * Promises: only money that rests where it was put and is still asked about, the last
 * that came off first, with its share of the discounts that came off with it. What a
 * person answered, or what was used since, stays.
 */
#include "excess.h"

struct taken { /* what the falls took of a payment on one item, less what came back */
	uint64_t item_no;
	struct parts parts;
	struct aq_allocation before;
};

/* A credit note that fell is a pair of items: the second one is open again, and no money
 * came off it. */
static bool is_of_credit(const struct aq_allocation *credit, const struct aq_allocation *item)
{
	return credit->allocation_no + 1 == item->allocation_no && credit->item_no != 0 &&
	       credit->item_no != item->item_no && credit->rule == AQ_RULE_OVER_ALLOCATED &&
	       credit->takes_back_no != 0 && credit->amount == -item->amount;
}

static enum aq_status on_taken(void *context, const struct aq_allocation_line *line,
			       struct aq_error *err)
{
	const struct aq_allocation *row = &line->allocation;
	struct taken *taken = context;

	(void)err;
	if (row->item_no == taken->item_no && row->rule == AQ_RULE_OVER_ALLOCATED &&
	    !is_of_credit(&taken->before, row)) {
		taken->parts.money -= row->amount;
		taken->parts.discount -= row->discount;
		taken->parts.promotion -= row->promotion;
	}
	taken->before = *row;
	return AQ_OK;
}

static enum aq_status taken_of(const struct excess *excess, uint64_t payment_no, struct parts *out,
			       struct aq_error *err)
{
	struct taken taken = {.item_no = excess->change->item_no};
	enum aq_status status = aq_store_allocations_of_payment(excess->job->store, payment_no,
								on_taken, &taken, err);

	*out = taken.parts;
	return status;
}

static bool is_last_of_payment(const struct excess *excess, size_t index)
{
	const struct aq_allocation *row = &excess->lines[index].allocation;

	if (row->rule != AQ_RULE_OVER_ALLOCATED)
		return false;
	for (size_t later = index + 1; later < excess->count; later++)
		if (excess->lines[later].allocation.payment_no == row->payment_no &&
		    excess->lines[later].allocation.rule == AQ_RULE_OVER_ALLOCATED)
			return false;
	return true;
}

/* The last row that fell or rose tells kind and number of the item. */
static void fill(const struct excess *excess, size_t index, const struct parts *parts,
		 struct movement *out)
{
	struct aq_allocation *again = &out->pair[0];

	*out = (struct movement){.payment = excess->lines[index].payment,
				 .event = AQ_EVENT_APPLY,
				 .memo = aq_slice_of(aq_event_name(AQ_EVENT_APPLY)),
				 .count = 1};
	*again = excess->lines[index].allocation;
	again->takes_back_no = 0;
	again->amount = parts->money;
	again->discount = parts->discount;
	again->promotion = parts->promotion;
	again->write_off = again->bills = 0;
	again->evidence = AQ_SLICE("the item's amount rose again");
}

static enum aq_status put_one(struct excess *excess, size_t index, const struct aq_waiting *now,
			      const struct parts *parts, struct aq_error *err)
{
	struct aq_applied applied = {.payment_no = now->payment.payment_no,
				     .rule = AQ_RULE_OVER_ALLOCATED,
				     .confidence = 100,
				     .left = now->remainder - parts->money,
				     .contract_no = now->contract_no,
				     .is_outcome = true};
	struct movement movement;
	struct rest rest;
	int64_t fallen = 0;
	enum aq_status status =
		excess_rest(excess, now, &excess->lines[index].allocation, &rest, err);

	if (status >= AQ_OK)
		status = excess_fallen(excess, applied.payment_no, &fallen, err);
	if (status < AQ_OK)
		return status;
	fill(excess, index, parts, &movement);
	excess_fill_rest(&movement, &rest);
	applied.bucket = applied.left ? rest.bucket : AQ_BUCKET_NONE;
	applied.customer_no = applied.left ? rest.customer_no : 0;
	applied.status = applied.left ? AQ_PAYMENT_PART_APPLIED : AQ_PAYMENT_APPLIED;
	status = excess_ask(excess, &rest, fallen - parts->money, &applied, err);
	return status < AQ_OK ? status : excess_move(excess, &movement, &rest, &applied, err);
}

static enum aq_status put_of_payment(struct excess *excess, size_t index, int64_t *open,
				     struct aq_error *err)
{
	uint64_t payment_no = excess->lines[index].allocation.payment_no;
	struct parts parts;
	struct aq_applied asked;
	struct aq_waiting *now;
	int64_t amount;
	size_t found = 0;
	enum aq_status status = taken_of(excess, payment_no, &parts, err);

	if (status >= AQ_OK)
		status = aq_store_payments_read(excess->job->store, &payment_no, 1, excess->arena,
						&now, &found, err);
	amount = parts.money + parts.discount + parts.promotion;
	if (status < AQ_OK || found == 0 || amount <= 0 || parts.money <= 0)
		return status;
	status = excess_as_it_is(excess, now, &asked, err);
	if (status < AQ_OK || asked.exception != AQ_OVER_ALLOCATED ||
	    now->bucket != AQ_BUCKET_ON_ACCOUNT)
		return status;
	parts = parts_share(&parts, amount < *open ? amount : *open);
	if (parts.money > now->remainder || parts.money <= 0)
		return AQ_OK;
	*open -= parts.money + parts.discount + parts.promotion;
	return put_one(excess, index, now, &parts, err);
}

enum aq_status put_back_fallen(struct job *job, struct unit_chain *chain,
			       const struct aq_row_change *change, struct aq_arena *arena,
			       struct aq_error *err)
{
	struct excess excess = {.job = job, .chain = chain, .arena = arena, .change = change};
	int64_t open = change->open < change->billed ? change->open : change->billed;
	enum aq_status status = excess_read(&excess, err);

	for (size_t index = excess.count; index > 0 && open > 0 && status >= AQ_OK; index--)
		if (is_last_of_payment(&excess, index - 1))
			status = put_of_payment(&excess, index - 1, &open, err);
	return status;
}
