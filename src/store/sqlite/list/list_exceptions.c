/*
 * list_exceptions.c - the open questions, and money that waits, in sums.
 */
#include "acquit/claim.h"
#include "../reading.h"

struct listing {
	struct sq_texts texts;
	uint64_t run_no;
	aq_on_exception on_row;
	void *context;
};

/* What of the payment is in question: what waits of it, else all of it. */
static int64_t amount_in_question(sqlite3_stmt *statement, uint64_t traits)
{
	bool is_out = sq_unpack(SQ_PAYMENT_DIRECTION, traits) == AQ_MONEY_OUT;
	int64_t amount = sq_i64(statement, 9);

	if (sqlite3_column_type(statement, 10) == SQLITE_NULL)
		return is_out ? -amount : amount;
	/* Money that went out waits as a positive sum on its own side. */
	amount = sq_i64(statement, 10);
	return sq_i64(statement, 11) == AQ_BUCKET_OUT ? -amount : amount;
}

static bool suggest_short(struct aq_arena *arena, sqlite3_stmt *statement,
			  struct aq_exception_line *line)
{
	const struct aq_money open = {sq_i64(statement, 1), (aq_currency)sq_u64(statement, 2)};
	char text[AQ_MONEY_TEXT_BYTES];

	aq_money_print(open, text);
	line->suggestions = aq_arena_print(
		arena, "%.*s%sinvoice:%.*s (%s %s of it is open)", AQ_SLICE_ARGS(line->suggestions),
		line->suggestions.length > 0 ? "; " : "", AQ_SLICE_ARGS(sq_text(statement, 3)),
		text, aq_currency_code(open.currency));
	return line->suggestions.length > 0;
}

/* "invoice F101 is short by 3.00 EUR, the discount …; that stays open": of the amount
 * that is open now; what else is said of it stays, less why it was just the other. */
static bool say_short(struct aq_arena *arena, sqlite3_stmt *statement,
		      struct aq_exception_line *line)
{
	const struct aq_money open = {sq_i64(statement, 1), (aq_currency)sq_u64(statement, 2)};
	size_t at = aq_slice_find(line->text, AQ_SLICE(";"));
	char text[AQ_MONEY_TEXT_BYTES];
	struct aq_slice head;

	if (!aq_slice_starts_with(line->text, AQ_SLICE("invoice ")) || at == SIZE_MAX)
		return true;
	aq_money_print(open, text);
	head = aq_arena_print(arena, "invoice %.*s is short by %s %s",
			      AQ_SLICE_ARGS(sq_text(statement, 3)), text,
			      aq_currency_code(open.currency));
	if (head.length == 0)
		return false;
	if (aq_slice_starts_with(line->text, head))
		return true;
	line->text = aq_arena_print(arena, "%.*s%.*s", AQ_SLICE_ARGS(head),
				    (int)(line->text.length - at), line->text.start + at);
	return line->text.length > 0;
}

