/*
 * apply.c - every receipt that waits meets what is open now.
 *
 * Promises: the whole night is decided before anything is posted, in rounds:
 * who loses an item to a better claim is looked at again against what is left.
 * One transaction. Running it again changes nothing.
 */
#include <stdlib.h>

#include "applying.h"
#include "standings.h"

#include "acquit/claim.h"
#include "acquit/log.h"
#include "acquit/memory.h"
#include "acquit/thread.h"

#define PASSES_MAX	  8
#define DECISIONS_A_BATCH 8192

/* --- posting decisions --- */

/* Items that are made when they are paid, of the whole batch: entries name them. */
static enum aq_status make_items(struct applying *applying, const struct formed *batch,
				 struct aq_error *err)
{
	struct aq_allocation **made;
	size_t room = 0, count = 0;

	for (size_t at = 0; at < batch->count; at++)
		room += batch->rows[at].making ? batch->rows[at].allocation_count : 0;
	if (room == 0)
		return AQ_OK;
	made = aq_arena_take_many(batch->arena, room, sizeof(struct aq_allocation *));
	if (!made)
		return aq_fail_memory(err);
	for (size_t at = 0; at < batch->count; at++)
		for (size_t which = 0;
		     batch->rows[at].making && which < batch->rows[at].allocation_count; which++)
			made[count++] = &batch->rows[at].allocations[which];
	return aq_store_items_make(applying->job->store, made, count, err);
}

/* What is paid already was paid by a payment: the question names it. */
static enum aq_status name_earlier(struct applying *applying, const struct formed *batch,
				   const struct formed_row *row, struct aq_applied *applied,
				   struct aq_error *err)
{
	struct aq_payment_id id;
	struct aq_date booked_on;
	char payment[AQ_PAYMENT_ID_TEXT_BYTES], day[AQ_DATE_TEXT_BYTES];
	enum aq_status status = aq_store_item_paid_by(applying->job->store, row->paid_item_no, &id,
						      &booked_on, err);

	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status < AQ_OK)
		return status;
	aq_payment_id_print(id, payment);
	aq_date_print(booked_on, day);
	applied->explanation = aq_arena_print(batch->arena, "%.*s; paid by payment %s, booked %s",
					      AQ_SLICE_ARGS(applied->explanation), payment, day);
	return applied->explanation.length > 0 ? AQ_OK : aq_fail_memory(err);
}

/* The question that is asked instead of a person's answer tells that answer. */
static enum aq_status tell_said(const struct job *job, const struct formed *batch,
				struct aq_applied *applied, struct aq_error *err)
{
	const char *said = NULL;

	if (applied->exception == AQ_CODE_NONE)
		return AQ_OK;
	if (numbers_hold(&job->taken_off, applied->payment_no))
		said = "a person took it off its settlement";
	else if (numbers_hold(&job->no_settlement, applied->payment_no))
		said = "a person said that it is no settlement's";
	if (!said)
		return AQ_OK;
	applied->explanation =
		aq_arena_print(batch->arena, "%s; %.*s", said, AQ_SLICE_ARGS(applied->explanation));
	return applied->explanation.length > 0 ? AQ_OK : aq_fail_memory(err);
}

/* Whoever was looked at with these books is looked at again. */
static void watch_row(struct applying *applying, const struct formed_row *row)
{
	for (size_t at = 0; applying->is_again && at < row->allocation_count; at++) {
		const struct aq_allocation *allocation = &row->allocations[at];

		watch_moved(&applying->watch, allocation->customer_no);
		if (allocation->item_no)
			numbers_add(&applying->moved_items, allocation->item_no);
	}
}

static enum aq_status number_batch(struct applying *applying, struct formed *batch,
				   struct aq_error *err)
{
	struct job *job = applying->job;
	size_t index;
	enum aq_status status = make_items(applying, batch, err);

	for (index = 0; index < batch->count && status >= AQ_OK; index++) {
		struct formed_row *row = &batch->rows[index];

		/* A question that is asked again as it was changes nothing. */
		job->is_changed |= batch->applied[index].is_outcome;
		if (row->paid_item_no)
			status = name_earlier(applying, batch, row, &batch->applied[index], err);
		if (status >= AQ_OK)
			status = tell_said(job, batch, &batch->applied[index], err);
		if (!row->entry || status < AQ_OK)
			continue;
		if (row->making)
			status = aq_entry_apply_items(row->entry, row->making, batch->arena, err);
		watch_row(applying, row);
		if (status >= AQ_OK)
			status = unit_chain_allocations(job, row->allocations,
							row->allocation_count, err);
		if (status >= AQ_OK)
			status = unit_chain_number(job, &applying->chain, row->entry, err);
		applying->applied_count++;
	}
	return status;
}

