/*
 * limits.c - what one person may decide alone, and who else is to be asked.
 *
 * Names are what people type: letters' case and form make no second person.
 */
#include "review.h"

#include "acquit/utf8.h"

#define NAMED_MAX 8

static bool is_folded_same(struct aq_slice one, struct aq_slice other)
{
	return aq_slice_equals_any_case(aq_slice_trim(one), aq_slice_trim(other));
}

bool review_is_same_person(struct aq_arena *arena, struct aq_slice one, struct aq_slice other)
{
	struct aq_slice first = aq_name_normal(arena, one), second = aq_name_normal(arena, other);

	if (is_folded_same(one, other) ||
	    aq_slice_equals(aq_utf8_fold(arena, one), aq_utf8_fold(arena, other)))
		return true;
	return first.length > 0 && aq_slice_equals(first, second);
}

struct allowed { /* what a person may move of one currency */
	bool is_limited;
	bool is_named; /* the currency is */
	int64_t minor;
};

static struct allowed list_of(const struct aq_limits *limits, struct aq_slice person,
			      aq_currency currency)
{
	struct allowed allowed = {.is_limited = false};

	for (size_t at = 0; at < limits->person_count; at++) {
		const struct aq_person_limit *limit = &limits->persons[at];

		if (!is_folded_same(limit->person, person))
			continue;
		allowed.is_limited = true;
		if (limit->money.currency != currency)
			continue;
		allowed.is_named = true;
		allowed.minor = limit->money.minor;
	}
	return allowed;
}

static struct allowed allowed_of(const struct aq_limits *limits, struct aq_slice person,
				 aq_currency currency)
{
	struct allowed own = list_of(limits, person, currency);

	return own.is_limited ? own : list_of(limits, AQ_SLICE(""), currency);
}

static bool is_within(struct allowed allowed, int64_t minor)
{
	return !allowed.is_limited || minor <= allowed.minor;
}

static bool is_first_of_person(const struct aq_limits *limits, size_t index)
{
	for (size_t at = 0; at < index; at++)
		if (is_folded_same(limits->persons[at].person, limits->persons[index].person))
			return false;
	return limits->persons[index].person.length > 0;
}

void review_whom_to_ask(const struct aq_limits *limits, struct aq_slice by, struct aq_money moves,
			struct aq_buffer *out)
{
	bool is_open = is_within(list_of(limits, AQ_SLICE(""), moves.currency), moves.minor);
	size_t named = 0;

	for (size_t at = 0; at < limits->person_count && named < NAMED_MAX; at++) {
		struct aq_slice person = limits->persons[at].person;

		if (!is_first_of_person(limits, at) || is_folded_same(person, by) ||
		    !is_within(list_of(limits, person, moves.currency), moves.minor))
			continue;
		aq_buffer_add_text(out, named++ > 0 ? ", " : "");
		aq_buffer_add(out, person);
	}
	if (is_open)
		aq_buffer_add_text(out, named > 0 ? ", or anybody without a limit of their own"
						  : "anybody else");
	else if (named == 0)
		aq_buffer_add_text(out, "nobody in acquit.conf may: [person.NAME] limit");
	if (is_open && named == 0 && limits->person_count > 0)
		aq_buffer_add_text(out, " without a limit of their own");
}

enum aq_status review_may(const struct aq_review_act *act, struct aq_money moves,
			  struct aq_error *err)
{
	struct aq_slice who = act->approved_by.length > 0 ? act->approved_by : act->by;
	char limit[MONEY_WORDS_BYTES], wanted[MONEY_WORDS_BYTES];
	struct allowed allowed;
	struct aq_buffer whom;
	enum aq_status status;

	if (!act->limits || moves.minor == 0)
		return AQ_OK;
	allowed = allowed_of(act->limits, who, moves.currency);
	if (is_within(allowed, moves.minor))
		return AQ_OK;
	aq_buffer_init(&whom, 0);
	review_whom_to_ask(act->limits, who, moves, &whom);
	review_money(allowed.minor, moves.currency, limit);
	status = review_refuse(
		err, AQ_REVIEW_LIMIT, "this moves %s, and the limit of %.*s is %s%s: ask %.*s",
		review_money(moves.minor, moves.currency, wanted), AQ_SLICE_ARGS(who), limit,
		allowed.is_named ? "" : ", the currency is not in it",
		AQ_SLICE_ARGS(aq_buffer_slice(&whom)));
	if (aq_buffer_failed(&whom))
		status = aq_fail_memory(err);
	aq_buffer_free(&whom);
	return status;
}

bool review_wants_second(const struct aq_limits *limits, struct aq_money moves)
{
	if (!limits || limits->approve_above_count == 0 || moves.minor == 0)
		return false;
	for (size_t at = 0; at < limits->approve_above_count; at++)
		if (limits->approve_above[at].currency == moves.currency)
			return moves.minor > limits->approve_above[at].minor;
	return true;
}
