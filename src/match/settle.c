/*
 * settle.c - the bank's lumps against the settlements they stand for.
 *
 * Promises: a payout id, batch or trace in the line decides; without one, the
 * same source named in the line, 0 to 5 business days after the settlement,
 * and exactly the net that is still awaited.
 * Refuses: to choose: where several settlements fit a lump, or several lumps a
 * settlement, all of them are asked as possible doubles.
 */
#include "settle.h"

#include <stdlib.h>

static int id_order(const void *one, const void *other)
{
	const struct id_entry *left = one;
	const struct id_entry *right = other;
	int order = aq_slice_compare(left->id, right->id);

	if (order != 0)
		return order;
	return left->settlement_index < right->settlement_index
		       ? -1
		       : left->settlement_index > right->settlement_index;
}

static int net_order(const void *one, const void *other)
{
	const struct net_entry *left = one;
	const struct net_entry *right = other;

	if (left->currency != right->currency)
		return left->currency < right->currency ? -1 : 1;
	if (left->awaited != right->awaited)
		return left->awaited < right->awaited ? -1 : 1;
	return left->settlement_index < right->settlement_index
		       ? -1
		       : left->settlement_index > right->settlement_index;
}

/* What the bank is still to bring; false when it cannot be told. */
bool match_awaited(const struct aq_settlement *settlement, int64_t *out)
{
	return !__builtin_sub_overflow(settlement->net, settlement->deposited, out);
}

int64_t match_lump_signed(const struct aq_lump *lump)
{
	return lump->direction == AQ_MONEY_IN ? lump->amount : -lump->amount;
}

static bool take_memory(struct table *table)
{
	const struct aq_settle_problem *problem = table->problem;
	struct aq_arena *arena = table->arena;

	table->ids = aq_arena_take_many(arena, problem->settlement_count * MATCH_IDS_MAX + 1,
					sizeof(*table->ids));
	table->nets =
		aq_arena_take_many(arena, problem->settlement_count + 1, sizeof(*table->nets));
	table->links = aq_arena_take_many(arena, problem->lump_count + 1, sizeof(*table->links));
	table->out = aq_arena_take_many(arena, problem->lump_count + problem->settlement_count + 1,
					sizeof(*table->out));
	table->is_decided = aq_arena_take_many(arena, problem->lump_count + 1, sizeof(bool));
	table->is_shared = aq_arena_take_many(arena, problem->lump_count + 1, sizeof(bool));
	table->is_named = aq_arena_take_many(arena, problem->settlement_count + 1, sizeof(bool));
	table->fit_count =
		aq_arena_take_many(arena, problem->settlement_count + 1, sizeof(uint32_t));
	return table->ids && table->nets && table->links && table->out && table->is_decided &&
	       table->is_shared && table->is_named && table->fit_count;
}

static void fill_table(struct table *table)
{
	for (size_t i = 0; i < table->problem->settlement_count; i++) {
		const struct aq_settlement *settlement = &table->problem->settlements[i];
		int64_t awaited;

		for (size_t k = 0; k < MATCH_IDS_MAX; k++)
			if (settlement->match_ids[k].length > 0)
				table->ids[table->id_count++] =
					(struct id_entry){settlement->match_ids[k], (uint32_t)i};
		if (match_awaited(settlement, &awaited) && awaited != 0)
			table->nets[table->net_count++] =
				(struct net_entry){awaited, settlement->currency, (uint32_t)i};
	}
	qsort(table->ids, table->id_count, sizeof(*table->ids), id_order);
	qsort(table->nets, table->net_count, sizeof(*table->nets), net_order);
}

