/*
 * lines.c - money in on bank statements, whatever became of it.
 *
 * Design: no index serves this; the payments of the runs of those days are
 * walked, and what neither amount nor text brings near is passed over.
 */
#include "acquit/claim.h"
#include "../reading.h"

_Static_assert(AQ_MONEY_IN == 0 && AQ_POSTS_BANK == 1, "statement SQ_LINES_IN looks for them");

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static bool has_key(struct aq_slice text, struct aq_slice key)
{
	for (size_t from = 0; from + key.length <= text.length; from++) {
		size_t at = 0;

		while (at < key.length && lower(text.start[from + at]) == lower(key.start[at]))
			at++;
		if (at == key.length)
			return true;
	}
	return false;
}

static bool has_amount(const struct aq_lines_order *order, int64_t amount)
{
	size_t low = 0, high = order->amount_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order->amounts[middle] < amount)
			low = middle + 1;
		else
			high = middle;
	}
	return low < order->amount_count && order->amounts[low] == amount;
}

/* Columns 2 to 5 are its texts; references lie as they are in the last. */
static bool is_wanted(const struct aq_lines_order *order, sqlite3_stmt *statement)
{
	if (has_amount(order, sq_i64(statement, 1)))
		return true;
	for (int column = 2; column <= 5; column++) {
		struct aq_slice text = sq_blob(statement, column);

		for (size_t key = 0; key < order->key_count; key++)
			if (has_key(text, order->keys[key]))
				return true;
	}
	return false;
}

enum aq_status aq_store_lines_in(struct aq_store *store, const struct aq_lines_order *order,
				 struct aq_arena *arena, uint64_t **out, size_t *count,
				 struct aq_error *err)
{
	uint64_t *lines = aq_arena_take_many(arena, order->count_max, sizeof(*lines));
	struct sq_run_range own = {.payment_from = 0};
	sqlite3_stmt *statement;
	size_t found = 0;
	enum aq_status status = lines ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = sq_run_range(store, order->run_no, &own, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_LINES_IN, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, order->after);
	sq_bind_u64(store, statement, 2, order->is_own_too ? own.payment_to : own.payment_from);
	sq_bind_i64(store, statement, 3, order->from.day);
	sq_bind_i64(store, statement, 4, order->to.day);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		if (!is_wanted(order, statement))
			continue;
		lines[found++] = sq_u64(statement, 0);
		if (found < order->count_max)
			continue;
		sq_done(statement);
		break;
	}
	*out = lines;
	*count = found;
	return status < AQ_OK ? status : AQ_OK;
}
