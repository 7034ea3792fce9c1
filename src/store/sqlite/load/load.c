/*
 * load.c - one batch of rows of one table.
 *
 * Rows of one number must see each other: the first of each number makes the
 * first pass, the second of each the next, and so on; nearly always there is
 * one pass. Keys of all passes are written together, in their order.
 */
#include "load.h"

#include "acquit/claim.h"

struct table {
	sq_load_pass pass;
	enum aq_hit_kind kind;
	bool repeats; /* a number may stand in many rows: the table sees to it itself */
	size_t row_bytes;
	size_t number_offset;
};

static const struct table tables[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = {sq_load_customers, AQ_HIT_CUSTOMER, false,
				sizeof(struct aq_customer_row),
				offsetof(struct aq_customer_row, number)},
	[AQ_TABLE_INVOICES] = {sq_load_invoices, AQ_HIT_INVOICE, false,
			       sizeof(struct aq_invoice_row),
			       offsetof(struct aq_invoice_row, number)},
	[AQ_TABLE_CONTRACTS] = {sq_load_contracts, AQ_HIT_CONTRACT, false,
				sizeof(struct aq_contract_row),
				offsetof(struct aq_contract_row, number)},
	[AQ_TABLE_OPTIONS] = {sq_load_options, AQ_HIT_CONTRACT, true, sizeof(struct aq_option_row),
			      offsetof(struct aq_option_row, contract)},
	[AQ_TABLE_BUNDLES] = {sq_load_bundles, AQ_HIT_BUNDLE, true, sizeof(struct aq_bundle_row),
			      offsetof(struct aq_bundle_row, number)},
	[AQ_TABLE_SUBSCRIPTIONS] = {sq_load_subscriptions, AQ_HIT_SUBSCRIPTION, false,
				    sizeof(struct aq_subscription_row),
				    offsetof(struct aq_subscription_row, number)},
};

static struct aq_slice number_of(const struct sq_load *load, size_t row)
{
	const struct table *table = &tables[load->rows->table];
	const char *start =
		(const char *)load->rows->rows + row * table->row_bytes + table->number_offset;

	return *(const struct aq_slice *)(const void *)start;
}

void sq_load_refuse(struct sq_load *load, size_t row, enum aq_code code, const char *field,
		    struct aq_slice value)
{
	load->changes[row].refusal = code;
	load->changes[row].field = aq_slice_of(field);
	load->changes[row].value = value;
}

/* --- keys --- */

/* The caller's keys by row, whatever order they came in. */
static enum aq_status index_keys(struct sq_load *load, struct aq_error *err)
{
	const struct aq_rows *rows = load->rows;
	struct aq_arena *scratch = load->store->scratch;

	load->number_order = sq_pairs(scratch, rows->number_count);
	load->name_order = sq_pairs(scratch, rows->name_count);
	load->number_from =
		aq_arena_take_many(scratch, rows->count + 1, sizeof(*load->number_from));
	load->name_from = aq_arena_take_many(scratch, rows->count + 1, sizeof(*load->name_from));
	load->number_capacity = rows->number_count + rows->count;
	load->numbers = aq_arena_take_many(scratch, load->number_capacity, sizeof(*load->numbers));
	load->names = aq_arena_take_many(scratch, rows->name_count, sizeof(*load->names));
	if (!load->number_order || !load->name_order || !load->number_from || !load->name_from ||
	    !load->numbers || !load->names)
		return aq_fail_memory(err);
	for (size_t at = 0; at < rows->number_count; at++) {
		AQ_CLAIM(rows->numbers[at].row_index < rows->count);
		load->number_order[at] = (struct sq_pair){rows->numbers[at].row_index, at};
		load->number_from[rows->numbers[at].row_index + 1]++;
	}
	for (size_t at = 0; at < rows->name_count; at++) {
		AQ_CLAIM(rows->names[at].row_index < rows->count);
		load->name_order[at] = (struct sq_pair){rows->names[at].row_index, at};
		load->name_from[rows->names[at].row_index + 1]++;
	}
	sq_sort(load->number_order, load->number_order + rows->number_count, rows->number_count);
	sq_sort(load->name_order, load->name_order + rows->name_count, rows->name_count);
	for (size_t row = 0; row < rows->count; row++) {
		load->number_from[row + 1] += load->number_from[row];
		load->name_from[row + 1] += load->name_from[row];
	}
	return AQ_OK;
}

