/*
 * test_assign.c - claims of one night on the same items.
 */
#include "stand_in.h"

static size_t pays_invoice(struct builder *b, int64_t amount, const char *number, const char *payer)
{
	size_t p = pays(b, amount);

	says(b, p, number);
	from_name(b, p, payer);
	return p;
}

static void an_item_paid_twice_by_one_payer_is_paid_once(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	size_t first;
	size_t second;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	first = pays_invoice(b, 10000, "F1001", "Ada");
	second = pays_invoice(b, 10000, "F1001", "Ada");
	whole_night(b, said);
	assert_string_equal(said[first], "applied invoice-number F1001=10000");
	assert_string_equal(said[second],
			    "on-account already-paid !already-paid C1001(on-account)=10000");
	night_end(b);
}

static void the_earlier_value_date_wins(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	size_t late;
	size_t early;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	late = pays_invoice(b, 10000, "F1001", "Ada");
	early = pays_invoice(b, 10000, "F1001", "Bob");
	b->waiting[early].payment.value_on = day("2026-05-09");
	whole_night(b, said);
	assert_string_equal(said[early], "applied invoice-number F1001=10000");
	assert_string_equal(said[late],
			    "on-account already-paid !already-paid C1001(on-account)=10000");
	night_end(b);
}

static void equal_claims_of_two_payers_are_both_asked(void **state)
{
	struct builder *b = night_begin();
	char one[AQ_PAYMENT_ID_TEXT_BYTES];
	char other[AQ_PAYMENT_ID_TEXT_BYTES];
	size_t p;
	size_t q;
	size_t later;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	p = pays_invoice(b, 6000, "F1001", "Ada");
	q = pays_invoice(b, 6000, "F1001", "Bob");
	later = pays_invoice(b, 4000, "F1001", "Cyd");
	run(b);
	aq_payment_id_print(b->waiting[p].payment.id, one);
	aq_payment_id_print(b->waiting[q].payment.id, other);
	for (size_t i = p; i <= q; i++) {
		assert_decided(b, i, "unapplied  !ambiguous-items C1001(unapplied)=6000");
		assert_says(decided(b, i)->explanation, one);
		assert_says(decided(b, i)->explanation, other);
		assert_says(decided(b, i)->explanation, "F1001");
		assert_int_equal(decided(b, i)->suggestion_count, 1);
	}
	/* Nobody else slips in between. */
	assert_decided(b, later, "unapplied  !ambiguous-items C1001(unapplied)=4000");
	night_end(b);
}

static void blank_payers_are_not_one_payer(void **state)
{
	struct builder *b = night_begin();
	size_t p;
	size_t q;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	p = pays_invoice(b, 6000, "F1001", "");
	q = pays_invoice(b, 6000, "F1001", "");
	run(b);
	assert_int_equal(decided(b, p)->exception, AQ_AMBIGUOUS_ITEMS);
	assert_int_equal(decided(b, q)->exception, AQ_AMBIGUOUS_ITEMS);
	night_end(b);
}

static void of_two_who_name_the_item_and_bring_its_amount_one_pays_it(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	size_t paid = 0;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	(void)pays_invoice(b, 10000, "F1001", "Ada");
	(void)pays_invoice(b, 10000, "F1001", "");
	whole_night(b, said);
	for (size_t i = 0; i < 2; i++) {
		paid += strcmp(said[i], "applied invoice-number F1001=10000") == 0;
		if (strncmp(said[i], "applied", 7) != 0)
			assert_string_equal(said[i], "on-account already-paid !already-paid "
						     "C1001(on-account)=10000");
	}
	assert_int_equal(paid, 1);
	night_end(b);
}

