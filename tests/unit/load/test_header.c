/*
 * test_header.c - a file's columns say which table it is.
 */
#include "given.h"

static void each_table_is_known_by_its_columns(void **state)
{
	static const struct {
		const char *header;
		enum aq_table table;
	} headers[] = {
		{"customer_no,name\n", AQ_TABLE_CUSTOMERS},
		{"invoice_no,customer_no,due_date,currency,amount\n", AQ_TABLE_INVOICES},
		{"contract_no,notification_no,customer_no,currency\n", AQ_TABLE_CONTRACTS},
		{"contract_no,option,amount\n", AQ_TABLE_OPTIONS},
		{"bundle_no,invoice_no\n", AQ_TABLE_BUNDLES},
		{"subscription_no,customer_no,currency,price,cycle_months,cycles,starts_on\n",
		 AQ_TABLE_SUBSCRIPTIONS},
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		given_free(state);
		given_new(state);
		assert_int_equal(load_text(*state, headers[i].header), AQ_OK);
		assert_int_equal(aq_load_table(((struct given *)*state)->load), headers[i].table);
	}
}

static void a_contract_with_amount_and_due_date_is_no_invoice(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "contract_no,notification_no,customer_no,currency,amount,"
					  "signed_on,due_date,project_no\n"),
			 AQ_OK);
	assert_int_equal(aq_load_table(given->load), AQ_TABLE_CONTRACTS);
}

static void an_invoice_with_every_optional_column_is_an_invoice(void **state)
{
	struct given *given = *state;

	assert_int_equal(
		load_text(given, "invoice_no,customer_no,due_date,currency,amount,kind,issue_date,"
				 "open_amount,reference,subscription_no,contract_no,project_no,"
				 "discount_amount,discount_until,package_discount,addon_discount,"
				 "total_discount\n"),
		AQ_OK);
	assert_int_equal(aq_load_table(given->load), AQ_TABLE_INVOICES);
	assert_int_equal(aq_findings_count(given->findings), 0);
}

static void the_order_of_columns_is_free(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "amount,currency,due_date,customer_no,invoice_no\n"
					  "12.50,USD,2026-02-01,C1,F1\n"),
			 AQ_OK);
	assert_rows(given, "2|F1|C1|2026-02-01|USD|12.50||||||||0.00||0|0|0\n");
}

static void names_of_columns_may_be_upper_case_and_have_blanks_around(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "Bundle_No , INVOICE_NO\nB1,F1\n"), AQ_OK);
	assert_rows(given, "2|B1|F1\n");
}

static void two_tables_that_fit_equally_are_refused(void **state)
{
	assert_refused_file((struct given *)*state, "customer_no,name,bundle_no,invoice_no\n",
			    AQ_LOAD_TWO_TABLES);
}

static void a_missing_required_column_is_named(void **state)
{
	struct given *given = *state;

	assert_refused_file(given, "invoice_no,customer_no,currency,amount\n", AQ_LOAD_TABLE);
	assert_non_null(strstr(given->err.text, "due_date"));
}

static void an_invoice_without_due_date_does_not_become_a_customer(void **state)
{
	assert_refused_file((struct given *)*state, "invoice_no,customer_no,name,currency,amount\n",
			    AQ_LOAD_TABLE);
}

static void columns_of_no_table_are_refused(void **state)
{
	assert_refused_file((struct given *)*state, "a,b,c\n1,2,3\n", AQ_LOAD_TABLE);
}

static void a_column_that_is_there_twice_is_refused(void **state)
{
	struct given *given = *state;

	assert_refused_file(given, "bundle_no,invoice_no,Invoice_No\n", AQ_LOAD_COLUMN_TWICE);
	assert_int_equal(given->err.at.column, 3);
}

static void an_unknown_column_is_one_warning_and_its_cells_are_left_out(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "bundle_no,colour,invoice_no\nB1,red,F1\nB1,\x01,F2\n"),
			 AQ_OK);
	assert_rows(given, "2|B1|F1\n3|B1|F2\n");
	assert_int_equal(aq_findings_count(given->findings), 1);
	assert_int_equal(aq_findings_at(given->findings, 0)->code, AQ_LOAD_OTHER_COLUMN);
	assert_int_equal(aq_findings_at(given->findings, 0)->at.column, 2);
	assert_int_equal(aq_findings_worst(given->findings), AQ_SEVERITY_WARNING);
}

static void columns_without_a_name_are_unknown_and_not_twice(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "bundle_no,invoice_no,,\nB1,F1,,\n"), AQ_OK);
	assert_rows(given, "2|B1|F1\n");
	assert_int_equal(aq_findings_count(given->findings), 2);
}

static void a_byte_order_mark_is_dropped(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "\xEF\xBB\xBF\"bundle_no\",invoice_no\r\nB1,F1\r\n"),
			 AQ_OK);
	assert_rows(given, "2|B1|F1\n");
}

static void a_file_without_rows_has_no_header(void **state)
{
	assert_refused_file((struct given *)*state, "", AQ_LOAD_NO_HEADER);
	given_free(state);
	given_new(state);
	assert_refused_file((struct given *)*state, "\n\n  \n", AQ_LOAD_NO_HEADER);
}

static void a_header_alone_is_a_table_without_rows(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "bundle_no,invoice_no"), AQ_OK);
	assert_int_equal(aq_load_rows_read(given->load), 0);
	assert_int_equal(given->batch_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(each_table_is_known_by_its_columns),
		TEST(a_contract_with_amount_and_due_date_is_no_invoice),
		TEST(an_invoice_with_every_optional_column_is_an_invoice),
		TEST(the_order_of_columns_is_free),
		TEST(names_of_columns_may_be_upper_case_and_have_blanks_around),
		TEST(two_tables_that_fit_equally_are_refused),
		TEST(a_missing_required_column_is_named),
		TEST(an_invoice_without_due_date_does_not_become_a_customer),
		TEST(columns_of_no_table_are_refused),
		TEST(a_column_that_is_there_twice_is_refused),
		TEST(an_unknown_column_is_one_warning_and_its_cells_are_left_out),
		TEST(columns_without_a_name_are_unknown_and_not_twice),
		TEST(a_byte_order_mark_is_dropped),
		TEST(a_file_without_rows_has_no_header),
		TEST(a_header_alone_is_a_table_without_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
