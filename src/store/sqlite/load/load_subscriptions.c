/*
 * load_subscriptions.c - subscriptions; what they owe falls due in instalments.
 */
#include "load.h"

struct subscription {
	uint64_t subscription_no, customer_no;
	struct aq_subscription_row row;
	int64_t billed_through;
};

static enum aq_status read_known(struct aq_store *store, uint64_t subscription_no,
				 struct subscription *out, struct aq_error *err)
{
	struct aq_subscription_row *row = &out->row;
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use_of(store, SQ_SUBSCRIPTION_FULL,
			  (struct sq_thing){"subscription", subscription_no}, &statement, err);

	if (status < AQ_OK)
		return status;
	*out = (struct subscription){.subscription_no = subscription_no,
				     .customer_no = sq_u64(statement, 0)};
	row->currency = (aq_currency)sq_u64(statement, 3);
	row->price = sq_i64(statement, 4);
	row->addon_price = sq_i64(statement, 5);
	row->package_discount = sq_i64(statement, 6);
	row->addon_discount = sq_i64(statement, 7);
	row->total_discount = sq_i64(statement, 8);
	row->cycle_months = (int32_t)sq_i64(statement, 9);
	row->cycles = (int32_t)sq_i64(statement, 10);
	row->starts_on = sq_date(statement, 11);
	row->promo_until = sq_date(statement, 12);
	out->billed_through = sq_i64(statement, 13);
	if (!sq_copy(store->scratch, statement, 1, &row->service) ||
	    !sq_copy(store->scratch, statement, 2, &row->plan))
		status = aq_fail_memory(err);
	sq_done(statement);
	return status;
}

static bool is_same(const struct aq_subscription_row *one, const struct aq_subscription_row *other)
{
	return one->price == other->price && one->addon_price == other->addon_price &&
	       one->package_discount == other->package_discount &&
	       one->addon_discount == other->addon_discount &&
	       one->total_discount == other->total_discount &&
	       one->cycle_months == other->cycle_months && one->cycles == other->cycles &&
	       aq_date_compare(one->starts_on, other->starts_on) == 0 &&
	       aq_date_compare(one->promo_until, other->promo_until) == 0 &&
	       aq_slice_equals(one->service, other->service) &&
	       aq_slice_equals(one->plan, other->plan);
}

static bool sums_fit(const struct aq_subscription_row *row)
{
	int64_t sum;

	return !__builtin_add_overflow(row->price, row->addon_price, &sum) &&
	       !__builtin_add_overflow(row->package_discount, row->addon_discount, &sum) &&
	       !__builtin_add_overflow(sum, row->total_discount, &sum);
}

static enum aq_status write_row(struct aq_store *store, enum sq_statement which,
				const struct subscription *subscription, struct aq_error *err)
{
	const struct aq_subscription_row *row = &subscription->row;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, subscription->subscription_no);
	sq_bind_text(store, statement, 2, row->number);
	sq_bind_u64(store, statement, 3, subscription->customer_no);
	sq_bind_text(store, statement, 4, row->service);
	sq_bind_text(store, statement, 5, row->plan);
	sq_bind_i64(store, statement, 6, row->currency);
	sq_bind_i64(store, statement, 7, row->price);
	sq_bind_i64(store, statement, 8, row->addon_price);
	sq_bind_i64(store, statement, 9, row->package_discount);
	sq_bind_i64(store, statement, 10, row->addon_discount);
	sq_bind_i64(store, statement, 11, row->total_discount);
	sq_bind_i64(store, statement, 12, row->cycle_months);
	sq_bind_i64(store, statement, 13, row->cycles);
	sq_bind_i64(store, statement, 14, row->starts_on.day);
	sq_bind_i64(store, statement, 15, row->promo_until.day);
	sq_bind_i64(store, statement, 16, sq_instalment_due(row, subscription->billed_through).day);
	return sq_run(store, statement, err);
}

static bool is_refused(struct sq_load *load, size_t place, uint64_t customer_no,
		       const struct subscription *known)
{
	const struct aq_subscription_row *row =
		(const struct aq_subscription_row *)load->rows->rows + place;

	if (customer_no == 0)
		sq_load_refuse(load, place, AQ_ROW_CUSTOMER_UNKNOWN, "customer_no", row->customer);
	else if (!sums_fit(row))
		sq_load_refuse(load, place, AQ_ROW_OVERFLOW, "price", row->number);
	else if (known->subscription_no != 0 && known->row.currency != row->currency)
		sq_load_refuse(load, place, AQ_ROW_CURRENCY_CHANGED, "currency",
			       aq_slice_of(aq_currency_code(row->currency)));
	else if (known->subscription_no != 0 && known->customer_no != customer_no)
		sq_load_refuse(load, place, AQ_ROW_CUSTOMER_CHANGED, "customer_no", row->customer);
	return load->changes[place].refusal != AQ_CODE_NONE;
}

static enum aq_status load_one(struct sq_load *load, size_t at, uint64_t customer_no,
			       struct aq_error *err)
{
	size_t place = load->pass[at];
	const struct aq_subscription_row *row =
		(const struct aq_subscription_row *)load->rows->rows + place;
	struct aq_row_change *change = &load->changes[place];
	struct subscription known = {.subscription_no = 0};
	struct subscription subscription;
	enum aq_status status = AQ_OK;

	change->line = row->line;
	if (load->targets[at] != 0)
		status = read_known(load->store, load->targets[at], &known, err);
	if (status < AQ_OK || is_refused(load, place, customer_no, &known))
		return status;
	change->customer_no = customer_no;
	change->customer = row->customer;
	change->target = row->number;
	change->currency = row->currency;
	change->is_new = known.subscription_no == 0;
	change->is_changed = !change->is_new && !is_same(row, &known.row);
	subscription = known;
	subscription.row = *row;
	subscription.customer_no = customer_no;
	if (change->is_changed)
		return write_row(load->store, SQ_SUBSCRIPTION_CHANGE, &subscription, err);
	if (!change->is_new)
		return AQ_OK;
	status = sq_next(load->store, SQ_NEXT_SUBSCRIPTION, 1, &subscription.subscription_no, err);
	if (status >= AQ_OK)
		status = write_row(load->store, SQ_SUBSCRIPTION_ADD, &subscription, err);
	if (status < AQ_OK)
		return status;
	return sq_load_keys(load, place, AQ_HIT_SUBSCRIPTION, subscription.subscription_no,
			    customer_no, err);
}

static struct aq_slice customer_of(const struct sq_load *load, size_t place)
{
	return ((const struct aq_subscription_row *)load->rows->rows + place)->customer;
}

enum aq_status sq_load_subscriptions(struct sq_load *load, struct aq_error *err)
{
	return sq_load_owned(load, customer_of, load_one, err);
}
