/*
 * told_more.c - what later deliveries tell of a payment beside its own row.
 *
 * A bank tells of one payment in several messages, and only one of them may say
 * who paid and what for. Each keeps its own row, which is never changed; a later
 * one that tells something else is noted here, and whoever reads the payment
 * reads what all of them tell.
 * Promises: the same reading, whichever of two messages came first.
 */
#include "told_more.h"

enum aq_status sq_told_more_note(struct aq_store *store, const struct aq_taken *taken, size_t count,
				 struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(store->scratch, count);
	size_t found = 0;

	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (taken[at].status == AQ_PAYMENT_DUPLICATE && taken[at].duplicate_of != 0)
			pairs[found++] = (struct sq_pair){taken[at].payment->payment_no, at};
	return sq_feed_run(store, (struct sq_feeding){SQ_TOLD_MORE_ADD, SQ_FEED_KEYS}, pairs, found,
			   err);
}

/* A detail is nearer to the payer than the statement's line. */
static bool is_nearer(const struct aq_payment *one, const struct aq_payment *other)
{
	if (one->is_bare_entry != other->is_bare_entry)
		return other->is_bare_entry;
	return one->mode == AQ_POSTS_CLEARING && other->mode == AQ_POSTS_BANK;
}

static struct aq_slice either(struct aq_slice first, struct aq_slice second)
{
	return first.length > 0 ? first : second;
}

static bool contains(struct aq_slice text, struct aq_slice piece)
{
	return piece.length == 0 ||
	       (text.length >= piece.length &&
		memmem(text.start, text.length, piece.start, piece.length) != NULL);
}

static bool join_texts(struct aq_arena *arena, struct aq_slice first, struct aq_slice second,
		       struct aq_slice *out)
{
	*out = first;
	if (contains(first, second))
		return true;
	*out = second;
	if (contains(second, first))
		return true;
	*out = aq_arena_print(arena, "%.*s\n%.*s", AQ_SLICE_ARGS(first), AQ_SLICE_ARGS(second));
	return out->length > 0;
}

static bool has_reference(const struct aq_payment *payment, const struct aq_reference *reference)
{
	for (size_t at = 0; at < payment->reference_count; at++)
		if (payment->references[at].kind == reference->kind &&
		    aq_slice_equals(payment->references[at].value, reference->value))
			return true;
	return false;
}

/* A line whose detail came beside others is no lump of theirs: the message they came in
 * is not its own. */
static bool is_of_message(const struct aq_payment *line, const struct aq_reference *reference)
{
	return line->mode == AQ_POSTS_BANK && reference->kind == AQ_REF_DETAIL_MESSAGE &&
	       !has_reference(line, reference);
}

/* `out` is the payment as its own row tells it. */
static bool join_references(struct aq_arena *arena, const struct aq_payment *first,
			    const struct aq_payment *second, struct aq_payment *out)
{
	const struct aq_payment line = *out;
	bool has_detail = first->mode == AQ_POSTS_CLEARING || second->mode == AQ_POSTS_CLEARING;
	size_t count = 0;
	struct aq_reference *all = aq_arena_take_many(
		arena, first->reference_count + second->reference_count + 1, sizeof(*all));

	if (!all)
		return false;
	for (size_t at = 0; at < first->reference_count; at++)
		if (!has_detail || !is_of_message(&line, &first->references[at]))
			all[count++] = first->references[at];
	for (size_t at = 0; at < second->reference_count; at++)
		if (!has_reference(first, &second->references[at]) &&
		    (!has_detail || !is_of_message(&line, &second->references[at])))
			all[count++] = second->references[at];
	out->references = all;
	out->reference_count = count;
	return true;
}

