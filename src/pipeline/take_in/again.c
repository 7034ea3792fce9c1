/*
 * again.c - a statement that came before, whole or put right.
 *
 * Design: a statement is the same when account, number, page, opening balance
 * and its day are; where the bank gives it no number, or no day, the closing balance
 * must be the same too. An entry without a bank id that the earlier one held is
 * then no doubt, but the same entry.
 * Promises: what comes anew beyond the change of the closing balance is told.
 */
#include "again.h"

static uint64_t page_of(const struct aq_statement_row *row)
{
	return row->page_first > 0 ? row->page_first : 1;
}

static bool has_same_closing(const struct aq_statement_row *row,
			     const struct aq_statement_row *known)
{
	return row->has_closing && known->has_closing && known->closing == row->closing &&
	       aq_date_compare(known->closing_on, row->closing_on) == 0;
}

/* A copy may have an id of its own; its number in the year and its balances stay. */
static bool has_same_number(const struct aq_statement_row *row,
			    const struct aq_statement_row *known)
{
	bool has_number = row->statement_id.length > 0 || row->sequence.length > 0;

	if (!aq_slice_equals(known->sequence, row->sequence))
		return false;
	if (!aq_slice_equals(known->statement_id, row->statement_id))
		return row->sequence.length > 0 && aq_date_is_set(row->opening_on) &&
		       has_same_closing(row, known);
	return (has_number && aq_date_is_set(row->opening_on)) || has_same_closing(row, known);
}

static bool is_same(const struct aq_statement_row *row, const struct aq_statement_row *known)
{
	if (known->file_no == row->file_no && known->unit_index == row->unit_index)
		return false;
	/* Another page is another statement; the first may have come with all of them. */
	if (page_of(known) != page_of(row))
		return false;
	return known->has_opening && known->opening == row->opening &&
	       aq_date_compare(known->opening_on, row->opening_on) == 0 &&
	       has_same_number(row, known);
}

/* Any of the earlier ones may come again, not only the last. */
static void find_change(struct again *again, const struct aq_statement_row *row)
{
	const struct aq_statement_row *last = &again->known[again->known_count - 1];

	for (size_t at = 0; at < again->known_count; at++)
		if (row->has_closing && again->known[at].has_closing &&
		    again->known[at].closing == row->closing)
			last = &again->known[at];
	again->has_change = row->has_closing && last->has_closing &&
			    aq_minor_add(row->closing, -last->closing, &again->change);
	again->refused = last->refused;
	again->against = last;
}

#define SECOND_BYTES 19 /* of YYYY-MM-DDThh:mm:ss */

/* Without the fraction of a second. */
static struct aq_slice zone_of(struct aq_slice created)
{
	size_t at = SECOND_BYTES;

	if (at < created.length && created.start[at] == '.')
		at++;
	while (at < created.length && created.start[at] >= '0' && created.start[at] <= '9')
		at++;
	return (struct aq_slice){created.start + at, created.length - at};
}

/* Times of one zone are compared as they stand; false: they are not. */
static bool made_before(const struct aq_statement_row *one, const struct aq_statement_row *other,
			int *out)
{
	if (one->created.length < SECOND_BYTES || other->created.length < SECOND_BYTES ||
	    !aq_slice_equals(zone_of(one->created), zone_of(other->created)))
		return false;
	*out = memcmp(one->created.start, other->created.start, SECOND_BYTES);
	return true;
}

static void find_newest(struct again *again, const struct aq_statement_row *row)
{
	const struct aq_statement_row *newest = &again->known[0];
	int order;

	for (size_t at = 1; at < again->known_count; at++) {
		if (!made_before(newest, &again->known[at], &order))
			return;
		if (order <= 0)
			newest = &again->known[at];
	}
	if (!made_before(newest, row, &order))
		return;
	again->is_stale = order > 0;
	again->newest = order < 0 ? newest : NULL;
}

enum aq_status again_find(const struct statement_order *order, const struct aq_unit *unit,
			  struct aq_arena *arena, struct again *out, struct aq_error *err)
{
	struct again again = {.moved = out->moved, .new_count = out->new_count};
	struct aq_statement_row row, *known;
	size_t count, at;
	enum aq_status status;

