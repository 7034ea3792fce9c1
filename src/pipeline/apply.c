/*
 * apply.c - every receipt that waits meets what is open now.
 *
 * Promises: the whole night is decided before anything is posted, in rounds:
 * who loses an item to a better claim is looked at again against what is left.
 * One transaction. Running it again changes nothing.
 */
#include <stdlib.h>

#include "applying.h"

#include "acquit/claim.h"
#include "acquit/log.h"

#define DECISIONS_A_BATCH 16384

/* --- posting decisions --- */

static struct stub stub_of(const struct applying *applying, uint64_t payment_no)
{
	size_t low = 0, high = applying->stub_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (applying->stubs[middle].payment_no < payment_no)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < applying->stub_count && applying->stubs[low].payment_no == payment_no)
		return applying->stubs[low];
	return (struct stub){.payment_no = payment_no,
			     .bucket = AQ_BUCKET_UNIDENTIFIED,
			     .status = AQ_PAYMENT_UNIDENTIFIED};
}

static void put_suggestions(struct aq_buffer *out, const struct aq_decision *decision)
{
	size_t index;

	for (index = 0; index < decision->suggestion_count; index++) {
		const struct aq_suggestion *suggestion = &decision->suggestions[index];

		if (index > 0)
			aq_buffer_add_text(out, "; ");
		aq_buffer_add_text(out, aq_target_kind_name(suggestion->kind));
		aq_buffer_add_byte(out, ':');
		aq_buffer_add(out, suggestion->target);
		aq_buffer_add_text(out, " (");
		aq_buffer_add(out, suggestion->reason);
		aq_buffer_add_byte(out, ')');
	}
}

static enum aq_status suggestions_text(struct applying *applying,
				       const struct aq_decision *decision, struct aq_slice *out,
				       struct aq_error *err)
{
	struct aq_buffer text;

	*out = (struct aq_slice){NULL, 0};
	if (decision->suggestion_count == 0)
		return AQ_OK;
	aq_buffer_init(&text, 0);
	put_suggestions(&text, decision);
	*out = aq_arena_copy(applying->arena, aq_buffer_slice(&text));
	aq_buffer_free(&text);
	return out->length ? AQ_OK : aq_fail_memory(err);
}

/* The number of the customer whose account the money leaves. */
static enum aq_status from_customer(struct applying *applying, const struct stub *stub,
				    struct aq_slice *out, struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found;
	enum aq_status status;

	*out = (struct aq_slice){NULL, 0};
	if (stub->customer_no == 0)
		return AQ_OK;
	status = aq_store_customers(applying->job->store, &stub->customer_no, 1, applying->arena,
				    &customers, &found, err);
	if (status >= AQ_OK && found == 1)
		*out = customers[0].number;
	return status;
}

/* Evidence is valid until the next decision is read; most allocations of one
 * payment share theirs. */
static bool keep_evidence(struct applying *applying, struct aq_allocation *allocations,
			  size_t count)
{
	struct aq_slice given = {NULL, 0}, kept = {NULL, 0};
	size_t index;

	for (index = 0; index < count; index++) {
		struct aq_slice evidence = allocations[index].evidence;

		if (index == 0 || evidence.start != given.start ||
		    evidence.length != given.length) {
			given = evidence;
			kept = aq_arena_copy(applying->arena, evidence);
			if (kept.length != evidence.length)
				return false;
		}
		allocations[index].evidence = kept;
	}
	return true;
}

/* Money that leaves a customer's account was told there before: a negative row
 * takes it off, so that a payment's rows sum to where it sits. The ledger's
 * postings move it already. */
static size_t leave_account(const struct stub *stub, struct aq_slice customer,
			    struct aq_allocation *allocations, size_t count)
{
	int64_t moved = 0;
	size_t index;

	if (stub->customer_no == 0 || stub->bucket == AQ_BUCKET_UNIDENTIFIED)
		return count;
	for (index = 0; index < count; index++)
		moved += allocations[index].amount;
	if (moved == 0)
		return count;
	allocations[count] = allocations[count - 1];
	allocations[count].target_kind = AQ_TARGET_ACCOUNT;
	allocations[count].item_no = 0;
	allocations[count].parent_no = 0;
	allocations[count].customer_no = stub->customer_no;
	allocations[count].customer = customer;
	allocations[count].target = customer;
	allocations[count].amount = -moved;
	allocations[count].discount = allocations[count].promotion = 0;
	allocations[count].write_off = allocations[count].bills = 0;
	allocations[count].bucket = stub->bucket;
	return count + 1;
}

static enum aq_status copy_allocations(struct applying *applying,
				       const struct aq_decision *decision,
				       struct aq_allocation **out, struct aq_error *err)
{
	struct aq_allocation *allocations = aq_arena_take_many(
		applying->arena, decision->allocation_count + 2, sizeof(*allocations));
	size_t index;
	bool makes = false;

	if (!allocations)
		return aq_fail_memory(err);
	if (decision->allocation_count > 0)
		memcpy(allocations, decision->allocations,
		       decision->allocation_count * sizeof(*allocations));
	for (index = 0; index < decision->allocation_count; index++) {
		allocations[index].payment_no = decision->payment_no;
		makes = makes ||
			(allocations[index].item_no == 0 && allocations[index].parent_no != 0);
	}
	if (!keep_evidence(applying, allocations, decision->allocation_count))
		return aq_fail_memory(err);
	*out = allocations;
	if (!makes)
		return AQ_OK;
	return aq_store_items_make(applying->job->store, allocations, decision->allocation_count,
				   err);
}

