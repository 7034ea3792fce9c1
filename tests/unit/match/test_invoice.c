/*
 * test_invoice.c - one invoice named: exact, reduced, short, over, asked.
 */
#include "stand_in.h"

static void an_invoice_number_with_the_exact_amount_is_applied(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "F2026-10234", 10000);
	p = pays(b, 10000);
	says(b, p, "F2026-10234");
	run(b);
	assert_decided(b, p, "applied invoice-number F2026-10234=10000");
	assert_string_equal(decided(b, p)->evidence.length ? "told" : "", "told");
	assert_says(decided(b, p)->evidence, "invoice_no F2026-10234 in remittance");
	assert_says(decided(b, p)->evidence, "amount equals open");
	night_end(b);
}

static void the_customer_number_beside_it_makes_it_stronger(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "F1001", 10000);
	p = pays(b, 10000);
	says(b, p, "F1001");
	says(b, p, "C1001");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "applied invoice-and-customer F1001=10000");
	assert_says(decided(b, p)->evidence, "payer account known");
	night_end(b);
}

static void a_structured_reference_names_the_item(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	reference(b, invoice(b, c, "F1001", 10000), "RF18539007547034");
	p = pays(b, 10000);
	says_structured(b, p, "RF18539007547034");
	run(b);
	assert_decided(b, p, "applied structured-reference F1001=10000");
	night_end(b);
}

static void a_structured_reference_does_not_bypass_the_amount(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	reference(b, invoice(b, c, "F1001", 10000), "RF18539007547034");
	p = pays(b, 4000);
	says_structured(b, p, "RF18539007547034");
	run(b);
	assert_decided(b, p, "applied structured-reference F1001=4000");
	assert_says(decided(b, p)->evidence, "amount is short");
	night_end(b);
}

/* What an invoice of 100.00, less 2.00 until a day, makes of an amount. */
static void discounts_are_judged_by_value_date(void **state)
{
	static const struct {
		int64_t amount;
		const char *value_on;
		const char *expected;
	} cases[] = {
		{9800, "2026-05-09", "applied invoice-number F1001=9800-d200"},
		{9800, "2026-05-10", "applied invoice-number F1001=9800-d200"},
		{9800, "2026-05-11", "applied invoice-number F1001=9800"},
		{10000, "2026-05-09", "applied invoice-number F1001=10000"},
		{9900, "2026-05-09", "applied invoice-number F1001=9900"},
		{10100, "2026-05-09",
		 "part-applied invoice-number F1001=10000 C1001(on-account)=100"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		uint64_t c = customer(b, "C1001");
		size_t p;

		discounted(invoice(b, c, "F1001", 10000), 200, "2026-05-10");
		p = pays(b, cases[i].amount);
		b->waiting[p].payment.value_on = day(cases[i].value_on);
		says(b, p, "F1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void an_invoice_discount_without_a_day_is_none(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	discounted(invoice(b, c, "F1001", 10000), 200, NULL);
	p = pays(b, 9800);
	says(b, p, "F1001");
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=9800");
	night_end(b);
}

static void a_third_party_with_number_and_amount_right_pays(void **state)
{
	struct builder *b = night_begin();
	uint64_t owner = customer(b, "C1001");
	uint64_t payer = customer(b, "C2002");
	size_t p;

	(void)state;
	invoice(b, owner, "F1001", 10000);
	p = pays(b, 10000);
	says(b, p, "F1001");
	from_account(b, p, payer);
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=10000");
	assert_says(decided(b, p)->evidence, "paid by somebody else");
	night_end(b);
}

static void a_number_of_somebody_else_and_another_amount_is_a_conflict(void **state)
{
	struct builder *b = night_begin();
	uint64_t owner = customer(b, "C1001");
	uint64_t payer = customer(b, "C2002");
	size_t p;
	size_t q;

	(void)state;
	invoice(b, owner, "F1001", 10000);
	invoice(b, payer, "F2002", 9000);
	p = pays(b, 9000);
	says(b, p, "F1001");
	from_account(b, p, payer);
	q = pays(b, 9000);
	says(b, q, "F1001");
	says(b, q, "C2002");
	run(b);
	assert_decided(b, p, "unapplied  !reference-conflict C2002(unapplied)=9000");
	assert_says(decided(b, p)->explanation, "F1001 belongs to customer C1001");
	assert_says(decided(b, p)->explanation, "C2002");
	assert_int_equal(decided(b, p)->suggestion_count, 2);
	assert_decided(b, q, "unapplied  !reference-conflict C2002(unapplied)=9000");
	night_end(b);
}

static void a_closed_invoice_is_already_paid(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "F1001", 10000)->open = 0;
	p = pays(b, 10000);
	says(b, p, "F1001");
	run(b);
	assert_decided(b, p, "on-account already-paid !already-paid C1001(on-account)=10000");
	assert_says(decided(b, p)->explanation, "F1001 is already paid");
	night_end(b);
}

static void the_rest_of_a_payment_does_not_ask_about_what_it_closed(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "F1001", 10000)->open = 0;
	p = pays(b, 15000);
	says(b, p, "F1001");
	b->waiting[p].remainder = 5000;
	b->waiting[p].status = AQ_PAYMENT_PART_APPLIED;
	b->waiting[p].bucket = AQ_BUCKET_UNAPPLIED;
	b->waiting[p].customer_no = c;
	run(b);
	assert_decided(b, p, "part-applied  !no-item-fits");
	assert_int_equal(decided(b, p)->left, 5000);
	night_end(b);
}

static void another_currency_is_asked_and_named(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "F1001", 10000)->currency = EUR;
	p = pays(b, 10000);
	says(b, p, "F1001");
	run(b);
	assert_decided(b, p, "unapplied  !currency-differs C1001(unapplied)=10000");
	assert_says(decided(b, p)->explanation, "100.00 USD");
	assert_says(decided(b, p)->explanation, "100.00 EUR");
	night_end(b);
}

