/*
 * place.c - a person's target takes its part of a payment.
 *
 * Promises: no item takes more than it has open, no payment gives more than it
 * has left. A discount or promotion that still holds on the payment's day of
 * value is granted when the amount is exactly what then closes the item.
 * Refuses: another currency, contracts that are not signed, amounts that are
 * none of a contract's options, parts of instalments that are not due yet.
 */
#include "review.h"

#include <stdio.h>

#include "acquit/claim.h"
#include "acquit/match.h"

struct wanted { /* what a target is to take */
	const struct target *target;
	const struct aq_thing_row *thing;
	bool has_amount;
	int64_t amount;
};

static aq_currency currency_of(const struct placing *placing)
{
	return placing->review->payment->payment.currency;
}

static enum aq_status read_amount(const struct placing *placing, struct wanted *wanted,
				  struct aq_error *err)
{
	struct aq_slice text = wanted->target->amount;

	wanted->has_amount = text.length > 0;
	return wanted->has_amount ? review_amount(text, currency_of(placing), &wanted->amount, err)
				  : AQ_OK;
}

static enum aq_status check_currency(const struct placing *placing, const struct wanted *wanted,
				     aq_currency currency, struct aq_error *err)
{
	if (currency == currency_of(placing))
		return AQ_OK;
	return review_refuse(err, AQ_REVIEW_TARGET, "%.*s is in %s, the payment in %s",
			     AQ_SLICE_ARGS(wanted->thing->text), aq_currency_code(currency),
			     aq_currency_code(currency_of(placing)));
}

/* The number of the customer is what people and the chain know. */
static enum aq_status give_customer(struct placing *placing, struct aq_allocation *allocation,
				    struct aq_error *err)
{
	return review_customer(placing->review, allocation->customer_no, &allocation->customer,
			       err);
}

static bool is_named_twice(const struct placing *placing, const struct aq_allocation *allocation)
{
	for (size_t i = 0; i < placing->count; i++) {
		const struct aq_allocation *other = &placing->allocations[i];

		if (other->target_kind == allocation->target_kind &&
		    other->item_no == allocation->item_no &&
		    other->parent_no == allocation->parent_no &&
		    other->cycle == allocation->cycle &&
		    (allocation->target_kind != AQ_TARGET_ACCOUNT ||
		     other->customer_no == allocation->customer_no))
			return true;
	}
	return false;
}

static enum aq_status put(struct placing *placing, const struct aq_allocation *allocation,
			  struct aq_error *err)
{
	const struct aq_waiting *payment = placing->review->payment;
	struct aq_allocation *out;
	int64_t left;

	if (is_named_twice(placing, allocation))
		return review_refuse(err, AQ_REVIEW_TARGET, "%.*s is named twice",
				     AQ_SLICE_ARGS(allocation->target));
	if (placing->count == ALLOCATIONS_MAX)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "one act puts a payment on at most %d items", ALLOCATIONS_MAX);
	if (__builtin_sub_overflow(placing->left, allocation->amount, &left))
		return review_refuse(err, AQ_REVIEW_AMOUNT, "the amounts are too large");
	AQ_CLAIM(left >= 0);
	out = &placing->allocations[placing->count];
	*out = *allocation;
	out->payment_no = payment->payment.payment_no;
	out->currency = payment->payment.currency;
	out->rule = AQ_RULE_REVIEW;
	out->confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW);
	if (out->evidence.length == 0)
		out->evidence = AQ_SLICE("a person decided");
	placing->count++;
	placing->left = left;
	placing->makes |= out->item_no == 0 && out->parent_no != 0;
	return give_customer(placing, out, err);
}

static enum aq_status refuse_left(const struct placing *placing, const struct wanted *wanted,
				  struct aq_error *err)
{
	char left[MONEY_WORDS_BYTES];

	review_money(placing->left, currency_of(placing), left);
	if (!wanted->has_amount)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "nothing of the payment is left for %.*s",
				     AQ_SLICE_ARGS(wanted->thing->text));
	return review_refuse(err, AQ_REVIEW_AMOUNT, "%s of the payment is left for %.*s, not %.*s",
			     left, AQ_SLICE_ARGS(wanted->thing->text),
			     AQ_SLICE_ARGS(wanted->target->amount));
}

