/*
 * ahead.c - rows that tell of money which others book: reports of the day,
 * pending entries, remittance advice, orders of our own, returns between banks.
 *
 * Design: such a row names a payment by an id of bank, network or payer, or by
 * the id of the advice, and has its amount; or several of one file name a line
 * of the bank by its batch, and sum to it. It waits until its payment comes, and
 * finds one that came before as well, so that the order does not matter.
 * Promises: what a row tells is read with one payment, and never changes money.
 * Refuses: to choose. A row that several payments fit is left alone; so is one
 * whose payer's account is another. A batch of several payers takes its line apart.
 */
#include "ahead.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/sorted.h"
#include "acquit/utf8.h"

#define ROWS_MAX     20000 /* looked at in one night; the newest */
#define WAITS_DAYS   60
#define IDS_MAX	     6
#define ID_BYTES_MIN 3 /* of a payer's id that stands alone */
#define QUERIES_MAX  (IDS_MAX * 2) /* each for two days */

/* Of one row: what payments it may tell of. */
struct teller {
	const struct aq_waiting *row;
	size_t query, query_count;
	size_t group_from; /* queries from here on name a line by its batch */
};

/* A row, and the line it names by its batch. */
struct part {
	uint64_t line_no;
	uint64_t file_no;
	size_t teller;
};

struct ahead {
	struct job *job;
	struct aq_arena *arena;
	struct aq_waiting *rows;
	struct teller *tellers;
	bool *is_done; /* beside them */
	size_t count;
	struct aq_identity_query *queries;
	size_t query_count;
	struct aq_waiting *payments; /* sorted */
	size_t payment_count;
	struct part *parts;
	size_t part_count;
	uint64_t joined_count;
	struct numbers returns; /* that no id has brought to their line */
	bool has_apart; /* a line came apart: there are payments that were not asked for */
};

static const struct {
	enum aq_reference_kind told, booked;
	bool is_group;
} ids[] = {
	{AQ_REF_BANK, AQ_REF_BANK, false},
	{AQ_REF_UETR, AQ_REF_UETR, false},
	{AQ_REF_TRANSACTION, AQ_REF_TRANSACTION, false},
	{AQ_REF_END_TO_END, AQ_REF_END_TO_END, false},
	{AQ_REF_REMITTANCE, AQ_REF_REMITTANCE, false},
	{AQ_REF_BATCH, AQ_REF_BANK, true},
	{AQ_REF_PAYMENT_INFO, AQ_REF_PAYMENT_INFO, true},
};

/* Money that goes out is told of only as part of a batch: it pays nothing here. */
bool ahead_tells(const struct aq_payment *payment)
{
	bool is_reject = payment->kind == AQ_KIND_NOTICE && payment->return_code.length > 0;
	bool is_out = payment->direction != AQ_MONEY_IN;

	if (!payment->is_refused && ahead_is_refused_change(payment))
		return true;
	if (payment->is_refused || (payment->amount == 0 && (!is_reject || is_out)))
		return false;
	for (size_t at = 0; at < payment->reference_count; at++)
		for (size_t id = 0; id < sizeof(ids) / sizeof(ids[0]); id++)
			if (payment->references[at].kind == ids[id].told &&
			    (!is_out || ids[id].is_group))
				return true;
	return false;
}

static void add_query(struct ahead *ahead, struct teller *teller, struct aq_date day,
		      const struct aq_reference *id)
{
	if (!aq_date_is_set(day) || teller->query_count == QUERIES_MAX)
		return;
	/* No identity has this text: all payments of the id are answered as others. */
	ahead->queries[ahead->query_count++] = (struct aq_identity_query){
		.identity = {.text = id->value, .id = *id},
		.booked_on = day,
		.wants_others = true,
	};
	teller->query_count++;
}

