/*
 * fingerprint.h - a payment's id and its digest in the chain; private.
 */
#ifndef ACQUIT_PIPELINE_FINGERPRINT_H
#define ACQUIT_PIPELINE_FINGERPRINT_H

#include "../job.h"

/* What one thread makes them with; owned by whoever opened it. */
struct fingerprinter {
	struct aq_slice file_hash; /* hex, for refused payments' ids; borrowed */
	struct aq_hasher *hasher;
	struct aq_chain *chain; /* for its room */
	struct aq_buffer text;
};
enum aq_status fingerprinter_open(struct fingerprinter *printer, struct aq_slice file_hash,
				  struct aq_error *err);
void fingerprinter_close(struct fingerprinter *printer);
/* The id of the `occurrence`-th payment of this identity; NULL where it has none. */
enum aq_status fingerprint_id(struct fingerprinter *printer, struct aq_payment *payment,
			      const struct aq_identity *identity, uint32_t occurrence,
			      struct aq_error *err);
enum aq_status fingerprint_digest(struct fingerprinter *printer, const struct aq_payment *payment,
				  struct aq_sha256 *out, struct aq_error *err);

#endif
