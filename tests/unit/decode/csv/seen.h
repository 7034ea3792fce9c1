/*
 * seen.h - a CSV file decoded from end to end, and what came out, for tests.
 */
#ifndef ACQUIT_TESTS_DECODE_CSV_SEEN_H
#define ACQUIT_TESTS_DECODE_CSV_SEEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/ext/decoder.h"
#include "acquit/hash.h"
#include "acquit/money.h"

#define SEEN_RECORDS_MAX 512
#define SEEN_SUMS_MAX	 32

/* A sum of one field in one currency: payouts apart from the rest. */
struct seen_sum {
	char name[16];
	char currency[8];
	struct aq_decimal sum;
};

struct seen {
	enum aq_status open_status;
	enum aq_status status;
	struct aq_error err;
	char format[64];
	struct aq_findings *findings;
	struct aq_arena *arena;
	uint64_t units;
	uint64_t rows;
	uint64_t refused;
	uint64_t batch_records_max;
	struct aq_unit unit; /* the last one; its texts are gone */
	struct aq_record records[SEEN_RECORDS_MAX]; /* the first ones */
	size_t record_count;
	struct seen_sum sums[SEEN_SUMS_MAX];
	size_t sum_count;
};

static void seen_add(struct seen *seen, const char *name, struct aq_slice currency,
		     struct aq_decimal value)
{
	size_t i = 0;

	if (!value.is_present)
		return;
	while (i < seen->sum_count && (strcmp(seen->sums[i].name, name) != 0 ||
				       !aq_slice_is(currency, seen->sums[i].currency)))
		i++;
	assert_true(i < SEEN_SUMS_MAX);
	if (i == seen->sum_count) {
		seen->sum_count++;
		snprintf(seen->sums[i].name, sizeof(seen->sums[i].name), "%s", name);
		snprintf(seen->sums[i].currency, sizeof(seen->sums[i].currency), "%.*s",
			 AQ_SLICE_ARGS(currency));
	}
	assert_true(aq_decimal_add(seen->sums[i].sum, value, &seen->sums[i].sum));
}

static inline struct aq_decimal seen_sum(const struct seen *seen, const char *name,
					 const char *currency)
{
	for (size_t i = 0; i < seen->sum_count; i++)
		if (strcmp(seen->sums[i].name, name) == 0 &&
		    strcmp(seen->sums[i].currency, currency) == 0)
			return seen->sums[i].sum;
	return (struct aq_decimal){0};
}

static enum aq_status seen_unit_begin(void *context, const struct aq_unit *unit,
				      struct aq_error *err)
{
	struct seen *seen = context;

	(void)err;
	assert_int_equal(unit->index, seen->units);
	seen->units++;
	return AQ_OK;
}

static struct aq_slice seen_copy(struct seen *seen, struct aq_slice text)
{
	return text.length ? aq_arena_copy(seen->arena, text) : text;
}

static void seen_keep(struct seen *seen, const struct aq_record *record)
{
	struct aq_record *kept = &seen->records[seen->record_count++];
	struct aq_slice *const texts[] = {
		&kept->type,
		&kept->type_written,
		&kept->status,
		&kept->description,
		&kept->currency,
		&kept->fee_currency,
		&kept->net_currency,
		&kept->instructed_currency,
		&kept->exchange_rate,
		&kept->debtor.name,
		&kept->debtor.account,
		&kept->debtor.bank,
		&kept->creditor.name,
		&kept->creditor.account,
		&kept->source_id,
		&kept->settlement_id,
		&kept->counter_reference,
		&kept->source,
		&kept->account,
	};

	*kept = *record;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = seen_copy(seen, *texts[i]);
	kept->references = aq_arena_take_many(seen->arena, record->reference_count + 1,
					      sizeof(*kept->references));
	for (size_t i = 0; i < record->reference_count; i++) {
		kept->references[i].kind = record->references[i].kind;
		kept->references[i].value = seen_copy(seen, record->references[i].value);
	}
}

static enum aq_status seen_records(void *context, const struct aq_batch *batch,
				   struct aq_error *err)
{
	struct seen *seen = context;

	(void)err;
	if (batch->record_count > seen->batch_records_max)
		seen->batch_records_max = batch->record_count;
	for (size_t i = 0; i < batch->record_count; i++) {
		const struct aq_record *record = &batch->records[i];
		bool is_payout = aq_slice_is(record->type, "settlement");

		seen->rows++;
		seen->refused += record->is_refused;
		seen_add(seen, is_payout ? "payout" : "gross", record->currency, record->amount);
		seen_add(seen, record->amount.units < 0 ? "out" : "in", record->currency,
			 record->amount);
		seen_add(seen, "tax", record->currency, record->fee_tax);
		seen_add(seen, "fee",
			 record->fee_currency.length ? record->fee_currency : record->currency,
			 record->fee);
		seen_add(seen, is_payout ? "payout-net" : "net",
			 record->net_currency.length ? record->net_currency : record->currency,
			 record->net);
		if (record->nature == AQ_NATURE_NOTICE)
			seen_add(seen, "pending", record->currency, record->amount);
		if (aq_slice_is(record->type, "fee"))
			seen_add(seen, "fee-rows", record->currency, record->amount);
		if (seen->record_count < SEEN_RECORDS_MAX)
			seen_keep(seen, record);
	}
	return AQ_OK;
}

