/*
 * export_name.h - texts of ours as plain-text accounting programs take them.
 */
#ifndef ACQUIT_REPORT_EXPORT_NAME_H
#define ACQUIT_REPORT_EXPORT_NAME_H

#include "acquit/ledger.h"

/* "bank:SE45…": the qualifier's own colons make sub-accounts. What would end or
 * change a name in ledger or hledger is written as %XX, so that two accounts
 * never become one. */
void export_put_account(struct aq_buffer *out, struct aq_account_ref account);
/* A description or comment: one line, without what would begin a comment or tag. */
void export_put_words(struct aq_buffer *out, struct aq_slice text);

#endif
