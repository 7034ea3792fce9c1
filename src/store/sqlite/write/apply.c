/*
 * apply.c - what became of payments: entries, allocations, open items, what is
 * left, what is asked.
 *
 * Promises: each table is written in the order of its key. Allocation numbers of
 * one payment's application follow each other: a step names their range.
 */
#include "apply.h"

#include "acquit/claim.h"
#include "../reading.h"

/* --- allocations --- */

static uint64_t traits_of(const struct aq_store *store, const struct aq_allocation *allocation)
{
	return sq_pack(SQ_ALLOCATION_TARGET, allocation->target_kind) |
	       sq_pack(SQ_ALLOCATION_BUCKET, allocation->bucket) |
	       sq_pack(SQ_ALLOCATION_CONFIDENCE, allocation->confidence) |
	       sq_pack(SQ_ALLOCATION_RULE,
		       (uint64_t)sq_word_out(store, SQ_RULE, allocation->rule)) |
	       sq_pack(SQ_ALLOCATION_CYCLE, allocation->cycle);
}

static void column_allocation(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			      int column)
{
	const struct sq_allocation_row *allocation_row =
		(const struct sq_allocation_row *)rows->rows + row;
	const struct aq_allocation *allocation = allocation_row->allocation;

	switch (column) {
	case 0:
		sq_give_u64(context, allocation->allocation_no);
		break;
	case 1:
		sq_give_u64(context, allocation->payment_no);
		break;
	case 2:
		sq_give_u64(context, allocation_row->entry_no);
		break;
	case 3:
		sq_give_u64(context, traits_of(rows->store, allocation));
		break;
	case 4:
		sq_give_u64(context, allocation->item_no);
		break;
	case 5:
		sq_give_u64(context, allocation->parent_no);
		break;
	case 6:
		sq_give_u64(context, allocation->customer_no);
		break;
	case 7:
		sq_give_i64(context, allocation->amount);
		break;
	case 8:
		sq_give_i64(context, allocation->discount);
		break;
	case 9:
		sq_give_i64(context, allocation->promotion);
		break;
	case 10:
		sq_give_i64(context, allocation->write_off);
		break;
	case 11:
		sq_give_i64(context, allocation->bills);
		break;
	case 12:
		sq_give_i64(context, allocation->currency);
		break;
	case 13:
		sq_give_u64(context, allocation->takes_back_no);
		break;
	case 14:
		sq_give_text(context, allocation->customer);
		break;
	case 15:
		sq_give_text(context, allocation->target);
		break;
	default:
		sq_give_text(context, allocation->evidence);
		break;
	}
}

const struct sq_shape sq_shape_allocations = {
	"feed_allocations",
	"CREATE TABLE x(allocation_no, payment_no, entry_no, traits, item_no, parent_no, "
	"customer_no, amount, discount,"
	" promotion, write_off, bills, currency, takes_back_no, customer, target, evidence)",
	column_allocation,
};

static enum aq_status gather_allocations(struct sq_applying *applying, struct aq_error *err)
{
	struct aq_arena *scratch = applying->store->scratch;
	struct sq_pair *pairs;
	struct sq_allocation_row *rows;
	size_t count = 0;

	for (size_t at = 0; at < applying->count; at++)
		count += applying->applied[at].allocation_count;
	pairs = sq_pairs(scratch, count);
	rows = aq_arena_take_many(scratch, count, sizeof(*rows));
	applying->allocations = aq_arena_take_many(scratch, count, sizeof(*rows));
	if (!pairs || !rows || !applying->allocations)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->count; at++) {
		const struct aq_applied *applied = &applying->applied[at];

		for (size_t which = 0; which < applied->allocation_count; which++) {
			const struct aq_allocation *allocation = &applied->allocations[which];

			AQ_CLAIM(allocation->allocation_no != 0);
			AQ_CLAIM(allocation->allocation_no ==
				 applied->allocations[0].allocation_no + which);
			AQ_CLAIM(allocation->payment_no != 0);
			pairs[applying->allocation_count] = (struct sq_pair){
				allocation->allocation_no, applying->allocation_count};
			rows[applying->allocation_count++] = (struct sq_allocation_row){
				allocation, applied->entry ? applied->entry->entry_no : 0};
		}
	}
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++)
		applying->allocations[at] = rows[pairs[at].index];
	return AQ_OK;
}

static enum aq_status add_allocations(struct sq_applying *applying, struct aq_error *err)
{
	enum aq_status status = gather_allocations(applying, err);

