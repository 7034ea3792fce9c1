/*
 * settings_limits.c - what one person may decide alone.
 *
 * Refuses: a currency named twice, negative amounts, and more digits than the
 * currency has: a limit that could be read in two ways is none.
 */
#include "settings_limits.h"

#define LIMITS_MAX 1024

static struct aq_slice next_word(struct aq_slice *rest)
{
	struct aq_slice word = {NULL, 0};

	while (rest->length > 0 && word.length == 0)
		word = aq_slice_trim(aq_slice_cut(rest, ' '));
	return word;
}

static bool read_money(struct aq_slice amount, struct aq_slice code, struct aq_money *out)
{
	aq_currency currency = aq_currency_find(code);
	struct aq_decimal number;

	return currency != AQ_CURRENCY_NONE && aq_decimal_parse_plain(amount, &number) &&
	       aq_money_from_decimal(number, currency, out) && out->minor >= 0;
}

static bool is_named(const struct aq_money *list, size_t count, aq_currency currency)
{
	for (size_t at = 0; at < count; at++)
		if (list[at].currency == currency)
			return true;
	return false;
}

static bool read_list(struct aq_arena *arena, struct aq_slice value, struct aq_money **out,
		      size_t *out_count)
{
	struct aq_money *list = aq_arena_take_many(arena, value.length / 2 + 1, sizeof(*list));
	struct aq_slice amount;
	size_t count = 0;

	if (!list)
		return false;
	while ((amount = next_word(&value)).length > 0) {
		struct aq_money money;

		if (!read_money(amount, next_word(&value), &money) ||
		    is_named(list, count, money.currency))
			return false;
		list[count++] = money;
	}
	*out = list;
	*out_count = count;
	return true;
}

bool settings_approve_above(struct aq_arena *arena, struct aq_slice value, struct aq_limits *out)
{
	struct aq_money *list;
	size_t count;

	if (!read_list(arena, value, &list, &count))
		return false;
	out->approve_above = list;
	out->approve_above_count = count;
	return true;
}

bool settings_person_limit(struct aq_arena *arena, const struct limit_line *said,
			   struct aq_limits *out)
{
	struct aq_slice person = aq_slice_trim(said->person);
	struct aq_person_limit *persons;
	struct aq_money *list;
	size_t count, kept = 0;

	if (!read_list(arena, said->value, &list, &count) || out->person_count + count > LIMITS_MAX)
		return false;
	persons = aq_arena_take_many(arena, out->person_count + count + 1, sizeof(*persons));
	if (!persons)
		return false;
	for (size_t at = 0; at < out->person_count; at++)
		if (!aq_slice_equals_any_case(out->persons[at].person, person))
			persons[kept++] = out->persons[at];
	for (size_t at = 0; at < count; at++)
		persons[kept++] = (struct aq_person_limit){person, list[at], said->line};
	out->persons = persons;
	out->person_count = kept;
	return true;
}
