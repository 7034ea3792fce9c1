/*
 * test_parse.c - hostile and odd XML: limits, encodings, dialects, bids.
 */
#include "gather.h"

#define HEAD                                                                                       \
	"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt>"         \
	"<Stmt><Id>S</Id>"
#define TAIL "</Stmt></BkToCstmrStmt></Document>"
#define NTRY "<Ntry><Amt Ccy='EUR'>5</Amt><CdtDbtInd>CRDT</CdtDbtInd>"

static void expect_refusal(struct aq_slice text, enum aq_code code)
{
	struct gather gather;

	gather_run(&gather, text, 1 << 20);
	if (gather.error.code != code)
		fail_msg("%s, not %s: %s", aq_code_name(gather.error.code), aq_code_name(code),
			 gather.error.text);
	assert_int_equal(gather.status, AQ_BAD_FILE);
	assert_int_equal(gather_findings(&gather, code), 1);
	gather_free(&gather);
}

static void damaged_xml_is_refused_with_its_line(void **state)
{
	static const char *const texts[] = {
		HEAD "\n\n<Ntry></Bal>" TAIL, /* crossed tags */
		HEAD "\n\n" TAIL "\n<Document/>", /* two roots */
		HEAD "\n\n&undeclared;" TAIL, /* an entity that nobody declared */
		HEAD "\n\n<Ntry Amt=5></Ntry>" TAIL, /* an attribute without quotes */
		HEAD "\n\n<Id>a < b</Id>" TAIL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct gather gather;

		gather_run(&gather, aq_slice_of(texts[i]), 1 << 20);
		assert_int_equal(gather.status, AQ_BAD_FILE);
		assert_int_equal(gather.error.code, AQ_ISO_XML);
		assert_true(gather.error.at.line >= 3);
		gather_free(&gather);
	}
}

static void document_types_are_refused_before_they_are_read(void **state)
{
	(void)state;
	expect_refusal(AQ_SLICE("<!DOCTYPE Document>" HEAD TAIL), AQ_ISO_DOCTYPE);
	expect_refusal(AQ_SLICE("<!DOCTYPE D SYSTEM 'file:///etc/hostname'>" HEAD TAIL),
		       AQ_ISO_DOCTYPE);
	expect_refusal(AQ_SLICE("<!DOCTYPE D [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]>" HEAD
				"<Id>&c;</Id>" TAIL),
		       AQ_ISO_DOCTYPE);
}

static void wrong_bytes_behind_damage_are_nobodys_affair(void **state)
{
	struct gather gather;

	(void)state;
	gather_run(&gather, AQ_SLICE(HEAD "</Bal>\n\xE9\n\xE9" TAIL), 1 << 20);
	assert_int_equal(gather.error.code, AQ_ISO_XML);
	assert_int_equal(gather_findings(&gather, AQ_ISO_ENCODING), 0);
	gather_free(&gather);
}

static void documents_held_as_text_are_held_to_the_same(void **state)
{
	(void)state;
	expect_refusal(AQ_SLICE("<e><c>&lt;x/&gt;</c><c><![CDATA[" HEAD NTRY "]]></c></e>"),
		       AQ_ISO_XML);
	expect_refusal(
		AQ_SLICE("<e><c>" HEAD TAIL "</c><c><![CDATA[" HEAD "</Id>" TAIL "]]></c></e>"),
		AQ_ISO_XML);
	expect_refusal(AQ_SLICE("<e><c><![CDATA[<!DOCTYPE D [<!ENTITY a SYSTEM 'file:///etc/"
				"hostname'>]>" HEAD TAIL "]]></c></e>"),
		       AQ_ISO_DOCTYPE);
	expect_refusal(AQ_SLICE("<e><c><![CDATA[<a xmlns='http://www.w3.org/2001/XInclude'/>"
				"]]></c></e>"),
		       AQ_ISO_INCLUDE);
	expect_refusal(AQ_SLICE("<e><c><![CDATA[<p>no message<br>]]></c></e>"), AQ_ISO_MESSAGE);
}

