/*
 * test_list.c - several numbers, bundles and remittance lines.
 */
#include "stand_in.h"

/* A payment that names F1001 (100.00), F1002 (70.00) and F1003 (30.00). */
static void a_list_is_paid_in_the_order_listed(void **state)
{
	static const struct {
		int64_t amount;
		const char *expected;
	} cases[] = {
		{20000, "applied invoice-list F1001=10000 F1002=7000 F1003=3000"},
		{15000, "applied invoice-list F1001=10000 F1002=5000"},
		{10000, "applied invoice-list F1001=10000"},
		{17000, "applied invoice-list F1001=10000 F1002=7000"},
		{25000, "part-applied invoice-list F1001=10000 F1002=7000 F1003=3000 "
			"C1001(on-account)=5000"},
		{7000, "unapplied  !ambiguous-items C1001(unapplied)=7000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, cases[i].amount);

		invoice(b, c, "F1002", 7000);
		invoice(b, c, "F1001", 10000);
		invoice(b, c, "F1003", 3000);
		says(b, p, "F1001");
		says(b, p, "F1002");
		says(b, p, "F1003");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void credit_notes_named_are_netted(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t exact = pays(b, 6000);
	size_t reduced;

	(void)state;
	invoice(b, c, "F1001", 10000);
	invoice(b, c, "G1001", -4000);
	discounted(invoice(b, c, "F1002", 10000), 300, "2026-05-31");
	discounted(invoice(b, c, "F1003", 5000), 100, "2026-05-31");
	says(b, exact, "F1001");
	says(b, exact, "G1001");
	reduced = pays(b, 14600);
	says(b, reduced, "F1002");
	says(b, reduced, "F1003");
	run(b);
	assert_decided(b, exact, "applied invoice-list F1001=10000 G1001=-4000");
	assert_decided(b, reduced, "applied invoice-list F1002=9700-d300 F1003=4900-d100");
	night_end(b);
}

/* Whichever is looked at first must not say whose the money is. */
static void a_list_of_two_owners_in_another_currency_is_nobodys(void **state)
{
	struct builder *b = night_begin();
	uint64_t one = customer(b, "C1001");
	uint64_t other = customer(b, "C2002");
	size_t mixed = pays(b, 17000);
	size_t own = pays(b, 17000);

	(void)state;
	invoice(b, one, "F1001", 10000)->currency = EUR;
	invoice(b, one, "F1002", 7000)->currency = EUR;
	invoice(b, other, "F2002", 7000)->currency = EUR;
	says(b, mixed, "F1001");
	says(b, mixed, "F2002");
	says(b, own, "F1001");
	says(b, own, "F1002");
	run(b);
	assert_decided(b, mixed, "unidentified  !currency-differs");
	assert_decided(b, own, "unapplied  !currency-differs C1001(unapplied)=17000");
	night_end(b);
}

static void a_list_of_two_owners_is_paid_only_by_its_exact_sum(void **state)
{
	struct builder *b = night_begin();
	uint64_t one = customer(b, "C1001");
	uint64_t other = customer(b, "C2002");
	size_t exact = pays(b, 17000);
	size_t unequal = pays(b, 11000);

	(void)state;
	invoice(b, one, "F1001", 10000);
	invoice(b, other, "F2002", 7000);
	for (size_t p = exact; p <= unequal; p++) {
		says(b, p, "F1001");
		says(b, p, "F2002");
	}
	run(b);
	assert_decided(b, exact, "applied invoice-list F1001=10000 F2002=7000");
	assert_decided(b, unequal, "unidentified  !reference-conflict");
	assert_says(decided(b, unequal)->explanation, "C1001");
	assert_says(decided(b, unequal)->explanation, "C2002");
	night_end(b);
}

static void a_closed_item_in_a_list_leaves_its_money_on_the_account(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t over = pays(b, 17000);
	size_t exact = pays(b, 3000);

	(void)state;
	invoice(b, c, "F1001", 10000)->open = 0;
	invoice(b, c, "F1002", 7000);
	invoice(b, c, "F1003", 3000);
	says(b, over, "F1001");
	says(b, over, "F1002");
	says(b, exact, "F1001");
	says(b, exact, "F1003");
	run(b);
	assert_decided(
		b, over,
		"part-applied invoice-list !already-paid F1002=7000 C1001(on-account)=10000");
	assert_decided(b, exact, "applied invoice-list F1003=3000");
	night_end(b);
}

/* B1001 stands for 100.00 due later and 50.00 due earlier. */
static void a_bundle_is_paid_oldest_first(void **state)
{
	static const struct {
		int64_t amount;
		const char *expected;
	} cases[] = {
		{15000, "applied bundle F1002=5000 F1001=10000"},
		{14900, "applied bundle F1002=5000 F1001=9900-d100"},
		{9000, "applied bundle F1002=5000 F1001=4000"},
		{16000, "part-applied bundle F1002=5000 F1001=10000 C1001(on-account)=1000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, cases[i].amount);

		bundle_add(b, "B1001",
			   discounted(due(invoice(b, c, "F1001", 10000), "2026-06-01"), 100,
				      "2026-05-31"));
		bundle_add(b, "B1001", due(invoice(b, c, "F1002", 5000), "2026-04-01"));
		says(b, p, "B1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void a_bundle_nets_credit_notes_and_knows_when_it_is_paid(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 4000);
	size_t q = pays(b, 5000);

	(void)state;
	bundle_add(b, "B1001", due(invoice(b, c, "F1001", 10000), "2026-04-01"));
	bundle_add(b, "B1001", invoice(b, c, "G1001", -3000));
	bundle_add(b, "B2002", invoice(b, c, "F2002", 10000));
	b->items[2].open = 0;
	says(b, p, "B1001");
	says(b, q, "B2002");
	run(b);
	assert_decided(b, p, "applied bundle F1001=7000 G1001=-3000");
	assert_decided(b, q, "on-account already-paid !already-paid C1001(on-account)=5000");
	night_end(b);
}

static void a_bundle_of_somebody_else_needs_its_exact_sum(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t payer = customer(b, "C2002");
	size_t p = pays(b, 9000);

	(void)state;
	bundle_add(b, "B1001", invoice(b, c, "F1001", 10000));
	bundle_add(b, "B1001", invoice(b, c, "F1002", 5000));
	says(b, p, "B1001");
	from_account(b, p, payer);
	run(b);
	assert_decided(b, p, "unapplied  !reference-conflict C2002(unapplied)=9000");
	night_end(b);
}

static void remittance_lines_pay_what_they_say(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 11000);

	(void)state;
	invoice(b, c, "F1001", 10000);
	invoice(b, c, "F1002", 7000);
	invoice(b, c, "G1001", -3000);
	advises(b, p, "F1001", 10000);
	advises(b, p, "F1002", 4000);
	advises(b, p, "G1001", -3000);
	run(b);
	assert_decided(b, p, "applied remittance-lines F1001=10000 F1002=4000 G1001=-3000");
	assert_says(decided(b, p)->evidence, "in remittance line 2");
	night_end(b);
}

static void lines_that_do_not_sum_to_the_payment_are_never_applied(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 10000);
	size_t q = pays(b, 10000);

	(void)state;
	invoice(b, c, "F1001", 10000);
	invoice(b, c, "F1002", 7000);
	advises(b, p, "F1001", 10000);
	advises(b, p, "F1002", 7000);
	says(b, q, "C1001");
	advises(b, q, "X9999", 9000);
	run(b);
	assert_decided(b, p, "unapplied  !remittance-unbalanced C1001(unapplied)=10000");
	assert_decided(b, q, "unapplied  !remittance-unbalanced C1001(unapplied)=10000");
	night_end(b);
}

static void a_line_nobody_knows_stays_unapplied(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 15000);

	(void)state;
	invoice(b, c, "F1001", 10000);
	advises(b, p, "F1001", 10000);
	advises(b, p, "F9999", 5000);
	run(b);
	assert_decided(
		b, p,
		"part-applied remittance-lines !no-item-fits F1001=10000 C1001(unapplied)=5000");
	assert_says(decided(b, p)->explanation, "F9999");
	night_end(b);
}

static void two_lines_for_one_item_do_not_take_more_than_it_has(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 12000);

	(void)state;
	invoice(b, c, "F1001", 10000);
	advises(b, p, "F1001", 6000);
	advises(b, p, "F1001", 6000);
	run(b);
	assert_decided(b, p, "part-applied remittance-lines F1001=10000 C1001(on-account)=2000");
	night_end(b);
}

static void lines_of_monstrous_amounts_are_refused_without_overflow(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 1);

	(void)state;
	invoice(b, c, "F1001", INT64_MAX);
	invoice(b, c, "G1001", -INT64_MAX);
	advises(b, p, "F1001", INT64_MAX);
	advises(b, p, "G1001", -INT64_MAX);
	advises(b, p, "F1001", INT64_MAX);
	advises(b, p, "G1001", -INT64_MAX);
	advises(b, p, "F1001", 1);
	run(b);
	assert_decided(b, p, "unapplied  !remittance-unbalanced C1001(unapplied)=1");
	night_end(b);
}

/* "Invoice F1001, as before for F2002": the first of two owners' items is the money. */
static void the_first_of_two_owners_is_paid_when_it_alone_is_the_amount(void **state)
{
	static const struct {
		int64_t money;
		int account, name; /* customers; 0: none */
		const char *expected;
	} cases[] = {
		{5000, 0, 0, "applied invoice-number F1001=5000"},
		{5000, 1, 1, "applied invoice-number F1001=5000"},
		{5000, 2, 0, "unapplied  !reference-conflict C2002(unapplied)=5000"},
		{5000, 0, 2, "unidentified  !reference-conflict"},
		{7000, 0, 0, "unidentified  !reference-conflict"},
		{4900, 0, 0, "unidentified  !reference-conflict"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		size_t p = pays(b, cases[i].money);

		invoice(b, customer(b, "C1001"), "F1001", 5000);
		invoice(b, customer(b, "C2002"), "F2002", 7000);
		says(b, p, "F1001");
		says(b, p, "F2002");
		if (cases[i].account != 0)
			from_account(b, p, (uint64_t)cases[i].account);
		b->names[p] = (uint64_t)cases[i].name;
		b->is_thin = true;
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_paid_in_the_order_listed),
		cmocka_unit_test(credit_notes_named_are_netted),
		cmocka_unit_test(a_list_of_two_owners_in_another_currency_is_nobodys),
		cmocka_unit_test(a_list_of_two_owners_is_paid_only_by_its_exact_sum),
		cmocka_unit_test(the_first_of_two_owners_is_paid_when_it_alone_is_the_amount),
		cmocka_unit_test(a_closed_item_in_a_list_leaves_its_money_on_the_account),
		cmocka_unit_test(a_bundle_is_paid_oldest_first),
		cmocka_unit_test(a_bundle_nets_credit_notes_and_knows_when_it_is_paid),
		cmocka_unit_test(a_bundle_of_somebody_else_needs_its_exact_sum),
		cmocka_unit_test(remittance_lines_pay_what_they_say),
		cmocka_unit_test(lines_that_do_not_sum_to_the_payment_are_never_applied),
		cmocka_unit_test(a_line_nobody_knows_stays_unapplied),
		cmocka_unit_test(two_lines_for_one_item_do_not_take_more_than_it_has),
		cmocka_unit_test(lines_of_monstrous_amounts_are_refused_without_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
