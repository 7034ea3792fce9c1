/*
 * replay_compare.c - payments that end otherwise in another book.
 *
 * Design: of each book, what its runs since a day say of each payment: its last
 * status, and what stands on each target, netted. Both lists are sorted by the
 * payment's id, which is the same in both, and walked side by side.
 */
#include "replay.h"

#include <stdlib.h>

#include "acquit/csv.h"

#define ROWS_FIRST 1024

struct told { /* of a payment by a run, or of a payment and a target by an allocation */
	struct aq_payment_id id;
	size_t order; /* in which it was told */
	struct aq_slice text; /* target, or source id */
	int64_t amount;
	int64_t given; /* discount, promotion and write-off beside it */
	aq_currency currency;
	enum aq_payment_status status;
};

struct tellings {
	struct told *list;
	size_t count, room;
};

struct side {
	struct aq_store *store;
	struct aq_date since;
	struct aq_arena *arena;
	uint64_t last_run; /* 0: all */
	struct tellings payments, targets; /* sorted, each once */
};

static struct told *tellings_grow(struct tellings *tellings)
{
	if (tellings->count == tellings->room) {
		size_t room = tellings->room ? tellings->room * 2 : ROWS_FIRST;
		struct told *list = realloc(tellings->list, room * sizeof(*list));

		if (!list)
			return NULL;
		tellings->list = list;
		tellings->room = room;
	}
	tellings->list[tellings->count] = (struct told){.order = tellings->count};
	return &tellings->list[tellings->count++];
}

static int compare_told(const void *one, const void *other)
{
	const struct told *a = one, *b = other;
	int order = memcmp(a->id.bytes, b->id.bytes, sizeof(a->id.bytes));

	return order ? order : aq_slice_compare(a->text, b->text);
}

static int compare_by_order(const void *one, const void *other)
{
	const struct told *a = one, *b = other;
	int order = memcmp(a->id.bytes, b->id.bytes, sizeof(a->id.bytes));

	return order ? order : (a->order > b->order) - (a->order < b->order);
}

static bool is_same_payment(const struct told *one, const struct told *other)
{
	return memcmp(one->id.bytes, other->id.bytes, sizeof(one->id.bytes)) == 0;
}

/* --- what a book says --- */

static enum aq_status on_payment(void *context, const struct aq_payment_line *line,
				 struct aq_error *err)
{
	struct side *side = context;
	struct told *told;

	if (line->status == AQ_PAYMENT_DUPLICATE || line->status == AQ_PAYMENT_REFUSED)
		return AQ_OK;
	told = tellings_grow(&side->payments);
	if (!told)
		return aq_fail_memory(err);
	told->id = line->payment.id;
	told->amount = line->payment.direction == AQ_MONEY_OUT ? -line->payment.amount
							       : line->payment.amount;
	told->currency = line->payment.currency;
	told->status = line->status;
	told->text = aq_arena_copy(side->arena, line->payment.source_id);
	return AQ_OK;
}

static enum aq_status on_allocation(void *context, const struct aq_allocation_line *line,
				    struct aq_error *err)
{
	const struct aq_allocation *allocation = &line->allocation;
	struct side *side = context;
	struct told *told;

	if (allocation->target_kind == AQ_TARGET_ACCOUNT)
		return AQ_OK;
	told = tellings_grow(&side->targets);
	if (!told)
		return aq_fail_memory(err);
	told->id = line->payment;
	told->amount = allocation->amount;
	told->given = allocation->discount + allocation->promotion + allocation->write_off;
	told->currency = allocation->currency;
	told->text =
		aq_arena_print(side->arena, "%s:%.*s", aq_target_kind_name(allocation->target_kind),
			       AQ_SLICE_ARGS(allocation->target));
	return told->text.length ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status on_run(void *context, const struct aq_run *run, struct aq_error *err)
{
	struct side *side = context;
	enum aq_status status;

	if (run->business_date.day < side->since.day ||
	    (side->last_run && run->run_no > side->last_run))
		return AQ_OK;
	status = aq_store_list_payments(side->store, run->run_no, on_payment, side, err);
	return status < AQ_OK ? status
			      : aq_store_list_allocations(side->store, run->run_no, on_allocation,
							  side, err);
}

/* The last word on each payment stays. */
static void keep_last(struct tellings *payments)
{
	size_t from, to = 0;

	if (payments->count)
		qsort(payments->list, payments->count, sizeof(*payments->list), compare_by_order);
	for (from = 0; from < payments->count; from++) {
		if (to > 0 && is_same_payment(&payments->list[to - 1], &payments->list[from]))
			to--;
		payments->list[to++] = payments->list[from];
	}
	payments->count = to;
}

/* Sums what stands on each target; what was taken back again is nothing. */
static void net(struct tellings *targets)
{
	size_t from, to = 0;

	if (targets->count)
		qsort(targets->list, targets->count, sizeof(*targets->list), compare_told);
	for (from = 0; from < targets->count; from++) {
		struct told *last = to > 0 ? &targets->list[to - 1] : NULL;

		if (last && compare_told(last, &targets->list[from]) == 0) {
			last->amount += targets->list[from].amount;
			last->given += targets->list[from].given;
		} else {
			targets->list[to++] = targets->list[from];
		}
	}
	targets->count = to;
	for (from = 0, to = 0; from < targets->count; from++)
		if (targets->list[from].amount != 0)
			targets->list[to++] = targets->list[from];
	targets->count = to;
}

static enum aq_status side_read(struct side *side, struct aq_error *err)
{
	enum aq_status status = aq_store_list_runs(side->store, on_run, side, err);

