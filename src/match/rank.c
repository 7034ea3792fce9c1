/*
 * rank.c - which claims of the night are served before which.
 *
 * Promises: a full order that tells nothing of files and rows: class, exactness and
 * age make the rank; of equal ones the larger number of instalments, then the
 * payment's id.
 */
#include "assign.h"

/* Below its set's class, and above whatever comes after that. */
#define BEHIND_SET 3

#define SEVERAL_PAYERS UINT64_MAX

/* It names what it pays, and brings what that has open. */
static bool is_named_exact(const struct kept *kept)
{
	return match_rule_names_items((enum aq_rule)kept->rule) &&
	       match_fits((enum amount_class)kept->amount) && kept->amount != AMOUNT_TOLERATED;
}

static int class_of(const struct kept *kept)
{
	return aq_rule_class((enum aq_rule)kept->rule) - (kept->is_behind_set ? BEHIND_SET : 0);
}

/* What names its items and is their sum goes before a longer list or a bundle that it
 * would pay in part. What gives up a difference comes after all others, since their
 * money may be it. */
int match_rank_compare(const struct kept *one, const struct kept *other)
{
	int left = class_of(one);
	int right = class_of(other);

	if ((one->amount == AMOUNT_TOLERATED) != (other->amount == AMOUNT_TOLERATED))
		return one->amount == AMOUNT_TOLERATED ? 1 : -1;
	if (is_named_exact(one) != is_named_exact(other))
		return is_named_exact(one) ? -1 : 1;
	if (left != right)
		return left > right ? -1 : 1;
	if (one->amount != other->amount)
		return one->amount > other->amount ? -1 : 1;
	if (one->value_day != other->value_day)
		return one->value_day < other->value_day ? -1 : 1;
	if (one->booked_day != other->booked_day)
		return one->booked_day < other->booked_day ? -1 : 1;
	return 0;
}

int match_claim_order(const void *one, const void *other)
{
	const struct kept *left = *(struct kept *const *)one;
	const struct kept *right = *(struct kept *const *)other;
	int order = match_rank_compare(left, right);

	/* One instalment may be any, and several are not any more when one is gone. */
	if (order == 0 && left->rule == AQ_RULE_SUBSCRIPTION &&
	    right->rule == AQ_RULE_SUBSCRIPTION && left->share_count != right->share_count)
		order = left->share_count > right->share_count ? -1 : 1;
	if (order == 0)
		order = memcmp(left->payment.bytes, right->payment.bytes,
			       sizeof(left->payment.bytes));
	if (order == 0 && left->payment_no != right->payment_no)
		order = left->payment_no < right->payment_no ? -1 : 1;
	return order;
}

/* All that is open, all that is overdue and their like, of a payer who is known. */
static bool is_of_set(enum aq_rule rule)
{
	return rule == AQ_RULE_CUSTOMER_SET || rule == AQ_RULE_ACCOUNT_SET ||
	       rule == AQ_RULE_LEARNED_SET || rule == AQ_RULE_NAME_SET ||
	       rule == AQ_RULE_LEARNED_NAME_SET;
}

static bool is_of_item(enum aq_rule rule)
{
	return rule == AQ_RULE_CUSTOMER_ITEM || rule == AQ_RULE_ACCOUNT_ITEM ||
	       rule == AQ_RULE_LEARNED_ITEM || rule == AQ_RULE_NAME_ITEM ||
	       rule == AQ_RULE_LEARNED_NAME_ITEM;
}

static void mark_set(const struct room *room, const struct kept *kept)
{
	for (size_t i = 0; i < kept->share_count; i++) {
		struct entry *entry = match_entry_of(room, &kept->shares[i]);

		if (!entry)
			continue;
		if (entry->set_payer == 0)
			entry->set_day = kept->value_day;
		else if (kept->value_day < entry->set_day)
			entry->set_day = kept->value_day;
		if (entry->set_payer != 0 && entry->set_payer != kept->payer_key)
			entry->set_payer = SEVERAL_PAYERS;
		else
			entry->set_payer = kept->payer_key;
	}
}

void match_rank_begin(const struct room *room)
{
	for (size_t i = 0; i < room->claim_count; i++)
		if (is_of_set((enum aq_rule)room->claims[i]->rule) &&
		    room->claims[i]->payer_key != 0)
			mark_set(room, room->claims[i]);
	for (size_t i = 0; i < room->claim_count; i++) {
		struct kept *kept = room->claims[i];
		const struct entry *entry =
			is_of_item((enum aq_rule)kept->rule) && kept->share_count > 0
				? match_entry_of(room, &kept->shares[0])
				: NULL;

		kept->is_behind_set = entry && entry->set_payer != 0 &&
				      entry->set_payer == kept->payer_key &&
				      kept->value_day >= entry->set_day;
	}
}
