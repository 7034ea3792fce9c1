/*
 * show_book.c - runs, their entries, and what people decided: proposals and acts.
 */
#include "show.h"

#include "acquit/codes.h"

#include "text.h"
#include "words.h"
#include "work.h"

static const struct aq_payment_id no_payment;

static bool is_payment(struct aq_payment_id id)
{
	return memcmp(&id, &no_payment, sizeof(id)) != 0;
}

static void put_payment(struct aq_buffer *out, struct aq_payment_id payment)
{
	char id[AQ_PAYMENT_ID_TEXT_BYTES];

	if (!is_payment(payment))
		return;
	aq_payment_id_print(payment, id);
	text_line(out, "payment", aq_slice_of(id));
}

static void put_money(struct aq_buffer *out, const char *label, struct aq_money money)
{
	text_label(out, label);
	text_money(out, money.minor, money.currency);
	aq_buffer_add_byte(out, '\n');
}

static void put_day(struct aq_buffer *out, const char *label, struct aq_date day)
{
	text_label(out, label);
	text_date(out, day);
	aq_buffer_add_byte(out, '\n');
}

struct of_run {
	struct showing *showing;
	uint64_t run_no;
};

static enum aq_status on_act_of_run(void *context, const struct aq_act_line *line,
				    struct aq_error *err)
{
	const struct of_run *of = context;

	return line->run_no == of->run_no ? show_act_line(of->showing, line, err) : AQ_OK;
}

enum aq_status show_acts_of_run(struct showing *showing, uint64_t run_no, struct aq_error *err)
{
	struct of_run of = {showing, run_no};

	showing->count = 0;
	return aq_store_list_acts(showing->store, 0, on_act_of_run, &of, err);
}

/* --- acts --- */

struct ending { /* of a proposal */
	uint64_t act_no; /* 0: none */
	bool is_approved;
	struct aq_slice by, why;
};

struct acting {
	struct showing *showing;
	uint64_t act_no;
	struct aq_act_line line; /* its texts live in the arena */
	struct ending ending;
	bool is_starved;
};

static struct aq_slice kept(struct acting *acting, struct aq_slice text)
{
	struct aq_slice copy = aq_arena_copy(acting->showing->arena, text);

	acting->is_starved |= copy.length < text.length;
	return copy;
}

static void keep_act(struct acting *acting, const struct aq_act_line *line)
{
	acting->line = *line;
	acting->line.act.verb = kept(acting, line->act.verb);
	acting->line.act.by = kept(acting, line->act.by);
	acting->line.act.why = kept(acting, line->act.why);
	acting->line.act.target = kept(acting, line->act.target);
	acting->line.act.approved_by = kept(acting, line->act.approved_by);
	acting->line.act.approved_why = kept(acting, line->act.approved_why);
}

/* "refund 20.00 (moves 20.00 EUR, effect 3f2a)" proposes the act "refund". */
static bool is_proposed_by(const struct aq_act *proposal, const struct aq_act *act)
{
	struct aq_slice rest = proposal->target;

	return aq_slice_equals(aq_slice_cut(&rest, ' '), act->verb) &&
	       aq_slice_equals(proposal->by, act->by) && aq_slice_equals(proposal->why, act->why) &&
	       memcmp(&proposal->payment, &act->payment, sizeof(act->payment)) == 0;
}

/* How a proposal ended: by an act that gives it up, or by the act that it proposed. */
static void look_for_end(struct acting *acting, const struct aq_act_line *line)
{
	const struct aq_act *act = &line->act;
	char name[32];
	bool is_approved = act->approved_by.length > 0 && is_proposed_by(&acting->line.act, act);

	(void)snprintf(name, sizeof(name), "A%llu", (unsigned long long)acting->act_no);
	if (acting->ending.act_no != 0 || acting->line.act_no == 0 ||
	    !aq_slice_is(acting->line.act.verb, "propose"))
		return;
	if (!is_approved && !(aq_slice_is(act->verb, "withdraw") && aq_slice_is(act->target, name)))
		return;
	acting->ending = (struct ending){
		.act_no = line->act_no,
		.is_approved = is_approved,
		.by = kept(acting, is_approved ? act->approved_by : act->by),
		.why = kept(acting, is_approved ? act->approved_why : act->why),
	};
}

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct acting *acting = context;

	if (line->act_no == acting->act_no)
		keep_act(acting, line);
	else
		look_for_end(acting, line);
	return acting->is_starved ? aq_fail_memory(err) : AQ_OK;
}

