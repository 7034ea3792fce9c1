/*
 * runs.c - runs, chained units, acts of people.
 *
 * A run keeps the numbers that were next when it began. Since one run at a time
 * writes, what it brought is a range of each table, and no row needs an index
 * by run.
 */
#include <stdio.h>

#include "acquit/claim.h"
#include "../sq.h"

static const struct aq_at nowhere = {0, 0};

static struct aq_slice hash_slice(const struct aq_sha256 *hash)
{
	return (struct aq_slice){(const char *)hash->bytes, sizeof(hash->bytes)};
}

/* Columns as SQ_RUN_… statements list them; an open run ends where it stands now. */
static enum aq_status read_run(struct aq_store *store, sqlite3_stmt *statement, struct aq_run *out,
			       struct aq_error *err)
{
	struct aq_run run = {.run_no = sq_u64(statement, 0),
			     .business_date = sq_date(statement, 2)};
	struct aq_slice id = sq_text(statement, 1);
	uint64_t entry_from = sq_u64(statement, 7);
	uint64_t entry_to = sq_u64(statement, 8);

	if (id.length >= sizeof(run.id) || !sq_sha256(statement, 3, &run.settings_hash) ||
	    !sq_sha256(statement, 5, &run.head_before) || !sq_sha256(statement, 6, &run.head_after))
		return sq_contradiction(err, "run %llu is damaged", (unsigned long long)run.run_no);
	if (id.length)
		memcpy(run.id, id.start, id.length);
	run.is_closed = sq_i64(statement, 4) != 0;
	if (!run.is_closed)
		entry_to = store->state.next[AQ_NUMBER_ENTRY];
	if (entry_to > entry_from) {
		run.first_entry = entry_from;
		run.last_entry = entry_to - 1;
	}
	*out = run;
	return AQ_OK;
}

static enum aq_status one_run(struct aq_store *store, sqlite3_stmt *statement, struct aq_run *out,
			      struct aq_error *err)
{
	enum aq_status status = sq_step(store, statement, err);

	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, nowhere, "there is no such run");
	if (status == AQ_OK) {
		status = read_run(store, statement, out, err);
		sq_done(statement);
	}
	return status;
}

static enum aq_status next_ordinal(struct aq_store *store, struct aq_date date, int64_t *ordinal,
				   uint64_t *run_no, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_NEXT, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, date.day);
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : sq_contradiction(err, "runs cannot be counted");
	*ordinal = sq_i64(statement, 0);
	*run_no = sq_u64(statement, 1);
	sq_done(statement);
	return AQ_OK;
}

static enum aq_status add_run(struct aq_store *store, struct aq_run *run, int64_t ordinal,
			      struct aq_error *err)
{
	const struct sq_state *state = &store->state;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run->run_no);
	sq_bind_text(store, statement, 2, aq_slice_of(run->id));
	sq_bind_i64(store, statement, 3, run->business_date.day);
	sq_bind_i64(store, statement, 4, ordinal);
	sq_bind_blob(store, statement, 5, hash_slice(&run->settings_hash));
	sq_bind_blob(store, statement, 6, hash_slice(&run->head_before));
	sq_bind_u64(store, statement, 7, state->next[AQ_NUMBER_ENTRY]);
	sq_bind_u64(store, statement, 8, state->next[AQ_NUMBER_PAYMENT]);
	sq_bind_u64(store, statement, 9, state->next[AQ_NUMBER_ALLOCATION]);
	return sq_run(store, statement, err);
}

static enum aq_status begin_run(struct aq_store *store, struct aq_run *run, struct aq_error *err)
{
	char date[AQ_DATE_TEXT_BYTES];
	int64_t ordinal = 0;
	enum aq_status status =
		next_ordinal(store, run->business_date, &ordinal, &run->run_no, err);
	int bytes;

	if (status < AQ_OK)
		return status;
	aq_date_print(run->business_date, date);
	bytes = snprintf(run->id, sizeof(run->id), "%s.%lld", date, (long long)ordinal);
	if (bytes < 0 || (size_t)bytes >= sizeof(run->id))
		return sq_contradiction(err, "there are too many runs on %s", date);
	run->head_before = store->state.head;
	return add_run(store, run, ordinal, err);
}

enum aq_status aq_store_run_begin(struct aq_store *store, struct aq_date date,
				  const struct aq_sha256 *settings_hash, struct aq_run *out,
				  struct aq_error *err)
{
	struct aq_run run = {.business_date = date, .settings_hash = *settings_hash};
	enum aq_status status = sq_own_begin(store, err);

	if (status < AQ_OK)
		return status;
	status = sq_own_end(store, begin_run(store, &run, err), err);
	if (status >= AQ_OK)
		*out = run;
	return status;
}

enum aq_status aq_store_run_interrupted(struct aq_store *store, struct aq_run *out,
					struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_OPEN, &statement, err);

	return status < AQ_OK ? status : one_run(store, statement, out, err);
}

enum aq_status aq_store_run_find(struct aq_store *store, struct aq_slice id, struct aq_run *out,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use(store, id.length ? SQ_RUN_BY_ID : SQ_RUN_NEWEST, &statement, err);

	if (status < AQ_OK)
		return status;
	if (id.length)
		sq_bind_text(store, statement, 1, id);
	return one_run(store, statement, out, err);
}

