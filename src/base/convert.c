/*
 * convert.c - files in other encodings into UTF-8, by iconv.
 *
 * Reads: any encoding iconv knows, in pieces of any length.
 * Refuses: bytes the encoding does not define, and a character cut off at the
 * end of the file. Nothing is replaced or left out: a wrong encoding must show.
 */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/utf8.h"

#define OUT_BYTES      4096
#define NAME_BYTES_MAX 64
/* No encoding has longer characters, shifts included. */
#define TAIL_BYTES_MAX 32

struct aq_converter {
	iconv_t handle;
	uint64_t offset; /* of the next byte that iconv has not taken */
	char tail[TAIL_BYTES_MAX];
	size_t tail_bytes;
	bool has_failed;
};

/* iconv reads instructions such as //IGNORE out of the name. */
static bool is_plain_name(struct aq_slice name)
{
	if (name.length == 0 || name.length > NAME_BYTES_MAX)
		return false;
	for (size_t index = 0; index < name.length; index++) {
		char byte = name.start[index];

		if (!aq_utf8_is_alphanumeric((unsigned char)byte & 0x7F) && byte != '-' &&
		    byte != '_' && byte != '.' && byte != ':')
			return false;
		if (byte < 0)
			return false;
	}
	return true;
}

enum aq_status aq_converter_new(struct aq_converter **out, const char *encoding,
				struct aq_error *err)
{
	struct aq_converter *converter;

	if (!is_plain_name(aq_slice_of(encoding)))
		return aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_VALUE, (struct aq_at){0},
			       "'%.64s' is no name of an encoding", encoding);
	converter = calloc(1, sizeof(*converter));
	if (!converter)
		return aq_fail_memory(err);
	converter->handle = iconv_open("UTF-8", encoding);
	if (converter->handle == (iconv_t)-1) {
		bool is_unknown = errno == EINVAL;

		free(converter);
		if (!is_unknown)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_ENCODING,
					     "the encoding '%s' cannot be read", encoding);
		return aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_VALUE, (struct aq_at){0},
			       "the encoding '%s' is not known here", encoding);
	}
	*out = converter;
	return AQ_OK;
}

void aq_converter_free(struct aq_converter *converter)
{
	if (!converter)
		return;
	iconv_close(converter->handle);
	free(converter);
}

static enum aq_status fail_bytes(struct aq_converter *converter, const char *what,
				 struct aq_error *err)
{
	uint32_t column = converter->offset > UINT32_MAX ? UINT32_MAX : (uint32_t)converter->offset;

	converter->has_failed = true;
	return aq_fail(err, AQ_BAD_FILE, AQ_BASE_ENCODING, (struct aq_at){.column = column},
		       "byte %llu of the file %s", (unsigned long long)converter->offset, what);
}

/* Converts what it can; the rest, a cut character, stays in `bytes`. */
static enum aq_status convert(struct aq_converter *converter, struct aq_slice *bytes,
			      struct aq_buffer *out, struct aq_error *err)
{
	while (bytes->length > 0) {
		char room[OUT_BYTES];
		char *to = room;
		size_t to_left = sizeof(room);
		/* iconv does not write to its input; its type is older than const. */
		char *from = (char *)(uintptr_t)bytes->start;
		size_t from_left = bytes->length;
		size_t result = iconv(converter->handle, &from, &from_left, &to, &to_left);
		int cause = errno;

		aq_buffer_add(out, (struct aq_slice){room, (size_t)(to - room)});
		converter->offset += bytes->length - from_left;
		*bytes = (struct aq_slice){from, from_left};
		if (aq_buffer_failed(out))
			return aq_fail_memory(err);
		if (result != (size_t)-1 || cause == E2BIG)
			continue;
		if (cause == EINVAL)
			return AQ_OK;
		return fail_bytes(converter, "is not defined in the encoding", err);
	}
	return AQ_OK;
}

/* Bytes are added to a cut character one by one until it is whole. */
static enum aq_status complete_tail(struct aq_converter *converter, struct aq_slice *bytes,
				    struct aq_buffer *out, struct aq_error *err)
{
	while (converter->tail_bytes > 0 && bytes->length > 0) {
		struct aq_slice tail;
		enum aq_status status;

		if (converter->tail_bytes == TAIL_BYTES_MAX)
			return fail_bytes(converter, "is not defined in the encoding", err);
		converter->tail[converter->tail_bytes++] = bytes->start[0];
		bytes->start++;
		bytes->length--;
		tail = (struct aq_slice){converter->tail, converter->tail_bytes};
		status = convert(converter, &tail, out, err);
		if (status < AQ_OK)
			return status;
		memmove(converter->tail, tail.start, tail.length);
		converter->tail_bytes = tail.length;
	}
	return AQ_OK;
}

enum aq_status aq_converter_feed(struct aq_converter *converter, struct aq_slice bytes,
				 struct aq_buffer *out, struct aq_error *err)
{
	enum aq_status status;

	AQ_CLAIM(!converter->has_failed);
	status = complete_tail(converter, &bytes, out, err);
	if (status < AQ_OK)
		return status;
	status = convert(converter, &bytes, out, err);
	if (status < AQ_OK)
		return status;
	if (bytes.length > TAIL_BYTES_MAX)
		return fail_bytes(converter, "is not defined in the encoding", err);
	if (bytes.length > 0) {
		memcpy(converter->tail, bytes.start, bytes.length);
		converter->tail_bytes = bytes.length;
	}
	return AQ_OK;
}

enum aq_status aq_converter_finish(struct aq_converter *converter, struct aq_buffer *out,
				   struct aq_error *err)
{
	char room[OUT_BYTES];
	char *to = room;
	size_t to_left = sizeof(room);

	if (converter->tail_bytes > 0)
		return fail_bytes(converter, "begins a character that the end cuts off", err);
	/* Some encodings hold a character back until they see the next. */
	if (iconv(converter->handle, NULL, NULL, &to, &to_left) == (size_t)-1)
		return fail_bytes(converter, "is not defined in the encoding", err);
	aq_buffer_add(out, (struct aq_slice){room, (size_t)(to - room)});
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}
