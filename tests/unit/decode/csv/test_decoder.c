/*
 * test_decoder.c - what comes out of invented files, good and bad.
 */
#include "seen.h"

#include <dirent.h>

#define GOOD "fixtures/csv/good/"
#define BAD  "fixtures/csv/bad/"

static struct aq_profiles *profiles;

static int load(void **state)
{
	(void)state;
	profiles = seen_profiles("fixtures/csv", "formats/csv");
	return 0;
}

static int unload(void **state)
{
	(void)state;
	aq_profiles_free(profiles);
	return 0;
}

static struct seen *decode_file(const char *path, size_t step)
{
	size_t bytes = 0;
	char *text = seen_file(path, &bytes);
	struct seen *seen;

	assert_non_null(text);
	seen = seen_bytes(profiles, (struct aq_slice){text, bytes}, step);
	free(text);
	assert_non_null(seen);
	return seen;
}

static bool is(struct aq_slice text, const char *expected)
{
	return aq_slice_is(text, expected);
}

static void gateway_rows_become_details_of_their_payout(void **state)
{
	struct seen *seen = decode_file(GOOD "gateway.csv", 4096);
	const struct aq_record *records = seen->records;

	(void)state;
	assert_int_equal(seen->status, AQ_OK);
	assert_int_equal(seen->rows, 6);
	assert_int_equal(seen->refused, 0);
	assert_int_equal(aq_findings_count(seen->findings), 0);
	assert_int_equal(seen->unit.message, AQ_MESSAGE_GATEWAY);
	assert_int_equal(seen->unit.entry_count, 6);
	assert_int_equal(seen->unit.verdict, AQ_SEVERITY_NONE);
	assert_int_equal(records[0].line, 3);
	assert_true(is(records[0].source_id, "N-1") && is(records[0].source, "nordpay"));
	assert_true(is(records[0].settlement_id, "P7") && is(records[0].type, "receipt"));
	assert_true(seen_is(records[0].amount, "100") && seen_is(records[0].fee, "2.50"));
	assert_true(is(seen_reference(&records[0], AQ_REF_ROW), "N-1"));
	assert_true(is(seen_reference(&records[0], AQ_REF_INVOICE), "F2026-10234"));
	assert_true(is(records[0].description, "Invoice F2026-10234, thank you"));
	assert_true(is(records[2].type, "refund") && seen_is(records[2].amount, "-10"));
	assert_true(is(records[3].type, "fee") && seen_is(records[3].amount, "-1.50"));
	assert_int_equal(records[4].nature, AQ_NATURE_NOTICE);
	assert_true(is(records[4].currency, "SEK"));
	assert_true(is(records[5].type, "settlement") && seen_is(records[5].amount, "-125"));
	seen_free(seen);
}

static void bank_rows_carry_account_and_tie_to_the_balances(void **state)
{
	struct seen *seen = decode_file(GOOD "bank.csv", 4096);

	(void)state;
	assert_int_equal(seen->status, AQ_OK);
	assert_int_equal(aq_findings_count(seen->findings), 0);
	assert_int_equal(seen->rows, 2);
	assert_int_equal(seen->unit.message, AQ_MESSAGE_STATEMENT);
	assert_true(seen_is(seen->unit.opening.amount, "1000"));
	assert_true(seen_is(seen->unit.closing.amount, "1384.56"));
	assert_true(seen_is(seen->unit.credits, "1234.56") && seen_is(seen->unit.debits, "850"));
	assert_false(seen->unit.is_balance_wrong);
	assert_true(is(seen->records[0].account, "DE00 1234 5678"));
	assert_true(is(seen->records[0].type, "outgoing"));
	assert_true(is(seen->records[0].creditor.name, "Greta Holm"));
	assert_true(is(seen->records[0].debtor.name, ""));
	assert_true(is(seen->records[0].description, "Rent; March"));
	assert_true(is(seen->records[1].type, "receipt"));
	assert_true(is(seen->records[1].debtor.account, "SE22"));
	assert_true(is(seen->records[1].description, "F2026-1\r\nsecond line"));
	assert_int_equal(seen->records[1].line, 6);
	seen_free(seen);
}

static void sections_are_units_and_each_header_is_read_anew(void **state)
{
	struct seen *seen = decode_file(GOOD "records.csv", 4096);

	(void)state;
	assert_int_equal(seen->status, AQ_OK);
	assert_int_equal(aq_findings_count(seen->findings), 0);
	assert_int_equal(seen->units, 2);
	assert_int_equal(seen->rows, 4);
	assert_true(seen_is(seen->records[0].amount, "123.45"));
	assert_true(seen_is(seen->records[1].amount, "500"));
	assert_true(seen_is(seen->records[2].amount, "-0.45"));
	assert_true(seen_is(seen->records[3].amount, "1") && is(seen->records[3].source_id, "4"));
	seen_free(seen);
}