enum aq_status aq_store_run_night(struct aq_store *store, struct aq_run *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_NIGHT, &statement, err);

	return status < AQ_OK ? status : one_run(store, statement, out, err);
}

enum aq_status aq_store_list_runs(struct aq_store *store, aq_on_run on_row, void *context,
				  struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUNS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_run run;

		status = read_run(store, statement, &run, err);
		if (status >= AQ_OK)
			status = on_row(context, &run, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status close_run(struct aq_store *store, struct aq_run *run, struct aq_error *err)
{
	const struct sq_state *state = &store->state;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_CLOSE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run->run_no);
	sq_bind_blob(store, statement, 2, hash_slice(&state->head));
	sq_bind_u64(store, statement, 3, state->next[AQ_NUMBER_ENTRY]);
	sq_bind_u64(store, statement, 4, state->next[AQ_NUMBER_PAYMENT]);
	sq_bind_u64(store, statement, 5, state->next[AQ_NUMBER_ALLOCATION]);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK && sqlite3_changes64(store->db) != 1)
		return sq_contradiction(err, "run %s is not open", run->id);
	return status;
}

enum aq_status aq_store_run_close(struct aq_store *store, struct aq_run *run, struct aq_error *err)
{
	struct aq_run closed;
	char id[AQ_RUN_ID_BYTES];
	enum aq_status status = sq_own_begin(store, err);

	if (status < AQ_OK)
		return status;
	status = sq_own_end(store, close_run(store, run, err), err);
	if (status < AQ_OK)
		return status;
	memcpy(id, run->id, sizeof(id));
	status = aq_store_run_find(store, aq_slice_of(id), &closed, err);
	if (status >= AQ_OK)
		*run = closed;
	return status;
}

static enum aq_status forget_run(struct aq_store *store, const struct aq_run *run,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_FORGET, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run->run_no);
	return sq_run(store, statement, err);
}

enum aq_status aq_store_run_forget(struct aq_store *store, struct aq_run *run, struct aq_error *err)
{
	enum aq_status status = sq_own_begin(store, err);

	if (status < AQ_OK)
		return status;
	return sq_own_end(store, forget_run(store, run, err), err);
}

enum aq_status aq_store_unit_add(struct aq_store *store, const struct aq_unit_row *unit,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	uint64_t unit_no;
	enum aq_status status = sq_next(store, SQ_NEXT_UNIT, 1, &unit_no, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_UNIT_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, unit_no);
	sq_bind_u64(store, statement, 2, unit->run_no);
	sq_bind_text(store, statement, 3, unit->name);
	sq_bind_blob(store, statement, 4, hash_slice(&unit->root));
	sq_bind_blob(store, statement, 5, hash_slice(&unit->head));
	sq_bind_u64(store, statement, 6, unit->first_entry);
	sq_bind_u64(store, statement, 7, unit->last_entry);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK)
		store->state.head = unit->head;
	return status;
}

enum aq_status aq_store_act_add(struct aq_store *store, const struct aq_act_row *act,
				uint64_t *act_no, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ACT_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, act->run_no);
	sq_bind_text(store, statement, 2, act->verb);
	sq_bind_text(store, statement, 3, act->by);
	sq_bind_text(store, statement, 4, act->why);
	sq_bind_text(store, statement, 5, act->target);
	sq_bind_u64(store, statement, 6, act->payment_no);
	sq_bind_text(store, statement, 7, act->approved_by);
	sq_bind_text(store, statement, 8, act->approved_why);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK && act_no)
		*act_no = (uint64_t)sqlite3_last_insert_rowid(store->db);
	return status;
}

static enum aq_status read_act(sqlite3_stmt *statement, struct aq_act_line *out,
			       struct aq_error *err)
{
	struct aq_slice id = sq_blob(statement, 5), run = sq_text(statement, 6);
	bool has_payment = sq_i64(statement, 7) != 0;

	*out = (struct aq_act_line){.run_no = sq_u64(statement, 0),
				    .act_no = sq_u64(statement, 10),
				    .payment_no = sq_u64(statement, 7),
				    .business_date = sq_date(statement, 11),
				    .act = {.verb = sq_text(statement, 1),
					    .by = sq_text(statement, 2),
					    .why = sq_text(statement, 3),
					    .target = sq_text(statement, 4),
					    .approved_by = sq_text(statement, 8),
					    .approved_why = sq_text(statement, 9)}};
	if (id.length != (has_payment ? sizeof(out->act.payment.bytes) : 0) || run.length == 0 ||
	    run.length >= sizeof(out->run))
		return sq_contradiction(err, "the act of run %llu is damaged",
					(unsigned long long)out->run_no);
	if (has_payment)
		memcpy(out->act.payment.bytes, id.start, id.length);
	memcpy(out->run, run.start, run.length);
	return AQ_OK;
}

enum aq_status aq_store_list_acts(struct aq_store *store, uint64_t payment_no, aq_on_act on_row,
				  void *context, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ACTS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_act_line line;

		status = read_act(statement, &line, err);
		if (status >= AQ_OK)
			status = on_row(context, &line, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_apart_add(struct aq_store *store, uint64_t payment_no, uint64_t item_no,
				  struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_APART_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, payment_no);
	sq_bind_u64(store, statement, 2, item_no);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK)
		store->state.apart += (uint64_t)sqlite3_changes64(store->db);
	return status;
}
