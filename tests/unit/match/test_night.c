/*
 * test_night.c - the rules together: which answer goes before which, what
 * evidence says, and what hurts users elsewhere and cannot happen here.
 */
#include "stand_in.h"

static void every_rule_has_its_own_name_and_is_found_by_it(void **state)
{
	(void)state;
	assert_string_equal(aq_rule_name(AQ_RULE_NONE), "");
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++) {
		const char *name = aq_rule_name((enum aq_rule)rule);

		assert_int_equal(aq_rule_find(aq_slice_of(name)), rule);
		assert_in_range(aq_rule_confidence((enum aq_rule)rule), 1, 100);
		assert_true(strlen(aq_rule_says((enum aq_rule)rule)) > 0);
	}
	assert_int_equal(aq_rule_find(AQ_SLICE("best-guess")), AQ_RULE_NONE);
}

static void the_amount_says_which_of_several_named_things_is_meant(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_item *old;
	struct aq_item *item;
	size_t p = pays(b, 10000);
	size_t q = pays(b, 1000);
	size_t r = pays(b, 3000);

	(void)state;
	old = due(invoice(b, c, "F1000", 5000), "2026-04-01");
	item = invoice(b, c, "F1001", 10000);
	bundle_add(b, "B1001", old);
	bundle_add(b, "B1001", item);
	instalment(b, subscription(b, c, "S1001", 1000, 0));
	contract(b, c, "K1001", "N1001", 777);
	invoice(b, c, "F1003", 3000);
	says(b, p, "B1001");
	says(b, p, "F1001");
	says(b, q, "S1001");
	says(b, q, "F1003");
	says(b, r, "K1001");
	says(b, r, "N1001");
	says(b, r, "F1003");
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=10000");
	assert_decided(b, q, "applied subscription-instalments S1001#0=1000");
	assert_decided(b, r, "applied invoice-number F1003=3000");
	night_end(b);
}

static void the_same_pair_of_numbers_is_still_a_pair(void **state)
{
	struct builder *b = night_begin();
	size_t p = pays(b, 10000);

	(void)state;
	sign(b, contract(b, customer(b, "C1001"), "7001", "7001", 10000));
	says_as(b, p, "7001", AQ_REF_CONTRACT);
	says_as(b, p, "7001", AQ_REF_NOTIFICATION);
	run(b);
	assert_decided(b, p, "applied contract-notification 7001=10000");
	night_end(b);
}

static void amount_and_date_alone_clear_nothing(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 123457);

	(void)state;
	due(invoice(b, c, "F1001", 123457), "2026-05-10");
	from_name(b, p, "C1001");
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	night_end(b);
}

static void a_blank_number_finds_nothing(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 10000);

	(void)state;
	customer_at(b, c)->billing_account = aq_slice_of("");
	invoice(b, c, "F1001", 10000);
	says(b, p, "");
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	night_end(b);
}

static void equal_legitimate_payments_are_both_kept(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 500);
	size_t q = pays(b, 500);

	(void)state;
	customer_at(b, c)->billing_account = aq_slice_of("A1001");
	says(b, p, "A1001");
	says(b, q, "A1001");
	whole_night(b, said);
	assert_string_equal(said[p], "on-account top-up C1001(on-account)=500");
	assert_string_equal(said[q], "on-account top-up C1001(on-account)=500");
	night_end(b);
}

static void a_new_invoice_settles_an_old_receipt(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 10000);

	(void)state;
	says(b, p, "F1001");
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	invoice(b, c, "F1001", 10000)->issued_on = day("2026-05-19");
	run(b);
	assert_decided(b, p, "applied invoice-number F1001=10000");
	night_end(b);
}