static void of_two_customers_who_pay_for_a_third_both_are_asked(void **state)
{
	struct builder *b = night_begin();
	size_t one;
	size_t other;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	one = pays_invoice(b, 10000, "F1001", "Ada");
	other = pays_invoice(b, 10000, "F1001", "Bob");
	from_account(b, one, customer(b, "C2002"));
	from_account(b, other, customer(b, "C3003"));
	run(b);
	assert_decided(b, one, "unapplied  !ambiguous-items C2002(unapplied)=10000");
	assert_decided(b, other, "unapplied  !ambiguous-items C3003(unapplied)=10000");
	night_end(b);
}

static void parts_within_the_open_amount_all_apply(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	size_t p;
	size_t q;
	size_t r;

	(void)state;
	invoice(b, customer(b, "C1001"), "F1001", 10000);
	p = pays_invoice(b, 4000, "F1001", "Ada");
	q = pays_invoice(b, 4000, "F1001", "Ada");
	r = pays_invoice(b, 4000, "F1001", "Ada");
	whole_night(b, said);
	assert_string_equal(said[p], "applied invoice-number F1001=4000");
	assert_string_equal(said[q], "applied invoice-number F1001=4000");
	assert_string_equal(said[r],
			    "part-applied invoice-number F1001=2000 C1001(on-account)=2000");
	night_end(b);
}

static void a_stronger_reference_wins_and_the_loser_looks_again(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	uint64_t c = customer(b, "C1001");
	size_t weak;
	size_t strong;

	(void)state;
	due(invoice(b, c, "F1001", 10000), "2026-05-01");
	due(invoice(b, c, "F1002", 10000), "2026-06-01");
	weak = pays(b, 10000);
	says(b, weak, "C1001");
	strong = pays(b, 10000);
	says(b, strong, "F1001");
	whole_night(b, said);
	assert_string_equal(said[strong], "applied invoice-number F1001=10000");
	assert_string_equal(said[weak], "applied customer-exact-item F1002=10000");
	night_end(b);
}

static void many_payments_of_twins_take_one_each(void **state)
{
	struct builder *b = night_begin();
	static const char *const numbers[] = {"F1", "F2", "F3", "F4", "F5",
					      "F6", "F7", "F8", "F9", "F10"};
	uint64_t c = customer(b, "C1001");

	(void)state;
	for (size_t i = 0; i < 10; i++) {
		invoice(b, c, numbers[i], 7000);
		says(b, pays(b, 7000), "C1001");
	}
	run(b);
	for (size_t i = 0; i < 10; i++) {
		assert_int_equal(decided(b, i)->status, AQ_PAYMENT_APPLIED);
		for (size_t k = 0; k < i; k++) {
			uint64_t item_no = decided(b, i)->allocations[0].item_no;

			assert_int_not_equal(item_no, decided(b, k)->allocations[0].item_no);
		}
	}
	night_end(b);
}

static void more_payments_than_twins_leave_the_rest_unapplied(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	uint64_t c = customer(b, "C1001");
	size_t applied = 0;

	(void)state;
	invoice(b, c, "F1001", 7000);
	invoice(b, c, "F1002", 7000);
	invoice(b, c, "F1003", 9000);
	for (size_t i = 0; i < 4; i++) {
		size_t p = pays(b, 7000);

		/* Several banks paid, but all name the same customer. */
		says(b, p, "C1001");
		from_name(b, p, i % 2 ? "Ada" : "Bob");
	}
	whole_night(b, said);
	for (size_t i = 0; i < 4; i++)
		applied += strncmp(said[i], "applied", 7) == 0;
	assert_int_equal(applied, 2);
	for (size_t i = 0; i < 4; i++)
		if (strncmp(said[i], "applied", 7) != 0)
			assert_string_equal(said[i],
					    "unapplied  !no-item-fits C1001(unapplied)=7000");
	night_end(b);
}

