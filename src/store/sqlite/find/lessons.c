/*
 * lessons.c - what certain applications taught of payers.
 *
 * Promises: of one payer and customer at most LESSONS_MAX rows of either kind are
 * kept, of one payer at most PAYER_MAX: enough to know, and to see that it is
 * nobody's. So a look-up is bounded, however many payments an account has brought.
 */
#include "acquit/store_lessons.h"

#include "acquit/claim.h"
#include "../feed.h"
#include "lookups.h"
#include "../write/told_more.h"

#define LESSONS_MAX   3
#define PAYER_MAX     24
#define OUTLIVED_DAYS 30 /* the newest is moved on when it is older */

enum aq_status aq_store_lessons_any(struct aq_store *store, bool *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_LESSONS_ANY, &statement, err);

	if (status < AQ_OK)
		return status;
	status = sq_step(store, statement, err);
	if (status < AQ_OK)
		return status;
	*out = status == AQ_OK;
	if (*out)
		sq_done(statement);
	return AQ_OK;
}

static void column_lesson(sqlite3_context *context, const struct sq_rows *rows, size_t at,
			  int column)
{
	const struct aq_lesson_row *row = (const struct aq_lesson_row *)rows->rows + at;

	switch (column) {
	case 0:
		sq_give_i64(context, sq_from_hash(row->hash));
		break;
	case 1:
		sq_give_i64(context, row->is_account);
		break;
	case 2:
		sq_give_u64(context, row->customer_no);
		break;
	case 3:
		sq_give_u64(context, row->payment_no);
		break;
	case 4:
		sq_give_i64(context, row->learned_on.day);
		break;
	default:
		sq_give_i64(context, row->kind);
		break;
	}
}

const struct sq_shape sq_shape_lessons = {
	"feed_lessons",
	"CREATE TABLE x(hash, is_account, customer_no, payment_no, learned_on, is_certain)",
	column_lesson,
};

static enum aq_status read_row(struct sq_results *results, sqlite3_stmt *statement,
			       struct aq_error *err)
{
	struct aq_lesson_row *row = sq_results_add(results);

	if (!row)
		return aq_fail_memory(err);
	*row = (struct aq_lesson_row){.hash = sq_to_hash(sq_i64(statement, 0)),
				      .is_account = sq_i64(statement, 1) != 0,
				      .customer_no = sq_u64(statement, 2),
				      .payment_no = sq_u64(statement, 3),
				      .learned_on = sq_date(statement, 4),
				      .kind = (enum aq_lesson_kind)sq_i64(statement, 5)};
	return AQ_OK;
}

/* --- keeping few --- */

struct keeping { /* rows of one hash: those that are kept, and those that come */
	const struct aq_lesson_row *kept;
	size_t kept_count;
	struct aq_lesson_row *added; /* all that are added by the call */
	size_t first, count; /* of this hash, from `first` on */
};

static bool is_alike(const struct aq_lesson_row *one, const struct aq_lesson_row *other)
{
	return one->is_account == other->is_account && one->customer_no == other->customer_no &&
	       one->kind == other->kind;
}

/* How many are alike; the newest of them. */
static size_t count_alike(const struct keeping *keeping, const struct aq_lesson_row *row,
			  struct aq_date *newest)
{
	size_t count = 0;

	for (size_t at = 0; at < keeping->kept_count; at++)
		if (is_alike(&keeping->kept[at], row)) {
			count++;
			if (aq_date_compare(*newest, keeping->kept[at].learned_on) < 0)
				*newest = keeping->kept[at].learned_on;
		}
	for (size_t at = keeping->first; at < keeping->count; at++)
		if (is_alike(&keeping->added[at], row)) {
			count++;
			*newest = keeping->added[at].learned_on;
		}
	return count;
}

static enum aq_status make_room(struct aq_store *store, const struct aq_lesson_row *row,
				struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_LESSON_OUTLIVED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_from_hash(row->hash));
	sq_bind_i64(store, statement, 2, row->is_account);
	sq_bind_u64(store, statement, 3, row->customer_no);
	sq_bind_i64(store, statement, 4, row->kind);
	return sq_run(store, statement, err);
}

static enum aq_status keep(struct aq_store *store, struct keeping *keeping,
			   const struct aq_lesson_row *row, struct aq_error *err)
{
	struct aq_date newest = {0};
	size_t alike = count_alike(keeping, row, &newest);
	enum aq_status status = AQ_OK;

	if (alike >= LESSONS_MAX) {
		if (row->learned_on.day - newest.day < OUTLIVED_DAYS)
			return AQ_OK;
		status = make_room(store, row, err);
	} else if (keeping->kept_count + keeping->count - keeping->first >= PAYER_MAX) {
		return AQ_OK;
	}
	keeping->added[keeping->count++] = *row;
	return status;
}

static enum aq_status read_kept(struct aq_store *store, const struct aq_lesson_row *rows,
				size_t count, struct sq_results *kept, struct aq_error *err)
{
	uint64_t *hashes = aq_arena_take_many(store->scratch, count, sizeof(*hashes));
	struct sq_asking asking = {SQ_LESSONS_KEPT, SQ_FEED_HASHES, hashes, 0};

	if (!hashes)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (asking.count == 0 || hashes[asking.count - 1] != rows[at].hash)
			hashes[asking.count++] = rows[at].hash;
	return sq_collect(store, &asking, kept, read_row, err);
}

