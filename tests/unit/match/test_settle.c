/*
 * test_settle.c - the bank's lumps against settlements.
 */
#include "stand_in.h"

struct bank {
	struct aq_settlement settlements[16];
	struct aq_lump lumps[16];
	struct aq_slice ids[16][4];
	struct aq_source_name names[4];
	struct aq_settle_problem problem;
	struct aq_arena *arena;
	struct aq_settled *out;
	size_t count;
};

static struct bank *bank_begin(void)
{
	struct bank *bank = calloc(1, sizeof(*bank));
	struct aq_error err;

	assert_non_null(bank);
	assert_int_equal(aq_arena_new(&bank->arena, 0, &err), AQ_OK);
	bank->problem.settlements = bank->settlements;
	bank->problem.lumps = bank->lumps;
	bank->problem.names = bank->names;
	return bank;
}

static void bank_end(struct bank *bank)
{
	aq_arena_free(bank->arena);
	free(bank);
}

static struct aq_settlement *settlement(struct bank *bank, const char *source, const char *id,
					int64_t net)
{
	struct aq_settlement *out = &bank->settlements[bank->problem.settlement_count++];

	out->settlement_no = bank->problem.settlement_count;
	out->source = aq_slice_of(source);
	out->settlement_id = aq_slice_of(id);
	out->match_ids[0] = aq_slice_of(id);
	out->currency = USD;
	out->settled_on = day("2026-05-08");
	out->net = net;
	return out;
}

static struct aq_lump *lump(struct bank *bank, const char *text, const char *id, int64_t amount)
{
	size_t index = bank->problem.lump_count++;
	struct aq_lump *out = &bank->lumps[index];

	out->payment_no = 100 - index;
	out->direction = amount < 0 ? AQ_MONEY_OUT : AQ_MONEY_IN;
	out->amount = amount < 0 ? -amount : amount;
	out->currency = USD;
	out->booked_on = day("2026-05-11");
	out->folded = aq_slice_of(text);
	out->ids = bank->ids[index];
	if (id) {
		bank->ids[index][0] = aq_slice_of(id);
		out->id_count = 1;
	}
	return out;
}

static void settle(struct bank *bank)
{
	struct aq_error err;

	assert_int_equal(aq_settle(&bank->problem, bank->arena, &bank->out, &bank->count, &err),
			 AQ_OK);
	for (size_t i = 1; i < bank->count; i++)
		assert_true(bank->out[i - 1].payment_no <= bank->out[i].payment_no);
}

static void a_payout_id_in_the_line_closes_the_settlement(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "stripe", "PO100", 9700);
	settlement(bank, "stripe", "PO200", 9700);
	lump(bank, "transfer", "PO200", 9700);
	settle(bank);
	assert_int_equal(bank->count, 1);
	assert_int_equal(bank->out[0].settlement_index, 1);
	assert_int_equal(bank->out[0].rule, AQ_RULE_SETTLEMENT_ID);
	assert_int_equal(bank->out[0].exception, AQ_CODE_NONE);
	assert_int_equal(bank->out[0].amount, 9700);
	bank_end(bank);
}

static void another_amount_closes_with_a_difference(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "stripe", "PAYOUT100", 9700);
	lump(bank, "transfer", "PAYOUT100", 9600);
	settle(bank);
	assert_int_equal(bank->out[0].settlement_index, 0);
	assert_int_equal(bank->out[0].exception, AQ_SETTLEMENT_DIFFERENCE);
	assert_int_equal(bank->out[0].amount, 9600);
	bank_end(bank);
}

static void a_short_batch_number_alone_is_no_reference(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "ach:1234567890", "1", 9700);
	lump(bank, "rent of flat 1", "1", 5000);
	lump(bank, "deposit 1234567890", "1", 5000);
	settle(bank);
	assert_int_equal(bank->count, 1);
	assert_int_equal(bank->out[0].payment_no, 99);
	assert_int_equal(bank->out[0].exception, AQ_SETTLEMENT_DIFFERENCE);
	bank_end(bank);
}

