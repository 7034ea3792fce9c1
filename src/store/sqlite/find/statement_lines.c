/*
 * statement_lines.c - what the lines of one statement posted, and who is asked
 * one thing.
 *
 * Design: no index serves this. Payments have rising numbers in the order of
 * files, and of lines in each: the first of a statement is found by halving.
 */
#include "lookups.h"
#include "../rows.h"

/* A line that posts nothing, and is no payment that was known, is no money. */
static bool read_line(sqlite3_stmt *statement, struct aq_statement_line *out)
{
	uint64_t traits = sq_u64(statement, 1);
	bool is_in = sq_unpack(SQ_PAYMENT_DIRECTION, traits) == AQ_MONEY_IN;
	bool is_duplicate = sq_unpack(SQ_PAYMENT_STATUS, traits) == AQ_PAYMENT_DUPLICATE;

	if (sq_unpack(SQ_PAYMENT_MODE, traits) != AQ_POSTS_BANK)
		return false;
	out->payment_no = sq_u64(statement, is_duplicate ? 3 : 0);
	out->amount = is_in ? sq_i64(statement, 2) : -sq_i64(statement, 2);
	out->is_own = !is_duplicate;
	return true;
}

struct place { /* in the order in which payments were taken in */
	uint64_t file_no, line;
};

static enum aq_status place_at(struct aq_store *store, uint64_t payment_no, struct place *out,
			       uint64_t *found, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PAYMENT_PLACE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status;
	*found = sq_u64(statement, 0);
	*out = (struct place){sq_u64(statement, 1), sq_u64(statement, 2)};
	sq_done(statement);
	return AQ_OK;
}

static bool is_before(struct place one, struct place other)
{
	return one.file_no < other.file_no ||
	       (one.file_no == other.file_no && one.line < other.line);
}

/* The first payment that is not before this place. */
static enum aq_status lower_bound(struct aq_store *store, struct place wanted, uint64_t *out,
				  struct aq_error *err)
{
	uint64_t low = 0, high = store->state.next[AQ_NUMBER_PAYMENT], found = 0;
	struct place place;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;
		enum aq_status status = place_at(store, middle, &place, &found, err);

		if (status < AQ_OK)
			return status;
		if (status == AQ_OK && is_before(place, wanted))
			low = found + 1;
		else
			high = middle;
	}
	*out = low;
	return AQ_OK;
}

/* From its line to that of the next statement in the file, or the file's end. */
static enum aq_status find_range(struct aq_store *store, const struct aq_statement_row *of,
				 uint64_t *from, uint64_t *to, struct aq_error *err)
{
	struct place end = {of->file_no + 1, 0};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_STATEMENT_NEXT, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, of->file_no);
	sq_bind_u64(store, statement, 2, of->line);
	status = sq_step(store, statement, err);
	if (status < AQ_OK)
		return status;
	if (status == AQ_OK) {
		if (sq_u64(statement, 0) > 0)
			end = (struct place){of->file_no, sq_u64(statement, 0)};
		sq_done(statement);
	}
	status = lower_bound(store, (struct place){of->file_no, of->line}, from, err);
	return status < AQ_OK ? status : lower_bound(store, end, to, err);
}

static enum aq_status bind(struct aq_store *store, sqlite3_stmt **out,
			   const struct aq_statement_row *of, struct aq_error *err)
{
	uint64_t from, to;
	enum aq_status status = find_range(store, of, &from, &to, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_STATEMENT_LINES, out, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, *out, 1, from);
	sq_bind_u64(store, *out, 2, to);
	sq_bind_u64(store, *out, 3, of->file_no);
	sq_bind_i64(store, *out, 4, of->currency);
	sq_bind_text(store, *out, 5, of->account);
	return AQ_OK;
}

enum aq_status aq_store_statement_lines(struct aq_store *store, const struct aq_statement_row *of,
					struct aq_arena *arena, struct aq_statement_line **out,
					size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(**out)};
	struct aq_statement_line line, *kept;
	sqlite3_stmt *statement;
	enum aq_status status = bind(store, &statement, of, err);

	while (status >= AQ_OK && (status = sq_step(store, statement, err)) == AQ_OK) {
		if (!read_line(statement, &line))
			continue;
		kept = sq_results_add(&results);
		if (!kept) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		*kept = line;
	}
	*out = (struct aq_statement_line *)(void *)results.rows;
	*count = results.count;
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status read_asked(struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	(void)arena;
	(void)err;
	*(struct aq_asked *)row = (struct aq_asked){sq_u64(statement, 0), sq_u64(statement, 1)};
	return AQ_OK;
}

enum aq_status aq_store_asked(struct aq_store *store, enum aq_code code, struct aq_arena *arena,
			      struct aq_asked **out, size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(**out)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ASKED_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_CODE, code));
	status = sq_read_all(store, statement, &results, read_asked, err);
	*out = (struct aq_asked *)(void *)results.rows;
	*count = results.count;
	return status;
}
