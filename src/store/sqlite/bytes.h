/*
 * bytes.h - numbers and texts packed into a column of bytes; private.
 *
 * Numbers are seven bits a byte, lowest first; signed ones have their sign in
 * the lowest bit; a text is its length and its bytes. A reader's fault sticks.
 */
#ifndef ACQUIT_STORE_BYTES_H
#define ACQUIT_STORE_BYTES_H

#include "acquit/buffer.h"

#define SQ_VARINT_BYTES_MAX 10

static inline void sq_put_number(struct aq_buffer *out, uint64_t number)
{
	while (number >= 0x80) {
		aq_buffer_add_byte(out, (char)(unsigned char)(number | 0x80));
		number >>= 7;
	}
	aq_buffer_add_byte(out, (char)number);
}

static inline void sq_put_signed(struct aq_buffer *out, int64_t number)
{
	uint64_t bits = (uint64_t)number;

	sq_put_number(out, number < 0 ? ~(bits << 1) : bits << 1);
}

static inline void sq_put_text(struct aq_buffer *out, struct aq_slice text)
{
	sq_put_number(out, text.length);
	aq_buffer_add(out, text);
}

struct sq_reader {
	const unsigned char *at;
	const unsigned char *end;
	bool failed;
};

static inline struct sq_reader sq_reader_of(struct aq_slice bytes)
{
	const unsigned char *start = (const unsigned char *)bytes.start;

	return (struct sq_reader){.at = start, .end = start + bytes.length};
}

static inline uint64_t sq_get_number(struct sq_reader *reader)
{
	uint64_t number = 0;

	for (unsigned at = 0; at < SQ_VARINT_BYTES_MAX && reader->at < reader->end; at++) {
		unsigned char byte = *reader->at++;

		number |= (uint64_t)(byte & 0x7F) << (7 * at);
		if (!(byte & 0x80))
			return number;
	}
	reader->failed = true;
	return 0;
}

static inline int64_t sq_get_signed(struct sq_reader *reader)
{
	uint64_t bits = sq_get_number(reader);

	return (int64_t)(bits & 1 ? ~(bits >> 1) : bits >> 1);
}

static inline struct aq_slice sq_get_text(struct sq_reader *reader)
{
	uint64_t bytes = sq_get_number(reader);
	struct aq_slice text = {(const char *)reader->at, bytes};

	if (reader->failed || bytes > (uint64_t)(reader->end - reader->at)) {
		reader->failed = true;
		return (struct aq_slice){"", 0};
	}
	reader->at += bytes;
	return text;
}

#endif
