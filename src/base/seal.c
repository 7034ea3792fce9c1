/*
 * seal.c - Ed25519 signatures over a ledger's head.
 *
 * Ed25519 signs whole messages only, so every call is one-shot. Keys are PEM;
 * a private key that others could read is worth nothing and is refused, and a
 * key under a passphrase is refused rather than asked for: nobody is there at
 * night to answer.
 */
#include "acquit/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquit/hash.h"
#include "crypto_internal.h"
#include "file_internal.h"

#define KEY_BYTES_MAX	 4096
#define PUBLIC_BYTES	 32
#define PRIVATE_MODE	 0600
#define PUBLIC_MODE	 0644
#define OTHERS_MODE_BITS 077
#define KEY_ID_DIGITS	 16

struct aq_seal_key {
	EVP_PKEY *key;
	char id[KEY_ID_DIGITS + 1];
};

/* Passphrases are never asked for. */
static int no_passphrase(char *out, int bytes, int is_writing, void *context)
{
	(void)out;
	(void)bytes;
	(void)is_writing;
	(void)context;
	return -1;
}

static enum aq_status write_pem(const struct aq_folder *folder, const char *name, BIO *pem,
				mode_t mode, struct aq_error *err)
{
	struct aq_writer *writer = NULL;
	enum aq_status status;
	char *bytes = NULL;
	long length = BIO_get_mem_data(pem, &bytes);

	if (length <= 0)
		return aq_crypto_fail(err, "a key cannot be written as PEM");
	status = aq_writer_open_as(&writer, folder, name, mode, err);
	if (status < AQ_OK)
		return status;
	status = aq_writer_add(writer, (struct aq_slice){bytes, (size_t)length}, err);
	if (status < AQ_OK) {
		aq_writer_drop(writer);
		return status;
	}
	return aq_writer_commit_new(writer, err);
}

static enum aq_status write_pair(const struct aq_folder *folder, const char *name, EVP_PKEY *key,
				 struct aq_error *err)
{
	BIO *private_pem = BIO_new(BIO_s_secmem());
	BIO *public_pem = BIO_new(BIO_s_mem());
	char *public_name = NULL;
	enum aq_status status;

	if (!private_pem || !public_pem || asprintf(&public_name, "%s.pub", name) < 0) {
		public_name = NULL;
		status = aq_fail_memory(err);
		goto done;
	}
	if (PEM_write_bio_PrivateKey(private_pem, key, NULL, NULL, 0, no_passphrase, NULL) != 1 ||
	    PEM_write_bio_PUBKEY(public_pem, key) != 1) {
		status = aq_crypto_fail(err, "a key cannot be written as PEM");
		goto done;
	}
	/* The private key comes last: its presence says that the pair is whole. */
	status = write_pem(folder, public_name, public_pem, PUBLIC_MODE, err);
	if (status >= AQ_OK)
		status = write_pem(folder, name, private_pem, PRIVATE_MODE, err);
done:
	free(public_name);
	BIO_free(private_pem);
	BIO_free(public_pem);
	return status;
}

enum aq_status aq_seal_key_make(const char *path, struct aq_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *folder_path = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	struct aq_folder *folder = NULL;
	EVP_PKEY *key = NULL;
	enum aq_status status;

	if (!folder_path)
		return aq_fail_memory(err);
	status = aq_hash_start(err);
	if (status < AQ_OK)
		goto done;
	status = aq_folder_open(&folder, folder_path, err);
	if (status < AQ_OK)
		goto done;
	if (aq_file_exists((struct aq_file_name){folder, name})) {
		status = aq_fail(err, AQ_SETTINGS, AQ_BASE_EXISTS, (struct aq_at){0},
				 "there is a key at '%s' already", path);
		goto done;
	}
	ERR_clear_error();
	key = EVP_PKEY_Q_keygen(aq_crypto_context(), NULL, "ED25519");
	status = key ? write_pair(folder, name, key, err)
		     : aq_crypto_fail(err, "a key cannot be made");
done:
	EVP_PKEY_free(key);
	aq_folder_close(folder);
	free(folder_path);
	return status;
}

