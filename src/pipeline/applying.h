/*
 * applying.h - the night's matching and posting while they go on; private.
 */
#ifndef ACQUIT_PIPELINE_APPLYING_H
#define ACQUIT_PIPELINE_APPLYING_H

#include "gather.h"

/* What posting needs of a waiting payment. Tonight's receipts, which wait in
 * suspense for nobody yet, have none: they are nearly all there is. */
struct stub {
	uint64_t payment_no;
	uint64_t customer_no;
	enum aq_bucket bucket;
	enum aq_payment_status status;
};

struct applying {
	struct job *job;
	struct aq_night *night;
	struct aq_moves *moves;
	struct aq_arena *arena; /* one chunk, or one batch of decisions */
	struct unit_chain chain;
	struct stub *stubs; /* of the round, by payment_no */
	size_t stub_count, stub_room;
	uint64_t applied_count;
};

/* propose.c: puts payments before the rules; everything that waits, or those
 * that lost an item in the round before. */
enum aq_status propose_all(struct applying *applying, struct aq_error *err);
enum aq_status propose_losers(struct applying *applying, const uint64_t *losers, size_t count,
			      struct aq_error *err);

#endif