static void add_ids(struct ahead *ahead, struct teller *teller, bool is_group)
{
	const struct aq_payment *row = &teller->row->payment;

	for (size_t id = 0; id < sizeof(ids) / sizeof(ids[0]); id++) {
		if (ids[id].is_group != is_group)
			continue;
		for (size_t at = 0; at < row->reference_count; at++) {
			const struct aq_reference name = {ids[id].booked,
							  row->references[at].value};

			if (row->references[at].kind != ids[id].told)
				continue;
			add_query(ahead, teller, row->booked_on, &name);
			if (aq_date_compare(row->value_on, row->booked_on) != 0)
				add_query(ahead, teller, row->value_on, &name);
		}
	}
}

static enum aq_status ask(struct ahead *ahead, struct aq_error *err)
{
	ahead->tellers =
		aq_arena_take_many(ahead->arena, ahead->count + 1, sizeof(*ahead->tellers));
	ahead->queries = aq_arena_take_many(ahead->arena, ahead->count * QUERIES_MAX + 1,
					    sizeof(*ahead->queries));
	if (!ahead->tellers || !ahead->queries)
		return aq_fail_memory(err);
	for (size_t at = 0; at < ahead->count; at++) {
		struct teller *teller = &ahead->tellers[at];

		*teller = (struct teller){.row = &ahead->rows[at], .query = ahead->query_count};
		if (!ahead->is_done[at] && (teller->row->payment.return_code.length == 0 ||
					    ahead_is_return(&teller->row->payment)))
			add_ids(ahead, teller, false);
		teller->group_from = ahead->query_count;
		if (!ahead->is_done[at] && teller->row->payment.return_code.length == 0)
			add_ids(ahead, teller, true);
	}
	return aq_store_identities_find(ahead->job->store, ahead->queries, ahead->query_count,
					ahead->arena, err);
}

static int compare_numbers(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static enum aq_status read_payments(struct ahead *ahead, struct aq_error *err)
{
	size_t room = ahead->query_count * AQ_OTHERS_MAX + 1, count = 0, kept = 0;
	uint64_t *numbers = aq_arena_take_many(ahead->arena, room, sizeof(*numbers));

	if (!numbers)
		return aq_fail_memory(err);
	for (size_t at = 0; at < ahead->query_count; at++)
		for (uint32_t other = 0; other < ahead->queries[at].other_count; other++)
			numbers[count++] = ahead->queries[at].others[other];
	if (count == 0)
		return AQ_OK;
	qsort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t at = 0; at < count; at++)
		if (kept == 0 || numbers[at] != numbers[kept - 1])
			numbers[kept++] = numbers[at];
	return aq_store_payments_read(ahead->job->store, numbers, kept, ahead->arena,
				      &ahead->payments, &ahead->payment_count, err);
}

static bool is_told(struct aq_slice account)
{
	return account.length > 0 && !aq_slice_is(account, "unknown");
}

/* A receipt, or what we sent; no return, fee or settlement. */
static bool is_plain(const struct aq_payment *booked)
{
	return booked->kind == AQ_KIND_RECEIPT ||
	       (booked->kind == AQ_KIND_OUTGOING && booked->direction == AQ_MONEY_OUT);
}

/* Both could be the same money, but for the amount. */
static bool is_of(const struct aq_waiting *row, const struct aq_waiting *payment)
{
	const struct aq_payment *told = &row->payment;
	const struct aq_payment *booked = &payment->payment;

	if (payment->status == AQ_PAYMENT_NOTICE || payment->status == AQ_PAYMENT_REFUSED ||
	    booked->mode == AQ_POSTS_NOTHING || !is_plain(booked) ||
	    booked->currency != told->currency || booked->direction != told->direction)
		return false;
	if (is_told(told->bank_account) && is_told(booked->bank_account) &&
	    !aq_slice_equals(told->bank_account, booked->bank_account))
		return false;
	return told->payer_account.length == 0 || booked->payer_account.length == 0 ||
	       aq_slice_equals(told->payer_account, booked->payer_account);
}

