/*
 * returns.c - how many of our own ACH debits came back, and why.
 *
 * Reads: the payments of a run, and the sums of the days before.
 * Promises: a debit and a return are counted once; duplicates are not counted.
 */
#include "returns.h"

#include <string.h>

static struct return_tally *tally_of(struct return_tallies *tallies, struct aq_slice source,
				     aq_currency currency)
{
	struct return_tally *tally;
	size_t index;

	for (index = 0; index < tallies->count; index++)
		if (tallies->list[index].currency == currency &&
		    aq_slice_equals(aq_slice_of(tallies->list[index].source), source))
			return &tallies->list[index];
	if (tallies->count == RETURN_TALLIES_MAX || source.length >= RETURN_SOURCE_BYTES)
		return NULL;
	tally = &tallies->list[tallies->count++];
	*tally = (struct return_tally){.currency = currency};
	memcpy(tally->source, source.start, source.length);
	return tally;
}

static void add(struct return_count *count, uint64_t more, int64_t amount)
{
	count->count += more;
	if (__builtin_add_overflow(count->amount, amount, &count->amount))
		count->amount = INT64_MAX;
}

void returns_take(struct return_tallies *tallies, const struct aq_payment_line *line)
{
	const struct aq_payment *payment = &line->payment;
	bool is_debit = payment->kind == AQ_KIND_RECEIPT && payment->direction == AQ_MONEY_IN;
	struct return_tally *tally;

	if (line->status == AQ_PAYMENT_DUPLICATE || line->status == AQ_PAYMENT_REFUSED ||
	    (!is_debit && payment->kind != AQ_KIND_RETURN) || !aq_payment_is_own_ach(payment))
		return;
	tally = tally_of(tallies, payment->source, payment->currency);
	if (!tally)
		return;
	if (is_debit)
		add(&tally->debits, 1, payment->amount);
	else
		add(&tally->groups[aq_return_group_of(payment->return_code)], 1, payment->amount);
}

void returns_take_days(struct return_tallies *tallies, const struct aq_ach_count *days)
{
	struct return_tally *tally = tally_of(tallies, days->source, days->currency);

	if (!tally)
		return;
	add(days->return_code.length == 0
		    ? &tally->debits_60_days
		    : &tally->groups_60_days[aq_return_group_of(days->return_code)],
	    days->count, days->amount);
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

		const struct return_count *lately = &tally->groups_60_days[group];

		if (returns->count == 0 && lately->count == 0 &&
		    !is_watched((enum aq_return_group)group))
			continue;
		out[count++] = (struct returns_row){
			.tally = tally,
			.group = aq_return_group_name((enum aq_return_group)group),
			.returns = *returns,
			.returns_60_days = *lately};
		if (group > AQ_RETURN_ADMINISTRATIVE)
			continue;
		add(&all.returns, returns->count, returns->amount);
		add(&all.returns_60_days, lately->count, lately->amount);
	}
	out[count++] = all;
	return count;
}
