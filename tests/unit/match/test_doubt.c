/*
 * test_doubt.c - which numbers count.
 */
#include "stand_in.h"

static void a_number_inside_a_longer_one_does_not_count(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_token *token;
	size_t p = pays(b, 10000);

	(void)state;
	invoice(b, c, "INV1034", 10000);
	invoice(b, c, "1034", 2000);
	says(b, p, "INV1034");
	token = says(b, p, "1034");
	token->offset = 3;
	run(b);
	assert_decided(b, p, "applied invoice-number INV1034=10000");
	night_end(b);
}

static void two_numbers_at_two_places_are_two(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 12000);

	(void)state;
	invoice(b, c, "INV1034", 10000);
	invoice(b, c, "1034", 2000);
	says(b, p, "INV1034");
	says(b, p, "1034");
	run(b);
	assert_decided(b, p, "applied invoice-list INV1034=10000 1034=2000");
	night_end(b);
}

/* 20260510 is an invoice number and a day. */
static void a_number_that_is_also_a_date_needs_a_second_fact(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t alone = pays(b, 7000);
	size_t exact = pays(b, 10000);
	size_t owner = pays(b, 6000);
	size_t typed = pays(b, 1000);

	(void)state;
	invoice(b, c, "20260510", 10000);
	says(b, alone, "20260510")->is_date_like = true;
	says(b, exact, "20260510")->is_date_like = true;
	says(b, owner, "20260510")->is_amount_like = true;
	from_account(b, owner, c);
	says_as(b, typed, "20260510", AQ_REF_INVOICE)->is_phone_like = true;
	run(b);
	assert_decided(b, alone, "unidentified  !unknown-payer");
	b->waiting_count = 2;
	run(b);
	assert_decided(b, exact, "applied invoice-number 20260510=10000");
	b->waiting_count = 4;
	b->items[0].open = 8000;
	b->items[0].amount = 8000;
	run(b);
	assert_decided(b, owner, "applied invoice-number 20260510=6000");
	assert_decided(b, typed, "applied invoice-number 20260510=1000");
	night_end(b);
}

/* HD26-010024 is nobody's; 10024 is somebody's. */
static void a_piece_of_a_longer_number_needs_a_second_fact(void **state)
{
	static const char whole[] = "HD26-010024";
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t alone = pays(b, 7000);
	size_t exact = pays(b, 10000);
	size_t owner = pays(b, 6000);
	size_t number = pays(b, 10000);
	struct aq_token *token;

	(void)state;
	invoice(b, c, "10024", 10000);
	for (size_t p = alone; p <= owner; p++) {
		token = says_as(b, p, "10024", AQ_REF_INVOICE);
		token->is_part = true;
		token->written = (struct aq_slice){whole + 5, 6};
		token->run = aq_slice_of(whole);
	}
	from_account(b, owner, c);
	token = says(b, number, "C1001");
	token->is_part = true;
	b->waiting_count = 1;
	run(b);
	assert_decided(b, alone, "unidentified  !unknown-payer");
	assert_says(decided(b, alone)->suggestions[0].target, "10024");
	b->waiting_count = 2;
	run(b);
	assert_decided(b, exact, "applied invoice-number 10024=10000");
	b->waiting_count = 4;
	b->waiting[exact].remainder = 0;
	run(b);
	assert_decided(b, owner, "applied invoice-number 10024=6000");
	/* One of a customer's items has the amount: not enough for a piece. */
	assert_decided(b, number, "unidentified  !unknown-payer");
	night_end(b);
}

/* 5501/5502 are two pieces of one run, both known: a list. */
static void a_run_of_known_numbers_is_a_list(void **state)
{
	static const char whole[] = "5501/5502";
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 9000);

	(void)state;
	invoice(b, c, "5501", 5000);
	invoice(b, c, "5502", 6000);
	for (size_t i = 0; i < 2; i++) {
		struct aq_token *token = says(b, p, i == 0 ? "5501" : "5502");

		token->is_part = true;
		token->written = (struct aq_slice){whole + 5 * i, 4};
		token->run = aq_slice_of(whole);
	}
	run(b);
	assert_decided(b, p, "applied invoice-list 5501=5000 5502=4000");
	night_end(b);
}

static void a_piece_of_a_date_needs_both_facts(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t exact = pays(b, 10000);
	size_t owner = pays(b, 6000);

	(void)state;
	invoice(b, c, "2511", 10000);
	says(b, exact, "2511")->is_weak = true;
	says(b, owner, "2511")->is_weak = true;
	from_account(b, owner, c);
	run(b);
	assert_decided(b, exact, "unidentified  !unknown-payer");
	assert_decided(b, owner, "unapplied  !no-item-fits C1001(unapplied)=6000");
	night_end(b);
}

