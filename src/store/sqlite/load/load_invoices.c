/*
 * load_invoices.c - invoices and credit notes become items.
 *
 * A new one is billed at its open amount. A known one that changed its amount is
 * billed the difference, and keeps its currency and customer. An amount below
 * what was put on it leaves the item open the other way round until the excess
 * is moved to the customer's account, in the same transaction.
 */
#include "acquit/claim.h"
#include "load.h"

struct loading {
	struct sq_load *load;
	struct sq_resolved *customers, *contracts, *subscriptions; /* by place in the pass */
	struct sq_item_row *known;
	struct sq_item_row *fresh;
	size_t fresh_count;
	uint64_t next_item;
	struct sq_pair *seen;
	size_t seen_count;
};

static const struct aq_invoice_row *row_at(const struct loading *loading, size_t at)
{
	return (const struct aq_invoice_row *)loading->load->rows->rows + loading->load->pass[at];
}

static enum aq_status resolve_texts(struct loading *loading, struct aq_error *err)
{
	struct sq_load *load = loading->load;
	struct aq_arena *scratch = load->store->scratch;
	size_t count = load->pass_count;
	struct aq_slice *texts = aq_arena_take_many(scratch, count, sizeof(*texts));
	enum aq_status status;

	loading->customers = aq_arena_take_many(scratch, count, sizeof(struct sq_resolved));
	loading->contracts = aq_arena_take_many(scratch, count, sizeof(struct sq_resolved));
	loading->subscriptions = aq_arena_take_many(scratch, count, sizeof(struct sq_resolved));
	loading->known = aq_arena_take_many(scratch, count, sizeof(*loading->known));
	loading->fresh = aq_arena_take_many(scratch, count, sizeof(*loading->fresh));
	loading->seen = aq_arena_take_many(scratch, count, sizeof(*loading->seen));
	if (!texts || !loading->customers || !loading->contracts || !loading->subscriptions ||
	    !loading->known || !loading->fresh || !loading->seen)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		texts[at] = row_at(loading, at)->customer;
	status = sq_resolve(load->store, AQ_HIT_CUSTOMER, texts, count, loading->customers, err);
	for (size_t at = 0; at < count; at++)
		texts[at] = row_at(loading, at)->contract;
	if (status >= AQ_OK)
		status = sq_resolve(load->store, AQ_HIT_CONTRACT, texts, count, loading->contracts,
				    err);
	for (size_t at = 0; at < count; at++)
		texts[at] = row_at(loading, at)->subscription;
	if (status >= AQ_OK)
		status = sq_resolve(load->store, AQ_HIT_SUBSCRIPTION, texts, count,
				    loading->subscriptions, err);
	if (status >= AQ_OK)
		status = sq_items_full(load->store, load->targets, count, loading->known, err);
	return status;
}

static bool is_refused(struct loading *loading, size_t at)
{
	const struct aq_invoice_row *row = row_at(loading, at);
	const struct aq_item *known = &loading->known[at].item;
	size_t place = loading->load->pass[at];

	if (loading->customers[at].target_no == 0)
		sq_load_refuse(loading->load, place, AQ_ROW_CUSTOMER_UNKNOWN, "customer_no",
			       row->customer);
	else if (row->contract.length && loading->contracts[at].target_no == 0)
		sq_load_refuse(loading->load, place, AQ_ROW_CONTRACT_UNKNOWN, "contract_no",
			       row->contract);
	else if (row->subscription.length && loading->subscriptions[at].target_no == 0)
		sq_load_refuse(loading->load, place, AQ_ROW_SUBSCRIPTION_UNKNOWN, "subscription_no",
			       row->subscription);
	else if (known->item_no != 0 && known->currency != row->currency)
		sq_load_refuse(loading->load, place, AQ_ROW_CURRENCY_CHANGED, "currency",
			       aq_slice_of(aq_currency_code(row->currency)));
	else if (known->item_no != 0 && known->customer_no != loading->customers[at].target_no)
		sq_load_refuse(loading->load, place, AQ_ROW_CUSTOMER_CHANGED, "customer_no",
			       row->customer);
	return loading->load->changes[place].refusal != AQ_CODE_NONE;
}

/* All that a row says of an item but for its amount and what is open. */
static void fill(const struct loading *loading, size_t at, struct sq_item_row *item)
{
	const struct aq_invoice_row *row = row_at(loading, at);

	item->contract_no = loading->contracts[at].target_no;
	item->subscription_no = loading->subscriptions[at].target_no;
	item->item.parent_no = item->contract_no ? item->contract_no : item->subscription_no;
	item->item.class_text = row->kind;
	item->item.due_on = row->due_on;
	item->item.issued_on = row->issued_on;
	item->item.discount_until = row->discount_until;
	item->item.discount = row->discount;
	item->reference = row->reference;
	item->project = row->project;
	item->package_discount = row->package_discount;
	item->addon_discount = row->addon_discount;
	item->total_discount = row->total_discount;
}

static void tell(const struct loading *loading, size_t at, const struct sq_item_row *item)
{
	const struct aq_invoice_row *row = row_at(loading, at);
	struct aq_row_change *change = &loading->load->changes[loading->load->pass[at]];

	change->item_no = item->item.item_no;
	change->customer_no = item->item.customer_no;
	change->customer = row->customer;
	change->target = row->number;
	change->currency = row->currency;
}

static enum aq_status load_new(struct loading *loading, size_t at, struct aq_error *err)
{
	const struct aq_invoice_row *row = row_at(loading, at);
	size_t place = loading->load->pass[at];
	struct aq_row_change *change = &loading->load->changes[place];
	struct sq_item_row *item = &loading->fresh[loading->fresh_count++];