static enum aq_status post_batch(struct applying *applying, struct formed *batch,
				 struct aq_error *err)
{
	enum aq_status status = number_batch(applying, batch, err);

	if (status < AQ_OK || batch->count == 0)
		return status;
	return aq_store_apply_part(applying->moves, applying->job->run.run_no, batch->applied,
				   batch->count, err);
}

/* --- one is formed while another is written --- */

struct forming {
	struct formed batch;
	pthread_t thread;
	bool is_begun, is_running;
};

static void *form_beside(void *context)
{
	form(&((struct forming *)context)->batch);
	return NULL;
}

/* Where no thread can be had, the batch is formed when it is waited for. */
static void forming_begin(struct forming *forming, size_t from, size_t count)
{
	forming->batch.from = from;
	forming->batch.to = from + DECISIONS_A_BATCH < count ? from + DECISIONS_A_BATCH : count;
	forming->is_begun = from < count;
	if (forming->is_begun)
		forming->is_running = aq_thread_begin(&forming->thread, form_beside, forming);
}

static enum aq_status forming_end(struct forming *forming, struct aq_error *err)
{
	if (!forming->is_begun)
		return AQ_OK;
	if (forming->is_running)
		(void)pthread_join(forming->thread, NULL);
	else
		form(&forming->batch);
	forming->is_begun = forming->is_running = false;
	if (forming->batch.status < AQ_OK && err)
		*err = forming->batch.err;
	return forming->batch.status;
}

static enum aq_status post_round(struct applying *applying, struct aq_error *err)
{
	struct forming two[2] = {
		{.batch = {.applying = applying, .arena = applying->arena}},
		{.batch = {.applying = applying, .arena = applying->other}},
	};
	size_t count = aq_night_decision_count(applying->night), from, turn = 0;
	enum aq_status status = AQ_OK;

	forming_begin(&two[0], 0, count);
	for (from = 0; from < count && status >= AQ_OK; from += DECISIONS_A_BATCH, turn ^= 1) {
		status = forming_end(&two[turn], err);
		if (status < AQ_OK)
			break;
		forming_begin(&two[turn ^ 1], from + DECISIONS_A_BATCH, count);
		status = post_batch(applying, &two[turn].batch, err);
	}
	(void)forming_end(&two[0], NULL);
	(void)forming_end(&two[1], NULL);
	return status < AQ_OK ? status : aq_moves_write(applying->moves, err);
}

/* Losers are copied: the night forgets them when the next round begins. */
static enum aq_status take_losers(struct applying *applying, struct numbers *out)
{
	size_t count, index;
	const uint64_t *losers = aq_night_losers(applying->night, &count);

	out->count = 0;
	for (index = 0; index < count; index++)
		numbers_add(out, losers[index]);
	return out->has_failed ? AQ_SYSTEM : AQ_OK;
}

static enum aq_status watch_claims(struct applying *applying, struct aq_error *err)
{
	size_t count = applying->is_again ? aq_night_claimants(applying->night, NULL) : 0;
	uint64_t *claimants;

	if (count == 0)
		return AQ_OK;
	aq_arena_reset(applying->other);
	claimants = aq_arena_take_many(applying->other, count, sizeof(*claimants));
	if (!claimants)
		return aq_fail_memory(err);
	(void)aq_night_claimants(applying->night, claimants);
	for (size_t at = 0; at < count; at++)
		numbers_add(&applying->watch.claimants, claimants[at]);
	return AQ_OK;
}

/* The first round of a pass puts those of `list` before the rules; NULL: all. */
static enum aq_status rounds(struct applying *applying, const struct numbers *list,
			     struct aq_error *err)
{
	struct numbers losers = {.count = 0};
	enum aq_status status = AQ_OK;
	int round;

	for (round = 0; round < AQ_MATCH_ROUNDS_MAX && status >= AQ_OK; round++) {
		if (round > 0 && losers.count == 0)
			break;
		aq_night_round(applying->night, round);
		if (round == 0)
			aq_memory_give_back(); /* what the pass before kept of all payments */
		applying->earlier_count = 0;
		if (round == 0)
			status = list ? propose_these(applying, list, err)
				      : propose_all(applying, err);
		else
			status = propose_these(applying, &losers, err);
		if (status >= AQ_OK && round == 0 && !applying->is_again)
			status = propose_paid_twice(applying, err);
		aq_memory_give_back();
		if (status >= AQ_OK)
			status = watch_claims(applying, err);
		if (status >= AQ_OK)
			status = aq_night_assign(applying->night, err);
		if (status >= AQ_OK)
			status = lessons_take(applying, err);
		if (status >= AQ_OK)
			status = earlier_name(applying, err);
		if (status >= AQ_OK && take_losers(applying, &losers) < AQ_OK)
			status = aq_fail_memory(err);
		if (status >= AQ_OK)
			status = post_round(applying, err);
	}
	numbers_free(&losers);
	return status;
}

