/*
 * instalments.c - what subscriptions owe, and items that are made when they are paid.
 *
 * A subscription remembers how many of its first cycles are billed and when the
 * next falls due, so that a night looks at those alone whose day has come. An
 * instalment paid ahead is billed by the entry that applies it; when that is
 * taken back, the instalment is billed again on its own day.
 */
#include "acquit/claim.h"
#include "load.h"

struct plan {
	uint64_t subscription_no, customer_no;
	struct aq_slice number, customer;
	struct aq_subscription_row row;
	int64_t full, discount;
	int64_t billed_through;
};

struct aq_date sq_instalment_due(const struct aq_subscription_row *row, int64_t cycle)
{
	int64_t months = cycle * row->cycle_months;

	if (cycle >= row->cycles || months > INT32_MAX)
		return AQ_DATE_NONE;
	return aq_date_add_months(row->starts_on, (int)months);
}

/* Who owes it is read where it is told: customers lie all over their table. */
static enum aq_status read_plan(struct aq_store *store, enum sq_statement which,
				uint64_t subscription_no, struct plan *out, struct aq_error *err)
{
	struct aq_subscription_row *row = &out->row;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use_of(
		store, which, (struct sq_thing){"subscription", subscription_no}, &statement, err);

	if (status < AQ_OK)
		return status;
	memset(out, 0, sizeof(*out));
	out->subscription_no = subscription_no;
	out->customer_no = sq_u64(statement, 0);
	row->currency = (aq_currency)sq_u64(statement, 2);
	row->cycle_months = (int32_t)sq_i64(statement, 8);
	row->cycles = (int32_t)sq_i64(statement, 9);
	row->starts_on = sq_date(statement, 10);
	row->promo_until = sq_date(statement, 11);
	out->billed_through = sq_i64(statement, 12);
	if (__builtin_add_overflow(sq_i64(statement, 3), sq_i64(statement, 4), &out->full) ||
	    __builtin_add_overflow(sq_i64(statement, 5), sq_i64(statement, 6), &out->discount) ||
	    __builtin_add_overflow(out->discount, sq_i64(statement, 7), &out->discount))
		status = sq_overflow(err);
	else if (!sq_copy(store->scratch, statement, 1, &out->number) ||
		 (which == SQ_PLAN_OWNED_READ &&
		  !sq_copy(store->scratch, statement, 13, &out->customer)))
		status = aq_fail_memory(err);
	sq_done(statement);
	return status;
}

static enum aq_status write_plan(struct aq_store *store, const struct plan *plan,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PLAN_CHANGE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, plan->subscription_no);
	sq_bind_i64(store, statement, 2, plan->billed_through);
	sq_bind_i64(store, statement, 3, sq_instalment_due(&plan->row, plan->billed_through).day);
	return sq_run(store, statement, err);
}

/* The item of a cycle, if there is one. */
static enum aq_status find_cycle(struct aq_store *store, const struct plan *plan, int64_t cycle,
				 uint64_t *item_no, bool *is_billed, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_CYCLE_FIND, &statement, err);

	*item_no = 0;
	*is_billed = false;
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, plan->subscription_no);
	sq_bind_i64(store, statement, 2, cycle);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	*item_no = sq_u64(statement, 0);
	*is_billed = sq_i64(statement, 1) != 0;
	sq_done(statement);
	return AQ_OK;
}

/* The item of a new cycle, with a number of its own; not yet written. */
static enum aq_status make_cycle(struct aq_store *store, const struct plan *plan, int64_t cycle,
				 int64_t open, struct sq_item_row *out, struct aq_error *err)
{
	*out = (struct sq_item_row){.item = {.kind = AQ_ITEM_INSTALMENT,
					     .customer_no = plan->customer_no,
					     .parent_no = plan->subscription_no,
					     .cycle = (uint32_t)cycle,
					     .number = plan->number,
					     .currency = plan->row.currency,
					     .amount = plan->full,
					     .open = open,
					     .due_on = sq_instalment_due(&plan->row, cycle),
					     .discount_until = plan->row.promo_until,
					     .discount = plan->discount},
				    .subscription_no = plan->subscription_no,
				    .is_billed = true,
				    .billed = open};
	return sq_next(store, AQ_NUMBER_ITEM, 1, &out->item.item_no, err);
}

/* An item whose bill was taken back opens again, at today's price. */
static enum aq_status bill_again(struct aq_store *store, const struct plan *plan, uint64_t item_no,
				 struct aq_error *err)
{
	struct sq_item_row item = {.taken_off = 0};
	struct sq_open_change open;
	enum aq_status status = sq_items_full(store, &item_no, 1, &item, err);

