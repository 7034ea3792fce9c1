/*
 * left_over.c - what rounding leaves over in a settlement, posted once it is a whole unit.
 *
 * Reads: the exact net of a gateway's row, and what of it is posted.
 * Promises: what the rows of a settlement post sums to their exact sum, rounded,
 * however many rows have more digits than their currency; the amounts of the
 * rows themselves stay as they are, and the units are posted as rounding.
 * Refuses: to look at more than AQ_LEFT_OVER_MAX settlements of a unit at once;
 * the rows of others are rounded each on its own.
 */
#include "parts.h"

#include "acquit/hash.h"

static uint64_t settlement_key(struct normalise *normalise, const struct aq_payment *payment,
			       aq_currency currency)
{
	static const unsigned char key[AQ_SIPHASH_KEY_BYTES];
	struct aq_slice text = aq_arena_print(
		normalise->arena, "%u %zu %.*s %.*s", (unsigned)currency, payment->source.length,
		AQ_SLICE_ARGS(payment->source), AQ_SLICE_ARGS(payment->settlement_id));

	if (text.length == 0)
		normalise->is_memory_short = true;
	return aq_siphash(key, text);
}

static struct aq_decimal *find(struct aq_left_overs *all, uint64_t key)
{
	for (size_t index = 0; index < all->count; index++)
		if (all->list[index].key == key)
			return &all->list[index].left;
	if (all->count == AQ_LEFT_OVER_MAX)
		return NULL;
	all->list[all->count] = (struct aq_left_over){.key = key};
	return &all->list[all->count++].left;
}

/* What the row is worth exactly, and what of it is posted; false when it is not
 * told in one currency. */
static bool worth(const struct normalise *normalise, const struct aq_payment *payment,
		  struct aq_decimal *exact, struct aq_money *posted)
{
	int64_t gross = payment->direction == AQ_MONEY_IN ? payment->amount : -payment->amount;
	bool has_net = payment->net_currency != AQ_CURRENCY_NONE;
	bool has_fee = payment->fee_currency != AQ_CURRENCY_NONE;

	if (has_net && has_fee && payment->fee_currency != payment->currency &&
	    payment->fee_currency != payment->net_currency)
		return false;
	if (has_net) {
		*posted = (struct aq_money){payment->net, payment->net_currency};
		*exact = normalise->exact_net;
		return payment->net_currency != payment->currency || !has_fee ||
		       payment->fee_currency == payment->currency;
	}
	*posted = (struct aq_money){gross, payment->currency};
	*exact = normalise->exact_gross;
	return !has_fee;
}

void aq_normalise_left_over(struct normalise *normalise, struct aq_payment *payment)
{
	struct aq_left_overs *all = normalise->order->left_overs;
	struct aq_decimal exact, *left;
	struct aq_money posted, whole;
	bool is_exact;

	if (!all || !normalise->is_rounded || payment->is_refused ||
	    payment->mode != AQ_POSTS_CLEARING || payment->kind == AQ_KIND_SETTLEMENT ||
	    !worth(normalise, payment, &exact, &posted))
		return;
	left = find(all, settlement_key(normalise, payment, posted.currency));
	if (!left || !aq_decimal_subtract(exact, aq_money_to_decimal(posted), &exact) ||
	    !aq_decimal_add(*left, exact, left) ||
	    !aq_money_round(*left, posted.currency, &whole, &is_exact) || whole.minor == 0)
		return;
	if (aq_decimal_subtract(*left, aq_money_to_decimal(whole), left))
		payment->rounding += whole.minor;
}