static void a_long_list_says_how_many_numbers_more(void **state)
{
	static char numbers[20][8];
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 20 * 100);

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		(void)snprintf(numbers[i], sizeof(numbers[i]), "F%zu", 1000 + i);
		invoice(b, c, numbers[i], 100);
		says(b, p, numbers[i]);
	}
	run(b);
	assert_int_equal(decided(b, p)->allocation_count, 20);
	assert_says(decided(b, p)->evidence, "8 numbers more");
	assert_says(decided(b, p)->evidence, "open sum of 20 items");
	night_end(b);
}

static void texts_of_a_decision_outlive_their_chunk(void **state)
{
	struct builder *b = night_begin();
	char number[] = "F1001";
	char owner[] = "C1001";
	uint64_t c = customer(b, owner);
	size_t p = pays(b, 10000);

	(void)state;
	invoice(b, c, number, 10000);
	says(b, p, number);
	run(b);
	memset(number, 'X', sizeof(number) - 1);
	memset(owner, 'X', sizeof(owner) - 1);
	assert_decided(b, p, "applied invoice-number F1001=10000");
	assert_true(aq_slice_is(decided(b, p)->allocations[0].customer, "C1001"));
	assert_says(decided(b, p)->evidence, "F1001");
	night_end(b);
}

static void a_night_without_payments_has_no_decisions(void **state)
{
	struct builder *b = night_begin();
	size_t count;

	(void)state;
	run(b);
	assert_int_equal(aq_night_decision_count(b->night), 0);
	(void)aq_night_losers(b->night, &count);
	assert_int_equal(count, 0);
	night_end(b);
}

/* --- whatever comes, the laws hold --- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static int64_t some_amount(uint32_t *seed)
{
	static const int64_t monsters[] = {INT64_MAX, -INT64_MAX, INT64_MAX / 2, 1, -1};

	if (next_random(seed) % 8 == 0)
		return monsters[next_random(seed) % 5];
	return 100 * (1 + (int64_t)(next_random(seed) % 6));
}

static void fill_wild(struct builder *b, uint32_t *seed)
{
	static const char *const numbers[] = {"1001", "1002", "1003", "1004",
					      "1005", "1006", "1007", "1008"};

	for (size_t i = 0; i < 4; i++)
		customer_at(b, customer(b, numbers[i]))->billing_account =
			aq_slice_of(numbers[next_random(seed) % 8]);
	for (size_t i = 0; i < 12; i++) {
		struct aq_item *item = invoice(b, 1 + next_random(seed) % 4,
					       numbers[next_random(seed) % 8], some_amount(seed));

		item->due_on = aq_date_add_days(day("2026-05-01"), (int)(next_random(seed) % 30));
		item->discount = (int64_t)(next_random(seed) % 3) * 100;
		item->discount_until = item->due_on;
		bundle_add(b, numbers[next_random(seed) % 8], item);
	}
	for (size_t i = 0; i < 2; i++) {
		struct aq_contract *k =
			contract(b, 1 + next_random(seed) % 4, numbers[next_random(seed) % 8],
				 numbers[next_random(seed) % 8], 300);
		struct aq_subscription *s = subscription(b, 1 + next_random(seed) % 4,
							 numbers[next_random(seed) % 8], 200, 100);

		if (next_random(seed) % 2)
			option(b, k, "only", 200);
		sign(b, k);
		instalment(b, s);
	}
	for (size_t i = 0; i < 30; i++) {
		int64_t amount = some_amount(seed);
		size_t p = pays(b, amount < 0 ? -amount : amount);

		for (size_t k = next_random(seed) % 4; k > 0; k--)
			says_as(b, p, numbers[next_random(seed) % 8],
				(enum aq_reference_kind)(1 + next_random(seed) % (AQ_REF_TEXT)))
				->is_date_like = next_random(seed) % 4 == 0;
		if (next_random(seed) % 4 == 0)
			advises(b, p, numbers[next_random(seed) % 8], some_amount(seed));
		if (next_random(seed) % 4 == 0)
			advises(b, p, numbers[next_random(seed) % 8], some_amount(seed));
		if (next_random(seed) % 3 == 0)
			from_account(b, p, 1 + next_random(seed) % 4);
	}
}

/* Nothing, or tolerances as large as the amounts, with every word on short payments. */
static void put_up_with_a_lot(struct builder *b, uint32_t seed)
{
	static const struct aq_money amounts[] = {{250, USD}};
	static struct aq_terms terms[] = {
		{.has_grace = true, .grace_days = 10},
		{.rule = AQ_RULE_INVOICE, .has_percent = true, .percent_millionths = 900000},
		{.customer = {"1001", 4}, .tolerance = amounts, .tolerance_count = 1},
		{.customer = {"1002", 4}, .when_short = AQ_SHORT_ASK},
	};

	if (seed % 3 == 0)
		return;
	terms[0].tolerance = amounts;
	terms[0].tolerance_count = seed % 3 - 1;
	terms[0].when_short = (enum aq_short)(seed % 4);
	b->settings.terms = terms;
	b->settings.terms_count = sizeof(terms) / sizeof(terms[0]);
	night_again(b);
}

