/*
 * test_contract.c - pairs, signatures, options; and subscriptions.
 */
#include "stand_in.h"

static size_t pays_pair(struct builder *b, int64_t amount, const char *contract_no,
			const char *notification)
{
	size_t p = pays(b, amount);

	says_as(b, p, contract_no, AQ_REF_CONTRACT);
	says_as(b, p, notification, AQ_REF_NOTIFICATION);
	return p;
}

static void a_pair_with_its_amount_pays_the_signed_contract(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	sign(b, contract(b, c, "K1001", "N1001", 10000));
	p = pays_pair(b, 10000, "K1001", "N1001");
	run(b);
	assert_decided(b, p, "applied contract-notification K1001=10000");
	assert_says(decided(b, p)->evidence, "contract and notification belong together");
	assert_int_not_equal(decided(b, p)->allocations[0].item_no, 0);
	night_end(b);
}

static void an_unsigned_contract_holds_the_money_until_it_is_signed(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_contract *k;
	size_t p;

	(void)state;
	k = contract(b, c, "K1001", "N1001", 10000);
	p = pays_pair(b, 10000, "K1001", "N1001");
	run(b);
	assert_decided(b, p, "held contract-held !contract-unsigned C1001(held)=10000");
	assert_int_equal(decided(b, p)->contract_no, k->contract_no);
	b->waiting[p].bucket = AQ_BUCKET_HELD;
	b->waiting[p].customer_no = c;
	b->waiting[p].status = AQ_PAYMENT_HELD;
	one_round(b, 1, NULL);
	/* The next night nothing moves. */
	assert_decided(b, p, "held contract-held !contract-unsigned");
	sign(b, k);
	one_round(b, 1, NULL);
	assert_decided(b, p, "applied contract-notification K1001=10000");
	night_end(b);
}

static void another_amount_is_held(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p;

	(void)state;
	sign(b, contract(b, c, "K1001", "N1001", 10000));
	p = pays_pair(b, 9000, "K1001", "N1001");
	run(b);
	assert_decided(b, p, "held contract-held !contract-option C1001(held)=9000");
	assert_int_equal(decided(b, p)->suggestions[0].amount, 10000);
	night_end(b);
}

static void an_option_is_paid_and_makes_its_item(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_contract *k;
	size_t p;
	size_t q;

	(void)state;
	k = contract(b, c, "K1001", "N1001", 0);
	option(b, k, "yearly", 12000);
	option(b, k, "quarterly", 3100);
	sign(b, k);
	p = pays_pair(b, 3100, "K1001", "N1001");
	q = pays_pair(b, 3000, "K1001", "N1001");
	run(b);
	assert_decided(b, p, "applied contract-notification K1001=3100+b3100");
	assert_int_equal(decided(b, p)->allocations[0].item_no, 0);
	assert_int_equal(decided(b, p)->allocations[0].parent_no, k->contract_no);
	assert_decided(b, q, "held contract-held !contract-option C1001(held)=3000");
	assert_int_equal(decided(b, q)->suggestion_count, 2);
	assert_int_equal(decided(b, q)->suggestions[1].amount, 3100);
	assert_says(decided(b, q)->suggestions[1].reason, "quarterly");
	night_end(b);
}

static void two_options_of_one_contract_are_not_both_paid(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	struct aq_contract *k;
	size_t p;
	size_t q;

	(void)state;
	k = contract(b, customer(b, "C1001"), "K1001", "N1001", 0);
	option(b, k, "yearly", 12000);
	option(b, k, "quarterly", 3100);
	sign(b, k);
	p = pays_pair(b, 3100, "K1001", "N1001");
	q = pays_pair(b, 12000, "K1001", "N1001");
	b->waiting[p].payment.value_on = day("2026-05-09");
	whole_night(b, said);
	assert_string_equal(said[p], "applied contract-notification K1001=3100+b3100");
	assert_string_equal(said[q],
			    "on-account already-paid !already-paid C1001(on-account)=12000");
	night_end(b);
}

static void a_pair_that_does_not_belong_together_is_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t other = customer(b, "C2002");
	size_t nobody;
	size_t known;
	size_t one_customers;
	size_t named_other;

	(void)state;
	sign(b, contract(b, c, "K1001", "N1001", 10000));
	sign(b, contract(b, other, "K2002", "N2002", 10000));
	sign(b, contract(b, c, "K1003", "N1003", 10000));
	nobody = pays_pair(b, 10000, "K1001", "N2002");
	known = pays_pair(b, 10000, "K1001", "N2002");
	from_account(b, known, c);
	/* Whatever is wrong with the pair, both are the same customer's. */
	one_customers = pays_pair(b, 10000, "K1001", "N1003");
	named_other = pays_pair(b, 10000, "K1001", "N1003");
	b->names[named_other] = other;
	b->is_thin = true;
	run(b);
	assert_decided(b, one_customers, "unapplied  !contract-pair C1001(unapplied)=10000");
	assert_decided(b, named_other, "unidentified  !contract-pair");
	assert_decided(b, nobody, "unidentified  !contract-pair");
	assert_says(decided(b, nobody)->explanation, "K1001");
	assert_says(decided(b, nobody)->explanation, "N2002");
	assert_decided(b, known, "unapplied  !contract-pair C1001(unapplied)=10000");
	night_end(b);
}

