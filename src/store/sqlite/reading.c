/*
 * reading.c - rows become entries, postings and allocations again.
 */
#include "acquit/claim.h"
#include "reading.h"

static enum aq_status take_text(sqlite3_stmt *statement, int column, struct aq_arena *arena,
				struct aq_slice *out, struct aq_error *err)
{
	if (!arena) {
		*out = sq_text(statement, column);
		return AQ_OK;
	}
	return sq_copy(arena, statement, column, out) ? AQ_OK : aq_fail_memory(err);
}

enum aq_status sq_allocation_get(const struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, struct aq_allocation *out,
				 struct aq_error *err)
{
	uint64_t traits = sq_u64(statement, 3);
	enum aq_status status;

	*out = (struct aq_allocation){
		.allocation_no = sq_u64(statement, 0),
		.payment_no = sq_u64(statement, 1),
		.target_kind = (enum aq_target_kind)sq_unpack(SQ_ALLOCATION_TARGET, traits),
		.bucket = (enum aq_bucket)sq_unpack(SQ_ALLOCATION_BUCKET, traits),
		.confidence = (uint8_t)sq_unpack(SQ_ALLOCATION_CONFIDENCE, traits),
		.rule = (uint16_t)sq_word_in(store, SQ_RULE, sq_unpack(SQ_ALLOCATION_RULE, traits)),
		.cycle = (uint32_t)sq_unpack(SQ_ALLOCATION_CYCLE, traits),
		.item_no = sq_u64(statement, 4),
		.parent_no = sq_u64(statement, 5),
		.customer_no = sq_u64(statement, 6),
		.amount = sq_i64(statement, 7),
		.discount = sq_i64(statement, 8),
		.promotion = sq_i64(statement, 9),
		.write_off = sq_i64(statement, 10),
		.bills = sq_i64(statement, 11),
		.currency = (aq_currency)sq_u64(statement, 12),
		.takes_back_no = sq_u64(statement, 13),
	};
	if ((unsigned)out->target_kind > AQ_TARGET_ACCOUNT || (unsigned)out->bucket > AQ_BUCKET_OUT)
		return sq_contradiction(err, "allocation %llu is damaged",
					(unsigned long long)out->allocation_no);
	status = take_text(statement, 14, arena, &out->customer, err);
	if (status >= AQ_OK)
		status = take_text(statement, 15, arena, &out->target, err);
	if (status >= AQ_OK)
		status = take_text(statement, 16, arena, &out->evidence, err);
	return status;
}

static enum aq_status get_entry(const struct aq_store *store, sqlite3_stmt *statement, int column,
				struct aq_entry *out, struct aq_error *err)
{
	struct aq_slice id = sq_blob(statement, column + 8);

	*out = (struct aq_entry){
		.entry_no = sq_u64(statement, column),
		.event = (enum aq_event)sq_word_in(store, SQ_EVENT, sq_u64(statement, column + 1)),
		.posted_on = sq_date(statement, column + 2),
		.is_late = sq_i64(statement, column + 3) != 0,
		.payment_no = sq_u64(statement, column + 4),
		.corrects_no = sq_u64(statement, column + 5),
	};
	if (!sq_sha256(statement, column + 7, &out->hash) ||
	    (id.length != 0 && id.length != sizeof(out->payment)))
		return sq_contradiction(err, "entry %llu is damaged",
					(unsigned long long)out->entry_no);
	if (id.length)
		memcpy(out->payment.bytes, id.start, id.length);
	return AQ_OK;
}

enum aq_status sq_entry_get(const struct aq_store *store, sqlite3_stmt *statement, int column,
			    struct aq_arena *arena, struct aq_entry *out, struct aq_error *err)
{
	enum aq_status status = get_entry(store, statement, column, out, err);

	if (status < AQ_OK)
		return status;
	if (out->corrects_no != 0 && !sq_sha256(statement, column + 10, &out->corrects))
		return sq_contradiction(err, "entry %llu is damaged",
					(unsigned long long)out->entry_no);
	return take_text(statement, column + 9, arena, &out->memo, err);
}

enum aq_status sq_journal_entry_get(const struct aq_store *store, sqlite3_stmt *statement,
				    struct aq_entry *out, struct aq_error *err)
{
	enum aq_status status = get_entry(store, statement, 0, out, err);

	return status < AQ_OK ? status : take_text(statement, 9, NULL, &out->memo, err);
}

enum aq_status sq_posting_get(struct sq_texts *texts, sqlite3_stmt *statement,
			      struct aq_arena *arena, struct aq_posting *out, struct aq_error *err)
{
	enum aq_status status;

	*out = (struct aq_posting){
		.amount = sq_i64(statement, 3),
		.currency = (aq_currency)sq_u64(statement, 4),
		.customer_no = sq_u64(statement, 5),
		.item_no = sq_u64(statement, 6),
	};
	status = sq_texts_account(texts, sq_u64(statement, 1), &out->debit, err);
	if (status >= AQ_OK)
		status = sq_texts_account(texts, sq_u64(statement, 2), &out->credit, err);
	if (status >= AQ_OK)
		status = take_text(statement, 8, arena, &out->customer, err);
	if (status >= AQ_OK)
		status = take_text(statement, 9, arena, &out->target, err);
	if (status < AQ_OK)
		return status;
	if (sqlite3_column_type(statement, 10) != SQLITE_NULL)
		return take_text(statement, 10, arena, &out->settlement, err);
	return sq_texts_find(texts, SQ_TEXT_SETTLEMENT, sq_u64(statement, 7), &out->settlement,
			     err);
}

enum aq_status sq_entry_postings(struct sq_texts *texts, struct aq_entry *entry,
				 struct aq_arena *arena, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_posting)};
	struct aq_store *store = texts->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ENTRY_POSTINGS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, entry->entry_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_posting *posting = sq_results_add(&results);

		status = posting ? sq_posting_get(texts, statement, arena, posting, err)
				 : aq_fail_memory(err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	entry->postings = (const struct aq_posting *)(void *)results.rows;
	entry->posting_count = results.count;
	return status < AQ_OK ? status : AQ_OK;
}
