/*
 * test_apply.c - the posting table, line by line, for money on its way to items.
 */
#include "given.h"

static struct aq_allocation item(int64_t amount)
{
	return (struct aq_allocation){
		.target_kind = AQ_TARGET_INVOICE,
		.item_no = 5,
		.customer_no = 3,
		.customer = AQ_SLICE("C-3"),
		.target = AQ_SLICE("INV-5"),
		.amount = amount,
		.currency = EUR,
	};
}

static struct aq_allocation account(enum aq_bucket bucket, int64_t amount)
{
	return (struct aq_allocation){
		.target_kind = AQ_TARGET_ACCOUNT,
		.bucket = bucket,
		.customer_no = 3,
		.customer = AQ_SLICE("C-3"),
		.target = AQ_SLICE("C-3"),
		.amount = amount,
		.currency = EUR,
	};
}

static enum aq_status apply(struct given *given, enum aq_bucket from, uint64_t from_customer,
			    const struct aq_allocation *allocations, size_t count)
{
	const struct aq_application application = {
		.payment_no = 9,
		.posted_on = day("2026-03-05"),
		.from = from,
		.from_customer_no = from_customer,
		.from_customer = AQ_SLICE("C-7"),
		.allocations = allocations,
		.allocation_count = count,
		.event = AQ_EVENT_APPLY,
	};

	return aq_entry_apply(&given->entry, &application, given->arena, NULL);
}

static void assert_applies(struct given *given, enum aq_bucket from,
			   const struct aq_allocation *allocations, size_t count,
			   const char *expected)
{
	assert_int_equal(apply(given, from, 3, allocations, count), AQ_OK);
	assert_string_equal(postings_text(given), expected);
}

static void an_item_is_paid_from_where_the_money_waited(void **state)
{
	const struct aq_allocation one = item(10000);
	struct given *given = *state;

	assert_applies(given, AQ_BUCKET_UNIDENTIFIED, &one, 1,
		       "unidentified | receivable 100.00 EUR");
	assert_applies(given, AQ_BUCKET_ON_ACCOUNT, &one, 1, "on-account | receivable 100.00 EUR");
	assert_applies(given, AQ_BUCKET_UNAPPLIED, &one, 1, "unapplied | receivable 100.00 EUR");
	assert_applies(given, AQ_BUCKET_HELD, &one, 1, "held | receivable 100.00 EUR");
	assert_true(aq_slice_is(given->entry.postings[0].target, "INV-5"));
	assert_true(aq_slice_is(given->entry.postings[0].customer, "C-3"));
	assert_int_equal(given->entry.payment_no, 9);
}

static void discount_promotion_and_small_difference_close_the_rest(void **state)
{
	struct aq_allocation one = item(9700);

	one.discount = 200;
	one.promotion = 90;
	one.write_off = 10;
	assert_applies(*state, AQ_BUCKET_UNIDENTIFIED, &one, 1,
		       "unidentified | receivable 97.00 EUR; "
		       "discounts-allowed | receivable 2.00 EUR; "
		       "promotions | receivable 0.90 EUR; write-offs | receivable 0.10 EUR");
}

static void a_credit_note_exchanges_the_sides(void **state)
{
	const struct aq_allocation set[] = {item(12000), item(-2000)};

	assert_applies(*state, AQ_BUCKET_UNIDENTIFIED, set, 2,
		       "unidentified | receivable 120.00 EUR; "
		       "receivable | unidentified 20.00 EUR");
}

static void what_is_paid_ahead_is_billed_in_the_same_entry(void **state)
{
	struct aq_allocation one = item(10000);

	one.bills = 10000;
	assert_applies(*state, AQ_BUCKET_UNIDENTIFIED, &one, 1,
		       "receivable | billed 100.00 EUR; unidentified | receivable 100.00 EUR");
}

static void what_no_item_takes_goes_to_the_customers_account(void **state)
{
	const struct aq_allocation all[] = {item(6000), account(AQ_BUCKET_ON_ACCOUNT, 4000)};
	const struct aq_allocation unapplied = account(AQ_BUCKET_UNAPPLIED, 10000);
	const struct aq_allocation held = account(AQ_BUCKET_HELD, 10000);

	assert_applies(*state, AQ_BUCKET_UNIDENTIFIED, all, 2,
		       "unidentified | receivable 60.00 EUR; unidentified | on-account 40.00 EUR");
	assert_applies(*state, AQ_BUCKET_UNIDENTIFIED, &unapplied, 1,
		       "unidentified | unapplied 100.00 EUR");
	assert_applies(*state, AQ_BUCKET_UNIDENTIFIED, &held, 1, "unidentified | held 100.00 EUR");
}

static void money_that_stays_posts_nothing(void **state)
{
	const struct aq_allocation stays = account(AQ_BUCKET_ON_ACCOUNT, 4000);
	const struct aq_allocation part[] = {item(6000), account(AQ_BUCKET_ON_ACCOUNT, 4000)};

	assert_int_equal(apply(*state, AQ_BUCKET_ON_ACCOUNT, 3, &stays, 1), AQ_END);
	assert_applies(*state, AQ_BUCKET_ON_ACCOUNT, part, 2, "on-account | receivable 60.00 EUR");
}

