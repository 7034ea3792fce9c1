/*
 * recognise.c - is this payment new? The heart of "never lost, never doubled".
 *
 * Each payment is looked up by every id it is known by. The n-th of equal
 * payments in this file is the n-th of those that other files brought: it is a
 * duplicate where there is one, and new where there is none. Rows without a
 * bank id are never dropped: an equal row of another file makes a question.
 */
#include "ahead.h"
#include "chunk.h"
#include "others.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/sorted.h"

struct lookup { /* one flush */
	struct poster *poster;
	size_t count; /* payments */
	struct aq_identity_query *queries; /* of all payments, in order */
	size_t *first_query; /* by payment; one more at the end */
	struct aq_taken *taken;
	struct aq_entry *entries;
	uint64_t first_payment_no;
	struct others others; /* of the same ids, and another amount */
	/* Known details whose statement line has come: read in one go. */
	bool *books_detail; /* by payment */
	uint64_t *detail_nos;
	size_t detail_count;
	struct aq_waiting *details;
	size_t detail_found;
};

static bool is_looked_up(const struct aq_payment *payment)
{
	return !payment->is_refused && (payment->kind != AQ_KIND_NOTICE || task_is(payment));
}

static enum aq_status ask(struct lookup *lookup, struct aq_error *err)
{
	struct poster *poster = lookup->poster;
	size_t count = lookup->count, query = 0, index, at;
	enum aq_status status;

	lookup->first_query =
		aq_arena_take_many(poster->scratch, count + 1, sizeof(*lookup->first_query));
	for (index = 0; index < lookup->count; index++)
		query += poster->tray->pending[index].identity_count;
	lookup->queries = aq_arena_take_many(poster->scratch, query + 1, sizeof(*lookup->queries));
	if (!lookup->first_query || !lookup->queries)
		return aq_fail_memory(err);
	query = 0;
	for (index = 0; index < lookup->count; index++) {
		const struct aq_payment *payment = &poster->tray->payments[index];
		const struct pending *pending = &poster->tray->pending[index];

		lookup->first_query[index] = query;
		if (!is_looked_up(payment))
			continue;
		for (at = 0; at < pending->identity_count; at++)
			lookup->queries[query++] = (struct aq_identity_query){
				.identity = pending->identities[at],
				.booked_on = payment->booked_on,
				.file_no = poster->file_no,
				.own_from = poster->own_from,
				.wants_others = others_wanted(payment, &pending->identities[at]),
			};
	}
	lookup->first_query[count] = query;
	status = aq_store_identities_find(poster->job->store, lookup->queries, query,
					  poster->scratch, err);
	if (status < AQ_OK)
		return status;
	return others_read(poster->job->store, lookup->queries, query, poster->scratch,
			   &lookup->others, err);
}

/* Ids that a bank or gateway gave are counted by statement: two statements in one
 * file may overlap as two files may. What has none is counted through the file. */
static uint64_t count_key(const struct poster *poster, const struct aq_identity *identity)
{
	if (identity->is_content || identity->is_weak)
		return identity->text_hash;
	return identity->text_hash + poster->own_from * 0x9E3779B97F4A7C15u;
}

/* Which of equal payments this one is, for each of its identities, from 1. */
static enum aq_status occurrences_of(struct lookup *lookup, size_t index,
				     uint32_t out[AQ_IDENTITIES_MAX], struct aq_error *err)
{
	struct poster *poster = lookup->poster;
	const struct pending *pending = &poster->tray->pending[index];
	size_t query = lookup->first_query[index], at;

	for (at = 0; at < pending->identity_count; at++) {
		uint64_t key = count_key(poster, &pending->identities[at]);
		enum aq_status status = counts_add(poster->in_flush, key, &out[at], err);

		if (status < AQ_OK)
			return status;
		out[at] += lookup->queries[query + at].same_file;
		out[at] += counts_of(poster->duplicates, key);
	}
	return AQ_OK;
}

/* A statement holds all that its notifications tell: the n-th of equal ones is the
 * n-th of them, though neither has an id. An end-to-end id is the payer's choice. It tells that a detail and its
 * statement line are one; between two lines that the bank gave ids of their
 * own it is only a reason to ask, and so it is where the detail's line has come
 * before and had another id. */
static bool is_doubtful(const struct lookup *lookup, size_t index,
			const struct aq_identity_query *answer,
			const struct aq_known_payment *known)
{
	const struct pending *pending = &lookup->poster->tray->pending[index];

	if (answer->identity.is_content)
		return known->mode == lookup->poster->tray->payments[index].mode ||
		       known->is_booked;
	return answer->identity.is_weak && !pending->identities[0].is_weak &&
	       (known->mode == lookup->poster->tray->payments[index].mode || known->is_booked);
}

