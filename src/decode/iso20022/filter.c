/*
 * filter.c - mends bytes on their way to the XML parser.
 *
 * Banks declare UTF-8 and send Latin-9 or Windows-1252. Where UTF-8 is
 * declared, or nothing, every byte is checked, and one that is no UTF-8 is
 * read as Windows-1252 (0xA4 as the euro sign of Latin-9), with one warning.
 * Blank lines before the XML declaration are dropped, with a warning, and so is
 * an encoding that the first bytes contradict.
 *
 * Promises: bytes that are right are handed on without a copy.
 */
#include "iso.h"

#include "acquit/claim.h"

/* What 0x80 to 0x9F mean in Windows-1252; 0 means nothing there. */
static const uint16_t windows[32] = {
	0x20AC, 0,	0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,	0x017D, 0,	0,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	0x017E, 0x0178,
};

/* How many bytes from the start are ASCII. */
static size_t ascii_bytes(struct aq_slice bytes)
{
	size_t i = 0;

	for (; i + 8 <= bytes.length; i += 8) {
		uint64_t word;

		memcpy(&word, bytes.start + i, 8);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < bytes.length && (unsigned char)bytes.start[i] < 0x80)
		i++;
	return i;
}

#define SEQUENCE_CUT 5 /* a right start, whose rest has not come yet */

/* The length of the character at the start: 1 to 4, 0 when it is no UTF-8. */
static size_t sequence_bytes(struct aq_slice bytes)
{
	const unsigned char *at = (const unsigned char *)bytes.start;
	size_t count = at[0] < 0x80   ? 1
		       : at[0] < 0xC2 ? 0
		       : at[0] < 0xE0 ? 2
		       : at[0] < 0xF0 ? 3
		       : at[0] < 0xF5 ? 4
				      : 0;

	for (size_t i = 1; i < count; i++) {
		unsigned char least = 0x80, most = 0xBF;

		if (i >= bytes.length)
			return SEQUENCE_CUT;
		if (i == 1) {
			least = at[0] == 0xE0 ? 0xA0 : at[0] == 0xF0 ? 0x90 : 0x80;
			most = at[0] == 0xED ? 0x9F : at[0] == 0xF4 ? 0x8F : 0xBF;
		}
		if (at[i] < least || at[i] > most)
			return 0;
	}
	return count;
}

/* How many bytes from the start are whole characters of UTF-8. */
static size_t right_bytes(struct aq_slice bytes)
{
	size_t right = 0;

	while (right < bytes.length) {
		struct aq_slice rest = {bytes.start + right, bytes.length - right};
		size_t ascii = ascii_bytes(rest);
		size_t count;

		right += ascii;
		if (right == bytes.length)
			break;
		rest = (struct aq_slice){bytes.start + right, bytes.length - right};
		count = sequence_bytes(rest);
		if (count == 0 || count == SEQUENCE_CUT)
			break;
		right += count;
	}
	return right;
}

