/*
 * test_name.c - a number names somebody else's item, and the payer's name says
 * who pays.
 */
#include "stand_in.h"

/* Customer 1 owes F1001, customer 2 owes F2002 of 149.00; 2 bears the payer's name. */
static struct builder *two(int64_t named, size_t *p, int64_t money)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C2002");

	invoice(b, c, "F1001", named);
	invoice(b, d, "F2002", 14900);
	*p = pays(b, money);
	says(b, *p, "F1001");
	b->names[*p] = d;
	b->is_thin = true;
	return b;
}

static void assert_asks_both(struct builder *b, size_t p)
{
	run(b);
	assert_decided(b, p, "unidentified  !reference-conflict");
	assert_int_equal(decided(b, p)->suggestion_count, 2);
	assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F2002"));
	assert_true(aq_slice_is(decided(b, p)->suggestions[1].target, "F1001"));
	assert_says(decided(b, p)->explanation, "F1001");
	assert_says(decided(b, p)->explanation, "F2002");
	night_end(b);
}

static void a_number_that_does_not_fit_beside_a_name_that_does_is_asked(void **state)
{
	size_t p;
	struct builder *b;

	(void)state;
	b = two(50000, &p, 14900);
	assert_asks_both(b, p);
	b = two(10000, &p, 14900);
	assert_asks_both(b, p);
	b = two(50000, &p, 14900);
	invoice(b, 1, "F1003", 200);
	says(b, p, "F1003");
	assert_asks_both(b, p);
}

static void a_paid_item_beside_a_name_that_fits_is_asked(void **state)
{
	size_t p;
	struct builder *b = two(50000, &p, 14900);

	(void)state;
	b->items[0].open = 0;
	run(b);
	assert_decided(b, p, "unidentified  !reference-conflict");
	night_end(b);
}

static void a_number_that_fits_goes_before_the_name(void **state)
{
	size_t p;
	struct builder *b = two(14900, &p, 14900);

	(void)state;
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=14900");
	night_end(b);
}

static void a_name_that_does_not_fit_says_nothing(void **state)
{
	size_t p;
	struct builder *b = two(50000, &p, 14800);

	(void)state;
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=14800");
	night_end(b);
}

static void a_subscription_beside_a_name_that_fits_is_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 14900);

	(void)state;
	subscription(b, c, "S1001", 10000, 0);
	b->names[p] = customer(b, "C2002");
	invoice(b, b->names[p], "F2002", 14900);
	says(b, p, "S1001");
	run(b);
	assert_decided(b, p, "unidentified  !reference-conflict");
	assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F2002"));
	assert_true(aq_slice_is(decided(b, p)->suggestions[1].target, "S1001"));
	night_end(b);
}

/* NACHA has 22 characters for a name. */
static void a_name_that_was_cut_off_is_asked_where_it_begins_one_customers(void **state)
{
	static const struct {
		const char *source, *payer, *other, *expected;
	} cases[] = {
		{"ach:1840012345", "RIVERSIDE LOGISTICS GR", "Ridge",
		 "unidentified  !reference-conflict"},
		{"ach:1840012345", "Riverside Logistics", "Ridge",
		 "applied invoice-number F1001=14900"},
		{"plain", "Riverside Logistics Gr", "Ridge", "applied invoice-number F1001=14900"},
		{"ach:1840012345", "Riverside Logistics Gr", "Riverside Logistics Great Falls",
		 "applied invoice-number F1001=14900"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		size_t p = pays(b, 14900);
		uint64_t one;
		uint64_t other;

		invoice(b, customer(b, "C1001"), "F1001", 50000);
		one = customer(b, "C2002");
		invoice(b, one, "F2002", 14900);
		customer_at(b, one)->name = AQ_SLICE("Riverside Logistics Group");
		other = customer(b, "C3003");
		invoice(b, other, "F3003", 14900);
		customer_at(b, other)->name = aq_slice_of(cases[i].other);
		from_name(b, p, cases[i].payer);
		b->waiting[p].payment.source = aq_slice_of(cases[i].source);
		b->is_thin = true;
		says(b, p, "F1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		if (i == 0)
			assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F2002"));
		night_end(b);
	}
}

/* However many items have the amount, of all customers one is named so. */
static void a_name_that_was_cut_off_is_found_among_all_customers(void **state)
{
	static const struct {
		const char *one, *other, *expected;
	} cases[] = {
		{"Riverside Logistics Group", "Ridge", "unidentified  !reference-conflict"},
		{"Riverside Logistics Group", "Riverside Logistics Great Falls",
		 "unidentified  !reference-conflict"},
		{"Riverside Logistica Group", "Ridge", "applied invoice-number F1001=14900"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		size_t p = pays(b, 14900);
		uint64_t one, other;

		invoice(b, customer(b, "C1001"), "F1001", 50000);
		one = customer(b, "C2002");
		other = customer(b, "C3003");
		customer_at(b, one)->name = aq_slice_of(cases[i].one);
		customer_at(b, other)->name = aq_slice_of(cases[i].other);
		invoice(b, one, "F2002", 14900);
		invoice(b, other, "F3003", 14900);
		from_name(b, p, "RIVERSIDE LOGISTICS GR");
		b->waiting[p].payment.source = AQ_SLICE("ach:1840012345");
		from_learned(b, p, (struct aq_payer_hit){0, one, false, AQ_PAYER_CUT});
		from_learned(b, p, (struct aq_payer_hit){0, other, false, AQ_PAYER_CUT});
		b->is_thin = b->has_no_strangers = true;
		says(b, p, "F1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		if (i == 0)
			assert_true(aq_slice_is(decided(b, p)->suggestions[0].target, "F2002"));
		night_end(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_that_does_not_fit_beside_a_name_that_does_is_asked),
		cmocka_unit_test(a_paid_item_beside_a_name_that_fits_is_asked),
		cmocka_unit_test(a_number_that_fits_goes_before_the_name),
		cmocka_unit_test(a_name_that_does_not_fit_says_nothing),
		cmocka_unit_test(a_subscription_beside_a_name_that_fits_is_asked),
		cmocka_unit_test(a_name_that_was_cut_off_is_asked_where_it_begins_one_customers),
		cmocka_unit_test(a_name_that_was_cut_off_is_found_among_all_customers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