	if (status < AQ_OK)
		return status;
	keep_last(&side->payments);
	net(&side->targets);
	return AQ_OK;
}

static void side_free(struct side *side)
{
	free(side->payments.list);
	free(side->targets.list);
}

/* --- side by side --- */

struct place { /* a payment in both books, and its targets there */
	const struct told *payments[2]; /* NULL: not there */
	const struct told *targets[2];
	size_t counts[2];
};

static void put_targets(struct aq_buffer *out, const struct told *targets, size_t count)
{
	struct aq_buffer cell;
	char text[AQ_MONEY_TEXT_BYTES];

	aq_buffer_init(&cell, 0);
	for (size_t at = 0; at < count; at++) {
		const struct aq_money money = {targets[at].amount, targets[at].currency};

		(void)aq_money_print(money, text);
		aq_buffer_print(&cell, "%s%.*s=%s", at ? "; " : "", AQ_SLICE_ARGS(targets[at].text),
				text);
		(void)aq_money_print((struct aq_money){targets[at].given, money.currency}, text);
		if (targets[at].given != 0)
			aq_buffer_print(&cell, "+%s", text);
	}
	aq_csv_put_cell(out, aq_buffer_slice(&cell), false);
	aq_buffer_free(&cell);
}

static void put_place(struct aq_buffer *out, const struct place *place)
{
	const struct told *payment = place->payments[0] ? place->payments[0] : place->payments[1];
	char id[AQ_PAYMENT_ID_TEXT_BYTES], text[AQ_MONEY_TEXT_BYTES];

	aq_payment_id_print(payment->id, id);
	(void)aq_money_print((struct aq_money){payment->amount, payment->currency}, text);
	aq_csv_put_plain(out, aq_slice_of(id), true);
	aq_csv_put_cell(out, payment->text, false);
	aq_csv_put_plain(out, aq_slice_of(text), false);
	aq_csv_put_plain(out, aq_slice_of(aq_currency_code(payment->currency)), false);
	for (int book = 0; book < 2; book++) {
		const struct told *told = place->payments[book];

		aq_csv_put_plain(out, aq_slice_of(told ? aq_payment_status_name(told->status) : ""),
				 false);
		put_targets(out, place->targets[book], place->counts[book]);
	}
	aq_csv_put_end(out);
}

/* The same money on the same targets, whatever is given beside it. */
static bool is_same_money(const struct place *place)
{
	if (!place->payments[0] || !place->payments[1] ||
	    place->payments[0]->status != place->payments[1]->status ||
	    place->counts[0] != place->counts[1])
		return false;
	for (size_t at = 0; at < place->counts[0]; at++)
		if (compare_told(&place->targets[0][at], &place->targets[1][at]) != 0 ||
		    place->targets[0][at].amount != place->targets[1][at].amount)
			return false;
	return true;
}

static bool is_same(const struct place *place)
{
	if (!is_same_money(place))
		return false;
	for (size_t at = 0; at < place->counts[0]; at++)
		if (place->targets[0][at].given != place->targets[1][at].given)
			return false;
	return true;
}

/* The targets of a payment, which follow those of the payments before it. */
static size_t targets_of(const struct tellings *targets, size_t *at, const struct told *payment,
			 const struct told **out)
{
	size_t from;

	while (*at < targets->count && memcmp(targets->list[*at].id.bytes, payment->id.bytes,
					      sizeof(payment->id.bytes)) < 0)
		(*at)++;
	from = *at;
	while (*at < targets->count && is_same_payment(&targets->list[*at], payment))
		(*at)++;
	*out = from < *at ? &targets->list[from] : NULL;
	return *at - from;
}

static enum aq_replay_change change_of(const struct place *place)
{
	if (is_same_money(place))
		return AQ_REPLAY_GIVEN;
	if (place->counts[0] == 0)
		return place->counts[1] == 0 ? AQ_REPLAY_STATUS : AQ_REPLAY_APPLIED;
	return place->counts[1] == 0 ? AQ_REPLAY_NOT_APPLIED : AQ_REPLAY_ELSEWHERE;
}

static enum aq_status add_change(struct aq_replay_result *result, const struct place *place,
				 struct aq_error *err)
{
	const struct told *payment = place->payments[0] ? place->payments[0] : place->payments[1];
	int64_t amount = payment->amount < 0 ? -payment->amount : payment->amount;
	enum aq_replay_change change = change_of(place);
	struct aq_replay_sum *sum;
	size_t at = 0;

