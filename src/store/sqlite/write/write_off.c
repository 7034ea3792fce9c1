/*
 * write_off.c - an item is billed with less because a person gave it up.
 *
 * Promises: what is open of it and what it is billed with move together, as the
 * journal says; a load that names the item again brings nothing back.
 */
#include "../load/load.h"
#include "../reading.h"

static enum aq_status read_open(struct aq_store *store, uint64_t item_no,
				struct sq_open_change *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use_of(store, SQ_ITEM_BRIEF_READ,
					  (struct sq_thing){"item", item_no}, &statement, err);

	if (status < AQ_OK)
		return status;
	*out = (struct sq_open_change){.customer_no = sq_u64(statement, 0),
				       .item_no = item_no,
				       .currency = (aq_currency)sq_u64(statement, 1),
				       .due_on = sq_date(statement, 3),
				       .from = sq_i64(statement, 4)};
	sq_done(statement);
	return AQ_OK;
}

static enum aq_status bill_less(struct aq_store *store, uint64_t item_no, int64_t amount,
				enum sq_statement how, struct aq_error *err)
{
	struct sq_open_change change;
	sqlite3_stmt *statement;
	enum aq_status status = read_open(store, item_no, &change, err);

	if (status >= AQ_OK && __builtin_sub_overflow(change.from, amount, &change.to))
		return sq_overflow(err);
	if (status >= AQ_OK)
		status = sq_use(store, how, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, item_no);
	sq_bind_i64(store, statement, 2, amount);
	status = sq_run(store, statement, err);
	return status < AQ_OK ? status : sq_open_set(store, &change, err);
}

enum aq_status aq_store_item_write_off(struct aq_store *store, uint64_t item_no, int64_t amount,
				       struct aq_error *err)
{
	return bill_less(store, item_no, amount, SQ_ITEM_WRITE_OFF, err);
}

enum aq_status aq_store_item_paid_before(struct aq_store *store, uint64_t item_no, int64_t amount,
					 struct aq_error *err)
{
	return bill_less(store, item_no, -amount, SQ_ITEM_TAKE_OFF, err);
}

/* Its one posting, as far as it stands. */
static enum aq_status read_posting(struct sq_texts *texts, int64_t stands, struct aq_arena *arena,
				   struct aq_entry *out, struct aq_error *err)
{
	struct aq_posting *posting = aq_arena_take(arena, sizeof(*posting));
	enum aq_status status = sq_entry_postings(texts, out, arena, err);

	if (status < AQ_OK)
		return status;
	if (!posting)
		return aq_fail_memory(err);
	if (out->posting_count != 1)
		return sq_contradiction(err, "write-off %llu has %zu postings",
					(unsigned long long)out->entry_no, out->posting_count);
	*posting = out->postings[0];
	posting->amount = stands;
	out->postings = posting;
	return AQ_OK;
}

enum aq_status aq_store_written_off(struct aq_store *store, const struct aq_written_order *order,
				    struct aq_arena *arena, struct aq_entry *out,
				    struct aq_error *err)
{
	struct sq_texts texts;
	sqlite3_stmt *statement;
	int64_t stands = 0;
	enum aq_status status = sq_texts_open(&texts, store, arena, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_WRITTEN_OFF, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_EVENT, order->event));
	sq_bind_u64(store, statement, 2, order->customer_no);
	sq_bind_i64(store, statement, 3, order->currency);
	sq_bind_u64(store, statement, 4, order->item_no);
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, (struct aq_at){0, 0},
			       "nothing of it was written off");
	if (status >= AQ_OK)
		status = sq_entry_get(store, sq_row_of(statement, 0), arena, out, err);
	if (status >= AQ_OK)
		stands = sq_i64(statement, SQ_ENTRY_COLUMN_COUNT);
	sq_done(statement);
	return status < AQ_OK ? status : read_posting(&texts, stands, arena, out, err);
}
