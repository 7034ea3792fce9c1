/*
 * gather.h - runs the decoder over bytes and keeps all it hands over.
 *
 * Everything kept lives in one arena until gather_free; the slices of the
 * decoder itself die with each call.
 */
#ifndef ACQUIT_TEST_ISO20022_GATHER_H
#define ACQUIT_TEST_ISO20022_GATHER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/ext/decoder.h"

struct gather {
	struct aq_arena *arena;
	struct aq_findings *findings;
	struct aq_unit *units;
	size_t unit_count;
	size_t begun_count;
	struct aq_record *records;
	uint32_t *unit_of;
	size_t record_count;
	size_t batch_count;
	size_t records_max;
	enum aq_status status;
	struct aq_error error;
	char format[64];
};

static void gather_slice(struct gather *gather, struct aq_slice *slice)
{
	*slice = aq_arena_copy(gather->arena, *slice);
}

static enum aq_status gather_begin(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct gather *gather = context;

	(void)err;
	assert_int_equal(unit->index, gather->unit_count);
	assert_int_equal(gather->begun_count, gather->unit_count);
	gather->begun_count++;
	return AQ_OK;
}

static void gather_party(struct gather *gather, struct aq_party *party)
{
	gather_slice(gather, &party->name);
	gather_slice(gather, &party->ultimate_name);
	gather_slice(gather, &party->account);
	gather_slice(gather, &party->bank);
	gather_slice(gather, &party->id);
}

static void gather_record(struct gather *gather, struct aq_record *record)
{
	struct aq_slice *slices[] = {
		&record->type,		&record->type_written,
		&record->status,	&record->indicator,
		&record->description,	&record->currency,
		&record->source_id,	&record->instructed_currency,
		&record->exchange_rate, &record->counter_reference,
		&record->settlement_id, &record->return_code,
		&record->return_text,
	};
	struct aq_reference *references =
		aq_arena_take_many(gather->arena, record->reference_count + 1, sizeof(*references));
	struct aq_remittance *remittances = aq_arena_take_many(
		gather->arena, record->remittance_count + 1, sizeof(*remittances));

	for (size_t i = 0; i < sizeof(slices) / sizeof(slices[0]); i++)
		gather_slice(gather, slices[i]);
	gather_party(gather, &record->debtor);
	gather_party(gather, &record->creditor);
	for (size_t i = 0; i < record->reference_count; i++) {
		references[i] = record->references[i];
		gather_slice(gather, &references[i].value);
	}
	for (size_t i = 0; i < record->remittance_count; i++) {
		remittances[i] = record->remittances[i];
		gather_slice(gather, &remittances[i].document);
		gather_slice(gather, &remittances[i].reason);
	}
	record->references = references;
	record->remittances = remittances;
}

static enum aq_status gather_records(void *context, const struct aq_batch *batch,
				     struct aq_error *err)
{
	struct gather *gather = context;

	(void)err;
	assert_int_equal(gather->begun_count, gather->unit_count + 1);
	assert_int_equal(batch->unit_index, gather->unit_count);
	assert_true(batch->record_count > 0 && batch->record_count <= 4096);
	gather->batch_count++;
	for (size_t i = 0; i < batch->record_count; i++) {
		if (gather->record_count == gather->records_max) {
			gather->records_max = gather->records_max ? gather->records_max * 2 : 256;
			gather->records = realloc(gather->records,
						  gather->records_max * sizeof(*gather->records));
			gather->unit_of = realloc(gather->unit_of,
						  gather->records_max * sizeof(*gather->unit_of));
			assert_non_null(gather->records);
			assert_non_null(gather->unit_of);
		}
		gather->records[gather->record_count] = batch->records[i];
		gather->unit_of[gather->record_count] = batch->unit_index;
		gather_record(gather, &gather->records[gather->record_count++]);
	}
	return AQ_OK;
}

