/*
 * amount.c - what a sum of money is to one item: exact, reduced, short or over.
 *
 * Reads: an item and the day the money has value.
 * Promises: discounts and promotions are judged by value date, the last day
 * included, and discounts so long after it as the site grants; an instalment costs its reduced price while the promotion holds.
 * Refuses: nothing; a contract's item is never short or over, that is the
 * contract rule's question.
 */
#include "amount.h"

#include <stdio.h>

#include "terms.h"

int64_t match_deduction(const struct facts *facts, const struct aq_item *item)
{
	bool is_dated = aq_date_is_set(item->discount_until);

	if (item->discount <= 0 || item->discount >= item->open)
		return 0;
	if (item->kind == AQ_ITEM_CONTRACT)
		return 0;
	if (item->kind == AQ_ITEM_INSTALMENT) {
		/* A started instalment is owed as it stands. */
		if (item->open != item->amount)
			return 0;
		if (!is_dated)
			return item->discount;
	}
	if (!is_dated || !aq_date_is_set(facts->paid_on) ||
	    (aq_date_compare(facts->paid_on, item->discount_until) > 0 &&
	     !match_is_in_grace(facts, item)))
		return 0;
	return item->discount;
}

int64_t match_due(const struct facts *facts, const struct aq_item *item)
{
	return item->open - match_deduction(facts, item);
}

enum amount_class match_amount(const struct facts *facts, const struct aq_item *item)
{
	int64_t money = facts->money;
	int64_t deduction;

	if (item->open <= 0 || money <= 0)
		return AMOUNT_NONE;
	deduction = match_deduction(facts, item);
	if (item->kind == AQ_ITEM_INSTALMENT && deduction > 0) {
		if (money == item->open - deduction)
			return AMOUNT_REDUCED;
		return money < item->open - deduction ? AMOUNT_SHORT : AMOUNT_OVER;
	}
	if (money == item->open)
		return AMOUNT_EXACT;
	if (deduction > 0 && money == item->open - deduction)
		return AMOUNT_REDUCED;
	if (item->kind == AQ_ITEM_CONTRACT)
		return AMOUNT_NONE;
	return money < item->open ? AMOUNT_SHORT : AMOUNT_OVER;
}

/* Takes a run of digits from the start, leading zeros dropped. */
static struct aq_slice take_digits(struct aq_slice *rest)
{
	struct aq_slice digits;
	size_t used = 0;

	while (used < rest->length && aq_is_digit(rest->start[used]))
		used++;
	digits = (struct aq_slice){rest->start, used};
	*rest = (struct aq_slice){rest->start + used, rest->length - used};
	while (digits.length > 0 && digits.start[0] == '0') {
		digits.start++;
		digits.length--;
	}
	return digits;
}

int match_number_compare(struct aq_slice one, struct aq_slice other)
{
	struct aq_slice left = one;
	struct aq_slice right = other;

	while (left.length > 0 && right.length > 0) {
		if (aq_is_digit(left.start[0]) && aq_is_digit(right.start[0])) {
			struct aq_slice low = take_digits(&left);
			struct aq_slice high = take_digits(&right);

			if (low.length != high.length)
				return low.length < high.length ? -1 : 1;
			if (!aq_slice_equals(low, high))
				return aq_slice_compare(low, high);
			continue;
		}
		if (left.start[0] != right.start[0])
			return (unsigned char)left.start[0] < (unsigned char)right.start[0] ? -1
											    : 1;
		left = (struct aq_slice){left.start + 1, left.length - 1};
		right = (struct aq_slice){right.start + 1, right.length - 1};
	}
	if (left.length != right.length)
		return left.length < right.length ? -1 : 1;
	/* Equal by value: the spelling decides, so that the order is full. */
	return aq_slice_compare(one, other);
}

int match_age_compare(const struct aq_item *one, const struct aq_item *other)
{
	bool one_is_set = aq_date_is_set(one->due_on);
	bool other_is_set = aq_date_is_set(other->due_on);
	int order;

	if (one_is_set != other_is_set)
		return one_is_set ? -1 : 1;
	order = aq_date_compare(one->due_on, other->due_on);
	if (order != 0)
		return order;
	order = match_number_compare(one->number, other->number);
	if (order != 0)
		return order;
	return one->item_no < other->item_no ? -1 : one->item_no > other->item_no;
}

bool match_is_twin(const struct aq_item *one, const struct aq_item *other)
{
	if (one->is_bound || other->is_bound || one->kind == AQ_ITEM_CONTRACT)
		return false;
	return one->customer_no == other->customer_no && one->currency == other->currency &&
	       one->kind == other->kind && one->open == other->open &&
	       one->parent_no == other->parent_no && one->discount == other->discount &&
	       aq_slice_equals(one->class_text, other->class_text);
}

enum aq_target_kind match_target_kind(const struct aq_item *item)
{
	switch (item->kind) {
	case AQ_ITEM_CONTRACT:
		return AQ_TARGET_CONTRACT;
	case AQ_ITEM_INSTALMENT:
		return AQ_TARGET_SUBSCRIPTION;
	case AQ_ITEM_INVOICE:
		break;
	}
	return AQ_TARGET_INVOICE;
}

const char *match_item_word(const struct aq_item *item)
{
	return aq_target_kind_name(match_target_kind(item));
}

const char *match_money_words(int64_t minor, aq_currency currency, char out[MONEY_WORDS_BYTES])
{
	char text[AQ_MONEY_TEXT_BYTES];

	aq_money_print((struct aq_money){minor, currency}, text);
	(void)snprintf(out, MONEY_WORDS_BYTES, "%s %s", text, aq_currency_code(currency));
	return out;
}
