/*
 * test_chain.c - the chain: golden values, and that every change shows.
 */
#include "given.h"

static struct aq_chain *chain;
static struct aq_sha256 head;

static int start(void **state)
{
	assert_int_equal(given_new(state), 0);
	assert_int_equal(aq_chain_new(&chain, NULL), AQ_OK);
	aq_chain_genesis(AQ_SLICE("main"), &head);
	return 0;
}

static int stop(void **state)
{
	aq_chain_free(chain);
	return given_free(state);
}

static void assert_hex(const struct aq_sha256 *hash, const char *expected)
{
	char hex[AQ_SHA256_HEX_BYTES];

	aq_sha256_to_hex(hash, hex);
	assert_string_equal(hex, expected);
}

static struct aq_posting posting(void)
{
	return (struct aq_posting){
		.debit = {AQ_ACCOUNT_BANK, AQ_SLICE("MAIN")},
		.credit = {AQ_ACCOUNT_UNIDENTIFIED, {NULL, 0}},
		.amount = 10000,
		.currency = EUR,
		.customer_no = 4,
		.customer = AQ_SLICE("C-4"),
		.target = AQ_SLICE("INV-5"),
		.settlement = AQ_SLICE("P-1"),
	};
}

static struct aq_entry entry_of(const struct aq_posting *postings)
{
	return (struct aq_entry){
		.event = AQ_EVENT_RECEIPT,
		.posted_on = day("2026-03-02"),
		.payment_no = 8,
		.payment = {{1, 2, 3}},
		.memo = AQ_SLICE("receipt"),
		.postings = postings,
		.posting_count = 1,
	};
}

static struct aq_sha256 hash_of(struct aq_entry *entry, struct aq_slice digests)
{
	struct aq_sha256 root;
	struct aq_sha256 next;

	assert_int_equal(aq_chain_unit_begin(chain, &head, AQ_SLICE("apply"), NULL), AQ_OK);
	assert_int_equal(aq_chain_add(chain, entry, digests, NULL), AQ_OK);
	assert_int_equal(aq_chain_unit_end(chain, &root, &next, NULL), AQ_OK);
	assert_true(aq_sha256_equals(&root, &entry->hash));
	assert_false(aq_sha256_equals(&next, &head));
	return entry->hash;
}

static void the_same_entries_give_the_same_hashes_everywhere(void **state)
{
	const struct aq_posting one = posting();
	struct aq_entry entry = entry_of(&one);
	struct aq_sha256 root;
	struct aq_sha256 next;

	(void)state;
	assert_hex(&head, "04c7d4007dae690e5c00d8a321b6a3b7a4703695fd7fcc2362fb3c1a7e942ada");
	assert_int_equal(aq_chain_unit_begin(chain, &head, AQ_SLICE("file 00ff"), NULL), AQ_OK);
	assert_int_equal(aq_chain_add(chain, &entry, (struct aq_slice){NULL, 0}, NULL), AQ_OK);
	assert_hex(&entry.hash, "675089b2527e4fd6b82eff2b0725431a4eea4a1dbc5ee711c3252a3242084526");
	assert_int_equal(aq_chain_add(chain, &entry, (struct aq_slice){NULL, 0}, NULL), AQ_OK);
	assert_hex(&entry.hash, "af70178168885964fe9ad81b43b134d061980397a3ce2af6755e85059e23d03c");
	assert_int_equal(aq_chain_unit_end(chain, &root, &next, NULL), AQ_OK);
	assert_true(aq_sha256_equals(&root, &entry.hash));
	assert_hex(&next, "06a9ec7453e40ea21d0512dfa60b63f695020c1469f9ef97e4189803ec060dfb");
}

