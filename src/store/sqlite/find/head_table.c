/*
 * head_table.c - customers by how their names begin, in memory: for payers whose
 * names a file cut off.
 *
 * Design: sixteen bytes a long name, and no bound: a name that is not in it would be
 * taken for one that nobody else's begins with.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/memory.h"
#include "acquit/store_bulk.h"
#include "../sq.h"

#define ROOM_MIN   4096
#define NAME_MIN   14 /* bytes of a name that may be longer than a field */
#define HEAD_BYTES 12 /* of letters */
#define LONG_BYTES 18 /* of those that are as long: fewer begin alike */

struct head_row {
	uint64_t hash;
	uint32_t long_hash; /* 0: its letters are fewer */
	uint32_t customer_no;
};

struct aq_head_table {
	unsigned char key[AQ_SIPHASH_KEY_BYTES];
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

static uint64_t hash_of(const struct aq_head_table *table, struct aq_slice letters, size_t bytes)
{
	if (letters.length < bytes)
		return 0;
	return aq_siphash(table->key, (struct aq_slice){letters.start, bytes});
}

static uint32_t long_hash_of(const struct aq_head_table *table, struct aq_slice letters)
{
	return (uint32_t)hash_of(table, letters, LONG_BYTES);
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

struct filling {
	struct aq_head_table *table;
	struct aq_arena *arena; /* of one name */
	aq_letters_of letters_of;
};

static enum aq_status add_row(struct filling *filling, sqlite3_stmt *statement,
			      struct aq_error *err)
{
	struct aq_head_table *table = filling->table;
	struct aq_slice letters[AQ_HEADS_MAX];
	uint64_t customer_no = sq_u64(statement, 0);
	size_t count;
	enum aq_status status = AQ_OK;

	AQ_CLAIM(customer_no <= UINT32_MAX);
	aq_arena_reset(filling->arena);
	count = filling->letters_of(filling->arena, sq_text(statement, 1), letters);
	for (size_t at = 0; at < count; at++) {
		if (letters[at].length < HEAD_BYTES)
			continue;
		if (table->count == table->room)
			status = table_grow(table, err);
		if (status < AQ_OK)
			return status;
		table->rows[table->count++] =
			(struct head_row){hash_of(table, letters[at], HEAD_BYTES),
					  long_hash_of(table, letters[at]), (uint32_t)customer_no};
	}
	return AQ_OK;
}

static enum aq_status fill(struct filling *filling, struct aq_store *store, struct aq_error *err)
{
	struct aq_head_table *table = filling->table;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_NAMES_LONGER, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, NAME_MIN);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = add_row(filling, statement, err);
		if (status == AQ_OK)
			continue;
		sq_done(statement);
		break;
	}
	if (table->count > 1)
		qsort(table->rows, table->count, sizeof(*table->rows), compare_rows);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_head_table(struct aq_store *store, aq_letters_of letters_of,
				   struct aq_head_table **out, struct aq_error *err)
{
	struct filling filling = {.letters_of = letters_of};
	enum aq_status status = table_new(&filling.table, err);

	if (status >= AQ_OK)
		status = aq_arena_new(&filling.arena, 0, err);
	if (status >= AQ_OK) {
		memcpy(filling.table->key, aq_store_siphash_key(store), sizeof(filling.table->key));
		status = fill(&filling, store, err);
	}
	aq_arena_free(filling.arena);
	aq_memory_give_back();
	if (status < AQ_OK) {
		aq_head_table_free(filling.table);
		return status;
	}
	*out = filling.table;
	return AQ_OK;
}

void aq_head_table_free(struct aq_head_table *table)
{
	if (!table)
		return;
	free(table->rows);
	free(table);
}

size_t aq_head_table_find(const struct aq_head_table *table, struct aq_slice letters, uint64_t *out,
			  size_t room)
{
	size_t low = 0, high = table->count, count = 0;
	const uint64_t hash = hash_of(table, letters, HEAD_BYTES);
	const uint32_t long_hash = long_hash_of(table, letters);

	if (letters.length < HEAD_BYTES)
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->rows[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; count < room && low < table->count && table->rows[low].hash == hash; low++) {
		const struct head_row *row = &table->rows[low];

		if ((long_hash == 0 || row->long_hash == long_hash) &&
		    (count == 0 || out[count - 1] != row->customer_no))
			out[count++] = row->customer_no;
	}
	return count;
}