static void source_day_and_exact_net_close_it_without_an_id(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "ach:1234567890", "X1", 9700);
	settlement(bank, "adyen", "X2", -500);
	lump(bank, "ach deposit 1234567890", NULL, 9700);
	lump(bank, "adyen n.v. payout", NULL, -500);
	settle(bank);
	assert_int_equal(bank->count, 2);
	assert_int_equal(bank->out[1].settlement_index, 0);
	assert_int_equal(bank->out[1].rule, AQ_RULE_SETTLEMENT_NET);
	assert_int_equal(bank->out[0].settlement_index, 1);
	assert_int_equal(bank->out[0].amount, -500);
	bank_end(bank);
}

static void amount_alone_settles_nothing(void **state)
{
	static const struct {
		const char *text;
		const char *booked_on;
		int64_t amount;
		size_t count;
	} cases[] = {
		{"from acme bank", "2026-05-15", 9700, 1},
		{"from acme bank", "2026-05-18", 9700, 0}, /* six business days */
		{"from acme bank", "2026-05-07", 9700, 0}, /* before it */
		{"from acme bank", "2026-05-11", 9701, 0},
		{"from acmebank", "2026-05-11", 9700, 0},
		{"", "2026-05-11", 9700, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bank *bank = bank_begin();

		settlement(bank, "gateway-one", "X1", 9700);
		bank->names[0] =
			(struct aq_source_name){AQ_SLICE("gateway-one"), AQ_SLICE("acme bank")};
		bank->problem.name_count = 1;
		lump(bank, cases[i].text, NULL, cases[i].amount)->booked_on =
			day(cases[i].booked_on);
		settle(bank);
		assert_int_equal(bank->count, cases[i].count);
		bank_end(bank);
	}
}

static void equal_candidates_are_possible_doubles_and_never_applied(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "adyen", "X1", 9700);
	settlement(bank, "adyen", "X2", 9700);
	settlement(bank, "mollie", "X3", 5000);
	lump(bank, "adyen", NULL, 9700);
	lump(bank, "mollie", NULL, 5000);
	lump(bank, "mollie", NULL, 5000);
	settle(bank);
	assert_int_equal(bank->count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(bank->out[i].exception, AQ_POSSIBLE_DOUBLE);
		assert_true(bank->out[i].settlement_index == SIZE_MAX);
	}
	assert_says(bank->out[2].evidence, "X1");
	assert_says(bank->out[2].evidence, "X2");
	bank_end(bank);
}

static void two_deposits_may_close_one_payout_together(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "adyen", "PAYOUT1", 9700);
	lump(bank, "", "PAYOUT1", 9000);
	lump(bank, "", "PAYOUT1", 700);
	settle(bank);
	assert_int_equal(bank->count, 2);
	assert_int_equal(bank->out[0].exception, AQ_CODE_NONE);
	assert_int_equal(bank->out[1].exception, AQ_CODE_NONE);
	bank_end(bank);
}

/* `second` is what the lump names beside "PAYOUT1". */
static struct aq_lump *lump_of_two(struct bank *bank, const char *second, int64_t amount)
{
	struct aq_lump *out = lump(bank, "adyen", "PAYOUT1", amount);

	bank->ids[bank->problem.lump_count - 1][1] = aq_slice_of(second);
	out->id_count = 2;
	return out;
}

static void one_deposit_closes_all_payouts_it_names(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "adyen", "PAYOUT1", 9700);
	settlement(bank, "adyen", "PAYOUT2", 19400);
	lump_of_two(bank, "PAYOUT2", 29100);
	settle(bank);
	assert_int_equal(bank->count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(bank->out[i].exception, AQ_CODE_NONE);
		assert_int_equal(bank->out[i].amount,
				 bank->out[i].settlement_index == 0 ? 9700 : 19400);
	}
	assert_int_not_equal(bank->out[0].settlement_index, bank->out[1].settlement_index);
	bank_end(bank);
}