	fill(loading, at, item);
	item->item.item_no = loading->next_item++;
	item->item.kind = AQ_ITEM_INVOICE;
	item->item.customer_no = loading->customers[at].target_no;
	item->item.number = row->number;
	item->item.currency = row->currency;
	item->item.amount = row->amount;
	item->item.open = row->has_open ? row->open : row->amount;
	item->is_billed = true;
	item->billed = item->item.open;
	tell(loading, at, item);
	change->is_new = true;
	change->billed = item->item.open;
	return sq_load_keys(loading->load, place, AQ_HIT_INVOICE, item->item.item_no,
			    item->item.customer_no, err);
}

static bool is_same(const struct sq_item_row *one, const struct sq_item_row *other)
{
	return one->item.parent_no == other->item.parent_no &&
	       one->contract_no == other->contract_no &&
	       one->subscription_no == other->subscription_no &&
	       one->item.amount == other->item.amount && one->taken_off == other->taken_off &&
	       aq_date_compare(one->item.due_on, other->item.due_on) == 0 &&
	       aq_date_compare(one->item.issued_on, other->item.issued_on) == 0 &&
	       aq_date_compare(one->item.discount_until, other->item.discount_until) == 0 &&
	       one->item.discount == other->item.discount &&
	       one->package_discount == other->package_discount &&
	       one->addon_discount == other->addon_discount &&
	       one->total_discount == other->total_discount &&
	       aq_slice_equals(one->item.class_text, other->item.class_text) &&
	       aq_slice_equals(one->reference, other->reference) &&
	       aq_slice_equals(one->project, other->project);
}

static enum aq_status write_known(struct loading *loading, size_t at,
				  const struct sq_item_row *item, struct aq_error *err)
{
	struct sq_load *load = loading->load;
	const struct sq_item_row *known = &loading->known[at];
	const struct sq_open_change open = {
		.customer_no = item->item.customer_no,
		.item_no = item->item.item_no,
		.from = known->item.open,
		.to = item->item.open,
		.currency = item->item.currency,
		.due_on = item->item.due_on,
		.due_changed = aq_date_compare(item->item.due_on, known->item.due_on) != 0,
	};
	enum aq_status status = sq_item_write(load->store, item, err);

	if (status >= AQ_OK)
		status = sq_open_set(load->store, &open, err);
	if (status < AQ_OK || aq_slice_equals(known->reference, item->reference))
		return status;
	status = sq_load_keys(load, load->pass[at], AQ_HIT_INVOICE, item->item.item_no,
			      item->item.customer_no, err);
	if (status >= AQ_OK && known->reference.length)
		status = sq_load_sweep(load, AQ_HIT_INVOICE, item->item.item_no, err);
	return status;
}

static enum aq_status load_known(struct loading *loading, size_t at, struct aq_error *err)
{
	const struct aq_invoice_row *row = row_at(loading, at);
	size_t place = loading->load->pass[at];
	struct aq_row_change *change = &loading->load->changes[place];
	struct sq_item_row item = loading->known[at];

	fill(loading, at, &item);
	if (sq_item_amount(&item, row->amount, change) < AQ_OK) {
		sq_load_refuse(loading->load, place, AQ_ROW_OVERFLOW, "amount", row->number);
		return AQ_OK;
	}
	tell(loading, at, &item);
	change->open_differs = row->has_open && row->open != item.item.open;
	change->is_changed = !is_same(&item, &loading->known[at]);
	return change->is_changed ? write_known(loading, at, &item, err) : AQ_OK;
}

static enum aq_status load_one(struct loading *loading, size_t at, struct aq_error *err)
{
	size_t place = loading->load->pass[at];
	struct aq_row_change *change = &loading->load->changes[place];
	enum aq_status status;

	change->line = row_at(loading, at)->line;
	if (is_refused(loading, at))
		return AQ_OK;
	if (loading->known[at].item.item_no == 0)
		status = load_new(loading, at, err);
	else
		status = load_known(loading, at, err);
	if (status >= AQ_OK && loading->load->rows->is_snapshot && change->item_no != 0)
		loading->seen[loading->seen_count++] = (struct sq_pair){change->item_no, 0};
	return status;
}

/* What a snapshot names, for aq_store_snapshot_close. */
static enum aq_status mark_seen(struct loading *loading, struct aq_error *err)
{
	struct aq_store *store = loading->load->store;
	enum aq_status status;

	if (!loading->load->rows->is_snapshot)
		return AQ_OK;
	status = sq_snapshot_of(store, loading->load->rows->file_no, err);
	if (status < AQ_OK)
		return status;
	return sq_feed_run(store, (struct sq_feeding){SQ_SEEN_ADD, SQ_FEED_KEYS}, loading->seen,
			   loading->seen_count, err);
}

enum aq_status sq_load_invoices(struct sq_load *load, struct aq_error *err)
{
	struct loading loading = {.load = load};
	size_t fresh = 0;
	enum aq_status status = resolve_texts(&loading, err);

	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		fresh += loading.known[at].item.item_no == 0;
	/* Refused rows leave gaps in the numbers, which carry no order. */
	if (status >= AQ_OK)
		status = sq_next(load->store, AQ_NUMBER_ITEM, fresh, &loading.next_item, err);
	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		status = load_one(&loading, at, err);
	if (status >= AQ_OK)
		status = sq_items_add(load->store, loading.fresh, loading.fresh_count, err);
	return status < AQ_OK ? status : mark_seen(&loading, err);
}
