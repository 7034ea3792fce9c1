/*
 * late.c - lumps that were taken for receipts before their details came.
 *
 * Design: only settlements whose details came tonight are asked for. A detail
 * file of a bank names the line by its reference, which is looked up; lines that
 * other sources' details stand for are found among those booked within ten days,
 * by the same evidence as lumps that wait.
 * Promises: whatever the lump was applied to is contradicted, then it closes its
 * settlement; its bank posting stays.
 * Refuses: to undo what a person decided, or what the payer named by number,
 * for a net that fits alone. That is asked.
 */
#include "../take_back/contra.h"
#include "lump.h"

#include <stdlib.h>

#include "acquit/normalise.h"

#define LINE_DAYS 10
#define IDS_EACH  (sizeof(((struct aq_settlement *)0)->match_ids) / sizeof(struct aq_slice))

static const struct aq_slice bank_detail = {"camt.054:", 9};

/* The settlements whose details came tonight and that still await money. */
struct awaiting {
	bool has_others; /* than a bank's own details */
	struct aq_date from, to; /* when lines of those may be booked */
	int64_t *amounts; /* what they await, and what their numbers are known by */
	struct aq_slice *keys;
	size_t amount_count, key_count;
	struct numbers lines; /* that may stand for them */
};

static bool awaits_tonight(const struct job *job, const struct aq_settlement *settlement)
{
	return settlement->run_no == job->run.run_no && settlement->net > settlement->deposited;
}

static enum aq_status add_by_id(struct settling *settling, const struct aq_settlement *settlement,
				struct awaiting *out, struct aq_error *err)
{
	static const enum aq_reference_kind kinds[] = {AQ_REF_BANK, AQ_REF_BATCH};
	struct aq_date until = aq_date_add_days(settlement->settled_on, LINE_DAYS);
	enum aq_status status = AQ_OK;

	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]) && status >= AQ_OK; kind++) {
		const struct aq_reference id = {kinds[kind], settlement->settlement_id};
		uint64_t *payment_nos;
		size_t count = 0;

		status = aq_store_payments_by_id(settling->job->store, &id, until,
						 settling->scratch, &payment_nos, &count, err);
		for (size_t at = 0; at < count && status >= AQ_OK; at++)
			numbers_add(&out->lines, payment_nos[at]);
	}
	return status;
}

