/*
 * settle_shared.c - one deposit for several payouts, all of which it names.
 *
 * Promises: exactly the sum of what they await, each of them awaited by nothing
 * else; each is closed whole.
 * Refuses: to part a deposit otherwise; all that it names is asked.
 */
#include "settle.h"

struct shared { /* the settlements one lump names */
	struct candidates named;
	int64_t awaited[CANDIDATES_KEPT];
};

/* Each brings money, and together exactly what came. */
static bool is_their_sum(const struct table *table, const struct aq_lump *lump,
			 struct shared *shared)
{
	int64_t left = match_lump_signed(lump);

	if (lump->direction != AQ_MONEY_IN || shared->named.count > CANDIDATES_KEPT)
		return false;
	for (size_t i = 0; i < shared->named.count; i++) {
		uint32_t index = shared->named.list[i];

		if (!match_awaited(&table->problem->settlements[index], &shared->awaited[i]) ||
		    shared->awaited[i] <= 0 || shared->awaited[i] > left)
			return false;
		left -= shared->awaited[i];
	}
	return left == 0;
}

static void count_claims(struct table *table, const struct candidates *named)
{
	for (size_t i = 0; i < named->count && i < CANDIDATES_KEPT; i++)
		table->fit_count[named->list[i]]++;
}

static bool is_claimed_once(const struct table *table, const struct candidates *named)
{
	for (size_t i = 0; i < named->count && i < CANDIDATES_KEPT; i++)
		if (table->is_named[named->list[i]] || table->fit_count[named->list[i]] != 1)
			return false;
	return true;
}

static void close_all(struct table *table, const struct aq_lump *lump, const struct shared *shared)
{
	char whole[MONEY_WORDS_BYTES], awaited[MONEY_WORDS_BYTES];

	match_money_words(lump->amount, lump->currency, whole);
	for (size_t i = 0; i < shared->named.count; i++) {
		uint32_t index = shared->named.list[i];
		const struct aq_settlement *settlement = &table->problem->settlements[index];

		table->is_named[index] = true;
		match_put_settled(table,
				  &(struct aq_settled){
					  .payment_no = lump->payment_no,
					  .settlement_index = index,
					  .rule = AQ_RULE_SETTLEMENT_ID,
					  .amount = shared->awaited[i],
					  .evidence = aq_arena_print(
						  table->arena,
						  "settlement %.*s of %.*s is named; it awaits %s, "
						  "and all %zu "
						  "that are named together await the %s that came",
						  AQ_SLICE_ARGS(settlement->settlement_id),
						  AQ_SLICE_ARGS(settlement->source),
						  match_money_words(shared->awaited[i],
								    settlement->currency, awaited),
						  shared->named.count, whole)});
	}
}

static struct candidates named_by(const struct table *table, size_t lump_index)
{
	struct candidates all = {.count = 0};
	struct candidates exact = {.count = 0};

	match_find_named(table, &table->problem->lumps[lump_index], &all, &exact);
	return all;
}

void match_settle_shared(struct table *table)
{
	for (size_t i = 0; i < table->problem->lump_count; i++)
		if (table->is_shared[i]) {
			struct candidates named = named_by(table, i);

			count_claims(table, &named);
		}
	for (size_t i = 0; i < table->problem->lump_count; i++) {
		struct shared shared;

		if (!table->is_shared[i])
			continue;
		shared.named = named_by(table, i);
		if (is_their_sum(table, &table->problem->lumps[i], &shared) &&
		    is_claimed_once(table, &shared.named))
			close_all(table, &table->problem->lumps[i], &shared);
		else
			match_ask_several(table, i, &shared.named);
	}
	for (size_t i = 0; i < table->problem->settlement_count; i++)
		table->fit_count[i] = 0;
}
