/*
 * parse.c - events of libxml2 in, steps on the table of nodes.
 *
 * Promises: no document type, no entity but the five of XML itself, no network,
 * no file; memory that does not grow with the input. One event costs one look
 * into a table of 16 KiB.
 * Refuses: the whole file, at the first line that is not well-formed, at
 * DEPTH_MAX elements inside one another, at a text of more than TEXT_BYTES_MAX,
 * and where STARVED_BYTES_MAX bytes bring no event (tags, comments and
 * attributes of that size mean harm).
 */
#include "iso.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
	uint8_t parent;
	uint8_t child;
	const char *name;
} edges[] = {
#define ISO_EDGE(from, element, to) {NODE_##from, NODE_##to, element},
#include "edges.def"
#undef ISO_EDGE
};
_Static_assert(sizeof(edges) / sizeof(edges[0]) * 2 <= STEP_SLOTS, "the table stays sparse");

struct aq_at iso_at(const struct iso *iso)
{
	struct aq_at at = {0, 0};

	if (iso->parser && iso->parser->input && iso->parser->input->line > 0)
		at.line = (uint64_t)iso->parser->input->line + iso->lines_before;
	return at;
}

struct aq_at iso_fed_at(const struct iso *iso)
{
	struct aq_at at = iso_at(iso);
	const xmlParserInput *input = iso->parser ? iso->parser->input : NULL;

	/* A parser that was stopped has let go of its bytes. */
	if (!input || at.line == 0 || iso->status != AQ_OK || iso->parser->disableSAX)
		return at;
	for (const xmlChar *waiting = input->cur; waiting < input->end; waiting++)
		at.line += *waiting == '\n';
	return at;
}

void iso_stop(struct iso *iso, enum aq_status status, const struct aq_error *err)
{
	if (iso->status != AQ_OK)
		return;
	iso->status = status;
	iso->error = *err;
	xmlStopParser(iso->parser);
}

void iso_refuse(struct iso *iso, enum aq_code code, const char *format, ...)
{
	char text[AQ_ERROR_TEXT_BYTES];
	struct aq_error err = {0};
	struct aq_at at = iso_at(iso);
	va_list arguments;
	int count;

	if (iso->status != AQ_OK)
		return;
	va_start(arguments, format);
	count = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (count < 0)
		text[0] = 0;
	aq_findings_say(iso->base.findings, code, at,
			iso->element ? aq_slice_of((const char *)iso->element)
				     : (struct aq_slice){NULL, 0},
			(struct aq_slice){NULL, 0}, "%s", text);
	iso_stop(iso, aq_fail(&err, AQ_BAD_FILE, code, at, "%s", text), &err);
}

void iso_machine_memory(struct iso *iso)
{
	struct aq_error err = {0};

	iso_stop(iso, aq_fail_memory(&err), &err);
}

void iso_memory(struct iso *iso)
{
	/* The arenas know their bound; short of it, it is the machine that has no more. */
	if (aq_arena_used(iso->arena) > ARENA_BYTES_MAX / 2 ||
	    aq_arena_used(iso->unit_arena) > ARENA_BYTES_MAX / 2)
		iso_refuse(iso, AQ_ISO_SIZE,
			   "one entry or statement holds more than can be kept at once");
	else
		iso_machine_memory(iso);
}

/* Names are interned: equal names are one pointer, so a pointer is the hash. */
static size_t step_slot(const xmlChar *name, unsigned parent)
{
	uintptr_t mixed = ((uintptr_t)name >> 2) ^ ((uintptr_t)parent * 0x9E5u);

	mixed ^= mixed >> 11;
	return (size_t)mixed & (STEP_SLOTS - 1);
}

static unsigned step_find(const struct iso *iso, unsigned parent, const xmlChar *name)
{
	size_t slot = step_slot(name, parent);

	/* The table is sparse, so an empty slot ends the search soon. */
	while (iso->steps[slot].name) {
		if (iso->steps[slot].name == name && iso->steps[slot].parent == parent)
			return iso->steps[slot].child;
		slot = (slot + 1) & (STEP_SLOTS - 1);
	}
	return NODE_NONE;
}

