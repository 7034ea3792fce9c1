/*
 * migrations.c - the tables, as numbered steps; user_version says which were taken.
 *
 * Design: what may never change (payments, entries, postings, allocations,
 * findings, units, acts) is in tables whose triggers refuse UPDATE and DELETE.
 * What changes (open_item, payment_open, exception, settlement, ledger_balance,
 * item_allocation, counts of days) is a projection that can be rebuilt from them. Keys are whole
 * numbers; texts are looked up by keyed hashes (table number, payment_key), so
 * that no B-tree grows in the order of what payers write.
 *
 * A step that has been released is never edited; the next one is added.
 */
#include "sq.h"

#include <stdio.h>

/* clang-format off */
static const char book_tables[] =
"CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;"
"CREATE TABLE counter(what INTEGER PRIMARY KEY, value INTEGER NOT NULL) STRICT;"
"CREATE TABLE word(family INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,"
" PRIMARY KEY(family, number)) STRICT, WITHOUT ROWID;"
"CREATE TABLE label(label_no INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
"CREATE TABLE ledger_account(ledger_account_no INTEGER PRIMARY KEY, account INTEGER NOT NULL,"
" qualifier TEXT NOT NULL, UNIQUE(account, qualifier)) STRICT;"
/* The numbers each run began with: what a run brought is a range of every table. */
"CREATE TABLE run(run_no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, business_date INTEGER NOT NULL,"
" ordinal INTEGER NOT NULL, settings_hash BLOB NOT NULL, is_closed INTEGER NOT NULL,"
" head_before BLOB NOT NULL, head_after BLOB NOT NULL, entry_from INTEGER NOT NULL, entry_to INTEGER NOT NULL,"
" payment_from INTEGER NOT NULL, payment_to INTEGER NOT NULL, allocation_from INTEGER NOT NULL,"
" allocation_to INTEGER NOT NULL) STRICT;"
"CREATE INDEX run_of_date ON run(business_date, ordinal);"
"CREATE INDEX run_open ON run(run_no) WHERE is_closed = 0;"
"CREATE TABLE unit(unit_no INTEGER PRIMARY KEY, run_no INTEGER NOT NULL, name TEXT NOT NULL,"
" root BLOB NOT NULL CHECK(length(root) = 32), head BLOB NOT NULL CHECK(length(head) = 32),"
" first_entry INTEGER NOT NULL, last_entry INTEGER NOT NULL) STRICT;"
"CREATE TABLE act(act_no INTEGER PRIMARY KEY, run_no INTEGER NOT NULL, verb TEXT NOT NULL, by TEXT NOT NULL,"
" why TEXT NOT NULL, target TEXT NOT NULL, payment_no INTEGER NOT NULL) STRICT;";

