/*
 * take_in.c - one payment file, one transaction.
 *
 * Reads: a claimed file. Promises: it is posted whole, or in the parts that
 * could stand alone, or not at all and lies in rejected/ with its reasons; its
 * bytes are archived before anything of it is committed.
 *
 * Design: payments are posted as they come, and a unit may be refused only at
 * its end. Where some of it was posted by then, the rest of the file is looked
 * at for more of these, all is rolled back, and the file is read again knowing
 * them. So a refused payment is a row like any other, and only such a file is
 * read twice.
 */
#include "taking.h"

#include "acquit/log.h"

static const struct aq_at nowhere = {0, 0};

/* --- the decoder's sink --- */

static struct statement_order statement_order(struct intake *intake)
{
	return (struct statement_order){.job = intake->job,
					.chain = &intake->chain,
					.arena = intake->scratch,
					.findings = intake->work.findings,
					.file_no = intake->work.row.file_no,
					.again = &intake->chunk.poster.again};
}

/* Its entries are judged by it, those of the units before it are not: while
 * nothing is being posted. */
static enum aq_status look_for_again(struct intake *intake, const struct aq_unit *unit,
				     struct aq_error *err)
{
	const struct statement_order order = statement_order(intake);

	intake->has_again = true;
	return again_find(&order, unit, intake->unit_arena, &intake->chunk.poster.again, err);
}

/* The unit before is done with what was known of it. */
static enum aq_status forget_again(struct intake *intake, bool is_statement, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (is_statement)
		status = chunk_flush(&intake->chunk, err);
	else if (intake->has_again)
		status = chunk_wait(&intake->chunk, err);
	else
		return AQ_OK;
	if (status < AQ_OK)
		return status;
	intake->chunk.poster.again = (struct again){.known_count = 0};
	intake->has_again = false;
	return AQ_OK;
}

static enum aq_status on_unit_begin(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct intake *intake = context;
	bool is_statement = unit->message == AQ_MESSAGE_STATEMENT;
	enum aq_status status;

	intake->unit_count++;
	intake->refuses_unit = false;
	intake->refusal = AQ_CODE_NONE;
	if (intake->is_looking)
		return unit_keep(&intake->unit, unit, intake->unit_arena, err);
	status = forget_again(intake, is_statement, err);
	/* Several files in one are taken in as if each had come alone. */
	if (status >= AQ_OK && unit->file_index != intake->unit.file_index)
		status = chunk_own_end(&intake->chunk, err);
	if (status >= AQ_OK)
		status = unit_keep(&intake->unit, unit, intake->unit_arena, err);
	if (status >= AQ_OK && is_statement)
		status = look_for_again(intake, &intake->unit, err);
	chunk_unit_begin(&intake->chunk);
	return status;
}

static enum aq_status normalise(struct intake *intake, const struct aq_batch *batch,
				struct aq_error *err)
{
	struct tray *tray = intake->chunk.tray;
	struct aq_normalise_order order = {.settings = &intake->job->normalise,
					   .family = aq_decode_family(intake->decode),
					   .unit = &intake->unit,
					   .batch = batch,
					   .gateway = aq_decode_format(intake->decode),
					   .left_overs = &intake->left_overs};
	bool refuses = false;
	enum aq_status status = aq_normalise(&order, tray->arena, &tray->payments[tray->count],
					     &refuses, intake->work.findings, err);

	if (status >= AQ_OK)
		whole_count(intake, &tray->payments[tray->count], batch->record_count);
	if (refuses) {
		intake->refuses_unit = true;
		intake->refusal = AQ_DIRECTION_UNKNOWN;
	}
	return status;
}

static enum aq_status on_records(void *context, const struct aq_batch *batch, struct aq_error *err)
{
	struct intake *intake = context;
	enum aq_code late = late_refusal_of_unit(intake);
	struct tray *tray;
	size_t from;
	enum aq_status status;

	status = chunk_room(&intake->chunk, batch->record_count, err);
	if (status < AQ_OK)
		return status;
	status = normalise(intake, batch, err);
	tray = intake->chunk.tray;
	if (intake->is_looking)
		aq_arena_reset(tray->arena);
	if (status < AQ_OK || intake->is_looking)
		return status;
	from = tray->count;
	tray->count += batch->record_count;
	status = posting_source_settle(intake, &intake->unit, from, err);
	if (late != AQ_CODE_NONE)
		chunk_refuse(&intake->chunk, from, late);
	if (status >= AQ_OK)
		status = prints_make(&(struct prints_order){tray, &intake->unit, intake->job->store,
							    &intake->printer},
				     from, err);
	return status;
}