bool iso_steps_build(struct iso *iso)
{
	memset(iso->steps, 0, sizeof(iso->steps));
	for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++) {
		const xmlChar *name =
			xmlDictLookup(iso->parser->dict, (const xmlChar *)edges[i].name, -1);
		size_t slot;

		if (!name)
			return false;
		slot = step_slot(name, edges[i].parent);
		while (iso->steps[slot].name)
			slot = (slot + 1) & (STEP_SLOTS - 1);
		iso->steps[slot] = (struct iso_step){name, edges[i].parent, edges[i].child};
	}
	iso->name_currency = xmlDictLookup(iso->parser->dict, (const xmlChar *)"Ccy", -1);
	return iso->name_currency != NULL;
}

/* The text of attribute Ccy, kept once for all amounts that bear it. */
static struct aq_slice currency_keep(struct iso *iso, struct aq_slice text)
{
	struct aq_slice kept;

	text = aq_slice_trim(text);
	if (text.length == 3) {
		for (size_t i = iso->currency_count; i > 0; i--)
			if (memcmp(iso->currencies[i - 1], text.start, 3) == 0)
				return (struct aq_slice){iso->currencies[i - 1], 3};
		if (iso->currency_count < CURRENCY_SLOTS) {
			char *slot = iso->currencies[iso->currency_count++];

			memcpy(slot, text.start, 3);
			return (struct aq_slice){slot, 3};
		}
	}
	kept = aq_arena_copy(iso->arena, text);
	if (kept.length != text.length)
		iso_memory(iso);
	return kept;
}

static struct aq_slice currency_attribute(struct iso *iso, int count, const xmlChar **attributes)
{
	/* Five pointers each: local name, prefix, URI, start and end of the value. */
	for (int i = 0; i < count; i++, attributes += 5)
		if (attributes[0] == iso->name_currency)
			return currency_keep(iso, aq_slice_between((const char *)attributes[3],
								   (const char *)attributes[4]));
	return (struct aq_slice){NULL, 0};
}

/* Names of namespaces are interned, too: one that stood before is looked at once. */
static bool is_refused_space(struct iso *iso, const xmlChar *uri)
{
	struct aq_slice text = aq_slice_of((const char *)uri);

	iso->uri_seen = uri;
	if (!aq_slice_starts_with(text, AQ_SLICE("http://www.w3.org/2001/XInclude")) &&
	    !aq_slice_starts_with(text, AQ_SLICE("http://www.w3.org/2003/XInclude")))
		return false;
	iso_refuse(iso, AQ_ISO_INCLUDE,
		   "the file asks for another file to be put in; no bank message does that");
	return true;
}

/* A place that is read, held by an element of quite another language: the file
 * would say one thing to us and another to who made it. */
static bool is_foreign(struct iso *iso, const xmlChar *uri)
{
	if (!uri || !iso->message_uri || uri == iso->message_uri)
		return false;
	iso_refuse(iso, AQ_ISO_NAMESPACE,
		   "an element of the message is in another namespace than the message");
	return true;
}

