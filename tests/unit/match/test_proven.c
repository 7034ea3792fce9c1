/*
 * test_proven.c - sets that are proven, and customers known by their name.
 */
#include "stand_in.h"

static void five_items(struct builder *b, uint64_t c)
{
	static const int64_t amounts[] = {104217, 38893, 275061, 91108, 167344};
	static const char *const numbers[] = {"F1", "F2", "F3", "F4", "F5"};
	static const char *const days[] = {"2026-05-01", "2026-05-02", "2026-05-03", "2026-05-20",
					   "2026-05-21"};

	for (size_t i = 0; i < 5; i++)
		due(invoice(b, c, numbers[i], amounts[i]), days[i]);
}

static void the_only_set_of_this_sum_is_paid(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 38893 + 167344);

	(void)state;
	five_items(b, c);
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "applied proven-set F2=38893 F5=167344");
	assert_says(decided(b, p)->evidence, "the only set of open items of this sum");
	night_end(b);
}

static void a_credit_note_may_be_in_the_set(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 275061 - 4477);

	(void)state;
	five_items(b, c);
	invoice(b, c, "CN1", -4477);
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "applied proven-set CN1=-4477 F3=275061");
	night_end(b);
}

/* 10000 + 23457 = 12346 + 21111 */
static void two_sets_of_one_sum_are_asked(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 33457);

	(void)state;
	five_items(b, c);
	due(invoice(b, c, "G1", 10000), "2026-05-04");
	due(invoice(b, c, "G2", 23457), "2026-05-05");
	due(invoice(b, c, "G3", 12346), "2026-05-06");
	due(invoice(b, c, "G4", 21111), "2026-05-07");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=33457");
	assert_says(decided(b, p)->explanation, "a set of them is, but others are too");
	assert_says(decided(b, p)->suggestions[0].reason, "one of a set of this sum");
	night_end(b);
}

/* The other set has four items: sets of every size count. */
static void a_larger_set_of_the_same_sum_is_another(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 206237);

	(void)state;
	five_items(b, c);
	due(invoice(b, c, "G1", 200001), "2026-05-04");
	due(invoice(b, c, "G2", 3001), "2026-05-05");
	due(invoice(b, c, "G3", 2002), "2026-05-06");
	due(invoice(b, c, "G4", 1233), "2026-05-07");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "unapplied  !no-item-fits C1001(unapplied)=206237");
	night_end(b);
}

static void interchangeable_items_are_one(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 38893 + 167344);

	(void)state;
	five_items(b, c);
	due(invoice(b, c, "F6", 38893), "2026-06-01");
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "applied proven-set F2=38893 F5=167344");
	night_end(b);
}

/* Sums of whole hundreds are met by chance. */
static void coarse_amounts_prove_nothing(void **state)
{
	static char numbers[12][8];
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 0);

	(void)state;
	for (int i = 0; i < 12; i++) {
		char on[16];

		snprintf(numbers[i], sizeof(numbers[i]), "F%d", i);
		snprintf(on, sizeof(on), "2026-05-%02d", i + 1);
		due(invoice(b, c, numbers[i], 10000 + 1700 * i * i), on);
	}
	b->waiting[p].remainder = b->waiting[p].payment.amount =
		b->items[1].open + b->items[8].open;
	from_account(b, p, c);
	run(b);
	assert_int_equal(decided(b, p)->outcome, AQ_OUTCOME_QUESTION);
	night_end(b);
}

static void too_many_items_are_not_looked_at(void **state)
{
	static char numbers[31][8];
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 777);

	(void)state;
	for (int i = 0; i < 31; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "F%d", i);
		invoice(b, c, numbers[i], 10007 + 1009 * i * i);
	}
	from_account(b, p, c);
	run(b);
	assert_decided(b, p, "unapplied  !search-bound C1001(unapplied)=777");
	assert_says(decided(b, p)->explanation, "not every set of them was looked at");
	night_end(b);
}

