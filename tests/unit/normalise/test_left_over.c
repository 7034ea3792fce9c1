/*
 * test_left_over.c - what rounding leaves over is posted once it is a whole unit.
 */
#include "given.h"

static int64_t rounding_of(struct given *given, const char *settlement, const char *net)
{
	given->record.amount = number(net);
	given->record.net = number(net);
	given->record.settlement_id = aq_slice_of(settlement);
	given->record.entry_index++;
	return normalised(given)->rounding;
}

static void begin(struct given *given, struct aq_left_overs *all)
{
	given->family = AQ_FAMILY_CSV;
	given->unit.kind = AQ_UNIT_TABLE;
	given->unit.message = AQ_MESSAGE_GATEWAY;
	given->record.currency = AQ_SLICE("EUR");
	given->record.booked_on = day("2026-03-02");
	given->record.source = AQ_SLICE("paygate");
	given->left_overs = all;
}

static void thirds_of_a_unit_make_one_in_their_own_settlement(void **state)
{
	struct given *given = *state;
	struct aq_left_overs all = {.count = 0};

	begin(given, &all);
	assert_int_equal(rounding_of(given, "P-1", "10.003"), 0);
	assert_int_equal(rounding_of(given, "P-2", "10.004"), 0);
	assert_int_equal(rounding_of(given, "P-1", "10.003"), 1);
	assert_int_equal(rounding_of(given, "P-1", "10.004"), 0);
	assert_int_equal(rounding_of(given, "P-1", "-10.004"), 0);
	assert_int_equal(rounding_of(given, "P-2", "10.00"), 0);
	assert_int_equal(rounding_of(given, "P-2", "-10.004"), 0);
	assert_int_equal(all.count, 2);
}

static void a_new_unit_owes_nothing_to_the_one_before(void **state)
{
	struct given *given = *state;
	struct aq_left_overs all = {.count = 0};

	begin(given, &all);
	assert_int_equal(rounding_of(given, "P-1", "10.004"), 0);
	given->record.entry_index = (uint32_t)-1;
	assert_int_equal(rounding_of(given, "P-1", "10.004"), 0);
	assert_int_equal(rounding_of(given, "P-1", "10.004"), 1);
}

static void what_posts_nothing_leaves_nothing_over(void **state)
{
	struct given *given = *state;
	struct aq_left_overs all = {.count = 0};

	begin(given, &all);
	given->record.type = AQ_SLICE("settlement");
	assert_int_equal(rounding_of(given, "P-1", "-10.004"), 0);
	assert_int_equal(all.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(thirds_of_a_unit_make_one_in_their_own_settlement),
		GIVEN(a_new_unit_owes_nothing_to_the_one_before),
		GIVEN(what_posts_nothing_leaves_nothing_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
