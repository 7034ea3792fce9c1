/*
 * settling.h - what the files of the settle step share; private to the pipeline.
 */
#ifndef ACQUIT_PIPELINE_SETTLING_H
#define ACQUIT_PIPELINE_SETTLING_H

#include "../job.h"

#define LUMPS_A_CALL 16384

struct settling {
	struct job *job;
	struct aq_arena *arena; /* settlements; the whole step */
	struct aq_arena *scratch; /* one batch of lumps */
	struct aq_settlement *settlements;
	size_t settlement_count;
	struct aq_set_aside *aside; /* lines that a person has set aside, sorted */
	size_t aside_count;
	struct aq_asked *gone; /* lines that their statement has no more, sorted */
	size_t gone_count;
	struct unit_chain chain;
};

/* What the night's settlements make of these lumps, by payment_no, in scratch. */
enum aq_status settle_judge(struct settling *settling, const struct aq_lump *lumps, size_t count,
			    struct aq_settled **out, size_t *settled_count, struct aq_error *err);
/* The lump closes its settlement out of unidentified, or several, or is asked: of
 * `*count` results those that are of the first one's payment, and how many they were. */
enum aq_status settle_conclude_all(struct settling *settling, const struct aq_settled *settled,
				   const struct aq_waiting *waiting, struct aq_applied *out,
				   size_t *count, struct aq_error *err);
/* Whether it is an open question already that this line may be a double. */
enum aq_status settle_is_asked(struct settling *settling, uint64_t payment_no, bool *out,
			       struct aq_error *err);
/* A person says that no settlement is to have this line, or is asked whether it came. */
bool settle_is_set_aside(const struct settling *settling, uint64_t payment_no);
/* The row of this number, which is there. */
const struct aq_waiting *settle_waiting_of(const struct aq_waiting *waiting, size_t count,
					   uint64_t payment_no);

/* over.c: lines that brought more than one payout awaited, and name another. */
enum aq_status settle_over(struct settling *settling, struct aq_error *err);

/* late.c: lumps that were taken for receipts before their details came. */
enum aq_status settle_late(struct settling *settling, struct aq_error *err);
/* The night may not undo what became of this line: a person decided, or its money
 * is gone. */
enum aq_status late_is_moved(struct job *job, const struct aq_waiting *line, struct aq_arena *arena,
			     bool *out, struct aq_error *err);

#endif
