/*
 * test_entry.c - entries and their leaves: amounts, directions, natures, identities.
 */
#include "gather.h"

#define HEAD                                                                                       \
	"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt>"         \
	"<GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id>"
#define TAIL "</Stmt></BkToCstmrStmt></Document>"
#define ENTRY(amount, indicator, more)                                                             \
	"<Ntry><Amt Ccy='EUR'>" amount "</Amt><CdtDbtInd>" indicator "</CdtDbtInd><Sts><Cd>BOOK</" \
	"Cd></Sts><AcctSvcrRef>BANK-1</AcctSvcrRef>" more "</Ntry>"
#define DETAILS(more)  "<NtryDtls>" more "</NtryDtls>"
#define LEAF(more)     "<TxDtls>" more "</TxDtls>"
#define AMOUNT(amount) "<Amt Ccy='EUR'>" amount "</Amt>"
#define E2E(id)	       "<Refs><EndToEndId>" id "</EndToEndId></Refs>"

static void run(struct gather *gather, const char *text)
{
	gather_run(gather, aq_slice_of(text), 1 << 16);
	assert_int_equal(gather->status, AQ_OK);
	assert_int_equal(gather->unit_count, 1);
}

static void leaves_come_from_all_entry_details(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("30.00", "CRDT",
				DETAILS(LEAF(AMOUNT("10.00") E2E("A")))
					DETAILS(LEAF(AMOUNT("20.00") E2E("B")))) TAIL);
	assert_int_equal(gather.record_count, 2);
	assert_int_equal(gather.records[0].leaf_count, 2);
	assert_int_equal(gather.records[1].leaf_index, 1);
	assert_true(aq_slice_is(gather.records[0].source_id, "A"));
	assert_true(decimal_is(gather.records[1].amount, "20"));
	assert_int_equal(aq_findings_count_of(gather.findings, AQ_SEVERITY_WARNING), 0);
	gather_free(&gather);
}

static void an_entry_without_details_is_a_bare_leaf(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("30.00", "DBIT", DETAILS("<Btch><PmtInfId>P</PmtInfId></Btch>")) TAIL);
	assert_int_equal(gather.record_count, 1);
	assert_true(gather.records[0].is_bare_entry);
	assert_true(aq_slice_is(gather.records[0].indicator, "DBIT"));
	assert_true(aq_slice_is(gather.records[0].source_id, "BANK-1"));
	assert_true(aq_slice_is(gather_reference(&gather.records[0], AQ_REF_PAYMENT_INFO, 0), "P"));
	gather_free(&gather);
}

/* Versions 3 to 6 ask for an amount of every detail; a zero there says nothing. */
static void a_detail_of_nothing_is_its_whole_entry(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("30.00", "CRDT", DETAILS(LEAF(AMOUNT("0") E2E("A")))) TAIL);
	assert_int_equal(gather.record_count, 1);
	assert_true(decimal_is(gather.records[0].amount, "30"));
	assert_true(aq_slice_is(gather.records[0].source_id, "BANK-1"));
	assert_int_equal(aq_findings_count_of(gather.findings, AQ_SEVERITY_WARNING), 0);
	gather_free(&gather);
	run(&gather,
	    HEAD ENTRY("30.00", "CRDT",
		       DETAILS(LEAF(AMOUNT("0") E2E("A")) LEAF(AMOUNT("0.00") E2E("B")))) TAIL);
	assert_int_equal(gather.record_count, 1);
	assert_true(gather.records[0].is_bare_entry);
	assert_true(decimal_is(gather.records[0].amount, "30"));
	assert_true(aq_slice_is(gather_reference(&gather.records[0], AQ_REF_END_TO_END, 1), "B"));
	gather_free(&gather);
	run(&gather,
	    HEAD ENTRY("30.00", "CRDT",
		       DETAILS(LEAF(AMOUNT("0") E2E("A")) LEAF(AMOUNT("30.00") E2E("B")))) TAIL);
	assert_int_equal(gather.record_count, 2);
	assert_true(decimal_is(gather.records[0].amount, "0"));
	gather_free(&gather);
}

