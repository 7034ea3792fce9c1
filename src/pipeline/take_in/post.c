/*
 * post.c - recognised payments and their entries go into the store.
 *
 * Promises: entries are chained in the order of their payments. Of a large tray
 * they are hashed beside the writing of what holds no hash, and before their own.
 */
#include "chunk.h"

#include "acquit/store_bulk.h"
#include "acquit/thread.h"

#define HASHED_BESIDE_MIN 1024 /* payments: fewer are hashed while a thread begins */

struct hashing {
	struct poster *poster;
	const struct aq_taken *taken;
	struct aq_entry *entries; /* by taken */
	pthread_t thread;
	bool is_running;
	enum aq_status status;
	struct aq_error err;
};

static enum aq_status number_entries(struct hashing *hashing, struct aq_error *err)
{
	struct poster *poster = hashing->poster;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < poster->tray->count && status >= AQ_OK; at++) {
		if (!hashing->taken[at].entry)
			continue;
		poster->posted_count++;
		status = unit_chain_number(poster->job, poster->chain, &hashing->entries[at], err);
	}
	return status;
}

static enum aq_status hash_entry(struct hashing *hashing, size_t at)
{
	struct poster *poster = hashing->poster;
	struct pending *pending = &poster->tray->pending[at];
	struct aq_sha256 *digest = &pending->digest;
	enum aq_status status = AQ_OK;

	if (!hashing->taken[at].entry)
		return AQ_OK;
	if (!pending->is_printed)
		status = fingerprint_digest(&poster->printer, hashing->taken[at].payment, digest,
					    &hashing->err);
	if (status < AQ_OK)
		return status;
	return aq_chain_add(poster->job->chain, &hashing->entries[at],
			    (struct aq_slice){(const char *)digest->bytes, sizeof(digest->bytes)},
			    &hashing->err);
}

static void *hash_entries(void *context)
{
	struct hashing *hashing = context;

	for (size_t at = 0; at < hashing->poster->tray->count && hashing->status >= AQ_OK; at++)
		hashing->status = hash_entry(hashing, at);
	return NULL;
}

static void hashing_begin(struct hashing *hashing)
{
	hashing->is_running = hashing->poster->tray->count >= HASHED_BESIDE_MIN &&
			      aq_thread_begin(&hashing->thread, hash_entries, hashing);
	if (!hashing->is_running)
		(void)hash_entries(hashing);
}

static enum aq_status hashing_end(void *context, struct aq_error *err)
{
	struct hashing *hashing = context;

	if (hashing->is_running)
		(void)pthread_join(hashing->thread, NULL);
	hashing->is_running = false;
	if (hashing->status < AQ_OK && err)
		*err = hashing->err;
	return hashing->status;
}

enum aq_status post_taken(struct poster *poster, const struct aq_taken *taken,
			  struct aq_entry *entries, struct aq_error *err)
{
	struct hashing hashing = {.poster = poster, .taken = taken, .entries = entries};
	const struct aq_hashing beside = {.context = &hashing, .end = hashing_end};
	enum aq_status status = number_entries(&hashing, err);

	if (status < AQ_OK)
		return status;
	hashing_begin(&hashing);
	status = aq_store_take_in_beside(poster->job->store, poster->job->run.run_no, taken,
					 poster->tray->count, &beside, err);
	(void)hashing_end(&hashing, NULL);
	return status;
}
