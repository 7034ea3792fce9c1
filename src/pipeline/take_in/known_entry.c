/*
 * known_entry.c - a statement's entry that came before, in other words.
 *
 * A bank may send a line bare, and again with its details. The line is posted, so
 * what the details bring is not the bank's money anew: they are posted as those of
 * a notification are, and close the line.
 * Reads: the id and the amount of the whole entry, which its first detail bears.
 */
#include "chunk.h"

struct first { /* of the details of one entry */
	size_t index;
	struct aq_slice reference;
};

static bool is_entry(const struct aq_identity *identity)
{
	return identity->is_lookup_only && identity->id.kind == AQ_REF_BANK;
}

static bool may_be_known(const struct aq_payment *payment)
{
	return !payment->is_refused && payment->mode == AQ_POSTS_BANK && payment->entry_amount > 0;
}

static bool is_of_entry(const struct aq_payment *one, const struct aq_payment *other)
{
	return one->unit_index == other->unit_index && one->entry_index == other->entry_index;
}

/* The tray is the poster's own while it is posted. */
static enum aq_status become_details(struct poster *poster, const struct first *first,
				     struct aq_error *err)
{
	const struct tray *tray = poster->tray;
	struct aq_slice source =
		aq_arena_print(poster->scratch, "camt.054:%.*s",
			       AQ_SLICE_ARGS(tray->payments[first->index].bank_account));

	if (source.length == 0)
		return aq_fail_memory(err);
	for (size_t at = first->index; at < tray->count; at++) {
		struct aq_payment *payment = &tray->payments[at];

		if (!is_of_entry(payment, &tray->payments[first->index]))
			break;
		if (payment->is_refused || payment->mode != AQ_POSTS_BANK)
			continue;
		payment->mode = AQ_POSTS_CLEARING;
		payment->source = source;
		payment->settlement_id = first->reference;
		tray->pending[at].is_printed = false;
	}
	return AQ_OK;
}

static size_t add_queries(const struct poster *poster, struct aq_identity_query *queries,
			  struct first *firsts)
{
	const struct tray *tray = poster->tray;
	size_t count = 0;

	for (size_t at = 0; at < tray->count; at++) {
		const struct pending *pending = &tray->pending[at];

		if (!may_be_known(&tray->payments[at]))
			continue;
		for (size_t id = pending->identity_count; id < pending->lookup_count; id++) {
			if (!is_entry(&pending->identities[id]))
				continue;
			if (queries) {
				queries[count] = (struct aq_identity_query){
					.identity = pending->identities[id],
					.booked_on = tray->payments[at].booked_on,
					.file_no = poster->file_no,
					.own_from = poster->own_from};
				firsts[count] =
					(struct first){at, pending->identities[id].id.value};
			}
			count++;
		}
	}
	return count;
}

enum aq_status known_entries(struct poster *poster, struct aq_error *err)
{
	size_t count = add_queries(poster, NULL, NULL);
	struct aq_identity_query *queries;
	struct first *firsts;
	enum aq_status status;

	if (count == 0)
		return AQ_OK;
	queries = aq_arena_take_many(poster->scratch, count, sizeof(*queries));
	firsts = aq_arena_take_many(poster->scratch, count, sizeof(*firsts));
	if (!queries || !firsts)
		return aq_fail_memory(err);
	(void)add_queries(poster, queries, firsts);
	status = aq_store_identities_find(poster->job->store, queries, count, poster->scratch, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (queries[at].known_count > 0 && queries[at].known[0].mode == AQ_POSTS_BANK &&
		    queries[at].known[0].is_bare_entry)
			status = become_details(poster, &firsts[at], err);
	return status;
}

enum aq_status known_as_settled(struct poster *poster, const struct aq_payment *payment,
				const struct aq_known_payment *known, bool *out,
				struct aq_error *err)
{
	uint64_t settlement_no = 0;
	enum aq_status status;

	*out = false;
	if (known->mode != AQ_POSTS_CLEARING || payment->mode != AQ_POSTS_CLEARING ||
	    !known->is_booked || known->settlement_no == 0)
		return AQ_OK;
	status = aq_store_settlement_find(poster->job->store, payment->source,
					  payment->settlement_id, payment->currency, &settlement_no,
					  err);
	*out = settlement_no == known->settlement_no;
	return status;
}