static void one_deposit_for_several_is_asked_otherwise(void **state)
{
	static const struct {
		int64_t second, amount;
		bool has_other;
	} cases[] = {{19400, 29000, false}, {-1000, 8700, false}, {19400, 29100, true}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bank *bank = bank_begin();

		settlement(bank, "adyen", "PAYOUT1", 9700);
		settlement(bank, "adyen", "PAYOUT2", cases[i].second);
		lump_of_two(bank, "PAYOUT2", cases[i].amount);
		if (cases[i].has_other)
			lump(bank, "adyen", "PAYOUT2", 19400);
		settle(bank);
		for (size_t k = 0; k < bank->count; k++)
			if (bank->out[k].payment_no == 100)
				assert_int_equal(bank->out[k].exception, AQ_POSSIBLE_DOUBLE);
		assert_int_equal(bank->count, cases[i].has_other ? 2 : 1);
		bank_end(bank);
	}
}

/* Three batches of a company that are brought in one line, which names the company alone. */
static void one_deposit_closes_all_that_its_source_awaits_of_a_day(void **state)
{
	static const struct {
		const char *text;
		int64_t amount, second; /* what another line brings; 0: there is none */
		size_t closed;
	} cases[] = {{"ach credit 1912345678", 70000, 0, 3},
		     {"ach credit", 70000, 0, 0},
		     {"ach credit 1912345678", 60000, 0, 0},
		     {"ach credit 1912345678", 70000, 70000, 0},
		     {"ach credit 1912345678", 70000, 40000, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bank *bank = bank_begin();
		size_t closed = 0;

		settlement(bank, "ach:1912345678", "1912345678-0000001-2026-05-08", 10000);
		settlement(bank, "ach:1912345678", "1912345678-0000002-2026-05-08", 20000);
		settlement(bank, "ach:1912345678", "1912345678-0000003-2026-05-08", 40000);
		settlement(bank, "ach:1912345678", "1912345678-0000001-2026-05-07", 30000)
			->settled_on = day("2026-05-07");
		lump(bank, cases[i].text, NULL, cases[i].amount);
		if (cases[i].second)
			lump(bank, cases[i].text, NULL, cases[i].second);
		settle(bank);
		for (size_t k = 0; k < bank->count; k++)
			closed += bank->out[k].settlement_index != SIZE_MAX;
		assert_int_equal(closed, cases[i].closed);
		bank_end(bank);
	}
}

static void a_second_deposit_for_a_closed_payout_is_asked(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "adyen", "PAYOUT1", 9700)->deposited = 9700;
	lump(bank, "adyen", "PAYOUT1", 9700);
	settle(bank);
	assert_int_equal(bank->count, 1);
	assert_int_equal(bank->out[0].exception, AQ_POSSIBLE_DOUBLE);
	bank_end(bank);
}

static void another_currency_is_another_deposit(void **state)
{
	struct bank *bank = bank_begin();

	(void)state;
	settlement(bank, "adyen", "PAYOUT1", 9700)->currency = EUR;
	lump(bank, "adyen", "PAYOUT1", 9700);
	settle(bank);
	assert_int_equal(bank->count, 0);
	bank_end(bank);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_payout_id_in_the_line_closes_the_settlement),
		cmocka_unit_test(another_amount_closes_with_a_difference),
		cmocka_unit_test(a_short_batch_number_alone_is_no_reference),
		cmocka_unit_test(source_day_and_exact_net_close_it_without_an_id),
		cmocka_unit_test(amount_alone_settles_nothing),
		cmocka_unit_test(equal_candidates_are_possible_doubles_and_never_applied),
		cmocka_unit_test(two_deposits_may_close_one_payout_together),
		cmocka_unit_test(one_deposit_closes_all_payouts_it_names),
		cmocka_unit_test(one_deposit_for_several_is_asked_otherwise),
		cmocka_unit_test(one_deposit_closes_all_that_its_source_awaits_of_a_day),
		cmocka_unit_test(a_second_deposit_for_a_closed_payout_is_asked),
		cmocka_unit_test(another_currency_is_another_deposit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
