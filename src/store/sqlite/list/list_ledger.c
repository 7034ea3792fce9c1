/*
 * list_ledger.c - trial balance, aging and settlements.
 */
#include <stdlib.h>

#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "acquit/sorted.h"
#include "../reading.h"

/* --- trial balance --- */

static const char *const account_names[] = {
	"",
#define AQ_ACCOUNT(id, name, qualified, type) name,
#include "acquit/accounts.def"
#undef AQ_ACCOUNT
};

static int compare_trial(const void *one, const void *other)
{
	const struct aq_trial_line *a = one, *b = other;
	int order = strcmp(account_names[a->account.account], account_names[b->account.account]);

	if (order == 0)
		order = aq_slice_compare(a->account.qualifier, b->account.qualifier);
	if (order == 0)
		order = strcmp(aq_currency_code(a->currency), aq_currency_code(b->currency));
	return order;
}

static enum aq_status read_line(struct aq_store *store, sqlite3_stmt *statement,
				struct aq_arena *arena, void *row, struct aq_error *err)
{
	struct aq_trial_line *line = row;

	line->account.account =
		(enum aq_account)sq_word_in(store, SQ_ACCOUNT, sq_u64(statement, 0));
	line->currency = (aq_currency)sq_u64(statement, 2);
	line->debit = sq_i64(statement, 3);
	line->credit = sq_i64(statement, 4);
	return sq_copy(arena, statement, 1, &line->account.qualifier) ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status read_trial(struct aq_store *store, struct sq_results *results,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_TRIAL_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	return sq_read_all(store, statement, results, read_line, err);
}

enum aq_status aq_store_list_trial(struct aq_store *store, aq_on_trial on_row, void *context,
				   struct aq_error *err)
{
	struct sq_results results = {.bytes_each = sizeof(struct aq_trial_line)};
	enum aq_status status = aq_arena_new(&results.arena, 0, err);

	if (status >= AQ_OK)
		status = read_trial(store, &results, err);
	if (status >= AQ_OK && results.count > 1)
		qsort(results.rows, results.count, sizeof(struct aq_trial_line), compare_trial);
	for (size_t at = 0; at < results.count && status >= AQ_OK; at++)
		status = on_row(context, (const struct aq_trial_line *)(void *)results.rows + at,
				err);
	aq_arena_free(results.arena);
	return status;
}

/* --- aging --- */

/* Days past the due date end the buckets; not due is day 0 and before. */
static int64_t *age(struct aq_aging_line *line, struct aq_date due_on, struct aq_date date)
{
	int days = aq_date_is_set(due_on) ? aq_date_days_between(due_on, date) : 0;

	if (days <= 0)
		return &line->not_due;
	if (days <= 30)
		return &line->days_1_30;
	if (days <= 60)
		return &line->days_31_60;
	return days <= 90 ? &line->days_61_90 : &line->days_over_90;
}

#define CUSTOMER_CURRENCIES_MAX 200

/* Customers' own money has no index by customer: it is summed before, and found
 * here. */
struct own_money {
	uint64_t customer_no;
	aq_currency currency;
	int64_t amount;
};

struct aging {
	struct aq_store *store;
	struct aq_date date;
	aq_on_aging on_row;
	void *context;
	struct sq_results own; /* struct own_money, by customer */
	uint64_t customer_no; /* whose rows come; 0: none yet */
	struct aq_buffer number, name; /* of that customer */
	struct aq_aging_line lines[CUSTOMER_CURRENCIES_MAX];
	size_t count;
};

static enum aq_status line_of(struct aging *aging, aq_currency currency, struct aq_aging_line **out,
			      struct aq_error *err)
{
	for (size_t at = 0; at < aging->count; at++)
		if (aging->lines[at].currency == currency) {
			*out = &aging->lines[at];
			return AQ_OK;
		}
	if (aging->count == CUSTOMER_CURRENCIES_MAX)
		return sq_contradiction(err, "a customer has more currencies than there are");
	aging->lines[aging->count] = (struct aq_aging_line){.currency = currency};
	*out = &aging->lines[aging->count++];
	return AQ_OK;
}

/* --- customers' own money --- */

static enum aq_status gather_own(struct aging *aging, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(aging->store, SQ_OWN_MONEY_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(aging->store, statement, err)) == AQ_OK) {
		struct own_money *own = sq_results_add(&aging->own);

		if (!own) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		*own = (struct own_money){.customer_no = sq_u64(statement, 0),
					  .currency = (aq_currency)sq_u64(statement, 1),
					  .amount = sq_i64(statement, 2)};
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status add_own(struct aging *aging, struct aq_error *err)
{
	const struct own_money *own = (const struct own_money *)(void *)aging->own.rows;
	size_t low =
		aq_sorted_from(AQ_SORTED(own, aging->own.count, customer_no), aging->customer_no);
	enum aq_status status = AQ_OK;

	for (; low < aging->own.count && own[low].customer_no == aging->customer_no; low++) {
		struct aq_aging_line *line;

		status = line_of(aging, own[low].currency, &line, err);
		if (status < AQ_OK)
			return status;
		line->on_account = own[low].amount;
	}
	return status;
}

/* --- customer after customer --- */

static int compare_aging(const void *one, const void *other)
{
	return strcmp(aq_currency_code(((const struct aq_aging_line *)one)->currency),
		      aq_currency_code(((const struct aq_aging_line *)other)->currency));
}

/* All open items of the customer went by. */
static enum aq_status give_customer(struct aging *aging, struct aq_error *err)
{
	enum aq_status status = aging->customer_no ? add_own(aging, err) : AQ_OK;

