/*
 * test_check_digit.c - check digits of structured references.
 */
#include "given.h"

struct example {
	enum aq_reference_kind kind;
	const char *value;
	bool holds;
};

static const struct example examples[] = {
	{AQ_REF_RF, "RF18539007547034", true},
	{AQ_REF_RF, "rf18 5390 0754 7034", true},
	{AQ_REF_RF, "RF19539007547034", false},
	{AQ_REF_RF, "RF18", false},
	{AQ_REF_RF, "", false},
	{AQ_REF_QRR, "210000000003139471430009017", true},
	{AQ_REF_QRR, "21 00000 00003 13947 14300 09017", true},
	{AQ_REF_QRR, "210000000003139471430009018", false},
	{AQ_REF_QRR, "10000000003139471430009017", false},
	{AQ_REF_ISR, "120000000000234478943216899", true},
	{AQ_REF_ISR, "120000000000234478943216890", false},
	{AQ_REF_KID, "1234567897", true}, /* modulo 10 */
	{AQ_REF_KID, "234567896", true}, /* modulo 11 */
	{AQ_REF_KID, "1009-", true}, /* modulo 11, rest ten */
	{AQ_REF_KID, "1008-", false},
	{AQ_REF_KID, "1234567890", false},
	{AQ_REF_KID, "-", false},
	{AQ_REF_OCR, "1234567897", true},
	{AQ_REF_OCR, "1234567890", false},
	{AQ_REF_OCR, "ABC", false},
	{AQ_REF_OGM, "+++090/9337/55493+++", true},
	{AQ_REF_OGM, "090933755493", true},
	{AQ_REF_OGM, "+++090/9337/55494+++", false},
	{AQ_REF_OGM, "+++000/0000/09797+++", true}, /* rest 0 is written 97 */
	{AQ_REF_FI, "1232", true},
	{AQ_REF_FI, "00000000000000001232", true},
	{AQ_REF_FI, "1233", false},
	{AQ_REF_EE, "13", true},
	{AQ_REF_EE, "1232", true},
	{AQ_REF_EE, "14", false},
	{AQ_REF_SI, "SI12 12345679", true},
	{AQ_REF_SI, "SI12 60", true}, /* ten is written 0 */
	{AQ_REF_SI, "SI12 12345678", false},
	{AQ_REF_SI, "HR01 123-45-5", true},
	{AQ_REF_SI, "HR01 123-45-6", false},
	{AQ_REF_SI, "SI11 19-60-4711", true},
	{AQ_REF_SI, "SI11 19-61-4711", false},
	{AQ_REF_SI, "SI00 4711", true}, /* a model without check digits */
	{AQ_REF_SI, "SI00 47A1", false},
	{AQ_REF_SI, "SI12 1-2-3-4", false},
	{AQ_REF_FIK, "+71<000000000000012+12345678<", false},
	{AQ_REF_FIK, "+71<000000000000018+12345678<", true},
	{AQ_REF_FIK, "000000000000018", true},
	{AQ_REF_FIK, "+73<+12345678<", true},
	{AQ_REF_INVOICE, "anything", true},
	{AQ_REF_CREDITOR, "anything", true},
};

static void check_digits_tell_true_from_false(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		if (aq_reference_checks(examples[i].kind, aq_slice_of(examples[i].value)) !=
		    examples[i].holds)
			fail_msg("%s '%s'", aq_reference_kind_name(examples[i].kind),
				 examples[i].value);
}

static void one_wrong_digit_never_holds(void **state)
{
	static const struct example good[] = {
		{AQ_REF_RF, "RF18539007547034", true},
		{AQ_REF_QRR, "210000000003139471430009017", true},
		{AQ_REF_OCR, "1234567897", true},
		{AQ_REF_OGM, "090933755493", true},
		{AQ_REF_FI, "1232", true},
		{AQ_REF_SI, "SI12 12345679", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char text[64];
		size_t length = strlen(good[i].value);

		for (size_t at = 0; at < length; at++) {
			for (char digit = '0'; digit <= '9'; digit++) {
				memcpy(text, good[i].value, length + 1);
				/* Another model is another law. */
				if (text[at] > '9' || text[at] < '0' || text[at] == digit ||
				    (text[0] == 'S' && at < 4))
					continue;
				text[at] = digit;
				assert_false(aq_reference_checks(good[i].kind, aq_slice_of(text)));
			}
		}
	}
}

static void long_and_hostile_values_do_not_hold(void **state)
{
	char text[500];

	(void)state;
	memset(text, '1', sizeof(text));
	for (int kind = AQ_REF_CREDITOR; kind < AQ_REF_COUNT; kind++) {
		(void)aq_reference_checks((enum aq_reference_kind)kind,
					  (struct aq_slice){text, sizeof(text)});
		(void)aq_reference_checks((enum aq_reference_kind)kind,
					  (struct aq_slice){"\0+\xFF<", 4});
	}
	assert_false(aq_reference_checks(AQ_REF_OCR, (struct aq_slice){text, sizeof(text)}));
}

static void an_rf_reference_is_given_the_check_digits_its_body_asks_for(void **state)
{
	char text[AQ_RF_BYTES_MAX];

	(void)state;
	assert_true(aq_slice_is(aq_rf_with_check(AQ_SLICE("RF99539007547034"), text),
				"RF18539007547034"));
	assert_true(aq_reference_checks(AQ_REF_RF, aq_rf_with_check(AQ_SLICE("rf00 2348"), text)));
	assert_true(aq_slice_is_empty(aq_rf_with_check(AQ_SLICE("F539007547034"), text)));
	assert_true(aq_slice_is_empty(aq_rf_with_check(AQ_SLICE("RF18"), text)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_rf_reference_is_given_the_check_digits_its_body_asks_for),
		cmocka_unit_test(check_digits_tell_true_from_false),
		cmocka_unit_test(one_wrong_digit_never_holds),
		cmocka_unit_test(long_and_hostile_values_do_not_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
