/*
 * list_allocations.c - what was put where, with the payment whose row it is.
 */
#include "acquit/claim.h"
#include "reading.h"

struct listing {
	struct sq_texts texts;
	aq_on_allocation on_row;
	void *context;
};

/* After the allocation's columns: payment id, file, line, run. */
static enum aq_status give(struct listing *listing, sqlite3_stmt *statement, struct aq_error *err)
{
	const int from = SQ_ALLOCATION_COLUMN_COUNT;
	struct aq_allocation_line line = {.line = sq_u64(statement, from + 2),
					  .run_no = sq_u64(statement, from + 3)};
	struct aq_slice id = sq_blob(statement, from);
	enum aq_status status =
		sq_allocation_get(listing->texts.store, statement, NULL, &line.allocation, err);

	if (status < AQ_OK)
		return status;
	if (id.length != sizeof(line.payment))
		return sq_contradiction(err, "allocation %llu has no payment",
					(unsigned long long)line.allocation.allocation_no);
	memcpy(line.payment.bytes, id.start, id.length);
	sq_texts_rest(&listing->texts);
	status = sq_texts_find(&listing->texts, SQ_TEXT_FILE, sq_u64(statement, from + 1),
			       &line.file, err);
	return status < AQ_OK ? status : listing->on_row(listing->context, &line, err);
}

static enum aq_status walk(struct aq_store *store, sqlite3_stmt *statement, aq_on_allocation on_row,
			   void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	enum aq_status status = sq_texts_open(&listing.texts, store, NULL, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = give(&listing, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_texts_close(&listing.texts);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_list_allocations(struct aq_store *store, uint64_t run_no,
					 aq_on_allocation on_row, void *context,
					 struct aq_error *err)
{
	struct sq_run_range range;
	sqlite3_stmt *statement;
	enum aq_status status = sq_run_range(store, run_no, &range, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_ALLOCATIONS_OF_RUN, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, range.allocation_from);
	sq_bind_u64(store, statement, 2, range.allocation_to);
	sq_bind_u64(store, statement, 3, run_no);
	return walk(store, statement, on_row, context, err);
}

static enum aq_status list_of(struct aq_store *store, enum sq_statement which, uint64_t number,
			      aq_on_allocation on_row, void *context, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, number);
	return walk(store, statement, on_row, context, err);
}

enum aq_status aq_store_allocations_of_payment(struct aq_store *store, uint64_t payment_no,
					       aq_on_allocation on_row, void *context,
					       struct aq_error *err)
{
	return list_of(store, SQ_ALLOCATIONS_OF_PAYMENT, payment_no, on_row, context, err);
}

enum aq_status aq_store_allocations_of_item(struct aq_store *store, uint64_t item_no,
					    aq_on_allocation on_row, void *context,
					    struct aq_error *err)
{
	return list_of(store, SQ_ALLOCATIONS_OF_ITEM, item_no, on_row, context, err);
}
