/*
 * catalogue_fill.c - reads the catalogue: each table once, in its order.
 *
 * Design: a night's payments name items all over the tables, so a batch of a few
 * thousand touches nearly as many pages; one scan costs a fifth of that.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "../list/take.h"
#include "catalogue.h"

#define BYTES_OF_ITEM 80 /* with its customer, about */
#define TEXT_MAX      UINT8_MAX

/* --- texts --- */

/* NO_TEXT where one of them does not fit. */
static uint32_t keep_texts(struct aq_buffer *kept, const struct aq_slice *texts, size_t count)
{
	size_t at = kept->length;

	for (size_t index = 0; index < count; index++)
		if (texts[index].length > TEXT_MAX || at > NO_TEXT / 2)
			return NO_TEXT;
	for (size_t index = 0; index < count; index++) {
		aq_buffer_add_byte(kept, (char)texts[index].length);
		aq_buffer_add(kept, texts[index]);
	}
	return (uint32_t)at;
}

/* --- made and freed --- */

void aq_catalogue_free(struct aq_catalogue *catalogue)
{
	if (!catalogue)
		return;
	free(catalogue->item_nos);
	free(catalogue->items);
	aq_buffer_free(&catalogue->terms);
	free(catalogue->owners);
	free(catalogue->owned_from);
	free(catalogue->owned);
	free(catalogue->customer_nos);
	free(catalogue->customer_texts);
	free(catalogue->names.hashes);
	free(catalogue->names.customers);
	free(catalogue->names.texts);
	free(catalogue->names.is_account);
	aq_buffer_free(&catalogue->item_texts);
	aq_buffer_free(&catalogue->payer_texts);
	aq_arena_free(catalogue->arena);
	free(catalogue);
}

static bool grow(void *list, size_t room, size_t bytes_each)
{
	void **each = list, *grown = realloc(*each, room * bytes_each);

	if (grown)
		*each = grown;
	return grown != NULL;
}

static bool items_grow(struct aq_catalogue *catalogue, size_t room)
{
	if (room <= catalogue->item_room && catalogue->items)
		return true;
	if (!grow(&catalogue->item_nos, room + 1, sizeof(*catalogue->item_nos)) ||
	    !grow(&catalogue->items, room + 1, sizeof(*catalogue->items)) ||
	    !grow(&catalogue->owners, room + 1, sizeof(*catalogue->owners)) ||
	    !grow(&catalogue->owned_from, room + 2, sizeof(*catalogue->owned_from)) ||
	    !grow(&catalogue->owned, room + 1, sizeof(*catalogue->owned)))
		return false;
	catalogue->item_room = room;
	return true;
}

static enum aq_status catalogue_new(struct aq_catalogue **out, struct aq_error *err)
{
	struct aq_catalogue *catalogue = calloc(1, sizeof(*catalogue));

	if (!catalogue)
		return aq_fail_memory(err);
	aq_buffer_init(&catalogue->terms, 0);
	aq_buffer_init(&catalogue->item_texts, 0);
	aq_buffer_init(&catalogue->payer_texts, 0);
	if (aq_arena_new(&catalogue->arena, 0, err) < AQ_OK) {
		aq_catalogue_free(catalogue);
		return aq_fail_memory(err);
	}
	*out = catalogue;
	return AQ_OK;
}

enum aq_status aq_store_catalogue(struct aq_store *store, uint64_t asked_count,
				  struct aq_catalogue **out, struct aq_error *err)
{
	uint64_t count = store->state.sizes.open_items;

	if (count == 0 || !sq_is_affordable(count, BYTES_OF_ITEM) ||
	    !sq_is_scan_cheaper(asked_count, count))
		return AQ_END;
	return catalogue_new(out, err);
}

/* --- what is open --- */

struct open_row { /* by its place in the order of customers */
	int64_t open;
	aq_currency currency;
};

struct opening { /* while it is read */
	struct aq_store *store;
	struct aq_catalogue *catalogue;
	struct aq_arena *arena;
	size_t room, count;
	struct sq_pair *pairs; /* item, its place in the order of customers */
	struct open_row *rows;
	size_t at; /* of the items, in the order of their numbers */
	bool is_over; /* more than there is room for, or larger than is told here */
};

