/*
 * known.c - the customer is known, the item is not named: what may be paid?
 *
 * Promises: one open item of exactly the amount; or one canonical set: all
 * that is open, all that is overdue, one due date, or the oldest up to a due
 * date. Twins count as one: the earliest due, then the lowest number.
 * Refuses: to choose between two that fit, an item and all that is open or overdue
 * among them; an item where the number after its own is written, which nobody knows;
 * items issued after the money had value; to conclude anything when not all open items are at hand; and any
 * other sum of items: chance finds one too often (but see proven.c).
 */
#include <stdio.h>

#include "../rules.h"

#define WHAT_BYTES 256

bool match_is_usable(const struct facts *facts, const struct aq_item *item)
{
	if (item->currency != facts->currency)
		return false;
	return !aq_date_is_set(item->issued_on) || !aq_date_is_set(facts->paid_on) ||
	       aq_date_compare(item->issued_on, facts->paid_on) <= 0;
}

static bool fits_alone(const struct facts *facts, const struct aq_item *item)
{
	return match_is_usable(facts, item) && !match_is_apart(facts, item->item_no) &&
	       match_fits(match_amount(facts, item));
}

static void ask_two(struct desk *desk, const struct aq_item *one, const struct aq_item *other)
{
	char paid[MONEY_WORDS_BYTES];

	match_ask(&desk->facts, &desk->answer, AQ_AMBIGUOUS_ITEMS, one->customer_no);
	match_explain(&desk->answer, "%s fits %s %.*s and %s %.*s",
		      match_money_words(desk->facts.money, desk->facts.currency, paid),
		      match_item_word(one), AQ_SLICE_ARGS(one->number), match_item_word(other),
		      AQ_SLICE_ARGS(other->number));
	match_suggest_item(&desk->facts, &desk->answer, one, "amount equals open");
	match_suggest_item(&desk->facts, &desk->answer, other, "amount equals open");
	match_suggest_open(&desk->facts, &desk->answer, one->customer_no);
}

static bool ask_bound(struct desk *desk, const struct known *known)
{
	match_ask(&desk->facts, &desk->answer, AQ_SEARCH_BOUND, known->customer_no);
	match_explain(
		&desk->answer, "customer %.*s has more than %d items open: not all were looked at",
		AQ_SLICE_ARGS(match_view_customer_number(desk->facts.view, known->customer_no)),
		AQ_OPEN_ITEMS_MAX);
	return true;
}

void match_prove_known(struct desk *desk, const struct known *known)
{
	if (desk->facts.by_number == known->customer_no)
		match_prove(&desk->answer, desk->facts.number);
	if (desk->facts.by_account == known->customer_no)
		match_note_account(&desk->facts, &desk->answer);
	else if (desk->facts.by_account != 0)
		desk->answer.notes |= NOTE_STRANGER;
}

/* --- canonical sets --- */

enum set_kind { SET_ALL_OPEN, SET_OVERDUE, SET_DUE_DATE, SET_OLDEST };

struct set { /* a range of the customer's usable items, oldest first */
	enum set_kind kind;
	size_t first;
	size_t end;
	enum amount_class amount;
};

static const struct {
	enum note note;
	const char *words;
} set_kinds[] = {
	[SET_ALL_OPEN] = {NOTE_ALL_OPEN, "all that is open"},
	[SET_OVERDUE] = {NOTE_OVERDUE, "all that is overdue"},
	[SET_DUE_DATE] = {NOTE_DUE_DATE, "all of one due date"},
	[SET_OLDEST] = {NOTE_OLDEST, "the oldest"},
};

struct search {
	const struct aq_item *items[AQ_OPEN_ITEMS_MAX];
	size_t count;
	struct set found;
	struct set other;
	bool is_found;
	bool is_two;
};

static bool is_apart_inside(const struct desk *desk, const struct search *search,
			    const struct set *set)
{
	for (size_t i = set->first; i < set->end; i++)
		if (match_is_apart(&desk->facts, search->items[i]->item_no))
			return true;
	return false;
}

/* Looks whether the items from `first` up to `end` sum to the money. */
static void try_set(struct desk *desk, struct search *search, struct set set)
{
	struct basket *basket = &desk->other;

	if (set.end < set.first + 2)
		return;
	match_basket_begin(basket);
	for (size_t i = set.first; i < set.end; i++)
		if (!match_basket_add(&desk->facts, basket, search->items[i]))
			return;
	set.amount = match_basket_amount(basket, desk->facts.money);
	if (!match_fits(set.amount) || is_apart_inside(desk, search, &set))
		return;
	if (!search->is_found) {
		search->is_found = true;
		search->found = set;
	} else if ((set.first != search->found.first || set.end != search->found.end) &&
		   !search->is_two) {
		search->is_two = true;
		search->other = set;
	}
}