static void the_plain_format_needs_no_profile(void **state)
{
	struct seen *seen = decode_file(GOOD "plain.csv", 4096);

	(void)state;
	assert_string_equal(seen->format, "csv");
	assert_int_equal(seen->unit.message, AQ_MESSAGE_CASHBOOK);
	assert_int_equal(seen->rows, 4);
	assert_int_equal(seen->refused, 0);
	assert_int_equal(aq_findings_count(seen->findings), 1);
	assert_true(is(seen->records[0].source, "shop") &&
		    is(seen->records[0].settlement_id, "S1"));
	assert_true(is(seen->records[1].source, "") && is(seen->records[1].account, "front desk"));
	assert_true(is(seen->records[1].type, "receipt") && is(seen->records[2].type, "outgoing"));
	assert_true(is(seen->records[3].source, "plain") && is(seen->records[3].type, "refund"));
	assert_true(is(seen_reference(&seen->records[0], AQ_REF_CREDITOR), "F2026-1"));
	assert_true(is(seen_reference(&seen->records[0], AQ_REF_ROW), "1"));
	seen_free(seen);
}

static void the_plain_format_is_known_without_any_profiles(void **state)
{
	struct seen *seen =
		seen_text(NULL, "currency,id,booked_on,amount\nEUR,7,2026-03-01,1.00\n");

	(void)state;
	assert_non_null(seen);
	assert_int_equal(seen->status, AQ_OK);
	assert_int_equal(seen->rows, 1);
	seen_free(seen);
	assert_null(seen_text(NULL, "id,day,amount\n1,2026-03-01,1.00\n"));
}

static void a_table_without_rows_is_an_empty_unit(void **state)
{
	struct seen *seen = seen_text(profiles, "id,booked_on,amount,currency\n");

	(void)state;
	assert_non_null(seen);
	assert_int_equal(seen->status, AQ_OK);
	assert_int_equal(seen->units, 1);
	assert_int_equal(seen->unit.entry_count, 0);
	seen_free(seen);
}

static void pieces_of_any_size_give_the_same_records(void **state)
{
	static const char *const files[] = {GOOD "gateway.csv", GOOD "bank.csv", GOOD "records.csv",
					    GOOD "plain.csv"};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct seen *whole = decode_file(files[i], 1 << 20);

		for (size_t step = 1; step < 40; step += 3) {
			struct seen *pieces = decode_file(files[i], step);

			assert_int_equal(pieces->status, whole->status);
			assert_int_equal(pieces->rows, whole->rows);
			for (size_t k = 0; k < whole->record_count; k++) {
				const struct aq_record *one = &whole->records[k];
				const struct aq_record *other = &pieces->records[k];

				assert_int_equal(one->line, other->line);
				assert_int_equal(aq_decimal_compare(one->amount, other->amount), 0);
				assert_true(aq_slice_equals(one->description, other->description));
				assert_true(aq_slice_equals(one->source_id, other->source_id));
			}
			seen_free(pieces);
		}
		seen_free(whole);
	}
}

static void long_tables_come_in_bounded_batches(void **state)
{
	struct aq_buffer text;
	struct seen *seen;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "id,booked_on,amount,currency\n");
	for (int i = 0; i < 10000; i++)
		aq_buffer_print(&text, "%d,2026-03-01,1.00,EUR\n", i);
	seen = seen_bytes(profiles, aq_buffer_slice(&text), 4096);
	assert_int_equal(seen->status, AQ_OK);
	assert_int_equal(seen->rows, 10000);
	assert_true(seen->batch_records_max <= 4096);
	assert_int_equal(seen->unit.entry_count, 10000);
	assert_true(seen_is(seen->unit.credits, "10000"));
	seen_free(seen);
	aq_buffer_free(&text);
}

static void utf_16_with_a_mark_is_read(void **state)
{
	const char *text = "id,booked_on,amount,currency,payer\n1,2026-03-01,1.00,EUR,Ada\n";
	char wide[256] = {'\xff', '\xfe'};
	size_t bytes = 2;
	struct seen *seen;

	(void)state;
	for (const char *at = text; *at; at++) {
		wide[bytes++] = *at;
		wide[bytes++] = '\0';
	}
	seen = seen_bytes(profiles, (struct aq_slice){wide, bytes}, 3);
	assert_non_null(seen);
	assert_int_equal(seen->status, AQ_OK);
	assert_true(is(seen->records[0].debtor.name, "Ada"));
	seen_free(seen);
}

static void a_refused_row_still_counts_and_is_shown(void **state)
{
	struct seen *seen = decode_file(BAD "number.csv", 4096);
	const struct aq_finding *finding = seen_finding(seen, AQ_CSV_NUMBER);

	(void)state;
	assert_int_equal(seen->rows, 2);
	assert_int_equal(seen->refused, 1);
	assert_int_equal(seen->unit.entry_count, 2);
	assert_true(seen->records[1].is_refused);
	assert_int_equal(seen->records[1].refusal, AQ_CSV_NUMBER);
	assert_non_null(finding);
	assert_int_equal(finding->at.line, 3);
	assert_int_equal(finding->at.column, 4);
	assert_true(is(finding->field, "Gross") && is(finding->value, "4O.00"));
	seen_free(seen);
}

