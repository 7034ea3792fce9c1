/*
 * test_token.c - which numbers of a payment are candidates.
 */
#include "given.h"

#include <stdio.h>

struct found {
	struct aq_token tokens[AQ_TOKENS_MAX];
	size_t count;
};

static struct found tokens_of(struct given *given, const char *text)
{
	struct found found;

	given->payment.text = aq_slice_of(text);
	found.count = aq_payment_tokens(&given->payment, given->arena, found.tokens);
	return found;
}

static const struct aq_token *find(const struct found *found, const char *normal)
{
	for (size_t i = 0; i < found->count; i++)
		if (aq_slice_is(found->tokens[i].normal, normal))
			return &found->tokens[i];
	return NULL;
}

static void assert_found(struct given *given, const char *text, const char *normal)
{
	struct found found = tokens_of(given, text);

	if (!find(&found, normal))
		fail_msg("'%s' is not found in '%s'", normal, text);
}

static void assert_not_found(struct given *given, const char *text, const char *normal)
{
	struct found found = tokens_of(given, text);

	if (find(&found, normal))
		fail_msg("'%s' is found in '%s'", normal, text);
}

static enum aq_reference_kind kind_in(struct given *given, const char *text, const char *normal)
{
	struct found found = tokens_of(given, text);
	const struct aq_token *token = find(&found, normal);

	if (!token)
		fail_msg("'%s' is not found in '%s'", normal, text);
	return token->kind;
}

static void a_number_bounded_by_anything_is_found(void **state)
{
	assert_found(*state, "paid 10234, thanks", "10234");
	assert_found(*state, "10234", "10234");
	assert_found(*state, "(10234)", "10234");
	assert_found(*state, "a:10234;b", "10234");
}

static void a_number_inside_another_is_not_found(void **state)
{
	assert_not_found(*state, "INV102345", "INV10234");
	assert_not_found(*state, "X10234Y", "10234");
}

static void separators_inside_a_number_do_not_count(void **state)
{
	assert_found(*state, "F2026-10234", "F202610234");
	assert_found(*state, "F 2026/10234", "F202610234");
	assert_found(*state, "F.2026.10234", "F202610234");
	assert_found(*state,
		     "F2026\xE2\x80\x93"
		     "10234",
		     "F202610234");
	assert_found(*state, "1023 4567", "10234567");
	assert_found(*state, "F2026-\n10234", "F202610234");
}

static void leading_zeros_do_not_count(void **state)
{
	assert_found(*state, "pay 0000010234", "10234");
	assert_not_found(*state, "pay 0000010234", "0000010234");
}

static void a_known_word_glued_in_front_is_taken_off(void **state)
{
	assert_found(*state, "INV10234", "10234");
	assert_found(*state, "INV10234", "INV10234");
	assert_found(*state, "Faktura10234", "10234");
	assert_found(*state, "FAKTURANR10234", "10234");
	assert_found(*state, "NO0010234", "10234");
	assert_found(*state,
		     "\xD0\xA1\xD0\xA7\xD0\x95\xD0\xA2"
		     "10234",
		     "10234");
	assert_found(*state,
		     "\xD1\x81\xD1\x87\xD1\x91\xD1\x82"
		     "10234",
		     "10234");
	assert_found(*state, "INVF202610234", "F202610234");
	assert_found(*state, "pmt INVF26-20000", "F2620000");
	assert_found(*state, "FAKTURAF26/20001", "F2620001");
	assert_found(*state, "NRF26-20002", "F2620002");
	assert_found(*state, "REFF26-20003", "F2620003");
	assert_found(*state, "invKH-001083", "KH001083");
	assert_found(*state, "INV-KH-001083", "KH001083");
	assert_not_found(*state, "ZEBRA10234", "10234");
}

/* NRF26-2 may be a number that begins with NR. */
static void letters_left_of_a_word_that_says_nothing_are_in_doubt(void **state)
{
	struct found found = tokens_of(*state, "INVF26-20000, NRF26-20002, FORD26000, NO10234");

	assert_false(find(&found, "F2620000")->is_part);
	assert_int_equal(find(&found, "F2620000")->kind, AQ_REF_INVOICE);
	assert_true(find(&found, "F2620002")->is_part);
	assert_true(find(&found, "D26000")->is_part);
	assert_false(find(&found, "10234")->is_part);
}