static void a_name_of_one_customer_pays_one_exact_item_or_all(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C1002");
	size_t one = pays(b, 10000);
	size_t all = pays(b, 9000);
	size_t neither = pays(b, 777);

	(void)state;
	invoice(b, c, "F1", 10000);
	invoice(b, c, "F2", 20000);
	invoice(b, d, "F3", 4000);
	invoice(b, d, "F4", 5000);
	b->names[one] = b->names[neither] = c;
	b->names[all] = d;
	run(b);
	assert_decided(b, one, "applied payer-name-item F1=10000");
	assert_says(decided(b, one)->evidence, "one customer bears the payer's name");
	assert_decided(b, all, "applied payer-name-all-open F3=4000 F4=5000");
	assert_decided(b, neither, "unapplied  !no-item-fits C1001(unapplied)=777");
	night_end(b);
}

static void a_name_pays_no_other_set_and_nothing_beside_a_strange_number(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t set = pays(b, 38893 + 167344);
	size_t strange = pays(b, 104217);

	(void)state;
	five_items(b, c);
	b->names[set] = b->names[strange] = c;
	says(b, strange, "X99999");
	run(b);
	assert_decided(b, set, "unapplied  !no-item-fits C1001(unapplied)=206237");
	assert_decided(b, strange, "unapplied  !no-item-fits C1001(unapplied)=104217");
	assert_says(decided(b, strange)->suggestions[0].target, "F1");
	night_end(b);
}

static void an_account_of_several_suggests_what_each_owes(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	uint64_t d = customer(b, "C1002");
	size_t p = pays(b, 5000);

	(void)state;
	invoice(b, c, "F1", 4000);
	invoice(b, d, "F2", 5000);
	from_account(b, p, c);
	from_account(b, p, d);
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	assert_says(decided(b, p)->suggestions[0].target, "F2");
	assert_says(decided(b, p)->suggestions[0].reason, "amount equals open; the account is");
	assert_says(decided(b, p)->suggestions[1].target, "F1");
	night_end(b);
}

static void a_number_that_was_cut_is_suggested(void **state)
{
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");
	size_t p = pays(b, 5000);

	(void)state;
	invoice(b, c, "F0001", 5000);
	invoice(b, c, "G1234567", 5000);
	says(b, p, "G12345");
	run(b);
	assert_decided(b, p, "unidentified  !unknown-payer");
	assert_says(decided(b, p)->suggestions[0].target, "G1234567");
	assert_says(decided(b, p)->suggestions[0].reason, "its number holds G12345");
	night_end(b);
}

static void strangers_are_suggested_the_nearest_number_first(void **state)
{
	static const char *const written[] = {"F1235", "F124", "F1243", "F12345", "RF13F1234"};
	struct builder *b = night_begin();
	uint64_t c = customer(b, "C1001");

	(void)state;
	invoice(b, c, "F0001", 5000);
	invoice(b, c, "F1234", 5000);
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
		says(b, pays(b, 5000), written[i]);
	says(b, pays(b, 5000), "1234");
	pays(b, 5000);
	run(b);
	for (size_t p = 0; p < b->waiting_count; p++) {
		bool is_last = p + 1 == b->waiting_count;

		assert_decided(b, p, "unidentified  !unknown-payer");
		assert_int_equal(decided(b, p)->suggestion_count, 2);
		assert_says(decided(b, p)->suggestions[0].target, is_last ? "F0001" : "F1234");
	}
	assert_says(decided(b, 0)->suggestions[0].reason, "its number is nearly F1235");
	assert_says(decided(b, 5)->suggestions[0].reason, "its number is nearly 1234");
	night_end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_only_set_of_this_sum_is_paid),
		cmocka_unit_test(a_credit_note_may_be_in_the_set),
		cmocka_unit_test(two_sets_of_one_sum_are_asked),
		cmocka_unit_test(a_larger_set_of_the_same_sum_is_another),
		cmocka_unit_test(interchangeable_items_are_one),
		cmocka_unit_test(coarse_amounts_prove_nothing),
		cmocka_unit_test(too_many_items_are_not_looked_at),
		cmocka_unit_test(a_name_of_one_customer_pays_one_exact_item_or_all),
		cmocka_unit_test(a_name_pays_no_other_set_and_nothing_beside_a_strange_number),
		cmocka_unit_test(a_number_that_was_cut_is_suggested),
		cmocka_unit_test(strangers_are_suggested_the_nearest_number_first),
		cmocka_unit_test(an_account_of_several_suggests_what_each_owes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