/* The payment of another file that this one is, or NULL. */
static const struct aq_known_payment *known_as(const struct lookup *lookup, size_t index,
					       const uint32_t occurrences[AQ_IDENTITIES_MAX],
					       bool *is_in_doubt)
{
	size_t query = lookup->first_query[index], at;

	for (at = 0; at < lookup->poster->tray->pending[index].identity_count; at++) {
		const struct aq_identity_query *answer = &lookup->queries[query + at];
		const struct aq_known_payment *known = NULL;

		*is_in_doubt = false;
		if (answer->identity.is_content)
			known = again_known(&lookup->poster->again, answer, occurrences[at]);
		if (known)
			return known;
		if (answer->known_count >= occurrences[at]) {
			known = &answer->known[occurrences[at] - 1];
			*is_in_doubt = is_doubtful(lookup, index, answer, known);
			return known;
		}
	}
	return NULL;
}

/* Most payments are the first of their identity, and were given that id when
 * they were decoded. */
static enum aq_status give_id(struct lookup *lookup, size_t index, uint32_t occurrence,
			      struct aq_error *err)
{
	struct poster *poster = lookup->poster;
	struct aq_payment *payment = &poster->tray->payments[index];
	struct pending *pending = &poster->tray->pending[index];

	if (pending->is_printed && occurrence == 1 && !payment->is_refused)
		return AQ_OK;
	pending->is_printed = false;
	return fingerprint_id(&poster->printer, payment,
			      pending->identity_count > 0 ? &pending->identities[0] : NULL,
			      occurrence, err);
}

static const enum aq_payment_status status_by_kind[AQ_KIND_COUNT] = {
	[AQ_KIND_RECEIPT] = AQ_PAYMENT_UNIDENTIFIED,
	[AQ_KIND_RETURN] = AQ_PAYMENT_REVERSAL,
	[AQ_KIND_REFUND] = AQ_PAYMENT_REFUND,
	[AQ_KIND_CHARGEBACK] = AQ_PAYMENT_REVERSAL,
	[AQ_KIND_FEE] = AQ_PAYMENT_FEE,
	[AQ_KIND_SETTLEMENT] = AQ_PAYMENT_SETTLEMENT,
	[AQ_KIND_OUTGOING] = AQ_PAYMENT_OUTGOING,
	[AQ_KIND_NOTICE] = AQ_PAYMENT_NOTICE,
	[AQ_KIND_ADJUSTMENT] = AQ_PAYMENT_FEE,
};

static enum aq_payment_status first_status(const struct aq_payment *payment, enum aq_bucket bucket)
{
	if (payment->is_refused)
		return AQ_PAYMENT_REFUSED;
	if (payment->kind == AQ_KIND_NOTICE ||
	    (payment->mode == AQ_POSTS_NOTHING && payment->kind != AQ_KIND_SETTLEMENT))
		return AQ_PAYMENT_NOTICE;
	if (bucket == AQ_BUCKET_UNIDENTIFIED)
		return AQ_PAYMENT_UNIDENTIFIED;
	if (bucket == AQ_BUCKET_OUT && payment->kind == AQ_KIND_RECEIPT)
		return AQ_PAYMENT_OUTGOING;
	return status_by_kind[payment->kind];
}

/* Money that came back on an outgoing account lessens what waits there. */
static int64_t first_remainder(const struct aq_payment *payment, enum aq_bucket bucket)
{
	if (bucket == AQ_BUCKET_NONE)
		return 0;
	if (bucket == AQ_BUCKET_OUT && payment->direction == AQ_MONEY_IN)
		return -payment->amount;
	return payment->amount;
}

static enum aq_status judge_new(struct lookup *lookup, size_t index, struct aq_error *err)
{
	struct poster *poster = lookup->poster;
	struct aq_payment *payment = &poster->tray->payments[index];
	struct aq_taken *taken = &lookup->taken[index];
	struct aq_entry *entry = &lookup->entries[index];
	enum aq_status status;

	taken->bucket = aq_take_in_bucket(payment);
	taken->remainder = first_remainder(payment, taken->bucket);
	taken->status = first_status(payment, taken->bucket);
	if (is_looked_up(payment) && (taken->status != AQ_PAYMENT_NOTICE || task_is(payment))) {
		taken->identities = poster->tray->pending[index].identities;
		taken->identity_count = poster->tray->pending[index].lookup_count;
	}
	taken->tells_ahead = taken->status == AQ_PAYMENT_NOTICE && ahead_tells(payment);
	status = aq_entry_take_in(entry, payment, &poster->job->posting, poster->scratch, err);
	if (status == AQ_OK)
		taken->entry = entry;
	return status < AQ_OK ? status : AQ_OK;
}

