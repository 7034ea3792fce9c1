/*
 * test_learned.c - who pays, by what earlier applications taught; and what an
 * application teaches.
 */
#include "stand_in.h"

#define ACCOUNT true
#define NAME	false

static struct aq_payer_hit taught(uint64_t customer_no, bool is_account)
{
	return (struct aq_payer_hit){0, customer_no, is_account, AQ_PAYER_LEARNED};
}

static struct aq_payer_hit told(uint64_t customer_no, bool is_account)
{
	return (struct aq_payer_hit){0, customer_no, is_account, AQ_PAYER_TOLD};
}

struct two { /* customers with one item of 70.00 each, and a payment of 70.00 */
	struct builder *b;
	uint64_t c, d;
	size_t p;
};

static struct two begin(void)
{
	struct builder *b = night_begin();
	struct two out = {b, customer(b, "C1001"), customer(b, "C2002"), pays(b, 7000)};

	b->is_thin = true;
	invoice(b, out.c, "F1001", 7000);
	invoice(b, out.d, "F2002", 7000);
	return out;
}

static void end(struct two *two, const char *decision)
{
	run(two->b);
	assert_decided(two->b, two->p, decision);
	night_end(two->b);
}

static void a_learned_account_and_one_exact_item_are_enough(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	end(&two, "applied learned-account-item F1001=7000");
}

static void a_learned_name_and_one_exact_item_are_enough(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, NAME));
	end(&two, "applied learned-name-item F1001=7000");
}

static void an_account_of_two_customers_is_nobodys(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	from_learned(two.b, two.p, told(two.d, ACCOUNT));
	run(two.b);
	assert_decided(two.b, two.p, "unidentified  !unknown-payer");
	assert_int_equal(decided(two.b, two.p)->suggestion_count, 2);
	night_end(two.b);
}

static void what_is_not_enough_to_know_is_not_used(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, told(two.c, ACCOUNT));
	end(&two, "unidentified  !unknown-payer");
}

static void an_account_and_a_name_that_disagree_are_nobodys(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	from_learned(two.b, two.p, taught(two.d, NAME));
	end(&two, "unidentified  !unknown-payer");
}

static void a_name_that_several_bear_says_nothing_against_an_account(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	from_learned(two.b, two.p, told(two.c, NAME));
	from_learned(two.b, two.p, told(two.d, NAME));
	end(&two, "applied learned-account-item F1001=7000");
}

static void the_master_datas_name_and_what_was_learned_disagree(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	from_name(two.b, two.p, "Pine Works");
	two.b->names[two.p] = two.d;
	end(&two, "unidentified  !unknown-payer");
}

static void a_learned_name_goes_before_one_of_the_master_who_owes_nothing(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, NAME));
	two.b->names[two.p] = customer(two.b, "C3003");
	end(&two, "applied learned-name-item F1001=7000");
}

static void or_where_nobody_else_owes_the_amount(void **state)
{
	struct two two = begin();

	(void)state;
	two.b->waiting[two.p].payment.amount = two.b->waiting[two.p].remainder = 8123;
	invoice(two.b, two.c, "F1003", 8123);
	from_learned(two.b, two.p, taught(two.c, NAME));
	two.b->names[two.p] = two.d;
	end(&two, "applied learned-name-item F1003=8123");
}

static void a_registered_account_goes_before_what_was_learned(void **state)
{
	struct two two = begin();

	(void)state;
	from_account(two.b, two.p, two.d);
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	end(&two, "applied payer-account-item F2002=7000");
}

static void a_number_in_the_text_goes_before_what_was_learned(void **state)
{
	struct two two = begin();

	(void)state;
	says(two.b, two.p, "C2002");
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	end(&two, "applied customer-exact-item F2002=7000");
}

static void what_was_learned_waits_until_tonights_numbers_had_their_say(void **state)
{
	struct two two = begin();

	(void)state;
	from_learned(two.b, two.p, taught(two.c, ACCOUNT));
	aq_night_first_pass(two.b->night, true);
	run(two.b);
	assert_int_equal(decided(two.b, two.p)->outcome, AQ_OUTCOME_STAY);
	assert_int_equal(aq_night_put_off(two.b->night), 1);
	aq_night_first_pass(two.b->night, false);
	one_round(two.b, 2, NULL);
	assert_decided(two.b, two.p, "applied learned-account-item F1001=7000");
	night_end(two.b);
}

