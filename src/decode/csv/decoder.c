/*
 * decoder.c - the decoder of CSV files by profile, as the registry knows it.
 *
 * Reads: any bytes, in pieces of any size.
 * Promises: memory bounded by a batch and by the number of different payouts;
 * every physical line is data, control, skipped by name, or blank.
 * Refuses: what its parts refuse; every refusal of the file is a finding too.
 */
#include "decoder.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MATCH_GROUPS 16

struct aq_slice aq_table_keep(struct table_decoder *decoder, struct aq_slice text)
{
	char *room;

	if (text.length == 0)
		return (struct aq_slice){0};
	if (decoder->join_arena) {
		text = aq_arena_copy(decoder->join_arena, text);
		decoder->view.has_failed |= text.length == 0;
		return text;
	}
	if (text.length > decoder->text_left) {
		size_t bytes = text.length > TEXT_BLOCK_BYTES ? text.length : TEXT_BLOCK_BYTES;

		decoder->text_at = aq_arena_take(decoder->batch_texts, bytes);
		decoder->text_left = decoder->text_at ? bytes : 0;
		decoder->text_bytes += bytes;
		if (!decoder->text_at) {
			decoder->view.has_failed = true;
			return (struct aq_slice){0};
		}
	}
	room = decoder->text_at;
	memcpy(room, text.start, text.length);
	decoder->text_at += text.length;
	decoder->text_left -= text.length;
	return (struct aq_slice){room, text.length};
}

static void decoder_close(struct aq_decoder_handle *handle)
{
	struct table_decoder *decoder = (struct table_decoder *)(void *)handle;

	if (!decoder)
		return;
	aq_csv_reader_free(decoder->reader);
	aq_converter_free(decoder->converter);
	aq_buffer_free(&decoder->converted);
	pcre2_match_data_free(decoder->view.match);
	aq_arena_free(decoder->batch_texts);
	aq_arena_free(decoder->join_arena);
	aq_arena_free(decoder->section_arena);
	aq_profiles_free(decoder->own_profiles);
	aq_arena_free(decoder->arena);
}

/* Columns by number need no header. */
static void begin_table(struct table_decoder *decoder)
{
	const struct table_profile *profile = decoder->profile;
	size_t doubled = SIZE_MAX;

	decoder->unit = (struct aq_unit){.kind = AQ_UNIT_TABLE, .message = profile->message};
	decoder->cells_expected = (size_t)profile->cells;
	decoder->view.profile = profile;
	decoder->view.carried = &decoder->values;
	decoder->view.texts = decoder->batch_texts;
	aq_view_resolve(&decoder->view, NULL, 0, &decoder->missing_slot, &doubled);
	if (profile->header == HEADER_ROWS && profile->header_rows == 0)
		decoder->stage = STAGE_BODY;
	for (size_t i = 0; i < profile->carried_count; i++) {
		enum table_place place = profile->carried[i].place;

		decoder->has_row_values |= place == PLACE_ROW;
		decoder->has_find_values |= place != PLACE_RECORD && place != PLACE_ROW;
	}
}

static bool is_joining(const struct table_profile *profile)
{
	return profile->join.count || profile->continues.count;
}

static enum aq_status take_room(struct table_decoder *decoder, struct aq_error *err)
{
	enum aq_status status = aq_arena_new(&decoder->batch_texts, 0, err);

