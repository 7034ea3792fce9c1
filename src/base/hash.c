/*
 * hash.c - SHA-256 by OpenSSL.
 *
 * The algorithm is fetched once and tried on a known answer: a provider that
 * fails to load later would otherwise hand out zeros, and two files with the
 * same zero hash look like one file delivered twice. Every result is looked
 * at, and a digest of zeros is refused.
 */
#include "acquit/hash.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/random.h>

#include "acquit/claim.h"
#include "crypto_internal.h"

/* The system's generator never hands out less than asked up to this many. */
#define RANDOM_BYTES_STEP 256

struct aq_hasher {
	EVP_MD_CTX *context;
	bool is_begun;
};

static OSSL_LIB_CTX *library;
static EVP_MD *sha256;

OSSL_LIB_CTX *aq_crypto_context(void)
{
	return library;
}

enum aq_status aq_crypto_fail(struct aq_error *err, const char *what)
{
	unsigned long reason = ERR_get_error();
	const char *text = reason ? ERR_reason_error_string(reason) : NULL;

	ERR_clear_error();
	return aq_fail(err, AQ_SYSTEM, AQ_BASE_CRYPTO, (struct aq_at){0}, "%s: %s", what,
		       text ? text : "no reason given");
}

static enum aq_status try_known_answer(struct aq_error *err)
{
	static const char expected[AQ_SHA256_HEX_BYTES] =
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	struct aq_hasher *hasher = NULL;
	struct aq_sha256 hash;
	char hex[AQ_SHA256_HEX_BYTES];
	enum aq_status status;

	status = aq_hasher_new(&hasher, err);
	if (status < AQ_OK)
		return status;
	status = aq_hasher_once(hasher, AQ_SLICE("abc"), &hash, err);
	aq_hasher_free(hasher);
	if (status < AQ_OK)
		return status;
	aq_sha256_to_hex(&hash, hex);
	if (memcmp(hex, expected, sizeof(expected)) != 0)
		return aq_crypto_fail(err, "SHA-256 does not give its known answer");
	return AQ_OK;
}

enum aq_status aq_hash_start(struct aq_error *err)
{
	enum aq_status status;

	if (sha256)
		return AQ_OK;
	/* A settings file named by the environment must not load providers. */
	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1)
		return aq_crypto_fail(err, "OpenSSL does not start");
	if (!library)
		library = OSSL_LIB_CTX_new();
	if (!library)
		return aq_crypto_fail(err, "OpenSSL does not start");
	ERR_clear_error();
	sha256 = EVP_MD_fetch(library, "SHA256", NULL);
	if (!sha256)
		return aq_crypto_fail(err, "SHA-256 is not available");
	status = try_known_answer(err);
	if (status < AQ_OK) {
		EVP_MD_free(sha256);
		sha256 = NULL;
	}
	return status;
}

enum aq_status aq_hasher_new(struct aq_hasher **out, struct aq_error *err)
{
	struct aq_hasher *hasher;

	AQ_CLAIM(sha256);
	hasher = calloc(1, sizeof(*hasher));
	if (!hasher)
		return aq_fail_memory(err);
	hasher->context = EVP_MD_CTX_new();
	if (!hasher->context) {
		free(hasher);
		return aq_crypto_fail(err, "no memory for a hash");
	}
	*out = hasher;
	return AQ_OK;
}

void aq_hasher_free(struct aq_hasher *hasher)
{
	if (!hasher)
		return;
	EVP_MD_CTX_free(hasher->context);
	free(hasher);
}

enum aq_status aq_hasher_begin(struct aq_hasher *hasher, struct aq_error *err)
{
	hasher->is_begun = false;
	if (EVP_DigestInit_ex2(hasher->context, sha256, NULL) != 1)
		return aq_crypto_fail(err, "a hash cannot be begun");
	hasher->is_begun = true;
	return AQ_OK;
}

enum aq_status aq_hasher_add(struct aq_hasher *hasher, struct aq_slice bytes, struct aq_error *err)
{
	AQ_CLAIM(hasher->is_begun);
	if (bytes.length == 0)
		return AQ_OK;
	if (EVP_DigestUpdate(hasher->context, bytes.start, bytes.length) != 1)
		return aq_crypto_fail(err, "a hash cannot be continued");
	return AQ_OK;
}

enum aq_status aq_hasher_end(struct aq_hasher *hasher, struct aq_sha256 *out, struct aq_error *err)
{
	static const struct aq_sha256 zeros;
	struct aq_sha256 hash = {{0}};
	unsigned length = 0;

	AQ_CLAIM(hasher->is_begun);
	hasher->is_begun = false;
	if (EVP_DigestFinal_ex(hasher->context, hash.bytes, &length) != 1 ||
	    length != AQ_SHA256_BYTES || aq_sha256_equals(&hash, &zeros))
		return aq_crypto_fail(err, "a hash cannot be ended");
	*out = hash;
	return AQ_OK;
}

enum aq_status aq_hasher_once(struct aq_hasher *hasher, struct aq_slice bytes,
			      struct aq_sha256 *out, struct aq_error *err)
{
	enum aq_status status = aq_hasher_begin(hasher, err);

	if (status < AQ_OK)
		return status;
	status = aq_hasher_add(hasher, bytes, err);
	if (status < AQ_OK)
		return status;
	return aq_hasher_end(hasher, out, err);
}

void aq_sha256_to_hex(const struct aq_sha256 *hash, char out[AQ_SHA256_HEX_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t index = 0; index < AQ_SHA256_BYTES; index++) {
		out[2 * index] = digits[hash->bytes[index] >> 4];
		out[2 * index + 1] = digits[hash->bytes[index] & 15];
	}
	out[AQ_SHA256_HEX_BYTES - 1] = '\0';
}

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool aq_sha256_from_hex(struct aq_slice hex, struct aq_sha256 *out)
{
	struct aq_sha256 hash;

	if (hex.length != AQ_SHA256_HEX_BYTES - 1)
		return false;
	for (size_t index = 0; index < AQ_SHA256_BYTES; index++) {
		int high = hex_value(hex.start[2 * index]);
		int low = hex_value(hex.start[2 * index + 1]);

		if (high < 0 || low < 0)
			return false;
		hash.bytes[index] = (unsigned char)(high * 16 + low);
	}
	*out = hash;
	return true;
}

bool aq_sha256_equals(const struct aq_sha256 *one, const struct aq_sha256 *other)
{
	return memcmp(one->bytes, other->bytes, AQ_SHA256_BYTES) == 0;
}

enum aq_status aq_random(unsigned char *out, size_t bytes, struct aq_error *err)
{
	size_t done = 0;

	while (done < bytes) {
		size_t step = bytes - done;
		ssize_t got;

		if (step > RANDOM_BYTES_STEP)
			step = RANDOM_BYTES_STEP;
		got = getrandom(out + done, step, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_CRYPTO,
					     "the system gives no random bytes");
		done += (size_t)got;
	}
	return AQ_OK;
}