	if (aging->count > 1)
		qsort(aging->lines, aging->count, sizeof(aging->lines[0]), compare_aging);
	for (size_t at = 0; at < aging->count && status >= AQ_OK; at++) {
		aging->lines[at].customer = aq_buffer_slice(&aging->number);
		aging->lines[at].name = aq_buffer_slice(&aging->name);
		status = aging->on_row(aging->context, &aging->lines[at], err);
	}
	aging->count = 0;
	return status;
}

static enum aq_status on_customer(void *context, struct sq_row row, struct aq_error *err)
{
	struct aging *aging = context;
	enum aq_status status = give_customer(aging, err);

	aging->customer_no = sq_row_u64(row, 0);
	aq_buffer_clear(&aging->number);
	aq_buffer_clear(&aging->name);
	aq_buffer_add(&aging->number, sq_row_text(row, 1));
	aq_buffer_add(&aging->name, sq_row_text(row, 2));
	if (aq_buffer_failed(&aging->number) || aq_buffer_failed(&aging->name))
		return aq_fail_memory(err);
	return status;
}

/* An open item of that customer. */
static enum aq_status on_open(void *context, struct sq_row row, struct aq_error *err)
{
	struct aging *aging = context;
	struct aq_aging_line *line;
	int64_t *sum;
	enum aq_status status = line_of(aging, (aq_currency)sq_row_u64(row, 1), &line, err);

	if (status < AQ_OK)
		return status;
	sum = age(line, sq_row_date(row, 2), aging->date);
	return __builtin_add_overflow(*sum, sq_row_i64(row, 0), sum) ? sq_overflow(err) : AQ_OK;
}

static enum aq_status walk_customers(struct aging *aging, struct aq_error *err)
{
	const struct sq_takers takers = {
		.on_outer = on_customer, .on_row = on_open, .context = aging};
	sqlite3_stmt *statement;
	enum aq_status status = gather_own(aging, err);

	if (status >= AQ_OK)
		status = sq_use(aging->store, SQ_AGING_TAKE, &statement, err);
	if (status >= AQ_OK)
		status = sq_take_both(aging->store, statement, &takers, err);
	return status < AQ_OK ? status : give_customer(aging, err);
}

enum aq_status aq_store_list_aging(struct aq_store *store, struct aq_date date, aq_on_aging on_row,
				   void *context, struct aq_error *err)
{
	struct aging aging = {.store = store,
			      .date = date,
			      .on_row = on_row,
			      .context = context,
			      .own = {.bytes_each = sizeof(struct own_money)}};
	enum aq_status status = aq_arena_new(&aging.own.arena, 0, err);

	aq_buffer_init(&aging.number, 0);
	aq_buffer_init(&aging.name, 0);
	if (status >= AQ_OK)
		status = walk_customers(&aging, err);
	aq_buffer_free(&aging.name);
	aq_buffer_free(&aging.number);
	aq_arena_free(aging.own.arena);
	return status;
}

/* --- settlements --- */

static enum aq_status give_settlement(sqlite3_stmt *statement, struct aq_arena *arena,
				      aq_on_settlement on_row, void *context, struct aq_error *err)
{
	struct aq_settlement_line line = {.has_deposit = sq_i64(statement, 10) != 0};
	enum aq_status status;

	aq_arena_reset(arena);
	status = sq_settlement_get(statement, arena, &line.settlement, err);
	if (status < AQ_OK)
		return status;
	/* What is paid out of the running balance leaves a balance, no difference. */
	if (line.settlement.net == line.settlement.deposited)
		line.status = AQ_SETTLEMENT_CLOSED;
	else if (!line.has_deposit || line.settlement.settlement_id.length == 0)
		line.status = AQ_SETTLEMENT_AWAITING;
	else
		line.status = AQ_SETTLEMENT_OFF;
	return on_row(context, &line, err);
}

static enum aq_status walk_settlements(struct aq_store *store, sqlite3_stmt *statement,
				       aq_on_settlement on_row, void *context, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = give_settlement(statement, arena, on_row, context, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	aq_arena_free(arena);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_list_settlements(struct aq_store *store, uint64_t run_no,
					 aq_on_settlement on_row, void *context,
					 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENTS_OF_RUN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	return walk_settlements(store, statement, on_row, context, err);
}

enum aq_status aq_store_settlements_like(struct aq_store *store, uint64_t settlement_no,
					 aq_on_settlement on_row, void *context,
					 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENTS_LIKE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, settlement_no);
	return walk_settlements(store, statement, on_row, context, err);
}
