/*
 * buffer.c - bytes that grow, up to a bound they know.
 */
#include "acquit/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquit/digits.h"

#define CAPACITY_MIN 256

void aq_buffer_init(struct aq_buffer *buffer, size_t bytes_max)
{
	*buffer = (struct aq_buffer){.bytes_max = bytes_max};
}

void aq_buffer_free(struct aq_buffer *buffer)
{
	size_t bytes_max;

	if (!buffer)
		return;
	bytes_max = buffer->bytes_max;
	free(buffer->start);
	aq_buffer_init(buffer, bytes_max);
}

void aq_buffer_clear(struct aq_buffer *buffer)
{
	buffer->length = 0;
	buffer->failed = false;
}

static bool fail(struct aq_buffer *buffer)
{
	buffer->failed = true;
	return false;
}

bool aq_buffer_grow(struct aq_buffer *buffer, size_t more)
{
	size_t needed;
	size_t capacity = buffer->capacity ? buffer->capacity : CAPACITY_MIN;
	char *start;

	if (buffer->failed || __builtin_add_overflow(buffer->length, more, &needed) ||
	    needed > SIZE_MAX / 2)
		return fail(buffer);
	if (buffer->bytes_max && needed > buffer->bytes_max)
		return fail(buffer);
	while (capacity < needed)
		capacity *= 2;
	start = realloc(buffer->start, capacity);
	if (!start)
		return fail(buffer);
	buffer->start = start;
	buffer->capacity = capacity;
	return true;
}

void aq_buffer_add_text(struct aq_buffer *buffer, const char *text)
{
	aq_buffer_add(buffer, aq_slice_of(text));
}

void aq_buffer_add_u64(struct aq_buffer *buffer, uint64_t number)
{
	char text[AQ_DIGITS_BYTES_MAX];
	char *end = text + sizeof(text);
	char *start = aq_digits_before(end, number);

	aq_buffer_add(buffer, aq_slice_between(start, end));
}

void aq_buffer_add_i64(struct aq_buffer *buffer, int64_t number)
{
	if (number >= 0) {
		aq_buffer_add_u64(buffer, (uint64_t)number);
		return;
	}
	aq_buffer_add_byte(buffer, '-');
	aq_buffer_add_u64(buffer, 0 - (uint64_t)number);
}

void aq_buffer_print(struct aq_buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int needed;

	va_start(arguments, format);
	needed = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	/* One more byte for the NUL that vsnprintf insists on. */
	if (needed < 0 || (needed > 0 && !aq_buffer_room(buffer, (size_t)needed))) {
		buffer->failed = true;
		return;
	}
	if (buffer->capacity - buffer->length <= (size_t)needed) {
		char *start = realloc(buffer->start, buffer->capacity + 1);

		if (!start) {
			buffer->failed = true;
			return;
		}
		buffer->start = start;
		buffer->capacity++;
	}
	va_start(arguments, format);
	vsnprintf(buffer->start + buffer->length, (size_t)needed + 1, format, arguments);
	va_end(arguments);
	buffer->length += (size_t)needed;
}

void aq_buffer_add_be32(struct aq_buffer *buffer, uint32_t number)
{
	char bytes[4];

	for (int index = 0; index < 4; index++)
		bytes[index] = (char)(unsigned char)(number >> (24 - 8 * index));
	aq_buffer_add(buffer, (struct aq_slice){bytes, sizeof(bytes)});
}

void aq_buffer_add_be64(struct aq_buffer *buffer, uint64_t number)
{
	aq_buffer_add_be32(buffer, (uint32_t)(number >> 32));
	aq_buffer_add_be32(buffer, (uint32_t)number);
}

void aq_buffer_add_field(struct aq_buffer *buffer, struct aq_slice bytes)
{
	if (bytes.length > UINT32_MAX) {
		buffer->failed = true;
		return;
	}
	aq_buffer_add_be32(buffer, (uint32_t)bytes.length);
	aq_buffer_add(buffer, bytes);
}

bool aq_buffer_failed(const struct aq_buffer *buffer)
{
	return buffer->failed;
}

struct aq_slice aq_buffer_slice(const struct aq_buffer *buffer)
{
	return (struct aq_slice){buffer->start ? buffer->start : "", buffer->length};
}
