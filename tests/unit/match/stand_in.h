/*
 * stand_in.h - stands in for the store: finds what numbers mean, runs rounds,
 * and applies what won between them.
 */
#ifndef TEST_MATCH_STAND_IN_H
#define TEST_MATCH_STAND_IN_H

#include "builder.h"

/* By normal form: dashes do not count. Both may be absent: a blank finds nothing. */
static inline bool is_same_number(struct aq_slice known, struct aq_slice number)
{
	size_t at = 0;

	for (size_t i = 0; i < known.length; i++) {
		if (known.start[i] == '-' && memchr(number.start, '-', number.length) == NULL)
			continue;
		if (at == number.length || known.start[i] != number.start[at++])
			return false;
	}
	return known.length > 0 && at == number.length;
}

static inline void find_customers(struct builder *b, struct aq_problem *problem, struct aq_hit hit,
				  struct aq_slice number)
{
	for (int kind = AQ_HIT_CUSTOMER; kind <= AQ_HIT_BILLING; kind++)
		for (size_t i = 0; i < b->customer_count; i++) {
			const struct aq_customer *of = &b->customers[i];

			hit.kind = (enum aq_hit_kind)kind;
			hit.target_no = hit.customer_no = of->customer_no;
			if (is_same_number(kind == AQ_HIT_CUSTOMER ? of->number
								   : of->billing_account,
					   number))
				b->hits[problem->hit_count++] = hit;
		}
}

static inline void find_invoices(struct builder *b, struct aq_problem *problem, struct aq_hit hit,
				 struct aq_slice number)
{
	for (int kind = AQ_HIT_INVOICE; kind <= AQ_HIT_REFERENCE; kind++)
		for (size_t i = 0; i < b->item_count; i++) {
			hit.kind = (enum aq_hit_kind)kind;
			hit.target_no = b->items[i].item_no;
			hit.customer_no = b->items[i].customer_no;
			if (b->items[i].kind == AQ_ITEM_INVOICE &&
			    is_same_number(kind == AQ_HIT_INVOICE ? b->items[i].number
								  : b->references[i],
					   number))
				b->hits[problem->hit_count++] = hit;
		}
}

static inline void find_contracts(struct builder *b, struct aq_problem *problem, struct aq_hit hit,
				  struct aq_slice number)
{
	for (int kind = AQ_HIT_CONTRACT; kind <= AQ_HIT_NOTIFICATION; kind++)
		for (size_t i = 0; i < b->contract_count; i++) {
			const struct aq_contract *of = &b->contracts[i];

			hit.kind = (enum aq_hit_kind)kind;
			hit.target_no = of->contract_no;
			hit.customer_no = of->customer_no;
			if (is_same_number(kind == AQ_HIT_CONTRACT ? of->number : of->notification,
					   number))
				b->hits[problem->hit_count++] = hit;
		}
}

/* What the store would find for one token. */
static inline void find_hits(struct builder *b, struct aq_problem *problem, size_t place,
			     uint32_t token_index)
{
	size_t payment = problem->waiting[place].payment.payment_no - 1000;
	struct aq_slice number = b->tokens[payment][token_index].normal;
	struct aq_hit hit = {.payment_index = (uint32_t)place, .token_index = token_index};

	find_customers(b, problem, hit, number);
	find_invoices(b, problem, hit, number);
	find_contracts(b, problem, hit, number);
	for (size_t i = 0; i < b->bundle_count; i++) {
		hit.kind = AQ_HIT_BUNDLE;
		hit.target_no = b->bundles[i].bundle_no;
		hit.customer_no = b->items[b->bundles[i].item_nos[0] - 1].customer_no;
		if (is_same_number(b->bundles[i].number, number))
			b->hits[problem->hit_count++] = hit;
	}
	for (size_t i = 0; i < b->subscription_count; i++) {
		hit.kind = AQ_HIT_SUBSCRIPTION;
		hit.target_no = b->subscriptions[i].subscription_no;
		hit.customer_no = b->subscriptions[i].customer_no;
		if (is_same_number(b->subscriptions[i].number, number))
			b->hits[problem->hit_count++] = hit;
	}
}

static inline void find_instalments(struct builder *b)
{
	for (size_t i = 0; i < b->subscription_count; i++) {
		struct aq_subscription *of = &b->subscriptions[i];

		of->instalments = b->instalments[i];
		of->instalment_count = 0;
		for (size_t k = 0; k < b->item_count; k++)
			if (b->items[k].kind == AQ_ITEM_INSTALMENT && b->items[k].open != 0 &&
			    b->items[k].parent_no == of->subscription_no)
				b->instalments[i][of->instalment_count++] = b->items[k];
	}
}