static void digits_of_every_script_are_digits(void **state)
{
	/* Khmer, Arabic-Indic, full width */
	assert_found(*state, "\xE1\x9F\xA1\xE1\x9F\xA0\xE1\x9F\xA2\xE1\x9F\xA3\xE1\x9F\xA4",
		     "10234");
	assert_found(*state, "\xD9\xA1\xD9\xA0\xD9\xA2\xD9\xA3\xD9\xA4", "10234");
	assert_found(*state, "\xEF\xBC\x91\xEF\xBC\x90\xEF\xBC\x92\xEF\xBC\x93\xEF\xBC\x94",
		     "10234");
	/* Glued behind a Khmer word, and behind a Chinese one. */
	assert_found(*state,
		     "\xE1\x9E\x9B\xE1\x9F\x81\xE1\x9E\x81\xE1\x9F\xA1\xE1\x9F\xA0\xE1\x9F\xA2"
		     "\xE1\x9F\xA3\xE1\x9F\xA4",
		     "10234");
	assert_found(*state,
		     "\xE5\x8F\x91\xE7\xA5\xA8"
		     "10234"
		     "\xE5\x8F\xB7",
		     "10234");
}

/* WH/2026/05365 in full width, and with a division slash. */
static void separators_of_full_width_are_separators(void **state)
{
	assert_found(*state, "WH\uFF0F2026\uFF0F05365", "WH202605365");
	assert_found(*state, "\uFF37\uFF28\uFF0F\uFF12026\uFF0F05365", "WH202605365");
	assert_found(*state, "WH\u22152026\u221505365", "WH202605365");
}

/* A, KH in lower case; che looks like none, and "from 2026" is no number. */
static void cyrillic_letters_are_read_as_what_they_look_like_too(void **state)
{
	assert_found(*state, "\u0410-004450", "A004450");
	assert_found(*state, "\u043A\u043D-10234", "KH10234");
	assert_not_found(*state, "\u0421\u0427-001810", "C\u0447001810");
	assert_not_found(*state, "\u043E\u0442 2026", "OT2026");
}

static void short_numbers_and_words_are_no_candidates(void **state)
{
	struct found found = tokens_of(*state, "thank you for 123 and abcd 00012");

	for (size_t i = 0; i < found.count; i++)
		assert_true(found.tokens[i].normal.length >= AQ_TOKEN_LENGTH_MIN);
	assert_null(find(&found, "123"));
	assert_null(find(&found, "ABCD"));
}

static void a_word_before_a_number_says_what_it_is(void **state)
{
	assert_int_equal(kind_in(*state, "customer 1001", "1001"), AQ_REF_CUSTOMER);
	assert_int_equal(kind_in(*state, "Customer no. 1001", "1001"), AQ_REF_CUSTOMER);
	assert_int_equal(kind_in(*state, "Kundnr: 1001", "1001"), AQ_REF_CUSTOMER);
	assert_int_equal(kind_in(*state, "CUST1001", "1001"), AQ_REF_CUSTOMER);
	assert_int_equal(kind_in(*state, "contract #55501", "55501"), AQ_REF_CONTRACT);
	assert_int_equal(kind_in(*state, "HOP DONG SO 55501", "55501"), AQ_REF_CONTRACT);
	assert_int_equal(kind_in(*state, "invoice 10234", "10234"), AQ_REF_INVOICE);
	assert_int_equal(kind_in(*state, "credit note 10234", "10234"), AQ_REF_CREDIT_NOTE);
	assert_int_equal(
		kind_in(*state,
			"\xD0\xBF\xD0\xBE \xD0\xB4\xD0\xBE\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1"
			"\x80\xD1\x83 \xE2\x84\x96 55501",
			"55501"),
		AQ_REF_CONTRACT);
	assert_int_equal(kind_in(*state, "payment 10234", "10234"), AQ_REF_TEXT);
	assert_int_equal(kind_in(*state, "customer, 10234", "10234"), AQ_REF_TEXT);
	assert_int_equal(kind_in(*state, "viitenumero 12344", "12344"), AQ_REF_FI);
	assert_int_equal(kind_in(*state, "viite 12345", "12345"), AQ_REF_TEXT); /* no check digit */
	assert_int_equal(kind_in(*state, "viitenumber 12344", "12344"), AQ_REF_EE);
}

static void each_normal_form_comes_once_per_kind(void **state)
{
	struct found found = tokens_of(*state, "10234 10234 010234");
	size_t count = 0;

	for (size_t i = 0; i < found.count; i++)
		count += aq_slice_is(found.tokens[i].normal, "10234");
	assert_int_equal(count, 1);
}

