/*
 * close.c - the end of a night: proof, reports, seal, and only then the run's
 * own row is closed, so that a crash before it writes the same reports again.
 */
#include "guard.h"
#include "apply/standings.h"

#include "acquit/seal.h"
#include "acquit/utf8.h"

static void put_hex(struct aq_buffer *out, const unsigned char *bytes, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	size_t index;

	for (index = 0; index < count; index++) {
		aq_buffer_add_byte(out, digits[bytes[index] >> 4]);
		aq_buffer_add_byte(out, digits[bytes[index] & 15]);
	}
}

/* What is signed: name, run, date and head, each on its line. */
static void put_statement(struct aq_buffer *out, const struct aq_run *run,
			  const struct aq_sha256 *head)
{
	char date[AQ_DATE_TEXT_BYTES];

	aq_date_print(run->business_date, date);
	aq_buffer_print(out, "acquit/seal/1\nmain\n%s\n%s\n", run->id, date);
	put_hex(out, head->bytes, sizeof(head->bytes));
	aq_buffer_add_byte(out, '\n');
}

static void put_seal(struct aq_buffer *out, const struct aq_run *run, const struct aq_sha256 *head,
		     const struct aq_seal_key *key, const unsigned char seal[AQ_SEAL_BYTES])
{
	char key_id[17], date[AQ_DATE_TEXT_BYTES];

	aq_seal_key_id(key, key_id);
	aq_date_print(run->business_date, date);
	aq_buffer_print(
		out, "{\n  \"book\": \"main\",\n  \"run\": \"%s\",\n  \"business_date\": \"%s\",\n",
		run->id, date);
	aq_buffer_add_text(out, "  \"head\": \"");
	put_hex(out, head->bytes, sizeof(head->bytes));
	aq_buffer_print(out, "\",\n  \"key\": \"%s\",\n  \"signature\": \"", key_id);
	put_hex(out, seal, AQ_SEAL_BYTES);
	aq_buffer_add_text(out, "\"\n}\n");
}

static enum aq_status sign(const struct aq_home *home, const struct aq_run *run,
			   const struct aq_sha256 *head, struct aq_buffer *out,
			   struct aq_error *err)
{
	unsigned char seal[AQ_SEAL_BYTES];
	struct aq_seal_key *key = NULL;
	struct aq_slice path = aq_arena_print(home->arena, "%s/seal.key", home->path);
	struct aq_buffer statement;
	enum aq_status status;

	aq_buffer_init(&statement, 0);
	put_statement(&statement, run, head);
	status = path.length == 0 || aq_buffer_failed(&statement)
			 ? aq_fail_memory(err)
			 : aq_seal_key_open(&key, path.start, err);
	if (status >= AQ_OK)
		status = aq_seal_sign(key, aq_buffer_slice(&statement), seal, err);
	if (status >= AQ_OK)
		put_seal(out, run, head, key, seal);
	aq_seal_key_close(key);
	aq_buffer_free(&statement);
	return status;
}

enum aq_status seal_write(const struct aq_home *home, const struct aq_run *run,
			  struct aq_error *err)
{
	struct aq_folder *folder = NULL;
	struct aq_writer *writer = NULL;
	struct aq_sha256 head;
	struct aq_buffer text;
	enum aq_status status;

	aq_buffer_init(&text, 0);
	status = aq_store_head(home->store, &head, err);
	if (status >= AQ_OK)
		status = sign(home, run, &head, &text, err);
	if (status >= AQ_OK && aq_buffer_failed(&text))
		status = aq_fail_memory(err);
	if (status >= AQ_OK)
		status = aq_folder_open_in(&folder, home->reports, run->id, err);
	if (status >= AQ_OK)
		status = aq_writer_open(&writer, folder, "seal.json", err);
	if (status >= AQ_OK)
		status = aq_writer_add(writer, aq_buffer_slice(&text), err);
	if (status >= AQ_OK) {
		status = aq_writer_commit(writer, err);
		writer = NULL;
	}
	aq_writer_drop(writer);
	aq_folder_close(folder);
	aq_buffer_free(&text);
	return status;
}

/* Does anything wait for a person: tonight's, or older? */
static enum aq_status judge(struct job *job, struct aq_run_result *out, struct aq_error *err)
{
	const struct aq_report_summary *summary = &out->summary;
	uint64_t rejected;
	enum aq_status status = aq_home_rejected_count(job->home, &rejected, err);

	out->needs_person =
		summary->exceptions_open > 0 || summary->approvals > 0 ||
		summary->files[AQ_FILE_REFUSED] > 0 || summary->files[AQ_FILE_PARTIAL] > 0 ||
		summary->files[AQ_FILE_WAITING] > 0 || rejected > 0 || job->held_files > 0;
	return status;
}

static enum aq_status count_questions(struct job *job, struct aq_run_result *out,
				      struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_exception_total *totals;
	struct aq_proposal *proposals;
	size_t count, index;
	enum aq_status status;

	status = aq_arena_new(&arena, 0, err);
	if (status >= AQ_OK)
		status = aq_store_exception_totals(job->store, job->run.run_no, arena, &totals,
						   &count, err);
	if (status >= AQ_OK) {
		out->summary.exceptions_open = 0;
		for (index = 0; index < count; index++)
			out->summary.exceptions_open += totals[index].count;
		status = aq_store_proposals(job->store, arena, &proposals, &count, err);
		out->summary.approvals = status >= AQ_OK ? count : 0;
	}
	aq_arena_free(arena);
	return status;
}

