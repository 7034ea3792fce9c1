/*
 * payment_read.c - rows become payments again.
 *
 * Promises: what was taken in comes back, every field of it, or the reader says
 * which payment is damaged.
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

static void unpack_traits(const struct aq_store *store, uint64_t traits,
			  struct sq_payment_read *out)
{
	struct aq_payment *payment = &out->payment;

	payment->kind = (enum aq_kind)sq_unpack(SQ_PAYMENT_KIND, traits);
	payment->direction = (enum aq_direction)sq_unpack(SQ_PAYMENT_DIRECTION, traits);
	payment->mode = (enum aq_posting_mode)sq_unpack(SQ_PAYMENT_MODE, traits);
	payment->is_refused = sq_unpack(SQ_PAYMENT_REFUSED, traits) != 0;
	payment->is_bare_entry = sq_unpack(SQ_PAYMENT_BARE, traits) != 0;
	payment->is_residual = sq_unpack(SQ_PAYMENT_RESIDUAL, traits) != 0;
	payment->is_reversal = sq_unpack(SQ_PAYMENT_REVERSAL, traits) != 0;
	payment->is_remittance_unbalanced = sq_unpack(SQ_PAYMENT_UNBALANCED, traits) != 0;
	payment->reference_kind = (enum aq_reference_kind)sq_word_in(
		store, SQ_REFERENCE, sq_unpack(SQ_PAYMENT_REFERENCE, traits));
	payment->refusal =
		(enum aq_code)sq_word_in(store, SQ_CODE, sq_unpack(SQ_PAYMENT_REFUSAL, traits));
	out->status = (enum aq_payment_status)sq_unpack(SQ_PAYMENT_STATUS, traits);
	out->bucket = (enum aq_bucket)sq_unpack(SQ_PAYMENT_BUCKET, traits);
	out->is_negative = sq_unpack(SQ_PAYMENT_NEGATIVE, traits) != 0;
}

static bool is_sound(const struct sq_payment_read *read)
{
	return (unsigned)read->payment.kind < AQ_KIND_COUNT &&
	       (unsigned)read->payment.mode <= AQ_POSTS_CLEARING &&
	       (unsigned)read->status < AQ_PAYMENT_STATUS_COUNT &&
	       (unsigned)read->bucket <= AQ_BUCKET_OUT && read->payment.amount >= 0;
}

static void get_numbers(const struct aq_store *store, struct sq_row row,
			struct sq_payment_read *out)
{
	struct aq_payment *payment = &out->payment;

	payment->payment_no = sq_row_u64(row, 0);
	payment->file_no = sq_row_u64(row, 1);
	payment->line = sq_row_u64(row, 2);
	unpack_traits(store, sq_row_u64(row, 3), out);
	payment->currency = (aq_currency)sq_row_u64(row, 4);
	payment->amount = sq_row_i64(row, 5);
	payment->booked_on = sq_row_date(row, 6);
	out->settlement_no = sq_row_u64(row, 7);
	out->account_no = sq_row_u64(row, 8);
	out->duplicate_of = sq_row_u64(row, 11);
	out->entry_no = sq_row_u64(row, 12);
}

static enum aq_status get_rest(struct sq_texts *texts, struct sq_row row, int column,
			       struct aq_arena *arena, struct sq_payment_read *out,
			       struct aq_error *err)
{
	struct aq_slice bytes = sq_row_blob(row, column);
	struct aq_slice kept = arena ? aq_arena_copy(arena, bytes) : bytes;

	if (kept.length != bytes.length)
		return aq_fail_memory(err);
	if (!sq_rest_get(kept, &out->payment))
		return sq_contradiction(err, "payment %llu is damaged",
					(unsigned long long)out->payment.payment_no);
	if (out->settlement_no == 0)
		return AQ_OK;
	return sq_texts_find(texts, SQ_TEXT_SETTLEMENT, out->settlement_no,
			     &out->payment.settlement_id, err);
}

enum aq_status sq_payment_get(struct sq_texts *texts, struct sq_row row, struct aq_arena *arena,
			      struct sq_payment_read *out, struct aq_error *err)
{
	struct aq_payment *payment = &out->payment;
	struct aq_slice id = sq_row_blob(row, 13);
	enum aq_status status;

	memset(out, 0, sizeof(*out));
	get_numbers(texts->store, row, out);
	if (id.length != sizeof(payment->id.bytes) || !is_sound(out))
		return sq_contradiction(err, "payment %llu is damaged",
					(unsigned long long)payment->payment_no);
	memcpy(payment->id.bytes, id.start, id.length);
	status = sq_texts_find(texts, SQ_TEXT_LABEL, sq_row_u64(row, 9), &payment->bank_account,
			       err);
	if (status >= AQ_OK)
		status = sq_texts_find(texts, SQ_TEXT_LABEL, sq_row_u64(row, 10), &payment->source,
				       err);
	if (status >= AQ_OK)
		status = take_text(row, 14, arena, &payment->source_id, err);
	payment->trace = payment->source_id;
	if (status >= AQ_OK && !sq_row_is_null(row, 15))
		status = take_text(row, 15, arena, &payment->trace, err);
	return status < AQ_OK ? status : get_rest(texts, row, 16, arena, out, err);
}

enum aq_status sq_payment_texts_get(struct sq_texts *texts, struct sq_row row,
				    struct aq_arena *arena, struct aq_payment *out,
				    struct aq_error *err)
{
	struct aq_slice *const fields[] = {
		&out->payer,	     &out->payer_bank,	&out->payer_account, &out->reference,
		&out->end_to_end_id, &out->return_text, &out->text};
	struct aq_slice details, kept;
	enum aq_status status = AQ_OK;

	for (int at = 0; at < SQ_TEXT_COLUMN_COUNT - 1 && status >= AQ_OK; at++)
		status = take_text(row, at, arena, fields[at], err);
	if (status < AQ_OK || !arena)
		return status;
	details = sq_row_blob(row, SQ_TEXT_COLUMN_COUNT - 1);
	kept = aq_arena_copy(arena, details);
	if (kept.length != details.length)
		return aq_fail_memory(err);
	if (!sq_details_get(texts->store, kept, arena, out))
		return sq_contradiction(err, "the references of payment %llu are damaged",
					(unsigned long long)out->payment_no);
	return AQ_OK;
}