static void put_act(const struct acting *acting)
{
	const struct aq_act *act = &acting->line.act;
	struct aq_buffer *out = acting->showing->out;

	aq_buffer_print(out, "Act A%llu\n", (unsigned long long)acting->act_no);
	text_label(out, "what");
	text_put(out, act->verb);
	if (act->target.length > 0) {
		aq_buffer_add_byte(out, ' ');
		text_put(out, act->target);
	}
	aq_buffer_add_byte(out, '\n');
	text_line(out, "by", act->by);
	text_line(out, "why", act->why);
	if (act->approved_by.length > 0) {
		text_label(out, "approved");
		aq_buffer_add_text(out, "by ");
		text_put(out, act->approved_by);
		aq_buffer_add_text(out, ": ");
		text_put(out, act->approved_why);
		aq_buffer_add_byte(out, '\n');
	}
	put_day(out, "date", acting->line.business_date);
	text_line(out, "run", aq_slice_of(acting->line.run));
	put_payment(out, act->payment);
	aq_buffer_print(out, "  report      reports/%s/index.html\n", acting->line.run);
}

static void put_ending(const struct acting *acting)
{
	const struct ending *ending = &acting->ending;
	struct aq_buffer *out = acting->showing->out;

	text_label(out, ending->is_approved ? "approved" : "withdrawn");
	aq_buffer_print(out, "as A%llu, by ", (unsigned long long)ending->act_no);
	text_put(out, ending->by);
	aq_buffer_add_text(out, ": ");
	text_put(out, ending->why);
	aq_buffer_add_byte(out, '\n');
}

static void put_waiting(struct aq_buffer *out, const struct aq_proposal *proposal)
{
	put_money(out, "moves", proposal->moves);
	text_label(out, "waits");
	aq_buffer_add_text(out, "nothing is posted; waits for the approval of ");
	text_put(out, proposal->for_whom);
	aq_buffer_add_byte(out, '\n');
	work_put_second(out, proposal->act_no);
}

static enum aq_status put_proposal(const struct acting *acting, struct aq_error *err)
{
	struct showing *showing = acting->showing;
	struct aq_proposal *proposals;
	size_t count = 0;
	enum aq_status status =
		aq_store_proposals(showing->store, showing->arena, &proposals, &count, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		if (proposals[at].act_no != acting->act_no)
			continue;
		put_waiting(showing->out, &proposals[at]);
		return AQ_OK;
	}
	if (status >= AQ_OK && acting->ending.act_no != 0)
		put_ending(acting);
	return status;
}

enum aq_status show_act(struct showing *showing, struct aq_error *err)
{
	struct acting acting = {.showing = showing, .act_no = showing->number};
	enum aq_status status = aq_store_list_acts(showing->store, 0, on_act, &acting, err);

	if (status < AQ_OK)
		return status;
	put_act(&acting);
	if (aq_slice_is(acting.line.act.verb, "propose"))
		status = put_proposal(&acting, err);
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_list_journal(showing->store, acting.line.run_no, show_journal,
					       showing, err);
	return status;
}

/* --- runs --- */

static enum aq_status on_file(void *context, const struct aq_file_line *line, struct aq_error *err)
{
	struct showing *showing = context;
	struct aq_buffer *out = showing->out;

	(void)err;
	show_heading(showing, "Files");
	aq_buffer_print(out, "  %-10s ", aq_file_status_name(line->file.status));
	text_put(out, line->file.name);
	if (line->currency != AQ_CURRENCY_NONE) {
		aq_buffer_print(out, ": %llu posted, ",
				(unsigned long long)line->counts[AQ_TALLY_POSTED]);
		text_money(out, line->credits[AQ_TALLY_POSTED], line->currency);
		aq_buffer_add_text(out, " in, ");
		text_money(out, line->debits[AQ_TALLY_POSTED], line->currency);
		aq_buffer_add_text(out, " out");
	}
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

enum aq_status show_run(struct showing *showing, struct aq_error *err)
{
	struct aq_run run;
	enum aq_status status = aq_store_run_find(showing->store, showing->text, &run, err);

