/*
 * excess.c - an item's amount fell below what was already put on it. What was given
 * up of it goes first, since nobody is owed that: what persons wrote off, then small
 * differences. The rest moves to the customer's account, newest allocation first, each
 * with its share of the discounts that were granted on it.
 *
 * Promises: nothing is lost or guessed; each payment keeps exactly its own money, where
 * the rest of it lies, and a question says what happened to it. An invoice is never
 * open below nothing: what was paid of it elsewhere is not ours to give back.
 */
#include "excess.h"

static struct parts standing(const struct excess *excess, size_t index)
{
	const struct aq_allocation *of = &excess->lines[index].allocation;
	struct parts parts = {of->amount, of->discount, of->promotion, of->write_off};

	for (size_t later = 0; later < excess->count; later++) {
		const struct aq_allocation *took = &excess->lines[later].allocation;

		if (took->takes_back_no != of->allocation_no)
			continue;
		parts.money += took->amount;
		parts.discount += took->discount;
		parts.promotion += took->promotion;
		parts.write_off += took->write_off;
	}
	return parts;
}

/* What comes off the item: `parts` are what is taken, with the sign they had. */
static void fill_taken(const struct excess *excess, size_t index, const struct parts *parts,
		       struct movement *out)
{
	struct aq_allocation *taken = &out->pair[0];

	*out = (struct movement){.payment = excess->lines[index].payment,
				 .event = AQ_EVENT_OVER_ALLOCATED,
				 .memo = aq_slice_of(aq_event_name(AQ_EVENT_OVER_ALLOCATED)),
				 .count = 1};
	*taken = excess->lines[index].allocation;
	taken->takes_back_no = taken->allocation_no;
	taken->amount = -parts->money;
	taken->discount = -parts->discount;
	taken->promotion = -parts->promotion;
	taken->write_off = -parts->write_off;
	taken->bills = 0;
	taken->rule = AQ_RULE_OVER_ALLOCATED;
	taken->evidence = AQ_SLICE("the item's amount fell below what was paid");
}

/* --- small differences --- */

static enum aq_status take_difference(struct excess *excess, size_t index, int64_t amount,
				      struct aq_error *err)
{
	const struct parts parts = {.write_off = amount};
	const struct rest nowhere = {.bucket = AQ_BUCKET_ON_ACCOUNT};
	uint64_t payment_no = excess->lines[index].allocation.payment_no;
	struct movement movement;
	struct aq_applied applied;
	struct aq_waiting *now;
	size_t found;
	enum aq_status status = aq_store_payments_read(excess->job->store, &payment_no, 1,
						       excess->arena, &now, &found, err);

	if (status < AQ_OK || found == 0)
		return status;
	status = excess_as_it_is(excess, now, &applied, err);
	if (status < AQ_OK)
		return status;
	fill_taken(excess, index, &parts, &movement);
	return excess_move(excess, &movement, &nowhere, &applied, err);
}

static enum aq_status take_differences(struct excess *excess, int64_t *left, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t index = excess->count; index > 0 && *left > 0 && status >= AQ_OK; index--) {
		int64_t there = standing(excess, index - 1).write_off;
		int64_t amount = there < *left ? there : *left;

		if (amount <= 0 || excess->lines[index - 1].allocation.takes_back_no != 0)
			continue;
		status = take_difference(excess, index - 1, amount, err);
		*left -= amount;
	}
	return status;
}

/* --- money, with its discounts --- */

static enum aq_payment_status status_off(enum aq_bucket bucket)
{
	switch (bucket) {
	case AQ_BUCKET_UNAPPLIED:
		return AQ_PAYMENT_UNAPPLIED;
	case AQ_BUCKET_HELD:
		return AQ_PAYMENT_HELD;
	case AQ_BUCKET_UNIDENTIFIED:
		return AQ_PAYMENT_UNIDENTIFIED;
	default:
		return AQ_PAYMENT_ON_ACCOUNT;
	}
}

/* Once so much is off the item. */
static enum aq_payment_status status_after(const struct aq_waiting *now,
					   const struct aq_applied *applied,
					   const struct parts *parts)
{
	if (applied->left == now->payment.amount)
		return status_off(applied->bucket);
	return parts->money == 0 ? now->status : AQ_PAYMENT_PART_APPLIED;
}

static enum aq_status move_money(struct excess *excess, size_t index, const struct parts *parts,
				 struct aq_error *err)
{
	const struct aq_allocation *of = &excess->lines[index].allocation;
	struct aq_applied applied = {.payment_no = of->payment_no,
				     .rule = AQ_RULE_OVER_ALLOCATED,
				     .confidence = 100,
				     .is_outcome = true};
	struct movement movement;
	struct rest rest;
	struct aq_waiting *now;
	int64_t fallen = 0;
	size_t found;
	enum aq_status status = aq_store_payments_read(excess->job->store, &of->payment_no, 1,
						       excess->arena, &now, &found, err);

