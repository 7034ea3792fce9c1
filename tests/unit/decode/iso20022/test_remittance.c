/*
 * test_remittance.c - references, documents and free text of a transaction.
 */
#include "gather.h"

#define HEAD                                                                                       \
	"<Document><BkToCstmrStmt><Stmt><Id>S</Id><Ntry><Amt Ccy='EUR'>250</Amt><CdtDbtInd>CRDT"   \
	"</CdtDbtInd><NtryDtls><TxDtls><RmtInf>"
#define TAIL "</RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"

static const struct aq_record *run(struct gather *gather, const char *text)
{
	char whole[8192];

	snprintf(whole, sizeof(whole), HEAD "%s" TAIL, text);
	gather_run(gather, aq_slice_of(whole), 1 << 16);
	assert_int_equal(gather->status, AQ_OK);
	assert_int_equal(gather->record_count, 1);
	return &gather->records[0];
}

static void a_creditor_reference_has_the_kind_that_is_told(void **state)
{
	static const struct {
		const char *type;
		const char *reference;
		enum aq_reference_kind kind;
	} cases[] = {
		{"<Cd>SCOR</Cd>", "RF18539007547034", AQ_REF_RF},
		{"", "RF18 5390 0754 7034", AQ_REF_RF},
		{"<Cd>SCOR</Cd>", "4711", AQ_REF_CREDITOR},
		{"", "210000000003139471430009017", AQ_REF_CREDITOR},
		{"<Prtry>QRR</Prtry>", "210000000003139471430009017", AQ_REF_QRR},
		{"<Prtry>ISR Reference</Prtry>", "210000000003139471430009017", AQ_REF_ISR},
		{"<Prtry>KID</Prtry>", "1234567", AQ_REF_KID},
		{"<Prtry>OCR</Prtry>", "1234567", AQ_REF_OCR},
		{"<Cd>PUOR</Cd>", "PO-1", AQ_REF_ORDER},
		{"<Cd>RADM</Cd>", "ADV-1", AQ_REF_REMITTANCE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[512];
		struct gather gather;
		const struct aq_record *record;

		snprintf(text, sizeof(text),
			 "<Strd><CdtrRefInf><Tp><CdOrPrtry>%s</CdOrPrtry></Tp><Ref>%s</Ref></"
			 "CdtrRefInf>"
			 "</Strd>",
			 cases[i].type, cases[i].reference);
		record = run(&gather, text);
		assert_int_equal(record->reference_count, 1);
		assert_int_equal(record->references[0].kind, cases[i].kind);
		assert_true(aq_slice_is(record->references[0].value, cases[i].reference));
		assert_int_equal(record->remittance_count, 0);
		gather_free(&gather);
	}
}

static void an_issuer_makes_a_belgian_reference(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather,
		     "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr>"
		     "</Tp><Ref>090933755493</Ref></CdtrRefInf></Strd>");
	assert_int_equal(record->references[0].kind, AQ_REF_OGM);
	gather_free(&gather);
}

#define DOCUMENT(code, number)                                                                     \
	"<RfrdDocInf><Tp><CdOrPrtry><Cd>" code "</Cd></CdOrPrtry></Tp><Nb>" number                 \
	"</Nb></RfrdDocInf>"
#define AMOUNTS(more) "<RfrdDocAmt>" more "</RfrdDocAmt>"

/* clang-format off */
#define THIRD \
	"<DuePyblAmt Ccy='EUR'>100.00</DuePyblAmt><DscntApldAmt><Amt Ccy='EUR'>4.00</Amt>" \
	"</DscntApldAmt><DscntApldAmt><Amt Ccy='EUR'>6.00</Amt></DscntApldAmt><AdjstmntAm" \
	"tAndRsn><Amt Ccy='EUR'>3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Rsn>FRGT</Rsn><Addt" \
	"lInf>freight</AddtlInf></AdjstmntAmtAndRsn>"
static const char three_documents[] =
	"<Strd>" DOCUMENT("CINV", "I-1") AMOUNTS("<DuePyblAmt Ccy='EUR'>210.00</DuePyblAmt>"
	"<DscntApldAmt Ccy='EUR'>10.00</DscntApldAmt><RmtdAmt Ccy='EUR'>200.00</RmtdAmt>") "</Strd>"
	"<Strd>" DOCUMENT("CREN", "C-2") AMOUNTS("<RmtdAmt Ccy='EUR'>40.00</RmtdAmt>") "</Strd>"
	"<Strd>" DOCUMENT("CMCN", "K-3") AMOUNTS(THIRD) "</Strd>";
/* clang-format on */

static void every_document_gets_its_own_amount(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather, three_documents);
	assert_int_equal(record->remittance_count, 3);
	assert_int_equal(record->remittances[0].kind, AQ_REF_INVOICE);
	assert_true(decimal_is(record->remittances[0].amount, "200"));
	assert_true(decimal_is(record->remittances[0].discount, "10"));
	assert_int_equal(record->remittances[1].kind, AQ_REF_CREDIT_NOTE);
	assert_true(decimal_is(record->remittances[1].amount, "-40"));
	assert_int_equal(record->remittances[2].kind, AQ_REF_CONTRACT);
	assert_true(decimal_is(record->remittances[2].amount, "90"));
	assert_true(decimal_is(record->remittances[2].discount, "10"));
	assert_true(decimal_is(record->remittances[2].adjustment, "-3"));
	assert_true(aq_slice_is(record->remittances[2].reason, "FRGT freight"));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_CONTRACT, 0), "K-3"));
	gather_free(&gather);
}