static void who_is_not_named_is_nobody(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("30.00", "CRDT",
		       DETAILS(LEAF("<RltdPties><Dbtr><Nm>Ada Holm</Nm></Dbtr><UltmtDbtr>"
				    "<Nm>keine Information vorhanden</Nm></UltmtDbtr>"
				    "<Cdtr><Nm>NOTPROVIDED</Nm></Cdtr></RltdPties>"))) TAIL);
	assert_true(aq_slice_is(gather.records[0].debtor.name, "Ada Holm"));
	assert_int_equal(gather.records[0].debtor.ultimate_name.length, 0);
	assert_int_equal(gather.records[0].creditor.name.length, 0);
	gather_free(&gather);
}

static void what_details_leave_over_is_a_leaf_of_its_own(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("97.00", "CRDT",
		       DETAILS(LEAF(AMOUNT("100.00") "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>3.00"
						     "</TtlChrgsAndTaxAmt></Chrgs>"))) TAIL);
	assert_int_equal(gather.record_count, 2);
	assert_true(decimal_is(gather.records[0].amount, "100"));
	assert_true(gather.records[1].is_residual);
	assert_true(decimal_is(gather.records[1].amount, "3"));
	assert_true(aq_slice_is(gather.records[1].indicator, "DBIT"));
	assert_true(aq_slice_is(gather.records[1].description, "charge"));
	assert_true(aq_slice_is(gather.records[0].source_id, "BANK-1"));
	gather_free(&gather);
}

#define TOLD_APART(included)                                                                       \
	"<AmtDtls><TxAmt><Amt Ccy='EUR'>100.00</Amt></TxAmt></AmtDtls><Chrgs><Rcrd><Amt "          \
	"Ccy='EUR'>3.00</Amt><ChrgInclInd>" included "</ChrgInclInd></Rcrd></Chrgs>"

static void a_charge_that_the_file_proves_is_taken_off_the_booked_amount(void **state)
{
	static const char *const texts[] = {
		HEAD ENTRY("97.00", "CRDT", DETAILS(LEAF(AMOUNT("97.00") TOLD_APART("true")))) TAIL,
		HEAD ENTRY("97.00", "CRDT", TOLD_APART("true")) TAIL,
		HEAD ENTRY("103.00", "DBIT", DETAILS(LEAF(AMOUNT("103.00") TOLD_APART("true"))))
			TAIL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct gather gather;

		run(&gather, texts[i]);
		assert_int_equal(gather.record_count, 2);
		assert_true(decimal_is(gather.records[0].amount, "100"));
		assert_true(aq_slice_is(gather.records[0].source_id, "BANK-1"));
		assert_true(gather.records[1].is_residual);
		assert_true(decimal_is(gather.records[1].amount, "3"));
		assert_true(aq_slice_is(gather.records[1].indicator, "DBIT"));
		assert_true(aq_slice_is(gather.records[1].description, "charge"));
		gather_free(&gather);
	}
}

static void a_charge_booked_apart_or_not_proved_leaves_the_amount_alone(void **state)
{
	static const char *const texts[] = {
		HEAD ENTRY("97.00", "CRDT", DETAILS(LEAF(AMOUNT("97.00") TOLD_APART("false"))))
			TAIL,
		HEAD ENTRY("96.00", "CRDT", DETAILS(LEAF(AMOUNT("96.00") TOLD_APART("true")))) TAIL,
		HEAD ENTRY("97.00", "DBIT", DETAILS(LEAF(AMOUNT("97.00") TOLD_APART("true")))) TAIL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct gather gather;

		run(&gather, texts[i]);
		assert_int_equal(gather.record_count, 1);
		gather_free(&gather);
	}
}

static void a_difference_that_nothing_explains_says_so(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("97.00", "CRDT", DETAILS(LEAF(AMOUNT("50.00")) LEAF(AMOUNT("40.00")))) TAIL);
	assert_int_equal(gather.record_count, 3);
	assert_true(aq_slice_is(gather.records[2].description, "unexplained"));
	assert_true(aq_slice_is(gather.records[2].indicator, "CRDT"));
	assert_true(decimal_is(gather.records[2].amount, "7.00"));
	assert_int_equal(gather_findings(&gather, AQ_ISO_DETAILS_SUM), 1);
	gather_free(&gather);
}

