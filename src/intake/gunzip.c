/*
 * gunzip.c - inflates gzip within bounds and believes nothing unchecked.
 *
 * Reads: RFC 1952, members one after the other.
 * Promises: every member's CRC and length are checked, its end is seen, and
 * output stays within a bound and a ratio; each call moves on or says why not.
 * Refuses: torn, damaged and bomb-like data, too many members, and anything
 * behind the last one but zero bytes, which block-wise transfers append.
 */
#include "gunzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "acquit/claim.h"

/* 15 bits of window, and 16 for a gzip header and nothing else. */
#define WINDOW_BITS_GZIP (15 + 16)
/* Small files may be as regular as they like. */
#define RATIO_FREE_BYTES (1024 * 1024)
#define MEMBER_MARK	 0x1f

enum place {
	BETWEEN_MEMBERS, /* at the start, too */
	IN_MEMBER,
	IN_PADDING
};

struct aq_gunzip {
	z_stream stream;
	struct aq_gunzip_limits limits;
	enum place place;
	uint32_t member_count;
	uint64_t received_bytes;
	uint64_t unwrapped_bytes;
	uint64_t padding_bytes;
};

static enum aq_status refuse(enum aq_code code, const char *what, const struct aq_gunzip *gunzip,
			     struct aq_error *err)
{
	return aq_fail(err, AQ_BAD_FILE, code, (struct aq_at){0},
		       "%s, after %llu bytes of gzip data and %llu unwrapped bytes", what,
		       (unsigned long long)gunzip->received_bytes,
		       (unsigned long long)gunzip->unwrapped_bytes);
}

static bool is_checksum_fault(const char *message)
{
	return message && (strcmp(message, "incorrect data check") == 0 ||
			   strcmp(message, "incorrect length check") == 0);
}

/* What inflate found wrong. A second member that does not even begin like one
 * is rubbish behind the first. */
static enum aq_status refuse_data(const struct aq_gunzip *gunzip, struct aq_error *err)
{
	if (is_checksum_fault(gunzip->stream.msg))
		return refuse(AQ_INTAKE_GZIP_CHECKSUM, "the gzip checksum does not fit", gunzip,
			      err);
	if (gunzip->member_count > 1 && gunzip->stream.total_in <= 2)
		return refuse(AQ_INTAKE_GZIP_TRAILING, "something else follows the gzip data",
			      gunzip, err);
	return refuse(AQ_INTAKE_GZIP_DAMAGED, "the gzip data is damaged", gunzip, err);
}

static enum aq_status check_bounds(const struct aq_gunzip *gunzip, struct aq_error *err)
{
	uint64_t allowed;

	if (gunzip->unwrapped_bytes > gunzip->limits.unwrapped_bytes_max)
		return refuse(AQ_INTAKE_TOO_LARGE, "the file is too large once unwrapped", gunzip,
			      err);
	if (gunzip->limits.ratio_max == AQ_GUNZIP_NO_RATIO ||
	    gunzip->unwrapped_bytes <= RATIO_FREE_BYTES)
		return AQ_OK;
	if (__builtin_mul_overflow(gunzip->received_bytes, (uint64_t)gunzip->limits.ratio_max,
				   &allowed))
		return AQ_OK;
	if (gunzip->unwrapped_bytes > allowed)
		return refuse(AQ_INTAKE_GZIP_BOMB, "the gzip data unwraps to far too much", gunzip,
			      err);
	return AQ_OK;
}

static enum aq_status begin_member(struct aq_gunzip *gunzip, struct aq_error *err)
{
	if (gunzip->member_count >= gunzip->limits.members_max)
		return refuse(AQ_INTAKE_GZIP_MEMBERS, "the gzip data has too many members", gunzip,
			      err);
	if (inflateReset2(&gunzip->stream, WINDOW_BITS_GZIP) != Z_OK)
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_MEMORY, (struct aq_at){0},
			       "zlib cannot begin again");
	gunzip->member_count++;
	gunzip->place = IN_MEMBER;
	return AQ_OK;
}

/* The bytes behind a member: another member, zeros, or rubbish. */
static enum aq_status pass_between(struct aq_gunzip *gunzip, struct aq_slice *received,
				   struct aq_error *err)
{
	if (gunzip->place == BETWEEN_MEMBERS &&
	    (gunzip->member_count == 0 || (unsigned char)received->start[0] == MEMBER_MARK))
		return begin_member(gunzip, err);
	gunzip->place = IN_PADDING;
	while (received->length > 0) {
		if (received->start[0] != '\0')
			return refuse(AQ_INTAKE_GZIP_TRAILING,
				      "something else follows the gzip data", gunzip, err);
		received->start++;
		received->length--;
		gunzip->received_bytes++;
		gunzip->padding_bytes++;
	}
	return AQ_OK;
}