static enum aq_status seen_unit_end(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct seen *seen = context;

	(void)err;
	seen->unit = *unit;
	return AQ_OK;
}

static inline struct aq_profiles *seen_profiles(const char *folder, const char *other)
{
	const char *folders[] = {folder, other};
	struct aq_profiles *profiles = NULL;
	struct aq_error err = {0};

	assert_int_equal(aq_hash_start(&err), AQ_OK);
	if (aq_profiles_load(&profiles, folders, other ? 2 : 1, &err) != AQ_OK)
		fail_msg("%s:%llu: %s", err.file, (unsigned long long)err.at.line, err.text);
	return profiles;
}

static void seen_decode(struct seen *seen, const void *variant, struct aq_slice bytes, size_t step)
{
	struct aq_sink sink = {seen, seen_unit_begin, seen_records, seen_unit_end, NULL};
	struct aq_decoder_handle *handle = NULL;

	seen->open_status = aq_decoder_csv.open(&handle, variant, &seen->err);
	seen->status = seen->open_status;
	if (seen->status < AQ_OK)
		return;
	handle->sink = &sink;
	handle->findings = seen->findings;
	assert_true(aq_date_from_civil((struct aq_civil){2026, 11, 20}, &handle->settings.today));
	while (bytes.length > 0 && seen->status >= AQ_OK) {
		/* A copy of exact size lets the sanitizer see reads past its end. */
		size_t count = bytes.length < step ? bytes.length : step;
		char *piece = malloc(count);

		memcpy(piece, bytes.start, count);
		seen->status =
			aq_decoder_csv.feed(handle, (struct aq_slice){piece, count}, &seen->err);
		free(piece);
		bytes.start += count;
		bytes.length -= count;
	}
	if (seen->status >= AQ_OK)
		seen->status = aq_decoder_csv.finish(handle, &seen->err);
	snprintf(seen->format, sizeof(seen->format), "%.*s",
		 AQ_SLICE_ARGS(aq_decoder_csv.format(handle)));
	aq_decoder_csv.close(handle);
}

/* Bids and decodes in pieces of `step` bytes. NULL where no profile fits. */
static inline struct seen *seen_bytes(const struct aq_profiles *profiles, struct aq_slice bytes,
				      size_t step)
{
	struct aq_decoder_head head = {bytes, true, profiles};
	const void *variant = NULL;
	struct seen *seen;

	if (head.head.length > AQ_DECODE_HEAD_BYTES) {
		head.head.length = AQ_DECODE_HEAD_BYTES;
		head.is_whole = false;
	}
	if (aq_decoder_csv.bid(&head, &variant) == AQ_BID_NONE)
		return NULL;
	seen = calloc(1, sizeof(*seen));
	assert_non_null(seen);
	assert_int_equal(aq_findings_new(&seen->findings, NULL), AQ_OK);
	assert_int_equal(aq_arena_new(&seen->arena, 0, NULL), AQ_OK);
	seen_decode(seen, variant, bytes, step);
	return seen;
}

static inline struct seen *seen_text(const struct aq_profiles *profiles, const char *text)
{
	return seen_bytes(profiles, aq_slice_of(text), 4096);
}

static inline void seen_free(struct seen *seen)
{
	if (!seen)
		return;
	aq_findings_free(seen->findings);
	aq_arena_free(seen->arena);
	free(seen);
}

/* The whole of a file; freed by the caller. */
static inline char *seen_file(const char *path, size_t *bytes)
{
	FILE *file = fopen(path, "rb");
	char *text;
	long end;

	if (!file)
		return NULL;
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	end = ftell(file);
	assert_true(end >= 0);
	rewind(file);
	text = malloc((size_t)end + 1);
	assert_non_null(text);
	*bytes = fread(text, 1, (size_t)end, file);
	assert_int_equal(*bytes, (size_t)end);
	text[*bytes] = '\0';
	fclose(file);
	return text;
}

static inline const struct aq_finding *seen_finding(const struct seen *seen, enum aq_code code)
{
	for (size_t i = 0; i < aq_findings_kept(seen->findings); i++)
		if (aq_findings_at(seen->findings, i)->code == code)
			return aq_findings_at(seen->findings, i);
	return NULL;
}

static inline bool seen_is(struct aq_decimal number, const char *text)
{
	struct aq_decimal expected;

	return aq_decimal_parse_plain(aq_slice_of(text), &expected) &&
	       aq_decimal_compare(number, expected) == 0;
}

static inline struct aq_slice seen_reference(const struct aq_record *record,
					     enum aq_reference_kind kind)
{
	for (size_t i = 0; i < record->reference_count; i++)
		if (record->references[i].kind == kind)
			return record->references[i].value;
	return (struct aq_slice){0};
}

#endif