static void fill(struct aq_buffer *text, const char *piece, size_t times)
{
	for (size_t i = 0; i < times; i++)
		aq_buffer_add_text(text, piece);
}

static void nesting_without_end_is_refused(void **state)
{
	struct aq_buffer text;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, HEAD);
	fill(&text, "<a>", 100000);
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_DEPTH);
	aq_buffer_free(&text);
}

static void texts_that_only_look_like_documents_are_bounded(void **state)
{
	struct aq_buffer text;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "<e>");
	fill(&text, "<c>&lt;a&gt;</c>", 100000);
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_MESSAGE);
	aq_buffer_free(&text);
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "<e><c><![CDATA[");
	fill(&text, "<a>", 100000);
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_DEPTH);
	aq_buffer_free(&text);
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "<e><c><![CDATA[<a b='");
	fill(&text, "0123456789abcdef", 100000);
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_STARVED);
	aq_buffer_free(&text);
}

static void a_text_without_end_is_refused_where_it_is_kept(void **state)
{
	struct aq_buffer text;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, HEAD NTRY "<AddtlNtryInf>");
	fill(&text, "0123456789abcdef", 10000);
	aq_buffer_add_text(&text, "</AddtlNtryInf></Ntry>" TAIL);
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_TEXT_SIZE);
	aq_buffer_free(&text);
}

static void tags_and_comments_without_end_starve(void **state)
{
	static const char *const starts[] = {HEAD "<!--", HEAD "<?x ", HEAD "<Id a='"};

	(void)state;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct aq_buffer text;

		aq_buffer_init(&text, 0);
		aq_buffer_add_text(&text, starts[i]);
		fill(&text, "0123456789abcdef", 100000);
		expect_refusal(aq_buffer_slice(&text), AQ_ISO_STARVED);
		aq_buffer_free(&text);
	}
}

static void too_many_names_are_refused(void **state)
{
	struct aq_buffer text;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, HEAD);
	for (unsigned i = 0; i < 100000; i++)
		aq_buffer_print(&text, "<element_number_%u/>", i);
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_NAMES);
	aq_buffer_free(&text);
}

static void a_transaction_that_no_memory_should_hold_is_refused(void **state)
{
	struct aq_buffer text, words;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_init(&words, 0);
	fill(&words, "0123456789abcdef", 4000);
	aq_buffer_add_text(&text, HEAD NTRY "<NtryDtls><TxDtls><RmtInf>");
	for (unsigned i = 0; i < 500; i++) {
		aq_buffer_add_text(&text, "<Ustrd>");
		aq_buffer_add(&text, aq_buffer_slice(&words));
		aq_buffer_add_text(&text, "</Ustrd>");
	}
	expect_refusal(aq_buffer_slice(&text), AQ_ISO_SIZE);
	aq_buffer_free(&text);
	aq_buffer_free(&words);
}

static void references_beyond_the_bound_are_told_of(void **state)
{
	struct aq_buffer text;
	struct gather gather;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, HEAD NTRY "<NtryDtls><TxDtls><RmtInf>");
	fill(&text, "<Ustrd>x</Ustrd>", 5000);
	aq_buffer_add_text(&text, "</RmtInf></TxDtls></NtryDtls></Ntry>" TAIL);
	gather_run(&gather, aq_buffer_slice(&text), 1 << 20);
	assert_int_equal(gather.status, AQ_OK);
	assert_int_equal(gather_findings(&gather, AQ_ISO_REFERENCES), 1);
	assert_int_equal(gather.records[0].reference_count, 4096);
	gather_free(&gather);
	aq_buffer_free(&text);
}

static void names_of(const char *head, const char *encoded, const char *expected)
{
	static const size_t pieces[] = {1, 2, 3, 1 << 20};
	char text[2048];

	snprintf(text, sizeof(text),
		 "%s" HEAD NTRY "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>%s</Nm></Dbtr></RltdPties>"
		 "</TxDtls></NtryDtls></Ntry>" TAIL,
		 head, encoded);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct gather gather;

		gather_run(&gather, aq_slice_of(text), pieces[i]);
		assert_int_equal(gather.status, AQ_OK);
		if (!aq_slice_is(gather.records[0].debtor.name, expected))
			fail_msg("'%.*s', not '%s'", AQ_SLICE_ARGS(gather.records[0].debtor.name),
				 expected);
		gather_free(&gather);
	}
}

