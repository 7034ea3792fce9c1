/*
 * listing.c - the rows of a run on their way from the store into its sheets.
 *
 * Each CSV file is streamed from one of the store's listings.
 */
#include "listing.h"

#include <stdio.h>

#include "acquit/sorted.h"
#include "rule_rows.h"

/* --- rows --- */

static enum aq_status put_key(struct listing *listing, const char *key, struct aq_slice value,
			      struct aq_error *err)
{
	const struct run_row row = {.key = key, .value = value};

	return sheet_put(&listing->sheet, &row, err);
}

/* What a person decided is a run of its own: who, what and why are said of it. */
static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct listing *listing = context;
	const struct aq_act *act = &line->act;
	char id[AQ_PAYMENT_ID_TEXT_BYTES] = "", number[32];
	enum aq_status status;

	if (line->run_no != listing->order->run->run_no)
		return AQ_OK;
	(void)snprintf(number, sizeof(number), "A%llu", (unsigned long long)line->act_no);
	aq_buffer_clear(&listing->account);
	aq_buffer_add(&listing->account, act->verb);
	aq_buffer_add_text(&listing->account, act->target.length > 0 ? " " : "");
	aq_buffer_add(&listing->account, act->target);
	if (line->payment_no)
		aq_payment_id_print(act->payment, id);
	status = aq_buffer_failed(&listing->account) ? aq_fail_memory(err) : AQ_OK;
	if (status >= AQ_OK)
		status = put_key(listing, "act", aq_slice_of(number), err);
	if (status >= AQ_OK)
		status = put_key(listing, "decided", aq_buffer_slice(&listing->account), err);
	if (status >= AQ_OK)
		status = put_key(listing, "decided_by", act->by, err);
	if (status >= AQ_OK)
		status = put_key(listing, "why", act->why, err);
	if (status >= AQ_OK && act->approved_by.length > 0)
		status = put_key(listing, "approved_by", act->approved_by, err);
	if (status >= AQ_OK && act->approved_by.length > 0)
		status = put_key(listing, "approved_why", act->approved_why, err);
	return status >= AQ_OK && id[0] ? put_key(listing, "payment_id", aq_slice_of(id), err)
					: status;
}

static enum aq_status put_run(struct listing *listing, struct aq_error *err)
{
	const struct aq_run *run = listing->order->run;
	char date[AQ_DATE_TEXT_BYTES], hash[AQ_SHA256_HEX_BYTES];
	enum aq_status status;

	aq_date_print(run->business_date, date);
	aq_sha256_to_hex(&run->settings_hash, hash);
	status = put_key(listing, "run", aq_slice_of(run->id), err);
	if (status >= AQ_OK)
		status = put_key(listing, "business_date", aq_slice_of(date), err);
	if (status >= AQ_OK)
		status = put_key(listing, "version", AQ_SLICE(AQ_VERSION), err);
	if (status >= AQ_OK)
		status = put_key(listing, "settings_sha256", aq_slice_of(hash), err);
	if (status >= AQ_OK)
		status = put_key(listing, "dry_run",
				 listing->order->is_dry ? AQ_SLICE("yes") : AQ_SLICE("no"), err);
	return status < AQ_OK ? status
			      : aq_store_list_acts(listing->store, 0, on_act, listing, err);
}

static enum aq_status on_file(void *context, const struct aq_file_line *line, struct aq_error *err)
{
	struct listing *listing = context;
	uint64_t file_no = line->file.file_no;

	aq_buffer_add(&listing->own_file_nos,
		      (struct aq_slice){(const char *)&file_no, sizeof(file_no)});
	if (aq_buffer_failed(&listing->own_file_nos))
		return aq_fail_memory(err);
	return sheet_put(&listing->sheet, line, err);
}

static enum aq_status on_finding(void *context, const struct aq_finding_line *line,
				 struct aq_error *err)
{
	return sheet_put(&((struct listing *)context)->sheet, line, err);
}

static bool is_file_of_run(const struct listing *listing, uint64_t file_no)
{
	const struct aq_sorted file_nos = {.rows = listing->file_nos->start,
					   .count = listing->file_nos->length / sizeof(file_no),
					   .row_bytes = sizeof(file_no)};

	return aq_sorted_find(file_nos, file_no) != NULL;
}

static enum aq_status on_payment(void *context, const struct aq_payment_line *line,
				 struct aq_error *err)
{
	struct listing *listing = context;
	struct payment_row row = {.line = line};