static bool balance_only_warns(const struct intake *intake, const struct aq_unit *unit)
{
	const struct aq_account_setting *setting;
	struct aq_arena *arena = intake->scratch;

	if (!unit->is_balance_wrong || unit->verdict_code != AQ_ISO_BALANCE)
		return false;
	setting = settings_account(&intake->job->home->settings,
				   aq_account_normal(arena, unit->account));
	return setting && setting->warn_balance;
}

static enum aq_status keep_statement(struct intake *intake, const struct aq_unit *unit,
				     struct aq_error *err)
{
	const struct statement_order order = statement_order(intake);
	enum aq_status status;

	status = posting_source_ask(intake, aq_account_normal(intake->scratch, unit->account),
				    posting_source_kind(intake, unit), err);
	if (status < AQ_OK || !intake->account_posts)
		return status;
	return statement_keep(&order, unit, err);
}

/* Some of the unit is posted, and it should not be. */
static bool is_late(const struct intake *intake, enum aq_code refusal)
{
	return refusal != AQ_CODE_NONE && intake->chunk.is_cut &&
	       late_refusal_of_unit(intake) == AQ_CODE_NONE;
}

static enum aq_status note_late(struct intake *intake, enum aq_code refusal, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (!intake->is_looking)
		status = chunk_drop(&intake->chunk, err);
	intake->is_looking = true;
	if (status < AQ_OK || refusal == AQ_CODE_NONE)
		return status;
	return late_refusals_add(&intake->late, (struct late_refusal){intake->unit_count, refusal},
				 err);
}

static enum aq_status on_unit_end(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct intake *intake = context;
	enum aq_code refusal = AQ_CODE_NONE;
	enum aq_status status;

	aq_arena_reset(intake->scratch);
	if (unit->verdict >= AQ_SEVERITY_ERROR && !balance_only_warns(intake, unit))
		refusal = unit->verdict_code;
	else if (intake->refuses_unit)
		refusal = intake->refusal;
	else
		refusal = late_refusal_of_unit(intake);
	if (refusal != AQ_CODE_NONE)
		intake->units_refused++;
	if (intake->is_looking || is_late(intake, refusal))
		return note_late(intake, refusal, err);
	chunk_unit_end(&intake->chunk, refusal);
	if (refusal != AQ_CODE_NONE || unit->message != AQ_MESSAGE_STATEMENT)
		return AQ_OK;
	/* The statement's own entries follow those of its lines. */
	status = chunk_wait(&intake->chunk, err);
	if (status >= AQ_OK)
		status = look_for_again(intake, unit, err);
	if (status >= AQ_OK)
		status = chunk_own_end(&intake->chunk, err);
	return status < AQ_OK ? status : keep_statement(intake, unit, err);
}

/* One of several files does not prove itself: its units ended well, and should not
 * be posted. Where it is the only one, the decoder refuses all of it yet. */
static enum aq_status on_file_end(void *context, uint32_t file_index, enum aq_code refusal,
				  struct aq_error *err)
{
	struct intake *intake = context;
	const uint64_t place = file_index + 1ULL;
	enum aq_status status;

	if (refusal == AQ_CODE_NONE ||
	    late_refusals_find(&intake->late_files, place) != AQ_CODE_NONE)
		return AQ_OK;
	status = note_late(intake, AQ_CODE_NONE, err);
	if (status < AQ_OK)
		return status;
	return late_refusals_add(&intake->late_files, (struct late_refusal){place, refusal}, err);
}

/* --- one file --- */

static enum aq_status decode_all(struct intake *intake, struct aq_error *err)
{
	const struct aq_sink sink = {.context = intake,
				     .unit_begin = on_unit_begin,
				     .records = on_records,
				     .unit_end = on_unit_end,
				     .file_end = on_file_end};
	struct aq_slice piece;
	enum aq_status status;

	aq_decode_bind(intake->decode, &sink, intake->work.findings);
	do {
		status = job_check_stop(err);
		if (status >= AQ_OK)
			status = aq_source_next(intake->work.source, &piece, err);
		if (status == AQ_OK)
			status = aq_decode_feed(intake->decode, piece, err);
		if (status == AQ_OK)
			whole_read(intake, piece.length);
	} while (status == AQ_OK);
	if (status < AQ_OK)
		return status;
	status = aq_decode_finish(intake->decode, err);
	intake->whole.is_read = status >= AQ_OK || status == AQ_BAD_FILE;
	if (status < AQ_OK)
		return status;
	return chunk_flush(&intake->chunk, err);
}

