/*
 * near.c - open items of exactly this amount, when nobody knows who paid: what
 * a person might mean, the nearest first.
 *
 * Promises: an item whose number was cut, or is off by one character or by two
 * swapped, before one whose customer's name begins like the payer's that was cut,
 * before one whose customer's name shares a word with it, before one of which only the amount is right. Suggestions alone.
 */
#include <stdio.h>

#include "answer.h"

#define REASON_BYTES   160
#define NEAR_BYTES_MAX 40
#define CUT_MIN	       4 /* characters that are left of a number */
#define WORD_MIN       4 /* bytes of a word two names share */
#define RF_HEAD	       4 /* "RF" and two check digits */

enum nearness { NEAR_WRONG_DIGIT, NEAR_CUT, NEAR_CUT_NAME, NEAR_NAME, NEAR_AMOUNT };

struct stranger {
	const struct aq_item *item;
	enum nearness nearness;
	const struct aq_token *token;
};

/* One character wrong, missing, too many, or two swapped; equal ones are not near. */
static bool is_off_by_one(struct aq_slice one, struct aq_slice other)
{
	size_t head = 0;
	size_t tail = 0;
	size_t shorter = one.length < other.length ? one.length : other.length;
	size_t longer = one.length < other.length ? other.length : one.length;

	if (longer - shorter > 1 || longer > NEAR_BYTES_MAX)
		return false;
	while (head < shorter && one.start[head] == other.start[head])
		head++;
	while (tail < shorter - head &&
	       one.start[one.length - 1 - tail] == other.start[other.length - 1 - tail])
		tail++;
	if (longer - head - tail == 1)
		return true;
	return longer == shorter && longer - head - tail == 2 &&
	       one.start[head] == other.start[head + 1] && one.start[head + 1] == other.start[head];
}

static bool ends_in(struct aq_slice whole, struct aq_slice tail)
{
	return tail.length >= CUT_MIN && aq_slice_ends_with(whole, tail);
}

static struct aq_slice without_check(struct aq_slice number)
{
	if (number.length <= RF_HEAD || number.start[0] != 'R' || number.start[1] != 'F')
		return (struct aq_slice){"", 0};
	return (struct aq_slice){number.start + RF_HEAD, number.length - RF_HEAD};
}

/* A structured reference whose check digits fail: the rest of it may be right. */
static bool is_same_but_check(struct aq_slice written, struct aq_slice number)
{
	struct aq_slice body = without_check(written);

	return body.length >= CUT_MIN && (aq_slice_equals(body, without_check(number)) ||
					  ends_in(body, number) || ends_in(number, body));
}

static enum nearness number_nearness(struct aq_slice written, struct aq_slice number)
{
	if (number.length == 0)
		return NEAR_AMOUNT;
	if (is_off_by_one(written, number) || is_same_but_check(written, number))
		return NEAR_WRONG_DIGIT;
	if (written.length >= CUT_MIN && written.length < number.length &&
	    (aq_slice_starts_with(number, written) || ends_in(number, written)))
		return NEAR_CUT;
	return NEAR_AMOUNT;
}

bool match_is_nearly(const struct facts *facts, const struct aq_token *token,
		     const struct aq_item *item)
{
	struct aq_slice number = aq_number_normal(facts->view->arena, item->number);
	enum nearness nearness = number_nearness(token->normal, number);

	/* Numbers of one year begin alike: of one that was cut behind, half is left. */
	return nearness == NEAR_WRONG_DIGIT ||
	       (nearness == NEAR_CUT &&
		(ends_in(number, token->normal) || token->normal.length * 2 >= number.length));
}

/* The next number of the same length; false: there is none. */
static bool count_on(char *number, size_t bytes)
{
	for (size_t at = bytes; at > 0 && aq_is_digit(number[at - 1]); at--) {
		if (number[at - 1] != '9') {
			number[at - 1]++;
			return true;
		}
		number[at - 1] = '0';
	}
	return false;
}

bool match_is_next(const struct facts *facts, const struct aq_token *token,
		   const struct aq_item *item, int steps_max)
{
	struct aq_slice number = aq_number_normal(facts->view->arena, item->number);
	const size_t last = number.length - 1;
	char next[NEAR_BYTES_MAX];

	if (number.length == 0 || number.length != token->normal.length ||
	    number.length > sizeof(next))
		return false;
	memcpy(next, number.start, number.length);
	/* 45 and 54 are two digits swapped: all but the first step keep the tens. */
	for (int step = 1; step <= steps_max && count_on(next, number.length); step++)
		if (aq_slice_equals((struct aq_slice){next, number.length}, token->normal))
			return step == 1 || memcmp(next, number.start, last) == 0;
	return false;
}

static void look_at_numbers(const struct facts *facts, struct stranger *stranger)
{
	struct aq_arena *arena = facts->view->arena;
	struct aq_slice number = aq_number_normal(arena, stranger->item->number);
	struct aq_slice reference = aq_number_normal(arena, stranger->item->reference);

	for (size_t i = 0; i < facts->waiting->token_count; i++) {
		const struct aq_token *token = &facts->waiting->tokens[i];
		enum nearness by_number = number_nearness(token->normal, number);
		enum nearness by_reference = number_nearness(token->normal, reference);
		enum nearness nearness = by_number < by_reference ? by_number : by_reference;

		if (token->is_short)
			continue;
		/* Of two that were cut, the one more is left of says more. */
		if (nearness < stranger->nearness ||
		    (nearness == NEAR_CUT && stranger->nearness == NEAR_CUT &&
		     token->normal.length > stranger->token->normal.length)) {
			stranger->nearness = nearness;
			stranger->token = token;
		}
	}
}

