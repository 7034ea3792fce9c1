/*
 * statement.h - a statement's balances on their way into the store; private.
 */
#ifndef ACQUIT_PIPELINE_STATEMENT_H
#define ACQUIT_PIPELINE_STATEMENT_H

#include "../job.h"

struct statement_order { /* borrowed for the call */
	struct job *job;
	struct unit_chain *chain;
	struct aq_arena *arena;
	struct aq_findings *findings;
	uint64_t file_no;
	const struct again *again; /* of this statement */
};

/* False: nothing of its balances can be kept. The texts are the unit's. */
bool statement_row(const struct statement_order *order, const struct aq_unit *unit,
		   struct aq_statement_row *out);
/* Of an account this kind of file posts to; a statement without balances is
 * passed over. */
enum aq_status statement_keep(const struct statement_order *order, const struct aq_unit *unit,
			      struct aq_error *err);

#endif