static void half_a_pair_needs_the_payer(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t alone;
	size_t known;
	size_t wrong;

	(void)state;
	sign(b, contract(b, c, "K1001", "N1001", 10000));
	alone = pays(b, 10000);
	says(b, alone, "K1001");
	known = pays(b, 10000);
	says(b, known, "K1001");
	from_account(b, known, c);
	wrong = pays_pair(b, 10000, "K1001", "N9999");
	from_account(b, wrong, c);
	run(b);
	assert_decided(b, alone, "unidentified  !contract-pair");
	assert_decided(b, known, "applied payer-account-item K1001=10000");
	assert_decided(b, wrong, "unapplied  !contract-pair C1001(unapplied)=10000");
	assert_says(decided(b, wrong)->explanation, "N9999");
	night_end(b);
}

static void a_contract_in_another_currency_or_of_somebody_else_is_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t payer = customer(b, "C2002");
	size_t p;
	size_t q;

	(void)state;
	contract(b, c, "K1001", "N1001", 10000)->currency = EUR;
	sign(b, contract(b, c, "K2002", "N2002", 10000));
	p = pays_pair(b, 10000, "K1001", "N1001");
	q = pays_pair(b, 9000, "K2002", "N2002");
	from_account(b, q, payer);
	run(b);
	assert_decided(b, p, "unapplied  !currency-differs C1001(unapplied)=10000");
	assert_decided(b, q, "unapplied  !reference-conflict C2002(unapplied)=9000");
	night_end(b);
}

