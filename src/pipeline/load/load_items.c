/*
 * load_items.c - one open-items file, one transaction: rows become items, what
 * they are owed becomes entries.
 *
 * Promises: receivable equals the open items after every load. Bad rows lie in
 * rejected/NAME.rows.csv, the others are loaded.
 */
#include "load_keys.h"
#include "../job.h"

#include "acquit/claim.h"
#include "acquit/log.h"

#define LOAD_CURRENCIES_MAX 64

struct billed { /* what a load bills, by currency */
	aq_currency currency;
	int64_t amount;
};

struct loading { /* one file, or the instalments of one night */
	struct job *job;
	struct file_work work;
	struct aq_load *load;
	struct aq_arena *arena; /* of one batch */
	struct aq_buffer rejected;
	struct aq_buffer name;
	struct unit_chain chain;
	struct billed billed[LOAD_CURRENCIES_MAX];
	size_t billed_count;
	bool came_before; /* the same bytes: a duplicate if they change nothing */
	uint64_t changed_rows;
	uint64_t unfindable_count;
};

static const struct aq_at nowhere = {0, 0};

static enum aq_status add_billed(struct loading *loading, aq_currency currency, int64_t amount,
				 struct aq_error *err)
{
	size_t index;

	for (index = 0; index < loading->billed_count; index++)
		if (loading->billed[index].currency == currency)
			break;
	if (index == LOAD_CURRENCIES_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, nowhere,
			       "more than %d currencies in one file", LOAD_CURRENCIES_MAX);
	if (index == loading->billed_count)
		loading->billed[loading->billed_count++] = (struct billed){.currency = currency};
	if (!aq_minor_add(loading->billed[index].amount, amount, &loading->billed[index].amount))
		return aq_fail(err, AQ_BAD_FILE, AQ_BASE_LIMIT, nowhere,
			       "the amounts owed sum beyond %lld", (long long)INT64_MAX);
	return AQ_OK;
}

/* receivable | billed, or the sides exchanged for a negative amount. */
static enum aq_status post_billed(struct loading *loading, enum aq_event event,
				  const struct aq_posting *what, int64_t amount,
				  struct aq_error *err)
{
	struct job *job = loading->job;
	struct aq_posting posting = *what;
	struct aq_entry entry;
	enum aq_status status;

	if (amount == 0)
		return AQ_OK;
	AQ_CLAIM(amount != INT64_MIN);
	posting.debit.account = amount > 0 ? AQ_ACCOUNT_RECEIVABLE : AQ_ACCOUNT_BILLED;
	posting.credit.account = amount > 0 ? AQ_ACCOUNT_BILLED : AQ_ACCOUNT_RECEIVABLE;
	posting.amount = amount > 0 ? amount : -amount;
	status = aq_entry_simple(&entry, event, job->run.business_date, &posting, loading->arena,
				 err);
	if (status >= AQ_OK)
		status = unit_chain_entry(job, &loading->chain, &entry, (struct aq_slice){NULL, 0},
					  err);
	if (status >= AQ_OK)
		status = aq_store_entries_add(job->store, job->run.run_no, &entry, 1, err);
	return status;
}

static enum aq_status post_sums(struct loading *loading, enum aq_event event, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t index;

	for (index = 0; index < loading->billed_count && status >= AQ_OK; index++) {
		struct aq_posting what = {.currency = loading->billed[index].currency};

		status = post_billed(loading, event, &what, loading->billed[index].amount, err);
	}
	return status;
}

static enum aq_status post_change(struct loading *loading, enum aq_event event,
				  const struct aq_row_change *change, struct aq_error *err)
{
	struct aq_posting what = {.currency = change->currency,
				  .customer_no = change->customer_no,
				  .customer = change->customer,
				  .item_no = change->item_no,
				  .target = change->target};

	return post_billed(loading, event, &what, change->billed, err);
}

static enum aq_status take_change(struct loading *loading, const struct aq_row_change *change,
				  struct aq_slice raw, struct aq_error *err)
{
	struct aq_load_refusal refusal = {.line = change->line,
					  .code = change->refusal,
					  .field = change->field,
					  .value = change->value,
					  .raw = raw};
	const struct load_tools tools = {loading->arena, loading->work.findings};
	enum aq_status status = AQ_OK;

