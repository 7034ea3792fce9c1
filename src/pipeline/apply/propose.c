/*
 * propose.c - puts everything that waits before the rules, chunk by chunk.
 *
 * Design: two work side by side, each with a connection of its own: one gathers
 * what the store knows of a chunk while the other's is put before the rules.
 * The rules are asked in the order of payments, whoever is ready first. Nothing
 * is written meanwhile, so both see the same books. A dry run is seen by its own
 * connection only, and is one's work; so is a pass that comes again, but for what
 * loading alone writes.
 */
#include <stdlib.h>

#include "applying.h"

#include "acquit/memory.h"
#include "acquit/thread.h"

/* Payments whose numbers lie so close together are gathered at once. What is put
 * before the rules again lies far apart, and so does what was learned of its payers:
 * so many are gathered, however far, that each page is come by fewer times. */
#define RANGE_PAYMENTS 1024
#define AGAIN_PAYMENTS 4096

struct turns { /* what both share; `lock` guards it */
	struct applying *applying;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint64_t after; /* where the next range begins */
	uint64_t given, served; /* ranges */
	bool is_over;
	enum aq_status status; /* of the first range that failed, in their order */
	struct aq_error err;
};

struct side { /* one of two that work */
	const struct job *job;
	struct turns *turns;
	struct aq_store *store; /* NULL: this side rests */
	struct aq_arena *arena;
	struct aq_amount_table **amounts; /* with `watch` */
	struct aq_head_table **heads; /* likewise */
	struct watch *watch; /* NULL: they come for the first time */
	struct aq_date today; /* what was learned before it counts; NONE: there is nothing */
	uint64_t turn; /* when its range is put before the rules */
	uint64_t after, upto; /* upto 0: as many as are gathered at once */
	struct aq_waiting *waiting;
	size_t count;
	struct aq_problem problem;
};

/* Rows that may be doubles and lumps in doubt are questions already. */
static bool is_left_alone(const struct job *job, const struct aq_waiting *waiting)
{
	return waiting->status == AQ_PAYMENT_POSSIBLE_DUPLICATE || waiting->remainder <= 0 ||
	       waiting->payment.direction != AQ_MONEY_IN ||
	       numbers_hold(&job->set_aside, waiting->payment.payment_no);
}

static uint32_t buckets_of(const struct job *job)
{
	uint32_t buckets =
		1u << AQ_BUCKET_UNIDENTIFIED | 1u << AQ_BUCKET_UNAPPLIED | 1u << AQ_BUCKET_HELD;

	if (job->home->settings.use_balance)
		buckets |= 1u << AQ_BUCKET_ON_ACCOUNT;
	return buckets;
}

static size_t drop_left_alone(const struct job *job, struct aq_waiting *waiting, size_t count)
{
	size_t from, to = 0;

	for (from = 0; from < count; from++)
		if (!is_left_alone(job, &waiting[from]))
			waiting[to++] = waiting[from];
	return to;
}

static struct aq_date today_of(const struct applying *applying)
{
	return applying->has_learned ? applying->job->run.business_date : AQ_DATE_NONE;
}

/* --- gathering, on either side --- */

/* Those who come again are nearly all asked about: with them comes everything. */
static enum aq_status gather_first(struct side *side, struct aq_error *err)
{
	struct gather_order order = {.store = side->store,
				     .arena = side->arena,
				     .numbers = side->job->tables->numbers,
				     .today = side->today,
				     .amounts = side->amounts,
				     .heads = side->heads,
				     .watch = side->watch,
				     .is_thin = !side->watch};

	side->count = drop_left_alone(side->job, side->waiting, side->count);
	if (side->count == 0)
		return AQ_OK;
	return gather(&order, side->waiting, side->count, &side->problem, err);
}

static enum aq_status gather_range(struct side *side, struct aq_error *err)
{
	struct aq_waiting_order order = {.buckets = buckets_of(side->job),
					 .after = side->after,
					 .upto = side->upto,
					 .count_max = side->upto ? RANGE_PAYMENTS : AGAIN_PAYMENTS};
	enum aq_status status;

	aq_arena_reset(side->arena);
	status = aq_store_waiting(side->store, &order, side->arena, &side->waiting, &side->count,
				  err);
	if (status < AQ_OK)
		return status;
	/* One works alone then, and the next range begins where this one ended. */
	if (!side->upto && side->count > 0)
		side->turns->after = side->waiting[side->count - 1].payment.payment_no;
	return gather_first(side, err);
}

