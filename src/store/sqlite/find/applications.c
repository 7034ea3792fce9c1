/*
 * applications.c - what still stands of what a payment was applied to, and
 * settlements that are not closed.
 */
#include "acquit/claim.h"
#include "../reading.h"

static bool is_spent(const struct aq_allocation *allocation)
{
	return allocation->amount == 0 && allocation->discount == 0 && allocation->promotion == 0 &&
	       allocation->write_off == 0 && allocation->bills == 0;
}

/* What later allocations took back of it is negative, and comes off. */
static enum aq_status lessen(sqlite3_stmt *statement, struct aq_allocation *allocation,
			     struct aq_error *err)
{
	int64_t *const parts[] = {&allocation->amount, &allocation->discount,
				  &allocation->promotion, &allocation->write_off,
				  &allocation->bills};

	for (int at = 0; at < (int)(sizeof(parts) / sizeof(parts[0])); at++)
		if (__builtin_add_overflow(*parts[at],
					   sq_i64(statement, SQ_ALLOCATION_COLUMN_COUNT + at),
					   parts[at]))
			return sq_overflow(err);
	return AQ_OK;
}

static enum aq_status standing(struct aq_store *store, struct aq_application_row *row,
			       uint64_t from, uint64_t count, struct aq_arena *arena,
			       struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_allocation)};
	sqlite3_stmt *statement;
	enum aq_status status;

	if (count == 0)
		return AQ_OK;
	status = sq_use(store, SQ_ALLOCATIONS_STANDING, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, from);
	sq_bind_u64(store, statement, 2, from + count - 1);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_allocation *allocation = sq_results_add(&results);

		status = allocation ? sq_allocation_get(store, sq_row_of(statement, 0), arena,
							allocation, err)
				    : aq_fail_memory(err);
		if (status >= AQ_OK)
			status = lessen(statement, allocation, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
		if (is_spent(allocation))
			results.count--;
	}
	row->allocations = (const struct aq_allocation *)(void *)results.rows;
	row->allocation_count = results.count;
	return status < AQ_OK ? status : AQ_OK;
}

struct range {
	uint64_t from, count;
};

static enum aq_status read_entries(struct aq_store *store, uint64_t payment_no,
				   struct aq_arena *arena, struct sq_results *rows,
				   struct sq_results *ranges, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_APPLICATIONS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_application_row *row = sq_results_add(rows);
		struct range *range = sq_results_add(ranges);

		status = row && range ? sq_entry_get(store, sq_row_of(statement, 0), arena,
						     &row->entry, err)
				      : aq_fail_memory(err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
		range->from = sq_u64(statement, SQ_ENTRY_COLUMN_COUNT);
		range->count = sq_u64(statement, SQ_ENTRY_COLUMN_COUNT + 1);
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_applications(struct aq_store *store, uint64_t payment_no,
				     struct aq_arena *arena, struct aq_application_row **out,
				     size_t *count, struct aq_error *err)
{
	struct sq_results rows = {.arena = arena, .bytes_each = sizeof(struct aq_application_row)};
	struct sq_results ranges = {.arena = arena, .bytes_each = sizeof(struct range)};
	struct sq_texts texts;
	enum aq_status status = sq_texts_open(&texts, store, arena, err);

	if (status >= AQ_OK)
		status = read_entries(store, payment_no, arena, &rows, &ranges, err);
	for (size_t at = 0; at < rows.count && status >= AQ_OK; at++) {
		struct aq_application_row *row =
			(struct aq_application_row *)(void *)rows.rows + at;
		const struct range *range = (const struct range *)(void *)ranges.rows + at;

		status = sq_entry_postings(&texts, &row->entry, arena, err);
		if (status >= AQ_OK)
			status = standing(store, row, range->from, range->count, arena, err);
	}
	if (status < AQ_OK)
		return status;
	*out = (struct aq_application_row *)(void *)rows.rows;
	*count = rows.count;
	return AQ_OK;
}

/* The payment of the statement's first row, which stands until sq_done. */
static enum aq_status read_payer(struct aq_store *store, sqlite3_stmt *statement, uint64_t item_no,
				 struct aq_payment_id *out, struct aq_error *err)
{
	struct aq_slice id;
	enum aq_status status = sq_step(store, statement, err);

	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, (struct aq_at){0, 0},
			       "no payment was put on it");
	if (status < AQ_OK)
		return status;
	id = sq_blob(statement, 0);
	if (id.length == sizeof(out->bytes)) {
		memcpy(out->bytes, id.start, id.length);
		return AQ_OK;
	}
	sq_done(statement);
	return sq_contradiction(err, "a payment of item %llu is damaged",
				(unsigned long long)item_no);
}

enum aq_status aq_store_item_paid_by(struct aq_store *store, uint64_t item_no,
				     struct aq_payment_id *payment, struct aq_date *booked_on,
				     struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_PAID_BY, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, item_no);
	status = read_payer(store, statement, item_no, payment, err);
	if (status < AQ_OK)
		return status;
	*booked_on = sq_date(statement, 1);
	sq_done(statement);
	return AQ_OK;
}

