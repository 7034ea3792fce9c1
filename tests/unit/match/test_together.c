/*
 * test_together.c - things of several kinds that one payment names and pays.
 */
#include "stand_in.h"

struct given { /* customer 1 owes F1001 of 55.70 and F1002 of 20.00 */
	struct builder *b;
	uint64_t c;
	size_t p;
};

static struct given names_invoice(int64_t money)
{
	struct given out = {.b = night_begin()};

	out.c = customer(out.b, "C1001");
	invoice(out.b, out.c, "F1001", 5570);
	invoice(out.b, out.c, "F1002", 2000);
	out.p = pays(out.b, money);
	says(out.b, out.p, "F1001");
	return out;
}

static void an_invoice_and_instalments_of_a_subscription_are_paid_together(void **state)
{
	static const struct {
		int64_t money;
		const char *expected;
	} cases[] = {
		{5570 + 1000, "applied subscription-instalments S1001#0=1000 F1001=5570"},
		{5570 + 2000, "applied subscription-instalments S1001#0=1000 S1001#1=1000+b1000 "
			      "F1001=5570"},
		{5570, "applied invoice-number F1001=5570"},
		{1000, "applied subscription-instalments S1001#0=1000"},
		{5570 + 700, "part-applied invoice-number F1001=5570 C1001(on-account)=700"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct given given = names_invoice(cases[i].money);

		instalment(given.b, subscription(given.b, given.c, "S1001", 1000, 0));
		says(given.b, given.p, "S1001");
		run(given.b);
		assert_decided(given.b, given.p, cases[i].expected);
		night_end(given.b);
	}
}

static void an_invoice_with_its_discount_and_an_instalment_are_paid_together(void **state)
{
	struct given given = names_invoice(5470 + 1000);

	(void)state;
	discounted(&given.b->items[0], 100, "2026-05-30");
	instalment(given.b, subscription(given.b, given.c, "S1001", 1000, 0));
	says(given.b, given.p, "S1001");
	run(given.b);
	assert_decided(given.b, given.p,
		       "applied subscription-instalments S1001#0=1000 F1001=5470-d100");
	night_end(given.b);
}

static void an_invoice_of_another_customer_is_not_paid_with_a_subscription(void **state)
{
	struct given given = names_invoice(5570 + 1000);

	(void)state;
	instalment(given.b, subscription(given.b, customer(given.b, "C2002"), "S1001", 1000, 0));
	says(given.b, given.p, "S1001");
	run(given.b);
	assert_decided(given.b, given.p,
		       "part-applied invoice-number F1001=5570 C1001(on-account)=1000");
	night_end(given.b);
}

static void one_instalment_of_each_subscription_named_is_paid(void **state)
{
	static const struct {
		int64_t money;
		const char *expected;
	} cases[] = {
		{2280 + 1880, "applied subscription-instalments S1001#0=2280+b2280 "
			      "S1002#0=1880+b1880"},
		{2280 * 2, "unapplied  !ambiguous-items C1001(unapplied)=4560"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, cases[i].money);

		subscription(b, c, "S1001", 2280, 0);
		subscription(b, c, "S1002", 1880, 0);
		says(b, p, "S1001");
		says(b, p, "S1002");
		says(b, p, "S1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		if (i == 1) {
			assert_int_equal(decided(b, p)->suggestion_count, 2);
			assert_true(aq_slice_is(decided(b, p)->suggestions[1].target, "S1002"));
		}
		night_end(b);
	}
}

static void a_contract_and_an_invoice_are_paid_together(void **state)
{
	struct given given = names_invoice(5570 + 900);

	(void)state;
	sign(given.b, contract(given.b, given.c, "K1001", "N1001", 900));
	says(given.b, given.p, "K1001");
	says(given.b, given.p, "N1001");
	run(given.b);
	assert_decided(given.b, given.p, "applied contract-notification K1001=900 F1001=5570");
	night_end(given.b);
}

static void an_option_and_an_invoice_are_paid_together(void **state)
{
	struct given given = names_invoice(5570 + 900);
	struct aq_contract *of = contract(given.b, given.c, "K1001", "N1001", 0);

	(void)state;
	option(given.b, of, "A", 900);
	option(given.b, of, "B", 500);
	sign(given.b, of);
	says(given.b, given.p, "K1001");
	says(given.b, given.p, "N1001");
	run(given.b);
	assert_decided(given.b, given.p, "applied contract-notification K1001=900+b900 F1001=5570");
	night_end(given.b);
}

static void a_contract_that_is_not_signed_is_held_for_with_its_invoice_suggested(void **state)
{
	struct given given = names_invoice(5570 + 900);

	(void)state;
	contract(given.b, given.c, "K1001", "N1001", 900);
	says(given.b, given.p, "K1001");
	says(given.b, given.p, "N1001");
	run(given.b);
	assert_decided(given.b, given.p, "held contract-held !contract-unsigned C1001(held)=6470");
	assert_int_equal(decided(given.b, given.p)->suggestion_count, 2);
	assert_int_equal(decided(given.b, given.p)->suggestions[0].amount, 900);
	assert_true(aq_slice_is(decided(given.b, given.p)->suggestions[1].target, "F1001"));
	night_end(given.b);
}

static void a_bundle_and_an_invoice_are_paid_together(void **state)
{
	static const struct {
		int64_t amount;
		const char *expected;
	} cases[] = {
		{60000, "applied bundle F1001=10000 F1002=20000 F1003=30000"},
		{30000, "applied bundle F1001=10000 F1002=20000"},
		{59900, "part-applied bundle F1001=10000 F1002=20000 C1001(on-account)=29900"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, cases[i].amount);

		bundle_add(b, "MP8001", invoice(b, c, "F1001", 10000));
		bundle_add(b, "MP8001", invoice(b, c, "F1002", 20000));
		invoice(b, c, "F1003", 30000);
		says(b, p, "MP8001");
		says(b, p, "F1003");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void a_contract_that_is_signed_on_a_day_to_come_is_not_signed(void **state)
{
	static const struct {
		const char *signed_on, *expected;
	} cases[] = {
		{"2026-05-20", "applied contract-notification K1001=900"},
		{"2026-05-21", "held contract-held !contract-unsigned C1001(held)=900"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, 900);

		sign(b, contract(b, c, "K1001", "N1001", 900));
		b->contracts[0].signed_on = day(cases[i].signed_on);
		says(b, p, "K1001");
		says(b, p, "N1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_invoice_and_instalments_of_a_subscription_are_paid_together),
		cmocka_unit_test(an_invoice_with_its_discount_and_an_instalment_are_paid_together),
		cmocka_unit_test(an_invoice_of_another_customer_is_not_paid_with_a_subscription),
		cmocka_unit_test(one_instalment_of_each_subscription_named_is_paid),
		cmocka_unit_test(a_contract_and_an_invoice_are_paid_together),
		cmocka_unit_test(an_option_and_an_invoice_are_paid_together),
		cmocka_unit_test(
			a_contract_that_is_not_signed_is_held_for_with_its_invoice_suggested),
		cmocka_unit_test(a_bundle_and_an_invoice_are_paid_together),
		cmocka_unit_test(a_contract_that_is_signed_on_a_day_to_come_is_not_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