/* --- proposing --- */

enum aq_status amounts_open(struct applying *applying, struct aq_store *store, struct aq_error *err)
{
	return applying->amounts ? AQ_OK : aq_store_amount_table(store, &applying->amounts, err);
}

/* Most payments name what they pay. The few that make the rules look at all a
 * customer has open, or at the payer's name, come a second time with that. */
static enum aq_status propose_hungry(struct applying *applying, struct side *side,
				     struct aq_error *err)
{
	struct gather_order order = {.store = side->store,
				     .arena = side->arena,
				     .numbers = applying->job->tables->numbers,
				     .today = side->today,
				     .amounts = &applying->amounts,
				     .heads = &applying->job->tables->heads,
				     .is_first = true};
	struct aq_problem problem;
	const uint32_t *hungry;
	size_t count, index;
	enum aq_status status;

	hungry = aq_night_hungry(applying->night, &count);
	if (count == 0)
		return AQ_OK;
	for (index = 0; index < count; index++)
		side->waiting[index] = side->waiting[hungry[index]];
	status = gather(&order, side->waiting, count, &problem, err);
	return status < AQ_OK ? status : aq_night_propose(applying->night, &problem, err);
}

static enum aq_status propose_gathered(struct applying *applying, struct side *side,
				       struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t index;

	for (index = 0; index < side->count && status >= AQ_OK; index++)
		status = earlier_add(applying, &side->waiting[index], err);
	if (status < AQ_OK || side->count == 0)
		return status;
	status = aq_night_propose(applying->night, &side->problem, err);
	return status < AQ_OK ? status : propose_hungry(applying, side, err);
}

/* Moves `after` to right before the next payment that waits. */
static enum aq_status find_next(struct side *side, uint64_t *after, struct aq_error *err)
{
	struct aq_waiting_order order = {
		.buckets = buckets_of(side->job), .after = *after, .count_max = 1};
	struct aq_waiting *first;
	size_t count;
	enum aq_status status;

	aq_arena_reset(side->arena);
	status = aq_store_waiting(side->store, &order, side->arena, &first, &count, err);
	if (status < AQ_OK)
		return status;
	if (count == 0)
		return AQ_END;
	*after = first->payment.payment_no - 1;
	return AQ_OK;
}

/* --- two side by side --- */

/* The next range nobody has taken; AQ_END when there is none. */
static enum aq_status turn_take(struct side *side, struct aq_error *err)
{
	struct turns *turns = side->turns;
	enum aq_status status = job_check_stop(err);

	(void)pthread_mutex_lock(&turns->lock);
	if (turns->is_over)
		status = AQ_END;
	if (status == AQ_OK)
		status = find_next(side, &turns->after, err);
	if (status == AQ_OK) {
		side->after = turns->after;
		side->upto = turns->applying->is_again ? 0 : turns->after + RANGE_PAYMENTS;
		if (side->upto)
			turns->after = side->upto;
		side->turn = turns->given++;
	} else if (status < AQ_OK && turns->status >= AQ_OK) {
		turns->status = status;
		turns->err = *err;
	}
	turns->is_over |= status != AQ_OK;
	(void)pthread_mutex_unlock(&turns->lock);
	return status;
}

/* Waits until all ranges before this one were put before the rules. */
static bool turn_begin(const struct side *side)
{
	struct turns *turns = side->turns;
	bool is_sound;

	(void)pthread_mutex_lock(&turns->lock);
	while (turns->served != side->turn)
		(void)pthread_cond_wait(&turns->changed, &turns->lock);
	is_sound = turns->status >= AQ_OK;
	(void)pthread_mutex_unlock(&turns->lock);
	return is_sound;
}

static void turn_end(const struct side *side, enum aq_status status, const struct aq_error *err)
{
	struct turns *turns = side->turns;

	(void)pthread_mutex_lock(&turns->lock);
	if (status < AQ_OK && turns->status >= AQ_OK) {
		turns->status = status;
		turns->err = *err;
	}
	turns->is_over |= status < AQ_OK;
	turns->served++;
	(void)pthread_cond_broadcast(&turns->changed);
	(void)pthread_mutex_unlock(&turns->lock);
}