static void every_field_of_an_entry_is_hashed(void **state)
{
	struct aq_posting one = posting();
	struct aq_entry entry = entry_of(&one);
	const struct aq_slice none = {NULL, 0};
	const struct aq_sha256 before = hash_of(&entry, none);
	const struct aq_sha256 digest = before;

#define CHANGED(change)                                                                            \
	do {                                                                                       \
		struct aq_sha256 after;                                                            \
		one = posting();                                                                   \
		entry = entry_of(&one);                                                            \
		change;                                                                            \
		after = hash_of(&entry, none);                                                     \
		assert_false(aq_sha256_equals(&before, &after));                                   \
	} while (0)
	(void)state;
	CHANGED(entry.event = AQ_EVENT_ADJUSTMENT);
	CHANGED(entry.posted_on = day("2026-03-03"));
	CHANGED(entry.is_late = true);
	CHANGED(entry.payment.bytes[9] = 1);
	CHANGED(entry.corrects.bytes[0] = 1);
	CHANGED(entry.memo = AQ_SLICE("other"));
	CHANGED(one.debit.qualifier = AQ_SLICE("SIDE"));
	CHANGED(one.credit.account = AQ_ACCOUNT_HELD);
	CHANGED(one.amount = 10001);
	CHANGED(one.currency = USD);
	CHANGED(one.customer = AQ_SLICE("C-5"));
	CHANGED(one.target = AQ_SLICE("INV-6"));
	CHANGED(one.settlement = AQ_SLICE("P-2"));
	one = posting();
	entry = entry_of(&one);
	hash_of(&entry, (struct aq_slice){(const char *)digest.bytes, sizeof(digest.bytes)});
	assert_false(aq_sha256_equals(&before, &entry.hash));
}

static void numbers_of_the_store_are_not_hashed(void **state)
{
	struct aq_posting one = posting();
	struct aq_entry entry = entry_of(&one);
	const struct aq_sha256 before = hash_of(&entry, (struct aq_slice){NULL, 0});
	struct aq_sha256 after;

	(void)state;
	entry = entry_of(&one);
	entry.entry_no = 77;
	entry.payment_no = 77;
	entry.corrects_no = 77;
	one.customer_no = 77;
	one.item_no = 77;
	after = hash_of(&entry, (struct aq_slice){NULL, 0});
	assert_true(aq_sha256_equals(&before, &after));
}

static void texts_cannot_slide_from_one_field_to_the_next(void **state)
{
	struct aq_posting one = posting();
	struct aq_entry entry = entry_of(&one);
	struct aq_sha256 before;

	(void)state;
	one.customer = AQ_SLICE("AB");
	one.target = AQ_SLICE("C");
	before = hash_of(&entry, (struct aq_slice){NULL, 0});
	one.customer = AQ_SLICE("A");
	one.target = AQ_SLICE("BC");
	hash_of(&entry, (struct aq_slice){NULL, 0});
	assert_false(aq_sha256_equals(&before, &entry.hash));
}

static void a_unit_without_entries_leaves_the_head(void **state)
{
	struct aq_sha256 root;
	struct aq_sha256 next;

	(void)state;
	assert_int_equal(aq_chain_unit_begin(chain, &head, AQ_SLICE("apply"), NULL), AQ_OK);
	assert_int_equal(aq_chain_unit_end(chain, &root, &next, NULL), AQ_OK);
	assert_true(aq_sha256_equals(&next, &head));
}

static void the_name_of_a_unit_is_part_of_the_head(void **state)
{
	const struct aq_posting one = posting();
	struct aq_entry entry = entry_of(&one);
	static const char *const names[] = {"apply", "review"};
	struct aq_sha256 heads[2];
	struct aq_sha256 root;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(aq_chain_unit_begin(chain, &head, aq_slice_of(names[i]), NULL),
				 AQ_OK);
		assert_int_equal(aq_chain_add(chain, &entry, (struct aq_slice){NULL, 0}, NULL),
				 AQ_OK);
		assert_int_equal(aq_chain_unit_end(chain, &root, &heads[i], NULL), AQ_OK);
	}
	assert_false(aq_sha256_equals(&heads[0], &heads[1]));
}

static void a_damaged_entry_read_back_is_an_integrity_fault(void **state)
{
	struct aq_posting one = posting();
	struct aq_entry entry = entry_of(&one);

	(void)state;
	one.amount = -1;
	assert_int_equal(aq_chain_unit_begin(chain, &head, AQ_SLICE("apply"), NULL), AQ_OK);
	assert_int_equal(aq_chain_add(chain, &entry, (struct aq_slice){NULL, 0}, NULL),
			 AQ_INTEGRITY);
}

