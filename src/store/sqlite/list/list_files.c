/*
 * list_files.c - files, their totals and their findings.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "../reading.h"

static enum aq_status read_file(struct aq_store *store, sqlite3_stmt *statement,
				struct aq_file_row *out, struct aq_error *err)
{
	*out = (struct aq_file_row){
		.file_no = sq_u64(statement, 0),
		.run_no = sq_u64(statement, 1),
		.is_open_items = sq_i64(statement, 2) != 0,
		.name = sq_blob(statement, 3),
		.bytes = sq_u64(statement, 5),
		.format = sq_text(statement, 6),
		.profile_hash = sq_text(statement, 7),
		.status = (enum aq_file_status)sq_i64(statement, 8),
		.reason_code = (enum aq_code)sq_word_in(store, SQ_CODE, sq_u64(statement, 9)),
		.reason = sq_text(statement, 10),
		.archive_name = sq_text(statement, 11)};
	if (!sq_sha256(statement, 4, &out->sha256) || (unsigned)out->status > AQ_FILE_WAITING)
		return sq_contradiction(err, "file %llu is damaged",
					(unsigned long long)out->file_no);
	return AQ_OK;
}

static enum aq_status read_finding_counts(struct aq_store *store, struct aq_file_line *line,
					  struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FINDING_COUNTS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, line->file.file_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		int64_t severity = sq_i64(statement, 0);

		if (severity == AQ_SEVERITY_NOTE)
			line->notes = sq_u64(statement, 1);
		else if (severity == AQ_SEVERITY_WARNING)
			line->warnings = sq_u64(statement, 1);
		else
			line->errors += sq_u64(statement, 1);
	}
	return status < AQ_OK ? status : AQ_OK;
}

struct total {
	aq_currency currency;
	enum aq_tally tally;
	uint64_t count;
	int64_t credits, debits;
};

static int compare_totals(const void *one, const void *other)
{
	const struct total *a = one, *b = other;
	int codes = strcmp(aq_currency_code(a->currency), aq_currency_code(b->currency));

	if (codes != 0)
		return codes;
	return (a->tally > b->tally) - (a->tally < b->tally);
}

static enum aq_status read_total(struct aq_store *store, sqlite3_stmt *statement,
				 struct aq_arena *arena, void *row, struct aq_error *err)
{
	struct total *total = row;

	(void)store;
	(void)arena;
	*total = (struct total){.currency = (aq_currency)sq_u64(statement, 0),
				.tally = (enum aq_tally)sq_i64(statement, 1),
				.count = sq_u64(statement, 2),
				.credits = sq_i64(statement, 3),
				.debits = sq_i64(statement, 4)};
	return (unsigned)total->tally < AQ_TALLY_COUNT
		       ? AQ_OK
		       : sq_contradiction(err, "the totals of a file are damaged");
}

static enum aq_status read_totals(struct aq_store *store, uint64_t file_no,
				  struct sq_results *totals, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FILE_TOTALS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file_no);
	return sq_read_all(store, statement, totals, read_total, err);
}

struct listing {
	struct aq_store *store;
	struct aq_arena *arena;
	aq_on_file on_row;
	void *context;
};

/* One call a currency; a file without money has one call. */
static enum aq_status give_file(struct listing *listing, struct aq_file_line *line,
				struct aq_error *err)
{
	struct sq_results results = {.arena = listing->arena, .bytes_each = sizeof(struct total)};
	const struct total *totals;
	enum aq_status status = read_finding_counts(listing->store, line, err);

	if (status >= AQ_OK)
		status = read_totals(listing->store, line->file.file_no, &results, err);
	if (status < AQ_OK)
		return status;
	if (results.count == 0)
		return listing->on_row(listing->context, line, err);
	qsort(results.rows, results.count, sizeof(struct total), compare_totals);
	totals = (const struct total *)(void *)results.rows;
	for (size_t at = 0; at < results.count && status >= AQ_OK; at++) {
		line->currency = totals[at].currency;
		line->counts[totals[at].tally] = totals[at].count;
		line->credits[totals[at].tally] = totals[at].credits;
		line->debits[totals[at].tally] = totals[at].debits;
		if (at + 1 < results.count && totals[at + 1].currency == totals[at].currency)
			continue;
		status = listing->on_row(listing->context, line, err);
		memset(line->counts, 0, sizeof(line->counts));
		memset(line->credits, 0, sizeof(line->credits));
		memset(line->debits, 0, sizeof(line->debits));
	}
	return status;
}

static enum aq_status walk_files(struct listing *listing, sqlite3_stmt *statement,
				 struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(listing->store, statement, err)) == AQ_OK) {
		struct aq_file_line line = {.currency = AQ_CURRENCY_NONE};

		aq_arena_reset(listing->arena);
		status = read_file(listing->store, statement, &line.file, err);
		if (status >= AQ_OK)
			status = give_file(listing, &line, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status list(struct aq_store *store, sqlite3_stmt *statement, aq_on_file on_row,
			   void *context, struct aq_error *err)
{
	struct listing listing = {.store = store, .on_row = on_row, .context = context};
	enum aq_status status = aq_arena_new(&listing.arena, 0, err);

	if (status >= AQ_OK)
		status = walk_files(&listing, statement, err);
	aq_arena_free(listing.arena);
	return status;
}

enum aq_status aq_store_list_files(struct aq_store *store, uint64_t run_no, aq_on_file on_row,
				   void *context, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FILES_OF_RUN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	return list(store, statement, on_row, context, err);
}

enum aq_status aq_store_list_archived(struct aq_store *store, aq_on_file on_row, void *context,
				      struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FILES_ARCHIVED, &statement, err);

	return status < AQ_OK ? status : list(store, statement, on_row, context, err);
}

static enum aq_status give_finding(struct aq_store *store, sqlite3_stmt *statement,
				   aq_on_finding on_row, void *context, struct aq_error *err)
{
	struct aq_finding_line line = {
		.file_no = sq_u64(statement, 0),
		.file = sq_blob(statement, 1),
		.finding = {.code = (enum aq_code)sq_word_in(store, SQ_CODE, sq_u64(statement, 2)),
			    .severity = (enum aq_severity)sq_i64(statement, 3),
			    .at = {sq_u64(statement, 4), (uint32_t)sq_u64(statement, 5)},
			    .record = sq_text(statement, 6),
			    .field = sq_text(statement, 7),
			    .value = sq_text(statement, 8),
			    .message = sq_text(statement, 9)},
	};

	return on_row(context, &line, err);
}

enum aq_status aq_store_list_findings(struct aq_store *store, uint64_t run_no, aq_on_finding on_row,
				      void *context, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FINDINGS_OF_RUN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = give_finding(store, statement, on_row, context, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}
