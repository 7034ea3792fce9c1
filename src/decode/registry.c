/*
 * registry.c - every decoder there is, and which of them takes a file.
 *
 * Reads: the head of a file; its name says nothing.
 * Promises: the highest bid wins; what follows goes straight to the winner.
 * Refuses: a file that nobody bids for, and one that two bid for equally.
 */
#include "acquit/decode.h"

#include <stdlib.h>

#include "acquit/ext/decoder.h"

static const struct aq_decoder *const decoders[] = {
	&aq_decoder_nacha,
	&aq_decoder_iso20022,
	&aq_decoder_csv,
};

#define DECODER_COUNT (sizeof(decoders) / sizeof(decoders[0]))

struct aq_decode {
	const struct aq_decoder *decoder;
	struct aq_decoder_handle *handle;
};

struct winner {
	const struct aq_decoder *decoder;
	const struct aq_decoder *rival; /* whose bid was as high */
	const void *variant;
};

static struct winner ask_for_bids(const struct aq_decoder_head *head)
{
	struct winner winner = {NULL, NULL, NULL};
	int highest = AQ_BID_NONE;

	for (size_t index = 0; index < DECODER_COUNT; index++) {
		const void *variant = NULL;
		int bid = decoders[index]->bid(head, &variant);

		if (bid > highest) {
			winner = (struct winner){decoders[index], NULL, variant};
			highest = bid;
		} else if (bid > AQ_BID_NONE && bid == highest) {
			winner.rival = decoders[index];
		}
	}
	return winner;
}

static enum aq_status refuse_unknown(const struct aq_decoder_head *head, struct aq_error *err)
{
	const struct aq_at at = {1, 0};
	struct aq_buffer near;
	enum aq_status status;

	aq_buffer_init(&near, 0);
	for (size_t index = 0; index < DECODER_COUNT; index++)
		if (decoders[index]->nearest)
			decoders[index]->nearest(head, &near);
	if (near.length == 0 || aq_buffer_failed(&near))
		status = aq_fail(err, AQ_BAD_FILE, AQ_DECODE_UNKNOWN_FORMAT, at,
				 "no format takes this file");
	else
		status = aq_fail(err, AQ_BAD_FILE, AQ_DECODE_UNKNOWN_FORMAT, at,
				 "no format takes this file; %.*s",
				 AQ_SLICE_ARGS(aq_buffer_slice(&near)));
	aq_buffer_free(&near);
	return status;
}

/* The decoder that has a format of this name; bids do not count. */
static enum aq_status find_named(const struct aq_decoder_head *head, struct aq_slice name,
				 struct winner *out, struct aq_error *err)
{
	for (size_t index = 0; index < DECODER_COUNT; index++) {
		const void *variant =
			decoders[index]->named ? decoders[index]->named(head, name) : NULL;

		if (variant == NULL)
			continue;
		*out = (struct winner){decoders[index], NULL, variant};
		return AQ_OK;
	}
	return aq_fail(
		err, AQ_NOT_FOUND, AQ_CODE_NONE, (struct aq_at){0, 0},
		"there is no CSV profile %.*s; acquit formats lists them, and acquit formats PART "
		"those whose names hold it",
		AQ_SLICE_ARGS(name));
}

static enum aq_status find_decoder(const struct aq_decoder_head *head, struct winner *out,
				   struct aq_error *err)
{
	const struct aq_at at = {1, 0};

	if (head->is_whole && aq_slice_trim(head->head).length == 0)
		return aq_fail(err, AQ_BAD_FILE, AQ_DECODE_EMPTY, (struct aq_at){0, 0},
			       "the file holds nothing");
	*out = ask_for_bids(head);
	if (out->decoder == NULL)
		return refuse_unknown(head, err);
	if (out->rival != NULL)
		return aq_fail(err, AQ_BAD_FILE, AQ_DECODE_AMBIGUOUS_FORMAT, at,
			       "the file fits %s as well as %s", out->decoder->name,
			       out->rival->name);
	return AQ_OK;
}

enum aq_status aq_decode_open(struct aq_decode **out, const struct aq_profiles *profiles,
			      struct aq_slice head, bool is_whole,
			      const struct aq_decode_settings *settings, struct aq_error *err)
{
	const struct aq_decoder_head file_head = {
		.head = head, .is_whole = is_whole, .profiles = profiles};
	struct aq_decode *decode;
	struct winner winner = {NULL, NULL, NULL};
	enum aq_status status = settings != NULL && settings->format.length > 0
					? find_named(&file_head, settings->format, &winner, err)
					: find_decoder(&file_head, &winner, err);

	if (status < AQ_OK)
		return status;
	decode = calloc(1, sizeof(*decode));
	if (decode == NULL)
		return aq_fail_memory(err);
	decode->decoder = winner.decoder;
	status = winner.decoder->open(&decode->handle, winner.variant, err);
	if (status < AQ_OK) {
		free(decode);
		return status;
	}
	if (settings != NULL)
		decode->handle->settings = *settings;
	*out = decode;
	return AQ_OK;
}

void aq_decode_bind(struct aq_decode *decode, const struct aq_sink *sink,
		    struct aq_findings *findings)
{
	decode->handle->sink = sink;
	decode->handle->findings = findings;
}

enum aq_status aq_decode_feed(struct aq_decode *decode, struct aq_slice bytes, struct aq_error *err)
{
	return decode->decoder->feed(decode->handle, bytes, err);
}

enum aq_status aq_decode_finish(struct aq_decode *decode, struct aq_error *err)
{
	return decode->decoder->finish(decode->handle, err);
}

void aq_decode_close(struct aq_decode *decode)
{
	if (decode == NULL)
		return;
	decode->decoder->close(decode->handle);
	free(decode);
}

struct aq_slice aq_decode_format(const struct aq_decode *decode)
{
	return decode->decoder->format(decode->handle);
}

void aq_decode_explain(const struct aq_decode *decode, struct aq_buffer *out)
{
	if (decode->decoder->explain)
		decode->decoder->explain(decode->handle, out);
	else
		aq_buffer_print(out, "format    %.*s\n", AQ_SLICE_ARGS(aq_decode_format(decode)));
}

bool aq_decode_others(const struct aq_decode *decode, const struct aq_profiles *profiles,
		      const struct aq_format_sample *sample, struct aq_buffer *out)
{
	const struct aq_decoder_head head = {
		.head = sample->head, .is_whole = sample->is_whole, .profiles = profiles};

	return !decode->decoder->others ||
	       decode->decoder->others(&head, aq_decode_format(decode), out);
}

enum aq_family aq_decode_family(const struct aq_decode *decode)
{
	return decode->decoder->family;
}