/* Remittance lines of both would count the money twice: one of them is taken. */
static bool join(struct aq_arena *arena, struct aq_payment *payment, const struct aq_payment *more)
{
	const struct aq_payment own = *payment;
	bool is_more_first = is_nearer(more, &own);
	const struct aq_payment *first = is_more_first ? more : &own;
	const struct aq_payment *second = is_more_first ? &own : more;
	const struct aq_payment *lines = first->remittance_count > 0 ? first : second;
	const struct aq_payment *named = first->reference.length > 0 ? first : second;

	payment->payer = either(first->payer, second->payer);
	payment->payer_bank = either(first->payer_bank, second->payer_bank);
	payment->end_to_end_id = either(first->end_to_end_id, second->end_to_end_id);
	payment->return_text = either(first->return_text, second->return_text);
	payment->return_code = either(first->return_code, second->return_code);
	payment->counter_reference = either(first->counter_reference, second->counter_reference);
	/* What the line does not say of itself: it takes a payment back. */
	if (own.kind == AQ_KIND_OUTGOING && more->kind == AQ_KIND_NOTICE &&
	    more->return_code.length > 0)
		payment->kind = AQ_KIND_RETURN;
	payment->reference = named->reference;
	payment->reference_kind = named->reference_kind;
	payment->remittances = lines->remittances;
	payment->remittance_count = lines->remittance_count;
	payment->is_remittance_unbalanced = lines->is_remittance_unbalanced;
	payment->is_bare_entry = own.is_bare_entry && more->is_bare_entry;
	return join_texts(arena, first->text, second->text, &payment->text) &&
	       join_references(arena, first, second, payment);
}

static enum aq_status give_one(struct sq_texts *texts, sqlite3_stmt *statement,
			       struct aq_waiting *rows, struct aq_error *err)
{
	struct aq_waiting *row = &rows[sq_u64(statement, 0)];
	struct sq_payment_read more;
	enum aq_status status =
		sq_payment_get(texts, sq_row_of(statement, 1), texts->arena, &more, err);

	if (status >= AQ_OK)
		status = sq_payment_texts_get(texts,
					      sq_row_of(statement, 1 + SQ_PAYMENT_COLUMN_COUNT),
					      texts->arena, &more.payment, err);
	if (status < AQ_OK)
		return status;
	if (more.account_no != 0 &&
	    (row->account_no == 0 || is_nearer(&more.payment, &row->payment))) {
		row->account_no = more.account_no;
		row->payment.payer_account = more.payment.payer_account;
	}
	return join(texts->arena, &row->payment, &more.payment) ? AQ_OK : aq_fail_memory(err);
}

enum aq_status sq_told_more_holds(struct aq_store *store, bool *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_TOLD_MORE_HOLDS, &statement, err);

	if (status >= AQ_OK)
		status = sq_step(store, statement, err);
	*out = status == AQ_OK;
	if (status == AQ_OK)
		sq_done(statement);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status sq_told_more_give(struct sq_texts *texts, struct aq_waiting *rows, size_t count,
				 struct aq_error *err)
{
	struct aq_store *store = texts->store;
	struct sq_pair *pairs;
	sqlite3_stmt *statement;
	bool holds = false;
	enum aq_status status = count ? sq_told_more_holds(store, &holds, err) : AQ_OK;

	if (status < AQ_OK || !holds)
		return status;
	pairs = sq_pairs(store->scratch, count);
	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		pairs[at] = (struct sq_pair){rows[at].payment.payment_no, at};
	status = sq_use(store, SQ_TOLD_MORE_READ, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_KEYS, pairs, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = give_one(texts, statement, rows, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

static bool fill(struct aq_arena *arena, sqlite3_stmt *statement, int column,
		 struct aq_slice *field)
{
	return field->length > 0 || sq_copy(arena, statement, column, field);
}

enum aq_status sq_told_more_fill(struct sq_texts *texts, struct aq_payment *payment,
				 struct aq_error *err)
{
	struct aq_slice *const fields[] = {&payment->payer, &payment->reference,
					   &payment->end_to_end_id};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(texts->store, SQ_TOLD_MORE_NAMES, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(texts->store, statement, 1, payment->payment_no);
	while ((status = sq_step(texts->store, statement, err)) == AQ_OK)
		for (int at = 0; at < (int)(sizeof(fields) / sizeof(fields[0])); at++)
			if (!fill(texts->arena, statement, at, fields[at])) {
				sq_done(statement);
				return aq_fail_memory(err);
			}
	return status < AQ_OK ? status : AQ_OK;
}