static enum aq_status join(struct ahead *ahead, struct teller *teller, uint64_t payment_no,
			   struct aq_error *err)
{
	const struct aq_told_ahead told = {.payment_no = payment_no,
					   .by_no = teller->row->payment.payment_no};

	enum aq_status status = aq_store_told_ahead_join(ahead->job->store, told, err);

	ahead->is_done[teller - ahead->tellers] = true;
	ahead->joined_count++;
	if (status >= AQ_OK && ahead_is_return(&teller->row->payment))
		status = ahead_return_answered(ahead->job, teller->row, err);
	return status;
}

static const struct aq_waiting *payment_of(const struct ahead *ahead, uint64_t payment_no)
{
	return aq_sorted_find(AQ_SORTED(ahead->payments, ahead->payment_count, payment.payment_no),
			      payment_no);
}

/* It has its details: no other rows take it apart. */
static void payment_settled(struct ahead *ahead, const struct aq_waiting *payment)
{
	ahead->payments[payment - ahead->payments].status = AQ_PAYMENT_SETTLEMENT;
}

/* A payer's own id is no number of anybody else's only where the name agrees,
 * or is not told and the id is more than a count. */
static bool is_weak(const struct ahead *ahead, const struct aq_identity_query *query,
		    const struct aq_waiting *row, const struct aq_waiting *payment)
{
	struct aq_slice one = row->payment.payer, other = payment->payment.payer;

	if (query->identity.id.kind != AQ_REF_END_TO_END)
		return false;
	if (one.length == 0 || other.length == 0)
		return query->identity.id.value.length < ID_BYTES_MIN;
	return !aq_slice_equals(aq_utf8_fold(ahead->arena, one), aq_utf8_fold(ahead->arena, other));
}

static bool is_meant(const struct ahead *ahead, const struct aq_identity_query *query,
		     const struct aq_waiting *row, const struct aq_waiting *payment)
{
	if (ahead_is_return(&row->payment))
		return ahead_fits_return(&row->payment, payment);
	return is_of(row, payment) && payment->payment.amount == row->payment.amount &&
	       !is_weak(ahead, query, row, payment);
}

/* The one payment of its ids and amount, or NULL. */
static const struct aq_waiting *find_one(const struct ahead *ahead, const struct teller *teller)
{
	const struct aq_waiting *found = NULL;

	for (size_t at = teller->query; at < teller->group_from; at++) {
		const struct aq_identity_query *query = &ahead->queries[at];

		for (uint32_t other = 0; other < query->other_count; other++) {
			const struct aq_waiting *payment = payment_of(ahead, query->others[other]);

			if (!payment || payment == found ||
			    !is_meant(ahead, query, teller->row, payment))
				continue;
			if (found || query->other_count == AQ_OTHERS_MAX)
				return NULL;
			found = payment;
		}
	}
	return found;
}

static void add_parts(struct ahead *ahead, size_t teller_index)
{
	const struct teller *teller = &ahead->tellers[teller_index];
	size_t end = teller->query + teller->query_count, from = ahead->part_count;

	for (size_t at = teller->group_from; at < end; at++) {
		const struct aq_identity_query *query = &ahead->queries[at];

		for (uint32_t other = 0; other < query->other_count; other++) {
			const struct aq_waiting *line = payment_of(ahead, query->others[other]);
			bool is_known = false;

			for (size_t part = from; part < ahead->part_count; part++)
				is_known |= ahead->parts[part].line_no == query->others[other];
			if (!line || is_known || !line->payment.is_bare_entry ||
			    !is_of(teller->row, line))
				continue;
			ahead->parts[ahead->part_count++] = (struct part){
				query->others[other], teller->row->payment.file_no, teller_index};
		}
	}
}

static int compare_parts(const void *one, const void *other)
{
	const struct part *a = one, *b = other;

	if (a->line_no != b->line_no)
		return a->line_no < b->line_no ? -1 : 1;
	if (a->file_no != b->file_no)
		return a->file_no < b->file_no ? -1 : 1;
	return a->teller < b->teller ? -1 : a->teller > b->teller;
}

