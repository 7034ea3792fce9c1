/*
 * bytes.c - the bytes of a file on their way to the reader of rows.
 *
 * Reads: the profile's encoding; a byte order mark of UTF-8 or UTF-16 wins.
 * Refuses: bytes that the encoding does not define, NUL included, with line.
 */
#include "decoder.h"

#define MARK_BYTES 3

const char *aq_encoding_find(const struct table_profile *profile, struct aq_slice head)
{
	if (aq_slice_starts_with(head, AQ_SLICE("\xef\xbb\xbf")))
		return "";
	if (aq_slice_starts_with(head, AQ_SLICE("\xff\xfe")) ||
	    aq_slice_starts_with(head, AQ_SLICE("\xfe\xff")))
		return "UTF-16";
	return profile->encoding.length ? profile->encoding.start : "";
}

static enum aq_status refuse_bytes(struct table_decoder *decoder, const char *encoding,
				   struct aq_error *err)
{
	return aq_fail(err, AQ_BAD_FILE, AQ_CSV_ENCODING, aq_csv_reader_place(decoder->reader),
		       "the line holds bytes that are not %s", encoding);
}

/* In UTF-8 it is a character like others, and no text has it. */
static enum aq_status refuse_utf8(struct table_decoder *decoder, char first, struct aq_error *err)
{
	if (first != 0)
		return refuse_bytes(decoder, "UTF-8", err);
	return aq_fail(err, AQ_BAD_FILE, AQ_CSV_ENCODING, aq_csv_reader_place(decoder->reader),
		       "the line holds a NUL byte, which no text has");
}

static enum aq_status feed_converted(struct table_decoder *decoder, struct aq_slice bytes,
				     struct aq_error *err)
{
	struct aq_error fault = {0};
	enum aq_status converted;
	enum aq_status status;

	aq_buffer_clear(&decoder->converted);
	converted = aq_converter_feed(decoder->converter, bytes, &decoder->converted, &fault);
	/* What came before the fault is read, so that the fault has its line. */
	status = aq_csv_reader_feed(decoder->reader, aq_buffer_slice(&decoder->converted), err);
	if (status < AQ_OK)
		return status;
	if (converted == AQ_BAD_FILE)
		return refuse_bytes(decoder, "in the profile's encoding", err);
	if (converted < AQ_OK && err)
		*err = fault;
	return converted;
}

/* How many bytes a character takes that begins so; 0: none begins so. */
static size_t character_bytes(unsigned char first)
{
	if (first >= 0xf0)
		return first <= 0xf4 ? 4 : 0;
	if (first >= 0xe0)
		return 3;
	return first >= 0xc2 ? 2 : 0;
}

/* A character that the last piece cut in two. */
static enum aq_status complete_cut(struct table_decoder *decoder, struct aq_slice *bytes,
				   struct aq_error *err)
{
	size_t wanted = character_bytes((unsigned char)decoder->cut[0]);
	struct aq_slice whole = {decoder->cut, wanted};

	while (decoder->cut_length < wanted && bytes->length) {
		decoder->cut[decoder->cut_length++] = bytes->start[0];
		bytes->start++;
		bytes->length--;
	}
	if (decoder->cut_length < wanted)
		return AQ_OK;
	decoder->cut_length = 0;
	if (aq_utf8_valid_bytes(whole) != wanted)
		return refuse_bytes(decoder, "UTF-8", err);
	return aq_csv_reader_feed(decoder->reader, whole, err);
}

static enum aq_status feed_utf8(struct table_decoder *decoder, struct aq_slice bytes,
				struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t valid;

	if (decoder->cut_length)
		status = complete_cut(decoder, &bytes, err);
	if (status < AQ_OK || decoder->cut_length || bytes.length == 0)
		return status;
	valid = aq_utf8_valid_bytes(bytes);
	status = aq_csv_reader_feed(decoder->reader, (struct aq_slice){bytes.start, valid}, err);
	if (status < AQ_OK || valid == bytes.length)
		return status;
	bytes = (struct aq_slice){bytes.start + valid, bytes.length - valid};
	if (bytes.length >= character_bytes((unsigned char)bytes.start[0]))
		return refuse_utf8(decoder, bytes.start[0], err);
	memcpy(decoder->cut, bytes.start, bytes.length);
	decoder->cut_length = bytes.length;
	return AQ_OK;
}

static enum aq_status feed_known(struct table_decoder *decoder, struct aq_slice bytes,
				 struct aq_error *err)
{
	if (bytes.length == 0)
		return AQ_OK;
	return decoder->converter ? feed_converted(decoder, bytes, err)
				  : feed_utf8(decoder, bytes, err);
}

static enum aq_status settle_encoding(struct table_decoder *decoder, struct aq_error *err)
{
	struct aq_slice head = {decoder->head, decoder->head_length};
	const char *encoding = aq_encoding_find(decoder->profile, head);
	enum aq_status status = AQ_OK;

	decoder->is_encoding_known = true;
	if (encoding[0])
		status = aq_converter_new(&decoder->converter, encoding, err);
	return status < AQ_OK ? status : feed_known(decoder, head, err);
}

enum aq_status aq_bytes_feed(struct table_decoder *decoder, struct aq_slice bytes,
			     struct aq_error *err)
{
	while (!decoder->is_encoding_known && bytes.length) {
		enum aq_status status;

		decoder->head[decoder->head_length++] = bytes.start[0];
		bytes.start++;
		bytes.length--;
		if (decoder->head_length < MARK_BYTES)
			continue;
		status = settle_encoding(decoder, err);
		if (status < AQ_OK)
			return status;
	}
	return feed_known(decoder, bytes, err);
}

enum aq_status aq_bytes_finish(struct table_decoder *decoder, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (!decoder->is_encoding_known)
		status = settle_encoding(decoder, err);
	if (status >= AQ_OK && decoder->cut_length)
		status = refuse_bytes(decoder, "UTF-8", err);
	if (status >= AQ_OK && decoder->converter) {
		struct aq_error fault = {0};

		aq_buffer_clear(&decoder->converted);
		status = aq_converter_finish(decoder->converter, &decoder->converted, &fault);
		if (status == AQ_BAD_FILE)
			return refuse_bytes(decoder, "in the profile's encoding", err);
		if (status < AQ_OK && err)
			*err = fault;
		if (status >= AQ_OK)
			status = aq_csv_reader_feed(decoder->reader,
						    aq_buffer_slice(&decoder->converted), err);
	}
	return status < AQ_OK ? status : aq_csv_reader_finish(decoder->reader, err);
}
