/*
 * settings_rules.h - which rules may apply money by themselves, and how much; private.
 */
#ifndef ACQUIT_PIPELINE_SETTINGS_RULES_H
#define ACQUIT_PIPELINE_SETTINGS_RULES_H

#include "acquit/match.h"

/* The names of the rules that settings may name. */
void settings_rules_help(struct aq_buffer *out);
/* Public names, blank between; false: one of them is no rule. */
bool settings_rules_off(struct aq_slice names, uint64_t *out);
/* "500.00 EUR 600.00 USD" for the rule `name`; room for AQ_RULE_LIMITS_MAX. */
bool settings_rule_limit(struct aq_slice name, struct aq_slice value, struct aq_rule_limit *limits,
			 size_t *count);

/* "no" is 0, "99.5%" is 9950 hundredths; false for what is neither. */
bool settings_percent(struct aq_slice value, struct aq_percent *out);
/* "no", "yes" or a day. */
bool settings_rule_demote(struct aq_slice name, struct aq_slice value, uint64_t *trusted,
			  struct aq_date since[AQ_RULE_COUNT]);

#endif