static bool is_word_byte(char byte)
{
	unsigned char value = (unsigned char)byte;

	return (value >= '0' && value <= '9') || (value >= 'a' && value <= 'z') ||
	       (value >= 'A' && value <= 'Z') || value >= 0x80;
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static bool stands_at(struct aq_slice text, size_t at, struct aq_slice word)
{
	for (size_t i = 0; i < word.length; i++)
		if (lower(text.start[at + i]) != lower(word.start[i]))
			return false;
	return (at == 0 || !is_word_byte(text.start[at - 1])) &&
	       (at + word.length == text.length || !is_word_byte(text.start[at + word.length]));
}

/* Stands the word in the text, whole? A blank stands nowhere. */
static bool has_word(struct aq_slice text, struct aq_slice word)
{
	if (word.length == 0 || word.length > text.length)
		return false;
	for (size_t at = 0; at + word.length <= text.length; at++)
		if (stands_at(text, at, word))
			return true;
	return false;
}

/* The company id, account or gateway name of a source: what stands behind its colon. */
static struct aq_slice name_of(struct aq_slice source)
{
	struct aq_slice rest = source;

	(void)aq_slice_cut(&rest, ':');
	return rest.length > 0 ? rest : source;
}

bool match_names_source(const struct table *table, const struct aq_lump *lump,
			const struct aq_settlement *settlement)
{
	struct aq_slice name = name_of(settlement->source);

	if (has_word(lump->folded, name))
		return true;
	for (size_t i = 0; i < lump->id_count; i++)
		if (aq_slice_equals_any_case(lump->ids[i], name))
			return true;
	for (size_t i = 0; i < table->problem->name_count; i++)
		if (aq_slice_equals(table->problem->names[i].source, settlement->source) &&
		    has_word(lump->folded, table->problem->names[i].folded))
			return true;
	return false;
}

void match_add_candidate(struct candidates *candidates, uint32_t settlement_index)
{
	for (size_t i = 0; i < candidates->count && i < CANDIDATES_KEPT; i++)
		if (candidates->list[i] == settlement_index)
			return;
	if (candidates->count < CANDIDATES_KEPT)
		candidates->list[candidates->count] = settlement_index;
	candidates->count++;
}

void match_put_settled(struct table *table, const struct aq_settled *settled)
{
	if (settled->evidence.length == 0)
		table->is_starved = true;
	table->out[table->out_count++] = *settled;
}

void match_ask_double(struct table *table, size_t lump_index, const struct candidates *fits,
		      struct aq_slice evidence)
{
	const struct aq_lump *lump = &table->problem->lumps[lump_index];

	table->is_decided[lump_index] = true;
	match_put_settled(table,
			  &(struct aq_settled){.payment_no = lump->payment_no,
					       .settlement_index = SIZE_MAX,
					       .fits = {fits->list[0], fits->list[1]},
					       .fit_count = fits->count < 2 ? fits->count : 2,
					       .exception = AQ_POSSIBLE_DOUBLE,
					       .evidence = evidence});
}

void match_ask_several(struct table *table, size_t lump_index, const struct candidates *found)
{
	const struct aq_settlement *one = &table->problem->settlements[found->list[0]];
	const struct aq_settlement *other = &table->problem->settlements[found->list[1]];

	match_ask_double(
		table, lump_index, found,
		aq_arena_print(table->arena,
			       "settlement %.*s of %.*s and settlement %.*s of %.*s both fit",
			       AQ_SLICE_ARGS(one->settlement_id), AQ_SLICE_ARGS(one->source),
			       AQ_SLICE_ARGS(other->settlement_id), AQ_SLICE_ARGS(other->source)));
}

/* Without an id: the source is named, the day is near, the net is exact. */
bool match_is_near(const struct aq_lump *lump, const struct aq_settlement *settlement)
{
	int days;

	if (!aq_date_is_set(lump->booked_on) || !aq_date_is_set(settlement->settled_on) ||
	    aq_date_compare(lump->booked_on, settlement->settled_on) < 0)
		return false;
	days = aq_date_business_days_between(settlement->settled_on, lump->booked_on);
	return days >= 0 && days <= SETTLE_DAYS_MAX;
}

static size_t first_net(const struct table *table, const struct aq_lump *lump)
{
	struct net_entry wanted = {match_lump_signed(lump), lump->currency, 0};
	size_t low = 0;
	size_t high = table->net_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (net_order(&table->nets[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Equal nets beyond the bound change nothing: two are too many already. */
static struct candidates find_nets(struct table *table, const struct aq_lump *lump, bool counts)
{
	struct candidates found = {.count = 0};
	size_t start = first_net(table, lump);

	for (size_t i = start; i < table->net_count && i < start + EQUAL_NETS_MAX &&
			       table->nets[i].currency == lump->currency &&
			       table->nets[i].awaited == match_lump_signed(lump);
	     i++) {
		uint32_t index = table->nets[i].settlement_index;
		const struct aq_settlement *settlement = &table->problem->settlements[index];

		if (table->is_named[index] || !match_is_near(lump, settlement) ||
		    !match_names_source(table, lump, settlement))
			continue;
		match_add_candidate(&found, index);
		table->fit_count[index] += counts;
	}
	return found;
}

static void put_net(struct table *table, size_t lump_index, const struct candidates *found)
{
	const struct aq_lump *lump = &table->problem->lumps[lump_index];
	const struct aq_settlement *settlement = &table->problem->settlements[found->list[0]];

	if (table->fit_count[found->list[0]] > 1) {
		match_ask_double(table, lump_index, found,
				 aq_arena_print(table->arena,
						"another deposit fits settlement %.*s of %.*s too",
						AQ_SLICE_ARGS(settlement->settlement_id),
						AQ_SLICE_ARGS(settlement->source)));
		return;
	}
	match_put_settled(table, &(struct aq_settled){
					 .payment_no = lump->payment_no,
					 .settlement_index = found->list[0],
					 .rule = AQ_RULE_SETTLEMENT_NET,
					 .amount = match_lump_signed(lump),
					 .is_weak = true,
					 .evidence = aq_arena_print(
						 table->arena,
						 "source %.*s is named; amount equals the net of "
						 "settlement %.*s, in time; nothing else fits",
						 AQ_SLICE_ARGS(settlement->source),
						 AQ_SLICE_ARGS(settlement->settlement_id))});
}

/* Second pass, over what carries no id: first how many lumps each settlement
 * would fit, then the answers. */
static void settle_nets(struct table *table)
{
	const struct aq_settle_problem *problem = table->problem;

	for (size_t i = 0; i < problem->lump_count; i++)
		if (!table->is_decided[i])
			(void)find_nets(table, &problem->lumps[i], true);
	for (size_t i = 0; i < problem->lump_count; i++) {
		struct candidates found = {.count = 0};

		if (!table->is_decided[i])
			found = find_nets(table, &problem->lumps[i], false);
		if (found.count > 1)
			match_ask_several(table, i, &found);
		else if (found.count == 1)
			put_net(table, i, &found);
		table->is_decided[i] |= found.count > 0;
	}
}

static int settled_order(const void *one, const void *other)
{
	const struct aq_settled *left = one, *right = other;

	if (left->payment_no != right->payment_no)
		return left->payment_no < right->payment_no ? -1 : 1;
	return left->settlement_index < right->settlement_index
		       ? -1
		       : left->settlement_index > right->settlement_index;
}

enum aq_status aq_settle(const struct aq_settle_problem *problem, struct aq_arena *arena,
			 struct aq_settled **out, size_t *count, struct aq_error *err)
{
	struct table table = {.problem = problem, .arena = arena};

	if (!take_memory(&table))
		return aq_fail_memory(err);
	fill_table(&table);
	match_settle_named(&table);
	match_settle_shared(&table);
	settle_nets(&table);
	match_settle_days(&table);
	if (table.is_starved)
		return aq_fail_memory(err);
	qsort(table.out, table.out_count, sizeof(*table.out), settled_order);
	*out = table.out;
	*count = table.out_count;
	return AQ_OK;
}
