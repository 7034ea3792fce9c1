/*
 * journal_ahead.c - journal.csv is written while its run posts.
 *
 * Design: the thread that posts hands over a batch of entries before it writes them
 * and waits for them afterwards, which takes it longer; nothing is copied. The rows
 * are those of listing.c. Entries of a run have numbers without gaps, so what was
 * rolled back is known by numbers that come again.
 * Promises: no fault of its own: a journal that is not whole is thrown away.
 */
#include "journal_ahead.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/thread.h"

#include "listing.h"

struct aq_report_journal {
	struct aq_entry_watch watch;
	struct aq_run run;
	struct aq_report_order order;
	struct listing listing;
	bool is_open; /* the sheet is */
	bool is_broken;
	uint64_t first_entry, last_entry; /* written; 0: none */
	/* Between the two threads. */
	pthread_t thread;
	bool is_running;
	pthread_mutex_t lock;
	pthread_cond_t change;
	const struct aq_entry *const *entries; /* in hand */
	size_t count; /* 0: none is in hand */
	bool is_over;
};

/* --- the thread that writes --- */

static enum aq_status open_sheet(struct aq_report_journal *journal, struct aq_error *err)
{
	enum aq_status status;

	if (journal->is_open)
		return AQ_OK;
	status = listing_open(&journal->listing, &journal->order, NULL, NULL, err);
	if (status >= AQ_OK)
		status = sheet_open(&journal->listing.sheet, SHEET_JOURNAL, journal->listing.folder,
				    journal->listing.facts, err);
	journal->is_open = status >= AQ_OK;
	return status;
}

static enum aq_status put_entry(struct aq_report_journal *journal, const struct aq_entry *entry,
				struct aq_error *err)
{
	struct aq_journal_line line = aq_journal_line_of(entry, journal->run.run_no);
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < entry->posting_count && status >= AQ_OK; at++) {
		line.posting_index = (uint32_t)at;
		line.posting = entry->postings[at];
		status = listing_put_journal(&journal->listing, &line, err);
	}
	return status;
}

static void drop_sheet(struct aq_report_journal *journal)
{
	if (journal->is_open)
		sheet_drop(&journal->listing.sheet);
	journal->is_open = false;
	journal->is_broken = true;
}

static void put_batch(struct aq_report_journal *journal)
{
	struct aq_error ignored;
	enum aq_status status = open_sheet(journal, &ignored);

	for (size_t at = 0; at < journal->count && status >= AQ_OK; at++) {
		const struct aq_entry *entry = journal->entries[at];

		if (journal->first_entry && entry->entry_no != journal->last_entry + 1)
			status = AQ_INTEGRITY;
		else
			status = put_entry(journal, entry, &ignored);
		if (!journal->first_entry)
			journal->first_entry = entry->entry_no;
		journal->last_entry = entry->entry_no;
	}
	if (status < AQ_OK)
		drop_sheet(journal);
}

static void *write_ahead(void *context)
{
	struct aq_report_journal *journal = context;

	(void)pthread_mutex_lock(&journal->lock);
	while (!journal->is_over) {
		if (journal->count == 0) {
			(void)pthread_cond_wait(&journal->change, &journal->lock);
			continue;
		}
		(void)pthread_mutex_unlock(&journal->lock);
		if (!journal->is_broken)
			put_batch(journal);
		(void)pthread_mutex_lock(&journal->lock);
		journal->count = 0;
		(void)pthread_cond_broadcast(&journal->change);
	}
	(void)pthread_mutex_unlock(&journal->lock);
	return NULL;
}

/* --- the thread that posts --- */

static void begin(void *context, const struct aq_entry *const *entries, size_t count)
{
	struct aq_report_journal *journal = context;

	if (!journal->is_running && !journal->is_over) {
		journal->is_running = aq_thread_begin(&journal->thread, write_ahead, journal);
		if (!journal->is_running)
			journal->is_over = true; /* nobody else looks at it */
	}
	if (!journal->is_running)
		return;
	(void)pthread_mutex_lock(&journal->lock);
	AQ_CLAIM(journal->count == 0);
	journal->entries = entries;
	journal->count = count;
	(void)pthread_cond_broadcast(&journal->change);
	(void)pthread_mutex_unlock(&journal->lock);
}

static void end(void *context)
{
	struct aq_report_journal *journal = context;

	(void)pthread_mutex_lock(&journal->lock);
	while (journal->is_running && journal->count > 0)
		(void)pthread_cond_wait(&journal->change, &journal->lock);
	(void)pthread_mutex_unlock(&journal->lock);
}

static void stop(struct aq_report_journal *journal)
{
	(void)pthread_mutex_lock(&journal->lock);
	journal->is_over = true;
	(void)pthread_cond_broadcast(&journal->change);
	(void)pthread_mutex_unlock(&journal->lock);
	if (journal->is_running)
		(void)pthread_join(journal->thread, NULL);
	journal->is_running = false;
}

struct facts *journal_ahead_end(struct aq_report_journal *journal, const struct aq_run *run)
{
	struct aq_error ignored;

	stop(journal);
	if (!journal->is_open || run->first_entry != journal->first_entry ||
	    run->last_entry != journal->last_entry) {
		drop_sheet(journal);
		return NULL;
	}
	journal->is_open = false;
	return sheet_commit(&journal->listing.sheet, &ignored) >= AQ_OK ? journal->listing.facts
									: NULL;
}

enum aq_status aq_report_journal_new(struct aq_report_journal **out,
				     const struct aq_folder *reports, const struct aq_run *run,
				     struct aq_error *err)
{
	struct aq_report_journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		return aq_fail_memory(err);
	journal->watch = (struct aq_entry_watch){begin, end, journal};
	journal->run = *run;
	journal->order = (struct aq_report_order){
		.run = &journal->run, .reports = reports, .name = journal->run.id};
	(void)pthread_mutex_init(&journal->lock, NULL);
	(void)pthread_cond_init(&journal->change, NULL);
	*out = journal;
	return AQ_OK;
}

void aq_report_journal_free(struct aq_report_journal *journal)
{
	if (!journal)
		return;
	stop(journal);
	drop_sheet(journal);
	listing_close(&journal->listing);
	(void)pthread_cond_destroy(&journal->change);
	(void)pthread_mutex_destroy(&journal->lock);
	free(journal);
}

const struct aq_entry_watch *aq_report_journal_watch(const struct aq_report_journal *journal)
{
	return &journal->watch;
}