static bool is_letter_or_digit(char byte)
{
	return aq_is_digit(byte) || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static struct aq_slice longest(struct aq_slice id, bool (*is_meant)(char byte))
{
	struct aq_slice best = {NULL, 0};

	for (size_t from = 0, end; from < id.length; from = end + 1) {
		for (end = from; end < id.length && is_meant(id.start[end]);)
			end++;
		if (end - from > best.length)
			best = (struct aq_slice){id.start + from, end - from};
	}
	return best;
}

/* The piece of an id that stands in a text however it is written there. */
static void add_key(struct awaiting *out, struct aq_slice id)
{
	struct aq_slice key = longest(id, aq_is_digit);

	if (key.length < AQ_TOKEN_LENGTH_MIN)
		key = longest(id, is_letter_or_digit);
	if (key.length >= AQ_TOKEN_LENGTH_MIN)
		out->keys[out->key_count++] = key;
}

static int compare_amounts(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return a < b ? -1 : a > b;
}

static enum aq_status room_for(struct settling *settling, struct awaiting *out,
			       struct aq_error *err)
{
	size_t count = settling->settlement_count;

	out->amounts = aq_arena_take_many(settling->arena, count + 1, sizeof(*out->amounts));
	out->keys = aq_arena_take_many(settling->arena, count * IDS_EACH + 1, sizeof(*out->keys));
	return out->amounts && out->keys ? AQ_OK : aq_fail_memory(err);
}

static void await(struct awaiting *out, const struct aq_settlement *settlement)
{
	/* Both are within bounds that their difference is, too. */
	out->amounts[out->amount_count++] = settlement->net - settlement->deposited;
	add_key(out, settlement->settlement_id);
	for (size_t id = 1; id < IDS_EACH; id++)
		add_key(out, settlement->match_ids[id]);
}

static enum aq_status look_around(struct settling *settling, struct awaiting *out,
				  struct aq_error *err)
{
	enum aq_status status = room_for(settling, out, err);

	for (size_t at = 0; at < settling->settlement_count && status >= AQ_OK; at++) {
		const struct aq_settlement *settlement = &settling->settlements[at];
		struct aq_date from = aq_date_add_days(settlement->settled_on, -LINE_DAYS);
		struct aq_date to = aq_date_add_days(settlement->settled_on, LINE_DAYS);

		if (!awaits_tonight(settling->job, settlement))
			continue;
		aq_arena_reset(settling->scratch);
		if (aq_slice_starts_with(settlement->source, bank_detail)) {
			status = add_by_id(settling, settlement, out, err);
			continue;
		}
		if (!out->has_others || aq_date_compare(from, out->from) < 0)
			out->from = from;
		if (!out->has_others || aq_date_compare(to, out->to) > 0)
			out->to = to;
		out->has_others = true;
		await(out, settlement);
	}
	if (out->amount_count > 0)
		qsort(out->amounts, out->amount_count, sizeof(*out->amounts), compare_amounts);
	return status;
}

static enum aq_status find_lines(struct settling *settling, struct awaiting *out,
				 struct aq_error *err)
{
	struct aq_lines_order order = {.run_no = settling->job->run.run_no,
				       .is_own_too = settling->job->is_resumed,
				       .count_max = LUMPS_A_CALL};
	uint64_t *lines;
	size_t count;
	enum aq_status status = look_around(settling, out, err);

	order.from = out->from;
	order.to = out->to;
	order.amounts = out->amounts;
	order.amount_count = out->amount_count;
	order.keys = out->keys;
	order.key_count = out->key_count;
	while (status >= AQ_OK && out->has_others) {
		aq_arena_reset(settling->scratch);
		status = aq_store_lines_in(settling->job->store, &order, settling->scratch, &lines,
					   &count, err);
		if (status < AQ_OK || count == 0)
			break;
		for (size_t at = 0; at < count; at++)
			numbers_add(&out->lines, lines[at]);
		order.after = lines[count - 1];
	}
	numbers_sort(&out->lines);
	return out->lines.has_failed ? aq_fail_memory(err) : status;
}

static bool was_taken_for_a_receipt(const struct aq_waiting *line)
{
	return may_be_lump(line) && line->payment.direction == AQ_MONEY_IN &&
	       (line->status == AQ_PAYMENT_APPLIED || line->status == AQ_PAYMENT_PART_APPLIED ||
		line->status == AQ_PAYMENT_ON_ACCOUNT || line->status == AQ_PAYMENT_UNAPPLIED ||
		line->status == AQ_PAYMENT_HELD);
}

static bool any_has_rule(const struct aq_application_row *rows, size_t count,
			 bool (*is_meant)(enum aq_rule rule))
{
	for (size_t index = 0; index < count; index++)
		for (size_t at = 0; at < rows[index].allocation_count; at++)
			if (is_meant((enum aq_rule)rows[index].allocations[at].rule))
				return true;
	return false;
}

static bool is_a_persons(enum aq_rule rule)
{
	return rule == AQ_RULE_REVIEW;
}

static bool is_told_by_the_payer(enum aq_rule rule)
{
	return aq_rule_class(rule) >= aq_rule_class(AQ_RULE_TOP_UP);
}

static bool is_moved(const struct aq_waiting *line, const struct aq_application_row *rows,
		     size_t count)
{
	return any_has_rule(rows, count, is_a_persons) || aq_payment_was_moved(rows, count) ||
	       aq_payment_still_there(line, rows, count) != line->payment.amount;
}

enum aq_status late_is_moved(struct job *job, const struct aq_waiting *line, struct aq_arena *arena,
			     bool *out, struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count;
	enum aq_status status = aq_store_applications(job->store, line->payment.payment_no, arena,
						      &rows, &count, err);

	*out = status >= AQ_OK && is_moved(line, rows, count);
	return status;
}

/* Why the night may not undo it by itself; empty when it may. */
static struct aq_slice why_not(const struct aq_settled *settled, const struct aq_waiting *lump,
			       const struct aq_application_row *rows, size_t count)
{
	if (settled->settlement_index == SIZE_MAX)
		return settled->evidence;
	if (is_moved(lump, rows, count))
		return AQ_SLICE("the details of this line came after it was applied, and a person "
				"has moved its money: take it off, or unapply them");
	if (settled->is_weak && any_has_rule(rows, count, is_told_by_the_payer))
		return AQ_SLICE("details that came later fit this line by its net alone, and it "
				"was applied by a number it names: take it off, or unapply them");
	return (struct aq_slice){NULL, 0};
}

static enum aq_status ask(struct settling *settling, const struct aq_waiting *lump,
			  struct aq_slice why, struct aq_error *err)
{
	struct aq_applied applied = {.payment_no = lump->payment.payment_no,
				     .status = lump->status,
				     .bucket = lump->bucket,
				     .left = lump->remainder,
				     .customer_no = lump->customer_no,
				     .contract_no = lump->contract_no,
				     .exception = AQ_POSSIBLE_DOUBLE,
				     .explanation = why};
	bool is_asked = false;
	enum aq_status status = settle_is_asked(settling, lump->payment.payment_no, &is_asked, err);

	if (status < AQ_OK)
		return status;
	settling->job->is_changed |= !is_asked;
	return aq_store_apply(settling->job->store, settling->job->run.run_no, &applied, 1, err);
}

struct settled_part { /* what one lump turned out to be: of one settlement, or several */
	struct aq_settled *list;
	size_t count;
};

static enum aq_status undo(struct settling *settling, struct settled_part *settled,
			   const struct aq_waiting *lump, const struct aq_application_row *rows,
			   size_t count, struct aq_error *err)
{
	const struct contra_order contra = {.job = settling->job,
					    .chain = &settling->chain,
					    .arena = settling->scratch,
					    .payment_no = lump->payment.payment_no,
					    .rule = settled->list->rule,
					    .evidence = settled->list->evidence};
	struct aq_applied *applied =
		aq_arena_take_many(settling->scratch, count + settled->count, sizeof(*applied));
	enum aq_status status = AQ_OK;

	if (!applied)
		return aq_fail_memory(err);
	for (size_t index = 0; index < count && status >= AQ_OK; index++) {
		applied[index] = (struct aq_applied){.payment_no = lump->payment.payment_no,
						     .status = AQ_PAYMENT_UNIDENTIFIED,
						     .bucket = AQ_BUCKET_UNIDENTIFIED,
						     .left = lump->payment.amount};
		status = contra_application(&contra, &rows[index], &applied[index], err);
	}
	if (status >= AQ_OK)
		status = settle_conclude_all(settling, settled->list, lump, &applied[count],
					     &settled->count, err);
	if (status < AQ_OK)
		return status;
	for (size_t index = count; index < count + settled->count; index++)
		applied[index].customer_no = 0;
	settling->job->is_changed = true;
	return aq_store_apply(settling->job->store, settling->job->run.run_no, applied,
			      count + settled->count, err);
}

/* Of `settled->count` results those of the first one's lump, and how many they were. */
static enum aq_status judge_one(struct settling *settling, struct settled_part *part,
				const struct aq_waiting *lump, struct aq_error *err)
{
	struct aq_settled *settled = part->list;
	struct aq_application_row *rows;
	struct aq_slice why;
	size_t count, at;
	enum aq_status status = aq_store_applications(settling->job->store, settled->payment_no,
						      settling->scratch, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	for (at = 0; at < part->count && settled[at].payment_no == settled->payment_no; at++)
		settled[at].evidence =
			settled[at].settlement_index == SIZE_MAX
				? settled[at].evidence
				: aq_arena_print(settling->scratch, "its details came later: %.*s",
						 AQ_SLICE_ARGS(settled[at].evidence));
	part->count = at;
	why = why_not(settled, lump, rows, count);
	if (why.length > 0)
		return ask(settling, lump, why, err);
	if (settled->evidence.length == 0)
		return aq_fail_memory(err);
	return undo(settling, part, lump, rows, count, err);
}

static enum aq_status judge_lines(struct settling *settling, const uint64_t *line_nos, size_t count,
				  struct aq_error *err)
{
	struct aq_lump *lumps = aq_arena_take_many(settling->scratch, count, sizeof(*lumps));
	struct aq_waiting *lines;
	struct aq_settled *settled;
	struct settled_part part;
	size_t found, lump_count = 0, settled_count = 0, at;
	enum aq_status status = lumps ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = aq_store_payments_read(settling->job->store, line_nos, count,
						settling->scratch, &lines, &found, err);
	for (at = 0; status >= AQ_OK && at < found; at++)
		if (was_taken_for_a_receipt(&lines[at]) &&
		    !settle_is_set_aside(settling, lines[at].payment.payment_no))
			status = lump_make(settling, &lines[at], &lumps[lump_count++], err);
	if (status < AQ_OK || lump_count == 0)
		return status;
	status = settle_judge(settling, lumps, lump_count, &settled, &settled_count, err);
	for (at = 0; status >= AQ_OK && at < settled_count; at += part.count) {
		part = (struct settled_part){&settled[at], settled_count - at};
		status = judge_one(settling, &part,
				   settle_waiting_of(lines, found, settled[at].payment_no), err);
	}
	return status;
}

enum aq_status settle_late(struct settling *settling, struct aq_error *err)
{
	struct awaiting awaiting = {.has_others = false};
	enum aq_status status = find_lines(settling, &awaiting, err);
	size_t from = 0, count;

	for (; status >= AQ_OK && from < awaiting.lines.count; from += count) {
		count = awaiting.lines.count - from;
		if (count > LUMPS_A_CALL)
			count = LUMPS_A_CALL;
		aq_arena_reset(settling->scratch);
		status = judge_lines(settling, &awaiting.lines.list[from], count, err);
	}
	numbers_free(&awaiting.lines);
	return status;
}
