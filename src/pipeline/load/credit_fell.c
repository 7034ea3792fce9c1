/*
 * credit_fell.c - what a credit note fell by below what was used of it opens again
 * what it was used for, the last of it first.
 */
#include "excess.h"

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
	const struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_RECEIVABLE},
					   .credit = {.account = AQ_ACCOUNT_RECEIVABLE},
					   .amount = opening->amount,
					   .currency = item->currency,
					   .customer_no = item->customer_no,
					   .customer = item->customer,
					   .item_no = item->item_no,
					   .target = item->target};
	struct movement movement = {.payment = opening->row->entry.payment, .count = 2};
	struct aq_applied applied;
	struct aq_entry entry;
	struct aq_waiting *now;
	size_t found;
	enum aq_status status;

	status = aq_store_payments_read(excess->job->store, &item->payment_no, 1, excess->arena,
					&now, &found, err);
	if (status < AQ_OK || found == 0)
		return status;
	status = excess_as_it_is(excess, now, &applied, err);
	if (status >= AQ_OK)
		status = aq_entry_simple(&entry, AQ_EVENT_OVER_ALLOCATED,
					 excess->job->run.business_date, &posting, excess->arena,
					 err);
	if (status < AQ_OK)
		return status;
	fill_opening(opening, movement.pair);
	return excess_post(excess, &movement, &entry, &applied, err);
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

static bool stands_used(const struct excess *excess, size_t index)
{
	const struct aq_allocation *of = &excess->lines[index].allocation;
	int64_t amount = of->amount;

	for (size_t later = 0; later < excess->count; later++)
		if (excess->lines[later].allocation.takes_back_no == of->allocation_no)
			amount += excess->lines[later].allocation.amount;
	return amount < 0 && of->takes_back_no == 0;
}

enum aq_status credit_fell(struct excess *excess, struct aq_error *err)
{
	int64_t left = -excess->change->excess;
	enum aq_status status = AQ_OK;

	for (size_t index = excess->count; index > 0 && left > 0 && status >= AQ_OK; index--)
		if (stands_used(excess, index - 1))
			status = open_of_payment(
				excess, excess->lines[index - 1].allocation.payment_no, &left, err);
	return status;
}