static void a_foreign_amount_gives_way_to_the_countervalue(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY(
		    "90.00", "CRDT",
		    DETAILS(LEAF(
			    "<AmtDtls><InstdAmt><Amt Ccy='USD'>100.00</Amt></InstdAmt><TxAmt><Amt "
			    "Ccy='USD'>100.00</Amt></TxAmt><CntrValAmt><Amt Ccy='EUR'>91.00</Amt>"
			    "<CcyXchg><XchgRate>1.0989</XchgRate></CcyXchg></CntrValAmt>"
			    "</AmtDtls>"))) TAIL);
	assert_int_equal(gather.record_count, 2);
	assert_true(decimal_is(gather.records[0].amount, "91.00"));
	assert_true(decimal_is(gather.records[0].instructed, "100.00"));
	assert_true(aq_slice_is(gather.records[0].instructed_currency, "USD"));
	assert_true(aq_slice_is(gather.records[0].exchange_rate, "1.0989"));
	assert_true(aq_slice_is(gather.records[1].description, "exchange"));
	gather_free(&gather);
}

static void one_detail_of_another_currency_takes_the_entrys_amount(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("90.00", "CRDT", DETAILS(LEAF("<Amt Ccy='USD'>100.00</Amt>"))) TAIL);
	assert_int_equal(gather.record_count, 1);
	assert_true(decimal_is(gather.records[0].amount, "90.00"));
	assert_true(aq_slice_is(gather.records[0].currency, "EUR"));
	gather_free(&gather);
}

static void details_without_amounts_stand_as_one_with_all_their_references(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	run(&gather, HEAD ENTRY("90.00", "CRDT",
				DETAILS(LEAF(E2E("A") "<RmtInf><Ustrd>one</Ustrd></RmtInf>") LEAF(
					E2E("B") "<RmtInf><Ustrd>two</Ustrd></RmtInf>")))
			     ENTRY("1.00", "CRDT", "") TAIL);
	assert_int_equal(gather.record_count, 2);
	record = &gather.records[0];
	assert_true(record->is_bare_entry);
	assert_true(decimal_is(record->amount, "90.00"));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_END_TO_END, 1), "B"));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_TEXT, 1), "two"));
	assert_true(aq_slice_is(record->source_id, "BANK-1"));
	assert_int_equal(gather.records[1].entry_index, 1);
	gather_free(&gather);
}

static void the_only_detail_without_an_amount_gets_the_rest(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("90.00", "CRDT", DETAILS(LEAF(AMOUNT("50.00")) LEAF(E2E("B")))) TAIL);
	assert_int_equal(gather.record_count, 2);
	assert_true(decimal_is(gather.records[1].amount, "40.00"));
	assert_int_equal(gather_findings(&gather, AQ_ISO_DETAILS_AMOUNT), 1);
	gather_free(&gather);
}

static void the_entrys_direction_counts_where_a_detail_contradicts_it(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("90.00", "DBIT",
				DETAILS(LEAF(AMOUNT("90.00") "<CdtDbtInd>CRDT</CdtDbtInd>"))) TAIL);
	assert_int_equal(gather.record_count, 1);
	assert_true(aq_slice_is(gather.records[0].indicator, "DBIT"));
	assert_int_equal(gather_findings(&gather, AQ_ISO_DETAILS_DIRECTION), 1);
	gather_free(&gather);
}

static void a_batch_booked_net_keeps_both_directions(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("90.00", "CRDT",
				DETAILS(LEAF(AMOUNT("100.00") "<CdtDbtInd>CRDT</CdtDbtInd>") LEAF(
					AMOUNT("10.00") "<CdtDbtInd>DBIT</CdtDbtInd>"))) TAIL);
	assert_int_equal(gather.record_count, 2);
	assert_true(aq_slice_is(gather.records[1].indicator, "DBIT"));
	assert_int_equal(aq_findings_count_of(gather.findings, AQ_SEVERITY_WARNING), 0);
	gather_free(&gather);
}

static void a_reversal_is_marked_and_never_flipped(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("90.00", "CRDT", "<RvslInd>true</RvslInd>") TAIL);
	assert_true(gather.records[0].is_reversal);
	assert_true(aq_slice_is(gather.records[0].indicator, "CRDT"));
	assert_true(decimal_is(gather.units[0].credits, "90"));
	gather_free(&gather);
}

