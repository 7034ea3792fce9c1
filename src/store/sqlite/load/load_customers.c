/*
 * load_customers.c - customers: number, name, and what they are known by.
 */
#include "acquit/buffer.h"
#include "load.h"

/* One hash over all names and accounts a customer is known by: a change is seen
 * without keeping the texts twice. A key's text tells legal forms, its hash does not. */
static int64_t names_hash(struct sq_load *load, size_t row, struct aq_buffer *room)
{
	aq_buffer_clear(room);
	for (size_t at = load->name_from[row]; at < load->name_from[row + 1]; at++) {
		const struct aq_name_key *key = &load->rows->names[load->name_order[at].index];

		aq_buffer_add_be64(room, key->hash);
		aq_buffer_add_byte(room, key->is_account ? 1 : 0);
		aq_buffer_add_field(room, key->normal);
	}
	return (int64_t)aq_siphash(load->store->key, aq_buffer_slice(room));
}

static enum aq_status write_row(struct sq_load *load, enum sq_statement which,
				const struct aq_customer_row *row, uint64_t customer_no,
				int64_t names, struct aq_error *err)
{
	struct aq_store *store = load->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, customer_no);
	sq_bind_text(store, statement, 2, row->number);
	sq_bind_text(store, statement, 3, row->name);
	sq_bind_text(store, statement, 4, row->billing_account);
	sq_bind_text(store, statement, 5, row->email);
	sq_bind_text(store, statement, 6, row->language);
	sq_bind_i64(store, statement, 7, names);
	return sq_run(store, statement, err);
}

struct known {
	bool same_keys;
	bool same;
};

static enum aq_status compare(struct sq_load *load, const struct aq_customer_row *row,
			      uint64_t customer_no, int64_t names, struct known *out,
			      struct aq_error *err)
{
	struct aq_store *store = load->store;
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use_of(store, SQ_CUSTOMER_READ, (struct sq_thing){"customer", customer_no},
			  &statement, err);

	if (status < AQ_OK)
		return status;
	out->same_keys = aq_slice_equals(sq_text(statement, 1), row->billing_account) &&
			 sq_i64(statement, 4) == names;
	out->same = out->same_keys && aq_slice_equals(sq_text(statement, 0), row->name) &&
		    aq_slice_equals(sq_text(statement, 2), row->email) &&
		    aq_slice_equals(sq_text(statement, 3), row->language);
	sq_done(statement);
	return AQ_OK;
}

static enum aq_status load_one(struct sq_load *load, size_t at, struct aq_buffer *room,
			       struct aq_error *err)
{
	size_t place = load->pass[at];
	const struct aq_customer_row *row =
		(const struct aq_customer_row *)load->rows->rows + place;
	struct aq_row_change *change = &load->changes[place];
	int64_t names = names_hash(load, place, room);
	uint64_t customer_no = load->targets[at];
	struct known known = {.same = false};
	enum aq_status status;

	change->is_new = customer_no == 0;
	if (change->is_new)
		status = sq_next(load->store, SQ_NEXT_CUSTOMER, 1, &customer_no, err);
	else
		status = compare(load, row, customer_no, names, &known, err);
	if (status < AQ_OK)
		return status;
	change->is_changed = !change->is_new && !known.same;
	change->line = row->line;
	change->customer_no = customer_no;
	change->customer = row->number;
	if (known.same)
		return AQ_OK;
	status = write_row(load, change->is_new ? SQ_CUSTOMER_ADD : SQ_CUSTOMER_CHANGE, row,
			   customer_no, names, err);
	if (status < AQ_OK || known.same_keys)
		return status;
	status = sq_load_keys(load, place, AQ_HIT_CUSTOMER, customer_no, customer_no, err);
	if (status >= AQ_OK && !change->is_new)
		status = sq_load_sweep(load, AQ_HIT_CUSTOMER, customer_no, err);
	return status;
}

enum aq_status sq_load_customers(struct sq_load *load, struct aq_error *err)
{
	struct aq_buffer room;
	enum aq_status status = AQ_OK;

	aq_buffer_init(&room, 0);
	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		status = load_one(load, at, &room, err);
	if (status >= AQ_OK && aq_buffer_failed(&room))
		status = aq_fail_memory(err);
	aq_buffer_free(&room);
	return status;
}
