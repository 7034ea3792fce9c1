/*
 * doubt.c - which numbers of a payment count.
 *
 * Reads: every meaning of every number found in one payment.
 * Promises: a number inside a longer one that was found too does not count;
 * a number that is also something else counts only with a second fact
 * (second.c); a number with two meanings counts when its field, its spelling,
 * another anchor or the amount settles which, in this order; a contract whose
 * other number is named too, and whose amount it is, goes before its field.
 * Refuses: to choose otherwise; such meanings are marked as contested.
 */
#include "doubt.h"

#include "amount.h"

static void add_owner(struct owners *owners, uint64_t customer_no)
{
	if (customer_no != 0 && owners->count < OWNERS_MAX && !match_owns(owners, customer_no))
		owners->customer_nos[owners->count++] = customer_no;
}

/* Does what the field says agree with what was found? */
static bool field_agrees(enum aq_reference_kind field, enum aq_hit_kind hit)
{
	switch (field) {
	case AQ_REF_CONTRACT:
		return hit == AQ_HIT_CONTRACT;
	case AQ_REF_NOTIFICATION:
		return hit == AQ_HIT_NOTIFICATION;
	case AQ_REF_BUNDLE:
		return hit == AQ_HIT_BUNDLE;
	case AQ_REF_SUBSCRIPTION:
		return hit == AQ_HIT_SUBSCRIPTION;
	case AQ_REF_CUSTOMER:
	case AQ_REF_BILLING:
		return hit == AQ_HIT_CUSTOMER || hit == AQ_HIT_BILLING;
	default:
		break;
	}
	return match_is_typed(field) && (hit == AQ_HIT_INVOICE || hit == AQ_HIT_REFERENCE);
}

static bool is_all_digits(struct aq_slice number)
{
	for (size_t i = 0; i < number.length; i++)
		if (!aq_is_digit(number.start[i]))
			return false;
	return true;
}

bool match_is_contradicted(const struct named *named)
{
	/* "INV-20269" is an invoice that was cut off before it is customer 20269. */
	if (named->kind == AQ_HIT_CUSTOMER || named->kind == AQ_HIT_BILLING)
		return named->token->kind == AQ_REF_INVOICE && !named->token->is_either &&
		       is_all_digits(named->token->normal);
	if (named->kind != AQ_HIT_INVOICE && named->kind != AQ_HIT_REFERENCE)
		return false;
	switch (named->token->kind) {
	case AQ_REF_CONTRACT:
	case AQ_REF_NOTIFICATION:
	case AQ_REF_BUNDLE:
	case AQ_REF_SUBSCRIPTION:
	case AQ_REF_CUSTOMER:
	case AQ_REF_BILLING:
		return true;
	default:
		return false;
	}
}

/* Does `part` stand in `whole` as a piece of its own, not as some of a run of digits? */
static bool is_piece(struct aq_slice whole, struct aq_slice part)
{
	size_t at = aq_slice_find(whole, part);

	if (at == SIZE_MAX || part.length == 0)
		return false;
	if (at > 0 && aq_is_digit(whole.start[at - 1]) && aq_is_digit(part.start[0]))
		return false;
	if (at + part.length < whole.length && aq_is_digit(whole.start[at + part.length]) &&
	    aq_is_digit(part.start[part.length - 1]))
		return false;
	return true;
}

/* Was the shorter token read from the same place as the longer? Two places of
 * the text, or two fields, are two mentions. */
bool match_shares_place(const struct aq_token *shorter, const struct aq_token *longer)
{
	bool is_text = shorter->offset != UINT32_MAX;

	if (is_text != (longer->offset != UINT32_MAX))
		return false;
	if (is_text)
		return shorter->offset < longer->offset + longer->written.length &&
		       longer->offset < shorter->offset + shorter->written.length;
	return shorter->remittance_index == longer->remittance_index &&
	       is_piece(longer->written, shorter->written);
}

