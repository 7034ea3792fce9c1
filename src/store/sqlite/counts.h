/*
 * counts.h - counts of days in the words of SQL; private.
 *
 * What a night adds to ach_count and rule_count is what `verify` makes of the
 * journal: where both say it in SQL, they say it with these.
 */
#ifndef ACQUIT_STORE_COUNTS_H
#define ACQUIT_STORE_COUNTS_H

/* clang-format off */
/* Words are stored by their own numbers: families 1 (rules) and 2 (events). */
#define SQ_EVENT_IS(of, name) of ".event = (SELECT number FROM word WHERE family = 2 AND text = '" name "')"
#define SQ_RULE_OF(of) "(" of ".traits >> 16 & 1023)"
#define SQ_RULE_IS(of, name) SQ_RULE_OF(of) " = (SELECT number FROM word WHERE family = 1 AND text = '" name "')"
/* Not of a person, and not of nobody: moves between accounts have no rule. */
#define SQ_RULE_DECIDED(of) SQ_RULE_OF(of) " IN (SELECT number FROM word WHERE family = 1 AND text <> 'review')"
/* What leaves a customer's account comes from there: it is no more money. */
#define SQ_PLACED(of) "sum(CASE WHEN " of ".item_no = 0 AND " of ".amount < 0 THEN 0 ELSE " of ".amount END)"

/* What rules applied. */
#define SQ_RULES_APPLIED \
	"SELECT r.business_date AS applied_on, e.run_no, " SQ_RULE_OF("a") " AS rule, a.currency, 0 AS is_undone, count(DISTINCT a.entry_no) AS count, " SQ_PLACED("a") " AS amount" \
	" FROM allocation AS a CROSS JOIN entry AS e ON e.entry_no = a.entry_no CROSS JOIN run AS r ON r.run_no = e.run_no" \
	" WHERE " SQ_EVENT_IS("e", "applied") " AND a.takes_back_no = 0 AND " SQ_RULE_DECIDED("a") " GROUP BY 1, 2, 3, 4"

/* What a person named and took off, by the day it was applied: rows that are taken
 * off only to be put back keep their own rule. What had been put back before, and
 * is taken off now, was counted as an application that was undone. */
#define SQ_RULES_UNDONE(which) \
	"SELECT r.business_date AS applied_on, e.run_no, " SQ_RULE_OF("o") " AS rule, o.currency, 1 AS is_undone," \
	" count(DISTINCT CASE WHEN " SQ_EVENT_IS("w", "review-applied") " THEN NULL ELSE o.entry_no END) AS count, " SQ_PLACED("o") " AS amount" \
	" FROM allocation AS a CROSS JOIN entry AS e ON e.entry_no = a.entry_no CROSS JOIN allocation AS o ON o.allocation_no = a.takes_back_no" \
	" CROSS JOIN entry AS w ON w.entry_no = o.entry_no CROSS JOIN run AS r ON r.run_no = w.run_no" \
	" WHERE " which "a.takes_back_no <> 0 AND " SQ_EVENT_IS("e", "review-unapplied") " AND " SQ_RULE_IS("a", "review") " AND " SQ_RULE_DECIDED("o") " GROUP BY 1, 2, 3, 4"

/* Of our own: the settlement's id begins with the company's. */
#define SQ_SETTLEMENT_ID_OF_P "coalesce((SELECT s.settlement_id FROM settlement AS s WHERE s.settlement_no = p.settlement_no), rest_text(p.rest, 'settlement'))"

/* Our own debits and what came back of them: kind receipt (0) and money in, or
 * return (1) with a reason; not refused (8), no duplicate (15). */
#define SQ_ACH_COUNTED \
	"SELECT booked_on, run_no, source_label, currency, reason, count(*) AS count, sum(amount) AS amount FROM (" \
	"SELECT p.booked_on, f.run_no, p.source_label, p.currency, CASE p.traits & 15 WHEN 0 THEN '' ELSE rest_text(p.rest, 'return') END AS reason, p.amount" \
	" FROM payment AS p CROSS JOIN label AS l ON l.label_no = p.source_label CROSS JOIN file AS f ON f.file_no = p.file_no" \
	" WHERE p.entry_no <> 0 AND p.traits >> 12 & 31 NOT IN (8, 15) AND (p.traits & 31 = 0 OR (p.traits & 15 = 1 AND rest_text(p.rest, 'return') <> ''))" \
	" AND substr(l.text, 1, 4) = 'ach:' AND substr(" SQ_SETTLEMENT_ID_OF_P ", 1, length(l.text) - 3) = substr(l.text, 5) || '-')" \
	" GROUP BY booked_on, run_no, source_label, currency, reason"
/* clang-format on */

#endif
