/*
 * second.c - numbers that need a second fact: the payer known as their owner,
 * or the amount exact.
 *
 * Promises: a number that is also a date, an amount or a telephone number, or a
 * piece of a longer number, counts with one second fact; a piece of a date, an
 * amount or a telephone number with both. A piece of a longer number counts
 * when every piece of it is known: that is a list. Two numbers side by side
 * that are one number too count as what a second fact speaks for.
 * Refuses: to choose between those two otherwise; both are said.
 */
#include "doubt.h"

#include "acquit/utf8.h"

bool match_is_doubtful(const struct aq_token *token)
{
	if (token->is_part || token->is_weak)
		return true;
	/* The typed field itself says it is a number, whatever it looks like. */
	return !match_is_typed(token->kind) &&
	       (token->is_date_like || token->is_amount_like || token->is_phone_like);
}

static bool covers(const struct named *named, const char *at)
{
	const struct aq_slice *written = &named->token->written;

	return (uintptr_t)at >= (uintptr_t)written->start &&
	       (uintptr_t)at < (uintptr_t)written->start + written->length;
}

/* How many bytes stand between numbers here: 0 for none. */
static size_t mark_bytes(struct aq_slice rest)
{
	struct aq_slice behind = rest;
	char byte = rest.start[0];

	if (byte == ' ' || byte == '/' || byte == '.' || byte == '-' || byte == '_' ||
	    byte == '\n' || byte == '\t' || byte == '\r')
		return 1;
	return aq_utf8_is_dash(aq_utf8_next(&behind)) ? rest.length - behind.length : 0;
}

/* 01931/2 takes of WH/2026/01931 what stands there: they are no two pieces. */
static bool is_beside(const struct aq_token *one, const struct aq_token *other)
{
	bool is_same = one->written.start == other->written.start &&
		       one->written.length == other->written.length;

	return is_same || !match_shares_place(one, other);
}

/* Is everything in the longer number a number that is known? The pieces of a date,
 * a telephone number or an amount are no list, though somebody may have each. */
static bool is_list(const struct facts *facts, const struct aq_token *token)
{
	struct aq_slice run = token->run;

	if (token->is_weak || token->is_date_like || token->is_phone_like)
		return false;
	for (size_t i = 0; i < run.length; i++) {
		size_t skipped = mark_bytes((struct aq_slice){run.start + i, run.length - i});
		bool is_covered = skipped > 0;

		i += skipped > 0 ? skipped - 1 : 0;
		for (size_t k = 0; k < facts->named_count && !is_covered; k++)
			is_covered = !facts->named[k].is_dropped &&
				     is_beside(token, facts->named[k].token) &&
				     covers(&facts->named[k], run.start + i);
		if (!is_covered)
			return false;
	}
	return run.length > 0;
}

static bool is_customer(const struct named *named)
{
	return named->kind == AQ_HIT_CUSTOMER || named->kind == AQ_HIT_BILLING;
}

static bool has_second_fact(const struct facts *facts, const struct named *named,
			    const struct owners *sure)
{
	const struct aq_token *token = named->token;
	bool is_owner = match_owns(sure, named->customer_no);

	if (token->is_weak)
		return is_owner && match_named_fits(facts, named);
	/* Among many items of a customer one of the amount is soon found. */
	return is_owner ||
	       (!(token->is_part && is_customer(named)) && match_named_fits(facts, named));
}

void match_drop_doubtful(struct facts *facts, const struct owners *sure)
{
	bool drops[NAMED_MAX];

	for (size_t i = 0; i < facts->named_count; i++) {
		const struct named *named = &facts->named[i];

		drops[i] = named->is_dropped ||
			   (named->is_doubtful && !has_second_fact(facts, named, sure) &&
			    !is_list(facts, named->token));
	}
	for (size_t i = 0; i < facts->named_count; i++)
		facts->named[i].is_dropped = drops[i];
}

bool match_is_rival(const struct named *shorter, const struct named *longer)
{
	struct aq_slice whole = longer->token->normal;
	struct aq_slice part = shorter->token->normal;
	size_t digits = 0;

	if (!longer->token->is_joined || longer->token->is_checked)
		return false;
	for (size_t i = 0; i < whole.length; i++)
		digits += aq_is_digit(whole.start[i]);
	for (size_t i = 0; i < part.length; i++)
		digits -= aq_is_digit(part.start[i]);
	return digits > 0;
}

/* How well the facts speak for one reading: exactly this amount before the owner. */
static int support_of(const struct facts *facts, const struct named *named,
		      const struct owners *sure)
{
	return (match_named_fits(facts, named) ? 2 : 0) +
	       (match_owns(sure, named->customer_no) ? 1 : 0);
}

static void settle_two(struct facts *facts, struct named *longer, struct named *shorter,
		       const struct owners *sure)
{
	int one = support_of(facts, longer, sure);
	int other = support_of(facts, shorter, sure);

	if (match_is_same_target(longer, shorter) || one > other) {
		shorter->is_dropped = true;
	} else if (other > one) {
		longer->is_dropped = true;
	} else {
		longer->is_contested = shorter->is_contested = true;
		if (!facts->contested) {
			facts->contested = longer;
			facts->contested_other = shorter;
		}
	}
}

void match_settle_rivals(struct facts *facts, const struct owners *sure)
{
	for (size_t i = 0; i < facts->named_count; i++) {
		struct named *longer = &facts->named[i];

		for (size_t k = 0; longer->is_rival && k < facts->named_count; k++) {
			struct named *shorter = &facts->named[k];

			if (!longer->is_dropped && !shorter->is_dropped && shorter->is_rival &&
			    shorter->token->normal.length < longer->token->normal.length &&
			    aq_slice_find(longer->token->normal, shorter->token->normal) !=
				    SIZE_MAX &&
			    match_shares_place(shorter->token, longer->token) &&
			    match_is_rival(shorter, longer))
				settle_two(facts, longer, shorter, sure);
		}
	}
}
