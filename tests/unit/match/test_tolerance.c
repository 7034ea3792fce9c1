/*
 * test_tolerance.c - what a site gives up where a little less came.
 */
#include "terms_night.h"

static const struct aq_money half[] = {{50, USD}, {70, EUR}};
static const struct aq_money five[] = {{500, USD}};
static const struct aq_money cents[] = {{10, USD}};

static void expect(const struct aq_terms *terms, size_t count, int64_t amount, const char *expected)
{
	struct builder *b = night_with(terms, count);
	size_t p = pays_f1001(b, amount);

	run(b);
	assert_decided(b, p, expected);
	night_end(b);
}

#define EXPECT(terms, amount, expected)                                                            \
	expect((terms), sizeof(terms) / sizeof((terms)[0]), (amount), (expected))

#define PAID_WHOLE "applied invoice-number F1001=9970-w30"
#define PAID_PART  "applied invoice-number F1001=9970"

static void a_small_difference_is_written_off_with_its_limit(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	struct builder *b = NIGHT(terms);
	size_t p = pays_f1001(b, 9970);

	(void)state;
	run(b);
	assert_decided(b, p, PAID_WHOLE);
	assert_says(decided(b, p)->evidence,
		    "small difference of 0.30 USD written off: at most 0.50 USD by tolerance of "
		    "[match]");
	assert_says(decided(b, p)->memo, "0.30 USD written off");
	night_end(b);
	EXPECT(terms, 9950, "applied invoice-number F1001=9950-w50");
	EXPECT(terms, 9949, "applied invoice-number F1001=9949");
	EXPECT(terms, 10030, "part-applied invoice-number F1001=10000 C1001(on-account)=30");
	EXPECT(terms, 10000, "applied invoice-number F1001=10000");
}

static void the_strictest_of_all_that_is_said_holds(void **state)
{
	static const struct aq_terms percent[] = {
		{AMOUNTS(five), .has_percent = true, .percent_millionths = 2000}};
	static const struct aq_terms rule[] = {{AMOUNTS(five)},
					       {.rule = AQ_RULE_INVOICE, AMOUNTS(cents)}};
	static const struct aq_terms other_rule[] = {{AMOUNTS(five)},
						     {.rule = AQ_RULE_BUNDLE, AMOUNTS(cents)}};
	static const struct aq_terms own[] = {{AMOUNTS(five)},
					      {.customer = {"C1001", 5}, AMOUNTS(cents)}};
	static const struct aq_terms other[] = {{AMOUNTS(five)},
						{.customer = {"C1000", 5}, AMOUNTS(cents)},
						{.customer = {"C1002", 5}, AMOUNTS(cents)}};
	static const struct aq_terms alone[] = {{.customer = {"C1001", 5}, AMOUNTS(half)}};

	(void)state;
	EXPECT(percent, 9970, PAID_PART);
	EXPECT(percent, 9980, "applied invoice-number F1001=9980-w20");
	EXPECT(rule, 9970, PAID_PART);
	EXPECT(rule, 9990, "applied invoice-number F1001=9990-w10");
	EXPECT(other_rule, 9970, PAID_WHOLE);
	EXPECT(own, 9970, PAID_PART);
	EXPECT(other, 9970, PAID_WHOLE);
	EXPECT(alone, 9970, PAID_WHOLE);
}

static void a_percentage_alone_or_another_currency_gives_nothing_up(void **state)
{
	static const struct aq_money euros[] = {{500, EUR}};
	static const struct aq_terms percent[] = {
		{.has_percent = true, .percent_millionths = 500000}};
	static const struct aq_terms currency[] = {
		{AMOUNTS(euros), .has_percent = true, .percent_millionths = 500000}};

	(void)state;
	EXPECT(percent, 9970, PAID_PART);
	EXPECT(currency, 9970, PAID_PART);
}

