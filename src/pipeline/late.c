/*
 * late.c - finds the lumps that were taken for receipts before their details came.
 *
 * Design: a detail file of a bank names its account, and its settlements are
 * named by the bank's reference. So the identity of the lump is known whole,
 * amount and all, and is looked up like that of any payment.
 */
#include "late.h"

#include "acquit/normalise.h"

#define QUERIES_A_CALL 16384

static const struct aq_slice detail_source = {"camt.054:", 9};

/* The statement line that this settlement awaits. */
static bool awaited_line(const struct aq_settlement *settlement, struct aq_reference *id,
			 struct aq_payment *out)
{
	struct aq_slice account = settlement->source;
	int64_t awaited;

	if (!aq_slice_starts_with(account, detail_source) ||
	    __builtin_sub_overflow(settlement->net, settlement->deposited, &awaited) ||
	    awaited <= 0 || settlement->settlement_id.length == 0)
		return false;
	account.start += detail_source.length;
	account.length -= detail_source.length;
	*id = (struct aq_reference){AQ_REF_BANK, settlement->settlement_id};
	*out = (struct aq_payment){.direction = AQ_MONEY_IN,
				   .currency = settlement->currency,
				   .amount = awaited,
				   .booked_on = settlement->settled_on,
				   .bank_account = account,
				   .references = id,
				   .reference_count = 1,
				   .leaf_count = 1};
	return true;
}

static bool was_taken_for_a_receipt(const struct aq_known_payment *known)
{
	return known->mode == AQ_POSTS_BANK &&
	       (known->status == AQ_PAYMENT_APPLIED || known->status == AQ_PAYMENT_PART_APPLIED ||
		known->status == AQ_PAYMENT_ON_ACCOUNT || known->status == AQ_PAYMENT_UNAPPLIED ||
		known->status == AQ_PAYMENT_HELD);
}

struct looking {
	struct aq_arena *arena; /* of one call */
	struct aq_identity_query queries[QUERIES_A_CALL];
	size_t settlement_of[QUERIES_A_CALL];
	size_t count;
};

static enum aq_status ask(struct job *job, struct looking *looking, struct late_lump *out,
			  size_t *found, struct aq_error *err)
{
	enum aq_status status = aq_store_identities_find(job->store, looking->queries,
							 looking->count, looking->arena, err);
	size_t at;

	for (at = 0; at < looking->count && status >= AQ_OK; at++) {
		const struct aq_identity_query *query = &looking->queries[at];

		if (query->known_count == 1 && was_taken_for_a_receipt(query->known))
			out[(*found)++] = (struct late_lump){looking->settlement_of[at],
							     query->known->payment_no};
	}
	looking->count = 0;
	return status;
}

enum aq_status late_lumps(struct job *job, const struct aq_settlement *settlements, size_t count,
			  struct aq_arena *arena, struct late_lump **out, size_t *found,
			  struct aq_error *err)
{
	const struct aq_unit unit = {.kind = AQ_UNIT_STATEMENT, .message = AQ_MESSAGE_STATEMENT};
	struct looking *looking = aq_arena_take(arena, sizeof(*looking));
	enum aq_status status = AQ_OK;
	size_t index;

	*found = 0;
	*out = aq_arena_take_many(arena, count + 1, sizeof(**out));
	if (!*out || !looking)
		return aq_fail_memory(err);
	looking->arena = arena;
	for (index = 0; index < count && status >= AQ_OK; index++) {
		struct aq_identity identities[AQ_IDENTITIES_MAX];
		struct aq_reference id;
		struct aq_payment line;

		if (!awaited_line(&settlements[index], &id, &line))
			continue;
		if (aq_payment_identities(&line, &unit, arena, identities) == 0)
			return aq_fail_memory(err);
		looking->settlement_of[looking->count] = index;
		looking->queries[looking->count++] = (struct aq_identity_query){
			.identity = identities[0], .booked_on = line.booked_on};
		if (looking->count == QUERIES_A_CALL)
			status = ask(job, looking, *out, found, err);
	}
	return status < AQ_OK ? status : ask(job, looking, *out, found, err);
}
