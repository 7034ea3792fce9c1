/*
 * test_catalogue.c - look-ups answered from memory are those of the tables.
 */
#include "acquit/store_bulk.h"
#include "given.h"

#define LONG_NAME_BYTES 300
#define NUMBERS_ASKED	16

static void load_customer(struct given *given, const char *number, const char *name,
			  const char *account)
{
	struct aq_customer_row row = {
		.line = 2, .number = aq_slice_of(number), .name = aq_slice_of(name)};
	struct aq_number_key key = {.kind = AQ_HIT_CUSTOMER, .hash = given_hash(given, number)};
	struct aq_name_key names[2] = {
		{.hash = given_hash(given, account),
		 .is_account = true,
		 .normal = aq_slice_of(account)},
		{.hash = given_hash(given, name), .normal = aq_slice_of(name)}};
	struct aq_rows rows = {.table = AQ_TABLE_CUSTOMERS,
			       .run_no = given->run.run_no,
			       .file_no = given->file_no,
			       .rows = &row,
			       .count = 1,
			       .numbers = &key,
			       .number_count = 1,
			       .names = names,
			       .name_count = 2};
	struct aq_row_change change;

	given_ok(given,
		 aq_store_load_rows(given->store, &rows, given->arena, &change, &given->err));
	assert_true(change.is_new);
}

static void load_parents(struct given *given)
{
	struct aq_contract_row contract = {.number = AQ_SLICE("K-1"),
					   .notification = AQ_SLICE("N-1"),
					   .customer = AQ_SLICE("C1"),
					   .currency = USD,
					   .has_amount = true,
					   .amount = 900,
					   .signed_on = given_day("2026-01-20")};
	struct aq_option_row option = {.contract = AQ_SLICE("K-2"), .option = AQ_SLICE("A")};
	struct aq_subscription_row subscription = {.number = AQ_SLICE("S-1"),
						   .customer = AQ_SLICE("C1"),
						   .currency = USD,
						   .price = 1000,
						   .package_discount = 100,
						   .cycle_months = 1,
						   .cycles = 3,
						   .starts_on = given_day("2026-01-31")};
	struct aq_bundle_row bundle[2] = {{2, AQ_SLICE("B-1"), AQ_SLICE("F-2")},
					  {3, AQ_SLICE("B-1"), AQ_SLICE("F-1")}};
	struct aq_rows rows = {.table = AQ_TABLE_BUNDLES, .rows = bundle, .count = 2};
	struct aq_row_change change, *changes, two[2];
	size_t count;

	change = given_load(given, AQ_TABLE_CONTRACTS, &contract, AQ_HIT_CONTRACT, "K1");
	given_bill(given, &change);
	contract.number = AQ_SLICE("K-2");
	contract.has_amount = false;
	given_load(given, AQ_TABLE_CONTRACTS, &contract, AQ_HIT_CONTRACT, "K2");
	assert_true(aq_decimal_parse_plain(AQ_SLICE("4.5"), &option.amount));
	given_load(given, AQ_TABLE_OPTIONS, &option, AQ_HIT_CONTRACT, NULL);
	given_load(given, AQ_TABLE_SUBSCRIPTIONS, &subscription, AQ_HIT_SUBSCRIPTION, "S1");
	given_ok(given, aq_store_instalments_due(given->store, given_day("2026-02-28"),
						 given->arena, &changes, &count, &given->err));
	assert_int_equal(count, 2);
	given_bill(given, &changes[0]);
	given_bill(given, &changes[1]);
	given_ok(given, aq_store_load_rows(given->store, &rows, given->arena, two, &given->err));
}

/* Two customers, one of a name that is too long to be kept; items open, partly paid,
 * closed, with and without terms; what items belong to. */
static void load_all(struct given *given)
{
	char name[LONG_NAME_BYTES + 1] = {0};
	struct aq_invoice_row row = given_invoice_row("F-9", 700);
	struct given_payment payment;
	struct given_application application;
	struct aq_row_change change, paid;

	memset(name, 'N', LONG_NAME_BYTES);
	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	load_customer(given, "C1", "Rosa Imaginary", "XX001234");
	load_customer(given, "C2", name, "XX005678");
	given_invoice(given, "F-1", 100);
	paid = given_invoice(given, "F-2", 200);
	given_receipt(given, &payment, 200, "B-1");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &paid, 200);
	given_apply(given, &application);
	paid = given_invoice(given, "F-3", 300);
	given_receipt(given, &payment, 50, "B-2");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &paid, 50);
	given_apply(given, &application);
	row.kind = AQ_SLICE("water");
	row.reference = AQ_SLICE("RF18000000009");
	row.discount = 7;
	row.discount_until = given_day("2026-02-10");
	row.project = AQ_SLICE("P-1");
	row.customer = AQ_SLICE("C2");
	change = given_load(given, AQ_TABLE_INVOICES, &row, AQ_HIT_INVOICE, "F9");
	given_bill(given, &change);
	load_parents(given);
}

