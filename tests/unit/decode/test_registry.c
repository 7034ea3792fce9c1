/*
 * test_registry.c - files are known by their content, never by their name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/decode.h"
#include "acquit/hash.h"

#define HEADER                                                                                     \
	"101 231380104 1210428822503100800A094101ANY BANK               ANOTHER BANK           "   \
	"        \n"

struct sample {
	const char *head;
	const char *format; /* NULL: refused with `code` */
	enum aq_family family;
	enum aq_code code;
};

static const struct sample samples[] = {
	{HEADER, "nacha", AQ_FAMILY_NACHA, AQ_CODE_NONE},
	{"\xef\xbb\xbf" HEADER, "nacha", AQ_FAMILY_NACHA, AQ_CODE_NONE},
	{"\n \n$$ADD ID=BANK BATCHID='ACH'\n " HEADER, "nacha", AQ_FAMILY_NACHA, AQ_CODE_NONE},
	{"5220ACME TRADING                        1123456789CCDINVOICES        "
	 "2503110701121042880000001\n",
	 "nacha", AQ_FAMILY_NACHA, AQ_CODE_NONE},
	{"id,booked_on,amount,currency\n1,2025-03-10,5.00,USD\n", "csv", AQ_FAMILY_CSV,
	 AQ_CODE_NONE},
	{"<?xml version=\"1.0\"?>\n<Document "
	 "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>",
	 "", AQ_FAMILY_ISO20022, AQ_CODE_NONE},
	{"", NULL, AQ_FAMILY_CSV, AQ_DECODE_EMPTY},
	{" \r\n\n", NULL, AQ_FAMILY_CSV, AQ_DECODE_EMPTY},
	{"dear sir, here is the money\n", NULL, AQ_FAMILY_CSV, AQ_DECODE_UNKNOWN_FORMAT},
	{"101", NULL, AQ_FAMILY_CSV, AQ_DECODE_UNKNOWN_FORMAT},
};

static void check(const struct sample *sample)
{
	struct aq_decode *decode = NULL;
	struct aq_error error = {0};
	struct aq_decode_settings settings = {0};
	enum aq_status status =
		aq_decode_open(&decode, NULL, aq_slice_of(sample->head), true, &settings, &error);

	if (sample->format == NULL) {
		assert_int_equal(status, AQ_BAD_FILE);
		assert_int_equal(error.code, sample->code);
		assert_null(decode);
		return;
	}
	assert_int_equal(status, AQ_OK);
	assert_int_equal(aq_decode_family(decode), sample->family);
	if (sample->format[0] != '\0')
		assert_true(aq_slice_is(aq_decode_format(decode), sample->format));
	aq_decode_close(decode);
}

static void a_file_goes_to_the_decoder_its_head_fits(void **state)
{
	(void)state;
	for (size_t index = 0; index < sizeof(samples) / sizeof(samples[0]); index++)
		check(&samples[index]);
}

static void any_head_is_taken_or_refused_but_never_read_beyond(void **state)
{
	(void)state;
	for (size_t index = 0; index < sizeof(samples) / sizeof(samples[0]); index++) {
		size_t bytes = strlen(samples[index].head);

		for (size_t cut = 0; cut <= bytes; cut++) {
			struct aq_decode *decode = NULL;
			struct aq_error error;
			char *copy = test_malloc(cut + 1);

			memcpy(copy, samples[index].head, cut);
			if (aq_decode_open(&decode, NULL, (struct aq_slice){copy, cut}, false, NULL,
					   &error) >= AQ_OK)
				aq_decode_close(decode);
			test_free(copy);
		}
	}
}

static void closing_nothing_is_allowed(void **state)
{
	(void)state;
	aq_decode_close(NULL);
}

/* Profiles are hashed, and hashing is begun once in a program. */
static int begin(void **state)
{
	(void)state;
	return aq_hash_start(NULL) == AQ_OK ? 0 : 1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_goes_to_the_decoder_its_head_fits),
		cmocka_unit_test(any_head_is_taken_or_refused_but_never_read_beyond),
		cmocka_unit_test(closing_nothing_is_allowed),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
