/*
 * show_file.c - a file: what was read and what became of it, and its findings.
 */
#include "show.h"

#include "text.h"
#include "words.h"

#define FINDINGS_SHOWN_MAX 100

static void put_tally(struct aq_buffer *out, const struct aq_file_line *line, enum aq_tally tally)
{
	text_label(out, aq_tally_name(tally));
	aq_buffer_print(out, "%10llu", (unsigned long long)line->counts[tally]);
	if (line->currency) {
		text_money_in(out,
			      (struct aq_money){.minor = line->credits[tally],
						.currency = line->currency},
			      24);
		aq_buffer_add_text(out, " in");
		text_money_in(
			out,
			(struct aq_money){.minor = line->debits[tally], .currency = line->currency},
			24);
		aq_buffer_add_text(out, " out");
	}
	aq_buffer_add_byte(out, '\n');
}

static void put_head(struct aq_buffer *out, const struct aq_file_line *line)
{
	char hash[AQ_SHA256_HEX_BYTES];

	aq_buffer_add_text(out, "File ");
	text_put(out, line->file.name);
	aq_buffer_add_byte(out, '\n');
	aq_sha256_to_hex(&line->file.sha256, hash);
	text_line(out, "sha256", aq_slice_of(hash));
	text_line(out, "format", line->file.format);
	text_line(out, "status", aq_slice_of(aq_file_status_name(line->file.status)));
	text_line(out, "because", line->file.reason);
	text_line(out, "archived as", line->file.archive_name);
	aq_buffer_print(out, "  findings    %llu errors, %llu warnings, %llu notes\n",
			(unsigned long long)line->errors, (unsigned long long)line->warnings,
			(unsigned long long)line->notes);
}

static enum aq_status on_file(void *context, const struct aq_file_line *line, struct aq_error *err)
{
	struct showing *showing = context;

	(void)err;
	if (line->file.file_no != showing->number)
		return AQ_OK;
	if (showing->count++ == 0)
		put_head(showing->out, line);
	aq_buffer_add_byte(showing->out, '\n');
	for (int tally = 0; tally < AQ_TALLY_COUNT; tally++)
		put_tally(showing->out, line, (enum aq_tally)tally);
	return AQ_OK;
}

static enum aq_status on_finding(void *context, const struct aq_finding_line *line,
				 struct aq_error *err)
{
	struct showing *showing = context;
	const struct aq_finding *finding = &line->finding;
	struct aq_buffer *out = showing->out;

	(void)err;
	if (line->file_no != showing->number || showing->count > FINDINGS_SHOWN_MAX)
		return AQ_OK;
	show_heading(showing, "What was found in it");
	if (showing->count > FINDINGS_SHOWN_MAX) {
		aq_buffer_add_text(out, "  and more: see findings.csv of its run\n");
		return AQ_OK;
	}
	aq_buffer_add_text(out, "  ");
	if (finding->at.line)
		aq_buffer_print(out, "line %llu: ", (unsigned long long)finding->at.line);
	aq_buffer_print(out, "%s %s: ",
			aq_severity_name(finding->severity ? finding->severity
							   : aq_code_severity(finding->code)),
			aq_code_name(finding->code));
	text_put(out, finding->message);
	aq_buffer_add_byte(out, '\n');
	return AQ_OK;
}

/* Files are listed by their runs, newest first: people ask about last night's. */
static enum aq_status find_run(struct showing *showing, uint64_t *run_no, struct aq_error *err)
{
	struct aq_error none = {.status = AQ_OK};
	struct aq_run newest;
	enum aq_status status = aq_store_run_find(showing->store, AQ_SLICE(""), &newest, &none);

	*run_no = 0;
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status < AQ_OK) {
		if (err)
			*err = none;
		return status;
	}
	for (uint64_t run = newest.run_no; run > 0 && *run_no == 0 && status >= AQ_OK; run--) {
		status = aq_store_list_files(showing->store, run, on_file, showing, err);
		if (showing->count > 0)
			*run_no = run;
	}
	return status;
}

enum aq_status show_file(struct showing *showing, struct aq_error *err)
{
	uint64_t run_no;
	enum aq_status status;

	showing->count = 0;
	status = find_run(showing, &run_no, err);
	showing->count = 0;
	if (status >= AQ_OK && run_no)
		status = aq_store_list_findings(showing->store, run_no, on_finding, showing, err);
	return status;
}
