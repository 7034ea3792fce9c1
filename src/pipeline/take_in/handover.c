/*
 * handover.c - trays go from who gathers to who posts.
 *
 * Promises: trays are posted one after the other in the order they came; the
 * thread touches the poster and the tray only between a tray's handing over and
 * its being done, under one lock; after a failure nothing more is posted.
 */
#include "chunk.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/thread.h"

struct handover {
	struct poster *poster;
	pthread_t thread;
	bool is_running; /* the thread was started and not joined yet */
	pthread_mutex_t lock;
	pthread_cond_t changed; /* anything of what follows */
	struct tray *waiting[TRAYS_COUNT]; /* the oldest first */
	size_t waiting_count; /* the one being posted included */
	bool is_ending;
	bool is_unwanted;
	const struct tray *failed;
	enum aq_status status;
	struct aq_error err;
};

enum aq_status handover_new(struct handover **out, struct poster *poster, struct aq_error *err)
{
	struct handover *handover = calloc(1, sizeof(*handover));

	if (!handover)
		return aq_fail_memory(err);
	handover->poster = poster;
	AQ_CLAIM(pthread_mutex_init(&handover->lock, NULL) == 0);
	AQ_CLAIM(pthread_cond_init(&handover->changed, NULL) == 0);
	*out = handover;
	return AQ_OK;
}

static void lock(struct handover *handover)
{
	AQ_CLAIM(pthread_mutex_lock(&handover->lock) == 0);
}

static void unlock(struct handover *handover)
{
	AQ_CLAIM(pthread_mutex_unlock(&handover->lock) == 0);
}

static void tell(struct handover *handover)
{
	AQ_CLAIM(pthread_cond_broadcast(&handover->changed) == 0);
}

static void wait_for_change(struct handover *handover)
{
	AQ_CLAIM(pthread_cond_wait(&handover->changed, &handover->lock) == 0);
}

struct outcome { /* of one tray */
	enum aq_status status;
	struct aq_error err;
};

static void keep(struct handover *handover, const struct tray *tray, const struct outcome *outcome)
{
	if (outcome->status >= AQ_OK)
		return;
	handover->status = outcome->status;
	handover->err = outcome->err;
	handover->failed = tray;
}

/* The oldest tray leaves the row only when it is done: who waits for an empty
 * row waits for that. */
static void *run_thread(void *context)
{
	struct handover *handover = context;
	struct outcome outcome;

	lock(handover);
	for (;;) {
		struct tray *tray;

		while (handover->waiting_count == 0 && !handover->is_ending)
			wait_for_change(handover);
		if (handover->waiting_count == 0)
			break;
		tray = handover->waiting[0];
		if (handover->status >= AQ_OK && !handover->is_unwanted) {
			unlock(handover);
			outcome.status = poster_post(handover->poster, tray, &outcome.err);
			lock(handover);
			keep(handover, tray, &outcome);
		}
		handover->waiting_count--;
		memmove(handover->waiting, handover->waiting + 1,
			handover->waiting_count * sizeof(handover->waiting[0]));
		tell(handover);
	}
	unlock(handover);
	return NULL;
}

/* Where none can be started, one does the work of both. */
static void start_thread(struct handover *handover)
{
	handover->is_running = aq_thread_begin(&handover->thread, run_thread, handover);
}

static enum aq_status tell_failure(const struct handover *handover, struct aq_error *err)
{
	if (handover->status < AQ_OK && err)
		*err = handover->err;
	return handover->status;
}

enum aq_status handover_wait(struct handover *handover, size_t count, struct aq_error *err)
{
	enum aq_status status;

	lock(handover);
	while (handover->waiting_count > count)
		wait_for_change(handover);
	status = tell_failure(handover, err);
	unlock(handover);
	return status;
}

enum aq_status handover_post(struct handover *handover, struct tray *tray, struct aq_error *err)
{
	struct outcome outcome;
	enum aq_status status = handover_wait(handover, 0, err);

	if (status < AQ_OK)
		return status;
	outcome.status = poster_post(handover->poster, tray, &outcome.err);
	keep(handover, tray, &outcome);
	return tell_failure(handover, err);
}

enum aq_status handover_give(struct handover *handover, struct tray *tray, struct aq_error *err)
{
	if (!handover->is_running)
		start_thread(handover);
	if (!handover->is_running)
		return handover_post(handover, tray, err);
	lock(handover);
	AQ_CLAIM(handover->waiting_count < TRAYS_COUNT);
	handover->waiting[handover->waiting_count++] = tray;
	tell(handover);
	unlock(handover);
	return handover_wait(handover, TRAYS_COUNT - 1, err);
}

const struct tray *handover_failed(const struct handover *handover)
{
	return handover->failed;
}

void handover_end(struct handover *handover, enum wanted wanted)
{
	if (!handover->is_running)
		return;
	lock(handover);
	handover->is_ending = true;
	handover->is_unwanted = wanted == TRAYS_UNWANTED;
	tell(handover);
	unlock(handover);
	AQ_CLAIM(pthread_join(handover->thread, NULL) == 0);
	handover->is_running = false;
}

void handover_free(struct handover *handover)
{
	if (!handover)
		return;
	handover_end(handover, TRAYS_UNWANTED);
	AQ_CLAIM(pthread_cond_destroy(&handover->changed) == 0);
	AQ_CLAIM(pthread_mutex_destroy(&handover->lock) == 0);
	free(handover);
}
