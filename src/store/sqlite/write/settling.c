/*
 * settling.c - what a batch moves on the settlements it touches.
 *
 * Sums follow the postings on clearing accounts, so that clearing and
 * settlements cannot tell two stories: what an intake brings is gross, fees,
 * returns, what is held back, exchanged or other, and so does a difference that a
 * person accepts; net is all of these; every
 * other event on clearing is a deposit. A settlement's clearing balance is
 * net - deposited. A payout of the running balance, which is the settlement
 * without an id, is a deposit of that and the whole of its own.
 */
#include <stdlib.h>

#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "../rows.h"

struct sums {
	uint64_t settlement_no;
	int64_t gross, fees, returns, net, deposited, held, exchanged, other;
	struct aq_date settled_on;
	struct aq_slice batch_id;
	uint64_t payout_no, detail_no;
	bool has_deposit;
};

struct sq_settling {
	struct aq_store *store;
	uint64_t run_no;
	struct sq_interned *known; /* key -> place in sums, from 1 */
	struct aq_buffer key;
	struct sums *sums;
	size_t count, capacity;
	size_t last; /* the one found last */
};

enum aq_status sq_settling_open(struct sq_settling **out, struct aq_store *store, uint64_t run_no,
				struct aq_error *err)
{
	struct sq_settling *settling = calloc(1, sizeof(*settling));
	enum aq_status status;

	if (!settling)
		return aq_fail_memory(err);
	settling->store = store;
	settling->run_no = run_no;
	aq_buffer_init(&settling->key, 0);
	status = sq_interned_new(&settling->known, err);
	if (status < AQ_OK) {
		sq_settling_close(settling);
		return status;
	}
	*out = settling;
	return AQ_OK;
}

void sq_settling_close(struct sq_settling *settling)
{
	if (!settling)
		return;
	sq_interned_free(settling->known);
	aq_buffer_free(&settling->key);
	free(settling);
}

static enum aq_status from_table(struct sq_settling *settling, const struct sq_settlement_key *key,
				 uint64_t *out, struct aq_error *err)
{
	struct aq_store *store = settling->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENT_FIND, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, key->source);
	sq_bind_text(store, statement, 2, key->id);
	sq_bind_i64(store, statement, 3, key->currency);
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		*out = sq_u64(statement, 0);
		sq_done(statement);
		return AQ_OK;
	}
	if (status >= AQ_OK)
		status = sq_next(store, SQ_NEXT_SETTLEMENT, 1, out, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_SETTLEMENT_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, *out);
	sq_bind_text(store, statement, 2, key->source);
	sq_bind_text(store, statement, 3, key->id);
	sq_bind_i64(store, statement, 4, key->currency);
	sq_bind_u64(store, statement, 5, settling->run_no);
	return sq_run(store, statement, err);
}

/* Grown in the scratch arena: what is left behind is at most as much again. */
static bool make_room(struct sq_settling *settling)
{
	size_t capacity = settling->capacity ? settling->capacity * 2 : 64;
	struct sums *sums;

	if (settling->count < settling->capacity)
		return true;
	sums = aq_arena_take_many(settling->store->scratch, capacity, sizeof(*sums));
	if (!sums)
		return false;
	if (settling->count)
		memcpy(sums, settling->sums, settling->count * sizeof(*sums));
	settling->sums = sums;
	settling->capacity = capacity;
	return true;
}

enum aq_status sq_settling_find(struct sq_settling *settling, const struct sq_settlement_key *key,
				uint64_t *out, struct aq_error *err)
{
	struct aq_buffer *text = &settling->key;
	enum aq_status status;
	uint64_t place, settlement_no;

	aq_buffer_clear(text);
	aq_buffer_add_be32(text, key->currency);
	aq_buffer_add_field(text, key->source);
	aq_buffer_add(text, key->id);
	if (aq_buffer_failed(text))
		return aq_fail_memory(err);
	place = sq_interned_find(settling->known, aq_buffer_slice(text));
	if (place == 0) {
		status = from_table(settling, key, &settlement_no, err);
		if (status < AQ_OK)
			return status;
		if (!make_room(settling))
			return aq_fail_memory(err);
		settling->sums[settling->count++] = (struct sums){.settlement_no = settlement_no};
		place = settling->count;
		status = sq_interned_add(settling->known, aq_buffer_slice(text), place, err);
		if (status < AQ_OK)
			return status;
	}
	settling->last = (size_t)place - 1;
	*out = settling->sums[settling->last].settlement_no;
	return AQ_OK;
}

static bool is_intake(enum aq_event event, const struct aq_posting *posting)
{
	if (event == AQ_EVENT_PAID_OUT)
		return posting->settlement.length > 0;
	return event == AQ_EVENT_RECEIPT || event == AQ_EVENT_TOLD_APART || event == AQ_EVENT_OUT ||
	       event == AQ_EVENT_FEE || event == AQ_EVENT_ADJUSTMENT || event == AQ_EVENT_RETURN ||
	       event == AQ_EVENT_DIFFERENCE || event == AQ_EVENT_DIFFERENCE_UNDONE;
}

