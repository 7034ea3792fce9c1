/*
 * facts.c - gathers what is known of one payment.
 *
 * Reads: the hits of its numbers, sorted by token, and the customers its
 * account or name is registered for.
 * Promises: each meaning once, in the order of the tokens; an account of
 * several customers is nobody's, and so is a bundle of theirs; two customers
 * named are nobody.
 * Refuses: to take a blank for an answer.
 */
#include "facts.h"

#include "amount.h"
#include "doubt.h"

bool match_is_typed(enum aq_reference_kind kind)
{
	return aq_reference_kind_strength(kind) >= aq_reference_kind_strength(AQ_REF_CUSTOMER);
}

bool match_is_structured(const struct named *named)
{
	if (!named->token->is_structured)
		return false;
	return named->kind == AQ_HIT_REFERENCE ||
	       (named->kind == AQ_HIT_INVOICE && named->token->is_checked);
}

bool match_is_apart(const struct facts *facts, uint64_t item_no)
{
	for (size_t i = 0; i < facts->waiting->apart_count; i++)
		if (facts->waiting->apart[i] == item_no)
			return true;
	return false;
}

bool match_is_stranger(const struct facts *facts, uint64_t owner)
{
	return facts->is_number_tied ||
	       (facts->payer_by >= KNOWN_BY_ACCOUNT && facts->payer != owner);
}

static bool names_another_owner(const struct facts *facts, uint64_t owner)
{
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->item->customer_no != owner)
			return true;
	return false;
}

uint64_t match_account_for(const struct facts *facts, uint64_t owner)
{
	if (facts->is_number_tied && facts->by_account == 0)
		return 0;
	if (facts->is_number_tied)
		return facts->by_account;
	if (facts->payer_by >= KNOWN_BY_ACCOUNT)
		return facts->payer;
	return names_another_owner(facts, owner) ? 0 : owner;
}

bool match_names(const struct facts *facts, const struct aq_token *token)
{
	for (size_t i = 0; i < facts->named_count; i++)
		if (aq_slice_equals(facts->named[i].token->normal, token->normal))
			return true;
	return false;
}

bool match_names_several(const struct facts *facts)
{
	int kinds = (facts->seen & SEEN_ITEM) != 0;

	kinds += (facts->seen & (SEEN(AQ_HIT_CONTRACT) | SEEN(AQ_HIT_NOTIFICATION))) != 0;
	kinds += (facts->seen & SEEN(AQ_HIT_BUNDLE)) != 0;
	kinds += (facts->seen & SEEN(AQ_HIT_SUBSCRIPTION)) != 0;
	return kinds > 1;
}

/* Zeros in front of a number are optional. */
static bool has_digits(struct aq_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (aq_is_digit(text.start[i]) && text.start[i] != '0')
			return true;
	return false;
}

/* A piece of a number that counts, or that number with its word: 26813 and "no KH-26813". */
static bool is_same_place(const struct aq_token *token, const struct named *named)
{
	const struct aq_slice *part = &token->normal;
	const struct aq_slice *whole = &named->token->normal;
	struct aq_slice head;

	if (named->is_doubtful || named->is_dropped || token->offset == UINT32_MAX ||
	    !match_shares_place(token, named->token))
		return false;
	if (part->length <= whole->length)
		return token->written.start >= named->token->written.start &&
		       aq_slice_find(*whole, *part) != SIZE_MAX;
	head = (struct aq_slice){part->start, part->length - whole->length};
	return memcmp(part->start + head.length, whole->start, whole->length) == 0 &&
	       !has_digits(head);
}

const struct aq_token *match_unknown_number(const struct facts *facts)
{
	const struct aq_waiting *waiting = facts->waiting;

	for (size_t i = 0; i < waiting->token_count; i++) {
		const struct aq_token *token = &waiting->tokens[i];
		bool is_known = false;

		if (!match_is_typed(token->kind))
			continue;
		for (size_t k = 0; k < facts->named_count && !is_known; k++)
			is_known = (aq_slice_equals(facts->named[k].token->normal, token->normal) &&
				    !facts->named[k].is_doubtful) ||
				   is_same_place(token, &facts->named[k]);
		if (!is_known)
			return token;
	}
	return NULL;
}

/* Whose all the invoices of a bundle are; 0: several customers', or not all are known. */
static uint64_t owner_of_all(const struct view *view, const struct aq_bundle *bundle)
{
	uint64_t owner = 0;

	for (size_t i = 0; i < bundle->item_count; i++) {
		const struct aq_item *item = match_view_item(view, bundle->item_nos[i]);

		if (!item || (owner != 0 && item->customer_no != owner))
			return 0;
		owner = item->customer_no;
	}
	return owner;
}

