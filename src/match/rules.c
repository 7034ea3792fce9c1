/*
 * rules.c - the rule table: names and classes from rules.def, each rule that
 * is tried on a waiting payment tied to its function.
 */
#include "rules.h"

#include "acquit/claim.h"

static const struct rule_row {
	const char *name;
	int class;
	int confidence;
	const char *says;
} rows[AQ_RULE_COUNT] = {
	[AQ_RULE_NONE] = {"", 0, 0, ""},
#define AQ_RULE(id, name, class, confidence, says) [id] = {name, class, confidence, says},
#include "acquit/rules.def"
#undef AQ_RULE
};

/* Tried in the order of rules.def; contract-held and already-paid are what
 * other rules find out. */
static match_rule *const functions[AQ_RULE_COUNT] = {
	[AQ_RULE_STRUCTURED] = match_structured,
	[AQ_RULE_CONTRACT_PAIR] = match_contract,
	[AQ_RULE_BUNDLE] = match_bundle,
	[AQ_RULE_REMITTANCE] = match_remittance,
	[AQ_RULE_INVOICE_CUSTOMER] = match_invoice_customer,
	[AQ_RULE_INVOICE_LIST] = match_invoice_list,
	[AQ_RULE_INVOICE] = match_invoice,
	[AQ_RULE_SUBSCRIPTION] = match_subscription,
	[AQ_RULE_CUSTOMER_ITEM] = match_customer_item,
	[AQ_RULE_CUSTOMER_SET] = match_customer_set,
	[AQ_RULE_TOP_UP] = match_top_up,
	[AQ_RULE_ACCOUNT_ITEM] = match_account_item,
	[AQ_RULE_ACCOUNT_SET] = match_account_set,
	[AQ_RULE_ACCOUNT_TOP_UP] = match_account_top_up,
	[AQ_RULE_BALANCE] = match_balance,
	[AQ_RULE_PROVEN_SET] = match_proven_set,
	[AQ_RULE_NAME_ITEM] = match_name_item,
	[AQ_RULE_NAME_SET] = match_name_set,
};

static const struct rule_row *row_of(enum aq_rule rule)
{
	AQ_CLAIM((unsigned)rule < AQ_RULE_COUNT);
	return &rows[rule];
}

const char *aq_rule_name(enum aq_rule rule)
{
	return row_of(rule)->name;
}

int aq_rule_class(enum aq_rule rule)
{
	return row_of(rule)->class;
}

int aq_rule_confidence(enum aq_rule rule)
{
	return row_of(rule)->confidence;
}

const char *aq_rule_says(enum aq_rule rule)
{
	return row_of(rule)->says;
}

enum aq_rule aq_rule_find(struct aq_slice name)
{
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++)
		if (aq_slice_is(name, rows[rule].name))
			return (enum aq_rule)rule;
	return AQ_RULE_NONE;
}

bool aq_rule_is_tried(enum aq_rule rule)
{
	return row_of(rule)->class > 0 &&
	       (functions[rule] != NULL ||
		(rule >= AQ_RULE_LEARNED_ITEM && rule <= AQ_RULE_LEARNED_NAME_SET));
}

bool aq_rule_may_tolerate(enum aq_rule rule)
{
	return rule == AQ_RULE_STRUCTURED || (rule >= AQ_RULE_BUNDLE && rule <= AQ_RULE_INVOICE);
}

void aq_rules_put(struct aq_buffer *out)
{
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++) {
		aq_buffer_add_field(out, aq_slice_of(rows[rule].name));
		aq_buffer_print(out, "%d %d", rows[rule].class, rows[rule].confidence);
		aq_buffer_add_field(out, aq_slice_of(rows[rule].says));
	}
}

match_rule *match_rule_function(enum aq_rule rule)
{
	AQ_CLAIM((unsigned)rule < AQ_RULE_COUNT);
	return functions[rule];
}

enum aq_rule match_account_rule(const struct facts *facts, enum aq_rule rule)
{
	static const enum aq_rule learned[AQ_RULE_COUNT] = {
		[AQ_RULE_ACCOUNT_ITEM] = AQ_RULE_LEARNED_ITEM,
		[AQ_RULE_ACCOUNT_SET] = AQ_RULE_LEARNED_SET,
		[AQ_RULE_ACCOUNT_TOP_UP] = AQ_RULE_LEARNED_TOP_UP,
		[AQ_RULE_NAME_ITEM] = AQ_RULE_LEARNED_NAME_ITEM,
		[AQ_RULE_NAME_SET] = AQ_RULE_LEARNED_NAME_SET,
	};

	return facts->is_learned && learned[rule] != AQ_RULE_NONE ? learned[rule] : rule;
}

bool match_rule_names_items(enum aq_rule rule)
{
	return rule >= AQ_RULE_STRUCTURED && rule <= AQ_RULE_SUBSCRIPTION;
}
