/*
 * files.c - files, their findings, totals and statements' balances.
 */
#include "acquit/claim.h"
#include "../find/lookups.h"
#include "../sq.h"

static const struct aq_at nowhere = {0, 0};

/* Columns as SQ_FILE_… statements list them. */
static enum aq_status read_file(struct aq_store *store, sqlite3_stmt *statement,
				struct aq_arena *arena, struct aq_file_row *out,
				struct aq_error *err)
{
	struct aq_file_row file = {
		.file_no = sq_u64(statement, 0),
		.run_no = sq_u64(statement, 1),
		.is_open_items = sq_i64(statement, 2) != 0,
		.bytes = sq_u64(statement, 5),
		.status = (enum aq_file_status)sq_i64(statement, 8),
		.reason_code = (enum aq_code)sq_word_in(store, SQ_CODE, sq_u64(statement, 9))};

	if (!sq_sha256(statement, 4, &file.sha256) || (unsigned)file.status > AQ_FILE_WAITING)
		return sq_contradiction(err, "file %llu is damaged",
					(unsigned long long)file.file_no);
	if (!sq_copy(arena, statement, 3, &file.name) ||
	    !sq_copy(arena, statement, 6, &file.format) ||
	    !sq_copy(arena, statement, 7, &file.profile_hash) ||
	    !sq_copy(arena, statement, 10, &file.reason) ||
	    !sq_copy(arena, statement, 11, &file.archive_name))
		return aq_fail_memory(err);
	*out = file;
	return AQ_OK;
}

enum aq_status aq_store_file_find(struct aq_store *store, const struct aq_sha256 *sha256,
				  struct aq_arena *arena, struct aq_file_row *out,
				  struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FILE_TAKEN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_blob(store, statement, 1,
		     (struct aq_slice){(const char *)sha256->bytes, sizeof(sha256->bytes)});
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, nowhere,
			       "no file of these bytes was taken in");
	if (status == AQ_OK) {
		status = read_file(store, statement, arena, out, err);
		sq_done(statement);
	}
	return status;
}

static enum aq_status read_hash(struct aq_store *store, sqlite3_stmt *statement,
				struct aq_arena *arena, void *row, struct aq_error *err)
{
	(void)store;
	(void)arena;
	return sq_sha256(statement, 0, row)
		       ? AQ_OK
		       : sq_contradiction(err, "the hash of a file is damaged");
}

enum aq_status aq_store_loads_after(struct aq_store *store, const struct aq_file_row *file,
				    struct aq_arena *arena, struct aq_sha256 **out, size_t *count,
				    struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(**out)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_LOADS_AFTER, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file->file_no);
	sq_bind_text(store, statement, 2, file->format);
	status = sq_read_all(store, statement, &results, read_hash, err);
	*out = (struct aq_sha256 *)(void *)results.rows;
	*count = results.count;
	return status;
}

enum aq_status aq_store_loads_of_run(struct aq_store *store, const struct aq_file_row *file,
				     uint64_t run_no, bool *out, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_LOADS_OF_RUN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file->file_no);
	sq_bind_text(store, statement, 2, file->format);
	sq_bind_u64(store, statement, 3, run_no);
	status = sq_step(store, statement, err);
	*out = status == AQ_OK;
	if (status == AQ_OK)
		sq_done(statement);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_run_files(struct aq_store *store, uint64_t run_no, struct aq_arena *arena,
				  struct aq_sha256 **out, size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(**out)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_RUN_FILES, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	status = sq_read_all(store, statement, &results, read_hash, err);
	*out = (struct aq_sha256 *)(void *)results.rows;
	*count = results.count;
	return status;
}

/* What is taken in commits with its row, but a refusal is recorded alone, and its
 * file may be met again. */
