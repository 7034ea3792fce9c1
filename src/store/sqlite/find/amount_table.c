/*
 * amount_table.c - what is open, by its amount, in memory: for suggestions to
 * payments of which only the amount is known.
 *
 * Design: twelve bytes an item. Refuses: books with more open items than ROWS_MAX;
 * nothing is suggested then, nor is an item of more than OPEN_MAX minor units.
 */
#include <stdlib.h>

#include "acquit/memory.h"
#include "acquit/sorted.h"
#include "acquit/store_bulk.h"
#include "catalogue.h"

#define ROWS_MAX      ((uint64_t)1 << 25) /* 400 MB */
#define CURRENCY_BITS 10 /* ISO 4217 numbers */
#define CURRENCY_MASK ((1 << CURRENCY_BITS) - 1)
#define OPEN_MAX      (INT64_MAX >> CURRENCY_BITS)

/* What is open, then the currency, in one number. */
struct __attribute__((packed, aligned(4))) amount_row {
	int64_t money;
	uint32_t item_no;
};

struct aq_amount_table {
	struct amount_row *rows;
	size_t count;
};

static int64_t money_of(int64_t open, uint64_t currency)
{
	return open << CURRENCY_BITS | (int64_t)(currency & CURRENCY_MASK);
}

static int compare_rows(const struct amount_row *one, const struct amount_row *other)
{
	if (one->money != other->money)
		return one->money < other->money ? -1 : 1;
	return one->item_no < other->item_no ? -1 : one->item_no > other->item_no;
}

/* What is read, sorted by item and then, keeping that order, by money. */
struct filling {
	struct sq_pair *pairs; /* with the spare behind `room` */
	size_t count, room;
	bool is_over; /* more than there is room for: the table is of no use */
};

static void add(struct filling *filling, uint64_t item_no, int64_t open, uint64_t currency)
{
	filling->is_over |= filling->count == filling->room || item_no > UINT32_MAX;
	if (filling->is_over || open > OPEN_MAX)
		return;
	filling->pairs[filling->count++] =
		(struct sq_pair){item_no, (uint64_t)money_of(open, currency)};
}

static enum aq_status take_amount(void *context, struct sq_row row, struct aq_error *err)
{
	(void)err;
	add(context, sq_row_u64(row, 0), sq_row_i64(row, 1), sq_row_u64(row, 2));
	return AQ_OK;
}

static enum aq_status read_amounts(struct filling *filling, struct aq_store *store,
				   struct aq_error *err)
{
	const struct aq_catalogue *catalogue = store->catalogue;
	sqlite3_stmt *statement;
	enum aq_status status;

	if (!catalogue) {
		status = sq_use(store, SQ_OPEN_AMOUNTS, &statement, err);
		return status < AQ_OK ? status
				      : sq_take(store, statement, take_amount, filling, err);
	}
	for (size_t at = 0; at < catalogue->item_count; at++)
		if (catalogue->items[at].open > 0)
			add(filling, catalogue->item_nos[at], catalogue->items[at].open,
			    catalogue->items[at].currency);
	return AQ_OK;
}

static void sort(struct filling *filling)
{
	sq_sort(filling->pairs, filling->pairs + filling->room, filling->count);
	for (size_t at = 0; at < filling->count; at++)
		filling->pairs[at] =
			(struct sq_pair){filling->pairs[at].index, filling->pairs[at].key};
	sq_sort(filling->pairs, filling->pairs + filling->room, filling->count);
}

static enum aq_status rows_new(struct aq_amount_table *table, size_t room, struct aq_error *err)
{
	table->rows = malloc((room + 1) * sizeof(*table->rows));
	return table->rows ? AQ_OK : aq_fail_memory(err);
}

static void put_rows(struct aq_amount_table *table, const struct filling *filling)
{
	for (size_t at = 0; at < filling->count; at++)
		table->rows[at] = (struct amount_row){(int64_t)filling->pairs[at].key,
						      (uint32_t)filling->pairs[at].index};
	table->count = filling->count;
}

static enum aq_status fill(struct aq_amount_table *table, struct aq_store *store,
			   struct aq_error *err)
{
	size_t room = (size_t)store->state.sizes.open_items;
	struct filling filling = {.room = room};
	struct aq_arena *arena = NULL;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status < AQ_OK)
		return status;
	filling.pairs = sq_pairs(arena, room);
	status = filling.pairs ? read_amounts(&filling, store, err) : aq_fail_memory(err);
	if (status >= AQ_OK && !filling.is_over) {
		sort(&filling);
		status = rows_new(table, filling.count, err);
	}
	if (table->rows)
		put_rows(table, &filling);
	aq_arena_free(arena);
	aq_memory_give_back();
	return status;
}

static enum aq_status table_new(struct aq_amount_table **out, struct aq_error *err)
{
	*out = calloc(1, sizeof(**out));
	return *out ? AQ_OK : aq_fail_memory(err);
}

enum aq_status aq_store_amount_table(struct aq_store *store, struct aq_amount_table **out,
				     struct aq_error *err)
{
	struct aq_amount_table *table = NULL;
	enum aq_status status = table_new(&table, err);

	if (status >= AQ_OK && store->state.sizes.open_items <= ROWS_MAX)
		status = fill(table, store, err);
	if (status < AQ_OK) {
		aq_amount_table_free(table);
		return status;
	}
	*out = table;
	return AQ_OK;
}

/* --- of which a few have moved --- */

