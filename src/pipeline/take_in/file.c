/*
 * file.c - what every claimed file goes through, payments and open items alike:
 * survey, recognition by its bytes, archive, record, or the way to rejected/.
 *
 * Promises: a file ends in exactly one place; a crash between any two steps is
 * made good by doing them again.
 */
#include "../job.h"

#include "acquit/log.h"
#include "acquit/utf8.h"

/* As its sender calls it: a replay drops files under names of its own. */
static struct aq_slice own_name(const struct job *job, const struct aq_claim *claim)
{
	const struct aq_slice packed = AQ_SLICE(".gz");
	struct aq_slice name = aq_claim_name(claim);
	struct aq_slice rest = name;

	if (!job->order->is_replay)
		return name;
	(void)aq_slice_cut(&rest, '-');
	if (rest.length > packed.length &&
	    memcmp(rest.start + rest.length - packed.length, packed.start, packed.length) == 0)
		rest.length -= packed.length;
	return rest.length > 0 ? rest : name;
}

enum aq_status file_open(struct job *job, struct aq_claim *claim, bool is_open_items,
			 struct file_work *out, struct aq_error *err)
{
	struct aq_source_limits limits = {.unwrapped_bytes_max =
						  job->home->settings.unwrapped_bytes_max};
	enum aq_status status;

	*out = (struct file_work){.claim = claim};
	out->row.run_no = job->run.run_no;
	out->row.is_open_items = is_open_items;
	out->row.name = own_name(job, claim);
	out->row.format = AQ_SLICE("unknown");
	status = aq_findings_new(&out->findings, err);
	if (status < AQ_OK)
		return status;
	status = aq_source_open(&out->source, claim, &limits, out->findings, err);
	if (status < AQ_OK)
		return status;
	status = aq_source_survey(out->source, &out->facts, err);
	out->row.sha256 = out->facts.unwrapped;
	out->row.bytes = out->facts.unwrapped_bytes;
	return status;
}

void file_close(struct file_work *work)
{
	struct aq_error ignored;

	(void)aq_archive_finish(work->archiving, false, work->archive_name, &ignored);
	work->archiving = NULL;
	aq_source_close(work->source);
	aq_findings_free(work->findings);
	*work = (struct file_work){.claim = NULL};
}

static enum aq_status add_row(struct job *job, struct file_work *work, struct aq_error *err)
{
	uint64_t file_no;
	enum aq_status status;

	if (work->row.file_no == 0) {
		status = aq_store_reserve(job->store, AQ_NUMBER_FILE, 1, &file_no, err);
		if (status < AQ_OK)
			return status;
		work->row.file_no = file_no;
	}
	status = aq_store_file_add(job->store, &work->row, err);
	if (status != AQ_OK)
		return status;
	status = aq_store_findings_add(job->store, work->row.file_no, work->findings, err);
	if (status < AQ_OK)
		return status;
	return aq_store_file_totals_add(job->store, work->row.file_no, work->totals,
					work->total_count, err);
}

/* The row of a file that posts nothing, in a transaction of its own. */
static enum aq_status add_row_alone(struct job *job, struct file_work *work, struct aq_error *err)
{
	enum aq_status status;

	work->row.file_no = 0;
	status = aq_store_begin(job->store, err);
	if (status < AQ_OK)
		return status;
	status = add_row(job, work, err);
	if (status >= AQ_OK)
		status = aq_store_commit(job->store, err);
	if (status < AQ_OK)
		aq_store_rollback(job->store);
	return status < AQ_OK ? status : AQ_OK;
}

/* Taken in by this very run under this very name: the run was killed between
 * commit and the removal of the claim, and only that is left to do. */
static bool is_own_leftover(const struct job *job, const struct file_work *work,
			    const struct aq_file_row *known)
{
	return job->is_resumed && known->run_no == job->run.run_no &&
	       aq_slice_equals(known->name, work->row.name);
}

static enum aq_status record_repeat(struct job *job, struct file_work *work,
				    const struct aq_file_row *known, struct aq_arena *arena,
				    struct aq_error *err)
{
	enum aq_status status;

	work->row.status = AQ_FILE_DUPLICATE;
	work->row.format = known->format;
	work->row.reason = aq_arena_print(arena, "the same bytes came before as %.*s",
					  AQ_SLICE_ARGS(known->name));
	work->row.archive_name = known->archive_name;
	status = add_row_alone(job, work, err);
	if (status >= AQ_OK)
		aq_log_say(AQ_LOG_INFO, "%.*s was taken in before", AQ_SLICE_ARGS(work->row.name));
	return status;
}

