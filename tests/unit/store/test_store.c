/*
 * test_store.c - making, opening, transactions, runs and files.
 */
#include "given.h"

static void a_store_that_is_there_is_not_made_again(void **state)
{
	struct given *given = *state;

	assert_int_equal(aq_store_create(given->path, &given->err), AQ_SETTINGS);
	assert_int_equal(given->err.code, AQ_STORE_EXISTS);
}

static void a_missing_store_is_never_made_by_opening(void **state)
{
	struct given *given = *state;
	struct aq_store *store = NULL;
	char path[128];

	snprintf(path, sizeof(path), "%s/other.db", given->folder);
	assert_int_equal(aq_store_open(&store, path, AQ_STORE_WRITE, &given->err), AQ_SETTINGS);
	assert_int_equal(given->err.code, AQ_STORE_MISSING);
	assert_int_not_equal(access(path, F_OK), 0);
}

static void another_programs_file_is_refused(void **state)
{
	struct given *given = *state;
	struct aq_store *store = NULL;
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s.copy", given->path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("this is a text and no database at all, whatever its name may say", file);
	assert_int_equal(fclose(file), 0);
	assert_true(aq_store_open(&store, path, AQ_STORE_WRITE, &given->err) < AQ_OK);
	assert_null(store);
}

static void the_key_is_the_same_after_opening_again(void **state)
{
	struct given *given = *state;
	unsigned char key[AQ_SIPHASH_KEY_BYTES];

	memcpy(key, aq_store_siphash_key(given->store), sizeof(key));
	aq_store_close(given->store);
	given_open(given);
	assert_memory_equal(key, aq_store_siphash_key(given->store), sizeof(key));
}

static void numbers_are_given_once(void **state)
{
	struct given *given = *state;
	uint64_t first, second;

	given_begin(given);
	given_ok(given, aq_store_reserve(given->store, AQ_NUMBER_ENTRY, 10, &first, &given->err));
	given_commit(given);
	aq_store_close(given->store);
	given_open(given);
	given_begin(given);
	given_ok(given, aq_store_reserve(given->store, AQ_NUMBER_ENTRY, 1, &second, &given->err));
	given_commit(given);
	assert_int_equal(second, first + 10);
}

static void numbers_of_a_transaction_taken_back_are_given_again(void **state)
{
	struct given *given = *state;
	uint64_t first, second;

	given_begin(given);
	first = given_number(given, AQ_NUMBER_PAYMENT);
	aq_store_rollback(given->store);
	given_begin(given);
	second = given_number(given, AQ_NUMBER_PAYMENT);
	given_commit(given);
	assert_int_equal(first, second);
}

static void a_unit_moves_the_head(void **state)
{
	struct given *given = *state;
	struct aq_unit_row unit = {.name = AQ_SLICE("file ab"),
				   .root = {{5}},
				   .head = {{6}},
				   .first_entry = 1,
				   .last_entry = 2};
	struct aq_sha256 head;

	given_run(given, "2026-01-31");
	given_begin(given);
	unit.run_no = given->run.run_no;
	given_ok(given, aq_store_unit_add(given->store, &unit, &given->err));
	given_commit(given);
	aq_store_close(given->store);
	given_open(given);
	given_ok(given, aq_store_head(given->store, &head, &given->err));
	assert_memory_equal(&head, &unit.head, sizeof(head));
}

static void runs_of_a_day_are_counted(void **state)
{
	struct given *given = *state;
	struct aq_run found;

	given_run(given, "2026-01-31");
	assert_string_equal(given->run.id, "2026-01-31.1");
	given_ok(given, aq_store_run_interrupted(given->store, &found, &given->err));
	assert_string_equal(found.id, "2026-01-31.1");
	given_ok(given, aq_store_run_close(given->store, &given->run, &given->err));
	assert_true(given->run.is_closed);
	assert_int_equal(aq_store_run_interrupted(given->store, &found, &given->err), AQ_NOT_FOUND);
	given_run(given, "2026-01-31");
	assert_string_equal(given->run.id, "2026-01-31.2");
	given_ok(given, aq_store_run_forget(given->store, &given->run, &given->err));
	given_run(given, "2026-01-31");
	assert_string_equal(given->run.id, "2026-01-31.2");
	given_ok(given, aq_store_run_find(given->store, AQ_SLICE(""), &found, &given->err));
	assert_string_equal(found.id, "2026-01-31.1");
	assert_int_equal(
		aq_store_run_find(given->store, AQ_SLICE("2026-02-01.1"), &found, &given->err),
		AQ_NOT_FOUND);
}

static void a_file_taken_is_known_by_its_bytes(void **state)
{
	struct given *given = *state;
	struct aq_file_row file, found;

	given_run(given, "2026-01-31");
	given_begin(given);
	file = given_file(given, 1);
	given_commit(given);
	given_ok(given,
		 aq_store_file_find(given->store, &file.sha256, given->arena, &found, &given->err));
	assert_int_equal(found.file_no, file.file_no);
	assert_true(aq_slice_is(found.name, "bank.xml"));
	assert_true(aq_slice_is(found.archive_name, "2026/bank.xml.gz"));
}