static void every_encoding_that_is_declared_is_read(void **state)
{
	(void)state;
	names_of("<?xml version='1.0' encoding='UTF-8'?>",
		 "M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x98\x80",
		 "M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x98\x80");
	names_of("<?xml version='1.0' encoding='ISO-8859-1'?>", "M\xFCller", "M\xC3\xBCller");
	names_of("<?xml version='1.0' encoding='ISO-8859-15'?>", "10 \xA4", "10 \xE2\x82\xAC");
	names_of("<?xml version='1.0' encoding='windows-1252'?>", "10 \x80", "10 \xE2\x82\xAC");
	names_of("", "M\xC3\xBCller", "M\xC3\xBCller");
	names_of("\xEF\xBB\xBF", "M\xC3\xBCller", "M\xC3\xBCller");
}

static void bytes_that_are_no_utf8_are_read_as_latin9(void **state)
{
	(void)state;
	names_of("<?xml version='1.0' encoding='UTF-8'?>", "M\xFCller", "M\xC3\xBCller");
	names_of("", "\xC4\xD6\xDC \xE4\xF6\xFC\xDF \xA4 \x80",
		 "\xC3\x84\xC3\x96\xC3\x9C \xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F \xE2\x82\xAC "
		 "\xE2\x82\xAC");
	/* A start of a character that no rest follows, and one cut by another. */
	names_of("", "caf\xE9", "caf\xC3\xA9");
	names_of("", "\xE9\xC3\xA9\xE2\x82", "\xC3\xA9\xC3\xA9\xC3\xA2\xE2\x80\x9A");
	/* What looks like UTF-8 and is forbidden: an overlong slash, half a surrogate pair. */
	names_of("", "\xC0\xAF", "\xC3\x80\xC2\xAF");
	names_of("", "\xED\xA0\xA1", "\xC3\xAD\xC2\xA0\xC2\xA1");
}

static void wrong_bytes_are_told_of_once(void **state)
{
	struct gather gather;

	(void)state;
	gather_run(&gather, AQ_SLICE(HEAD "<Id>\xFC\xFC</Id>\n<Id>\xFC</Id>" TAIL), 1 << 20);
	assert_int_equal(gather.status, AQ_OK);
	assert_int_equal(gather_findings(&gather, AQ_ISO_ENCODING), 1);
	gather_free(&gather);
}

static void entities_of_xml_and_character_data_are_read(void **state)
{
	(void)state;
	names_of("", "A &amp; B &lt;C&gt; &#228;&#x20AC; <![CDATA[D & E]]>",
		 "A & B <C> \xC3\xA4\xE2\x82\xAC D & E");
	names_of("", "one<!-- two --> three<?four?> five", "one three five");
	names_of("", "\n   broken\n   over  lines\n", "broken over  lines");
}

static void a_prefix_that_nobody_declares_is_no_damage(void **state)
{
	struct gather gather;

	(void)state;
	gather_run(&gather,
		   AQ_SLICE("<a:Document><a:BkToCstmrStmt><a:Stmt><a:Id>S</a:Id></a:Stmt>"
			    "</a:BkToCstmrStmt></a:Document>"),
		   1 << 20);
	assert_int_equal(gather.status, AQ_OK);
	assert_int_equal(gather.unit_count, 1);
	assert_true(aq_slice_is(gather.units[0].id, "S"));
	gather_free(&gather);
}

static void two_messages_of_an_envelope_are_both_read(void **state)
{
	struct gather gather;

	(void)state;
	gather_run(&gather,
		   AQ_SLICE("<Envelope>" HEAD TAIL "<More>" HEAD TAIL "</More></Envelope>"), 7);
	assert_int_equal(gather.status, AQ_OK);
	assert_int_equal(gather.unit_count, 2);
	assert_int_equal(gather.units[1].index, 1);
	gather_free(&gather);
}

