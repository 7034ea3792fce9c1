/*
 * item_write.c - items and what is open of them, as loading changes them.
 */
#include "acquit/claim.h"
#include "load.h"

#define TEXT_COLUMNS 4

static struct aq_slice text_of(const struct sq_item_row *item, int column)
{
	switch (column) {
	case 0:
		return item->item.number;
	case 1:
		return item->item.class_text;
	case 2:
		return item->reference;
	default:
		return item->project;
	}
}

static int64_t number_of(const struct sq_item_row *item, int column)
{
	const struct aq_item *of = &item->item;

	switch (column) {
	case 0:
		return (int64_t)of->item_no;
	case 1:
		return of->kind;
	case 2:
		return (int64_t)of->customer_no;
	case 3:
		return (int64_t)of->parent_no;
	case 4:
		return (int64_t)item->contract_no;
	case 5:
		return (int64_t)item->subscription_no;
	case 6:
		return of->cycle;
	case 7:
		return of->currency;
	case 8:
		return of->amount;
	case 9:
		return item->is_billed;
	case 10:
		return item->taken_off;
	case 11:
		return item->billed;
	case 12:
		return of->due_on.day;
	case 13:
		return of->issued_on.day;
	case 14:
		return of->discount_until.day;
	case 15:
		return of->discount;
	case 16:
		return item->package_discount;
	case 17:
		return item->addon_discount;
	default:
		return item->total_discount;
	}
}

static void column_item(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			int column)
{
	const struct sq_item_row *item = (const struct sq_item_row *)rows->rows + row;

	if (column < TEXT_COLUMNS)
		sq_give_text(context, text_of(item, column));
	else
		sq_give_i64(context, number_of(item, column - TEXT_COLUMNS));
}

const struct sq_shape sq_shape_items = {
	"feed_items",
	"CREATE TABLE x(number, class_text, reference, project, item_no, kind, customer_no, "
	"parent_no, contract_no,"
	" subscription_no, cycle, currency, amount, is_billed, taken_off, billed, due_on, "
	"issued_on, discount_until,"
	" discount, package_discount, addon_discount, total_discount)",
	column_item,
};

static void column_open_item(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			     int column)
{
	const struct sq_open_item_row *item = (const struct sq_open_item_row *)rows->rows + row;

	switch (column) {
	case 0:
		sq_give_u64(context, item->customer_no);
		break;
	case 1:
		sq_give_u64(context, item->item_no);
		break;
	case 2:
		sq_give_i64(context, item->open);
		break;
	case 3:
		sq_give_i64(context, item->currency);
		break;
	default:
		sq_give_i64(context, item->due_on.day);
		break;
	}
}

const struct sq_shape sq_shape_open_items = {
	"feed_open_items",
	"CREATE TABLE x(customer_no, item_no, open, currency, due_on)",
	column_open_item,
};

static enum aq_status add_open(struct aq_store *store, const struct sq_item_row *items,
			       size_t count, struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(store->scratch, count);
	struct sq_open_item_row *open = aq_arena_take_many(store->scratch, count, sizeof(*open));
	size_t open_count = 0;
	enum aq_status status;

	if (!pairs || !open)
		return aq_fail_memory(err);
	/* New items have rising numbers, so a stable sort by customer is the key's order. */
	for (size_t at = 0; at < count; at++)
		pairs[at] = (struct sq_pair){items[at].item.customer_no, at};
	sq_sort(pairs, pairs + count, count);
	for (size_t at = 0; at < count; at++) {
		const struct aq_item *item = &items[pairs[at].index].item;

		if (item->open != 0)
			open[open_count++] =
				(struct sq_open_item_row){.customer_no = item->customer_no,
							  .item_no = item->item_no,
							  .open = item->open,
							  .currency = item->currency,
							  .due_on = item->due_on};
	}
	status = sq_feed_run(store, (struct sq_feeding){SQ_OPEN_ITEMS_ADD, SQ_FEED_OPEN_ITEMS},
			     open, open_count, err);
	if (status >= AQ_OK)
		store->state.sizes.open_items += open_count;
	return status;
}

enum aq_status sq_items_add(struct aq_store *store, const struct sq_item_row *items, size_t count,
			    struct aq_error *err)
{
	enum aq_status status = sq_feed_run(store, (struct sq_feeding){SQ_ITEMS_ADD, SQ_FEED_ITEMS},
					    items, count, err);

	return status < AQ_OK ? status : add_open(store, items, count, err);
}

/* Columns as SQ_ITEM_FULL lists them: those of an item, then the others. */
static enum aq_status read_full(struct aq_store *store, sqlite3_stmt *statement,
				struct sq_item_row *out, struct aq_error *err)
{
	const int from = SQ_ITEM_COLUMN_COUNT;
	enum aq_status status =
		sq_item_get(sq_row_of(statement, 0), store->scratch, &out->item, err);

	if (status < AQ_OK)
		return status;
	out->is_billed = sq_i64(statement, from - 1) != 0;
	out->contract_no = sq_u64(statement, from);
	out->subscription_no = sq_u64(statement, from + 1);
	out->taken_off = sq_i64(statement, from + 2);
	out->package_discount = sq_i64(statement, from + 5);
	out->addon_discount = sq_i64(statement, from + 6);
	out->total_discount = sq_i64(statement, from + 7);
	out->item.open = sq_i64(statement, from + 8);
	out->billed = sq_i64(statement, from + 10);
	if (!sq_copy(store->scratch, statement, from + 3, &out->reference) ||
	    !sq_copy(store->scratch, statement, from + 4, &out->project))
		return aq_fail_memory(err);
	return AQ_OK;
}