/* False when the store did not bring what the hit leads to. */
static bool resolve(const struct view *view, struct named *named)
{
	switch (named->kind) {
	case AQ_HIT_CUSTOMER:
	case AQ_HIT_BILLING:
		return named->customer_no != 0;
	case AQ_HIT_INVOICE:
	case AQ_HIT_REFERENCE:
		named->item = match_view_item(view, named->target_no);
		return named->item != NULL;
	case AQ_HIT_CONTRACT:
	case AQ_HIT_NOTIFICATION:
		named->contract = match_view_contract(view, named->target_no);
		return named->contract != NULL;
	case AQ_HIT_BUNDLE:
		named->bundle = match_view_bundle(view, named->target_no);
		if (named->bundle)
			named->customer_no = owner_of_all(view, named->bundle);
		return named->bundle != NULL;
	case AQ_HIT_SUBSCRIPTION:
		named->subscription = match_view_subscription(view, named->target_no);
		return named->subscription != NULL;
	}
	return false;
}

/* A number that a list writes short is heard beside the others of its list alone. */
static void add_listed(struct facts *facts, const struct aq_hit *hit)
{
	struct named *named = &facts->listed[facts->listed_count];

	if (hit->kind != AQ_HIT_INVOICE || facts->listed_count == LISTED_MAX)
		return;
	*named = (struct named){.token = &facts->waiting->tokens[hit->token_index],
				.kind = hit->kind,
				.target_no = hit->target_no,
				.customer_no = hit->customer_no};
	if (resolve(facts->view, named))
		facts->listed_count++;
}

static void read_hits(struct facts *facts, const struct mentions *mentions)
{
	const struct aq_waiting *waiting = facts->waiting;

	for (size_t i = 0; i < mentions->hit_count; i++) {
		const struct aq_hit *hit = &mentions->hits[i];
		struct named *named = &facts->named[facts->named_count];

		if (hit->token_index >= waiting->token_count)
			continue;
		if (waiting->tokens[hit->token_index].is_short) {
			add_listed(facts, hit);
			continue;
		}
		if (facts->named_count == NAMED_MAX) {
			facts->is_overfull = true;
			return;
		}
		*named = (struct named){.token = &waiting->tokens[hit->token_index],
					.kind = hit->kind,
					.target_no = hit->target_no,
					.customer_no = hit->customer_no};
		named->is_doubtful =
			match_is_doubtful(named->token) || match_is_contradicted(named);
		if (resolve(facts->view, named))
			facts->named_count++;
	}
}

static void add_payer(uint64_t *list, size_t *count, uint64_t customer_no)
{
	for (size_t i = 0; i < *count; i++)
		if (list[i] == customer_no)
			return;
	if (*count < OWNERS_MAX)
		list[(*count)++] = customer_no;
}

/* One distinct customer, or nobody. */
static void read_payers(struct facts *facts, const struct mentions *mentions)
{
	for (size_t i = 0; i < mentions->payer_count; i++) {
		const struct aq_payer_hit *hit = &mentions->payers[i];

		if (hit->source == AQ_PAYER_OTHER_FORM)
			add_payer(facts->alike, &facts->alike_count, hit->customer_no);
		if (hit->source == AQ_PAYER_CUT && match_has_cut_name(facts, hit->customer_no))
			add_payer(facts->cut, &facts->cut_count, hit->customer_no);
		if (hit->source != AQ_PAYER_REGISTERED && hit->source != AQ_PAYER_SPELLED)
			continue;
		if (hit->customer_no != 0 && hit->is_account)
			add_payer(facts->accounts, &facts->account_count, hit->customer_no);
		else if (hit->customer_no != 0)
			add_payer(facts->names, &facts->name_count, hit->customer_no);
		facts->is_spelled |= hit->source == AQ_PAYER_SPELLED;
	}
	/* What was cut off may be the whole of one name and the beginning of others. */
	for (size_t i = 0; i < facts->cut_count && facts->name_count > 0; i++)
		add_payer(facts->names, &facts->name_count, facts->cut[i]);
	if (facts->account_count == 1)
		facts->by_account = facts->accounts[0];
	if (facts->name_count == 1)
		facts->by_name = facts->names[0];
}

