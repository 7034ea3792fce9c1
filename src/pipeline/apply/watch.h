/*
 * watch.h - what each payment that was asked about was looked at with, so that
 * only those which something moved are put before the rules again; private.
 */
#ifndef ACQUIT_PIPELINE_WATCH_H
#define ACQUIT_PIPELINE_WATCH_H

#include "acquit/match.h"

#include "../numbers.h"

/* A key is a customer_no, the keyed hash of a payer's account or name, or that of
 * an amount: two that agree by chance only make a payment be looked at once more. */
struct watched {
	uint64_t key;
	uint64_t payment_no;
};

struct watch { /* owned; zero-initialised is empty */
	struct watched *list;
	size_t count, room;
	struct numbers claimants; /* whose answer rests on what others claim: always again */
	struct numbers moved; /* keys, since _affected was asked */
	bool has_failed;
};

void watch_key(struct watch *watch, uint64_t key, uint64_t payment_no);
/* Everybody whose books a waiting payment of the problem was looked at with. */
void watch_problem(struct watch *watch, const struct aq_problem *problem);
void watch_moved(struct watch *watch, uint64_t key);
uint64_t watch_amount(struct aq_money money);

/* The payments that must be looked at again, sorted. */
enum aq_status watch_affected(struct watch *watch, struct numbers *out, struct aq_error *err);
void watch_free(struct watch *watch);

#endif