static enum aq_status is_known(struct aq_store *store, const struct aq_file_row *file, bool *out,
			       struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status;

	*out = false;
	if (file->is_open_items && file->status <= AQ_FILE_PARTIAL)
		return AQ_OK;
	status = sq_use(store, SQ_FILE_SAME, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file->run_no);
	sq_bind_blob(
		store, statement, 2,
		(struct aq_slice){(const char *)file->sha256.bytes, sizeof(file->sha256.bytes)});
	sq_bind_blob(store, statement, 3, file->name);
	sq_bind_i64(store, statement, 4, file->status);
	status = sq_step(store, statement, err);
	*out = status == AQ_OK;
	if (status == AQ_OK)
		sq_done(statement);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_file_add(struct aq_store *store, const struct aq_file_row *file,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	bool known = false;
	enum aq_status status = is_known(store, file, &known, err);

	if (status < AQ_OK || known)
		return status < AQ_OK ? status : AQ_END;
	status = sq_use(store, SQ_FILE_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file->file_no);
	sq_bind_u64(store, statement, 2, file->run_no);
	sq_bind_i64(store, statement, 3, file->is_open_items);
	sq_bind_blob(store, statement, 4, file->name);
	sq_bind_blob(
		store, statement, 5,
		(struct aq_slice){(const char *)file->sha256.bytes, sizeof(file->sha256.bytes)});
	sq_bind_u64(store, statement, 6, file->bytes);
	sq_bind_text(store, statement, 7, file->format);
	sq_bind_text(store, statement, 8, file->profile_hash);
	sq_bind_i64(store, statement, 9, file->status);
	sq_bind_i64(store, statement, 10, sq_word_out(store, SQ_CODE, file->reason_code));
	sq_bind_text(store, statement, 11, file->reason);
	sq_bind_text(store, statement, 12, file->archive_name);
	return sq_run(store, statement, err);
}

static enum aq_status add_finding(struct aq_store *store, uint64_t file_no,
				  const struct aq_finding *finding, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FINDING_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file_no);
	sq_bind_i64(store, statement, 2, sq_word_out(store, SQ_CODE, finding->code));
	sq_bind_i64(store, statement, 3, finding->severity);
	sq_bind_u64(store, statement, 4, finding->at.line);
	sq_bind_i64(store, statement, 5, finding->at.column);
	sq_bind_text(store, statement, 6, finding->record);
	sq_bind_text(store, statement, 7, finding->field);
	sq_bind_text(store, statement, 8, finding->value);
	sq_bind_text(store, statement, 9, finding->message);
	return sq_run(store, statement, err);
}

/* What a collector counted but did not keep is counted here too. */
static enum aq_status add_finding_count(struct aq_store *store, uint64_t file_no,
					enum aq_severity severity, uint64_t count,
					struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status;

	if (count == 0)
		return AQ_OK;
	status = sq_use(store, SQ_FINDING_COUNT_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, file_no);
	sq_bind_i64(store, statement, 2, severity);
	sq_bind_u64(store, statement, 3, count);
	return sq_run(store, statement, err);
}

enum aq_status aq_store_findings_add(struct aq_store *store, uint64_t file_no,
				     const struct aq_findings *findings, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t kept = aq_findings_kept(findings);

	for (size_t at = 0; at < kept && status >= AQ_OK; at++)
		status = add_finding(store, file_no, aq_findings_at(findings, at), err);
	for (unsigned severity = AQ_SEVERITY_NOTE; severity <= AQ_SEVERITY_FATAL && status >= AQ_OK;
	     severity++)
		status = add_finding_count(
			store, file_no, (enum aq_severity)severity,
			aq_findings_count_of(findings, (enum aq_severity)severity), err);
	return status;
}

enum aq_status aq_store_file_totals_add(struct aq_store *store, uint64_t file_no,
					const struct aq_file_total *totals, size_t count,
					struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FILE_TOTAL_ADD, &statement, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		sq_bind_u64(store, statement, 1, file_no);
		sq_bind_i64(store, statement, 2, totals[at].currency);
		sq_bind_i64(store, statement, 3, totals[at].tally);
		sq_bind_u64(store, statement, 4, totals[at].count);
		sq_bind_i64(store, statement, 5, totals[at].credits);
		sq_bind_i64(store, statement, 6, totals[at].debits);
		status = sq_run(store, statement, err);
	}
	return status;
}

static enum aq_status read_statement(struct aq_store *store, sqlite3_stmt *statement,
				     struct aq_arena *arena, void *row, struct aq_error *err)
{
	struct aq_statement_row known = {.file_no = sq_u64(statement, 0),
					 .unit_index = (uint32_t)sq_u64(statement, 1),
					 .line = sq_u64(statement, 2),
					 .currency = (aq_currency)sq_u64(statement, 4),
					 .has_opening = sq_i64(statement, 7) != 0,
					 .opening = sq_i64(statement, 8),
					 .opening_on = sq_date(statement, 9),
					 .has_closing = sq_i64(statement, 10) != 0,
					 .closing = sq_i64(statement, 11),
					 .closing_on = sq_date(statement, 12),
					 .page_first = sq_u64(statement, 13),
					 .page_last = sq_u64(statement, 14),
					 .is_last_page = sq_i64(statement, 15) != 0,
					 .moved = sq_i64(statement, 16)};

	(void)store;
	if (!sq_copy(arena, statement, 3, &known.account) ||
	    !sq_copy(arena, statement, 5, &known.statement_id) ||
	    !sq_copy(arena, statement, 6, &known.sequence) ||
	    !sq_copy(arena, statement, 17, &known.created))
		return aq_fail_memory(err);
	*(struct aq_statement_row *)row = known;
	return AQ_OK;
}