	if (change->refusal != AQ_CODE_NONE) {
		aq_load_reject(loading->load, &refusal);
		return AQ_OK;
	}
	if (change->is_new || change->is_changed)
		loading->changed_rows++;
	if (change->open_differs)
		aq_findings_say(loading->work.findings, AQ_LOAD_OPEN_DIFFERS,
				(struct aq_at){change->line, 0}, AQ_SLICE("open_amount"),
				change->target,
				"the file says another open amount than the ledger, which stands");
	if (change->is_new)
		status = add_billed(loading, change->currency, change->billed, err);
	else
		status = post_change(loading, AQ_EVENT_BILL_CHANGED, change, err);
	if (status >= AQ_OK && change->excess != 0)
		status = move_excess(loading->job, &loading->chain, change, &tools, err);
	else if (status >= AQ_OK && change->billed > 0 && change->open > 0 && !change->is_new)
		status =
			put_back_fallen(loading->job, &loading->chain, change, loading->arena, err);
	return status;
}

/* A payer who writes such a number is not understood. */
static void warn_unfindable(struct loading *loading, const struct load_keys *keys,
			    const struct aq_row_change *changes)
{
	for (size_t index = 0; index < keys->unfindable_count && index < LOAD_UNFINDABLE_MAX &&
			       loading->unfindable_count + index < LOAD_UNFINDABLE_MAX;
	     index++) {
		const struct load_unfindable *one = &keys->unfindable[index];

		if (changes[one->row_index].refusal != AQ_CODE_NONE)
			continue;
		aq_findings_say(
			loading->work.findings, AQ_LOAD_UNFINDABLE,
			(struct aq_at){changes[one->row_index].line, 0}, aq_slice_of(one->field),
			one->number,
			"a number in a payer's text counts from %d characters on, with a digit",
			AQ_TOKEN_LENGTH_MIN);
	}
	loading->unfindable_count += keys->unfindable_count;
}

static void warn_of_more(struct loading *loading)
{
	if (loading->unfindable_count > LOAD_UNFINDABLE_MAX)
		aq_findings_say(loading->work.findings, AQ_LOAD_UNFINDABLE, nowhere,
				AQ_SLICE("numbers"), (struct aq_slice){NULL, 0},
				"%llu more numbers are as short, or have no digit",
				(unsigned long long)loading->unfindable_count -
					LOAD_UNFINDABLE_MAX);
}

static enum aq_status on_rows(void *context, const struct aq_loaded *loaded, struct aq_error *err)
{
	struct loading *loading = context;
	struct job *job = loading->job;
	struct aq_row_change *changes;
	struct load_keys keys;
	struct aq_rows rows;
	enum aq_status status;
	size_t index;

	aq_arena_reset(loading->arena);
	status = load_keys_make(&keys, loaded, aq_store_siphash_key(job->store), loading->arena,
				err);
	if (status < AQ_OK)
		return status;
	changes = aq_arena_take_many(loading->arena, loaded->count, sizeof(*changes));
	if (!changes)
		return aq_fail_memory(err);
	rows = (struct aq_rows){.table = loaded->table,
				.run_no = job->run.run_no,
				.file_no = loading->work.row.file_no,
				.is_snapshot = job->home->settings.is_snapshot,
				.rows = loaded->rows,
				.count = loaded->count,
				.numbers = keys.numbers,
				.number_count = keys.number_count,
				.names = keys.names,
				.name_count = keys.name_count};
	status = aq_store_load_rows(job->store, &rows, loading->arena, changes, err);
	for (index = 0; index < loaded->count && status >= AQ_OK; index++)
		status = take_change(loading, &changes[index], loaded->raws[index], err);
	if (status >= AQ_OK)
		warn_unfindable(loading, &keys, changes);
	return status;
}

static enum aq_status close_absent(struct loading *loading, struct aq_error *err)
{
	struct aq_row_change *changes;
	size_t count, index;
	enum aq_status status;

	if (!loading->job->home->settings.is_snapshot ||
	    aq_load_table(loading->load) != AQ_TABLE_INVOICES)
		return AQ_OK;
	/* An empty file, or one whose rows were refused in part, is no picture of
	 * all that is open. */
	if (aq_load_rows_read(loading->load) == 0 || aq_load_rows_refused(loading->load) > 0) {
		aq_findings_say(loading->work.findings, AQ_RUN_SNAPSHOT_KEPT, nowhere,
				AQ_SLICE("invoices"), (struct aq_slice){NULL, 0},
				"no invoice was closed: the file has no rows, or some of them were "
				"refused");
		return AQ_OK;
	}
	aq_arena_reset(loading->arena);
	status = aq_store_snapshot_close(loading->job->store, loading->work.row.file_no,
					 loading->arena, &changes, &count, err);
	if (status >= AQ_OK)
		loading->changed_rows += count;
	for (index = 0; index < count && status >= AQ_OK; index++)
		status = post_change(loading, AQ_EVENT_BILL_CLOSED, &changes[index], err);
	return status;
}

