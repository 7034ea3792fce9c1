/*
 * check_deep.c - SQLite's own checks, and every projection rebuilt beside the
 * one that is kept.
 *
 * Design: each projection has one statement that makes it from the journal. Its
 * rows are walked beside the kept ones, or put in their place. Questions (table
 * exception) are words of the night that asked them and are not rebuilt.
 */
#include <stdio.h>

#include "acquit/claim.h"
#include "../counts.h"
#include "../rows.h"

struct projection {
	const char *table;
	const char *build; /* the SELECT that makes it */
	const char *columns; /* what is compared, in order of the key */
	const char *key; /* by what it is compared, where two columns do not tell rows apart */
};

/* clang-format off */

/* Words are stored by their own numbers: families 2 (events) and 3 (accounts). */
#define ACCOUNT(name) "(SELECT number FROM word WHERE family = 3 AND text = '" name "')"
#define IS_CLEARING(side) side " IN (SELECT ledger_account_no FROM ledger_account WHERE account = " ACCOUNT("clearing") ")"
#define IS_OF(side, names) side " IN (SELECT ledger_account_no FROM ledger_account WHERE account IN" \
	" (SELECT number FROM word WHERE family = 3 AND text IN (" names ")))"
#define IS_EVENT(names) "e.event IN (SELECT number FROM word WHERE family = 2 AND text IN (" names "))"
#define IS_INTAKE "(" IS_EVENT("'receipt', 'money-out', 'fee', 'adjustment', 'return', 'told-apart', 'difference-accepted', 'difference-undone'") \
	" OR " IS_EVENT("'paid-out'") " AND o.settlement_no IN (SELECT settlement_no FROM settlement WHERE settlement_id <> ''))"

/* What a posting brings to clearing, from its debit side or its credit side. */
#define MOVES \
	"SELECT o.settlement_no, o.credit AS other, o.amount AS brought, " IS_INTAKE " AS intake FROM posting AS o CROSS JOIN entry AS e ON e.entry_no = (o.posting_no >> 12)" \
	" WHERE o.settlement_no <> 0 AND " IS_CLEARING("o.debit") " AND NOT " IS_CLEARING("o.credit") \
	" UNION ALL" \
	" SELECT o.settlement_no, o.debit, -o.amount, " IS_INTAKE " FROM posting AS o CROSS JOIN entry AS e ON e.entry_no = (o.posting_no >> 12)" \
	" WHERE o.settlement_no <> 0 AND NOT " IS_CLEARING("o.debit") " AND " IS_CLEARING("o.credit")

/* The packed columns of rows.h, as SQL reads them. */
#define LAST_STEP "(SELECT s.step_no FROM step AS s WHERE s.payment_no = p.payment_no AND s.outcome & 32 = 0 ORDER BY s.step_no DESC LIMIT 1)"

/* Counts of days: how far a day goes is told by no two columns. */
#define DAY_KEY "1, 2, 3, 4, 5"

