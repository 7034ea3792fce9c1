/*
 * gzip.c - compresses what goes into the archive.
 *
 * Reads: pieces of any size, up to what a uInt can count.
 * Promises: the same input gives the same bytes: no time, no name, no system
 * in the header. Level 1, since level 6 costs three times as much for 15 %.
 * Refuses: nothing.
 */
#include "gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "acquit/claim.h"

#define LEVEL		 1
#define WINDOW_BITS_GZIP (15 + 16)
#define MEMORY_LEVEL	 8
#define OS_UNKNOWN	 255
#define OUTPUT_BYTES	 ((size_t)128 * 1024)

struct aq_gzip {
	z_stream stream;
	gz_header header;
	struct aq_gzip_sink sink;
	Bytef output[OUTPUT_BYTES];
};

/* Runs deflate until it has taken the input and, at the end, given all. */
static enum aq_status deflate_all(struct aq_gzip *gzip, int flush, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	int result;

	do {
		struct aq_slice made = {(const char *)gzip->output, 0};

		gzip->stream.next_out = gzip->output;
		gzip->stream.avail_out = OUTPUT_BYTES;
		result = deflate(&gzip->stream, flush);
		AQ_CLAIM(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR);
		made.length = OUTPUT_BYTES - gzip->stream.avail_out;
		if (made.length > 0)
			status = gzip->sink.put(gzip->sink.context, made, err);
	} while (status >= AQ_OK && gzip->stream.avail_out == 0);
	AQ_CLAIM(status < AQ_OK || gzip->stream.avail_in == 0);
	AQ_CLAIM(status < AQ_OK || flush != Z_FINISH || result == Z_STREAM_END);
	return status;
}

enum aq_status aq_gzip_new(struct aq_gzip **out, const struct aq_gzip_sink *sink,
			   struct aq_error *err)
{
	struct aq_gzip *gzip = calloc(1, sizeof(*gzip));

	if (!gzip)
		return aq_fail_memory(err);
	gzip->sink = *sink;
	gzip->header.os = OS_UNKNOWN;
	if (deflateInit2(&gzip->stream, LEVEL, Z_DEFLATED, WINDOW_BITS_GZIP, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK) {
		free(gzip);
		return aq_fail_memory(err);
	}
	AQ_CLAIM(deflateSetHeader(&gzip->stream, &gzip->header) == Z_OK);
	*out = gzip;
	return AQ_OK;
}

void aq_gzip_free(struct aq_gzip *gzip)
{
	if (!gzip)
		return;
	/* Z_DATA_ERROR only says that it was not finished. */
	(void)deflateEnd(&gzip->stream);
	free(gzip);
}

enum aq_status aq_gzip_add(struct aq_gzip *gzip, struct aq_slice bytes, struct aq_error *err)
{
	AQ_CLAIM(bytes.length <= UINT_MAX);
	gzip->stream.next_in = (z_const Bytef *)bytes.start;
	gzip->stream.avail_in = (uInt)bytes.length;
	return deflate_all(gzip, Z_NO_FLUSH, err);
}

enum aq_status aq_gzip_finish(struct aq_gzip *gzip, struct aq_error *err)
{
	gzip->stream.avail_in = 0;
	return deflate_all(gzip, Z_FINISH, err);
}
