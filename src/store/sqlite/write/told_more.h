/*
 * told_more.h - what later deliveries tell of a payment; private.
 */
#ifndef ACQUIT_STORE_TOLD_MORE_H
#define ACQUIT_STORE_TOLD_MORE_H

#include "../reading.h"

/* Of rows just added: duplicates that tell something else than their payment. */
enum aq_status sq_told_more_note(struct aq_store *store, const struct aq_taken *taken, size_t count,
				 struct aq_error *err);

/* Rows that tell of what another books, kept until that one is found. */
enum aq_status sq_told_ahead_note(struct aq_store *store, const struct aq_taken *taken,
				  size_t count, struct aq_error *err);
enum aq_status sq_told_more_holds(struct aq_store *store, bool *out, struct aq_error *err);
/* The names and numbers of a list that its own row leaves empty. */
enum aq_status sq_told_more_fill(struct sq_texts *texts, struct aq_payment *payment,
				 struct aq_error *err);
/* Payments as they were read, by payment_no; texts go to the texts' arena. */
enum aq_status sq_told_more_give(struct sq_texts *texts, struct aq_waiting *rows, size_t count,
				 struct aq_error *err);

#endif
