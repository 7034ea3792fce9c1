/*
 * load_sweep.c - keys that a changed row no longer has are removed.
 *
 * Keys are found by hash, never by what they lead to, so that the table needs
 * no second index; a row that changes its numbers is rare, and one walk of the
 * table serves a whole batch of them.
 */
#include <stdlib.h>

#include "load.h"

static int compare_numbers(const void *one, const void *other)
{
	const struct sq_number_row *a = one, *b = other;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->target_no != b->target_no)
		return a->target_no < b->target_no ? -1 : 1;
	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Kinds that a table's rows are found by beside their own number. */
static enum aq_hit_kind owner_kind(enum aq_hit_kind kind)
{
	switch (kind) {
	case AQ_HIT_BILLING:
		return AQ_HIT_CUSTOMER;
	case AQ_HIT_REFERENCE:
		return AQ_HIT_INVOICE;
	case AQ_HIT_NOTIFICATION:
		return AQ_HIT_CONTRACT;
	case AQ_HIT_CUSTOMER:
	case AQ_HIT_INVOICE:
	case AQ_HIT_CONTRACT:
	case AQ_HIT_BUNDLE:
	case AQ_HIT_SUBSCRIPTION:
		break;
	}
	return kind;
}

static const struct sq_number_row *find(const struct sq_number_row *rows, size_t count,
					const struct sq_number_row *what)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_numbers(&rows[middle], what) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && compare_numbers(&rows[low], what) == 0 ? &rows[low] : NULL;
}

static void sort(struct sq_number_row *rows, size_t count)
{
	if (count > 1)
		qsort(rows, count, sizeof(*rows), compare_numbers);
}

static enum aq_status collect(struct sq_load *load, const struct sq_number_row *kept,
			      struct sq_results *stale, struct aq_error *err)
{
	const struct sq_number_row *swept =
		(const struct sq_number_row *)(void *)load->swept_numbers.rows;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(load->store, SQ_NUMBERS_SCAN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(load->store, statement, 1, INT64_MIN);
	sq_bind_i64(load->store, statement, 2, INT64_MAX);
	while ((status = sq_step(load->store, statement, err)) == AQ_OK) {
		struct sq_number_row row = {.hash = sq_to_hash(sq_i64(statement, 0)),
					    .kind = (enum aq_hit_kind)sq_i64(statement, 1),
					    .target_no = sq_u64(statement, 2)};
		const struct sq_number_row owner = {.kind = owner_kind(row.kind),
						    .target_no = row.target_no};
		struct sq_number_row *out;

		if (!find(swept, load->swept_numbers.count, &owner) ||
		    find(kept, load->number_count, &row))
			continue;
		out = sq_results_add(stale);
		if (!out) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		*out = row;
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status sweep_numbers(struct sq_load *load, struct aq_error *err)
{
	struct aq_store *store = load->store;
	struct sq_results stale = {.arena = store->scratch,
				   .bytes_each = sizeof(struct sq_number_row)};
	sqlite3_stmt *statement;
	enum aq_status status;

	sort((struct sq_number_row *)(void *)load->swept_numbers.rows, load->swept_numbers.count);
	sort(load->numbers, load->number_count);
	status = collect(load, load->numbers, &stale, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_NUMBER_DELETE, &statement, err);
	for (size_t at = 0; at < stale.count && status >= AQ_OK; at++) {
		const struct sq_number_row *row =
			(const struct sq_number_row *)(void *)stale.rows + at;

		sq_bind_i64(store, statement, 1, sq_from_hash(row->hash));
		sq_bind_i64(store, statement, 2, row->kind);
		sq_bind_u64(store, statement, 3, row->target_no);
		status = sq_run(store, statement, err);
		if (status >= AQ_OK)
			store->state.sizes.numbers--;
	}
	return status;
}

/* The walk removes all names of the customers that changed; what they have now
 * is written again by the caller's keys, which are still at hand. */
static enum aq_status sweep_names(struct sq_load *load, struct aq_error *err)
{
	struct aq_store *store = load->store;
	struct sq_pair *pairs = sq_pairs(store->scratch, load->swept_names.count);
	const uint64_t *customer_nos = (const uint64_t *)(void *)load->swept_names.rows;

	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < load->swept_names.count; at++)
		pairs[at] = (struct sq_pair){customer_nos[at], at};
	return sq_feed_run(store, (struct sq_feeding){SQ_NAMES_SWEEP, SQ_FEED_KEYS}, pairs,
			   load->swept_names.count, err);
}

enum aq_status sq_load_sweep_all(struct sq_load *load, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (load->swept_numbers.count > 0)
		status = sweep_numbers(load, err);
	if (status >= AQ_OK && load->swept_names.count > 0) {
		status = sweep_names(load, err);
		if (status >= AQ_OK)
			status = sq_feed_run(load->store,
					     (struct sq_feeding){SQ_NAMES_ADD, SQ_FEED_NAMES},
					     load->names, load->name_count, err);
	}
	load->swept_numbers.count = 0;
	load->swept_names.count = 0;
	return status;
}
