/*
 * line_gone.h - how a line of a statement that is no more is taken off; private.
 */
#ifndef ACQUIT_PIPELINE_LINE_GONE_H
#define ACQUIT_PIPELINE_LINE_GONE_H

#include "returning.h"

/* The contra of what the line posted when it came: at most LINE_CLOSE_MAX more. */
#define LINE_CLOSE_MAX 2
enum aq_status line_close(struct taking_back *back, const struct aq_payment *payment,
			  struct aq_applied *out, size_t *count, struct aq_error *err);
enum aq_status line_ask_again(struct taking_back *back, const struct aq_waiting *waiting,
			      const char *why, struct aq_error *err);

/* return_gone.c: a return that is no more gives its receipt back; `closing` is its
 * standing application. */
enum aq_status return_gone(struct taking_back *back, const struct aq_waiting *waiting,
			   const struct accepted *accepted,
			   const struct aq_application_row *closing, struct aq_error *err);
/* A receipt that was returned is no more: its return waits again. */
enum aq_status returned_gone(struct taking_back *back, const struct aq_waiting *waiting,
			     const struct accepted *accepted, struct aq_error *err);

#endif
