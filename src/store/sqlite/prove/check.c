/*
 * check.c - the invariants of the ledger, cheap enough for the end of every run.
 *
 * Each side is summed from its own rows: ledger accounts from their balances,
 * open items, waiting money and settlements from what they are. The first
 * difference is told with both figures.
 */
#include "acquit/claim.h"
#include "../list/take.h"
#include "../rows.h"

#define CURRENCY_COUNT (UINT16_MAX + 1)

struct sums {
	struct aq_store *store;
	int64_t *ledger; /* by currency */
	int64_t *rows;
};

static enum aq_status sums_open(struct sums *sums, struct aq_store *store, struct aq_error *err)
{
	sq_scratch_begin(store);
	sums->store = store;
	sums->ledger = aq_arena_take_many(store->scratch, CURRENCY_COUNT, sizeof(int64_t));
	sums->rows = aq_arena_take_many(store->scratch, CURRENCY_COUNT, sizeof(int64_t));
	return sums->ledger && sums->rows ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status add_amount(int64_t *out, struct sq_row row, struct aq_error *err)
{
	uint64_t currency = sq_row_u64(row, 0);

	if (currency >= CURRENCY_COUNT ||
	    __builtin_add_overflow(out[currency], sq_row_i64(row, 1), &out[currency]))
		return sq_overflow(err);
	return AQ_OK;
}

/* Rows of (currency, amount), summed. */
static enum aq_status add_rows(struct sums *sums, sqlite3_stmt *statement, int64_t *out,
			       struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(sums->store, statement, err)) == AQ_OK) {
		status = add_amount(out, sq_row_of(statement, 0), err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status add_account(struct sums *sums, enum aq_account account, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(sums->store, SQ_CHECK_ACCOUNT, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(sums->store, statement, 1, sq_word_out(sums->store, SQ_ACCOUNT, account));
	return add_rows(sums, statement, sums->ledger, err);
}

static enum aq_status compare(const struct sums *sums, const char *what, const char *rows,
			      struct aq_error *err)
{
	for (size_t currency = 0; currency < CURRENCY_COUNT; currency++) {
		char ledger_text[AQ_MONEY_TEXT_BYTES], rows_text[AQ_MONEY_TEXT_BYTES];

		if (sums->ledger[currency] == sums->rows[currency])
			continue;
		(void)aq_money_print(
			(struct aq_money){sums->ledger[currency], (aq_currency)currency},
			ledger_text);
		(void)aq_money_print((struct aq_money){sums->rows[currency], (aq_currency)currency},
				     rows_text);
		return sq_contradiction(err, "%s in %s is %s in the ledger and %s by %s", what,
					aq_currency_code((aq_currency)currency), ledger_text,
					rows_text, rows);
	}
	return AQ_OK;
}

static enum aq_status check_sides(struct aq_store *store, struct aq_error *err)
{
	struct sums sums;
	sqlite3_stmt *statement;
	enum aq_status status = sums_open(&sums, store, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_CHECK_SIDES, &statement, err);
	if (status >= AQ_OK)
		status = add_rows(&sums, statement, sums.ledger, err);
	return status < AQ_OK ? status
			      : compare(&sums, "debit less credit", "an entry's own law", err);
}

static enum aq_status add_open(void *context, struct sq_row row, struct aq_error *err)
{
	return add_amount(((struct sums *)context)->rows, row, err);
}

static enum aq_status check_receivable(struct aq_store *store, struct aq_error *err)
{
	struct sums sums;
	sqlite3_stmt *statement;
	enum aq_status status = sums_open(&sums, store, err);

	if (status >= AQ_OK)
		status = add_account(&sums, AQ_ACCOUNT_RECEIVABLE, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_CHECK_OPEN_ITEMS, &statement, err);
	if (status >= AQ_OK)
		status = sq_take(store, statement, add_open, &sums, err);
	return status < AQ_OK ? status : compare(&sums, "receivable", "the open items", err);
}

struct held {
	enum aq_account account;
	enum aq_bucket bucket;
	const char *name;
};

static const struct held held[] = {
	{AQ_ACCOUNT_UNIDENTIFIED, AQ_BUCKET_UNIDENTIFIED, "unidentified"},
	{AQ_ACCOUNT_UNAPPLIED, AQ_BUCKET_UNAPPLIED, "unapplied"},
	{AQ_ACCOUNT_ON_ACCOUNT, AQ_BUCKET_ON_ACCOUNT, "on-account"},
	{AQ_ACCOUNT_HELD, AQ_BUCKET_HELD, "held"},
	{AQ_ACCOUNT_UNIDENTIFIED_OUT, AQ_BUCKET_OUT, "unidentified-out"},
};

#define HELD_COUNT (sizeof(held) / sizeof(held[0]))

/* One walk of what waits serves all buckets. Money in waits on the credit side. */
static enum aq_status sum_waiting(struct aq_store *store,
				  int64_t *const by_bucket[AQ_BUCKET_OUT + 1], struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_CHECK_WAITING, &statement, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		uint64_t bucket = sq_u64(statement, 0), currency = sq_u64(statement, 1);
		int64_t *sum;

		if (bucket == AQ_BUCKET_NONE || bucket > AQ_BUCKET_OUT ||
		    currency >= CURRENCY_COUNT) {
			sq_done(statement);
			return sq_contradiction(err, "money waits in a place that does not exist");
		}
		sum = &by_bucket[bucket][currency];
		if (bucket == AQ_BUCKET_OUT
			    ? __builtin_add_overflow(*sum, sq_i64(statement, 2), sum)
			    : __builtin_sub_overflow(*sum, sq_i64(statement, 2), sum)) {
			sq_done(statement);
			return sq_overflow(err);
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status check_held(struct aq_store *store, struct aq_error *err)
{
	int64_t *by_bucket[AQ_BUCKET_OUT + 1];
	struct sums sums;
	enum aq_status status = sums_open(&sums, store, err);

	for (size_t bucket = 0; bucket <= AQ_BUCKET_OUT && status >= AQ_OK; bucket++) {
		by_bucket[bucket] =
			aq_arena_take_many(store->scratch, CURRENCY_COUNT, sizeof(int64_t));
		if (!by_bucket[bucket])
			status = aq_fail_memory(err);
	}
	if (status >= AQ_OK)
		status = sum_waiting(store, by_bucket, err);
	for (size_t at = 0; at < HELD_COUNT && status >= AQ_OK; at++) {
		memset(sums.ledger, 0, CURRENCY_COUNT * sizeof(int64_t));
		sums.rows = by_bucket[held[at].bucket];
		status = add_account(&sums, held[at].account, err);
		if (status >= AQ_OK)
			status = compare(&sums, held[at].name,
					 "what waits of payments (debit less credit)", err);
	}
	return status;
}

/* Settlements that are closed add nothing, so only open ones are looked at. */
static enum aq_status check_clearing(struct aq_store *store, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_CHECK_CLEARING, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_ACCOUNT, AQ_ACCOUNT_CLEARING));
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		aq_currency currency = (aq_currency)sq_u64(statement, 1);
		char ledger_text[AQ_MONEY_TEXT_BYTES], rows_text[AQ_MONEY_TEXT_BYTES];

		(void)aq_money_print((struct aq_money){sq_i64(statement, 2), currency},
				     ledger_text);
		(void)aq_money_print((struct aq_money){sq_i64(statement, 3), currency}, rows_text);
		status = sq_contradiction(
			err, "clearing:%.*s in %s is %s in the ledger and %s by its settlements",
			AQ_SLICE_ARGS(sq_text(statement, 0)), aq_currency_code(currency),
			ledger_text, rows_text);
		sq_done(statement);
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_check(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status = check_sides(store, err);

	if (status >= AQ_OK)
		status = check_receivable(store, err);
	if (status >= AQ_OK)
		status = check_held(store, err);
	return status < AQ_OK ? status : check_clearing(store, err);
}
