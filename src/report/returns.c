/*
 * returns.c - how many of our own ACH debits came back, and why.
 *
 * Reads: the payments of a run. A batch of our own is settled under its company
 * (ach:COMPANY, settlement COMPANY-batch-day), which tells it from received ones.
 * Promises: a debit and a return are counted once; duplicates are not counted.
 */
#include "returns.h"

#include <string.h>

static bool is_own(const struct aq_payment *payment)
{
	struct aq_slice company = payment->source;

	if (!aq_slice_starts_with(company, AQ_SLICE("ach:")))
		return false;
	company = aq_slice_between(company.start + 4, company.start + company.length);
	return payment->settlement_id.length > company.length &&
	       aq_slice_starts_with(payment->settlement_id, company) &&
	       payment->settlement_id.start[company.length] == '-';
}

static struct return_tally *tally_of(struct return_tallies *tallies,
				     const struct aq_payment *payment)
{
	struct return_tally *tally;
	size_t index;

	for (index = 0; index < tallies->count; index++)
		if (tallies->list[index].currency == payment->currency &&
		    aq_slice_equals(aq_slice_of(tallies->list[index].source), payment->source))
			return &tallies->list[index];
	if (tallies->count == RETURN_TALLIES_MAX || payment->source.length >= RETURN_SOURCE_BYTES)
		return NULL;
	tally = &tallies->list[tallies->count++];
	*tally = (struct return_tally){.currency = payment->currency};
	memcpy(tally->source, payment->source.start, payment->source.length);
	return tally;
}

static void add(struct return_count *count, int64_t amount)
{
	count->count++;
	if (__builtin_add_overflow(count->amount, amount, &count->amount))
		count->amount = INT64_MAX;
}

void returns_take(struct return_tallies *tallies, const struct aq_payment_line *line)
{
	const struct aq_payment *payment = &line->payment;
	bool is_debit = payment->kind == AQ_KIND_RECEIPT && payment->direction == AQ_MONEY_IN;
	struct return_tally *tally;

	if (line->status == AQ_PAYMENT_DUPLICATE || line->status == AQ_PAYMENT_REFUSED ||
	    (!is_debit && payment->kind != AQ_KIND_RETURN) || !is_own(payment))
		return;
	tally = tally_of(tallies, payment);
	if (!tally)
		return;
	if (is_debit)
		add(&tally->debits, payment->amount);
	else
		add(&tally->groups[aq_return_group_of(payment->return_code)], payment->amount);
}

static bool is_watched(enum aq_return_group group)
{
	return group == AQ_RETURN_UNAUTHORISED || group == AQ_RETURN_ADMINISTRATIVE;
}

size_t returns_rows(const struct return_tally *tally, struct returns_row out[RETURN_ROWS_MAX])
{
	struct returns_row all = {.tally = tally, .group = "all"};
	size_t count = 0;

	for (unsigned group = AQ_RETURN_OTHER; group < AQ_RETURN_GROUPS; group++) {
		const struct return_count *returns = &tally->groups[group];

		if (returns->count == 0 && !is_watched((enum aq_return_group)group))
			continue;
		out[count++] = (struct returns_row){
			.tally = tally,
			.group = aq_return_group_name((enum aq_return_group)group),
			.returns = *returns};
		if (group > AQ_RETURN_ADMINISTRATIVE)
			continue;
		all.returns.count += returns->count;
		if (__builtin_add_overflow(all.returns.amount, returns->amount,
					   &all.returns.amount))
			all.returns.amount = INT64_MAX;
	}
	out[count++] = all;
	return count;
}