	if (status < AQ_OK)
		return status;
	item.item.amount = plan->full;
	item.item.discount = plan->discount;
	item.is_billed = true;
	open = (struct sq_open_change){.customer_no = item.item.customer_no,
				       .item_no = item_no,
				       .from = item.item.open,
				       .currency = item.item.currency,
				       .due_on = item.item.due_on};
	if (__builtin_add_overflow(item.item.open, plan->full, &open.to) ||
	    __builtin_add_overflow(item.billed, plan->full, &item.billed))
		return sq_overflow(err);
	status = sq_item_write(store, &item, err);
	return status < AQ_OK ? status : sq_open_set(store, &open, err);
}

/* --- by date --- */

struct billing { /* of one day */
	struct sq_results changes; /* struct aq_row_change */
	struct sq_results fresh; /* struct sq_item_row: written together, their numbers rise */
};

static enum aq_status bill_cycle(struct aq_store *store, struct plan *plan, struct billing *billing,
				 struct aq_error *err)
{
	struct aq_row_change *change;
	struct sq_item_row *fresh;
	uint64_t item_no;
	bool is_billed;
	enum aq_status status =
		find_cycle(store, plan, plan->billed_through, &item_no, &is_billed, err);

	if (status < AQ_OK || is_billed)
		return status;
	if (item_no != 0) {
		status = bill_again(store, plan, item_no, err);
	} else {
		fresh = sq_results_add(&billing->fresh);
		if (!fresh)
			return aq_fail_memory(err);
		status = make_cycle(store, plan, plan->billed_through, plan->full, fresh, err);
		item_no = fresh->item.item_no;
	}
	if (status < AQ_OK)
		return status;
	change = sq_results_add(&billing->changes);
	if (!change)
		return aq_fail_memory(err);
	change->is_new = true;
	change->item_no = item_no;
	change->customer_no = plan->customer_no;
	change->customer = aq_arena_copy(billing->changes.arena, plan->customer);
	change->target = aq_arena_copy(billing->changes.arena, plan->number);
	change->currency = plan->row.currency;
	change->billed = plan->full;
	return AQ_OK;
}

static enum aq_status bill_plan(struct aq_store *store, uint64_t subscription_no,
				struct aq_date date, struct billing *billing, struct aq_error *err)
{
	struct plan plan;
	enum aq_status status = read_plan(store, SQ_PLAN_OWNED_READ, subscription_no, &plan, err);

	while (status >= AQ_OK) {
		struct aq_date due = sq_instalment_due(&plan.row, plan.billed_through);

		if (!aq_date_is_set(due) || aq_date_compare(due, date) > 0)
			break;
		status = bill_cycle(store, &plan, billing, err);
		plan.billed_through++;
	}
	return status < AQ_OK ? status : write_plan(store, &plan, err);
}

enum aq_status aq_store_instalments_due(struct aq_store *store, struct aq_date date,
					struct aq_arena *arena, struct aq_row_change **changes,
					size_t *count, struct aq_error *err)
{
	struct billing billing = {
		.changes = {.arena = arena, .bytes_each = sizeof(struct aq_row_change)},
		.fresh = {.arena = store->scratch, .bytes_each = sizeof(struct sq_item_row)}};
	struct sq_results due = {.arena = store->scratch, .bytes_each = sizeof(uint64_t)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PLANS_DUE, &statement, err);

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	sq_scratch_begin(store);
	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, date.day);
	status = sq_read_numbers(store, statement, &due, err);
	for (size_t at = 0; at < due.count && status >= AQ_OK; at++)
		status = bill_plan(store, ((const uint64_t *)(void *)due.rows)[at], date, &billing,
				   err);
	if (status >= AQ_OK)
		status = sq_items_add(store, (const struct sq_item_row *)(void *)billing.fresh.rows,
				      billing.fresh.count, err);
	if (status < AQ_OK)
		return status;
	*changes = (struct aq_row_change *)(void *)billing.changes.rows;
	*count = billing.changes.count;
	return AQ_OK;
}

/* --- paid ahead --- */

/* Its bill and its payment come in one entry, so nothing is open in between. Where
 * a cycle is made twice, the table refuses the second. */
static enum aq_status make_instalment(struct aq_store *store, struct aq_allocation *allocation,
				      struct sq_results *fresh, struct aq_error *err)
{
	struct sq_item_row *item;
	struct plan plan;
	uint64_t item_no;
	bool is_billed;
	enum aq_status status = read_plan(store, SQ_PLAN_READ, allocation->parent_no, &plan, err);

