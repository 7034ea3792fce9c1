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
	uint64_t line; /* of the settings */
	struct aq_slice person; /* whose it is; empty: of all who have none of their own */
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
		allowed.person = limit->person;
		allowed.line = limit->line;
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

struct asking {
	const struct aq_limits *limits;
	struct aq_slice by, other; /* who may not be asked; `other` may be empty */
	struct aq_money moves;
};

/* false: there is nobody. */
static bool put_whom(const struct asking *asking, struct aq_buffer *out)
{
	const struct aq_limits *limits = asking->limits;
	const struct aq_money moves = asking->moves;
	bool is_open = is_within(list_of(limits, AQ_SLICE(""), moves.currency), moves.minor);
	size_t named = 0;

	for (size_t at = 0; at < limits->person_count && named < NAMED_MAX; at++) {
		struct aq_slice person = limits->persons[at].person;

		if (!is_first_of_person(limits, at) || is_folded_same(person, asking->by) ||
		    is_folded_same(person, asking->other) ||
		    !is_within(list_of(limits, person, moves.currency), moves.minor))
			continue;
		aq_buffer_add_text(out, named++ > 0 ? ", " : "");
		aq_buffer_add(out, person);
	}
	if (is_open)
		aq_buffer_add_text(out, named > 0 ? ", or anybody without a limit of their own"
						  : "anybody else");
	if (is_open && named == 0 && limits->person_count > 0)
		aq_buffer_add_text(out, " without a limit of their own");
	return is_open || named > 0;
}

#define NOBODY "no other limit in acquit.conf reaches so far"

void review_whom_to_ask(const struct aq_limits *limits, struct aq_slice by, struct aq_money moves,
			struct aq_buffer *out)
{
	const struct asking asking = {.limits = limits, .by = by, .moves = moves};

	if (!put_whom(&asking, out))
		aq_buffer_add_text(out, "nobody: " NOBODY);
}

static void put_key(struct aq_buffer *out, const struct allowed *allowed)
{
	if (allowed->person.length == 0)
		aq_buffer_add_text(out, "[review] limit");
	else
		aq_buffer_print(out, "[person.%.*s] limit", AQ_SLICE_ARGS(allowed->person));
}

static void say_too_much(struct aq_buffer *out, const struct allowed *allowed, struct aq_slice who,
			 struct aq_money moves)
{
	char money[MONEY_WORDS_BYTES];

	aq_buffer_print(out, "this moves %s, and ",
			review_money(moves.minor, moves.currency, money));
	if (!allowed->is_named) {
		put_key(out, allowed);
		aq_buffer_print(out, " names no amount in %s: %.*s may move none; ",
				aq_currency_code(moves.currency), AQ_SLICE_ARGS(who));
		return;
	}
	aq_buffer_print(out, "the limit of %.*s is %s (", AQ_SLICE_ARGS(who),
			review_money(allowed->minor, moves.currency, money));
	put_key(out, allowed);
	aq_buffer_add_text(out, "): ");
}

static void say_whom(struct aq_buffer *out, const struct aq_review_act *act, struct aq_money moves)
{
	const struct asking asking = {act->limits, act->by, act->approved_by, moves};
	struct aq_buffer whom;

	aq_buffer_init(&whom, 0);
	if (put_whom(&asking, &whom)) {
		aq_buffer_add_text(out, "ask ");
		aq_buffer_add(out, aq_buffer_slice(&whom));
	} else {
		aq_buffer_add_text(out, NOBODY);
	}
	out->failed |= aq_buffer_failed(&whom);
	aq_buffer_free(&whom);
}

enum aq_status review_may(const struct aq_review_act *act, struct aq_money moves,
			  struct aq_error *err)
{
	struct aq_slice who = act->approved_by.length > 0 ? act->approved_by : act->by;
	struct allowed allowed;
	struct aq_buffer text;
	enum aq_status status;

	if (!act->limits || moves.minor == 0)
		return AQ_OK;
	allowed = allowed_of(act->limits, who, moves.currency);
	if (is_within(allowed, moves.minor))
		return AQ_OK;
	aq_buffer_init(&text, 0);
	say_too_much(&text, &allowed, who, moves);
	say_whom(&text, act, moves);
	status = aq_fail(err, AQ_USAGE, AQ_REVIEW_LIMIT, (struct aq_at){allowed.line, 1}, "%.*s",
			 AQ_SLICE_ARGS(aq_buffer_slice(&text)));
	aq_error_set_file(err, act->limits->path);
	if (aq_buffer_failed(&text))
		status = aq_fail_memory(err);
	aq_buffer_free(&text);
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
