/*
 * assign.c - settles claims of the whole night on the same items.
 *
 * Design: claims on contested items are served by rank (rank.c); a claim that no
 * longer fits is lost and proposed again in the next round. Claims of equal rank
 * that cannot all be served are all asked, and their item is closed to others,
 * unless it is all the same to everybody: then the order of rank.c decides. So it
 * is when one payer made them, or when each names the item and brings its amount,
 * or a whole number of a subscription's instalments, since what comes second rests
 * on its owner's account as it would a night later. Two options of one contract
 * are not. A claim of a rule that only suggests takes its turn like the others, and what
 * it got nobody else gets: its payment is asked, and so are those who come after it.
 *
 * Promises: the result does not depend on the order payments came in.
 */
#include <stdio.h>
#include <stdlib.h>

#include "acquit/claim.h"
#include "assign.h"

#define PASSES_MAX 32

/* Claims on contested items wait for their turn; the others have what they claim. */
static enum aq_status list_claims(struct room *room, struct aq_error *err)
{
	struct aq_night *night = room->night;

	for (size_t i = 0; i < room->touch_count; i++) {
		const struct touch *touch = &room->touches[i];

		if (touch->is_first_choice && match_entry_of(room, touch->share)->is_contested)
			match_kept(night, touch->kept_index)->state = KEPT_LOST;
	}
	for (size_t i = 0; i < night->kept_count; i++) {
		struct kept *kept = match_kept(night, i);

		if (kept->state == KEPT_LOST)
			room->claim_count++;
		else if (kept->state == KEPT_CLAIM)
			kept->state = KEPT_WON;
	}
	room->claims =
		aq_arena_take_many(night->call, room->claim_count + 1, sizeof(struct kept *));
	if (!room->claims)
		return aq_fail_memory(err);
	room->claim_count = 0;
	for (size_t i = 0; i < night->kept_count; i++)
		if (match_kept(night, i)->state == KEPT_LOST)
			room->claims[room->claim_count++] = match_kept(night, i);
	for (size_t i = 0; i < room->touch_count; i++) {
		const struct touch *touch = &room->touches[i];
		struct kept *kept = match_kept(night, touch->kept_index);

		if (touch->is_first_choice && kept->state == KEPT_WON)
			match_entry_of(room, touch->share)->used += match_demand_of(touch->share);
	}
	match_rank_begin(room);
	qsort(room->claims, room->claim_count, sizeof(room->claims[0]), match_claim_order);
	return AQ_OK;
}

static bool has_room(const struct entry *entry, const struct kept_share *share)
{
	return !entry || (!entry->is_tied && entry->used <= entry->open &&
			  match_demand_of(share) <= entry->open - entry->used);
}

/* The item that stands in the way of a claim; NULL: nothing does. */
static struct entry *obstacle(const struct room *room, const struct kept *kept)
{
	for (size_t i = 0; i < kept->share_count; i++) {
		struct entry *entry = match_entry_of(room, &kept->shares[i]);

		if (!has_room(entry, &kept->shares[i]))
			return entry;
	}
	return NULL;
}

/* A twin that is free does as well. */
static bool take_twin(const struct room *room, struct kept *kept)
{
	struct kept_twins *twins = match_twins_of(kept);

	if (!twins)
		return false;
	(void)match_is_first_look(twins, room->run_count);
	for (; twins->taken_count < twins->share_count; twins->taken_count++) {
		const struct kept_share *twin = &twins->shares[twins->taken_count];

		if (has_room(match_entry_of(room, twin), twin)) {
			kept->shares[0] = *twin;
			return true;
		}
	}
	return false;
}

/* Of what is made once, another amount is another thing: not all the same. */
static bool is_another_option(const struct entry *entry, const struct kept_share *share)
{
	return share->is_to_make && share->amount != entry->run_amount;
}

#define WHO_NAMES_IT UINT64_MAX /* whoever it is: the item is named, and paid as it is owed */

/* All of it is one item, or instalments of which one is like the other. */
static bool is_alike(const struct kept *kept)
{
	if (kept->left != 0 || (kept->share_count != 1 && kept->rule != AQ_RULE_SUBSCRIPTION))
		return false;
	for (size_t i = 1; i < kept->share_count; i++)
		if (!kept->shares[i].is_instalment)
			return false;
	return kept->share_count > 0;
}

static uint64_t claimant_of(const struct kept *kept)
{
	if (is_alike(kept) && match_rule_names_items((enum aq_rule)kept->rule) &&
	    match_fits((enum amount_class)kept->amount) && !(kept->notes & NOTE_STRANGER))
		return WHO_NAMES_IT;
	return kept->payer_key;
}