static void only_messages_of_the_standard_are_bid_for(void **state)
{
	(void)state;
	assert_true(gather_bids(AQ_SLICE("<BkToCstmrStmt>")));
	assert_true(gather_bids(
		AQ_SLICE("\xEF\xBB\xBF\n <?xml version='1.0'?>\n<x:BkToCstmrAcctRpt a='b'>")));
	assert_true(
		gather_bids(AQ_SLICE("<\0D\0>\0<\0B\0k\0T\0o\0C\0s\0t\0m\0r\0S\0t\0m\0t\0>\0")));
	assert_true(
		gather_bids(AQ_SLICE("<!DOCTYPE D><D xmlns='urn:iso:std:iso:20022:tech:xsd:x'>")));
	assert_false(gather_bids(AQ_SLICE("<html><body>BkToCstmrStmt</body></html>")));
	assert_false(gather_bids(AQ_SLICE("date,amount,text\n1,2,<BkToCstmrStmt>\n")));
	assert_false(gather_bids(AQ_SLICE("")));
	assert_false(gather_bids(AQ_SLICE("<")));
	assert_false(gather_bids(AQ_SLICE("101 091000019 123456789")));
}

static void an_empty_file_is_refused(void **state)
{
	(void)state;
	expect_refusal(AQ_SLICE(""), AQ_ISO_XML);
	expect_refusal(AQ_SLICE(" \n "), AQ_ISO_XML);
	expect_refusal(AQ_SLICE("<Document/>"), AQ_ISO_MESSAGE);
}

static enum aq_status refusing(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	(void)context;
	(void)unit;
	return aq_fail(err, AQ_STORE, AQ_BASE_FILE, (struct aq_at){0, 0}, "the sink is full");
}

static void a_fault_of_the_sink_comes_back_unchanged(void **state)
{
	struct aq_sink sink = {NULL, refusing, NULL, NULL, NULL};
	struct aq_decoder_handle *handle = NULL;
	struct aq_error err = {0};

	(void)state;
	assert_int_equal(aq_decoder_iso20022.open(&handle, NULL, &err), AQ_OK);
	handle->sink = &sink;
	assert_int_equal(aq_decoder_iso20022.feed(handle, AQ_SLICE(HEAD TAIL), &err), AQ_OK);
	assert_int_equal(aq_decoder_iso20022.finish(handle, &err), AQ_STORE);
	assert_string_equal(err.text, "the sink is full");
	aq_decoder_iso20022.close(handle);
	aq_decoder_iso20022.close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_xml_is_refused_with_its_line),
		cmocka_unit_test(document_types_are_refused_before_they_are_read),
		cmocka_unit_test(nesting_without_end_is_refused),
		cmocka_unit_test(wrong_bytes_behind_damage_are_nobodys_affair),
		cmocka_unit_test(documents_held_as_text_are_held_to_the_same),
		cmocka_unit_test(texts_that_only_look_like_documents_are_bounded),
		cmocka_unit_test(a_text_without_end_is_refused_where_it_is_kept),
		cmocka_unit_test(tags_and_comments_without_end_starve),
		cmocka_unit_test(too_many_names_are_refused),
		cmocka_unit_test(a_transaction_that_no_memory_should_hold_is_refused),
		cmocka_unit_test(references_beyond_the_bound_are_told_of),
		cmocka_unit_test(every_encoding_that_is_declared_is_read),
		cmocka_unit_test(bytes_that_are_no_utf8_are_read_as_latin9),
		cmocka_unit_test(wrong_bytes_are_told_of_once),
		cmocka_unit_test(entities_of_xml_and_character_data_are_read),
		cmocka_unit_test(a_prefix_that_nobody_declares_is_no_damage),
		cmocka_unit_test(two_messages_of_an_envelope_are_both_read),
		cmocka_unit_test(only_messages_of_the_standard_are_bid_for),
		cmocka_unit_test(an_empty_file_is_refused),
		cmocka_unit_test(a_fault_of_the_sink_comes_back_unchanged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