	if (status < AQ_OK)
		return status;
	return sq_feed_run(applying->store,
			   (struct sq_feeding){SQ_ALLOCATIONS_ADD, SQ_FEED_ALLOCATIONS},
			   applying->allocations, applying->allocation_count, err);
}

/* --- entries --- */

static enum aq_status add_entries(struct sq_applying *applying, struct aq_error *err)
{
	struct aq_arena *scratch = applying->store->scratch;
	struct sq_pair *pairs = sq_pairs(scratch, applying->count);
	const struct aq_entry **entries =
		aq_arena_take_many(scratch, applying->count, sizeof(const struct aq_entry *));
	struct sq_journal journal = {.run_no = applying->run_no};

	if (!pairs || !entries)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->count; at++)
		if (applying->applied[at].entry)
			pairs[journal.count++] =
				(struct sq_pair){applying->applied[at].entry->entry_no, at};
	sq_sort(pairs, pairs + journal.count, journal.count);
	for (size_t at = 0; at < journal.count; at++)
		entries[at] = applying->applied[pairs[at].index].entry;
	journal.entries = entries;
	return sq_journal_add(applying->store, &journal, err);
}

/* --- steps --- */

static void fill_step(const struct sq_applying *applying, const struct aq_applied *applied,
		      struct sq_step_row *step)
{
	const struct aq_store *store = applying->store;

	step->payment_no = applied->payment_no;
	step->run_no = applying->run_no;
	step->outcome =
		sq_pack(SQ_STEP_STATUS, applied->status) |
		sq_pack(SQ_STEP_IS_OUTCOME, applied->is_outcome) |
		sq_pack(SQ_STEP_BUCKET, applied->left != 0 ? applied->bucket : AQ_BUCKET_NONE) |
		sq_pack(SQ_STEP_CONFIDENCE, applied->confidence) |
		sq_pack(SQ_STEP_RULE, (uint64_t)sq_word_out(store, SQ_RULE, applied->rule));
	if (applied->bucket != AQ_BUCKET_NONE && applied->left != 0) {
		step->remainder = applied->left;
		step->customer_no = applied->customer_no;
		step->contract_no = applied->contract_no;
	}
	step->entry_no = applied->entry ? applied->entry->entry_no : 0;
	step->allocation_from =
		applied->allocation_count ? applied->allocations[0].allocation_no : 0;
	step->allocation_count = applied->allocation_count;
	step->settlement_no = applied->settlement_no;
}

/* A return takes back what another payment had: the allocations are its own, so
 * it gets a step that leads to them. */
static bool is_of_another(const struct aq_applied *applied)
{
	return applied->allocation_count > 0 &&
	       applied->allocations[0].payment_no != applied->payment_no;
}

static void fill_step_of_other(const struct sq_applying *applying, const struct aq_applied *applied,
			       struct sq_step_row *step)
{
	step->payment_no = applied->allocations[0].payment_no;
	step->run_no = applying->run_no;
	step->outcome = sq_pack(SQ_STEP_KEEPS, 1);
	step->entry_no = applied->entry ? applied->entry->entry_no : 0;
	step->allocation_from = applied->allocations[0].allocation_no;
	step->allocation_count = applied->allocation_count;
}

static enum aq_status number_steps(struct sq_applying *applying, struct sq_step_row *steps,
				   size_t count, struct aq_error *err)
{
	uint64_t step_no;
	enum aq_status status = sq_next(applying->store, SQ_NEXT_STEP, count, &step_no, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		steps[at].step_no = step_no + at;
	return status;
}

static enum aq_status add_steps(struct sq_applying *applying, struct aq_error *err)
{
	struct aq_store *store = applying->store;
	struct sq_step_row *steps =
		aq_arena_take_many(store->scratch, 2 * applying->count, sizeof(*steps));
	struct sq_pair *earlier =
		aq_arena_take_many(store->scratch, applying->count, sizeof(*earlier));
	size_t earlier_count = 0, count = 0;
	enum aq_status status;

	if (!steps || !earlier)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->count; at++) {
		const struct aq_applied *applied = &applying->applied[applying->order[at].index];

		fill_step(applying, applied, &steps[count++]);
		if (is_of_another(applied))
			fill_step_of_other(applying, applied, &steps[count++]);
		if (applied->is_outcome && applied->payment_no < applying->own_payments_from)
			earlier[earlier_count++] =
				(struct sq_pair){applied->payment_no, applying->run_no};
	}
	status = number_steps(applying, steps, count, err);
	if (status >= AQ_OK)
		status = sq_steps_add(store, steps, count, err);
	if (status < AQ_OK)
		return status;
	return sq_feed_run(store, (struct sq_feeding){SQ_RUN_PAYMENTS_ADD, SQ_FEED_KEYS}, earlier,
			   earlier_count, err);
}

