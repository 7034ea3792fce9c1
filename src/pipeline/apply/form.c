/*
 * form.c - what was decided becomes entries and allocations, with their hashes.
 *
 * Promises: asks nothing of the store and writes nothing there, so that one batch
 * is formed while the one before it is written. Numbers of the store, items that
 * are made when they are paid included, come later: none of them is hashed.
 */
#include "applying.h"

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

static enum aq_status suggestions_text(struct aq_arena *arena, const struct aq_decision *decision,
				       struct aq_slice *out, struct aq_error *err)
{
	struct aq_buffer text;

	*out = (struct aq_slice){NULL, 0};
	if (decision->suggestion_count == 0)
		return AQ_OK;
	aq_buffer_init(&text, 0);
	put_suggestions(&text, decision);
	*out = aq_arena_copy(arena, aq_buffer_slice(&text));
	aq_buffer_free(&text);
	return out->length ? AQ_OK : aq_fail_memory(err);
}

/* Evidence is valid until the next decision is read; most allocations of one
 * payment share theirs. */
static bool keep_evidence(struct aq_arena *arena, struct aq_allocation *allocations, size_t count)
{
	struct aq_slice given = {NULL, 0}, kept = {NULL, 0};
	size_t index;

	for (index = 0; index < count; index++) {
		struct aq_slice evidence = allocations[index].evidence;

		if (index == 0 || evidence.start != given.start ||
		    evidence.length != given.length) {
			given = evidence;
			kept = aq_arena_copy(arena, evidence);
			if (kept.length != evidence.length)
				return false;
		}
		allocations[index].evidence = kept;
	}
	return true;
}

static bool owns_account(const struct earlier *earlier)
{
	return earlier->customer_no != 0 && earlier->bucket != AQ_BUCKET_UNIDENTIFIED;
}

/* Money that leaves a customer's account was told there before: a negative row
 * takes it off, so that a payment's rows sum to where it sits. The ledger's
 * postings move it already. */
static size_t leave_account(const struct earlier *earlier, struct aq_allocation *allocations,
			    size_t count)
{
	int64_t moved = 0;
	size_t index;

	if (!owns_account(earlier))
		return count;
	for (index = 0; index < count; index++)
		moved += allocations[index].amount;
	if (moved == 0)
		return count;
	allocations[count] = allocations[count - 1];
	allocations[count].target_kind = AQ_TARGET_ACCOUNT;
	allocations[count].item_no = 0;
	allocations[count].parent_no = 0;
	allocations[count].customer_no = earlier->customer_no;
	allocations[count].customer = earlier->customer;
	allocations[count].target = earlier->customer;
	allocations[count].amount = -moved;
	allocations[count].discount = allocations[count].promotion = 0;
	allocations[count].write_off = allocations[count].bills = 0;
	allocations[count].bucket = earlier->bucket;
	return count + 1;
}

static enum aq_status copy_allocations(struct formed *batch, const struct aq_decision *decision,
				       const struct earlier *earlier, struct formed_row *row,
				       struct aq_error *err)
{
	size_t index, count = decision->allocation_count;
	struct aq_allocation *allocations = aq_arena_take_many(
		batch->arena, count + owns_account(earlier), sizeof(*allocations));

	if (!allocations)
		return aq_fail_memory(err);
	memcpy(allocations, decision->allocations, count * sizeof(*allocations));
	for (index = 0; index < count; index++)
		allocations[index].payment_no = decision->payment_no;
	if (!keep_evidence(batch->arena, allocations, count))
		return aq_fail_memory(err);
	row->allocations = allocations;
	row->allocation_count = leave_account(earlier, allocations, count);
	return AQ_OK;
}

static bool makes_items(const struct formed_row *row)
{
	size_t index;

	for (index = 0; index < row->allocation_count; index++)
		if (row->allocations[index].item_no == 0 && row->allocations[index].parent_no != 0)
			return true;
	return false;
}

static enum aq_status keep_application(struct formed *batch, struct formed_row *row,
				       const struct aq_application *application,
				       struct aq_error *err)
{
	struct aq_application *kept;

	if (!makes_items(row))
		return AQ_OK;
	kept = aq_arena_take(batch->arena, sizeof(*kept));
	if (!kept)
		return aq_fail_memory(err);
	*kept = *application;
	row->making = kept;
	return AQ_OK;
}

static enum aq_status form_entry(struct formed *batch, const struct aq_decision *decision,
				 const struct earlier *earlier, struct formed_row *row,
				 struct aq_error *err)
{
	struct job *job = batch->applying->job;
	struct aq_entry *entry = aq_arena_take(batch->arena, sizeof(*entry));
	struct aq_application application = {.payment_no = decision->payment_no,
					     .payment = decision->payment,
					     .posted_on = job->run.business_date,
					     .from = earlier->bucket,
					     .from_customer_no = earlier->customer_no,
					     .from_customer = earlier->customer,
					     .memo = decision->memo,
					     .event = AQ_EVENT_APPLY};
	struct formed_row formed = {.entry = entry};
	enum aq_status status = entry ? copy_allocations(batch, decision, earlier, &formed, err)
				      : aq_fail_memory(err);

	if (status < AQ_OK)
		return status;
	application.allocations = formed.allocations;
	application.allocation_count = formed.allocation_count;
	status = aq_entry_apply(entry, &application, batch->arena, err);
	if (status != AQ_OK)
		return status;
	status = keep_application(batch, &formed, &application, err);
	if (status >= AQ_OK)
		status = unit_chain_hash(job, entry, formed.allocations, formed.allocation_count,
					 err);
	*row = formed;
	return status;
}

static enum aq_status conclude(struct formed *batch, const struct aq_decision *decision,
			       struct aq_error *err)
{
	const struct earlier earlier = earlier_of(batch->applying, decision->payment_no);
	struct aq_applied *out = &batch->applied[batch->count];
	struct formed_row *row = &batch->rows[batch->count++];
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
	out->is_outcome = decision->status != earlier.status || decision->allocation_count > 0;
	status = suggestions_text(batch->arena, decision, &out->suggestions, err);
	if (status >= AQ_OK && decision->allocation_count > 0)
		status = form_entry(batch, decision, &earlier, row, err);
	row->paid_item_no = decision->paid_item_no;
	out->entry = row->entry;
	out->allocations = row->allocations;
	out->allocation_count = row->allocation_count;
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status form_all(struct formed *batch, struct aq_error *err)
{
	const struct aq_night *night = batch->applying->night;
	size_t index, room = batch->to - batch->from;
	enum aq_status status = AQ_OK;

	aq_arena_reset(batch->arena);
	batch->count = 0;
	batch->applied = aq_arena_take_many(batch->arena, room, sizeof(*batch->applied));
	batch->rows = aq_arena_take_many(batch->arena, room, sizeof(*batch->rows));
	if (!batch->applied || !batch->rows)
		return aq_fail_memory(err);
	for (index = batch->from; index < batch->to && status >= AQ_OK; index++) {
		const struct aq_decision *decision = aq_night_decision(night, index);

		if (decision->outcome != AQ_OUTCOME_STAY)
			status = conclude(batch, decision, err);
	}
	return status;
}

void form(struct formed *batch)
{
	batch->status = form_all(batch, &batch->err);
}