enum aq_status aq_store_lessons_add(struct aq_store *store, const struct aq_lesson_row *rows,
				    size_t count, struct aq_error *err)
{
	struct sq_results kept = {.arena = NULL, .bytes_each = sizeof(struct aq_lesson_row)};
	struct keeping keeping = {0};
	size_t at, end = 0;
	enum aq_status status;

	if (count == 0)
		return AQ_OK;
	sq_scratch_begin(store);
	kept.arena = store->scratch;
	keeping.added = aq_arena_take_many(store->scratch, count, sizeof(*rows));
	if (!keeping.added)
		return aq_fail_memory(err);
	status = read_kept(store, rows, count, &kept, err);
	for (at = 0; at < count && status >= AQ_OK; at++) {
		const struct aq_lesson_row *all = (const void *)kept.rows;

		AQ_CLAIM(at == 0 || rows[at - 1].hash <= rows[at].hash);
		if (at == 0 || rows[at - 1].hash != rows[at].hash) {
			while (end < kept.count && all[end].hash < rows[at].hash)
				end++;
			keeping.kept = end < kept.count ? &all[end] : NULL;
			keeping.first = keeping.count;
			for (keeping.kept_count = 0;
			     end < kept.count && all[end].hash == rows[at].hash; end++)
				keeping.kept_count++;
		}
		status = keep(store, &keeping, &rows[at], err);
	}
	if (status < AQ_OK)
		return status;
	return sq_feed_run(store, (struct sq_feeding){SQ_LESSONS_ADD, SQ_FEED_LESSONS},
			   keeping.added, keeping.count, err);
}

enum aq_status aq_store_lessons_find(struct aq_store *store, const uint64_t *hashes, size_t count,
				     struct aq_arena *arena, struct aq_lesson_row **out,
				     size_t *found, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_lesson_row)};
	const struct sq_asking asking = {SQ_LESSONS_FIND, SQ_FEED_HASHES, hashes, count};
	enum aq_status status;

	sq_scratch_begin(store);
	status = sq_collect(store, &asking, &results, read_row, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_lesson_row *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}

/* --- who paid --- */

static enum aq_status read_payer(struct sq_results *results, sqlite3_stmt *statement,
				 struct aq_error *err)
{
	struct aq_payer_text *row = sq_results_add(results);

	if (!row)
		return aq_fail_memory(err);
	row->payment_no = sq_u64(statement, 0);
	return sq_copy(results->arena, statement, 1, &row->payer) &&
			       sq_copy(results->arena, statement, 2, &row->account)
		       ? AQ_OK
		       : aq_fail_memory(err);
}

/* What later deliveries told is weighed against all that the payment's own row tells. */
static enum aq_status read_whole(struct aq_store *store, const uint64_t *payment_nos, size_t count,
				 struct sq_results *results, struct aq_error *err)
{
	struct aq_waiting *payments;
	size_t found;
	enum aq_status status = aq_store_payments_read(store, payment_nos, count, results->arena,
						       &payments, &found, err);

	for (size_t at = 0; status >= AQ_OK && at < found; at++) {
		struct aq_payer_text *row = sq_results_add(results);

		if (!row)
			return aq_fail_memory(err);
		*row = (struct aq_payer_text){payments[at].payment.payment_no,
					      payments[at].payment.payer,
					      payments[at].payment.payer_account};
	}
	return status;
}

/* A night reads the payers of most of its payments, and of many that taught: their
 * texts alone lie closer together than all there is of a payment. */
enum aq_status aq_store_payers(struct aq_store *store, const uint64_t *payment_nos, size_t count,
			       struct aq_arena *arena, struct aq_payer_text **out, size_t *found,
			       struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_payer_text)};
	const struct sq_asking asking = {SQ_PAYER_TEXTS_READ, SQ_FEED_KEYS, payment_nos, count};
	bool is_more_told;
	enum aq_status status = sq_told_more_holds(store, &is_more_told, err);

	if (status < AQ_OK)
		return status;
	sq_scratch_begin(store);
	status = is_more_told ? read_whole(store, payment_nos, count, &results, err)
			      : sq_collect(store, &asking, &results, read_payer, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_payer_text *)(void *)results.rows;
	*found = results.count;
	return AQ_OK;
}

/* --- forgetting --- */

static enum aq_status run_of(struct aq_store *store, enum sq_statement which,
			     const struct aq_lesson_row *of, uint64_t *changes,
			     struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_from_hash(of->hash));
	sq_bind_i64(store, statement, 2, of->is_account);
	sq_bind_u64(store, statement, 3, of->customer_no);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK)
		*changes = (uint64_t)sqlite3_changes64(store->db);
	return status;
}

enum aq_status aq_store_lessons_forget(struct aq_store *store, const struct aq_lesson_row *of,
				       struct aq_forgotten *out, struct aq_error *err)
{
	uint64_t doubted = 0;
	enum aq_status status = AQ_OK;

	if (of->customer_no != 0)
		status = run_of(store, SQ_LESSONS_DOUBT, of, &doubted, err);
	if (status >= AQ_OK)
		status = run_of(store, SQ_LESSONS_FORGET, of, &out->count, err);
	out->has_others = doubted > 0;
	return status;
}
