/*
 * test_amounts.c - what is open, by its amount.
 */
#include "acquit/store_bulk.h"
#include "given.h"

static void start(struct given *given)
{
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_customer(given, "C1");
}

static struct aq_amount_table *amounts_of(struct given *given)
{
	struct aq_amount_table *table = NULL;

	given_ok(given, aq_store_amount_table(given->store, &table, &given->err));
	return table;
}

static void amounts_of_which_other_items_are_open_are_told(void **state)
{
	struct given *given = *state;
	struct aq_amount_table *before, *after;
	struct aq_amount_walk walk = {0, 0};
	struct aq_money money;
	uint64_t item_no, found[4];

	start(given);
	item_no = given_invoice(given, "F-1", 5000).item_no;
	given_invoice(given, "F-2", 5000);
	given_invoice(given, "F-3", 7000);
	before = amounts_of(given);
	given_invoice(given, "F-2", 6000);
	after = amounts_of(given);
	money = (struct aq_money){5000, given_item(given, item_no).currency};
	assert_int_equal(aq_amount_table_find(before, money, found, 4), 2);
	assert_int_equal(aq_amount_table_find(after, money, found, 4), 1);
	assert_true(aq_amount_table_differ(before, after, &walk, &money));
	assert_int_equal(money.minor, 5000);
	assert_true(aq_amount_table_differ(before, after, &walk, &money));
	assert_int_equal(money.minor, 6000);
	assert_false(aq_amount_table_differ(before, after, &walk, &money));
	walk = (struct aq_amount_walk){0, 0};
	assert_false(aq_amount_table_differ(after, after, &walk, &money));
	aq_amount_table_free(before);
	aq_amount_table_free(after);
	given_commit(given);
}

/* One moves, one is new, one closes and one stays: as if all were read again. */
static void amounts_are_renewed_by_the_items_that_moved(void **state)
{
	struct given *given = *state;
	struct aq_amount_table *before, *after, *read;
	struct aq_amount_walk walk = {0, 0};
	struct aq_money money;
	uint64_t moved[3], found[4];

	start(given);
	moved[0] = given_invoice(given, "F-1", 5000).item_no;
	moved[1] = given_invoice(given, "F-2", 5000).item_no;
	given_invoice(given, "F-3", 7000);
	before = amounts_of(given);
	given_invoice(given, "F-1", 0);
	given_invoice(given, "F-2", 7000);
	moved[2] = given_invoice(given, "F-4", 5000).item_no;
	read = amounts_of(given);
	given_ok(given, aq_amount_table_renew(before, given->store, moved, 3, &after, &given->err));
	assert_false(aq_amount_table_differ(read, after, &walk, &money));
	money = (struct aq_money){5000, given_item(given, moved[0]).currency};
	assert_int_equal(aq_amount_table_find(after, money, found, 4), 1);
	assert_int_equal(found[0], moved[2]);
	money.minor = 7000;
	assert_int_equal(aq_amount_table_find(after, money, found, 4), 2);
	walk = (struct aq_amount_walk){0, 0};
	assert_true(aq_amount_table_differ(before, after, &walk, &money));
	aq_amount_table_free(before);
	aq_amount_table_free(after);
	aq_amount_table_free(read);
	given_commit(given);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(amounts_of_which_other_items_are_open_are_told,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(amounts_are_renewed_by_the_items_that_moved,
						given_store, given_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
