/*
 * write.c - everything a run leaves in reports/NAME.
 *
 * Each CSV file is streamed from the store's listings, whole or not at all; the
 * page and summary.json are made of the rows that went by. `latest` is pointed
 * at the run when all of it lies there.
 */
#include <pthread.h>
#include <signal.h>

#include "acquit/report.h"

#include "latest.h"
#include "page.h"
#include "sheet.h"
#include "summary.h"

struct writing {
	const struct aq_report_order *order;
	struct aq_store *store; /* the order's, or the one beside it */
	struct aq_folder *folder;
	struct facts *facts;
	struct sheet sheet; /* the one in hand */
	struct aq_buffer file_nos; /* uint64_t each, rising: files of this run */
	uint64_t file_no; /* asked about last */
	bool is_now;
	struct aq_buffer account;
	struct aq_buffer reference, remittance; /* of the payment in question */
	uint64_t entry_no; /* whose hash is in `hash` */
	char hash[AQ_SHA256_HEX_BYTES];
};

/* --- rows --- */

static enum aq_status put_key(struct writing *writing, const char *key, struct aq_slice value,
			      struct aq_error *err)
{
	const struct run_row row = {.key = key, .value = value};

	return sheet_put(&writing->sheet, &row, err);
}

static enum aq_status put_run(struct writing *writing, struct aq_error *err)
{
	const struct aq_run *run = writing->order->run;
	char date[AQ_DATE_TEXT_BYTES], hash[AQ_SHA256_HEX_BYTES];
	enum aq_status status;

	aq_date_print(run->business_date, date);
	aq_sha256_to_hex(&run->settings_hash, hash);
	status = put_key(writing, "run", aq_slice_of(run->id), err);
	if (status >= AQ_OK)
		status = put_key(writing, "business_date", aq_slice_of(date), err);
	if (status >= AQ_OK)
		status = put_key(writing, "version", AQ_SLICE(AQ_VERSION), err);
	if (status >= AQ_OK)
		status = put_key(writing, "settings_sha256", aq_slice_of(hash), err);
	if (status >= AQ_OK)
		status = put_key(writing, "dry_run",
				 writing->order->is_dry ? AQ_SLICE("yes") : AQ_SLICE("no"), err);
	return status;
}

static enum aq_status on_file(void *context, const struct aq_file_line *line, struct aq_error *err)
{
	struct writing *writing = context;
	uint64_t file_no = line->file.file_no;

	aq_buffer_add(&writing->file_nos,
		      (struct aq_slice){(const char *)&file_no, sizeof(file_no)});
	if (aq_buffer_failed(&writing->file_nos))
		return aq_fail_memory(err);
	return sheet_put(&writing->sheet, line, err);
}

static enum aq_status on_finding(void *context, const struct aq_finding_line *line,
				 struct aq_error *err)
{
	return sheet_put(&((struct writing *)context)->sheet, line, err);
}

