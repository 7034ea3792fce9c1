/*
 * ahead_apart.c - a bare line of several payers, taken apart by rows that post nothing.
 *
 * Reads: a line of the bank, and the rows of one file that name it by its batch
 * and sum to it: the details of a report of the day, the collections that we
 * asked for, the payments that we ordered, a status that lists them.
 * Promises: each row becomes a detail of the line's settlement, as if a
 * notification had told it; the settle step closes the line with them. The rows
 * themselves stay what they are, and wait no longer.
 * Refuses: a line that is settled, came back, or was moved by a person; rows of
 * which one is known already, or has nothing that a later detail knows it by.
 */
#include "ahead.h"
#include "chunk.h"
#include "../settle/settling.h"

#include "acquit/match.h"
#include "acquit/normalise.h"

struct apart {
	struct job *job;
	struct aq_arena *arena;
	const struct ahead_batch *batch;
	struct aq_slice source, settlement;
	struct aq_unit unit;
	struct tray tray;
	struct unit_chain chain;
};

static bool may_come_apart(const struct aq_waiting *line)
{
	bool is_in = line->payment.direction == AQ_MONEY_IN;

	if (line->payment.mode != AQ_POSTS_BANK || !line->payment.is_bare_entry)
		return false;
	switch (line->status) {
	case AQ_PAYMENT_UNIDENTIFIED:
	case AQ_PAYMENT_APPLIED:
	case AQ_PAYMENT_PART_APPLIED:
	case AQ_PAYMENT_ON_ACCOUNT:
	case AQ_PAYMENT_UNAPPLIED:
	case AQ_PAYMENT_HELD:
		return is_in;
	case AQ_PAYMENT_OUTGOING:
		return !is_in && line->remainder == line->payment.amount;
	default:
		return false;
	}
}

/* The id that a notification of the line would have. */
static struct aq_slice settlement_of(const struct aq_payment *line)
{
	static const enum aq_reference_kind kinds[] = {AQ_REF_BANK, AQ_REF_BATCH,
						       AQ_REF_PAYMENT_INFO};

	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++)
		for (size_t at = 0; at < line->reference_count; at++)
			if (line->references[at].kind == kinds[kind] &&
			    line->references[at].value.length > 0)
				return line->references[at].value;
	return (struct aq_slice){NULL, 0};
}

static enum aq_status open_apart(struct apart *apart, struct aq_error *err)
{
	const struct aq_waiting *line = apart->batch->line;
	size_t count = apart->batch->row_count;

	apart->settlement = settlement_of(&line->payment);
	apart->source = aq_arena_print(apart->arena, "camt.054:%.*s",
				       AQ_SLICE_ARGS(line->payment.bank_account));
	apart->unit = (struct aq_unit){.kind = AQ_UNIT_STATEMENT,
				       .message = AQ_MESSAGE_NOTIFICATION,
				       .account = line->payment.bank_account};
	apart->tray.payments =
		aq_arena_take_many(apart->arena, count, sizeof(*apart->tray.payments));
	apart->tray.pending = aq_arena_take_many(apart->arena, count, sizeof(*apart->tray.pending));
	if (!apart->tray.payments || !apart->tray.pending || apart->source.length == 0)
		return aq_fail_memory(err);
	return aq_arena_new(&apart->tray.arena, 0, err);
}

/* What the row says, on the day and the account of the line. */
static void add_details(struct apart *apart)
{
	const struct aq_payment *line = &apart->batch->line->payment;

	for (size_t at = 0; at < apart->batch->row_count; at++) {
		struct aq_payment *detail = &apart->tray.payments[apart->tray.count++];

		*detail = apart->batch->rows[at]->payment;
		detail->payment_no = 0;
		detail->kind =
			detail->direction == AQ_MONEY_IN ? AQ_KIND_RECEIPT : AQ_KIND_OUTGOING;
		detail->mode = AQ_POSTS_CLEARING;
		detail->is_bare_entry = false;
		detail->is_told_apart = true;
		detail->leaf_index = (uint32_t)at;
		detail->leaf_count = (uint32_t)apart->batch->row_count;
		detail->booked_on = line->booked_on;
		detail->value_on = line->value_on;
		detail->bank_account = line->bank_account;
		detail->source = apart->source;
		detail->settlement_id = apart->settlement;
		detail->batch_id = line->batch_id;
	}
}

