/*
 * tables.c - what a night that is large beside its tables reads once into memory.
 *
 * Design: two read at once, each from a connection of its own. Loading alone writes
 * numbers, customers and names, so that they, and the items, are read while payments
 * are still taken in; what is open of items, and what was made of contracts and
 * subscriptions, is read when nothing is written any more. A night that pays most of
 * what is open reads the little that is left again, and meanwhile posts in the room
 * that all of it took; one that pays a part keeps all, and has that part put right.
 */
#include "tables.h"

#include <stdlib.h>

#include "gather.h"

#include "acquit/memory.h"
#include "acquit/thread.h"

/* Numbers of a payment that are looked up, about: those it names or seems to,
 * and for one nobody knows those that are nearly like them. */
#define NUMBERS_NAMED 5
#define NUMBERS_NEAR  128
/* Items of a payment, about: those it names and as many customers, and all that its
 * customer has open. */
#define ITEMS_NAMED 2
#define ITEMS_OPEN  8
/* Fewer are not worth a connection. */
#define EXPECTED_MIN 20000

/* Read in this order. */
enum part {
	PART_NUMBERS = 1,
	PART_ITEMS = 2,
	PART_OPEN = 4, /* of items that were read before */
	PART_PAYERS = 8,
	PART_PARENTS = 16,
	PART_HEADS = 32
};

/* --- reading --- */

static enum aq_status read_part(struct reader *reader, enum part part)
{
	struct tables *tables = reader->tables;
	struct aq_store *store = reader->store;
	struct aq_error *err = &reader->err;

	if (part == PART_NUMBERS)
		return tables->numbers ? AQ_OK
				       : aq_store_number_table(store, reader->numbers_asked,
							       &tables->numbers, err);
	if (part == PART_HEADS)
		return gather_heads(store, &tables->heads, err);
	if (!tables->catalogue)
		return AQ_OK;
	if (part == PART_ITEMS)
		return aq_catalogue_items(tables->catalogue, store, err);
	if (part == PART_OPEN)
		return aq_catalogue_renew(tables->catalogue, store, err);
	if (part == PART_PAYERS)
		return aq_catalogue_payers(tables->catalogue, store, err);
	return aq_catalogue_parents(tables->catalogue, store, err);
}

static void *read_parts(void *context)
{
	struct reader *reader = context;

	reader->status = AQ_OK;
	for (unsigned part = PART_NUMBERS; part <= PART_HEADS; part <<= 1) {
		enum aq_status status = AQ_OK;

		if (reader->parts & part)
			status = read_part(reader, part);
		/* Numbers that are looked up in the store are no loss of the catalogue. */
		if (status == AQ_END && part == PART_NUMBERS)
			continue;
		reader->status = status;
		if (status != AQ_OK)
			break;
	}
	aq_memory_give_back(); /* what reading needed */
	return NULL;
}

static void reader_begin(struct reader *reader)
{
	reader->is_running = aq_thread_begin(&reader->thread, read_parts, reader);
}

/* Where no thread could be had, it is read now. */
static enum aq_status reader_end(struct reader *reader, struct aq_error *err)
{
	if (reader->is_running)
		(void)pthread_join(reader->thread, NULL);
	else
		(void)read_parts(reader);
	reader->is_running = false;
	if (reader->status < AQ_OK && err)
		*err = reader->err;
	return reader->status;
}

/* A connection beside takes `parts_beside`, on a thread; without one all are own. */
static enum aq_status read_both(struct job *job, struct reader *beside, unsigned parts,
				unsigned parts_beside, struct aq_error *err)
{
	struct tables *tables = job->tables;
	struct reader own = {.tables = tables,
			     .store = job->store,
			     .parts = parts,
			     .numbers_asked = beside->numbers_asked};
	enum aq_status status, status_beside = AQ_OK;

	beside->tables = tables;
	beside->parts = parts_beside;
	if (beside->store)
		reader_begin(beside);
	else
		own.parts |= parts_beside;
	status = reader_end(&own, err);
	if (beside->store)
		status_beside = reader_end(beside, status < AQ_OK ? NULL : err);
	return status != AQ_OK ? status : status_beside;
}

/* --- kept and let go --- */

static void catalogue_let_go(struct tables *tables)
{
	aq_catalogue_free(tables->catalogue);
	tables->catalogue = NULL;
}

static void numbers_let_go(struct tables *tables)
{
	aq_number_table_free(tables->numbers);
	tables->numbers = NULL;
}

enum aq_status tables_new(struct tables **out, struct aq_error *err)
{
	*out = calloc(1, sizeof(**out));
	return *out ? AQ_OK : aq_fail_memory(err);
}

/* What failed is read again later, and fails there if it must. */
static void ahead_end(struct tables *tables)
{
	bool is_whole = true;

	for (size_t at = 0; at < 2; at++) {
		struct reader *reader = &tables->ahead[at];

		if (reader->is_running && reader_end(reader, NULL) != AQ_OK)
			is_whole = false;
		aq_store_close(reader->store);
		*reader = (struct reader){.store = NULL};
	}
	/* Only now: the one filled it while the other failed. */
	if (!is_whole)
		catalogue_let_go(tables);
}

void tables_free(struct tables *tables)
{
	if (!tables)
		return;
	ahead_end(tables);
	catalogue_let_go(tables);
	numbers_let_go(tables);
	aq_head_table_free(tables->heads);
	free(tables);
}