static void what_is_not_booked_is_a_notice(void **state)
{
	static const char *const statuses[] = {"PDNG", "INFO", "FUTR", "<Cd>PDNG</Cd>",
					       "<Prtry>later</Prtry>"};

	(void)state;
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		char text[1024];
		struct gather gather;

		snprintf(text, sizeof(text),
			 HEAD "<Ntry><Amt Ccy='EUR'>5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>%s</Sts>"
			      "</Ntry>" TAIL,
			 statuses[i]);
		run(&gather, text);
		assert_int_equal(gather.records[0].nature, AQ_NATURE_NOTICE);
		gather_free(&gather);
	}
}

static void a_return_names_its_reason_and_what_it_answers(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	run(&gather,
	    HEAD ENTRY("90.00", "DBIT",
		       DETAILS(LEAF(E2E("OWN-1") AMOUNT(
			       "90.00") "<RtrInf><Rsn><Prtry>914</Prtry></Rsn><AddtlInf>no "
					"funds</AddtlInf><AddtlInf>second</AddtlInf></RtrInf>")))
		    TAIL);
	record = &gather.records[0];
	assert_int_equal(record->nature, AQ_NATURE_RETURN);
	assert_true(aq_slice_is(record->return_code, "914"));
	assert_true(aq_slice_is(record->return_text, "no funds second"));
	assert_true(aq_slice_is(record->counter_reference, "OWN-1"));
	gather_free(&gather);
}

static void an_unreadable_amount_refuses_entry_and_statement(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("12..34", "CRDT", "") ENTRY("5.00", "CRDT", "") TAIL);
	assert_true(gather.records[0].is_refused);
	assert_int_equal(gather.records[0].refusal, AQ_ISO_AMOUNT);
	assert_false(gather.records[1].is_refused);
	assert_int_equal(gather.units[0].verdict, AQ_SEVERITY_ERROR);
	assert_int_equal(gather.units[0].verdict_code, AQ_ISO_AMOUNT);
	assert_int_equal(gather.units[0].entry_count, 2);
	assert_true(decimal_is(gather.units[0].credits, "5"));
	gather_free(&gather);
}

static void two_amounts_of_one_entry_are_refused(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather, HEAD ENTRY("5.00", "CRDT", "<Amt Ccy='EUR'>500.00</Amt>") TAIL);
	assert_true(gather.records[0].is_refused);
	gather_free(&gather);
}

static void placeholders_are_no_identity(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	run(&gather,
	    HEAD "<Ntry><Amt Ccy='EUR'>5</Amt><CdtDbtInd>CRDT</CdtDbtInd><AcctSvcrRef>NONREF"
		 "</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId>"
		 "<TxId>T-1</TxId></Refs></TxDtls></NtryDtls></Ntry>" TAIL);
	record = &gather.records[0];
	assert_true(aq_slice_is(record->source_id, "T-1"));
	assert_true(aq_slice_is_empty(gather_reference(record, AQ_REF_END_TO_END, 0)));
	assert_true(aq_slice_is_empty(gather_reference(record, AQ_REF_BANK, 0)));
	gather_free(&gather);
}

static void an_entrys_reference_on_each_of_its_details_is_the_batchs(void **state)
{
	struct gather gather;

	(void)state;
	run(&gather,
	    HEAD ENTRY("2.00", "CRDT",
		       DETAILS(LEAF("<Refs><AcctSvcrRef>BANK-1</AcctSvcrRef></Refs>" AMOUNT("1.00"))
				       LEAF("<Refs><AcctSvcrRef>BANK-1</AcctSvcrRef></Refs>" AMOUNT(
					       "1.00")))) TAIL);
	assert_int_equal(gather.record_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_true(
			aq_slice_is_empty(gather_reference(&gather.records[i], AQ_REF_BANK, 0)));
		assert_true(aq_slice_is(gather_reference(&gather.records[i], AQ_REF_BATCH, 0),
					"BANK-1"));
	}
	gather_free(&gather);
}

