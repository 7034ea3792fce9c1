/*
 * test_known.c - the customer is known, the item is not named.
 */
#include "stand_in.h"

static void a_customer_number_and_one_exact_item_are_enough(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 10000);
	invoice(b, c, "F1002", 7000);
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "applied customer-exact-item F1002=7000");
	night_end(b);
}

static void a_registered_account_and_one_exact_item_are_enough(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 6800);

	(void)state;
	invoice(b, c, "F1001", 10000);
	discounted(invoice(b, c, "F1002", 7000), 200, "2026-05-31");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "applied payer-account-item F1002=6800-d200");
	night_end(b);
}

static void two_items_of_the_amount_that_differ_are_both_named(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000)->class_text = aq_slice_of("temporary service");
	invoice(b, c, "F1002", 7000)->class_text = aq_slice_of("per-meter charge");
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "unapplied  !ambiguous-items C1001(unapplied)=7000");
	assert_says(decided(b, p)->explanation, "F1001");
	assert_says(decided(b, p)->explanation, "F1002");
	assert_int_equal(decided(b, p)->suggestion_count, 2);
	night_end(b);
}

static void of_twins_the_earliest_due_then_the_lowest_number_is_paid(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C2002");
	size_t p = pays(b, 7000);
	size_t q = pays(b, 7000);

	(void)state;
	due(invoice(b, c, "F1001", 7000), "2026-06-01");
	due(invoice(b, c, "F1002", 7000), "2026-05-01");
	invoice(b, d, "F10", 7000);
	invoice(b, d, "F9", 7000);
	says(b, p, "C1001");
	says(b, q, "C2002");
	run(b);
	assert_decided(b, p, "applied customer-exact-item F1002=7000");
	assert_decided(b, q, "applied customer-exact-item F9=7000");
	assert_says(decided(b, q)->evidence, "twins");
	night_end(b);
}

static void items_of_a_contract_or_project_are_no_twins(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000)->is_bound = true;
	invoice(b, c, "F1002", 7000)->is_bound = true;
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "unapplied  !ambiguous-items C1001(unapplied)=7000");
	night_end(b);
}

/* Due 05-01: 10.00 and 20.00; 05-15: 40.00; 06-15: 80.00; a credit note of 5.00 due 06-30. */
static void canonical_sets_are_found(void **state)
{
	static const struct {
		int64_t amount;
		const char *expected;
	} cases[] = {
		{14500, "applied customer-canonical-set F1001=1000 F1002=2000 F1003=4000 "
			"F1004=8000 G1005=-500"},
		{7000, "applied customer-canonical-set F1001=1000 F1002=2000 F1003=4000"},
		{3000, "applied customer-canonical-set F1001=1000 F1002=2000"},
		{15000, "applied customer-canonical-set F1001=1000 F1002=2000 F1003=4000 "
			"F1004=8000"},
		{6000, "unapplied  !no-item-fits C1001(unapplied)=6000"},
		{5000, "unapplied  !no-item-fits C1001(unapplied)=5000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, cases[i].amount);

		due(invoice(b, c, "F1001", 1000), "2026-05-01");
		due(invoice(b, c, "F1002", 2000), "2026-05-01");
		due(invoice(b, c, "F1003", 4000), "2026-05-15");
		due(invoice(b, c, "F1004", 8000), "2026-06-15");
		due(invoice(b, c, "G1005", -500), "2026-06-30");
		says(b, p, "C1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void two_canonical_sets_that_differ_are_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 3000);

	(void)state;
	due(invoice(b, c, "F1001", 1000), "2026-05-01");
	due(invoice(b, c, "F1002", 2000), "2026-05-02");
	due(invoice(b, c, "F1003", 1500), "2026-06-15");
	due(invoice(b, c, "F1004", 1500), "2026-06-15");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "unapplied  !ambiguous-items C1001(unapplied)=3000");
	assert_says(decided(b, p)->explanation, "all that is overdue");
	assert_says(decided(b, p)->explanation, "all of one due date");
	night_end(b);
}

static void an_arbitrary_sum_is_never_evidence(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 5000);

	(void)state;
	due(invoice(b, c, "F1001", 1000), "2026-05-01");
	due(invoice(b, c, "F1002", 2000), "2026-05-02");
	due(invoice(b, c, "F1003", 4000), "2026-06-15");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=5000");
	assert_int_equal(decided(b, p)->suggestion_count, 3);
	assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F1001"));
	night_end(b);
}

static void items_issued_after_the_money_are_not_used_without_a_reference(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);
	size_t q = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000)->issued_on = day("2026-05-11");
	from_account(b, p, c);
	says(b, q, "F1001");
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=7000");
	assert_decided(b, q, "applied invoice-number F1001=7000");
	night_end(b);
}

static void a_customer_with_nothing_open_tops_up(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t number = pays(b, 7000);
	size_t account = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000)->open = 0;
	says(b, number, "C1001");
	from_account(b, account, c);
	run(b);
	assert_decided(b, number, "on-account top-up C1001(on-account)=7000");
	assert_int_equal(decided(b, number)->outcome, AQ_OUTCOME_APPLY);
	assert_decided(b, account, "on-account payer-account-top-up C1001(on-account)=7000");
	night_end(b);
}

static void a_billing_account_pays_the_exact_invoice_else_its_balance_grows(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t exact = pays(b, 7000);
	size_t other = pays(b, 5000);
	size_t number = pays(b, 5000);

	(void)state;
	customer_at(b, c)->billing_account = aq_slice_of("A1001");
	invoice(b, c, "F1001", 7000);
	invoice(b, c, "F1002", 9000);
	says(b, exact, "A1001");
	says(b, other, "A1001");
	says(b, number, "C1001");
	run(b);
	assert_decided(b, exact, "applied customer-exact-item F1001=7000");
	assert_decided(b, other, "on-account top-up C1001(on-account)=5000");
	assert_decided(b, number, "unapplied  !no-item-fits C1001(unapplied)=5000");
	night_end(b);
}