static const struct projection projections[] = {
	{ "ledger_balance",
	  "SELECT account, currency, sum(debit) AS debit, sum(credit) AS credit FROM (SELECT debit AS account, currency, amount AS debit, 0 AS credit FROM posting"
	  " UNION ALL SELECT credit, currency, 0, amount FROM posting) GROUP BY account, currency",
	  "account, currency, debit, credit", NULL },
	{ "item_allocation",
	  "SELECT item_no, allocation_no FROM allocation WHERE item_no <> 0 ORDER BY item_no, allocation_no",
	  "item_no, allocation_no", NULL },
	{ "open_item",
	  "SELECT customer_no, item_no, open, currency, due_on FROM (SELECT i.customer_no, i.item_no, i.currency, i.due_on, i.billed - coalesce((SELECT sum(a.amount + a.discount + a.promotion + a.write_off)"
	  " FROM item_allocation AS x CROSS JOIN allocation AS a ON a.allocation_no = x.allocation_no WHERE x.item_no = i.item_no), 0) AS open FROM item AS i) WHERE open <> 0",
	  "customer_no, item_no, open, currency, due_on", NULL },
	{ "payment_open",
	  "SELECT payment_no + (bucket = 3) * 4611686018427387904 AS place, bucket, remainder, currency, status, customer_no, contract_no FROM ("
	  "SELECT p.payment_no, p.currency, coalesce(s.outcome >> 7 & 7, p.traits >> 17 & 7) AS bucket, coalesce(s.remainder, CASE p.traits >> 20 & 1 WHEN 1 THEN -p.amount ELSE p.amount END) AS remainder,"
	  " coalesce(s.outcome & 31, p.traits >> 12 & 31) AS status, coalesce(s.customer_no, 0) AS customer_no, coalesce(s.contract_no, 0) AS contract_no"
	  " FROM payment AS p LEFT JOIN step AS s ON s.payment_no = p.payment_no AND s.step_no = " LAST_STEP ") WHERE bucket <> 0 AND remainder <> 0",
	  "place, bucket, remainder, currency, status, customer_no, contract_no", NULL },
	{ "settlement",
	  "SELECT s.settlement_no, s.source, s.settlement_id, s.currency, s.settled_on, coalesce(m.gross, 0) AS gross, coalesce(m.fees, 0) AS fees, coalesce(m.returns, 0) AS returns, coalesce(m.net, 0) AS net,"
	  " coalesce(m.deposited, 0) AS deposited, s.has_deposit, s.run_no, s.batch_id,"
	  " coalesce(m.held, 0) AS held, coalesce(m.exchanged, 0) AS exchanged, coalesce(m.other, 0) AS other, s.payout_no, s.detail_no FROM settlement AS s LEFT JOIN (SELECT settlement_no,"
	  " sum(CASE WHEN intake AND NOT " IS_OF("other", "'fees', 'fee-tax', 'unidentified-out', 'reserve', 'fx', 'interest', 'rounding', 'payouts', 'write-offs'") " THEN brought ELSE 0 END) AS gross,"
	  " sum(CASE WHEN intake AND " IS_OF("other", "'fees', 'fee-tax'") " THEN -brought ELSE 0 END) AS fees,"
	  " sum(CASE WHEN intake AND " IS_OF("other", "'unidentified-out'") " THEN -brought ELSE 0 END) AS returns,"
	  " sum(CASE WHEN intake AND " IS_OF("other", "'reserve'") " THEN -brought ELSE 0 END) AS held,"
	  " sum(CASE WHEN intake AND " IS_OF("other", "'fx'") " THEN brought ELSE 0 END) AS exchanged,"
	  " sum(CASE WHEN intake AND " IS_OF("other", "'interest', 'rounding', 'payouts', 'write-offs'") " THEN brought ELSE 0 END) AS other,"
	  " sum(CASE WHEN intake THEN brought ELSE 0 END) AS net, sum(CASE WHEN intake THEN 0 ELSE -brought END) AS deposited FROM (" MOVES ") GROUP BY settlement_no) AS m"
	  " ON m.settlement_no = s.settlement_no",
	  "settlement_no, net, deposited, gross, fees, returns, held, exchanged, other", NULL },
	{ "ach_count", SQ_ACH_COUNTED, "booked_on, run_no, source_label, currency, reason, count, amount", DAY_KEY },
	{ "rule_count", SQ_RULES_APPLIED " UNION ALL " SQ_RULES_UNDONE(""), "applied_on, run_no, rule, currency, is_undone, count, amount", DAY_KEY },
};

/* Rows that name what is not there: what foreign keys would refuse, in sets. */
struct orphan {
	const char *what;
	const char *find;	/* the first number */
};

