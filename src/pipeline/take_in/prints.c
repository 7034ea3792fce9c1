/*
 * prints.c - what can be told of payments before it is known how many equal ones
 * came: their identities, and the id and digest of the first of them.
 *
 * Whoever decodes makes them, since who posts has the most to do.
 */
#include "chunk.h"

static enum aq_status give_identities(const struct prints_order *order,
				      const struct aq_payment *payment, struct pending *pending,
				      struct aq_error *err)
{
	struct aq_arena *arena = order->tray->arena;
	struct aq_identity found[AQ_IDENTITIES_MAX];

	pending->lookup_count = aq_payment_identities(payment, order->unit, arena, found);
	pending->identities = aq_arena_take_many(arena, pending->lookup_count, sizeof(found[0]));
	if (pending->lookup_count == 0 || !pending->identities)
		return aq_fail_memory(err);
	memcpy(pending->identities, found, pending->lookup_count * sizeof(found[0]));
	while (pending->identity_count < pending->lookup_count &&
	       !found[pending->identity_count].is_lookup_only)
		pending->identity_count++;
	return aq_store_identities_hash(order->store, pending->identities, pending->lookup_count,
					err);
}

static enum aq_status print(const struct prints_order *order, struct aq_payment *payment,
			    struct pending *pending, struct aq_error *err)
{
	enum aq_status status = give_identities(order, payment, pending, err);

	if (status >= AQ_OK)
		status = fingerprint_id(
			order->printer, payment,
			pending->identity_count > 0 ? &pending->identities[0] : NULL, 1, err);
	if (status >= AQ_OK)
		status = fingerprint_digest(order->printer, payment, &pending->digest, err);
	pending->is_printed = status >= AQ_OK;
	return status;
}

enum aq_status prints_make(const struct prints_order *order, size_t from, struct aq_error *err)
{
	const struct tray *tray = order->tray;
	enum aq_status status = AQ_OK;

	for (size_t at = from; at < tray->count && status >= AQ_OK; at++) {
		tray->pending[at] = (struct pending){.is_of_batch_again = order->unit->is_again};
		if (!tray->payments[at].is_refused)
			status = print(order, &tray->payments[at], &tray->pending[at], err);
	}
	return status;
}
