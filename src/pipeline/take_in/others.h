/*
 * others.h - payments that bear the same id with another amount; private.
 */
#ifndef ACQUIT_PIPELINE_OTHERS_H
#define ACQUIT_PIPELINE_OTHERS_H

#include "../job.h"

struct others { /* in the arena they were read into */
	struct aq_waiting *rows; /* by payment_no */
	size_t count;
};

/* Whether an identity of this payment is looked up with those that bear its id alone. */
bool others_wanted(const struct aq_payment *payment, const struct aq_identity *identity);
/* All that the answers name, read in one go. */
enum aq_status others_read(struct aq_store *store, const struct aq_identity_query *answers,
			   size_t count, struct aq_arena *arena, struct others *out,
			   struct aq_error *err);
/* Where an earlier one bears the id with another amount, one of the two is
 * wrong: the payment waits as a possible duplicate. */
enum aq_status others_doubt(const struct others *others, struct aq_taken *taken,
			    const struct aq_identity_query *answers, size_t count,
			    struct aq_arena *arena, struct aq_error *err);

#endif