static const struct orphan orphans[] = {
	{ "posting without its entry", "SELECT posting_no FROM posting AS o WHERE NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.entry_no = (o.posting_no >> 12)) LIMIT 1" },
	{ "posting of an unknown ledger account", "SELECT posting_no FROM posting WHERE debit NOT IN (SELECT ledger_account_no FROM ledger_account) OR credit NOT IN (SELECT ledger_account_no FROM ledger_account) LIMIT 1" },
	{ "posting of an unknown customer", "SELECT posting_no FROM posting AS o WHERE customer_no <> 0 AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.customer_no = o.customer_no AND o.customer IN (c.number, '')) LIMIT 1" },
	{ "posting of an unknown item", "SELECT posting_no FROM posting AS o WHERE item_no <> 0 AND NOT EXISTS (SELECT 1 FROM item AS i WHERE i.item_no = o.item_no AND o.target IN (i.number, '')) LIMIT 1" },
	{ "lesson that no application of its day taught", "SELECT payment_no FROM lesson AS l WHERE NOT EXISTS (SELECT 1 FROM step AS s JOIN run AS r ON r.run_no = s.run_no CROSS JOIN allocation AS a"
	  " ON a.allocation_no BETWEEN s.allocation_from AND s.allocation_from + s.allocation_count - 1 WHERE s.payment_no = l.payment_no AND s.allocation_count > 0 AND a.customer_no = l.customer_no"
	  " AND (l.is_certain = 0 OR (l.is_certain = 1 AND a.item_no <> 0) OR (l.is_certain = 2 AND " SQ_RULE_IS("a", "review") ")) AND a.amount > 0 AND r.business_date = l.learned_on) LIMIT 1" },
	{ "entry that corrects what is not there", "SELECT entry_no FROM entry AS e WHERE corrects_no <> 0 AND NOT EXISTS (SELECT 1 FROM entry AS c WHERE c.entry_no = e.corrects_no) LIMIT 1" },
	{ "entry of an unknown payment", "SELECT entry_no FROM entry AS e WHERE payment_no <> 0 AND NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.payment_no = e.payment_no AND coalesce(e.payment, p.id) IN (p.id, x'')) LIMIT 1" },
	{ "allocation of an unknown payment", "SELECT allocation_no FROM allocation AS a WHERE NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.payment_no = a.payment_no) LIMIT 1" },
	{ "allocation to an unknown item", "SELECT allocation_no FROM allocation AS a WHERE item_no <> 0 AND NOT EXISTS (SELECT 1 FROM item AS i WHERE i.item_no = a.item_no AND a.target IN (i.number, '')) LIMIT 1" },
	{ "payment of an unknown file", "SELECT payment_no FROM payment AS p WHERE NOT EXISTS (SELECT 1 FROM file AS f WHERE f.file_no = p.file_no) LIMIT 1" },
	{ "payment without its entry", "SELECT payment_no FROM payment AS p WHERE entry_no <> 0 AND NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.entry_no = p.entry_no AND e.payment_no = p.payment_no) LIMIT 1" },
	{ "question about an unknown payment", "SELECT exception_no FROM exception AS x WHERE NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.payment_no = x.payment_no) LIMIT 1" },
	{ "key of an unknown payment", "SELECT payment_no FROM payment_key AS k WHERE NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.payment_no = k.payment_no) LIMIT 1" },
	{ "row told of a payment that it is no delivery of", "SELECT by_no FROM told_more AS m WHERE NOT EXISTS (SELECT 1 FROM payment AS p CROSS JOIN payment AS k ON k.payment_no = m.payment_no WHERE p.payment_no = m.by_no AND ((p.duplicate_of = m.payment_no AND p.id = k.id) OR (p.duplicate_of = 0 AND p.entry_no = 0 AND (p.currency = k.currency OR p.amount = 0)))) LIMIT 1" },
	{ "item of an unknown customer", "SELECT item_no FROM item AS i WHERE NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.customer_no = i.customer_no) LIMIT 1" },
};
/* clang-format on */

#define PROJECTION_COUNT (sizeof(projections) / sizeof(projections[0]))
#define ORPHAN_COUNT	 (sizeof(orphans) / sizeof(orphans[0]))

/* AQ_OK with the first column of the first row as text, AQ_END without rows. */
static enum aq_status first_text(struct aq_store *store, const char *sql, char *text,
				 size_t text_bytes, struct aq_error *err)
{
	sqlite3_stmt *statement = NULL;
	enum aq_status status;
	int result;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
		return sq_fail(store, "checking the store", err);
	result = sqlite3_step(statement);
	if (result == SQLITE_ROW) {
		const char *found = (const char *)sqlite3_column_text(statement, 0);

		(void)snprintf(text, text_bytes, "%s", found ? found : "");
		status = AQ_OK;
	} else {
		status = result == SQLITE_DONE ? AQ_END : sq_fail(store, "checking the store", err);
	}
	(void)sqlite3_finalize(statement);
	return status;
}

static enum aq_status check_pages(struct aq_store *store, struct aq_error *err)
{
	char text[AQ_ERROR_TEXT_BYTES] = "";
	enum aq_status status =
		first_text(store, "PRAGMA integrity_check(1)", text, sizeof(text), err);

