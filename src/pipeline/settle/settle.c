/*
 * settle.c - the bank's lumps against the details they stand for.
 *
 * Promises: runs before anything is applied, so that a payout is never taken
 * for a customer's receipt; a lump that several settlements fit is asked, and
 * left alone by tonight's apply.
 */
#include "lump.h"

#include "acquit/claim.h"
#include "acquit/sorted.h"
#include "acquit/store_acts.h"

/* The settlements that a person may mean, as `review settle` takes them. */
static struct aq_slice suggest(struct settling *settling, const struct aq_settled *settled)
{
	struct aq_buffer text;
	struct aq_slice copy;

	aq_buffer_init(&text, 0);
	for (size_t at = 0; at < settled->fit_count; at++) {
		const struct aq_settlement *settlement = &settling->settlements[settled->fits[at]];
		char day[AQ_DATE_TEXT_BYTES];

		aq_date_print(settlement->settled_on, day);
		aq_buffer_print(&text, "%ssettlement:%.*s/%.*s (of %s)", at > 0 ? "; " : "",
				AQ_SLICE_ARGS(settlement->source),
				AQ_SLICE_ARGS(settlement->settlement_id), day);
	}
	copy = aq_arena_copy(settling->scratch, aq_buffer_slice(&text));
	if (aq_buffer_failed(&text))
		copy.length = 0;
	aq_buffer_free(&text);
	return copy;
}

static enum aq_status post_settled(struct settling *settling, const struct aq_settled *settled,
				   const struct aq_waiting *waiting, struct aq_applied *out,
				   struct aq_error *err)
{
	struct aq_settlement *settlement = &settling->settlements[settled->settlement_index];
	struct aq_account_ref clearing = {AQ_ACCOUNT_CLEARING, settlement->source};
	bool is_in = waiting->payment.direction == AQ_MONEY_IN;
	int64_t amount = settled->amount < 0 ? -settled->amount : settled->amount;
	struct aq_account_ref waits = {.account = is_in ? AQ_ACCOUNT_UNIDENTIFIED
							: AQ_ACCOUNT_UNIDENTIFIED_OUT};
	struct aq_posting posting = {.debit = is_in ? waits : clearing,
				     .credit = is_in ? clearing : waits,
				     .amount = amount,
				     .currency = waiting->payment.currency,
				     .settlement = settlement->settlement_id};
	struct aq_entry *entry = aq_arena_take(settling->scratch, sizeof(*entry));
	enum aq_status status;

	if (!entry)
		return aq_fail_memory(err);
	status = aq_entry_simple(entry, AQ_EVENT_SETTLED, settling->job->run.business_date,
				 &posting, settling->scratch, err);
	if (status < AQ_OK)
		return status;
	entry->payment_no = waiting->payment.payment_no;
	entry->payment = waiting->payment.id;
	out->entry = entry;
	out->settlement_no = settlement->settlement_no;
	out->deposited = settled->amount;
	out->left = is_in ? waiting->remainder - amount : 0;
	if (out->left == 0) {
		out->status = AQ_PAYMENT_SETTLEMENT;
		out->bucket = AQ_BUCKET_NONE;
	} else {
		out->is_outcome = false;
	}
	if (!aq_minor_add(settlement->deposited, out->deposited, &settlement->deposited))
		return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_OVERFLOW, (struct aq_at){0, 0},
			       "the deposits of a settlement are too large to add up");
	return unit_chain_entry(settling->job, &settling->chain, entry, (struct aq_slice){NULL, 0},
				err);
}

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	enum aq_code *code = context;

	(void)err;
	*code = line->code;
	return AQ_OK;
}

enum aq_status settle_is_asked(struct settling *settling, uint64_t payment_no, bool *out,
			       struct aq_error *err)
{
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status =
		aq_store_exceptions_of(settling->job->store, payment_no, on_question, &code, err);