static bool shares_word(struct aq_slice name, struct aq_slice other)
{
	while (name.length > 0) {
		struct aq_slice word = aq_slice_cut(&name, ' ');
		struct aq_slice rest = other;

		while (word.length >= WORD_MIN && rest.length > 0)
			if (aq_slice_equals(aq_slice_cut(&rest, ' '), word))
				return true;
	}
	return false;
}

/* In ASCII where it can be, as banks spell it. */
static struct aq_slice spelled(struct aq_arena *arena, struct aq_slice name)
{
	struct aq_slice plain = aq_name_plain(arena, name, AQ_SPELLING_SHORT);

	return aq_name_normal(arena, plain.length > 0 ? plain : name);
}

static bool has_name_like(const struct facts *facts, uint64_t customer_no, struct aq_slice payer)
{
	const struct aq_customer *customer = match_view_customer(facts->view, customer_no);

	return customer && shares_word(payer, spelled(facts->view->arena, customer->name));
}

bool match_has_cut_name(const struct facts *facts, uint64_t customer_no)
{
	const struct aq_payment *payment = &facts->waiting->payment;
	const struct aq_customer *customer = match_view_customer(facts->view, customer_no);
	struct aq_arena *arena = facts->view->arena;

	if (!customer || !aq_payer_is_cut(payment))
		return false;
	for (enum aq_spelling way = 0; way < AQ_SPELLINGS; way++) {
		struct aq_slice head = aq_name_letters(arena, payment->payer, way);
		struct aq_slice whole = aq_name_letters(arena, customer->name, way);

		if (head.length > 0 && whole.length > head.length &&
		    aq_slice_starts_with(whole, head))
			return true;
	}
	return false;
}

const struct aq_item *match_stranger_by_cut_name(const struct facts *facts)
{
	const struct aq_item *found = NULL;

	for (size_t i = 0; i < facts->stranger_count; i++) {
		const struct aq_item *item =
			match_view_item(facts->view, facts->strangers[i].item_no);

		if (!item || item->open != facts->money || item->currency != facts->currency ||
		    !match_has_cut_name(facts, item->customer_no))
			continue;
		if (found && found->customer_no != item->customer_no)
			return NULL;
		if (!found || match_age_compare(item, found) < 0)
			found = item;
	}
	return found;
}

const struct aq_item *match_stranger_by_number(const struct facts *facts,
					       const struct aq_token *token,
					       const struct aq_item *named)
{
	for (size_t i = 0; i < facts->stranger_count; i++) {
		const struct aq_item *item =
			match_view_item(facts->view, facts->strangers[i].item_no);

		if (item && item != named && item->open == facts->money &&
		    item->currency == facts->currency && match_is_nearly(facts, token, item))
			return item;
	}
	return NULL;
}

static bool is_nearer(const struct stranger *one, const struct stranger *other)
{
	if (!other->item)
		return true;
	if (one->nearness != other->nearness)
		return one->nearness < other->nearness;
	if (one->nearness == NEAR_CUT && one->token->normal.length != other->token->normal.length)
		return one->token->normal.length > other->token->normal.length;
	return match_age_compare(one->item, other->item) < 0;
}

static void suggest(const struct facts *facts, struct answer *answer,
		    const struct stranger *stranger)
{
	static const char *const words[] = {
		[NEAR_WRONG_DIGIT] = "amount equals open; its number is nearly",
		[NEAR_CUT] = "amount equals open; its number holds",
		[NEAR_CUT_NAME] =
			"amount equals open; the payer's name was cut off from the customer's",
		[NEAR_NAME] = "amount equals open; the customer's name is like the payer's",
		[NEAR_AMOUNT] = "amount equals open",
	};
	char reason[REASON_BYTES];

	if (stranger->token)
		(void)snprintf(reason, sizeof(reason), "%s %.*s", words[stranger->nearness],
			       AQ_SLICE_ARGS(stranger->token->written));
	else
		(void)snprintf(reason, sizeof(reason), "%s", words[stranger->nearness]);
	match_suggest_item(facts, answer, stranger->item, reason);
}

static void suggest_nearest(const struct facts *facts, struct answer *answer, enum nearness least)
{
	struct stranger best[AQ_SUGGESTIONS_MAX] = {{NULL, NEAR_AMOUNT, NULL}};
	struct aq_slice payer = {"", 0};

	if (facts->stranger_count > 0)
		payer = spelled(facts->view->arena, facts->waiting->payment.payer);
	for (size_t i = 0; i < facts->stranger_count; i++) {
		struct stranger one = {match_view_item(facts->view, facts->strangers[i].item_no),
				       NEAR_AMOUNT, NULL};

		if (!one.item || one.item->open != facts->money ||
		    one.item->currency != facts->currency)
			continue;
		look_at_numbers(facts, &one);
		if (one.nearness == NEAR_AMOUNT && match_has_cut_name(facts, one.item->customer_no))
			one.nearness = NEAR_CUT_NAME;
		if (one.nearness == NEAR_AMOUNT &&
		    has_name_like(facts, one.item->customer_no, payer))
			one.nearness = NEAR_NAME;
		for (size_t k = 0; k < AQ_SUGGESTIONS_MAX && one.item; k++)
			if (is_nearer(&one, &best[k])) {
				struct stranger pushed = best[k];

				best[k] = one;
				one = pushed;
			}
	}
	for (size_t k = 0; k < AQ_SUGGESTIONS_MAX && best[k].item; k++)
		if (best[k].nearness <= least)
			suggest(facts, answer, &best[k]);
}

void match_suggest_near(const struct facts *facts, struct answer *answer)
{
	suggest_nearest(facts, answer, NEAR_CUT_NAME);
}

void match_suggest_strangers(const struct facts *facts, struct answer *answer)
{
	suggest_nearest(facts, answer, NEAR_AMOUNT);
}
