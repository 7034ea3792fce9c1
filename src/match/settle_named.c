/*
 * settle_named.c - lumps that carry the id of a settlement: payout, batch or
 * trace.
 *
 * Promises: the id decides; another amount closes it with a difference.
 * Refuses: two settlements of one id, unless one has exactly the amount; and
 * more deposits than a settlement awaits.
 */
#include <stdlib.h>

#include "settle.h"

static bool is_exact(const struct aq_lump *lump, const struct aq_settlement *settlement)
{
	int64_t awaited;

	return match_awaited(settlement, &awaited) && awaited == match_lump_signed(lump);
}

static size_t first_id(const struct table *table, struct aq_slice id)
{
	size_t low = 0;
	size_t high = table->id_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (aq_slice_compare(table->ids[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A bank's own details are named by its reference, on the account they tell of. */
static bool is_of_its_account(const struct aq_lump *lump, const struct aq_settlement *settlement)
{
	struct aq_slice rest = settlement->source;

	return lump->account.length > 0 &&
	       aq_slice_equals(aq_slice_cut(&rest, ':'), AQ_SLICE("camt.054")) &&
	       aq_slice_equals(rest, lump->account);
}

/* Settlements whose ids the lump carries: all, and those of exactly its amount. */
void match_find_named(const struct table *table, const struct aq_lump *lump, struct candidates *all,
		      struct candidates *exact)
{
	for (size_t i = 0; i < lump->id_count; i++) {
		struct aq_slice id = lump->ids[i];

		if (id.length == 0)
			continue;
		for (size_t k = first_id(table, id);
		     k < table->id_count && aq_slice_equals(table->ids[k].id, id); k++) {
			uint32_t index = table->ids[k].settlement_index;
			const struct aq_settlement *settlement =
				&table->problem->settlements[index];
			bool fits = is_exact(lump, settlement);

			if (settlement->currency != lump->currency ||
			    (id.length < ID_LENGTH_SURE && (!fits || id.length < ID_LENGTH_MIN) &&
			     !is_of_its_account(lump, settlement) &&
			     !match_names_source(table, lump, settlement)))
				continue;
			match_add_candidate(all, index);
			if (fits)
				match_add_candidate(exact, index);
		}
	}
}

/* Named by more than a short number: by a long one, or with its source. */
static bool is_sure(const struct table *table, const struct aq_lump *lump,
		    const struct aq_settlement *settlement)
{
	for (size_t i = 0; i < lump->id_count; i++)
		for (size_t k = 0; k < MATCH_IDS_MAX; k++)
			if (lump->ids[i].length >= ID_LENGTH_SURE &&
			    aq_slice_equals(lump->ids[i], settlement->match_ids[k]))
				return true;
	return is_of_its_account(lump, settlement) || match_names_source(table, lump, settlement);
}

/* First pass: ids. Lumps that name one settlement are linked to it. */
static void link_named(struct table *table)
{
	for (size_t i = 0; i < table->problem->lump_count; i++) {
		struct candidates all = {.count = 0};
		struct candidates exact = {.count = 0};
		const struct candidates *found = &all;

		match_find_named(table, &table->problem->lumps[i], &all, &exact);
		if (all.count == 0)
			continue;
		if (all.count > 1 && exact.count > 0)
			found = &exact;
		table->is_decided[i] = true;
		if (all.count > 1 && exact.count == 0) {
			table->is_shared[i] = true;
			continue;
		}
		if (found->count > 1) {
			match_ask_several(table, i, found);
			continue;
		}
		table->is_named[found->list[0]] = true;
		table->links[table->link_count++] = (struct link){(uint32_t)i, found->list[0]};
	}
}

static int link_order(const void *one, const void *other)
{
	const struct link *left = one;
	const struct link *right = other;

	if (left->settlement_index != right->settlement_index)
		return left->settlement_index < right->settlement_index ? -1 : 1;
	return left->lump_index < right->lump_index ? -1 : left->lump_index > right->lump_index;
}

struct named_by { /* the lumps that name one settlement */
	const struct link *links;
	size_t count;
	int64_t awaited;
	aq_int128 came;
	size_t exact_count;
	bool is_sum_exact;
};

/* What is short may still come: payouts are split. A debit is short where less went out. */
static struct aq_slice compare_words(const struct table *table, const struct named_by *by,
				     aq_currency currency, bool is_whole)
{
	char awaited[MONEY_WORDS_BYTES], came[MONEY_WORDS_BYTES], rest[MONEY_WORDS_BYTES];
	const aq_int128 left = by->awaited - by->came;
	const aq_int128 missing = left < 0 ? -left : left;

	match_money_words(by->awaited, currency, awaited);
	if (is_whole || missing > INT64_MAX || by->came < INT64_MIN || by->came > INT64_MAX)
		return aq_arena_print(table->arena, "%s%s", awaited,
				      is_whole ? "" : ", another amount came");
	match_money_words((int64_t)by->came, currency, came);
	if ((left < 0) == (by->awaited < 0))
		return aq_arena_print(
			table->arena, "%s, and %s came: %s short, and the rest may still come",
			awaited, came, match_money_words((int64_t)left, currency, rest));
	return aq_arena_print(table->arena, "%s, and %s came: %s too much", awaited, came,
			      match_money_words((int64_t)-left, currency, rest));
}

static void close_named(struct table *table, const struct named_by *by, size_t index)
{
	const struct link *link = &by->links[index];
	const struct aq_lump *lump = &table->problem->lumps[link->lump_index];
	const struct aq_settlement *settlement =
		&table->problem->settlements[link->settlement_index];
	bool is_equal = match_lump_signed(lump) == by->awaited;
	bool is_whole = by->is_sum_exact || (by->exact_count == 1 && is_equal);

	/* A second deposit for what is closed, or two equal ones, may be a double. */
	if (!by->is_sum_exact &&
	    (by->awaited == 0 || by->exact_count > 1 || (by->exact_count == 1 && !is_equal))) {
		match_ask_double(
			table, link->lump_index,
			&(struct candidates){.count = 1, .list = {link->settlement_index}},
			aq_arena_print(table->arena,
				       "settlement %.*s of %.*s is named by more than it awaits",
				       AQ_SLICE_ARGS(settlement->settlement_id),
				       AQ_SLICE_ARGS(settlement->source)));
		return;
	}
	match_put_settled(
		table,
		&(struct aq_settled){
			.payment_no = lump->payment_no,
			.settlement_index = link->settlement_index,
			.rule = AQ_RULE_SETTLEMENT_ID,
			.exception = is_whole ? AQ_CODE_NONE : AQ_SETTLEMENT_DIFFERENCE,
			.amount = match_lump_signed(lump),
			.is_weak = !is_sure(table, lump, settlement),
			.evidence = aq_arena_print(
				table->arena, "settlement %.*s of %.*s is named; it awaits %.*s",
				AQ_SLICE_ARGS(settlement->settlement_id),
				AQ_SLICE_ARGS(settlement->source),
				AQ_SLICE_ARGS(compare_words(table, by, settlement->currency,
							    is_whole)))});
}

static void settle_named(struct table *table)
{
	size_t end;

	qsort(table->links, table->link_count, sizeof(*table->links), link_order);
	for (size_t first = 0; first < table->link_count; first = end) {
		struct named_by by = {.links = &table->links[first]};
		aq_int128 sum = 0;

		for (end = first; end < table->link_count &&
				  table->links[end].settlement_index == by.links->settlement_index;
		     end++)
			sum += match_lump_signed(
				&table->problem->lumps[table->links[end].lump_index]);
		by.count = end - first;
		if (!match_awaited(&table->problem->settlements[by.links->settlement_index],
				   &by.awaited))
			continue;
		by.came = sum;
		by.is_sum_exact = by.awaited != 0 && sum == by.awaited;
		for (size_t i = 0; i < by.count; i++)
			by.exact_count +=
				match_lump_signed(&table->problem->lumps[by.links[i].lump_index]) ==
				by.awaited;
		for (size_t i = 0; i < by.count; i++)
			close_named(table, &by, i);
	}
}

void match_settle_named(struct table *table)
{
	link_named(table);
	settle_named(table);
}