/* What a payment was short is what its invoices still have open. */
static enum aq_status tell_short(struct listing *listing, struct aq_exception_line *line,
				 struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	struct aq_arena *arena = listing->texts.arena;
	sqlite3_stmt *statement;
	size_t told = 0;
	enum aq_status status = sq_use(store, SQ_SHORT_ITEMS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, line->payment_no);
	sq_bind_i64(store, statement, 2, sq_word_out(store, SQ_CODE, AQ_DEDUCTION));
	line->amount = 0;
	line->suggestions = AQ_SLICE("");
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		if (!aq_minor_add(line->amount, sq_i64(statement, 1), &line->amount))
			status = sq_overflow(err);
		else if (told == 0 && (!sq_copy(arena, statement, 4, &line->customer) ||
				       !say_short(arena, statement, line)))
			status = aq_fail_memory(err);
		else if (told++ < AQ_SUGGESTIONS_MAX && !suggest_short(arena, statement, line))
			status = aq_fail_memory(err);
		if (status >= AQ_OK)
			continue;
		sq_done(statement);
		return status;
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status give(struct listing *listing, sqlite3_stmt *statement, struct aq_error *err)
{
	struct aq_exception_line line = {
		.exception_no = sq_u64(statement, 0),
		.code = (enum aq_code)sq_word_in(listing->texts.store, SQ_CODE,
						 sq_u64(statement, 1)),
		.payment_no = sq_u64(statement, 2),
		.line = sq_u64(statement, 7),
		.amount = amount_in_question(statement, sq_u64(statement, 8)),
		.currency = (aq_currency)sq_u64(statement, 12),
		.payer = sq_text(statement, 13),
		.text = sq_text(statement, 3),
		.suggestions = sq_text(statement, 4),
		.opened_on = sq_date(statement, 5),
		.is_new = listing->run_no != 0 && sq_u64(statement, 6) >= listing->run_no,
		.booked_on = sq_date(statement, 14),
		.reference = sq_text(statement, 17),
		.remittance = sq_text(statement, 18),
		.customer = sq_text(statement, 19),
	};
	struct aq_slice id = sq_blob(statement, 15);
	enum aq_status status;

	if (id.length != sizeof(line.payment))
		return sq_contradiction(err, "exception %llu has no payment",
					(unsigned long long)line.exception_no);
	memcpy(line.payment.bytes, id.start, id.length);
	sq_texts_rest(&listing->texts);
	status = sq_texts_find(&listing->texts, SQ_TEXT_FILE, sq_u64(statement, 16), &line.file,
			       err);
	if (status >= AQ_OK && line.code == AQ_DEDUCTION)
		status = tell_short(listing, &line, err);
	return status < AQ_OK ? status : listing->on_row(listing->context, &line, err);
}

static enum aq_status walk(struct listing *listing, struct aq_store *store, sqlite3_stmt *statement,
			   struct aq_error *err)
{
	enum aq_status status = sq_texts_open(&listing->texts, store, NULL, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = give(listing, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_texts_close(&listing->texts);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_list_exceptions(struct aq_store *store, uint64_t run_no,
					aq_on_exception on_row, void *context, struct aq_error *err)
{
	struct listing listing = {.run_no = run_no, .on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_EXCEPTIONS_READ, &statement, err);

	return status < AQ_OK ? status : walk(&listing, store, statement, err);
}

enum aq_status aq_store_exceptions_of(struct aq_store *store, uint64_t payment_no,
				      aq_on_exception on_row, void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_EXCEPTIONS_OF, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	return walk(&listing, store, statement, err);
}

static enum aq_status read_waiting(struct aq_store *store, sqlite3_stmt *statement,
				   struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	(void)arena;
	(void)err;
	*(struct aq_waiting_total *)row =
		(struct aq_waiting_total){.bucket = (enum aq_bucket)sq_i64(statement, 0),
					  .currency = (aq_currency)sq_u64(statement, 1),
					  .count = sq_u64(statement, 2),
					  .amount = sq_i64(statement, 3)};
	return AQ_OK;
}

enum aq_status aq_store_waiting_totals(struct aq_store *store, struct aq_arena *arena,
				       struct aq_waiting_total **out, size_t *count,
				       struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_waiting_total)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_WAITING_TOTALS, &statement, err);

	if (status < AQ_OK)
		return status;
	status = sq_read_all(store, statement, &results, read_waiting, err);
	*out = (struct aq_waiting_total *)(void *)results.rows;
	*count = results.count;
	return status;
}

static enum aq_status read_total(struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)arena;
	(void)err;
	*(struct aq_exception_total *)row = (struct aq_exception_total){
		.code = (enum aq_code)sq_word_in(store, SQ_CODE, sq_u64(statement, 0)),
		.count = sq_u64(statement, 1),
		.new_count = sq_u64(statement, 2),
	};
	return AQ_OK;
}

enum aq_status aq_store_exception_totals(struct aq_store *store, uint64_t run_no,
					 struct aq_arena *arena, struct aq_exception_total **out,
					 size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena,
				     .bytes_each = sizeof(struct aq_exception_total)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_EXCEPTION_TOTALS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	status = sq_read_all(store, statement, &results, read_total, err);
	*out = (struct aq_exception_total *)(void *)results.rows;
	*count = results.count;
	return status;
}
