/*
 * test_seal.c - a seal holds for what was signed and for nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/file.h"
#include "acquit/seal.h"

#define FOLDER_TEMPLATE "/tmp/acquit-test-XXXXXX"

static char folder_path[sizeof(FOLDER_TEMPLATE)];
static struct aq_folder *folder;

static void make_folder(void)
{
	memcpy(folder_path, FOLDER_TEMPLATE, sizeof(FOLDER_TEMPLATE));
	assert_non_null(mkdtemp(folder_path));
	assert_int_equal(aq_folder_open(&folder, folder_path, NULL), AQ_OK);
}

/* Fails when a test has left anything behind, a temporary file for one. */
static void remove_folder(void)
{
	aq_folder_close(folder);
	assert_int_equal(rmdir(folder_path), 0);
}

static char key_path[64];
static char public_path[64];

static void make_key(void)
{
	make_folder();
	snprintf(key_path, sizeof(key_path), "%s/seal.pem", folder_path);
	snprintf(public_path, sizeof(public_path), "%s/seal.pem.pub", folder_path);
	assert_int_equal(aq_seal_key_make(key_path, NULL), AQ_OK);
}

static void remove_key(void)
{
	assert_int_equal(unlink(key_path), 0);
	assert_int_equal(unlink(public_path), 0);
	remove_folder();
}

static void what_is_signed_is_proven_by_the_public_key(void **state)
{
	struct aq_seal_key *key = NULL;
	struct aq_seal_key *public_key = NULL;
	unsigned char seal[AQ_SEAL_BYTES];
	char id[17];
	char public_id[17];
	struct aq_error err;

	(void)state;
	make_key();
	assert_int_equal(aq_seal_key_open(&key, key_path, &err), AQ_OK);
	assert_int_equal(aq_seal_key_open_public(&public_key, public_path, &err), AQ_OK);
	assert_int_equal(aq_seal_sign(key, AQ_SLICE("the head"), seal, &err), AQ_OK);
	assert_int_equal(aq_seal_check(public_key, AQ_SLICE("the head"), seal, &err), AQ_OK);
	assert_int_equal(aq_seal_check(public_key, AQ_SLICE("the hear"), seal, &err), AQ_INTEGRITY);
	for (size_t index = 0; index < AQ_SEAL_BYTES; index++) {
		seal[index] ^= 1;
		assert_int_equal(aq_seal_check(public_key, AQ_SLICE("the head"), seal, &err),
				 AQ_INTEGRITY);
		seal[index] ^= 1;
	}
	/* A public key signs nothing. */
	assert_true(aq_seal_sign(public_key, AQ_SLICE("x"), seal, &err) < AQ_OK);
	aq_seal_key_id(key, id);
	aq_seal_key_id(public_key, public_id);
	assert_string_equal(id, public_id);
	assert_int_equal(strlen(id), 16);
	aq_seal_key_close(key);
	aq_seal_key_close(public_key);
	aq_seal_key_close(NULL);
	remove_key();
}

static void nothing_can_be_signed_too(void **state)
{
	struct aq_seal_key *key = NULL;
	unsigned char seal[AQ_SEAL_BYTES];

	(void)state;
	make_key();
	assert_int_equal(aq_seal_key_open(&key, key_path, NULL), AQ_OK);
	assert_int_equal(aq_seal_sign(key, AQ_SLICE(""), seal, NULL), AQ_OK);
	assert_int_equal(aq_seal_check(key, AQ_SLICE(""), seal, NULL), AQ_OK);
	aq_seal_key_close(key);
	remove_key();
}

static void a_key_that_others_can_read_is_refused(void **state)
{
	static const mode_t refused[] = {0640, 0604, 0620, 0666, 0610};
	struct aq_seal_key *key = NULL;
	struct stat facts;
	struct aq_error err;

	(void)state;
	make_key();
	assert_int_equal(stat(key_path, &facts), 0);
	assert_int_equal(facts.st_mode & 07777, 0600);
	assert_int_equal(stat(public_path, &facts), 0);
	assert_int_equal(facts.st_mode & 07777, 0644);
	for (size_t index = 0; index < sizeof(refused) / sizeof(refused[0]); index++) {
		assert_int_equal(chmod(key_path, refused[index]), 0);
		assert_int_equal(aq_seal_key_open(&key, key_path, &err), AQ_SETTINGS);
		assert_int_equal(err.code, AQ_BASE_KEY);
	}
	assert_int_equal(chmod(key_path, 0400), 0);
	assert_int_equal(aq_seal_key_open(&key, key_path, &err), AQ_OK);
	aq_seal_key_close(key);
	remove_key();
}

static void a_key_is_never_replaced(void **state)
{
	struct aq_error err;

	(void)state;
	make_key();
	assert_int_equal(aq_seal_key_make(key_path, &err), AQ_SETTINGS);
	assert_int_equal(err.code, AQ_BASE_EXISTS);
	assert_int_equal(unlink(key_path), 0);
	/* Half a pair is in the way as well. */
	assert_true(aq_seal_key_make(key_path, &err) < AQ_OK);
	assert_int_equal(err.code, AQ_BASE_EXISTS);
	assert_int_equal(unlink(public_path), 0);
	assert_int_equal(aq_seal_key_make(key_path, &err), AQ_OK);
	remove_key();
}

static void what_is_no_key_is_refused(void **state)
{
	struct aq_seal_key *key = NULL;
	char link_path[64];

	(void)state;
	make_key();
	assert_int_equal(aq_seal_key_open(&key, "/no/such/key", NULL), AQ_SETTINGS);
	assert_int_equal(aq_seal_key_open_public(&key, key_path, NULL), AQ_SETTINGS);
	assert_int_equal(chmod(public_path, 0600), 0);
	assert_int_equal(aq_seal_key_open(&key, public_path, NULL), AQ_SETTINGS);
	assert_int_equal(aq_seal_key_open(&key, folder_path, NULL), AQ_SYSTEM);
	snprintf(link_path, sizeof(link_path), "%s/link", folder_path);
	assert_int_equal(symlink(key_path, link_path), 0);
	assert_int_equal(aq_seal_key_open(&key, link_path, NULL), AQ_SETTINGS);
	assert_null(key);
	assert_int_equal(unlink(link_path), 0);
	remove_key();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_signed_is_proven_by_the_public_key),
		cmocka_unit_test(nothing_can_be_signed_too),
		cmocka_unit_test(a_key_that_others_can_read_is_refused),
		cmocka_unit_test(a_key_is_never_replaced),
		cmocka_unit_test(what_is_no_key_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
