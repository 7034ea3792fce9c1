/*
 * rule_rows.c - what rules did tonight and of late, and how they stand.
 *
 * Reads: counts by day, of this run and those before it: the report of a run says
 * the same whenever it is written.
 */
#include "rule_rows.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	struct aq_store *store;
	const struct aq_report_order *order;
	struct aq_arena *arena;
	struct rule_row *rows;
	size_t count;
};

static struct rule_row *row_of(struct reading *reading, enum aq_rule rule, aq_currency currency)
{
	for (size_t at = 0; at < reading->count; at++)
		if (reading->rows[at].rule == rule && reading->rows[at].currency == currency)
			return &reading->rows[at];
	reading->rows[reading->count] = (struct rule_row){.rule = rule, .currency = currency};
	return &reading->rows[reading->count++];
}

static enum aq_status read_counts(struct reading *reading, const struct aq_rule_order *order,
				  struct aq_rule_count **counts, size_t *count,
				  struct aq_error *err)
{
	return aq_store_rule_counts(reading->store, order, reading->arena, counts, count, err);
}

static enum aq_status read_lately(struct reading *reading, struct aq_error *err)
{
	const struct aq_run *run = reading->order->run;
	const struct aq_rule_order lately = {
		.from = aq_date_add_days(run->business_date, 1 - AQ_RULE_DAYS),
		.to = run->business_date,
		.run_to = run->run_no};
	struct aq_rule_count *counts;
	size_t count = 0;
	enum aq_status status = read_counts(reading, &lately, &counts, &count, err);

	if (status < AQ_OK)
		return status;
	reading->rows =
		aq_arena_take_many(reading->arena, count + AQ_RULE_COUNT, sizeof(*reading->rows));
	if (!reading->rows)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++) {
		struct rule_row *row = NULL;

		if (!aq_rule_is_tried(counts[at].rule))
			continue;
		row = row_of(reading, counts[at].rule, counts[at].currency);
		if (counts[at].is_undone)
			row->undone = (struct rule_tally){counts[at].count, counts[at].amount};
		else
			row->lately = (struct rule_tally){counts[at].count, counts[at].amount};
	}
	return AQ_OK;
}

/* All that a run applies is of its own day, which is one of the last. */
static enum aq_status read_tonight(struct reading *reading, struct aq_error *err)
{
	const struct aq_run *run = reading->order->run;
	const struct aq_rule_order tonight = {.from = run->business_date,
					      .to = run->business_date,
					      .run_from = run->run_no,
					      .run_to = run->run_no};
	struct aq_rule_count *counts;
	size_t count = 0;
	enum aq_status status = read_counts(reading, &tonight, &counts, &count, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (!counts[at].is_undone && aq_rule_is_tried(counts[at].rule))
			row_of(reading, counts[at].rule, counts[at].currency)->tonight =
				(struct rule_tally){counts[at].count, counts[at].amount};
	return status;
}

static void judge(struct reading *reading, struct rule_row *row)
{
	const struct aq_rule_standing *standings = reading->order->standings;
	uint64_t undone = 0;

	for (size_t at = 0; at < reading->count; at++)
		if (reading->rows[at].rule == row->rule) {
			row->all_applied += reading->rows[at].lately.count;
			undone += reading->rows[at].undone.count;
		}
	row->all_right = row->all_applied > undone ? row->all_applied - undone : 0;
	if (standings)
		row->standing = standings[row->rule];
	row->state = row->standing.is_off	? "off"
		     : row->standing.is_demoted ? "suggests"
						: "applies";
}

static int by_rule(const void *one, const void *other)
{
	const struct rule_row *a = one, *b = other;

	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return strcmp(aq_currency_code(a->currency), aq_currency_code(b->currency));
}

enum aq_status rule_rows_read(struct aq_store *store, const struct aq_report_order *order,
			      struct aq_arena *arena, struct rule_row **out, size_t *count,
			      struct aq_error *err)
{
	struct reading reading = {.store = store, .order = order, .arena = arena};
	enum aq_status status = read_lately(&reading, err);

	if (status >= AQ_OK)
		status = read_tonight(&reading, err);
	if (status < AQ_OK)
		return status;
	qsort(reading.rows, reading.count, sizeof(*reading.rows), by_rule);
	for (size_t at = 0; at < reading.count; at++)
		judge(&reading, &reading.rows[at]);
	*out = reading.rows;
	*count = reading.count;
	return AQ_OK;
}
