/*
 * status.c - one screen of `status`, and the summary that cron mails.
 */
#include "acquit/report.h"

#include "text.h"
#include "words.h"

#define MAIL_CODES_MAX	   8
#define MAIL_WAITING_MAX   12
#define STATUS_LINES_MAX   12
#define STATUS_WAITING_MAX 60
#define MONEY_WIDTH	   26

static void put_waiting(struct aq_buffer *out, const struct aq_waiting_total *total)
{
	text_label(out, bucket_name(total->bucket));
	aq_buffer_add_text(out, "  ");
	text_money_in(out, (struct aq_money){.minor = total->amount, .currency = total->currency},
		      MONEY_WIDTH);
	aq_buffer_print(out, "  in %llu %s\n", (unsigned long long)total->count,
			plural(total->count, "payment", "payments"));
}

static void put_more(struct aq_buffer *out, size_t count, size_t shown)
{
	if (count > shown)
		aq_buffer_print(out, "  and %zu more\n", count - shown);
}

static void put_all_waiting(struct aq_buffer *out, const struct aq_waiting_total *totals,
			    size_t count, size_t shown_max, const char *rest)
{
	size_t shown = count < shown_max ? count : shown_max;

	if (count == 0)
		return;
	aq_buffer_add_text(out, "Money that waits\n");
	for (size_t index = 0; index < shown; index++)
		put_waiting(out, &totals[index]);
	if (count > shown)
		aq_buffer_print(out, "  and %zu more: %s\n", count - shown, rest);
}

static void put_questions(struct aq_buffer *out, const struct aq_exception_total *totals,
			  size_t count, size_t shown_max)
{
	size_t shown = count < shown_max ? count : shown_max;
	uint64_t open = 0, new_count = 0;

	for (size_t index = 0; index < count; index++) {
		open += totals[index].count;
		new_count += totals[index].new_count;
	}
	if (open == 0) {
		aq_buffer_add_text(out, "No question is open\n");
		return;
	}
	aq_buffer_print(out, "%llu %s open, %llu new\n", (unsigned long long)open,
			plural(open, "question is", "questions are"),
			(unsigned long long)new_count);
	for (size_t index = 0; index < shown; index++)
		aq_buffer_print(out, "  %-22s %llu, %llu new\n", aq_code_name(totals[index].code),
				(unsigned long long)totals[index].count,
				(unsigned long long)totals[index].new_count);
	put_more(out, count, shown);
}

static void put_approvals(struct aq_buffer *out, size_t count)
{
	if (count > 0)
		aq_buffer_print(out, "%zu %s for a second person: acquit review list\n", count,
				plural(count, "act waits", "acts wait"));
}

/* --- what customers owe of returns --- */

struct owed_sum {
	aq_currency currency;
	uint64_t count;
	int64_t amount;
};

struct owed {
	struct aq_arena *arena;
	struct owed_sum *sums;
	size_t count;
};

static enum aq_status on_due(void *context, const struct aq_due_line *line, struct aq_error *err)
{
	struct owed *owed = context;
	struct owed_sum *sum = NULL;

	for (size_t at = 0; at < owed->count; at++)
		if (owed->sums[at].currency == line->currency)
			sum = &owed->sums[at];
	if (!sum) {
		struct owed_sum *more =
			aq_arena_take_many(owed->arena, owed->count + 1, sizeof(*more));

		if (!more)
			return aq_fail_memory(err);
		if (owed->count)
			memcpy(more, owed->sums, owed->count * sizeof(*more));
		owed->sums = more;
		sum = &owed->sums[owed->count++];
		*sum = (struct owed_sum){.currency = line->currency};
	}
	sum->count++;
	if (aq_minor_add(sum->amount, line->owed, &sum->amount))
		return AQ_OK;
	return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_OVERFLOW, (struct aq_at){0, 0},
		       "what customers owe of returns is too much to tell");
}

static enum aq_status put_owed(struct aq_store *store, struct aq_arena *arena,
			       struct aq_buffer *out, struct aq_error *err)
{
	struct owed owed = {.arena = arena};
	enum aq_status status = aq_store_list_due(store, 0, on_due, &owed, err);