static enum aq_status post_decoded(struct intake *intake, struct aq_error *err)
{
	enum aq_status status = decode_all(intake, err);

	return chunk_end(&intake->chunk, status, err);
}

static enum aq_status open_decoder(struct intake *intake, struct aq_error *err)
{
	const struct aq_settings *conf = &intake->job->home->settings;
	struct aq_decode_settings settings = {.today = intake->job->run.business_date,
					      .partners = conf->partners,
					      .partner_count = conf->partner_count};
	const struct aq_source_facts *facts = &intake->work.facts;
	struct aq_slice head = {facts->head, facts->head_length};
	enum aq_status status;

	status = aq_decode_open(&intake->decode, intake->job->profiles, head,
				facts->unwrapped_bytes == facts->head_length, &settings, err);
	if (status >= AQ_OK)
		intake->work.row.format = aq_decode_format(intake->decode);
	return status;
}

static enum aq_status begin(struct intake *intake, struct aq_error *err)
{
	struct job *job = intake->job;
	struct aq_archive_order order = {.archive = job->folders.archive,
					 .claim = intake->work.claim,
					 .on = job->run.business_date,
					 .unwrapped = intake->work.facts.unwrapped,
					 .is_compressed = intake->work.facts.is_compressed};
	enum aq_status status = AQ_OK;

	if (!job->order->is_dry && !intake->work.archiving)
		status = aq_archive_start(&intake->work.archiving, &order, err);
	if (status >= AQ_OK)
		status = aq_store_reserve(job->store, AQ_NUMBER_FILE, 1, &intake->work.row.file_no,
					  err);
	if (status < AQ_OK)
		return status;
	aq_findings_mark(intake->work.findings, &intake->before);
	aq_buffer_clear(&intake->name);
	aq_buffer_print(&intake->name, "file %s", intake->hash);
	if (aq_buffer_failed(&intake->name))
		return aq_fail_memory(err);
	status = fingerprinter_open(&intake->printer, aq_slice_of(intake->hash), err);
	if (status >= AQ_OK)
		status = unit_chain_begin(job, &intake->chain, aq_buffer_slice(&intake->name), err);
	if (status < AQ_OK)
		return status;
	return chunk_open(&intake->chunk,
			  &(struct chunk_order){.job = job,
						.chain = &intake->chain,
						.findings = intake->work.findings,
						.file_no = intake->work.row.file_no,
						.file_hash = aq_slice_of(intake->hash)},
			  err);
}

/* A file of which nothing could be taken is refused as a whole, so that a
 * mended one of the same bytes (new settings) can be dropped again. */
static enum aq_status judge_file(struct intake *intake, struct aq_error *err)
{
	struct aq_file_row *row = &intake->work.row;
	uint64_t errors = aq_findings_count_of(intake->work.findings, AQ_SEVERITY_ERROR);
	size_t index, kept = aq_findings_kept(intake->work.findings);

	row->status = AQ_FILE_ACCEPTED;
	if (errors == 0 && intake->units_refused == 0 && intake->late_files.count == 0)
		return AQ_OK;
	for (index = 0; index < kept; index++) {
		const struct aq_finding *finding = aq_findings_at(intake->work.findings, index);

		if (finding->severity >= AQ_SEVERITY_ERROR) {
			row->reason_code = finding->code;
			row->reason = finding->message;
			break;
		}
	}
	if (intake->chunk.poster.taken_count == 0) {
		enum aq_code code = row->reason_code ? row->reason_code : AQ_RUN_NOTHING_LEFT;

		return aq_fail(err, AQ_BAD_FILE, code,
			       index < kept ? aq_findings_at(intake->work.findings, index)->at
					    : nowhere,
			       "%.*s", row->reason.length ? (int)row->reason.length : 38,
			       row->reason.length ? row->reason.start
						  : "nothing of the file could be taken in");
	}
	row->status = AQ_FILE_PARTIAL;
	return AQ_OK;
}

/* AQ_END: it is to be read again. */
static enum aq_status post_all(struct intake *intake, struct aq_error *err)
{
	struct job *job = intake->job;
	enum aq_status status;