static void money_of_one_customer_reaches_another_through_unidentified(void **state)
{
	const struct aq_allocation one = item(10000);
	const struct aq_allocation moves = account(AQ_BUCKET_UNAPPLIED, 10000);
	struct given *given = *state;

	assert_int_equal(apply(given, AQ_BUCKET_ON_ACCOUNT, 7, &one, 1), AQ_OK);
	assert_string_equal(postings_text(given), "on-account | unidentified 100.00 EUR; "
						  "unidentified | receivable 100.00 EUR");
	assert_true(aq_slice_is(given->entry.postings[0].customer, "C-7"));
	assert_true(aq_slice_is(given->entry.postings[1].customer, "C-3"));
	assert_int_equal(apply(given, AQ_BUCKET_UNAPPLIED, 7, &moves, 1), AQ_OK);
	assert_string_equal(postings_text(given), "unapplied | unidentified 100.00 EUR; "
						  "unidentified | unapplied 100.00 EUR");
}

static void money_that_is_nobodys_again_loses_its_customer(void **state)
{
	struct aq_allocation nobody = account(AQ_BUCKET_UNIDENTIFIED, 10000);
	struct given *given = *state;

	nobody.customer_no = 0;
	nobody.customer.length = 0;
	assert_int_equal(apply(given, AQ_BUCKET_UNAPPLIED, 7, &nobody, 1), AQ_OK);
	assert_string_equal(postings_text(given), "unapplied | unidentified 100.00 EUR");
	assert_true(aq_slice_is(given->entry.postings[0].customer, "C-7"));
}

/* Forms the entry before the items have numbers, and gives them afterwards. */
static void assert_numbered_late(struct given *given, enum aq_bucket from, uint64_t from_customer,
				 const struct aq_allocation *allocations, size_t count)
{
	struct aq_allocation late[8];
	struct aq_application application = {.from = from,
					     .from_customer_no = from_customer,
					     .allocations = allocations,
					     .allocation_count = count};
	struct aq_entry expected;

	assert_int_equal(apply(given, from, from_customer, allocations, count), AQ_OK);
	expected = given->entry;
	for (size_t i = 0; i < count; i++) {
		late[i] = allocations[i];
		late[i].item_no = 0;
	}
	assert_int_equal(apply(given, from, from_customer, late, count), AQ_OK);
	assert_int_equal(aq_entry_apply_items(&given->entry, &application, given->arena, NULL),
			 AQ_OK);
	assert_int_equal(given->entry.posting_count, expected.posting_count);
	for (size_t i = 0; i < expected.posting_count; i++)
		assert_int_equal(given->entry.postings[i].item_no, expected.postings[i].item_no);
}

static void items_made_after_the_entry_reach_its_postings(void **state)
{
	const enum aq_bucket froms[] = {AQ_BUCKET_UNIDENTIFIED, AQ_BUCKET_UNAPPLIED,
					AQ_BUCKET_ON_ACCOUNT, AQ_BUCKET_HELD};
	const uint64_t owners[] = {0, 3, 7};
	struct aq_allocation all[] = {
		item(9700),
		item(500),
		item(0),
		account(AQ_BUCKET_UNIDENTIFIED, 100),
		account(AQ_BUCKET_ON_ACCOUNT, 70),
		item(30),
	};

	all[0].bills = 10000;
	all[0].promotion = 300;
	all[1].item_no = 6;
	all[1].bills = 500;
	all[2].item_no = 7;
	all[2].write_off = 4;
	all[5].item_no = 8;
	for (size_t from = 0; from < sizeof(froms) / sizeof(froms[0]); from++)
		for (size_t owner = 0; owner < sizeof(owners) / sizeof(owners[0]); owner++)
			assert_numbered_late(*state, froms[from], owners[owner], all, 6);
}

static void an_application_without_opposite_is_refused(void **state)
{
	const struct aq_allocation one = item(INT64_MIN);

	assert_int_equal(apply(*state, AQ_BUCKET_UNIDENTIFIED, 0, &one, 1), AQ_BAD_RECORD);
}

static void too_many_items_for_one_entry_are_refused(void **state)
{
	static struct aq_allocation many[AQ_ENTRY_POSTINGS_MAX + 1];

	for (size_t i = 0; i < AQ_ENTRY_POSTINGS_MAX + 1; i++)
		many[i] = item(100);
	assert_int_equal(apply(*state, AQ_BUCKET_UNIDENTIFIED, 0, many, AQ_ENTRY_POSTINGS_MAX),
			 AQ_OK);
	assert_int_equal(apply(*state, AQ_BUCKET_UNIDENTIFIED, 0, many, AQ_ENTRY_POSTINGS_MAX + 1),
			 AQ_BAD_RECORD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(an_item_is_paid_from_where_the_money_waited),
		GIVEN(discount_promotion_and_small_difference_close_the_rest),
		GIVEN(a_credit_note_exchanges_the_sides),
		GIVEN(what_is_paid_ahead_is_billed_in_the_same_entry),
		GIVEN(what_no_item_takes_goes_to_the_customers_account),
		GIVEN(money_that_stays_posts_nothing),
		GIVEN(money_of_one_customer_reaches_another_through_unidentified),
		GIVEN(money_that_is_nobodys_again_loses_its_customer),
		GIVEN(items_made_after_the_entry_reach_its_postings),
		GIVEN(an_application_without_opposite_is_refused),
		GIVEN(too_many_items_for_one_entry_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
