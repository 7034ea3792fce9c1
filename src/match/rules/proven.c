/*
 * proven.c - the one set of at most three open items that is this money.
 *
 * A sum is weak evidence: chance finds one too. So the set must be the only
 * one among sets of every size, credit notes included, and so few sets of at
 * most three may lie about this amount that chance would meet it less than once
 * in a hundred. Interchangeable items count as one: the oldest are taken.
 * Refuses: to conclude when not every set was looked at, and says so.
 */
#include "../rules.h"

#include <stdlib.h>

#define ITEMS_MAX     30 /* more are not looked at */
#define SET_MAX	      3
#define HALF_SUMS_MAX SET_SUMS_MAX
#define COARSE	      100 /* of amounts of which few differ in their last two digits */
#define MISHAPS_PER   100 /* chance finds a set at most once in so many */
#define OPEN_MAX      (INT64_MAX / 128)

struct group { /* interchangeable items, oldest first */
	size_t first;
	size_t count;
};

struct proof {
	const struct aq_item *items[ITEMS_MAX];
	size_t count;
	struct group groups[ITEMS_MAX];
	size_t group_count;
	size_t set[SET_MAX]; /* the first found */
	size_t set_count;
	size_t found_count;
	size_t near_count; /* sets about the size of the money */
};

static int by_open(const void *one, const void *other)
{
	const struct aq_item *left = *(const struct aq_item *const *)one;
	const struct aq_item *right = *(const struct aq_item *const *)other;

	if (left->open != right->open)
		return left->open < right->open ? -1 : 1;
	return match_age_compare(left, right);
}

enum reading { READ_ALL, READ_TOO_MANY, READ_UNSURE };

/* What the money may be for; with a discount that holds an item has two amounts. */
static enum reading read_items(const struct facts *facts, struct proof *proof,
			       const struct open_items *open)
{
	for (size_t i = 0; i < open->count; i++) {
		const struct aq_item *item = open->items[i];

		if (!match_is_usable(facts, item))
			continue;
		if (proof->count == ITEMS_MAX)
			return READ_TOO_MANY;
		if (match_due(facts, item) != item->open || item->open > OPEN_MAX ||
		    item->open < -OPEN_MAX || match_is_apart(facts, item->item_no))
			return READ_UNSURE;
		proof->items[proof->count++] = item;
	}
	qsort(proof->items, proof->count, sizeof(proof->items[0]), by_open);
	for (size_t i = 0; i < proof->count; i++) {
		struct group *last = i > 0 ? &proof->groups[proof->group_count - 1] : NULL;

		if (last && match_is_twin(proof->items[last->first], proof->items[i]))
			last->count++;
		else
			proof->groups[proof->group_count++] = (struct group){i, 1};
	}
	return READ_ALL;
}

/* --- sets of at most three --- */

static bool is_canonical(const struct proof *proof, const size_t *set, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (set[i] > 0 && match_is_twin(proof->items[set[i] - 1], proof->items[set[i]]) &&
		    (i == 0 || set[i - 1] != set[i] - 1))
			return false;
	return true;
}

static void see_set(struct proof *proof, const size_t *set, size_t count, int64_t money)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += proof->items[set[i]]->open;
	if (sum < money / 2 || sum > money + money / 2 || !is_canonical(proof, set, count))
		return;
	proof->near_count++;
	if (sum != money)
		return;
	if (proof->found_count++ > 0)
		return;
	proof->set_count = count;
	for (size_t i = 0; i < count; i++)
		proof->set[i] = set[i];
}

static void see_small_sets(struct proof *proof, int64_t money)
{
	size_t set[SET_MAX];

	for (set[0] = 0; set[0] < proof->count; set[0]++) {
		see_set(proof, set, 1, money);
		for (set[1] = set[0] + 1; set[1] < proof->count; set[1]++) {
			see_set(proof, set, 2, money);
			for (set[2] = set[1] + 1; set[2] < proof->count; set[2]++)
				see_set(proof, set, 3, money);
		}
	}
}

/* --- how often chance finds one --- */

static uint64_t common_divisor(uint64_t one, uint64_t other)
{
	while (other != 0) {
		uint64_t rest = one % other;

		one = other;
		other = rest;
	}
	return one;
}

static uint64_t size_of(const struct aq_item *item)
{
	return (uint64_t)(item->open < 0 ? -item->open : item->open);
}

/* The steps amounts of this customer come in. List prices repeat, and so do
 * their last digits, whatever their greatest common divisor. */
static uint64_t step_of(const struct proof *proof)
{
	bool is_seen[COARSE] = {false};
	uint64_t divisor = 0;
	size_t different = 0;

	for (size_t i = 0; i < proof->count; i++) {
		size_t last = (size_t)(size_of(proof->items[i]) % COARSE);

		divisor = common_divisor(divisor, size_of(proof->items[i]));
		different += !is_seen[last];
		is_seen[last] = true;
	}
	if (different * 2 <= proof->count && divisor < COARSE)
		return COARSE;
	return divisor;
}

/* Sets about the size of the money, over the amounts that money could have been. */
static bool is_rare(const struct proof *proof, int64_t money)
{
	uint64_t chances = step_of(proof) * proof->near_count * MISHAPS_PER;

	return proof->group_count * 4 >= proof->count * 3 && chances <= (uint64_t)money;
}

