/*
 * test_unit.c - statements: header, balances, declared totals, verdicts.
 */
#include "gather.h"

#define MESSAGE(element, unit, more)                                                               \
	"<Document><" element "><" unit "><Id>S-1</Id>" more "</" unit "></" element "></"         \
	"Document>"
#define STATEMENT(more) MESSAGE("BkToCstmrStmt", "Stmt", more)
#define BALANCE(code, amount, sign)                                                                \
	"<Bal><Tp><CdOrPrtry><Cd>" code "</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>" amount             \
	"</Amt><CdtDbtInd>" sign "</CdtDbtInd><Dt><DtTm>2024-05-06T23:59:59Z</DtTm></Dt></Bal>"
#define ENTRY(amount, sign, status)                                                                \
	"<Ntry><Amt Ccy='EUR'>" amount "</Amt><CdtDbtInd>" sign "</CdtDbtInd><Sts>" status         \
	"</Sts></Ntry>"

static const struct aq_unit *run(struct gather *gather, const char *text)
{
	gather_run(gather, aq_slice_of(text), 1 << 16);
	if (gather->status != AQ_OK)
		fail_msg("%s", gather->error.text);
	assert_int_equal(gather->unit_count, 1);
	return &gather->units[0];
}

static void opening_and_booked_entries_give_the_closing_balance(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT(BALANCE("OPBD", "100.00", "DBIT") BALANCE("CLBD", "50.005", "CRDT")
				     ENTRY("200.005", "CRDT", "BOOK") ENTRY("50.00", "DBIT", "BOOK")
					     ENTRY("9.00", "CRDT", "PDNG")));
	assert_int_equal(unit->verdict, AQ_SEVERITY_NONE);
	assert_true(decimal_is(unit->opening.amount, "-100"));
	assert_true(decimal_is(unit->closing.amount, "50.005"));
	assert_true(decimal_is(unit->credits, "209.005"));
	assert_true(decimal_is(unit->debits, "50"));
	assert_int_equal(unit->entry_count, 3);
	assert_true(aq_date_is_set(unit->closing.on));
	gather_free(&gather);
}

static void a_statement_that_does_not_tie_is_refused(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT(BALANCE("OPBD", "100.00", "CRDT") BALANCE("CLBD", "100.01", "CRDT")));
	assert_true(unit->is_balance_wrong);
	assert_int_equal(unit->verdict, AQ_SEVERITY_ERROR);
	assert_int_equal(unit->verdict_code, AQ_ISO_BALANCE);
	gather_free(&gather);
}

static void a_report_that_does_not_tie_only_warns(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   MESSAGE("BkToCstmrAcctRpt", "Rpt",
			   BALANCE("PRCD", "100.00", "CRDT") BALANCE("ITBD", "101.00", "CRDT")
				   BALANCE("ITBD", "102.00", "CRDT")));
	assert_true(unit->is_balance_wrong);
	assert_true(decimal_is(unit->closing.amount, "102"));
	assert_int_equal(unit->verdict, AQ_SEVERITY_NONE);
	assert_int_equal(unit->message, AQ_MESSAGE_REPORT);
	assert_int_equal(aq_findings_worst(gather.findings), AQ_SEVERITY_WARNING);
	gather_free(&gather);
}

static void the_first_opening_and_the_last_closing_balance_count(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(
		&gather,
		STATEMENT(BALANCE("PRCD", "1.00", "CRDT") BALANCE("OPBD", "10.00", "CRDT") BALANCE(
			"CLBD", "15.00", "CRDT") BALANCE("OPBD", "15.00", "CRDT")
				  BALANCE("CLAV", "99.00", "CRDT") BALANCE("CLBD", "20.00", "CRDT")
					  ENTRY("10.00", "CRDT", "BOOK")));
	assert_true(decimal_is(unit->opening.amount, "10"));
	assert_true(decimal_is(unit->closing.amount, "20"));
	assert_int_equal(unit->verdict, AQ_SEVERITY_NONE);
	gather_free(&gather);
}

static void an_unreadable_balance_refuses_the_statement(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT(BALANCE("OPBD", "1O.00", "CRDT") BALANCE("CLBD", "15.00", "CRDT")));
	assert_int_equal(unit->verdict_code, AQ_ISO_BALANCE);
	gather_free(&gather);
}

#define SUMMARY(more) "<TxsSummry>" more "</TxsSummry>"
#define CREDITS(count, sum)                                                                        \
	"<TtlCdtNtries><NbOfNtries>" count "</NbOfNtries><Sum>" sum "</Sum></TtlCdtNtries>"

static void declared_totals_that_do_not_tie_refuse_the_statement(void **state)
{
	static const char *const texts[] = {
		STATEMENT(SUMMARY(CREDITS("1", "6.00")) ENTRY("5.00", "CRDT", "BOOK")),
		STATEMENT(SUMMARY("<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries>")
				  ENTRY("5.00", "CRDT", "BOOK")),
		STATEMENT(SUMMARY("<TtlNtries><NbOfNtries>some</NbOfNtries></TtlNtries>")
				  ENTRY("5.00", "CRDT", "BOOK")),
		STATEMENT(SUMMARY("<TtlNtries><TtlNetNtry><Amt>6</Amt><CdtDbtInd>CRDT</CdtDbtInd></"
				  "TtlNetNtry>"
				  "</TtlNtries>") ENTRY("5.00", "CRDT", "BOOK")),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct gather gather;
		const struct aq_unit *unit = run(&gather, texts[i]);

		assert_int_equal(unit->verdict_code, AQ_ISO_SUMMARY);
		gather_free(&gather);
	}
}

