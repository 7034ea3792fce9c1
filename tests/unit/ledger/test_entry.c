/*
 * test_entry.c - entries of one posting, contra entries, and names.
 */
#include "given.h"

struct line {
	enum aq_event event;
	struct aq_account_ref debit, credit;
	const char *text;
};

/* The lines of the posting table that a load, a settlement, a return or a
 * person makes, each with one posting. */
static const struct line lines[] = {
	{AQ_EVENT_OPENING,
	 {AQ_ACCOUNT_BANK, {"MAIN", 4}},
	 {AQ_ACCOUNT_OPENING_BALANCE, {0}},
	 "bank:MAIN | opening-balance 1.00 EUR"},
	{AQ_EVENT_BILLED,
	 {AQ_ACCOUNT_RECEIVABLE, {0}},
	 {AQ_ACCOUNT_BILLED, {0}},
	 "receivable | billed 1.00 EUR"},
	{AQ_EVENT_BILL_CLOSED,
	 {AQ_ACCOUNT_BILLED, {0}},
	 {AQ_ACCOUNT_RECEIVABLE, {0}},
	 "billed | receivable 1.00 EUR"},
	{AQ_EVENT_SETTLED,
	 {AQ_ACCOUNT_UNIDENTIFIED, {0}},
	 {AQ_ACCOUNT_CLEARING, {"paygate", 7}},
	 "unidentified | clearing:paygate 1.00 EUR"},
	{AQ_EVENT_SETTLED,
	 {AQ_ACCOUNT_CLEARING, {"paygate", 7}},
	 {AQ_ACCOUNT_UNIDENTIFIED_OUT, {0}},
	 "clearing:paygate | unidentified-out 1.00 EUR"},
	{AQ_EVENT_RETURN_CLOSED,
	 {AQ_ACCOUNT_UNIDENTIFIED, {0}},
	 {AQ_ACCOUNT_UNIDENTIFIED_OUT, {0}},
	 "unidentified | unidentified-out 1.00 EUR"},
	{AQ_EVENT_RETURN_CLOSED,
	 {AQ_ACCOUNT_DUE_FROM_CUSTOMER, {0}},
	 {AQ_ACCOUNT_UNIDENTIFIED_OUT, {0}},
	 "due-from-customer | unidentified-out 1.00 EUR"},
	{AQ_EVENT_MOVED,
	 {AQ_ACCOUNT_ON_ACCOUNT, {0}},
	 {AQ_ACCOUNT_REFUNDS_PAYABLE, {0}},
	 "on-account | refunds-payable 1.00 EUR"},
};

static void one_posting_of_any_event_is_an_entry(void **state)
{
	struct given *given = *state;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct aq_posting posting = {
			.debit = lines[i].debit,
			.credit = lines[i].credit,
			.amount = 100,
			.currency = EUR,
		};

		assert_int_equal(aq_entry_simple(&given->entry, lines[i].event, day("2026-03-05"),
						 &posting, given->arena, NULL),
				 AQ_OK);
		assert_string_equal(postings_text(given), lines[i].text);
		assert_int_equal(given->entry.event, lines[i].event);
	}
}

static void a_known_detail_moves_bank_and_clearing_only(void **state)
{
	struct given *given = *state;
	const struct aq_detail_booked order = {
		.line = &given->payment,
		.source = AQ_SLICE("camt.054:MAIN"),
		.settlement = AQ_SLICE("L-1"),
	};

	assert_int_equal(
		aq_entry_detail_booked(&given->entry, &order, &given->settings, given->arena, NULL),
		AQ_OK);
	assert_string_equal(postings_text(given), "bank:MAIN | clearing:camt.054:MAIN 100.00 EUR");
	given->payment.direction = AQ_MONEY_OUT;
	assert_int_equal(
		aq_entry_detail_booked(&given->entry, &order, &given->settings, given->arena, NULL),
		AQ_OK);
	assert_string_equal(postings_text(given), "clearing:camt.054:MAIN | bank:MAIN 100.00 EUR");
}

static void a_contra_exchanges_every_side_and_names_what_it_corrects(void **state)
{
	struct given *given = *state;
	struct aq_entry original;

	given->payment.mode = AQ_POSTS_CLEARING;
	given->payment.fee_currency = EUR;
	given->payment.fee = 200;
	assert_int_equal(
		aq_entry_take_in(&original, &given->payment, &given->settings, given->arena, NULL),
		AQ_OK);
	original.entry_no = 17;
	memset(original.hash.bytes, 0xAB, sizeof(original.hash.bytes));
	assert_int_equal(aq_entry_contra(&given->entry, &original, AQ_EVENT_TAKEN_BACK,
					 day("2026-03-05"), given->arena, NULL),
			 AQ_OK);
	assert_string_equal(postings_text(given), "unidentified | clearing:paygate 100.00 EUR; "
						  "clearing:paygate | fees:paygate 2.00 EUR");
	assert_int_equal(given->entry.corrects_no, 17);
	assert_true(aq_sha256_equals(&given->entry.corrects, &original.hash));
}

static void a_contra_of_a_damaged_entry_is_an_integrity_fault(void **state)
{
	struct given *given = *state;
	const struct aq_posting damaged = {
		.debit = {AQ_ACCOUNT_BANK, {NULL, 0}},
		.credit = {AQ_ACCOUNT_UNIDENTIFIED, {NULL, 0}},
		.amount = 100,
		.currency = EUR,
	};
	const struct aq_entry original = {
		.event = AQ_EVENT_RECEIPT,
		.postings = &damaged,
		.posting_count = 1,
	};

	assert_int_equal(aq_entry_contra(&given->entry, &original, AQ_EVENT_TAKEN_BACK,
					 day("2026-03-05"), given->arena, NULL),
			 AQ_INTEGRITY);
}

static void every_name_finds_its_account_and_event(void **state)
{
	(void)state;
	for (int account = AQ_ACCOUNT_NONE + 1; account < AQ_ACCOUNT_COUNT; account++)
		assert_int_equal(
			aq_account_find(aq_slice_of(aq_account_name((enum aq_account)account))),
			account);
	for (int event = AQ_EVENT_NONE + 1; event < AQ_EVENT_COUNT; event++)
		assert_int_equal(aq_event_find(aq_slice_of(aq_event_name((enum aq_event)event))),
				 event);
	assert_int_equal(aq_account_find(AQ_SLICE("nowhere")), AQ_ACCOUNT_NONE);
	assert_int_equal(aq_event_find(AQ_SLICE("")), AQ_EVENT_NONE);
	assert_string_equal(aq_account_type(AQ_ACCOUNT_FEES), "expense");
	assert_int_equal(aq_bucket_account(AQ_BUCKET_HELD), AQ_ACCOUNT_HELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(one_posting_of_any_event_is_an_entry),
		GIVEN(a_known_detail_moves_bank_and_clearing_only),
		GIVEN(a_contra_exchanges_every_side_and_names_what_it_corrects),
		GIVEN(a_contra_of_a_damaged_entry_is_an_integrity_fault),
		GIVEN(every_name_finds_its_account_and_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