static enum aq_status read_all(struct loading *loading, struct aq_error *err)
{
	struct aq_slice piece;
	enum aq_status status;

	do {
		status = job_check_stop(err);
		if (status >= AQ_OK)
			status = aq_source_next(loading->work.source, &piece, err);
		if (status == AQ_OK)
			status = aq_load_feed(loading->load, piece, err);
	} while (status == AQ_OK);
	return status < AQ_OK ? status : aq_load_finish(loading->load, err);
}

static enum aq_status begin(struct loading *loading, struct aq_error *err)
{
	struct job *job = loading->job;
	struct aq_archive_order order = {.archive = job->folders.archive,
					 .claim = loading->work.claim,
					 .on = job->run.business_date,
					 .unwrapped = loading->work.facts.unwrapped,
					 .is_compressed = loading->work.facts.is_compressed};
	const struct aq_load_sink sink = {.context = loading, .rows = on_rows};
	char hash[AQ_SHA256_HEX_BYTES];
	enum aq_status status = AQ_OK;

	if (!job->order->is_dry)
		status = aq_archive_start(&loading->work.archiving, &order, err);
	if (status >= AQ_OK)
		status = aq_store_reserve(job->store, AQ_NUMBER_FILE, 1, &loading->work.row.file_no,
					  err);
	if (status < AQ_OK)
		return status;
	aq_sha256_to_hex(&loading->work.facts.unwrapped, hash);
	aq_buffer_print(&loading->name, "load %s", hash);
	if (aq_buffer_failed(&loading->name))
		return aq_fail_memory(err);
	status = unit_chain_begin(job, &loading->chain, aq_buffer_slice(&loading->name), err);
	if (status < AQ_OK)
		return status;
	return aq_load_open(&loading->load, &sink, loading->work.findings, &loading->rejected, err);
}

static enum aq_status judge_rows(struct loading *loading, struct aq_error *err)
{
	uint64_t refused = aq_load_rows_refused(loading->load),
		 read = aq_load_rows_read(loading->load);
	struct aq_file_row *row = &loading->work.row;

	row->status = refused ? AQ_FILE_PARTIAL : AQ_FILE_ACCEPTED;
	if (refused == 0)
		return AQ_OK;
	if (refused == read)
		return aq_fail(err, AQ_BAD_FILE, AQ_RUN_NOTHING_LEFT, nowhere,
			       "all %llu rows are refused", (unsigned long long)read);
	row->reason_code = AQ_RUN_UNIT_REFUSED;
	row->reason = aq_arena_print(loading->arena, "%llu of %llu rows %s refused",
				     (unsigned long long)refused, (unsigned long long)read,
				     refused == 1 ? "is" : "are");
	if (loading->job->order->is_dry)
		return AQ_OK;
	row->reason = aq_arena_print(loading->arena, "%.*s; see rejected/%.*s.rows.csv",
				     AQ_SLICE_ARGS(row->reason), AQ_SLICE_ARGS(row->name));
	return aq_reject_write(loading->job->folders.rejected, row->name, ".rows.csv",
			       aq_buffer_slice(&loading->rejected), err);
}

/* AQ_END where all that an older file says holds already. */
static enum aq_status judge_news(struct loading *loading)
{
	if (!loading->came_before)
		return AQ_OK;
	if (loading->changed_rows == 0)
		return AQ_END;
	aq_findings_say(loading->work.findings, AQ_RUN_STATE_AGAIN, nowhere, AQ_SLICE("file"),
			(struct aq_slice){NULL, 0},
			"the same bytes came before, and change things again: %llu rows, or "
			"invoices it does not hold",
			(unsigned long long)loading->changed_rows);
	return AQ_OK;
}

static const char *const table_formats[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = "open-items customers",
	[AQ_TABLE_INVOICES] = "open-items invoices",
	[AQ_TABLE_CONTRACTS] = "open-items contracts",
	[AQ_TABLE_OPTIONS] = "open-items options",
	[AQ_TABLE_BUNDLES] = "open-items bundles",
	[AQ_TABLE_SUBSCRIPTIONS] = "open-items subscriptions",
};

static enum aq_status load_all(struct loading *loading, struct aq_error *err)
{
	struct job *job = loading->job;
	enum aq_status status;

