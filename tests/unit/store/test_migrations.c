/*
 * test_migrations.c - a home of an earlier schema says the same in today's.
 */
#include <sqlite3.h>

#include "given.h"

static void change(struct given *given, const char *sql)
{
	sqlite3 *db;
	char *message = NULL;

	assert_int_equal(sqlite3_open(given->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Before step 15, nobody kept when a statement was made. */
#define AS_STEP_FOURTEEN "ALTER TABLE statement DROP COLUMN created;"

/* Before step 14, open items could be loaded once. */
#define AS_STEP_THIRTEEN                                                                           \
	AS_STEP_FOURTEEN                                                                           \
	"DROP INDEX file_known; DROP INDEX file_taken; CREATE UNIQUE INDEX file_taken ON "         \
	"file(sha256) WHERE status IN (0, 1);"

/* Before step 13, one person decided everything alone. */
#define AS_STEP_TWELVE                                                                             \
	AS_STEP_THIRTEEN                                                                           \
	"DROP TABLE proposal; ALTER TABLE act DROP COLUMN approved_by; ALTER TABLE act DROP "      \
	"COLUMN approved_why;"

/* Before step 11, rates of returns were of one night; before step 12, nobody
 * counted what rules did. */
#define AS_STEP_ELEVEN AS_STEP_TWELVE "DROP TABLE rule_count;"
#define AS_STEP_TEN    AS_STEP_ELEVEN "DROP TABLE ach_count;"

/* Before step 9, nothing was learned; before step 10, nothing was told ahead. */
#define AS_STEP_EIGHT AS_STEP_TEN "DROP TABLE told_ahead; DROP TABLE lesson;"

/* Before step 8, a statement was of one page. */
#define AS_STEP_SEVEN                                                                              \
	AS_STEP_EIGHT                                                                              \
	"ALTER TABLE statement DROP COLUMN page_first; ALTER TABLE statement DROP COLUMN "         \
	"page_last; ALTER TABLE statement DROP COLUMN is_last_page; ALTER TABLE statement DROP "   \
	"COLUMN moved;"

/* Before step 7, a settlement's gross held what is told apart now. */
static const char as_step_six[] = AS_STEP_SEVEN
	"UPDATE settlement SET gross = gross - held + exchanged + other;"
	"ALTER TABLE settlement DROP COLUMN held; ALTER TABLE settlement DROP COLUMN exchanged;"
	"ALTER TABLE settlement DROP COLUMN other; ALTER TABLE settlement DROP COLUMN payout_no;"
	"ALTER TABLE settlement DROP COLUMN detail_no;"
	"PRAGMA user_version = 6";

/* Before step 6, payers' accounts had a table of their own. */
static const char as_step_five[] =
	"CREATE TABLE account(account_no INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
	"INSERT INTO account SELECT p.account_no, t.payer_account FROM payment AS p, payment_text "
	"AS t WHERE t.payment_no = p.payment_no AND t.payer_account <> '';"
	"ALTER TABLE payment_text DROP COLUMN payer_account;"
	"PRAGMA user_version = 5";

/* Before step 3, the texts of numbers were looked up when they were read. */
static const char as_step_two[] =
	"DROP INDEX contract_of;"
	"DROP TABLE told_more;"
	"DROP TRIGGER entry_kept; DROP TRIGGER posting_kept; DROP TRIGGER allocation_kept;"
	"UPDATE entry SET payment = NULL WHERE payment_no <> 0;"
	"UPDATE posting SET customer = NULL, target = NULL;"
	"UPDATE allocation SET customer = NULL, target = NULL;"
	"CREATE TRIGGER entry_kept BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, ''); END;"
	"CREATE TRIGGER posting_kept BEFORE UPDATE ON posting BEGIN SELECT raise(ABORT, ''); END;"
	"CREATE TRIGGER allocation_kept BEFORE UPDATE ON allocation BEGIN SELECT raise(ABORT, ''); "
	"END;"
	"PRAGMA user_version = 2";

struct seen {
	struct aq_payment_id payment;
	size_t named, count;
};

static enum aq_status see_line(void *context, const struct aq_journal_line *line,
			       struct aq_error *err)
{
	struct seen *seen = context;

	(void)err;
	seen->count++;
	if (line->payment_no)
		assert_memory_equal(&line->payment, &seen->payment, sizeof(seen->payment));
	if (line->posting.customer_no == 0) {
		assert_int_equal(line->posting.customer.length, 0);
		assert_int_equal(line->posting.target.length, 0);
		return AQ_OK;
	}
	assert_true(aq_slice_is(line->posting.customer, "C1"));
	assert_true(aq_slice_is(line->posting.target, "F-1"));
	seen->named++;
	return AQ_OK;
}

static enum aq_status see_allocation(void *context, const struct aq_allocation_line *line,
				     struct aq_error *err)
{
	(void)err;
	assert_true(aq_slice_is(line->allocation.customer, "C1"));
	assert_true(aq_slice_is(line->allocation.target, "F-1"));
	++*(size_t *)context;
	return AQ_OK;
}

static void texts_that_were_looked_up_stand_beside_their_numbers(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct given_application application;
	struct aq_row_change item;
	struct seen seen = {.count = 0};
	size_t allocations = 0;

	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_customer(given, "C1");
	item = given_invoice(given, "F-1", 100);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_application(given, &application, &in, &item, 100);
	given_apply(given, &application);
	given_commit(given);
	seen.payment = in.payment.id;
	aq_store_close(given->store);
	change(given, as_step_six);
	change(given, as_step_five);
	change(given, as_step_two);
	given_open(given);
	given_ok(given, aq_store_list_journal(given->store, given->run.run_no, see_line, &seen,
					      &given->err));
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.named, 1);
	given_ok(given, aq_store_list_allocations(given->store, given->run.run_no, see_allocation,
						  &allocations, &given->err));
	assert_int_equal(allocations, 1);
	given_sound(given);
}

static void a_payers_account_moves_beside_the_other_texts(void **state)
{
	struct given *given = *state;
	struct given_payment one, other;
	struct aq_arena *arena = NULL;
	struct aq_waiting *found;
	uint64_t payment_nos[2];
	size_t count = 0;

	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_receipt(given, &one, 100, "B-1");
	one.payment.payer_account = AQ_SLICE("DE89370400440532013000");
	given_take_in(given, &one);
	given_receipt(given, &other, 200, "B-2");
	other.payment.payer_account = AQ_SLICE("");
	given_take_in(given, &other);
	given_commit(given);
	payment_nos[0] = one.payment.payment_no;
	payment_nos[1] = other.payment.payment_no;
	aq_store_close(given->store);
	change(given, as_step_six);
	change(given, as_step_five);
	given_open(given);
	given_ok(given, aq_arena_new(&arena, 0, &given->err));
	given_ok(given, aq_store_payments_read(given->store, payment_nos, 2, arena, &found, &count,
					       &given->err));
	assert_int_equal(count, 2);
	assert_true(aq_slice_is(found[0].payment.payer_account, "DE89370400440532013000"));
	assert_int_equal(found[1].payment.payer_account.length, 0);
	aq_arena_free(arena);
	given_sound(given);
}

/* A detail that a gateway's reserve, exchange or rounding brings to a settlement. */
static void given_detail(struct given *given, enum aq_account other, int64_t amount, const char *id)
{
	struct given_payment in;
	struct aq_taken taken;

	given_receipt(given, &in, amount, id);
	in.payment.mode = AQ_POSTS_CLEARING;
	in.payment.source = AQ_SLICE("paygate");
	in.payment.settlement_id = AQ_SLICE("P-1");
	in.posting.debit = (struct aq_account_ref){AQ_ACCOUNT_CLEARING, AQ_SLICE("paygate")};
	in.posting.credit = (struct aq_account_ref){.account = other};
	if (other == AQ_ACCOUNT_RESERVE || other == AQ_ACCOUNT_FX)
		in.posting.credit.qualifier = AQ_SLICE("paygate");
	in.posting.settlement = AQ_SLICE("P-1");
	in.entry.event = AQ_EVENT_ADJUSTMENT;
	taken = given_taken(&in);
	if (other != AQ_ACCOUNT_UNIDENTIFIED) {
		taken.bucket = AQ_BUCKET_NONE;
		taken.remainder = 0;
		taken.status = AQ_PAYMENT_FEE;
	}
	given_ok(given, aq_store_take_in(given->store, given->run.run_no, &taken, 1, &given->err));
}

static void what_a_gateway_holds_and_changes_leaves_gross(void **state)
{
	struct given *given = *state;
	struct aq_settlement *settlements;
	size_t count = 0;

	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_detail(given, AQ_ACCOUNT_UNIDENTIFIED, 1000, "D-1");
	given_detail(given, AQ_ACCOUNT_RESERVE, 70, "D-2");
	given_detail(given, AQ_ACCOUNT_FX, 30, "D-3");
	given_detail(given, AQ_ACCOUNT_ROUNDING, 1, "D-4");
	given_commit(given);
	aq_store_close(given->store);
	change(given, as_step_six);
	given_open(given);
	given_ok(given, aq_store_settlements_open(given->store, given->arena, &settlements, &count,
						  &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(settlements[0].gross, 1000);
	assert_int_equal(settlements[0].held, -70);
	assert_int_equal(settlements[0].exchanged, 30);
	assert_int_equal(settlements[0].other, 1);
	assert_int_equal(settlements[0].net, 1101);
	given_sound(given);
}

static const char as_step_eleven[] = AS_STEP_ELEVEN "PRAGMA user_version = 11";

static void what_rules_did_before_they_were_counted_is_counted(void **state)
{
	struct given *given = *state;
	struct given_payment in;
	struct given_application application;
	struct aq_row_change item;
	struct aq_rule_count *counts;
	struct aq_rule_order order = {
		.from = given_day("2026-01-31"), .to = given_day("2026-01-31"), .run_to = 1};
	size_t count = 0;

	given_run(given, "2026-01-31");
	given_begin(given);
	given_file(given, 1);
	given_customer(given, "C1");
	item = given_invoice(given, "F-1", 100);
	given_receipt(given, &in, 100, "B-1");
	given_take_in(given, &in);
	given_application(given, &application, &in, &item, 100);
	given_apply(given, &application);
	given_commit(given);
	aq_store_close(given->store);
	change(given, as_step_eleven);
	given_open(given);
	given_ok(given, aq_store_rule_counts(given->store, &order, given->arena, &counts, &count,
					     &given->err));
	assert_int_equal(count, 1);
	assert_int_equal(counts[0].rule, AQ_RULE_INVOICE);
	assert_int_equal(counts[0].count, 1);
	assert_int_equal(counts[0].amount, 100);
	assert_false(counts[0].is_undone);
	given_sound(given);
}

static const char as_step_thirteen[] = AS_STEP_THIRTEEN "PRAGMA user_version = 13";

static void open_items_that_were_loaded_once_may_be_loaded_again(void **state)
{
	struct given *given = *state;
	struct aq_file_row file = {.is_open_items = true,
				   .sha256 = {{7}},
				   .name = AQ_SLICE("invoices.csv"),
				   .format = AQ_SLICE("open-items invoices"),
				   .status = AQ_FILE_ACCEPTED};
	struct aq_file_row found;

	given_run(given, "2026-01-31");
	given_begin(given);
	file.run_no = given->run.run_no;
	file.file_no = given_number(given, AQ_NUMBER_FILE);
	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	given_commit(given);
	aq_store_close(given->store);
	change(given, as_step_thirteen);
	given_open(given);
	given_begin(given);
	file.file_no = given_number(given, AQ_NUMBER_FILE);
	given_ok(given, aq_store_file_add(given->store, &file, &given->err));
	given_commit(given);
	given_ok(given,
		 aq_store_file_find(given->store, &file.sha256, given->arena, &found, &given->err));
	assert_int_equal(found.file_no, file.file_no);
	given_sound(given);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, given_store, given_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts_that_were_looked_up_stand_beside_their_numbers),
		TEST(a_payers_account_moves_beside_the_other_texts),
		TEST(what_a_gateway_holds_and_changes_leaves_gross),
		TEST(what_rules_did_before_they_were_counted_is_counted),
		TEST(open_items_that_were_loaded_once_may_be_loaded_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
