/*
 * decode_print.c - `decode FILE`: prints what a file holds, touching no store.
 *
 * Prints what could be read even where `run` would refuse the file; findings
 * go beside it, or alone with --check.
 */
#include <errno.h>

#include "job.h"

#include "acquit/log.h"
#include "acquit/utf8.h"

struct printing {
	struct aq_home *home;
	const struct aq_decode_order *order;
	struct aq_claim *claim;
	struct aq_source *source;
	struct aq_profiles *profiles;
	struct aq_decode *decode;
	struct aq_findings *findings;
	struct aq_arena *arena;
	struct aq_unit unit;
	struct aq_arena *unit_arena;
	struct aq_normalise_settings settings;
	struct aq_payment *payments; /* of one batch, in the arena */
	struct aq_buffer out;
	FILE *file;
};

#define OUT_BYTES_FLUSH (256u * 1024)

static enum aq_status flush(struct printing *printing, struct aq_error *err)
{
	if (aq_buffer_failed(&printing->out))
		return aq_fail_memory(err);
	if (printing->out.length > 0 && fwrite(printing->out.start, 1, printing->out.length,
					       printing->file) != printing->out.length)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot write the output");
	aq_buffer_clear(&printing->out);
	return AQ_OK;
}

static enum aq_status on_unit_begin(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct printing *printing = context;

	return unit_keep(&printing->unit, unit, printing->unit_arena, err);
}

static enum aq_status on_records(void *context, const struct aq_batch *batch, struct aq_error *err)
{
	struct printing *printing = context;
	struct aq_normalise_order order = {.settings = &printing->settings,
					   .family = aq_decode_family(printing->decode),
					   .unit = &printing->unit,
					   .batch = batch,
					   .gateway = aq_decode_format(printing->decode)};
	bool refuses = false;
	size_t index;
	enum aq_status status;

	aq_arena_reset(printing->arena);
	printing->payments =
		aq_arena_take_many(printing->arena, batch->record_count, sizeof(struct aq_payment));
	if (!printing->payments)
		return aq_fail_memory(err);
	status = aq_normalise(&order, printing->arena, printing->payments, &refuses,
			      printing->findings, err);
	if (status < AQ_OK || printing->order->is_check)
		return status;
	for (index = 0; index < batch->record_count && status >= AQ_OK; index++) {
		struct aq_decode_line line = {.payment = &printing->payments[index],
					      .record = &batch->records[index],
					      .file = aq_claim_name(printing->claim),
					      .format = aq_decode_format(printing->decode),
					      .is_clear = printing->order->is_clear};

		aq_report_decode_line(&printing->out, printing->order->form, &line);
		if (printing->out.length >= OUT_BYTES_FLUSH)
			status = flush(printing, err);
	}
	return status;
}

static enum aq_status on_unit_end(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	(void)context;
	(void)unit;
	(void)err;
	return AQ_OK;
}

static enum aq_status open_all(struct printing *printing, struct aq_error *err)
{
	struct aq_decode_settings settings = {.today = printing->order->today};
	struct aq_slice head = {NULL, 0};
	bool is_whole = false;
	enum aq_status status;

	if (printing->home) {
		settings.partners = printing->home->settings.partners;
		settings.partner_count = printing->home->settings.partner_count;
	}
	status = aq_claim_named(&printing->claim, printing->order->path, err);
	if (status >= AQ_OK)
		status = aq_source_open(&printing->source, printing->claim, NULL,
					printing->findings, err);
	if (status >= AQ_OK)
		status = aq_source_head(printing->source, &head, &is_whole, err);
	if (status >= AQ_OK)
		status = aq_formats_load_at(
			&printing->profiles,
			printing->home ? printing->home->path : printing->order->home_path, err);
	if (status >= AQ_OK)
		status = aq_decode_open(&printing->decode, printing->profiles, head, is_whole,
					&settings, err);
	return status;
}

static enum aq_status read_all(struct printing *printing, struct aq_error *err)
{
	const struct aq_sink sink = {.context = printing,
				     .unit_begin = on_unit_begin,
				     .records = on_records,
				     .unit_end = on_unit_end};
	struct aq_slice piece;
	enum aq_status status;