	if (line->payment.file_no != listing->file_no) {
		listing->file_no = line->payment.file_no;
		listing->is_now = is_file_of_run(listing, listing->file_no);
	}
	row.is_now = listing->is_now;
	if (row.is_now)
		returns_take(&listing->returns, line);
	return sheet_put(&listing->sheet, &row, err);
}

static enum aq_status on_allocation(void *context, const struct aq_allocation_line *line,
				    struct aq_error *err)
{
	return sheet_put(&((struct listing *)context)->sheet, line, err);
}

static enum aq_status on_exception(void *context, const struct aq_exception_line *line,
				   struct aq_error *err)
{
	struct listing *listing = context;
	const struct exception_row row = {.line = line,
					  .business_date = listing->order->run->business_date};

	return sheet_put(&listing->sheet, &row, err);
}

static enum aq_status put_account(struct listing *listing, struct aq_account_ref account,
				  struct aq_slice *out, struct aq_error *err)
{
	aq_buffer_clear(&listing->account);
	aq_account_put(&listing->account, account);
	*out = aq_buffer_slice(&listing->account);
	return aq_buffer_failed(&listing->account) ? aq_fail_memory(err) : AQ_OK;
}

enum aq_status listing_put_journal(struct listing *listing, const struct aq_journal_line *line,
				   struct aq_error *err)
{
	static const struct sheet_part sides = {JOURNAL_ACCOUNT, JOURNAL_CREDIT + 1};
	struct journal_row row = {.line = line};
	enum aq_status status;

	if (listing->entry_no != line->entry_no) {
		listing->entry_no = line->entry_no;
		aq_sha256_to_hex(&line->hash, listing->hash);
	}
	row.hash = (struct aq_slice){listing->hash, AQ_SHA256_HEX_BYTES - 1};
	status = put_account(listing, line->posting.debit, &row.account, err);
	if (status >= AQ_OK)
		status = sheet_put(&listing->sheet, &row, err);
	row.is_credit = true;
	if (status >= AQ_OK)
		status = put_account(listing, line->posting.credit, &row.account, err);
	if (status >= AQ_OK)
		status = sheet_put_like(&listing->sheet, &row, sides, err);
	return status;
}

static enum aq_status on_journal(void *context, const struct aq_journal_line *line,
				 struct aq_error *err)
{
	return listing_put_journal(context, line, err);
}

static enum aq_status on_trial(void *context, const struct aq_trial_line *line,
			       struct aq_error *err)
{
	struct listing *listing = context;
	struct trial_row row = {.line = line};
	enum aq_status status = put_account(listing, line->account, &row.account, err);

	return status < AQ_OK ? status : sheet_put(&listing->sheet, &row, err);
}

static enum aq_status on_aging(void *context, const struct aq_aging_line *line,
			       struct aq_error *err)
{
	return sheet_put(&((struct listing *)context)->sheet, line, err);
}

static enum aq_status on_settlement(void *context, const struct aq_settlement_line *line,
				    struct aq_error *err)
{
	return sheet_put(&((struct listing *)context)->sheet, line, err);
}

static enum aq_status put_waiting(struct listing *listing, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_waiting_total *totals = NULL;
	size_t count = 0;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_waiting_totals(listing->store, arena, &totals, &count, err);
	for (size_t index = 0; index < count && status >= AQ_OK; index++)
		status = sheet_put(&listing->sheet, &totals[index], err);
	aq_arena_free(arena);
	return status;
}

static enum aq_status add_return_days(struct listing *listing, struct aq_error *err)
{
	const struct aq_run *run = listing->order->run;
	const struct aq_ach_order order = {
		.run_no = run->run_no,
		.from = aq_date_add_days(run->business_date, 1 - RETURN_DAYS),
		.to = run->business_date};
	struct aq_arena *arena = NULL;
	struct aq_ach_count *days;
	size_t count = 0;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_ach_counts(listing->store, &order, arena, &days, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		returns_take_days(&listing->returns, &days[at]);
	aq_arena_free(arena);
	return status;
}

static enum aq_status put_returns(struct listing *listing, struct aq_error *err)
{
	enum aq_status status = add_return_days(listing, err);