static void *work(void *context)
{
	struct side *side = context;
	struct aq_error err;

	while (turn_take(side, &err) == AQ_OK) {
		enum aq_status status = gather_range(side, &err);

		if (turn_begin(side) && status >= AQ_OK)
			status = propose_gathered(side->turns->applying, side, &err);
		turn_end(side, status, &err);
	}
	return NULL;
}

/* Where no second thread can be had, one does all. */
static bool work_beside(struct side *side, pthread_t *thread)
{
	return side->store && aq_thread_begin(thread, work, side);
}

static enum aq_status beside_open(struct side *beside, bool is_again, struct aq_error *err)
{
	const struct job *job = beside->job;
	struct aq_slice path = aq_arena_print(job->home->arena, "%s/acquit.db", job->home->path);
	enum aq_status status;

	if (job->order->is_dry || (is_again && job->tables->numbers))
		return AQ_OK;
	if (path.length == 0)
		return aq_fail_memory(err);
	status = aq_arena_new(&beside->arena, 0, err);
	return status < AQ_OK ? status
			      : aq_store_open(&beside->store, path.start, AQ_STORE_READ, err);
}

/* --- all that waits --- */

static enum aq_status own_open(struct applying *applying, struct side *own, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	*own = (struct side){.job = applying->job,
			     .store = applying->job->store,
			     .arena = applying->arena,
			     .today = today_of(applying)};
	if (applying->is_again) {
		status = amounts_open(applying, own->store, err);
		own->amounts = &applying->amounts;
		own->heads = &applying->job->tables->heads;
		own->watch = &applying->watch;
	}
	return status;
}

static void beside_close(struct side *beside)
{
	aq_store_close(beside->store);
	beside->store = NULL;
}

static enum aq_status work_both(struct side *own, struct side *beside, struct aq_error *err)
{
	pthread_t thread;
	bool is_beside = work_beside(beside, &thread);

	(void)work(own);
	if (is_beside)
		(void)pthread_join(thread, NULL);
	if (own->turns->status < AQ_OK)
		*err = own->turns->err;
	return own->turns->status;
}

enum aq_status propose_all(struct applying *applying, struct aq_error *err)
{
	struct turns turns = {.applying = applying,
			      .lock = PTHREAD_MUTEX_INITIALIZER,
			      .changed = PTHREAD_COND_INITIALIZER};
	struct side own, beside = {.job = applying->job, .today = today_of(applying)};
	enum aq_status status = own_open(applying, &own, err);

	if (status >= AQ_OK)
		status = beside_open(&beside, applying->is_again, err);
	if (status >= AQ_OK)
		status = tables_open(applying->job, beside.store, applying->is_again, err);
	if (applying->is_again)
		beside_close(&beside);
	if (status >= AQ_OK) {
		own.turns = beside.turns = &turns;
		status = work_both(&own, &beside, err);
	}
	tables_rest(applying->job, beside.store, applying->is_again);
	beside_close(&beside);
	aq_arena_free(beside.arena);
	return status;
}

enum aq_status propose_these(struct applying *applying, const struct numbers *list,
			     struct aq_error *err)
{
	struct side own;
	enum aq_status status = own_open(applying, &own, err);
	size_t from;

	for (from = 0; from < list->count && status >= AQ_OK; from += AGAIN_PAYMENTS) {
		size_t part =
			list->count - from < AGAIN_PAYMENTS ? list->count - from : AGAIN_PAYMENTS;

		aq_arena_reset(own.arena);
		status = aq_store_payments_read(own.store, list->list + from, part, own.arena,
						&own.waiting, &own.count, err);
		if (status >= AQ_OK)
			status = gather_first(&own, err);
		if (status >= AQ_OK)
			status = propose_gathered(applying, &own, err);
	}
	return status;
}

enum aq_status propose_paid_twice(struct applying *applying, struct aq_error *err)
{
	struct numbers list = {.count = 0};
	uint64_t *payment_nos;
	size_t count = 0;
	enum aq_status status;

	if (applying->job->home->settings.use_balance)
		return AQ_OK;
	aq_arena_reset(applying->other);
	status = aq_store_paid_twice(applying->job->store, applying->other, &payment_nos, &count,
				     err);
	for (size_t at = 0; at < count; at++)
		numbers_add(&list, payment_nos[at]);
	if (list.has_failed)
		status = aq_fail_memory(err);
	if (status >= AQ_OK && count > 0)
		status = propose_these(applying, &list, err);
	numbers_free(&list);
	return status;
}