/* "Faktura 5501 22": 5501, or 550122. */
static size_t pays_side_by_side(struct builder *b, int64_t amount)
{
	size_t p = pays(b, amount);
	struct aq_token *token;

	token = says_as(b, p, "5501", AQ_REF_INVOICE);
	token->offset = 8;
	token = says_as(b, p, "550122", AQ_REF_INVOICE);
	token->offset = 8;
	token->written = AQ_SLICE("5501 22");
	token->is_joined = true;
	return p;
}

static void numbers_side_by_side_are_what_a_second_fact_says(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C1002");
	size_t shorter = pays_side_by_side(b, 10000);
	size_t longer = pays_side_by_side(b, 14000);
	size_t owner = pays_side_by_side(b, 3000);
	size_t neither = pays_side_by_side(b, 4000);

	(void)state;
	invoice(b, c, "5501", 10000);
	invoice(b, d, "550122", 14000);
	from_account(b, owner, d);
	b->waiting_count = 2;
	run(b);
	assert_decided(b, shorter, "applied invoice-number 5501=10000");
	assert_decided(b, longer, "applied invoice-number 550122=14000");
	b->waiting_count = 4;
	b->waiting[shorter].remainder = b->waiting[longer].remainder = 0;
	run(b);
	assert_decided(b, owner, "applied invoice-number 550122=3000");
	assert_decided(b, neither, "unidentified  !ambiguous-items");
	assert_says(decided(b, neither)->explanation,
		    "5501 22 may be invoice 550122 or invoice 5501");
	assert_int_equal(decided(b, neither)->suggestion_count, 2);
	night_end(b);
}

/* 12345 is an invoice of C1001 and the number of another customer. */
static void a_number_with_two_meanings_is_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 7000);

	(void)state;
	customer(b, "12345");
	invoice(b, c, "12345", 10000);
	says(b, p, "12345");
	run(b);
	assert_decided(b, p, "unidentified  !ambiguous-items");
	assert_says(decided(b, p)->explanation, "12345 may be customer 12345 or invoice 12345");
	assert_int_equal(decided(b, p)->suggestion_count, 2);
	night_end(b);
}

static void field_anchor_or_amount_settle_which_meaning_counts(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t field = pays(b, 7000);
	size_t anchor = pays(b, 500);
	size_t amount = pays(b, 10000);

	(void)state;
	customer(b, "12345");
	invoice(b, c, "12345", 10000);
	says_as(b, field, "12345", AQ_REF_CUSTOMER);
	says(b, anchor, "12345");
	from_account(b, anchor, c);
	says(b, amount, "12345");
	b->waiting_count = 1;
	run(b);
	assert_decided(b, field, "on-account top-up 12345(on-account)=7000");
	b->waiting_count = 2;
	run(b);
	assert_decided(b, anchor, "applied invoice-number 12345=500");
	b->waiting_count = 3;
	b->waiting[1].remainder = 0;
	run(b);
	assert_decided(b, amount, "applied invoice-number 12345=10000");
	night_end(b);
}

static void an_exact_item_stands_beside_a_number_nobody_can_settle(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C2002");
	size_t p = pays(b, 7000);
	size_t q = pays(b, 6000);

	(void)state;
	customer(b, "12345");
	invoice(b, d, "12345", 999);
	invoice(b, c, "F1001", 7000);
	says(b, p, "F1001");
	says(b, p, "12345");
	says(b, q, "F1001");
	says(b, q, "12345");
	b->waiting_count = 1;
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=7000");
	b->waiting_count = 2;
	run(b);
	assert_int_equal(decided(b, q)->exception, AQ_AMBIGUOUS_ITEMS);
	night_end(b);
}

static void the_spelling_settles_two_numbers_of_one_normal_form(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C2002");
	size_t spelled = pays(b, 3000);
	size_t neither = pays(b, 2000);

	(void)state;
	invoice(b, c, "F1001", 10000);
	invoice(b, d, "F-1001", 10000);
	says(b, spelled, "F1001")->written = aq_slice_of("F-1001");
	says(b, neither, "F1001")->written = aq_slice_of("F.1001");
	run(b);
	assert_decided(b, spelled, "applied invoice-number F-1001=3000");
	assert_decided(b, neither, "unidentified  !ambiguous-items");
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_inside_a_longer_one_does_not_count),
		cmocka_unit_test(two_numbers_at_two_places_are_two),
		cmocka_unit_test(a_number_that_is_also_a_date_needs_a_second_fact),
		cmocka_unit_test(a_piece_of_a_longer_number_needs_a_second_fact),
		cmocka_unit_test(a_run_of_known_numbers_is_a_list),
		cmocka_unit_test(a_piece_of_a_date_needs_both_facts),
		cmocka_unit_test(numbers_side_by_side_are_what_a_second_fact_says),
		cmocka_unit_test(a_number_with_two_meanings_is_asked),
		cmocka_unit_test(field_anchor_or_amount_settle_which_meaning_counts),
		cmocka_unit_test(an_exact_item_stands_beside_a_number_nobody_can_settle),
		cmocka_unit_test(the_spelling_settles_two_numbers_of_one_normal_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