	aq_decode_bind(printing->decode, &sink, printing->findings);
	do {
		status = aq_source_next(printing->source, &piece, err);
		if (status == AQ_OK)
			status = aq_decode_feed(printing->decode, piece, err);
	} while (status == AQ_OK);
	if (status < AQ_OK)
		return status;
	return aq_decode_finish(printing->decode, err);
}

void decode_note_refusal(struct aq_findings *findings, const struct aq_error *err)
{
	struct aq_finding finding = {.code = err->code,
				     .severity = AQ_SEVERITY_FATAL,
				     .at = err->at,
				     .message = aq_slice_of(err->text)};
	size_t index;

	for (index = 0; index < aq_findings_kept(findings); index++)
		if (aq_findings_at(findings, index)->code == err->code)
			return;
	aq_findings_add(findings, &finding);
}

void decode_put_finding(struct aq_buffer *out, struct aq_slice file,
			const struct aq_finding *finding)
{
	aq_printable_put(out, file);
	if (finding->at.line)
		aq_buffer_print(out, ":%llu", (unsigned long long)finding->at.line);
	if (finding->at.column)
		aq_buffer_print(out, ":%u", (unsigned)finding->at.column);
	aq_buffer_print(out, ": %s: ", aq_severity_name(finding->severity));
	aq_printable_put(out, finding->message);
	if (finding->value.length > 0) {
		aq_buffer_add_text(out, " (");
		aq_printable_put(out, finding->value);
		aq_buffer_add_text(out, ")");
	}
	aq_buffer_print(out, " [%s]\n", aq_code_name(finding->code));
}

static enum aq_status print_findings(struct printing *printing, FILE *diagnostics,
				     struct aq_error *err)
{
	struct aq_slice file = printing->claim ? aq_claim_name(printing->claim)
					       : aq_slice_of(printing->order->path);
	size_t index;
	enum aq_status status = flush(printing, err);

	printing->file = printing->order->is_check ? printing->file : diagnostics;
	for (index = 0; index < aq_findings_kept(printing->findings) && status >= AQ_OK; index++) {
		const struct aq_finding *finding = aq_findings_at(printing->findings, index);

		if (printing->order->is_check)
			aq_report_finding_line(&printing->out, printing->order->form, file,
					       finding);
		else
			decode_put_finding(&printing->out, file, finding);
		if (printing->out.length >= OUT_BYTES_FLUSH)
			status = flush(printing, err);
	}
	return status < AQ_OK ? status : flush(printing, err);
}

static void printing_close(struct printing *printing)
{
	aq_decode_close(printing->decode);
	aq_profiles_free(printing->profiles);
	aq_source_close(printing->source);
	aq_claim_close(printing->claim);
	aq_findings_free(printing->findings);
	aq_arena_free(printing->unit_arena);
	aq_arena_free(printing->arena);
	aq_buffer_free(&printing->out);
}

enum aq_status aq_decode_print(struct aq_home *home, const struct aq_decode_order *order, FILE *out,
			       FILE *diagnostics, enum aq_severity *worst, struct aq_error *err)
{
	struct printing printing = {.home = home, .order = order, .file = out};
	enum aq_status status;

	aq_buffer_init(&printing.out, 0);
	printing.settings.is_decode_only = true;
	if (home) {
		printing.settings.company_ids = home->settings.company_ids;
		printing.settings.company_id_count = home->settings.company_id_count;
	}
	if (order->is_header && order->is_check)
		aq_report_finding_header(&printing.out, order->form);
	else if (order->is_header)
		aq_report_decode_header(&printing.out, order->form);
	status = aq_findings_new(&printing.findings, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&printing.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&printing.unit_arena, 0, err);
	if (status >= AQ_OK)
		status = open_all(&printing, err);
	if (status >= AQ_OK)
		status = read_all(&printing, err);
	if (status == AQ_BAD_FILE) {
		decode_note_refusal(printing.findings, err);
		status = AQ_OK;
	}
	if (status >= AQ_OK) {
		status = print_findings(&printing, diagnostics, err);
		*worst = aq_findings_worst(printing.findings);
	}
	printing_close(&printing);
	return status < AQ_OK ? status : AQ_OK;
}