static const char file_tables[] =
"CREATE TABLE file(file_no INTEGER PRIMARY KEY, run_no INTEGER NOT NULL, is_open_items INTEGER NOT NULL,"
" name BLOB NOT NULL, sha256 BLOB NOT NULL CHECK(length(sha256) = 32), bytes INTEGER NOT NULL,"
" format TEXT NOT NULL, profile_hash TEXT NOT NULL, status INTEGER NOT NULL, reason_code INTEGER NOT NULL,"
" reason TEXT NOT NULL, archive_name TEXT NOT NULL) STRICT;"
/* A refused file may come again; one that was taken may not. */
"CREATE UNIQUE INDEX file_taken ON file(sha256) WHERE status IN (0, 1);"
"CREATE INDEX file_of_run ON file(run_no);"
"CREATE TABLE file_total(file_no INTEGER NOT NULL, currency INTEGER NOT NULL, tally INTEGER NOT NULL,"
" count INTEGER NOT NULL, credits INTEGER NOT NULL, debits INTEGER NOT NULL,"
" PRIMARY KEY(file_no, currency, tally)) STRICT, WITHOUT ROWID;"
"CREATE TABLE finding_count(file_no INTEGER NOT NULL, severity INTEGER NOT NULL, count INTEGER NOT NULL,"
" PRIMARY KEY(file_no, severity)) STRICT, WITHOUT ROWID;"
"CREATE TABLE finding(finding_no INTEGER PRIMARY KEY, file_no INTEGER NOT NULL, code INTEGER NOT NULL,"
" severity INTEGER NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, record TEXT NOT NULL,"
" field TEXT NOT NULL, value TEXT NOT NULL, message TEXT NOT NULL) STRICT;"
"CREATE INDEX finding_of_file ON finding(file_no);"
"CREATE TABLE statement(statement_no INTEGER PRIMARY KEY, file_no INTEGER NOT NULL, unit_index INTEGER NOT NULL,"
" line INTEGER NOT NULL, account TEXT NOT NULL, currency INTEGER NOT NULL, statement_id TEXT NOT NULL,"
" sequence TEXT NOT NULL, has_opening INTEGER NOT NULL, opening INTEGER NOT NULL, opening_on INTEGER NOT NULL,"
" has_closing INTEGER NOT NULL, closing INTEGER NOT NULL, closing_on INTEGER NOT NULL) STRICT;"
"CREATE INDEX statement_of_account ON statement(account, currency, closing_on);"
"CREATE TABLE posting_source(account TEXT PRIMARY KEY, message INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

static const char payment_tables[] =
/* What is hashed into the chain; personal text is beside it, and may be forgotten. */
"CREATE TABLE payment(payment_no INTEGER PRIMARY KEY, file_no INTEGER NOT NULL, line INTEGER NOT NULL,"
" traits INTEGER NOT NULL,"		/* rows.h: kind, direction, mode, marks, status, codes */
" currency INTEGER NOT NULL, amount INTEGER NOT NULL CHECK(amount >= 0), booked_on INTEGER NOT NULL,"
" settlement_no INTEGER NOT NULL, account_no INTEGER NOT NULL, bank_label INTEGER NOT NULL,"
" source_label INTEGER NOT NULL, duplicate_of INTEGER NOT NULL, entry_no INTEGER NOT NULL,"
" id BLOB NOT NULL CHECK(length(id) = 10), source_id TEXT NOT NULL,"
" trace TEXT,"				/* NULL: the same as source_id */
" rest BLOB NOT NULL) STRICT;"		/* rest.c: what few payments have */
"CREATE TABLE payment_text(payment_no INTEGER PRIMARY KEY, payer TEXT NOT NULL, payer_bank TEXT NOT NULL,"
" reference TEXT NOT NULL, end_to_end_id TEXT NOT NULL, return_text TEXT NOT NULL, text TEXT NOT NULL,"
" details BLOB NOT NULL) STRICT;"	/* references and remittances: details.c */
/* The number is a keyed hash of the text, moved on by one where two texts meet. */
"CREATE TABLE account(account_no INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
/* Begins with the booking days, 16 of them a bucket: what a night looks up lies
 * together, however long the history. hash: of the id alone, so that returns
 * find it; check_hash: of the whole identity under another key. Two keyed hashes
 * of 64 bits stand for the text: nobody outside knows the keys, and among 2^40
 * payments two differing texts agree in both with a chance below 2^-48. */
"CREATE TABLE payment_key(bucket INTEGER NOT NULL, hash INTEGER NOT NULL, payment_no INTEGER NOT NULL,"
" check_hash INTEGER NOT NULL, PRIMARY KEY(bucket, hash, payment_no, check_hash)) STRICT, WITHOUT ROWID;"
/* place: payment_no; 2^62 more where the money rests on a customer's account,
 * so that a night walks past none of what rests. */
