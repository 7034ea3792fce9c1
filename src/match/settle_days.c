/*
 * settle_days.c - one deposit for all batches that a source has of one day.
 *
 * Promises: the source is named in the line, the day is near, the amount is the sum of
 * everything that source awaits of the day; no other day of it and no other
 * deposit fits.
 * Refuses: to leave one of them out; several answers are no answer here, and the
 * line stays what it was.
 */
#include <stdlib.h>

#include "settle.h"

#define DAY_SETTLEMENTS_MAX 64

struct day { /* what one source awaits of one day: places of `order` */
	int64_t sum;
	aq_currency currency;
	uint32_t first, count;
	uint32_t fits; /* deposits */
};

struct days {
	struct table *table;
	const struct aq_settlement **order; /* those of a day beside each other */
	struct day *list;
	size_t count;
};

static uint32_t index_at(const struct days *days, size_t place)
{
	return (uint32_t)(days->order[place] - days->table->problem->settlements);
}

static int day_order(const void *one, const void *other)
{
	const struct aq_settlement *left = *(const struct aq_settlement *const *)one;
	const struct aq_settlement *right = *(const struct aq_settlement *const *)other;
	int order = aq_slice_compare(left->source, right->source);

	if (order == 0)
		order = aq_date_compare(left->settled_on, right->settled_on);
	if (order == 0)
		order = (left->currency > right->currency) - (left->currency < right->currency);
	if (order == 0)
		order = left < right ? -1 : left > right;
	return order;
}

static bool is_one_day(const struct aq_settlement *one, const struct aq_settlement *other)
{
	return one->currency == other->currency && aq_slice_equals(one->source, other->source) &&
	       aq_date_compare(one->settled_on, other->settled_on) == 0;
}

/* Every one awaits money, and nothing else wants it; false: it is no such day. */
static bool sum_day(const struct days *days, struct day *day)
{
	day->sum = 0;
	for (size_t place = day->first; place < day->first + day->count; place++) {
		uint32_t index = index_at(days, place);
		int64_t awaited;

		if (days->table->is_named[index] || days->table->fit_count[index] > 0 ||
		    !match_awaited(&days->table->problem->settlements[index], &awaited) ||
		    awaited <= 0 || !aq_minor_add(day->sum, awaited, &day->sum))
			return false;
	}
	return day->count > 1 && day->count <= DAY_SETTLEMENTS_MAX;
}

static int sum_order(const void *one, const void *other)
{
	const struct day *left = one, *right = other;

	if (left->currency != right->currency)
		return left->currency < right->currency ? -1 : 1;
	if (left->sum != right->sum)
		return left->sum < right->sum ? -1 : 1;
	return left->first < right->first ? -1 : left->first > right->first;
}

static bool list_days(struct days *days)
{
	const struct aq_settle_problem *problem = days->table->problem;
	struct day day = {.first = 0};
	size_t count = problem->settlement_count;

	days->order = aq_arena_take_many(days->table->arena, count + 1, sizeof(*days->order));
	days->list = aq_arena_take_many(days->table->arena, count + 1, sizeof(*days->list));
	if (!days->order || !days->list)
		return false;
	for (size_t index = 0; index < count; index++)
		days->order[index] = &problem->settlements[index];
	qsort(days->order, count, sizeof(*days->order), day_order);
	for (; day.first < count; day.first += day.count) {
		for (day.count = 1;
		     day.first + day.count < count &&
		     is_one_day(days->order[day.first], days->order[day.first + day.count]);
		     day.count++)
			continue;
		day.currency = days->order[day.first]->currency;
		if (sum_day(days, &day))
			days->list[days->count++] = day;
	}
	qsort(days->list, days->count, sizeof(*days->list), sum_order);
	return true;
}

/* The only day the deposit fits; NULL: none, or several. */
static struct day *day_of(const struct days *days, const struct aq_lump *lump)
{
	const struct day wanted = {.sum = lump->amount, .currency = lump->currency};
	struct day *found = NULL;
	size_t low = 0, high = days->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sum_order(&days->list[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < days->count && days->list[low].currency == lump->currency &&
	       days->list[low].sum == lump->amount;
	     low++) {
		const struct aq_settlement *settlement = days->order[days->list[low].first];

		if (!match_is_near(lump, settlement) ||
		    !match_names_source(days->table, lump, settlement))
			continue;
		if (found)
			return NULL;
		found = &days->list[low];
	}
	return found;
}

static void close_day(const struct days *days, const struct aq_lump *lump, const struct day *day)
{
	struct table *table = days->table;

	for (size_t place = day->first; place < day->first + day->count; place++) {
		const struct aq_settlement *settlement = days->order[place];
		int64_t awaited = 0;

		(void)match_awaited(settlement, &awaited);
		match_put_settled(
			table, &(struct aq_settled){
				       .payment_no = lump->payment_no,
				       .settlement_index = index_at(days, place),
				       .rule = AQ_RULE_SETTLEMENT_NET,
				       .amount = awaited,
				       .is_weak = true,
				       .evidence = aq_arena_print(
					       table->arena,
					       "source %.*s is named; amount equals the net of all "
					       "its %u settlements of the day, in time; nothing "
					       "else fits",
					       AQ_SLICE_ARGS(settlement->source), day->count)});
	}
}

static bool may_be_day(const struct table *table, size_t lump_index)
{
	return !table->is_decided[lump_index] &&
	       table->problem->lumps[lump_index].direction == AQ_MONEY_IN;
}

void match_settle_days(struct table *table)
{
	const struct aq_settle_problem *problem = table->problem;
	struct days days = {.table = table};

	if (!list_days(&days)) {
		table->is_starved = true;
		return;
	}
	for (size_t i = 0; i < problem->lump_count && days.count > 0; i++) {
		struct day *day = may_be_day(table, i) ? day_of(&days, &problem->lumps[i]) : NULL;

		if (day)
			day->fits++;
	}
	for (size_t i = 0; i < problem->lump_count && days.count > 0; i++) {
		const struct day *day =
			may_be_day(table, i) ? day_of(&days, &problem->lumps[i]) : NULL;

		if (day && day->fits == 1)
			close_day(&days, &problem->lumps[i], day);
	}
}
