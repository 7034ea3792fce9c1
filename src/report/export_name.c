/*
 * export_name.c - texts of ours as plain-text accounting programs take them.
 *
 * In ledger and hledger two blanks, a tab or a newline end an account's name, a
 * semicolon begins a comment, and an empty part between colons is no part.
 */
#include "export_name.h"

#include "acquit/utf8.h"

static void put_percent(struct aq_buffer *out, struct aq_slice bytes)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t index = 0; index < bytes.length; index++) {
		unsigned byte = (unsigned char)bytes.start[index];

		aq_buffer_add_byte(out, '%');
		aq_buffer_add_byte(out, digits[byte >> 4]);
		aq_buffer_add_byte(out, digits[byte & 15]);
	}
}

/* Where a name may not have a blank or a colon: at its ends, beside another. */
struct place {
	bool is_begin, is_end;
};

static bool is_safe(uint32_t code_point, struct place place)
{
	if (code_point < ' ' || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0xFFFD)
		return false;
	if (code_point == ' ' || code_point == ':')
		return !place.is_begin && !place.is_end;
	if (aq_utf8_is_space(code_point))
		return false;
	return code_point != '%' && code_point != ';' && code_point != '"';
}

static bool is_break(uint32_t code_point)
{
	return code_point == 0 || code_point == ' ' || code_point == ':';
}

static void put_qualifier(struct aq_buffer *out, struct aq_slice text)
{
	bool is_begin = true;

	/* No other qualifier comes out like this: its % would be %25. */
	if (text.length == 0)
		aq_buffer_add_text(out, "%none");
	while (text.length > 0) {
		struct aq_slice rest = text, ahead;
		uint32_t code_point = aq_utf8_next(&rest);
		struct aq_slice bytes = {text.start, text.length - rest.length};
		struct place place = {.is_begin = is_begin};

		ahead = rest;
		place.is_end = rest.length == 0 || is_break(aq_utf8_next(&ahead));
		/* Bytes that are no UTF-8 come one after the other. */
		if (is_safe(code_point, place))
			aq_buffer_add(out, bytes);
		else
			put_percent(out, bytes);
		is_begin = is_break(code_point) && is_safe(code_point, place);
		text = rest;
	}
}

void export_put_account(struct aq_buffer *out, struct aq_account_ref account)
{
	struct aq_account_ref bare = {.account = account.account};
	size_t from = out->length;

	if (!aq_account_is_qualified(account.account)) {
		aq_account_put(out, bare);
		return;
	}
	/* The name as the ledger puts it, with its colon and no qualifier. */
	aq_account_put(out, bare);
	if (aq_buffer_failed(out) || out->length == from)
		return;
	put_qualifier(out, account.qualifier);
}

/* In a comment a colon makes a tag, and a bracket a date. */
static bool is_meant(uint32_t code_point)
{
	return code_point == ';' || code_point == '|' || code_point == ':' || code_point == '[' ||
	       code_point == ']';
}

void export_put_words(struct aq_buffer *out, struct aq_slice text)
{
	while (text.length > 0) {
		struct aq_slice rest = text;
		uint32_t code_point = aq_utf8_next(&rest);
		struct aq_slice bytes = {text.start, text.length - rest.length};

		if (code_point < ' ' || is_meant(code_point) || code_point == 0xFFFD ||
		    (code_point >= 0x7F && code_point < 0xA0))
			aq_buffer_add_byte(out, ' ');
		else
			aq_buffer_add(out, bytes);
		text = rest;
	}
}