	if (status < AQ_OK || found == 0)
		return status;
	status = excess_rest(excess, now, of, &rest, err);
	if (status >= AQ_OK)
		status = excess_fallen(excess, of->payment_no, &fallen, err);
	if (status < AQ_OK)
		return status;
	fill_taken(excess, index, parts, &movement);
	excess_fill_rest(&movement, &rest);
	applied.left = now->remainder + parts->money;
	applied.bucket = rest.bucket;
	applied.customer_no = rest.customer_no;
	applied.contract_no = now->remainder ? now->contract_no : 0;
	applied.status = status_after(now, &applied, parts);
	status = excess_ask(excess, &rest, fallen + parts->money, &applied, err);
	return status < AQ_OK ? status : excess_move(excess, &movement, &rest, &applied, err);
}

static enum aq_status take_money(struct excess *excess, int64_t *left, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t index = excess->count; index > 0 && *left > 0 && status >= AQ_OK; index--) {
		struct parts there = standing(excess, index - 1);
		int64_t all = there.money + there.discount + there.promotion;
		int64_t amount = all < *left ? all : *left;

		if (amount <= 0 || excess->lines[index - 1].allocation.takes_back_no != 0)
			continue;
		there = parts_share(&there, amount);
		status = move_money(excess, index - 1, &there, err);
		*left -= amount;
	}
	return status;
}

/* --- what nobody here paid --- */

/* Before the ledger knew the invoice, somebody paid more of it than it costs now. */
static enum aq_status keep_at_nothing(struct excess *excess, int64_t left,
				      struct aq_findings *findings, struct aq_error *err)
{
	const struct aq_row_change *change = excess->change;
	const struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
					   .credit = {.account = AQ_ACCOUNT_BILLED},
					   .amount = left,
					   .currency = change->currency,
					   .customer_no = change->customer_no,
					   .customer = change->customer,
					   .item_no = change->item_no,
					   .target = change->target};
	struct job *job = excess->job;
	char text[AQ_MONEY_TEXT_BYTES];
	struct aq_entry entry;
	enum aq_status status =
		aq_entry_simple(&entry, AQ_EVENT_BILL_CHANGED, job->run.business_date, &posting,
				excess->arena, err);

	if (status >= AQ_OK)
		status = unit_chain_entry(job, excess->chain, &entry, (struct aq_slice){NULL, 0},
					  err);
	if (status >= AQ_OK)
		status = aq_store_entries_add(job->store, job->run.run_no, &entry, 1, err);
	if (status >= AQ_OK)
		status = aq_store_item_paid_before(job->store, change->item_no, left, err);
	if (status < AQ_OK)
		return status;
	aq_money_print((struct aq_money){left, change->currency}, text);
	aq_findings_say(findings, AQ_LOAD_BELOW_PAID, (struct aq_at){change->line, 0},
			AQ_SLICE("amount"), change->target,
			"the amount is %s %s below what was paid of it before it was loaded here; "
			"nothing is open of it",
			text, aq_currency_code(change->currency));
	return AQ_OK;
}

static void say_given_up(const struct aq_row_change *change, int64_t amount,
			 struct aq_findings *findings)
{
	char text[AQ_MONEY_TEXT_BYTES];

	aq_money_print((struct aq_money){amount, change->currency}, text);
	aq_findings_say(findings, AQ_LOAD_WRITE_OFF_BACK, (struct aq_at){change->line, 0},
			AQ_SLICE("amount"), change->target,
			"the amount fell: %s %s that a person had written off it is taken back",
			text, aq_currency_code(change->currency));
}

enum aq_status move_excess(struct job *job, struct unit_chain *chain,
			   const struct aq_row_change *change, const struct load_tools *tools,
			   struct aq_error *err)
{
	struct excess excess = {
		.job = job, .chain = chain, .arena = tools->arena, .change = change};
	int64_t left = change->excess;
	enum aq_status status = excess_read(&excess, err);

	if (status < AQ_OK)
		return status;
	if (left < 0)
		return credit_fell(&excess, err);
	status = given_up_back(&excess, &left, err);
	if (status >= AQ_OK && left < change->excess)
		say_given_up(change, change->excess - left, tools->findings);
	if (status >= AQ_OK)
		status = take_differences(&excess, &left, err);
	if (status >= AQ_OK)
		status = take_money(&excess, &left, err);
	return status < AQ_OK || left == 0 ? status
					   : keep_at_nothing(&excess, left, tools->findings, err);
}
