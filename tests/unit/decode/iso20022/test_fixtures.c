/*
 * test_fixtures.c - every good file is read, every bad one yields the code it is named after.
 */
#include "gather.h"

#include <dirent.h>

#define FOLDER "fixtures/iso20022/"

static void each_file(const char *folder, void (*see)(const char *path, const char *name))
{
	DIR *dir = opendir(folder);
	const struct dirent *item;
	size_t count = 0;

	assert_non_null(dir);
	while ((item = readdir(dir)) != NULL) {
		const char *dot = strrchr(item->d_name, '.');
		char path[512], name[256];

		if (!dot || strcmp(dot, ".xml") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, item->d_name);
		snprintf(name, sizeof(name), "%.*s", (int)(dot - item->d_name), item->d_name);
		see(path, name);
		count++;
	}
	closedir(dir);
	assert_true(count > 5);
}

static void run_path(struct gather *gather, const char *path, size_t piece_bytes)
{
	struct aq_buffer bytes;

	gather_load(path, &bytes);
	if (!gather_bids(aq_buffer_slice(&bytes)) && !strstr(path, "starved"))
		fail_msg("%s: no bid", path);
	gather_run(gather, aq_buffer_slice(&bytes), piece_bytes);
	aq_buffer_free(&bytes);
}

static void see_bad(const char *path, const char *name)
{
	static const size_t pieces[] = {3, 1 << 16};
	char code_name[300];
	enum aq_code code;

	snprintf(code_name, sizeof(code_name), "iso.%s", name);
	code = aq_code_find(code_name);
	if (code == AQ_CODE_NONE)
		fail_msg("%s is no code", code_name);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		bool is_fatal = aq_code_severity(code) == AQ_SEVERITY_FATAL;
		struct gather gather;

		run_path(&gather, path, pieces[i]);
		if (gather_findings(&gather, code) == 0)
			fail_msg("%s does not yield %s", path, code_name);
		assert_int_equal(gather.status, is_fatal ? AQ_BAD_FILE : AQ_OK);
		if (is_fatal)
			assert_int_equal(gather.error.code, code);
		if (aq_code_severity(code) == AQ_SEVERITY_ERROR) {
			assert_int_equal(gather.units[0].verdict, AQ_SEVERITY_ERROR);
			assert_int_equal(gather.units[0].verdict_code, code);
		} else if (!is_fatal && gather.units[0].verdict != AQ_SEVERITY_NONE) {
			fail_msg("%s: a %s refuses nothing", path, code_name);
		}
		gather_free(&gather);
	}
}

static void see_good(const char *path, const char *name)
{
	static const size_t pieces[] = {1, 1 << 16};

	(void)name;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct gather gather;

		run_path(&gather, path, pieces[i]);
		if (gather.status != AQ_OK)
			fail_msg("%s: %s", path, gather.error.text);
		if (aq_findings_worst(gather.findings) >= AQ_SEVERITY_ERROR)
			fail_msg("%s has errors", path);
		assert_int_equal(gather.unit_count, 1);
		assert_int_equal(gather.units[0].verdict, AQ_SEVERITY_NONE);
		assert_true(gather.record_count > 0);
		assert_int_equal(gather.units[0].record_count, gather.record_count);
		gather_free(&gather);
	}
}

static void every_bad_file_yields_the_code_it_is_named_after(void **state)
{
	(void)state;
	each_file(FOLDER "bad", see_bad);
}

static void every_good_file_is_read_without_an_error(void **state)
{
	(void)state;
	each_file(FOLDER "good", see_good);
}

/* A cut anywhere refuses the file, but behind the last tag. */
static void a_file_cut_anywhere_is_refused(void **state)
{
	struct aq_buffer bytes;
	struct aq_slice whole;

	(void)state;
	gather_load(FOLDER "good/statement-v08.xml", &bytes);
	whole = aq_slice_trim(aq_buffer_slice(&bytes));
	for (size_t count = 0; count < whole.length; count++) {
		struct gather gather;

		gather_run(&gather, (struct aq_slice){whole.start, count}, 1 << 16);
		assert_int_equal(gather.status, AQ_BAD_FILE);
		assert_int_equal(gather.error.code, AQ_ISO_XML);
		gather_free(&gather);
	}
	aq_buffer_free(&bytes);
}

/* Any byte may be damaged: the decoder must say something sane, and end. */
static void a_damaged_byte_never_breaks_the_decoder(void **state)
{
	static const char damage[] = {0, '<', '&', '"', (char)0xFF, '\n', '0'};
	struct aq_buffer bytes;

	(void)state;
	gather_load(FOLDER "good/statement-remittance.xml", &bytes);
	for (size_t i = 0; i < bytes.length; i += 3) {
		char kept = bytes.start[i];
		struct gather gather;

		bytes.start[i] = damage[i % sizeof(damage)];
		gather_run(&gather, aq_buffer_slice(&bytes), 512);
		assert_true(gather.status == AQ_OK || gather.status == AQ_BAD_FILE);
		gather_free(&gather);
		bytes.start[i] = kept;
	}
	aq_buffer_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bad_file_yields_the_code_it_is_named_after),
		cmocka_unit_test(every_good_file_is_read_without_an_error),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(a_damaged_byte_never_breaks_the_decoder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
