/*
 * test_log.c - what was committed is folded into the database beside a writer.
 */
#include <sqlite3.h>

#include "given.h"
#include "store/sqlite/log.h"

/* What the file of the database alone says, without its log. */
static int64_t files_in(const struct given *given)
{
	char uri[128];
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	int64_t count = -1;

	(void)snprintf(uri, sizeof(uri), "file:%s?immutable=1", given->path);
	assert_int_equal(sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL),
			 SQLITE_OK);
	if (sqlite3_prepare_v2(db, "SELECT count(*) FROM file", -1, &statement, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		count = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return count;
}

static void committed(struct given *given, int frames)
{
	assert_int_equal(sq_log_committed(given->store->log, given->store->db, "main", frames),
			 SQLITE_OK);
}

static void a_long_log_is_folded_while_another_transaction_writes(void **state)
{
	struct given *given = *state;

	given_run(given, "2026-03-02");
	given_begin(given);
	given_file(given, 1);
	given_commit(given);
	assert_int_equal(files_in(given), 0);
	committed(given, SQ_LOG_MANY - 1);
	sq_log_wait(given->store->log);
	assert_int_equal(files_in(given), 0);
	committed(given, SQ_LOG_MANY);
	given_begin(given);
	given_file(given, 2);
	committed(given, SQ_LOG_MANY);
	sq_log_wait(given->store->log);
	assert_int_equal(files_in(given), 1);
	aq_store_rollback(given->store);
	aq_store_close(given->store);
	assert_int_equal(files_in(given), 1);
	given_open(given);
}

static void a_log_that_grows_too_long_is_waited_for(void **state)
{
	struct given *given = *state;

	given_run(given, "2026-03-02");
	given_begin(given);
	given_file(given, 1);
	given_commit(given);
	committed(given, SQ_LOG_MANY);
	given_begin(given);
	given_file(given, 2);
	given_commit(given);
	committed(given, SQ_LOG_MAX);
	assert_int_equal(files_in(given), 2);
}

static void a_store_closes_when_its_log_is_folded(void **state)
{
	struct given *given = *state;

	given_run(given, "2026-03-02");
	given_begin(given);
	given_file(given, 1);
	given_commit(given);
	committed(given, SQ_LOG_MANY);
	aq_store_close(given->store);
	assert_int_equal(files_in(given), 1);
	given_open(given);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_long_log_is_folded_while_another_transaction_writes, given_store,
			given_end),
		cmocka_unit_test_setup_teardown(a_log_that_grows_too_long_is_waited_for,
						given_store, given_end),
		cmocka_unit_test_setup_teardown(a_store_closes_when_its_log_is_folded, given_store,
						given_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
