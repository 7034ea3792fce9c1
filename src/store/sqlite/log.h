/*
 * log.h - the log of what was committed, and when it is folded; private.
 */
#ifndef ACQUIT_STORE_LOG_H
#define ACQUIT_STORE_LOG_H

#include "sq.h"

/* Of a store that writes; after its pragmas. */
enum aq_status sq_log_open(struct aq_store *store, const char *path, struct aq_error *err);
/* Pages of the log: 256 MB of them are folded, 1 GB are waited for. */
#define SQ_LOG_MANY ((int)1 << 15)
#define SQ_LOG_MAX  ((int)1 << 17)

/* What SQLite says after each commit: how long the log is. `log` is a struct sq_log. */
int sq_log_committed(void *log, sqlite3 *db, const char *name, int frames);
/* Until what folds has ended. */
void sq_log_wait(struct sq_log *log);
void sq_log_close(struct sq_log *log);

#endif