static void assert_text(struct aq_slice one, struct aq_slice other)
{
	assert_true(aq_slice_equals(one, other));
}

static void assert_item(const struct aq_item *one, const struct aq_item *other)
{
	assert_int_equal(one->item_no, other->item_no);
	assert_int_equal(one->kind, other->kind);
	assert_int_equal(one->customer_no, other->customer_no);
	assert_int_equal(one->parent_no, other->parent_no);
	assert_int_equal(one->cycle, other->cycle);
	assert_int_equal(one->currency, other->currency);
	assert_int_equal(one->amount, other->amount);
	assert_int_equal(one->open, other->open);
	assert_int_equal(one->due_on.day, other->due_on.day);
	assert_int_equal(one->issued_on.day, other->issued_on.day);
	assert_int_equal(one->discount_until.day, other->discount_until.day);
	assert_int_equal(one->discount, other->discount);
	assert_int_equal(one->is_bound, other->is_bound);
	assert_text(one->number, other->number);
	assert_text(one->class_text, other->class_text);
	assert_text(one->reference, other->reference);
}

struct found { /* everything, as the look-ups give it */
	struct aq_item *items;
	struct aq_customer *customers;
	struct aq_name_row *names;
	struct aq_contract *contracts;
	struct aq_subscription *subscriptions;
	struct aq_bundle *bundles;
	uint64_t *open;
	struct aq_open_of *open_of;
	size_t item_count, customer_count, name_count, contract_count, subscription_count;
	size_t bundle_count, open_count;
};

