/*
 * chunk.h - payments of one file on their way into the store; private.
 *
 * Payments gather on a tray until CHUNK_PAYMENTS_MAX or CHUNK_BYTES_MAX, are
 * recognised and posted, and forgotten. A unit that was cut by the end of a chunk
 * and turns out refused has posted some of itself: then the file is read again,
 * and its payments stand as refused from the first on (take_in.c).
 *
 * Two work at once: the file is decoded onto one tray (chunk.c) while the tray
 * before it is posted (poster.c), by a thread that is started when a file has
 * more than one (handover.c). Trays are posted in their order, and whoever
 * gathers asks the store only while nothing is being posted, so that the ledger
 * is what one thread alone would have made.
 */
#ifndef ACQUIT_PIPELINE_CHUNK_H
#define ACQUIT_PIPELINE_CHUNK_H

#include "again.h"
#include "../counts.h"
#include "fingerprint.h"

#define CHUNK_PAYMENTS_MAX 65536
#define CHUNK_BYTES_MAX	   (32u * 1024 * 1024)
#define CURRENCIES_MAX	   256
#define TRAYS_COUNT	   2

struct pending { /* beside a payment, until it is posted */
	struct aq_identity *identities;
	size_t identity_count; /* those that tell it apart, the first ones */
	size_t lookup_count; /* all, with those it is only found by */
	bool is_of_batch_again; /* whose header stood in the file before */
	/* The payment has the id of the first of its identity, and this digest. */
	bool is_printed;
	struct aq_sha256 digest;
};

struct tray {
	struct aq_arena *arena; /* payments and their texts; reset when it is posted */
	struct aq_payment *payments;
	struct pending *pending;
	size_t count;
	bool is_unit_open; /* the end of the unit in hand is not seen yet */
	struct aq_findings_mark said; /* what had been found when it was handed over */
};

/* What posts: touched by one thread at a time, see handover.c. */
struct poster {
	struct job *job;
	struct unit_chain *chain;
	uint64_t file_no;
	uint64_t next_no; /* behind the last payment posted */
	uint64_t own_from; /* the first payment behind the last whole statement or file in one */
	struct fingerprinter printer;
	const struct tray *tray; /* being posted */
	struct aq_arena *scratch; /* of one flush */
	struct counts *in_flush; /* identities met in this flush */
	struct counts *duplicates; /* not stored, so counted here */
	struct again again; /* of the statement in hand */
	struct aq_file_total totals[CURRENCIES_MAX];
	size_t total_count;
	uint64_t posted_count; /* payments with an entry */
	uint64_t taken_count; /* that are not refused */
};

struct handover;

/* What gathers. */
struct chunk {
	struct poster poster;
	struct handover *handover;
	struct aq_findings *findings; /* borrowed */
	struct tray trays[TRAYS_COUNT];
	size_t tray_index; /* of the one in hand */
	struct tray *tray;
	/* The unit begun last. */
	bool is_in_unit;
	bool is_cut; /* some of it was handed over */
	size_t unit_start; /* its first payment on the tray */
};

struct chunk_order { /* borrowed as long as the chunk lives */
	struct job *job;
	struct unit_chain *chain;
	struct aq_findings *findings;
	uint64_t file_no;
	struct aq_slice file_hash; /* hex */
};
enum aq_status chunk_open(struct chunk *chunk, const struct chunk_order *order,
			  struct aq_error *err);
void chunk_close(struct chunk *chunk);
/* Room for `count` payments more: hands the tray over when there is none. */
enum aq_status chunk_room(struct chunk *chunk, size_t count, struct aq_error *err);
void chunk_unit_begin(struct chunk *chunk);
/* `refusal` AQ_CODE_NONE accepts what the unit brought; else all of it that is
 * still on the tray stands as refused. */
void chunk_unit_end(struct chunk *chunk, enum aq_code refusal);
/* Those on the tray from `from` on. */
void chunk_refuse(struct chunk *chunk, size_t from, enum aq_code code);
/* Nothing more is posted: the tray in hand is emptied once those before it are done. */
enum aq_status chunk_drop(struct chunk *chunk, struct aq_error *err);
/* All that was handed over is posted: the store may be asked. */
enum aq_status chunk_wait(struct chunk *chunk, struct aq_error *err);
/* The same with what is on the tray. */
enum aq_status chunk_flush(struct chunk *chunk, struct aq_error *err);
/* A flush; what follows is another statement's, or another file's in one. */
enum aq_status chunk_own_end(struct chunk *chunk, struct aq_error *err);
/* Ends the gathering with the status it came to: what was handed over before is
 * judged first, as if one had followed the other. */
enum aq_status chunk_end(struct chunk *chunk, enum aq_status status, struct aq_error *err);

/* poster.c */
enum aq_status poster_open(struct poster *poster, const struct chunk_order *order,
			   struct aq_error *err);
void poster_close(struct poster *poster);
/* All of a tray, which is empty afterwards. */
enum aq_status poster_post(struct poster *poster, struct tray *tray, struct aq_error *err);
/* A payment of the file, by what became of it. */
enum aq_status poster_count(struct poster *poster, const struct aq_taken *taken,
			    struct aq_error *err);
/* Money by currency and outcome. */
enum aq_status poster_tally(struct poster *poster, const struct aq_file_total *total,
			    struct aq_error *err);

/* handover.c */
enum aq_status handover_new(struct handover **out, struct poster *poster, struct aq_error *err);
void handover_free(struct handover *handover);
/* Posts the tray when those before it are posted, and returns after it. */
enum aq_status handover_post(struct handover *handover, struct tray *tray, struct aq_error *err);
/* The thread posts it; returns when there is a tray to gather on. The failure
 * told may be that of an earlier one. */
enum aq_status handover_give(struct handover *handover, struct tray *tray, struct aq_error *err);
/* Until no more than `count` trays are with the thread. */
enum aq_status handover_wait(struct handover *handover, size_t count, struct aq_error *err);
/* The tray that failed, or NULL. */
const struct tray *handover_failed(const struct handover *handover);
/* Ends the thread; trays that it has not begun are dropped if they are not `wanted`. */
enum wanted { TRAYS_UNWANTED, TRAYS_WANTED };
void handover_end(struct handover *handover, enum wanted wanted);

/* prints.c: of the payments on a tray from `from` on that are not refused */
struct prints_order { /* borrowed */
	const struct tray *tray;
	const struct aq_unit *unit;
	struct aq_store *store;
	struct fingerprinter *printer;
};
enum aq_status prints_make(const struct prints_order *order, size_t from, struct aq_error *err);

/* recognise.c: the payments on the poster's tray become rows of the store */
enum aq_status recognise(struct poster *poster, struct aq_error *err);

/* post.c: what was recognised goes into the store, and its entries into the chain.
 * `entries`: by taken, those that it has. */
enum aq_status post_taken(struct poster *poster, const struct aq_taken *taken,
			  struct aq_entry *entries, struct aq_error *err);

/* known_entry.c: details of entries whose line came before, bare, become details of
 * it; and whether a payment of an id that is no proof is one of a closed settlement. */
enum aq_status known_entries(struct poster *poster, struct aq_error *err);
enum aq_status known_as_settled(struct poster *poster, const struct aq_payment *payment,
				const struct aq_known_payment *known, bool *out,
				struct aq_error *err);

/* task.c: a notification of change is work for somebody: the taken row asks, and its
 * refusal ends that. One that is sent again is known, as no other notice is. */
bool task_is(const struct aq_payment *payment);
enum aq_status task_of_notice(struct aq_taken *taken, struct aq_arena *arena, struct aq_error *err);

#endif
