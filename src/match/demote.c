/*
 * demote.c - a rule whose applications persons took off too often only suggests.
 *
 * Design: whether a rule has fallen under the limit is asked of counts, not of
 * their quotient: one undone of five says little. With n applications, u of them
 * undone and a tolerated share p, u - 1/2 has to lie two deviations of chance
 * above n p; and at least three were undone. All in whole numbers.
 * Promises: what such a rule would have done is the first suggestion, and money
 * goes to no account on its word.
 */
#include "rules.h"

#include <stdio.h>

#define UNDONE_MIN   3
#define DEVIATIONS   2
#define REASON_BYTES 96

bool aq_rule_is_under(uint64_t applied, uint64_t undone, struct aq_percent limit)
{
	aq_int128 whole = AQ_PERCENT_WHOLE;
	aq_int128 faults = whole - limit.hundredths;
	aq_int128 twice_over =
		(2 * (aq_int128)undone - 1) * whole - 2 * (aq_int128)applied * faults;
	aq_int128 variance = (aq_int128)applied * faults * (whole - faults);

	if (limit.hundredths == 0 || undone < UNDONE_MIN || applied > AQ_RULE_APPLIED_MAX)
		return false;
	return twice_over > 0 && twice_over * twice_over > 4 * DEVIATIONS * DEVIATIONS * variance;
}

static const struct aq_rule_standing *standing_of(const struct desk *desk)
{
	const struct aq_rule_standing *standings = desk->facts.view->settings->standings;

	if (!standings || desk->answer.outcome != AQ_OUTCOME_APPLY ||
	    !standings[desk->answer.rule].is_demoted)
		return NULL;
	return &standings[desk->answer.rule];
}

/* Every share, in its order, until three are named. */
static void suggest_shares(struct desk *desk, enum aq_rule rule)
{
	struct answer *answer = &desk->answer;
	char reason[REASON_BYTES];

	(void)snprintf(reason, sizeof(reason), "rule %s would have applied it to this",
		       aq_rule_name(rule));
	answer->suggestion_count = 0;
	for (size_t i = 0; i < answer->share_count; i++) {
		const struct share *share = &answer->shares[i];
		const struct aq_suggestion suggestion = {
			.kind = share->kind,
			.target = share->target,
			.customer =
				match_view_customer_number(desk->facts.view, share->customer_no),
			.amount = share->amount,
			.reason = aq_slice_of(reason),
		};

		/* What is left over goes where the person says. */
		if (share->kind != AQ_TARGET_ACCOUNT || i == 0)
			match_suggest(answer, &suggestion);
	}
}

static void explain(struct desk *desk, enum aq_rule rule, const struct aq_rule_standing *standing)
{
	char since[AQ_DATE_TEXT_BYTES];
	const char *name = aq_rule_name(rule);

	aq_date_print(standing->since, since);
	match_explain(&desk->answer,
		      "rule %s would have applied it, but only suggests now: persons took off %llu "
		      "of the %llu payments it applied since %s, and %u.%02u%% are to be right; "
		      "[rule.%s] demote = no lets it apply again",
		      name, (unsigned long long)standing->undone,
		      (unsigned long long)standing->applied, since,
		      standing->limit.hundredths / 100, standing->limit.hundredths % 100, name);
}

bool match_is_demoted(const struct desk *desk)
{
	return standing_of(desk) != NULL;
}

void match_demote(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	const struct aq_rule_standing *standing = standing_of(desk);
	enum aq_rule rule = desk->answer.rule;
	bool is_known = facts->payer_by >= KNOWN_BY_ACCOUNT && !facts->is_learned;

	if (!standing)
		return;
	/* Money on account waits for nobody: it stays. */
	if (facts->is_balance) {
		match_answer_begin(&desk->answer);
		return;
	}
	suggest_shares(desk, rule);
	match_ask(facts, &desk->answer, AQ_RULE_DEMOTED, is_known ? facts->payer : 0);
	explain(desk, rule, standing);
}