static void a_top_up_that_names_an_unknown_invoice_waits_for_it(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 5000);

	(void)state;
	customer_at(b, c)->billing_account = aq_slice_of("A1001");
	says(b, p, "A1001");
	says_as(b, p, "F9999", AQ_REF_INVOICE);
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=5000");
	assert_says(decided(b, p)->explanation, "F9999");
	night_end(b);
}

static void an_account_of_several_customers_is_nobodys(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C2002");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000);
	from_account(b, p, c);
	from_account(b, p, d);
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	night_end(b);
}

static void a_number_and_another_customers_account_agree_only_by_amount(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t parent = customer(b, "C2002");
	size_t exact = pays(b, 7000);
	size_t other = pays(b, 5000);

	(void)state;
	invoice(b, c, "F1001", 7000);
	invoice(b, c, "F1002", 9000);
	invoice(b, parent, "F2001", 4000);
	says(b, exact, "C1001");
	from_account(b, exact, parent);
	says(b, other, "C1001");
	from_account(b, other, parent);
	run(b);
	assert_decided(b, exact, "applied customer-exact-item F1001=7000");
	assert_decided(b, other, "unapplied  !reference-conflict C2002(unapplied)=5000");
	assert_true(aq_slice_is(decided(b, other)->suggestions[0].target, "C1001"));
	assert_int_equal(decided(b, other)->suggestions[0].kind, AQ_TARGET_ACCOUNT);
	assert_true(aq_slice_is(decided(b, other)->suggestions[1].target, "F2001"));
	assert_true(aq_slice_is(decided(b, other)->suggestions[2].target, "F1001"));
	night_end(b);
}

static void two_customer_numbers_are_nobody(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, customer(b, "C2002"), "F2001", 7000);
	invoice(b, c, "F1001", 50000);
	says(b, p, "C1001");
	says(b, p, "C2002");
	run(b);
	assert_decided(b, p, "unidentified  !reference-conflict");
	/* What is exactly the amount goes before what was named first. */
	assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F2001"));
	assert_true(aq_slice_is(decided(b, p)->suggestions[1].target, "F1001"));
	assert_says(decided(b, p)->explanation, "C1001 or customer C2002");
	night_end(b);
}

static void too_many_open_items_conclude_nothing(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000);
	b->is_cut = true;
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "unapplied  !search-bound C1001(unapplied)=7000");
	night_end(b);
}

static void a_customer_who_owes_only_in_another_currency_is_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 7000)->currency = EUR;
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "unapplied  !currency-differs C1001(unapplied)=7000");
	night_end(b);
}

static void a_balance_is_used_only_when_the_site_says_so(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 9000);

	(void)state;
	due(invoice(b, c, "F1002", 7000), "2026-06-01")->issued_on = day("2026-05-18");
	due(invoice(b, c, "F1001", 5000), "2026-05-01");
	b->waiting[p].bucket = AQ_BUCKET_ON_ACCOUNT;
	b->waiting[p].customer_no = c;
	b->waiting[p].status = AQ_PAYMENT_ON_ACCOUNT;
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "on-account ");
	assert_int_equal(decided(b, p)->outcome, AQ_OUTCOME_STAY);
	b->settings.use_balance = true;
	night_again(b);
	run(b);
	assert_decided(b, p, "applied use-balance F1001=5000 F1002=4000");
	night_end(b);
}

static void money_that_already_waits_there_does_not_move(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	invoice(b, c, "F1001", 5000);
	says(b, p, "C1001");
	b->waiting[p].bucket = AQ_BUCKET_UNAPPLIED;
	b->waiting[p].customer_no = c;
	b->waiting[p].status = AQ_PAYMENT_UNAPPLIED;
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits");
	assert_int_equal(decided(b, p)->left, 7000);
	assert_int_equal(decided(b, p)->customer_no, c);
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_customer_number_and_one_exact_item_are_enough),
		cmocka_unit_test(a_registered_account_and_one_exact_item_are_enough),
		cmocka_unit_test(two_items_of_the_amount_that_differ_are_both_named),
		cmocka_unit_test(of_twins_the_earliest_due_then_the_lowest_number_is_paid),
		cmocka_unit_test(items_of_a_contract_or_project_are_no_twins),
		cmocka_unit_test(canonical_sets_are_found),
		cmocka_unit_test(two_canonical_sets_that_differ_are_asked),
		cmocka_unit_test(an_arbitrary_sum_is_never_evidence),
		cmocka_unit_test(items_issued_after_the_money_are_not_used_without_a_reference),
		cmocka_unit_test(a_customer_with_nothing_open_tops_up),
		cmocka_unit_test(a_billing_account_pays_the_exact_invoice_else_its_balance_grows),
		cmocka_unit_test(a_top_up_that_names_an_unknown_invoice_waits_for_it),
		cmocka_unit_test(an_account_of_several_customers_is_nobodys),
		cmocka_unit_test(a_number_and_another_customers_account_agree_only_by_amount),
		cmocka_unit_test(two_customer_numbers_are_nobody),
		cmocka_unit_test(too_many_open_items_conclude_nothing),
		cmocka_unit_test(a_customer_who_owes_only_in_another_currency_is_asked),
		cmocka_unit_test(a_balance_is_used_only_when_the_site_says_so),
		cmocka_unit_test(money_that_already_waits_there_does_not_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