static enum aq_status gather_end(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct gather *gather = context;
	struct aq_unit *kept;

	(void)err;
	gather->units = realloc(gather->units, (gather->unit_count + 1) * sizeof(*gather->units));
	assert_non_null(gather->units);
	kept = &gather->units[gather->unit_count++];
	*kept = *unit;
	gather_slice(gather, &kept->id);
	gather_slice(gather, &kept->account);
	gather_slice(gather, &kept->currency);
	gather_slice(gather, &kept->sequence);
	gather_slice(gather, &kept->copy);
	return AQ_OK;
}

/* Feeds `bytes` in pieces of `piece_bytes`. */
static inline void gather_run(struct gather *gather, struct aq_slice bytes, size_t piece_bytes)
{
	struct aq_sink sink = {gather, gather_begin, gather_records, gather_end, NULL};
	struct aq_decoder_handle *handle = NULL;

	memset(gather, 0, sizeof(*gather));
	assert_int_equal(aq_arena_new(&gather->arena, 0, &gather->error), AQ_OK);
	assert_int_equal(aq_findings_new(&gather->findings, &gather->error), AQ_OK);
	assert_int_equal(aq_decoder_iso20022.open(&handle, NULL, &gather->error), AQ_OK);
	handle->sink = &sink;
	handle->findings = gather->findings;
	gather->status = AQ_OK;
	while (bytes.length > 0 && gather->status == AQ_OK) {
		size_t count = bytes.length < piece_bytes ? bytes.length : piece_bytes;

		gather->status = aq_decoder_iso20022.feed(
			handle, (struct aq_slice){bytes.start, count}, &gather->error);
		bytes.start += count;
		bytes.length -= count;
	}
	if (gather->status == AQ_OK)
		gather->status = aq_decoder_iso20022.finish(handle, &gather->error);
	snprintf(gather->format, sizeof(gather->format), "%.*s",
		 AQ_SLICE_ARGS(aq_decoder_iso20022.format(handle)));
	aq_decoder_iso20022.close(handle);
}

static inline void gather_free(struct gather *gather)
{
	aq_arena_free(gather->arena);
	aq_findings_free(gather->findings);
	free(gather->records);
	free(gather->unit_of);
	free(gather->units);
}

static inline size_t gather_findings(const struct gather *gather, enum aq_code code)
{
	size_t count = 0;

	for (size_t i = 0; i < aq_findings_kept(gather->findings); i++)
		count += aq_findings_at(gather->findings, i)->code == code;
	return count;
}

/* The reference of a kind, from the `index`-th on; empty when there is none. */
static inline struct aq_slice gather_reference(const struct aq_record *record,
					       enum aq_reference_kind kind, size_t index)
{
	for (size_t i = 0; i < record->reference_count; i++)
		if (record->references[i].kind == kind && index-- == 0)
			return record->references[i].value;
	return (struct aq_slice){NULL, 0};
}

static inline bool gather_bids(struct aq_slice bytes)
{
	struct aq_decoder_head head = {bytes, true, NULL};
	const void *variant = NULL;

	if (head.head.length > AQ_DECODE_HEAD_BYTES) {
		head.head.length = AQ_DECODE_HEAD_BYTES;
		head.is_whole = false;
	}
	return aq_decoder_iso20022.bid(&head, &variant) == AQ_BID_SURE;
}

static inline void gather_load(const char *path, struct aq_buffer *out)
{
	char room[65536];
	FILE *file = fopen(path, "rb");
	size_t count;

	assert_non_null(file);
	aq_buffer_init(out, 0);
	while ((count = fread(room, 1, sizeof(room), file)) > 0)
		aq_buffer_add(out, (struct aq_slice){room, count});
	assert_false(ferror(file));
	fclose(file);
	assert_false(aq_buffer_failed(out));
}

static inline bool decimal_is(struct aq_decimal number, const char *text)
{
	struct aq_decimal other = {0};

	if (text[0] == 0)
		return !number.is_present;
	return number.is_present && aq_decimal_parse_plain(aq_slice_of(text), &other) &&
	       aq_decimal_compare(number, other) == 0;
}

#endif
