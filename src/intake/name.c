/*
 * name.c - makes names of ours for files whose names came from outside.
 *
 * Reads: any bytes that a file system takes as a name.
 * Promises: a name in work/ leads back to the original, byte for byte; a name
 * in rejected/ harms neither a shell, a terminal nor a person.
 * Refuses: nothing that can stand in a folder.
 */
#include "name.h"

#include <stdio.h>

#include "acquit/claim.h"
#include "acquit/utf8.h"

#define PREFIX_BYTES	 9 /* "p-000001-" */
#define ORDINAL_DIGITS	 6
#define HASH_HEX_BYTES	 (AQ_SHA256_HEX_BYTES - 1)
#define CUT_PREFIX_BYTES (PREFIX_BYTES + 1 + HASH_HEX_BYTES + 1)
#define CUT_HEAD_BYTES	 120
#define SHORT_HASH_BYTES 16
#define ESCAPED_BYTES	 (3 * AQ_ENTRY_NAME_BYTES_MAX + 1)

_Static_assert(CUT_PREFIX_BYTES + CUT_HEAD_BYTES <= AQ_ENTRY_NAME_BYTES_MAX, "a cut name fits");
_Static_assert(CUT_HEAD_BYTES + 1 + SHORT_HASH_BYTES <= AQ_ENTRY_NAME_BYTES_MAX,
	       "a lost name fits");

static const char drop_letters[] = {
	[AQ_DROP_PAYMENTS] = 'p',
	[AQ_DROP_OPEN_ITEMS] = 'o',
};

/* U+200E and its like change what a person reads without being seen. */
struct span {
	uint32_t first;
	uint32_t last;
};
static const struct span unseen_spans[] = {
	{0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x061c, 0x061c}, {0x200b, 0x200f},
	{0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb},
};

static const char hex_digits[] = "0123456789ABCDEF";

static bool is_plain(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-' ||
	       byte == '+';
}

static int hex_value(char digit)
{
	const char *at = digit == '\0' ? NULL : strchr(hex_digits, digit);

	return at ? (int)(at - hex_digits) : -1;
}

/* Returns the bytes written: three for one that is escaped. */
static size_t put_escaped(char *out, char byte)
{
	unsigned char value = (unsigned char)byte;

	out[0] = '%';
	out[1] = hex_digits[value >> 4];
	out[2] = hex_digits[value & 15];
	return 3;
}

static size_t escape(struct aq_slice name, char out[ESCAPED_BYTES])
{
	size_t used = 0;
	size_t index;

	AQ_CLAIM(name.length <= AQ_ENTRY_NAME_BYTES_MAX);
	for (index = 0; index < name.length; index++) {
		if (is_plain(name.start[index]))
			out[used++] = name.start[index];
		else
			used += put_escaped(out + used, name.start[index]);
	}
	out[used] = '\0';
	return used;
}

/* The inverse of `escape`; false for anything that `escape` does not write. */
static bool unescape(struct aq_slice text, struct aq_entry_name *out)
{
	size_t index = 0;

	out->length = 0;
	while (index < text.length) {
		char byte = text.start[index];

		if (out->length >= AQ_ENTRY_NAME_BYTES_MAX)
			return false;
		if (is_plain(byte)) {
			index++;
		} else {
			int high, low;

			if (byte != '%' || text.length - index < 3)
				return false;
			high = hex_value(text.start[index + 1]);
			low = hex_value(text.start[index + 2]);
			if (high < 0 || low < 0)
				return false;
			byte = (char)(high * 16 + low);
			if (is_plain(byte))
				return false;
			index += 3;
		}
		out->text[out->length++] = byte;
	}
	out->text[out->length] = '\0';
	return true;
}

static enum aq_status hash_name(struct aq_slice name, struct aq_sha256 *out, struct aq_error *err)
{
	struct aq_hasher *hasher = NULL;
	enum aq_status status = aq_hasher_new(&hasher, err);

	if (status < AQ_OK)
		return status;
	status = aq_hasher_once(hasher, name, out, err);
	aq_hasher_free(hasher);
	return status;
}

/* At most `bytes` of an escaped text, never half an escape. */
static size_t escaped_head_bytes(struct aq_slice escaped, size_t bytes)
{
	if (escaped.length <= bytes)
		return escaped.length;
	if (bytes >= 1 && escaped.start[bytes - 1] == '%')
		return bytes - 1;
	if (bytes >= 2 && escaped.start[bytes - 2] == '%')
		return bytes - 2;
	return bytes;
}