/* Does the longer number, or the same in a stronger place, say that this one does not count? */
static bool is_contained(struct named *named, struct named *longer)
{
	const struct aq_token *token = named->token;
	const struct aq_token *other = longer->token;

	if (other->normal.length > token->normal.length) {
		if (aq_slice_find(other->normal, token->normal) == SIZE_MAX ||
		    !match_shares_place(token, other))
			return false;
		if (!match_is_rival(named, longer))
			return true;
		named->is_rival = longer->is_rival = true;
		return false;
	}
	/* The same number again, in a weaker place. */
	return other < token && !match_is_typed(token->kind) &&
	       aq_slice_equals(other->normal, token->normal);
}

static void drop_contained(struct facts *facts)
{
	for (size_t i = 0; i < facts->named_count; i++) {
		struct named *named = &facts->named[i];

		for (size_t k = 0; k < facts->named_count && !named->is_dropped; k++)
			if (facts->named[k].token != named->token)
				named->is_dropped = is_contained(named, &facts->named[k]);
	}
}

/* What a meaning is worth by its amount alone. */
bool match_named_fits(const struct facts *facts, const struct named *named)
{
	struct open_items open;
	const struct aq_item *item = named->item;

	if (item)
		return item->currency == facts->currency && match_fits(match_amount(facts, item));
	if (named->contract) {
		item = named->contract->item_no
			       ? match_view_item(facts->view, named->contract->item_no)
			       : NULL;
		return item && item->currency == facts->currency && item->open == facts->money;
	}
	if (named->kind != AQ_HIT_CUSTOMER && named->kind != AQ_HIT_BILLING)
		return false;
	open = match_view_open(facts->view, named->customer_no);
	for (size_t i = 0; i < open.count; i++)
		if (open.items[i]->currency == facts->currency &&
		    match_fits(match_amount(facts, open.items[i])))
			return true;
	return false;
}

/* Two meanings that lead to the same thing are one. */
bool match_is_same_target(const struct named *one, const struct named *other)
{
	bool one_is_customer = one->kind == AQ_HIT_CUSTOMER || one->kind == AQ_HIT_BILLING;
	bool other_is_customer = other->kind == AQ_HIT_CUSTOMER || other->kind == AQ_HIT_BILLING;

	if (one_is_customer || other_is_customer)
		return one_is_customer && other_is_customer &&
		       one->customer_no == other->customer_no;
	return one->item == other->item && one->contract == other->contract &&
	       one->subscription == other->subscription && one->bundle == other->bundle;
}

struct group { /* the meanings of one token */
	struct named *named;
	size_t count;
};

static bool is_settled(const struct group *group)
{
	const struct named *first = NULL;

	for (size_t i = 0; i < group->count; i++) {
		if (group->named[i].is_dropped)
			continue;
		if (first && !match_is_same_target(first, &group->named[i]))
			return false;
		if (!first)
			first = &group->named[i];
	}
	return true;
}

/* The number as the master data spells it. */
static struct aq_slice spelling_of(const struct facts *facts, const struct named *named)
{
	const struct aq_customer *customer;

	switch (named->kind) {
	case AQ_HIT_INVOICE:
		return named->item->number;
	case AQ_HIT_CONTRACT:
		return named->contract->number;
	case AQ_HIT_NOTIFICATION:
		return named->contract->notification;
	case AQ_HIT_BUNDLE:
		return named->bundle->number;
	case AQ_HIT_SUBSCRIPTION:
		return named->subscription->number;
	case AQ_HIT_CUSTOMER:
	case AQ_HIT_BILLING:
		customer = match_view_customer(facts->view, named->customer_no);
		if (customer)
			return named->kind == AQ_HIT_BILLING ? customer->billing_account
							     : customer->number;
		break;
	case AQ_HIT_REFERENCE:
		break;
	}
	return (struct aq_slice){NULL, 0};
}

/* The contract's other number is named too: its notification, or it by its own. */
static bool is_paired(const struct facts *facts, const struct named *named)
{
	for (size_t i = 0; named->contract && i < facts->named_count; i++) {
		const struct named *other = &facts->named[i];

		if (other->contract == named->contract && other->kind != named->kind &&
		    other->token != named->token && !other->is_dropped)
			return true;
	}
	return false;
}