static void structured_references_are_known_by_their_check_digits(void **state)
{
	assert_int_equal(kind_in(*state, "ref RF18 5390 0754 7034 thanks", "RF18539007547034"),
			 AQ_REF_RF);
	assert_int_equal(
		kind_in(*state, "21 00000 00003 13947 14300 09017", "210000000003139471430009017"),
		AQ_REF_QRR);
	assert_int_equal(kind_in(*state, "+++090/9337/55493+++", "90933755493"), AQ_REF_OGM);
	assert_int_equal(kind_in(*state, "OCR 1234567897", "1234567897"), AQ_REF_OCR);
	assert_int_equal(kind_in(*state, "OCR 1234567890", "1234567890"), AQ_REF_TEXT);
	assert_int_equal(kind_in(*state, "RF19 5390 0754 7034", "RF195390"), AQ_REF_TEXT);
}

static void the_stronger_kind_comes_first(void **state)
{
	struct given *given = *state;
	struct aq_reference references[] = {
		{AQ_REF_CUSTOMER, AQ_SLICE("40001")},
		{AQ_REF_INVOICE, AQ_SLICE("INV-50001")},
	};
	struct found found;

	given->payment.references = references;
	given->payment.reference_count = 2;
	found = tokens_of(given, "text 60001");
	assert_slice(found.tokens[0].normal, "INV50001");
	assert_true(found.tokens[0].is_structured);
	assert_int_equal(found.tokens[0].offset, UINT32_MAX);
	assert_non_null(find(&found, "40001"));
	assert_int_equal(find(&found, "60001")->offset, 5);
	assert_slice(find(&found, "60001")->written, "60001");
}

static void a_reference_whose_check_digits_fail_is_free_text(void **state)
{
	struct given *given = *state;
	struct aq_reference reference = {AQ_REF_QRR, AQ_SLICE("210000000003139471430009018")};
	struct found found;

	given->payment.references = &reference;
	given->payment.reference_count = 1;
	found = tokens_of(given, "");
	assert_int_equal(found.count, 1);
	assert_int_equal(found.tokens[0].kind, AQ_REF_TEXT);
	assert_false(found.tokens[0].is_structured);
}

static void remittance_lines_say_which_they_are(void **state)
{
	struct given *given = *state;
	struct aq_remittance lines[] = {
		{.kind = AQ_REF_INVOICE, .document = AQ_SLICE("INV10001")},
		{.kind = AQ_REF_CREDIT_NOTE, .document = AQ_SLICE("CN20002")},
	};
	struct found found;

	given->payment.remittances = lines;
	given->payment.remittance_count = 2;
	found = tokens_of(given, "");
	assert_int_equal(find(&found, "CN20002")->remittance_index, 1);
	assert_int_equal(find(&found, "CN20002")->kind, AQ_REF_CREDIT_NOTE);
	assert_int_equal(find(&found, "INV10001")->remittance_index, 0);
}

static void dates_amounts_and_telephones_are_marked(void **state)
{
	struct given *given = *state;
	struct found found;

	given->payment.amount = 123400;
	given->payment.currency = aq_currency_find(AQ_SLICE("EUR"));
	found = tokens_of(given, "on 24.12.2025 and 20251224, 2026, 1234, 987654.10, EUR 7777, "
				 "tel 5551234567 +4670123456 55512");
	assert_true(find(&found, "24122025")->is_date_like);
	assert_true(find(&found, "20251224")->is_date_like);
	assert_true(find(&found, "2026")->is_date_like);
	assert_true(find(&found, "1234")->is_amount_like);
	assert_true(find(&found, "987654")->is_amount_like);
	assert_true(find(&found, "7777")->is_amount_like);
	assert_true(find(&found, "5551234567")->is_phone_like);
	assert_true(find(&found, "4670123456")->is_phone_like);
	assert_false(find(&found, "55512")->is_phone_like ||
		     find(&found, "55512")->is_amount_like || find(&found, "55512")->is_date_like);
}

static bool is_part_in(struct given *given, const char *text, const char *normal)
{
	struct found found = tokens_of(given, text);
	const struct aq_token *token = find(&found, normal);

	if (!token)
		fail_msg("'%s' is not found in '%s'", normal, text);
	return token->is_part;
}

static bool is_weak_in(struct given *given, const char *text, const char *normal)
{
	struct found found = tokens_of(given, text);
	const struct aq_token *token = find(&found, normal);

	if (!token)
		fail_msg("'%s' is not found in '%s'", normal, text);
	return token->is_weak;
}