static void print_side(struct aq_work_name *work)
{
	char hex[AQ_SHA256_HEX_BYTES];

	aq_sha256_to_hex(&work->hash, hex);
	work->side.length =
		(size_t)snprintf(work->side.text, sizeof(work->side.text),
				 "n%c-%06u-=%s=", drop_letters[work->drop], work->ordinal, hex);
	AQ_CLAIM(work->side.length == CUT_PREFIX_BYTES + 1);
}

bool aq_entry_name_is_possible(struct aq_slice name)
{
	return name.length >= 1 && name.length <= AQ_ENTRY_NAME_BYTES_MAX &&
	       !memchr(name.start, '/', name.length) && !memchr(name.start, '\0', name.length) &&
	       !aq_slice_is(name, ".") && !aq_slice_is(name, "..");
}

void aq_entry_name_set(struct aq_entry_name *out, struct aq_slice name)
{
	AQ_CLAIM(aq_entry_name_is_possible(name));
	memmove(out->text, name.start, name.length);
	out->text[name.length] = '\0';
	out->length = name.length;
}

struct aq_slice aq_entry_name_slice(const struct aq_entry_name *name)
{
	return (struct aq_slice){name->text, name->length};
}

enum aq_status aq_work_name_make(const struct aq_work_order *order, struct aq_work_name *work,
				 struct aq_entry_name *out, struct aq_error *err)
{
	char escaped[ESCAPED_BYTES];
	struct aq_slice whole = {escaped, escape(order->original, escaped)};
	enum aq_status status;
	char hex[AQ_SHA256_HEX_BYTES];

	AQ_CLAIM(order->ordinal <= AQ_ENTRY_NAME_ORDINAL_MAX);
	memset(work, 0, sizeof(*work));
	work->drop = order->drop;
	work->ordinal = order->ordinal;
	work->is_cut = PREFIX_BYTES + whole.length > AQ_ENTRY_NAME_BYTES_MAX;
	aq_entry_name_set(&work->original, order->original);
	if (!work->is_cut) {
		out->length = (size_t)snprintf(out->text, sizeof(out->text), "%c-%06u-%s",
					       drop_letters[work->drop], work->ordinal, escaped);
		AQ_CLAIM(out->length == PREFIX_BYTES + whole.length);
		return AQ_OK;
	}
	status = hash_name(order->original, &work->hash, err);
	if (status < AQ_OK)
		return status;
	print_side(work);
	aq_sha256_to_hex(&work->hash, hex);
	out->length = (size_t)snprintf(out->text, sizeof(out->text), "%c-%06u-=%s=%.*s",
				       drop_letters[work->drop], work->ordinal, hex,
				       (int)escaped_head_bytes(whole, CUT_HEAD_BYTES), escaped);
	AQ_CLAIM(out->length <= AQ_ENTRY_NAME_BYTES_MAX);
	return AQ_OK;
}

static bool parse_cut(struct aq_slice text, struct aq_work_name *out)
{
	struct aq_slice hex = {text.start + 1, HASH_HEX_BYTES};
	char canonical[AQ_SHA256_HEX_BYTES];

	if (text.length < HASH_HEX_BYTES + 2 || text.start[HASH_HEX_BYTES + 1] != '=' ||
	    !aq_sha256_from_hex(hex, &out->hash))
		return false;
	aq_sha256_to_hex(&out->hash, canonical);
	if (!aq_slice_is(hex, canonical))
		return false;
	text.start += HASH_HEX_BYTES + 2;
	text.length -= HASH_HEX_BYTES + 2;
	if (text.length > CUT_HEAD_BYTES || !unescape(text, &out->original))
		return false;
	if (memchr(out->original.text, '/', out->original.length) ||
	    memchr(out->original.text, '\0', out->original.length))
		return false;
	out->is_cut = true;
	out->original.length += (size_t)snprintf(out->original.text + out->original.length,
						 sizeof(out->original.text) - out->original.length,
						 "~%.*s", SHORT_HASH_BYTES, canonical);
	print_side(out);
	return true;
}

bool aq_work_name_parse(struct aq_slice text, struct aq_work_name *out)
{
	size_t drop;
	size_t index;

	memset(out, 0, sizeof(*out));
	if (text.length <= PREFIX_BYTES || text.start[1] != '-' ||
	    text.start[PREFIX_BYTES - 1] != '-')
		return false;
	for (drop = 0; drop < sizeof(drop_letters); drop++)
		if (drop_letters[drop] == text.start[0])
			break;
	if (drop == sizeof(drop_letters))
		return false;
	out->drop = (enum aq_drop)drop;
	for (index = 2; index < 2 + ORDINAL_DIGITS; index++) {
		if (text.start[index] < '0' || text.start[index] > '9')
			return false;
		out->ordinal = out->ordinal * 10 + (uint32_t)(text.start[index] - '0');
	}
	text.start += PREFIX_BYTES;
	text.length -= PREFIX_BYTES;
	if (text.start[0] == '=')
		return parse_cut(text, out);
	return unescape(text, &out->original) &&
	       aq_entry_name_is_possible(aq_entry_name_slice(&out->original));
}

