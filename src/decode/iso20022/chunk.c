/*
 * chunk.c - the bytes of the file to libxml2, and what its verdict means.
 *
 * Promises: what waits in the library stays small; damage anywhere, and a file
 * that ends too soon, refuse it.
 */
#include "iso.h"

#define DATA_PIECE_BYTES 1024

/* Namespaces that are not declared are bad manners, not damage. */
static bool is_damage(const struct iso *iso, int result)
{
	if (result == XML_ERR_OK)
		return false;
	return !iso->parser->wellFormed || iso->parser->disableSAX ||
	       !((result >= XML_NS_ERR_XML_NAMESPACE && result <= XML_NS_ERR_COLON) ||
		 result == XML_WAR_NS_URI || result == XML_WAR_NS_URI_RELATIVE ||
		 result == XML_WAR_LANG_VALUE || result == XML_WAR_SPACE_VALUE);
}

static bool is_in_data(const struct iso *iso)
{
	return iso->parser->instate == XML_PARSER_CDATA_SECTION;
}

static size_t waiting_bytes(const struct iso *iso)
{
	const xmlParserInput *input = iso->parser->input;

	return input ? (size_t)(input->end - input->cur) : 0;
}

/* Of character data without an end in sight the library hands on a little with
 * each call, and looks through all that waits: it is asked until little waits. */
static int chunk_parse(struct iso *iso, struct aq_slice bytes)
{
	int result = xmlParseChunk(iso->parser, bytes.start, (int)bytes.length, 0);

	while (result == XML_ERR_OK && iso->status == AQ_OK && is_in_data(iso)) {
		size_t before = waiting_bytes(iso);

		if (before < DATA_PIECE_BYTES)
			break;
		result = xmlParseChunk(iso->parser, "", 0, 0);
		if (waiting_bytes(iso) >= before)
			break;
	}
	return result;
}

static void piece_parse(struct iso *iso, struct aq_slice bytes)
{
	int result;

	iso->had_event = false;
	result = chunk_parse(iso, bytes);
	if (iso->status != AQ_OK || (iso->wrapped.is_running && iso->wrapped.is_dead))
		return;
	if (result == XML_ERR_NO_MEMORY) {
		iso_machine_memory(iso);
		return;
	}
	if (is_damage(iso, result)) {
		iso_refuse(iso, AQ_ISO_XML, "the XML is damaged (fault %d of the parser)", result);
		return;
	}
	iso->starved_bytes = iso->had_event ? 0 : iso->starved_bytes + bytes.length;
	if (iso->starved_bytes >= STARVED_BYTES_MAX)
		iso_refuse(iso, AQ_ISO_STARVED,
			   "%d bytes hold no element and no text: a tag or a comment without end",
			   STARVED_BYTES_MAX);
}

void iso_parse(struct iso *iso, struct aq_slice bytes)
{
	while (bytes.length > 0 && iso->status == AQ_OK) {
		size_t count = is_in_data(iso) && bytes.length > DATA_PIECE_BYTES ? DATA_PIECE_BYTES
										  : bytes.length;

		piece_parse(iso, (struct aq_slice){bytes.start, count});
		bytes.start += count;
		bytes.length -= count;
	}
}

void iso_parse_end(struct iso *iso)
{
	int result;

	if (iso->status != AQ_OK)
		return;
	result = xmlParseChunk(iso->parser, NULL, 0, 1);
	if (iso->status != AQ_OK || (iso->wrapped.is_running && !iso->wrapped.has_message))
		return;
	if (is_damage(iso, result) || !iso->parser->wellFormed ||
	    !(iso->is_closed || iso->wrapped.is_running))
		iso_refuse(iso, AQ_ISO_XML, "the XML is damaged or cut (fault %d of the parser)",
			   result);
}