static void no_cent_is_made_or_lost_whatever_comes(void **state)
{
	static char said[ROOM][512];

	(void)state;
	for (uint32_t seed = 1; seed <= 400; seed++) {
		uint32_t random = seed;
		struct builder *b = night_begin();

		b->settings.use_balance = seed % 2 == 0;
		night_again(b);
		put_up_with_a_lot(b, seed);
		fill_wild(b, &random);
		/* The builder's store claims that no item takes more than it has. */
		whole_night(b, said);
		for (size_t i = 0; i < b->waiting_count; i++)
			assert_true(said[i][0] != '\0');
		night_end(b);
	}
}

static void what_is_brought_later_changes_no_conclusion(void **state)
{
	static char whole[ROOM][512];
	static char thin[ROOM][512];

	(void)state;
	for (uint32_t seed = 1; seed <= 400; seed++) {
		uint32_t random = seed;
		struct builder *b = night_begin();

		put_up_with_a_lot(b, seed);
		fill_wild(b, &random);
		whole_night(b, whole);
		night_end(b);
		random = seed;
		b = night_begin();
		b->is_thin = true;
		put_up_with_a_lot(b, seed);
		fill_wild(b, &random);
		whole_night(b, thin);
		for (size_t i = 0; i < b->waiting_count; i++)
			assert_string_equal(thin[i], whole[i]);
		night_end(b);
	}
}

static void an_unknown_payer_makes_a_thin_chunk_ask_for_names(void **state)
{
	struct builder *b = night_begin();
	const uint32_t *hungry;
	size_t count;

	(void)state;
	says(b, pays(b, 10000), "F1001");
	pays(b, 500);
	invoice(b, customer(b, "1001"), "F1001", 10000);
	aq_night_round(b->night, 1);
	propose_as(b, b->waiting, b->waiting_count, true);
	hungry = aq_night_hungry(b->night, &count);
	assert_int_equal(count, 1);
	assert_int_equal(hungry[0], 1);
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_has_its_own_name_and_is_found_by_it),
		cmocka_unit_test(the_amount_says_which_of_several_named_things_is_meant),
		cmocka_unit_test(the_same_pair_of_numbers_is_still_a_pair),
		cmocka_unit_test(amount_and_date_alone_clear_nothing),
		cmocka_unit_test(a_blank_number_finds_nothing),
		cmocka_unit_test(equal_legitimate_payments_are_both_kept),
		cmocka_unit_test(a_new_invoice_settles_an_old_receipt),
		cmocka_unit_test(a_long_list_says_how_many_numbers_more),
		cmocka_unit_test(texts_of_a_decision_outlive_their_chunk),
		cmocka_unit_test(a_night_without_payments_has_no_decisions),
		cmocka_unit_test(no_cent_is_made_or_lost_whatever_comes),
		cmocka_unit_test(what_is_brought_later_changes_no_conclusion),
		cmocka_unit_test(an_unknown_payer_makes_a_thin_chunk_ask_for_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
