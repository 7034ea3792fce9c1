/*
 * test_reject.c - refused rows can be read, mended and dropped again.
 */
#include "given.h"

static void a_refused_row_is_told_with_line_column_value_code_and_mend(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "invoice_no,customer_no,due_date,currency,amount,colour\n"
					  "F1,C1,2026-02-30,USD,12.50,\"red, or so\"\n"),
			 AQ_OK);
	assert_rejected(given,
			"line,column,value,code,mend,invoice_no,customer_no,due_date,currency,"
			"amount,colour\n"
			"2,due_date,2026-02-30,load.date,write a day that exists as YYYY-MM-DD,"
			"F1,C1,2026-02-30,USD,12.50,\"red, or so\"\n");
	assert_int_equal(aq_findings_at(given->findings, 1)->at.line, 2);
	assert_int_equal(aq_findings_at(given->findings, 1)->at.column, 3);
	assert_true(aq_slice_is(aq_findings_at(given->findings, 1)->value, "2026-02-30"));
}

static void nothing_refused_leaves_nothing(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "bundle_no,invoice_no\nB1,F1\n"), AQ_OK);
	assert_int_equal(given->rejected.length, 0);
}

static void rows_that_the_store_refuses_stand_beside_the_others(void **state)
{
	struct given *given = *state;

	given->reject_all = AQ_ROW_CUSTOMER_UNKNOWN;
	assert_int_equal(load_text(given, "invoice_no,customer_no,due_date,currency,amount\n"
					  "F1,C9,2026-02-01,USD,12.50\n"),
			 AQ_OK);
	assert_int_equal(aq_load_rows_refused(given->load), 1);
	assert_rejected(
		given,
		"line,column,value,code,mend,invoice_no,customer_no,due_date,currency,amount\n"
		"2,customer_no,C9,row.customer-unknown,"
		"\"load the customer first, or correct the number\",F1,C9,2026-02-01,USD,12.50\n");
	assert_int_equal(aq_findings_at(given->findings, 0)->at.column, 2);
}

static void formulas_are_defused_where_a_spreadsheet_would_run_them(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "customer_no,name,email,language\n"
					  ",=HYPERLINK(1),\"+cmd|'x'!A1,b\",-5\n"),
			 AQ_OK);
	assert_rejected(given,
			"line,column,value,code,mend,customer_no,name,email,language\n"
			"2,customer_no,,load.empty-cell,fill the cell: its column is required,"
			",'=HYPERLINK(1),\"'+cmd|'x'!A1,b\",-5\n");
}

static void a_mended_file_of_rejected_rows_loads_as_it_is(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given,
				   "line,column,value,code,mend,customer_no,name,email,language\n"
				   "2,customer_no,,load.empty-cell,\"fill, the cell\","
				   "C1,'=HYPERLINK(1),\"'+cmd|'x'!A1,b\",-5\n"),
			 AQ_OK);
	assert_rows(given, "2|C1|=HYPERLINK(1)||+cmd|'x'!A1,b|-5||\n");
	assert_int_equal(aq_findings_count(given->findings), 0);
}

static void a_row_refused_twice_is_not_widened_twice(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "line,column,value,code,mend,bundle_no,invoice_no\n"
					  "7,invoice_no,,load.empty-cell,x,B1,\n"),
			 AQ_OK);
	assert_rejected(
		given, "line,column,value,code,mend,bundle_no,invoice_no\n"
		       "2,invoice_no,,load.empty-cell,fill the cell: its column is required,B1,\n");
}

static void an_apostrophe_before_no_formula_is_part_of_the_text(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "customer_no,name\nC1,'t Hof\nC2,'\n"), AQ_OK);
	assert_rows(given, "2|C1|'t Hof|||||\n3|C2|'|||||\n");
}

static void a_long_value_is_cut_between_characters(void **state)
{
	struct given *given = *state;
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "bundle_no,invoice_no\nB1,x");
	for (int i = 0; i < 300; i++)
		aq_buffer_add_text(&text, "\xC3\x9C");
	assert_int_equal(load_text(given, text_of(&text)), AQ_OK);
	assert_int_equal(aq_load_rows_refused(given->load), 1);
	assert_int_equal(aq_findings_at(given->findings, 0)->value.length, 199);
	aq_buffer_free(&text);
}

static void refused_rows_beyond_the_bound_refuse_the_file(void **state)
{
	struct given *given = *state;

	given->rejected.bytes_max = 100;
	assert_refused_file(given, "bundle_no,invoice_no\nB1,\nB2,\n", AQ_BASE_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(a_refused_row_is_told_with_line_column_value_code_and_mend),
		TEST(nothing_refused_leaves_nothing),
		TEST(rows_that_the_store_refuses_stand_beside_the_others),
		TEST(formulas_are_defused_where_a_spreadsheet_would_run_them),
		TEST(a_mended_file_of_rejected_rows_loads_as_it_is),
		TEST(a_row_refused_twice_is_not_widened_twice),
		TEST(an_apostrophe_before_no_formula_is_part_of_the_text),
		TEST(a_long_value_is_cut_between_characters),
		TEST(refused_rows_beyond_the_bound_refuse_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