static enum aq_status read_opened(struct aq_store *store, sqlite3_stmt *statement,
				  struct aq_arena *arena, void *row, struct aq_error *err)
{
	enum aq_status status = read_statement(store, statement, arena, row, err);

	if (status >= AQ_OK)
		((struct aq_statement_row *)row)->refused = sq_i64(statement, 18);
	return status;
}

struct statement_of {
	enum sq_statement which;
	struct aq_slice account;
	aq_currency currency;
};

static enum aq_status find_statement(struct aq_store *store, const struct statement_of *of,
				     struct aq_arena *arena, struct aq_statement_row *out,
				     struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, of->which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, of->account);
	sq_bind_i64(store, statement, 2, of->currency);
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return aq_fail(err, AQ_NOT_FOUND, AQ_STORE_ABSENT, nowhere,
			       "no statement of this account is known");
	if (status == AQ_OK) {
		status = read_statement(store, statement, arena, out, err);
		sq_done(statement);
	}
	return status;
}

enum aq_status aq_store_statement_last(struct aq_store *store, struct aq_slice account,
				       aq_currency currency, struct aq_arena *arena,
				       struct aq_statement_row *out, struct aq_error *err)
{
	const struct statement_of of = {SQ_STATEMENT_LAST, account, currency};

	return find_statement(store, &of, arena, out, err);
}

enum aq_status aq_store_statement_first(struct aq_store *store, struct aq_slice account,
					aq_currency currency, struct aq_arena *arena,
					struct aq_statement_row *out, struct aq_error *err)
{
	const struct statement_of of = {SQ_STATEMENT_FIRST, account, currency};

	return find_statement(store, &of, arena, out, err);
}

enum aq_status aq_store_statements_opened(struct aq_store *store,
					  const struct aq_statement_row *row,
					  struct aq_arena *arena, struct aq_statement_row **out,
					  size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(**out)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_STATEMENTS_OPENED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, row->account);
	sq_bind_i64(store, statement, 2, row->currency);
	sq_bind_i64(store, statement, 3, row->opening);
	sq_bind_i64(store, statement, 4, row->opening_on.day);
	sq_bind_i64(store, statement, 5, AQ_TALLY_REFUSED);
	status = sq_read_all(store, statement, &results, read_opened, err);
	*out = (struct aq_statement_row *)(void *)results.rows;
	*count = results.count;
	return status;
}

enum aq_status aq_store_statement_pages(struct aq_store *store, const struct aq_statement_row *row,
					struct aq_arena *arena, struct aq_statement_row **out,
					size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(**out)};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_STATEMENT_PAGES, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, row->account);
	sq_bind_i64(store, statement, 2, row->currency);
	sq_bind_text(store, statement, 3, row->statement_id);
	sq_bind_text(store, statement, 4, row->sequence);
	status = sq_read_all(store, statement, &results, read_statement, err);
	*out = (struct aq_statement_row *)(void *)results.rows;
	*count = results.count;
	return status;
}

enum aq_status aq_store_statement_add(struct aq_store *store, const struct aq_statement_row *row,
				      struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_STATEMENT_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, row->file_no);
	sq_bind_u64(store, statement, 2, row->unit_index);
	sq_bind_u64(store, statement, 3, row->line);
	sq_bind_text(store, statement, 4, row->account);
	sq_bind_i64(store, statement, 5, row->currency);
	sq_bind_text(store, statement, 6, row->statement_id);
	sq_bind_text(store, statement, 7, row->sequence);
	sq_bind_i64(store, statement, 8, row->has_opening);
	sq_bind_i64(store, statement, 9, row->opening);
	sq_bind_i64(store, statement, 10, row->opening_on.day);
	sq_bind_i64(store, statement, 11, row->has_closing);
	sq_bind_i64(store, statement, 12, row->closing);
	sq_bind_i64(store, statement, 13, row->closing_on.day);
	sq_bind_u64(store, statement, 14, row->page_first);
	sq_bind_u64(store, statement, 15, row->page_last);
	sq_bind_i64(store, statement, 16, row->is_last_page);
	sq_bind_i64(store, statement, 17, row->moved);
	sq_bind_text(store, statement, 18, row->created);
	return sq_run(store, statement, err);
}

enum aq_status aq_store_posting_source(struct aq_store *store, struct aq_slice account,
				       enum aq_message seen, enum aq_message *posts,
				       struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_POSTING_SOURCE_FIND, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, account);
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		*posts = (enum aq_message)sq_i64(statement, 0);
		sq_done(statement);
		return AQ_OK;
	}
	if (status >= AQ_OK)
		status = sq_use(store, SQ_POSTING_SOURCE_ADD, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, account);
	sq_bind_i64(store, statement, 2, seen);
	status = sq_run(store, statement, err);
	if (status >= AQ_OK)
		*posts = seen;
	return status;
}