static void declared_totals_only_warn_where_the_balances_prove_the_entries(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT(BALANCE("OPBD", "0", "CRDT") BALANCE("CLBD", "5.00", "CRDT")
				     SUMMARY(CREDITS("1", "6.00")) ENTRY("5.00", "CRDT", "BOOK")));
	assert_int_equal(unit->verdict, AQ_SEVERITY_NONE);
	assert_int_equal(gather_findings(&gather, AQ_ISO_SUMMARY), 1);
	gather_free(&gather);
}

static void declared_totals_may_leave_out_what_is_not_booked(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT(SUMMARY(
			   "<TtlNtries><NbOfNtries>1</NbOfNtries><Sum>5</Sum></TtlNtries>" CREDITS(
				   "1", "5.00")) ENTRY("5.00", "CRDT", "BOOK")
				     ENTRY("7.00", "CRDT", "PDNG")));
	assert_int_equal(unit->verdict, AQ_SEVERITY_NONE);
	assert_true(unit->has_declared_count);
	assert_int_equal(unit->declared_count, 1);
	assert_true(decimal_is(unit->declared_credits, "5"));
	gather_free(&gather);
}

static void the_header_is_told(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT("<LglSeqNb>8</LglSeqNb><CpyDplctInd>DUPL</CpyDplctInd><FrToDt><FrDtTm>"
			     "2024-05-06T00:00:00</FrDtTm><ToDtTm>2024-05-07T00:00:00</ToDtTm></"
			     "FrToDt><Acct><Id>"
			     "<Othr><Id> 12 34 "
			     "</Id></Othr></Id><Tp><Cd>CACC</Cd></Tp><Ccy>EUR</Ccy><Ownr><Id>"
			     "<OrgId><Othr><Id>owner</Id></Othr></OrgId></Id></Ownr></Acct>"));
	assert_true(aq_slice_is(unit->id, "S-1"));
	assert_true(aq_slice_is(unit->sequence, "8"));
	assert_true(aq_slice_is(unit->copy, "DUPL"));
	assert_true(aq_slice_is(unit->account, "12 34"));
	assert_true(aq_slice_is(unit->currency, "EUR"));
	assert_true(aq_date_days_between(unit->from_on, unit->to_on) == 1);
	assert_int_equal(unit->kind, AQ_UNIT_STATEMENT);
	gather_free(&gather);
}

static void entries_in_another_currency_are_told_of_and_not_summed(void **state)
{
	struct gather gather;
	const struct aq_unit *unit;

	(void)state;
	unit = run(&gather,
		   STATEMENT(BALANCE("OPBD", "0", "CRDT") BALANCE("CLBD", "5.00", "CRDT") ENTRY(
			   "5.00", "CRDT", "BOOK") "<Ntry><Amt Ccy='USD'>9</Amt><CdtDbtInd>CRDT"
						   "</CdtDbtInd></Ntry>"));
	assert_true(decimal_is(unit->credits, "5"));
	assert_int_equal(gather_findings(&gather, AQ_ISO_ENTRY_CURRENCY), 1);
	assert_int_equal(unit->verdict, AQ_SEVERITY_NONE);
	gather_free(&gather);
}

static void many_statements_keep_their_records_apart(void **state)
{
	struct aq_buffer text;
	struct gather gather;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "<Document><BkToCstmrStmt>");
	for (unsigned i = 0; i < 3000; i++)
		aq_buffer_print(
			&text,
			"<Stmt><Id>S%u</Id><Ntry><Amt Ccy='EUR'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
			"<AcctSvcrRef>R%u</AcctSvcrRef></Ntry></Stmt>",
			i, i);
	aq_buffer_add_text(&text, "</BkToCstmrStmt></Document>");
	gather_run(&gather, aq_buffer_slice(&text), 1 << 12);
	assert_int_equal(gather.status, AQ_OK);
	assert_int_equal(gather.unit_count, 3000);
	assert_int_equal(gather.record_count, 3000);
	for (unsigned i = 0; i < 3000; i++) {
		char name[32];

		snprintf(name, sizeof(name), "R%u", i);
		assert_true(aq_slice_is(gather.records[i].source_id, name));
		assert_int_equal(gather.unit_of[i], i);
		assert_int_equal(gather.records[i].entry_index, 0);
	}
	gather_free(&gather);
	aq_buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opening_and_booked_entries_give_the_closing_balance),
		cmocka_unit_test(a_statement_that_does_not_tie_is_refused),
		cmocka_unit_test(a_report_that_does_not_tie_only_warns),
		cmocka_unit_test(the_first_opening_and_the_last_closing_balance_count),
		cmocka_unit_test(an_unreadable_balance_refuses_the_statement),
		cmocka_unit_test(declared_totals_that_do_not_tie_refuse_the_statement),
		cmocka_unit_test(declared_totals_only_warn_where_the_balances_prove_the_entries),
		cmocka_unit_test(declared_totals_may_leave_out_what_is_not_booked),
		cmocka_unit_test(the_header_is_told),
		cmocka_unit_test(entries_in_another_currency_are_told_of_and_not_summed),
		cmocka_unit_test(many_statements_keep_their_records_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