"CREATE TABLE payment_open(place INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, remainder INTEGER NOT NULL,"
" currency INTEGER NOT NULL, status INTEGER NOT NULL, customer_no INTEGER NOT NULL,"
" contract_no INTEGER NOT NULL) STRICT;"
/* What happened to a payment after its intake, in order. */
"CREATE TABLE step(payment_no INTEGER NOT NULL, step_no INTEGER NOT NULL, run_no INTEGER NOT NULL,"
" outcome INTEGER NOT NULL,"		/* rows.h: status, rule, confidence, bucket and marks */
" remainder INTEGER NOT NULL, customer_no INTEGER NOT NULL, contract_no INTEGER NOT NULL,"
" entry_no INTEGER NOT NULL, allocation_from INTEGER NOT NULL, allocation_count INTEGER NOT NULL,"
" settlement_no INTEGER NOT NULL, PRIMARY KEY(payment_no, step_no)) STRICT, WITHOUT ROWID;"
/* Payments of earlier runs that a run changed; its own are a range of numbers. */
"CREATE TABLE run_payment(run_no INTEGER NOT NULL, payment_no INTEGER NOT NULL,"
" PRIMARY KEY(run_no, payment_no)) STRICT, WITHOUT ROWID;"
"CREATE TABLE exception(exception_no INTEGER PRIMARY KEY, payment_no INTEGER NOT NULL UNIQUE, code INTEGER NOT NULL,"
" run_no INTEGER NOT NULL, opened_on INTEGER NOT NULL, explanation TEXT NOT NULL,"
" suggestions TEXT NOT NULL) STRICT;"
"CREATE TABLE apart(payment_no INTEGER NOT NULL, item_no INTEGER NOT NULL,"
" PRIMARY KEY(payment_no, item_no)) STRICT, WITHOUT ROWID;";

static const char ledger_tables[] =
"CREATE TABLE entry(entry_no INTEGER PRIMARY KEY, event INTEGER NOT NULL, posted_on INTEGER NOT NULL,"
" is_late INTEGER NOT NULL, payment_no INTEGER NOT NULL, corrects_no INTEGER NOT NULL, run_no INTEGER NOT NULL,"
" hash BLOB NOT NULL CHECK(length(hash) = 32),"
" payment BLOB,"			/* its id; NULL: none (before step 3 also: the id of payment_no) */
" memo TEXT NOT NULL) STRICT;"
"CREATE INDEX entry_corrects ON entry(corrects_no) WHERE corrects_no <> 0;"
/* posting_no: entry_no << 12 | line. The numbers of customer and item stand beside
 * their keys, so that the journal is read without looking them up (before step 3
 * NULL: the number's own text); customer and item numbers never change. */
"CREATE TABLE posting(posting_no INTEGER PRIMARY KEY, debit INTEGER NOT NULL, credit INTEGER NOT NULL,"
" amount INTEGER NOT NULL CHECK(amount > 0), currency INTEGER NOT NULL, customer_no INTEGER NOT NULL,"
" item_no INTEGER NOT NULL, settlement_no INTEGER NOT NULL, customer TEXT, target TEXT, settlement TEXT) STRICT;"
"CREATE TABLE allocation(allocation_no INTEGER PRIMARY KEY, payment_no INTEGER NOT NULL, entry_no INTEGER NOT NULL,"
" traits INTEGER NOT NULL,"		/* rows.h: target kind, bucket, confidence, rule, cycle */
" item_no INTEGER NOT NULL, parent_no INTEGER NOT NULL, customer_no INTEGER NOT NULL,"
" amount INTEGER NOT NULL, discount INTEGER NOT NULL, promotion INTEGER NOT NULL, write_off INTEGER NOT NULL,"
" bills INTEGER NOT NULL, currency INTEGER NOT NULL, takes_back_no INTEGER NOT NULL, customer TEXT, target TEXT,"
" evidence TEXT NOT NULL) STRICT;"
"CREATE INDEX allocation_taken_back ON allocation(takes_back_no) WHERE takes_back_no <> 0;"
"CREATE TABLE item_allocation(item_no INTEGER NOT NULL, allocation_no INTEGER NOT NULL,"
" PRIMARY KEY(item_no, allocation_no)) STRICT, WITHOUT ROWID;"
"CREATE TABLE ledger_balance(account INTEGER NOT NULL, currency INTEGER NOT NULL, debit INTEGER NOT NULL,"
" credit INTEGER NOT NULL, PRIMARY KEY(account, currency)) STRICT, WITHOUT ROWID;"
"CREATE TABLE settlement(settlement_no INTEGER PRIMARY KEY, source TEXT NOT NULL, settlement_id TEXT NOT NULL,"
" currency INTEGER NOT NULL, settled_on INTEGER NOT NULL, gross INTEGER NOT NULL, fees INTEGER NOT NULL,"
" returns INTEGER NOT NULL, net INTEGER NOT NULL, deposited INTEGER NOT NULL, has_deposit INTEGER NOT NULL,"
" run_no INTEGER NOT NULL, batch_id TEXT NOT NULL,"
" UNIQUE(source, settlement_id, currency)) STRICT;"
"CREATE INDEX settlement_open ON settlement(settlement_no) WHERE net <> deposited;"
"CREATE INDEX settlement_of_run ON settlement(run_no);";