static void element_start(void *context, const xmlChar *name, const xmlChar *prefix,
			  const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
			  int attribute_count, int default_count, const xmlChar **attributes)
{
	struct iso *iso = context;
	unsigned parent, node;

	(void)prefix;
	(void)namespace_count;
	(void)namespaces;
	(void)default_count;
	if (iso->wrapped.parser && !iso->wrapped.is_running)
		iso_wrapped_end(iso);
	iso->had_event = true;
	iso->run_bytes = 0;
	iso->element = name;
	if (iso->status != AQ_OK)
		return;
	if (uri && uri != iso->uri_seen && is_refused_space(iso, uri))
		return;
	if (iso->depth + iso->skipped >= DEPTH_MAX) {
		iso_refuse(iso, AQ_ISO_DEPTH, "more than %d elements stand inside one another",
			   DEPTH_MAX);
		return;
	}
	if (iso->skipped > 0) {
		iso->skipped++;
		return;
	}
	parent = iso->depth > 0 ? iso->path[iso->depth - 1] : NODE_OUTSIDE;
	if (parent == NODE_OUTSIDE) {
		const struct iso_message *message =
			iso_message_find(aq_slice_of((const char *)name));

		node = !message				      ? NODE_OUTSIDE
		       : message->message == AQ_MESSAGE_OTHER ? NODE_OTHER
							      : NODE_CAMT;
		if (message) {
			iso_message_begin(iso, message, aq_slice_of((const char *)uri));
			iso->message_uri = uri;
			iso->wrapped.has_message = true;
		}
	} else {
		node = step_find(iso, parent, name);
	}
	if (node == NODE_NONE) {
		iso->skipped = 1;
		return;
	}
	if (parent != NODE_OUTSIDE && is_foreign(iso, uri))
		return;
	iso->path[iso->depth++] = (uint8_t)node;
	iso->text_bytes = 0;
	iso->wrapped.start_bytes = 0;
	if (node > NODE_FIRST_TEXT) {
		iso->text_currency = attribute_count > 0
					     ? currency_attribute(iso, attribute_count, attributes)
					     : (struct aq_slice){NULL, 0};
	} else {
		iso_box_begin(iso, node);
	}
}

/* A text broken over lines by whoever laid out the file is one line: each run
 * of blanks with a line end in it becomes one blank. */
static struct aq_slice unbroken(char *start, size_t bytes)
{
	struct aq_slice text = aq_slice_trim((struct aq_slice){start, bytes});
	size_t offset = (size_t)(text.start - start);
	size_t kept = 0;

	if (text.length == 0 || !memchr(text.start, '\n', text.length))
		return text;
	for (size_t i = 0; i < text.length;) {
		size_t end = i;
		bool breaks = false;

		while (end < text.length && memchr(" \t\r\n", text.start[end], 4)) {
			breaks |= text.start[end] == '\n';
			end++;
		}
		if (breaks) {
			start[offset + kept++] = ' ';
			i = end;
			continue;
		}
		end = end > i ? end : i + 1;
		while (i < end)
			start[offset + kept++] = text.start[i++];
	}
	return (struct aq_slice){text.start, kept};
}

static void element_end(void *context, const xmlChar *name, const xmlChar *prefix,
			const xmlChar *uri)
{
	struct iso *iso = context;
	unsigned node;

	(void)name;
	(void)prefix;
	(void)uri;
	if (iso->wrapped.parser && !iso->wrapped.is_running)
		iso_wrapped_end(iso);
	iso->had_event = true;
	iso->run_bytes = 0;
	if (iso->status != AQ_OK)
		return;
	if (iso->skipped > 0) {
		iso->skipped--;
		iso->is_closed = iso->depth == 0 && iso->skipped == 0;
		return;
	}
	if (iso->depth == 0)
		return;
	node = iso->path[--iso->depth];
	iso->is_closed = iso->depth == 0;
	if (node > NODE_FIRST_TEXT) {
		iso_put(iso, node, unbroken(iso->text, iso->text_bytes));
	} else {
		iso_box_end(iso, node);
	}
	iso->text_bytes = 0;
	iso->wrapped.start_bytes = 0;
}