	status = begin(loading, err);
	if (status >= AQ_OK)
		status = read_all(loading, err);
	if (status >= AQ_OK) {
		warn_of_more(loading);
		status = close_absent(loading, err);
	}
	if (status >= AQ_OK)
		status = judge_news(loading);
	if (status == AQ_END)
		return AQ_END;
	if (status >= AQ_OK)
		status = post_sums(loading, AQ_EVENT_BILLED, err);
	if (status >= AQ_OK)
		status = judge_rows(loading, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &loading->chain, err);
	if (status >= AQ_OK) {
		loading->work.row.format = aq_slice_of(table_formats[aq_load_table(loading->load)]);
		status = file_record(job, &loading->work, err);
	}
	return status;
}

static enum aq_status load_opened(struct loading *loading, struct aq_error *err)
{
	struct job *job = loading->job;
	enum aq_status status;

	status = load_again(job, &loading->work, &loading->came_before, err);
	if (status != AQ_OK)
		return status;
	status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		return status;
	status = load_all(loading, err);
	if (status == AQ_OK)
		status = aq_store_commit(job->store, err);
	if (status != AQ_OK)
		aq_store_rollback(job->store);
	if (status == AQ_END) {
		aq_findings_clear(loading->work.findings);
		return file_known(job, &loading->work, err);
	}
	if (status < AQ_OK)
		return status;
	file_say_partial(job, &loading->work,
			 (struct refused_part){.refused = aq_load_rows_refused(loading->load),
					       .read = aq_load_rows_read(loading->load),
					       .what = "rows",
					       .suffix = ".rows.csv"});
	aq_log_say(AQ_LOG_INFO, "%.*s is loaded: %llu rows", AQ_SLICE_ARGS(loading->work.row.name),
		   (unsigned long long)aq_load_rows_read(loading->load));
	return aq_claim_remove(loading->work.claim, err);
}

static enum aq_status loading_open(struct loading *loading, struct job *job, struct aq_error *err)
{
	*loading = (struct loading){.job = job};
	aq_buffer_init(&loading->rejected, 256u * 1024 * 1024);
	aq_buffer_init(&loading->name, 0);
	return aq_arena_new(&loading->arena, 0, err);
}

static void loading_close(struct loading *loading)
{
	aq_load_close(loading->load);
	file_close(&loading->work);
	aq_buffer_free(&loading->rejected);
	aq_buffer_free(&loading->name);
	aq_arena_free(loading->arena);
}

enum aq_status load_file(struct job *job, struct aq_claim *claim, struct aq_error *err)
{
	struct loading loading;
	struct aq_error why;
	enum aq_status status;

	status = loading_open(&loading, job, err);
	if (status >= AQ_OK)
		status = file_open(job, claim, true, &loading.work, err);
	if (status >= AQ_OK)
		status = load_opened(&loading, err);
	if (status == AQ_BAD_FILE) {
		elsewhere_open_items(job, &loading.work.facts, err);
		why = *err;
		status = file_reject(job, &loading.work, &why, err);
	}
	loading_close(&loading);
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status bill_instalments(struct loading *loading, struct aq_error *err)
{
	struct job *job = loading->job;
	struct aq_row_change *changes;
	char date[AQ_DATE_TEXT_BYTES];
	size_t count = 0, index;
	enum aq_status status;

	aq_date_print(job->run.business_date, date);
	aq_buffer_print(&loading->name, "instalments %s", date);
	if (aq_buffer_failed(&loading->name))
		return aq_fail_memory(err);
	status = unit_chain_begin(job, &loading->chain, aq_buffer_slice(&loading->name), err);
	if (status >= AQ_OK)
		status = aq_store_instalments_due(job->store, job->run.business_date,
						  loading->arena, &changes, &count, err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		status = add_billed(loading, changes[index].currency, changes[index].billed, err);
	if (status >= AQ_OK && count > 0)
		job->is_changed = true;
	if (status >= AQ_OK)
		status = post_sums(loading, AQ_EVENT_INSTALMENTS, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &loading->chain, err);
	return status;
}

/* Instalments are owed, at full price, by the first run on or after their day. */
enum aq_status load_instalments(struct job *job, struct aq_error *err)
{
	struct loading loading;
	enum aq_status status;

	status = loading_open(&loading, job, err);
	if (status >= AQ_OK)
		status = aq_store_begin(job->store, err);
	if (status >= AQ_OK) {
		status = bill_instalments(&loading, err);
		if (status >= AQ_OK)
			status = aq_store_commit(job->store, err);
		if (status < AQ_OK)
			aq_store_rollback(job->store);
	}
	loading_close(&loading);
	return status;
}