/* As they were, but for what the pass before moved. */
static enum aq_status amounts_again(struct applying *applying, const struct aq_amount_table *before,
				    struct aq_error *err)
{
	struct numbers *moved = &applying->moved_items;
	enum aq_status status;

	numbers_sort(moved);
	status = moved->has_failed
			 ? aq_fail_memory(err)
			 : aq_amount_table_renew(before, applying->job->store, moved->list,
						 moved->count, &applying->amounts, err);
	moved->count = 0;
	return status;
}

/* What the pass before closed is suggested to nobody, and what stood among too many
 * of its amount may now stand among few: who has such an amount is asked again. */
static enum aq_status amounts_renew(struct applying *applying, struct aq_error *err)
{
	struct aq_amount_table *before = applying->amounts;
	struct aq_amount_walk walk = {0, 0};
	struct aq_money money;
	enum aq_status status = AQ_OK;

	applying->amounts = NULL;
	if (before && applying->watch.count > 0)
		status = amounts_again(applying, before, err);
	while (applying->amounts && status >= AQ_OK &&
	       aq_amount_table_differ(before, applying->amounts, &walk, &money))
		watch_moved(&applying->watch, watch_amount(money));
	aq_amount_table_free(before);
	return status;
}

/* What was applied may answer what was asked: so everything that still waits is
 * put before the rules again, and then whatever that moved something for, until
 * nothing moves. Another run of the same day then changes nothing. */
static enum aq_status passes(struct applying *applying, struct aq_error *err)
{
	struct numbers affected = {.count = 0};
	enum aq_status status = AQ_OK;
	uint64_t before;

	for (int pass = 0; pass < PASSES_MAX && status >= AQ_OK; pass++) {
		before = applying->applied_count;
		applying->is_again = pass > 0;
		status = lessons_begin(applying, err);
		if (status >= AQ_OK && applying->is_again)
			status = tables_renew(applying->job, err);
		if (status >= AQ_OK && applying->is_again)
			status = amounts_renew(applying, err);
		if (status >= AQ_OK && pass > 1)
			status = watch_affected(&applying->watch, &affected, err);
		if (status >= AQ_OK)
			status = rounds(applying, pass > 1 ? &affected : NULL, err);
		if (status >= AQ_OK)
			status = lessons_write(applying, err);
		if (applying->applied_count == before && aq_night_put_off(applying->night) == 0)
			break;
	}
	numbers_free(&affected);
	return status;
}

static enum aq_status apply_in_transaction(struct applying *applying, struct aq_error *err)
{
	struct job *job = applying->job;
	enum aq_status status;

	status = unit_chain_begin(job, &applying->chain, AQ_SLICE("apply"), err);
	if (status >= AQ_OK)
		status = passes(applying, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &applying->chain, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	return status;
}

static bool learns(const struct job *job)
{
	return !job->home->settings.forgets_payers;
}

enum aq_status apply(struct job *job, struct aq_error *err)
{
	struct aq_rule_standing standings[AQ_RULE_COUNT];
	struct aq_match_settings settings = {.business_date = job->run.business_date,
					     .use_balance = job->home->settings.use_balance,
					     .rules_off = job->home->settings.rules_off,
					     .limits = job->home->settings.rule_limits,
					     .limit_count = job->home->settings.rule_limit_count,
					     .standings = standings,
					     .terms = job->home->settings.terms,
					     .terms_count = job->home->settings.terms_count,
					     .key = learns(job) ? aq_store_siphash_key(job->store)
								: NULL};
	struct applying applying = {.job = job};
	enum aq_status status;

	aq_memory_give_back();
	status = standings_of_job(job, standings, err);
	if (status < AQ_OK)
		return status;
	standings_say(standings);
	status = aq_arena_new(&applying.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&applying.other, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&applying.names, 0, err);
	if (status >= AQ_OK)
		status = aq_night_new(&applying.night, &settings, err);
	if (status >= AQ_OK)
		status = aq_moves_new(&applying.moves, job->store, err);
	if (status >= AQ_OK)
		status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		goto done;
	status = apply_in_transaction(&applying, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
	else
		aq_log_say(AQ_LOG_INFO, "%llu payments moved",
			   (unsigned long long)applying.applied_count);
done:
	free(applying.earlier);
	free(applying.lessons);
	watch_free(&applying.watch);
	numbers_free(&applying.moved_items);
	aq_amount_table_free(applying.amounts);
	aq_moves_free(applying.moves);
	aq_night_free(applying.night);
	aq_arena_free(applying.arena);
	aq_arena_free(applying.other);
	aq_arena_free(applying.names);
	return status < AQ_OK ? status : AQ_OK;
}