static bool is_sure_in(struct given *given, const char *text, const char *normal)
{
	struct found found = tokens_of(given, text);
	const struct aq_token *token = find(&found, normal);

	if (!token)
		fail_msg("'%s' is not found in '%s'", normal, text);
	return !token->is_part && !token->is_weak && !token->is_date_like &&
	       !token->is_amount_like && !token->is_phone_like;
}

static void a_piece_of_a_date_a_telephone_or_an_amount_is_weak(void **state)
{
	assert_true(is_weak_in(*state, "paid 25.11.2026", "2511"));
	assert_true(is_weak_in(*state, "paid 25.11.2026", "112026"));
	assert_true(is_weak_in(*state, "Invoice 25.11.2026", "2511"));
	assert_true(is_weak_in(*state, "25/11/26", "2511"));
	assert_true(is_weak_in(*state, "Faktura 5501 22 november", "550122"));
	assert_true(is_weak_in(*state, "Nov 22 5501", "225501"));
	assert_true(is_weak_in(*state, "Tel. 08-123 45 67", "4567"));
	assert_true(is_weak_in(*state, "Tel 0912 1234", "1234"));
	assert_true(is_weak_in(*state, "DT 0905 123 456", "123456"));
	assert_true(is_weak_in(*state, "0905 123 456", "123456"));
	assert_true(is_weak_in(*state, "1.250.000 VND", "1250"));
	assert_true(is_weak_in(*state, "kr 1 250 000", "1250"));
	assert_true(is_weak_in(*state, "1 250 000 kr", "250000"));
	assert_false(is_weak_in(*state, "+4670123456 55512", "55512"));
	assert_true(is_sure_in(*state, "Faktura 5501 22 november", "5501"));
	assert_true(is_sure_in(*state, "+4670123456 55512", "55512"));
}

static void money_is_told_by_its_words_too(void **state)
{
	struct given *given = *state;
	struct found found = tokens_of(given, "kr 1250, 1251 kr, 1252:-, eur 1253, so 1254");

	assert_true(find(&found, "1250")->is_amount_like);
	assert_true(find(&found, "1251")->is_amount_like);
	assert_true(find(&found, "1252")->is_amount_like);
	assert_true(find(&found, "1253")->is_amount_like);
	assert_false(find(&found, "1254")->is_amount_like);
	found = tokens_of(given, "25/11 and 11-25");
	assert_true(find(&found, "2511")->is_date_like);
	assert_true(find(&found, "1125")->is_date_like);
}

static void a_piece_of_a_longer_number_is_marked(void **state)
{
	assert_true(is_part_in(*state, "Invoice HD26-010024", "10024"));
	assert_true(is_part_in(*state, "R26/003255", "3255"));
	assert_true(is_part_in(*state, "KH-010122", "10122"));
	assert_true(is_sure_in(*state, "NR-10122", "10122"));
	assert_true(is_sure_in(*state, "KH 10122", "10122"));
	assert_true(is_part_in(*state, "Order F2026/4711", "4711"));
	assert_true(is_part_in(*state, "4711-B", "4711"));
	assert_true(is_part_in(*state, "SE-123 45", "12345"));
	assert_true(is_part_in(*state, "556123-4567", "4567"));
	assert_true(is_part_in(*state, "1023 4567", "10234567"));
	assert_true(is_part_in(*state, "RF19 5390 0754 7034", "5390"));
	assert_false(is_part_in(*state, "Invoice HD26-010024", "HD26010024"));
	assert_false(is_part_in(*state, "Invoice 1023 4567", "10234567"));
	assert_true(is_part_in(*state, "Invoice 12 1023 4567", "10234567"));
	assert_true(is_sure_in(*state, "INV-10234", "10234"));
	assert_true(is_sure_in(*state, "FARMS/304110018/NOV", "304110018"));
	assert_true(is_sure_in(*state, "304110018 304110026", "304110018"));
	assert_true(is_sure_in(*state, "304110018, 304110026", "304110026"));
	assert_true(is_sure_in(*state, "Invoice 304 110 018", "304110018"));
	assert_true(is_sure_in(*state, "F 2026/10234", "F202610234"));
}

static void a_number_beside_a_strange_word_is_marked(void **state)
{
	assert_true(is_part_in(*state, "Visa **** 4567", "4567"));
	assert_true(is_part_in(*state, "card ending in 4567", "4567"));
	assert_true(is_part_in(*state, "PO 4711", "4711"));
	assert_true(is_part_in(*state, "org.nr 5561234567", "5561234567"));
	assert_true(is_part_in(*state, "zip 83702", "83702"));
	assert_true(is_sure_in(*state, "invoice 83702", "83702"));
}

