/*
 * test_decode_line.c - `decode`: a payment as CSV and as JSON, accounts masked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>

#include <cmocka.h>

#include "acquit/report.h"

static const struct aq_reference references[] = {
	{AQ_REF_INVOICE, {"F-1", 3}},
	{AQ_REF_END_TO_END, {"E2E \"7\"", 7}},
};

static struct aq_payment payment_of(struct aq_remittance *remittance)
{
	struct aq_payment payment = {.line = 12,
				     .kind = AQ_KIND_RECEIPT,
				     .direction = AQ_MONEY_IN,
				     .currency = 48,
				     .amount = 1500,
				     .source_id = AQ_SLICE("T-1"),
				     .payer = AQ_SLICE("=Evil, Ltd"),
				     .payer_account = AQ_SLICE("DE89370400440532013000"),
				     .reference = AQ_SLICE("F-1"),
				     .reference_kind = AQ_REF_INVOICE,
				     .text = AQ_SLICE("line one\nline two"),
				     .references = references,
				     .reference_count = 2,
				     .remittances = remittance,
				     .remittance_count = 1};

	assert_true(aq_date_parse(AQ_SLICE("2026-01-30"), &payment.booked_on));
	payment.value_on = payment.booked_on;
	remittance->kind = AQ_REF_INVOICE;
	remittance->document = AQ_SLICE("F-1");
	remittance->amount = aq_decimal_of(1500, 3);
	return payment;
}

static char *print(enum aq_decode_form form, bool is_clear)
{
	struct aq_remittance remittance = {.kind = AQ_REF_NONE};
	struct aq_payment payment = payment_of(&remittance);
	struct aq_decode_line line = {.payment = &payment,
				      .file = AQ_SLICE("a.csv"),
				      .format = AQ_SLICE("plain"),
				      .is_clear = is_clear};
	struct aq_buffer out;

	aq_buffer_init(&out, 0);
	aq_report_decode_header(&out, form);
	aq_report_decode_line(&out, form, &line);
	aq_buffer_add_byte(&out, '\0');
	assert_false(aq_buffer_failed(&out));
	return out.start;
}

static void csv_has_the_columns_of_payments_up_to_reference_and_then_its_own(void **state)
{
	char *text = print(AQ_DECODE_CSV, false);

	(void)state;
	assert_string_equal(
		text,
		"payment_id,source_id,file,line,format,kind,booked_on,value_on,amount,fee,net,"
		"currency,payer,reference,reference_kind,end_to_end_id,trace,payer_account,"
		"payer_bank,counter_reference,settlement_id,return_code,remittance\n"
		",T-1,a.csv,12,plain,receipt,2026-01-30,2026-01-30,1.500,,,BHD,\"'=Evil, Ltd\",F-1,"
		"invoice,,,****3000,,,,,\"line one\nline two\"\n");
	free(text);
}

static void json_has_the_same_names_and_all_references_and_remittances(void **state)
{
	char *text = print(AQ_DECODE_JSONL, false);

	(void)state;
	assert_string_equal(
		text,
		"{\"payment_id\":\"\",\"source_id\":\"T-1\",\"file\":\"a.csv\",\"line\":12,"
		"\"format\":\"plain\",\"kind\":\"receipt\",\"booked_on\":\"2026-01-30\","
		"\"value_on\":\"2026-01-30\",\"amount\":\"1.500\",\"fee\":\"\",\"net\":\"\","
		"\"currency\":\"BHD\",\"payer\":\"=Evil, Ltd\",\"reference\":\"F-1\","
		"\"reference_kind\":\"invoice\",\"end_to_end_id\":\"\",\"trace\":\"\","
		"\"payer_account\":\"****3000\",\"payer_bank\":\"\",\"counter_reference\":\"\","
		"\"settlement_id\":\"\",\"return_code\":\"\",\"remittance\":\"line one\\nline "
		"two\",\"references\":[{\"kind\":\"invoice\",\"value\":\"F-1\"},{\"kind\":\"end-to-"
		"end\",\"value\":\"E2E \\\"7\\\"\"}],\"remittances\":[{\"document\":\"F-1\","
		"\"amount\":\"1.500\",\"discount\":\"\",\"adjustment\":\"\",\"reason\":\"\"}]}\n");
	free(text);
}

static void an_account_is_shown_whole_only_when_asked_for(void **state)
{
	char *text = print(AQ_DECODE_CSV, true);

	(void)state;
	assert_non_null(strstr(text, ",DE89370400440532013000,"));
	free(text);
}

static void money_out_is_negative(void **state)
{
	struct aq_payment payment = {.kind = AQ_KIND_OUTGOING,
				     .direction = AQ_MONEY_OUT,
				     .currency = 704,
				     .amount = 25000};
	struct aq_decode_line line = {.payment = &payment};
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&out, 0);
	aq_report_decode_line(&out, AQ_DECODE_CSV, &line);
	aq_buffer_add_byte(&out, '\0');
	assert_non_null(strstr(out.start, ",outgoing,,,-25000,,,VND,"));
	aq_buffer_free(&out);
}

static void a_finding_is_one_row_with_its_own_severity(void **state)
{
	struct aq_finding finding = {.code = AQ_DIRECTION_UNKNOWN,
				     .at = {.line = 4, .column = 7},
				     .record = AQ_SLICE("batch header"),
				     .field = AQ_SLICE("Company Identification"),
				     .value = AQ_SLICE("-123"),
				     .message = AQ_SLICE("not ours, by the settings")};
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&out, 0);
	aq_report_finding_header(&out, AQ_DECODE_CSV);
	aq_report_finding_line(&out, AQ_DECODE_CSV, AQ_SLICE("x.ach"), &finding);
	aq_buffer_add_byte(&out, '\0');
	assert_string_equal(
		out.start,
		"file,line,column,record,field,rule,severity,value,message,return_code\n"
		"x.ach,4,7,batch header,Company Identification,direction-unknown,error,'-123,"
		"\"not ours, by the settings\",\n");
	aq_buffer_free(&out);
}

static void a_finding_is_one_object_too_and_names_the_banks_reason(void **state)
{
	struct aq_finding finding = {.code = AQ_NACHA_CHECK_DIGIT,
				     .at = {.line = 3, .column = 4},
				     .record = AQ_SLICE("entry detail"),
				     .field = AQ_SLICE("Receiving DFI Identification"),
				     .value = AQ_SLICE("231380105"),
				     .message = AQ_SLICE("the check digit should be 4")};
	struct aq_buffer out;

	(void)state;
	aq_buffer_init(&out, 0);
	aq_report_finding_header(&out, AQ_DECODE_JSONL);
	aq_report_finding_line(&out, AQ_DECODE_JSONL, AQ_SLICE("x.ach"), &finding);
	aq_buffer_add_byte(&out, '\0');
	assert_string_equal(
		out.start,
		"{\"file\":\"x.ach\",\"line\":3,\"column\":4,\"record\":\"entry detail\","
		"\"field\":\"Receiving DFI Identification\",\"rule\":\"nacha.check-digit\","
		"\"severity\":\"warning\",\"value\":\"231380105\","
		"\"message\":\"the check digit should be 4\",\"return_code\":\"R28\"}\n");
	aq_buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_has_the_columns_of_payments_up_to_reference_and_then_its_own),
		cmocka_unit_test(json_has_the_same_names_and_all_references_and_remittances),
		cmocka_unit_test(an_account_is_shown_whole_only_when_asked_for),
		cmocka_unit_test(money_out_is_negative),
		cmocka_unit_test(a_finding_is_one_row_with_its_own_severity),
		cmocka_unit_test(a_finding_is_one_object_too_and_names_the_banks_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