	if (status < AQ_OK)
		return status;
	return strcmp(text, "ok") == 0 ? AQ_OK
				       : sq_contradiction(err, "the database is damaged: %s", text);
}

static enum aq_status check_orphans(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < ORPHAN_COUNT && status >= AQ_OK; at++) {
		char text[64] = "";

		status = first_text(store, orphans[at].find, text, sizeof(text), err);
		if (status == AQ_OK)
			status = sq_contradiction(err, "there is a %s: number %s", orphans[at].what,
						  text);
	}
	return status < AQ_OK ? status : AQ_OK;
}

/* The rebuilt rows and the kept ones, walked side by side in the order of the
 * key: every column compared is a whole number or a text. */
struct sides {
	sqlite3_stmt *rebuilt;
	sqlite3_stmt *kept;
};

static enum aq_status differs(const struct projection *projection, sqlite3_stmt *statement,
			      struct aq_error *err)
{
	return sq_contradiction(err, "table %s is not what the journal makes of it: see %lld, %lld",
				projection->table, (long long)sqlite3_column_int64(statement, 0),
				(long long)sqlite3_column_int64(statement, 1));
}

static bool is_equal(const struct sides *sides, int column)
{
	const unsigned char *rebuilt, *kept;
	int bytes;

	if (sqlite3_column_type(sides->kept, column) != SQLITE_TEXT)
		return sqlite3_column_int64(sides->rebuilt, column) ==
		       sqlite3_column_int64(sides->kept, column);
	rebuilt = sqlite3_column_text(sides->rebuilt, column);
	kept = sqlite3_column_text(sides->kept, column);
	bytes = sqlite3_column_bytes(sides->kept, column);
	return rebuilt && kept && sqlite3_column_bytes(sides->rebuilt, column) == bytes &&
	       memcmp(rebuilt, kept, (size_t)bytes) == 0;
}

static enum aq_status walk_sides(struct aq_store *store, const struct projection *projection,
				 const struct sides *sides, struct aq_error *err)
{
	int columns = sqlite3_column_count(sides->kept);

	for (;;) {
		int rebuilt = sqlite3_step(sides->rebuilt);
		int kept = sqlite3_step(sides->kept);

		if ((rebuilt != SQLITE_ROW && rebuilt != SQLITE_DONE) ||
		    (kept != SQLITE_ROW && kept != SQLITE_DONE))
			return sq_fail(store, "checking the store", err);
		if (rebuilt == SQLITE_DONE && kept == SQLITE_DONE)
			return AQ_OK;
		if (rebuilt != kept)
			return differs(projection,
				       rebuilt == SQLITE_ROW ? sides->rebuilt : sides->kept, err);
		for (int column = 0; column < columns; column++)
			if (!is_equal(sides, column))
				return differs(projection, sides->rebuilt, err);
	}
}

static enum aq_status prepare(struct aq_store *store, sqlite3_stmt **out, char *sql,
			      struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (!sql)
		return aq_fail_memory(err);
	if (sqlite3_prepare_v2(store->db, sql, -1, out, NULL) != SQLITE_OK)
		status = sq_fail(store, "checking the store", err);
	sqlite3_free(sql);
	return status;
}

static enum aq_status compare(struct aq_store *store, const struct projection *projection,
			      struct aq_error *err)
{
	struct sides sides = {NULL, NULL};
	const char *key = projection->key ? projection->key : "1, 2";
	enum aq_status status =
		prepare(store, &sides.rebuilt,
			sqlite3_mprintf("SELECT %s FROM (%s) ORDER BY %s", projection->columns,
					projection->build, key),
			err);

	if (status >= AQ_OK)
		status = prepare(store, &sides.kept,
				 sqlite3_mprintf("SELECT %s FROM main.%s ORDER BY %s",
						 projection->columns, projection->table, key),
				 err);
	if (status >= AQ_OK)
		status = walk_sides(store, projection, &sides, err);
	(void)sqlite3_finalize(sides.rebuilt);
	(void)sqlite3_finalize(sides.kept);
	return status;
}

static enum aq_status run_sql(struct aq_store *store, char *sql, struct aq_error *err)
{
	enum aq_status status = sql ? sq_exec(store, sql, err) : aq_fail_memory(err);

