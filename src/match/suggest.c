/*
 * suggest.c - up to three things a person might mean, best first.
 *
 * Reads: what is named, and the open items of customers who are known by
 * number, account or name. Never what another payment of the chunk happened to
 * bring along: suggestions must not depend on how payments were cut in chunks.
 * Promises: a full order, so that the same facts give the same three.
 */
#include "answer.h"

#include <stdio.h>

#define REASON_BYTES 160

void match_suggest(struct answer *answer, const struct aq_suggestion *suggestion)
{
	struct aq_suggestion *out;

	for (size_t i = 0; i < answer->suggestion_count; i++)
		if (answer->suggestions[i].kind == suggestion->kind &&
		    answer->suggestions[i].amount == suggestion->amount &&
		    aq_slice_equals(answer->suggestions[i].target, suggestion->target))
			return;
	if (answer->suggestion_count == AQ_SUGGESTIONS_MAX)
		return;
	out = &answer->suggestions[answer->suggestion_count];
	out->kind = suggestion->kind;
	out->amount = suggestion->amount;
	out->target = aq_arena_copy(answer->texts, suggestion->target);
	out->customer = aq_arena_copy(answer->texts, suggestion->customer);
	out->reason = aq_arena_copy(answer->texts, suggestion->reason);
	if (out->target.length < suggestion->target.length ||
	    out->customer.length < suggestion->customer.length ||
	    out->reason.length < suggestion->reason.length)
		answer->is_starved = true;
	answer->suggestion_count++;
}

void match_suggest_item(const struct facts *facts, struct answer *answer,
			const struct aq_item *item, const char *reason)
{
	struct aq_suggestion suggestion = {
		.kind = match_target_kind(item),
		.target = item->number,
		.customer = match_view_customer_number(facts->view, item->customer_no),
		.amount = item->open,
		.reason = aq_slice_of(reason),
	};

	if (item->open > facts->money && item->currency == facts->currency)
		suggestion.amount = facts->money;
	match_suggest(answer, &suggestion);
}

enum tier { TIER_EXACT, TIER_REDUCED, TIER_LATE, TIER_APART, TIER_NEAR, TIER_CURRENCY };

static const char *const tier_reasons[] = {
	[TIER_EXACT] = "amount equals open",
	[TIER_REDUCED] = "amount equals open less the discount",
	[TIER_LATE] = "amount equals open less a discount that has ended",
	[TIER_APART] = "a person took this payment off it before",
	[TIER_NEAR] = "open item of this customer",
	[TIER_CURRENCY] = "open in another currency",
};

struct candidate {
	const struct aq_item *item;
	enum tier tier;
	uint64_t distance; /* from the money */
};

static struct candidate candidate_of(const struct facts *facts, const struct aq_item *item)
{
	struct candidate out = {item, TIER_NEAR, 0};
	enum amount_class amount = match_amount(facts, item);

	/* Both are positive, so the difference cannot overflow. */
	out.distance = (uint64_t)(item->open > facts->money ? item->open - facts->money
							    : facts->money - item->open);
	if (item->currency != facts->currency)
		out.tier = TIER_CURRENCY;
	else if (match_is_apart(facts, item->item_no))
		out.tier = TIER_APART;
	else if (amount == AMOUNT_EXACT)
		out.tier = TIER_EXACT;
	else if (amount == AMOUNT_REDUCED)
		out.tier = TIER_REDUCED;
	else if (item->discount > 0 && item->discount < item->open &&
		 item->open - item->discount == facts->money)
		out.tier = TIER_LATE;
	return out;
}

static bool is_better(const struct candidate *one, const struct candidate *other)
{
	if (!other->item)
		return true;
	if (one->tier != other->tier)
		return one->tier < other->tier;
	if (one->distance != other->distance)
		return one->distance < other->distance;
	return match_age_compare(one->item, other->item) < 0;
}

static void rank(const struct facts *facts, uint64_t customer_no,
		 struct candidate best[AQ_SUGGESTIONS_MAX])
{
	struct open_items open = match_view_open(facts->view, customer_no);

	for (size_t i = 0; i < open.count; i++) {
		struct candidate candidate;

		if (open.items[i]->open <= 0)
			continue;
		candidate = candidate_of(facts, open.items[i]);
		for (size_t k = 0; k < AQ_SUGGESTIONS_MAX; k++)
			if (is_better(&candidate, &best[k])) {
				struct candidate pushed = best[k];

				best[k] = candidate;
				candidate = pushed;
				if (!candidate.item)
					break;
			}
	}
}

void match_suggest_crowd(const struct facts *facts, struct answer *answer,
			 const struct crowd *crowd)
{
	struct candidate best[AQ_SUGGESTIONS_MAX] = {{NULL, TIER_NEAR, 0}};

	for (size_t i = 0; i < crowd->count; i++)
		rank(facts, crowd->customer_nos[i], best);
	for (size_t k = 0; k < AQ_SUGGESTIONS_MAX && best[k].item; k++) {
		char reason[REASON_BYTES];

		(void)snprintf(reason, sizeof(reason), "%s%s%s", tier_reasons[best[k].tier],
			       crowd->why ? "; " : "", crowd->why ? crowd->why : "");
		match_suggest_item(facts, answer, best[k].item, reason);
	}
}

void match_suggest_open(const struct facts *facts, struct answer *answer, uint64_t customer_no)
{
	const struct crowd one = {&customer_no, customer_no != 0 ? 1 : 0, NULL};

	match_suggest_crowd(facts, answer, &one);
}