bool aq_work_name_is_side(struct aq_slice text)
{
	struct aq_work_name work;

	if (text.length != CUT_PREFIX_BYTES + 1 || text.start[0] != 'n')
		return false;
	text.start++;
	text.length--;
	return aq_work_name_parse(text, &work) && work.is_cut;
}

static bool is_unseen(uint32_t code_point)
{
	size_t index;

	for (index = 0; index < sizeof(unseen_spans) / sizeof(unseen_spans[0]); index++)
		if (code_point >= unseen_spans[index].first &&
		    code_point <= unseen_spans[index].last)
			return true;
	return false;
}

/* One character, or one malformed byte, taken off `rest` in its safe form. */
static size_t put_safe(struct aq_slice *rest, bool is_first, char *out)
{
	struct aq_slice after = *rest;
	size_t valid = aq_utf8_valid_bytes(
		(struct aq_slice){rest->start, rest->length < 4 ? rest->length : 4});
	uint32_t code_point = 0;
	size_t taken = 1;
	size_t used = 0;
	size_t index;

	if (valid > 0) {
		after.length = valid;
		code_point = aq_utf8_next(&after);
		taken = valid - after.length;
	}
	if (valid == 0 || is_unseen(code_point) || code_point == '/' || code_point == '\\' ||
	    (is_first && (code_point == '.' || code_point == '-' || code_point == '~'))) {
		for (index = 0; index < taken; index++)
			used += put_escaped(out + used, rest->start[index]);
	} else {
		memcpy(out, rest->start, taken);
		used = taken;
	}
	rest->start += taken;
	rest->length -= taken;
	return used;
}

enum aq_status aq_entry_name_make_safe(struct aq_slice original, struct aq_entry_name *out,
				       struct aq_error *err)
{
	char safe[ESCAPED_BYTES];
	struct aq_slice rest = original;
	struct aq_sha256 hash;
	char hex[AQ_SHA256_HEX_BYTES];
	enum aq_status status;
	size_t used = 0;
	size_t kept = 0;

	AQ_CLAIM(original.length >= 1 && original.length <= AQ_ENTRY_NAME_BYTES_MAX);
	while (rest.length > 0) {
		used += put_safe(&rest, rest.length == original.length, safe + used);
		if (used <= AQ_ENTRY_NAME_SAFE_BYTES - 1 - SHORT_HASH_BYTES)
			kept = used;
	}
	if (used <= AQ_ENTRY_NAME_SAFE_BYTES) {
		aq_entry_name_set(out, (struct aq_slice){safe, used});
		return AQ_OK;
	}
	status = hash_name(original, &hash, err);
	if (status < AQ_OK)
		return status;
	aq_sha256_to_hex(&hash, hex);
	out->length = (size_t)snprintf(out->text, sizeof(out->text), "%.*s~%.*s", (int)kept, safe,
				       SHORT_HASH_BYTES, hex);
	AQ_CLAIM(out->length <= AQ_ENTRY_NAME_SAFE_BYTES);
	return AQ_OK;
}

void aq_entry_name_number(const struct aq_entry_name *name, uint32_t number,
			  struct aq_entry_name *out)
{
	const char *dot = memrchr(name->text, '.', name->length);
	size_t stem = dot && dot != name->text ? (size_t)(dot - name->text) : name->length;
	const char *ending = name->text + stem;
	char digits[16];
	size_t whole;

	AQ_CLAIM(number >= 1 && number <= AQ_ENTRY_NAME_NUMBER_MAX);
	if (number == 1) {
		*out = *name;
		return;
	}
	whole = name->length + (size_t)snprintf(digits, sizeof(digits), "-%u", number);
	/* A name that is full gives up the end of its stem, or else its ending. */
	if (whole > AQ_ENTRY_NAME_BYTES_MAX) {
		size_t over = whole - AQ_ENTRY_NAME_BYTES_MAX;

		if (over < stem) {
			stem -= over;
		} else {
			stem = name->length - over;
			ending = "";
		}
	}
	out->length = (size_t)snprintf(out->text, sizeof(out->text), "%.*s%s%s", (int)stem,
				       name->text, digits, ending);
	AQ_CLAIM(out->length <= AQ_ENTRY_NAME_BYTES_MAX);
}