/* More details than are held at once, and one of them without an amount. */
static void an_entry_of_very_many_details_comes_in_pieces_and_still_sums(void **state)
{
	struct aq_buffer text;
	struct aq_decimal sum = {0};
	struct gather gather;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(
		&text,
		HEAD ENTRY("7.00", "CRDT",
			   "") "<Ntry><Amt Ccy='EUR'>10000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
			       "<AcctSvcrRef>HUGE</AcctSvcrRef><BkTxCd><Prtry><Cd>LUMP</Cd></"
			       "Prtry></BkTxCd>"
			       "<NtryDtls>");
	for (unsigned i = 0; i < 9999; i++)
		aq_buffer_print(
			&text,
			i == 5000 ? "<TxDtls><Refs><EndToEndId>E%u</EndToEndId></Refs></TxDtls>"
				  : "<TxDtls><Refs><EndToEndId>E%u</EndToEndId></Refs>"
				    "<Amt Ccy='EUR'>1.00</Amt></TxDtls>",
			i);
	aq_buffer_add_text(&text, "</NtryDtls></Ntry>" ENTRY("8.00", "CRDT", "") TAIL);
	run(&gather, (const char *)(aq_buffer_add_byte(&text, 0), text.start));
	assert_int_equal(gather.record_count, 1 + 9999 + 1 + 1);
	for (size_t i = 1; i <= 10000; i++) {
		const struct aq_record *record = &gather.records[i];

		assert_int_equal(record->entry_index, 1);
		assert_int_equal(record->leaf_index, i - 1);
		assert_int_equal(record->leaf_count, AQ_LEAF_COUNT_UNKNOWN);
		assert_true(aq_slice_is(record->type, "LUMP"));
		assert_true(aq_slice_is(gather_reference(record, AQ_REF_BATCH, 0), "HUGE"));
		assert_true(aq_decimal_add(sum, record->amount, &sum));
	}
	assert_true(decimal_is(sum, "10000"));
	assert_int_equal(gather.records[5001].nature, AQ_NATURE_NOTICE);
	assert_true(gather.records[10000].is_residual);
	assert_true(decimal_is(gather.records[10000].amount, "2.00"));
	assert_int_equal(gather.records[10001].entry_index, 2);
	assert_int_equal(gather.units[0].record_count, gather.record_count);
	assert_true(decimal_is(gather.units[0].credits, "10015"));
	gather_free(&gather);
	aq_buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_come_from_all_entry_details),
		cmocka_unit_test(an_entry_without_details_is_a_bare_leaf),
		cmocka_unit_test(a_detail_of_nothing_is_its_whole_entry),
		cmocka_unit_test(who_is_not_named_is_nobody),
		cmocka_unit_test(what_details_leave_over_is_a_leaf_of_its_own),
		cmocka_unit_test(a_charge_that_the_file_proves_is_taken_off_the_booked_amount),
		cmocka_unit_test(a_charge_booked_apart_or_not_proved_leaves_the_amount_alone),
		cmocka_unit_test(a_difference_that_nothing_explains_says_so),
		cmocka_unit_test(a_foreign_amount_gives_way_to_the_countervalue),
		cmocka_unit_test(one_detail_of_another_currency_takes_the_entrys_amount),
		cmocka_unit_test(details_without_amounts_stand_as_one_with_all_their_references),
		cmocka_unit_test(the_only_detail_without_an_amount_gets_the_rest),
		cmocka_unit_test(the_entrys_direction_counts_where_a_detail_contradicts_it),
		cmocka_unit_test(a_batch_booked_net_keeps_both_directions),
		cmocka_unit_test(a_reversal_is_marked_and_never_flipped),
		cmocka_unit_test(what_is_not_booked_is_a_notice),
		cmocka_unit_test(a_return_names_its_reason_and_what_it_answers),
		cmocka_unit_test(an_unreadable_amount_refuses_entry_and_statement),
		cmocka_unit_test(two_amounts_of_one_entry_are_refused),
		cmocka_unit_test(placeholders_are_no_identity),
		cmocka_unit_test(an_entrys_reference_on_each_of_its_details_is_the_batchs),
		cmocka_unit_test(an_entry_of_very_many_details_comes_in_pieces_and_still_sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
