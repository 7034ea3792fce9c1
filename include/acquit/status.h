/*
 * status.h - the one result type of every function that can fail.
 *
 * Zero and above is success. Below zero the caller's `struct aq_error` is
 * filled. AQ_BAD_RECORD and AQ_BAD_FILE speak of the data, the others of the
 * world; a fault of our own stops the process (claim.h).
 */
#ifndef ACQUIT_STATUS_H
#define ACQUIT_STATUS_H

enum aq_status {
	AQ_END = 1, /* success, and nothing more will come */
	AQ_OK = 0,
	AQ_BAD_RECORD = -1, /* the smallest unit that can stand alone is refused */
	AQ_BAD_FILE = -2, /* the whole file is refused */
	AQ_USAGE = -3, /* wrong usage: exit status 2 */
	AQ_SETTINGS = -4, /* settings, keys or permissions refused: 3 */
	AQ_LOCKED = -5, /* another run holds the home: 4 */
	AQ_SYSTEM = -6, /* disk, folders, memory: 5, a retry is safe */
	AQ_STORE = -7, /* the database: 5, a retry is safe */
	AQ_BUSY = -8, /* the database is held by someone else: 5 */
	AQ_INTEGRITY = -9, /* the ledger does not prove itself: 6 */
	AQ_NOT_FOUND = -10, /* no such payment, invoice, run …: 2 */
	AQ_STOPPED = -11 /* a signal asked us to stop: 128+n */
};

#endif