enum aq_status aq_store_item_deducted_by(struct aq_store *store, uint64_t item_no,
					 struct aq_payment_id *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_DEDUCTED_BY, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, item_no);
	sq_bind_i64(store, statement, 2, sq_word_out(store, SQ_CODE, AQ_DEDUCTION));
	status = read_payer(store, statement, item_no, out, err);
	if (status >= AQ_OK)
		sq_done(statement);
	return status;
}

enum aq_status aq_store_taken_off(struct aq_store *store, uint64_t payment_no, uint64_t taker_no,
				  struct aq_arena *arena, struct aq_allocation **out, size_t *count,
				  struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_allocation)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ALLOCATIONS_TAKEN_OFF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	sq_bind_u64(store, statement, 2, taker_no);
	status = sq_read_all(store, statement, &results, sq_read_allocation, err);
	*out = (struct aq_allocation *)(void *)results.rows;
	*count = results.count;
	return status;
}

enum aq_status sq_settlement_get(sqlite3_stmt *statement, struct aq_arena *arena,
				 struct aq_settlement *out, struct aq_error *err)
{
	*out = (struct aq_settlement){.settlement_no = sq_u64(statement, 0),
				      .currency = (aq_currency)sq_u64(statement, 3),
				      .settled_on = sq_date(statement, 4),
				      .gross = sq_i64(statement, 5),
				      .fees = sq_i64(statement, 6),
				      .returns = sq_i64(statement, 7),
				      .net = sq_i64(statement, 8),
				      .deposited = sq_i64(statement, 9),
				      .run_no = sq_u64(statement, 12),
				      .held = sq_i64(statement, 13),
				      .exchanged = sq_i64(statement, 14),
				      .other = sq_i64(statement, 15)};
	if (!sq_copy(arena, statement, 1, &out->source) ||
	    !sq_copy(arena, statement, 2, &out->settlement_id) ||
	    !sq_copy(arena, statement, 11, &out->match_ids[1]))
		return aq_fail_memory(err);
	out->match_ids[0] = out->settlement_id;
	return AQ_OK;
}

static enum aq_status read_settlement(struct aq_store *store, sqlite3_stmt *statement,
				      struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	return sq_settlement_get(statement, arena, row, err);
}

enum aq_status aq_store_settlements_open(struct aq_store *store, struct aq_arena *arena,
					 struct aq_settlement **out, size_t *count,
					 struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_settlement)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENTS_OPEN, &statement, err);

	if (status < AQ_OK)
		return status;
	status = sq_read_all(store, statement, &results, read_settlement, err);
	*out = (struct aq_settlement *)(void *)results.rows;
	*count = results.count;
	return status;
}
