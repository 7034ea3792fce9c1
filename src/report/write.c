/*
 * write.c - everything a run leaves in reports/NAME.
 *
 * Design: no CSV file looks at another, so they are a list of work. Two threads
 * take from it, the longest file first, each with a store, a folder and facts of
 * its own; the page and summary.json are made of the facts of both. `latest` is
 * pointed at the run when all of it lies there.
 */
#include "acquit/claim.h"
#include "acquit/thread.h"
#include "journal_ahead.h"
#include "latest.h"
#include "listing.h"
#include "page.h"
#include "summary.h"

/* files.csv comes before all of them: rows of payments.csv say whether their
 * file is one of this run. */
static const enum sheet_id work_list[] = {
	SHEET_JOURNAL,	SHEET_AGING,	   SHEET_PAYMENTS, SHEET_ALLOCATIONS, SHEET_EXCEPTIONS,
	SHEET_FINDINGS, SHEET_SETTLEMENTS, SHEET_TRIAL,	   SHEET_RUN,	      SHEET_WAITING,
	SHEET_RULES,	SHEET_APPROVALS,   SHEET_OWED,
};

#define WORK_COUNT (sizeof(work_list) / sizeof(work_list[0]))
_Static_assert(WORK_COUNT == SHEET_COUNT - 2,
	       "every sheet but files.csv is on the list, and returns.csv comes with payments.csv");

struct work { /* shared by those who write */
	pthread_mutex_t lock;
	size_t taken;
};

struct hand { /* one of them */
	struct listing listing;
	struct work *work;
	pthread_t thread;
	bool is_running;
	enum aq_status status;
	struct aq_error err;
};

static bool take(struct work *work, enum sheet_id *out)
{
	bool is_left;

	(void)pthread_mutex_lock(&work->lock);
	is_left = work->taken < WORK_COUNT;
	if (is_left)
		*out = work_list[work->taken++];
	(void)pthread_mutex_unlock(&work->lock);
	return is_left;
}

/* One has failed: the others need not begin what would be thrown away. */
static void give_up(struct work *work)
{
	(void)pthread_mutex_lock(&work->lock);
	work->taken = WORK_COUNT;
	(void)pthread_mutex_unlock(&work->lock);
}

static void *write_sheets(void *context)
{
	struct hand *hand = context;
	enum sheet_id id;

	while (hand->status >= AQ_OK && take(hand->work, &id))
		hand->status = listing_write(&hand->listing, id, &hand->err);
	if (hand->status < AQ_OK)
		give_up(hand->work);
	return NULL;
}

/* Where no thread can be had, the one that is here does all of the work. */
static void start(struct hand *hand)
{
	hand->is_running = aq_thread_begin(&hand->thread, write_sheets, hand);
}

static enum aq_status join(struct hand *hand, struct aq_error *err)
{
	if (hand->is_running)
		(void)pthread_join(hand->thread, NULL);
	if (hand->status < AQ_OK)
		*err = hand->err;
	return hand->status;
}

/* What was written while the run posted need not be read from the store. */
static enum aq_status take_journal(struct hand *hand, struct aq_error *err)
{
	const struct aq_report_order *order = hand->listing.order;
	struct facts *facts = NULL;
	struct aq_run run;
	enum aq_status status;

	if (!order->journal)
		return AQ_OK;
	status = aq_store_run_find(order->store, aq_slice_of(order->run->id), &run, err);
	if (status >= AQ_OK)
		facts = journal_ahead_end(order->journal, &run);
	if (!facts)
		return status;
	AQ_CLAIM(work_list[0] == SHEET_JOURNAL);
	hand->work->taken = 1;
	return facts_adopt(hand->listing.facts, facts, err);
}

/* With the store's second connection, if there is one. */
static enum aq_status write_with(struct hand *hand, struct hand *other, struct aq_error *err)
{
	struct aq_store *store = hand->listing.order->beside;
	struct aq_error ignored;
	enum aq_status status = listing_write(&hand->listing, SHEET_FILES, err);

	if (status >= AQ_OK)
		status = take_journal(hand, err);
	if (status >= AQ_OK && store)
		status = listing_open(&other->listing, hand->listing.order, store,
				      hand->listing.file_nos, err);
	if (status < AQ_OK)
		return status;
	if (store)
		start(other);
	(void)write_sheets(hand);
	status = hand->status;
	if (status < AQ_OK) {
		*err = hand->err;
		(void)join(other, &ignored);
		return status;
	}
	status = join(other, err);
	if (status >= AQ_OK && store)
		status = facts_adopt(hand->listing.facts, other->listing.facts, err);
	return status;
}

enum aq_status aq_report_write(const struct aq_report_order *order,
			       struct aq_report_summary *summary, struct aq_error *err)
{
	struct work work = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct hand hand = {.work = &work}, other = {.work = &work};
	enum aq_status status = listing_open(&hand.listing, order, order->store, NULL, err);

	if (status >= AQ_OK)
		status = write_with(&hand, &other, err);
	if (status >= AQ_OK)
		status = page_write(hand.listing.facts, hand.listing.folder, err);
	if (status >= AQ_OK && !order->is_dry && !order->is_act)
		status = latest_point(order->reports, order->name, err);
	if (status >= AQ_OK && summary)
		summary_of(hand.listing.facts, summary);
	listing_close(&other.listing);
	listing_close(&hand.listing);
	return status < AQ_OK ? status : AQ_OK;
}