enum settler { BY_PAIR, BY_FIELD, BY_SPELLING, BY_ANCHOR, BY_AMOUNT, SETTLER_COUNT };

static bool is_kept(const struct facts *facts, const struct named *named, const struct owners *sure,
		    enum settler settler)
{
	switch (settler) {
	case BY_PAIR:
		return is_paired(facts, named) && match_named_fits(facts, named);
	case BY_FIELD:
		return !named->token->is_either && field_agrees(named->token->kind, named->kind);
	case BY_SPELLING:
		return aq_slice_equals_any_case(named->token->written, spelling_of(facts, named));
	case BY_ANCHOR:
		return match_owns(sure, named->customer_no);
	case BY_AMOUNT:
		return match_named_fits(facts, named);
	case SETTLER_COUNT:
		break;
	}
	return false;
}

/* Keeps the meanings one way of settling speaks for, if it speaks for any. */
static void settle(const struct facts *facts, struct group *group, const struct owners *sure,
		   enum settler settler)
{
	bool keeps[NAMED_MAX];
	bool keeps_any = false;

	for (size_t i = 0; i < group->count; i++) {
		keeps[i] = !group->named[i].is_dropped &&
			   is_kept(facts, &group->named[i], sure, settler);
		keeps_any |= keeps[i];
	}
	for (size_t i = 0; keeps_any && i < group->count; i++)
		if (!keeps[i])
			group->named[i].is_dropped = true;
}

static struct group next_group(struct facts *facts, size_t at)
{
	struct group group = {&facts->named[at], 1};

	while (at + group.count < facts->named_count &&
	       facts->named[at + group.count].token == group.named->token)
		group.count++;
	return group;
}

/* Owners that are sure: of settled numbers that look like nothing else, and of
 * the registered account. */
static void read_owners(struct facts *facts, struct owners *sure)
{
	struct group group;

	if (facts->by_account != 0)
		add_owner(sure, facts->by_account);
	for (size_t at = 0; at < facts->named_count; at += group.count) {
		group = next_group(facts, at);
		if (!is_settled(&group))
			continue;
		for (size_t i = 0; i < group.count; i++)
			if (!group.named[i].is_dropped && !group.named[i].is_doubtful &&
			    !group.named[i].is_rival)
				add_owner(sure, group.named[i].customer_no);
	}
}

static void mark_contested(struct facts *facts, struct group *group)
{
	const struct named *first = NULL;

	for (size_t i = 0; i < group->count; i++) {
		struct named *named = &group->named[i];

		if (named->is_dropped)
			continue;
		named->is_contested = true;
		if (!first)
			first = named;
		else if (!facts->contested && !match_is_same_target(first, named)) {
			facts->contested = first;
			facts->contested_other = named;
		}
	}
}

void match_doubt(struct facts *facts)
{
	struct owners sure = {.count = 0};
	struct group group;

	if (facts->named_count == 0)
		return;
	/* The short way of most payments: one number, one meaning. */
	if (facts->named_count == 1 && !facts->named[0].is_doubtful)
		return;
	drop_contained(facts);
	for (size_t at = 0; at < facts->named_count; at += group.count) {
		group = next_group(facts, at);
		if (is_settled(&group))
			continue;
		for (int settler = BY_PAIR; settler <= BY_SPELLING && !is_settled(&group);
		     settler++)
			settle(facts, &group, &sure, (enum settler)settler);
	}
	read_owners(facts, &sure);
	match_drop_doubtful(facts, &sure);
	match_settle_rivals(facts, &sure);
	for (size_t at = 0; at < facts->named_count; at += group.count) {
		group = next_group(facts, at);
		for (int settler = BY_ANCHOR; settler <= BY_AMOUNT && !is_settled(&group);
		     settler++)
			settle(facts, &group, &sure, (enum settler)settler);
		if (!is_settled(&group))
			mark_contested(facts, &group);
	}
}