/* --- settlements and questions --- */

/* What postings on clearing say was taken over with the entries; a deposit that
 * comes without an entry is told here. */
static enum aq_status add_deposits(struct sq_applying *applying, struct aq_error *err)
{
	struct aq_store *store = applying->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SETTLEMENT_DEPOSIT, &statement, err);

	for (size_t at = 0; at < applying->count && status >= AQ_OK; at++) {
		const struct aq_applied *applied = &applying->applied[at];

		if (applied->settlement_no == 0 || applied->entry)
			continue;
		sq_bind_u64(store, statement, 1, applied->settlement_no);
		sq_bind_i64(store, statement, 2, applied->deposited);
		sq_bind_u64(store, statement, 3, applying->run_no);
		status = sq_run(store, statement, err);
	}
	return status;
}

static enum aq_status set_questions(struct sq_applying *applying, struct aq_error *err)
{
	struct sq_question *questions =
		aq_arena_take_many(applying->store->scratch, applying->count, sizeof(*questions));
	size_t count = 0;

	if (!questions)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->count; at++) {
		const struct aq_applied *applied = &applying->applied[applying->order[at].index];

		questions[count++] = (struct sq_question){.payment_no = applied->payment_no,
							  .code = applied->exception,
							  .explanation = applied->explanation,
							  .suggestions = applied->suggestions};
	}
	return sq_questions_set(applying->store, applying->run_no, questions, count, err);
}

static enum aq_status put_in_order(struct sq_applying *applying, struct aq_error *err)
{
	struct sq_run_range range;
	enum aq_status status = sq_run_range(applying->store, applying->run_no, &range, err);

	if (status < AQ_OK)
		return status;
	applying->own_payments_from = range.payment_from;
	applying->order = sq_pairs(applying->store->scratch, applying->count);
	if (!applying->order)
		return aq_fail_memory(err);
	for (size_t at = 0; at < applying->count; at++) {
		AQ_CLAIM(applying->applied[at].payment_no != 0);
		applying->order[at] = (struct sq_pair){applying->applied[at].payment_no, at};
	}
	sq_sort(applying->order, applying->order + applying->count, applying->count);
	return AQ_OK;
}

enum aq_status aq_store_apply_part(struct aq_moves *moves, uint64_t run_no,
				   const struct aq_applied *applied, size_t count,
				   struct aq_error *err)
{
	struct aq_store *store = sq_moves_store(moves);
	struct sq_applying applying = {.store = store,
				       .moves = moves,
				       .run_no = run_no,
				       .applied = applied,
				       .count = count};
	enum aq_status status;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	AQ_CLAIM(!store->catalogue);
	sq_scratch_begin(store);
	if (count == 0)
		return AQ_OK;
	status = put_in_order(&applying, err);
	if (status >= AQ_OK)
		status = add_entries(&applying, err);
	if (status >= AQ_OK)
		status = add_allocations(&applying, err);
	if (status >= AQ_OK)
		status = sq_rule_counts_add(&applying, err);
	if (status >= AQ_OK)
		status = sq_apply_items(&applying, err);
	if (status >= AQ_OK)
		status = sq_apply_waiting(&applying, err);
	if (status >= AQ_OK)
		status = add_steps(&applying, err);
	if (status >= AQ_OK)
		status = add_deposits(&applying, err);
	if (status >= AQ_OK)
		status = set_questions(&applying, err);
	return status >= AQ_OK && sq_moves_are_many(moves) ? aq_moves_write(moves, err) : status;
}

enum aq_status aq_store_apply(struct aq_store *store, uint64_t run_no,
			      const struct aq_applied *applied, size_t count, struct aq_error *err)
{
	struct aq_moves *moves = NULL;
	enum aq_status status = aq_moves_new(&moves, store, err);

	if (status >= AQ_OK)
		status = aq_store_apply_part(moves, run_no, applied, count, err);
	if (status >= AQ_OK)
		status = aq_moves_write(moves, err);
	aq_moves_free(moves);
	return status;
}