	for (size_t index = 0; index < listing->returns.count; index++) {
		struct returns_row rows[RETURN_ROWS_MAX];
		size_t count = returns_rows(&listing->returns.list[index], rows);

		for (size_t at = 0; at < count && status >= AQ_OK; at++)
			status = sheet_put(&listing->sheet, &rows[at], err);
	}
	return status;
}

static enum aq_status put_rules(struct listing *listing, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct rule_row *rows = NULL;
	size_t count = 0;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status >= AQ_OK)
		status = rule_rows_read(listing->store, listing->order, arena, &rows, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = sheet_put(&listing->sheet, &rows[at], err);
	aq_arena_free(arena);
	return status;
}

static enum aq_status put_approvals(struct listing *listing, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_proposal *proposals = NULL;
	size_t count = 0;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_proposals(listing->store, arena, &proposals, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		const struct approval_row row = {&proposals[at],
						 listing->order->run->business_date};

		status = sheet_put(&listing->sheet, &row, err);
	}
	aq_arena_free(arena);
	return status;
}

static enum aq_status on_due(void *context, const struct aq_due_line *line, struct aq_error *err)
{
	struct listing *listing = context;
	const struct owed_row row = {line, listing->order->run->business_date};

	return sheet_put(&listing->sheet, &row, err);
}

/* --- sheets --- */

static enum aq_status list(struct listing *listing, enum sheet_id id, struct aq_error *err)
{
	struct aq_store *store = listing->store;
	const struct aq_run *run = listing->order->run;

	switch (id) {
	case SHEET_RUN:
		return put_run(listing, err);
	case SHEET_FILES:
		return aq_store_list_files(store, run->run_no, on_file, listing, err);
	case SHEET_FINDINGS:
		return aq_store_list_findings(store, run->run_no, on_finding, listing, err);
	case SHEET_PAYMENTS:
		return aq_store_list_payments(store, run->run_no, on_payment, listing, err);
	case SHEET_ALLOCATIONS:
		return aq_store_list_allocations(store, run->run_no, on_allocation, listing, err);
	case SHEET_EXCEPTIONS:
		return aq_store_list_exceptions(store, run->run_no, on_exception, listing, err);
	case SHEET_JOURNAL:
		return aq_store_list_journal(store, run->run_no, on_journal, listing, err);
	case SHEET_TRIAL:
		return aq_store_list_trial(store, on_trial, listing, err);
	case SHEET_AGING:
		return aq_store_list_aging(store, run->business_date, on_aging, listing, err);
	case SHEET_SETTLEMENTS:
		return aq_store_list_settlements(store, run->run_no, on_settlement, listing, err);
	case SHEET_WAITING:
		return put_waiting(listing, err);
	case SHEET_RETURNS:
		return put_returns(listing, err);
	case SHEET_RULES:
		return put_rules(listing, err);
	case SHEET_APPROVALS:
		return put_approvals(listing, err);
	case SHEET_OWED:
		return aq_store_list_due(store, 0, on_due, listing, err);
	case SHEET_COUNT:
		break;
	}
	return AQ_OK;
}

static enum aq_status write_one(struct listing *listing, enum sheet_id id, struct aq_error *err)
{
	enum aq_status status =
		sheet_open(&listing->sheet, id, listing->folder, listing->facts, err);

	if (status < AQ_OK)
		return status;
	status = list(listing, id, err);
	if (status < AQ_OK) {
		sheet_drop(&listing->sheet);
		return status;
	}
	return sheet_commit(&listing->sheet, err);
}

enum aq_status listing_write(struct listing *listing, enum sheet_id id, struct aq_error *err)
{
	enum aq_status status = write_one(listing, id, err);

	if (status >= AQ_OK && id == SHEET_PAYMENTS)
		status = write_one(listing, SHEET_RETURNS, err);
	return status;
}

enum aq_status listing_open(struct listing *listing, const struct aq_report_order *order,
			    struct aq_store *store, const struct aq_buffer *file_nos,
			    struct aq_error *err)
{
	enum aq_status status;

	*listing = (struct listing){.order = order, .store = store};
	listing->file_nos = file_nos ? file_nos : &listing->own_file_nos;
	aq_buffer_init(&listing->own_file_nos, 0);
	aq_buffer_init(&listing->account, 0);
	status = aq_folder_open_in(&listing->folder, order->reports, order->name, err);
	return status < AQ_OK ? status : facts_new(&listing->facts, err);
}

void listing_close(struct listing *listing)
{
	facts_free(listing->facts);
	aq_folder_close(listing->folder);
	aq_buffer_free(&listing->account);
	aq_buffer_free(&listing->own_file_nos);
}