static void a_file_that_is_cut_is_refused_wherever_it_declares_totals(void **state)
{
	size_t bytes = 0;
	char *text = seen_file(GOOD "records.csv", &bytes);

	(void)state;
	assert_non_null(text);
	for (size_t cut = strlen("S,first\nH,Number,When,Side,Minor,Currency\n"); cut + 1 < bytes;
	     cut++) {
		struct seen *seen = seen_bytes(profiles, (struct aq_slice){text, cut}, 4096);
		/* Between two sections the file is whole as far as anyone can tell. */
		bool is_between = cut + 1 >= strlen(text) ||
				  strncmp(text + cut, "S,second", 8) == 0 ||
				  strncmp(text + cut, "\nS,second", 9) == 0;

		if (seen && !is_between && seen->status >= AQ_OK &&
		    aq_findings_worst(seen->findings) < AQ_SEVERITY_ERROR && seen->units == 1)
			fail_msg("cut at byte %zu is accepted", cut);
		seen_free(seen);
	}
	free(text);
}

static void every_bad_file_yields_the_code_it_is_named_for(void **state)
{
	DIR *folder = opendir(BAD);
	size_t count = 0;

	(void)state;
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		char path[512];
		char name[128];
		const struct aq_finding *finding;
		struct seen *seen;
		enum aq_code code;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), BAD "%s", entry->d_name);
		snprintf(name, sizeof(name), "csv.%.*s", (int)strcspn(entry->d_name, "."),
			 entry->d_name);
		code = aq_code_find(name);
		if (code == AQ_CODE_NONE)
			fail_msg("%s is no code", name);
		seen = decode_file(path, 4096);
		finding = seen_finding(seen, code);
		if (!finding && (seen->status != AQ_BAD_FILE || seen->err.code != code))
			fail_msg("%s does not yield %s", path, name);
		if (finding && aq_code_severity(code) == AQ_SEVERITY_ERROR &&
		    seen->unit.verdict == AQ_SEVERITY_NONE && seen->refused == 0)
			fail_msg("%s refuses nothing", path);
		seen_free(seen);
		count++;
	}
	closedir(folder);
	assert_true(count >= 20);
}

static void two_equal_bids_are_refused_and_both_are_named(void **state)
{
	struct seen *seen = decode_file(BAD "two-profiles.csv", 4096);

	(void)state;
	assert_int_equal(seen->open_status, AQ_BAD_FILE);
	assert_non_null(strstr(seen->err.text, "fixture.twin-a"));
	assert_non_null(strstr(seen->err.text, "fixture.twin-b"));
	seen_free(seen);
}

static void hostile_bytes_never_crash_and_never_vanish(void **state)
{
	static const char *const files[] = {GOOD "gateway.csv", GOOD "bank.csv", GOOD "records.csv",
					    GOOD "plain.csv"};
	static const char marks[] = "\",;\n\r\0\xff[]-9.\t ";
	uint32_t random = 12345;

	(void)state;
	for (size_t i = 0; i < 2000; i++) {
		size_t bytes = 0;
		char *text = seen_file(files[i % 4], &bytes);
		struct seen *seen;

		for (int k = 0; k < 3; k++) {
			random = random * 1664525 + 1013904223;
			text[(random >> 8) % bytes] = marks[(random >> 4) % (sizeof(marks) - 1)];
		}
		seen = seen_bytes(profiles, (struct aq_slice){text, bytes}, 7);
		if (seen && seen->status < AQ_OK)
			assert_int_equal(seen->status, AQ_BAD_FILE);
		if (seen)
			assert_null(seen_finding(seen, AQ_CSV_LINES));
		seen_free(seen);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gateway_rows_become_details_of_their_payout),
		cmocka_unit_test(bank_rows_carry_account_and_tie_to_the_balances),
		cmocka_unit_test(sections_are_units_and_each_header_is_read_anew),
		cmocka_unit_test(the_plain_format_needs_no_profile),
		cmocka_unit_test(the_plain_format_is_known_without_any_profiles),
		cmocka_unit_test(a_table_without_rows_is_an_empty_unit),
		cmocka_unit_test(pieces_of_any_size_give_the_same_records),
		cmocka_unit_test(long_tables_come_in_bounded_batches),
		cmocka_unit_test(utf_16_with_a_mark_is_read),
		cmocka_unit_test(a_refused_row_still_counts_and_is_shown),
		cmocka_unit_test(a_file_that_is_cut_is_refused_wherever_it_declares_totals),
		cmocka_unit_test(every_bad_file_yields_the_code_it_is_named_for),
		cmocka_unit_test(two_equal_bids_are_refused_and_both_are_named),
		cmocka_unit_test(hostile_bytes_never_crash_and_never_vanish),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
