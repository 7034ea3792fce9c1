/*
 * head_table.c - customers by how their names begin, in memory: for payers whose
 * names a file cut off.
 *
 * Refuses: master data with more than ROWS_MAX long names; nobody is found then.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/store_bulk.h"
#include "../sq.h"

#define ROWS_MAX       ((uint64_t)1 << 22) /* 64 MB */
#define ROOM_MIN       4096
#define HEAD_BYTES_MAX 64

struct head_row {
	uint64_t hash;
	uint64_t customer_no;
};

struct aq_head_table {
	unsigned char key[AQ_SIPHASH_KEY_BYTES];
	size_t head_bytes;
	struct head_row *rows; /* by hash, customer_no */
	size_t count, room;
};

static int compare_rows(const void *one, const void *other)
{
	const struct head_row *a = one, *b = other;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->customer_no < b->customer_no ? -1 : a->customer_no > b->customer_no;
}

static uint64_t hash_of(const struct aq_head_table *table, const char *name)
{
	char head[HEAD_BYTES_MAX];

	for (size_t at = 0; at < table->head_bytes; at++)
		head[at] = name[at] >= 'A' && name[at] <= 'Z' ? (char)(name[at] | ' ') : name[at];
	return aq_siphash(table->key, (struct aq_slice){head, table->head_bytes});
}

static enum aq_status table_grow(struct aq_head_table *table, struct aq_error *err)
{
	size_t room = table->room ? table->room * 2 : ROOM_MIN;
	struct head_row *rows = realloc(table->rows, room * sizeof(*rows));

	if (!rows)
		return aq_fail_memory(err);
	table->rows = rows;
	table->room = room;
	return AQ_OK;
}

static enum aq_status table_new(struct aq_head_table **out, struct aq_error *err)
{
	*out = calloc(1, sizeof(**out));
	return *out ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status add_row(struct aq_head_table *table, sqlite3_stmt *statement,
			      struct aq_error *err)
{
	struct aq_slice name = sq_text(statement, 1);
	enum aq_status status = AQ_OK;

	/* Letters of several bytes make a text of few letters long enough. */
	if (name.length < table->head_bytes)
		return AQ_OK;
	if (table->count == ROWS_MAX)
		return AQ_END;
	if (table->count == table->room)
		status = table_grow(table, err);
	if (status < AQ_OK)
		return status;
	table->rows[table->count++] =
		(struct head_row){hash_of(table, name.start), sq_u64(statement, 0)};
	return AQ_OK;
}

static enum aq_status fill(struct aq_head_table *table, struct aq_store *store,
			   struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_NAMES_LONGER, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, table->head_bytes);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = add_row(table, statement, err);
		if (status == AQ_OK)
			continue;
		sq_done(statement);
		table->count = 0;
		break;
	}
	if (table->count > 1)
		qsort(table->rows, table->count, sizeof(*table->rows), compare_rows);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_head_table(struct aq_store *store, size_t head_bytes,
				   struct aq_head_table **out, struct aq_error *err)
{
	struct aq_head_table *table = NULL;
	enum aq_status status = table_new(&table, err);

	if (status < AQ_OK)
		return status;
	AQ_CLAIM(head_bytes <= HEAD_BYTES_MAX);
	table->head_bytes = head_bytes;
	memcpy(table->key, aq_store_siphash_key(store), sizeof(table->key));
	status = fill(table, store, err);
	if (status < AQ_OK) {
		aq_head_table_free(table);
		return status;
	}
	*out = table;
	return AQ_OK;
}

void aq_head_table_free(struct aq_head_table *table)
{
	if (!table)
		return;
	free(table->rows);
	free(table);
}

size_t aq_head_table_find(const struct aq_head_table *table, struct aq_slice name, uint64_t *out,
			  size_t room)
{
	size_t low = 0, high = table->count, count = 0;
	uint64_t hash;

	if (name.length < table->head_bytes)
		return 0;
	hash = hash_of(table, name.start);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->rows[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; count < room && low + count < table->count && table->rows[low + count].hash == hash;
	     count++)
		out[count] = table->rows[low + count].customer_no;
	return count;
}
