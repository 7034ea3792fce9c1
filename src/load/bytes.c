/*
 * bytes.c - the bytes of a file on their way to the reader of rows.
 *
 * Refuses: what is not UTF-8, NUL included, with line and column. Characters
 * may be cut by the end of a piece.
 */
#include "loader.h"

#include "acquit/utf8.h"

/* The reader of rows speaks of profiles, which open items have none of. */
static enum aq_status pass_on(enum aq_status status, const struct aq_error *fault,
			      struct aq_error *err)
{
	if (status >= AQ_OK || !err)
		return status;
	*err = *fault;
	if (err->code == AQ_BASE_CSV_QUOTE)
		err->code = AQ_LOAD_SYNTAX;
	return status;
}

static void count_line_bytes(struct load_bytes *state, struct aq_slice bytes)
{
	size_t behind = 0;

	while (behind < bytes.length && bytes.start[bytes.length - behind - 1] != '\n' &&
	       bytes.start[bytes.length - behind - 1] != '\r')
		behind++;
	state->line_bytes = behind < bytes.length ? behind : state->line_bytes + behind;
}

static enum aq_status feed_rows(struct aq_load *load, struct aq_slice bytes, struct aq_error *err)
{
	struct aq_error fault = {0};
	enum aq_status status;

	if (bytes.length == 0)
		return AQ_OK;
	status = aq_csv_reader_feed(load->reader, bytes, &fault);
	count_line_bytes(&load->bytes, bytes);
	return pass_on(status, &fault, err);
}

static enum aq_status refuse_bytes(struct aq_load *load, struct aq_error *err)
{
	uint64_t column = load->bytes.line_bytes + 1;
	struct aq_at at = {
		.line = aq_csv_reader_lines(load->reader) + (load->bytes.line_bytes == 0),
		.column = column > UINT32_MAX ? 0 : (uint32_t)column,
	};

	return aq_fail(err, AQ_BAD_FILE, AQ_LOAD_ENCODING, at, "this byte is not text in UTF-8");
}

/* How many bytes a character takes that begins so; 0: none begins so. */
static size_t character_bytes(unsigned char first)
{
	if (first >= 0xF0)
		return first <= 0xF4 ? 4 : 0;
	if (first >= 0xE0)
		return 3;
	return first >= 0xC2 ? 2 : 0;
}

/* A character that the last piece cut in two. */
static enum aq_status complete_cut(struct aq_load *load, struct aq_slice *bytes,
				   struct aq_error *err)
{
	struct load_bytes *state = &load->bytes;
	size_t wanted = character_bytes((unsigned char)state->cut[0]);
	struct aq_slice whole = {state->cut, wanted};

	while (state->cut_length < wanted && bytes->length) {
		state->cut[state->cut_length++] = bytes->start[0];
		bytes->start++;
		bytes->length--;
	}
	if (state->cut_length < wanted)
		return AQ_OK;
	state->cut_length = 0;
	if (aq_utf8_valid_bytes(whole) != wanted)
		return refuse_bytes(load, err);
	return feed_rows(load, whole, err);
}

enum aq_status aq_load_bytes_feed(struct aq_load *load, struct aq_slice bytes, struct aq_error *err)
{
	struct load_bytes *state = &load->bytes;
	enum aq_status status = AQ_OK;
	size_t valid;

	if (state->cut_length)
		status = complete_cut(load, &bytes, err);
	if (status < AQ_OK || bytes.length == 0)
		return status;
	valid = aq_utf8_valid_bytes(bytes);
	status = feed_rows(load, (struct aq_slice){bytes.start, valid}, err);
	if (status < AQ_OK || valid == bytes.length)
		return status;
	bytes = (struct aq_slice){bytes.start + valid, bytes.length - valid};
	if (bytes.length >= character_bytes((unsigned char)bytes.start[0]))
		return refuse_bytes(load, err);
	memcpy(state->cut, bytes.start, bytes.length);
	state->cut_length = bytes.length;
	return AQ_OK;
}

enum aq_status aq_load_bytes_finish(struct aq_load *load, struct aq_error *err)
{
	struct aq_error fault = {0};
	enum aq_status status;

	if (load->bytes.cut_length)
		return refuse_bytes(load, err);
	status = aq_csv_reader_finish(load->reader, &fault);
	return pass_on(status, &fault, err);
}