static void a_refused_file_may_come_again(void **state)
{
	struct given *given = *state;
	struct aq_file_row file = {
		.sha256 = {{1}}, .name = AQ_SLICE("a"), .status = AQ_FILE_REFUSED};
	struct aq_file_row found;

	given_run(given, "2026-01-31");
	given_begin(given);
	file.run_no = given->run.run_no;
	file.file_no = given_number(given, AQ_NUMBER_FILE);
	file.reason_code = AQ_STORE_PLACE;
	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	assert_int_equal(
		aq_store_file_find(given->store, &file.sha256, given->arena, &found, &given->err),
		AQ_NOT_FOUND);
	file.file_no = given_number(given, AQ_NUMBER_FILE);
	assert_int_equal(aq_store_file_add(given->store, &file, &given->err), AQ_END);
	file.status = AQ_FILE_ACCEPTED;
	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	given_commit(given);
	given_ok(given,
		 aq_store_file_find(given->store, &file.sha256, given->arena, &found, &given->err));
}

static void a_payment_file_is_taken_once(void **state)
{
	struct given *given = *state;
	struct aq_file_row file = {
		.sha256 = {{1}}, .name = AQ_SLICE("a"), .status = AQ_FILE_ACCEPTED};

	given_run(given, "2026-01-31");
	given_begin(given);
	file.run_no = given->run.run_no;
	file.file_no = given_number(given, AQ_NUMBER_FILE);
	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	file.file_no = given_number(given, AQ_NUMBER_FILE);
	file.name = AQ_SLICE("b");
	assert_true(aq_store_file_add(given->store, &file, &given->err) < AQ_OK);
	aq_store_rollback(given->store);
}

static struct aq_file_row given_open_items(struct given *given, uint8_t byte,
					   struct aq_slice format)
{
	struct aq_file_row file = {.run_no = given->run.run_no,
				   .file_no = given_number(given, AQ_NUMBER_FILE),
				   .is_open_items = true,
				   .sha256 = {{byte}},
				   .name = AQ_SLICE("open.csv"),
				   .format = format,
				   .status = AQ_FILE_ACCEPTED};

	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	return file;
}

static void open_items_are_known_as_the_last_of_their_bytes(void **state)
{
	struct given *given = *state;
	struct aq_slice invoices = AQ_SLICE("open-items invoices");
	struct aq_file_row first, last, found;
	struct aq_sha256 *hashes;
	size_t count;

	given_run(given, "2026-01-31");
	given_begin(given);
	first = given_open_items(given, 1, invoices);
	(void)given_open_items(given, 2, invoices);
	(void)given_open_items(given, 3, AQ_SLICE("open-items customers"));
	last = given_open_items(given, 1, invoices);
	given_commit(given);
	given_ok(given, aq_store_file_find(given->store, &first.sha256, given->arena, &found,
					   &given->err));
	assert_int_equal(found.file_no, last.file_no);
	given_ok(given, aq_store_loads_after(given->store, &first, given->arena, &hashes, &count,
					     &given->err));
	assert_int_equal(count, 2);
	assert_int_equal(hashes[0].bytes[0], 2);
	given_ok(given, aq_store_loads_after(given->store, &last, given->arena, &hashes, &count,
					     &given->err));
	assert_int_equal(count, 0);
	given_ok(given, aq_store_run_files(given->store, given->run.run_no, given->arena, &hashes,
					   &count, &given->err));
	assert_int_equal(count, 4);
}

struct seen_file {
	size_t count;
	struct aq_file_line lines[4];
};

static enum aq_status see_file(void *context, const struct aq_file_line *line, struct aq_error *err)
{
	struct seen_file *seen = context;

	(void)err;
	seen->lines[seen->count++] = *line;
	return AQ_OK;
}

static void a_file_is_listed_once_a_currency(void **state)
{
	struct given *given = *state;
	struct aq_file_total totals[] = {{AQ_TALLY_READ, USD, 2, 300, 0},
					 {AQ_TALLY_POSTED, USD, 2, 300, 0},
					 {AQ_TALLY_READ, EUR, 1, 0, 50}};
	struct seen_file seen = {0};

	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_ok(given,
		 aq_store_file_totals_add(given->store, given->file_no, totals, 3, &given->err));
	given_commit(given);
	given_ok(given, aq_store_list_files(given->store, given->run.run_no, see_file, &seen,
					    &given->err));
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.lines[0].currency, EUR);
	assert_int_equal(seen.lines[0].debits[AQ_TALLY_READ], 50);
	assert_int_equal(seen.lines[0].counts[AQ_TALLY_POSTED], 0);
	assert_int_equal(seen.lines[1].currency, USD);
	assert_int_equal(seen.lines[1].counts[AQ_TALLY_POSTED], 2);
	assert_int_equal(seen.lines[1].credits[AQ_TALLY_READ], 300);
}

