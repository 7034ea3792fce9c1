/*
 * framing.c - cuts the bytes of a file into lines of 94 columns.
 *
 * Reads: lines ended by LF, CRLF or CR, and files without any line end, in
 * pieces of any size.
 * Promises: a line that follows the rules goes on untouched and uncopied;
 * every other goes through odd_line.c, which says what was odd.
 */
#include "nacha.h"

#define HEAD_BYTES_MAX	4096
#define CARRY_BYTES_MAX 65536

void nacha_framing_init(struct nacha_framing *framing)
{
	aq_buffer_init(&framing->head, HEAD_BYTES_MAX);
	aq_buffer_init(&framing->carry, CARRY_BYTES_MAX);
}

void nacha_framing_free(struct nacha_framing *framing)
{
	aq_buffer_free(&framing->head);
	aq_buffer_free(&framing->carry);
}

/* True when all 94 bytes are printable ASCII: eight bytes at a time, a byte
 * below the blank or above 0x7f shows in its highest bit. */
static bool is_plain(const char *text)
{
	const uint64_t blanks = UINT64_C(0x2020202020202020);
	uint64_t odd = 0;
	uint64_t word;

	for (size_t at = 0; at + 8 <= NACHA_COLUMNS; at += 8) {
		memcpy(&word, text + at, 8);
		odd |= (word - blanks) | word;
	}
	memcpy(&word, text + NACHA_COLUMNS - 8, 8);
	odd |= (word - blanks) | word;
	return (odd & UINT64_C(0x8080808080808080)) == 0;
}

static enum aq_status take_line(struct nacha *decode, struct aq_slice raw, struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;

	framing->line_number++;
	if (raw.length == NACHA_COLUMNS + 1 && raw.start[NACHA_COLUMNS] == '\r')
		raw.length = NACHA_COLUMNS;
	if (raw.length == NACHA_COLUMNS && raw.start[0] != ' ' && is_plain(raw.start)) {
		const struct nacha_line line = {.number = framing->line_number, .text = raw.start};

		return nacha_record(decode, &line, err);
	}
	return nacha_odd_line(decode, raw, err);
}

static enum aq_status carry_add(struct nacha *decode, struct aq_slice bytes, struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;
	size_t room = CARRY_BYTES_MAX - framing->carry.length;

	if (bytes.length > room) {
		framing->is_carry_cut = true;
		bytes.length = room;
	}
	aq_buffer_add(&framing->carry, bytes);
	return aq_buffer_failed(&framing->carry) ? aq_fail_memory(err) : AQ_OK;
}

static enum aq_status carry_end(struct nacha *decode, struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;
	enum aq_status status = take_line(decode, aq_buffer_slice(&framing->carry), err);

	if (framing->is_carry_cut)
		nacha_tell(decode, AQ_NACHA_LINE_LONG, NULL, NACHA_NO_FIELD,
			   "the line is longer than %d bytes; what follows them was not read",
			   CARRY_BYTES_MAX);
	aq_buffer_clear(&framing->carry);
	framing->is_carry_cut = false;
	return status;
}

static enum aq_status feed_lines(struct nacha *decode, struct aq_slice bytes, struct aq_error *err)
{
	const char mark = decode->framing.ends == NACHA_ENDS_CR ? '\r' : '\n';
	const char *at = bytes.start;
	const char *end = at + bytes.length;
	enum aq_status status = AQ_OK;

	while (at < end && status >= AQ_OK) {
		const char *stop = memchr(at, mark, (size_t)(end - at));

		if (stop == NULL)
			return carry_add(decode, aq_slice_between(at, end), err);
		/* A line is cut at the same byte however it comes. */
		if (decode->framing.carry.length > 0 || stop - at > CARRY_BYTES_MAX) {
			status = carry_add(decode, aq_slice_between(at, stop), err);
			if (status >= AQ_OK)
				status = carry_end(decode, err);
		} else {
			status = take_line(decode, aq_slice_between(at, stop), err);
		}
		at = stop + 1;
	}
	return status;
}

static enum aq_status feed_blocks(struct nacha *decode, struct aq_slice bytes, struct aq_error *err)
{
	const char *at = bytes.start;
	const char *end = at + bytes.length;
	enum aq_status status = AQ_OK;

	while (at < end && status >= AQ_OK) {
		size_t held = decode->framing.carry.length;
		size_t part = NACHA_COLUMNS - held;

		if (held == 0 && (*at == '\n' || *at == '\r')) {
			at++;
			continue;
		}
		if (held == 0 && *at == NACHA_ESCAPE_END) {
			nacha_quirk(decode, NACHA_QUIRK_END_BYTES);
			at++;
			continue;
		}
		if (part > (size_t)(end - at))
			part = (size_t)(end - at);
		if (part == NACHA_COLUMNS) {
			status = take_line(decode, (struct aq_slice){at, part}, err);
		} else {
			status = carry_add(decode, (struct aq_slice){at, part}, err);
			if (status >= AQ_OK && held + part == NACHA_COLUMNS)
				status = carry_end(decode, err);
		}
		at += part;
	}
	return status;
}

