/*
 * excess_move.c - money that moves between an item whose amount changed and where
 * the rest of its payment lies.
 *
 * Promises: one entry for each movement, with both of its allocations; a payment's
 * rows sum to what of it sits on items and accounts.
 */
#include "excess.h"

#define ALLOCATIONS_MAX 4096
#define ROOM_FIRST	8

static enum aq_status make_room(struct excess *excess, struct aq_error *err)
{
	size_t room = excess->room ? 2 * excess->room : ROOM_FIRST;
	struct aq_allocation_line *lines;

	if (excess->count < excess->room)
		return AQ_OK;
	lines = aq_arena_take_many(excess->arena, room, sizeof(*lines));
	if (!lines)
		return aq_fail_memory(err);
	if (excess->count > 0)
		memcpy(lines, excess->lines, excess->count * sizeof(*lines));
	excess->lines = lines;
	excess->room = room;
	return AQ_OK;
}

static enum aq_status on_line(void *context, const struct aq_allocation_line *line,
			      struct aq_error *err)
{
	struct excess *excess = context;
	enum aq_status status = make_room(excess, err);

	if (status < AQ_OK)
		return status;
	if (excess->count == ALLOCATIONS_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT,
			       (struct aq_at){excess->change->line, 0},
			       "an item has more than %d allocations", ALLOCATIONS_MAX);
	excess->lines[excess->count] = *line;
	excess->lines[excess->count].allocation.customer =
		aq_arena_copy(excess->arena, line->allocation.customer);
	excess->lines[excess->count].allocation.target =
		aq_arena_copy(excess->arena, line->allocation.target);
	excess->count++;
	return AQ_OK;
}

enum aq_status excess_read(struct excess *excess, struct aq_error *err)
{
	return aq_store_allocations_of_item(excess->job->store, excess->change->item_no, on_line,
					    excess, err);
}

static int64_t share(int64_t part, int64_t amount, int64_t all)
{
	return (int64_t)((__int128)part * amount / all);
}

struct parts parts_share(const struct parts *parts, int64_t amount)
{
	int64_t all = parts->money + parts->discount + parts->promotion;
	struct parts out = {.discount = share(parts->discount, amount, all),
			    .promotion = share(parts->promotion, amount, all)};

	out.money = amount - out.discount - out.promotion;
	return out;
}

enum aq_status excess_rest(struct excess *excess, const struct aq_waiting *now,
			   const struct aq_allocation *of, struct rest *out, struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found = 0;
	enum aq_status status;

	*out = (struct rest){AQ_BUCKET_ON_ACCOUNT, of->customer_no, of->customer};
	if (now->remainder == 0)
		return AQ_OK;
	*out = (struct rest){.bucket = now->bucket, .customer_no = now->customer_no};
	if (now->customer_no == 0)
		return AQ_OK;
	status = aq_store_customers(excess->job->store, &now->customer_no, 1, excess->arena,
				    &customers, &found, err);
	if (status >= AQ_OK && found == 1)
		out->customer = customers[0].number;
	return status;
}

void excess_fill_rest(struct movement *movement, const struct rest *rest)
{
	struct aq_allocation *other = &movement->pair[1];

	if (movement->pair[0].amount == 0 || rest->customer_no == 0)
		return;
	*other = movement->pair[0];
	other->target_kind = AQ_TARGET_ACCOUNT;
	other->takes_back_no = 0;
	other->item_no = other->parent_no = 0;
	other->customer_no = rest->customer_no;
	other->customer = other->target = rest->customer;
	other->bucket = rest->bucket;
	other->amount = -movement->pair[0].amount;
	other->discount = other->promotion = other->write_off = other->bills = 0;
	movement->count = 2;
}

enum aq_status excess_post(struct excess *excess, const struct movement *movement,
			   struct aq_entry *entry, struct aq_applied *applied, struct aq_error *err)
{
	struct job *job = excess->job;
	struct aq_allocation *pair = aq_arena_take_many(excess->arena, 2, sizeof(*pair));
	enum aq_status status;