static enum aq_status check_left(const struct placing *placing, const struct wanted *wanted,
				 struct aq_error *err)
{
	if (wanted->has_amount && wanted->amount < 0)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "only a credit note takes a negative amount, and %.*s is none",
				     AQ_SLICE_ARGS(wanted->thing->text));
	if (placing->left == 0 || (wanted->has_amount && wanted->amount > placing->left))
		return refuse_left(placing, wanted, err);
	return AQ_OK;
}

static enum aq_status refuse_open(const struct placing *placing, const struct wanted *wanted,
				  int64_t open, struct aq_error *err)
{
	char text[MONEY_WORDS_BYTES];

	return review_refuse(err, AQ_REVIEW_AMOUNT, "%.*s is open by %s, not by %.*s",
			     AQ_SLICE_ARGS(wanted->thing->text),
			     review_money(open, currency_of(placing), text),
			     AQ_SLICE_ARGS(wanted->target->amount));
}

/* What may be deducted when the rest is paid whole, judged by the day of value. */
static int64_t deduction_of(const struct placing *placing, const struct aq_item *item)
{
	struct aq_date paid_on = placing->review->payment->payment.value_on;
	bool is_dated = aq_date_is_set(item->discount_until);

	if (item->kind == AQ_ITEM_CONTRACT || item->discount <= 0 || item->discount >= item->open)
		return 0;
	if (item->kind == AQ_ITEM_INSTALMENT && item->open != item->amount)
		return 0;
	if (!is_dated)
		return item->kind == AQ_ITEM_INSTALMENT ? item->discount : 0;
	if (!aq_date_is_set(paid_on) || aq_date_compare(paid_on, item->discount_until) > 0)
		return 0;
	return item->discount;
}

static void grant(struct aq_allocation *allocation, const struct aq_item *item, int64_t deduction)
{
	if (deduction == 0)
		return;
	if (item->kind == AQ_ITEM_INSTALMENT) {
		allocation->promotion = deduction;
		allocation->evidence = AQ_SLICE("a person decided; the promotion holds");
	} else {
		allocation->discount = deduction;
		allocation->evidence = AQ_SLICE("a person decided; the discount is in time");
	}
}

/* A credit note is used up with what it pays: it brings money instead of taking. */
static enum aq_status place_on_credit(struct placing *placing, const struct wanted *wanted,
				      const struct aq_item *item, struct aq_allocation *allocation,
				      struct aq_error *err)
{
	allocation->amount = wanted->has_amount ? wanted->amount : item->open;
	if (allocation->amount > 0 || allocation->amount < item->open)
		return refuse_open(placing, wanted, item->open, err);
	return put(placing, allocation, err);
}

static enum aq_status place_on_item(struct placing *placing, const struct wanted *wanted,
				    const struct aq_item *item, struct aq_error *err)
{
	struct aq_allocation allocation = {
		.target_kind = review_target_kind(wanted->thing->thing),
		.item_no = item->item_no,
		.cycle = item->cycle,
		.customer_no = item->customer_no,
		.target = item->number,
	};
	int64_t deduction = deduction_of(placing, item);
	int64_t due = item->open - deduction;
	enum aq_status status;

	status = check_currency(placing, wanted, item->currency, err);
	if (status < AQ_OK)
		return status;
	if (item->open == 0)
		return review_refuse(err, AQ_REVIEW_TARGET, "nothing is open on %.*s",
				     AQ_SLICE_ARGS(item->number));
	if (item->open < 0)
		return place_on_credit(placing, wanted, item, &allocation, err);
	status = check_left(placing, wanted, err);
	if (status < AQ_OK)
		return status;
	if (wanted->has_amount)
		allocation.amount = wanted->amount;
	else if (item->kind == AQ_ITEM_INSTALMENT || placing->left == due)
		allocation.amount = placing->left < due ? placing->left : due;
	else
		allocation.amount = placing->left < item->open ? placing->left : item->open;
	if (allocation.amount > item->open)
		return refuse_open(placing, wanted, item->open, err);
	if (allocation.amount == due)
		grant(&allocation, item, deduction);
	return put(placing, &allocation, err);
}

