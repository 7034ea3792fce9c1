/*
 * settle.c - the bank's lumps against the details they stand for.
 *
 * Promises: runs before anything is applied, so that a payout is never taken
 * for a customer's receipt; a lump that several settlements fit is asked, and
 * left alone by tonight's apply.
 */
#include "contra.h"
#include "late.h"

#include "acquit/utf8.h"

#define LUMPS_A_CALL   16384
#define LUMP_WORDS_MAX 32 /* of its text, looked at as ids */

struct settling {
	struct job *job;
	struct aq_arena *arena; /* settlements; the whole step */
	struct aq_arena *scratch; /* one batch of lumps */
	struct aq_settlement *settlements;
	size_t settlement_count;
	struct unit_chain chain;
};

/* Only a statement line without details of its own can be a lump. */
static bool may_be_lump(const struct aq_waiting *waiting)
{
	const struct aq_payment *payment = &waiting->payment;

	return payment->mode == AQ_POSTS_BANK && waiting->status != AQ_PAYMENT_POSSIBLE_DUPLICATE &&
	       (payment->kind == AQ_KIND_RECEIPT || payment->kind == AQ_KIND_OUTGOING ||
		payment->kind == AQ_KIND_SETTLEMENT || payment->kind == AQ_KIND_ADJUSTMENT);
}

static enum aq_status fold_texts(struct settling *settling, const struct aq_payment *payment,
				 struct aq_slice *out, struct aq_error *err)
{
	struct aq_slice joined =
		aq_arena_print(settling->scratch, "%.*s\n%.*s\n%.*s", AQ_SLICE_ARGS(payment->payer),
			       AQ_SLICE_ARGS(payment->batch_id), AQ_SLICE_ARGS(payment->text));

	*out = aq_utf8_fold(settling->scratch, joined);
	return out->length == 0 ? aq_fail_memory(err) : AQ_OK;
}

/* Every word of the text whole: a payout's id may hold marks at which a number
 * inside free text would end. */
static size_t add_words(struct settling *settling, struct aq_slice text,
			struct aq_slice ids[LUMP_WORDS_MAX])
{
	struct aq_slice word;
	size_t count = 0;

	while (text.length > 0 && count < LUMP_WORDS_MAX) {
		word = aq_number_normal(settling->scratch, aq_slice_cut(&text, ' '));
		if (word.length >= AQ_TOKEN_LENGTH_MIN)
			ids[count++] = word;
	}
	return count;
}

static enum aq_status make_lump(struct settling *settling, const struct aq_waiting *waiting,
				struct aq_lump *out, struct aq_error *err)
{
	const struct aq_payment *payment = &waiting->payment;
	struct aq_token tokens[AQ_TOKENS_MAX];
	size_t token_count = aq_payment_tokens(payment, settling->scratch, tokens), index,
	       count = 0;
	struct aq_slice *ids;

	*out = (struct aq_lump){.payment_no = payment->payment_no,
				.payment = payment->id,
				.direction = payment->direction,
				.currency = payment->currency,
				.amount = payment->amount,
				.booked_on = payment->booked_on};
	ids = aq_arena_take_many(settling->scratch,
				 token_count + payment->reference_count + LUMP_WORDS_MAX,
				 sizeof(*ids));
	if (!ids)
		return aq_fail_memory(err);
	for (index = 0; index < token_count; index++)
		ids[count++] = tokens[index].normal;
	for (index = 0; index < payment->reference_count; index++) {
		if (payment->references[index].kind == AQ_REF_TEXT)
			continue;
		ids[count] = aq_number_normal(settling->scratch, payment->references[index].value);
		if (ids[count].length > 0)
			count++;
	}
	count += add_words(settling, payment->text, ids + count);
	out->ids = ids;
	out->id_count = count;
	return fold_texts(settling, payment, &out->folded, err);
}

