/*
 * iso20022.c - the ISO 20022 decoder: camt.052, camt.053 and camt.054.
 *
 * Reads: every version by its structure, with any namespace or none, inside
 * any envelope, also as text of it, in any encoding that XML allows.
 * Promises: memory that does not grow with the file (below 16 MB).
 * Refuses: XML that is damaged anywhere, with its line; any document type;
 * messages of the standard that tell of no account movement, by name.
 */
#include "iso.h"

#include <stdlib.h>

static void close_handle(struct aq_decoder_handle *handle)
{
	struct iso *iso = (struct iso *)handle;

	if (!iso)
		return;
	iso_parser_close(iso);
	aq_arena_free(iso->unit_arena);
	aq_arena_free(iso->held_arena);
	aq_arena_free(iso->arena);
	aq_arena_free(iso->spare);
	free(iso->records);
	free(iso->leaves);
	free(iso->references);
	free(iso->remittances);
	free(iso);
}

static enum aq_status arenas_new(struct iso *iso, struct aq_error *err)
{
	enum aq_status status = aq_arena_new(&iso->unit_arena, ARENA_BYTES_MAX, err);

	if (status < AQ_OK)
		return status;
	status = aq_arena_new(&iso->held_arena, ARENA_BYTES_MAX, err);
	if (status < AQ_OK)
		return status;
	status = aq_arena_new(&iso->arena, ARENA_BYTES_MAX, err);
	if (status < AQ_OK)
		return status;
	return aq_arena_new(&iso->spare, ARENA_BYTES_MAX, err);
}

static enum aq_status iso_open(struct aq_decoder_handle **out, const void *variant,
			       struct aq_error *err)
{
	struct iso *iso = calloc(1, sizeof(*iso));
	enum aq_status status;

	(void)variant;
	if (!iso)
		return aq_fail_memory(err);
	iso->records = malloc(HELD_RECORDS_MAX * sizeof(*iso->records));
	iso->leaves = malloc(HELD_RECORDS_MAX * sizeof(*iso->leaves));
	iso->references = malloc(LEAF_REFERENCES_MAX * sizeof(*iso->references));
	iso->remittances = malloc(LEAF_REMITTANCES_MAX * sizeof(*iso->remittances));
	status = iso->records && iso->leaves && iso->references && iso->remittances
			 ? arenas_new(iso, err)
			 : aq_fail_memory(err);
	if (status == AQ_OK)
		status = iso_parser_open(iso, err);
	if (status < AQ_OK) {
		close_handle(&iso->base);
		return status;
	}
	iso->targets[TO_STRUCTURED] = &iso->structured;
	*out = &iso->base;
	return AQ_OK;
}

static enum aq_status result(const struct iso *iso, struct aq_error *err)
{
	if (iso->status < AQ_OK && err)
		*err = iso->error;
	return iso->status;
}

static enum aq_status iso_feed(struct aq_decoder_handle *handle, struct aq_slice bytes,
			       struct aq_error *err)
{
	struct iso *iso = (struct iso *)handle;

	iso_filter_feed(iso, bytes);
	return result(iso, err);
}

static enum aq_status iso_finish(struct aq_decoder_handle *handle, struct aq_error *err)
{
	struct iso *iso = (struct iso *)handle;

	iso_filter_end(iso);
	iso_parse_end(iso);
	iso_held_end(iso);
	if (iso->status == AQ_OK && !iso->has_message)
		iso_refuse(iso, AQ_ISO_MESSAGE, "%s",
			   iso->wrapped.has_compressed
				   ? "the envelope holds compressed data: unpack what is in it"
				   : "no message that acquit knows stands in the file");
	return result(iso, err);
}

static struct aq_slice iso_format(const struct aq_decoder_handle *handle)
{
	const struct iso *iso = (const struct iso *)handle;

	return iso->format[0] ? aq_slice_of(iso->format) : AQ_SLICE("iso20022");
}

const struct aq_decoder aq_decoder_iso20022 = {
	.name = "iso20022",
	.family = AQ_FAMILY_ISO20022,
	.summary = "bank statements, reports and notifications: camt.053, camt.052, camt.054, "
		   "every version",
	.bid = iso_bid,
	.open = iso_open,
	.feed = iso_feed,
	.finish = iso_finish,
	.close = close_handle,
	.format = iso_format,
};