static enum aq_status feed_known(struct nacha *decode, struct aq_slice bytes, struct aq_error *err)
{
	if (decode->framing.ends == NACHA_ENDS_NONE)
		return feed_blocks(decode, bytes, err);
	return feed_lines(decode, bytes, err);
}

static size_t find_line_end(struct aq_slice head)
{
	size_t at = 0;

	while (at < head.length && head.start[at] != '\n' && head.start[at] != '\r')
		at++;
	return at;
}

/* Line ends, blanks and fill bytes, and nothing else. */
static bool is_end(struct aq_slice text)
{
	for (size_t index = 0; index < text.length; index++)
		if (memchr("\n\r \t\f\v\x1a", text.start[index], sizeof("\n\r \t\f\v\x1a")) == NULL)
			return false;
	return true;
}

/* How lines end, by the first that does; unknown while that may still come. A
 * carriage return alone may be a stray one: lines end with it when nothing else
 * ends one.
 * Several records in one line, which ends where the file ends, have no ends. */
static enum nacha_ends ends_of(struct aq_slice head, bool is_whole)
{
	size_t at = find_line_end(head);
	size_t next = at;

	while (next < head.length && head.start[next] == '\r')
		next++;
	if (at == head.length || (at >= 2 * NACHA_COLUMNS &&
				  is_end((struct aq_slice){head.start + at, head.length - at})))
		return is_whole ? NACHA_ENDS_NONE : NACHA_ENDS_UNKNOWN;
	if (next < head.length && head.start[next] == '\n')
		return NACHA_ENDS_LF;
	if (!is_whole)
		return NACHA_ENDS_UNKNOWN;
	return memchr(head.start, '\n', head.length) != NULL ? NACHA_ENDS_LF : NACHA_ENDS_CR;
}

static enum aq_status begin(struct nacha *decode, struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;
	struct aq_slice head = aq_buffer_slice(&framing->head);

	if (aq_slice_starts_with(head, AQ_SLICE("\xef\xbb\xbf"))) {
		nacha_quirk(decode, NACHA_QUIRK_BOM);
		head = aq_slice_between(head.start + 3, head.start + head.length);
	}
	if (framing->ends == NACHA_ENDS_CR)
		nacha_quirk(decode, NACHA_QUIRK_CR_ENDS);
	if (framing->ends == NACHA_ENDS_NONE && head.length > NACHA_COLUMNS)
		nacha_quirk(decode, NACHA_QUIRK_NO_ENDS);
	if (framing->ends == NACHA_ENDS_NONE) {
		size_t blanks = nacha_leading_blanks(head);

		if (blanks > 0)
			nacha_quirk(decode, NACHA_QUIRK_LEADING_BLANK);
		head = (struct aq_slice){head.start + blanks, head.length - blanks};
	}
	return feed_known(decode, head, err);
}

enum aq_status nacha_framing_feed(struct nacha *decode, struct aq_slice bytes, struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;
	size_t part = HEAD_BYTES_MAX - framing->head.length;
	enum aq_status status;

	if (bytes.length == 0)
		return AQ_OK;
	if (framing->ends != NACHA_ENDS_UNKNOWN)
		return feed_known(decode, bytes, err);
	if (part > bytes.length)
		part = bytes.length;
	aq_buffer_add(&framing->head, (struct aq_slice){bytes.start, part});
	if (aq_buffer_failed(&framing->head))
		return aq_fail_memory(err);
	framing->ends =
		ends_of(aq_buffer_slice(&framing->head), framing->head.length == HEAD_BYTES_MAX);
	if (framing->ends == NACHA_ENDS_UNKNOWN)
		return AQ_OK;
	status = begin(decode, err);
	if (status < AQ_OK)
		return status;
	return feed_known(decode, aq_slice_between(bytes.start + part, bytes.start + bytes.length),
			  err);
}

enum aq_status nacha_framing_finish(struct nacha *decode, struct aq_error *err)
{
	struct nacha_framing *framing = &decode->framing;
	enum aq_status status = AQ_OK;

	if (framing->ends == NACHA_ENDS_UNKNOWN) {
		framing->ends = ends_of(aq_buffer_slice(&framing->head), true);
		status = begin(decode, err);
	}
	if (status >= AQ_OK && framing->carry.length > 0)
		status = carry_end(decode, err);
	return status;
}