	while (at < result->sum_count && result->sums[at].currency != payment->currency)
		at++;
	if (at == AQ_REPLAY_SUMS_MAX)
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_LIMIT, (struct aq_at){0},
			       "more than %d currencies", AQ_REPLAY_SUMS_MAX);
	sum = &result->sums[at];
	if (at == result->sum_count) {
		*sum = (struct aq_replay_sum){.currency = payment->currency};
		result->sum_count++;
	}
	result->differing++;
	sum->counts[change]++;
	if (!aq_minor_add(sum->amounts[change], amount, &sum->amounts[change]))
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_LIMIT, (struct aq_at){0},
			       "the payments that differ sum beyond what can be told");
	return AQ_OK;
}

/* The next payment of either book, with its targets. */
static struct place next_place(const struct side *sides, size_t *at, size_t *target_at)
{
	struct place place = {.counts = {0, 0}};
	int order = 0;

	for (int book = 0; book < 2; book++)
		if (at[book] < sides[book].payments.count)
			place.payments[book] = &sides[book].payments.list[at[book]];
	if (place.payments[0] && place.payments[1])
		order = memcmp(place.payments[0]->id.bytes, place.payments[1]->id.bytes,
			       sizeof(place.payments[0]->id.bytes));
	if (order > 0)
		place.payments[0] = NULL;
	if (order < 0)
		place.payments[1] = NULL;
	for (int book = 0; book < 2; book++)
		if (place.payments[book]) {
			place.counts[book] = targets_of(&sides[book].targets, &target_at[book],
							place.payments[book], &place.targets[book]);
			at[book]++;
		}
	return place;
}

static enum aq_status walk(const struct side *sides, struct aq_buffer *out,
			   struct aq_replay_result *result, struct aq_error *err)
{
	size_t at[2] = {0, 0}, target_at[2] = {0, 0};
	enum aq_status status = AQ_OK;

	while (status >= AQ_OK &&
	       (at[0] < sides[0].payments.count || at[1] < sides[1].payments.count)) {
		const struct place place = next_place(sides, at, target_at);

		result->payments++;
		if (is_same(&place))
			continue;
		put_place(out, &place);
		status = add_change(result, &place, err);
	}
	return status;
}

enum aq_status replay_compare(const struct replay_compare *order, struct aq_replay_result *result,
			      struct aq_error *err)
{
	struct side sides[2] = {
		{.store = order->now, .since = order->since, .last_run = order->last_run},
		{.store = order->then, .since = order->since}};
	enum aq_status status = AQ_OK;

	for (int book = 0; book < 2 && status >= AQ_OK; book++) {
		status = aq_arena_new(&sides[book].arena, 0, err);
		if (status >= AQ_OK)
			status = side_read(&sides[book], err);
	}
	if (status >= AQ_OK) {
		aq_buffer_add_text(order->out,
				   "payment_id,source_id,amount,currency,status,targets,"
				   "replayed_status,replayed_targets\n");
		status = walk(sides, order->out, result, err);
	}
	if (status >= AQ_OK && aq_buffer_failed(order->out))
		status = aq_fail_memory(err);
	for (int book = 0; book < 2; book++) {
		side_free(&sides[book]);
		aq_arena_free(sides[book].arena);
	}
	return status;
}