	*out = code == AQ_POSSIBLE_DOUBLE;
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status conclude(struct settling *settling, const struct aq_settled *settled,
			       const struct aq_waiting *waiting, struct aq_applied *out,
			       struct aq_error *err)
{
	bool is_asked = false;
	enum aq_status status;

	*out = (struct aq_applied){.payment_no = waiting->payment.payment_no,
				   .status = waiting->status,
				   .rule = settled->rule,
				   .confidence = (uint8_t)aq_rule_confidence(settled->rule),
				   .bucket = waiting->bucket,
				   .left = waiting->remainder,
				   .customer_no = waiting->customer_no,
				   .exception = settled->exception,
				   .explanation = settled->evidence,
				   .is_outcome = true};
	if (settled->settlement_index != SIZE_MAX)
		return post_settled(settling, settled, waiting, out, err);
	out->suggestions = suggest(settling, settled);
	if (settled->fit_count > 0 && out->suggestions.length == 0)
		return aq_fail_memory(err);
	numbers_add(&settling->job->set_aside, waiting->payment.payment_no);
	status = settle_is_asked(settling, waiting->payment.payment_no, &is_asked, err);
	/* A question that is asked again as it was changes nothing. */
	out->is_outcome = !is_asked;
	return status;
}

enum aq_status settle_conclude_all(struct settling *settling, const struct aq_settled *settled,
				   const struct aq_waiting *waiting, struct aq_applied *out,
				   size_t *count, struct aq_error *err)
{
	struct aq_waiting rest = *waiting;
	size_t index = 0;
	enum aq_status status = AQ_OK;

	rest.remainder = waiting->payment.amount;
	for (;
	     index < *count && settled[index].payment_no == settled->payment_no && status >= AQ_OK;
	     index++) {
		status = conclude(settling, &settled[index], &rest, &out[index], err);
		rest.remainder = out[index].left;
	}
	*count = index;
	return status;
}

const struct aq_waiting *settle_waiting_of(const struct aq_waiting *waiting, size_t count,
					   uint64_t payment_no)
{
	const struct aq_waiting *found =
		aq_sorted_find(AQ_SORTED(waiting, count, payment.payment_no), payment_no);

	AQ_CLAIM(found);
	return found;
}

/* A line whose net fits a payout without a sure number of it, and that names an open item of exactly
 * its amount, has two answers. */
static enum aq_status doubt_net(struct settling *settling, const struct aq_lump *lump,
				struct aq_settled *settled, struct aq_error *err)
{
	const struct aq_settlement *settlement;
	struct aq_slice item;
	enum aq_status status;

	if (!settled->is_weak || settled->settlement_index == SIZE_MAX)
		return AQ_OK;
	status = lump_names_item(settling, lump, &item, err);
	if (status < AQ_OK || item.length == 0)
		return status;
	settlement = &settling->settlements[settled->settlement_index];
	settled->fits[0] = settled->settlement_index;
	settled->fit_count = 1;
	settled->evidence = aq_arena_print(
		settling->scratch,
		"it names %.*s, which has exactly this amount open, and fits settlement %.*s of "
		"%.*s by its net alone",
		AQ_SLICE_ARGS(item), AQ_SLICE_ARGS(settlement->settlement_id),
		AQ_SLICE_ARGS(settlement->source));
	settled->settlement_index = SIZE_MAX;
	settled->rule = AQ_RULE_NONE;
	settled->exception = AQ_POSSIBLE_DOUBLE;
	return settled->evidence.length ? AQ_OK : aq_fail_memory(err);
}

enum aq_status settle_judge(struct settling *settling, const struct aq_lump *lumps, size_t count,
			    struct aq_settled **out, size_t *settled_count, struct aq_error *err)
{
	const struct aq_settings *settings = &settling->job->home->settings;
	const struct aq_settle_problem problem = {.settlements = settling->settlements,
						  .settlement_count = settling->settlement_count,
						  .lumps = lumps,
						  .lump_count = count,
						  .names = settings->source_names,
						  .name_count = settings->source_name_count};
	enum aq_status status = aq_settle(&problem, settling->scratch, out, settled_count, err);
	size_t index;

