/*
 * text.h - the pieces of what is printed on a terminal.
 *
 * Texts of files and people are made printable here: no control byte of theirs
 * reaches a terminal.
 */
#ifndef ACQUIT_REPORT_TEXT_H
#define ACQUIT_REPORT_TEXT_H

#include "acquit/store_read.h"

/* "  booked        " and what follows; a label of at most 12 bytes. */
void text_label(struct aq_buffer *out, const char *label);
/* A whole line; nothing where the text is empty. */
void text_line(struct aq_buffer *out, const char *label, struct aq_slice text);
void text_put(struct aq_buffer *out, struct aq_slice text);
void text_word(struct aq_buffer *out, const char *word);
/* "1,234.00 USD". */
void text_money(struct aq_buffer *out, int64_t minor, aq_currency currency);
/* The same, right-aligned in `width` columns. */
void text_money_in(struct aq_buffer *out, struct aq_money money, size_t width);
void text_date(struct aq_buffer *out, struct aq_date date);
void text_payment_id(struct aq_buffer *out, struct aq_payment_id id);
/* "  file:12" */
void text_place(struct aq_buffer *out, struct aq_slice file, uint64_t line);

/* The run's day, entries, head and report, a line each. */
void text_run(struct aq_buffer *out, const struct aq_run *run);
/* "bank:123 | unidentified" */
void text_accounts(struct aq_buffer *out, const struct aq_posting *posting);
/* "apply F101, by ada: he said so; approved by kim: I asked" */
void text_act(struct aq_buffer *out, const struct aq_act *act);
/* A question with its suggestions and what to type. */
void text_question(struct aq_buffer *out, const struct aq_exception_line *line);

#endif