	if (status >= AQ_OK && owed.count > 0)
		aq_buffer_add_text(out, "Owed of returns\n");
	for (size_t at = 0; at < owed.count && status >= AQ_OK; at++) {
		text_label(out, "in all");
		aq_buffer_add_text(out, "  ");
		text_money_in(out, (struct aq_money){owed.sums[at].amount, owed.sums[at].currency},
			      MONEY_WIDTH);
		aq_buffer_print(out, "  of %llu %s\n", (unsigned long long)owed.sums[at].count,
				plural(owed.sums[at].count, "customer", "customers"));
	}
	return status;
}

struct totals {
	struct aq_arena *arena;
	struct aq_waiting_total *waiting;
	size_t waiting_count;
	struct aq_exception_total *questions;
	size_t question_count;
	struct aq_proposal *proposals;
	size_t proposal_count;
};

static enum aq_status totals_read(struct aq_store *store, uint64_t run_no, struct totals *out,
				  struct aq_error *err)
{
	enum aq_status status = aq_arena_new(&out->arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_waiting_totals(store, out->arena, &out->waiting,
						 &out->waiting_count, err);
	if (status >= AQ_OK)
		status = aq_store_exception_totals(store, run_no, out->arena, &out->questions,
						   &out->question_count, err);
	if (status >= AQ_OK)
		status = aq_store_proposals(store, out->arena, &out->proposals,
					    &out->proposal_count, err);
	return status;
}

/* No run, or no night: run_no 0. */
static enum aq_status put_night(struct aq_store *store, struct aq_run *run, struct aq_buffer *out,
				struct aq_error *err)
{
	struct aq_error none = {.status = AQ_OK};
	enum aq_status status = aq_store_run_night(store, run, &none);

	if (status == AQ_NOT_FOUND) {
		aq_buffer_add_text(out, "No run yet: acquit run\n");
		return AQ_OK;
	}
	if (status < AQ_OK) {
		if (err)
			*err = none;
		return status;
	}
	aq_buffer_print(out, "Last run %s\n", run->id);
	text_run(out, run);
	return AQ_OK;
}

struct last_act {
	struct aq_buffer words;
	char run[AQ_RUN_ID_BYTES]; /* empty: there was none */
};

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	static const struct aq_payment_id none;
	struct last_act *last = context;
	char id[AQ_PAYMENT_ID_TEXT_BYTES];

	(void)err;
	aq_buffer_clear(&last->words);
	memcpy(last->run, line->run, sizeof(last->run));
	text_act(&last->words, &line->act);
	aq_buffer_add_byte(&last->words, '\n');
	if (memcmp(&line->act.payment, &none, sizeof(none)) == 0)
		return AQ_OK;
	aq_payment_id_print(line->act.payment, id);
	text_line(&last->words, "payment", aq_slice_of(id));
	return AQ_OK;
}

/* What people decided is no night: its reports lie beside, and the head follows. */
static enum aq_status put_last_act(struct aq_store *store, struct aq_buffer *out,
				   struct aq_error *err)
{
	struct last_act last = {.run = ""};
	struct aq_run run;
	enum aq_status status;

	aq_buffer_init(&last.words, 0);
	status = aq_store_list_acts(store, 0, on_act, &last, err);
	if (status >= AQ_OK && last.run[0])
		status = aq_store_run_find(store, aq_slice_of(last.run), &run, err);
	if (status >= AQ_OK && last.run[0]) {
		aq_buffer_print(out, "Last act %s: ", last.run);
		aq_buffer_add(out, aq_buffer_slice(&last.words));
		text_run(out, &run);
	}
	if (status >= AQ_OK && aq_buffer_failed(&last.words))
		status = aq_fail_memory(err);
	aq_buffer_free(&last.words);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_report_status(struct aq_store *store, uint64_t rejected_files,
				struct aq_buffer *out, struct aq_error *err)
{
	struct totals totals = {.arena = NULL};
	struct aq_run run = {.run_no = 0};
	enum aq_status status = put_night(store, &run, out, err);