static const char item_tables[] =
"CREATE TABLE customer(customer_no INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
" billing_account TEXT NOT NULL, email TEXT NOT NULL, language TEXT NOT NULL,"
" names INTEGER NOT NULL) STRICT;"	/* keyed hash of payer names and accounts, to see a change by */
"CREATE TABLE contract(contract_no INTEGER PRIMARY KEY, number TEXT NOT NULL, notification TEXT NOT NULL,"
" customer_no INTEGER NOT NULL, project TEXT NOT NULL, currency INTEGER NOT NULL, has_amount INTEGER NOT NULL,"
" amount INTEGER NOT NULL, signed_on INTEGER NOT NULL, due_on INTEGER NOT NULL, item_no INTEGER NOT NULL) STRICT;"
"CREATE TABLE contract_option(contract_no INTEGER NOT NULL, option TEXT NOT NULL, label TEXT NOT NULL,"
" amount INTEGER NOT NULL, PRIMARY KEY(contract_no, option)) STRICT, WITHOUT ROWID;"
"CREATE TABLE bundle(bundle_no INTEGER PRIMARY KEY, number TEXT NOT NULL) STRICT;"
"CREATE TABLE bundle_item(bundle_no INTEGER NOT NULL, place INTEGER NOT NULL, item_no INTEGER NOT NULL,"
" PRIMARY KEY(bundle_no, place), UNIQUE(bundle_no, item_no)) STRICT, WITHOUT ROWID;"
"CREATE TABLE subscription(subscription_no INTEGER PRIMARY KEY, number TEXT NOT NULL, customer_no INTEGER NOT NULL,"
" service TEXT NOT NULL, plan TEXT NOT NULL, currency INTEGER NOT NULL, price INTEGER NOT NULL,"
" addon_price INTEGER NOT NULL, package_discount INTEGER NOT NULL, addon_discount INTEGER NOT NULL,"
" total_discount INTEGER NOT NULL, cycle_months INTEGER NOT NULL, cycles INTEGER NOT NULL,"
" starts_on INTEGER NOT NULL, promo_until INTEGER NOT NULL,"
" billed_through INTEGER NOT NULL,"	/* all cycles before it are billed */
" next_due INTEGER NOT NULL) STRICT;"	/* of that cycle; 0: none is left */
"CREATE INDEX subscription_due ON subscription(next_due) WHERE next_due <> 0;"
/* Wide and nearly constant; what is open of it is a row of open_item. */
"CREATE TABLE item(item_no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, customer_no INTEGER NOT NULL,"
" parent_no INTEGER NOT NULL, contract_no INTEGER NOT NULL, subscription_no INTEGER NOT NULL,"
" cycle INTEGER NOT NULL, currency INTEGER NOT NULL, amount INTEGER NOT NULL,"
" is_billed INTEGER NOT NULL,"		/* its amount stands in receivable | billed */
" taken_off INTEGER NOT NULL,"		/* what a snapshot closed of it */
" billed INTEGER NOT NULL,"		/* what of it stands in receivable | billed: open is this less what was put on it */
" due_on INTEGER NOT NULL, issued_on INTEGER NOT NULL, discount_until INTEGER NOT NULL,"
" discount INTEGER NOT NULL, number TEXT NOT NULL, class_text TEXT NOT NULL, reference TEXT NOT NULL,"
" project TEXT NOT NULL, package_discount INTEGER NOT NULL, addon_discount INTEGER NOT NULL,"
" total_discount INTEGER NOT NULL) STRICT;"
"CREATE UNIQUE INDEX item_instalment ON item(parent_no, cycle) WHERE kind = 3;"
/* A closed item has no row. By customer first: a customer's open items lie
 * together, and look-ups by item know the customer. */