static enum aq_status post_settled(struct settling *settling, const struct aq_settled *settled,
				   const struct aq_waiting *waiting, struct aq_applied *out,
				   struct aq_error *err)
{
	struct aq_settlement *settlement = &settling->settlements[settled->settlement_index];
	struct aq_account_ref clearing = {AQ_ACCOUNT_CLEARING, settlement->source};
	bool is_in = waiting->payment.direction == AQ_MONEY_IN;
	struct aq_account_ref waits = {.account = is_in ? AQ_ACCOUNT_UNIDENTIFIED
							: AQ_ACCOUNT_UNIDENTIFIED_OUT};
	struct aq_posting posting = {.debit = is_in ? waits : clearing,
				     .credit = is_in ? clearing : waits,
				     .amount = waiting->payment.amount,
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
	out->status = AQ_PAYMENT_SETTLEMENT;
	out->bucket = AQ_BUCKET_NONE;
	out->left = 0;
	out->settlement_no = settlement->settlement_no;
	out->deposited = is_in ? waiting->payment.amount : -waiting->payment.amount;
	if (!aq_minor_add(settlement->deposited, out->deposited, &settlement->deposited))
		return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_OVERFLOW, (struct aq_at){0, 0},
			       "the deposits of a settlement are too large to add up");
	return unit_chain_entry(settling->job, &settling->chain, entry, (struct aq_slice){NULL, 0},
				err);
}

static enum aq_status conclude(struct settling *settling, const struct aq_settled *settled,
			       const struct aq_waiting *waiting, struct aq_applied *out,
			       struct aq_error *err)
{
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
	numbers_add(&settling->job->set_aside, waiting->payment.payment_no);
	return AQ_OK;
}

static const struct aq_waiting *waiting_of(const struct aq_waiting *waiting, size_t count,
					   uint64_t payment_no)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (waiting[middle].payment.payment_no < payment_no)
			low = middle + 1;
		else
			high = middle;
	}
	return &waiting[low];
}

static enum aq_status settle_lumps(struct settling *settling, const struct aq_waiting *waiting,
				   size_t count, const struct aq_lump *lumps, size_t lump_count,
				   struct aq_error *err)
{
	struct job *job = settling->job;
	struct aq_settle_problem problem = {.settlements = settling->settlements,
					    .settlement_count = settling->settlement_count,
					    .lumps = lumps,
					    .lump_count = lump_count,
					    .names = job->home->settings.source_names,
					    .name_count = job->home->settings.source_name_count};
	struct aq_settled *settled;
	struct aq_applied *applied;
	size_t settled_count, index;
	enum aq_status status;

	status = aq_settle(&problem, settling->scratch, &settled, &settled_count, err);
	if (status < AQ_OK || settled_count == 0)
		return status;
	applied = aq_arena_take_many(settling->scratch, settled_count, sizeof(*applied));
	if (!applied)
		return aq_fail_memory(err);
	for (index = 0; index < settled_count && status >= AQ_OK; index++)
		status = conclude(settling, &settled[index],
				  waiting_of(waiting, count, settled[index].payment_no),
				  &applied[index], err);
	if (status < AQ_OK)
		return status;
	job->is_changed = true;
	return aq_store_apply(job->store, job->run.run_no, applied, settled_count, err);
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
		if (may_be_lump(&waiting[index]))
			status = make_lump(settling, &waiting[index], &lumps[lump_count++], err);
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

/* Nobody but the night itself put the money where it is, and all of it is there. */
static bool can_be_undone(const struct aq_waiting *lump, const struct aq_application_row *rows,
			  size_t count)
{
	for (size_t index = 0; index < count; index++)
		for (size_t at = 0; at < rows[index].allocation_count; at++)
			if (rows[index].allocations[at].rule == AQ_RULE_REVIEW)
				return false;
	return !contra_was_moved(rows, count) &&
	       contra_still_there(lump, rows, count) == lump->payment.amount;
}

static enum aq_status ask_late(struct settling *settling, const struct aq_waiting *lump,
			       struct aq_error *err)
{
	struct aq_applied applied = {
		.payment_no = lump->payment.payment_no,
		.status = lump->status,
		.bucket = lump->bucket,
		.left = lump->remainder,
		.customer_no = lump->customer_no,
		.exception = AQ_POSSIBLE_DOUBLE,
		.explanation =
			AQ_SLICE("the details of this line came after it was applied, and a "
				 "person has moved its money: take it off, or unapply them")};