static void a_payments_digest_covers_facts_and_no_people(void **state)
{
	struct given *given = *state;
	struct aq_payment *payment = &given->payment;
	struct aq_payment before = *payment;
	struct aq_sha256 plain;
	struct aq_sha256 after;

	assert_int_equal(aq_payment_digest(chain, payment, &plain, NULL), AQ_OK);
	assert_hex(&plain, "0bd602df435974484fd893a9132dbd9ac494bce3661ff64e60451d0f44aa90d4");
	payment->payer = AQ_SLICE("Mara Lind");
	payment->payer_account = AQ_SLICE("GB33BUKB20201555555555");
	payment->text = AQ_SLICE("thank you");
	payment->reference = AQ_SLICE("for Mara");
	payment->end_to_end_id = AQ_SLICE("for Mara");
	payment->payment_no = 9;
	payment->file_no = 9;
	assert_int_equal(aq_payment_digest(chain, payment, &after, NULL), AQ_OK);
	assert_true(aq_sha256_equals(&plain, &after));
#define COVERED(change)                                                                            \
	do {                                                                                       \
		*payment = before;                                                                 \
		change;                                                                            \
		assert_int_equal(aq_payment_digest(chain, payment, &after, NULL), AQ_OK);          \
		assert_false(aq_sha256_equals(&plain, &after));                                    \
	} while (0)
	COVERED(payment->amount = 1);
	COVERED(payment->line = 1);
	COVERED(payment->leaf_index = 1);
	COVERED(payment->kind = AQ_KIND_FEE);
	COVERED(payment->direction = AQ_MONEY_OUT);
	COVERED(payment->fee = 1);
	COVERED(payment->net = 1);
	COVERED(payment->rounding = 1);
	COVERED(payment->value_on = day("2026-03-03"));
	COVERED(payment->source_id = AQ_SLICE("X"));
	COVERED(payment->settlement_id = AQ_SLICE("X"));
	COVERED(payment->return_code = AQ_SLICE("R01"));
	COVERED(payment->is_refused = true);
}

static void an_allocations_digest_covers_money_rule_and_evidence(void **state)
{
	const struct aq_allocation before = {
		.target_kind = AQ_TARGET_INVOICE,
		.target = AQ_SLICE("INV-5"),
		.customer = AQ_SLICE("C-4"),
		.amount = 100,
		.currency = EUR,
		.rule = 1,
	};
	struct aq_allocation allocation = before;
	struct aq_sha256 plain;
	struct aq_sha256 after;

	(void)state;
	assert_int_equal(aq_allocation_digest(chain, &allocation, &plain, NULL), AQ_OK);
	allocation.item_no = allocation.customer_no = allocation.allocation_no = 5;
	assert_int_equal(aq_allocation_digest(chain, &allocation, &after, NULL), AQ_OK);
	assert_true(aq_sha256_equals(&plain, &after));
	allocation.rule = 2;
	assert_int_equal(aq_allocation_digest(chain, &allocation, &after, NULL), AQ_OK);
	assert_false(aq_sha256_equals(&plain, &after));
	allocation = before;
	allocation.write_off = 1;
	assert_int_equal(aq_allocation_digest(chain, &allocation, &after, NULL), AQ_OK);
	assert_false(aq_sha256_equals(&plain, &after));
	allocation = before;
	allocation.evidence = AQ_SLICE("else");
	assert_int_equal(aq_allocation_digest(chain, &allocation, &after, NULL), AQ_OK);
	assert_false(aq_sha256_equals(&plain, &after));
}

#define CHAINED(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CHAINED(the_same_entries_give_the_same_hashes_everywhere),
		CHAINED(every_field_of_an_entry_is_hashed),
		CHAINED(numbers_of_the_store_are_not_hashed),
		CHAINED(texts_cannot_slide_from_one_field_to_the_next),
		CHAINED(a_unit_without_entries_leaves_the_head),
		CHAINED(the_name_of_a_unit_is_part_of_the_head),
		CHAINED(a_damaged_entry_read_back_is_an_integrity_fault),
		CHAINED(a_payments_digest_covers_facts_and_no_people),
		CHAINED(an_allocations_digest_covers_money_rule_and_evidence),
	};

	if (aq_hash_start(NULL) != AQ_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