/* --- sets of every size --- */

/* Adds up to `group.count` items of one amount to every sum; both stay sorted. */
static size_t add_group(struct desk *desk, int64_t *sums, size_t count, int64_t open, size_t copies)
{
	int64_t *merged = desk->sums_merged;
	size_t base = count;
	size_t total = count;

	memcpy(desk->sums_base, sums, count * sizeof(*sums));
	for (size_t copy = 1; copy <= copies; copy++) {
		int64_t shift = open * (int64_t)copy;
		size_t one = 0;
		size_t other = 0;
		size_t at = 0;

		while (one < total || other < base)
			if (other == base ||
			    (one < total && sums[one] <= desk->sums_base[other] + shift))
				merged[at++] = sums[one++];
			else
				merged[at++] = desk->sums_base[other++] + shift;
		total = at;
		memcpy(sums, merged, total * sizeof(*sums));
	}
	return total;
}

/* The sums of the groups from `*group` on, until they would be too many. */
static size_t half_sums(struct desk *desk, const struct proof *proof, size_t *group, int64_t *sums)
{
	size_t count = 1;

	sums[0] = 0;
	for (; *group < proof->group_count; (*group)++) {
		const struct group *next = &proof->groups[*group];

		if (count * (next->count + 1) > HALF_SUMS_MAX)
			break;
		count = add_group(desk, sums, count, proof->items[next->first]->open, next->count);
	}
	return count;
}

/* How many sets of any size are this money: 0, 1, or 2 for more. */
static size_t count_sets(const int64_t *one, size_t one_count, const int64_t *other,
			 size_t other_count, int64_t money)
{
	size_t found = 0;
	size_t high = other_count;

	for (size_t low = 0; low < one_count && found < 2; low++) {
		while (high > 0 && one[low] + other[high - 1] > money)
			high--;
		for (size_t at = high; at > 0 && one[low] + other[at - 1] == money && found < 2;
		     at--)
			found++;
	}
	return found;
}

enum verdict { VERDICT_ONE, VERDICT_MANY, VERDICT_BOUND };

static enum verdict prove(struct desk *desk, const struct proof *proof)
{
	size_t group = 0;
	size_t one_count = half_sums(desk, proof, &group, desk->sums_one);
	size_t other_count = half_sums(desk, proof, &group, desk->sums_other);

	if (group < proof->group_count)
		return VERDICT_BOUND;
	return count_sets(desk->sums_one, one_count, desk->sums_other, other_count,
			  desk->facts.money) == 1
		       ? VERDICT_ONE
		       : VERDICT_MANY;
}

static void pay_proven(struct desk *desk, const struct proof *proof, const struct known *known)
{
	const struct facts *facts = &desk->facts;
	struct basket *basket = &desk->basket;

	match_basket_begin(basket);
	for (size_t i = 0; i < proof->set_count; i++)
		(void)match_basket_add(facts, basket, proof->items[proof->set[i]]);
	match_basket_pay(facts, &desk->answer, basket, match_basket_amount(basket, facts->money));
	desk->answer.notes |= NOTE_PROVEN;
	match_prove_known(desk, known);
	match_apply(facts, &desk->answer, AQ_RULE_PROVEN_SET, known->customer_no);
}

/* Says why no set was concluded from; the last word where no rule has another. */
static void note(struct desk *desk, enum sets_seen seen, const struct proof *proof)
{
	desk->sets_seen = seen;
	desk->set_count = 0;
	for (size_t i = 0; i < proof->set_count; i++)
		desk->set[desk->set_count++] = proof->items[proof->set[i]];
}

static bool match_known_set(struct desk *desk, const struct known *known)
{
	const struct facts *facts = &desk->facts;
	struct open_items open;
	struct proof proof = {.count = 0};
	enum verdict verdict;

	if (match_unknown_number(facts))
		return false;
	open = match_view_open(facts->view, known->customer_no);
	if (!open.is_known)
		return false;
	switch (read_items(facts, &proof, &open)) {
	case READ_TOO_MANY:
		note(desk, SETS_BOUND, &proof);
		return false;
	case READ_UNSURE:
		note(desk, SETS_UNSURE, &proof);
		return false;
	case READ_ALL:
		break;
	}
	see_small_sets(&proof, facts->money);
	if (proof.found_count != 1 || !is_rare(&proof, facts->money)) {
		note(desk, proof.found_count > 0 ? SETS_CHANCE : SETS_NONE, &proof);
		return false;
	}
	verdict = prove(desk, &proof);
	if (verdict != VERDICT_ONE) {
		note(desk, verdict == VERDICT_BOUND ? SETS_BOUND : SETS_CHANCE, &proof);
		return false;
	}
	pay_proven(desk, &proof, known);
	return true;
}

bool match_proven_set(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct known known = {.rule = AQ_RULE_PROVEN_SET};

	desk->sets_seen = SETS_NOT;
	desk->set_count = 0;
	if (facts->is_balance || facts->is_number_tied ||
	    (facts->is_learned && match_has_strange_number(facts)))
		return false;
	if (facts->by_number != 0 && facts->by_account != 0 &&
	    facts->by_number != facts->by_account)
		return false;
	known.customer_no = facts->by_number != 0 ? facts->by_number : facts->by_account;
	return known.customer_no != 0 && match_known_set(desk, &known);
}
