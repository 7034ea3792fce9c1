/*
 * seen.h - feeds bytes to the NACHA decoder and keeps what came out.
 *
 * Records are printed into lines of text while they live, one a record, so
 * that a test can name what it expects in one place.
 */
#ifndef TEST_NACHA_SEEN_H
#define TEST_NACHA_SEEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/buffer.h"
#include "acquit/ext/decoder.h"

struct seen {
	struct aq_findings *findings;
	struct aq_buffer records; /* a line each, "|" between the parts */
	struct aq_buffer units;
	struct aq_decimal credits;
	struct aq_decimal debits;
	uint64_t entries;
	uint64_t addenda;
	uint64_t record_count;
	uint64_t unit_count;
	uint64_t refused_units;
	bool is_unit_open;
	enum aq_status status;
	struct aq_error error;
};

static inline const char *seen_date(struct aq_date date, char out[AQ_DATE_TEXT_BYTES])
{
	aq_date_print(date, out);
	return out;
}

static inline void seen_add_decimal(struct aq_buffer *out, struct aq_decimal number)
{
	char text[AQ_DECIMAL_TEXT_BYTES] = "-";

	if (number.is_present)
		(void)aq_decimal_print(number, 2, text);
	aq_buffer_add_text(out, text);
}

static inline enum aq_status seen_begin(void *context, const struct aq_unit *unit,
					struct aq_error *err)
{
	struct seen *seen = context;

	(void)err;
	assert_false(seen->is_unit_open);
	assert_int_equal(unit->index, seen->unit_count);
	seen->is_unit_open = true;
	return AQ_OK;
}

static inline void seen_party(struct aq_buffer *out, const char *what, const struct aq_party *party)
{
	aq_buffer_print(out, "|%s=%.*s/%.*s/%.*s/%.*s", what, AQ_SLICE_ARGS(party->name),
			AQ_SLICE_ARGS(party->account), AQ_SLICE_ARGS(party->bank),
			AQ_SLICE_ARGS(party->id));
	if (party->ultimate_name.length > 0)
		aq_buffer_print(out, "/%.*s", AQ_SLICE_ARGS(party->ultimate_name));
}

static inline void seen_record(struct seen *seen, const struct aq_record *record)
{
	static const char *const natures[] = {"money", "notice", "return"};
	struct aq_buffer *out = &seen->records;
	char text[AQ_DATE_TEXT_BYTES];

	aq_buffer_print(out, "%llu|%s|%.*s|", (unsigned long long)record->line,
			natures[record->nature], AQ_SLICE_ARGS(record->type));
	seen_add_decimal(out, record->amount);
	aq_buffer_print(out, "|on=%s|id=%.*s", seen_date(record->value_on, text),
			AQ_SLICE_ARGS(record->source_id));
	seen_party(out, "debtor", &record->debtor);
	seen_party(out, "creditor", &record->creditor);
	if (record->is_refused)
		aq_buffer_print(out, "|refused=%s", aq_code_name(record->refusal));
	if (record->is_reversal)
		aq_buffer_add_text(out, "|reversal");
	if (record->return_code.length > 0)
		aq_buffer_print(out, "|reason=%.*s (%.*s)", AQ_SLICE_ARGS(record->return_code),
				AQ_SLICE_ARGS(record->return_text));
	if (record->counter_reference.length > 0)
		aq_buffer_print(out, "|counter=%.*s", AQ_SLICE_ARGS(record->counter_reference));
	for (size_t index = 0; index < record->reference_count; index++)
		aq_buffer_print(out, "|%s=%.*s",
				aq_reference_kind_name(record->references[index].kind),
				AQ_SLICE_ARGS(record->references[index].value));
	for (size_t index = 0; index < record->remittance_count; index++) {
		const struct aq_remittance *line = &record->remittances[index];

		aq_buffer_print(out, "|remit %s %.*s ", aq_reference_kind_name(line->kind),
				AQ_SLICE_ARGS(line->document));
		seen_add_decimal(out, line->amount);
		aq_buffer_add_text(out, " ");
		seen_add_decimal(out, line->discount);
		aq_buffer_add_text(out, " ");
		seen_add_decimal(out, line->adjustment);
		aq_buffer_print(out, " %.*s", AQ_SLICE_ARGS(line->reason));
	}
	if (record->instructed.is_present) {
		aq_buffer_add_text(out, "|instructed=");
		seen_add_decimal(out, record->instructed);
		aq_buffer_print(out, " %.*s", AQ_SLICE_ARGS(record->instructed_currency));
	}
	aq_buffer_add_text(out, "\n");
}

static inline enum aq_status seen_records(void *context, const struct aq_batch *batch,
					  struct aq_error *err)
{
	struct seen *seen = context;

	(void)err;
	assert_true(seen->is_unit_open);
	assert_int_equal(batch->unit_index, seen->unit_count);
	assert_true(batch->record_count > 0 && batch->record_count <= 4096);
	for (size_t index = 0; index < batch->record_count; index++)
		seen_record(seen, &batch->records[index]);
	seen->record_count += batch->record_count;
	return AQ_OK;
}

