/*
 * wide.c - files written in UTF-16: two bytes a character.
 *
 * Reads: the first bytes, whatever pieces they come in. A record begins with a
 * digit or a blank, so a zero byte in every other place is no text of one byte.
 * Refuses: the whole file. Columns are bytes to every bank, and a file that was
 * saved like this has passed through a program that may have changed more.
 */
#include "nacha.h"

#define MARK_BYTES 2

enum order { ORDER_NONE, ORDER_LITTLE, ORDER_BIG };

static bool is_zero(struct aq_slice bytes, size_t at)
{
	return bytes.start[at] == '\0';
}

/* How two bytes are one character here, and how many bytes say so. */
static enum order order_of(struct aq_slice head, size_t *mark_bytes)
{
	*mark_bytes = MARK_BYTES;
	if (aq_slice_starts_with(head, AQ_SLICE("\xff\xfe")))
		return ORDER_LITTLE;
	if (aq_slice_starts_with(head, AQ_SLICE("\xfe\xff")))
		return ORDER_BIG;
	*mark_bytes = 0;
	if (head.length < NACHA_WIDE_HEAD_BYTES || is_zero(head, 0) == is_zero(head, 1) ||
	    is_zero(head, 2) != is_zero(head, 0) || is_zero(head, 3) != is_zero(head, 1))
		return ORDER_NONE;
	return is_zero(head, 1) ? ORDER_LITTLE : ORDER_BIG;
}

struct aq_slice nacha_wide_narrow(struct aq_slice head, char room[NACHA_WIDE_NARROW_BYTES])
{
	size_t at, count = 0;
	enum order order = order_of(head, &at);

	if (order == ORDER_NONE)
		return (struct aq_slice){NULL, 0};
	for (; at + 1 < head.length && count < NACHA_WIDE_NARROW_BYTES; at += 2) {
		char low = head.start[order == ORDER_LITTLE ? at : at + 1];
		char high = head.start[order == ORDER_LITTLE ? at + 1 : at];

		room[count++] = high == '\0' ? low : '?';
	}
	return (struct aq_slice){room, count};
}

static void judge(struct nacha *decode)
{
	struct nacha_wide *wide = &decode->wide;
	size_t ignored;

	wide->is_judged = true;
	wide->is_wide =
		order_of((struct aq_slice){wide->head, wide->count}, &ignored) != ORDER_NONE;
	if (wide->is_wide)
		nacha_refuse_file(decode, AQ_NACHA_UTF_16, NULL, NACHA_NO_FIELD,
				  "the file is written in UTF-16, two bytes a character");
}

struct aq_slice nacha_wide_take(struct nacha *decode, struct aq_slice *bytes)
{
	struct nacha_wide *wide = &decode->wide;

	while (wide->count < NACHA_WIDE_HEAD_BYTES && bytes->length > 0) {
		wide->head[wide->count++] = *bytes->start;
		*bytes = (struct aq_slice){bytes->start + 1, bytes->length - 1};
	}
	return wide->count == NACHA_WIDE_HEAD_BYTES ? nacha_wide_end(decode)
						    : (struct aq_slice){NULL, 0};
}

struct aq_slice nacha_wide_end(struct nacha *decode)
{
	struct nacha_wide *wide = &decode->wide;

	if (wide->is_judged)
		return (struct aq_slice){NULL, 0};
	judge(decode);
	return (struct aq_slice){wide->head, wide->count};
}
