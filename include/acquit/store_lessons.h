/*
 * store_lessons.h - what certain applications taught of payers.
 *
 * A lesson is a payment whose application said whose money an account, or a name,
 * brings. The text stands with that payment alone; it is found by its keyed hash
 * and is to be compared by the caller. A lesson counts while its application stands.
 */
#ifndef ACQUIT_STORE_LESSONS_H
#define ACQUIT_STORE_LESSONS_H

#include "acquit/store.h"

enum aq_lesson_kind {
	AQ_LESSON_TELLS, /* it only speaks against others */
	AQ_LESSON_CERTAIN, /* own reference and exact amount */
	AQ_LESSON_PERSON /* a person's decision: it is to be confirmed by another */
};

struct aq_lesson_row {
	uint64_t hash; /* aq_siphash of the account, or of the name's normal form */
	bool is_account;
	enum aq_lesson_kind kind;
	uint64_t customer_no;
	uint64_t payment_no;
	struct aq_date learned_on; /* business date */
};

/* Is there any? Then nobody needs to be asked. */
enum aq_status aq_store_lessons_any(struct aq_store *store, bool *out, struct aq_error *err);
/* Sorted by hash. Few are kept of one payer and customer, and of one payer: the
 * newest is moved on where it has become old. */
enum aq_status aq_store_lessons_add(struct aq_store *store, const struct aq_lesson_row *rows,
				    size_t count, struct aq_error *err);
/* `hashes` sorted, unique. Rows sorted by hash, kind, customer, payment. */
enum aq_status aq_store_lessons_find(struct aq_store *store, const uint64_t *hashes, size_t count,
				     struct aq_arena *arena, struct aq_lesson_row **out,
				     size_t *found, struct aq_error *err);
/* Who paid, of the payments that teach. `payment_nos` sorted, unique; those
 * that are there. */
struct aq_payer_text {
	uint64_t payment_no;
	struct aq_slice payer, account;
};
enum aq_status aq_store_payers(struct aq_store *store, const uint64_t *payment_nos, size_t count,
			       struct aq_arena *arena, struct aq_payer_text **out, size_t *found,
			       struct aq_error *err);
/* All of one payer, or those that speak for one customer (0: any). Where others
 * speak for further customers, these teach no longer, and only tell: nobody
 * becomes known by what is forgotten. */
struct aq_forgotten {
	uint64_t count;
	bool has_others;
};
enum aq_status aq_store_lessons_forget(struct aq_store *store, const struct aq_lesson_row *of,
				       struct aq_forgotten *out, struct aq_error *err);

#endif