enum aq_status file_known(struct job *job, struct file_work *work, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_file_row known;
	enum aq_status status;

	status = aq_arena_new(&arena, 0, err);
	if (status < AQ_OK)
		return status;
	status = aq_store_file_find(job->store, &work->facts.unwrapped, arena, &known, err);
	if (status == AQ_NOT_FOUND) {
		status = AQ_OK;
		goto done;
	}
	if (status >= AQ_OK && !is_own_leftover(job, work, &known))
		status = record_repeat(job, work, &known, arena, err);
	if (status < AQ_OK)
		goto done;
	job->is_changed = true;
	status = aq_claim_remove(work->claim, err);
	if (status >= AQ_OK)
		status = AQ_END;
done:
	aq_arena_free(arena);
	return status;
}

static void put_finding(struct aq_buffer *out, const struct aq_finding *finding)
{
	aq_buffer_print(out, "\n%s %s", aq_severity_name(finding->severity),
			aq_code_name(finding->code));
	if (finding->at.line)
		aq_buffer_print(out, ", line %llu", (unsigned long long)finding->at.line);
	if (finding->at.column)
		aq_buffer_print(out, ", column %u", (unsigned)finding->at.column);
	if (finding->field.length) {
		aq_buffer_add_text(out, ", field ");
		aq_printable_put(out, finding->field);
	}
	aq_buffer_add_text(out, "\n  ");
	aq_printable_put(out, finding->message);
	if (finding->value.length) {
		aq_buffer_add_text(out, "\n  value: ");
		aq_printable_put(out, finding->value);
	}
	if (*aq_code_mend(finding->code))
		aq_buffer_print(out, "\n  mend:  %s", aq_code_mend(finding->code));
	aq_buffer_add_byte(out, '\n');
}

#define REASON_FINDINGS_MAX 200

/* What NAME.reason.txt says: the verdict, then every finding of weight. */
static void put_reason(struct aq_buffer *out, const struct file_work *work, const char *verdict)
{
	static const struct aq_sha256 unknown;
	char hex[AQ_SHA256_HEX_BYTES];
	size_t index, shown = 0;

	aq_sha256_to_hex(&work->row.sha256, hex);
	aq_printable_put(out, work->row.name);
	aq_buffer_print(out, "\n%s\n", verdict);
	if (!aq_sha256_equals(&work->row.sha256, &unknown))
		aq_buffer_print(out, "sha256 %s\n", hex);
	if (work->row.archive_name.length > 0)
		aq_buffer_print(out, "kept as archive/%.*s\n",
				AQ_SLICE_ARGS(work->row.archive_name));
	aq_buffer_print(out, "format %.*s\n", AQ_SLICE_ARGS(work->row.format));
	for (index = 0; index < aq_findings_kept(work->findings); index++) {
		const struct aq_finding *finding = aq_findings_at(work->findings, index);

		if (finding->severity < AQ_SEVERITY_ERROR)
			continue;
		if (shown++ >= REASON_FINDINGS_MAX)
			break;
		put_finding(out, finding);
	}
	if (shown > REASON_FINDINGS_MAX)
		aq_buffer_print(out, "\n... and more: %llu findings in all\n",
				(unsigned long long)aq_findings_count(work->findings));
}

/* The error that refused the file is among its findings, once. */
static void note_refusal(struct file_work *work, const struct aq_error *why)
{
	struct aq_finding finding = {.code = why->code,
				     .severity = AQ_SEVERITY_FATAL,
				     .at = why->at,
				     .message = aq_slice_of(why->text)};
	size_t index;

	for (index = 0; index < aq_findings_kept(work->findings); index++) {
		const struct aq_finding *known = aq_findings_at(work->findings, index);

		if (known->code == why->code && known->severity >= AQ_SEVERITY_ERROR)
			return;
	}
	aq_findings_add(work->findings, &finding);
}

/* A file that changed while it was read is not bad: it waits in its drop folder
 * until its sender has finished. */
static enum aq_status put_back(struct job *job, struct file_work *work, const struct aq_error *why,
			       struct aq_error *err)
{
	enum aq_status status;

	aq_log_say(AQ_LOG_WARNING, "%.*s is put back: %s", AQ_SLICE_ARGS(work->row.name),
		   why->text);
	work->row.status = AQ_FILE_WAITING;
	work->row.reason_code = why->code;
	work->row.reason = aq_slice_of(why->text);
	job->is_changed = true;
	status = add_row_alone(job, work, err);
	return status < AQ_OK ? status : aq_claim_put_back(work->claim, err);
}

/* A dry run keeps nothing, a replay nothing for long, and files named on the command
 * line stay where they are. */
