/*
 * words.h - the words of reports: what statuses, buckets and numbers are called.
 */
#ifndef ACQUIT_REPORT_WORDS_H
#define ACQUIT_REPORT_WORDS_H

#include "acquit/decimal.h"
#include "acquit/ledger.h"
#include "acquit/store_read.h"

/* "unidentified", "on-account" …; "" for none. */
const char *bucket_name(enum aq_bucket bucket);
/* "money in nobody has been found for", for people. */
const char *bucket_says(struct aq_slice bucket);
/* What a status of a payment means, one sentence; "" for a word it does not know. */
const char *payment_status_says(struct aq_slice status);
/* The first word of an account: "bank" of "bank:SE45". */
struct aq_slice account_class(struct aq_slice account);

/* The text of a cell as it was before it was defused for spreadsheets. */
struct aq_slice undefused(struct aq_slice cell);

/* "1,234,567.00": digits before the point in groups. `text` is a number as
 * aq_money_print writes it; anything else comes out as it is. */
void put_grouped(struct aq_buffer *out, struct aq_slice text);
void put_count(struct aq_buffer *out, uint64_t count);
/* A sum that may be larger than an amount, without its currency. */
struct aq_slice sum_text(aq_int128 sum, aq_currency currency, char out[AQ_DECIMAL_TEXT_BYTES]);
/* "payment" or "payments". */
const char *plural(uint64_t count, const char *one, const char *many);

/* A word for a command line: in quotes where a shell would read more into it.
 * False, and nothing written, when it holds what cannot be typed safely. */
bool put_shell_word(struct aq_buffer *out, struct aq_slice word);

/* Cuts one suggestion "kind:number (reason)" off `rest`; false at the end.
 * `reason` is empty where there is none. */
struct suggestion {
	struct aq_slice target, reason;
};
bool next_suggestion(struct aq_slice *rest, struct suggestion *out);

/* Whole days from one to the other; 0 where one is not known, or it is the later. */
uint64_t days_since(struct aq_date since, struct aq_date today);

#endif
