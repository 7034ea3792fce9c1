/*
 * chunk.h - payments of one file on their way into the store; private.
 *
 * Payments gather until CHUNK_PAYMENTS_MAX or CHUNK_BYTES_MAX, are recognised
 * and posted, and forgotten. A unit that turns out refused takes back what it
 * posted: a savepoint stands wherever a unit was cut by the end of a chunk.
 */
#ifndef ACQUIT_PIPELINE_CHUNK_H
#define ACQUIT_PIPELINE_CHUNK_H

#include "again.h"
#include "counts.h"

#define CHUNK_PAYMENTS_MAX 65536
#define CHUNK_BYTES_MAX	   (32u * 1024 * 1024)
#define CURRENCIES_MAX	   256

struct pending { /* beside a payment, until it is posted */
	struct aq_identity *identities;
	size_t identity_count; /* those that tell it apart, the first ones */
	size_t lookup_count; /* all, with those it is only found by */
	uint64_t keys[AQ_IDENTITIES_MAX]; /* keyed hashes of the identities */
};

struct chunk {
	struct job *job;
	struct unit_chain *chain;
	uint64_t file_no;
	struct aq_slice file_hash; /* hex, for refused payments' ids */
	struct aq_arena *arena; /* payments and their texts; reset at each flush */
	struct aq_arena *scratch; /* of one flush */
	struct aq_payment *payments;
	struct pending *pending;
	size_t count;
	struct counts *in_flush; /* identities met in this flush */
	struct counts *duplicates; /* of the file: not stored, so counted here */
	struct aq_buffer duplicates_since; /* their keys since the savepoint */
	/* The unit begun last. */
	bool is_in_unit;
	struct again again;
	bool is_marked; /* a savepoint stands at the unit's start */
	size_t unit_start; /* its first payment in the chunk */
	struct aq_chain_mark chain_mark;
	struct unit_chain unit_chain_mark;
	struct aq_file_total totals_mark[CURRENCIES_MAX];
	size_t total_mark_count;
	uint64_t posted_mark;
	uint64_t taken_mark;
	struct aq_file_total totals[CURRENCIES_MAX];
	size_t total_count;
	uint64_t posted_count; /* payments with an entry */
	uint64_t taken_count; /* that are not refused */
};

enum aq_status chunk_open(struct chunk *chunk, struct job *job, struct unit_chain *chain,
			  uint64_t file_no, struct aq_slice file_hash, struct aq_error *err);
void chunk_close(struct chunk *chunk);
/* Room for `count` payments more: flushes when there is none. */
enum aq_status chunk_room(struct chunk *chunk, size_t count, struct aq_error *err);
void chunk_unit_begin(struct chunk *chunk);
/* `refusal` AQ_CODE_NONE accepts what the unit brought; else all of it is taken
 * back and stands as refused. */
enum aq_status chunk_unit_end(struct chunk *chunk, enum aq_code refusal, struct aq_error *err);
enum aq_status chunk_flush(struct chunk *chunk, struct aq_error *err);
/* Money of units whose payments could not be kept one by one. */
enum aq_status chunk_tally(struct chunk *chunk, const struct aq_file_total *total,
			   struct aq_error *err);

/* recognise.c: payments [from, to) of the chunk become rows of the store */
enum aq_status recognise(struct chunk *chunk, size_t from, size_t to, struct aq_error *err);

#endif