	status = begin(intake, err);
	if (status >= AQ_OK)
		status = post_decoded(intake, err);
	if (status >= AQ_OK && intake->is_looking)
		return AQ_END;
	if (status >= AQ_OK)
		status = judge_file(intake, err);
	if (status >= AQ_OK)
		status = unit_chain_end(job, &intake->chain, err);
	if (status >= AQ_OK)
		status = aq_store_file_totals_add(job->store, intake->work.row.file_no,
						  intake->chunk.poster.totals,
						  intake->chunk.poster.total_count, err);
	if (status >= AQ_OK) {
		intake->work.row.format = aq_decode_format(intake->decode);
		status = file_record(job, &intake->work, err);
	}
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	return status;
}

/* As it was before its first byte was decoded, but for what is known of its units. */
static enum aq_status begin_again(struct intake *intake, struct aq_error *err)
{
	enum aq_status status;

	chunk_close(&intake->chunk);
	intake->chunk = (struct chunk){.findings = NULL};
	fingerprinter_close(&intake->printer);
	aq_findings_back(intake->work.findings, &intake->before);
	intake->unit_count = intake->units_refused = 0;
	intake->whole.count = 0;
	intake->whole.is_beyond = intake->whole.is_read = false;
	intake->is_looking = intake->has_again = intake->is_account_known = false;
	aq_decode_close(intake->decode);
	intake->decode = NULL;
	status = open_decoder(intake, err);
	return status < AQ_OK ? status : aq_source_rewind(intake->work.source, err);
}

static enum aq_status post_file(struct intake *intake, struct aq_error *err)
{
	struct job *job = intake->job;
	enum aq_status status, again = AQ_OK;

	do {
		status = aq_store_begin(job->store, err);
		if (status < AQ_OK)
			return status;
		status = post_all(intake, err);
		if (status != AQ_OK)
			aq_store_rollback(job->store);
		if (status == AQ_END)
			again = begin_again(intake, err);
	} while (status == AQ_END && again >= AQ_OK);
	return again < AQ_OK ? again : status;
}

static uint64_t counted(const struct poster *poster, enum aq_tally tally)
{
	uint64_t count = 0;

	for (size_t index = 0; index < poster->total_count; index++)
		if (poster->totals[index].tally == tally)
			count += poster->totals[index].count;
	return count;
}

static enum aq_status take_in_opened(struct intake *intake, struct aq_error *err)
{
	enum aq_status status;

	status = file_known(intake->job, &intake->work, err);
	if (status != AQ_OK)
		return status;
	status = open_decoder(intake, err);
	if (status < AQ_OK)
		return status;
	status = post_file(intake, err);
	intake->work.row.format = aq_decode_format(intake->decode);
	if (status < AQ_OK)
		return status;
	file_say_partial(
		intake->job, &intake->work,
		(struct refused_part){.refused = counted(&intake->chunk.poster, AQ_TALLY_REFUSED),
				      .read = counted(&intake->chunk.poster, AQ_TALLY_READ),
				      .what = "payments",
				      .suffix = ".reason.txt"});
	aq_log_say(AQ_LOG_INFO, "%.*s is taken in: %llu payments",
		   AQ_SLICE_ARGS(intake->work.row.name),
		   (unsigned long long)intake->chunk.poster.taken_count);
	return aq_claim_remove(intake->work.claim, err);
}

static void intake_close(struct intake *intake)
{
	chunk_close(&intake->chunk);
	late_refusals_free(&intake->late);
	late_refusals_free(&intake->late_files);
	fingerprinter_close(&intake->printer);
	aq_arena_free(intake->unit_arena);
	aq_arena_free(intake->scratch);
	aq_buffer_free(&intake->account);
	aq_buffer_free(&intake->name);
	file_close(&intake->work);
	aq_decode_close(intake->decode);
}

enum aq_status take_in_file(struct job *job, struct aq_claim *claim, struct aq_error *err)
{
	struct intake intake = {.job = job};
	struct aq_error why;
	enum aq_status status;

	job->posting =
		(struct aq_posting_settings){.business_date = job->run.business_date,
					     .closed_through = job->home->settings.closed_through};
	aq_buffer_init(&intake.account, 0);
	aq_buffer_init(&intake.name, 0);
	status = aq_arena_new(&intake.unit_arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&intake.scratch, 0, err);
	if (status >= AQ_OK)
		status = file_open(job, claim, false, &intake.work, err);
	aq_sha256_to_hex(&intake.work.facts.unwrapped, intake.hash);
	if (status >= AQ_OK)
		status = take_in_opened(&intake, err);
	if (status == AQ_BAD_FILE) {
		elsewhere_payments(&intake.work.facts, err);
		whole_is_refused(&intake);
		why = *err;
		status = file_reject(job, &intake.work, &why, err);
	}
	intake_close(&intake);
	return status < AQ_OK ? status : AQ_OK;
}
