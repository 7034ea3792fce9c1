/*
 * settings_rules.c - which rules may apply money by themselves, how much, and when
 * they may no longer.
 *
 * Refuses: names that are no rule's, and rules that are not tried on payments:
 * what a person decides or a return does has no switch.
 */
#include "settings_rules.h"

_Static_assert(AQ_RULE_COUNT <= 64, "a rule is a bit");

static struct aq_slice next_word(struct aq_slice *rest)
{
	struct aq_slice word = {NULL, 0};

	while (rest->length > 0 && word.length == 0)
		word = aq_slice_trim(aq_slice_cut(rest, ' '));
	return word;
}

static enum aq_rule rule_of(struct aq_slice name)
{
	enum aq_rule rule = aq_rule_find(name);

	return rule != AQ_RULE_NONE && aq_rule_is_tried(rule) ? rule : AQ_RULE_NONE;
}

bool settings_rules_off(struct aq_slice names, uint64_t *out)
{
	struct aq_slice word;
	uint64_t off = 0;

	while ((word = next_word(&names)).length > 0) {
		enum aq_rule rule = rule_of(word);

		if (rule == AQ_RULE_NONE)
			return false;
		off |= (uint64_t)1 << rule;
	}
	*out = off;
	return true;
}

bool settings_rule_limit(struct aq_slice name, struct aq_slice value, struct aq_rule_limit *limits,
			 size_t *count)
{
	enum aq_rule rule = rule_of(name);
	struct aq_slice amount;

	if (rule == AQ_RULE_NONE)
		return false;
	while ((amount = next_word(&value)).length > 0) {
		aq_currency currency = aq_currency_find(next_word(&value));
		struct aq_decimal number;
		struct aq_money money;

		if (currency == AQ_CURRENCY_NONE || *count == AQ_RULE_LIMITS_MAX ||
		    !aq_decimal_parse_plain(amount, &number) ||
		    !aq_money_from_decimal(number, currency, &money) || money.minor < 0)
			return false;
		limits[(*count)++] = (struct aq_rule_limit){rule, money};
	}
	return true;
}

bool settings_percent(struct aq_slice value, struct aq_percent *out)
{
	struct aq_slice number = value;
	struct aq_decimal decimal;
	aq_int128 hundredths;

	if (aq_slice_is(value, "no")) {
		*out = (struct aq_percent){0};
		return true;
	}
	if (number.length > 0 && number.start[number.length - 1] == '%')
		number.length--;
	if (!aq_decimal_parse_plain(aq_slice_trim(number), &decimal) || decimal.scale > 2)
		return false;
	hundredths = decimal.units;
	for (unsigned scale = decimal.scale; scale < 2; scale++)
		hundredths *= 10;
	if (hundredths <= 0 || hundredths > AQ_PERCENT_WHOLE)
		return false;
	*out = (struct aq_percent){(unsigned)hundredths};
	return true;
}

bool settings_rule_demote(struct aq_slice name, struct aq_slice value, uint64_t *trusted,
			  struct aq_date since[AQ_RULE_COUNT])
{
	enum aq_rule rule = rule_of(name);

	if (rule == AQ_RULE_NONE)
		return false;
	if (aq_slice_is(value, "no"))
		*trusted |= (uint64_t)1 << rule;
	else if (!aq_slice_is(value, "yes"))
		return aq_date_parse(value, &since[rule]);
	return true;
}

void settings_rules_help(struct aq_buffer *out)
{
	aq_buffer_add_text(out, "\nRules, by name:\n");
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++)
		if (aq_rule_is_tried((enum aq_rule)rule))
			aq_buffer_print(out, "  %-26s %s\n", aq_rule_name((enum aq_rule)rule),
					aq_rule_says((enum aq_rule)rule));
}