"CREATE TABLE open_item(customer_no INTEGER NOT NULL, item_no INTEGER NOT NULL, open INTEGER NOT NULL,"
" currency INTEGER NOT NULL, due_on INTEGER NOT NULL, PRIMARY KEY(customer_no, item_no)) STRICT, WITHOUT ROWID;"
/* What an item, contract, customer … is found by: a keyed hash of a normal form,
 * or of the number itself in upper case. */
"CREATE TABLE number(hash INTEGER NOT NULL, kind INTEGER NOT NULL, target_no INTEGER NOT NULL,"
" customer_no INTEGER NOT NULL, PRIMARY KEY(hash, kind, target_no)) STRICT, WITHOUT ROWID;"
"CREATE TABLE name_key(hash INTEGER NOT NULL, is_account INTEGER NOT NULL, customer_no INTEGER NOT NULL,"
" normal TEXT NOT NULL, PRIMARY KEY(hash, is_account, customer_no)) STRICT, WITHOUT ROWID;";

/* The statement lines of details, and the rows that are perhaps duplicates. */
static const char duplicate_index[] =
"CREATE INDEX payment_duplicate ON payment(duplicate_of) WHERE duplicate_of <> 0 AND entry_no <> 0;";

/* Tables that only grow. */
#define KEPT(table)                                                      \
	"CREATE TRIGGER " table "_kept BEFORE UPDATE ON " table " BEGIN" \
	" SELECT raise(ABORT, 'the journal is never changed'); END;"
#define STAYS(table)                                                      \
	"CREATE TRIGGER " table "_stays BEFORE DELETE ON " table " BEGIN" \
	" SELECT raise(ABORT, 'nothing in the journal is deleted'); END;"

static const char append_only[] =
	KEPT("entry") STAYS("entry") KEPT("posting") STAYS("posting")
	KEPT("allocation") STAYS("allocation") KEPT("payment") STAYS("payment")
	KEPT("step") STAYS("step") KEPT("finding") STAYS("finding")
	KEPT("unit") STAYS("unit") KEPT("act") STAYS("act");

/* Reading a journal of millions must not look up a customer, an item and a
 * payment for each row: their texts are written beside the numbers. What they
 * say does not change by it. */
static const char texts_beside[] =
"DROP TRIGGER entry_kept; DROP TRIGGER posting_kept; DROP TRIGGER allocation_kept;"
"UPDATE entry SET payment = (SELECT p.id FROM payment AS p WHERE p.payment_no = entry.payment_no) WHERE payment IS NULL AND payment_no <> 0;"
"UPDATE posting SET customer = coalesce(customer, (SELECT c.number FROM customer AS c WHERE c.customer_no = posting.customer_no), ''),"
" target = coalesce(target, (SELECT i.number FROM item AS i WHERE i.item_no = posting.item_no), '') WHERE customer IS NULL OR target IS NULL;"
"UPDATE allocation SET customer = coalesce(customer, (SELECT c.number FROM customer AS c WHERE c.customer_no = allocation.customer_no), ''),"
" target = coalesce(target, (SELECT i.number FROM item AS i WHERE i.item_no = allocation.item_no), '') WHERE customer IS NULL OR target IS NULL;"
KEPT("entry") KEPT("posting") KEPT("allocation");

