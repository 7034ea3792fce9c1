/*
 * fingerprint.c - a payment's id and its digest in the chain.
 *
 * Both are the same on every machine: they are made of what the file says and
 * of which of equal payments this one is, never of numbers the store gave.
 */
#include "fingerprint.h"

enum aq_status fingerprinter_open(struct fingerprinter *printer, struct aq_slice file_hash,
				  struct aq_error *err)
{
	enum aq_status status;

	printer->file_hash = file_hash;
	aq_buffer_init(&printer->text, 0);
	status = aq_hasher_new(&printer->hasher, err);
	return status < AQ_OK ? status : aq_chain_new(&printer->chain, err);
}

void fingerprinter_close(struct fingerprinter *printer)
{
	aq_chain_free(printer->chain);
	aq_hasher_free(printer->hasher);
	aq_buffer_free(&printer->text);
	*printer = (struct fingerprinter){.chain = NULL};
}

enum aq_status fingerprint_id(struct fingerprinter *printer, struct aq_payment *payment,
			      const struct aq_identity *identity, uint32_t occurrence,
			      struct aq_error *err)
{
	struct aq_buffer *text = &printer->text;
	struct aq_sha256 hash;
	enum aq_status status;

	aq_buffer_clear(text);
	aq_buffer_add_field(text, AQ_SLICE("acquit/payment/1"));
	aq_buffer_add_field(text, AQ_SLICE("main"));
	if (identity && !payment->is_refused) {
		aq_buffer_add_be32(text, (uint32_t)payment->booked_on.day);
		aq_buffer_add_field(text, identity->text);
	} else {
		aq_buffer_add_field(text, printer->file_hash);
		aq_buffer_add_be64(text, payment->line);
		aq_buffer_add_be32(text, payment->leaf_index);
	}
	aq_buffer_add_be32(text, occurrence);
	if (aq_buffer_failed(text))
		return aq_fail_memory(err);
	status = aq_hasher_once(printer->hasher, aq_buffer_slice(text), &hash, err);
	if (status >= AQ_OK)
		memcpy(payment->id.bytes, hash.bytes, sizeof(payment->id.bytes));
	return status;
}

enum aq_status fingerprint_digest(struct fingerprinter *printer, const struct aq_payment *payment,
				  struct aq_sha256 *out, struct aq_error *err)
{
	return aq_payment_digest(printer->chain, payment, out, err);
}