static inline enum aq_status seen_end(void *context, const struct aq_unit *unit,
				      struct aq_error *err)
{
	struct seen *seen = context;
	char effective[AQ_DATE_TEXT_BYTES];
	char settled[AQ_DATE_TEXT_BYTES];

	(void)err;
	assert_true(seen->is_unit_open);
	seen->is_unit_open = false;
	seen->unit_count++;
	seen->refused_units += unit->verdict >= AQ_SEVERITY_ERROR;
	seen->entries += unit->entry_count;
	seen->addenda += unit->addenda_count;
	assert_true(aq_decimal_add(seen->credits, unit->credits, &seen->credits));
	assert_true(aq_decimal_add(seen->debits, unit->debits, &seen->debits));
	aq_buffer_print(&seen->units, "%.*s|%.*s|%.*s|%.*s|%.*s|%s|%s|%llu|%llu|",
			AQ_SLICE_ARGS(unit->id), AQ_SLICE_ARGS(unit->sec),
			AQ_SLICE_ARGS(unit->company_name), AQ_SLICE_ARGS(unit->company_id),
			AQ_SLICE_ARGS(unit->originator), seen_date(unit->effective_on, effective),
			seen_date(unit->settled_on, settled), (unsigned long long)unit->entry_count,
			(unsigned long long)unit->addenda_count);
	seen_add_decimal(&seen->units, unit->credits);
	aq_buffer_add_text(&seen->units, "|");
	seen_add_decimal(&seen->units, unit->debits);
	aq_buffer_print(&seen->units, "|%s\n", aq_code_name(unit->verdict_code));
	return AQ_OK;
}

/* Feeds in pieces of `piece_bytes`, each in memory of its own, so that a
 * sanitizer sees what is read after its time. */
static inline void seen_feed(struct seen *seen, struct aq_decoder_handle *handle,
			     struct aq_slice bytes, size_t piece_bytes)
{
	while (bytes.length > 0 && seen->status >= AQ_OK) {
		size_t part = bytes.length < piece_bytes ? bytes.length : piece_bytes;
		char *piece = malloc(part);

		assert_non_null(piece);
		memcpy(piece, bytes.start, part);
		seen->status =
			aq_decoder_nacha.feed(handle, (struct aq_slice){piece, part}, &seen->error);
		free(piece);
		bytes = (struct aq_slice){bytes.start + part, bytes.length - part};
	}
}

static inline void seen_decode(struct seen *seen, struct aq_slice bytes, size_t piece_bytes)
{
	struct aq_decoder_handle *handle = NULL;
	const struct aq_sink sink = {.context = seen,
				     .unit_begin = seen_begin,
				     .records = seen_records,
				     .unit_end = seen_end};

	memset(seen, 0, sizeof(*seen));
	aq_buffer_init(&seen->records, 0);
	aq_buffer_init(&seen->units, 0);
	assert_int_equal(aq_findings_new(&seen->findings, NULL), AQ_OK);
	assert_int_equal(aq_decoder_nacha.open(&handle, NULL, &seen->error), AQ_OK);
	handle->sink = &sink;
	handle->findings = seen->findings;
	assert_true(aq_date_parse(AQ_SLICE("2025-03-10"), &handle->settings.today));
	seen_feed(seen, handle, bytes, piece_bytes);
	if (seen->status >= AQ_OK)
		seen->status = aq_decoder_nacha.finish(handle, &seen->error);
	aq_decoder_nacha.close(handle);
	assert_false(seen->is_unit_open);
	aq_buffer_add_byte(&seen->records, '\0');
	aq_buffer_add_byte(&seen->units, '\0');
}

static inline void seen_free(struct seen *seen)
{
	aq_findings_free(seen->findings);
	aq_buffer_free(&seen->records);
	aq_buffer_free(&seen->units);
}

static inline const struct aq_finding *seen_find(const struct seen *seen, const char *rule)
{
	for (size_t index = 0; index < aq_findings_kept(seen->findings); index++) {
		const struct aq_finding *finding = aq_findings_at(seen->findings, index);

		if (strcmp(aq_code_name(finding->code), rule) == 0)
			return finding;
	}
	return NULL;
}

static inline void seen_print(const struct seen *seen, const char *name)
{
	print_message("%s: status %d %s\n%s%s", name, seen->status,
		      seen->status < AQ_OK ? seen->error.text : "", seen->units.start,
		      seen->records.start);
	for (size_t index = 0; index < aq_findings_kept(seen->findings); index++) {
		const struct aq_finding *finding = aq_findings_at(seen->findings, index);

		print_message("  %llu:%u %s %d %.*s '%.*s' %.*s\n",
			      (unsigned long long)finding->at.line, finding->at.column,
			      aq_code_name(finding->code), finding->severity,
			      AQ_SLICE_ARGS(finding->field), AQ_SLICE_ARGS(finding->value),
			      AQ_SLICE_ARGS(finding->message));
	}
}

/* NULL when the file cannot be read; freed by the caller. */
static inline char *seen_read_file(const char *path, size_t *bytes)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (file == NULL)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
	    fseek(file, 0, SEEK_SET) == 0) {
		text = malloc((size_t)size + 1);
		assert_non_null(text);
		*bytes = fread(text, 1, (size_t)size, file);
		text[*bytes] = '\0';
	}
	(void)fclose(file);
	return text;
}

#endif
