/*
 * seal.h - Ed25519 signatures over a ledger's head.
 *
 * The private key is a PEM file of mode 0600 owned by us; one that others can
 * read is refused (AQ_SETTINGS). The public key lies beside it as NAME.pub.
 */
#ifndef ACQUIT_SEAL_H
#define ACQUIT_SEAL_H

#include "acquit/error.h"

#define AQ_SEAL_BYTES 64

struct aq_seal_key;

/* AQ_SETTINGS when there is a key already. Makes a new pair: `path` (0600) and `path`.pub (0644), both fsynced. */
enum aq_status aq_seal_key_make(const char *path, struct aq_error *err);
enum aq_status aq_seal_key_open(struct aq_seal_key **out, const char *path, struct aq_error *err);
/* For checking only; `path` names the public PEM. */
enum aq_status aq_seal_key_open_public(struct aq_seal_key **out, const char *path,
				       struct aq_error *err);
void aq_seal_key_close(struct aq_seal_key *key);
/* First 16 hex digits of SHA-256 over the raw public key, and a NUL. */
void aq_seal_key_id(const struct aq_seal_key *key, char out[17]);
enum aq_status aq_seal_sign(const struct aq_seal_key *key, struct aq_slice bytes,
			    unsigned char out[AQ_SEAL_BYTES], struct aq_error *err);
/* AQ_INTEGRITY when the signature does not hold. */
enum aq_status aq_seal_check(const struct aq_seal_key *key, struct aq_slice bytes,
			     const unsigned char seal[AQ_SEAL_BYTES], struct aq_error *err);

#endif
