/*
 * buffer.h - bytes that grow, up to a bound they know.
 *
 * A failure sticks: after it every append does nothing, and the caller looks
 * once, at the end, with aq_buffer_failed.
 */
#ifndef ACQUIT_BUFFER_H
#define ACQUIT_BUFFER_H

#include "acquit/error.h"

struct aq_buffer { /* transparent; memory owned, freed by aq_buffer_free */
	char *start;
	size_t length;
	size_t capacity;
	size_t bytes_max; /* 0 is no bound */
	bool failed;
};

void aq_buffer_init(struct aq_buffer *buffer, size_t bytes_max);
void aq_buffer_free(struct aq_buffer *buffer);
/* Empty again, and a failure forgotten: look at it first. */
void aq_buffer_clear(struct aq_buffer *buffer);
/* Room for `bytes` more, to be written in place; NULL when it fails. What was
 * written counts when aq_buffer_took says where it ends. */
static inline char *aq_buffer_room(struct aq_buffer *buffer, size_t bytes);
static inline void aq_buffer_took(struct aq_buffer *buffer, const char *end);
static inline void aq_buffer_add(struct aq_buffer *buffer, struct aq_slice bytes);
static inline void aq_buffer_add_byte(struct aq_buffer *buffer, char byte);
void aq_buffer_add_text(struct aq_buffer *buffer, const char *text);
void aq_buffer_add_u64(struct aq_buffer *buffer, uint64_t number);
void aq_buffer_add_i64(struct aq_buffer *buffer, int64_t number);
void aq_buffer_print(struct aq_buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Big-endian integers and length-prefixed bytes: the parts of hashed records. */
void aq_buffer_add_be32(struct aq_buffer *buffer, uint32_t number);
void aq_buffer_add_be64(struct aq_buffer *buffer, uint64_t number);
void aq_buffer_add_field(struct aq_buffer *buffer, struct aq_slice bytes); /* be32 length, bytes */
/* Out of memory, or past the bound. */
bool aq_buffer_failed(const struct aq_buffer *buffer);
/* Valid until the next append; its start is never NULL. */
struct aq_slice aq_buffer_slice(const struct aq_buffer *buffer);

/* --- appends are in every inner loop, so they are written here --- */

bool aq_buffer_grow(struct aq_buffer *buffer, size_t more);

/* The bound is looked at here too: capacity is rounded up past it. */
static inline char *aq_buffer_room(struct aq_buffer *buffer, size_t bytes)
{
	bool is_room = !buffer->failed && bytes <= buffer->capacity - buffer->length &&
		       (!buffer->bytes_max || bytes <= buffer->bytes_max - buffer->length);

	return is_room || aq_buffer_grow(buffer, bytes) ? buffer->start + buffer->length : NULL;
}

static inline void aq_buffer_took(struct aq_buffer *buffer, const char *end)
{
	buffer->length = (size_t)(end - buffer->start);
}

static inline void aq_buffer_add(struct aq_buffer *buffer, struct aq_slice bytes)
{
	char *at = bytes.length ? aq_buffer_room(buffer, bytes.length) : NULL;

	if (!at)
		return;
	memcpy(at, bytes.start, bytes.length);
	buffer->length += bytes.length;
}

static inline void aq_buffer_add_byte(struct aq_buffer *buffer, char byte)
{
	char *at = aq_buffer_room(buffer, 1);

	if (at) {
		*at = byte;
		buffer->length++;
	}
}

#endif