static size_t due_date_end(const struct search *search, size_t first)
{
	size_t end = first + 1;

	while (end < search->count &&
	       aq_date_compare(search->items[end]->due_on, search->items[first]->due_on) == 0)
		end++;
	return end;
}

static size_t overdue_end(const struct desk *desk, const struct search *search)
{
	struct aq_date today = desk->facts.view->settings->business_date;
	size_t end = 0;

	while (end < search->count && aq_date_is_set(search->items[end]->due_on) &&
	       aq_date_compare(search->items[end]->due_on, today) < 0)
		end++;
	return end;
}

/* The sums of the oldest items, group by group of one due date, in one pass. */
static void try_oldest(struct desk *desk, struct search *search)
{
	int64_t total = 0;
	int64_t reduced = 0;
	size_t end;

	for (size_t first = 0; first < search->count; first = end) {
		end = due_date_end(search, first);
		for (size_t i = first; i < end; i++) {
			const struct aq_item *item = search->items[i];
			int64_t due = match_due(&desk->facts, item);
			int64_t price = item->kind == AQ_ITEM_INSTALMENT ? due : item->open;

			if (!aq_minor_add(total, price, &total) ||
			    !aq_minor_add(reduced, due, &reduced))
				return;
		}
		if (end < search->count &&
		    (total == desk->facts.money || reduced == desk->facts.money))
			try_set(desk, search, (struct set){SET_OLDEST, 0, end, AMOUNT_NONE});
	}
}

static void ask_sets(struct desk *desk, const struct search *search, const struct known *known)
{
	const struct set *one = &search->found;
	const struct set *other = &search->other;
	char paid[MONEY_WORDS_BYTES];

	match_ask(&desk->facts, &desk->answer, AQ_AMBIGUOUS_ITEMS, known->customer_no);
	match_explain(
		&desk->answer, "%s is %s (%zu items from %.*s on) and %s (%zu items from %.*s on)",
		match_money_words(desk->facts.money, desk->facts.currency, paid),
		set_kinds[one->kind].words, one->end - one->first,
		AQ_SLICE_ARGS(search->items[one->first]->number), set_kinds[other->kind].words,
		other->end - other->first, AQ_SLICE_ARGS(search->items[other->first]->number));
	match_suggest_item(&desk->facts, &desk->answer, search->items[one->first],
			   "first of a set of this sum");
	match_suggest_item(&desk->facts, &desk->answer, search->items[other->first],
			   "first of another set of this sum");
}

static void pay_set(struct desk *desk, const struct search *search, const struct known *known)
{
	struct basket *basket = &desk->basket;
	const struct set *set = &search->found;

	match_basket_begin(basket);
	for (size_t i = set->first; i < set->end; i++)
		(void)match_basket_add(&desk->facts, basket, search->items[i]);
	match_basket_pay(&desk->facts, &desk->answer, basket, set->amount);
	desk->answer.notes |= set_kinds[set->kind].note;
	match_apply(&desk->facts, &desk->answer, known->rule, known->customer_no);
}

static void list_usable(struct desk *desk, uint64_t customer_no, struct search *search)
{
	struct open_items open = match_view_open(desk->facts.view, customer_no);

	search->count = 0;
	search->is_found = false;
	search->is_two = false;
	for (size_t i = 0; i < open.count; i++)
		if (match_is_usable(&desk->facts, open.items[i]))
			search->items[search->count++] = open.items[i];
}

/* Where prices repeat, one item may cost what all that is open or overdue comes to. */
static bool ask_item_or_set(struct desk *desk, const struct known *known,
			    const struct aq_item *item)
{
	struct search search;
	char paid[MONEY_WORDS_BYTES];

	if (match_unknown_number(&desk->facts))
		return false;
	list_usable(desk, known->customer_no, &search);
	if (search.count < 3)
		return false;
	try_set(desk, &search, (struct set){SET_ALL_OPEN, 0, search.count, AMOUNT_NONE});
	if (!search.is_found && !known->is_all_only)
		try_set(desk, &search,
			(struct set){SET_OVERDUE, 0, overdue_end(desk, &search), AMOUNT_NONE});
	if (!search.is_found)
		return false;
	match_ask(&desk->facts, &desk->answer, AQ_AMBIGUOUS_ITEMS, known->customer_no);
	match_explain(&desk->answer, "%s is %s %.*s and %s (%zu items)",
		      match_money_words(desk->facts.money, desk->facts.currency, paid),
		      match_item_word(item), AQ_SLICE_ARGS(item->number),
		      set_kinds[search.found.kind].words, search.found.end - search.found.first);
	match_suggest_item(&desk->facts, &desk->answer, item, "amount equals open");
	match_suggest_item(&desk->facts, &desk->answer, search.items[search.found.first],
			   "first of a set of this sum");
	return true;
}

