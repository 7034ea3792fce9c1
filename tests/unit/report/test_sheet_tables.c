/*
 * test_sheet_tables.c - the CSV files of a run: their columns, and what cells say.
 */
#include "written.h"

static void assert_begins(const struct written *written, const char *name, const char *columns)
{
	struct aq_buffer text = read_written(written, name);

	if (strncmp(text.start, columns, strlen(columns)) != 0)
		fail_msg("%s begins otherwise: %.200s", name, text.start);
	aq_buffer_free(&text);
}

static void every_file_begins_with_the_columns_that_are_promised(void **state)
{
	const struct written *written = *state;

	assert_begins(written, "files.csv",
		      "file,sha256,format,status,payments,credits,debits,currency,reason,");
	assert_begins(written, "payments.csv",
		      "payment_id,source_id,file,line,format,kind,booked_on,value_on,amount,fee,"
		      "net,currency,payer,reference,status,rule,confidence,fee_currency,"
		      "net_currency,");
	assert_begins(written, "allocations.csv",
		      "payment_id,target_kind,target_no,customer_no,amount,discount,write_off,"
		      "currency,rule,confidence,evidence,");
	assert_begins(written, "exceptions.csv",
		      "exception_id,code,payment_id,file,line,amount,currency,payer,text,"
		      "suggestions,");
	assert_begins(written, "journal.csv",
		      "entry_no,posted_on,account,debit,credit,currency,payment_id,target_no,memo,"
		      "hash,");
	assert_begins(written, "trial_balance.csv", "account,currency,debit,credit,balance\n");
	assert_begins(written, "aging.csv",
		      "customer_no,currency,not_due,days_1_30,days_31_60,days_61_90,days_over_90,"
		      "on_account,total,");
	assert_begins(written, "settlements.csv",
		      "source,settlement_id,currency,gross,fees,returns,net,deposited,difference,"
		      "status,");
	assert_begins(
		written, "findings.csv",
		"file,line,column,record,field,rule,severity,value,message,mend,return_code\n");
}

static void a_payer_that_looks_like_a_formula_is_defused_and_quoted(void **state)
{
	struct aq_buffer text = read_written(*state, "payments.csv");

	assert_holds(&text, ",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\") <b>bold</b>\",thanks,");
	aq_buffer_free(&text);
}

static void a_negative_amount_is_a_number_and_not_defused(void **state)
{
	struct aq_buffer text = read_written(*state, "trial_balance.csv");

	assert_holds(&text, "on-account,USD,0.00,20.00,-20.00\n");
	aq_buffer_free(&text);
}

static void amounts_have_the_digits_of_their_currency(void **state)
{
	struct aq_buffer text = read_written(*state, "payments.csv");

	assert_holds(&text, ",2026-01-30,2026-01-30,9800.50,142.00,9658.50,SEK,");
	aq_buffer_free(&text);
}

static void a_payment_without_a_fee_has_empty_cells_for_it(void **state)
{
	struct aq_buffer text = read_written(*state, "payments.csv");

	assert_holds(&text, ",1225.00,,,USD,");
	aq_buffer_free(&text);
}

static void a_posting_is_a_debit_row_and_a_credit_row(void **state)
{
	struct aq_buffer text = read_written(*state, "journal.csv");

	assert_holds(&text, "\n6,2026-01-30,bank:SE4550000000058398257466,1225.00,,USD,P");
	assert_holds(&text, "\n6,2026-01-30,unidentified,,1225.00,USD,P");
	aq_buffer_free(&text);
}

static void what_a_settlement_still_lacks_is_its_difference(void **state)
{
	struct aq_buffer text = read_written(*state, "settlements.csv");

	assert_holds(&text,
		     "\nstripe,po_1,SEK,9800.50,142.00,0.00,9658.50,0.00,-9658.50,awaiting,");
	aq_buffer_free(&text);
}

static void the_total_of_aging_is_what_is_owed_less_what_is_theirs(void **state)
{
	struct written *written = *state;
	struct aq_buffer text;

	written->world.aging[0] = (struct aq_aging_line){.customer = AQ_SLICE("C-1"),
							 .currency = BHD,
							 .not_due = 1000,
							 .days_over_90 = 500,
							 .on_account = 200};
	written->world.aging_count = 1;
	write_all(written);
	text = read_written(written, "aging.csv");
	assert_holds(&text, "\nC-1,BHD,1.000,0.000,0.000,0.000,0.500,0.200,1.300,");
	aq_buffer_free(&text);
}

static void a_sum_past_the_largest_amount_is_an_error_and_not_a_wrong_figure(void **state)
{
	struct written *written = *state;
	struct aq_aging_line line = {
		.customer = AQ_SLICE("C-1"), .currency = USD, .not_due = INT64_MAX, .days_1_30 = 1};
	struct aq_error err = {.status = AQ_OK};
	struct sheet sheet;

	assert_int_equal(sheet_open(&sheet, SHEET_AGING, written->run, NULL, &err), AQ_OK);
	assert_int_equal(sheet_put(&sheet, &line, &err), AQ_BAD_RECORD);
	sheet_drop(&sheet);
}

static void a_file_name_that_is_no_utf_8_is_shown_byte_by_byte(void **state)
{
	struct written *written = *state;
	struct aq_buffer text;

	written->world.files[1].file.name = AQ_SLICE("bank\xFF.xml");
	write_all(written);
	text = read_written(written, "files.csv");
	assert_holds(&text, "\nbank\\xff.xml,");
	aq_buffer_free(&text);
}

static void a_sheet_that_is_dropped_leaves_the_old_file(void **state)
{
	struct written *written = *state;
	struct aq_buffer before = read_written(written, "waiting.csv"), after;
	struct sheet sheet;

	assert_ok(sheet_open(&sheet, SHEET_WAITING, written->run, NULL, &err));
	assert_ok(sheet_put(&sheet, &written->world.waiting[0], &err));
	sheet_drop(&sheet);
	after = read_written(written, "waiting.csv");
	assert_true(aq_slice_equals(aq_buffer_slice(&before), aq_buffer_slice(&after)));
	aq_buffer_free(&before);
	aq_buffer_free(&after);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, open_written, close_written)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(every_file_begins_with_the_columns_that_are_promised),
		A_TEST(a_payer_that_looks_like_a_formula_is_defused_and_quoted),
		A_TEST(a_negative_amount_is_a_number_and_not_defused),
		A_TEST(amounts_have_the_digits_of_their_currency),
		A_TEST(a_payment_without_a_fee_has_empty_cells_for_it),
		A_TEST(a_posting_is_a_debit_row_and_a_credit_row),
		A_TEST(what_a_settlement_still_lacks_is_its_difference),
		A_TEST(the_total_of_aging_is_what_is_owed_less_what_is_theirs),
		A_TEST(a_sum_past_the_largest_amount_is_an_error_and_not_a_wrong_figure),
		A_TEST(a_file_name_that_is_no_utf_8_is_shown_byte_by_byte),
		A_TEST(a_sheet_that_is_dropped_leaves_the_old_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