	return aq_store_apply(settling->job->store, settling->job->run.run_no, &applied, 1, err);
}

/* Whatever the lump was applied to is contradicted; then it closes its settlement. */
static enum aq_status settle_late_one(struct settling *settling, const struct late_lump *late,
				      const struct aq_waiting *lump, struct aq_error *err)
{
	const struct aq_settled settled = {.payment_no = late->payment_no,
					   .settlement_index = late->settlement_index,
					   .rule = AQ_RULE_SETTLEMENT_ID,
					   .evidence = AQ_SLICE("its details came later")};
	const struct contra_order contra = {.job = settling->job,
					    .chain = &settling->chain,
					    .arena = settling->scratch,
					    .payment_no = late->payment_no,
					    .rule = AQ_RULE_SETTLEMENT_ID,
					    .evidence = settled.evidence};
	struct aq_application_row *rows;
	struct aq_applied *applied;
	size_t count, index;
	enum aq_status status = aq_store_applications(settling->job->store, late->payment_no,
						      settling->scratch, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	if (!can_be_undone(lump, rows, count))
		return ask_late(settling, lump, err);
	applied = aq_arena_take_many(settling->scratch, count + 1, sizeof(*applied));
	if (!applied)
		return aq_fail_memory(err);
	for (index = 0; index < count && status >= AQ_OK; index++) {
		applied[index] = (struct aq_applied){.payment_no = late->payment_no,
						     .status = AQ_PAYMENT_UNIDENTIFIED,
						     .bucket = AQ_BUCKET_UNIDENTIFIED,
						     .left = lump->payment.amount};
		status = contra_application(&contra, &rows[index], &applied[index], err);
	}
	if (status >= AQ_OK)
		status = conclude(settling, &settled, lump, &applied[count], err);
	if (status < AQ_OK)
		return status;
	applied[count].customer_no = 0;
	settling->job->is_changed = true;
	return aq_store_apply(settling->job->store, settling->job->run.run_no, applied, count + 1,
			      err);
}

/* Details that come after their lump; the bank posting of the lump stays. */
static enum aq_status settle_late(struct settling *settling, struct aq_error *err)
{
	struct late_lump *late;
	size_t count, found, index;
	struct aq_waiting *lump;
	enum aq_status status =
		late_lumps(settling->job, settling->settlements, settling->settlement_count,
			   settling->arena, &late, &count, err);

	for (index = 0; index < count && status >= AQ_OK; index++) {
		aq_arena_reset(settling->scratch);
		status = aq_store_payments_read(settling->job->store, &late[index].payment_no, 1,
						settling->scratch, &lump, &found, err);
		if (status >= AQ_OK && found == 1 && may_be_lump(lump))
			status = settle_late_one(settling, &late[index], lump, err);
	}
	return status;
}

static enum aq_status settle_in_transaction(struct settling *settling, struct aq_error *err)
{
	struct job *job = settling->job;
	enum aq_status status;

	status = unit_chain_begin(job, &settling->chain, AQ_SLICE("settle"), err);
	if (status >= AQ_OK)
		status = settle_all(settling, err);
	if (status >= AQ_OK)
		status = settle_late(settling, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &settling->chain, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	return status;
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
	if (status < AQ_OK || settling.settlement_count == 0)
		goto done;
	normalise_ids(&settling);
	status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		goto done;
	status = settle_in_transaction(&settling, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
	numbers_sort(&job->set_aside);
	if (job->set_aside.has_failed)
		status = aq_fail_memory(err);
done:
	aq_arena_free(settling.scratch);
	aq_arena_free(settling.arena);
	return status < AQ_OK ? status : AQ_OK;
}
