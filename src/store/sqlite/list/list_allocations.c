/*
 * list_allocations.c - what was put where, with the payment whose row it is.
 */
#include "acquit/claim.h"
#include "../reading.h"

/* Allocations of a run lie nearly in the order of their payments: the next one
 * is mostly of the same payment, or of one a few rows on. */
#define ROWS_ON_MAX 32

struct payer {
	uint64_t payment_no;
	struct aq_payment_id id;
	uint64_t file_no, line;
};

struct listing {
	struct sq_texts texts;
	sqlite3_stmt *payments; /* stands on the payer */
	struct payer payer;
	uint64_t run_no;
	aq_on_allocation on_row;
	void *context;
};

static enum aq_status no_payment(uint64_t allocation_no, struct aq_error *err)
{
	return sq_contradiction(err, "allocation %llu has no payment",
				(unsigned long long)allocation_no);
}

/* Columns: payment_no, id, file, line. */
static bool take_payer(struct payer *payer, struct sq_row row)
{
	struct aq_slice id = sq_row_blob(row, 1);

	if (id.length != sizeof(payer->id))
		return false;
	payer->payment_no = sq_row_u64(row, 0);
	memcpy(payer->id.bytes, id.start, id.length);
	payer->file_no = sq_row_u64(row, 2);
	payer->line = sq_row_u64(row, 3);
	return true;
}

static enum aq_status give(struct listing *listing, struct sq_row row, struct aq_error *err)
{
	const struct payer *payer = &listing->payer;
	struct aq_allocation_line line = {
		.payment = payer->id, .line = payer->line, .run_no = listing->run_no};
	enum aq_status status;

	sq_texts_rest(&listing->texts);
	status = sq_texts_find(&listing->texts, SQ_TEXT_FILE, payer->file_no, &line.file, err);
	if (status >= AQ_OK)
		status = sq_allocation_get(listing->texts.store, row, NULL, &line.allocation, err);
	return status < AQ_OK ? status : listing->on_row(listing->context, &line, err);
}

/* --- of a run --- */

static enum aq_status reach_payer(struct listing *listing, uint64_t payment_no,
				  struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	uint64_t at = listing->payer.payment_no;
	enum aq_status status = AQ_OK;

	if (at == 0 || payment_no < at || payment_no - at > ROWS_ON_MAX) {
		sq_done(listing->payments);
		sq_bind_u64(store, listing->payments, 1, payment_no);
		at = 0;
	}
	listing->payer.payment_no = 0;
	while (status == AQ_OK && at < payment_no) {
		status = sq_step(store, listing->payments, err);
		at = status == AQ_OK ? sq_u64(listing->payments, 0) : 0;
	}
	if (status == AQ_OK && at == payment_no)
		(void)take_payer(&listing->payer, sq_row_of(listing->payments, 0));
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status on_allocation(void *context, struct sq_row row, struct aq_error *err)
{
	struct listing *listing = context;
	uint64_t payment_no = sq_row_u64(row, 1);
	enum aq_status status = AQ_OK;

	if (listing->payer.payment_no != payment_no)
		status = reach_payer(listing, payment_no, err);
	if (status >= AQ_OK && (payment_no == 0 || listing->payer.payment_no != payment_no))
		status = no_payment(sq_row_u64(row, 0), err);
	return status < AQ_OK ? status : give(listing, row, err);
}

static enum aq_status list_range(struct listing *listing, sqlite3_stmt *statement,
				 struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	struct sq_run_range range;
	enum aq_status status = sq_run_range(store, listing->run_no, &range, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_PAYERS_READ, &listing->payments, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, range.allocation_from);
	sq_bind_u64(store, statement, 2, range.allocation_to);
	status = sq_take(store, statement, on_allocation, listing, err);
	sq_done(listing->payments);
	return status;
}

enum aq_status aq_store_list_allocations(struct aq_store *store, uint64_t run_no,
					 aq_on_allocation on_row, void *context,
					 struct aq_error *err)
{
	struct listing listing = {.run_no = run_no, .on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ALLOCATIONS_TAKE, &statement, err);

	if (status >= AQ_OK)
		status = sq_texts_open(&listing.texts, store, NULL, err);
	if (status < AQ_OK)
		return status;
	status = list_range(&listing, statement, err);
	sq_texts_close(&listing.texts);
	return status;
}

/* --- of one payment, of one item --- */

/* After the allocation's columns: its payment's, and the run. */
static enum aq_status walk(struct listing *listing, sqlite3_stmt *statement, struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	enum aq_status status;

	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		if (take_payer(&listing->payer, sq_row_of(statement, SQ_ALLOCATION_COLUMN_COUNT))) {
			listing->run_no = sq_u64(statement, SQ_ALLOCATION_COLUMN_COUNT + 4);
			status = give(listing, sq_row_of(statement, 0), err);
		} else {
			status = no_payment(sq_u64(statement, 0), err);
		}
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status list_of(struct aq_store *store, enum sq_statement which, uint64_t number,
			      aq_on_allocation on_row, void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status >= AQ_OK)
		status = sq_texts_open(&listing.texts, store, NULL, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, number);
	status = walk(&listing, statement, err);
	sq_texts_close(&listing.texts);
	return status;
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
