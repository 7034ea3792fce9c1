/*
 * hash.h - SHA-256 (OpenSSL EVP, fetched once) and SipHash-2-4.
 *
 * SHA-256 names files and chains the journal. SipHash keys look-ups by texts
 * that payers choose; its key is drawn when a home is made and kept in the
 * store, so nobody outside can aim at a bucket. A hit is always confirmed by
 * comparing the full text.
 */
#ifndef ACQUIT_HASH_H
#define ACQUIT_HASH_H

#include "acquit/error.h"

#define AQ_SHA256_BYTES	     32
#define AQ_SHA256_HEX_BYTES  65 /* with its NUL */
#define AQ_SIPHASH_KEY_BYTES 16

struct aq_sha256 {
	unsigned char bytes[AQ_SHA256_BYTES];
};

struct aq_hasher;

/* Fetches the algorithm and runs a known-answer test; once, before any other
 * call here, from one thread. */
enum aq_status aq_hash_start(struct aq_error *err);

/* A hasher is reused: _begin starts anew. One thread a hasher. */
enum aq_status aq_hasher_new(struct aq_hasher **out, struct aq_error *err);
void aq_hasher_free(struct aq_hasher *hasher);
enum aq_status aq_hasher_begin(struct aq_hasher *hasher, struct aq_error *err);
enum aq_status aq_hasher_add(struct aq_hasher *hasher, struct aq_slice bytes, struct aq_error *err);
enum aq_status aq_hasher_end(struct aq_hasher *hasher, struct aq_sha256 *out, struct aq_error *err);
/* begin, add, end. */
enum aq_status aq_hasher_once(struct aq_hasher *hasher, struct aq_slice bytes,
			      struct aq_sha256 *out, struct aq_error *err);

void aq_sha256_to_hex(const struct aq_sha256 *hash, char out[AQ_SHA256_HEX_BYTES]);
bool aq_sha256_from_hex(struct aq_slice hex, struct aq_sha256 *out);
bool aq_sha256_equals(const struct aq_sha256 *one, const struct aq_sha256 *other);

uint64_t aq_siphash(const unsigned char key[AQ_SIPHASH_KEY_BYTES], struct aq_slice bytes);

/* Random bytes for keys, from the system's generator. */
enum aq_status aq_random(unsigned char *out, size_t bytes, struct aq_error *err);

#endif