static void who_still_loses_in_the_last_round_is_asked(void **state)
{
	struct builder *b = night_begin();
	char said[ROOM][512];
	struct aq_subscription *s = subscription(b, customer(b, "C1001"), "S1001", 1000, 0);
	size_t asked = 0;

	(void)state;
	/* One instalment each round: the sixth has no round left. */
	for (size_t i = 0; i < 7; i++) {
		size_t p = pays(b, 1000);

		says(b, p, "S1001");
		from_name(b, p, "Ada");
	}
	whole_night(b, said);
	assert_int_equal(s->made, 5);
	for (size_t i = 0; i < 7; i++)
		asked += strstr(said[i], "!ambiguous-items") != NULL;
	assert_int_equal(asked, 2);
	night_end(b);
}

/* Three instalments at once and one more, whichever comes first among the files. */
static void of_one_subscription_the_larger_payment_is_served_first(void **state)
{
	static const struct {
		int cycles;
		const char *larger, *smaller;
	} cases[] = {
		{3, "applied subscription-instalments S1001#0=1000 S1001#1=1000 S1001#2=1000",
		 "on-account already-paid !already-paid C1001(on-account)=1000"},
		{12, "applied subscription-instalments S1001#0=1000 S1001#1=1000 S1001#2=1000",
		 "applied subscription-instalments S1001#3=1000+b1000"},
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct builder *b = night_begin();
		char said[ROOM][512];
		struct aq_subscription *s = subscription(b, customer(b, "C1001"), "S1001", 1000, 0);
		size_t first = pays(b, i % 2 ? 3000 : 1000);
		size_t second = pays(b, i % 2 ? 1000 : 3000);

		s->cycles = cases[i / 2].cycles;
		for (int cycle = 0; cycle < 3; cycle++)
			instalment(b, s);
		says(b, first, "S1001");
		says(b, second, "S1001");
		from_name(b, first, "Ada");
		from_name(b, second, i % 2 ? "Ada" : "Bob");
		whole_night(b, said);
		assert_string_equal(said[i % 2 ? first : second], cases[i / 2].larger);
		assert_string_equal(said[i % 2 ? second : first], cases[i / 2].smaller);
		night_end(b);
	}
}

/* Nothing is named: of one payer's money, all that is open goes before a part of it,
 * as it would a night before; unless the part came earlier. */
static void all_that_is_open_goes_before_one_item_of_the_same_payer(void **state)
{
	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct builder *b = night_begin();
		char said[ROOM][512];
		uint64_t c = customer(b, "C1001");
		struct aq_subscription *s = subscription(b, c, "S1001", 1000, 0);
		size_t first = pays(b, i % 2 ? 3000 : 1000);
		size_t second = pays(b, i % 2 ? 1000 : 3000);
		size_t all = i % 2 ? first : second;
		size_t one = i % 2 ? second : first;

		for (int cycle = 0; cycle < 3; cycle++)
			instalment(b, s);
		from_account(b, first, c);
		from_account(b, second, c);
		if (i >= 2)
			b->waiting[one].payment.value_on = day("2026-05-09");
		whole_night(b, said);
		assert_string_equal(said[all], i < 2 ? "applied payer-account-set S1001#0=1000 "
						       "S1001#1=1000 S1001#2=1000"
						     : "unapplied  !no-item-fits "
						       "C1001(unapplied)=3000");
		assert_string_equal(said[one], i < 2 ? "on-account payer-account-top-up "
						       "C1001(on-account)=1000"
						     : "applied payer-account-item S1001#0=1000");
		night_end(b);
	}
}

/* --- the order of payments and chunks changes nothing --- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const char *const names[] = {"Ada", "Bob", "Cyd", ""};

/* A night full of contests, the same for each seed. */
static struct builder *busy_night(uint32_t seed)
{
	static char numbers[60][8];
	static const char *const customers[] = {"C1001", "C2002", "C3003", "C4004"};
	struct builder *b = night_begin();