/* S1001: 10.00 less 2.00 a month; the first three are made, the first is paid. */
static void whole_instalments_are_paid_oldest_first(void **state)
{
	static const struct {
		const char *promo_until;
		int64_t amount;
		const char *expected;
	} cases[] = {
		{NULL, 800, "applied subscription-instalments S1001#1=800-p200"},
		{NULL, 1600, "applied subscription-instalments S1001#1=800-p200 S1001#2=800-p200"},
		{NULL, 2400,
		 "applied subscription-instalments S1001#1=800-p200 "
		 "S1001#2=800-p200 S1001#3=800-p200+b1000"},
		{"2026-05-10", 800, "applied subscription-instalments S1001#1=800-p200"},
		{"2026-05-09", 1000, "applied subscription-instalments S1001#1=1000"},
		{"2026-05-09", 3000,
		 "applied subscription-instalments S1001#1=1000 "
		 "S1001#2=1000 S1001#3=1000+b1000"},
		{"2026-05-09", 800, "unapplied  !amount-short C1001(unapplied)=800"},
		{NULL, 1000, "unapplied  !amount-short C1001(unapplied)=1000"},
		{NULL, 700, "unapplied  !amount-short C1001(unapplied)=700"},
		{NULL, 800 * 12, "unapplied  !amount-short C1001(unapplied)=9600"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct builder *b = night_begin();
		struct aq_subscription *s =
			subscription(b, customer(b, "C1001"), "S1001", 1000, 200);
		size_t p = pays(b, cases[i].amount);

		if (cases[i].promo_until)
			s->promo_until = day(cases[i].promo_until);
		for (int k = 0; k < 3; k++)
			instalment(b, s);
		b->items[0].open = 0;
		says(b, p, "S1001");
		run(b);
		assert_decided(b, p, cases[i].expected);
		night_end(b);
	}
}

static void a_subscription_wholly_paid_is_already_paid(void **state)
{
	struct builder *b = night_begin();
	struct aq_subscription *s = subscription(b, customer(b, "C1001"), "S1001", 1000, 0);
	size_t p = pays(b, 1000);

	(void)state;
	s->made = s->cycles;
	says(b, p, "S1001");
	run(b);
	assert_decided(b, p, "on-account already-paid !already-paid C1001(on-account)=1000");
	night_end(b);
}

static void a_price_that_has_changed_is_told_beside_what_is_open(void **state)
{
	struct builder *b = night_begin();
	struct aq_subscription *s = subscription(b, customer(b, "C1001"), "S1001", 2500, 0);
	size_t p = pays(b, 3000);

	(void)state;
	instalment(b, s);
	s->full = 3000;
	says(b, p, "S1001");
	run(b);
	assert_decided(b, p, "unapplied  !amount-short C1001(unapplied)=3000");
	assert_says(decided(b, p)->explanation,
		    "the oldest that subscription S1001 still owes is 25.00");
	assert_says(decided(b, p)->explanation, "to come are 30.00");
	assert_int_equal(decided(b, p)->suggestions[0].amount, 2500);
	night_end(b);
}

static void instalments_paid_twice_a_night_are_two_instalments(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	struct aq_subscription *s = subscription(b, customer(b, "C1001"), "S1001", 1000, 0);
	size_t p = pays(b, 1000);
	size_t q = pays(b, 1000);

	(void)state;
	instalment(b, s);
	says(b, p, "S1001");
	says(b, q, "S1001");
	from_name(b, p, "Ada");
	from_name(b, q, "Ada");
	whole_night(b, said);
	assert_string_equal(said[p], "applied subscription-instalments S1001#0=1000");
	assert_string_equal(said[q], "applied subscription-instalments S1001#1=1000+b1000");
	night_end(b);
}

static void an_option_pays_the_one_contract_of_a_known_customer(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C1002");
	struct aq_contract *k = contract(b, c, "K-5001", "N-9001", 0);
	struct aq_contract *unsigned_one = contract(b, d, "K-5002", "N-9002", 0);
	size_t account = pays(b, 16000);
	size_t number = pays(b, 16000);
	size_t early = pays(b, 5000);
	size_t none = pays(b, 17000);

	(void)state;
	option(b, k, "A", 30000);
	option(b, k, "B", 16000);
	sign(b, k);
	option(b, unsigned_one, "A", 5000);
	from_account(b, account, c);
	says_as(b, number, "C1001", AQ_REF_CUSTOMER);
	from_account(b, early, d);
	from_account(b, none, c);
	b->waiting_count = 1;
	run(b);
	assert_decided(b, account, "applied payer-account-item K-5001=16000+b16000");
	assert_says(decided(b, account)->evidence, "option");
	b->waiting_count = 4;
	b->waiting[account].remainder = 0;
	run(b);
	assert_decided(b, number, "applied customer-exact-item K-5001=16000+b16000");
	assert_decided(b, early, "held contract-held !contract-unsigned C1002(held)=5000");
	assert_decided(b, none, "unapplied  !no-item-fits C1001(unapplied)=17000");
	assert_says(decided(b, none)->suggestions[0].target, "K-5001");
	assert_int_equal(decided(b, none)->suggestions[0].amount, 30000);
	night_end(b);
}

static void an_amount_of_two_contracts_is_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_contract *one = contract(b, c, "K-5001", "N-9001", 0);
	struct aq_contract *other = contract(b, c, "K-5002", "N-9002", 0);
	size_t p = pays(b, 16000);

	(void)state;
	option(b, one, "A", 16000);
	option(b, other, "A", 16000);
	sign(b, one);
	sign(b, other);
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "unapplied  !ambiguous-items C1001(unapplied)=16000");
	assert_says(decided(b, p)->explanation, "contract K-5001 and contract K-5002");
	night_end(b);
}

static void more_instalments_than_are_left_are_told_as_such(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	struct aq_subscription *of = subscription(b, c, "S-7001", 1000, 0);
	size_t p = pays(b, 0);

	(void)state;
	b->waiting[p].remainder = b->waiting[p].payment.amount =
		(of->full - of->discount) * (of->cycles + 1);
	says_as(b, p, "S-7001", AQ_REF_SUBSCRIPTION);
	run(b);
	assert_int_equal(decided(b, p)->exception, AQ_AMOUNT_SHORT);
	assert_says(decided(b, p)->explanation, "is more instalments of");
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_with_its_amount_pays_the_signed_contract),
		cmocka_unit_test(an_unsigned_contract_holds_the_money_until_it_is_signed),
		cmocka_unit_test(another_amount_is_held),
		cmocka_unit_test(an_option_is_paid_and_makes_its_item),
		cmocka_unit_test(two_options_of_one_contract_are_not_both_paid),
		cmocka_unit_test(a_pair_that_does_not_belong_together_is_asked),
		cmocka_unit_test(half_a_pair_needs_the_payer),
		cmocka_unit_test(a_contract_in_another_currency_or_of_somebody_else_is_asked),
		cmocka_unit_test(whole_instalments_are_paid_oldest_first),
		cmocka_unit_test(a_subscription_wholly_paid_is_already_paid),
		cmocka_unit_test(a_price_that_has_changed_is_told_beside_what_is_open),
		cmocka_unit_test(instalments_paid_twice_a_night_are_two_instalments),
		cmocka_unit_test(an_option_pays_the_one_contract_of_a_known_customer),
		cmocka_unit_test(an_amount_of_two_contracts_is_asked),
		cmocka_unit_test(more_instalments_than_are_left_are_told_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