static void what_a_person_took_apart_is_never_put_together_again(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_item *item;
	size_t p;

	(void)state;
	item = invoice(b, c, "F1001", 10000);
	p = pays(b, 10000);
	says(b, p, "F1001");
	says(b, p, "C1001");
	taken_apart(b, p, item);
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=10000");
	assert_int_equal(decided(b, p)->suggestion_count, 1);
	night_end(b);
}

static void a_credit_note_alone_takes_no_money(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "G1001", -10000);
	p = pays(b, 10000);
	says(b, p, "G1001");
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=10000");
	night_end(b);
}

static void nobody_known_is_never_applied_whatever_the_amount(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	invoice(b, c, "F1001", 10000);
	p = pays(b, 10000);
	says(b, p, "THANKS");
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	assert_int_equal(decided(b, p)->bucket, AQ_BUCKET_UNIDENTIFIED);
	assert_int_equal(decided(b, p)->suggestion_count, 1);
	assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F1001"));
	assert_says(decided(b, p)->evidence, "anchor: failed");
	night_end(b);
}

static void what_does_not_wait_for_items_stays_as_it_is(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t out;
	size_t doubled;
	size_t spent;

	(void)state;
	invoice(b, c, "F1001", 10000);
	out = pays(b, 10000);
	says(b, out, "F1001");
	b->waiting[out].payment.direction = AQ_MONEY_OUT;
	doubled = pays(b, 10000);
	says(b, doubled, "F1001");
	b->waiting[doubled].status = AQ_PAYMENT_POSSIBLE_DUPLICATE;
	spent = pays(b, 10000);
	says(b, spent, "F1001");
	b->waiting[spent].remainder = 0;
	run(b);
	assert_int_equal(decided(b, out)->outcome, AQ_OUTCOME_STAY);
	assert_decided(b, doubled, "possible-duplicate ");
	assert_int_equal(decided(b, spent)->outcome, AQ_OUTCOME_STAY);
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_invoice_number_with_the_exact_amount_is_applied),
		cmocka_unit_test(the_customer_number_beside_it_makes_it_stronger),
		cmocka_unit_test(a_structured_reference_names_the_item),
		cmocka_unit_test(a_structured_reference_does_not_bypass_the_amount),
		cmocka_unit_test(discounts_are_judged_by_value_date),
		cmocka_unit_test(an_invoice_discount_without_a_day_is_none),
		cmocka_unit_test(a_third_party_with_number_and_amount_right_pays),
		cmocka_unit_test(a_number_of_somebody_else_and_another_amount_is_a_conflict),
		cmocka_unit_test(a_closed_invoice_is_already_paid),
		cmocka_unit_test(the_rest_of_a_payment_does_not_ask_about_what_it_closed),
		cmocka_unit_test(another_currency_is_asked_and_named),
		cmocka_unit_test(what_a_person_took_apart_is_never_put_together_again),
		cmocka_unit_test(a_credit_note_alone_takes_no_money),
		cmocka_unit_test(nobody_known_is_never_applied_whatever_the_amount),
		cmocka_unit_test(what_does_not_wait_for_items_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