	if (status >= AQ_OK)
		status = aq_arena_new(&decoder->section_arena, 0, err);
	if (status >= AQ_OK)
		status = aq_totals_start(decoder, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_init(&decoder->converted, 0);
	decoder->references_each = decoder->profile->reference_count + 1;
	for (size_t i = 0; i < decoder->profile->reference_count; i++) {
		if (decoder->profile->references[i].text.terms[0].has_every_match)
			decoder->references_each += PROFILE_MATCHES_MAX - 1;
	}
	decoder->records =
		aq_arena_take_many(decoder->arena, BATCH_ROOM, sizeof(*decoder->records));
	decoder->references =
		aq_arena_take_many(decoder->arena, BATCH_ROOM * decoder->references_each,
				   sizeof(*decoder->references));
	decoder->below = aq_arena_take_many(decoder->arena, decoder->profile->carried_count + 1,
					    sizeof(*decoder->below));
	decoder->untold = aq_arena_take_many(decoder->arena, decoder->profile->carried_count + 1,
					     sizeof(*decoder->untold));
	if (status >= AQ_OK && is_joining(decoder->profile))
		status = aq_arena_new(&decoder->join_arena, 0, err);
	if (status < AQ_OK)
		return status;
	decoder->view.match = pcre2_match_data_create(MATCH_GROUPS, NULL);
	if (!decoder->records || !decoder->references || !decoder->below || !decoder->untold ||
	    !decoder->view.match)
		return aq_fail_memory(err);
	return aq_csv_reader_new(&decoder->reader, &decoder->profile->csv, aq_table_row, decoder,
				 err);
}

static enum aq_status find_profile(struct table_decoder *decoder,
				   const struct table_variant *variant, struct aq_error *err)
{
	enum aq_status status;

	if (variant->rival)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_TWO_PROFILES, (struct aq_at){0},
			       "the file fits %.*s as well as %.*s",
			       AQ_SLICE_ARGS(variant->profile->format.name),
			       AQ_SLICE_ARGS(variant->rival->format.name));
	decoder->profile = variant->profile;
	if (variant != &aq_variant_plain)
		return AQ_OK;
	status = aq_profiles_load(&decoder->own_profiles, NULL, 0, err);
	if (status >= AQ_OK)
		decoder->profile = &decoder->own_profiles->items[0];
	return status;
}

static enum aq_status decoder_open(struct aq_decoder_handle **out, const void *variant,
				   struct aq_error *err)
{
	struct table_decoder *decoder;
	struct aq_arena *arena = NULL;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status < AQ_OK)
		return status;
	decoder = aq_arena_take(arena, sizeof(*decoder));
	if (!decoder) {
		aq_arena_free(arena);
		return aq_fail_memory(err);
	}
	decoder->arena = arena;
	status = find_profile(decoder, variant, err);
	if (status >= AQ_OK)
		status = take_room(decoder, err);
	if (status < AQ_OK) {
		decoder_close(&decoder->handle);
		return status;
	}
	begin_table(decoder);
	*out = &decoder->handle;
	return AQ_OK;
}

/* What refuses the file is among its findings, under a code of this folder. */
static enum aq_status note_refusal(struct table_decoder *decoder, enum aq_status status,
				   struct aq_error *err)
{
	struct aq_finding finding = {.severity = AQ_SEVERITY_FATAL, .record = AQ_SLICE("file")};

	if (status != AQ_BAD_FILE)
		return status;
	/* The reader counts bytes, if any; people have the file in a spreadsheet. */
	if ((err->code == AQ_BASE_CSV_QUOTE && err->at.column > 0) ||
	    (err->code == AQ_BASE_LIMIT && err->at.line == aq_csv_reader_lines(decoder->reader)))
		err->at.column = aq_csv_reader_place(decoder->reader).column;
	if (err->code == AQ_BASE_CSV_QUOTE)
		err->code = AQ_CSV_SYNTAX;
	finding.code = err->code;
	finding.at = err->at;
	finding.message = aq_slice_of(err->text);
	aq_findings_add(decoder->handle.findings, &finding);
	return status;
}

static enum aq_status decoder_feed(struct aq_decoder_handle *handle, struct aq_slice bytes,
				   struct aq_error *err)
{
	struct table_decoder *decoder = (struct table_decoder *)(void *)handle;
	struct aq_error fault = {0};
	enum aq_status status = aq_bytes_feed(decoder, bytes, &fault);

	if (status >= AQ_OK)
		return AQ_OK;
	status = note_refusal(decoder, status, &fault);
	if (err)
		*err = fault;
	return status;
}