static void characters(void *context, const xmlChar *text, int count)
{
	struct iso *iso = context;

	iso->had_event = true;
	if (count <= 0 || iso->status != AQ_OK)
		return;
	iso->run_bytes += (size_t)count;
	if (iso->run_bytes > TEXT_RUN_BYTES_MAX) {
		iso_refuse(iso, AQ_ISO_TEXT_SIZE, "a text is longer than %d bytes",
			   TEXT_RUN_BYTES_MAX);
		return;
	}
	if (iso->wrapped.parser && !iso->wrapped.is_running) {
		iso_wrapped_text(iso, (struct aq_slice){(const char *)text, (size_t)count});
		return;
	}
	if (iso->skipped > 0 || iso->depth == 0)
		return;
	if (iso->path[iso->depth - 1] == NODE_OUTSIDE && !iso->wrapped.is_running)
		iso_wrapped_text(iso, (struct aq_slice){(const char *)text, (size_t)count});
	if (iso->path[iso->depth - 1] <= NODE_FIRST_TEXT)
		return;
	if ((size_t)count > sizeof(iso->text) - iso->text_bytes) {
		iso_refuse(iso, AQ_ISO_TEXT_SIZE, "a text is longer than %d bytes", TEXT_BYTES_MAX);
		return;
	}
	memcpy(iso->text + iso->text_bytes, text, (size_t)count);
	iso->text_bytes += (size_t)count;
}

static void document_type(void *context, const xmlChar *name, const xmlChar *external,
			  const xmlChar *system)
{
	struct iso *iso = context;

	(void)name;
	(void)external;
	(void)system;
	iso_refuse(
		iso, AQ_ISO_DOCTYPE,
		"a document type stands in the file; no bank message has one, and it can do harm");
}

#if LIBXML_VERSION >= 21200
typedef const xmlError parser_error;
#else
typedef xmlError parser_error;
#endif

/* What the library would print of encodings; the result of the call tells it too. */
static void nobody_says(void *context, parser_error *error)
{
	(void)context;
	(void)error;
}

static void parser_says(void *context, parser_error *error)
{
	struct iso *iso = context;
	struct aq_slice text;

	/* Without a parser it is still being made, and its maker is told. */
	if (!error || !iso->parser || error->level != XML_ERR_FATAL || iso->status != AQ_OK)
		return;
	/* Text that looked like a document; it is nobody's message. */
	if (iso->wrapped.is_running && !iso->wrapped.has_message) {
		iso->wrapped.is_dead = true;
		return;
	}
	text = aq_slice_trim(aq_slice_of(error->message));
	if (xmlDictGetUsage(iso->parser->dict) + TEXT_BYTES_MAX > NAMES_BYTES_MAX)
		iso_refuse(iso, AQ_ISO_NAMES, "the file has far too many different element names");
	else if (error->code == XML_ERR_NO_MEMORY)
		iso_machine_memory(iso);
	else
		iso_refuse(iso, AQ_ISO_XML, "the XML is damaged or cut: %.*s", AQ_SLICE_ARGS(text));
}

xmlParserCtxtPtr iso_parser_new(struct iso *iso, int options)
{
	xmlSAXHandler handler;
	xmlParserCtxtPtr parser;

	memset(&handler, 0, sizeof(handler));
	handler.initialized = XML_SAX2_MAGIC;
	handler.startElementNs = element_start;
	handler.endElementNs = element_end;
	handler.characters = characters;
	handler.ignorableWhitespace = characters;
	handler.cdataBlock = characters;
	handler.internalSubset = document_type;
	handler.serror = parser_says;
	parser = xmlCreatePushParserCtxt(&handler, iso, NULL, 0, NULL);
	if (!parser)
		return NULL;
	if (xmlCtxtUseOptions(parser, options) != 0) {
		xmlFreeParserCtxt(parser);
		return NULL;
	}
	(void)xmlDictSetLimit(parser->dict, NAMES_BYTES_MAX);
	return parser;
}

enum aq_status iso_parser_open(struct iso *iso, struct aq_error *err)
{
	xmlSetStructuredErrorFunc(NULL, nobody_says);
	xmlInitParser();
	iso->parser = iso_parser_new(iso, XML_PARSE_NONET);
	return iso->parser && iso_steps_build(iso) ? AQ_OK : aq_fail_memory(err);
}

void iso_parser_close(struct iso *iso)
{
	iso_wrapped_close(iso);
	if (!iso->parser)
		return;
	if (iso->parser->myDoc)
		xmlFreeDoc(iso->parser->myDoc);
	xmlFreeParserCtxt(iso->parser);
	iso->parser = NULL;
}