static enum aq_status see_finding(void *context, const struct aq_finding_line *line,
				  struct aq_error *err)
{
	(void)err;
	assert_int_equal(line->finding.code, AQ_ROW_AMOUNT);
	assert_int_equal(line->finding.severity, AQ_SEVERITY_ERROR);
	assert_int_equal(line->finding.at.line, 12);
	assert_true(aq_slice_is(line->finding.message, "no amount"));
	++*(size_t *)context;
	return AQ_OK;
}

static void findings_come_back_as_they_were(void **state)
{
	struct given *given = *state;
	struct aq_findings *findings;
	size_t count = 0;

	given_run(given, "2026-01-31");
	given_ok(given, aq_findings_new(&findings, &given->err));
	aq_findings_say(findings, AQ_ROW_AMOUNT, (struct aq_at){12, 3}, AQ_SLICE("amount"),
			AQ_SLICE("x"), "no amount");
	given_begin(given);
	given_file(given, 1);
	given_ok(given, aq_store_findings_add(given->store, given->file_no, findings, &given->err));
	given_commit(given);
	aq_findings_free(findings);
	given_ok(given, aq_store_list_findings(given->store, given->run.run_no, see_finding, &count,
					       &given->err));
	assert_int_equal(count, 1);
}

static void the_newest_statement_is_the_last_one(void **state)
{
	struct given *given = *state;
	struct aq_statement_row row = {
		.account = AQ_SLICE("MAIN"), .currency = USD, .has_closing = true};
	struct aq_statement_row found;

	given_run(given, "2026-01-31");
	assert_int_equal(aq_store_statement_last(given->store, row.account, USD, given->arena,
						 &found, &given->err),
			 AQ_NOT_FOUND);
	given_begin(given);
	given_file(given, 1);
	row.file_no = given->file_no;
	row.closing = 200;
	row.closing_on = given_day("2026-01-30");
	given_ok(given, aq_store_statement_add(given->store, &row, &given->err));
	row.closing = 100;
	row.closing_on = given_day("2026-01-29");
	given_ok(given, aq_store_statement_add(given->store, &row, &given->err));
	given_commit(given);
	given_ok(given, aq_store_statement_last(given->store, row.account, USD, given->arena,
						&found, &given->err));
	assert_int_equal(found.closing, 200);
}

static void the_first_kind_seen_posts_to_an_account(void **state)
{
	struct given *given = *state;
	enum aq_message posts;

	given_begin(given);
	given_ok(given, aq_store_posting_source(given->store, AQ_SLICE("MAIN"),
						AQ_MESSAGE_STATEMENT, &posts, &given->err));
	assert_int_equal(posts, AQ_MESSAGE_STATEMENT);
	given_ok(given, aq_store_posting_source(given->store, AQ_SLICE("MAIN"), AQ_MESSAGE_CASHBOOK,
						&posts, &given->err));
	assert_int_equal(posts, AQ_MESSAGE_STATEMENT);
	given_commit(given);
}

static void a_copy_is_a_store_of_its_own(void **state)
{
	struct given *given = *state;
	struct aq_store *copy = NULL;
	struct aq_run found;
	char path[128];

	given_run(given, "2026-01-31");
	snprintf(path, sizeof(path), "%s.copy", given->path);
	given_ok(given, aq_store_backup(given->store, path, &given->err));
	assert_true(aq_store_backup(given->store, path, &given->err) < AQ_OK);
	given_ok(given, aq_store_open(&copy, path, AQ_STORE_READ, &given->err));
	given_ok(given, aq_store_run_interrupted(copy, &found, &given->err));
	given_ok(given, aq_store_check_deep(copy, false, &given->err));
	aq_store_close(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_store_that_is_there_is_not_made_again,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(a_missing_store_is_never_made_by_opening,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(another_programs_file_is_refused, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(the_key_is_the_same_after_opening_again,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(numbers_are_given_once, given_store, given_end),
		cmocka_unit_test_setup_teardown(numbers_of_a_transaction_taken_back_are_given_again,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(a_unit_moves_the_head, given_store, given_end),
		cmocka_unit_test_setup_teardown(runs_of_a_day_are_counted, given_store, given_end),
		cmocka_unit_test_setup_teardown(a_payment_file_is_taken_once, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(open_items_are_known_as_the_last_of_their_bytes,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(a_file_taken_is_known_by_its_bytes, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(a_refused_file_may_come_again, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(a_file_is_listed_once_a_currency, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(findings_come_back_as_they_were, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(the_newest_statement_is_the_last_one, given_store,
						given_end),
		cmocka_unit_test_setup_teardown(the_first_kind_seen_posts_to_an_account,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(a_copy_is_a_store_of_its_own, given_store,
						given_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
