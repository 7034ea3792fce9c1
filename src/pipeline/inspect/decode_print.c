/*
 * decode_print.c - `decode FILE`: prints what a file holds, touching no store.
 *
 * Prints what could be read even where `run` would refuse the file; findings
 * go beside it, or alone with --check.
 */
#include <errno.h>

#include "inspecting.h"

#include "acquit/log.h"
#include "acquit/utf8.h"

struct printing {
	const struct aq_decode_order *order;
	struct inspecting inspecting;
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

	return inspecting_unit(&printing->inspecting, unit, err);
}

static enum aq_status on_records(void *context, const struct aq_batch *batch, struct aq_error *err)
{
	struct printing *printing = context;
	const struct inspecting *inspecting = &printing->inspecting;
	struct aq_payment *payments;
	enum aq_status status = inspecting_batch(&printing->inspecting, batch, &payments, err);

	if (status < AQ_OK || printing->order->is_check)
		return status;
	for (size_t index = 0; index < batch->record_count && status >= AQ_OK; index++) {
		struct aq_decode_line line = {.payment = &payments[index],
					      .record = &batch->records[index],
					      .file = aq_claim_name(inspecting->claim),
					      .format = aq_decode_format(inspecting->decode),
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
	struct aq_slice file = printing->inspecting.claim
				       ? aq_claim_name(printing->inspecting.claim)
				       : aq_slice_of(printing->order->path);
	size_t index;
	enum aq_status status = flush(printing, err);

	printing->file = printing->order->is_check ? printing->file : diagnostics;
	for (index = 0; index < aq_findings_kept(printing->inspecting.findings) && status >= AQ_OK;
	     index++) {
		const struct aq_finding *finding =
			aq_findings_at(printing->inspecting.findings, index);

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

static enum aq_status print_all(struct printing *printing, const struct inspecting_order *order,
				struct aq_error *err)
{
	const struct aq_sink sink = {.context = printing,
				     .unit_begin = on_unit_begin,
				     .records = on_records,
				     .unit_end = on_unit_end};
	enum aq_status status = inspecting_open(&printing->inspecting, order, err);

	return status < AQ_OK ? status : inspecting_read(&printing->inspecting, &sink, err);
}

enum aq_status aq_decode_print(struct aq_home *home, const struct aq_decode_order *order, FILE *out,
			       FILE *diagnostics, enum aq_severity *worst, struct aq_error *err)
{
	struct printing printing = {.order = order, .file = out};
	const struct inspecting_order file = {.home = home,
					      .path = order->path,
					      .home_path = order->home_path,
					      .today = order->today,
					      .is_clock = !order->is_dated};
	enum aq_status status;

	aq_buffer_init(&printing.out, 0);
	if (order->is_header && order->is_check)
		aq_report_finding_header(&printing.out, order->form);
	else if (order->is_header)
		aq_report_decode_header(&printing.out, order->form);
	status = inspecting_new(&printing.inspecting, err);
	printing.inspecting.is_borrowing = true;
	if (status >= AQ_OK)
		status = print_all(&printing, &file, err);
	if (status == AQ_BAD_FILE) {
		decode_note_refusal(printing.inspecting.findings, err);
		status = AQ_OK;
	}
	if (status >= AQ_OK) {
		status = print_findings(&printing, diagnostics, err);
		*worst = aq_findings_worst(printing.inspecting.findings);
	}
	inspecting_close(&printing.inspecting);
	aq_buffer_free(&printing.out);
	return status < AQ_OK ? status : AQ_OK;
}
