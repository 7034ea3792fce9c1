/*
 * test_fixtures.c - whole files of our own: sound ones against what they must
 * give, unsound ones against the finding they are named after.
 *
 * A new file in fixtures/nacha/bad is a new test. A new file in good needs its
 * golden beside it: run once with AQ_GOLDEN=write and read what was written.
 */
#include <dirent.h>

#include "seen.h"

#define GOOD	   "fixtures/nacha/good/"
#define BAD	   "fixtures/nacha/bad/"
#define PATH_BYTES 512
#define FILES_MAX  400

static const size_t pieces[] = {SIZE_MAX, 1, 7, 94, 95};

#define PIECE_COUNT (sizeof(pieces) / sizeof(pieces[0]))

struct names {
	char names[FILES_MAX][128];
	size_t count;
};

static int compare_names(const void *one, const void *other)
{
	return strcmp(one, other);
}

static void list_folder(const char *folder, struct names *out)
{
	DIR *stream = opendir(folder);
	const struct dirent *entry;

	assert_non_null(stream);
	out->count = 0;
	while ((entry = readdir(stream)) != NULL) {
		size_t bytes = strlen(entry->d_name);

		if (bytes < 5 || bytes > 127 || strcmp(entry->d_name + bytes - 4, ".ach") != 0)
			continue;
		assert_true(out->count < FILES_MAX);
		memcpy(out->names[out->count], entry->d_name, bytes - 4);
		out->names[out->count++][bytes - 4] = '\0';
	}
	(void)closedir(stream);
	qsort(out->names, out->count, sizeof(out->names[0]), compare_names);
}

static struct aq_buffer report_of(const char *path, size_t piece_bytes, struct seen *seen)
{
	struct aq_buffer report;
	size_t bytes = 0;
	char *text = seen_read_file(path, &bytes);

	assert_non_null(text);
	seen_decode(seen, (struct aq_slice){text, bytes}, piece_bytes);
	aq_buffer_init(&report, 0);
	aq_buffer_print(&report, "status %d\n%s%s", (int)seen->status, seen->units.start,
			seen->records.start);
	for (size_t index = 0; index < aq_findings_kept(seen->findings); index++) {
		const struct aq_finding *finding = aq_findings_at(seen->findings, index);

		aq_buffer_print(&report, "%s %llu:%u %s '%.*s' %.*s\n",
				aq_severity_name(finding->severity),
				(unsigned long long)finding->at.line, finding->at.column,
				aq_code_name(finding->code), AQ_SLICE_ARGS(finding->value),
				AQ_SLICE_ARGS(finding->message));
	}
	aq_buffer_add_byte(&report, '\0');
	free(text);
	return report;
}

static void write_golden(const char *path, const struct aq_buffer *report)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(report->start, 1, report->length - 1, file), report->length - 1);
	assert_int_equal(fclose(file), 0);
}

static void check_golden(const char *name, const struct aq_buffer *report)
{
	char path[PATH_BYTES];
	size_t bytes = 0;
	char *golden;

	(void)snprintf(path, sizeof(path), GOOD "%s.txt", name);
	if (getenv("AQ_GOLDEN") != NULL)
		write_golden(path, report);
	golden = seen_read_file(path, &bytes);
	assert_non_null(golden);
	if (strcmp(golden, report->start) != 0)
		print_message("%s gives\n%s\n", name, report->start);
	assert_string_equal(golden, report->start);
	free(golden);
}

static void sound_files_give_their_goldens_however_they_are_cut(void **state)
{
	struct names list;

	(void)state;
	list_folder(GOOD, &list);
	assert_true(list.count > 30);
	for (size_t index = 0; index < list.count * PIECE_COUNT; index++) {
		const char *name = list.names[index / PIECE_COUNT];
		char path[PATH_BYTES];
		struct aq_buffer report;
		struct seen seen;

		(void)snprintf(path, sizeof(path), GOOD "%s.ach", name);
		report = report_of(path, pieces[index % PIECE_COUNT], &seen);
		check_golden(name, &report);
		assert_int_equal(seen.status, AQ_OK);
		assert_true(aq_findings_worst(seen.findings) < AQ_SEVERITY_ERROR);
		assert_int_equal(seen.refused_units, 0);
		aq_buffer_free(&report);
		seen_free(&seen);
	}
}

/* What a finding of each severity must have led to. */
static void check_consequence(const struct seen *seen, const struct aq_finding *finding)
{
	bool is_fatal = aq_findings_worst(seen->findings) == AQ_SEVERITY_FATAL;

	assert_int_equal(seen->status, is_fatal ? AQ_BAD_FILE : AQ_OK);
	if (finding->severity == AQ_SEVERITY_FATAL)
		assert_true(is_fatal);
	if (finding->severity == AQ_SEVERITY_ERROR)
		assert_true(seen->refused_units > 0 ||
			    strstr(seen->records.start, "|refused=") != NULL);
}

static void unsound_files_yield_the_finding_they_are_named_after(void **state)
{
	struct names list;

	(void)state;
	list_folder(BAD, &list);
	assert_true(list.count > 60);
	for (size_t index = 0; index < list.count * PIECE_COUNT; index++) {
		const char *name = list.names[index / PIECE_COUNT];
		const struct aq_finding *finding;
		char path[PATH_BYTES];
		char rule[160];
		struct aq_buffer report;
		struct seen seen;

		(void)snprintf(path, sizeof(path), BAD "%s.ach", name);
		(void)snprintf(rule, sizeof(rule), "nacha.%s", name);
		report = report_of(path, pieces[index % PIECE_COUNT], &seen);
		finding = seen_find(&seen, rule);
		if (finding == NULL || finding->at.line == 0)
			print_message("%s gives\n%s\n", name, report.start);
		assert_non_null(finding);
		assert_true(finding->at.line > 0);
		assert_true(finding->message.length > 0);
		assert_true(finding->record.length > 0);
		check_consequence(&seen, finding);
		aq_buffer_free(&report);
		seen_free(&seen);
	}
}

/* Faults that stand alone must not draw others after them. */
static void one_fault_is_one_finding(void **state)
{
	static const char *const names[] = {
		"sec",		 "sec-form",	      "entry-hash",	  "batch-debit-total",
		"batch-number",	 "file-credit-total", "file-batch-count", "service-class",
		"record-type",	 "trailing-records",  "amount-text",	  "prenote-amount",
		"check-digit",	 "return-code-text",  "block-count",	  "transaction-code",
		"rdfi-text",	 "addenda-type",      "return-addenda",	  "remittance-unbalanced",
		"number-blanks", "batch-name",	      "utf-16",
	};

	(void)state;
	for (size_t index = 0; index < sizeof(names) / sizeof(names[0]); index++) {
		char path[PATH_BYTES];
		struct aq_buffer report;
		struct seen seen;
		uint64_t grave;

		(void)snprintf(path, sizeof(path), BAD "%s.ach", names[index]);
		report = report_of(path, SIZE_MAX, &seen);
		grave = aq_findings_count_of(seen.findings, AQ_SEVERITY_WARNING) +
			aq_findings_count_of(seen.findings, AQ_SEVERITY_ERROR) +
			aq_findings_count_of(seen.findings, AQ_SEVERITY_FATAL);
		if (grave != 1)
			print_message("%s gives\n%s\n", names[index], report.start);
		assert_int_equal(grave, 1);
		aq_buffer_free(&report);
		seen_free(&seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_files_give_their_goldens_however_they_are_cut),
		cmocka_unit_test(unsound_files_yield_the_finding_they_are_named_after),
		cmocka_unit_test(one_fault_is_one_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