/* Money of a customer who is known may mean one of the customer's contracts. */
static const char contracts_of_customers[] =
"CREATE INDEX contract_of ON contract(customer_no);";

/* Rows of a later delivery that told more of a payment than its own row. */
static const char more_told[] =
"CREATE TABLE told_more(payment_no INTEGER NOT NULL, by_no INTEGER NOT NULL, PRIMARY KEY(payment_no, by_no)) STRICT, WITHOUT ROWID;"
KEPT("told_more") STAYS("told_more");

/* A payer's account stands beside the other texts of the payment: a table of
 * its own, keyed by hash, cost more than the texts it spared. The hash stays. */
static const char accounts_beside_texts[] =
"ALTER TABLE payment_text ADD COLUMN payer_account TEXT NOT NULL DEFAULT '';"
"UPDATE payment_text SET payer_account = a.text FROM payment AS p, account AS a"
" WHERE p.payment_no = payment_text.payment_no AND a.account_no = p.account_no;"
"DROP TABLE account;";

/* What a gateway holds back, changes or pays besides payments is told apart from
 * gross; a settlement knows the row that declared it and its last detail. */
#define WORD_OF(family, words) "(SELECT number FROM word WHERE family = " family " AND text IN (" words "))"
#define ACCOUNTS_OF(words) "(SELECT ledger_account_no FROM ledger_account WHERE account IN " WORD_OF("3", words) ")"
#define BROUGHT(words) \
	"coalesce((SELECT sum(CASE WHEN o.debit IN " ACCOUNTS_OF("'clearing'") " THEN o.amount ELSE -o.amount END) FROM posting AS o CROSS JOIN entry AS e ON e.entry_no = (o.posting_no >> 12)" \
	" WHERE o.settlement_no = settlement.settlement_no AND e.event IN " WORD_OF("2", "'receipt', 'money-out', 'fee', 'adjustment', 'return'") \
	" AND (o.debit IN " ACCOUNTS_OF(words) " OR o.credit IN " ACCOUNTS_OF(words) ")), 0)"
static const char settlement_parts[] =
"ALTER TABLE settlement ADD COLUMN held INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE settlement ADD COLUMN exchanged INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE settlement ADD COLUMN other INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE settlement ADD COLUMN payout_no INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE settlement ADD COLUMN detail_no INTEGER NOT NULL DEFAULT 0;"
"CREATE INDEX posting_of_settlement ON posting(settlement_no) WHERE settlement_no <> 0;"
"UPDATE settlement SET held = -" BROUGHT("'reserve'") ", exchanged = " BROUGHT("'fx'") ", other = " BROUGHT("'interest', 'rounding'") ";"
"UPDATE settlement SET gross = gross + held - exchanged - other;"
"DROP INDEX posting_of_settlement;";

/* A statement may come in several files, a page in each. */
static const char pages_of_statements[] =
"ALTER TABLE statement ADD COLUMN page_first INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE statement ADD COLUMN page_last INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE statement ADD COLUMN is_last_page INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE statement ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;";

/* What certain applications taught of payers: by the keyed hash of an account or
 * a name, whose text stands with the payment that taught it and nowhere else. Few
 * rows a payer and customer are kept; a row counts while its application stands. */
static const char lessons[] =
"CREATE TABLE lesson(hash INTEGER NOT NULL, is_account INTEGER NOT NULL, customer_no INTEGER NOT NULL,"
" payment_no INTEGER NOT NULL, learned_on INTEGER NOT NULL, is_certain INTEGER NOT NULL,"
" PRIMARY KEY(hash, is_account, customer_no, payment_no)) STRICT, WITHOUT ROWID;";

/* Rows that tell of money which others book wait for it. */
static const char told_ahead[] =
"CREATE TABLE told_ahead(payment_no INTEGER PRIMARY KEY, booked_on INTEGER NOT NULL) STRICT;";