static enum aq_status take_open(void *context, struct sq_row row, struct aq_error *err)
{
	struct opening *opening = context;
	struct aq_catalogue *catalogue = opening->catalogue;
	uint64_t customer_no = sq_row_u64(row, 0), item_no = sq_row_u64(row, 1);
	size_t at = opening->count, owner = catalogue->owner_count;

	(void)err;
	opening->is_over |=
		at == opening->room || customer_no >= UINT32_MAX || item_no >= UINT32_MAX;
	if (opening->is_over)
		return AQ_OK;
	if (owner == 0 || catalogue->owners[owner - 1] != customer_no) {
		catalogue->owners[owner] = (uint32_t)customer_no;
		catalogue->owned_from[owner] = (uint32_t)at;
		catalogue->owner_count++;
	}
	catalogue->owned[at] = (uint32_t)item_no;
	opening->pairs[at] = (struct sq_pair){item_no, at};
	opening->rows[at] = (struct open_row){sq_row_i64(row, 2), (aq_currency)sq_row_u64(row, 3)};
	opening->count++;
	catalogue->owned_from[catalogue->owner_count] = (uint32_t)opening->count;
	return AQ_OK;
}

/* Who has what, and pairs in the order of items. */
static enum aq_status read_open(struct opening *opening, struct aq_error *err)
{
	struct aq_catalogue *catalogue = opening->catalogue;
	sqlite3_stmt *statement;
	enum aq_status status;

	opening->room = (size_t)opening->store->state.sizes.open_items;
	opening->pairs = sq_pairs(opening->arena, opening->room);
	opening->rows = aq_arena_take_many(opening->arena, opening->room, sizeof(*opening->rows));
	if (!opening->pairs || !opening->rows || !items_grow(catalogue, opening->room))
		return aq_fail_memory(err);
	catalogue->owner_count = 0;
	catalogue->owned_from[0] = 0;
	status = sq_use(opening->store, SQ_OPEN_ITEMS_TAKE, &statement, err);
	if (status >= AQ_OK)
		status = sq_take(opening->store, statement, take_open, opening, err);
	if (status < AQ_OK || opening->is_over)
		return status < AQ_OK ? status : AQ_END;
	sq_sort(opening->pairs, opening->pairs + opening->room, opening->count);
	return AQ_OK;
}

/* --- the items --- */

static uint32_t keep_terms(struct aq_catalogue *catalogue, struct shelf_terms terms, int64_t open)
{
	if (catalogue->terms.length == 0)
		aq_buffer_add(&catalogue->terms,
			      (struct aq_slice){(const char *)&(const struct shelf_terms){0},
						sizeof(terms)});
	if (terms.amount == open && terms.discount == 0 && terms.discount_until == 0 &&
	    terms.cycle == 0)
		return 0;
	aq_buffer_add(&catalogue->terms, (struct aq_slice){(const char *)&terms, sizeof(terms)});
	return (uint32_t)(catalogue->terms.length / sizeof(terms) - 1);
}

static enum aq_status take_item(void *context, struct sq_row row, struct aq_error *err)
{
	struct opening *opening = context;
	struct aq_catalogue *catalogue = opening->catalogue;
	struct shelf_item *out;
	struct aq_item item;
	enum aq_status status = sq_item_get(row, NULL, &item, err);

	if (status < AQ_OK)
		return status;
	while (opening->at < catalogue->item_count &&
	       catalogue->item_nos[opening->at] < item.item_no)
		opening->at++;
	if (opening->at == catalogue->item_count ||
	    catalogue->item_nos[opening->at] != item.item_no || item.customer_no >= UINT32_MAX ||
	    item.parent_no >= UINT32_MAX)
		return AQ_OK;
	out = &catalogue->items[opening->at];
	*out = (struct shelf_item){.open = out->open,
				   .customer = (uint32_t)item.customer_no,
				   .parent = (uint32_t)item.parent_no,
				   .due_on = item.due_on.day,
				   .issued_on = item.issued_on.day,
				   .currency = item.currency,
				   .kind = (uint8_t)item.kind,
				   .is_bound = item.is_bound};
	out->terms = keep_terms(catalogue,
				(struct shelf_terms){item.amount, item.discount,
						     item.discount_until.day, item.cycle},
				out->open);
	out->texts = keep_texts(&catalogue->item_texts,
				(const struct aq_slice[TEXTS_OF_ITEM]){item.number, item.class_text,
								       item.reference},
				TEXTS_OF_ITEM);
	return AQ_OK;
}