/* Open items of exactly the amount, whoever pays; of many none, in whatever chunk. */
#define STRANGERS_EACH 24
static inline void find_strangers(struct builder *b, struct aq_problem *problem)
{
	static struct aq_stranger strangers[ROOM * STRANGERS_EACH];

	problem->strangers = strangers;
	for (size_t i = 0; i < problem->waiting_count && i < ROOM; i++) {
		size_t first = problem->stranger_count;
		size_t count = 0;

		for (size_t k = 0; k < b->item_count; k++) {
			if (b->items[k].open != problem->waiting[i].remainder ||
			    ++count > STRANGERS_EACH)
				continue;
			strangers[problem->stranger_count++] = (struct aq_stranger){
				.payment_index = (uint32_t)i, .item_no = b->items[k].item_no};
		}
		if (count > STRANGERS_EACH)
			problem->stranger_count = first;
	}
}

static inline void propose_as(struct builder *b, const struct aq_waiting *waiting, size_t count,
			      bool is_thin)
{
	struct aq_problem problem = {.waiting = waiting,
				     .waiting_count = count,
				     .hits = b->hits,
				     .payers = b->payers,
				     .items = b->items,
				     .item_count = b->item_count,
				     .customers = b->customers,
				     .customer_count = b->customer_count,
				     .contracts = b->contracts,
				     .contract_count = b->contract_count,
				     .subscriptions = b->subscriptions,
				     .subscription_count = b->subscription_count,
				     .bundles = b->bundles,
				     .bundle_count = b->bundle_count,
				     .open_of = b->open_of,
				     .open_of_count = is_thin ? 0 : b->customer_count,
				     .is_thin = is_thin};
	struct aq_error err = {0};

	for (size_t i = 0; i < b->customer_count; i++)
		b->open_of[i] = (struct aq_open_of){b->customers[i].customer_no, b->is_cut};
	find_instalments(b);
	for (size_t i = 0; i < count; i++) {
		size_t payment = waiting[i].payment.payment_no - 1000;

		for (uint32_t k = 0; k < waiting[i].token_count; k++)
			find_hits(b, &problem, i, k);
		for (size_t k = 0; k < 4 && b->accounts[payment][k] != 0; k++)
			b->payers[problem.payer_count++] = (struct aq_payer_hit){
				(uint32_t)i, b->accounts[payment][k], true, AQ_PAYER_REGISTERED};
		if (b->names[payment] != 0 && !is_thin)
			b->payers[problem.payer_count++] = (struct aq_payer_hit){
				(uint32_t)i, b->names[payment], false, AQ_PAYER_REGISTERED};
		for (size_t k = 0; k < 4 && b->learned[payment][k].customer_no != 0 && !is_thin;
		     k++) {
			b->payers[problem.payer_count] = b->learned[payment][k];
			b->payers[problem.payer_count++].payment_index = (uint32_t)i;
		}
	}
	if (!is_thin && !b->has_no_strangers)
		find_strangers(b, &problem);
	assert_int_equal(aq_night_propose(b->night, &problem, &err), AQ_OK);
}

/* Who wants more than a thin problem brings comes again with everything. */
static inline void propose(struct builder *b, const struct aq_waiting *waiting, size_t count)
{
	static struct aq_waiting again[ROOM];
	const uint32_t *hungry;
	size_t hungry_count;

	propose_as(b, waiting, count, b->is_thin);
	hungry = aq_night_hungry(b->night, &hungry_count);
	for (size_t i = 0; i < hungry_count; i++)
		again[i] = waiting[hungry[i]];
	if (hungry_count > 0)
		propose_as(b, again, hungry_count, false);
}

/* One round over the payments marked in `is_in` (NULL: all), in the builder's order and chunks. */
static inline void one_round(struct builder *b, int round, const bool *is_in)
{
	static struct aq_waiting chunk[ROOM];
	struct aq_error err = {0};
	size_t count = 0;

	aq_night_round(b->night, round);
	for (size_t i = 0; i < b->waiting_count; i++) {
		if (!is_in || is_in[b->order[i]])
			chunk[count++] = b->waiting[b->order[i]];
		if (b->chunk > 0 && count == b->chunk) {
			propose(b, chunk, count);
			count = 0;
		}
	}
	if (count > 0)
		propose(b, chunk, count);
	assert_int_equal(aq_night_assign(b->night, &err), AQ_OK);
}

static inline void run(struct builder *b)
{
	one_round(b, 1, NULL);
}

/* The decision about a payment; NULL: it lost this round. Valid until the next one is read. */
static inline const struct aq_decision *decided(struct builder *b, size_t payment)
{
	for (size_t i = 0; i < aq_night_decision_count(b->night); i++) {
		const struct aq_decision *out = aq_night_decision(b->night, i);

		if (out->payment_no == 1000 + payment)
			return out;
	}
	return NULL;
}

/* --- what a decision says, in one line, for tables and shuffles --- */

static inline const char *bucket_name(enum aq_bucket bucket)
{
	static const char *const names[] = {
		[AQ_BUCKET_NONE] = "none",	     [AQ_BUCKET_UNIDENTIFIED] = "unidentified",
		[AQ_BUCKET_UNAPPLIED] = "unapplied", [AQ_BUCKET_ON_ACCOUNT] = "on-account",
		[AQ_BUCKET_HELD] = "held",	     [AQ_BUCKET_OUT] = "out",
	};

	return names[bucket];
}

