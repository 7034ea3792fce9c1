/*
 * number_table.c - all numbers of the master data in memory, for a night that
 * looks up so many that going down a tree for each costs more than one scan.
 *
 * Design: nine bytes a row. Rows lie in the order of their hash; its upper
 * bits choose a group of a few rows, and the next 32 tell them apart there. Two
 * hashes that agree so far are taken for one: the caller compares the numbers
 * themselves in any case.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/store_bulk.h"
#include "lookups.h"

#define BYTES_OF_ROW 10 /* with its part of a group */
#define GROUP_ROWS   4
#define TAIL_BITS    32
#define AHEAD	     32 /* look-ups that are begun before the first is ended */

struct aq_number_table {
	unsigned group_bits;
	uint32_t *groups; /* where each begins; one more than there are groups */
	uint32_t *tails;
	uint32_t *targets;
	uint8_t *kinds;
	size_t count, room;
};

static uint64_t group_of(const struct aq_number_table *table, uint64_t hash)
{
	return hash >> (64 - table->group_bits);
}

static uint32_t tail_of(const struct aq_number_table *table, uint64_t hash)
{
	return (uint32_t)(hash << table->group_bits >> (64 - TAIL_BITS));
}

static enum aq_status table_new(struct aq_number_table **out, size_t room, struct aq_error *err)
{
	struct aq_number_table *table = calloc(1, sizeof(*table));

	if (!table)
		return aq_fail_memory(err);
	table->room = room;
	table->group_bits = 1;
	while (((size_t)GROUP_ROWS << table->group_bits) < room)
		table->group_bits++;
	table->groups = calloc(((size_t)1 << table->group_bits) + 1, sizeof(*table->groups));
	table->tails = malloc((room + 1) * sizeof(*table->tails));
	table->targets = malloc((room + 1) * sizeof(*table->targets));
	table->kinds = malloc((room + 1) * sizeof(*table->kinds));
	if (!table->groups || !table->tails || !table->targets || !table->kinds) {
		aq_number_table_free(table);
		return aq_fail_memory(err);
	}
	*out = table;
	return AQ_OK;
}

void aq_number_table_free(struct aq_number_table *table)
{
	if (!table)
		return;
	free(table->groups);
	free(table->tails);
	free(table->targets);
	free(table->kinds);
	free(table);
}

struct filling {
	struct aq_number_table *table;
	bool is_over; /* a row does not fit, and the table is of no use */
};

static enum aq_status take_number(void *context, struct sq_row row, struct aq_error *err)
{
	struct filling *filling = context;
	struct aq_number_table *table = filling->table;
	uint64_t hash = sq_to_hash(sq_row_i64(row, 0)), target = sq_row_u64(row, 2);
	size_t at = table->count;

	(void)err;
	filling->is_over |= at == table->room || target > UINT32_MAX;
	if (filling->is_over)
		return AQ_OK;
	table->tails[at] = tail_of(table, hash);
	table->targets[at] = (uint32_t)target;
	table->kinds[at] = (uint8_t)sq_row_i64(row, 1);
	table->groups[group_of(table, hash) + 1]++;
	table->count++;
	return AQ_OK;
}

/* Counts of groups become the places where they begin. */
static void begin_groups(struct aq_number_table *table)
{
	for (size_t at = 0; at < (size_t)1 << table->group_bits; at++)
		table->groups[at + 1] += table->groups[at];
}

static enum aq_status fill(struct aq_store *store, struct aq_number_table *table,
			   struct aq_error *err)
{
	struct filling filling = {.table = table};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_NUMBERS_TAKE, &statement, err);

	/* Its pages are read once, in their order. */
	sq_cache_small(store, true);
	if (status >= AQ_OK)
		status = sq_take(store, statement, take_number, &filling, err);
	sq_cache_small(store, store->catalogue != NULL);
	if (status < AQ_OK)
		return status;
	begin_groups(table);
	return filling.is_over ? AQ_END : AQ_OK;
}

enum aq_status aq_store_number_table(struct aq_store *store, uint64_t asked_count,
				     struct aq_number_table **out, struct aq_error *err)
{
	uint64_t count = store->state.sizes.numbers;
	struct aq_number_table *table = NULL;
	enum aq_status status;

	if (count == 0 || !sq_is_affordable(count, BYTES_OF_ROW) ||
	    !sq_is_scan_cheaper(asked_count, count))
		return AQ_END;
	status = table_new(&table, (size_t)count, err);
	if (status < AQ_OK)
		return status;
	status = fill(store, table, err);
	if (status == AQ_OK)
		*out = table;
	else
		aq_number_table_free(table);
	return status;
}

static struct aq_number_place place_in(const struct aq_number_table *table, uint64_t hash)
{
	uint64_t group = group_of(table, hash);
	uint32_t tail = tail_of(table, hash);
	uint32_t at = table->groups[group], end = table->groups[group + 1], count = 0;

	while (at < end && table->tails[at] < tail)
		at++;
	while (at + count < end && table->tails[at + count] == tail)
		count++;
	return (struct aq_number_place){at, count};
}

/* Each look-up waits for memory twice; those of a batch wait together. */
void aq_number_table_find(const struct aq_number_table *table, const uint64_t *hashes, size_t count,
			  struct aq_number_place *out)
{
	for (size_t from = 0; from < count; from += AHEAD) {
		size_t end = count - from < AHEAD ? count : from + AHEAD;

		for (size_t at = from; at < end; at++)
			__builtin_prefetch(&table->groups[group_of(table, hashes[at])]);
		for (size_t at = from; at < end; at++)
			__builtin_prefetch(
				&table->tails[table->groups[group_of(table, hashes[at])]]);
		for (size_t at = from; at < end; at++)
			out[at] = place_in(table, hashes[at]);
	}
}

struct aq_number_row aq_number_table_row(const struct aq_number_table *table, size_t at)
{
	AQ_CLAIM(at < table->count);
	return (struct aq_number_row){.kind = (enum aq_hit_kind)table->kinds[at],
				      .target_no = table->targets[at]};
}