	if (status < AQ_OK)
		return status;
	aq_buffer_print(showing->out, "Run %s%s\n", run.id,
			run.is_closed ? "" : ", which is not at its end");
	text_run(showing->out, &run);
	showing->count = 0;
	status = aq_store_list_files(showing->store, run.run_no, on_file, showing, err);
	return status < AQ_OK ? status : show_acts_of_run(showing, run.run_no, err);
}

/* --- entries --- */

struct entry {
	struct showing *showing;
	uint64_t run_no;
};

static void put_entry(struct aq_buffer *out, const struct aq_journal_line *line)
{
	char hash[AQ_SHA256_HEX_BYTES];

	aq_buffer_print(out, "Entry %llu\n", (unsigned long long)line->entry_no);
	put_day(out, "posted", line->posted_on);
	text_line(out, "event", aq_slice_of(aq_event_name(line->event)));
	text_line(out, "memo", line->memo);
	put_payment(out, line->payment);
	if (line->is_late)
		text_line(out, "late", AQ_SLICE("its day was closed already"));
	if (line->corrects_no)
		aq_buffer_print(out, "  takes back  entry %llu\n",
				(unsigned long long)line->corrects_no);
	aq_sha256_to_hex(&line->hash, hash);
	text_line(out, "hash", aq_slice_of(hash));
}

static void put_posting(struct showing *showing, const struct aq_posting *posting)
{
	struct aq_buffer *out = showing->out;

	text_money_in(out, (struct aq_money){posting->amount, posting->currency}, 20);
	aq_buffer_add_text(out, "  ");
	text_accounts(out, posting);
	if (posting->customer.length > 0) {
		aq_buffer_add_text(out, "  customer ");
		text_put(out, posting->customer);
	}
	if (posting->target.length > 0) {
		aq_buffer_add_text(out, "  ");
		text_put(out, posting->target);
	}
	if (posting->settlement.length > 0) {
		aq_buffer_add_text(out, "  settlement ");
		text_put(out, posting->settlement);
	}
	aq_buffer_add_byte(out, '\n');
}

/* The entry's own facts, and what takes it back. */
static enum aq_status on_facts(void *context, const struct aq_journal_line *line,
			       struct aq_error *err)
{
	struct entry *entry = context;
	struct aq_buffer *out = entry->showing->out;

	(void)err;
	if (line->posting_index != 0)
		return AQ_OK;
	if (line->entry_no == entry->showing->number) {
		entry->run_no = line->run_no;
		put_entry(out, line);
	} else {
		aq_buffer_print(out, "  taken back  by entry %llu\n",
				(unsigned long long)line->entry_no);
	}
	return AQ_OK;
}

static enum aq_status on_posting(void *context, const struct aq_journal_line *line,
				 struct aq_error *err)
{
	struct showing *showing = context;

	(void)err;
	if (line->entry_no != showing->number)
		return AQ_OK;
	show_heading(showing, "Postings");
	put_posting(showing, &line->posting);
	return AQ_OK;
}

static enum aq_status on_run(void *context, const struct aq_run *run, struct aq_error *err)
{
	struct entry *entry = context;

	(void)err;
	if (run->run_no == entry->run_no)
		text_line(entry->showing->out, "run", aq_slice_of(run->id));
	return AQ_OK;
}

enum aq_status show_entry(struct showing *showing, struct aq_error *err)
{
	struct entry entry = {.showing = showing};
	enum aq_status status =
		aq_store_journal_of_entry(showing->store, showing->number, on_facts, &entry, err);

	if (status >= AQ_OK)
		status = aq_store_list_runs(showing->store, on_run, &entry, err);
	showing->count = 0;
	if (status >= AQ_OK)
		status = aq_store_journal_of_entry(showing->store, showing->number, on_posting,
						   showing, err);
	return status < AQ_OK ? status : show_acts_of_run(showing, entry.run_no, err);
}
