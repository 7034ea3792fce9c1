/*
 * chain.h - the canonical bytes of what is hashed (private to ledger).
 */
#ifndef ACQUIT_LEDGER_CHAIN_H
#define ACQUIT_LEDGER_CHAIN_H

#include "acquit/ledger.h"
#include "postings.h"

/* Owned by whoever called aq_chain_new. */
struct aq_chain {
	struct aq_hasher *hasher;
	struct aq_buffer buffer; /* canonical bytes of what is hashed next */
	struct aq_buffer unit; /* name of the unit begun */
	struct aq_sha256 head; /* of the book when the unit began */
	struct aq_sha256 running; /* of the entries so far */
	uint64_t count; /* of them */
	bool is_open;
};

struct aq_slice aq_chain_bytes(const struct aq_sha256 *hash);
void aq_chain_put_date(struct aq_buffer *out, struct aq_date date);
void aq_chain_put_amount(struct aq_buffer *out, int64_t amount);
void aq_chain_put_text(struct aq_buffer *out, const char *text);
void aq_chain_put_id(struct aq_buffer *out, struct aq_payment_id id);
/* Hashes what stands in the buffer. */
enum aq_status aq_chain_hash(struct aq_chain *chain, struct aq_sha256 *out, struct aq_error *err);

#endif