static bool is_known_by(const struct aq_identity_query *answer, uint64_t payment_no)
{
	uint32_t at = 0;

	while (at < answer->known_count && answer->known[at].payment_no != payment_no)
		at++;
	return at < answer->known_count;
}

/* The ids that this row has and the payment had not: by them it is known from
 * now on, so that a row with nothing else is recognised too. */
static enum aq_status add_ids(struct lookup *lookup, size_t index, uint64_t payment_no,
			      struct aq_error *err)
{
	const struct pending *pending = &lookup->poster->tray->pending[index];
	const struct aq_identity_query *answers = &lookup->queries[lookup->first_query[index]];
	struct aq_taken *taken = &lookup->taken[index];
	struct aq_identity *added = aq_arena_take_many(lookup->poster->scratch,
						       pending->lookup_count + 1, sizeof(*added));

	if (!added)
		return aq_fail_memory(err);
	taken->identities = added;
	for (size_t at = 0; at < pending->lookup_count; at++)
		if (at < pending->identity_count ? !is_known_by(&answers[at], payment_no)
						 : pending->identities[at].id.kind == AQ_REF_BANK)
			added[taken->identity_count++] = pending->identities[at];
	return AQ_OK;
}

static enum aq_status judge_known(struct lookup *lookup, size_t index,
				  const struct aq_known_payment *known, struct aq_error *err)
{
	struct poster *poster = lookup->poster;
	struct aq_payment *payment = &poster->tray->payments[index];
	struct pending *pending = &poster->tray->pending[index];
	struct aq_taken *taken = &lookup->taken[index];
	size_t at;

	payment->id = known->id;
	pending->is_printed = false;
	taken->status = AQ_PAYMENT_DUPLICATE;
	taken->duplicate_of = known->payment_no;
	/* The same statement sent again moves nothing a second time. */
	if (known->mode == AQ_POSTS_CLEARING && payment->mode == AQ_POSTS_BANK &&
	    !known->is_booked) {
		lookup->books_detail[index] = true;
		lookup->detail_nos[lookup->detail_count++] = known->payment_no;
	}
	for (at = 0; at < pending->identity_count; at++) {
		uint64_t key = count_key(poster, &pending->identities[at]);
		uint32_t ignored;
		enum aq_status status = counts_add(poster->duplicates, key, &ignored, err);

		/* It is counted among the duplicates now, no longer in the flush. */
		counts_take(poster->in_flush, key);
		if (status < AQ_OK)
			return status;
	}
	return add_ids(lookup, index, known->payment_no, err);
}

/* How many equal rows other files brought. */
static uint32_t lookup_known_count(const struct lookup *lookup, size_t index)
{
	return lookup->queries[lookup->first_query[index]].known_count;
}

static enum aq_status ask_if_twice(struct aq_taken *taken, uint64_t payment_no, const char *why)
{
	taken->status = AQ_PAYMENT_POSSIBLE_DUPLICATE;
	taken->duplicate_of = payment_no;
	taken->exception = AQ_POSSIBLE_DUPLICATE;
	taken->explanation = aq_slice_of(why);
	return AQ_OK;
}

static enum aq_status judge(struct lookup *lookup, size_t index, struct aq_error *err)
{
	struct aq_payment *payment = &lookup->poster->tray->payments[index];
	struct aq_taken *taken = &lookup->taken[index];
	const struct aq_known_payment *known = NULL;
	bool is_in_doubt = false;
	uint32_t occurrences[AQ_IDENTITIES_MAX] = {1};
	enum aq_status status;

	taken->payment = payment;
	payment->payment_no = lookup->first_payment_no + (index);
	payment->file_no = lookup->poster->file_no;
	if (is_looked_up(payment) && lookup->poster->tray->pending[index].identity_count > 0) {
		status = occurrences_of(lookup, index, occurrences, err);
		if (status < AQ_OK)
			return status;
		known = known_as(lookup, index, occurrences, &is_in_doubt);
	}
	if (known && is_in_doubt) {
		bool is_settled;

		status = known_as_settled(lookup->poster, payment, known, &is_settled, err);
		is_in_doubt = !is_settled;
		if (status < AQ_OK)
			return status;
	}
	if (known && !is_in_doubt)
		return judge_known(lookup, index, known, err);
	/* An equal row of an earlier file keeps its place in the count, so that
	 * both have ids of their own. */
	status = give_id(
		lookup, index,
		known ? occurrences[0] + lookup_known_count(lookup, index) : occurrences[0], err);
	if (status >= AQ_OK)
		status = judge_new(lookup, index, err);
	if (status >= AQ_OK && taken->status == AQ_PAYMENT_NOTICE)
		return task_of_notice(taken, lookup->poster->scratch, err);
	if (status < AQ_OK || taken->bucket != AQ_BUCKET_UNIDENTIFIED)
		return status;
	if (known)
		return ask_if_twice(taken, known->payment_no,
				    "an equal row came in an earlier file, and no bank id tells "
				    "them apart");
	if (occurrences[0] > 1 && lookup->poster->tray->pending[index].is_of_batch_again)
		return ask_if_twice(taken, 0,
				    "an equal entry stands in an earlier batch with the very same "
				    "header: the batch may be a copy");
	size_t query = lookup->first_query[index];
	size_t end = lookup->first_query[index + 1];
	return others_doubt(&lookup->others, taken, &lookup->queries[query], end - query,
			    lookup->poster->scratch, err);
}