static inline size_t describe(const struct aq_decision *decision, char *out, size_t room)
{
	size_t used = 0;

#define PUT(...) used += (size_t)snprintf(out + used, used < room ? room - used : 0, __VA_ARGS__)
	if (!decision)
		return (size_t)snprintf(out, room, "lost");
	PUT("%s %s", aq_payment_status_name(decision->status), aq_rule_name(decision->rule));
	if (decision->exception != AQ_CODE_NONE)
		PUT(" !%s", aq_code_name(decision->exception));
	for (size_t i = 0; i < decision->allocation_count; i++) {
		const struct aq_allocation *one = &decision->allocations[i];

		PUT(" %.*s", AQ_SLICE_ARGS(one->target));
		if (one->target_kind == AQ_TARGET_SUBSCRIPTION)
			PUT("#%u", one->cycle);
		if (one->target_kind == AQ_TARGET_ACCOUNT)
			PUT("(%s)", bucket_name(one->bucket));
		PUT("=%lld", (long long)one->amount);
		if (one->discount)
			PUT("-d%lld", (long long)one->discount);
		if (one->promotion)
			PUT("-p%lld", (long long)one->promotion);
		if (one->write_off)
			PUT("-w%lld", (long long)one->write_off);
		if (one->bills)
			PUT("+b%lld", (long long)one->bills);
	}
	return used;
}

/* Compares a decision with its description: "applied invoice-number F1001=10000". */
static inline void assert_decided(struct builder *b, size_t payment, const char *expected)
{
	char text[4096];

	describe(decided(b, payment), text, sizeof(text));
	assert_string_equal(text, expected);
}

static inline void assert_says(struct aq_slice text, const char *part)
{
	if (aq_slice_find(text, aq_slice_of(part)) == SIZE_MAX)
		fail_msg("'%.*s' does not say '%s'", AQ_SLICE_ARGS(text), part);
}

/* --- the whole night, winners applied between rounds as the store would --- */

static inline void store_allocation(struct builder *b, const struct aq_allocation *one)
{
	struct aq_item *item;

	if (one->target_kind == AQ_TARGET_ACCOUNT)
		return;
	if (one->item_no == 0 && one->target_kind == AQ_TARGET_SUBSCRIPTION) {
		item = instalment(b, &b->subscriptions[one->parent_no - 1]);
		assert_int_equal(item->cycle, one->cycle);
		assert_int_equal(item->amount, one->bills);
	} else if (one->item_no == 0) {
		assert_false(b->contracts[one->parent_no - 1].is_paid);
		b->contracts[one->parent_no - 1].is_paid = true;
		return;
	} else {
		item = &b->items[one->item_no - 1];
	}
	item->open -= one->amount + one->discount + one->promotion + one->write_off;
	/* No item ever takes more than it has. */
	assert_true(item->amount < 0 ? item->open <= 0 : item->open >= 0);
	if (item->kind == AQ_ITEM_CONTRACT && item->open == 0)
		b->contracts[item->parent_no - 1].is_paid = true;
}

/* Shares and what is left make up the money that waited. */
static inline void assert_sums(const struct builder *b, const struct aq_decision *decision)
{
	const struct aq_waiting *waiting = &b->waiting[decision->payment_no - 1000];
	int64_t on_items = 0;
	int64_t moved = 0;

	for (size_t i = 0; i < decision->allocation_count; i++)
		if (decision->allocations[i].target_kind == AQ_TARGET_ACCOUNT)
			moved += decision->allocations[i].amount;
		else
			on_items += decision->allocations[i].amount;
	assert_int_equal(on_items + decision->left, waiting->remainder);
	assert_true(moved == 0 || moved == decision->left);
}

static inline void whole_night(struct builder *b, char out[ROOM][512])
{
	bool is_in[ROOM];

	for (size_t i = 0; i < ROOM; i++) {
		is_in[i] = i < b->waiting_count;
		out[i][0] = '\0';
	}
	for (int round = 1; round <= AQ_MATCH_ROUNDS_MAX; round++) {
		const uint64_t *losers;
		size_t count;

		one_round(b, round, is_in);
		for (size_t i = 0; i < aq_night_decision_count(b->night); i++) {
			const struct aq_decision *decision = aq_night_decision(b->night, i);
			size_t payment = decision->payment_no - 1000;

			assert_sums(b, decision);
			describe(decision, out[payment], 512);
			is_in[payment] = false;
			for (size_t k = 0; k < decision->allocation_count; k++)
				store_allocation(b, &decision->allocations[k]);
		}
		losers = aq_night_losers(b->night, &count);
		for (size_t i = 0; i < count; i++)
			assert_true(is_in[losers[i] - 1000]);
		if (count == 0)
			return;
	}
	for (size_t i = 0; i < b->waiting_count; i++)
		assert_false(is_in[i]);
}

#endif