enum aq_status sq_items_full(struct aq_store *store, const uint64_t *item_nos, size_t count,
			     struct sq_item_row *out, struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(store->scratch, count);
	size_t known = 0;
	sqlite3_stmt *statement;
	enum aq_status status;

	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (item_nos[at] != 0)
			pairs[known++] = (struct sq_pair){item_nos[at], at};
	if (known == 0)
		return AQ_OK;
	sq_sort(pairs, pairs + known, known);
	status = sq_use(store, SQ_ITEMS_FULL, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_KEYS, pairs, known);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = read_full(store, statement,
				   &out[sq_u64(statement, SQ_ITEM_COLUMN_COUNT + 9)], err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status sq_item_write(struct aq_store *store, const struct sq_item_row *item,
			     struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_CHANGE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, item->item.item_no);
	sq_bind_u64(store, statement, 2, item->item.parent_no);
	sq_bind_u64(store, statement, 3, item->contract_no);
	sq_bind_u64(store, statement, 4, item->subscription_no);
	sq_bind_i64(store, statement, 5, item->item.amount);
	sq_bind_i64(store, statement, 6, item->is_billed);
	sq_bind_i64(store, statement, 7, item->taken_off);
	sq_bind_i64(store, statement, 8, item->item.due_on.day);
	sq_bind_i64(store, statement, 9, item->item.issued_on.day);
	sq_bind_i64(store, statement, 10, item->item.discount_until.day);
	sq_bind_i64(store, statement, 11, item->item.discount);
	sq_bind_text(store, statement, 12, item->item.class_text);
	sq_bind_text(store, statement, 13, item->reference);
	sq_bind_text(store, statement, 14, item->project);
	sq_bind_i64(store, statement, 15, item->package_discount);
	sq_bind_i64(store, statement, 16, item->addon_discount);
	sq_bind_i64(store, statement, 17, item->total_discount);
	sq_bind_i64(store, statement, 18, item->billed);
	return sq_run(store, statement, err);
}

static enum aq_status change_open(struct aq_store *store, const struct sq_open_change *change,
				  struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_OPEN_ITEM_MOVE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, change->customer_no);
	sq_bind_u64(store, statement, 2, change->item_no);
	sq_bind_i64(store, statement, 3, change->to);
	sq_bind_i64(store, statement, 4, change->due_on.day);
	return sq_run(store, statement, err);
}

static enum aq_status close_open(struct aq_store *store, const struct sq_open_change *change,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_OPEN_ITEM_CLOSE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, change->customer_no);
	sq_bind_u64(store, statement, 2, change->item_no);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK)
		store->state.sizes.open_items -= (uint64_t)sqlite3_changes64(store->db);
	return status;
}

enum aq_status sq_open_set(struct aq_store *store, const struct sq_open_change *change,
			   struct aq_error *err)
{
	const struct sq_open_item_row row = {.customer_no = change->customer_no,
					     .item_no = change->item_no,
					     .open = change->to,
					     .currency = change->currency,
					     .due_on = change->due_on};
	enum aq_status status;

	if (change->from == change->to && (change->to == 0 || !change->due_changed))
		return AQ_OK;
	if (change->to == 0)
		return close_open(store, change, err);
	if (change->from != 0)
		return change_open(store, change, err);
	status = sq_feed_run(store, (struct sq_feeding){SQ_OPEN_ITEMS_ADD, SQ_FEED_OPEN_ITEMS},
			     &row, 1, err);
	if (status >= AQ_OK)
		store->state.sizes.open_items++;
	return status;
}

/* What a snapshot took off comes back with a row that names the item again; what was
 * paid elsewhere beyond the amount (less than nothing taken off) pays a rise of it. */
static int64_t back_of(const struct sq_item_row *item, int64_t rise)
{
	if (item->taken_off >= 0)
		return item->taken_off;
	if (rise <= 0)
		return 0;
	return item->taken_off < -rise ? -rise : item->taken_off;
}

enum aq_status sq_item_amount(struct sq_item_row *item, int64_t amount,
			      struct aq_row_change *change)
{
	int64_t difference, back, open, billed, there;

	if (__builtin_sub_overflow(amount, item->item.amount, &difference))
		return AQ_BAD_RECORD;
	back = back_of(item, difference);
	if (__builtin_add_overflow(difference, back, &difference) ||
	    __builtin_add_overflow(item->item.open, difference, &open) || open == INT64_MIN ||
	    difference == INT64_MIN || __builtin_add_overflow(item->billed, difference, &billed) ||
	    __builtin_sub_overflow(amount, open, &there))
		return AQ_BAD_RECORD;
	change->billed = difference;
	change->open = open;
	/* Where an invoice became a credit note all that was put on it is too much. */
	if (there != 0 && amount != 0 && (there < 0) != (amount < 0))
		change->excess = there;
	else if (open != 0 && (amount == 0 || (open < 0) != (amount < 0)))
		change->excess = -open;
	item->item.amount = amount;
	item->item.open = open;
	item->billed = billed;
	item->taken_off -= back;
	if (item->item.kind == AQ_ITEM_INVOICE &&
	    __builtin_sub_overflow(amount, billed, &change->written_off))
		return AQ_BAD_RECORD;
	return AQ_OK;
}
