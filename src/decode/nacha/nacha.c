/*
 * nacha.c - the decoder of NACHA files (ACH): how it bids, opens and is fed.
 *
 * Reads: files of 94-column records in any framing that banks and mailboxes
 * give them; see framing.c.
 * Promises: one record for every entry, with all its addenda and no other's;
 * every count and total that the file declares is compared with what was read.
 * Refuses: the smallest unit that can stand alone: entry, batch, file.
 */
#include "nacha.h"

#include <stdlib.h>

#define BID_LINES_MAX	     20
#define FIRST_LINE_BYTES_MIN 40 /* a file header up to its format */

static bool is_fill(const struct nacha_line *line)
{
	struct aq_slice text = nacha_trimmed(line, NACHA_WHOLE);

	for (size_t index = 0; index < text.length; index++)
		if (text.start[index] != '9')
			return false;
	return true;
}

static enum aq_status unknown_record(struct nacha *decode, const struct nacha_line *line,
				     struct aq_error *err)
{
	enum aq_status status = nacha_entry_end(decode, err);

	if (status < AQ_OK)
		return status;
	if (decode->batch.is_open)
		nacha_refuse_batch(decode, AQ_NACHA_RECORD_TYPE, line, NACHA_RECORD_TYPE,
				   "the line begins with none of 1, 5, 6, 7, 8, 9");
	else
		nacha_refuse_file(decode, AQ_NACHA_RECORD_OUTSIDE_BATCH, line, NACHA_RECORD_TYPE,
				  "the line begins with none of 1, 5, 6, 7, 8, 9");
	return AQ_OK;
}

static inline void touch(struct nacha *decode, const struct nacha_line *line)
{
	if (decode->file.is_open && !decode->file.has_control)
		decode->file.lines++;
	else
		nacha_file_touch(decode, line);
}

enum aq_status nacha_record(struct nacha *decode, const struct nacha_line *line,
			    struct aq_error *err)
{
	if (line->text[0] >= '5' && line->text[0] <= '8')
		touch(decode, line);
	switch (line->text[0]) {
	case '1':
		return nacha_file_header(decode, line, err);
	case '5':
		return nacha_batch_header(decode, line, err);
	case '6':
		return nacha_entry_detail(decode, line, err);
	case '7':
		return nacha_addenda(decode, line, err);
	case '8':
		return nacha_batch_control(decode, line, err);
	case '9':
		if (is_fill(line)) {
			decode->file.fill_lines++;
			return AQ_OK;
		}
		return nacha_file_control(decode, line, err);
	default:
		return unknown_record(decode, line, err);
	}
}

static void nacha_close(struct aq_decoder_handle *handle)
{
	struct nacha *decode = (struct nacha *)handle;

	if (decode == NULL)
		return;
	nacha_framing_free(&decode->framing);
	nacha_headers_free(&decode->headers);
	aq_buffer_free(&decode->entry.payload);
	aq_buffer_free(&decode->entry.sorted);
	aq_arena_free(decode->pack.arena);
	free(decode->pack.records);
	free(decode->entry.pieces);
	free(decode->entry.references);
	free(decode);
}

static enum aq_status nacha_open(struct aq_decoder_handle **out, const void *variant,
				 struct aq_error *err)
{
	struct nacha *decode = calloc(1, sizeof(*decode));
	enum aq_status status;

	(void)variant;
	if (decode == NULL)
		return aq_fail_memory(err);
	nacha_framing_init(&decode->framing);
	aq_buffer_init(&decode->entry.payload, NACHA_PAYLOAD_BYTES_MAX);
	aq_buffer_init(&decode->entry.sorted, NACHA_PAYLOAD_BYTES_MAX);
	decode->entry.pieces = calloc(NACHA_ADDENDA_MAX, sizeof(*decode->entry.pieces));
	decode->entry.references = calloc(NACHA_REFERENCES_MAX, sizeof(*decode->entry.references));
	decode->pack.records = calloc(NACHA_PACK_RECORDS_MAX, sizeof(*decode->pack.records));
	status = aq_arena_new(&decode->pack.arena, 0, err);
	if (status >= AQ_OK && (decode->entry.pieces == NULL || decode->entry.references == NULL ||
				decode->pack.records == NULL))
		status = aq_fail_memory(err);
	if (status < AQ_OK) {
		nacha_close(&decode->handle);
		return status;
	}
	*out = &decode->handle;
	return AQ_OK;
}

static enum aq_status nacha_feed(struct aq_decoder_handle *handle, struct aq_slice bytes,
				 struct aq_error *err)
{
	struct nacha *decode = (struct nacha *)handle;
	struct aq_slice held = {NULL, 0};
	enum aq_status status = AQ_OK;

	if (!decode->wide.is_judged)
		held = nacha_wide_take(decode, &bytes);
	if (decode->wide.is_wide)
		return AQ_OK;
	if (held.length > 0)
		status = nacha_framing_feed(decode, held, err);
	return status < AQ_OK || bytes.length == 0 ? status
						   : nacha_framing_feed(decode, bytes, err);
}

/* Of what was written in one byte a character. */
static enum aq_status end_records(struct nacha *decode, struct aq_error *err)
{
	struct aq_slice held = nacha_wide_end(decode);
	enum aq_status status = AQ_OK;

	if (decode->wide.is_wide)
		return AQ_OK;
	if (held.length > 0)
		status = nacha_framing_feed(decode, held, err);
	if (status >= AQ_OK)
		status = nacha_framing_finish(decode, err);
	if (status >= AQ_OK)
		status = nacha_file_finish(decode, err);
	return status;
}