	for (index = 0; status >= AQ_OK && index < *settled_count; index++)
		status = doubt_net(settling,
				   aq_sorted_find(AQ_SORTED(lumps, count, payment_no),
						  (*out)[index].payment_no),
				   &(*out)[index], err);
	return status;
}

static enum aq_status settle_lumps(struct settling *settling, const struct aq_waiting *waiting,
				   size_t count, const struct aq_lump *lumps, size_t lump_count,
				   struct aq_error *err)
{
	struct job *job = settling->job;
	struct aq_settled *settled;
	struct aq_applied *applied;
	size_t settled_count, index, part, at;
	enum aq_status status =
		settle_judge(settling, lumps, lump_count, &settled, &settled_count, err);

	if (status < AQ_OK || settled_count == 0)
		return status;
	applied = aq_arena_take_many(settling->scratch, settled_count, sizeof(*applied));
	if (!applied)
		return aq_fail_memory(err);
	for (index = 0; index < settled_count && status >= AQ_OK; index += part) {
		part = settled_count - index;
		status = settle_conclude_all(
			settling, &settled[index],
			settle_waiting_of(waiting, count, settled[index].payment_no),
			&applied[index], &part, err);
		for (at = index; at < index + part; at++)
			job->is_changed |= applied[at].is_outcome;
	}
	if (status < AQ_OK)
		return status;
	return aq_store_apply(job->store, job->run.run_no, applied, settled_count, err);
}

bool settle_is_set_aside(const struct settling *settling, uint64_t payment_no)
{
	return aq_sorted_find(AQ_SORTED(settling->aside, settling->aside_count, payment_no),
			      payment_no) != NULL ||
	       aq_sorted_find(AQ_SORTED(settling->gone, settling->gone_count, payment_no),
			      payment_no) != NULL;
}

/* Money of which the bank says that it did not come is put nowhere. */
static enum aq_status read_aside(struct settling *settling, struct aq_error *err)
{
	struct job *job = settling->job;
	enum aq_status status = aq_store_set_aside(job->store, settling->arena, &settling->aside,
						   &settling->aside_count, err);

