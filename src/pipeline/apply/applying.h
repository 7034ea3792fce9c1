/*
 * applying.h - the night's matching and posting while they go on; private.
 */
#ifndef ACQUIT_PIPELINE_APPLYING_H
#define ACQUIT_PIPELINE_APPLYING_H

#include "gather.h"
#include "tables.h"

/* What posting needs of a waiting payment. Tonight's receipts, which wait in
 * suspense for nobody yet, have none: they are nearly all there is. */
struct earlier {
	uint64_t payment_no;
	uint64_t customer_no;
	struct aq_slice customer; /* his number; lives in `names` */
	enum aq_bucket bucket;
	enum aq_payment_status status;
};

struct applying {
	struct job *job;
	struct aq_night *night;
	struct aq_moves *moves;
	struct aq_arena *arena; /* one chunk, or one batch of decisions */
	struct aq_arena *other; /* the batch beside it */
	struct aq_arena *names; /* of the round */
	struct aq_amount_table *amounts; /* as the pass began; made when a payment asks for it */
	struct unit_chain chain;
	struct earlier *earlier; /* of the round, by payment_no */
	size_t earlier_count, earlier_room;
	struct aq_lesson *lessons; /* of the pass */
	size_t lesson_count, lesson_room;
	bool has_learned; /* there is something, and the site uses it; as of the pass */
	uint64_t applied_count;
	struct watch watch; /* of passes after the first */
	struct numbers moved_items; /* likewise, since the amounts were read */
	bool is_again; /* what was posted tonight is not committed: nobody else sees it */
};

/* earlier.c */
enum aq_status earlier_add(struct applying *applying, const struct aq_waiting *waiting,
			   struct aq_error *err);
/* Sorts them, and gives all of them the numbers of their customers. */
enum aq_status earlier_name(struct applying *applying, struct aq_error *err);
struct earlier earlier_of(const struct applying *applying, uint64_t payment_no);

/* lessons.c: what the round's applications tell of payers is collected, and
 * written when the pass is over. */
enum aq_status lessons_begin(struct applying *applying, struct aq_error *err);
enum aq_status lessons_take(struct applying *applying, struct aq_error *err);
enum aq_status lessons_write(struct applying *applying, struct aq_error *err);

/* propose.c: puts payments before the rules; everything that waits, or those
 * that are listed, sorted: who lost an item in the round before, say. */
enum aq_status amounts_open(struct applying *applying, struct aq_store *store,
			    struct aq_error *err);
enum aq_status propose_all(struct applying *applying, struct aq_error *err);
enum aq_status propose_these(struct applying *applying, const struct numbers *list,
			     struct aq_error *err);
/* Money that rests on accounts since what it names was paid: it may be open again. */
enum aq_status propose_paid_twice(struct applying *applying, struct aq_error *err);

/* form.c: decisions become entries and allocations, hashed; nothing of the store
 * is asked, so that it may be written beside. */
struct formed_row {
	struct aq_entry *entry; /* NULL: nothing is posted */
	struct aq_allocation *allocations;
	size_t allocation_count;
	uint64_t paid_item_no; /* the question is who paid it; 0: it is not */
	const struct aq_application *making; /* not NULL: items are made when it is posted */
};

struct formed { /* one batch */
	struct applying *applying;
	struct aq_arena *arena;
	size_t from, to; /* of the round's decisions */
	struct aq_applied *applied;
	struct formed_row *rows; /* by applied */
	size_t count;
	enum aq_status status;
	struct aq_error err;
};
void form(struct formed *batch);

#endif