static void a_coincidence_of_amounts_is_still_no_anchor(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(five)}};
	struct builder *b = NIGHT(terms);
	uint64_t c = customer(b, "C1001");
	size_t nobody;
	size_t known;
	size_t dated;
	size_t near;

	(void)state;
	invoice(b, c, "F1001", 10000);
	invoice(b, c, "F20260510", 20000);
	nobody = pays(b, 9970);
	known = pays(b, 9970);
	from_account(b, known, c);
	dated = pays(b, 19970);
	says(b, dated, "F20260510")->is_date_like = true;
	near = pays(b, 9970);
	says(b, near, "F1002");
	run(b);
	assert_decided(b, nobody, "unidentified  !unknown-payer");
	assert_decided(b, known, "unapplied  !no-item-fits C1001(unapplied)=9970");
	assert_decided(b, dated, "unidentified  !unknown-payer");
	assert_decided(b, near, "unidentified  !unknown-payer");
	night_end(b);
}

static void somebody_elses_item_is_not_paid_nearly(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(five)}};
	struct builder *b = NIGHT(terms);
	size_t p = pays_f1001(b, 9970);

	(void)state;
	from_account(b, p, customer(b, "C2002"));
	run(b);
	assert_decided(b, p, "unapplied  !reference-conflict C2002(unapplied)=9970");
	night_end(b);
}

static void another_item_of_exactly_this_amount_stands_against_it(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	struct builder *b = NIGHT(terms);
	size_t p = pays_f1001(b, 9970);

	(void)state;
	invoice(b, 1, "F2077", 9970);
	says(b, p, "C1001");
	run(b);
	assert_decided(b, p, "applied invoice-and-customer F1001=9970");
	night_end(b);
}

static void what_has_a_reason_of_its_own_is_no_small_difference(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(five)}};
	static const char *const texts[] = {"Delbetalning F1001", "PARTIAL F1001",
					    "F1001 Частичная оплата", "F1001 trả góp"};
	struct builder *b;
	size_t p;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		b = NIGHT(terms);
		p = pays_f1001(b, 9970);
		b->waiting[p].payment.text = aq_slice_of(texts[i]);
		run(b);
		assert_decided(b, p, PAID_PART);
		night_end(b);
	}
	b = NIGHT(terms);
	p = pays_f1001(b, 9970);
	b->waiting[p].payment.fee = 30;
	b->waiting[p].payment.fee_currency = USD;
	run(b);
	assert_decided(b, p, PAID_PART);
	night_end(b);
	b = NIGHT(terms);
	p = pays_f1001(b, 9970);
	b->waiting[p].payment.amount = 12000;
	run(b);
	assert_decided(b, p, PAID_PART);
	night_end(b);
}