	if (!pair)
		return aq_fail_memory(err);
	memcpy(pair, movement->pair, sizeof(movement->pair));
	for (size_t index = 0; index < movement->count; index++)
		pair[index].payment_no = applied->payment_no;
	entry->payment_no = applied->payment_no;
	entry->payment = movement->payment;
	applied->entry = entry;
	applied->allocations = pair;
	applied->allocation_count = movement->count;
	status = unit_chain_applied(job, excess->chain, entry, pair, movement->count, err);
	if (status >= AQ_OK)
		status = aq_store_apply(job->store, job->run.run_no, applied, 1, err);
	applied->entry = NULL;
	return status;
}

enum aq_status excess_move(struct excess *excess, struct movement *movement,
			   const struct rest *rest, struct aq_applied *applied,
			   struct aq_error *err)
{
	const struct aq_application application = {.payment_no = applied->payment_no,
						   .payment = movement->payment,
						   .posted_on = excess->job->run.business_date,
						   .from = rest->bucket,
						   .from_customer_no = rest->customer_no,
						   .from_customer = rest->customer,
						   .allocations = movement->pair,
						   .allocation_count = movement->count,
						   .memo = movement->memo,
						   .event = movement->event};
	struct aq_entry entry;
	enum aq_status status = aq_entry_apply(&entry, &application, excess->arena, err);

	return status == AQ_OK ? excess_post(excess, movement, &entry, applied, err) : status;
}

/* --- questions --- */

struct kept_question {
	struct excess *excess;
	struct aq_applied *out;
};

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	struct kept_question *kept = context;

	kept->out->exception = line->code;
	kept->out->explanation = aq_arena_copy(kept->excess->arena, line->text);
	kept->out->suggestions = aq_arena_copy(kept->excess->arena, line->suggestions);
	return kept->out->explanation.length == line->text.length ? AQ_OK : aq_fail_memory(err);
}

enum aq_status excess_as_it_is(struct excess *excess, const struct aq_waiting *now,
			       struct aq_applied *out, struct aq_error *err)
{
	struct kept_question kept = {excess, out};

	*out = (struct aq_applied){.payment_no = now->payment.payment_no,
				   .status = now->status,
				   .bucket = now->remainder ? now->bucket : AQ_BUCKET_NONE,
				   .left = now->remainder,
				   .customer_no = now->remainder ? now->customer_no : 0,
				   .contract_no = now->remainder ? now->contract_no : 0};
	return aq_store_exceptions_of(excess->job->store, out->payment_no, on_question, &kept, err);
}

static enum aq_status on_fallen(void *context, const struct aq_allocation_line *line,
				struct aq_error *err)
{
	const struct aq_allocation *allocation = &line->allocation;
	int64_t *fallen = context;

	if (allocation->rule == AQ_RULE_OVER_ALLOCATED && allocation->takes_back_no == 0 &&
	    allocation->target_kind == AQ_TARGET_ACCOUNT &&
	    !aq_minor_add(*fallen, allocation->amount, fallen))
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, (struct aq_at){0, 0},
			       "what fell sums beyond %lld", (long long)INT64_MAX);
	return AQ_OK;
}

enum aq_status excess_fallen(struct excess *excess, uint64_t payment_no, int64_t *out,
			     struct aq_error *err)
{
	*out = 0;
	return aq_store_allocations_of_payment(excess->job->store, payment_no, on_fallen, out, err);
}

enum aq_status excess_ask(struct excess *excess, const struct rest *rest, int64_t amount,
			  struct aq_applied *out, struct aq_error *err)
{
	const struct aq_row_change *change = excess->change;
	char text[AQ_MONEY_TEXT_BYTES];

	if (amount > out->left)
		amount = out->left;
	if (amount <= 0)
		return AQ_OK;
	aq_money_print((struct aq_money){amount, change->currency}, text);
	out->exception = AQ_OVER_ALLOCATED;
	out->explanation = aq_arena_print(
		excess->arena,
		"the amount of %.*s fell below what was paid; %s %s of this payment %s %.*s",
		AQ_SLICE_ARGS(change->target), text, aq_currency_code(change->currency),
		rest->customer_no ? "is over, on the account of customer" : "is over",
		AQ_SLICE_ARGS(rest->customer));
	return out->explanation.length ? AQ_OK : aq_fail_memory(err);
}