	if (status >= AQ_OK)
		status = put_last_act(store, out, err);
	if (status < AQ_OK)
		return status;
	status = totals_read(store, run.run_no, &totals, err);
	if (status >= AQ_OK) {
		put_all_waiting(out, totals.waiting, totals.waiting_count, STATUS_WAITING_MAX,
				"see waiting.csv of the last report");
		status = put_owed(store, totals.arena, out, err);
	}
	if (status >= AQ_OK) {
		put_questions(out, totals.questions, totals.question_count, STATUS_LINES_MAX);
		if (totals.question_count > 0)
			aq_buffer_add_text(out, "  see them: acquit review list\n");
		put_approvals(out, totals.proposal_count);
		aq_buffer_print(out, "%llu %s in rejected/\n", (unsigned long long)rejected_files,
				plural(rejected_files, "file lies", "files lie"));
	}
	aq_arena_free(totals.arena);
	if (status < AQ_OK)
		return status;
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}

void aq_report_demoted(const struct aq_rule_standing standings[AQ_RULE_COUNT],
		       struct aq_buffer *out)
{
	char since[AQ_DATE_TEXT_BYTES];

	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++) {
		const struct aq_rule_standing *standing = &standings[rule];

		if (!standing->is_demoted)
			continue;
		aq_date_print(standing->since, since);
		aq_buffer_print(out,
				"Rule %s only suggests: persons took off %llu of the %llu payments "
				"it applied since %s\n",
				aq_rule_name((enum aq_rule)rule),
				(unsigned long long)standing->undone,
				(unsigned long long)standing->applied, since);
	}
}

/* --- mail --- */

static void put_files(struct aq_buffer *out, const struct aq_report_summary *summary)
{
	bool is_first = true;

	aq_buffer_add_text(out, "Files:");
	for (int status = AQ_FILE_ACCEPTED; status <= AQ_FILE_WAITING; status++) {
		if (summary->files[status] == 0)
			continue;
		aq_buffer_print(out, "%s %llu %s", is_first ? "" : ",",
				(unsigned long long)summary->files[status],
				aq_file_status_name((enum aq_file_status)status));
		is_first = false;
	}
	aq_buffer_add_text(out, is_first ? " none\n" : "\n");
}

static void put_payments(struct aq_buffer *out, const struct aq_report_summary *summary)
{
	bool is_first = true;

	aq_buffer_add_text(out, "Payments:");
	for (int status = 0; status < AQ_PAYMENT_STATUS_COUNT; status++) {
		if (summary->payments[status] == 0)
			continue;
		aq_buffer_print(out, "%s %llu %s", is_first ? "" : ",",
				(unsigned long long)summary->payments[status],
				aq_payment_status_name((enum aq_payment_status)status));
		is_first = false;
	}
	aq_buffer_add_text(out, is_first ? " none\n" : "\n");
}

/* They keep nothing from being posted, and are not to be missed. */
static void put_warnings(struct aq_buffer *out, const struct aq_report_summary *summary)
{
	if (summary->warnings > 0)
		aq_buffer_print(out, "%llu %s: see findings.csv\n",
				(unsigned long long)summary->warnings,
				plural(summary->warnings, "warning", "warnings"));
}

enum aq_status aq_report_mail(struct aq_store *store, const struct aq_run *run,
			      const struct aq_report_summary *summary, struct aq_buffer *out,
			      struct aq_error *err)
{
	struct totals totals = {.arena = NULL};
	enum aq_status status = totals_read(store, run->run_no, &totals, err);

	if (status >= AQ_OK) {
		aq_buffer_print(out, "acquit run %s\n", run->id);
		put_files(out, summary);
		put_warnings(out, summary);
		put_payments(out, summary);
		put_all_waiting(out, totals.waiting, totals.waiting_count, MAIL_WAITING_MAX,
				"acquit status");
		put_questions(out, totals.questions, totals.question_count, MAIL_CODES_MAX);
		put_approvals(out, totals.proposal_count);
	}
	aq_arena_free(totals.arena);
	if (status < AQ_OK)
		return status;
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}
