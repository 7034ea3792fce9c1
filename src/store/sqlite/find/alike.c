/*
 * alike.c - payments that look like what a reversal repeats.
 *
 * Reads: the payments of the days asked for, once for all that is asked.
 * Promises: those of the same source, account, currency and amount, in order;
 * equal questions share one answer.
 */
#include "../reading.h"

#include <stdlib.h>

struct look {
	uint64_t account_no, label;
	int64_t amount;
	uint64_t currency;
	uint64_t *payment_nos;
	size_t count;
};

struct hit {
	uint64_t look_index;
	uint64_t payment_no;
};

static int compare_looks(const void *one, const void *other)
{
	const struct look *left = one;
	const struct look *right = other;

	if (left->account_no != right->account_no)
		return left->account_no < right->account_no ? -1 : 1;
	if (left->amount != right->amount)
		return left->amount < right->amount ? -1 : 1;
	if (left->label != right->label)
		return left->label < right->label ? -1 : 1;
	return left->currency < right->currency ? -1 : left->currency > right->currency;
}

struct looking {
	struct aq_store *store;
	struct look *looks; /* in order, each once */
	size_t look_count;
	struct sq_results hits;
};

static enum aq_status look_of(struct aq_store *store, const struct aq_alike_order *order,
			      struct look *out, struct aq_error *err)
{
	*out = (struct look){.account_no = order->account_no,
			     .amount = order->amount,
			     .currency = order->currency};
	return sq_label(store, order->source, &out->label, err);
}

static enum aq_status sort_looks(struct looking *looking, const struct aq_alike_order *orders,
				 size_t count, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t kept = 0;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = look_of(looking->store, &orders[at], &looking->looks[at], err);
	if (status < AQ_OK)
		return status;
	qsort(looking->looks, count, sizeof(*looking->looks), compare_looks);
	for (size_t at = 0; at < count; at++)
		if (kept == 0 || compare_looks(&looking->looks[kept - 1], &looking->looks[at]) != 0)
			looking->looks[kept++] = looking->looks[at];
	looking->look_count = kept;
	return AQ_OK;
}

static struct look *find_look(const struct looking *looking, const struct look *wanted)
{
	return bsearch(wanted, looking->looks, looking->look_count, sizeof(*looking->looks),
		       compare_looks);
}

/* The days of all that is asked. */
static struct aq_alike_days days_of(const struct aq_alike_order *orders, size_t count)
{
	struct aq_alike_days days = orders[0].days;

	for (size_t at = 1; at < count; at++) {
		if (aq_date_compare(orders[at].days.from, days.from) < 0)
			days.from = orders[at].days.from;
		if (aq_date_compare(orders[at].days.to, days.to) > 0)
			days.to = orders[at].days.to;
	}
	return days;
}

static enum aq_status scan(struct looking *looking, struct aq_alike_days days, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(looking->store, SQ_PAYMENTS_ALIKE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(looking->store, statement, 1, days.from.day);
	sq_bind_i64(looking->store, statement, 2, days.to.day);
	while ((status = sq_step(looking->store, statement, err)) == AQ_OK) {
		const struct look wanted = {.account_no = sq_u64(statement, 1),
					    .label = sq_u64(statement, 2),
					    .amount = sq_i64(statement, 3),
					    .currency = sq_u64(statement, 4)};
		struct look *look = find_look(looking, &wanted);
		struct hit *hit;

		if (look == NULL || look->count == AQ_ALIKE_MAX)
			continue;
		hit = sq_results_add(&looking->hits);
		if (hit == NULL) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		*hit = (struct hit){.look_index = (uint64_t)(look - looking->looks),
				    .payment_no = sq_u64(statement, 0)};
		look->count++;
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status share_out(struct looking *looking, struct aq_error *err)
{
	uint64_t *room =
		aq_arena_take_many(looking->hits.arena, looking->hits.count + 1, sizeof(*room));

	if (!room)
		return aq_fail_memory(err);
	for (size_t at = 0; at < looking->look_count; at++) {
		looking->looks[at].payment_nos = room;
		room += looking->looks[at].count;
		looking->looks[at].count = 0;
	}
	for (size_t at = 0; at < looking->hits.count; at++) {
		const struct hit *hit = (const struct hit *)(void *)looking->hits.rows + at;
		struct look *look = &looking->looks[hit->look_index];

		look->payment_nos[look->count++] = hit->payment_no;
	}
	return AQ_OK;
}

enum aq_status aq_store_payments_alike(struct aq_store *store, struct aq_alike_order *orders,
				       size_t count, struct aq_arena *arena, struct aq_error *err)
{
	struct looking looking = {.store = store,
				  .hits = {.arena = arena, .bytes_each = sizeof(struct hit)}};
	enum aq_status status;

	if (count == 0)
		return AQ_OK;
	looking.looks = aq_arena_take_many(arena, count, sizeof(*looking.looks));
	if (!looking.looks)
		return aq_fail_memory(err);
	status = sort_looks(&looking, orders, count, err);
	if (status >= AQ_OK)
		status = scan(&looking, days_of(orders, count), err);
	if (status >= AQ_OK)
		status = share_out(&looking, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		struct look wanted;
		const struct look *look;

		status = look_of(store, &orders[at], &wanted, err);
		look = status >= AQ_OK ? find_look(&looking, &wanted) : NULL;
		if (look == NULL)
			continue;
		orders[at].payment_nos = look->payment_nos;
		orders[at].count = look->count;
	}
	return status < AQ_OK ? status : AQ_OK;
}