/* A pass that comes again has the room that all payments took in the first. */
static void lend(const struct job *job, struct aq_store *beside,
		 const struct aq_catalogue *catalogue, bool is_again)
{
	aq_store_lend(job->store, catalogue, is_again);
	if (beside)
		aq_store_lend(beside, catalogue, false);
}

/* --- before all is taken in --- */

static enum aq_status ahead_open(struct job *job, struct aq_error *err)
{
	struct aq_slice path = aq_arena_print(job->home->arena, "%s/acquit.db", job->home->path);
	enum aq_status status = path.length > 0 ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < 2 && status >= AQ_OK; at++)
		status = aq_store_open(&job->tables->ahead[at].store, path.start, AQ_STORE_READ,
				       err);
	return status;
}

/* Items too where there is far more than is paid tonight: else the room is the
 * night's, which has all of its trays in it. */
static bool ahead_begin_both(struct tables *tables, uint64_t payments, uint64_t open_items)
{
	struct reader *one = &tables->ahead[0], *other = &tables->ahead[1];

	one->tables = other->tables = tables;
	one->numbers_asked = payments * NUMBERS_NAMED;
	one->parts = PART_NUMBERS | PART_PAYERS | PART_HEADS;
	other->parts = PART_ITEMS;
	tables->has_items = payments < open_items / 2;
	reader_begin(one);
	if (tables->has_items)
		reader_begin(other);
	return one->is_running && (other->is_running || !tables->has_items);
}

static void ahead_begin(struct job *job, uint64_t payments)
{
	struct tables *tables = job->tables;
	struct aq_store_sizes sizes;
	struct aq_error err;

	if (ahead_open(job, &err) >= AQ_OK &&
	    aq_store_sizes(tables->ahead[0].store, &sizes, &err) >= AQ_OK &&
	    aq_store_catalogue(tables->ahead[0].store, payments * ITEMS_NAMED, &tables->catalogue,
			       &err) == AQ_OK)
		tables->is_ahead = ahead_begin_both(tables, payments, sizes.open_items);
	if (!tables->is_ahead) {
		ahead_end(tables);
		catalogue_let_go(tables);
	}
}

void tables_expect(struct job *job, uint64_t payments)
{
	struct tables *tables = job->tables;

	tables->expected += payments;
	if (!job->order->is_dry && tables->expected >= EXPECTED_MIN && !tables->is_ahead)
		ahead_begin(job, tables->expected);
}

/* --- when all is --- */

static enum aq_status read_all(struct job *job, struct reader *beside, bool is_again,
			       uint64_t waiting, struct aq_error *err)
{
	struct tables *tables = job->tables;
	bool was_ahead = tables->is_ahead;
	enum aq_status status;

	ahead_end(tables);
	tables->is_ahead = false;
	if (was_ahead && tables->catalogue)
		return read_both(job, beside, tables->has_items ? PART_OPEN : PART_ITEMS,
				 PART_NUMBERS | PART_PARENTS, err);
	status = aq_store_catalogue(job->store, waiting * (is_again ? ITEMS_OPEN : ITEMS_NAMED),
				    &tables->catalogue, err);
	if (status < AQ_OK)
		return status;
	if (is_again)
		return read_both(job, beside, PART_ITEMS | PART_PARENTS, PART_NUMBERS | PART_PAYERS,
				 err);
	return read_both(job, beside, PART_ITEMS, PART_NUMBERS | PART_PAYERS | PART_PARENTS, err);
}

enum aq_status tables_open(struct job *job, struct aq_store *beside, bool is_again,
			   struct aq_error *err)
{
	struct tables *tables = job->tables;
	struct reader reader = {.store = beside};
	struct aq_store_sizes sizes;
	enum aq_status status;

	if (is_again && tables->catalogue)
		return AQ_OK;
	status = aq_store_sizes(job->store, &sizes, err);
	if (status < AQ_OK)
		return status;
	reader.numbers_asked = sizes.waiting * (is_again ? NUMBERS_NEAR : NUMBERS_NAMED);
	status = read_all(job, &reader, is_again, sizes.waiting, err);
	if (status != AQ_OK)
		catalogue_let_go(tables);
	if (status < AQ_OK)
		return status;
	tables->is_kept = !is_again && sizes.waiting < sizes.open_items / 2;
	lend(job, beside, tables->catalogue, is_again);
	return AQ_OK;
}

void tables_rest(struct job *job, struct aq_store *beside, bool is_again)
{
	struct tables *tables = job->tables;

	lend(job, beside, NULL, is_again);
	if (!tables->is_kept) {
		catalogue_let_go(tables);
		if (!is_again)
			numbers_let_go(tables);
	}
	tables->is_kept = false;
}

enum aq_status tables_renew(struct job *job, struct aq_error *err)
{
	struct tables *tables = job->tables;
	struct reader beside = {.store = NULL};
	enum aq_status status;

	if (!tables->catalogue)
		return AQ_OK;
	status = read_both(job, &beside, PART_OPEN | PART_PARENTS, 0, err);
	if (status != AQ_OK)
		catalogue_let_go(tables);
	else
		lend(job, NULL, tables->catalogue, true);
	return status < AQ_OK ? status : AQ_OK;
}
