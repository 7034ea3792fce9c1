/*
 * store_told.h - rows that tell of money which other rows book.
 *
 * They wait from their intake (aq_taken.tells_ahead) until they are joined to a
 * payment, done with, or forgotten.
 */
#ifndef ACQUIT_STORE_TOLD_H
#define ACQUIT_STORE_TOLD_H

#include "acquit/store.h"

/* Those that wait behind `after`, rising. */
struct aq_told_order {
	uint64_t after;
	size_t count_max;
};
enum aq_status aq_store_told_ahead(struct aq_store *store, struct aq_told_order order,
				   struct aq_arena *arena, uint64_t **payment_nos, size_t *count,
				   struct aq_error *err);
struct aq_told_ahead {
	uint64_t payment_no; /* what is read of it ... */
	uint64_t by_no; /* ... says this row, too, which waits no longer */
	bool is_always; /* even if it says nothing else */
};
enum aq_status aq_store_told_ahead_join(struct aq_store *store, struct aq_told_ahead told,
					struct aq_error *err);
/* The row waits no longer. */
enum aq_status aq_store_told_ahead_done(struct aq_store *store, uint64_t payment_no,
					struct aq_error *err);
enum aq_status aq_store_told_ahead_forget(struct aq_store *store, struct aq_date before,
					  struct aq_error *err);

#endif