	if (status >= AQ_OK)
		status = find_cycle(store, &plan, allocation->cycle, &item_no, &is_billed, err);
	if (status < AQ_OK)
		return status;
	if (is_billed)
		return sq_contradiction(err, "instalment %u of subscription %.*s is billed already",
					(unsigned)allocation->cycle + 1,
					AQ_SLICE_ARGS(plan.number));
	allocation->item_no = item_no;
	if (item_no != 0)
		return AQ_OK;
	item = sq_results_add(fresh);
	if (!item)
		return aq_fail_memory(err);
	status = make_cycle(store, &plan, allocation->cycle, 0, item, err);
	allocation->item_no = item->item.item_no;
	return status;
}

struct owner {
	uint64_t customer_no, item_no;
	aq_currency currency;
	struct aq_slice number;
	bool is_billed;
};

static enum aq_status read_owner(struct aq_store *store, uint64_t contract_no, struct owner *out,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use_of(store, SQ_CONTRACT_READ, (struct sq_thing){"contract", contract_no},
			  &statement, err);

	if (status < AQ_OK)
		return status;
	out->customer_no = sq_u64(statement, 1);
	out->currency = (aq_currency)sq_u64(statement, 4);
	out->item_no = sq_u64(statement, 9);
	out->is_billed = sq_i64(statement, 10) != 0;
	if (!sq_copy(store->scratch, statement, 2, &out->number))
		status = aq_fail_memory(err);
	sq_done(statement);
	return status;
}

static enum aq_status name_item(struct aq_store *store, uint64_t contract_no, uint64_t item_no,
				struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_CONTRACT_SET_ITEM, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, contract_no);
	sq_bind_u64(store, statement, 2, item_no);
	return sq_run(store, statement, err);
}

static enum aq_status make_option(struct aq_store *store, struct aq_allocation *allocation,
				  struct aq_error *err)
{
	struct sq_item_row item = {.item = {.kind = AQ_ITEM_CONTRACT}};
	struct owner owner = {.item_no = 0};
	enum aq_status status = read_owner(store, allocation->parent_no, &owner, err);

	if (status < AQ_OK)
		return status;
	if (owner.is_billed)
		return sq_contradiction(err, "contract %.*s is billed already",
					AQ_SLICE_ARGS(owner.number));
	if (owner.item_no != 0)
		status = sq_items_full(store, &owner.item_no, 1, &item, err);
	item.item.amount = allocation->bills;
	item.is_billed = true;
	allocation->item_no = owner.item_no;
	if (status < AQ_OK || owner.item_no != 0)
		return status < AQ_OK ? status : sq_item_write(store, &item, err);
	status = sq_next(store, AQ_NUMBER_ITEM, 1, &item.item.item_no, err);
	if (status < AQ_OK)
		return status;
	item.item.customer_no = owner.customer_no;
	item.item.parent_no = allocation->parent_no;
	item.contract_no = allocation->parent_no;
	item.item.number = owner.number;
	item.item.currency = owner.currency;
	allocation->item_no = item.item.item_no;
	status = sq_items_add(store, &item, 1, err);
	return status < AQ_OK ? status
			      : name_item(store, allocation->parent_no, item.item.item_no, err);
}

enum aq_status aq_store_items_make(struct aq_store *store, struct aq_allocation *const *allocations,
				   size_t count, struct aq_error *err)
{
	struct sq_results fresh = {.arena = store->scratch,
				   .bytes_each = sizeof(struct sq_item_row)};
	enum aq_status status = AQ_OK;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	sq_scratch_begin(store);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		struct aq_allocation *allocation = allocations[at];

		if (allocation->item_no != 0 || allocation->parent_no == 0)
			continue;
		if (allocation->target_kind == AQ_TARGET_SUBSCRIPTION)
			status = make_instalment(store, allocation, &fresh, err);
		else if (allocation->target_kind == AQ_TARGET_CONTRACT)
			status = make_option(store, allocation, err);
	}
	return status < AQ_OK ? status
			      : sq_items_add(store, (const struct sq_item_row *)(void *)fresh.rows,
					     fresh.count, err);
}

/* --- taken back --- */

enum aq_status sq_instalment_unbilled(struct aq_store *store, uint64_t item_no,
				      struct aq_error *err)
{
	struct sq_item_row item = {.taken_off = 0};
	struct plan plan;
	enum aq_status status = sq_items_full(store, &item_no, 1, &item, err);

	if (status < AQ_OK || item.item.kind != AQ_ITEM_INSTALMENT)
		return status;
	status = read_plan(store, SQ_PLAN_READ, item.item.parent_no, &plan, err);
	if (status < AQ_OK || plan.billed_through <= (int64_t)item.item.cycle)
		return status;
	plan.billed_through = item.item.cycle;
	return write_plan(store, &plan, err);
}
