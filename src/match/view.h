/*
 * view.h - one chunk's problem with the indexes that make it quick to ask.
 *
 * Borrowed for the length of one aq_night_propose.
 */
#ifndef MATCH_VIEW_H
#define MATCH_VIEW_H

#include "acquit/match.h"

struct view {
	const struct aq_problem *problem;
	const struct aq_match_settings *settings;
	struct aq_arena *arena;
	const uint64_t *item_nos; /* the numbers alone: a search touches few cache lines */
	const uint64_t *customer_nos;
	/* Open ones of the customers in open_of, each one's together; made when first asked for. */
	const struct aq_item **by_customer;
	size_t *starts; /* where those of each begin, and one more */
	bool *is_ordered; /* those of each; likewise */
	const struct aq_contract **contracts; /* by customer; made when first asked for */
	bool is_grouped;
	bool is_starved; /* memory ran out on the way: the call fails */
	bool is_hungry; /* the payment at hand asked for what a thin problem leaves out */
};

/* The open items of one customer, oldest first. */
struct open_items {
	const struct aq_item *const *items;
	size_t count;
	bool is_known; /* all of them are here */
	bool is_cut; /* there were too many */
};

enum aq_status match_view_begin(struct view *view, struct aq_error *err);
const struct aq_item *match_view_item(const struct view *view, uint64_t item_no);
const struct aq_customer *match_view_customer(const struct view *view, uint64_t customer_no);
const struct aq_contract *match_view_contract(const struct view *view, uint64_t contract_no);
const struct aq_subscription *match_view_subscription(const struct view *view,
						      uint64_t subscription_no);
const struct aq_bundle *match_view_bundle(const struct view *view, uint64_t bundle_no);
struct open_items match_view_open(struct view *view, uint64_t customer_no);
/* All contracts of one customer, by contract_no; none where there are too many,
 * or a thin problem leaves them out. */
struct contracts_of {
	const struct aq_contract *const *contracts;
	size_t count;
};
struct contracts_of match_view_contracts(struct view *view, uint64_t customer_no);
/* Says that who bears the payer's name matters now. */
void match_view_want_names(struct view *view);
/* The number people know the customer by; empty when it is not in the problem. */
struct aq_slice match_view_customer_number(const struct view *view, uint64_t customer_no);

#endif