static enum aq_status nacha_finish(struct aq_decoder_handle *handle, struct aq_error *err)
{
	struct nacha *decode = (struct nacha *)handle;
	enum aq_status status = end_records(decode, err);

	if (status < AQ_OK)
		return status;
	nacha_quirks_end(decode);
	nacha_partner_end(decode);
	if (!decode->is_fatal &&
	    (!decode->has_fatal || decode->files_refused < decode->files_ended))
		return AQ_OK;
	if (err != NULL)
		*err = decode->fatal;
	return AQ_BAD_FILE;
}

static struct aq_slice nacha_format(const struct aq_decoder_handle *handle)
{
	(void)handle;
	return AQ_SLICE("nacha");
}

/* The first line that could be a record, without what may stand before it. */
static struct aq_slice first_line(struct aq_slice head)
{
	if (aq_slice_starts_with(head, AQ_SLICE("\xef\xbb\xbf")))
		head = aq_slice_between(head.start + 3, head.start + head.length);
	for (int count = 0; count < BID_LINES_MAX && head.length > 0; count++) {
		size_t at = 0;
		struct aq_slice line;

		while (at < head.length && head.start[at] != '\n' && head.start[at] != '\r')
			at++;
		line = (struct aq_slice){head.start, at};
		while (line.length > 0 &&
		       (line.start[0] == ' ' || line.start[0] == '\t' || line.start[0] == '\f'))
			line = (struct aq_slice){line.start + 1, line.length - 1};
		if (aq_slice_trim(line).length > 0 && line.start[0] != '$' && line.start[0] != '/')
			return line;
		if (at < head.length)
			at++;
		head = (struct aq_slice){head.start + at, head.length - at};
	}
	return (struct aq_slice){NULL, 0};
}

static bool are_digits(struct aq_slice line, struct nacha_field field)
{
	if (line.length < field.last)
		return false;
	for (size_t index = field.first - 1U; index < field.last; index++)
		if (line.start[index] < '0' || line.start[index] > '9')
			return false;
	return true;
}

/* Headers of all kinds stand before batches: a batch header in one of the next
 * lines tells what the first one is. */
static bool has_batch_header(struct aq_slice head)
{
	static const char *const starts[] = {"5200", "5220", "5225", "5280"};

	for (int count = 0; count < BID_LINES_MAX && head.length > 0; count++) {
		struct aq_slice line = head;
		size_t at = 0;

		while (at < head.length && head.start[at] != '\n' && head.start[at] != '\r')
			at++;
		line.length = at;
		if (at < head.length)
			at++;
		head = (struct aq_slice){head.start + at, head.length - at};
		for (size_t index = 0; index < sizeof(starts) / sizeof(starts[0]); index++)
			if (line.length >= NACHA_HEAD_ODFI.last &&
			    aq_slice_starts_with(line, aq_slice_of(starts[index])))
				return true;
	}
	return false;
}

static int bid_header(struct aq_slice line, struct aq_slice head)
{
	struct aq_slice front = line;

	if (memcmp(line.start, "101", 3) == 0 && memcmp(line.start + 34, "094101", 6) == 0)
		return AQ_BID_SURE;
	if (front.length > 64)
		front.length = 64;
	if (aq_slice_find(front, AQ_SLICE("094101")) != SIZE_MAX)
		return AQ_BID_LIKELY;
	if (memcmp(line.start, "101", 3) == 0 && are_digits(line, NACHA_FILE_DATE))
		return AQ_BID_LIKELY;
	return has_batch_header(head) ? AQ_BID_PERHAPS : AQ_BID_NONE;
}

/* Files of returns may begin at a batch header, or at an entry; where a first
 * line cannot be told, the batch header behind it can. */
static int bid_text(struct aq_slice head)
{
	struct aq_slice line = first_line(head);

	if (line.length < FIRST_LINE_BYTES_MIN)
		return has_batch_header(head) ? AQ_BID_PERHAPS : AQ_BID_NONE;
	if (line.start[0] == '1')
		return bid_header(line, head);
	if (line.start[0] == '5' && are_digits(line, NACHA_HEAD_CLASS) &&
	    are_digits(line, NACHA_HEAD_NUMBER))
		return AQ_BID_LIKELY;
	if (line.start[0] == '6' && are_digits(line, NACHA_FIELD(2, 12, "")) &&
	    are_digits(line, NACHA_FIELD(79, 94, "")))
		return AQ_BID_LIKELY;
	return has_batch_header(head) ? AQ_BID_PERHAPS : AQ_BID_NONE;
}

/* A file in UTF-16 is taken as well, to be refused by name. */
static int nacha_bid(const struct aq_decoder_head *head, const void **variant)
{
	char room[NACHA_WIDE_NARROW_BYTES];
	struct aq_slice narrow = nacha_wide_narrow(head->head, room);

	*variant = NULL;
	return bid_text(narrow.length > 0 ? narrow : head->head);
}

const struct aq_decoder aq_decoder_nacha = {
	.name = "nacha",
	.family = AQ_FAMILY_NACHA,
	.summary = "ACH payments, returns and notifications of change (NACHA, 94 columns)",
	.bid = nacha_bid,
	.open = nacha_open,
	.feed = nacha_feed,
	.finish = nacha_finish,
	.close = nacha_close,
	.format = nacha_format,
};
