/*
 * rule_rows.h - what rules did tonight and of late, and how they stand; private.
 */
#ifndef ACQUIT_REPORT_RULE_ROWS_H
#define ACQUIT_REPORT_RULE_ROWS_H

#include "acquit/report.h"

struct rule_tally {
	uint64_t count; /* applications */
	int64_t amount;
};

struct rule_row { /* of one rule and currency */
	enum aq_rule rule;
	aq_currency currency;
	struct rule_tally tonight; /* by this run */
	struct rule_tally lately; /* in AQ_RULE_DAYS days, this run among them */
	struct rule_tally undone; /* of these, by persons */
	uint64_t all_applied, all_right; /* of the rule, in all currencies */
	const char *state; /* applies, suggests, off */
	struct aq_rule_standing standing; /* as the night found it */
};

/* In the order of rules.def and of currencies. Rules that applied nothing of late
 * have no row; one that only suggests has one, since it is judged by the same days. */
enum aq_status rule_rows_read(struct aq_store *store, const struct aq_report_order *order,
			      struct aq_arena *arena, struct rule_row **out, size_t *count,
			      struct aq_error *err);

#endif