/* What an intake brings to clearing from the account on the other side. */
static bool bring(struct sums *sums, enum aq_account other, int64_t in)
{
	bool overflowed = __builtin_add_overflow(sums->net, in, &sums->net);

	switch (other) {
	case AQ_ACCOUNT_FEES:
	case AQ_ACCOUNT_FEE_TAX:
		return __builtin_sub_overflow(sums->fees, in, &sums->fees) || overflowed;
	case AQ_ACCOUNT_UNIDENTIFIED_OUT:
		return __builtin_sub_overflow(sums->returns, in, &sums->returns) || overflowed;
	case AQ_ACCOUNT_RESERVE:
		return __builtin_sub_overflow(sums->held, in, &sums->held) || overflowed;
	case AQ_ACCOUNT_FX:
		return __builtin_add_overflow(sums->exchanged, in, &sums->exchanged) || overflowed;
	case AQ_ACCOUNT_PAYOUTS:
	case AQ_ACCOUNT_INTEREST:
	case AQ_ACCOUNT_ROUNDING:
	case AQ_ACCOUNT_WRITE_OFFS:
		return __builtin_add_overflow(sums->other, in, &sums->other) || overflowed;
	default:
		return __builtin_add_overflow(sums->gross, in, &sums->gross) || overflowed;
	}
}

enum aq_status sq_settling_move(struct sq_settling *settling, const struct aq_entry *entry,
				const struct aq_posting *posting, struct aq_error *err)
{
	struct sums *sums = &settling->sums[settling->last];
	bool is_debit = posting->debit.account == AQ_ACCOUNT_CLEARING;
	enum aq_account other = is_debit ? posting->credit.account : posting->debit.account;
	int64_t in = is_debit ? posting->amount : -posting->amount;
	bool overflowed;

	if (other == AQ_ACCOUNT_CLEARING)
		return AQ_OK;
	if (is_intake(entry->event, posting)) {
		overflowed = bring(sums, other, in);
	} else {
		sums->has_deposit = true;
		overflowed = __builtin_sub_overflow(sums->deposited, in, &sums->deposited);
	}
	return overflowed ? sq_overflow(err) : AQ_OK;
}

void sq_settling_tell(struct sq_settling *settling, const struct aq_payment *payment)
{
	struct sums *sums = &settling->sums[settling->last];

	if (aq_date_compare(payment->booked_on, sums->settled_on) > 0)
		sums->settled_on = payment->booked_on;
	/* The running balance is known by no bank's number. */
	if (sums->batch_id.length == 0 && payment->settlement_id.length > 0)
		sums->batch_id = payment->batch_id;
	if (payment->kind == AQ_KIND_SETTLEMENT)
		sums->payout_no = payment->payment_no;
	else if (payment->payment_no > sums->detail_no)
		sums->detail_no = payment->payment_no;
}

static enum aq_status write_sums(struct sq_settling *settling, const struct sums *sums,
				 struct aq_error *err)
{
	struct aq_store *store = settling->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENT_MOVE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, sums->settlement_no);
	sq_bind_i64(store, statement, 2, sums->settled_on.day);
	sq_bind_i64(store, statement, 3, sums->gross);
	sq_bind_i64(store, statement, 4, sums->fees);
	sq_bind_i64(store, statement, 5, sums->returns);
	sq_bind_i64(store, statement, 6, sums->net);
	sq_bind_i64(store, statement, 7, sums->deposited);
	sq_bind_i64(store, statement, 8, sums->has_deposit);
	sq_bind_u64(store, statement, 9, settling->run_no);
	sq_bind_text(store, statement, 10, sums->batch_id);
	sq_bind_i64(store, statement, 11, sums->held);
	sq_bind_i64(store, statement, 12, sums->exchanged);
	sq_bind_i64(store, statement, 13, sums->other);
	sq_bind_u64(store, statement, 14, sums->payout_no);
	sq_bind_u64(store, statement, 15, sums->detail_no);
	return sq_run(store, statement, err);
}

enum aq_status sq_settling_end(struct sq_settling *settling, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < settling->count && status >= AQ_OK; at++)
		status = write_sums(settling, &settling->sums[at], err);
	return status;
}

enum aq_status aq_store_settlement_find(struct aq_store *store, struct aq_slice source,
					struct aq_slice id, aq_currency currency, uint64_t *out,
					struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENT_FIND, &statement, err);

	*out = 0;
	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, source);
	sq_bind_text(store, statement, 2, id);
	sq_bind_i64(store, statement, 3, currency);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	*out = sq_u64(statement, 0);
	sq_done(statement);
	return AQ_OK;
}