static enum aq_status place_on_numbered(struct placing *placing, const struct wanted *wanted,
					uint64_t item_no, struct aq_error *err)
{
	struct aq_item *items;
	size_t found = 0;
	enum aq_status status;

	status = aq_store_items(placing->review->store, &item_no, 1, placing->review->arena, &items,
				&found, err);
	if (status < AQ_OK)
		return status;
	if (found != 1)
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_INVARIANT, (struct aq_at){0, 0},
			       "item %llu cannot be read", (unsigned long long)item_no);
	return place_on_item(placing, wanted, &items[0], err);
}

static enum aq_status place_on_invoice(struct placing *placing, const struct wanted *wanted,
				       struct aq_error *err)
{
	return place_on_numbered(placing, wanted, wanted->thing->number, err);
}

/* Without an item yet: one of the options, or the contract's own amount. */
static bool is_owed(const struct aq_contract *contract, int64_t amount)
{
	for (size_t i = 0; i < contract->option_count; i++)
		if (contract->options[i].amount == amount)
			return true;
	return contract->option_count == 0 && contract->has_amount && contract->amount == amount;
}

static enum aq_status place_on_new(struct placing *placing, const struct wanted *wanted,
				   const struct aq_contract *contract, struct aq_error *err)
{
	char text[MONEY_WORDS_BYTES];
	struct aq_allocation allocation = {
		.target_kind = AQ_TARGET_CONTRACT,
		.parent_no = contract->contract_no,
		.customer_no = contract->customer_no,
		.target = contract->number,
	};
	enum aq_status status = check_left(placing, wanted, err);

	if (status < AQ_OK)
		return status;
	allocation.amount = wanted->has_amount ? wanted->amount : placing->left;
	if (!is_owed(contract, allocation.amount))
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "%s is none of the amounts of contract %.*s",
				     review_money(allocation.amount, currency_of(placing), text),
				     AQ_SLICE_ARGS(contract->number));
	allocation.bills = allocation.amount;
	return put(placing, &allocation, err);
}

static enum aq_status place_on_contract(struct placing *placing, const struct wanted *wanted,
					struct aq_error *err)
{
	struct aq_contract *contract;
	size_t found = 0;
	enum aq_status status;

	status = aq_store_contracts(placing->review->store, &wanted->thing->number, 1,
				    placing->review->arena, &contract, &found, err);
	if (status < AQ_OK)
		return status;
	if (found != 1)
		return review_refuse(err, AQ_REVIEW_TARGET, "contract %.*s cannot be read",
				     AQ_SLICE_ARGS(wanted->thing->text));
	status = check_currency(placing, wanted, contract->currency, err);
	if (status < AQ_OK)
		return status;
	if (contract->is_paid)
		return review_refuse(err, AQ_REVIEW_TARGET, "contract %.*s is paid",
				     AQ_SLICE_ARGS(contract->number));
	if (!aq_date_is_set(contract->signed_on))
		return review_refuse(err, AQ_REVIEW_UNSIGNED,
				     "contract %.*s is not signed: it must not be paid yet",
				     AQ_SLICE_ARGS(contract->number));
	if (contract->item_no)
		return place_on_numbered(placing, wanted, contract->item_no, err);
	return place_on_new(placing, wanted, contract, err);
}

/* Open instalments, oldest first; `budget` is what the subscription may take. */
static enum aq_status pay_open(struct placing *placing, const struct wanted *wanted,
			       const struct aq_subscription *subscription, int64_t *budget,
			       struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t i = 0; i < subscription->instalment_count && status >= AQ_OK; i++) {
		const struct aq_item *item = &subscription->instalments[i];
		struct wanted part = *wanted;
		int64_t due = item->open - deduction_of(placing, item);

		if (*budget == 0)
			break;
		if (item->open <= 0)
			continue;
		part.has_amount = true;
		part.amount = *budget < due ? *budget : due;
		*budget -= part.amount;
		status = place_on_item(placing, &part, item, err);
	}
	return status;
}