	if (status >= AQ_OK)
		status = aq_store_asked(job->store, AQ_LINE_GONE, settling->arena, &settling->gone,
					&settling->gone_count, err);
	for (size_t at = 0; at < settling->gone_count && status >= AQ_OK; at++)
		numbers_add(&job->set_aside, settling->gone[at].payment_no);
	return status;
}

/* A line of which a part went elsewhere stands for no settlement. */
static bool is_whole(const struct aq_waiting *waiting)
{
	return waiting->remainder == waiting->payment.amount ||
	       waiting->remainder == -waiting->payment.amount;
}

static enum aq_status settle_batch(struct settling *settling, const struct aq_waiting *waiting,
				   size_t count, struct aq_error *err)
{
	struct aq_lump *lumps = aq_arena_take_many(settling->scratch, count + 1, sizeof(*lumps));
	size_t index, lump_count = 0;
	enum aq_status status = AQ_OK;

	if (!lumps)
		return aq_fail_memory(err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		if (may_be_lump(&waiting[index]) && is_whole(&waiting[index]) &&
		    !settle_is_set_aside(settling, waiting[index].payment.payment_no))
			status = lump_make(settling, &waiting[index], &lumps[lump_count++], err);
	if (status < AQ_OK || lump_count == 0)
		return status;
	return settle_lumps(settling, waiting, count, lumps, lump_count, err);
}

static enum aq_status settle_all(struct settling *settling, struct aq_error *err)
{
	struct aq_waiting_order order = {.buckets =
						 1u << AQ_BUCKET_UNIDENTIFIED | 1u << AQ_BUCKET_OUT,
					 .count_max = LUMPS_A_CALL};
	struct aq_waiting *waiting;
	size_t count;
	enum aq_status status;

	do {
		aq_arena_reset(settling->scratch);
		status = aq_store_waiting(settling->job->store, &order, settling->scratch, &waiting,
					  &count, err);
		if (status < AQ_OK || count == 0)
			return status;
		order.after = waiting[count - 1].payment.payment_no;
		status = settle_batch(settling, waiting, count, err);
	} while (status >= AQ_OK);
	return status;
}

static enum aq_status settle_open(struct settling *settling, struct aq_error *err)
{
	struct job *job = settling->job;
	enum aq_status status;

	if (settling->settlement_count == 0)
		return AQ_OK;
	status = unit_chain_begin(job, &settling->chain, AQ_SLICE("settle"), err);
	if (status >= AQ_OK)
		status = settle_all(settling, err);
	if (status >= AQ_OK)
		status = settle_late(settling, err);
	if (status >= AQ_OK)
		status = settle_over(settling, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &settling->chain, err);
	return status;
}

static enum aq_status settle_in_transaction(struct settling *settling, struct aq_error *err)
{
	enum aq_status status = settle_open(settling, err);

	return status < AQ_OK ? status : aq_store_commit(settling->job->store, err);
}

/* The store keeps ids as they were written; they are compared in normal form. */
static void normalise_ids(struct settling *settling)
{
	for (size_t index = 0; index < settling->settlement_count; index++) {
		struct aq_settlement *settlement = &settling->settlements[index];

		for (size_t id = 0;
		     id < sizeof(settlement->match_ids) / sizeof(settlement->match_ids[0]); id++)
			settlement->match_ids[id] =
				aq_number_normal(settling->arena, settlement->match_ids[id]);
	}
}

/* What a person said of a line is told with whatever the night asks of it. */
static void keep_said(struct settling *settling)
{
	struct job *job = settling->job;

	for (size_t at = 0; at < settling->aside_count; at++) {
		if (settling->aside[at].how == AQ_ASIDE_TAKEN_OFF)
			numbers_add(&job->taken_off, settling->aside[at].payment_no);
		else if (settling->aside[at].how == AQ_ASIDE_NO_SETTLEMENT)
			numbers_add(&job->no_settlement, settling->aside[at].payment_no);
	}
	numbers_sort(&job->taken_off);
	numbers_sort(&job->no_settlement);
}

enum aq_status settle(struct job *job, struct aq_error *err)
{
	struct settling settling = {.job = job};
	enum aq_status status;

	status = aq_arena_new(&settling.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&settling.scratch, 0, err);
	if (status >= AQ_OK)
		status =
			aq_store_settlements_open(job->store, settling.arena, &settling.settlements,
						  &settling.settlement_count, err);
	if (status < AQ_OK)
		goto done;
	normalise_ids(&settling);
	status = read_aside(&settling, err);
	if (status < AQ_OK)
		goto done;
	keep_said(&settling);
	status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		goto done;
	status = settle_in_transaction(&settling, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
	numbers_sort(&job->set_aside);
	if (job->set_aside.has_failed || job->taken_off.has_failed || job->no_settlement.has_failed)
		status = aq_fail_memory(err);
done:
	aq_arena_free(settling.scratch);
	aq_arena_free(settling.arena);
	return status < AQ_OK ? status : AQ_OK;
}

/* A detail bears its settlement's question, and applying it replaces what is asked
 * of it: so these come after everything that moves. */
enum aq_status settle_ask(struct job *job, struct aq_error *err)
{
	bool is_changed = false;
	enum aq_status status = aq_store_begin(job->store, err);

	if (status < AQ_OK)
		return status;
	status = aq_store_settlements_ask(job->store, &job->run, &is_changed, err);
	job->is_changed |= is_changed;
	if (status >= AQ_OK)
		status = aq_store_paid_questions(job->store, job->run.run_no, &is_changed, err);
	job->is_changed |= is_changed;
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
	return status;
}
