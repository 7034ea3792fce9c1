/*
 * structured.c - a structured reference whose check digits hold names the item.
 *
 * Refuses: to look away from other items that are named, unless the amount is
 * the item's own.
 */
#include "../rules.h"

bool match_structured(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	const struct named *found = NULL;

	for (size_t i = 0; i < facts->item_count; i++) {
		if (!match_is_structured(facts->items[i]))
			continue;
		if (found)
			return false;
		found = facts->items[i];
	}
	if (!found)
		return false;
	if (facts->item_count > 1 && (found->item->currency != facts->currency ||
				      !match_fits(match_amount(facts, found->item))))
		return false;
	match_pay_named(facts, &desk->answer, found, AQ_RULE_STRUCTURED);
	return true;
}