static size_t lessons_of(struct two *two, struct aq_lesson out[ROOM])
{
	two->b->waiting[two->p].payment.payer_account = AQ_SLICE("DE1");
	run(two->b);
	return aq_night_lessons(two->b->night, out);
}

static void an_own_number_and_the_exact_amount_teach(void **state)
{
	struct two two = begin();
	struct aq_lesson lessons[ROOM];

	(void)state;
	says(two.b, two.p, "F1001");
	assert_int_equal(lessons_of(&two, lessons), 1);
	assert_int_equal(lessons[0].customer_no, two.c);
	assert_true(lessons[0].is_certain);
	night_end(two.b);
}

static void a_part_only_tells(void **state)
{
	struct two two = begin();
	struct aq_lesson lessons[ROOM];

	(void)state;
	two.b->waiting[two.p].payment.amount = two.b->waiting[two.p].remainder = 5000;
	says(two.b, two.p, "F1001");
	assert_int_equal(lessons_of(&two, lessons), 1);
	assert_false(lessons[0].is_certain);
	night_end(two.b);
}

static void who_pays_for_somebody_else_only_tells(void **state)
{
	struct two two = begin();
	struct aq_lesson lessons[ROOM];

	(void)state;
	two.b->items[1].open = two.b->items[1].amount = 6000;
	says(two.b, two.p, "F1001");
	says(two.b, two.p, "C2002");
	assert_int_equal(lessons_of(&two, lessons), 1);
	assert_int_equal(lessons[0].customer_no, two.c);
	assert_false(lessons[0].is_certain);
	night_end(two.b);
}

static void a_customers_number_alone_only_tells(void **state)
{
	static const int64_t amounts[] = {7000, 9999}; /* an item's; nothing's: it is asked */
	struct aq_lesson lessons[ROOM];

	(void)state;
	for (size_t at = 0; at < 2; at++) {
		struct two two = begin();

		two.b->waiting[two.p].payment.amount = two.b->waiting[two.p].remainder =
			amounts[at];
		says(two.b, two.p, "C2002");
		assert_int_equal(lessons_of(&two, lessons), 1);
		assert_int_equal(lessons[0].customer_no, two.d);
		assert_false(lessons[0].is_certain);
		night_end(two.b);
	}
}

static void a_registered_account_under_the_customers_own_name_teaches_nothing(void **state)
{
	struct two two = begin();
	struct aq_lesson lessons[ROOM];

	(void)state;
	says(two.b, two.p, "F1001");
	from_account(two.b, two.p, two.c);
	customer_at(two.b, two.c)->name = AQ_SLICE("Harbor Bakery");
	from_name(two.b, two.p, "HARBOR BAKERY");
	assert_int_equal(lessons_of(&two, lessons), 0);
	night_end(two.b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_learned_account_and_one_exact_item_are_enough),
		cmocka_unit_test(a_learned_name_and_one_exact_item_are_enough),
		cmocka_unit_test(an_account_of_two_customers_is_nobodys),
		cmocka_unit_test(what_is_not_enough_to_know_is_not_used),
		cmocka_unit_test(an_account_and_a_name_that_disagree_are_nobodys),
		cmocka_unit_test(a_name_that_several_bear_says_nothing_against_an_account),
		cmocka_unit_test(the_master_datas_name_and_what_was_learned_disagree),
		cmocka_unit_test(a_learned_name_goes_before_one_of_the_master_who_owes_nothing),
		cmocka_unit_test(or_where_nobody_else_owes_the_amount),
		cmocka_unit_test(a_registered_account_goes_before_what_was_learned),
		cmocka_unit_test(a_number_in_the_text_goes_before_what_was_learned),
		cmocka_unit_test(what_was_learned_waits_until_tonights_numbers_had_their_say),
		cmocka_unit_test(an_own_number_and_the_exact_amount_teach),
		cmocka_unit_test(a_part_only_tells),
		cmocka_unit_test(who_pays_for_somebody_else_only_tells),
		cmocka_unit_test(a_customers_number_alone_only_tells),
		cmocka_unit_test(a_registered_account_under_the_customers_own_name_teaches_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