/* A table that ends in the middle of a row may have lost the end of an amount.
 * What a file declares of itself proves it whole. */
static void note_last_line(struct table_decoder *decoder)
{
	uint64_t line = aq_csv_reader_lines(decoder->reader);

	if (decoder->profile->carried_count == 0 && decoder->last_data_line == line &&
	    aq_csv_reader_ends_in_line(decoder->reader))
		aq_findings_say(decoder->handle.findings, AQ_CSV_LAST_LINE, (struct aq_at){line, 0},
				AQ_SLICE(""), AQ_SLICE(""),
				"the last row has no line end: the file may be cut in it");
}

enum aq_status aq_table_no_header(const struct table_decoder *decoder, struct aq_error *err)
{
	const struct aq_at at = {decoder->near_line, 0};
	int missing_bytes = (int)decoder->near_missing.length;

	if (decoder->profile->header != HEADER_FIND || missing_bytes == 0)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_HEADER, (struct aq_at){0},
			       "the file ends before its header");
	if (decoder->near_found == 0)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_HEADER, (struct aq_at){0},
			       "no row has any of the headings that the profile looks for, such as "
			       "'%.*s': the delimiter may be another",
			       missing_bytes, decoder->near_missing.start);
	return aq_fail(err, AQ_BAD_FILE, AQ_CSV_HEADER, at,
		       "no row has all the headings that the profile looks for; this one lacks "
		       "'%.*s'",
		       missing_bytes, decoder->near_missing.start);
}

static enum aq_status finish_table(struct table_decoder *decoder, struct aq_error *err)
{
	uint64_t lines;
	enum aq_status status = aq_bytes_finish(decoder, err);

	if (status < AQ_OK)
		return status;
	if (decoder->profile->has_names && !decoder->has_header)
		return aq_table_no_header(decoder, err);
	lines = decoder->data_lines + decoder->control_lines + decoder->skipped_lines +
		aq_csv_reader_blank_lines(decoder->reader);
	if (lines != aq_csv_reader_lines(decoder->reader))
		return aq_fail(
			err, AQ_BAD_FILE, AQ_CSV_LINES, (struct aq_at){0},
			"%llu lines are data, control, skipped or blank, but the file has %llu",
			(unsigned long long)lines,
			(unsigned long long)aq_csv_reader_lines(decoder->reader));
	note_last_line(decoder);
	if (decoder->profile->format.is_unverified)
		aq_findings_say(decoder->handle.findings, AQ_CSV_UNVERIFIED, (struct aq_at){0},
				AQ_SLICE(""), decoder->profile->format.name,
				"the profile is a template: no real file of this format was seen");
	return aq_unit_end(decoder, true, err);
}

static enum aq_status decoder_finish(struct aq_decoder_handle *handle, struct aq_error *err)
{
	struct table_decoder *decoder = (struct table_decoder *)(void *)handle;
	struct aq_error fault = {0};
	enum aq_status status = finish_table(decoder, &fault);

	if (status >= AQ_OK)
		return AQ_OK;
	status = note_refusal(decoder, status, &fault);
	if (err)
		*err = fault;
	return status;
}

static struct aq_slice decoder_format(const struct aq_decoder_handle *handle)
{
	const struct table_decoder *decoder = (const struct table_decoder *)(const void *)handle;

	return decoder->profile->format.name;
}

const struct aq_decoder aq_decoder_csv = {
	.name = "csv",
	.family = AQ_FAMILY_CSV,
	.summary = "CSV files of banks and gateways, each by its profile, and the plain format",
	.bid = aq_csv_bid,
	.nearest = aq_csv_nearest,
	.named = aq_csv_named,
	.others = aq_csv_others,
	.explain = aq_csv_explain,
	.open = decoder_open,
	.feed = decoder_feed,
	.finish = decoder_finish,
	.close = decoder_close,
	.format = decoder_format,
};
