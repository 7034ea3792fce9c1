/*
 * test_hash.c - SHA-256 gives its known answers, whatever the pieces.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/hash.h"

static struct aq_hasher *new_hasher(void)
{
	struct aq_hasher *hasher = NULL;

	assert_int_equal(aq_hash_start(NULL), AQ_OK);
	assert_int_equal(aq_hash_start(NULL), AQ_OK);
	assert_int_equal(aq_hasher_new(&hasher, NULL), AQ_OK);
	return hasher;
}

static void known_texts_have_known_hashes(void **state)
{
	struct aq_hasher *hasher = new_hasher();
	struct aq_sha256 hash;
	char hex[AQ_SHA256_HEX_BYTES];

	(void)state;
	assert_int_equal(aq_hasher_once(hasher, (struct aq_slice){NULL, 0}, &hash, NULL), AQ_OK);
	aq_sha256_to_hex(&hash, hex);
	assert_string_equal(hex,
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_int_equal(aq_hasher_once(hasher,
					AQ_SLICE("abcdbcdecdefdefgefghfghighijhijkijkljklmklmn"
						 "lmnomnopnopq"),
					&hash, NULL),
			 AQ_OK);
	aq_sha256_to_hex(&hash, hex);
	assert_string_equal(hex,
			    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	aq_hasher_free(hasher);
}

static void pieces_hash_like_the_whole(void **state)
{
	struct aq_hasher *hasher = new_hasher();
	struct aq_sha256 whole;
	struct aq_sha256 pieces;
	char text[1000];

	(void)state;
	for (size_t index = 0; index < sizeof(text); index++)
		text[index] = (char)(index * 7);
	assert_int_equal(
		aq_hasher_once(hasher, (struct aq_slice){text, sizeof(text)}, &whole, NULL), AQ_OK);
	assert_int_equal(aq_hasher_begin(hasher, NULL), AQ_OK);
	assert_int_equal(aq_hasher_add(hasher, AQ_SLICE("left over"), NULL), AQ_OK);
	/* Beginning anew forgets what was added. */
	assert_int_equal(aq_hasher_begin(hasher, NULL), AQ_OK);
	for (size_t index = 0; index < sizeof(text); index++)
		assert_int_equal(aq_hasher_add(hasher, (struct aq_slice){text + index, 1}, NULL),
				 AQ_OK);
	assert_int_equal(aq_hasher_end(hasher, &pieces, NULL), AQ_OK);
	assert_true(aq_sha256_equals(&whole, &pieces));
	aq_hasher_free(hasher);
	aq_hasher_free(NULL);
}

static void a_hash_comes_back_from_its_digits(void **state)
{
	struct aq_hasher *hasher = new_hasher();
	struct aq_sha256 hash;
	struct aq_sha256 back;
	char hex[AQ_SHA256_HEX_BYTES];

	(void)state;
	assert_int_equal(aq_hasher_once(hasher, AQ_SLICE("abc"), &hash, NULL), AQ_OK);
	aq_sha256_to_hex(&hash, hex);
	assert_true(aq_sha256_from_hex(aq_slice_of(hex), &back));
	assert_true(aq_sha256_equals(&hash, &back));
	hex[10] = 'g';
	assert_false(aq_sha256_from_hex(aq_slice_of(hex), &back));
	assert_false(aq_sha256_from_hex(AQ_SLICE("ba78"), &back));
	aq_hasher_free(hasher);
}

static void random_bytes_are_not_the_same_twice(void **state)
{
	unsigned char one[1000] = {0};
	unsigned char other[1000] = {0};

	(void)state;
	assert_int_equal(aq_random(one, sizeof(one), NULL), AQ_OK);
	assert_int_equal(aq_random(other, sizeof(other), NULL), AQ_OK);
	assert_true(memcmp(one, other, sizeof(one)) != 0);
	assert_true(memcmp(one + 900, other + 900, 100) != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_texts_have_known_hashes),
		cmocka_unit_test(pieces_hash_like_the_whole),
		cmocka_unit_test(a_hash_comes_back_from_its_digits),
		cmocka_unit_test(random_bytes_are_not_the_same_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
