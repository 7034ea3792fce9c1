/*
 * invoice.c - one invoice number, with the customer's own number or without.
 *
 * The amount then says whether it is paid whole, with its discount, in part,
 * or with a rest for the customer's account.
 */
#include "../rules.h"

static const struct named *single_item(const struct facts *facts)
{
	return facts->item_count == 1 ? facts->items[0] : NULL;
}

bool match_invoice_customer(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	const struct named *named = single_item(facts);

	if (!named || facts->by_number == 0 || facts->by_number != named->item->customer_no)
		return false;
	match_pay_named(facts, &desk->answer, named, AQ_RULE_INVOICE_CUSTOMER);
	return true;
}

bool match_invoice(struct desk *desk)
{
	const struct named *named = single_item(&desk->facts);

	if (!named)
		return false;
	match_pay_named(&desk->facts, &desk->answer, named, AQ_RULE_INVOICE);
	return true;
}
