/*
 * remittance.c - lines of remittance advice that tell documents and amounts.
 *
 * Promises: each line pays what it says; a negative line uses a credit note; a
 * line more than its item has open, or of an item already paid, or of an
 * unknown document, leaves that part on the customer's account.
 * Refuses: lines that do not sum to the payment; they are never applied, by
 * this rule or another.
 */
#include <stdio.h>

#include "../rules.h"
#include "../tolerance.h"

#define LINES_MAX 1024

struct advice {
	int64_t excess; /* of what items cannot take */
	int64_t unknown; /* of lines whose document nobody knows */
	const struct named *closed; /* a line's item that is paid already */
	const struct named *first; /* the first item that takes money */
	const struct named *stranger; /* an item of somebody else whose line is not its amount */
	struct aq_slice unknown_document;
	bool is_mixed;
	bool is_deducted; /* a line tells why it is less */
	bool is_wrong; /* a line that cannot be done as it says */
	bool is_asked;
};

static bool line_amount(const struct facts *facts, const struct aq_remittance *line, int64_t *out)
{
	struct aq_money money;

	if (!line->amount.is_present ||
	    !aq_money_from_decimal(line->amount, facts->currency, &money))
		return false;
	*out = money.minor;
	return true;
}

/* Do all lines tell amounts, and what do they sum to? */
static bool sum_lines(const struct facts *facts, int64_t *out)
{
	const struct aq_payment *payment = &facts->waiting->payment;
	int64_t sum = 0;

	for (size_t i = 0; i < payment->remittance_count; i++) {
		int64_t amount;

		if (!payment->remittances[i].amount.is_present)
			return false;
		if (!line_amount(facts, &payment->remittances[i], &amount) ||
		    !aq_minor_add(sum, amount, &sum)) {
			/* More digits than the currency has: it cannot tie. */
			*out = -1;
			return true;
		}
	}
	*out = sum;
	return true;
}

static const struct named *named_by(const struct facts *facts, size_t line_index)
{
	const struct aq_remittance *line = &facts->waiting->payment.remittances[line_index];

	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->token->remittance_index == line_index)
			return facts->items[i];
	for (size_t i = 0; i < facts->item_count; i++)
		if (aq_slice_equals_any_case(aq_slice_trim(facts->items[i]->token->written),
					     aq_slice_trim(line->document)))
			return facts->items[i];
	return NULL;
}

static struct share *share_of(struct answer *answer, uint64_t item_no)
{
	for (size_t i = 0; i < answer->share_count; i++)
		if (answer->shares[i].no == item_no)
			return &answer->shares[i];
	return NULL;
}

/* Puts a line's amount on its item, as far as that has room. */
static void pay_line(struct desk *desk, struct advice *advice, const struct named *named,
		     int64_t amount)
{
	const struct facts *facts = &desk->facts;
	const struct aq_item *item = named->item;
	struct share *share = share_of(&desk->answer, item->item_no);
	int64_t room = item->open - (share ? share->amount + share->deduction : 0);
	int64_t deduction = share ? 0 : match_deduction(facts, item);
	int64_t taken = amount;

	if ((amount < 0) != (item->open < 0) || amount == 0) {
		advice->is_wrong = true;
		return;
	}
	if (amount < 0 ? amount < room : amount > room) {
		taken = room;
		/* A credit note has no more to give than it has. */
		if (amount < 0)
			advice->is_wrong = true;
	}
	if (amount != item->open - deduction)
		deduction = 0;
	if (match_is_stranger(facts, item->customer_no) && amount != item->open &&
	    amount != item->open - deduction)
		advice->stranger = named;
	if (!aq_minor_add(advice->excess, amount - taken, &advice->excess))
		advice->is_wrong = true;
	if (taken == 0)
		return;
	if (share)
		share->amount += taken;
	else if (!match_put_item(&desk->answer, item, taken, deduction))
		advice->is_wrong = true;
}

static void read_line(struct desk *desk, struct advice *advice, size_t line_index)
{
	const struct facts *facts = &desk->facts;
	const struct aq_remittance *line = &facts->waiting->payment.remittances[line_index];
	const struct named *named = named_by(facts, line_index);
	int64_t amount = 0;

	if (!line_amount(facts, line, &amount) || amount == INT64_MIN) {
		advice->is_wrong = true;
		return;
	}
	if (!named) {
		if (!aq_minor_add(advice->unknown, amount, &advice->unknown))
			advice->is_wrong = true;
		if (aq_slice_is_empty(advice->unknown_document))
			advice->unknown_document = line->document;
		return;
	}
	match_prove(&desk->answer, named);
	advice->is_deducted |=
		line->adjustment.is_present || line->discount.is_present || line->reason.length > 0;
	if (match_ask_currency(facts, &desk->answer, named->item) ||
	    match_ask_apart(facts, &desk->answer, named->item)) {
		advice->is_asked = true;
		return;
	}
	if (named->item->open == 0) {
		if (!aq_minor_add(advice->excess, amount, &advice->excess))
			advice->is_wrong = true;
		advice->closed = advice->closed ? advice->closed : named;
		return;
	}
	if (!advice->first)
		advice->first = named;
	else if (advice->first->item->customer_no != named->item->customer_no)
		advice->is_mixed = true;
	pay_line(desk, advice, named, amount);
}

