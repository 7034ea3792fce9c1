/*
 * test_payment.c - payment ids as people read them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "acquit/payment.h"

static void an_id_prints_as_p_and_sixteen_characters(void **state)
{
	static const struct {
		struct aq_payment_id id;
		const char *text;
	} examples[] = {
		{{{0}}, "P0000000000000000"},
		{{{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}},
		 "PZZZZZZZZZZZZZZZZ"},
		{{{0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF}},
		 "P0123456789ABCDEF"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		char text[AQ_PAYMENT_ID_TEXT_BYTES];
		struct aq_payment_id id;

		aq_payment_id_print(examples[i].id, text);
		assert_string_equal(text, examples[i].text);
		assert_true(aq_payment_id_parse(aq_slice_of(text), &id));
		assert_memory_equal(id.bytes, examples[i].id.bytes, sizeof(id.bytes));
	}
}

static void every_id_survives_printing_and_parsing(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 1000; round++) {
		struct aq_payment_id id;
		struct aq_payment_id parsed;
		char text[AQ_PAYMENT_ID_TEXT_BYTES];

		for (unsigned i = 0; i < sizeof(id.bytes); i++)
			id.bytes[i] = (unsigned char)((round * 2654435761U) >> (i * 2 % 24));
		aq_payment_id_print(id, text);
		assert_true(aq_payment_id_parse(aq_slice_of(text), &parsed));
		assert_memory_equal(id.bytes, parsed.bytes, sizeof(id.bytes));
	}
}

static void other_texts_are_no_ids(void **state)
{
	struct aq_payment_id id;

	(void)state;
	assert_false(aq_payment_id_parse(AQ_SLICE(""), &id));
	assert_false(aq_payment_id_parse(AQ_SLICE("P000000000000000"), &id));
	assert_false(aq_payment_id_parse(AQ_SLICE("P00000000000000000"), &id));
	assert_false(aq_payment_id_parse(AQ_SLICE("Q0000000000000000"), &id));
	assert_false(aq_payment_id_parse(AQ_SLICE("P000000000000000O"), &id));
	assert_false(aq_payment_id_parse(AQ_SLICE("P000000000000000\0"), &id));
	assert_true(aq_payment_id_parse(AQ_SLICE("p0123456789abcdef"), &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_prints_as_p_and_sixteen_characters),
		cmocka_unit_test(every_id_survives_printing_and_parsing),
		cmocka_unit_test(other_texts_are_no_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