static bool is_kept(const struct job *job)
{
	return !job->order->is_dry && !job->order->is_replay && job->order->load_path_count == 0;
}

static void put_name(struct aq_buffer *text, const struct job *job, const struct file_work *work)
{
	if (job->order->is_replay)
		aq_buffer_add_text(text, "in the replay, ");
	aq_buffer_add(text, work->row.name);
}

/* What nobody can look up at a line is not said to stand at one. */
static void say_refused(const struct job *job, const struct file_work *work,
			const struct aq_error *why)
{
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	put_name(&text, job, work);
	aq_buffer_add_text(&text, " is refused: ");
	if (why->at.line)
		aq_buffer_print(&text, "line %llu: ", (unsigned long long)why->at.line);
	aq_buffer_add_text(&text, why->text);
	if (is_kept(job)) {
		aq_buffer_add_text(&text, "; see rejected/");
		aq_buffer_add(&text, work->row.name);
		aq_buffer_add_text(&text, ".reason.txt");
	}
	if (!aq_buffer_failed(&text))
		aq_log_say(AQ_LOG_WARNING, "%.*s", AQ_SLICE_ARGS(aq_buffer_slice(&text)));
	aq_buffer_free(&text);
}

void file_say_partial(const struct job *job, const struct file_work *work, struct refused_part part)
{
	struct aq_buffer text;

	if (work->row.status != AQ_FILE_PARTIAL)
		return;
	aq_buffer_init(&text, 0);
	put_name(&text, job, work);
	aq_buffer_add_text(&text, " is taken in only in part");
	if (part.refused > 0)
		aq_buffer_print(&text, ": %llu of %llu %s %s refused",
				(unsigned long long)part.refused, (unsigned long long)part.read,
				part.what, part.refused == 1 ? "is" : "are");
	if (!job->order->is_dry && !job->order->is_replay) {
		aq_buffer_add_text(&text, "; see rejected/");
		aq_buffer_add(&text, work->row.name);
		aq_buffer_add_text(&text, part.suffix);
	}
	if (!aq_buffer_failed(&text))
		aq_log_say(AQ_LOG_WARNING, "%.*s", AQ_SLICE_ARGS(aq_buffer_slice(&text)));
	aq_buffer_free(&text);
}

enum aq_status file_reject(struct job *job, struct file_work *work, const struct aq_error *why,
			   struct aq_error *err)
{
	struct aq_buffer reason;
	enum aq_status status;

	if (why->code == AQ_INTAKE_CHANGED)
		return put_back(job, work, why, err);
	say_refused(job, work, why);
	note_refusal(work, why);
	work->row.status = AQ_FILE_REFUSED;
	work->row.reason_code = why->code;
	work->row.reason = aq_slice_of(why->text);
	work->row.archive_name = (struct aq_slice){NULL, 0};
	job->is_changed = true;
	status = add_row_alone(job, work, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_init(&reason, 0);
	put_reason(&reason, work, "This file was refused; nothing of it was posted.");
	status = aq_buffer_failed(&reason) ? aq_fail_memory(err) : AQ_OK;
	aq_source_close(work->source);
	work->source = NULL;
	if (status >= AQ_OK)
		status = aq_claim_reject(work->claim, aq_buffer_slice(&reason), err);
	aq_buffer_free(&reason);
	return status;
}

static enum aq_status write_partial_reason(struct job *job, struct file_work *work,
					   struct aq_error *err)
{
	struct aq_buffer reason;
	enum aq_status status;

	aq_buffer_init(&reason, 0);
	put_reason(&reason, work,
		   REASON_PARTIAL_HEAD
		   "; the rest was posted. Mend those parts and drop the file again: only they "
		   "will be posted. Then remove this page: until then it counts as a file that "
		   "waits.");
	status = aq_buffer_failed(&reason)
			 ? aq_fail_memory(err)
			 : aq_reject_write(job->folders.rejected, work->row.name, ".reason.txt",
					   aq_buffer_slice(&reason), err);
	aq_buffer_free(&reason);
	return status;
}

enum aq_status file_record(struct job *job, struct file_work *work, struct aq_error *err)
{
	enum aq_status status;

	if (!job->order->is_dry) {
		status = aq_archive_finish(work->archiving, true, work->archive_name, err);
		work->archiving = NULL;
		if (status < AQ_OK)
			return status;
		work->row.archive_name = aq_slice_of(work->archive_name);
	}
	if (work->row.status == AQ_FILE_PARTIAL && !job->order->is_dry) {
		status = write_partial_reason(job, work, err);
		if (status < AQ_OK)
			return status;
	}
	status = add_row(job, work, err);
	job->is_changed = true;
	return status < AQ_OK ? status : AQ_OK;
}