/* The file is checked by its descriptor, then read through the same. */
static enum aq_status read_key_file(const char *path, bool is_private, struct aq_buffer *out,
				    struct aq_error *err)
{
	int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	enum aq_status status = AQ_OK;
	struct stat facts;

	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SETTINGS, AQ_BASE_KEY, "cannot open the key '%s'",
				     path);
	if (fstat(descriptor, &facts) != 0)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot look at '%s'", path);
	else if (is_private && (facts.st_mode & OTHERS_MODE_BITS) != 0)
		status = aq_fail(err, AQ_SETTINGS, AQ_BASE_KEY, (struct aq_at){0},
				 "the key '%s' can be read or changed by others (mode %04o)", path,
				 (unsigned)facts.st_mode & 07777);
	else if (is_private && facts.st_uid != geteuid())
		status = aq_fail(err, AQ_SETTINGS, AQ_BASE_KEY, (struct aq_at){0},
				 "the key '%s' belongs to somebody else", path);
	if (status >= AQ_OK)
		status = aq_descriptor_read(descriptor, path, KEY_BYTES_MAX, out, err);
	if (close(descriptor) != 0 && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot close '%s'", path);
	return status;
}

static enum aq_status set_id(struct aq_seal_key *key, struct aq_error *err)
{
	struct aq_hasher *hasher = NULL;
	unsigned char raw[PUBLIC_BYTES];
	size_t raw_bytes = sizeof(raw);
	struct aq_sha256 hash;
	char hex[AQ_SHA256_HEX_BYTES];
	enum aq_status status;

	if (EVP_PKEY_get_raw_public_key(key->key, raw, &raw_bytes) != 1 ||
	    raw_bytes != PUBLIC_BYTES)
		return aq_crypto_fail(err, "the public key cannot be read");
	status = aq_hasher_new(&hasher, err);
	if (status >= AQ_OK)
		status = aq_hasher_once(hasher, (struct aq_slice){(const char *)raw, raw_bytes},
					&hash, err);
	aq_hasher_free(hasher);
	if (status < AQ_OK)
		return status;
	aq_sha256_to_hex(&hash, hex);
	memcpy(key->id, hex, KEY_ID_DIGITS);
	key->id[KEY_ID_DIGITS] = '\0';
	return AQ_OK;
}

static EVP_PKEY *parse_key(struct aq_slice pem, bool is_private)
{
	BIO *source = BIO_new_mem_buf(pem.start, (int)pem.length);
	EVP_PKEY *key = NULL;

	if (!source)
		return NULL;
	if (is_private)
		key = PEM_read_bio_PrivateKey_ex(source, NULL, no_passphrase, NULL,
						 aq_crypto_context(), NULL);
	else
		key = PEM_read_bio_PUBKEY_ex(source, NULL, no_passphrase, NULL, aq_crypto_context(),
					     NULL);
	BIO_free(source);
	return key;
}

static enum aq_status open_key(struct aq_seal_key **out, const char *path, bool is_private,
			       struct aq_error *err)
{
	struct aq_seal_key *key = calloc(1, sizeof(*key));
	enum aq_status status;
	struct aq_buffer pem;
	bool is_memory_short;

