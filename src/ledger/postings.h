/*
 * postings.h - the postings of one entry while they are made (private to ledger).
 */
#ifndef ACQUIT_LEDGER_POSTINGS_H
#define ACQUIT_LEDGER_POSTINGS_H

#include "acquit/ledger.h"

/* Lives as long as the arena its room was taken from. */
struct aq_postings {
	struct aq_posting *made;
	size_t made_count;
	size_t room_count;
	bool overflowed; /* an amount that cannot stand in the ledger was met */
};

/* AQ_SYSTEM when the arena has no room. */
enum aq_status aq_postings_open(struct aq_postings *out, size_t room_count, struct aq_arena *arena,
				struct aq_error *err);
/* Adds one posting of a signed amount: 0 adds nothing, a negative amount
 * exchanges the sides. The rest of `posting` is taken as it is. */
void aq_postings_add(struct aq_postings *postings, const struct aq_posting *posting,
		     int64_t signed_amount);
/* Hands the postings to the entry: AQ_END when there are none, AQ_BAD_RECORD
 * after an overflow. */
enum aq_status aq_postings_finish(const struct aq_postings *postings, struct aq_entry *out,
				  struct aq_error *err);
/* What every posting must be: a fault of ours when one just made is not … */
void aq_posting_claim(const struct aq_posting *posting);
/* … and AQ_INTEGRITY when one read back from the store is not. */
enum aq_status aq_entry_check(const struct aq_entry *entry, struct aq_error *err);

#endif