/* Each has an id, and is known by none yet. */
static enum aq_status are_new(const struct apart *apart, bool *out, struct aq_error *err)
{
	const struct tray *tray = &apart->tray;
	struct aq_identity_query *queries =
		aq_arena_take_many(apart->arena, tray->count * AQ_IDENTITIES_MAX, sizeof(*queries));
	size_t count = 0;
	enum aq_status status;

	*out = false;
	if (!queries)
		return aq_fail_memory(err);
	for (size_t at = 0; at < tray->count; at++) {
		const struct pending *pending = &tray->pending[at];

		for (size_t id = 0; id < pending->identity_count; id++) {
			if (pending->identities[id].is_content)
				return AQ_OK;
			queries[count++] = (struct aq_identity_query){
				.identity = pending->identities[id],
				.booked_on = tray->payments[at].booked_on};
		}
	}
	status = aq_store_identities_find(apart->job->store, queries, count, apart->arena, err);
	*out = true;
	for (size_t at = 0; at < count; at++)
		*out &= queries[at].known_count == 0;
	return status;
}

/* A notification's own details come before whatever else tells of the line. */
static enum aq_status has_settlement(const struct apart *apart, bool *out, struct aq_error *err)
{
	struct aq_settlement *settlements;
	size_t count;
	enum aq_status status = aq_store_settlements_open(apart->job->store, apart->arena,
							  &settlements, &count, err);

	*out = false;
	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		*out |= aq_slice_equals(settlements[at].source, apart->source) &&
			aq_slice_equals(settlements[at].settlement_id, apart->settlement);
	return status;
}

static enum aq_status post(struct apart *apart, struct poster *poster, struct aq_error *err)
{
	const struct ahead_batch *batch = apart->batch;
	uint64_t first;
	enum aq_status status = unit_chain_begin(apart->job, &apart->chain, AQ_SLICE("apart"), err);

	if (status >= AQ_OK)
		status = poster_post(poster, &apart->tray, err);
	if (status >= AQ_OK)
		status = unit_chain_end(apart->job, &apart->chain, err);
	first = poster->next_no - batch->row_count;
	for (size_t at = 0; at < batch->row_count && status >= AQ_OK; at++) {
		const struct aq_told_ahead told = {.payment_no = first + at,
						   .by_no = batch->rows[at]->payment.payment_no};

		status = aq_store_told_ahead_join(apart->job->store, told, err);
	}
	return status;
}

static enum aq_status take_apart(struct apart *apart, bool *is_apart, struct aq_error *err)
{
	struct job *job = apart->job;
	struct poster poster = {.job = NULL};
	const struct chunk_order order = {.job = job,
					  .chain = &apart->chain,
					  .file_no = apart->batch->rows[0]->payment.file_no,
					  .file_hash = {"", 0}};
	enum aq_status status = poster_open(&poster, &order, err);

	add_details(apart);
	if (status >= AQ_OK)
		status = prints_make(&(struct prints_order){&apart->tray, &apart->unit, job->store,
							    &poster.printer},
				     0, err);
	if (status >= AQ_OK)
		status = are_new(apart, is_apart, err);
	if (status >= AQ_OK && *is_apart)
		status = post(apart, &poster, err);
	poster_close(&poster);
	return status;
}

enum aq_status ahead_apart(struct job *job, const struct ahead_batch *batch, struct aq_arena *arena,
			   bool *is_apart, struct aq_error *err)
{
	struct apart apart = {.job = job, .arena = arena, .batch = batch};
	bool is_asked = false, is_persons = false;
	enum aq_status status = AQ_OK;

	*is_apart = false;
	if (!may_come_apart(batch->line) || settlement_of(&batch->line->payment).length == 0)
		return AQ_OK;
	job->posting =
		(struct aq_posting_settings){.business_date = job->run.business_date,
					     .closed_through = job->home->settings.closed_through};
	status = open_apart(&apart, err);
	if (status >= AQ_OK)
		status = has_settlement(&apart, &is_asked, err);
	if (status >= AQ_OK)
		status = late_is_moved(job, batch->line, arena, &is_persons, err);
	if (status >= AQ_OK && !is_asked && !is_persons)
		status = take_apart(&apart, is_apart, err);
	aq_arena_free(apart.tray.arena);
	return status;
}
