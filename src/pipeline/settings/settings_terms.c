/*
 * settings_terms.c - what the site puts up with: small differences, late
 * discounts, short payments.
 *
 * Refuses: amounts without a currency of their own digits, the same currency
 * twice, percentages above a hundred, and more than a year of grace.
 */
#include "settings_terms.h"

#include <stdlib.h>

#define PERCENT_DIGITS 4
#define PERCENT_UNITS  INT64_C(10000) /* millionths of the whole in one percent */
#define GRACE_DAYS_MAX 366

struct aq_terms *settings_terms(struct terms_list *list, enum aq_rule rule,
				struct aq_slice customer, uint64_t line)
{
	struct aq_terms *terms;

	for (size_t index = list->count; index > 0; index--) {
		terms = &list->terms[index - 1];
		if (terms->rule == rule && aq_slice_equals(terms->customer, customer))
			return terms;
	}
	terms = &list->terms[list->count++];
	*terms = (struct aq_terms){.rule = rule, .customer = customer, .line = line};
	return terms;
}

static struct aq_slice next_word(struct aq_slice *rest)
{
	struct aq_slice word = {NULL, 0};

	while (rest->length > 0 && word.length == 0)
		word = aq_slice_trim(aq_slice_cut(rest, ' '));
	return word;
}

static bool is_listed(const struct aq_money *amounts, size_t count, aq_currency currency)
{
	for (size_t index = 0; index < count; index++)
		if (amounts[index].currency == currency)
			return true;
	return false;
}

bool settings_tolerance(struct aq_arena *arena, struct aq_slice value, struct aq_terms *out)
{
	struct aq_money *amounts =
		aq_arena_take_many(arena, value.length / 4 + 1, sizeof(*amounts));
	struct aq_slice amount;
	size_t count = 0;

	if (!amounts)
		return false;
	while ((amount = next_word(&value)).length > 0) {
		aq_currency currency = aq_currency_find(next_word(&value));
		struct aq_decimal number;

		if (currency == AQ_CURRENCY_NONE || is_listed(amounts, count, currency) ||
		    !aq_decimal_parse_plain(amount, &number) ||
		    !aq_money_from_decimal(number, currency, &amounts[count]) ||
		    amounts[count].minor < 0)
			return false;
		count++;
	}
	out->tolerance = amounts;
	out->tolerance_count = count;
	return true;
}

bool settings_tolerance_percent(struct aq_slice value, struct aq_terms *out)
{
	struct aq_decimal number;
	int64_t units;

	out->has_percent = value.length > 0;
	if (value.length == 0)
		return true;
	if (value.start[value.length - 1] == '%')
		value.length--;
	if (!aq_decimal_parse_plain(value, &number) || number.scale > PERCENT_DIGITS ||
	    number.units < 0 || number.units > 100 * PERCENT_UNITS)
		return false;
	units = (int64_t)number.units;
	for (int digits = number.scale; digits < PERCENT_DIGITS; digits++)
		units *= 10;
	out->percent_millionths = units;
	return units <= 100 * PERCENT_UNITS;
}

bool settings_grace(struct aq_slice value, struct aq_terms *out)
{
	uint64_t days;

	out->has_grace = value.length > 0;
	if (value.length == 0)
		return true;
	if (!aq_slice_to_u64(value, &days) || days > GRACE_DAYS_MAX)
		return false;
	out->grace_days = (int32_t)days;
	return true;
}

bool settings_short(struct aq_slice value, struct aq_terms *out)
{
	static const char *const words[] = {
		[AQ_SHORT_UNSAID] = "",
		[AQ_SHORT_PARTIAL] = "partial",
		[AQ_SHORT_RESIDUAL] = "residual",
		[AQ_SHORT_ASK] = "ask",
	};

	for (int word = AQ_SHORT_UNSAID; word <= AQ_SHORT_ASK; word++)
		if (aq_slice_is(value, words[word])) {
			out->when_short = (enum aq_short)word;
			return true;
		}
	return false;
}

static int level_of(const struct aq_terms *terms)
{
	if (terms->customer.length > 0)
		return 2;
	return terms->rule == AQ_RULE_NONE ? 0 : 1;
}

static int terms_order(const void *one, const void *other)
{
	const struct aq_terms *left = one;
	const struct aq_terms *right = other;

	if (level_of(left) != level_of(right))
		return level_of(left) < level_of(right) ? -1 : 1;
	if (left->rule != right->rule)
		return left->rule < right->rule ? -1 : 1;
	return aq_slice_compare(left->customer, right->customer);
}

void settings_terms_sort(struct terms_list *list)
{
	qsort(list->terms, list->count, sizeof(*list->terms), terms_order);
}