static void a_list_is_closed_whole_or_paid_in_order(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	static const struct {
		int64_t second, amount;
		const char *expected;
	} cases[] = {
		{5000, 14970, "applied invoice-list F1001=10000 F1002=4970-w30"},
		{5000, 14940, "applied invoice-list F1001=10000 F1002=4940"},
		/* The second is left out, not missing. */
		{30, 10000, "applied invoice-list F1001=10000"},
		{40, 10010, "applied invoice-list F1001=10000 F1002=10-w30"},
		{-3000, 6970, "applied invoice-list F1001=9970-w30 F1002=-3000"},
		/* Without the two, the third is exactly what is paid. */
		{-9970, 9970, "applied invoice-list F1001=10000 F1002=-9970 F1003=9940"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = NIGHT(terms);
		size_t p = pays_f1001(b, cases[i].amount);

		invoice(b, 1, "F1002", cases[i].second);
		says(b, p, "F1002");
		if (i == 5) {
			invoice(b, 1, "F1003", 9970);
			says(b, p, "F1003");
		}
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void a_bundle_is_closed_as_well(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	struct builder *b = NIGHT(terms);
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	bundle_add(b, "B77001", due(invoice(b, c, "F1001", 10000), "2026-05-02"));
	bundle_add(b, "B77001", due(invoice(b, c, "F1002", 5000), "2026-05-01"));
	p = pays(b, 14990);
	says(b, p, "B77001");
	run(b);
	assert_decided(b, p, "applied bundle F1002=5000 F1001=9990-w10");
	night_end(b);
}

static void a_remittance_line_is_given_up_unless_it_says_why_it_is_less(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	static const char *const expected[] = {
		"applied remittance-lines F1001=9970-w30 F1002=5000",
		"applied remittance-lines F1001=9970 F1002=5000",
		"applied remittance-lines F1001=9970 F1002=4980",
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		int64_t second = i == 2 ? 4980 : 5000;
		struct builder *b = NIGHT(terms);
		uint64_t c = customer(b, "C1001");
		size_t p = pays(b, 9970 + second);

		invoice(b, c, "F1001", 10000);
		invoice(b, c, "F1002", 5000);
		advises(b, p, "F1001", 9970);
		advises(b, p, "F1002", second);
		if (i == 1) {
			b->lines[p][0].adjustment = aq_decimal_of(-30, 2);
			b->lines[p][0].reason = AQ_SLICE("07");
		}
		run(b);
		assert_decided(b, p, expected[i]);
		if (i == 1) {
			assert_says(decided(b, p)->evidence,
				    "the remittance takes an adjustment of 0.30 USD off F1001; "
				    "reason code 07");
			assert_int_equal(decided(b, p)->memo.length, 0);
		}
		night_end(b);
	}
}

static void discounts_go_before_and_late_ones_are_not_small(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(five)}};
	static const struct {
		const char *value_on;
		int64_t amount;
		const char *expected;
	} cases[] = {
		{"2026-05-10", 9800, "applied invoice-number F1001=9800-d200"},
		{"2026-05-10", 9795, "applied invoice-number F1001=9795-d200-w5"},
		{"2026-05-10", 9990, "applied invoice-number F1001=9990-w10"},
		{"2026-05-11", 9800, "applied invoice-number F1001=9800"},
		{"2026-05-11", 9795, "applied invoice-number F1001=9795"},
		{"2026-05-11", 9990, "applied invoice-number F1001=9990-w10"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = NIGHT(terms);
		size_t p = pays_f1001(b, cases[i].amount);

		discounted(&b->items[0], 200, "2026-05-10");
		b->waiting[p].payment.value_on = day(cases[i].value_on);
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void no_tolerance_for_contracts_instalments_and_top_ups(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(five)}};
	struct builder *b = NIGHT(terms);
	uint64_t c = customer(b, "C1001");
	struct aq_contract *k = contract(b, c, "K4001", "N5001", 10000);
	size_t pair;
	size_t cycle;
	size_t top_up;

	(void)state;
	sign(b, k);
	instalment(b, subscription(b, c, "S7001", 3000, 0));
	customer_at(b, c)->billing_account = AQ_SLICE("B9001");
	pair = pays(b, 9970);
	says(b, pair, "K4001");
	says(b, pair, "N5001");
	cycle = pays(b, 2990);
	says(b, cycle, "S7001");
	top_up = pays(b, 2999);
	says(b, top_up, "B9001");
	run(b);
	assert_decided(b, pair, "held contract-held !contract-option C1001(held)=9970");
	assert_decided(b, cycle, "unapplied  !amount-short C1001(unapplied)=2990");
	assert_decided(b, top_up, "on-account top-up C1001(on-account)=2999");
	night_end(b);
}

/* --- other money of the night --- */

static void exact_goes_before_and_the_missing_part_may_come_beside(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	static char said[ROOM][512];
	struct builder *b = NIGHT(terms);
	size_t p = pays_f1001(b, 9970);
	size_t rest = pays(b, 30);

	(void)state;
	says(b, rest, "F1001");
	whole_night(b, said);
	assert_string_equal(said[p], "applied invoice-number F1001=9970");
	assert_string_equal(said[rest], "applied invoice-number F1001=30");
	night_end(b);
	b = NIGHT(terms);
	p = pays_f1001(b, 9970);
	rest = pays(b, 10000);
	says(b, rest, "F1001");
	whole_night(b, said);
	assert_string_equal(said[rest], "applied invoice-number F1001=10000");
	assert_string_equal(said[p],
			    "on-account already-paid !already-paid C1001(on-account)=9970");
	night_end(b);
}

static void of_two_that_nearly_fit_neither_is_chosen(void **state)
{
	static const struct aq_terms terms[] = {{AMOUNTS(half)}};
	static char said[ROOM][512];
	struct builder *b = NIGHT(terms);
	size_t p = pays_f1001(b, 9970);
	size_t other = pays(b, 9980);

	(void)state;
	says(b, other, "F1001");
	from_name(b, p, "Anna");
	from_name(b, other, "Bertil");
	whole_night(b, said);
	assert_string_equal(said[p], "unapplied  !ambiguous-items C1001(unapplied)=9970");
	assert_string_equal(said[other], "unapplied  !ambiguous-items C1001(unapplied)=9980");
	night_end(b);
}

#define CROWD_ITEMS    24
#define CROWD_PAYMENTS 35

/* Most pay nearly what they name; some pay the same, some the rest, some two. */
static struct builder *crowded_night(const struct aq_terms *terms)
{
	static char numbers[CROWD_ITEMS][8];
	struct builder *b = night_with(terms, 2);
	uint64_t owners[2] = {customer(b, "C1001"), customer(b, "C1002")};

	for (size_t i = 0; i < CROWD_ITEMS; i++) {
		(void)snprintf(numbers[i], sizeof(numbers[i]), "F%zu", 1001 + i);
		invoice(b, owners[i % 2], numbers[i], 10000 + (int64_t)i * 1000);
	}
	for (size_t i = 0; i < CROWD_PAYMENTS; i++) {
		size_t named = i * 5 % CROWD_ITEMS;
		int64_t lacking = (int64_t)(i * 7 % 9) * 10;
		size_t p = pays(b, i % 11 == 10 ? 50 : b->items[named].open - lacking);

		says(b, p, numbers[named]);
		if (i % 6 == 5)
			says(b, p, numbers[(named + 2) % CROWD_ITEMS]);
		if (i % 3 == 0)
			from_account(b, p, owners[named % 2]);
	}
	return b;
}

static void order_and_chunks_change_nothing(void **state)
{
	static const struct aq_terms terms[] = {
		{AMOUNTS(five), .when_short = AQ_SHORT_RESIDUAL},
		{.customer = {"C1002", 5}, AMOUNTS(half), .when_short = AQ_SHORT_ASK}};
	static char expected[ROOM][512];
	static char said[ROOM][512];
	struct builder *b = crowded_night(terms);
	size_t written_off = 0;
	size_t asked = 0;

	(void)state;
	whole_night(b, expected);
	for (size_t i = 0; i < b->waiting_count; i++) {
		written_off += strstr(expected[i], "-w") != NULL;
		asked += strstr(expected[i], "!") != NULL;
	}
	assert_true(written_off > 5);
	assert_true(asked > 5);
	night_end(b);
	for (size_t turn = 1; turn < CROWD_PAYMENTS; turn++) {
		b = crowded_night(terms);
		b->chunk = turn % 9;
		b->is_thin = turn % 2;
		for (size_t i = 0; i < b->waiting_count; i++)
			b->order[i] = (i * (turn % 2 ? 2 : 3) + turn) % b->waiting_count;
		whole_night(b, said);
		for (size_t i = 0; i < b->waiting_count; i++)
			assert_string_equal(said[i], expected[i]);
		night_end(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_difference_is_written_off_with_its_limit),
		cmocka_unit_test(the_strictest_of_all_that_is_said_holds),
		cmocka_unit_test(a_percentage_alone_or_another_currency_gives_nothing_up),
		cmocka_unit_test(a_coincidence_of_amounts_is_still_no_anchor),
		cmocka_unit_test(somebody_elses_item_is_not_paid_nearly),
		cmocka_unit_test(another_item_of_exactly_this_amount_stands_against_it),
		cmocka_unit_test(what_has_a_reason_of_its_own_is_no_small_difference),
		cmocka_unit_test(a_list_is_closed_whole_or_paid_in_order),
		cmocka_unit_test(a_bundle_is_closed_as_well),
		cmocka_unit_test(a_remittance_line_is_given_up_unless_it_says_why_it_is_less),
		cmocka_unit_test(discounts_go_before_and_late_ones_are_not_small),
		cmocka_unit_test(no_tolerance_for_contracts_instalments_and_top_ups),
		cmocka_unit_test(exact_goes_before_and_the_missing_part_may_come_beside),
		cmocka_unit_test(of_two_that_nearly_fit_neither_is_chosen),
		cmocka_unit_test(order_and_chunks_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
