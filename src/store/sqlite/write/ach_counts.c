/*
 * ach_counts.c - how many of our own ACH debits were taken in, and how many came
 * back, by day, company and reason.
 *
 * Promises: what a refused unit or file takes back is taken off here as well,
 * since it is written in the same transaction. Duplicates are not counted.
 */
#include "../reading.h"
#include "../rows.h"

struct tally {
	const struct sq_payment_row *like; /* a row of it */
	uint64_t count;
	int64_t amount;
};

/* Few days, companies and reasons come in one batch; more are written in turns. */
#define TALLIES_MAX 64

struct counting {
	struct aq_store *store;
	uint64_t run_no;
	struct tally tallies[TALLIES_MAX];
	size_t count;
};

static bool is_debit(const struct aq_payment *payment)
{
	return payment->kind == AQ_KIND_RECEIPT && payment->direction == AQ_MONEY_IN;
}

/* A reversal of our own has no reason, and is no return. */
static bool is_counted(const struct sq_payment_row *row)
{
	const struct aq_payment *payment = row->taken->payment;

	if (row->taken->status == AQ_PAYMENT_DUPLICATE ||
	    row->taken->status == AQ_PAYMENT_REFUSED || row->taken->entry == NULL)
		return false;
	return (is_debit(payment) ||
		(payment->kind == AQ_KIND_RETURN && payment->return_code.length > 0)) &&
	       aq_payment_is_own_ach(payment);
}

static struct aq_slice reason_of(const struct sq_payment_row *row)
{
	const struct aq_payment *payment = row->taken->payment;

	return is_debit(payment) ? AQ_SLICE("") : payment->return_code;
}

static bool is_alike(const struct sq_payment_row *one, const struct sq_payment_row *other)
{
	const struct aq_payment *left = one->taken->payment;
	const struct aq_payment *right = other->taken->payment;

	return one->source_label == other->source_label && left->currency == right->currency &&
	       left->booked_on.day == right->booked_on.day &&
	       aq_slice_equals(reason_of(one), reason_of(other));
}

static enum aq_status write(struct counting *counting, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(counting->store, SQ_ACH_COUNT_ADD, &statement, err);

	for (size_t at = 0; at < counting->count && status >= AQ_OK; at++) {
		const struct tally *tally = &counting->tallies[at];
		const struct aq_payment *payment = tally->like->taken->payment;

		sq_bind_i64(counting->store, statement, 1, payment->booked_on.day);
		sq_bind_u64(counting->store, statement, 2, counting->run_no);
		sq_bind_u64(counting->store, statement, 3, tally->like->source_label);
		sq_bind_u64(counting->store, statement, 4, payment->currency);
		sq_bind_text(counting->store, statement, 5, reason_of(tally->like));
		sq_bind_u64(counting->store, statement, 6, tally->count);
		sq_bind_i64(counting->store, statement, 7, tally->amount);
		status = sq_run(counting->store, statement, err);
	}
	counting->count = 0;
	return status;
}

static struct tally *find(struct counting *counting, const struct sq_payment_row *row)
{
	for (size_t at = counting->count; at > 0; at--)
		if (is_alike(counting->tallies[at - 1].like, row))
			return &counting->tallies[at - 1];
	return NULL;
}

static enum aq_status add(struct counting *counting, const struct sq_payment_row *row,
			  struct aq_error *err)
{
	struct tally *tally = find(counting, row);
	enum aq_status status = AQ_OK;

	if (tally == NULL && counting->count == TALLIES_MAX)
		status = write(counting, err);
	if (status < AQ_OK)
		return status;
	if (tally == NULL) {
		tally = &counting->tallies[counting->count++];
		*tally = (struct tally){.like = row};
	}
	tally->count++;
	return aq_minor_add(tally->amount, row->taken->payment->amount, &tally->amount)
		       ? AQ_OK
		       : sq_overflow(err);
}

enum aq_status sq_ach_counts_add(struct aq_store *store, uint64_t run_no,
				 const struct sq_payment_row *rows, size_t count,
				 struct aq_error *err)
{
	struct counting counting = {.store = store, .run_no = run_no};
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (is_counted(&rows[at]))
			status = add(&counting, &rows[at], err);
	if (status >= AQ_OK && counting.count > 0)
		status = write(&counting, err);
	return status;
}

static enum aq_status read_count(struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, void *row, struct aq_error *err)
{
	struct aq_ach_count *count = row;

	(void)store;
	count->currency = (aq_currency)sq_u64(statement, 2);
	count->count = sq_u64(statement, 3);
	count->amount = sq_i64(statement, 4);
	return sq_copy(arena, statement, 0, &count->source) &&
			       sq_copy(arena, statement, 1, &count->return_code)
		       ? AQ_OK
		       : aq_fail_memory(err);
}

enum aq_status aq_store_ach_counts(struct aq_store *store, const struct aq_ach_order *order,
				   struct aq_arena *arena, struct aq_ach_count **out, size_t *count,
				   struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_ach_count)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ACH_COUNTS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, order->from.day);
	sq_bind_i64(store, statement, 2, order->to.day);
	sq_bind_u64(store, statement, 3, order->run_no);
	status = sq_read_all(store, statement, &results, read_count, err);
	*out = (struct aq_ach_count *)(void *)results.rows;
	*count = results.count;
	return status;
}
