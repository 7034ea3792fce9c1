/*
 * load_bundles.c - bundles: one number that stands for several invoices.
 *
 * A bundle's number stands in as many rows as it has invoices; the first row
 * that names a new one makes it. Its number is kept under the customer of its
 * first invoice; whose it is, all of its invoices say.
 */
#include "load.h"

struct bundling {
	struct sq_load *load;
	struct sq_resolved *invoices;
	uint64_t *first; /* by place in the pass: 1 + the first one with the same number */
};

static const struct aq_bundle_row *row_at(const struct bundling *bundling, size_t at)
{
	return (const struct aq_bundle_row *)bundling->load->rows->rows + bundling->load->pass[at];
}

static enum aq_status group(struct bundling *bundling, struct aq_error *err)
{
	struct sq_load *load = bundling->load;
	struct sq_pair *pairs = sq_pairs(load->store->scratch, load->pass_count);

	bundling->first = aq_arena_take_many(load->store->scratch, load->pass_count,
					     sizeof(*bundling->first));
	if (!pairs || !bundling->first)
		return aq_fail_memory(err);
	for (size_t at = 0; at < load->pass_count; at++)
		pairs[at] = (struct sq_pair){
			aq_siphash(load->store->key, row_at(bundling, at)->number), at};
	sq_sort(pairs, pairs + load->pass_count, load->pass_count);
	for (size_t at = 0; at < load->pass_count; at++) {
		size_t row = pairs[at].index;

		bundling->first[row] = row + 1;
		if (at > 0 && pairs[at].key == pairs[at - 1].key &&
		    aq_slice_equals(row_at(bundling, row)->number,
				    row_at(bundling, pairs[at - 1].index)->number))
			bundling->first[row] = bundling->first[pairs[at - 1].index];
	}
	return AQ_OK;
}

static enum aq_status make_bundle(struct bundling *bundling, size_t at, uint64_t *out,
				  struct aq_error *err)
{
	struct sq_load *load = bundling->load;
	struct aq_store *store = load->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_next(store, SQ_NEXT_BUNDLE, 1, out, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_BUNDLE_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, *out);
	sq_bind_text(store, statement, 2, row_at(bundling, at)->number);
	status = sq_run(store, statement, err);
	if (status < AQ_OK)
		return status;
	return sq_load_keys(load, load->pass[at], AQ_HIT_BUNDLE, *out,
			    bundling->invoices[at].customer_no, err);
}

static enum aq_status load_one(struct bundling *bundling, size_t at, struct aq_error *err)
{
	struct sq_load *load = bundling->load;
	struct aq_store *store = load->store;
	const struct aq_bundle_row *row = row_at(bundling, at);
	struct aq_row_change *change = &load->changes[load->pass[at]];
	uint64_t *bundle_no = &load->targets[bundling->first[at] - 1];
	sqlite3_stmt *statement;
	enum aq_status status = AQ_OK;

	change->line = row->line;
	if (bundling->invoices[at].target_no == 0) {
		sq_load_refuse(load, load->pass[at], AQ_ROW_INVOICE_UNKNOWN, "invoice_no",
			       row->invoice);
		return AQ_OK;
	}
	if (*bundle_no == 0)
		status = make_bundle(bundling, at, bundle_no, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_BUNDLE_ITEM_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, *bundle_no);
	sq_bind_u64(store, statement, 2, bundling->invoices[at].target_no);
	status = sq_run(store, statement, err);
	change->is_new = status >= AQ_OK && sqlite3_changes64(store->db) > 0;
	change->customer_no = bundling->invoices[at].customer_no;
	change->target = row->number;
	return status;
}

enum aq_status sq_load_bundles(struct sq_load *load, struct aq_error *err)
{
	struct bundling bundling = {.load = load};
	struct aq_arena *scratch = load->store->scratch;
	struct aq_slice *texts = aq_arena_take_many(scratch, load->pass_count, sizeof(*texts));
	enum aq_status status = group(&bundling, err);

	bundling.invoices =
		aq_arena_take_many(scratch, load->pass_count, sizeof(*bundling.invoices));
	if (status < AQ_OK || !texts || !bundling.invoices)
		return status < AQ_OK ? status : aq_fail_memory(err);
	for (size_t at = 0; at < load->pass_count; at++)
		texts[at] = row_at(&bundling, at)->invoice;
	status = sq_resolve(load->store, AQ_HIT_INVOICE, texts, load->pass_count, bundling.invoices,
			    err);
	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		status = load_one(&bundling, at, err);
	return status;
}
