/*
 * wrapped.c - a document that stands as text in its envelope.
 *
 * Reads: text of elements outside of any message that begins with '<', as
 * gateways and SOAP services send it: escaped, in CDATA, or in base64. It goes to a
 * parser of its own, under the same bounds, whose events are those of the file.
 * Promises: lines are those of the file (of base64: where it begins, and on); what holds no message is passed over.
 * Refuses: a message in it that is damaged, with the file; more than
 * WRAPPED_VAIN_MAX texts that look like a document and are none.
 */
#include "iso.h"

/* The names of the parser that runs from now on. */
static void names_of(struct iso *iso, xmlParserCtxtPtr parser)
{
	xmlParserCtxtPtr other = iso->parser;

	iso->parser = parser;
	iso->element = NULL;
	iso->uri_seen = NULL;
	iso->message_uri = NULL;
	if (!iso_steps_build(iso))
		iso_memory(iso);
	iso->parser = other;
}

/* Hands the text so far to its parser. */
static void document_run(struct iso *iso, void (*feed)(struct iso *iso, struct aq_slice bytes))
{
	struct iso_wrapped *wrapped = &iso->wrapped;
	xmlParserCtxtPtr outer = iso->parser;
	uint64_t lines = iso->lines_before;
	size_t starved = iso->starved_bytes;

	iso->parser = wrapped->parser;
	iso->lines_before = wrapped->lines_before;
	iso->starved_bytes = wrapped->starved_bytes;
	wrapped->is_running = true;
	feed(iso, (struct aq_slice){wrapped->bytes, wrapped->byte_count});
	wrapped->is_running = false;
	wrapped->byte_count = 0;
	wrapped->starved_bytes = iso->starved_bytes;
	iso->starved_bytes = starved;
	iso->lines_before = lines;
	iso->parser = outer;
	iso->had_event = true;
	if (iso->status != AQ_OK)
		xmlStopParser(outer);
}

static void document_open(struct iso *iso, uint64_t lines, bool is_base64)
{
	struct iso_wrapped *wrapped = &iso->wrapped;
	uint64_t line = iso_at(iso).line;

	/* The bytes are UTF-8 by now, whatever the document says of itself; in base64 they
	 * are what it says. */
	wrapped->parser = iso_parser_new(iso, is_base64 ? XML_PARSE_NONET
							: XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	if (!wrapped->parser) {
		iso_memory(iso);
		return;
	}
	wrapped->is_dead = false;
	wrapped->has_message = false;
	wrapped->depth = iso->depth;
	wrapped->lines_before = line > 0 ? line - 1 + lines : 0;
	wrapped->starved_bytes = 0;
	wrapped->byte_count = 0;
	wrapped->is_base64 = is_base64;
	wrapped->is_base64_over = false;
	wrapped->base64_bits = 0;
	wrapped->base64_bit_count = 0;
	names_of(iso, wrapped->parser);
}

/* The first letters of a text that is no markup. */
static bool begins_in_base64(struct iso *iso, struct aq_slice *text)
{
	struct iso_wrapped *wrapped = &iso->wrapped;

	while (text->length > 0 && wrapped->start_bytes < sizeof(wrapped->start)) {
		wrapped->start[wrapped->start_bytes++] = text->start[0];
		text->start++;
		text->length--;
	}
	if (wrapped->start_bytes < sizeof(wrapped->start))
		return false;
	iso->text_bytes = 1;
	switch (base64_start((struct aq_slice){wrapped->start, wrapped->start_bytes})) {
	case BASE64_DOCUMENT:
		document_open(iso, 0, true);
		return iso->status == AQ_OK;
	case BASE64_COMPRESSED:
		wrapped->has_compressed = true;
		return false;
	default:
		return false;
	}
}

/* True once the text of this element has begun like a document; `text` is what
 * it begins with then. What has begun otherwise is counted in text_bytes. */
static bool begins(struct iso *iso, struct aq_slice *text)
{
	uint64_t lines = 0;

	if (iso->text_bytes > 0)
		return false;
	if (iso->wrapped.start_bytes > 0)
		return begins_in_base64(iso, text);
	while (text->length > 0 && memchr(" \t\r\n", text->start[0], 4)) {
		lines += text->start[0] == '\n';
		text->start++;
		text->length--;
	}
	if (text->length == 0)
		return false;
	if (text->start[0] != '<')
		return begins_in_base64(iso, text);
	document_open(iso, lines, false);
	return iso->status == AQ_OK;
}

/* Some of the text, as bytes of the document. */
static void take(struct iso *iso, struct aq_slice *text)
{
	struct iso_wrapped *wrapped = &iso->wrapped;
	size_t room = sizeof(wrapped->bytes) - wrapped->byte_count;
	size_t count = text->length < room ? text->length : room;

	if (wrapped->is_base64) {
		if (!base64_take(wrapped, text))
			iso_refuse(iso, AQ_ISO_XML,
				   "the document in base64 is damaged: this is no base64");
		return;
	}
	memcpy(wrapped->bytes + wrapped->byte_count, text->start, count);
	wrapped->byte_count += count;
	text->start += count;
	text->length -= count;
}

void iso_wrapped_text(struct iso *iso, struct aq_slice text)
{
	struct iso_wrapped *wrapped = &iso->wrapped;

	if (!wrapped->parser) {
		if (!begins(iso, &text))
			return;
		if (wrapped->is_base64) {
			struct aq_slice start = {wrapped->start, wrapped->start_bytes};

			take(iso, &start);
		}
	}
	while (text.length > 0 && iso->status == AQ_OK && !wrapped->is_dead) {
		take(iso, &text);
		if (wrapped->byte_count == sizeof(wrapped->bytes))
			document_run(iso, iso_parse);
	}
}

static void parse_last(struct iso *iso, struct aq_slice bytes)
{
	iso_parse(iso, bytes);
	if (!iso->wrapped.is_dead)
		iso_parse_end(iso);
}

void iso_wrapped_end(struct iso *iso)
{
	struct iso_wrapped *wrapped = &iso->wrapped;

	if (iso->status == AQ_OK && !wrapped->is_dead)
		document_run(iso, parse_last);
	iso_wrapped_close(iso);
	if (iso->status != AQ_OK)
		return;
	iso->depth = wrapped->depth;
	iso->skipped = 0;
	iso->text_bytes = 0;
	wrapped->start_bytes = 0;
	names_of(iso, iso->parser);
	if (!wrapped->has_message && ++wrapped->vain_count > WRAPPED_VAIN_MAX)
		iso_refuse(iso, AQ_ISO_MESSAGE,
			   "more than %d texts of the file look like documents and hold no message",
			   WRAPPED_VAIN_MAX);
}

void iso_wrapped_close(struct iso *iso)
{
	if (iso->wrapped.parser) {
		if (iso->wrapped.parser->myDoc)
			xmlFreeDoc(iso->wrapped.parser->myDoc);
		xmlFreeParserCtxt(iso->wrapped.parser);
	}
	iso->wrapped.parser = NULL;
}
