/*
 * accounts.c - payers' account numbers, each once, in one table of their own.
 *
 * The number of an account is a keyed hash of its text, 62 bits wide: rows come
 * in key order once the batch is sorted, and no second index is needed. Where
 * two texts meet in one number, the second moves on to the next free one.
 */
#include "rows.h"

struct intake {
	struct aq_store *store;
	struct sq_payment_row *rows;
	struct sq_pair *pairs; /* hash, row; sorted */
	struct sq_pair *distinct; /* hash, first row that has it */
	size_t count, distinct_count;
	struct sq_account_row *fresh;
	size_t fresh_count;
	bool *is_known; /* by distinct */
};

static struct aq_slice text_of(const struct intake *intake, size_t row)
{
	return intake->rows[row].taken->payment->payer_account;
}

static void column_account(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			   int column)
{
	const struct sq_account_row *account = (const struct sq_account_row *)rows->rows + row;

	if (column == 0)
		sq_give_u64(context, account->account_no);
	else
		sq_give_text(context, account->text);
}

const struct sq_shape sq_shape_accounts = {"feed_accounts", "CREATE TABLE x(account_no, text)",
					   column_account};

static uint64_t number_of(const struct aq_store *store, struct aq_slice text)
{
	return sq_account_number(aq_siphash(store->key, text));
}

static enum aq_status gather(struct intake *intake, size_t count, struct aq_error *err)
{
	intake->pairs = sq_pairs(intake->store->scratch, count);
	intake->distinct =
		aq_arena_take_many(intake->store->scratch, count, sizeof(*intake->distinct));
	intake->fresh = aq_arena_take_many(intake->store->scratch, count, sizeof(*intake->fresh));
	intake->is_known =
		aq_arena_take_many(intake->store->scratch, count, sizeof(*intake->is_known));
	if (!intake->pairs || !intake->distinct || !intake->fresh || !intake->is_known)
		return aq_fail_memory(err);
	for (size_t row = 0; row < count; row++) {
		struct aq_slice text = text_of(intake, row);

		if (text.length)
			intake->pairs[intake->count++] =
				(struct sq_pair){number_of(intake->store, text), row};
	}
	sq_sort(intake->pairs, intake->pairs + intake->count, intake->count);
	for (size_t at = 0; at < intake->count; at++)
		if (at == 0 || intake->pairs[at].key != intake->pairs[at - 1].key)
			intake->distinct[intake->distinct_count++] =
				(struct sq_pair){intake->pairs[at].key, intake->pairs[at].index};
	return AQ_OK;
}

/* Marks the numbers whose row holds the text already; one that holds another
 * text stays unknown and is moved on afterwards. */
static enum aq_status probe(struct intake *intake, bool *meets, struct aq_error *err)
{
	struct aq_store *store = intake->store;
	struct sq_pair *keys =
		aq_arena_take_many(store->scratch, intake->distinct_count + 1, sizeof(*keys));
	sqlite3_stmt *statement;
	enum aq_status status;

	if (!keys)
		return aq_fail_memory(err);
	for (size_t at = 0; at < intake->distinct_count; at++)
		keys[at] = (struct sq_pair){intake->distinct[at].key, at};
	status = sq_use(store, SQ_ACCOUNTS_FIND, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_KEYS, keys, intake->distinct_count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		size_t at = sq_u64(statement, 0);

		if (aq_slice_equals(sq_text(statement, 1),
				    text_of(intake, intake->distinct[at].index)))
			intake->is_known[at] = true;
		else
			*meets = true;
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

/* The number under which a text stands or may stand, one row at a time: two
 * texts of one hash are met once in a lifetime. */
static enum aq_status settle_one(struct aq_store *store, struct aq_slice text, uint64_t *out,
				 struct aq_error *err)
{
	uint64_t number = number_of(store, text);

	for (unsigned moves = 0; moves < SQ_ACCOUNT_MOVES_MAX;
	     moves++, number = (number + 1) & SQ_ACCOUNT_MASK) {
		sqlite3_stmt *statement;
		enum aq_status status = sq_use(store, SQ_ACCOUNT_READ, &statement, err);
		bool same;

		if (status < AQ_OK)
			return status;
		sq_bind_u64(store, statement, 1, number);
		status = sq_step(store, statement, err);
		if (status < AQ_OK)
			return status;
		*out = number;
		if (status == AQ_OK) {
			same = aq_slice_equals(sq_text(statement, 0), text);
			sq_done(statement);
			if (same)
				return AQ_OK;
			continue;
		}
		status = sq_use(store, SQ_ACCOUNT_ADD, &statement, err);
		if (status < AQ_OK)
			return status;
		sq_bind_u64(store, statement, 1, number);
		sq_bind_text(store, statement, 2, text);
		return sq_run(store, statement, err);
	}
	return sq_contradiction(err, "too many accounts share one number");
}

/* Every row gets its number; a row whose text is not the one its hash stands
 * for is settled by itself. */
static enum aq_status give_numbers(struct intake *intake, bool meets, struct aq_error *err)
{
	size_t distinct = 0;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < intake->count && status >= AQ_OK; at++) {
		size_t row = intake->pairs[at].index;
		struct aq_slice first;

		while (intake->distinct[distinct].key != intake->pairs[at].key)
			distinct++;
		first = text_of(intake, intake->distinct[distinct].index);
		intake->rows[row].account_no = intake->pairs[at].key;
		if (meets || !aq_slice_equals(first, text_of(intake, row)))
			status = settle_one(intake->store, text_of(intake, row),
					    &intake->rows[row].account_no, err);
	}
	return status;
}

enum aq_status sq_accounts_add(struct aq_store *store, struct sq_payment_row *rows, size_t count,
			       struct aq_error *err)
{
	struct intake intake = {.store = store, .rows = rows};
	bool meets = false;
	enum aq_status status = gather(&intake, count, err);

	if (status >= AQ_OK && intake.distinct_count > 0)
		status = probe(&intake, &meets, err);
	if (status < AQ_OK)
		return status;
	for (size_t at = 0; at < intake.distinct_count && !meets; at++)
		if (!intake.is_known[at])
			intake.fresh[intake.fresh_count++] = (struct sq_account_row){
				intake.distinct[at].key,
				text_of(&intake, intake.distinct[at].index)};
	status = sq_feed_run(store, (struct sq_feeding){SQ_ACCOUNTS_ADD, SQ_FEED_ACCOUNTS},
			     intake.fresh, intake.fresh_count, err);
	return status < AQ_OK ? status : give_numbers(&intake, meets, err);
}