static int rising(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static struct found find_all(struct given *given)
{
	struct aq_store *store = given->store;
	struct aq_error *err = &given->err;
	char name[LONG_NAME_BYTES + 1] = {0};
	uint64_t numbers[NUMBERS_ASKED], hashes[5];
	struct found out = {.items = NULL};

	memset(name, 'N', LONG_NAME_BYTES);
	for (size_t at = 0; at < NUMBERS_ASKED; at++)
		numbers[at] = at + 1;
	hashes[0] = given_hash(given, "XX001234");
	hashes[1] = given_hash(given, "XX005678");
	hashes[2] = given_hash(given, "Rosa Imaginary");
	hashes[3] = given_hash(given, name);
	hashes[4] = given_hash(given, "nobody");
	qsort(hashes, 5, sizeof(hashes[0]), rising);
	given_ok(given, aq_store_items(store, numbers, NUMBERS_ASKED, given->arena, &out.items,
				       &out.item_count, err));
	given_ok(given, aq_store_customers(store, numbers, 2, given->arena, &out.customers,
					   &out.customer_count, err));
	given_ok(given, aq_store_names_find(store, hashes, 5, given->arena, &out.names,
					    &out.name_count, err));
	given_ok(given, aq_store_contracts(store, numbers, NUMBERS_ASKED, given->arena,
					   &out.contracts, &out.contract_count, err));
	given_ok(given, aq_store_subscriptions(store, numbers, NUMBERS_ASKED, given->arena,
					       &out.subscriptions, &out.subscription_count, err));
	given_ok(given, aq_store_bundles(store, numbers, NUMBERS_ASKED, given->arena, &out.bundles,
					 &out.bundle_count, err));
	given_ok(given, aq_store_open_numbers_of(store, numbers, 3, given->arena, &out.open,
						 &out.open_count, &out.open_of, err));
	return out;
}

static void assert_parents(const struct found *one, const struct found *other)
{
	assert_int_equal(one->contract_count, other->contract_count);
	for (size_t at = 0; at < one->contract_count; at++) {
		const struct aq_contract *a = &one->contracts[at], *b = &other->contracts[at];

		assert_int_equal(a->contract_no, b->contract_no);
		assert_int_equal(a->item_no, b->item_no);
		assert_int_equal(a->is_paid, b->is_paid);
		assert_int_equal(a->amount, b->amount);
		assert_int_equal(a->option_count, b->option_count);
		assert_text(a->notification, b->notification);
	}
	assert_int_equal(one->subscription_count, other->subscription_count);
	for (size_t at = 0; at < one->subscription_count; at++) {
		const struct aq_subscription *a = &one->subscriptions[at];
		const struct aq_subscription *b = &other->subscriptions[at];

		assert_text(a->number, b->number);
		assert_int_equal(a->made, b->made);
		assert_int_equal(a->instalment_count, b->instalment_count);
		for (size_t k = 0; k < a->instalment_count; k++)
			assert_item(&a->instalments[k], &b->instalments[k]);
	}
	assert_int_equal(one->bundle_count, other->bundle_count);
	for (size_t at = 0; at < one->bundle_count; at++) {
		assert_text(one->bundles[at].number, other->bundles[at].number);
		assert_int_equal(one->bundles[at].item_count, other->bundles[at].item_count);
	}
}

static void assert_found(const struct found *one, const struct found *other)
{
	assert_int_equal(one->item_count, other->item_count);
	for (size_t at = 0; at < one->item_count; at++)
		assert_item(&one->items[at], &other->items[at]);
	assert_int_equal(one->customer_count, other->customer_count);
	for (size_t at = 0; at < one->customer_count; at++) {
		assert_text(one->customers[at].number, other->customers[at].number);
		assert_text(one->customers[at].name, other->customers[at].name);
	}
	assert_int_equal(one->name_count, other->name_count);
	for (size_t at = 0; at < one->name_count; at++) {
		assert_int_equal(one->names[at].hash, other->names[at].hash);
		assert_int_equal(one->names[at].is_account, other->names[at].is_account);
		assert_int_equal(one->names[at].customer_no, other->names[at].customer_no);
		assert_text(one->names[at].normal, other->names[at].normal);
	}
	assert_int_equal(one->open_count, other->open_count);
	for (size_t at = 0; at < one->open_count; at++)
		assert_int_equal(one->open[at], other->open[at]);
	assert_parents(one, other);
}

static void given_catalogue(struct given *given, struct aq_catalogue **out)
{
	assert_int_equal(aq_store_catalogue(given->store, 100, out, &given->err), AQ_OK);
	assert_int_equal(aq_catalogue_items(*out, given->store, &given->err), AQ_OK);
	assert_int_equal(aq_catalogue_payers(*out, given->store, &given->err), AQ_OK);
	assert_int_equal(aq_catalogue_parents(*out, given->store, &given->err), AQ_OK);
}

static void what_is_in_memory_is_what_the_tables_say(void **state)
{
	struct given *given = *state;
	struct aq_catalogue *catalogue = NULL;
	struct found read, told;

	assert_int_equal(aq_store_catalogue(given->store, 100, &catalogue, &given->err), AQ_END);
	assert_null(catalogue);
	load_all(given);
	read = find_all(given);
	assert_int_equal(read.item_count, 7);
	assert_int_equal(read.customer_count, 2);
	assert_int_equal(read.name_count, 4);
	assert_int_equal(read.contract_count, 2);
	assert_int_equal(read.subscription_count, 1);
	assert_int_equal(read.subscriptions[0].instalment_count, 2);
	assert_int_equal(read.bundle_count, 1);
	assert_int_equal(read.open_count, 6);
	given_catalogue(given, &catalogue);
	aq_store_lend(given->store, catalogue, true);
	told = find_all(given);
	assert_found(&read, &told);
	aq_store_lend(given->store, NULL, true);
	aq_catalogue_free(catalogue);
	given_commit(given);
	given_sound(given);
}

/* Paid whole, in part, and made meanwhile: the catalogue tells it when it is renewed. */
static void what_was_posted_meanwhile_is_told_when_it_is_renewed(void **state)
{
	struct given *given = *state;
	struct aq_catalogue *catalogue = NULL;
	struct given_payment payment;
	struct given_application application;
	struct aq_row_change whole, part;
	struct found before, read, told;

	load_all(given);
	whole = given_invoice(given, "F-10", 400);
	part = given_invoice(given, "F-11", 500);
	before = find_all(given);
	given_catalogue(given, &catalogue);
	given_receipt(given, &payment, 400, "B-3");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &whole, 400);
	given_apply(given, &application);
	given_receipt(given, &payment, 60, "B-4");
	given_take_in(given, &payment);
	given_application(given, &application, &payment, &part, 60);
	given_apply(given, &application);
	given_invoice(given, "F-12", 600);
	read = find_all(given);
	assert_int_equal(read.open_count, before.open_count);
	assert_int_equal(aq_catalogue_renew(catalogue, given->store, &given->err), AQ_OK);
	assert_int_equal(aq_catalogue_parents(catalogue, given->store, &given->err), AQ_OK);
	aq_store_lend(given->store, catalogue, true);
	told = find_all(given);
	assert_found(&read, &told);
	aq_store_lend(given->store, NULL, true);
	aq_catalogue_free(catalogue);
	given_commit(given);
	given_sound(given);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_in_memory_is_what_the_tables_say,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(
			what_was_posted_meanwhile_is_told_when_it_is_renewed, given_store,
			given_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
