/*
 * again.h - a statement that came before; private.
 */
#ifndef ACQUIT_PIPELINE_AGAIN_H
#define ACQUIT_PIPELINE_AGAIN_H

#include "statement.h"

struct again { /* of the statement in hand; its lists are the unit's */
	const struct aq_statement_row *known; /* what came before, oldest first */
	size_t known_count;
	const struct aq_statement_row *against; /* the one that is compared */
	/* By when the bank made them, where all tell it: */
	const struct aq_statement_row *newest; /* what came before last was made; older than this */
	bool is_stale; /* one that came before was made after this: it says how things were */
	bool has_change; /* both closing balances are told */
	int64_t change; /* the closing balance now, less the one known last */
	int64_t refused; /* of what came before: it may come now */
	/* Of its lines: */
	int64_t moved; /* on the bank's account, money in less money out */
	uint64_t new_count;
};

/* Empty when no such statement is known, or the unit's balances are not yet. */
enum aq_status again_find(const struct statement_order *order, const struct aq_unit *unit,
			  struct aq_arena *arena, struct again *out, struct aq_error *err);
/* An equal row without a bank id of that statement is no doubt: the n-th of them. */
const struct aq_known_payment *
again_known(const struct again *again, const struct aq_identity_query *answer, uint32_t occurrence);
/* A statement that came before brings as much money anew as its closing balance
 * has changed by. If it does not, or its end is not seen yet, what is new may be
 * what came before in other words: it is asked. */
enum aq_status again_judge(struct again *again, struct aq_taken *taken, size_t count,
			   bool is_unfinished, struct aq_error *err);
/* `gone_count`: lines that are asked, since it has them no more. */
void again_say(const struct again *again, const struct statement_order *order,
	       const struct aq_statement_row *row, size_t gone_count);

/* gone.c: what it had when it came before and has no more, where its closing balance
 * tells of that too, is asked; and what was taken off for that and is there again. */
struct gone_found {
	size_t asked_count;
	bool has_other_lines; /* than the one that is compared, known as they all are */
};
enum aq_status gone_ask(const struct statement_order *order, const struct aq_statement_row *row,
			struct gone_found *out, struct aq_error *err);

#endif