/* One byte of Windows-1252 as UTF-8; the count of bytes written. */
static size_t mend_byte(unsigned char byte, char out[3])
{
	unsigned point = byte == 0xA4 ? 0x20AC : byte < 0xA0 ? windows[byte - 0x80] : byte;

	if (point == 0)
		point = 0xFFFD;
	if (point < 0x800) {
		out[0] = (char)(0xC0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | point >> 12);
	out[1] = (char)(0x80 | (point >> 6 & 0x3F));
	out[2] = (char)(0x80 | (point & 0x3F));
	return 3;
}

static void tell_mended(struct iso *iso)
{
	if (iso->filter.is_told || iso->status != AQ_OK)
		return;
	iso->filter.is_told = true;
	aq_findings_say(iso->base.findings, AQ_ISO_ENCODING, iso_fed_at(iso), AQ_SLICE("encoding"),
			AQ_SLICE("UTF-8"),
			"the file says UTF-8 and has bytes that are not; they are read as Latin-9");
}

/* A piece with wrong bytes, through a buffer of its own. */
static void parse_mended(struct iso *iso, struct aq_slice bytes)
{
	char out[CHUNK_BYTES];
	size_t count = 0;
	size_t at = 0;

	AQ_CLAIM(bytes.length <= sizeof(out));
	while (at < bytes.length && iso->status == AQ_OK) {
		struct aq_slice rest = {bytes.start + at, bytes.length - at};
		size_t right = right_bytes(rest);

		/* A run of right bytes is never cut: a piece is no longer than the buffer. */
		if (count + 4 > sizeof(out) || right > sizeof(out) - count) {
			iso_parse(iso, (struct aq_slice){out, count});
			count = 0;
		}
		if (right == 0) {
			/* The line is known once all before it is with the parser. */
			if (!iso->filter.is_told) {
				iso_parse(iso, (struct aq_slice){out, count});
				count = 0;
			}
			tell_mended(iso);
			count += mend_byte((unsigned char)rest.start[0], out + count);
			at++;
			continue;
		}
		memcpy(out + count, rest.start, right);
		count += right;
		at += right;
	}
	iso_parse(iso, (struct aq_slice){out, count});
}

/* Bytes that may be wrong; the start of a cut character waits for its rest. */
static void check(struct iso *iso, struct aq_slice bytes)
{
	size_t right = right_bytes(bytes);
	size_t left = bytes.length - right;
	struct aq_slice rest = {bytes.start + right, left};

	if (left > 0 && left < 4 && sequence_bytes(rest) == SEQUENCE_CUT) {
		memcpy(iso->filter.carry, rest.start, left);
		iso->filter.carry_bytes = left;
		bytes.length = right;
		left = 0;
	}
	if (left == 0) {
		iso_parse(iso, bytes);
		return;
	}
	/* The end of a mended piece may be cut, too. */
	for (size_t tail = 1; tail < 4 && tail < bytes.length; tail++) {
		struct aq_slice cut = {bytes.start + bytes.length - tail, tail};

		if ((unsigned char)cut.start[0] < 0xC0)
			continue;
		if (sequence_bytes(cut) == SEQUENCE_CUT) {
			memcpy(iso->filter.carry, cut.start, tail);
			iso->filter.carry_bytes = tail;
			bytes.length -= tail;
		}
		break;
	}
	parse_mended(iso, bytes);
}

static void feed_checked(struct iso *iso, struct aq_slice bytes)
{
	struct iso_filter *filter = &iso->filter;

	while (filter->carry_bytes > 0 && bytes.length > 0 && iso->status == AQ_OK) {
		char joined[sizeof(filter->carry) + 1];
		struct aq_slice whole = {joined, filter->carry_bytes + 1};
		size_t count;

		memcpy(joined, filter->carry, filter->carry_bytes);
		joined[filter->carry_bytes] = bytes.start[0];
		count = sequence_bytes(whole);
		if (count == 0) {
			/* No character after all: what waited is mended, this byte starts anew. */
			whole.length--;
			filter->carry_bytes = 0;
			parse_mended(iso, whole);
			break;
		}
		bytes.start++;
		bytes.length--;
		if (count == SEQUENCE_CUT) {
			filter->carry[filter->carry_bytes++] =
				(unsigned char)joined[whole.length - 1];
			continue;
		}
		filter->carry_bytes = 0;
		iso_parse(iso, whole);
	}
	if (bytes.length > 0 && iso->status == AQ_OK)
		check(iso, bytes);
}

static void feed_decided(struct iso *iso, struct aq_slice bytes)
{
	while (bytes.length > 0 && iso->status == AQ_OK) {
		size_t count = bytes.length < CHUNK_BYTES ? bytes.length : CHUNK_BYTES;
		struct aq_slice piece = {bytes.start, count};

		if (iso->filter.is_utf8)
			feed_checked(iso, piece);
		else
			iso_parse(iso, piece);
		bytes.start += count;
		bytes.length -= count;
	}
}

/* The encoding that the XML declaration names; empty when it names none. */
static struct aq_slice declared_encoding(struct aq_slice head)
{
	struct aq_slice rest, name;
	size_t at = aq_slice_find(head, AQ_SLICE("?>"));
	char quote;

	if (!aq_slice_starts_with(head, AQ_SLICE("<?xml")) || at == SIZE_MAX)
		return (struct aq_slice){NULL, 0};
	rest = (struct aq_slice){head.start, at};
	at = aq_slice_find(rest, AQ_SLICE("encoding"));
	if (at == SIZE_MAX)
		return (struct aq_slice){NULL, 0};
	rest = aq_slice_trim(aq_slice_between(rest.start + at + 8, rest.start + rest.length));
	if (rest.length < 2 || rest.start[0] != '=')
		return (struct aq_slice){NULL, 0};
	rest = aq_slice_trim(aq_slice_between(rest.start + 1, rest.start + rest.length));
	if (rest.length < 2 || (rest.start[0] != '"' && rest.start[0] != '\''))
		return (struct aq_slice){NULL, 0};
	quote = rest.start[0];
	rest = aq_slice_between(rest.start + 1, rest.start + rest.length);
	name = aq_slice_cut(&rest, quote);
	return name;
}

/* Programs that hold text in UTF-16 write so into the declaration, and the file
 * in UTF-8: the words are blanked, and the bytes count. */
static bool drop_wide_label(struct iso *iso, struct aq_slice name)
{
	static const char *const wide[] = {"UTF-16", "UTF16",	"UTF-16LE", "UTF-16BE",
					   "UCS-2",  "UNICODE", "UTF-32",   "ISO-10646-UCS-2"};
	struct iso_filter *filter = &iso->filter;
	size_t at = aq_slice_find((struct aq_slice){filter->head, filter->head_bytes},
				  AQ_SLICE("encoding"));
	size_t end = (size_t)(name.start + name.length + 1 - filter->head);
	bool is_wide = false;

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		is_wide |= aq_slice_equals_any_case(name, aq_slice_of(wide[i]));
	if (!is_wide || at == SIZE_MAX || end > filter->head_bytes)
		return false;
	aq_findings_say(iso->base.findings, AQ_ISO_ENCODING,
			(struct aq_at){iso->lines_before + 1, 0}, AQ_SLICE("encoding"), name,
			"the file names an encoding of two bytes a letter and has one; it is read "
			"as UTF-8");
	memset(filter->head + at, ' ', end - at);
	return true;
}

/* Looks at the head once it is there, and hands it on. */
static void decide(struct iso *iso)
{
	struct iso_filter *filter = &iso->filter;
	struct aq_slice head = {filter->head, filter->head_bytes};
	struct aq_slice name;
	size_t blanks = 0;

	filter->is_decided = true;
	if (head.length >= 3 && memcmp(head.start, "\xEF\xBB\xBF", 3) == 0)
		head = aq_slice_between(head.start + 3, head.start + head.length);
	while (blanks < head.length && strchr(" \t\r\n", head.start[blanks]) &&
	       head.start[blanks] != 0) {
		iso->lines_before += head.start[blanks] == '\n';
		blanks++;
	}
	head = aq_slice_between(head.start + blanks, head.start + head.length);
	if (blanks > 0)
		aq_findings_say(iso->base.findings, AQ_ISO_LEADING_BLANKS, (struct aq_at){1, 1},
				AQ_SLICE("xml"), (struct aq_slice){NULL, 0},
				"blanks stand before the XML declaration; they are passed over");
	name = declared_encoding(head);
	filter->is_utf8 =
		head.length > 1 && head.start[0] == '<' && head.start[1] != 0 &&
		(aq_slice_is_empty(name) || aq_slice_equals_any_case(name, AQ_SLICE("UTF-8")) ||
		 aq_slice_equals_any_case(name, AQ_SLICE("UTF8")) || drop_wide_label(iso, name));
	feed_decided(iso, head);
}

void iso_filter_feed(struct iso *iso, struct aq_slice bytes)
{
	struct iso_filter *filter = &iso->filter;

	if (!filter->is_decided && bytes.length > 0) {
		size_t room = sizeof(filter->head) - filter->head_bytes;
		size_t count = bytes.length < room ? bytes.length : room;

		memcpy(filter->head + filter->head_bytes, bytes.start, count);
		filter->head_bytes += count;
		bytes.start += count;
		bytes.length -= count;
		if (filter->head_bytes < sizeof(filter->head))
			return;
		decide(iso);
	}
	feed_decided(iso, bytes);
}

void iso_filter_end(struct iso *iso)
{
	if (!iso->filter.is_decided)
		decide(iso);
	if (iso->filter.carry_bytes > 0 && iso->status == AQ_OK) {
		struct aq_slice rest = {(const char *)iso->filter.carry, iso->filter.carry_bytes};

		iso->filter.carry_bytes = 0;
		parse_mended(iso, rest);
	}
}