static void ask_unbalanced(struct desk *desk, const char *why)
{
	struct facts *facts = &desk->facts;
	uint64_t owner = facts->item_count > 0 ? facts->items[0]->item->customer_no : 0;
	char paid[MONEY_WORDS_BYTES];

	for (size_t i = 1; i < facts->item_count; i++)
		if (facts->items[i]->item->customer_no != owner)
			owner = 0;
	match_ask(facts, &desk->answer, AQ_REMITTANCE_UNBALANCED, match_account_for(facts, owner));
	match_explain(&desk->answer, "the remittance lines do not stand for the %s paid: %s",
		      match_money_words(facts->money, facts->currency, paid), why);
	for (size_t i = 0; i < facts->item_count; i++)
		match_suggest_item(facts, &desk->answer, facts->items[i]->item,
				   "named in the remittance");
}

static void ask_stranger(struct desk *desk, const struct named *named)
{
	char what[160];

	(void)snprintf(what, sizeof(what), "%.*s", AQ_SLICE_ARGS(named->item->number));
	match_ask_conflict(&desk->facts, &desk->answer, named->item->customer_no, what,
			   "its line is not what it has open");
	match_suggest_item(&desk->facts, &desk->answer, named->item, "its number is named");
}

/* The one line that is less than its item; NULL: none, or several. */
static struct share *one_short(struct answer *answer)
{
	struct share *found = NULL;

	for (size_t i = 0; i < answer->share_count; i++) {
		struct share *share = &answer->shares[i];

		if (share->open <= 0 || share->amount + share->deduction >= share->open)
			continue;
		if (found)
			return NULL;
		found = share;
	}
	return found;
}

/* A line that lacks a little may be given up, where no line says why it is less. */
static void tolerate(struct desk *desk, const struct advice *advice)
{
	const struct facts *facts = &desk->facts;
	struct share *share = one_short(&desk->answer);
	const struct aq_item *item = share ? match_view_item(facts->view, share->no) : NULL;
	struct tolerated found;

	if (!item || advice->excess != 0 || advice->unknown != 0 || advice->is_deducted ||
	    advice->is_mixed || advice->closed ||
	    !match_find_tolerated(
		    facts, &(struct owing){&item, 1, share->amount, AQ_RULE_REMITTANCE}, &found))
		return;
	if (found.is_reduced)
		share->deduction = match_deduction(facts, item);
	match_write_off(facts, &desk->answer, share, &found);
}

static void pay_advice(struct desk *desk, const struct advice *advice)
{
	const struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	uint64_t owner = advice->first->item->customer_no;

	answer->amount = advice->excess == 0 && advice->unknown == 0 ? AMOUNT_EXACT : AMOUNT_OVER;
	tolerate(desk, advice);
	match_note_payer(facts, answer, owner);
	/* A document that comes tomorrow is waited for: its part stays to be tried. */
	if (advice->unknown > 0)
		answer->rest_bucket = AQ_BUCKET_UNAPPLIED;
	match_apply(facts, answer, AQ_RULE_REMITTANCE, owner);
	if (advice->closed) {
		match_ask_paid_too(answer, advice->closed->item);
	} else if (advice->unknown > 0) {
		answer->exception = AQ_NO_ITEM_FITS;
		match_explain(answer, "nobody knows %.*s; its part is unapplied",
			      AQ_SLICE_ARGS(advice->unknown_document));
	}
}

static bool settle_advice(struct desk *desk, const struct advice *advice)
{
	if (advice->is_asked)
		return true;
	if (advice->is_wrong) {
		ask_unbalanced(desk, "a line cannot be done as it says");
		return true;
	}
	if (advice->stranger) {
		ask_stranger(desk, advice->stranger);
		return true;
	}
	if (!advice->first && advice->closed) {
		desk->answer.paid_item_no = advice->closed->item->item_no;
		match_ask_already_paid(&desk->facts, &desk->answer,
				       advice->closed->item->customer_no,
				       advice->closed->item->number);
		return true;
	}
	if (!advice->first)
		return false;
	if (advice->unknown < 0 || advice->excess < 0) {
		ask_unbalanced(desk, "a credit is taken that nobody knows");
		return true;
	}
	if (advice->is_mixed && (advice->excess > 0 || advice->unknown > 0)) {
		ask_unbalanced(desk, "several customers are named, and a part is left");
		return true;
	}
	pay_advice(desk, advice);
	return true;
}

bool match_remittance(struct desk *desk)
{
	const struct facts *facts = &desk->facts;
	const struct aq_payment *payment = &facts->waiting->payment;
	struct advice advice = {0};
	int64_t sum;

	/* The rest of a payment is not what its lines were about. */
	if (payment->remittance_count == 0 || facts->is_rest || facts->is_balance ||
	    facts->money != payment->amount)
		return false;
	if (!sum_lines(facts, &sum))
		return false;
	if (sum != facts->money || payment->is_remittance_unbalanced) {
		ask_unbalanced(desk, "they sum to another amount");
		return true;
	}
	if (facts->item_count == 0)
		return false;
	if (payment->remittance_count > LINES_MAX) {
		ask_unbalanced(desk, "there are too many of them");
		return true;
	}
	for (size_t i = 0; i < payment->remittance_count && !advice.is_asked; i++)
		read_line(desk, &advice, i);
	return settle_advice(desk, &advice);
}