/* Then the next ones, whole, made by this payment. */
static enum aq_status pay_ahead(struct placing *placing, const struct aq_subscription *subscription,
				int64_t *budget, struct aq_error *err)
{
	struct aq_date paid_on = placing->review->payment->payment.value_on;
	bool is_promoted = !aq_date_is_set(subscription->promo_until) ||
			   (aq_date_is_set(paid_on) &&
			    aq_date_compare(paid_on, subscription->promo_until) <= 0);
	int64_t reduction = is_promoted ? subscription->discount : 0;
	int64_t price = subscription->full - reduction;
	enum aq_status status = AQ_OK;

	for (int32_t cycle = subscription->made;
	     price > 0 && cycle < subscription->cycles && *budget >= price && status >= AQ_OK;
	     cycle++) {
		struct aq_allocation allocation = {
			.target_kind = AQ_TARGET_SUBSCRIPTION,
			.parent_no = subscription->subscription_no,
			.cycle = (uint32_t)cycle,
			.customer_no = subscription->customer_no,
			.target = subscription->number,
			.amount = price,
			.promotion = reduction,
			.bills = subscription->full,
		};

		*budget -= price;
		status = put(placing, &allocation, err);
	}
	return status;
}

static enum aq_status pay_subscription(struct placing *placing, const struct wanted *wanted,
				       const struct aq_subscription *subscription,
				       struct aq_error *err)
{
	int64_t budget = wanted->has_amount ? wanted->amount : placing->left;
	size_t before = placing->count;
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = check_left(placing, wanted, err);

	if (status >= AQ_OK)
		status = pay_open(placing, wanted, subscription, &budget, err);
	if (status >= AQ_OK && wanted->has_amount)
		status = pay_ahead(placing, subscription, &budget, err);
	if (status < AQ_OK)
		return status;
	if (placing->count == before && !wanted->has_amount)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "nothing is open on subscription %.*s: name an amount to pay "
				     "instalments ahead",
				     AQ_SLICE_ARGS(subscription->number));
	if (wanted->has_amount && budget > 0)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "subscription %.*s cannot take the last %s: it pays no whole "
				     "instalment",
				     AQ_SLICE_ARGS(subscription->number),
				     review_money(budget, currency_of(placing), text));
	return AQ_OK;
}

static enum aq_status place_on_subscription(struct placing *placing, const struct wanted *wanted,
					    struct aq_error *err)
{
	struct aq_subscription *subscription;
	size_t found = 0;
	enum aq_status status;

	status = aq_store_subscriptions(placing->review->store, &wanted->thing->number, 1,
					placing->review->arena, &subscription, &found, err);
	if (status < AQ_OK)
		return status;
	if (found != 1)
		return review_refuse(err, AQ_REVIEW_TARGET, "subscription %.*s cannot be read",
				     AQ_SLICE_ARGS(wanted->thing->text));
	status = check_currency(placing, wanted, subscription->currency, err);
	return status < AQ_OK ? status : pay_subscription(placing, wanted, subscription, err);
}

static enum aq_status place_on_account(struct placing *placing, const struct wanted *wanted,
				       struct aq_error *err)
{
	struct aq_allocation allocation = {
		.target_kind = AQ_TARGET_ACCOUNT,
		.customer_no = wanted->thing->number,
		.target = wanted->thing->text,
		.bucket = AQ_BUCKET_ON_ACCOUNT,
	};
	enum aq_status status = check_left(placing, wanted, err);

	if (status < AQ_OK)
		return status;
	allocation.amount = wanted->has_amount ? wanted->amount : placing->left;
	status = put(placing, &allocation, err);
	placing->has_account = true;
	return status;
}

enum aq_status review_place(struct placing *placing, const struct target *target,
			    struct aq_error *err)
{
	struct aq_thing_row thing = {.thing = AQ_THING_ANY};
	struct wanted wanted = {.target = target, .thing = &thing};
	enum aq_status status;

	if (placing->has_account)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "an account takes what is left: name it last, and one alone");
	status = review_target_find(placing->review, target, &thing, err);
	if (status >= AQ_OK)
		status = read_amount(placing, &wanted, err);
	if (status < AQ_OK)
		return status;
	switch (thing.thing) {
	case AQ_THING_INVOICE:
		return place_on_invoice(placing, &wanted, err);
	case AQ_THING_CONTRACT:
		return place_on_contract(placing, &wanted, err);
	case AQ_THING_SUBSCRIPTION:
		return place_on_subscription(placing, &wanted, err);
	case AQ_THING_CUSTOMER:
		return place_on_account(placing, &wanted, err);
	default:
		return review_refuse(err, AQ_REVIEW_TARGET, "%.*s cannot be paid",
				     AQ_SLICE_ARGS(target->written));
	}
}