static struct amount_row row_of(const struct aq_item *item)
{
	return (struct amount_row){money_of(item->open, item->currency), (uint32_t)item->item_no};
}

static int compare_any(const void *one, const void *other)
{
	return compare_rows(one, other);
}

/* What is open of items, in the order of the table; `rows` has room for all. */
static size_t rows_of(const struct aq_item *items, size_t count, struct amount_row *rows)
{
	size_t to = 0;

	for (size_t at = 0; at < count; at++)
		if (items[at].open > 0 && items[at].open <= OPEN_MAX)
			rows[to++] = row_of(&items[at]);
	if (to > 1)
		qsort(rows, to, sizeof(*rows), compare_any);
	return to;
}

#define PERHAPS_BITS 65536

struct renewing {
	const struct aq_amount_table *before;
	const struct amount_row *rows;
	size_t row_count;
	const uint64_t *item_nos;
	size_t count;
	unsigned char perhaps[PERHAPS_BITS / 8]; /* by the low bits of moved numbers */
};

static void mark(struct renewing *renewing)
{
	for (size_t at = 0; at < renewing->count; at++) {
		size_t bit = renewing->item_nos[at] % PERHAPS_BITS;

		renewing->perhaps[bit / 8] |= (unsigned char)(1u << bit % 8);
	}
}

static bool is_moved(const struct renewing *renewing, uint64_t item_no)
{
	size_t bit = item_no % PERHAPS_BITS;

	return renewing->perhaps[bit / 8] & 1u << bit % 8 &&
	       aq_sorted_find((struct aq_sorted){renewing->item_nos, renewing->count,
						 sizeof(*renewing->item_nos), 0},
			      item_no);
}

static void merge(const struct renewing *renewing, struct aq_amount_table *out)
{
	const struct aq_amount_table *before = renewing->before;
	size_t at = 0;

	for (size_t from = 0; from < before->count; from++) {
		const struct amount_row *row = &before->rows[from];

		while (at < renewing->row_count && compare_rows(&renewing->rows[at], row) < 0)
			out->rows[out->count++] = renewing->rows[at++];
		if (!is_moved(renewing, row->item_no))
			out->rows[out->count++] = *row;
	}
	while (at < renewing->row_count)
		out->rows[out->count++] = renewing->rows[at++];
}

static enum aq_status renew(struct renewing *renewing, struct aq_store *store,
			    struct aq_arena *arena, struct aq_amount_table *out,
			    struct aq_error *err)
{
	struct aq_item *items;
	struct amount_row *rows;
	size_t found;
	enum aq_status status = aq_store_items(store, renewing->item_nos, renewing->count, arena,
					       &items, &found, err);

	if (status < AQ_OK)
		return status;
	rows = aq_arena_take_many(arena, found, sizeof(*rows));
	status = rows ? rows_new(out, renewing->before->count + found, err) : aq_fail_memory(err);
	if (status < AQ_OK)
		return status;
	renewing->rows = rows;
	renewing->row_count = rows_of(items, found, rows);
	mark(renewing);
	merge(renewing, out);
	return AQ_OK;
}

enum aq_status aq_amount_table_renew(const struct aq_amount_table *before, struct aq_store *store,
				     const uint64_t *item_nos, size_t count,
				     struct aq_amount_table **out, struct aq_error *err)
{
	struct renewing renewing = {.before = before, .item_nos = item_nos, .count = count};
	struct aq_amount_table *table = NULL;
	struct aq_arena *arena = NULL;
	enum aq_status status;

	if (before->count == 0)
		return aq_store_amount_table(store, out, err);
	status = table_new(&table, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&arena, 0, err);
	if (status >= AQ_OK)
		status = renew(&renewing, store, arena, table, err);
	aq_arena_free(arena);
	if (status < AQ_OK) {
		aq_amount_table_free(table);
		return status;
	}
	*out = table;
	return AQ_OK;
}

void aq_amount_table_free(struct aq_amount_table *table)
{
	if (!table)
		return;
	free(table->rows);
	free(table);
}

size_t aq_amount_table_find(const struct aq_amount_table *table, struct aq_money money,
			    uint64_t *out, size_t room)
{
	struct amount_row key = {0, 0};
	size_t low = 0, high = table->count, count = 0;

	if (money.minor < 0 || money.minor > OPEN_MAX)
		return 0;
	key.money = money_of(money.minor, money.currency);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->rows[middle].money < key.money)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low + count < table->count && table->rows[low + count].money == key.money; count++) {
		if (count == room)
			return room + 1;
		out[count] = table->rows[low + count].item_no;
	}
	return count;
}

bool aq_amount_table_differ(const struct aq_amount_table *one, const struct aq_amount_table *other,
			    struct aq_amount_walk *walk, struct aq_money *out)
{
	while (walk->one < one->count || walk->other < other->count) {
		const struct amount_row *row = NULL;
		int order = walk->one == one->count	  ? 1
			    : walk->other == other->count ? -1
							  : compare_rows(&one->rows[walk->one],
									 &other->rows[walk->other]);

		if (order != 0)
			row = order < 0 ? &one->rows[walk->one] : &other->rows[walk->other];
		walk->one += order <= 0;
		walk->other += order >= 0;
		if (!row)
			continue;
		*out = (struct aq_money){row->money >> CURRENCY_BITS,
					 (aq_currency)(row->money & CURRENCY_MASK)};
		return true;
	}
	return false;
}