static void a_strange_number_is_no_piece_of_a_list(void **state)
{
	struct found found = tokens_of(*state, "PO 9123 F26-20001");

	assert_true(find(&found, "9123")->is_part);
	assert_int_equal(find(&found, "9123")->run.length, 0);
	found = tokens_of(*state, "card 9123 1234 5501");
	assert_true(find(&found, "9123")->is_part);
	assert_int_equal(find(&found, "9123")->run.length, 0);
}

static void of_two_places_the_one_without_a_doubt_counts(void **state)
{
	assert_true(is_sure_in(*state, "card 4567, and 4567", "4567"));
	assert_true(is_sure_in(*state, "4567 then card 4567", "4567"));
}

static void a_telephone_number_is_one_in_groups_too(void **state)
{
	struct given *given = *state;
	struct found found =
		tokens_of(given, "call +1 555 1234 or +44 (20) 7946-0958, tel 0171 666-1234");

	assert_true(find(&found, "5551234")->is_phone_like);
	assert_true(find(&found, "79460958")->is_phone_like);
	assert_true(find(&found, "6661234")->is_phone_like);
	found = tokens_of(given, "invoice 12 5551234");
	assert_false(find(&found, "5551234")->is_phone_like);
}

static void a_placeholder_is_no_candidate(void **state)
{
	struct given *given = *state;
	struct aq_reference reference = {AQ_REF_END_TO_END, AQ_SLICE("NOTPROVIDED")};

	given->payment.references = &reference;
	given->payment.reference_count = 1;
	assert_int_equal(tokens_of(given, "").count, 0);
}

static void hundreds_of_invoices_are_all_offered(void **state)
{
	struct given *given = *state;
	struct aq_remittance lines[300];
	char numbers[300][16];
	struct aq_token *tokens = NULL;

	for (size_t i = 0; i < 300; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "INV%zu", 10000 + i);
		lines[i] = (struct aq_remittance){.kind = AQ_REF_INVOICE,
						  .document = aq_slice_of(numbers[i])};
	}
	given->payment.remittances = lines;
	given->payment.remittance_count = 300;
	assert_true(aq_payment_tokens_all(&given->payment, given->arena, &tokens) >= 300);
	assert_int_equal(tokens_of(given, "").count, AQ_TOKENS_MAX);
}

static void hostile_text_is_bounded(void **state)
{
	struct given *given = *state;
	char *text = test_malloc(200001);

	for (size_t i = 0; i < 200000; i++)
		text[i] = "1-2.3/4 \xE1\xFF"[i % 10];
	text[200000] = '\0';
	assert_true(tokens_of(given, text).count <= AQ_TOKENS_MAX);
	memset(text, '9', 200000);
	assert_int_equal(tokens_of(given, text).count, 0);
	test_free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(a_number_bounded_by_anything_is_found),
		GIVEN(a_number_inside_another_is_not_found),
		GIVEN(separators_inside_a_number_do_not_count),
		GIVEN(leading_zeros_do_not_count),
		GIVEN(a_known_word_glued_in_front_is_taken_off),
		GIVEN(letters_left_of_a_word_that_says_nothing_are_in_doubt),
		GIVEN(digits_of_every_script_are_digits),
		GIVEN(separators_of_full_width_are_separators),
		GIVEN(cyrillic_letters_are_read_as_what_they_look_like_too),
		GIVEN(short_numbers_and_words_are_no_candidates),
		GIVEN(a_word_before_a_number_says_what_it_is),
		GIVEN(each_normal_form_comes_once_per_kind),
		GIVEN(structured_references_are_known_by_their_check_digits),
		GIVEN(the_stronger_kind_comes_first),
		GIVEN(a_reference_whose_check_digits_fail_is_free_text),
		GIVEN(remittance_lines_say_which_they_are),
		GIVEN(dates_amounts_and_telephones_are_marked),
		GIVEN(a_piece_of_a_date_a_telephone_or_an_amount_is_weak),
		GIVEN(money_is_told_by_its_words_too),
		GIVEN(a_piece_of_a_longer_number_is_marked),
		GIVEN(a_number_beside_a_strange_word_is_marked),
		GIVEN(a_strange_number_is_no_piece_of_a_list),
		GIVEN(of_two_places_the_one_without_a_doubt_counts),
		GIVEN(a_telephone_number_is_one_in_groups_too),
		GIVEN(a_placeholder_is_no_candidate),
		GIVEN(hundreds_of_invoices_are_all_offered),
		GIVEN(hostile_text_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
