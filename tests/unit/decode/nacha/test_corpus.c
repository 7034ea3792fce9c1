/*
 * test_corpus.c - real files against the figures others counted in them.
 */
#include "seen.h"

#define FOLDER	   "../shared/data/nacha/"
#define PATH_BYTES 512
#define ROW_BYTES  1024

struct expected {
	char file[PATH_BYTES];
	bool is_valid;
	uint64_t batches;
	uint64_t entries;
	int64_t credits;
	int64_t debits;
	uint64_t addenda;
};

static uint64_t figure(const char *facts, const char *name)
{
	const char *at = strstr(facts, name);

	assert_non_null(at);
	return strtoull(at + strlen(name), NULL, 10);
}

/* "addenda=05:2,98:1" or "addenda=-" */
static uint64_t sum_of_addenda(const char *facts)
{
	const char *at = strstr(facts, "addenda=");
	uint64_t sum = 0;

	assert_non_null(at);
	for (at += 8; *at != ' ' && *at != '\0'; at++)
		if (*at == ':')
			sum += strtoull(at + 1, NULL, 10);
	return sum;
}

static bool read_row(const char *row, struct expected *out)
{
	char validity[16];
	const char *facts = strstr(row, "facts:");

	if (facts == NULL ||
	    sscanf(row, "%*[^\t]\t%*[^\t]\t%511[^\t]\t%15[^\t]", out->file, validity) != 2)
		return false;
	out->is_valid = strcmp(validity, "valid") == 0;
	out->batches = figure(facts, "batches=");
	out->entries = figure(facts, "entries=");
	out->addenda = sum_of_addenda(facts);
	out->credits = (int64_t)figure(facts, "credit=");
	out->debits = (int64_t)figure(facts, "debit=");
	return true;
}

static bool is_cents(struct aq_decimal sum, int64_t cents)
{
	return aq_decimal_compare(sum, aq_decimal_of(cents, 2)) == 0;
}

static bool is_as_expected(const struct seen *seen, const struct expected *row)
{
	enum aq_severity worst = aq_findings_worst(seen->findings);

	if (row->is_valid)
		return seen->status == AQ_OK && worst < AQ_SEVERITY_ERROR &&
		       seen->unit_count == row->batches && seen->entries == row->entries &&
		       seen->record_count == row->entries && seen->addenda == row->addenda &&
		       is_cents(seen->credits, row->credits) && is_cents(seen->debits, row->debits);
	for (size_t index = 0; index < aq_findings_kept(seen->findings); index++)
		if (aq_findings_at(seen->findings, index)->at.line > 0)
			return true;
	return false;
}

static size_t check_row(const struct expected *row, size_t piece_bytes)
{
	char path[PATH_BYTES * 2];
	struct seen seen;
	size_t bytes = 0;
	char *text;
	bool is_good;

	(void)snprintf(path, sizeof(path), "%s%s", FOLDER, row->file);
	text = seen_read_file(path, &bytes);
	assert_non_null(text);
	seen_decode(&seen, (struct aq_slice){text, bytes}, piece_bytes);
	is_good = is_as_expected(&seen, row);
	if (!is_good || getenv("AQ_TEST_VERBOSE") != NULL)
		seen_print(&seen, row->file);
	seen_free(&seen);
	free(text);
	return is_good ? 0 : 1;
}

static void real_files_give_the_counted_entries_and_cents(void **state)
{
	static const size_t pieces[] = {SIZE_MAX, 7, 94, 1};
	FILE *list = fopen(FOLDER "EXPECT.tsv", "r");
	char row_text[ROW_BYTES];
	struct expected row;
	size_t rows = 0;
	size_t wrong = 0;

	(void)state;
	if (list == NULL)
		skip();
	while (fgets(row_text, sizeof(row_text), list) != NULL) {
		if (!read_row(row_text, &row))
			continue;
		rows++;
		for (size_t index = 0; index < sizeof(pieces) / sizeof(pieces[0]); index++)
			wrong += check_row(&row, pieces[index]);
	}
	(void)fclose(list);
	assert_true(rows >= 45);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_files_give_the_counted_entries_and_cents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