	sqlite3_free(sql);
	return status;
}

/* The rebuilt rows are complete before the kept ones go: they may rest on them. */
static enum aq_status rebuild(struct aq_store *store, const struct projection *projection,
			      struct aq_error *err)
{
	enum aq_status status = sq_exec(store, "DROP TABLE IF EXISTS temp.rebuilt", err);

	if (status >= AQ_OK)
		status = run_sql(
			store,
			sqlite3_mprintf("CREATE TEMP TABLE rebuilt AS %s", projection->build), err);
	if (status >= AQ_OK)
		status = run_sql(store, sqlite3_mprintf("DELETE FROM main.%s", projection->table),
				 err);
	if (status >= AQ_OK)
		status = run_sql(store,
				 sqlite3_mprintf("INSERT INTO main.%s SELECT * FROM temp.rebuilt",
						 projection->table),
				 err);
	return status < AQ_OK ? status : sq_exec(store, "DROP TABLE temp.rebuilt", err);
}

enum aq_status sq_recount_days(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < PROJECTION_COUNT && status >= AQ_OK; at++)
		if (strcmp(projections[at].table, "ach_count") == 0 ||
		    strcmp(projections[at].table, "rule_count") == 0)
			status = rebuild(store, &projections[at], err);
	return status;
}

static enum aq_status count_rows(struct aq_store *store, const char *table, uint64_t *out,
				 struct aq_error *err)
{
	char sql[128], text[32] = "";
	enum aq_status status;

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	status = first_text(store, sql, text, sizeof(text), err);
	if (status == AQ_OK && !aq_slice_to_u64(aq_slice_of(text), out))
		status = sq_contradiction(err, "table %s cannot be counted", table);
	return status;
}

static enum aq_status recount(struct aq_store *store, struct sq_state *state, struct aq_error *err)
{
	enum aq_status status = count_rows(store, "number", &state->sizes.numbers, err);

	if (status >= AQ_OK)
		status = count_rows(store, "open_item", &state->sizes.open_items, err);
	if (status >= AQ_OK)
		status = count_rows(store, "payment", &state->sizes.payments, err);
	if (status >= AQ_OK)
		status = count_rows(store, "payment_open", &state->sizes.waiting, err);
	if (status >= AQ_OK)
		status = count_rows(store, "exception", &state->exceptions, err);
	if (status >= AQ_OK)
		status = count_rows(store, "apart", &state->apart, err);
	return status;
}

static enum aq_status check_lengths(struct aq_store *store, bool is_rebuild, struct aq_error *err)
{
	struct sq_state counted = store->state;
	enum aq_status status = recount(store, &counted, err);

	if (status < AQ_OK)
		return status;
	if (is_rebuild && counted.exceptions != store->state.exceptions)
		return sq_contradiction(err,
					"there are %llu questions, and %llu were open: no journal "
					"holds them, so that they cannot be rebuilt",
					(unsigned long long)counted.exceptions,
					(unsigned long long)store->state.exceptions);
	if (is_rebuild)
		store->state = counted;
	else if (memcmp(&counted.sizes, &store->state.sizes, sizeof(counted.sizes)) != 0 ||
		 counted.exceptions != store->state.exceptions ||
		 counted.apart != store->state.apart)
		return sq_contradiction(err,
					"the lengths of tables are not what is written of them");
	return AQ_OK;
}

static enum aq_status check_all(struct aq_store *store, bool is_rebuild, struct aq_error *err)
{
	enum aq_status status = check_orphans(store, err);

	for (size_t at = 0; at < PROJECTION_COUNT && status >= AQ_OK; at++)
		status = is_rebuild ? rebuild(store, &projections[at], err)
				    : compare(store, &projections[at], err);
	if (status >= AQ_OK)
		status = check_lengths(store, is_rebuild, err);
	return status < AQ_OK ? status : aq_store_check(store, err);
}

enum aq_status aq_store_check_deep(struct aq_store *store, bool is_rebuild, struct aq_error *err)
{
	enum aq_status status = check_pages(store, err);

	if (status < AQ_OK || !is_rebuild)
		return status < AQ_OK ? status : check_all(store, false, err);
	status = aq_store_begin(store, err);
	if (status < AQ_OK)
		return status;
	return sq_own_end(store, check_all(store, true, err), err);
}
