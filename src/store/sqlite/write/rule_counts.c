/*
 * rule_counts.c - how often each rule applied money, and how often a person took
 * it off again, by the day it was applied.
 *
 * Promises: counts are written with what they count, and are what `verify` makes
 * of the journal (counts.h). A night's own are summed before they are written; a
 * person's act reads what it takes off.
 */
#include "apply.h"

#include "../reading.h"

/* Few rules and currencies come in one batch; more are written in turns. */
#define TALLIES_MAX 64

struct tally {
	enum aq_rule rule;
	aq_currency currency;
	uint64_t count;
	int64_t amount;
};

struct counting {
	struct sq_applying *applying;
	struct tally tallies[TALLIES_MAX];
	size_t count;
};

static enum aq_status write(struct counting *counting, struct aq_error *err)
{
	struct aq_store *store = counting->applying->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RULE_COUNT_ADD, &statement, err);

	for (size_t at = 0; at < counting->count && status >= AQ_OK; at++) {
		const struct tally *tally = &counting->tallies[at];

		sq_bind_u64(store, statement, 1, counting->applying->run_no);
		sq_bind_i64(store, statement, 2, sq_word_out(store, SQ_RULE, tally->rule));
		sq_bind_u64(store, statement, 3, tally->currency);
		sq_bind_u64(store, statement, 4, tally->count);
		sq_bind_i64(store, statement, 5, tally->amount);
		status = sq_run(store, statement, err);
	}
	counting->count = 0;
	return status;
}

static struct tally *find(struct counting *counting, const struct aq_allocation *like)
{
	for (size_t at = 0; at < counting->count; at++)
		if (counting->tallies[at].rule == (enum aq_rule)like->rule &&
		    counting->tallies[at].currency == like->currency)
			return &counting->tallies[at];
	return NULL;
}

/* What leaves a customer's account comes from there: it is no more money. */
static bool placed(const struct aq_applied *applied, int64_t *out)
{
	*out = 0;
	for (size_t at = 0; at < applied->allocation_count; at++) {
		const struct aq_allocation *allocation = &applied->allocations[at];

		if (allocation->target_kind == AQ_TARGET_ACCOUNT && allocation->amount < 0)
			continue;
		if (!aq_minor_add(*out, allocation->amount, out))
			return false;
	}
	return true;
}

static enum aq_status count_applied(struct counting *counting, const struct aq_applied *applied,
				    struct aq_error *err)
{
	const struct aq_allocation *first = &applied->allocations[0];
	struct tally *tally = find(counting, first);
	int64_t amount;
	enum aq_status status = AQ_OK;

	if (tally == NULL && counting->count == TALLIES_MAX)
		status = write(counting, err);
	if (status < AQ_OK)
		return status;
	if (tally == NULL) {
		tally = &counting->tallies[counting->count++];
		*tally = (struct tally){.rule = (enum aq_rule)first->rule,
					.currency = first->currency};
	}
	tally->count++;
	return placed(applied, &amount) && aq_minor_add(tally->amount, amount, &tally->amount)
		       ? AQ_OK
		       : sq_overflow(err);
}

static enum aq_status count_undone(struct aq_store *store, const struct aq_applied *applied,
				   struct aq_error *err)
{
	uint64_t first = applied->allocations[0].allocation_no;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RULE_COUNT_UNDONE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, first);
	sq_bind_u64(store, statement, 2, first + applied->allocation_count - 1);
	return sq_run(store, statement, err);
}

/* A person's own decisions are no rule's, and moves between accounts are nobody's. */
static bool is_of_rule(const struct aq_applied *applied)
{
	enum aq_rule rule = (enum aq_rule)applied->allocations[0].rule;

	return applied->entry->event == AQ_EVENT_APPLY &&
	       applied->allocations[0].takes_back_no == 0 && rule != AQ_RULE_NONE &&
	       rule != AQ_RULE_REVIEW;
}

enum aq_status sq_rule_counts_add(struct sq_applying *applying, struct aq_error *err)
{
	struct counting counting = {.applying = applying};
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < applying->count && status >= AQ_OK; at++) {
		const struct aq_applied *applied = &applying->applied[at];

		if (!applied->entry || applied->allocation_count == 0)
			continue;
		if (is_of_rule(applied))
			status = count_applied(&counting, applied, err);
		else if (applied->entry->event == AQ_EVENT_REVIEW_UNAPPLY)
			status = count_undone(applying->store, applied, err);
	}
	if (status >= AQ_OK && counting.count > 0)
		status = write(&counting, err);
	return status;
}

static enum aq_status read_count(struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)arena;
	(void)err;
	*(struct aq_rule_count *)row = (struct aq_rule_count){
		.rule = (enum aq_rule)sq_word_in(store, SQ_RULE, sq_u64(statement, 0)),
		.currency = (aq_currency)sq_u64(statement, 1),
		.is_undone = sq_i64(statement, 2) != 0,
		.count = sq_u64(statement, 3),
		.amount = sq_i64(statement, 4)};
	return AQ_OK;
}

enum aq_status aq_store_rule_counts(struct aq_store *store, const struct aq_rule_order *order,
				    struct aq_arena *arena, struct aq_rule_count **out,
				    size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_rule_count)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RULE_COUNTS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, order->from.day);
	sq_bind_i64(store, statement, 2, order->to.day);
	sq_bind_u64(store, statement, 3, order->run_from);
	sq_bind_u64(store, statement, 4, order->run_to);
	status = sq_read_all(store, statement, &results, read_count, err);
	*out = (struct aq_rule_count *)(void *)results.rows;
	*count = results.count;
	return status;
}
