/*
 * original_ids.c - the payments that bear the ids a return names its original by.
 *
 * Promises: an id that stands for one payment goes before one that others may
 * share; that is looked for only where nothing better is found.
 */
#include "returning.h"

/* A debit is booked on its effective day, and may be returned before it. */
#define LATER_DAYS 10

/* What one return may be looked up by: the id, and the kinds it may have had
 * on the original. */
static const enum aq_reference_kind original_kinds[] = {
	AQ_REF_TRACE, AQ_REF_END_TO_END,  AQ_REF_BANK, AQ_REF_TRANSACTION,
	AQ_REF_UETR,  AQ_REF_INSTRUCTION, AQ_REF_ROW,  AQ_REF_MANDATE,
};

#define KIND_COUNT (sizeof(original_kinds) / sizeof(original_kinds[0]))

enum aq_status original_ids_add(struct original_ids *ids, struct aq_reference id,
				struct aq_error *err)
{
	struct aq_date until = aq_date_add_days(ids->waiting->payment.booked_on, LATER_DAYS);
	uint64_t *payment_nos;
	size_t count, index;
	enum aq_status status;

	if (id.value.length == 0)
		return AQ_OK;
	status = aq_store_payments_by_id(ids->back->job->store, &id, until, ids->back->scratch,
					 &payment_nos, &count, err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		numbers_add(&ids->found, payment_nos[index]);
	return status;
}

static enum aq_status add_known_by_any(struct original_ids *ids, struct aq_slice id,
				       struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t kind;

	for (kind = 0; kind < KIND_COUNT && status >= AQ_OK; kind++)
		status =
			original_ids_add(ids, (struct aq_reference){original_kinds[kind], id}, err);
	return status;
}

/* Of a NACHA file; gateways tell the same reasons, but ids and days of their own. */
static bool is_ach(const struct aq_waiting *waiting)
{
	return aq_slice_starts_with(waiting->payment.source, AQ_SLICE("ach:"));
}

/* Ids of the original: told as such, or the return's own end-to-end id, which
 * banks repeat from the original. What an ACH return names besides is the
 * trace of another return. */
static enum aq_status add_by_ids(struct original_ids *ids, struct aq_error *err)
{
	const struct aq_payment *payment = &ids->waiting->payment;
	enum aq_status status = AQ_OK;
	size_t index;

	if (!is_ach(ids->waiting))
		status = add_known_by_any(ids, payment->counter_reference, err);
	for (index = 0; index < payment->reference_count && status >= AQ_OK; index++) {
		struct aq_reference id = payment->references[index];

		switch (id.kind) {
		case AQ_REF_ORIGINAL_TRACE:
			id.kind = AQ_REF_TRACE;
			status = original_ids_add(ids, id, err);
			break;
		case AQ_REF_ORIGINAL:
			if (!is_ach(ids->waiting))
				status = add_known_by_any(ids, id.value, err);
			break;
		case AQ_REF_END_TO_END:
		case AQ_REF_UETR:
		case AQ_REF_TRANSACTION:
			status = original_ids_add(ids, id, err);
			break;
		default:
			break;
		}
	}
	return status;
}

/* What banks repeat where they have no better id of the original: the debtor's
 * mandate last, since each of its collections has it. */
static enum aq_status add_by_weaker_ids(struct original_ids *ids, struct aq_error *err)
{
	static const enum aq_reference_kind kinds[] = {AQ_REF_INSTRUCTION, AQ_REF_BANK,
						       AQ_REF_MANDATE};
	const struct aq_payment *payment = &ids->waiting->payment;
	enum aq_status status = AQ_OK;

	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++)
		for (size_t at = 0; at < payment->reference_count && status >= AQ_OK; at++)
			if (payment->references[at].kind == kinds[kind])
				status = original_ids_add(ids, payment->references[at], err);
	ids->is_weak = true;
	return status;
}

static bool is_of_a_bank(const struct aq_waiting *waiting)
{
	return waiting->payment.mode == AQ_POSTS_BANK ||
	       aq_slice_starts_with(waiting->payment.source, AQ_SLICE("camt."));
}

/* The return itself has ids, too, and is no payment that it could mean. */
static bool has_found_none(const struct original_ids *ids)
{
	for (size_t at = 0; at < ids->found.count; at++)
		if (ids->found.list[at] != ids->waiting->payment.payment_no)
			return false;
	return true;
}

enum aq_status original_ids_find(struct original_ids *ids, struct aq_error *err)
{
	enum aq_status status = add_by_ids(ids, err);

	if (status >= AQ_OK && is_of_a_bank(ids->waiting) && has_found_none(ids))
		status = add_by_weaker_ids(ids, err);
	return status;
}

enum aq_status return_closing(struct taking_back *back, const struct aq_waiting *taker,
			      const struct aq_application_row **out, struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count;
	enum aq_status status = aq_store_applications(back->job->store, taker->payment.payment_no,
						      back->scratch, &rows, &count, err);

	*out = NULL;
	for (size_t at = 0; status >= AQ_OK && at < count && !*out; at++)
		if (rows[at].entry.event == AQ_EVENT_RETURN_CLOSED)
			*out = &rows[at];
	return status;
}