static void use(const struct room *room, const struct kept *kept)
{
	for (size_t i = 0; i < kept->share_count; i++) {
		struct entry *entry = match_entry_of(room, &kept->shares[i]);

		if (!entry)
			continue;
		if (entry->run != room->run_count) {
			entry->run = room->run_count;
			entry->run_used = 0;
			entry->run_payer = claimant_of(kept);
			entry->run_amount = kept->shares[i].amount;
			entry->is_run_mixed = entry->run_payer == 0;
			entry->first = kept;
		} else if (entry->run_payer != claimant_of(kept) ||
			   is_another_option(entry, &kept->shares[i])) {
			entry->is_run_mixed = true;
		}
		entry->used += match_demand_of(&kept->shares[i]);
		entry->run_used += match_demand_of(&kept->shares[i]);
		if (kept->is_demoted && !entry->held_by)
			entry->held_by = kept;
	}
}

static void give_back(const struct room *room, const struct kept *kept)
{
	for (size_t i = 0; i < kept->share_count; i++) {
		struct entry *entry = match_entry_of(room, &kept->shares[i]);

		if (!entry)
			continue;
		entry->used -= match_demand_of(&kept->shares[i]);
		if (entry->held_by == kept)
			entry->held_by = NULL;
	}
}

/* Equal claims of several payers meet on this item, and only their equals
 * stand in the way. */
static bool is_tie(const struct room *room, const struct entry *entry, const struct kept *kept)
{
	const struct kept_share *share = NULL;

	if (entry->is_tied || entry->run != room->run_count)
		return false;
	for (size_t i = 0; i < kept->share_count && !share; i++)
		if (match_entry_of(room, &kept->shares[i]) == entry)
			share = &kept->shares[i];
	if (share && !entry->is_run_mixed && claimant_of(kept) == entry->run_payer &&
	    !is_another_option(entry, share))
		return false;
	return share && match_demand_of(share) <= entry->open - (entry->used - entry->run_used);
}

/* Serves claims of one rank in the order of their ids; true when equal claims
 * of several payers met on an item, which is then closed. */
static bool serve(struct room *room, size_t first, size_t end)
{
	bool is_tied = false;

	room->run_count++;
	for (size_t i = first; i < end; i++) {
		struct kept *kept = room->claims[i];
		struct entry *entry = obstacle(room, kept);

		if (entry && take_twin(room, kept))
			entry = NULL;
		kept->state = entry ? KEPT_LOST : KEPT_WON;
		if (!entry) {
			use(room, kept);
		} else if (is_tie(room, entry, kept)) {
			entry->is_tied = true;
			entry->second = kept;
			is_tied = true;
		}
	}
	return is_tied;
}

/* Where one tie brings up the next without end, all of the run is asked. */
static void close_all(const struct room *room, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < room->claims[i]->share_count; k++) {
			struct entry *entry = match_entry_of(room, &room->claims[i]->shares[k]);

			if (entry && entry->is_contested)
				entry->is_tied = true;
		}
}

/* A rule that only suggests has it: nothing will be put there tonight, and the claim
 * must not come by it in the next round. */
static bool is_held(const struct entry *entry)
{
	return entry && !entry->is_tied && entry->held_by;
}

/* Asks about a claim, and says which of its items stands in the way. */
static enum aq_status ask(const struct room *room, struct kept *kept, const struct entry *entry,
			  struct aq_error *err)
{
	const struct kept *rival = NULL;

	if (is_held(entry))
		rival = entry->held_by;
	else if (entry)
		rival = entry->first == kept ? entry->second : entry->first;
	for (size_t i = 1; i < kept->share_count; i++)
		if (entry && match_entry_of(room, &kept->shares[i]) == entry) {
			struct kept_share first = kept->shares[0];

			kept->shares[0] = kept->shares[i];
			kept->shares[i] = first;
			break;
		}
	return match_kept_ask(room->night, kept, rival, err);
}

static enum aq_status ask_tied(const struct room *room, size_t first, size_t end,
			       struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t i = first; i < end && status == AQ_OK; i++) {
		struct kept *kept = room->claims[i];
		struct entry *entry = kept->state == KEPT_LOST ? obstacle(room, kept) : NULL;

		if (entry && entry->is_tied)
			status = ask(room, kept, entry, err);
	}
	return status;
}