/* Our own ACH debits (no reason) and what came back of them, by day: rates of
 * returns are over sixty days, and no night shall count sixty nights again. */
static const char ach_counts[] =
"CREATE TABLE ach_count(booked_on INTEGER NOT NULL, run_no INTEGER NOT NULL, source_label INTEGER NOT NULL,"
" currency INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, amount INTEGER NOT NULL,"
" PRIMARY KEY(booked_on, run_no, source_label, currency, reason)) STRICT, WITHOUT ROWID;";

/* How often each rule applied money, and how often a person took it off again, by
 * the day it was applied: the run that counted it is the night's, or the person's. */
static const char rule_counts[] =
"CREATE TABLE rule_count(applied_on INTEGER NOT NULL, run_no INTEGER NOT NULL, rule INTEGER NOT NULL,"
" currency INTEGER NOT NULL, is_undone INTEGER NOT NULL, count INTEGER NOT NULL, amount INTEGER NOT NULL,"
" PRIMARY KEY(applied_on, run_no, rule, currency, is_undone)) STRICT, WITHOUT ROWID;";

/* Acts that wait for a second person, and who that was. */
static const char proposals[] =
"CREATE TABLE proposal(act_no INTEGER PRIMARY KEY, verb TEXT NOT NULL, subject TEXT NOT NULL, words BLOB NOT NULL,"
" amount INTEGER NOT NULL, currency INTEGER NOT NULL, effect BLOB NOT NULL, for_whom TEXT NOT NULL) STRICT;"
"ALTER TABLE act ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';"
"ALTER TABLE act ADD COLUMN approved_why TEXT NOT NULL DEFAULT '';";

/* Open items say how things stand, and may stand again as they did: a file of them
 * may be taken more than once. */
static const char states_again[] =
"DROP INDEX file_taken;"
"CREATE UNIQUE INDEX file_taken ON file(sha256) WHERE status IN (0, 1) AND is_open_items = 0;"
"CREATE INDEX file_known ON file(sha256) WHERE status IN (0, 1);";

/* Which of two states of one statement the bank made later. */
static const char statements_made[] =
"ALTER TABLE statement ADD COLUMN created TEXT NOT NULL DEFAULT '';";
/* clang-format on */

static const char *const steps[][7] = {
	{book_tables, file_tables, payment_tables, ledger_tables, item_tables, append_only, NULL},
	{duplicate_index, NULL},
	{texts_beside, NULL},
	{contracts_of_customers, NULL},
	{more_told, NULL},
	{accounts_beside_texts, NULL},
	{settlement_parts, NULL},
	{pages_of_statements, NULL},
	{lessons, NULL},
	{told_ahead, NULL},
	{ach_counts, NULL},
	{rule_counts, NULL},
	{proposals, NULL},
	{states_again, NULL},
	{statements_made, NULL},
};

/* Before this step, counts of days were kept by nobody, or only from some day on. */
#define STEP_COUNTED 12

#define STEP_COUNT (sizeof(steps) / sizeof(steps[0]))
#define SQL_BYTES  64

const int sq_schema_version = STEP_COUNT;

static enum aq_status take_step(struct aq_store *store, size_t step, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; status >= AQ_OK && steps[step][at]; at++)
		status = sq_exec(store, steps[step][at], err);
	return status;
}

enum aq_status sq_migrate(struct aq_store *store, int from, struct aq_error *err)
{
	char sql[SQL_BYTES];
	enum aq_status status = AQ_OK;

	for (size_t step = (size_t)from; status >= AQ_OK && step < STEP_COUNT; step++)
		status = take_step(store, step, err);
	if (status >= AQ_OK && from > 0 && from < STEP_COUNTED)
		status = sq_recount_days(store, err);
	if (status < AQ_OK)
		return status;
	if (snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", sq_schema_version) < 0)
		return sq_contradiction(err, "the schema's version has no text");
	return sq_exec(store, sql, err);
}