	*out = again;
	if (!statement_row(order, unit, &row) || !row.has_opening)
		return AQ_OK;
	status = aq_store_statements_opened(order->job->store, &row, arena, &known, &count, err);
	if (status < AQ_OK)
		return status;
	for (at = 0; at < count; at++)
		if (is_same(&row, &known[at]))
			known[again.known_count++] = known[at];
	if (again.known_count == 0)
		return AQ_OK;
	again.known = known;
	find_change(&again, &row);
	find_newest(&again, &row);
	*out = again;
	return AQ_OK;
}

static bool holds(const struct again *again, uint64_t file_no)
{
	size_t at = 0;

	while (at < again->known_count && again->known[at].file_no != file_no)
		at++;
	return at < again->known_count;
}

const struct aq_known_payment *
again_known(const struct again *again, const struct aq_identity_query *answer, uint32_t occurrence)
{
	for (uint32_t at = 0; at < answer->known_count; at++)
		if (holds(again, answer->known[at].file_no) && --occurrence == 0)
			return &answer->known[at];
	return NULL;
}

static bool ties(const struct again *again)
{
	int64_t expected;

	return again->has_change && (again->moved == again->change ||
				     (aq_minor_add(again->change, again->refused, &expected) &&
				      again->moved == expected));
}

static bool moves_bank(const struct aq_taken *taken)
{
	return taken->entry && taken->payment->mode == AQ_POSTS_BANK;
}

static enum aq_status count_anew(struct again *again, const struct aq_taken *taken,
				 struct aq_error *err)
{
	int64_t amount = taken->payment->amount;

	again->new_count++;
	if (!aq_minor_add(again->moved, taken->payment->direction == AQ_MONEY_IN ? amount : -amount,
			  &again->moved))
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT,
			       (struct aq_at){taken->payment->line, 0},
			       "the statement's amounts sum beyond %lld", (long long)INT64_MAX);
	return AQ_OK;
}

enum aq_status again_judge(struct again *again, struct aq_taken *taken, size_t count,
			   bool is_unfinished, struct aq_error *err)
{
	bool is_cut = is_unfinished || again->new_count > 0;
	enum aq_status status = AQ_OK;
	size_t at;

	if (again->known_count == 0)
		return AQ_OK;
	for (at = 0; at < count && status >= AQ_OK; at++)
		if (moves_bank(&taken[at]))
			status = count_anew(again, &taken[at], err);
	if (status < AQ_OK || (!is_cut && ties(again)))
		return status;
	for (at = 0; at < count; at++) {
		if (!moves_bank(&taken[at]) || taken[at].status != AQ_PAYMENT_UNIDENTIFIED)
			continue;
		taken[at].status = AQ_PAYMENT_POSSIBLE_DUPLICATE;
		taken[at].exception = AQ_POSSIBLE_DUPLICATE;
		taken[at].explanation =
			AQ_SLICE("its statement came before without such an entry, and the closing "
				 "balance does not tell of it");
	}
	return AQ_OK;
}

void again_say(const struct again *again, const struct statement_order *order,
	       const struct aq_statement_row *row, size_t gone_count)
{
	char moved[AQ_MONEY_TEXT_BYTES], change[AQ_MONEY_TEXT_BYTES];
	struct aq_at at = {row->line, 0};

	if (ties(again) || ((!again->has_change || again->is_stale) && again->new_count == 0)) {
		aq_findings_say(
			order->findings, AQ_RUN_STATEMENT_AGAIN, at, AQ_SLICE("statement"),
			row->statement_id,
			again->new_count
				? "this statement came before; only what it adds is posted"
				: "this statement came before; nothing of it is posted again");
		return;
	}
	aq_money_print((struct aq_money){again->moved, row->currency}, moved);
	aq_money_print((struct aq_money){again->change, row->currency}, change);
	aq_findings_say(order->findings, AQ_RUN_STATEMENT_DIFFERS, at, AQ_SLICE("closing balance"),
			row->statement_id,
			"this statement came before with other entries: %s is posted anew, while "
			"its closing balance has changed by %s; %s",
			moved, change,
			gone_count == 0 ? "what is new is asked"
					: "what it has no more is asked, and what is new");
}
