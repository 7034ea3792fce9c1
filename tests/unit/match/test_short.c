/*
 * test_short.c - late discounts, and what is more than a small difference.
 */
#include "terms_night.h"

static const struct aq_money half[] = {{50, USD}};

static void a_late_discount_is_granted_in_the_days_of_grace(void **state)
{
	static const struct aq_terms terms[] = {
		{.has_grace = true, .grace_days = 3},
		{.customer = {"C1002", 5}, .has_grace = true, .grace_days = 0}};
	static const struct {
		const char *value_on;
		const char *owner;
		const char *expected;
	} cases[] = {
		{"2026-05-10", "C1001", "applied invoice-number F1001=9800-d200"},
		{"2026-05-13", "C1001", "applied invoice-number F1001=9800-d200"},
		{"2026-05-14", "C1001", "applied invoice-number F1001=9800"},
		{"2026-05-13", "C1002", "applied invoice-number F1001=9800"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = NIGHT(terms);
		size_t p = pays_f1001(b, 9800);

		customer_at(b, 1)->number = aq_slice_of(cases[i].owner);
		discounted(&b->items[0], 200, "2026-05-10");
		b->waiting[p].payment.value_on = day(cases[i].value_on);
		run(b);
		assert_decided(b, p, cases[i].expected);
		if (i == 1)
			assert_says(
				decided(b, p)->evidence,
				"granted in grace: at most 3 days by discount_grace of [match]");
		else
			assert_int_equal(aq_slice_find(decided(b, p)->evidence, AQ_SLICE("grace")),
					 SIZE_MAX);
		night_end(b);
	}
}

static void a_short_payment_is_partial_residual_or_asked(void **state)
{
	static const struct {
		enum aq_short general, own;
		const char *expected;
	} cases[] = {
		{AQ_SHORT_UNSAID, AQ_SHORT_UNSAID, "applied invoice-number F1001=6000"},
		{AQ_SHORT_PARTIAL, AQ_SHORT_UNSAID, "applied invoice-number F1001=6000"},
		{AQ_SHORT_RESIDUAL, AQ_SHORT_UNSAID,
		 "applied invoice-number !deduction F1001=6000"},
		{AQ_SHORT_ASK, AQ_SHORT_UNSAID, "unapplied  !short-payment C1001(unapplied)=6000"},
		{AQ_SHORT_PARTIAL, AQ_SHORT_ASK, "unapplied  !short-payment C1001(unapplied)=6000"},
		{AQ_SHORT_ASK, AQ_SHORT_PARTIAL, "applied invoice-number F1001=6000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct aq_terms terms[] = {
			{AMOUNTS(half), .when_short = cases[i].general},
			{.customer = {"C1001", 5}, .when_short = cases[i].own}};
		struct builder *b = NIGHT(terms);
		size_t p = pays_f1001(b, 6000);

		run(b);
		assert_decided(b, p, cases[i].expected);
		if (decided(b, p)->exception == AQ_DEDUCTION)
			assert_says(decided(b, p)->explanation,
				    "invoice F1001 is short by 40.00 USD; that stays open");
		if (decided(b, p)->exception == AQ_SHORT_PAYMENT) {
			assert_says(decided(b, p)->explanation,
				    "60.00 USD is paid, and invoice F1001 is short by 40.00 USD");
			assert_int_equal(decided(b, p)->suggestion_count, 1);
		}
		night_end(b);
	}
}

static void the_question_tells_the_reason_code_and_keeps_words_apart(void **state)
{
	static const struct aq_terms terms[] = {{.when_short = AQ_SHORT_RESIDUAL}};
	static const char *const reasons[] = {"RS01", "DAMG Anna says", "Anna Berg said so"};
	static const char *const told[] = {"reason code RS01", "reason code DAMG",
					   "its reason is in words"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct builder *b = NIGHT(terms);
		size_t p;

		invoice(b, customer(b, "C1001"), "F1001", 10000);
		p = pays(b, 6000);
		advises(b, p, "F1001", 6000);
		b->lines[p][0].adjustment = aq_decimal_of(4000, 2);
		b->lines[p][0].reason = aq_slice_of(reasons[i]);
		run(b);
		assert_decided(b, p, "applied remittance-lines !deduction F1001=6000");
		assert_says(decided(b, p)->explanation,
			    "the remittance takes an adjustment of 40.00 USD off F1001");
		assert_says(decided(b, p)->explanation, told[i]);
		assert_int_equal(aq_slice_find(decided(b, p)->evidence, AQ_SLICE("Anna")),
				 SIZE_MAX);
		night_end(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_late_discount_is_granted_in_the_days_of_grace),
		cmocka_unit_test(a_short_payment_is_partial_residual_or_asked),
		cmocka_unit_test(the_question_tells_the_reason_code_and_keeps_words_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
