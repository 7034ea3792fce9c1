/*
 * contest.c - finds the items that more than one claim of the night touches.
 *
 * Design: most items are claimed once. One pass over all claims marks a small
 * map of bits, in which few items meet by chance; only the shares that meet
 * there are listed, sorted and summed. So the cost of a night without contests
 * is that of the map.
 */
#include <stdlib.h>

#include "assign.h"

#define MAP_BITS_EACH 16

static struct item_key key_of(const struct kept_share *share)
{
	struct item_key key = {share->no, 0, 0};

	if (share->is_to_make) {
		key.cycle = share->cycle;
		key.kind = share->kind;
	}
	return key;
}

static int key_compare(const struct item_key *one, const struct item_key *other)
{
	if (one->no != other->no)
		return one->no < other->no ? -1 : 1;
	if (one->kind != other->kind)
		return one->kind < other->kind ? -1 : 1;
	return one->cycle < other->cycle ? -1 : one->cycle > other->cycle;
}

static uint64_t place_in(const struct map *map, const struct kept_share *share)
{
	struct item_key key = key_of(share);
	uint64_t mix = key.no ^ (uint64_t)key.cycle << 40 ^ (uint64_t)key.kind << 56;

	mix ^= mix >> 32;
	mix *= 0x9E3779B97F4A7C15u;
	mix ^= mix >> 29;
	return mix & map->mask;
}

static bool is_marked(const uint64_t *bits, uint64_t place)
{
	return (bits[place / 64] >> (place % 64) & 1) != 0;
}

static void mark(struct map *map, const struct kept_share *share)
{
	uint64_t place = place_in(map, share);
	uint64_t bit = (uint64_t)1 << (place % 64);

	map->twice[place / 64] |= map->once[place / 64] & bit;
	map->once[place / 64] |= bit;
}

static void map_twins(struct map *map, const struct kept_twins *twins)
{
	/* Several claims share the list: what is in it may always be claimed twice. */
	for (size_t i = 0; i < twins->share_count; i++) {
		mark(map, &twins->shares[i]);
		mark(map, &twins->shares[i]);
	}
}

static enum aq_status map_shares(struct room *room, struct aq_error *err)
{
	struct aq_night *night = room->night;
	struct map *map = &room->map;
	uint64_t share_count = 1;
	uint64_t bits = 64;

	for (size_t i = 0; i < night->kept_count; i++)
		share_count += match_kept(night, i)->share_count;
	while (bits < share_count * MAP_BITS_EACH)
		bits *= 2;
	map->mask = bits - 1;
	map->once = aq_arena_take_many(night->call, bits / 64, sizeof(uint64_t));
	map->twice = aq_arena_take_many(night->call, bits / 64, sizeof(uint64_t));
	if (!map->once || !map->twice)
		return aq_fail_memory(err);
	room->run_count++;
	for (size_t i = 0; i < night->kept_count; i++) {
		const struct kept *kept = match_kept(night, i);

		for (size_t k = 0; kept->state == KEPT_CLAIM && k < kept->share_count; k++)
			if (kept->shares[k].kind != AQ_TARGET_ACCOUNT)
				mark(map, &kept->shares[k]);
		if (match_is_first_look(match_twins_of(kept), room->run_count))
			map_twins(map, match_twins_of(kept));
	}
	return AQ_OK;
}

/* Where touches go; counted only, while there is no memory for them. */
struct listing {
	struct touch *out;
	size_t count;
};

static void list_shares(const struct room *room, struct listing *listing,
			const struct kept_share *shares, size_t share_count, struct touch like)
{
	for (size_t i = 0; i < share_count; i++) {
		if (shares[i].kind == AQ_TARGET_ACCOUNT ||
		    !is_marked(room->map.twice, place_in(&room->map, &shares[i])))
			continue;
		like.key = key_of(&shares[i]);
		like.share = &shares[i];
		if (listing->out)
			listing->out[listing->count] = like;
		listing->count++;
	}
}

/* Every share that may be claimed twice, and every twin that may be taken instead. */
static size_t list_touches(struct room *room, struct touch *out)
{
	struct aq_night *night = room->night;
	struct listing listing = {out, 0};

	room->run_count++;
	for (size_t i = 0; i < night->kept_count; i++) {
		const struct kept *kept = match_kept(night, i);
		struct kept_twins *twins = match_twins_of(kept);
		struct touch like = {.kept_index = (uint32_t)i, .is_first_choice = true};

		if (kept->state == KEPT_CLAIM)
			list_shares(room, &listing, kept->shares, kept->share_count, like);
		like.is_first_choice = false;
		if (match_is_first_look(twins, room->run_count))
			list_shares(room, &listing, twins->shares, twins->share_count, like);
	}
	return listing.count;
}

static int touch_order(const void *one, const void *other)
{
	const struct touch *left = one;
	const struct touch *right = other;
	int order = key_compare(&left->key, &right->key);

	if (order != 0)
		return order;
	if (left->kept_index != right->kept_index)
		return left->kept_index < right->kept_index ? -1 : 1;
	return left->share < right->share ? -1 : left->share > right->share;
}

static uint64_t size_of(int64_t amount)
{
	return amount < 0 ? (uint64_t)0 - (uint64_t)amount : (uint64_t)amount;
}

/* What a share takes of its item; what is to make can be made once. */
uint64_t match_demand_of(const struct kept_share *share)
{
	uint64_t taken = size_of(share->amount);

	if (share->is_to_make)
		return 1;
	/* Both are at most what the item has open. */
	return taken + size_of(share->deduction);
}

static enum aq_status list_entries(struct room *room, struct aq_error *err)
{
	struct entry *entry = NULL;

	room->touch_count = list_touches(room, NULL);
	room->touches = aq_arena_take_many(room->night->call, room->touch_count + 1,
					   sizeof(*room->touches));
	room->entries = aq_arena_take_many(room->night->call, room->touch_count + 1,
					   sizeof(*room->entries));
	if (!room->touches || !room->entries)
		return aq_fail_memory(err);
	(void)list_touches(room, room->touches);
	qsort(room->touches, room->touch_count, sizeof(*room->touches), touch_order);
	for (size_t i = 0; i < room->touch_count; i++) {
		const struct touch *touch = &room->touches[i];
		uint64_t demand = touch->is_first_choice ? match_demand_of(touch->share) : 0;

		if (!entry || key_compare(&entry->key, &touch->key) != 0) {
			entry = &room->entries[room->entry_count++];
			entry->key = touch->key;
			entry->open = touch->share->is_to_make ? 1 : size_of(touch->share->open);
		}
		entry->demand =
			demand > UINT64_MAX - entry->demand ? UINT64_MAX : entry->demand + demand;
		entry->is_contested = entry->demand > entry->open;
	}
	return AQ_OK;
}

struct entry *match_entry_of(const struct room *room, const struct kept_share *share)
{
	struct item_key key = key_of(share);
	size_t low = 0;
	size_t high = room->entry_count;

	if (share->kind == AQ_TARGET_ACCOUNT)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = key_compare(&room->entries[middle].key, &key);

		if (order == 0)
			return &room->entries[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

enum aq_status match_contest(struct room *room, struct aq_error *err)
{
	enum aq_status status = map_shares(room, err);

	return status < AQ_OK ? status : list_entries(room, err);
}
