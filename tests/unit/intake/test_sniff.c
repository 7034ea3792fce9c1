/*
 * test_sniff.c - what is not taken is known by its first bytes, and only that.
 */
#include "home.h"

#include "intake/sniff.h"

struct sample {
	struct aq_slice head;
	const char *code;
};

#define CMS_SIGNED "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

static const struct sample samples[] = {
	{{"PK\x03\x04rest", 8}, "intake.zip"},
	{{"PK\x05\x06rest", 8}, "intake.zip"},
	{{"7z\xbc\xaf\x27\x1c\x00\x04", 8}, "intake.7z"},
	{{"Rar!\x1a\x07\x01\x00", 8}, "intake.rar"},
	{{"\xfd"
	  "7zXZ\x00\x00",
	  7},
	 "intake.xz"},
	{{"BZh91AY&SY", 10}, "intake.bzip2"},
	{{"BZh9\x17rE8P\x90", 10}, "intake.bzip2"},
	{{"\x28\xb5\x2f\xfd\x04", 5}, "intake.zstd"},
	{{"\x04\x22\x4d\x18\x64", 5}, "intake.lz4"},
	{{"\x1f\x9d\x90", 3}, "intake.compress"},
	{{"-----BEGIN PGP MESSAGE-----\n", 28}, "intake.pgp"},
	{{"\r\n-----BEGIN PGP SIGNED MESSAGE-----", 36}, "intake.pgp"},
	{{"\x85\x02\x0c\x03\x01", 5}, "intake.pgp"},
	{{"\xc1\xc0\x4c\x03\x01", 5}, "intake.pgp"},
	{{"\x8c\x0d\x04\x09", 4}, "intake.pgp"},
	{{"-----BEGIN PKCS7-----\n", 22}, "intake.cms"},
	{{"\xef\xbb\xbf-----BEGIN CMS-----\n", 23}, "intake.cms"},
	{{"\x30\x82\x01\x02" CMS_SIGNED, 15}, "intake.cms"},
	{{"\x30\x80" CMS_SIGNED, 13}, "intake.cms"},
	{{"\x30\x83\x01\x02\x03" CMS_SIGNED, 16}, "intake.cms"},
	{{"\xf1\xf0\xf1\x40", 4}, "intake.ebcdic"},
	{{"\x4c\x6f\xa7\x94\x93", 5}, "intake.ebcdic"},
	{{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, "intake.workbook"},
	{{"%PDF-1.7", 8}, "intake.pdf"},
};

static void each_mark_is_known_by_its_own_name(void **state)
{
	size_t index;

	(void)state;
	for (index = 0; index < sizeof(samples) / sizeof(samples[0]); index++)
		assert_string_equal(aq_code_name(aq_sniff(samples[index].head).code),
				    samples[index].code);
}

static void a_tar_archive_is_known_by_its_mark_far_inside(void **state)
{
	char head[512] = "file.csv";

	(void)state;
	assert_int_equal(aq_sniff((struct aq_slice){head, 512}).code, AQ_CODE_NONE);
	memcpy(head + 257, "ustar", 5);
	assert_int_equal(aq_sniff((struct aq_slice){head, 512}).code, AQ_INTAKE_TAR);
	assert_int_equal(aq_sniff((struct aq_slice){head, AQ_SNIFF_BYTES}).code, AQ_INTAKE_TAR);
	assert_int_equal(aq_sniff((struct aq_slice){head, AQ_SNIFF_BYTES - 1}).code, AQ_CODE_NONE);
}

static void files_that_banks_send_are_let_through(void **state)
{
	static const char *const heads[] = {
		"",
		"P",
		"PK;Betrag",
		"BZh;1",
		"101 091000019 1234567890",
		"<?xml version=\"1.0\"?>",
		"\xef\xbb\xbfid,amount",
		"\xff\xfei",
		"id;Betr\xe4ge",
		"\x85;Titel;A",
		"0;1;2",
		"ISA*00*",
		"-----;-----",
		"%;Rabatt",
	};
	size_t index;

	(void)state;
	for (index = 0; index < sizeof(heads) / sizeof(heads[0]); index++)
		assert_int_equal(aq_sniff(aq_slice_of(heads[index])).code, AQ_CODE_NONE);
}

static void a_mark_cut_short_is_no_mark(void **state)
{
	size_t index;

	(void)state;
	for (index = 0; index < sizeof(samples) / sizeof(samples[0]); index++)
		assert_int_equal(aq_sniff((struct aq_slice){samples[index].head.start, 1}).code,
				 AQ_CODE_NONE);
}

static void gzip_is_known(void **state)
{
	(void)state;
	assert_true(aq_sniff_is_gzip(AQ_SLICE("\x1f\x8b\x08")));
	assert_false(aq_sniff_is_gzip(AQ_SLICE("\x1f")));
	assert_false(aq_sniff_is_gzip(AQ_SLICE("\x1f\x9d")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mark_is_known_by_its_own_name),
		cmocka_unit_test(a_tar_archive_is_known_by_its_mark_far_inside),
		cmocka_unit_test(files_that_banks_send_are_let_through),
		cmocka_unit_test(a_mark_cut_short_is_no_mark),
		cmocka_unit_test(gzip_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