static int compare_numbers(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static enum aq_status read_details(struct lookup *lookup, struct aq_error *err)
{
	if (lookup->detail_count == 0)
		return AQ_OK;
	qsort(lookup->detail_nos, lookup->detail_count, sizeof(*lookup->detail_nos),
	      compare_numbers);
	return aq_store_payments_read(lookup->poster->job->store, lookup->detail_nos,
				      lookup->detail_count, lookup->poster->scratch,
				      &lookup->details, &lookup->detail_found, err);
}

static const struct aq_payment *detail_of(const struct lookup *lookup, uint64_t payment_no)
{
	const struct aq_waiting *detail = aq_sorted_find(
		AQ_SORTED(lookup->details, lookup->detail_found, payment.payment_no), payment_no);

	return detail ? &detail->payment : NULL;
}

/* The statement line of a detail already posted moves bank and clearing. */
static enum aq_status book_detail(struct lookup *lookup, size_t at, struct aq_error *err)
{
	struct aq_taken *taken = &lookup->taken[at];
	const struct aq_payment *detail;
	struct aq_detail_booked order;
	enum aq_status status;

	if (!lookup->books_detail[at])
		return AQ_OK;
	detail = detail_of(lookup, taken->duplicate_of);
	if (!detail || detail->mode != AQ_POSTS_CLEARING)
		return AQ_OK;
	order = (struct aq_detail_booked){.line = taken->payment,
					  .source = detail->source,
					  .settlement = detail->settlement_id};
	status = aq_entry_detail_booked(&lookup->entries[at], &order, &lookup->poster->job->posting,
					lookup->poster->scratch, err);
	if (status == AQ_OK)
		taken->entry = &lookup->entries[at];
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status room(struct lookup *lookup, struct aq_error *err)
{
	struct poster *poster = lookup->poster;
	size_t count = lookup->count;

	lookup->taken = aq_arena_take_many(poster->scratch, count, sizeof(*lookup->taken));
	lookup->entries = aq_arena_take_many(poster->scratch, count, sizeof(*lookup->entries));
	lookup->detail_nos =
		aq_arena_take_many(poster->scratch, count, sizeof(*lookup->detail_nos));
	lookup->books_detail =
		aq_arena_take_many(poster->scratch, count, sizeof(*lookup->books_detail));
	if (!lookup->taken || !lookup->entries || !lookup->detail_nos || !lookup->books_detail)
		return aq_fail_memory(err);
	return aq_store_reserve(poster->job->store, AQ_NUMBER_PAYMENT, count,
				&lookup->first_payment_no, err);
}

enum aq_status recognise(struct poster *poster, struct aq_error *err)
{
	struct lookup lookup = {.poster = poster, .count = poster->tray->count};
	size_t count = lookup.count, at;
	enum aq_status status;

	AQ_CLAIM(count > 0);
	status = room(&lookup, err);
	if (status >= AQ_OK)
		status = known_entries(poster, err);
	if (status >= AQ_OK)
		status = ask(&lookup, err);
	for (at = 0; at < count && status >= AQ_OK; at++)
		status = judge(&lookup, at, err);
	if (status >= AQ_OK)
		status = read_details(&lookup, err);
	for (at = 0; at < count && status >= AQ_OK; at++)
		status = book_detail(&lookup, at, err);
	if (status >= AQ_OK)
		status = again_judge(&poster->again, lookup.taken, count,
				     poster->tray->is_unit_open, err);
	for (at = 0; at < count && status >= AQ_OK; at++)
		status = poster_count(poster, &lookup.taken[at], err);
	if (status < AQ_OK)
		return status;
	poster->next_no = lookup.first_payment_no + count;
	return post_taken(poster, lookup.taken, lookup.entries, err);
}
