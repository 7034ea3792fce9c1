/*
 * gather_strangers.c - for payments whose payer no account tells: open items of
 * exactly their amount, for a person to choose from.
 *
 * Refuses: an amount that many items have; it says nothing, and numbers that are
 * nearly written are looked for instead.
 */
#include "gathering.h"

#define STRANGERS_MAX 24 /* of one payment */

/* Nobody is known, or only by a name, which others may bear. What is open by its
 * amount decides only about names that were cut off, payers who were learned and
 * numbers that may be mistyped. */
static bool is_wanted(const struct gathering *gathering, size_t index)
{
	const struct aq_waiting *waiting = &gathering->waiting[index];

	if (gathering->is_first && !gathering->is_taught[index] && !gathering->is_naming[index] &&
	    !aq_payer_is_cut(&waiting->payment))
		return false;
	return waiting->remainder > 0 &&
	       (waiting->customer_no == 0 ||
		(waiting->bucket == AQ_BUCKET_UNAPPLIED && gathering->is_by_name[index]));
}

static enum aq_status see_names(struct gathering *gathering, struct aq_error *err)
{
	bool *is_by_name =
		aq_arena_take_many(gathering->arena, gathering->count + 1, sizeof(*is_by_name));
	bool *is_taught =
		aq_arena_take_many(gathering->arena, gathering->count + 1, sizeof(*is_taught));
	bool *is_naming =
		aq_arena_take_many(gathering->arena, gathering->count + 1, sizeof(*is_naming));
	size_t at;

	if (!is_by_name || !is_taught || !is_naming)
		return aq_fail_memory(err);
	for (at = 0; at < gathering->hit_count; at++)
		is_naming[gathering->hits[at].payment_index] |=
			gathering->hits[at].kind == AQ_HIT_INVOICE;
	for (at = 0; at < gathering->payer_count; at++) {
		const struct aq_payer_hit *payer = &gathering->payers[at];

		is_by_name[payer->payment_index] |=
			!payer->is_account && payer->source != AQ_PAYER_CUT;
		is_taught[payer->payment_index] |=
			payer->source == AQ_PAYER_LEARNED || payer->source == AQ_PAYER_TOLD;
	}
	for (at = 0; at < gathering->payer_count; at++)
		if (gathering->payers[at].is_account &&
		    gathering->payers[at].source == AQ_PAYER_REGISTERED)
			is_by_name[gathering->payers[at].payment_index] = false;
	gathering->is_by_name = is_by_name;
	gathering->is_taught = is_taught;
	gathering->is_naming = is_naming;
	return AQ_OK;
}

static enum aq_status add_strangers(struct gathering *gathering, size_t room, struct aq_error *err)
{
	struct aq_stranger *strangers =
		aq_arena_take_many(gathering->arena, room + 1, sizeof(*strangers));
	uint32_t *many = aq_arena_take_many(gathering->arena, gathering->count + 1, sizeof(*many));
	uint64_t found[STRANGERS_MAX];
	struct aq_money money;
	size_t index, at, count, many_count = 0;

	if (!strangers || !many)
		return aq_fail_memory(err);
	for (index = 0; index < gathering->count; index++) {
		const struct aq_waiting *waiting = &gathering->waiting[index];

		money = (struct aq_money){waiting->remainder, waiting->payment.currency};
		if (!is_wanted(gathering, index))
			continue;
		if (gathering->watch)
			watch_key(gathering->watch, watch_amount(money),
				  waiting->payment.payment_no);
		count = aq_amount_table_find(*gathering->amounts, money, found, STRANGERS_MAX);
		if (count > STRANGERS_MAX) {
			many[many_count++] = (uint32_t)index;
			count = 0;
		}
		for (at = 0; at < count; at++) {
			strangers[gathering->stranger_count++] = (struct aq_stranger){
				.payment_index = (uint32_t)index, .item_no = found[at]};
			numbers_add(&gathering->items, found[at]);
		}
	}
	gathering->strangers = strangers;
	return gather_near(gathering, many, many_count, err);
}

enum aq_status gather_strangers(struct gathering *gathering, struct aq_error *err)
{
	size_t wanted = 0, index;
	enum aq_status status;

	if (gathering->is_thin || !gathering->amounts)
		return AQ_OK;
	status = see_names(gathering, err);
	if (status < AQ_OK)
		return status;
	for (index = 0; index < gathering->count; index++)
		wanted += is_wanted(gathering, index);
	if (wanted > 0 && !*gathering->amounts)
		status = aq_store_amount_table(gathering->store, gathering->amounts, err);
	if (status < AQ_OK || wanted == 0)
		return status;
	return add_strangers(gathering, wanted * STRANGERS_MAX, err);
}