enum aq_status close_idle(struct job *job, struct aq_run_result *out, struct aq_error *err)
{
	enum aq_status status;

	*out = (struct aq_run_result){.run = job->run, .is_empty = true};
	status = job->is_rehearsal ? aq_store_check(job->store, err) : AQ_OK;
	if (status < AQ_OK)
		return status;
	status = count_questions(job, out, err);
	if (status >= AQ_OK)
		status = judge(job, out, err);
	if (status >= AQ_OK)
		status = aq_store_run_forget(job->store, &job->run, err);
	return status;
}

/* The reports of a night that is committed are read by two at once; a dry run
 * is not committed, and only its own connection sees it. */
static enum aq_status write_reports(struct job *job,
				    const struct aq_rule_standing standings[AQ_RULE_COUNT],
				    struct aq_run_result *out, struct aq_error *err)
{
	struct aq_report_order order = {.store = job->store,
					.run = &job->run,
					.reports = job->home->reports,
					.name = job->order->is_dry ? "dry-run" : job->run.id,
					.standings = standings,
					.is_dry = job->order->is_dry,
					.journal = job->journal};
	enum aq_status status = AQ_OK;

	if (!job->order->is_dry)
		status = aq_home_open_beside(job->home, &order.beside, err);
	if (status >= AQ_OK)
		status = aq_report_write(&order, &out->summary, err);
	aq_store_close(order.beside);
	return status;
}

static enum aq_status mail(struct job *job, const struct aq_rule_standing standings[AQ_RULE_COUNT],
			   const struct aq_run_result *out, struct aq_error *err)
{
	enum aq_status status =
		aq_report_mail(job->store, &job->run, &out->summary, job->order->mail, err);

	if (status >= AQ_OK)
		aq_report_demoted(standings, job->order->mail);
	return status < AQ_OK || !aq_buffer_failed(job->order->mail) ? status : aq_fail_memory(err);
}

enum aq_status close_run(struct job *job, struct aq_run_result *out, struct aq_error *err)
{
	struct aq_rule_standing standings[AQ_RULE_COUNT];
	enum aq_status status;

	*out = (struct aq_run_result){.run = job->run};
	status = aq_store_check(job->store, err);
	if (status < AQ_OK)
		return status;
	if (!job->is_changed && !job->order->is_dry)
		return close_idle(job, out, err);
	status = standings_of_job(job, standings, err);
	if (status >= AQ_OK)
		status = write_reports(job, standings, out, err);
	if (status >= AQ_OK && !job->order->is_dry)
		status = seal_write(job->home, &job->run, err);
	if (status >= AQ_OK)
		status = aq_store_run_close(job->store, &job->run, err);
	out->run = job->run;
	if (status >= AQ_OK)
		status = judge(job, out, err);
	/* Told before a dry run is rolled back. */
	return status >= AQ_OK && job->order->mail ? mail(job, standings, out, err) : status;
}

/* --- acts of a person --- */

enum aq_status aq_act_begin(struct aq_home *home, struct aq_date date, struct aq_run *out,
			    struct aq_error *err)
{
	enum aq_status status;

	status = aq_store_run_interrupted(home->store, out, err);
	if (status >= AQ_OK)
		return aq_fail(err, AQ_SYSTEM, AQ_RUN_INTERRUPTED, (struct aq_at){0, 0},
			       "run %s was interrupted: finish it first with acquit run", out->id);
	if (status != AQ_NOT_FOUND)
		return status;
	status = guard_key(home, err);
	if (status >= AQ_OK)
		status = aq_store_run_begin(home->store, date, &home->settings.hash, out, err);
	if (status >= AQ_OK)
		status = guard_reports(home, out, err);
	if (status >= AQ_OK)
		status = aq_store_begin(home->store, err);
	return status;
}

enum aq_status aq_act_end(struct aq_home *home, struct aq_run *run, bool is_done,
			  struct aq_error *err)
{
	struct aq_rule_standing standings[AQ_RULE_COUNT];
	struct aq_report_order order = {.store = home->store,
					.run = run,
					.reports = home->reports,
					.name = run->id,
					.standings = standings};
	struct aq_error ignored;
	enum aq_status status;

	if (!is_done) {
		aq_store_rollback(home->store);
		return aq_store_run_forget(home->store, run, &ignored);
	}
	status = aq_store_check(home->store, err);
	if (status >= AQ_OK)
		status = aq_store_commit(home->store, err);
	if (status < AQ_OK) {
		aq_store_rollback(home->store);
		(void)aq_store_run_forget(home->store, run, &ignored);
		return status;
	}
	order.is_act = true;
	status = aq_home_standings(home, run, AQ_JUDGED_AFTER, standings, err);
	if (status >= AQ_OK)
		status = aq_report_write(&order, NULL, err);
	if (status >= AQ_OK)
		status = seal_write(home, run, err);
	if (status >= AQ_OK)
		status = aq_store_run_close(home->store, run, err);
	return status;
}
