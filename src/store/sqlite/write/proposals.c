/*
 * proposals.c - acts that wait for a second person, and acts that a night minds.
 *
 * Rows of proposals are deleted when somebody approves or withdraws them; the
 * acts stay.
 */
#include "../reading.h"

enum aq_status aq_store_proposal_add(struct aq_store *store, const struct aq_proposal *proposal,
				     struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PROPOSAL_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, proposal->act_no);
	sq_bind_text(store, statement, 2, proposal->verb);
	sq_bind_text(store, statement, 3, proposal->subject);
	sq_bind_blob(store, statement, 4, proposal->words);
	sq_bind_i64(store, statement, 5, proposal->moves.minor);
	sq_bind_i64(store, statement, 6, proposal->moves.currency);
	sq_bind_blob(store, statement, 7,
		     (struct aq_slice){(const char *)proposal->effect.bytes, AQ_SHA256_BYTES});
	sq_bind_text(store, statement, 8, proposal->for_whom);
	return sq_run(store, statement, err);
}

static bool copy_texts(struct aq_arena *arena, sqlite3_stmt *statement, struct aq_proposal *out)
{
	return sq_copy(arena, statement, 1, &out->verb) &&
	       sq_copy(arena, statement, 2, &out->subject) &&
	       sq_copy(arena, statement, 3, &out->words) &&
	       sq_copy(arena, statement, 7, &out->for_whom) &&
	       sq_copy(arena, statement, 8, &out->act.verb) &&
	       sq_copy(arena, statement, 9, &out->act.by) &&
	       sq_copy(arena, statement, 10, &out->act.why) &&
	       sq_copy(arena, statement, 11, &out->act.target);
}

static enum aq_status read_one(struct aq_store *store, sqlite3_stmt *statement,
			       struct aq_arena *arena, void *row, struct aq_error *err)
{
	struct aq_proposal *out = row;
	struct aq_slice effect = sq_blob(statement, 6), id = sq_blob(statement, 12);

	(void)store;
	*out = (struct aq_proposal){
		.act_no = sq_u64(statement, 0),
		.moves = {sq_i64(statement, 4), (aq_currency)sq_u64(statement, 5)},
		.proposed_on = sq_date(statement, 13)};
	if (effect.length != AQ_SHA256_BYTES ||
	    (id.length != 0 && id.length != sizeof(out->act.payment.bytes)))
		return sq_contradiction(err, "proposal %llu is damaged",
					(unsigned long long)out->act_no);
	memcpy(out->effect.bytes, effect.start, effect.length);
	if (id.length > 0)
		memcpy(out->act.payment.bytes, id.start, id.length);
	return copy_texts(arena, statement, out) ? AQ_OK : aq_fail_memory(err);
}

enum aq_status aq_store_proposals(struct aq_store *store, struct aq_arena *arena,
				  struct aq_proposal **out, size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_proposal)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PROPOSALS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	status = sq_read_all(store, statement, &results, read_one, err);
	*out = (struct aq_proposal *)(void *)results.rows;
	*count = results.count;
	return status;
}

enum aq_status aq_store_proposal_end(struct aq_store *store, uint64_t act_no, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PROPOSAL_END, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, act_no);
	return sq_run(store, statement, err);
}

static enum aq_aside how_aside(sqlite3_stmt *statement)
{
	if (sq_unpack(SQ_PAYMENT_MODE, sq_u64(statement, 3)) != AQ_POSTS_BANK)
		return AQ_ASIDE_ANSWERED;
	if (aq_slice_is(sq_text(statement, 1), "unsettle"))
		return AQ_ASIDE_TAKEN_OFF;
	return aq_slice_is(sq_text(statement, 2), aq_code_name(AQ_POSSIBLE_DOUBLE))
		       ? AQ_ASIDE_NO_SETTLEMENT
		       : AQ_ASIDE_ANSWERED;
}

static enum aq_status read_aside(struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	(void)arena;
	(void)err;
	*(struct aq_set_aside *)row =
		(struct aq_set_aside){sq_u64(statement, 0), how_aside(statement)};
	return AQ_OK;
}

enum aq_status aq_store_set_aside(struct aq_store *store, struct aq_arena *arena,
				  struct aq_set_aside **out, size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(struct aq_set_aside)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_SET_ASIDE_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	status = sq_read_all(store, statement, &results, read_aside, err);
	*out = (struct aq_set_aside *)(void *)results.rows;
	*count = results.count;
	return status;
}
