/*
 * tolerance.c - a payment that lacks a little of exactly what it names.
 *
 * Promises: the anchor, the items and their owner are settled before a
 * tolerance is looked at, so that it never finds what is meant; the difference
 * is less than any item of the set, so that every one of them is paid for.
 * Refuses: to call small what has a reason of its own: a discount taken too
 * late, a fee that was told, an item left out, words of a part payment, another
 * open item of exactly this amount; rests and balances; numbers that needed a
 * second fact; contracts and instalments.
 */
#include "tolerance.h"

#include "acquit/utf8.h"

#define CREDIT_ITEMS_MAX 12 /* of a set with credit notes: all its parts are looked at */

static const char *const part_words[] = {
#define PART_WORD(text) text,
#include "part_words.def"
#undef PART_WORD
};

struct measure {
	int64_t total;
	int64_t reduced;
	int64_t least; /* the smallest price, credit notes by their size */
	int64_t late; /* the smallest discount that has ended; INT64_MAX: none */
	bool has_credit;
};

/* All the money of a payment that names one kind of thing, and nothing in doubt. */
static bool is_plain(const struct facts *facts, const struct owing *owing)
{
	const struct aq_waiting *waiting = facts->waiting;
	uint64_t owner = owing->count > 0 ? owing->items[0]->customer_no : 0;

	if (facts->view->settings->terms_count == 0 || !aq_rule_may_tolerate(owing->rule) ||
	    facts->is_rest || facts->is_balance || facts->contested || waiting->apart_count > 0 ||
	    facts->money != waiting->payment.amount || owner == 0 ||
	    match_is_stranger(facts, owner) || match_names_several(facts))
		return false;
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->is_doubtful || facts->items[i]->is_rival)
			return false;
	for (size_t i = 0; i < owing->count; i++)
		if (owing->items[i]->customer_no != owner ||
		    owing->items[i]->kind != AQ_ITEM_INVOICE ||
		    owing->items[i]->currency != facts->currency)
			return false;
	return true;
}

static bool measure(const struct facts *facts, const struct owing *owing, struct measure *out)
{
	*out = (struct measure){.least = INT64_MAX, .late = INT64_MAX};
	for (size_t i = 0; i < owing->count; i++) {
		const struct aq_item *item = owing->items[i];
		int64_t due = match_due(facts, item);
		int64_t size = due < 0 ? -due : due;

		if (item->open == INT64_MIN || !aq_minor_add(out->total, item->open, &out->total) ||
		    !aq_minor_add(out->reduced, due, &out->reduced))
			return false;
		out->has_credit |= item->open < 0;
		if (size < out->least)
			out->least = size;
		if (item->discount > 0 && item->discount < item->open && due == item->open &&
		    item->discount < out->late)
			out->late = item->discount;
	}
	return true;
}

/* Which price is meant, and what is missing of it. Between the two prices of
 * several items nothing says whose discount was taken. */
static bool find_difference(const struct owing *owing, const struct measure *measure,
			    struct tolerated *out)
{
	if (owing->money <= 0 || owing->money >= measure->total)
		return false;
	out->is_reduced = measure->reduced < measure->total && owing->money < measure->reduced;
	if (measure->reduced < measure->total && !out->is_reduced && owing->count > 1)
		return false;
	out->difference = (out->is_reduced ? measure->reduced : measure->total) - owing->money;
	return out->difference > 0 && out->difference < measure->least &&
	       out->difference < measure->late;
}

/* Credit notes and items left out together may come to the difference. */
static bool is_part_left_out(const struct facts *facts, const struct owing *owing,
			     const struct tolerated *found)
{
	if (owing->count > CREDIT_ITEMS_MAX)
		return true;
	for (uint32_t left_out = 1; left_out < 1u << owing->count; left_out++) {
		aq_int128 sum = 0;

		for (size_t i = 0; i < owing->count; i++)
			if (left_out >> i & 1)
				sum += found->is_reduced ? match_due(facts, owing->items[i])
							 : owing->items[i]->open;
		if (sum == found->difference)
			return true;
	}
	return false;
}