static void gather_item(struct facts *facts, const struct named *named)
{
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->item == named->item) {
			/* The stronger way of naming the same item is the evidence. */
			if (match_is_structured(named) && !match_is_structured(facts->items[i]))
				facts->items[i] = named;
			return;
		}
	/* What this very payment closed before is no question any more. */
	if (named->item->open == 0 && (facts->is_rest || facts->is_balance))
		return;
	facts->items[facts->item_count++] = named;
	facts->seen |= SEEN(named->kind);
}

static void gather_customer(struct facts *facts, const struct named *named)
{
	if (facts->number && facts->number->customer_no != named->customer_no) {
		facts->is_number_tied = true;
		facts->number_other = named;
		return;
	}
	facts->has_billing |= named->kind == AQ_HIT_BILLING;
	facts->by_number = named->customer_no;
	if (!facts->number)
		facts->number = named;
	facts->seen |= SEEN(named->kind);
}

static void gather(struct facts *facts)
{
	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		if (named->is_dropped || named->is_contested)
			continue;
		if (named->item)
			gather_item(facts, named);
		else if (named->kind == AQ_HIT_CUSTOMER || named->kind == AQ_HIT_BILLING)
			gather_customer(facts, named);
		else
			facts->seen |= SEEN(named->kind);
	}
	if (facts->is_number_tied)
		facts->by_number = 0;
}

/* Money cannot pay what is open in another currency: where the items of its own
 * are exactly what it is, a number of the other kind beside them says nothing. */
static void drop_foreign(struct facts *facts)
{
	int64_t sum = 0;
	size_t own = 0;
	size_t kept = 0;
	bool fits = false;

	for (size_t i = 0; i < facts->item_count; i++) {
		const struct aq_item *item = facts->items[i]->item;

		if (item->currency != facts->currency)
			continue;
		if (!aq_minor_add(sum, item->open, &sum))
			return;
		own++;
		/* What was exactly this and is paid already is named no less. */
		fits = match_fits(match_amount(facts, item)) ||
		       (item->open == 0 && item->amount == facts->money);
	}
	if (own == 0 || own == facts->item_count || !(sum == facts->money || (own == 1 && fits)))
		return;
	for (size_t i = 0; i < facts->item_count; i++)
		if (facts->items[i]->item->currency == facts->currency)
			facts->items[kept++] = facts->items[i];
	facts->item_count = kept;
}

static void know_payer(struct facts *facts)
{
	const struct aq_waiting *waiting = facts->waiting;

	if (facts->by_number != 0) {
		facts->payer = facts->by_number;
		facts->payer_by = KNOWN_BY_NUMBER;
	} else if (facts->by_account != 0) {
		facts->payer = facts->by_account;
		facts->payer_by = KNOWN_BY_ACCOUNT;
	} else if (waiting->customer_no != 0 && waiting->bucket != AQ_BUCKET_UNIDENTIFIED) {
		facts->payer = waiting->customer_no;
		facts->payer_by = KNOWN_BY_BUCKET;
	}
}

void match_facts_read(struct facts *facts, const struct mentions *mentions)
{
	const struct aq_waiting *waiting = facts->waiting;
	const struct aq_payment *payment = &waiting->payment;

	facts->money = waiting->remainder;
	facts->currency = payment->currency;
	facts->paid_on = aq_date_is_set(payment->value_on) ? payment->value_on : payment->booked_on;
	facts->is_rest = waiting->status == AQ_PAYMENT_PART_APPLIED;
	facts->is_balance = waiting->bucket == AQ_BUCKET_ON_ACCOUNT;
	facts->is_overfull = false;
	facts->named_count = 0;
	facts->listed_count = 0;
	facts->item_count = 0;
	facts->seen = 0;
	facts->contested = NULL;
	facts->contested_other = NULL;
	facts->by_number = 0;
	facts->is_number_tied = false;
	facts->has_billing = false;
	facts->number = NULL;
	facts->number_other = NULL;
	facts->by_account = 0;
	facts->by_name = 0;
	facts->account_count = 0;
	facts->strangers = mentions->strangers;
	facts->stranger_count = mentions->stranger_count;
	facts->name_count = 0;
	facts->is_spelled = false;
	facts->alike_count = 0;
	facts->cut_count = 0;
	facts->learned_count = 0;
	facts->has_learned = facts->is_learned = facts->is_learned_doubtful = false;
	facts->payer = 0;
	facts->payer_by = KNOWN_NOT;
	read_payers(facts, mentions);
	if (mentions->hit_count > 0) {
		read_hits(facts, mentions);
		match_doubt(facts);
		gather(facts);
		drop_foreign(facts);
	}
	match_know_learned(facts, mentions);
	know_payer(facts);
}
