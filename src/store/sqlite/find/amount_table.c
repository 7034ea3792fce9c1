/*
 * amount_table.c - what is open, by its amount, in memory: for suggestions to
 * payments of which only the amount is known.
 *
 * Design: twelve bytes an item. Refuses: books with more open items than ROWS_MAX;
 * nothing is suggested then, nor is an item of more than OPEN_MAX minor units.
 */
#include <stdlib.h>

#include "acquit/store_bulk.h"
#include "../sq.h"

#define ROWS_MAX      ((uint64_t)1 << 22) /* 48 MB */
#define CURRENCY_BITS 10 /* ISO 4217 numbers */
#define CURRENCY_MASK ((1 << CURRENCY_BITS) - 1)
#define OPEN_MAX      (INT64_MAX >> CURRENCY_BITS)
#define ROOM_MIN      4096

/* What is open, then the currency, in one number. */
struct __attribute__((packed, aligned(4))) amount_row {
	int64_t money;
	uint32_t item_no;
};

struct aq_amount_table {
	struct amount_row *rows;
	size_t count, room;
};

static int64_t money_of(int64_t open, uint64_t currency)
{
	return open << CURRENCY_BITS | (int64_t)(currency & CURRENCY_MASK);
}

static int compare_rows(const void *one, const void *other)
{
	const struct amount_row *a = one, *b = other;

	if (a->money != b->money)
		return a->money < b->money ? -1 : 1;
	return a->item_no < b->item_no ? -1 : a->item_no > b->item_no;
}

static enum aq_status grow(struct aq_amount_table *table, struct aq_error *err)
{
	size_t room = table->room ? table->room * 2 : ROOM_MIN;
	struct amount_row *rows = realloc(table->rows, room * sizeof(*rows));

	if (!rows)
		return aq_fail_memory(err);
	table->rows = rows;
	table->room = room;
	return AQ_OK;
}

static enum aq_status add_row(struct aq_amount_table *table, sqlite3_stmt *statement,
			      struct aq_error *err)
{
	uint64_t item_no = sq_u64(statement, 0);
	int64_t open = sq_i64(statement, 1);
	enum aq_status status = AQ_OK;

	if (table->count == ROWS_MAX || item_no > UINT32_MAX)
		return AQ_END;
	if (open > OPEN_MAX)
		return AQ_OK;
	if (table->count == table->room)
		status = grow(table, err);
	if (status < AQ_OK)
		return status;
	table->rows[table->count++] =
		(struct amount_row){money_of(open, sq_u64(statement, 2)), (uint32_t)item_no};
	return AQ_OK;
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
	sqlite3_stmt *statement;
	enum aq_status status = table_new(&table, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_OPEN_AMOUNTS, &statement, err);
	if (status < AQ_OK) {
		free(table);
		return status;
	}
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = add_row(table, statement, err);
		if (status == AQ_OK)
			continue;
		sq_done(statement);
		table->count = 0;
		break;
	}
	if (status < AQ_OK) {
		aq_amount_table_free(table);
		return status;
	}
	if (table->count > 1)
		qsort(table->rows, table->count, sizeof(*table->rows), compare_rows);
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

		if (compare_rows(&table->rows[middle], &key) < 0)
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
