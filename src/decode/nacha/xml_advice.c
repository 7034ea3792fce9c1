/*
 * xml_advice.c - remittance information of ISO 20022 that addenda carry.
 *
 * Reads: start tags, end tags and the text between them, with or without name
 * spaces; the five entities of XML. Addenda cut the text anywhere, so blanks at
 * the ends of values are no part of them.
 * Promises: Ustrd and AddtlRmtInf as free text, Ref of CdtrRefInf as creditor
 * reference, one line for each RfrdDocInf with the amount told behind it.
 * Refuses: document types and anything that is not closed; that is free text.
 */
#include "nacha.h"

#define TAG_BYTES_MAX 128
#define DEPTH_MAX     32

struct xml {
	struct nacha *decode;
	struct aq_slice rest;
	struct aq_slice path[DEPTH_MAX]; /* names of the open elements */
	size_t depth;
	struct aq_slice text; /* since the last tag */
	bool is_known; /* an element that remittance has was seen */
	struct aq_remittance *lines;
	size_t line_count;
	size_t line_max;
	bool is_line_told; /* the line in hand has its amount */
};

static const char *const amounts[] = {"RmtdAmt", "DuePyblAmt", "CdtNoteAmt", "DscntApldAmt", "Amt"};

/* The name without its name space and attributes. */
static struct aq_slice name_of(struct aq_slice tag)
{
	size_t end = 0;

	while (end < tag.length && tag.start[end] != ' ' && tag.start[end] != '/' &&
	       tag.start[end] != '\t')
		end++;
	tag.length = end;
	for (size_t index = 0; index < end; index++)
		if (tag.start[index] == ':')
			return aq_slice_between(tag.start + index + 1, tag.start + end);
	return tag;
}

static bool is_in(const struct xml *xml, const char *name)
{
	for (size_t index = 0; index < xml->depth; index++)
		if (aq_slice_is(xml->path[index], name))
			return true;
	return false;
}

/* The letter a text begins with, and the bytes it is written in. */
static char letter_of(struct aq_slice text, size_t *taken)
{
	static const struct {
		const char *name;
		char letter;
	} entities[] = {
		{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''},
	};

	for (size_t index = 0; index < sizeof(entities) / sizeof(entities[0]); index++) {
		*taken = strlen(entities[index].name);
		if (aq_slice_starts_with(text, aq_slice_of(entities[index].name)))
			return entities[index].letter;
	}
	*taken = 1;
	return text.start[0];
}

/* A value's text, in the pack's arena. */
static struct aq_slice value_of(struct xml *xml)
{
	struct aq_slice text = aq_slice_trim(xml->text);
	char *copy = aq_arena_take(xml->decode->pack.arena, text.length + 1);
	size_t bytes = 0;

	if (copy == NULL)
		return (struct aq_slice){NULL, 0};
	while (text.length > 0) {
		size_t taken;

		copy[bytes++] = letter_of(text, &taken);
		text = aq_slice_between(text.start + taken, text.start + text.length);
	}
	return (struct aq_slice){copy, bytes};
}

static void begin_document(struct xml *xml)
{
	if (xml->line_count == xml->line_max)
		return;
	xml->lines[xml->line_count] = (struct aq_remittance){.kind = AQ_REF_INVOICE};
	xml->line_count++;
	xml->is_line_told = false;
}

static void read_amount(struct xml *xml, struct aq_slice name, struct aq_slice value)
{
	bool is_credit = aq_slice_is(name, "CdtNoteAmt");
	bool is_discount = aq_slice_is(name, "DscntApldAmt") ||
			   (aq_slice_is(name, "Amt") && is_in(xml, "DscntApldAmt"));
	struct aq_remittance *line;
	struct aq_decimal amount;

	if (xml->line_count == 0 || !aq_decimal_parse_plain(value, &amount))
		return;
	line = &xml->lines[xml->line_count - 1];
	if (is_discount) {
		line->discount = amount;
		return;
	}
	if (line->amount.is_present && !is_credit && !aq_slice_is(name, "RmtdAmt"))
		return;
	line->amount = is_credit ? aq_decimal_negate(amount) : amount;
	if (is_credit)
		line->kind = AQ_REF_CREDIT_NOTE;
}