static bool is_file_of_run(const struct writing *writing, uint64_t file_no)
{
	size_t low = 0, high = writing->file_nos.length / sizeof(file_no);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint64_t other;

		memcpy(&other, writing->file_nos.start + middle * sizeof(other), sizeof(other));
		if (other == file_no)
			return true;
		if (other < file_no)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static enum aq_status on_payment(void *context, const struct aq_payment_line *line,
				 struct aq_error *err)
{
	struct writing *writing = context;
	struct payment_row row = {.line = line};

	if (line->payment.file_no != writing->file_no) {
		writing->file_no = line->payment.file_no;
		writing->is_now = is_file_of_run(writing, writing->file_no);
	}
	row.is_now = writing->is_now;
	return sheet_put(&writing->sheet, &row, err);
}

static enum aq_status on_allocation(void *context, const struct aq_allocation_line *line,
				    struct aq_error *err)
{
	return sheet_put(&((struct writing *)context)->sheet, line, err);
}

static enum aq_status on_asked(void *context, const struct aq_payment_line *line,
			       struct aq_error *err)
{
	struct writing *writing = context;

	aq_buffer_add(&writing->reference, line->payment.reference);
	aq_buffer_add(&writing->remittance, line->payment.text);
	if (aq_buffer_failed(&writing->reference) || aq_buffer_failed(&writing->remittance))
		return aq_fail_memory(err);
	return AQ_OK;
}

/* What the payer wrote is what a person needs most. */
static enum aq_status on_exception(void *context, const struct aq_exception_line *line,
				   struct aq_error *err)
{
	struct writing *writing = context;
	struct exception_row row = {.line = line,
				    .business_date = writing->order->run->business_date};
	enum aq_status status = AQ_OK;

	aq_buffer_clear(&writing->reference);
	aq_buffer_clear(&writing->remittance);
	if (line->payment_no)
		status = aq_store_payment_lines(writing->store, &line->payment_no, 1, on_asked,
						writing, err);
	if (status < AQ_OK)
		return status;
	row.reference = aq_buffer_slice(&writing->reference);
	row.remittance = aq_buffer_slice(&writing->remittance);
	return sheet_put(&writing->sheet, &row, err);
}

static enum aq_status put_account(struct writing *writing, struct aq_account_ref account,
				  struct aq_slice *out, struct aq_error *err)
{
	aq_buffer_clear(&writing->account);
	aq_account_put(&writing->account, account);
	*out = aq_buffer_slice(&writing->account);
	return aq_buffer_failed(&writing->account) ? aq_fail_memory(err) : AQ_OK;
}

/* A posting is two rows, its debit first. */
static enum aq_status on_journal(void *context, const struct aq_journal_line *line,
				 struct aq_error *err)
{
	struct writing *writing = context;
	struct journal_row row = {.line = line};
	enum aq_status status;

	if (writing->entry_no != line->entry_no) {
		writing->entry_no = line->entry_no;
		aq_sha256_to_hex(&line->hash, writing->hash);
	}
	row.hash = (struct aq_slice){writing->hash, AQ_SHA256_HEX_BYTES - 1};
	status = put_account(writing, line->posting.debit, &row.account, err);
	if (status >= AQ_OK)
		status = sheet_put(&writing->sheet, &row, err);
	row.is_credit = true;
	if (status >= AQ_OK)
		status = put_account(writing, line->posting.credit, &row.account, err);
	if (status >= AQ_OK)
		status = sheet_put(&writing->sheet, &row, err);
	return status;
}

static enum aq_status on_trial(void *context, const struct aq_trial_line *line,
			       struct aq_error *err)
{
	struct writing *writing = context;
	struct trial_row row = {.line = line};
	enum aq_status status = put_account(writing, line->account, &row.account, err);

	return status < AQ_OK ? status : sheet_put(&writing->sheet, &row, err);
}

static enum aq_status on_aging(void *context, const struct aq_aging_line *line,
			       struct aq_error *err)
{
	return sheet_put(&((struct writing *)context)->sheet, line, err);
}

static enum aq_status on_settlement(void *context, const struct aq_settlement_line *line,
				    struct aq_error *err)
{
	return sheet_put(&((struct writing *)context)->sheet, line, err);
}

static enum aq_status put_waiting(struct writing *writing, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_waiting_total *totals = NULL;
	size_t count = 0;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_waiting_totals(writing->store, arena, &totals, &count, err);
	for (size_t index = 0; index < count && status >= AQ_OK; index++)
		status = sheet_put(&writing->sheet, &totals[index], err);
	aq_arena_free(arena);
	return status;
}

/* --- sheets --- */

static enum aq_status list(struct writing *writing, enum sheet_id id, struct aq_error *err)
{
	struct aq_store *store = writing->store;
	const struct aq_run *run = writing->order->run;

	switch (id) {
	case SHEET_RUN:
		return put_run(writing, err);
	case SHEET_FILES:
		return aq_store_list_files(store, run->run_no, on_file, writing, err);
	case SHEET_FINDINGS:
		return aq_store_list_findings(store, run->run_no, on_finding, writing, err);
	case SHEET_PAYMENTS:
		return aq_store_list_payments(store, run->run_no, on_payment, writing, err);
	case SHEET_ALLOCATIONS:
		return aq_store_list_allocations(store, run->run_no, on_allocation, writing, err);
	case SHEET_EXCEPTIONS:
		return aq_store_list_exceptions(store, run->run_no, on_exception, writing, err);
	case SHEET_JOURNAL:
		return aq_store_list_journal(store, run->run_no, on_journal, writing, err);
	case SHEET_TRIAL:
		return aq_store_list_trial(store, on_trial, writing, err);
	case SHEET_AGING:
		return aq_store_list_aging(store, run->business_date, on_aging, writing, err);
	case SHEET_SETTLEMENTS:
		return aq_store_list_settlements(store, run->run_no, on_settlement, writing, err);
	case SHEET_WAITING:
		return put_waiting(writing, err);
	case SHEET_COUNT:
		break;
	}
	return AQ_OK;
}

static enum aq_status write_sheet(struct writing *writing, enum sheet_id id, struct aq_error *err)
{
	enum aq_status status =
		sheet_open(&writing->sheet, id, writing->folder, writing->facts, err);

	if (status < AQ_OK)
		return status;
	status = list(writing, id, err);
	if (status < AQ_OK) {
		sheet_drop(&writing->sheet);
		return status;
	}
	return sheet_commit(&writing->sheet, err);
}

static enum aq_status writing_open(struct writing *writing, const struct aq_report_order *order,
				   struct aq_store *store, struct aq_error *err)
{
	enum aq_status status;

	*writing = (struct writing){.order = order, .store = store};
	aq_buffer_init(&writing->file_nos, 0);
	aq_buffer_init(&writing->account, 0);
	aq_buffer_init(&writing->reference, 0);
	aq_buffer_init(&writing->remittance, 0);
	status = aq_folder_open_in(&writing->folder, order->reports, order->name, err);
	return status < AQ_OK ? status : facts_new(&writing->facts, err);
}

static void writing_close(struct writing *writing)
{
	facts_free(writing->facts);
	aq_folder_close(writing->folder);
	aq_buffer_free(&writing->remittance);
	aq_buffer_free(&writing->reference);
	aq_buffer_free(&writing->account);
	aq_buffer_free(&writing->file_nos);
}

/* The journal is as long as all other sheets together, and none of them looks
 * at it: it is written by a thread of its own, from a store of its own. */
struct beside {
	struct writing writing;
	pthread_t thread;
	bool is_running;
	enum aq_status status;
	struct aq_error err;
};

static void *write_beside(void *context)
{
	struct beside *beside = context;

	beside->status = write_sheet(&beside->writing, SHEET_JOURNAL, &beside->err);
	return NULL;
}

/* Signals are for the thread that runs the night. Where no thread can be had,
 * the journal is written when it is waited for. */
static void beside_start(struct beside *beside)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	beside->is_running = pthread_create(&beside->thread, NULL, write_beside, beside) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static enum aq_status beside_join(struct beside *beside, struct facts *facts, struct aq_error *err)
{
	if (beside->is_running)
		(void)pthread_join(beside->thread, NULL);
	else
		(void)write_beside(beside);
	if (beside->status < AQ_OK) {
		*err = beside->err;
		return beside->status;
	}
	return facts_adopt(facts, beside->writing.facts, SHEET_JOURNAL, err);
}

static enum aq_status write_sheets(struct writing *writing, bool has_beside, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (int id = 0; id < SHEET_COUNT && status >= AQ_OK; id++)
		if (id != SHEET_JOURNAL || !has_beside)
			status = write_sheet(writing, (enum sheet_id)id, err);
	return status;
}

static enum aq_status write_all(struct writing *writing, struct aq_error *err)
{
	struct aq_store *store = writing->order->beside;
	struct beside beside = {.status = AQ_OK};
	struct aq_error ignored;
	enum aq_status status = AQ_OK;

	if (!store)
		return write_sheets(writing, false, err);
	status = writing_open(&beside.writing, writing->order, store, err);
	if (status >= AQ_OK) {
		beside_start(&beside);
		status = write_sheets(writing, true, err);
		if (status >= AQ_OK)
			status = beside_join(&beside, writing->facts, err);
		else
			(void)beside_join(&beside, writing->facts, &ignored);
	}
	writing_close(&beside.writing);
	return status;
}

enum aq_status aq_report_write(const struct aq_report_order *order,
			       struct aq_report_summary *summary, struct aq_error *err)
{
	struct writing writing;
	enum aq_status status = writing_open(&writing, order, order->store, err);

	if (status >= AQ_OK)
		status = write_all(&writing, err);
	if (status >= AQ_OK)
		status = page_write(writing.facts, writing.folder, err);
	if (status >= AQ_OK && !order->is_dry && !order->is_act)
		status = latest_point(order->reports, order->name, err);
	if (status >= AQ_OK && summary)
		summary_of(writing.facts, summary);
	writing_close(&writing);
	return status < AQ_OK ? status : AQ_OK;
}
