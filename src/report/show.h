/*
 * show.h - what `show` prints of each kind of thing.
 */
#ifndef ACQUIT_REPORT_SHOW_H
#define ACQUIT_REPORT_SHOW_H

#include "acquit/report.h"

struct showing {
	struct aq_store *store;
	struct aq_arena *arena;
	struct aq_buffer *out;
	uint64_t number; /* of the thing */
	struct aq_slice text;
	uint64_t count; /* rows printed under the heading in hand */
};

enum aq_status show_payment(struct showing *showing, struct aq_error *err);
enum aq_status show_invoice(struct showing *showing, struct aq_error *err);
enum aq_status show_contract(struct showing *showing, struct aq_error *err);
enum aq_status show_subscription(struct showing *showing, struct aq_error *err);
enum aq_status show_customer(struct showing *showing, struct aq_error *err);
enum aq_status show_file(struct showing *showing, struct aq_error *err);
enum aq_status show_act(struct showing *showing, struct aq_error *err);
enum aq_status show_settlement(struct showing *showing, struct aq_error *err);
enum aq_status show_run(struct showing *showing, struct aq_error *err);
enum aq_status show_entry(struct showing *showing, struct aq_error *err);

/* A heading before the first row under it. */
void show_heading(struct showing *showing, const char *heading);
/* Which customer: "C-1001, Sokha Chan". */
enum aq_status show_owner(struct showing *showing, uint64_t customer_no, struct aq_error *err);
/* One allocation: what, how much, by which rule, and the evidence. `context` is
 * the showing; names the payment, or the target, whichever is not shown. */
enum aq_status show_allocation_target(void *context, const struct aq_allocation_line *line,
				      struct aq_error *err);
enum aq_status show_allocation_payment(void *context, const struct aq_allocation_line *line,
				       struct aq_error *err);

/* One line each, under "Payments", "Journal" and "What people decided" where no other
 * heading stands; `context` is the showing. */
enum aq_status show_payment_row(void *context, const struct aq_payment_line *line,
				struct aq_error *err);
enum aq_status show_journal(void *context, const struct aq_journal_line *line,
			    struct aq_error *err);
enum aq_status show_act_line(void *context, const struct aq_act_line *line, struct aq_error *err);
/* Of one run. */
enum aq_status show_acts_of_run(struct showing *showing, uint64_t run_no, struct aq_error *err);

#endif