enum aq_status sq_load_keys(struct sq_load *load, size_t row, enum aq_hit_kind kind,
			    uint64_t target_no, uint64_t customer_no, struct aq_error *err)
{
	AQ_CLAIM(load->number_count < load->number_capacity);
	load->numbers[load->number_count++] =
		(struct sq_number_row){sq_exact_hash(load->store, number_of(load, row), err), kind,
				       target_no, customer_no};
	for (size_t at = load->number_from[row]; at < load->number_from[row + 1]; at++) {
		const struct aq_number_key *key =
			&load->rows->numbers[load->number_order[at].index];

		AQ_CLAIM(load->number_count < load->number_capacity);
		load->numbers[load->number_count++] =
			(struct sq_number_row){key->hash, key->kind, target_no, customer_no};
	}
	for (size_t at = load->name_from[row]; at < load->name_from[row + 1]; at++) {
		const struct aq_name_key *key = &load->rows->names[load->name_order[at].index];

		load->names[load->name_count++] =
			(struct sq_name_row){key->hash, key->is_account, customer_no, key->normal};
	}
	return AQ_OK;
}

enum aq_status sq_load_sweep(struct sq_load *load, enum aq_hit_kind kind, uint64_t target_no,
			     struct aq_error *err)
{
	struct sq_number_row *swept = sq_results_add(&load->swept_numbers);
	uint64_t *customer_no = kind == AQ_HIT_CUSTOMER ? sq_results_add(&load->swept_names) : NULL;

	if (!swept || (kind == AQ_HIT_CUSTOMER && !customer_no))
		return aq_fail_memory(err);
	swept->kind = kind;
	swept->target_no = target_no;
	if (customer_no)
		*customer_no = target_no;
	return AQ_OK;
}

static void column_number(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			  int column)
{
	const struct sq_number_row *number = (const struct sq_number_row *)rows->rows + row;

	switch (column) {
	case 0:
		sq_give_i64(context, sq_from_hash(number->hash));
		break;
	case 1:
		sq_give_i64(context, number->kind);
		break;
	case 2:
		sq_give_u64(context, number->target_no);
		break;
	default:
		sq_give_u64(context, number->customer_no);
		break;
	}
}

const struct sq_shape sq_shape_numbers = {
	"feed_numbers",
	"CREATE TABLE x(hash, kind, target_no, customer_no)",
	column_number,
};

static void column_name(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			int column)
{
	const struct sq_name_row *name = (const struct sq_name_row *)rows->rows + row;

	switch (column) {
	case 0:
		sq_give_i64(context, sq_from_hash(name->hash));
		break;
	case 1:
		sq_give_i64(context, name->is_account);
		break;
	case 2:
		sq_give_u64(context, name->customer_no);
		break;
	default:
		sq_give_text(context, name->normal);
		break;
	}
}

const struct sq_shape sq_shape_names = {
	"feed_names",
	"CREATE TABLE x(hash, is_account, customer_no, normal)",
	column_name,
};

static bool is_same_key(const struct sq_number_row *one, const struct sq_number_row *other)
{
	return one->hash == other->hash && one->kind == other->kind &&
	       one->target_no == other->target_no;
}

static enum aq_status write_numbers(struct sq_load *load, struct aq_error *err)
{
	struct aq_store *store = load->store;
	struct sq_pair *pairs = sq_pairs(store->scratch, load->number_count);
	struct sq_number_row *sorted =
		aq_arena_take_many(store->scratch, load->number_count, sizeof(*sorted));
	size_t sorted_count = 0;
	enum aq_status status;

	if (!pairs || !sorted)
		return aq_fail_memory(err);
	for (size_t at = 0; at < load->number_count; at++)
		pairs[at] = (struct sq_pair){load->numbers[at].hash, at};
	sq_sort(pairs, pairs + load->number_count, load->number_count);
	for (size_t at = 0; at < load->number_count; at++) {
		const struct sq_number_row *row = &load->numbers[pairs[at].index];

		/* A number is often its own normal form: one key, not two. */
		if (sorted_count == 0 || !is_same_key(row, &sorted[sorted_count - 1]))
			sorted[sorted_count++] = *row;
	}
	status = sq_feed_run(store, (struct sq_feeding){SQ_NUMBERS_ADD, SQ_FEED_NUMBERS}, sorted,
			     sorted_count, err);
	if (status >= AQ_OK && load->number_count > 0)
		store->state.sizes.numbers += (uint64_t)sqlite3_changes64(store->db);
	return status;
}

static enum aq_status write_names(struct sq_load *load, struct aq_error *err)
{
	struct aq_store *store = load->store;
	struct sq_pair *pairs = sq_pairs(store->scratch, load->name_count);
	struct sq_name_row *sorted =
		aq_arena_take_many(store->scratch, load->name_count, sizeof(*sorted));

