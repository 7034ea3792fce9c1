/*
 * test_watch.c - who is looked at again is whoever something moved for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/apply/watch.h"

static void only_those_are_named_whose_books_moved(void **state)
{
	struct watch watch = {.count = 0};
	struct numbers out = {.count = 0};

	(void)state;
	watch_key(&watch, 7, 101);
	watch_key(&watch, 9, 101);
	watch_key(&watch, 9, 102);
	watch_key(&watch, 11, 103);
	watch_key(&watch, 0, 104); /* nobody is known: nothing can move */
	watch_moved(&watch, 9);
	watch_moved(&watch, 8);
	watch_moved(&watch, 0);
	assert_int_equal(watch_affected(&watch, &out, NULL), AQ_OK);
	assert_int_equal(out.count, 2);
	assert_int_equal(out.list[0], 101);
	assert_int_equal(out.list[1], 102);
	/* What moved was said; what is watched stays watched. */
	assert_int_equal(watch_affected(&watch, &out, NULL), AQ_OK);
	assert_int_equal(out.count, 0);
	watch_moved(&watch, 11);
	assert_int_equal(watch_affected(&watch, &out, NULL), AQ_OK);
	assert_int_equal(out.count, 1);
	assert_int_equal(out.list[0], 103);
	numbers_free(&out);
	watch_free(&watch);
}

static void who_claims_is_named_whatever_moved(void **state)
{
	struct watch watch = {.count = 0};
	struct numbers out = {.count = 0};

	(void)state;
	watch_key(&watch, 7, 101);
	numbers_add(&watch.claimants, 205);
	numbers_add(&watch.claimants, 201);
	assert_int_equal(watch_affected(&watch, &out, NULL), AQ_OK);
	assert_int_equal(out.count, 2);
	assert_int_equal(out.list[0], 201);
	assert_int_equal(out.list[1], 205);
	assert_int_equal(watch_affected(&watch, &out, NULL), AQ_OK);
	assert_int_equal(out.count, 0);
	numbers_free(&out);
	watch_free(&watch);
}

/* The bundle's second invoice is another customer's, and so is the stranger's. */
static void everybody_whose_items_were_looked_at_is_watched(void **state)
{
	const struct aq_waiting waiting[] = {{.payment = {.payment_no = 40}, .customer_no = 3},
					     {.payment = {.payment_no = 41}}};
	const struct aq_item items[] = {{.item_no = 1, .customer_no = 4},
					{.item_no = 2, .customer_no = 5},
					{.item_no = 3, .customer_no = 6}};
	const uint64_t bundled[] = {1, 2};
	const struct aq_bundle bundles[] = {{.bundle_no = 8, .item_nos = bundled, .item_count = 2}};
	const struct aq_hit hits[] = {
		{.payment_index = 0, .kind = AQ_HIT_BUNDLE, .target_no = 8, .customer_no = 4}};
	const struct aq_payer_hit payers[] = {{.payment_index = 1, .customer_no = 7}};
	const struct aq_stranger strangers[] = {{.payment_index = 1, .item_no = 3}};
	const struct aq_problem problem = {.waiting = waiting,
					   .waiting_count = 2,
					   .hits = hits,
					   .hit_count = 1,
					   .payers = payers,
					   .payer_count = 1,
					   .strangers = strangers,
					   .stranger_count = 1,
					   .items = items,
					   .item_count = 3,
					   .bundles = bundles,
					   .bundle_count = 1};
	const uint64_t owners[] = {3, 4, 5, 6, 7};
	const uint64_t whose[] = {40, 40, 40, 41, 41};
	struct watch watch = {.count = 0};
	struct numbers out = {.count = 0};

	(void)state;
	watch_problem(&watch, &problem);
	for (size_t at = 0; at < sizeof(owners) / sizeof(owners[0]); at++) {
		watch_moved(&watch, owners[at]);
		assert_int_equal(watch_affected(&watch, &out, NULL), AQ_OK);
		assert_int_equal(out.count, 1);
		assert_int_equal(out.list[0], whose[at]);
	}
	numbers_free(&out);
	watch_free(&watch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_those_are_named_whose_books_moved),
		cmocka_unit_test(who_claims_is_named_whatever_moved),
		cmocka_unit_test(everybody_whose_items_were_looked_at_is_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