	for (size_t i = 0; i < 4; i++)
		customer(b, customers[i]);
	for (size_t i = 0; i < 60; i++) {
		struct aq_item *item;

		(void)snprintf(numbers[i], sizeof(numbers[i]), "F%zu", 2000 + i);
		item = invoice(b, 1 + next_random(&seed) % 4, numbers[i],
			       1000 * (1 + (int64_t)(next_random(&seed) % 4)));
		item->due_on =
			aq_date_add_days(day("2026-05-01"), (int)(next_random(&seed) % 3) * 14);
		if (next_random(&seed) % 4 == 0)
			discounted(item, 100, "2026-05-31");
	}
	for (size_t i = 0; i < 80; i++) {
		size_t p = pays(b, 1000 * (1 + (int64_t)(next_random(&seed) % 5)));

		b->waiting[p].payment.value_on =
			aq_date_add_days(day("2026-05-08"), (int)(next_random(&seed) % 3));
		from_name(b, p, names[next_random(&seed) % 4]);
		if (next_random(&seed) % 2)
			says(b, p, numbers[next_random(&seed) % 12]);
		if (next_random(&seed) % 4 == 0)
			says(b, p, numbers[next_random(&seed) % 60]);
		if (next_random(&seed) % 3 == 0)
			says(b, p, customers[next_random(&seed) % 4]);
		if (next_random(&seed) % 3 == 0)
			from_account(b, p, 1 + next_random(&seed) % 4);
	}
	return b;
}

static void shuffle(struct builder *b, uint32_t seed)
{
	for (size_t i = b->waiting_count - 1; i > 0; i--) {
		size_t k = next_random(&seed) % (i + 1);
		size_t moved = b->order[i];

		b->order[i] = b->order[k];
		b->order[k] = moved;
	}
}

static void neither_order_nor_chunks_change_the_answer(void **state)
{
	static char expected[ROOM][512];
	static char said[ROOM][512];

	(void)state;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct builder *b = busy_night(seed);

		whole_night(b, expected);
		night_end(b);
		for (uint32_t order = 1; order <= 4; order++) {
			b = busy_night(seed);
			shuffle(b, order);
			b->chunk = order * 7;
			whole_night(b, said);
			for (size_t i = 0; i < b->waiting_count; i++)
				assert_string_equal(said[i], expected[i]);
			night_end(b);
		}
	}
}

static void decisions_and_losers_come_in_the_order_of_payment_numbers(void **state)
{
	struct builder *b = busy_night(7);
	const uint64_t *losers;
	size_t count;

	(void)state;
	shuffle(b, 3);
	run(b);
	for (size_t i = 1; i < aq_night_decision_count(b->night); i++) {
		uint64_t before = aq_night_decision(b->night, i - 1)->payment_no;

		assert_true(before < aq_night_decision(b->night, i)->payment_no);
	}
	losers = aq_night_losers(b->night, &count);
	assert_int_equal(count + aq_night_decision_count(b->night), b->waiting_count);
	assert_true(count > 0);
	for (size_t i = 1; i < count; i++)
		assert_true(losers[i - 1] < losers[i]);
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_paid_twice_by_one_payer_is_paid_once),
		cmocka_unit_test(the_earlier_value_date_wins),
		cmocka_unit_test(equal_claims_of_two_payers_are_both_asked),
		cmocka_unit_test(of_two_who_name_the_item_and_bring_its_amount_one_pays_it),
		cmocka_unit_test(of_two_customers_who_pay_for_a_third_both_are_asked),
		cmocka_unit_test(blank_payers_are_not_one_payer),
		cmocka_unit_test(parts_within_the_open_amount_all_apply),
		cmocka_unit_test(a_stronger_reference_wins_and_the_loser_looks_again),
		cmocka_unit_test(many_payments_of_twins_take_one_each),
		cmocka_unit_test(more_payments_than_twins_leave_the_rest_unapplied),
		cmocka_unit_test(who_still_loses_in_the_last_round_is_asked),
		cmocka_unit_test(of_one_subscription_the_larger_payment_is_served_first),
		cmocka_unit_test(all_that_is_open_goes_before_one_item_of_the_same_payer),
		cmocka_unit_test(neither_order_nor_chunks_change_the_answer),
		cmocka_unit_test(decisions_and_losers_come_in_the_order_of_payment_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
