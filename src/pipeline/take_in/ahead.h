/*
 * ahead.h - rows that tell of money which others book; private.
 */
#ifndef ACQUIT_PIPELINE_AHEAD_H
#define ACQUIT_PIPELINE_AHEAD_H

#include "../job.h"

#include "acquit/store_told.h"

/* Of a row that posts nothing: whether it may tell of a payment of another row. */
bool ahead_tells(const struct aq_payment *payment);
struct ahead_rows { /* that wait, rising; borrowed for the call */
	struct job *job;
	const struct aq_waiting *list;
	size_t count;
	bool *is_done; /* beside them: their payment is found, or never comes */
};
/* ahead_rejected.c: orders that the bank refused, and the rows that say so. */
enum aq_status ahead_reject(const struct ahead_rows *rows, struct aq_arena *arena,
			    struct aq_error *err);
/* ahead_change.c: notifications of change that our bank refused are no tasks. */
bool ahead_is_refused_change(const struct aq_payment *row);
enum aq_status ahead_change(const struct ahead_rows *rows, struct aq_arena *arena,
			    struct aq_error *err);
/* Rows of one file that name a line of the bank by its batch, and sum to it. */
struct ahead_batch { /* borrowed for the call */
	const struct aq_waiting *line;
	const struct aq_waiting **rows;
	size_t row_count;
};
/* ahead_apart.c: each of them becomes a detail of the line, if that can come apart. */
enum aq_status ahead_apart(struct job *job, const struct ahead_batch *batch, struct aq_arena *arena,
			   bool *is_apart, struct aq_error *err);
/* ahead_returns.c: a row that tells why money goes back, and the lines it may mean. */
bool ahead_is_return(const struct aq_payment *row);
bool ahead_fits_return(const struct aq_payment *row, const struct aq_waiting *line);
/* Its line has come: it asks no more. */
enum aq_status ahead_return_answered(struct job *job, const struct aq_waiting *row,
				     struct aq_error *err);
/* Those whose line no id tells: by their looks, or they are asked. */
enum aq_status ahead_returns(struct job *job, struct numbers *row_nos, struct aq_arena *arena,
			     struct aq_error *err);
/* A step of the night: what such rows tell is put beside the payments they tell of. */
enum aq_status ahead_join(struct job *job, struct aq_error *err);

#endif