static enum aq_status read_items(struct opening *opening, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(opening->store, SQ_ITEMS_TAKE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_feed_set(opening->store, SQ_FEED_KEYS, opening->pairs, opening->catalogue->item_count);
	status = sq_take(opening->store, statement, take_item, opening, err);
	sq_feed_set(opening->store, SQ_FEED_KEYS, NULL, 0);
	return status;
}

/* Nothing is told yet of what is open. */
static void shelve(struct opening *opening)
{
	struct aq_catalogue *catalogue = opening->catalogue;

	for (size_t at = 0; at < opening->count; at++) {
		const struct open_row *row = &opening->rows[opening->pairs[at].index];

		catalogue->item_nos[at] = (uint32_t)opening->pairs[at].key;
		catalogue->items[at] = (struct shelf_item){
			.open = row->open, .currency = row->currency, .texts = NO_TEXT};
		opening->pairs[at].index = at;
	}
	catalogue->item_count = opening->count;
}

static enum aq_status fill_items(struct opening *opening, struct aq_error *err)
{
	enum aq_status status = read_open(opening, err);

	if (status != AQ_OK)
		return status;
	shelve(opening);
	return read_items(opening, err);
}

/* What is told of an item stays, but for what is open of it. */
static struct shelf_item renewed(struct aq_catalogue *catalogue, struct shelf_item item,
				 int64_t open)
{
	if (item.terms == 0 && item.open != open)
		item.terms = keep_terms(catalogue, (struct shelf_terms){.amount = item.open}, open);
	item.open = open;
	return item;
}

/* What is told of those that were open before, in the order of items. */
static void shelve_again(struct opening *opening, const uint32_t *item_nos,
			 const struct shelf_item *items, size_t count)
{
	struct aq_catalogue *catalogue = opening->catalogue;
	size_t from = 0;

	for (size_t at = 0; at < catalogue->item_count; at++) {
		while (from < count && item_nos[from] < catalogue->item_nos[at])
			from++;
		if (from < count && item_nos[from] == catalogue->item_nos[at])
			catalogue->items[at] =
				renewed(catalogue, items[from], catalogue->items[at].open);
	}
}

/* The lists of before are borrowed by a catalogue of their own. */
static enum aq_status renew_items(struct opening *opening, struct aq_error *err)
{
	struct aq_catalogue *catalogue = opening->catalogue;
	struct aq_catalogue before = {.item_nos = catalogue->item_nos,
				      .items = catalogue->items,
				      .item_count = catalogue->item_count};
	enum aq_status status;

	catalogue->item_nos = NULL;
	catalogue->items = NULL;
	catalogue->item_count = catalogue->item_room = 0;
	status = read_open(opening, err);
	if (status == AQ_OK) {
		shelve(opening);
		shelve_again(opening, before.item_nos, before.items, before.item_count);
	}
	free(before.item_nos);
	free(before.items);
	return status;
}

static enum aq_status with_opening(struct aq_store *store, struct aq_catalogue *catalogue,
				   enum aq_status (*work)(struct opening *, struct aq_error *),
				   struct aq_error *err)
{
	struct opening opening = {.store = store, .catalogue = catalogue};
	enum aq_status status = aq_arena_new(&opening.arena, 0, err);

	if (status < AQ_OK)
		return status;
	/* Its pages are read once, in their order. */
	sq_cache_small(store, true);
	status = work(&opening, err);
	sq_cache_small(store, store->catalogue != NULL);
	if (status == AQ_OK &&
	    (aq_buffer_failed(&catalogue->item_texts) || aq_buffer_failed(&catalogue->terms)))
		status = aq_fail_memory(err);
	aq_arena_free(opening.arena);
	return status;
}

enum aq_status aq_catalogue_items(struct aq_catalogue *catalogue, struct aq_store *store,
				  struct aq_error *err)
{
	return with_opening(store, catalogue, fill_items, err);
}

enum aq_status aq_catalogue_renew(struct aq_catalogue *catalogue, struct aq_store *store,
				  struct aq_error *err)
{
	return with_opening(store, catalogue, renew_items, err);
}

/* --- customers and names --- */

static bool customers_grow(struct aq_catalogue *catalogue)
{
	size_t room = catalogue->customer_room ? catalogue->customer_room * 2 : 4096;

	if (!grow(&catalogue->customer_nos, room, sizeof(*catalogue->customer_nos)) ||
	    !grow(&catalogue->customer_texts, room, sizeof(*catalogue->customer_texts)))
		return false;
	catalogue->customer_room = room;
	return true;
}

static enum aq_status take_customer(void *context, struct sq_row row, struct aq_error *err)
{
	struct aq_catalogue *catalogue = context;
	struct aq_slice texts[TEXTS_OF_CUSTOMER];
	uint64_t customer_no = sq_row_u64(row, 0);
	size_t at = catalogue->customer_count;

	if (customer_no >= UINT32_MAX)
		return AQ_OK;
	if (at == catalogue->customer_room && !customers_grow(catalogue))
		return aq_fail_memory(err);
	for (int column = 0; column < TEXTS_OF_CUSTOMER; column++)
		texts[column] = sq_row_text(row, column + 1);
	catalogue->customer_nos[at] = (uint32_t)customer_no;
	catalogue->customer_texts[at] =
		keep_texts(&catalogue->payer_texts, texts, TEXTS_OF_CUSTOMER);
	catalogue->customer_count++;
	return AQ_OK;
}

static bool names_grow(struct shelf_names *names)
{
	size_t room = names->room ? names->room * 2 : 4096;

	if (!grow(&names->hashes, room, sizeof(*names->hashes)) ||
	    !grow(&names->customers, room, sizeof(*names->customers)) ||
	    !grow(&names->texts, room, sizeof(*names->texts)) ||
	    !grow(&names->is_account, room, sizeof(*names->is_account)))
		return false;
	names->room = room;
	return true;
}

static enum aq_status take_name(void *context, struct sq_row row, struct aq_error *err)
{
	struct aq_catalogue *catalogue = context;
	struct shelf_names *names = &catalogue->names;
	const struct aq_slice normal = sq_row_text(row, 3);
	uint64_t customer_no = sq_row_u64(row, 2);
	size_t at = names->count;

	if (at == names->room && !names_grow(names))
		return aq_fail_memory(err);
	names->hashes[at] = sq_to_hash(sq_row_i64(row, 0));
	names->is_account[at] = sq_row_i64(row, 1) != 0;
	names->customers[at] = (uint32_t)customer_no;
	names->texts[at] = names->is_account[at] && customer_no < UINT32_MAX
				   ? keep_texts(&catalogue->payer_texts, &normal, 1)
				   : NO_TEXT;
	names->count++;
	return AQ_OK;
}

static enum aq_status fill(struct aq_store *store, struct aq_catalogue *catalogue,
			   enum sq_statement which, sq_on_row on_row, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	return status < AQ_OK ? status : sq_take(store, statement, on_row, catalogue, err);
}

enum aq_status aq_catalogue_payers(struct aq_catalogue *catalogue, struct aq_store *store,
				   struct aq_error *err)
{
	enum aq_status status;

	sq_cache_small(store, true); /* likewise */
	status = fill(store, catalogue, SQ_CUSTOMERS_TAKE, take_customer, err);
	if (status == AQ_OK)
		status = fill(store, catalogue, SQ_NAMES_TAKE, take_name, err);
	if (status == AQ_OK && aq_buffer_failed(&catalogue->payer_texts))
		status = aq_fail_memory(err);
	sq_cache_small(store, store->catalogue != NULL);
	return status;
}

void aq_store_lend(struct aq_store *store, const struct aq_catalogue *catalogue, bool has_room)
{
	/* What is still read lies in order, but for what was learned of payers. */
	if (store->catalogue || catalogue)
		sq_cache_small(store, catalogue && !has_room);
	sq_scratch_forget(store);
	store->catalogue = catalogue;
}
