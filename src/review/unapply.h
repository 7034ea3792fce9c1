/*
 * unapply.h - a payment on its way off what it was put on; private.
 */
#ifndef ACQUIT_REVIEW_UNAPPLY_H
#define ACQUIT_REVIEW_UNAPPLY_H

#include "review.h"

struct taking_off {
	struct review *review;
	struct aq_application_row *rows; /* newest first */
	size_t row_count;
	struct aq_allocation *kept; /* to be put back, positive as they were */
	size_t kept_count, kept_room;
	uint64_t *apart; /* items named, and accounts */
	size_t apart_count;
	struct aq_applied *applied;
	size_t applied_count;
	const struct aq_allocation *base; /* the account it rests on again; NULL: unidentified */
	int64_t back; /* what came back to unidentified, or to that account */
	int64_t kept_amount; /* of that, what is put back on items */
};

/* unapply_named.c */
bool unapply_is_item(const struct aq_allocation *allocation);
/* The person named it, or nothing: then all is meant. */
bool unapply_is_named(const struct taking_off *off, const struct aq_allocation *allocation);
/* Money that left the payment for an account that is no customer's. */
bool unapply_is_refund(const struct aq_application_row *row);
/* Each target names something that stands. */
enum aq_status unapply_check_targets(const struct taking_off *off, struct aq_error *err);

#endif