	if (!key)
		return aq_fail_memory(err);
	/* All its room at once: growing would leave parts of the key behind. */
	aq_buffer_init(&pem, KEY_BYTES_MAX);
	pem.start = malloc(KEY_BYTES_MAX);
	if (!pem.start) {
		status = aq_fail_memory(err);
		goto done;
	}
	pem.capacity = KEY_BYTES_MAX;
	status = aq_hash_start(err);
	if (status < AQ_OK)
		goto done;
	status = read_key_file(path, is_private, &pem, err);
	if (status < AQ_OK)
		goto done;
	ERR_clear_error();
	errno = 0;
	key->key = parse_key(aq_buffer_slice(&pem), is_private);
	is_memory_short = !key->key && errno == ENOMEM;
	ERR_clear_error();
	if (is_memory_short) {
		status = aq_fail_memory(err);
		goto done;
	}
	if (!key->key || !EVP_PKEY_is_a(key->key, "ED25519")) {
		status = aq_fail(err, AQ_SETTINGS, AQ_BASE_KEY, (struct aq_at){0},
				 "'%s' holds no %s Ed25519 key without a passphrase", path,
				 is_private ? "private" : "public");
		goto done;
	}
	status = set_id(key, err);
	if (status < AQ_OK)
		goto done;
	*out = key;
	key = NULL;
done:
	if (pem.start)
		OPENSSL_cleanse(pem.start, pem.capacity);
	aq_buffer_free(&pem);
	aq_seal_key_close(key);
	return status;
}

enum aq_status aq_seal_key_open(struct aq_seal_key **out, const char *path, struct aq_error *err)
{
	const bool is_private = true;

	return open_key(out, path, is_private, err);
}

enum aq_status aq_seal_key_open_public(struct aq_seal_key **out, const char *path,
				       struct aq_error *err)
{
	const bool is_private = false;

	return open_key(out, path, is_private, err);
}

void aq_seal_key_close(struct aq_seal_key *key)
{
	if (!key)
		return;
	EVP_PKEY_free(key->key);
	free(key);
}

void aq_seal_key_id(const struct aq_seal_key *key, char out[17])
{
	memcpy(out, key->id, sizeof(key->id));
}

enum aq_status aq_seal_sign(const struct aq_seal_key *key, struct aq_slice bytes,
			    unsigned char out[AQ_SEAL_BYTES], struct aq_error *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char seal[AQ_SEAL_BYTES];
	size_t seal_bytes = sizeof(seal);
	enum aq_status status = AQ_OK;

	if (!context)
		return aq_fail_memory(err);
	ERR_clear_error();
	if (EVP_DigestSignInit_ex(context, NULL, NULL, aq_crypto_context(), NULL, key->key, NULL) !=
		    1 ||
	    EVP_DigestSign(context, seal, &seal_bytes, (const unsigned char *)bytes.start,
			   bytes.length) != 1 ||
	    seal_bytes != AQ_SEAL_BYTES)
		status = aq_crypto_fail(err, "the seal cannot be made");
	EVP_MD_CTX_free(context);
	if (status >= AQ_OK) /* A seal that does not hold must not leave the house. */
		status = aq_seal_check(key, bytes, seal, err);
	if (status >= AQ_OK)
		memcpy(out, seal, sizeof(seal));
	return status;
}

enum aq_status aq_seal_check(const struct aq_seal_key *key, struct aq_slice bytes,
			     const unsigned char seal[AQ_SEAL_BYTES], struct aq_error *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	enum aq_status status = AQ_OK;
	int result;

	if (!context)
		return aq_fail_memory(err);
	ERR_clear_error();
	if (EVP_DigestVerifyInit_ex(context, NULL, NULL, aq_crypto_context(), NULL, key->key,
				    NULL) != 1) {
		status = aq_crypto_fail(err, "the seal cannot be checked");
		goto done;
	}
	result = EVP_DigestVerify(context, seal, AQ_SEAL_BYTES, (const unsigned char *)bytes.start,
				  bytes.length);
	/* Zero is a wrong seal; below zero, the check itself did not happen. */
	if (result == 0)
		status = aq_fail(err, AQ_INTEGRITY, AQ_BASE_SEAL, (struct aq_at){0},
				 "the seal does not hold");
	else if (result != 1)
		status = aq_crypto_fail(err, "the seal cannot be checked");
done:
	ERR_clear_error();
	EVP_MD_CTX_free(context);
	return status;
}