static enum aq_status settle_run(struct room *room, size_t first, size_t end, struct aq_error *err)
{
	for (int pass = 1; serve(room, first, end); pass++) {
		for (size_t i = first; i < end; i++)
			if (room->claims[i]->state == KEPT_WON)
				give_back(room, room->claims[i]);
		if (pass == PASSES_MAX)
			close_all(room, first, end);
	}
	return ask_tied(room, first, end, err);
}

static enum aq_status settle_claims(struct room *room, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t end;

	for (size_t first = 0; first < room->claim_count && status == AQ_OK; first = end) {
		end = first + 1;
		while (end < room->claim_count &&
		       match_rank_compare(room->claims[first], room->claims[end]) == 0)
			end++;
		status = settle_run(room, first, end, err);
	}
	/* In the last round nothing is proposed again: who still loses is asked. */
	for (size_t i = 0; i < room->claim_count && status == AQ_OK; i++) {
		struct kept *kept = room->claims[i];
		struct entry *entry = kept->state == KEPT_LOST ? obstacle(room, kept) : NULL;

		if (kept->state == KEPT_LOST &&
		    (is_held(entry) || room->night->assigned_count + 1 >= AQ_MATCH_ROUNDS_MAX))
			status = ask(room, kept, entry, err);
	}
	return status;
}

struct numbered {
	uint64_t payment_no;
	uint32_t index;
};

static int numbered_order(const void *one, const void *other)
{
	uint64_t left = ((const struct numbered *)one)->payment_no;
	uint64_t right = ((const struct numbered *)other)->payment_no;

	return left < right ? -1 : left > right;
}

/* The indexes of all that is kept, by payment_no; they mostly are so already. */
static enum aq_status sort_kept(struct aq_night *night, uint32_t *order, struct aq_error *err)
{
	struct numbered *all;
	bool is_sorted = true;

	for (size_t i = 0; i < night->kept_count; i++) {
		order[i] = (uint32_t)i;
		is_sorted &= i == 0 || match_kept(night, i - 1)->payment_no <
					       match_kept(night, i)->payment_no;
	}
	if (is_sorted)
		return AQ_OK;
	all = aq_arena_take_many(night->call, night->kept_count, sizeof(*all));
	if (!all)
		return aq_fail_memory(err);
	for (size_t i = 0; i < night->kept_count; i++)
		all[i] = (struct numbered){match_kept(night, i)->payment_no, (uint32_t)i};
	qsort(all, night->kept_count, sizeof(*all), numbered_order);
	for (size_t i = 0; i < night->kept_count; i++) {
		AQ_CLAIM(i == 0 || all[i - 1].payment_no < all[i].payment_no);
		order[i] = all[i].index;
	}
	return AQ_OK;
}

/* Decisions and losers, each in the order of payment_no. */
static enum aq_status list_decisions(struct aq_night *night, struct aq_error *err)
{
	size_t loser_count = 0;
	enum aq_status status;

	for (size_t i = 0; i < night->kept_count; i++)
		loser_count += match_kept(night, i)->state == KEPT_LOST;
	night->order = aq_arena_take_many(night->round, night->kept_count + 1, sizeof(uint32_t));
	night->losers = aq_arena_take_many(night->round, loser_count + 1, sizeof(uint64_t));
	if (!night->order || !night->losers)
		return aq_fail_memory(err);
	status = sort_kept(night, night->order, err);
	for (size_t i = 0; i < night->kept_count && status == AQ_OK; i++) {
		uint32_t index = night->order[i];

		if (match_kept(night, index)->state == KEPT_LOST)
			night->losers[night->loser_count++] = match_kept(night, index)->payment_no;
		else
			night->order[night->decision_count++] = index;
	}
	return status;
}

enum aq_status aq_night_assign(struct aq_night *night, struct aq_error *err)
{
	struct room room = {.night = night};
	enum aq_status status;

	AQ_CLAIM(!night->is_assigned);
	AQ_CLAIM(night->kept_count <= UINT32_MAX);
	aq_arena_reset(night->call);
	status = match_contest(&room, err);
	if (status == AQ_OK)
		status = list_claims(&room, err);
	if (status == AQ_OK)
		status = settle_claims(&room, err);
	if (status == AQ_OK)
		match_demoted_ask(night);
	if (status == AQ_OK)
		status = list_decisions(night, err);
	if (status == AQ_OK)
		status = match_show_begin(night, err);
	if (status < AQ_OK)
		return status;
	night->assigned_count++;
	night->is_assigned = true;
	return AQ_OK;
}