static bool is_amount(struct aq_slice name)
{
	for (size_t index = 0; index < sizeof(amounts) / sizeof(amounts[0]); index++)
		if (aq_slice_is(name, amounts[index]))
			return true;
	return false;
}

static void read_value(struct xml *xml, struct aq_slice name)
{
	struct aq_slice value = value_of(xml);

	if (value.length == 0)
		return;
	if (aq_slice_is(name, "Ustrd") || aq_slice_is(name, "AddtlRmtInf"))
		nacha_entry_refer(xml->decode, AQ_REF_TEXT, value);
	else if (aq_slice_is(name, "Ref") && is_in(xml, "CdtrRefInf"))
		nacha_entry_refer(xml->decode, AQ_REF_CREDITOR, value);
	else if (aq_slice_is(name, "Nb") && is_in(xml, "RfrdDocInf") && xml->line_count > 0)
		xml->lines[xml->line_count - 1].document = value;
	else if (is_in(xml, "RfrdDocAmt") && is_amount(name))
		read_amount(xml, name, value);
	else
		return;
	xml->is_known = true;
}

/* One tag, its brackets left out. False where the text breaks the rules. */
static bool take_tag(struct xml *xml, struct aq_slice tag)
{
	bool is_empty = tag.length > 0 && tag.start[tag.length - 1] == '/';
	struct aq_slice name;

	if (tag.length == 0 || tag.start[0] == '!')
		return false;
	if (tag.start[0] == '?')
		return true;
	if (tag.start[0] == '/') {
		name = name_of(aq_slice_between(tag.start + 1, tag.start + tag.length));
		if (xml->depth == 0 || !aq_slice_equals(xml->path[xml->depth - 1], name))
			return false;
		xml->depth--;
		read_value(xml, name);
		return true;
	}
	name = name_of(tag);
	if (name.length == 0 || xml->depth == DEPTH_MAX)
		return false;
	if (aq_slice_is(name, "RfrdDocInf"))
		begin_document(xml);
	if (!is_empty)
		xml->path[xml->depth++] = name;
	return true;
}

static bool walk(struct xml *xml)
{
	while (xml->rest.length > 0) {
		const char *end = xml->rest.start + xml->rest.length;
		const char *open = memchr(xml->rest.start, '<', xml->rest.length);
		const char *close;

		if (open == NULL)
			break;
		close = memchr(open, '>', (size_t)(end - open));
		if (close == NULL || close - open > TAG_BYTES_MAX * 4)
			return false;
		xml->text = aq_slice_between(xml->rest.start, open);
		if (!take_tag(xml, aq_slice_between(open + 1, close)))
			return false;
		xml->rest = aq_slice_between(close + 1, end);
	}
	return xml->depth == 0;
}

static size_t count_documents(struct aq_slice text)
{
	const struct aq_slice name = AQ_SLICE("RfrdDocInf");
	size_t count = 0;
	size_t at;

	while ((at = aq_slice_find(text, name)) != SIZE_MAX) {
		count++;
		text = aq_slice_between(text.start + at + name.length, text.start + text.length);
	}
	return count;
}

enum aq_status nacha_xml_read(struct nacha *decode, struct aq_slice text, struct aq_error *err)
{
	struct xml xml = {.decode = decode, .rest = aq_slice_trim(text)};
	struct aq_record *record = decode->entry.record;
	size_t references_before = decode->entry.reference_count;

	if (xml.rest.length == 0 || xml.rest.start[0] != '<')
		return AQ_END;
	xml.line_max = count_documents(xml.rest);
	xml.lines = aq_arena_take_many(decode->pack.arena, xml.line_max + 1, sizeof(*xml.lines));
	if (xml.lines == NULL)
		return aq_fail_memory(err);
	if (!walk(&xml) || !xml.is_known) {
		decode->entry.reference_count = references_before;
		nacha_tell(decode, AQ_NACHA_REMITTANCE_TEXT, &decode->entry.line, NACHA_NO_FIELD,
			   "the XML in the addenda cannot be taken apart and was kept as text");
		return AQ_END;
	}
	nacha_remittance_check(decode, xml.lines, xml.line_count);
	record->remittances = xml.lines;
	record->remittance_count = xml.line_count;
	return AQ_OK;
}