static bool has_same_payer(const struct aq_waiting *one, const struct aq_waiting *other)
{
	if (one->payment.payer_account.length > 0 || other->payment.payer_account.length > 0)
		return aq_slice_equals(one->payment.payer_account, other->payment.payer_account);
	return one->payment.payer.length > 0 &&
	       aq_slice_equals(one->payment.payer, other->payment.payer);
}

/* Rows of one file that name a line are its parts if they sum to it; those that
 * are done with are none. */
static enum aq_status gather_batch(const struct ahead *ahead, size_t from, size_t to,
				   struct ahead_batch *out, struct aq_error *err)
{
	int64_t sum = 0;

	out->line = payment_of(ahead, ahead->parts[from].line_no);
	AQ_CLAIM(out->line);
	out->rows = aq_arena_take_many(ahead->arena, to - from, sizeof(*out->rows));
	if (!out->rows)
		return aq_fail_memory(err);
	for (size_t at = from; at < to; at++) {
		const struct teller *teller = &ahead->tellers[ahead->parts[at].teller];

		if (ahead->is_done[ahead->parts[at].teller])
			continue;
		out->rows[out->row_count++] = teller->row;
		if (!aq_minor_add(sum, teller->row->payment.amount, &sum))
			return AQ_END;
	}
	return out->row_count > 0 && sum == out->line->payment.amount ? AQ_OK : AQ_END;
}

/* Money of several payers is not read as one payment: what one of them names would
 * be paid with the money of another. The line comes apart instead. */
static enum aq_status join_parts(struct ahead *ahead, size_t from, size_t to, struct aq_error *err)
{
	struct ahead_batch batch = {.row_count = 0};
	bool is_one_payers = true, is_apart = false;
	enum aq_status status = gather_batch(ahead, from, to, &batch, err);

	if (status != AQ_OK || batch.line->status == AQ_PAYMENT_SETTLEMENT)
		return status < AQ_OK ? status : AQ_OK;
	for (size_t at = 1; at < batch.row_count; at++)
		is_one_payers &= has_same_payer(batch.rows[0], batch.rows[at]);
	if (!is_one_payers)
		status = ahead_apart(ahead->job, &batch, ahead->arena, &is_apart, err);
	ahead->joined_count += is_apart;
	ahead->has_apart |= is_apart;
	for (size_t at = from; at < to && status >= AQ_OK; at++) {
		size_t teller = ahead->parts[at].teller;

		if (is_one_payers && !ahead->is_done[teller])
			status = join(ahead, &ahead->tellers[teller],
				      batch.line->payment.payment_no, err);
		ahead->is_done[teller] |= is_apart;
	}
	if (is_apart)
		payment_settled(ahead, batch.line);
	return status;
}

static enum aq_status join_groups(struct ahead *ahead, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t from = 0, to;

	ahead->parts = aq_arena_take_many(ahead->arena, ahead->query_count * AQ_OTHERS_MAX + 1,
					  sizeof(*ahead->parts));
	if (!ahead->parts)
		return aq_fail_memory(err);
	for (size_t at = 0; at < ahead->count; at++)
		if (!ahead->is_done[at])
			add_parts(ahead, at);
	if (ahead->part_count > 0)
		qsort(ahead->parts, ahead->part_count, sizeof(*ahead->parts), compare_parts);
	for (; from < ahead->part_count && status >= AQ_OK; from = to) {
		for (to = from + 1; to < ahead->part_count &&
				    ahead->parts[to].line_no == ahead->parts[from].line_no &&
				    ahead->parts[to].file_no == ahead->parts[from].file_no;)
			to++;
		status = join_parts(ahead, from, to, err);
	}
	return status;
}

static enum aq_status join_rows(struct ahead *ahead, struct aq_error *err)
{
	const struct ahead_rows rows = {ahead->job, ahead->rows, ahead->count, ahead->is_done};
	enum aq_status status = ahead_reject(&rows, ahead->arena, err);

