/*
 * decode.h - what every decoder's fuzzer does with an input: reads it whole,
 * reads it in pieces, and claims that both told the same.
 *
 * Every batch also goes through normalise, whose texts come from the same
 * strangers. An input that no decoder takes, or another family's, says nothing.
 */
#ifndef TESTS_FUZZ_DECODE_H
#define TESTS_FUZZ_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "acquit/claim.h"
#include "acquit/decode.h"
#include "acquit/hash.h"
#include "acquit/normalise.h"

#define IDENTITY_ROOM AQ_IDENTITIES_MAX

struct told { /* what one reading said, as far as it must not change */
	enum aq_status status;
	uint64_t units, records, findings, checksum;
	struct aq_unit unit;
	struct aq_arena *arena;
	struct aq_findings *collector;
	enum aq_family family;
};

static void mix(struct told *told, uint64_t figure)
{
	told->checksum = (told->checksum ^ figure) * 1099511628211u;
}

static void mix_text(struct told *told, struct aq_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		mix(told, (unsigned char)text.start[i]);
	mix(told, text.length);
}

static enum aq_status on_unit(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct told *told = context;

	(void)err;
	told->unit = *unit;
	told->unit.id = told->unit.account = told->unit.currency = told->unit.sec =
		(struct aq_slice){"", 0};
	told->unit.company_id = told->unit.company_name = told->unit.originator =
		(struct aq_slice){"", 0};
	told->unit.sequence = told->unit.copy = (struct aq_slice){"", 0};
	told->units++;
	return AQ_OK;
}

static enum aq_status on_records(void *context, const struct aq_batch *batch, struct aq_error *err)
{
	static const struct aq_normalise_settings settings = {.is_decode_only = true};
	struct told *told = context;
	struct aq_identity identities[IDENTITY_ROOM];
	struct aq_normalise_order order = {.settings = &settings,
					   .family = told->family,
					   .unit = &told->unit,
					   .batch = batch,
					   .gateway = {"fuzz", 4}};
	struct aq_payment *payments;
	bool refuses = false;
	enum aq_status status;

	aq_arena_reset(told->arena);
	payments = aq_arena_take_many(told->arena, batch->record_count, sizeof(*payments));
	if (!payments)
		return aq_fail_memory(err);
	status = aq_normalise(&order, told->arena, payments, &refuses, told->collector, err);
	for (size_t i = 0; i < batch->record_count && status >= AQ_OK; i++) {
		mix(told, (uint64_t)payments[i].amount);
		mix(told, payments[i].currency);
		mix_text(told, payments[i].payer);
		mix(told, batch->records[i].is_refused);
		mix(told,
		    aq_payment_identities(&payments[i], &told->unit, told->arena, identities));
		told->records++;
	}
	return status;
}

static enum aq_status on_unit_end(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct told *told = context;

	(void)err;
	mix(told, unit->verdict);
	mix(told, unit->entry_count);
	return AQ_OK;
}

struct reading {
	struct aq_slice bytes;
	size_t piece_bytes; /* 0: all at once */
	const struct aq_profiles *profiles;
};

static enum aq_status feed(struct aq_decode *decode, const struct reading *reading,
			   struct aq_error *err)
{
	size_t piece = reading->piece_bytes ? reading->piece_bytes : reading->bytes.length;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < reading->bytes.length && status >= AQ_OK; at += piece) {
		size_t left = reading->bytes.length - at;
		struct aq_slice bytes = {reading->bytes.start + at, left < piece ? left : piece};

		status = aq_decode_feed(decode, bytes, err);
	}
	return status < AQ_OK ? status : aq_decode_finish(decode, err);
}

/* False: this is no file of the family. */
static bool read_once(const struct reading *reading, enum aq_family family, struct told *told)
{
	const struct aq_decode_settings settings = {.today = {0}};
	const struct aq_sink sink = {told, on_unit, on_records, on_unit_end};
	struct aq_slice head = reading->bytes;
	struct aq_error err = {.status = AQ_OK};
	struct aq_decode *decode = NULL;

	if (head.length > AQ_DECODE_HEAD_BYTES)
		head.length = AQ_DECODE_HEAD_BYTES;
	if (aq_decode_open(&decode, reading->profiles, head, head.length == reading->bytes.length,
			   &settings, &err) < AQ_OK)
		return false;
	told->family = aq_decode_family(decode);
	if (told->family == family) {
		AQ_CLAIM(aq_findings_new(&told->collector, &err) >= AQ_OK);
		AQ_CLAIM(aq_arena_new(&told->arena, 0, &err) >= AQ_OK);
		aq_decode_bind(decode, &sink, told->collector);
		told->status = feed(decode, reading, &err);
		told->findings = aq_findings_count(told->collector);
		aq_arena_free(told->arena);
		aq_findings_free(told->collector);
	}
	aq_decode_close(decode);
	return told->family == family;
}

static int decode_input(const uint8_t *bytes, size_t count, enum aq_family family,
			const struct aq_profiles *profiles)
{
	struct reading reading = {{(const char *)bytes, count}, 0, profiles};
	struct told whole = {.checksum = 14695981039346656037u}, pieces = whole;

	if (!read_once(&reading, family, &whole))
		return 0;
	reading.piece_bytes = 1 + count % 61;
	AQ_CLAIM(read_once(&reading, family, &pieces));
	AQ_CLAIM(whole.status == pieces.status);
	/* A refused file posts nothing; how much was read before it was refused is chance. */
	if (whole.status < AQ_OK)
		return 0;
	AQ_CLAIM(whole.units == pieces.units);
	AQ_CLAIM(whole.records == pieces.records);
	AQ_CLAIM(whole.findings == pieces.findings);
	AQ_CLAIM(whole.checksum == pieces.checksum);
	return 0;
}

static void begin_hashing(void)
{
	static bool is_begun;
	struct aq_error err = {.status = AQ_OK};

	if (!is_begun)
		AQ_CLAIM(aq_hash_start(&err) >= AQ_OK);
	is_begun = true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#endif
