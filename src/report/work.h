/*
 * work.h - what a person types to answer a question.
 */
#ifndef ACQUIT_REPORT_WORK_H
#define ACQUIT_REPORT_WORK_H

#include "acquit/report.h"

/* "acquit review apply PAYMENT TARGET", or settle, or write-off TARGET; the word TARGET itself where `target`
 * is empty or cannot be typed safely. Who decides, and why, comes
 * behind it: WORK_SIGNED. */
#define WORK_SIGNED " --by YOU --why REASON"
struct work_asked {
	struct aq_slice code, payment;
	bool is_out; /* money left */
};
/* Whether a command with this target answers the question; empty: with a target
 * that a person finds. */
bool work_is_typed(const struct work_asked *asked, struct aq_slice target);
/* What is typed when a customer pays what a return took, or it is given up; the
 * index below WORK_OWED_COMMANDS. */
#define WORK_OWED_COMMANDS 2
struct work_owed {
	struct aq_slice customer, currency;
};
void work_put_owed(struct aq_buffer *out, const struct work_owed *owed, size_t index);
/* What closes a question without a target, the first of it being 0; false: there
 * is no more. */
bool work_put_closing(struct aq_buffer *out, const struct work_asked *asked, size_t index);
/* Currency, amount and age are asked for. */
bool work_is_asked_for(const struct aq_work_order *order, struct aq_money money,
		       struct aq_date opened_on);
/* "  open 12 days"; nothing of today's, or where no day is known. */
void work_put_age(struct aq_buffer *out, struct aq_date opened_on, struct aq_date today);
/* approvals.c: the acts that wait for a second person, as a part of the list. */
enum aq_status work_put_approvals(struct aq_buffer *out, struct aq_store *store,
				  const struct aq_work_order *order, size_t *count,
				  struct aq_error *err);
/* What approves a proposal, and what gives it up. */
void work_put_second(struct aq_buffer *out, uint64_t act_no);
void work_put_command(struct aq_buffer *out, const struct work_asked *asked,
		      struct aq_slice target);

#endif