static bool is_fee(const struct facts *facts, int64_t difference)
{
	const struct aq_payment *payment = &facts->waiting->payment;

	return payment->fee_currency == facts->currency && payment->fee == difference;
}

static bool says_part(const struct facts *facts)
{
	struct aq_slice text = aq_utf8_fold(facts->view->arena, facts->waiting->payment.text);

	if (text.length == 0)
		return facts->waiting->payment.text.length > 0;
	for (size_t i = 0; i < sizeof(part_words) / sizeof(part_words[0]); i++)
		if (aq_slice_find(text, aq_slice_of(part_words[i])) != SIZE_MAX)
			return true;
	return false;
}

static bool is_among(const struct owing *owing, const struct aq_item *item)
{
	for (size_t i = 0; i < owing->count; i++)
		if (owing->items[i] == item)
			return true;
	return false;
}

/* Exact goes before tolerated: where the payer is known, everything that payer
 * has open can be looked at. */
static bool is_another_exact(const struct facts *facts, const struct owing *owing)
{
	struct open_items open;

	if (facts->payer_by < KNOWN_BY_ACCOUNT || facts->payer != owing->items[0]->customer_no)
		return false;
	open = match_view_open(facts->view, facts->payer);
	if (!open.is_known)
		return true;
	for (size_t i = 0; i < open.count; i++)
		if (open.items[i]->currency == facts->currency && !is_among(owing, open.items[i]) &&
		    match_fits(match_amount(facts, open.items[i])))
			return true;
	return false;
}

bool match_find_tolerated(const struct facts *facts, const struct owing *owing,
			  struct tolerated *out)
{
	struct measure prices;
	struct limit_of of = {.rule = owing->rule};

	if (!is_plain(facts, owing) || !measure(facts, owing, &prices) ||
	    !find_difference(owing, &prices, out))
		return false;
	of.customer_no = owing->items[0]->customer_no;
	of.owed = out->is_reduced ? prices.reduced : prices.total;
	if (!match_limit(facts, &of, &out->limit) || out->difference > out->limit.minor)
		return false;
	if (is_fee(facts, out->difference) ||
	    (prices.has_credit && is_part_left_out(facts, owing, out)))
		return false;
	return !says_part(facts) && !is_another_exact(facts, owing);
}

void match_write_off(const struct facts *facts, struct answer *answer, struct share *share,
		     const struct tolerated *tolerated)
{
	char small[MONEY_WORDS_BYTES];
	char most[MONEY_WORDS_BYTES];
	char whose[TERMS_WORDS_BYTES];

	share->write_off = tolerated->difference;
	answer->amount = AMOUNT_TOLERATED;
	match_tell(answer, "small difference of %s written off: at most %s by %s",
		   match_money_words(tolerated->difference, facts->currency, small),
		   match_money_words(tolerated->limit.minor, facts->currency, most),
		   match_limit_words(&tolerated->limit, whose));
}

bool match_pay_tolerated(const struct facts *facts, struct answer *answer,
			 const struct owing *owing)
{
	struct tolerated found;
	size_t last = 0;

	if (!match_find_tolerated(facts, owing, &found))
		return false;
	for (size_t i = 0; i < owing->count; i++)
		if (owing->items[i]->open > 0)
			last = i;
	for (size_t i = 0; i < owing->count; i++) {
		const struct aq_item *item = owing->items[i];
		int64_t deduction = found.is_reduced ? match_deduction(facts, item) : 0;
		int64_t taken = i == last ? found.difference : 0;

		if (!match_put_item(answer, item, item->open - deduction - taken, deduction)) {
			answer->share_count = 0;
			return false;
		}
		if (i == last)
			match_write_off(facts, answer, &answer->shares[answer->share_count - 1],
					&found);
	}
	return true;
}