static uInt to_uint(size_t bytes)
{
	return bytes > UINT_MAX ? UINT_MAX : (uInt)bytes;
}

/* One call of inflate. `moved` says whether anything came of it. */
static enum aq_status inflate_some(struct aq_gunzip *gunzip, struct aq_slice *received,
				   struct aq_gunzip_room *room, bool *moved, struct aq_error *err)
{
	z_stream *stream = &gunzip->stream;
	uInt in_bytes = to_uint(received->length);
	uInt out_bytes = to_uint(room->bytes);
	uInt taken, made;
	int result;

	stream->next_in = (z_const Bytef *)received->start;
	stream->avail_in = in_bytes;
	stream->next_out = (Bytef *)room->next;
	stream->avail_out = out_bytes;
	result = inflate(stream, Z_NO_FLUSH);
	taken = in_bytes - stream->avail_in;
	made = out_bytes - stream->avail_out;
	received->start += taken;
	received->length -= taken;
	room->next += made;
	room->bytes -= made;
	gunzip->received_bytes += taken;
	gunzip->unwrapped_bytes += made;
	*moved = taken > 0 || made > 0;
	switch (result) {
	case Z_STREAM_END:
		gunzip->place = BETWEEN_MEMBERS;
		*moved = true;
		return check_bounds(gunzip, err);
	case Z_OK:
	case Z_BUF_ERROR: /* nothing to take or no room: no fault by itself */
		return check_bounds(gunzip, err);
	case Z_MEM_ERROR:
		return aq_fail_memory(err);
	default:
		return refuse_data(gunzip, err);
	}
}

enum aq_status aq_gunzip_new(struct aq_gunzip **out, const struct aq_gunzip_limits *limits,
			     struct aq_error *err)
{
	struct aq_gunzip *gunzip = calloc(1, sizeof(*gunzip));

	if (!gunzip)
		return aq_fail_memory(err);
	gunzip->limits = *limits;
	if (inflateInit2(&gunzip->stream, WINDOW_BITS_GZIP) != Z_OK) {
		free(gunzip);
		return aq_fail_memory(err);
	}
	*out = gunzip;
	return AQ_OK;
}

void aq_gunzip_free(struct aq_gunzip *gunzip)
{
	if (!gunzip)
		return;
	inflateEnd(&gunzip->stream);
	free(gunzip);
}

enum aq_status aq_gunzip_reset(struct aq_gunzip *gunzip, struct aq_error *err)
{
	if (inflateReset2(&gunzip->stream, WINDOW_BITS_GZIP) != Z_OK)
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_MEMORY, (struct aq_at){0},
			       "zlib cannot begin again");
	gunzip->place = BETWEEN_MEMBERS;
	gunzip->member_count = 0;
	gunzip->received_bytes = 0;
	gunzip->unwrapped_bytes = 0;
	gunzip->padding_bytes = 0;
	return AQ_OK;
}

enum aq_status aq_gunzip_step(struct aq_gunzip *gunzip, struct aq_slice *received,
			      struct aq_gunzip_room *room, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	bool moved = true;

	while (status == AQ_OK && moved && room->bytes > 0) {
		if (gunzip->place != IN_MEMBER) {
			if (received->length == 0)
				break;
			status = pass_between(gunzip, received, err);
		} else {
			status = inflate_some(gunzip, received, room, &moved, err);
		}
	}
	if (status == AQ_OK && !moved && received->length > 0 && room->bytes > 0)
		return refuse(AQ_INTAKE_GZIP_DAMAGED, "the gzip data leads nowhere", gunzip, err);
	AQ_CLAIM(status < AQ_OK || received->length == 0 || room->bytes == 0);
	return status;
}

enum aq_status aq_gunzip_finish(const struct aq_gunzip *gunzip, struct aq_error *err)
{
	if (gunzip->place == IN_MEMBER || gunzip->member_count == 0)
		return refuse(AQ_INTAKE_GZIP_TORN, "the gzip data ends too early", gunzip, err);
	return AQ_OK;
}

uint64_t aq_gunzip_unwrapped_bytes(const struct aq_gunzip *gunzip)
{
	return gunzip->unwrapped_bytes;
}

uint64_t aq_gunzip_padding_bytes(const struct aq_gunzip *gunzip)
{
	return gunzip->padding_bytes;
}
