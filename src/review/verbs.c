/*
 * verbs.c - the verbs that act, and the limits that each of them is held to.
 */
#include "review.h"

static const struct review_known known_verbs[] = {
	{"apply", aq_review_apply, REVIEW_MONEY_IN},
	{"unapply", aq_review_unapply, REVIEW_MONEY_IN},
	{"release", aq_review_release, REVIEW_MONEY_IN},
	{"refund", aq_review_refund, REVIEW_MONEY_IN},
	{"write-off", aq_review_write_off, REVIEW_NO_PAYMENT},
	{"restore", aq_review_restore, REVIEW_NO_PAYMENT},
	{"assign", aq_review_assign, REVIEW_PAYMENT},
	{"note", aq_review_note, REVIEW_PAYMENT},
	{"forget", aq_review_forget, REVIEW_NO_PAYMENT},
	{"accept", aq_review_accept, REVIEW_PAYMENT},
	{"done", aq_review_done, REVIEW_PAYMENT},
	{"settle", aq_review_settle, REVIEW_PAYMENT},
	{"unsettle", aq_review_unsettle, REVIEW_PAYMENT},
	{"difference", aq_review_difference, REVIEW_PAYMENT},
	{"reopen", aq_review_reopen, REVIEW_PAYMENT},
	{"repay", aq_review_repay, REVIEW_MONEY_IN},
	{"approve", aq_review_approve, REVIEW_NO_PAYMENT},
	{"withdraw", aq_review_withdraw, REVIEW_NO_PAYMENT},
};

const struct review_known *review_known(struct aq_slice verb)
{
	for (size_t at = 0; at < sizeof(known_verbs) / sizeof(known_verbs[0]); at++)
		if (aq_slice_is(verb, known_verbs[at].name))
			return &known_verbs[at];
	return NULL;
}

bool aq_review_has_verb(struct aq_slice verb)
{
	return review_known(verb) != NULL;
}

enum aq_status review_try(struct aq_store *store, const struct review_known *known,
			  const struct aq_review_act *act, struct aq_buffer *out,
			  struct aq_error *err)
{
	struct aq_review_act told = *act;
	struct aq_review_outcome outcome = {.moves = {0, AQ_CURRENCY_NONE}};
	enum aq_status status;

	told.outcome = &outcome;
	status = known->on(store, &told, out, err);
	if (status >= AQ_OK)
		status = review_may(act, outcome.moves, err);
	if (act->outcome)
		*act->outcome = outcome;
	if (status < AQ_OK)
		return status;
	return act->approved_by.length == 0 && review_wants_second(act->limits, outcome.moves)
		       ? AQ_END
		       : AQ_OK;
}

enum aq_status aq_review_do(struct aq_store *store, struct aq_slice verb,
			    const struct aq_review_act *act, struct aq_buffer *out,
			    struct aq_error *err)
{
	const struct review_known *known = review_known(verb);

	if (!known)
		return review_refuse(err, AQ_REVIEW_TASK, "review has no verb %.*s",
				     AQ_SLICE_ARGS(verb));
	return review_try(store, known, act, out, err);
}