/* Some item of the amount, where the number after its own is written and nobody knows
 * it: an invoice that is not loaded yet, and may cost the same. */
static const struct aq_item *one_before(const struct facts *facts, const struct open_items *open,
					const struct aq_token **out)
{
	for (size_t i = 0; i < facts->waiting->token_count; i++) {
		const struct aq_token *token = &facts->waiting->tokens[i];

		if (token->is_short || match_is_doubtful(token) || match_names(facts, token))
			continue;
		*out = token;
		for (size_t k = 0; k < open->count; k++)
			if (fits_alone(facts, open->items[k]) &&
			    match_is_next(facts, token, open->items[k], 1))
				return open->items[k];
	}
	return NULL;
}

static bool ask_next(struct desk *desk, const struct known *known, const struct open_items *open)
{
	const struct aq_token *token;
	const struct aq_item *item = one_before(&desk->facts, open, &token);
	char paid[MONEY_WORDS_BYTES];

	if (!item)
		return false;
	match_ask(&desk->facts, &desk->answer, AQ_NO_ITEM_FITS, known->customer_no);
	match_explain(&desk->answer,
		      "%s is %s %.*s, but the number after it is named, %.*s, which nobody knows: "
		      "it may not be loaded yet",
		      match_money_words(desk->facts.money, desk->facts.currency, paid),
		      match_item_word(item), AQ_SLICE_ARGS(item->number),
		      AQ_SLICE_ARGS(token->written));
	match_suggest_item(&desk->facts, &desk->answer, item, "amount equals open");
	return true;
}

bool match_exact_item(struct desk *desk, const struct known *known)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	struct open_items open = match_view_open(facts->view, known->customer_no);
	const struct aq_item *found = NULL;
	int64_t due;

	if (open.is_cut)
		return ask_bound(desk, known);
	match_prove_known(desk, known);
	/* Oldest first: the first that fits is the one among its twins. */
	for (size_t i = 0; i < open.count; i++) {
		const struct aq_item *item = open.items[i];

		if (!fits_alone(facts, item))
			continue;
		if (!found) {
			found = item;
		} else if (!match_is_twin(found, item)) {
			ask_two(desk, found, item);
			return true;
		} else {
			answer->notes |= NOTE_TWIN;
			if (answer->alternate_count < ALTERNATES_MAX)
				answer->alternates[answer->alternate_count++] = item;
		}
	}
	if (!found)
		return false;
	if (ask_next(desk, known, &open) || ask_item_or_set(desk, known, found))
		return true;
	answer->amount = match_amount(facts, found);
	due = answer->amount == AMOUNT_REDUCED ? match_due(facts, found) : found->open;
	(void)match_put_item(answer, found, due, found->open - due);
	match_apply(facts, answer, known->rule, known->customer_no);
	return true;
}

/* Canonical sets besides all that is open. */
static void try_parts(struct desk *desk, struct search *search)
{
	size_t end;

	try_set(desk, search, (struct set){SET_OVERDUE, 0, overdue_end(desk, search), AMOUNT_NONE});
	for (size_t first = 0; first < search->count; first = end) {
		end = due_date_end(search, first);
		try_set(desk, search, (struct set){SET_DUE_DATE, first, end, AMOUNT_NONE});
	}
	try_oldest(desk, search);
}

bool match_canonical_set(struct desk *desk, const struct known *known)
{
	struct open_items open = match_view_open(desk->facts.view, known->customer_no);
	struct search search;

	/* A number that nobody knows says that something else is meant. */
	if (!open.is_known || open.count < 2 || match_unknown_number(&desk->facts))
		return false;
	list_usable(desk, known->customer_no, &search);
	try_set(desk, &search, (struct set){SET_ALL_OPEN, 0, search.count, AMOUNT_NONE});
	if (!known->is_all_only)
		try_parts(desk, &search);
	if (!search.is_found)
		return false;
	match_prove_known(desk, known);
	if (search.is_two)
		ask_sets(desk, &search, known);
	else
		pay_set(desk, &search, known);
	return true;
}