static enum aq_status post_decision(struct applying *applying, const struct aq_decision *decision,
				    const struct stub *stub, struct aq_applied *out,
				    struct aq_error *err)
{
	struct job *job = applying->job;
	struct aq_entry *entry = aq_arena_take(applying->arena, sizeof(*entry));
	struct aq_allocation *allocations = NULL;
	struct aq_application application = {.payment_no = decision->payment_no,
					     .payment = decision->payment,
					     .posted_on = job->run.business_date,
					     .from = stub->bucket,
					     .from_customer_no = stub->customer_no,
					     .event = AQ_EVENT_APPLY};
	enum aq_status status;

	if (!entry)
		return aq_fail_memory(err);
	status = copy_allocations(applying, decision, &allocations, err);
	if (status >= AQ_OK)
		status = from_customer(applying, stub, &application.from_customer, err);
	if (status < AQ_OK)
		return status;
	application.allocation_count = leave_account(stub, application.from_customer, allocations,
						     decision->allocation_count);
	application.allocations = allocations;
	status = aq_entry_apply(entry, &application, applying->arena, err);
	if (status != AQ_OK)
		return status;
	out->entry = entry;
	out->allocations = allocations;
	out->allocation_count = application.allocation_count;
	applying->applied_count++;
	return unit_chain_applied(job, &applying->chain, entry, allocations, out->allocation_count,
				  err);
}

static enum aq_status conclude(struct applying *applying, const struct aq_decision *decision,
			       struct aq_applied *out, struct aq_error *err)
{
	const struct stub stub = stub_of(applying, decision->payment_no);
	enum aq_status status;

	*out = (struct aq_applied){.payment_no = decision->payment_no,
				   .status = decision->status,
				   .rule = decision->rule,
				   .confidence = (uint8_t)aq_rule_confidence(decision->rule),
				   .bucket = decision->left > 0 ? decision->bucket : AQ_BUCKET_NONE,
				   .left = decision->left,
				   .customer_no = decision->customer_no,
				   .contract_no = decision->contract_no,
				   .exception = decision->exception,
				   .explanation = decision->explanation};
	out->is_outcome = decision->status != stub.status || decision->allocation_count > 0;
	status = suggestions_text(applying, decision, &out->suggestions, err);
	if (status >= AQ_OK && decision->allocation_count > 0)
		status = post_decision(applying, decision, &stub, out, err);
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status post_batch(struct applying *applying, size_t from, size_t to,
				 struct aq_error *err)
{
	struct aq_applied *applied;
	size_t index, count = 0;
	enum aq_status status = AQ_OK;

	aq_arena_reset(applying->arena);
	applied = aq_arena_take_many(applying->arena, to - from, sizeof(*applied));
	if (!applied)
		return aq_fail_memory(err);
	for (index = from; index < to && status >= AQ_OK; index++) {
		const struct aq_decision *decision = aq_night_decision(applying->night, index);

		if (decision->outcome == AQ_OUTCOME_STAY)
			continue;
		status = conclude(applying, decision, &applied[count], err);
		/* A question that is asked again as it was changes nothing. */
		if (applied[count++].is_outcome)
			applying->job->is_changed = true;
	}
	if (status < AQ_OK || count == 0)
		return status;
	return aq_store_apply_part(applying->moves, applying->job->run.run_no, applied, count, err);
}

static enum aq_status post_round(struct applying *applying, struct aq_error *err)
{
	size_t count = aq_night_decision_count(applying->night), from;
	enum aq_status status = AQ_OK;

	for (from = 0; from < count && status >= AQ_OK; from += DECISIONS_A_BATCH)
		status = post_batch(
			applying, from,
			from + DECISIONS_A_BATCH < count ? from + DECISIONS_A_BATCH : count, err);
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

static enum aq_status rounds(struct applying *applying, struct aq_error *err)
{
	struct numbers losers = {.count = 0};
	enum aq_status status = AQ_OK;
	int round;

	for (round = 0; round < AQ_MATCH_ROUNDS_MAX && status >= AQ_OK; round++) {
		if (round > 0 && losers.count == 0)
			break;
		aq_night_round(applying->night, round);
		applying->stub_count = 0;
		status = round == 0 ? propose_all(applying, err)
				    : propose_losers(applying, losers.list, losers.count, err);
		if (status >= AQ_OK)
			status = aq_night_assign(applying->night, err);
		if (status >= AQ_OK && take_losers(applying, &losers) < AQ_OK)
			status = aq_fail_memory(err);
		if (status >= AQ_OK)
			status = post_round(applying, err);
	}
	numbers_free(&losers);
	return status;
}

static enum aq_status apply_in_transaction(struct applying *applying, struct aq_error *err)
{
	struct job *job = applying->job;
	enum aq_status status;

	status = unit_chain_begin(job, &applying->chain, AQ_SLICE("apply"), err);
	if (status >= AQ_OK)
		status = rounds(applying, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &applying->chain, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	return status;
}

enum aq_status apply(struct job *job, struct aq_error *err)
{
	struct aq_match_settings settings = {.business_date = job->run.business_date,
					     .use_balance = job->home->settings.use_balance};
	struct applying applying = {.job = job};
	enum aq_status status;

	status = aq_arena_new(&applying.arena, 0, err);
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
	free(applying.stubs);
	aq_moves_free(applying.moves);
	aq_night_free(applying.night);
	aq_arena_free(applying.arena);
	return status < AQ_OK ? status : AQ_OK;
}