static void typed_amounts_of_late_versions_are_read(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather, "<Strd>" DOCUMENT("CINV", "I-1")
				      AMOUNTS("<RmtAmtAndTp><Tp><Cd>DUPA</Cd></Tp><Amt "
					      "Ccy='EUR'>210.00</Amt></RmtAmtAndTp>"
					      "<RmtAmtAndTp><Tp><Cd>REMI</Cd></Tp><Amt "
					      "Ccy='EUR'>200.00</Amt></RmtAmtAndTp>"
					      "<RmtAmtAndTp><Tp><Cd>CITY</Cd></Tp><Amt "
					      "Ccy='EUR'>1.00</Amt></RmtAmtAndTp>") "</Strd>");
	assert_int_equal(record->remittance_count, 1);
	assert_true(decimal_is(record->remittances[0].amount, "200"));
	gather_free(&gather);
}

static void an_amount_beside_a_reference_alone_is_for_the_reference(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(
		&gather,
		"<Strd>" AMOUNTS(
			"<RmtdAmt Ccy='EUR'>2500.00</RmtdAmt>") "<CdtrRefInf><Ref>3900"
								"</Ref></CdtrRefInf></"
								"Strd><Strd>" AMOUNTS(
									"<CdtNoteAmt "
									"Ccy='EUR'>600.00"
									"</CdtNoteAmt>") "<CdtrRefI"
											 "nf><Ref>"
											 "12344</"
											 "Ref></"
											 "CdtrRefIn"
											 "f></"
											 "Strd>");
	assert_int_equal(record->remittance_count, 2);
	assert_true(aq_slice_is(record->remittances[0].document, "3900"));
	assert_true(decimal_is(record->remittances[1].amount, "-600"));
	gather_free(&gather);
}

static void several_documents_with_one_amount_are_not_guessed_at(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather, "<Strd>" DOCUMENT("CINV", "I-1") DOCUMENT("CINV", "I-2")
				      AMOUNTS("<RmtdAmt Ccy='EUR'>250.00</RmtdAmt>") "</Strd>");
	assert_int_equal(record->remittance_count, 2);
	assert_false(record->remittances[0].amount.is_present);
	assert_false(record->remittances[1].amount.is_present);
	gather_free(&gather);
}

static void amounts_in_another_currency_tell_nothing(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather, "<Strd>" DOCUMENT("CINV", "I-1")
				      AMOUNTS("<RmtdAmt Ccy='USD'>300</RmtdAmt>") "</Strd>");
	assert_int_equal(record->remittance_count, 1);
	assert_false(record->remittances[0].amount.is_present);
	gather_free(&gather);
}

static void every_free_text_is_kept_apart(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather, "<Ustrd>Invoice 1</Ustrd><Ustrd/><Ustrd>234</Ustrd>"
			      "<Strd><AddtlRmtInf>?REJECT?0</AddtlRmtInf><AddtlRmtInf>thanks</"
			      "AddtlRmtInf></Strd>");
	assert_int_equal(record->reference_count, 3);
	assert_true(aq_slice_is(record->references[1].value, "234"));
	assert_true(aq_slice_is(record->references[2].value, "thanks"));
	gather_free(&gather);
}

static void tags_inside_free_text_are_taken_apart(void **state)
{
	struct gather gather;
	const struct aq_record *record;

	(void)state;
	record = run(&gather, "<Ustrd>before EREF+E-77 KREF+NONREF MREF+M-5CRED+DE98ZZZ09999999999 "
			      "SVWZ+Rechnung 4711 ABWA+Anna Beispiel</Ustrd>");
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_TEXT, 0), "before"));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_END_TO_END, 0), "E-77"));
	assert_true(aq_slice_is_empty(gather_reference(record, AQ_REF_INSTRUCTION, 0)));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_MANDATE, 0), "M-5"));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_TEXT, 1), "Rechnung 4711"));
	assert_true(aq_slice_is(gather_reference(record, AQ_REF_TEXT, 2), "Anna Beispiel"));
	assert_true(aq_slice_is(record->source_id, "E-77"));
	gather_free(&gather);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_creditor_reference_has_the_kind_that_is_told),
		cmocka_unit_test(an_issuer_makes_a_belgian_reference),
		cmocka_unit_test(every_document_gets_its_own_amount),
		cmocka_unit_test(typed_amounts_of_late_versions_are_read),
		cmocka_unit_test(an_amount_beside_a_reference_alone_is_for_the_reference),
		cmocka_unit_test(several_documents_with_one_amount_are_not_guessed_at),
		cmocka_unit_test(amounts_in_another_currency_tell_nothing),
		cmocka_unit_test(every_free_text_is_kept_apart),
		cmocka_unit_test(tags_inside_free_text_are_taken_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