	if (!pairs || !sorted)
		return aq_fail_memory(err);
	for (size_t at = 0; at < load->name_count; at++)
		pairs[at] = (struct sq_pair){load->names[at].hash, at};
	sq_sort(pairs, pairs + load->name_count, load->name_count);
	for (size_t at = 0; at < load->name_count; at++)
		sorted[at] = load->names[pairs[at].index];
	return sq_feed_run(store, (struct sq_feeding){SQ_NAMES_ADD, SQ_FEED_NAMES}, sorted,
			   load->name_count, err);
}

/* --- passes --- */

/* By row: how many rows before it have the same number; gives the highest. */
static enum aq_status count_repeats(struct sq_load *load, uint64_t *repeats, size_t *most,
				    struct aq_error *err)
{
	size_t count = load->rows->count;
	struct sq_pair *pairs = sq_pairs(load->store->scratch, count);

	if (!pairs)
		return aq_fail_memory(err);
	*most = 0;
	for (size_t row = 0; row < count; row++)
		pairs[row] = (struct sq_pair){sq_exact_hash(load->store, number_of(load, row), err),
					      row};
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 1; at < count; at++) {
		/* Texts that only share a hash take turns too; that does no harm. */
		if (pairs[at].key != pairs[at - 1].key)
			continue;
		repeats[pairs[at].index] = repeats[pairs[at - 1].index] + 1;
		if (repeats[pairs[at].index] > *most)
			*most = repeats[pairs[at].index];
	}
	return AQ_OK;
}

static enum aq_status resolve_own(struct sq_load *load, struct aq_error *err)
{
	struct aq_arena *scratch = load->store->scratch;
	struct aq_slice *texts = aq_arena_take_many(scratch, load->pass_count, sizeof(*texts));
	struct sq_resolved *found = aq_arena_take_many(scratch, load->pass_count, sizeof(*found));
	enum aq_status status;

	load->targets = aq_arena_take_many(scratch, load->pass_count, sizeof(*load->targets));
	if (!texts || !found || !load->targets)
		return aq_fail_memory(err);
	for (size_t at = 0; at < load->pass_count; at++)
		texts[at] = number_of(load, load->pass[at]);
	status = sq_resolve(load->store, tables[load->rows->table].kind, texts, load->pass_count,
			    found, err);
	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		load->targets[at] = found[at].target_no;
	return status;
}

static enum aq_status run_pass(struct sq_load *load, const size_t *pass, size_t count,
			       struct aq_error *err)
{
	enum aq_status status;

	load->pass = pass;
	load->pass_count = count;
	load->number_count = 0;
	load->name_count = 0;
	status = resolve_own(load, err);
	if (status >= AQ_OK)
		status = tables[load->rows->table].pass(load, err);
	if (status >= AQ_OK)
		status = write_numbers(load, err);
	if (status >= AQ_OK)
		status = write_names(load, err);
	return status < AQ_OK ? status : sq_load_sweep_all(load, err);
}

static enum aq_status run_passes(struct sq_load *load, struct aq_error *err)
{
	size_t count = load->rows->count, most = 0, from = 0;
	uint64_t *repeats = aq_arena_take_many(load->store->scratch, count, sizeof(*repeats));
	size_t *pass = aq_arena_take_many(load->store->scratch, count, sizeof(*pass));
	struct sq_pair *order = sq_pairs(load->store->scratch, count);
	enum aq_status status = repeats && pass && order ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK && !tables[load->rows->table].repeats)
		status = count_repeats(load, repeats, &most, err);
	if (status < AQ_OK)
		return status;
	for (size_t row = 0; row < count; row++)
		order[row] = (struct sq_pair){repeats[row], row};
	sq_sort(order, order + count, count);
	for (size_t at = 0; at < count; at++)
		pass[at] = order[at].index;
	while (from < count && status >= AQ_OK) {
		size_t to = from;

		while (to < count && order[to].key == order[from].key)
			to++;
		status = run_pass(load, pass + from, to - from, err);
		from = to;
	}
	return status;
}

enum aq_status aq_store_load_rows(struct aq_store *store, const struct aq_rows *rows,
				  struct aq_arena *arena, struct aq_row_change *changes,
				  struct aq_error *err)
{
	struct sq_load load = {
		.store = store,
		.rows = rows,
		.changes = changes,
		.arena = arena,
		.swept_numbers = {.arena = store->scratch,
				  .bytes_each = sizeof(struct sq_number_row)},
		.swept_names = {.arena = store->scratch, .bytes_each = sizeof(uint64_t)}};
	enum aq_status status;

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	AQ_CLAIM(!store->catalogue);
	AQ_CLAIM((unsigned)rows->table < AQ_TABLE_COUNT);
	sq_scratch_begin(store);
	if (rows->count == 0)
		return AQ_OK;
	memset(changes, 0, rows->count * sizeof(*changes));
	status = index_keys(&load, err);
	return status < AQ_OK ? status : run_passes(&load, err);
}
