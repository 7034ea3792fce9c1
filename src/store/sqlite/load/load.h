/*
 * load.h - one batch of open-items rows on its way in; private.
 */
#ifndef ACQUIT_STORE_LOAD_H
#define ACQUIT_STORE_LOAD_H

#include "../find/lookups.h"

struct sq_load {
	struct aq_store *store;
	const struct aq_rows *rows;
	struct aq_row_change *changes;
	struct aq_arena *arena; /* the caller's: texts of changes live there */
	/* What the rows of one pass are: places in `rows`, and what their own number leads to. */
	const size_t *pass;
	size_t pass_count;
	uint64_t *targets; /* by place in the pass; 0: new */
	/* Keys of new and changed rows, written at the end of the batch. */
	struct sq_number_row *numbers;
	size_t number_count, number_capacity;
	struct sq_name_row *names;
	size_t name_count;
	size_t *number_from; /* by row: where its keys begin; one more at the end */
	size_t *name_from;
	struct sq_pair *number_order; /* the caller's keys by row */
	struct sq_pair *name_order;
	/* Targets whose keys changed: what is not in the new set is swept. */
	struct sq_results swept_numbers; /* struct sq_number_row: kind and target */
	struct sq_results swept_names; /* uint64_t customer_no */
};

/* A table's own part: rows of one pass, all of different numbers. */
typedef enum aq_status (*sq_load_pass)(struct sq_load *load, struct aq_error *err);

enum aq_status sq_load_customers(struct sq_load *load, struct aq_error *err);
enum aq_status sq_load_invoices(struct sq_load *load, struct aq_error *err);
enum aq_status sq_load_contracts(struct sq_load *load, struct aq_error *err);
enum aq_status sq_load_options(struct sq_load *load, struct aq_error *err);
enum aq_status sq_load_bundles(struct sq_load *load, struct aq_error *err);
enum aq_status sq_load_subscriptions(struct sq_load *load, struct aq_error *err);

/* A pass of rows that each name their customer: one by one, with its number or 0. */
typedef struct aq_slice (*sq_customer_of)(const struct sq_load *load, size_t place);
typedef enum aq_status (*sq_load_one)(struct sq_load *load, size_t at, uint64_t customer_no,
				      struct aq_error *err);
enum aq_status sq_load_owned(struct sq_load *load, sq_customer_of customer_of, sq_load_one load_one,
			     struct aq_error *err);

/* Keys of a row that is new, or whose keys may have changed. */
enum aq_status sq_load_keys(struct sq_load *load, size_t row, enum aq_hit_kind kind,
			    uint64_t target_no, uint64_t customer_no, struct aq_error *err);
enum aq_status sq_load_sweep(struct sq_load *load, enum aq_hit_kind kind, uint64_t target_no,
			     struct aq_error *err);
/* load_sweep.c */
enum aq_status sq_load_sweep_all(struct sq_load *load, struct aq_error *err);
void sq_load_refuse(struct sq_load *load, size_t row, enum aq_code code, const char *field,
		    struct aq_slice value);

/* --- resolve.c: texts to numbers --- */
struct sq_resolved {
	uint64_t target_no, customer_no;
};
uint64_t sq_exact_hash(struct aq_store *store, struct aq_slice text, struct aq_error *err);
/* By place; 0 where the text is empty or not known. */
enum aq_status sq_resolve(struct aq_store *store, enum aq_hit_kind kind,
			  const struct aq_slice *texts, size_t count, struct sq_resolved *out,
			  struct aq_error *err);

/* --- item_write.c --- */
enum aq_status sq_items_add(struct aq_store *store, const struct sq_item_row *items, size_t count,
			    struct aq_error *err);
/* Items by number, all columns; `out` by place. Items that are not there keep item_no 0. */
enum aq_status sq_items_full(struct aq_store *store, const uint64_t *item_nos, size_t count,
			     struct sq_item_row *out, struct aq_error *err);
enum aq_status sq_item_write(struct aq_store *store, const struct sq_item_row *item,
			     struct aq_error *err);
/* Sets what is open of an item, from what was. */
struct sq_open_change {
	uint64_t customer_no, item_no;
	int64_t from, to;
	aq_currency currency;
	struct aq_date due_on;
	bool due_changed;
};
enum aq_status sq_open_set(struct aq_store *store, const struct sq_open_change *change,
			   struct aq_error *err);
/* --- snapshot.c --- */
/* From here on, what is seen is seen in this file. */
enum aq_status sq_snapshot_of(struct aq_store *store, uint64_t file_no, struct aq_error *err);

/* --- instalments.c --- */
/* When a cycle falls due; absent beyond the last. */
struct aq_date sq_instalment_due(const struct aq_subscription_row *row, int64_t cycle);

/* --- item_write.c --- */
/* A new amount of a known item: moves bill and open amount, fills the change.
 * AQ_BAD_RECORD, without an error, when a sum does not fit. */
enum aq_status sq_item_amount(struct sq_item_row *item, int64_t amount,
			      struct aq_row_change *change);

#endif