	if (status >= AQ_OK)
		status = ahead_change(&rows, ahead->arena, err);
	for (size_t at = 0; at < ahead->count; at++)
		ahead->joined_count += ahead->is_done[at];
	if (status >= AQ_OK)
		status = ask(ahead, err);
	if (status >= AQ_OK)
		status = read_payments(ahead, err);
	for (size_t at = 0; at < ahead->count && status >= AQ_OK; at++) {
		const struct aq_waiting *payment = find_one(ahead, &ahead->tellers[at]);

		if (payment)
			status = join(ahead, &ahead->tellers[at], payment->payment.payment_no, err);
	}
	if (status >= AQ_OK)
		status = join_groups(ahead, err);
	for (size_t at = 0; at < ahead->count; at++)
		if (!ahead->is_done[at] && ahead_is_return(&ahead->rows[at].payment))
			numbers_add(&ahead->returns, ahead->rows[at].payment.payment_no);
	return status;
}

/* Those behind `after`; how many there are. */
static enum aq_status read_rows(struct ahead *ahead, uint64_t after, struct aq_error *err)
{
	const struct aq_told_order order = {after, ROWS_MAX};
	uint64_t *numbers;
	size_t count = 0;
	enum aq_status status =
		aq_store_told_ahead(ahead->job->store, order, ahead->arena, &numbers, &count, err);

	ahead->count = 0;
	if (status < AQ_OK || count == 0)
		return status;
	status = aq_store_payments_read(ahead->job->store, numbers, count, ahead->arena,
					&ahead->rows, &ahead->count, err);
	ahead->is_done = aq_arena_take_many(ahead->arena, count + 1, sizeof(bool));
	if (status < AQ_OK || !ahead->is_done)
		return status < AQ_OK ? status : aq_fail_memory(err);
	memset(ahead->is_done, 0, (count + 1) * sizeof(bool));
	return AQ_OK;
}

static enum aq_status join_all(struct ahead *ahead, struct aq_error *err)
{
	struct job *job = ahead->job;
	struct aq_date before = aq_date_add_days(job->run.business_date, -WAITS_DAYS);
	enum aq_status status = AQ_OK;

	while (ahead->count > 0 && status >= AQ_OK) {
		uint64_t last = ahead->rows[ahead->count - 1].payment.payment_no;

		status = join_rows(ahead, err);
		if (status < AQ_OK)
			break;
		/* Rows before may tell of what it came apart into; fewer wait now. */
		if (ahead->has_apart) {
			last = 0;
			ahead->returns.count = 0;
		}
		aq_arena_reset(ahead->arena);
		*ahead = (struct ahead){.job = job,
					.arena = ahead->arena,
					.returns = ahead->returns,
					.joined_count = ahead->joined_count};
		status = read_rows(ahead, last, err);
	}
	if (status >= AQ_OK)
		status = ahead_returns(job, &ahead->returns, ahead->arena, err);
	/* A night on which nothing happens writes nothing. */
	if (status >= AQ_OK && (job->is_changed || ahead->joined_count > 0))
		status = aq_store_told_ahead_forget(job->store, before, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	return status;
}

enum aq_status ahead_join(struct job *job, struct aq_error *err)
{
	struct ahead ahead = {.job = job};
	enum aq_status status = aq_arena_new(&ahead.arena, 0, err);

	if (status >= AQ_OK)
		status = read_rows(&ahead, 0, err);
	if (status >= AQ_OK && ahead.count > 0)
		status = aq_store_begin(job->store, err);
	if (status < AQ_OK || ahead.count == 0)
		goto done;
	status = join_all(&ahead, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
	job->is_changed |= ahead.joined_count > 0;
done:
	numbers_free(&ahead.returns);
	aq_arena_free(ahead.arena);
	return status < AQ_OK ? status : AQ_OK;
}
