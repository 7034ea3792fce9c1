/*
 * crypto_internal.h - what hash.c and seal.c share of OpenSSL.
 */
#ifndef ACQUIT_BASE_CRYPTO_INTERNAL_H
#define ACQUIT_BASE_CRYPTO_INTERNAL_H

#include <openssl/types.h>

#include "acquit/error.h"

/* OpenSSL's library context of our own: it reads no settings file, and making
 * it fails in the open when memory is short. NULL before aq_hash_start. */
OSSL_LIB_CTX *aq_crypto_context(void);
/* `what` and OpenSSL's own reason; its queue is empty afterwards. */
enum aq_status aq_crypto_fail(struct aq_error *err, const char *what);

#endif
