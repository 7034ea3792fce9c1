/*
 * reading.c - rows become entries, postings and allocations again.
 */
#include "acquit/claim.h"
#include "reading.h"

static enum aq_status take_text(struct sq_row row, int column, struct aq_arena *arena,
				struct aq_slice *out, struct aq_error *err)
{
	struct aq_slice text = sq_row_text(row, column);

	if (!arena) {
		*out = text;
		return AQ_OK;
	}
	*out = aq_arena_copy(arena, text);
	return out->length == text.length ? AQ_OK : aq_fail_memory(err);
}

enum aq_status sq_allocation_get(const struct aq_store *store, struct sq_row row,
				 struct aq_arena *arena, struct aq_allocation *out,
				 struct aq_error *err)
{
	uint64_t traits = sq_row_u64(row, 3);
	enum aq_status status;

	*out = (struct aq_allocation){
		.allocation_no = sq_row_u64(row, 0),
		.payment_no = sq_row_u64(row, 1),
		.target_kind = (enum aq_target_kind)sq_unpack(SQ_ALLOCATION_TARGET, traits),
		.bucket = (enum aq_bucket)sq_unpack(SQ_ALLOCATION_BUCKET, traits),
		.confidence = (uint8_t)sq_unpack(SQ_ALLOCATION_CONFIDENCE, traits),
		.rule = (uint16_t)sq_word_in(store, SQ_RULE, sq_unpack(SQ_ALLOCATION_RULE, traits)),
		.cycle = (uint32_t)sq_unpack(SQ_ALLOCATION_CYCLE, traits),
		.item_no = sq_row_u64(row, 4),
		.parent_no = sq_row_u64(row, 5),
		.customer_no = sq_row_u64(row, 6),
		.amount = sq_row_i64(row, 7),
		.discount = sq_row_i64(row, 8),
		.promotion = sq_row_i64(row, 9),
		.write_off = sq_row_i64(row, 10),
		.bills = sq_row_i64(row, 11),
		.currency = (aq_currency)sq_row_u64(row, 12),
		.takes_back_no = sq_row_u64(row, 13),
	};
	if ((unsigned)out->target_kind > AQ_TARGET_ACCOUNT || (unsigned)out->bucket > AQ_BUCKET_OUT)
		return sq_contradiction(err, "allocation %llu is damaged",
					(unsigned long long)out->allocation_no);
	status = take_text(row, 14, arena, &out->customer, err);
	if (status >= AQ_OK)
		status = take_text(row, 15, arena, &out->target, err);
	if (status >= AQ_OK)
		status = take_text(row, 16, arena, &out->evidence, err);
	return status;
}

enum aq_status sq_read_allocation(struct aq_store *store, sqlite3_stmt *statement,
				  struct aq_arena *arena, void *row, struct aq_error *err)
{
	return sq_allocation_get(store, sq_row_of(statement, 0), arena, row, err);
}

static enum aq_status get_entry(const struct aq_store *store, struct sq_row row,
				struct aq_entry *out, struct aq_error *err)
{
	struct aq_slice id = sq_row_blob(row, 8);

	*out = (struct aq_entry){
		.entry_no = sq_row_u64(row, 0),
		.event = (enum aq_event)sq_word_in(store, SQ_EVENT, sq_row_u64(row, 1)),
		.posted_on = sq_row_date(row, 2),
		.is_late = sq_row_i64(row, 3) != 0,
		.payment_no = sq_row_u64(row, 4),
		.corrects_no = sq_row_u64(row, 5),
	};
	if (!sq_row_sha256(row, 7, &out->hash) ||
	    (id.length != 0 && id.length != sizeof(out->payment)))
		return sq_contradiction(err, "entry %llu is damaged",
					(unsigned long long)out->entry_no);
	if (id.length)
		memcpy(out->payment.bytes, id.start, id.length);
	return AQ_OK;
}

enum aq_status sq_entry_get(const struct aq_store *store, struct sq_row row, struct aq_arena *arena,
			    struct aq_entry *out, struct aq_error *err)
{
	enum aq_status status = get_entry(store, row, out, err);

	if (status < AQ_OK)
		return status;
	if (out->corrects_no != 0 && !sq_row_sha256(row, 10, &out->corrects))
		return sq_contradiction(err, "entry %llu is damaged",
					(unsigned long long)out->entry_no);
	return take_text(row, 9, arena, &out->memo, err);
}

enum aq_status sq_journal_entry_get(const struct aq_store *store, struct sq_row row,
				    struct aq_entry *out, struct aq_error *err)
{
	enum aq_status status = get_entry(store, row, out, err);

	return status < AQ_OK ? status : take_text(row, 9, NULL, &out->memo, err);
}

enum aq_status sq_posting_get(struct sq_texts *texts, struct sq_row row, struct aq_arena *arena,
			      struct aq_posting *out, struct aq_error *err)
{
	enum aq_status status;

	*out = (struct aq_posting){
		.amount = sq_row_i64(row, 3),
		.currency = (aq_currency)sq_row_u64(row, 4),
		.customer_no = sq_row_u64(row, 5),
		.item_no = sq_row_u64(row, 6),
	};
	status = sq_texts_account(texts, sq_row_u64(row, 1), &out->debit, err);
	if (status >= AQ_OK)
		status = sq_texts_account(texts, sq_row_u64(row, 2), &out->credit, err);
	if (status >= AQ_OK)
		status = take_text(row, 8, arena, &out->customer, err);
	if (status >= AQ_OK)
		status = take_text(row, 9, arena, &out->target, err);
	if (status < AQ_OK)
		return status;
	if (!sq_row_is_null(row, 10))
		return take_text(row, 10, arena, &out->settlement, err);
	return sq_texts_find(texts, SQ_TEXT_SETTLEMENT, sq_row_u64(row, 7), &out->settlement, err);
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

		status = posting ? sq_posting_get(texts, sq_row_of(statement, 0), arena, posting,
						  err)
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
