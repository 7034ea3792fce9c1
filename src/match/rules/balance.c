/*
 * balance.c - money on a customer's account pays what that customer owes, the
 * oldest first, where the site says so.
 *
 * Refuses: contracts, which are paid by their pair alone, and parts of an
 * instalment.
 */
#include "../rules.h"

bool match_balance(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct open_items open;
	int64_t money = facts->money;

	if (!facts->is_balance || !facts->view->settings->use_balance)
		return false;
	open = match_view_open(facts->view, facts->waiting->customer_no);
	for (size_t i = 0; i < open.count && money > 0; i++) {
		const struct aq_item *item = open.items[i];
		int64_t due = match_due(facts, item);
		int64_t deduction = due <= money ? item->open - due : 0;
		int64_t amount = due <= money ? due : money;

		if (item->open <= 0 || item->currency != facts->currency ||
		    item->kind == AQ_ITEM_CONTRACT || match_is_apart(facts, item->item_no))
			continue;
		if (item->kind == AQ_ITEM_INSTALMENT && due > money)
			break;
		if (!match_put_item(&desk->answer, item, amount, deduction))
			break;
		money -= amount;
	}
	if (money == facts->money)
		return false;
	desk->answer.amount = money == 0 ? AMOUNT_EXACT : AMOUNT_OVER;
	desk->answer.notes |= NOTE_BALANCE;
	match_apply(facts, &desk->answer, AQ_RULE_BALANCE, facts->waiting->customer_no);
	return true;
}
